"""Names and numbers pasted on the command line or into a dialog, with whatever spaces they bring."""

from __future__ import annotations

import pytest

from xlsales.buttons import BUTTONS, arguments_of
from xlsales.core.office import Arguments

TEXTS = [
    pytest.param(arguments_of(button), name, id=f"{button.id}.{name}")
    for button in BUTTONS
    for name, field in arguments_of(button).model_fields.items()
    if field.annotation is str
]
LISTS = [
    pytest.param(arguments_of(button), name, id=f"{button.id}.{name}")
    for button in BUTTONS
    for name, field in arguments_of(button).model_fields.items()
    if str(field.annotation) == "tuple[str, ...]"
]


def test_there_are_arguments_that_are_texts() -> None:
    assert len(TEXTS) > 5
    assert len(LISTS) > 3


def given(model: type[Arguments], name: str, value: object) -> object:
    made = model.model_construct()
    return getattr(model.__pydantic_validator__.validate_assignment(made, name, value), name)


@pytest.mark.parametrize("space", ["\xa0", "\u2007", "\u202f", "\u3000", "\ufeff"])
@pytest.mark.parametrize(("model", "name"), TEXTS)
def test_a_text_is_taken_as_that_of_a_cell(model: type[Arguments], name: str, space: str) -> None:
    between = "" if space == "\ufeff" else " "
    found = given(model, name, f"{space}张{space}三{space}")
    assert found == f"张{between}三"


@pytest.mark.parametrize(("model", "name"), LISTS)
def test_so_are_several(model: type[Arguments], name: str) -> None:
    assert given(model, name, ("\u3000CL-1\xa0", "CL-2")) == ("CL-1", "CL-2")
