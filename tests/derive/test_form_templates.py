"""The shipped print forms: their names, and whether they fit their paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.schema import problems
from xlsales.core.words import Lang
from xlsales.documents.template import Template, read_template
from xlsales.flow.plan.task_plan import _COLUMNS as TASK_PLAN_LINE
from xlsales.resources import shipped_templates

FORMS = sorted(shipped_templates().rglob("*.xlsx"))
MM_A_CHARACTER = 1.95
"""As LibreOffice sets the shipped font; Excel takes a little less."""

NOTE_LINE = {
    "line_no", "order_no", "product_name", "spec", "material", "heat_nos", "unit", "quantity",
}  # fmt: skip


@cache
def template(path: Path) -> Template:
    return read_template(path)


def form(lang: Lang, name: str) -> Template:
    return template(shipped_templates() / str(lang) / f"{name}.xlsx")


def test_each_language_has_the_same_forms() -> None:
    counts = {lang: sum(path.parent.name == lang for path in FORMS) for lang in Lang}
    assert counts == {Lang.ZH: 12, Lang.EN: 12}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_sound(path: Path) -> None:
    assert problems(path.read_bytes()) == []
    made = template(path)
    assert made.line
    assert made.names["headline"].top == 1
    is_letter = "title" in made.names
    assert bool(made.spare) is not is_letter
    first = made.line - 1 if is_letter else 1  # a letter's words are not repeated on every page
    assert made.sheet.print_title_rows == f"${first}:${made.line - 1}"
    assert "&N" in str(made.sheet.oddFooter.center.text)  # type: ignore[union-attr]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_fits_the_width_of_its_paper(path: Path) -> None:
    sheet = template(path).sheet
    width = sum(d.width for d in sheet.column_dimensions.values()) * MM_A_CHARACTER
    if sheet.page_setup.paperWidth:
        paper = float(str(sheet.page_setup.paperWidth).removesuffix("mm"))
    else:
        paper = 297 if sheet.page_setup.orientation == "landscape" else 210
    margins = (sheet.page_margins.left + sheet.page_margins.right) * 25.4
    assert width <= paper - margins


def test_a_task_plan_shows_what_the_macro_gives() -> None:
    made = form(Lang.ZH, "任务计划单")
    assert set(made.line_columns) <= {*TASK_PLAN_LINE, "unit_weight_kg", "weight_kg", "mark"}
    assert {"plan_no", "revision", "month", "issued_on", "planner", "copy"} <= set(made.names)


@pytest.mark.parametrize("paper", ["", "-241x140", "-241x93"])
def test_a_delivery_note_has_prices_or_has_none(paper: str) -> None:
    priced, bare = form(Lang.ZH, f"送货单{paper}"), form(Lang.ZH, f"送货单{paper}-不含价")
    assert set(priced.line_columns) == NOTE_LINE | {"unit_price", "amount"}
    assert set(bare.line_columns) == NOTE_LINE | {"remark"}
    assert {"total_capital", "total_amount"} <= set(priced.names)
    assert not {"total_capital", "total_amount"} & set(bare.names)
    assert ("copies" if paper else "copy") in priced.names
