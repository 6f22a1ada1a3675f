"""Every button is defined once and is as the contract has it (docs/spec/buttons.csv)."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, replace
from typing import Any

import pytest

from tests.contract import line_of_button, written
from xlsales.buttons import (
    BUTTONS,
    BY_ID,
    COMMAND_ONLY,
    Button,
    Home,
    Misdefined,
    arguments_of,
    macro_of,
    made_of,
    reply_of,
)
from xlsales.core.arguments import asked
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome
from xlsales.core.reply import KNOWN, Reply, by_press, of_press
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change


def test_ids_are_unique() -> None:
    ids = [button.id for button in (*BUTTONS, *COMMAND_ONLY)]
    assert len(ids) == len(set(ids))


def test_the_buttons_are_those_of_the_contract() -> None:
    assert [line_of_button(button) for button in (*BUTTONS, *COMMAND_ONLY)] == written(
        "buttons.csv"
    )


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"home": Home("collection")},  # its button is in the plan
        {"kinds": ("plans",)},
        {"kinds": ()},
        {"reads": ("order",)},
        {"macro": "xlsales.flow.plan.scheduling.schedule"},
        {"likely": "xlsales.ribbon.likely"},
        {"view": "xlsales.ribbon.views"},
        {"previews": True, "writes": False},
        {"previews": True, "tool": True, "reads": ()},
        {"tool": True},
    ],
    ids=str,
)
def test_a_definition_that_cannot_work_is_refused_where_it_stands(wrong: dict[str, Any]) -> None:
    with pytest.raises((Misdefined, ValueError)):
        replace(BY_ID["schedule"], **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "delivery"},  # whose?
        {"kind": "plan", "owner": "owner"},  # there is one for all
        {"kind": "plan", "named": True},
    ],
    ids=str,
)
def test_a_home_that_cannot_be_found_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Misdefined):
        Home(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"signer": "keeper"}, {"home": Home("plan", month="month")}], ids=str
)
def test_an_argument_that_the_macro_has_not_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Misdefined, match="schedule: "):
        arguments_of(replace(BY_ID["schedule"], **wrong))


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.id)
def test_what_a_button_names_is_there(button: Button) -> None:
    for reference in (button.likely, button.chooser, button.foresees, button.answers, button.view):
        assert not reference or callable(made_of(reference))


# --- what it answers --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Counted(Reply):
    """A reply of these tests."""

    seconds: int = by_press(0)
    rows: int


def says_nothing(office: Office, call: Call[Arguments]) -> Any:
    raise NotImplementedError(office, call)


def any_outcome(office: Office, call: Call[Arguments]) -> Outcome[Any]:
    raise NotImplementedError(office, call)


def leaves_what_no_press_knows(office: Office, call: Call[Arguments]) -> Outcome[Counted]:
    raise NotImplementedError(office, call)


def as_a_tool_does(
    host: OfficeHost, call: Call[Arguments]
) -> tuple[Outcome[Counted], tuple[Change, ...]]:
    raise NotImplementedError(host, call)


@pytest.mark.parametrize("button", [*BUTTONS, *COMMAND_ONLY], ids=lambda b: b.id)
def test_a_button_says_what_it_answers(button: Button) -> None:
    model = reply_of(button)
    assert issubclass(model, Reply)
    assert model.__doc__
    assert of_press(model) <= KNOWN


def test_a_reply_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Counted(rows=1).rows = 2  # type: ignore[misc]


@pytest.mark.parametrize("macro", [says_nothing, any_outcome, as_a_tool_does])
def test_a_macro_that_does_not_say_what_it_answers_is_refused(macro: Any) -> None:
    button = replace(BY_ID["schedule"], macro=f"{__name__}:{macro.__name__}")
    with pytest.raises(Misdefined, match=r"schedule: .* does not say what it answers"):
        reply_of(button)


def test_a_tool_whose_macro_is_none_is_refused() -> None:
    button = replace(BY_ID["undo"], macro=f"{__name__}:any_outcome")
    with pytest.raises(Misdefined, match="undo: "):
        reply_of(button)


@pytest.mark.parametrize(
    ("button_id", "macro"),
    [("schedule", leaves_what_no_press_knows), ("undo", as_a_tool_does)],
)
def test_what_no_press_knows_is_not_left_to_it(button_id: str, macro: Any) -> None:
    button = replace(BY_ID[button_id], macro=f"{__name__}:{macro.__name__}")
    with pytest.raises(Misdefined, match=f"{button_id}: no press knows seconds"):
        reply_of(button)
