"""A column may refer to any table with a key: it works everywhere, or the import refuses it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest

from tests.test_how_tos import Change, copied, run
from xlsales.core.column import By, Column, Type
from xlsales.core.row import Row, Table
from xlsales.core.words import Words
from xlsales.forms.choices import Kind
from xlsales.forms.references import known_by
from xlsales.forms.tables import REFERRED, TABLES

COLUMNS = """\
    about_order: Annotated[str | None, Column("相关承揽", "About order", ref="orders.order_no")] = (
        None
    )
    about_note: Annotated[
        str | None, Column("相关送货单", "About note", ref="deliveries.note_no")
    ] = None
"""


def test_a_reference_to_orders_and_to_notes_works_everywhere(tmp_path: Path) -> None:
    copied(tmp_path)
    anchor = '    reported_to: Annotated[str | None, Column("反馈给"'
    Change("xlsales/forms/register.py", "before", anchor, COLUMNS).make(tmp_path)
    run(tmp_path, "-m", "xlsales.derive", "--raise-form-version")
    tests = "tests/ribbon/referring.py", "tests/office/test_released.py"
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", *tests)


def scratch(column: Column) -> Table:
    class Scratch(Row, name="scratch", kind=Kind.PLAN, sheet=Words("草稿", ""), key=("no",)):
        no: Annotated[str | None, Column("编号", "No.", by=By.GIVEN)] = None
        about: Annotated[str | None, column] = None

    return Scratch.table


@pytest.mark.parametrize(
    "ref",
    ["orders.order_no", "deliveries.note_no", "plan_lines.order_no", "scratch.no", "products.code"],
)
def test_what_has_a_key_can_be_referred_to(ref: str) -> None:
    table, _, key = ref.partition(".")
    known = known_by([*TABLES, scratch(Column("关于", "About", ref=ref))])
    assert known == {**REFERRED, table: key}


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        (Column("关", "A", ref="orders"), "no such column; write it as table.column"),
        (Column("关", "A", ref="order.order_no"), "there is no such table"),
        (Column("关", "A", ref="orders.number"), "there is no such column"),
        (Column("关", "A", ref="orders.customer"), "neither unique nor what its table's key"),
        (Column("关", "A", ref="deliveries.line_no"), "neither unique nor what its table's key"),
        (Column("关", "A", ref="calendar.date"), "only texts and codes can be referred to"),
        (Column("关", "A", ref="ageing.customer"), "macros compute that table anew"),
        (Column("关", "A", ref="people.initials"), "the rows of people are known by name already"),
        (Column("关", "A", ref="invoices.invoice_no"), "Master in forms/choices.py must have"),
        (Column("关", "A", Type.DATE, ref="orders.order_no"), "the cell must hold one text"),
        (Column("关", "A", ref="people.name", several=True), "the cell must hold one text"),
        (Column("关", "A", by=By.MACRO, ref="people.name"), "a grey column is not checked"),
        (Column("关", "A", names="cards.card_no"), "no column refers to that table"),
        (Column("关", "A", names="people.initials"), "the rows of people are known by name"),
    ],
    ids=lambda value: value.refers if isinstance(value, Column) else "",
)
def test_what_cannot_work_is_refused_by_its_name(column: Column, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^scratch\.about refers to ") as refused:
        known_by([*TABLES, scratch(column)])
    assert wrong in str(refused.value)


def test_it_is_refused_when_the_tables_are_imported(tmp_path: Path) -> None:
    copied(tmp_path)
    anchor = '    reported_to: Annotated[str | None, Column("反馈给"'
    wrong = COLUMNS.replace("orders.order_no", "orders.no")
    Change("xlsales/forms/register.py", "before", anchor, wrong).make(tmp_path)
    with pytest.raises(AssertionError, match=r"market_notes\.about_order refers to 'orders\.no'"):
        run(tmp_path, "-c", "import xlsales.forms.tables")
