"""Every button is defined once and does what its line in the contract says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xlsales.buttons import BUTTONS, COMMAND_ONLY, Button, arguments_of, macro_of
from xlsales.core.arguments import asked
from xlsales.core.office import Arguments

CONTRACT = {
    row["id"]: row
    for row in csv.DictReader(
        (Path(__file__).parent / "data" / "buttons.csv").read_text("utf-8").splitlines()
    )
}


def test_ids_are_unique() -> None:
    ids = [button.id for button in (*BUTTONS, *COMMAND_ONLY)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.id)
def test_a_button_is_as_the_contract_has_it(button: Button) -> None:
    row = CONTRACT[button.id]
    assert f"{button.group.zh} {button.group.en}" == row["group"]
    assert (button.words.zh, button.words.en) == (row["zh"], row["en"])
    assert button.command == row["command"]
    assert button.image_mso == row["image_mso"]
    assert button.help.en == row["does"]
    if row["workbook"] in {"any form", "any"}:
        assert len(button.kinds) == 9
    else:
        assert " or ".join(button.kinds) == row["workbook"]


@pytest.mark.parametrize("button", [*BUTTONS, *COMMAND_ONLY], ids=lambda b: b.id)
def test_a_button_has_a_macro_and_asks_in_words(button: Button) -> None:
    assert callable(macro_of(button))
    model = arguments_of(button)
    assert issubclass(model, Arguments)
    for name, info in model.model_fields.items():
        ask = asked(info)
        assert ask is not None, f"{button.id}: {name} is asked without words"
        assert ask.zh
        assert ask.en
