"""Under a table: rows that nobody would miss are named, and what is no row is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from xlsales.core.cells import to_cell
from xlsales.core.column import By, Column, Type
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.collection import Invoice
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import TABLES

TYPED = [t for t in TABLES if not t.is_computed and any(c.typed for c in t.columns)]
COMPUTED = [t for t in TABLES if t.is_computed]


_NUMBERS = (Decimal(1), Decimal(0), Decimal("0.5"), Decimal(5))


def usual(column: Column) -> Any:
    """A value as people type it into such a column."""
    if column.choices is not None:
        first = next(iter(column.choices))
        return (first,) if column.type is Type.CHOICES else first
    if column.type.is_number:
        return next(n for n in _NUMBERS if column.trouble(n) is None)
    made: dict[Type, Any] = {
        Type.DATE: date(2026, 11, 3),
        Type.DATETIME: datetime(2026, 11, 3, 8, 30),
        Type.MONTH: "2026-11",
        Type.PERIOD: "2026-11",
        Type.YES_NO: True,
    }
    return made.get(column.type, "A1")


def row_of(table: Table, *, most: bool = True) -> list[Cell]:
    """A row as people fill it: every column of theirs, or those alone that they must fill."""
    row: list[Cell] = [
        to_cell(c, usual(c), Lang.ZH) if c.typed and (most or c.required) else None
        for c in table.columns
    ]
    return row


def grid_of(table: Table, below: dict[int, Sequence[Cell]], *rows: Sequence[Cell]) -> Grid:
    grid = blank_grid(table, Book(table.kind, "张三", 2026), Lang.ZH)
    grid.cells = [list(row) for row in rows]
    grid.below = {at: list(row) for at, row in below.items()}
    return grid


def of_below(found: Sequence[Finding]) -> list[Finding]:
    return [f for f in found if f.rule.code == "rows-below"]


@pytest.mark.parametrize("table", TYPED, ids=lambda t: t.name)
def test_rows_below_a_blank_line_are_named_in_every_table(table: Table) -> None:
    row = row_of(table)
    rows, found = read_grid(grid_of(table, {6: row, 7: row, 9: row}, row))
    assert len(rows) == 1
    (below,) = of_below(found)
    assert below.is_error
    assert (below.place.at.row, below.place.table, below.facts["count"]) == (6, table, 3)
    assert "第 6 行起还有 3 行" in below.message(Lang.ZH)
    assert "3 rows from row 6" in below.message(Lang.EN)


@pytest.mark.parametrize("table", TYPED, ids=lambda t: t.name)
def test_a_row_with_only_what_must_be_filled_is_a_row_too(table: Table) -> None:
    row = row_of(table, most=False)
    if sum(cell is not None for cell in row) < 2:
        row = row_of(table)
    _, found = read_grid(grid_of(table, {6: row}))
    assert len(of_below(found)) == 1


OF_AN_OFFICE: tuple[dict[str, Cell], ...] = (
    {"invoice_no": "制表人：张三", "date": "日期：2026-11-30"},
    {"invoice_no": "制表人：张三", "customer": "审核：", "date": datetime(2026, 11, 30)},
    {"invoice_no": "制表：", "amount": "2026年11月30日"},
    {"invoice_no": "合计", "amount": 55555.0},
    {"invoice_no": "合 计", "amount": 55555.0},
    {"customer": "本月合计：", "amount": 55555.0},
    {"customer": "小计", "date": datetime(2026, 11, 30), "amount": 3.0},
    {"invoice_no": "Total", "amount": 55555.0},
    {"amount": 55555.0},
    {"remark": "以上为十一月开票，请核对"},
    {"invoice_no": "注意", "remark": "红字发票另记"},
)


@pytest.mark.parametrize("cells", OF_AN_OFFICE)
def test_signatures_totals_and_remarks_below_are_no_rows(cells: dict[str, Cell]) -> None:
    row: list[Cell] = [cells.get(column.key) for column in Invoice.table.columns]
    assert of_below(read_grid(grid_of(Invoice.table, {8: row}))[1]) == []


def test_what_formulas_make_below_is_no_row() -> None:
    """Sums of each customer under the invoices, by =SUMIF."""
    cells: dict[str, Cell] = {"invoice_no": "鼎峰", "customer": "鼎峰", "amount": 55555.0}
    row: list[Cell] = [cells.get(column.key) for column in Invoice.table.columns]
    grid = grid_of(Invoice.table, {8: row})
    assert of_below(read_grid(grid)[1]) != []
    grid.formulas = {(8 - grid.first_row, grid.columns["amount"]): True}
    assert of_below(read_grid(grid)[1]) == []


@pytest.mark.parametrize("table", COMPUTED, ids=lambda t: t.name)
def test_under_a_table_that_macros_write_is_no_data(table: Table) -> None:
    row: list[Cell] = [1.0 for _ in table.columns]
    assert of_below(read_grid(grid_of(table, {9: row}))[1]) == []


TOTALS = ("合计", "合计：", "总计", "小 计", "本月合计", "Total", "Grand total")


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize("table", TYPED, ids=lambda t: t.name)
def test_a_total_by_hand_directly_under_a_table_is_no_row_of_it(table: Table, word: str) -> None:
    """Words in the first column that takes them and is not computed, sums in those of numbers."""
    texts = {Type.TEXT, Type.CODE}
    place = next((c.key for c in table.columns if c.type in texts and c.by is not By.MACRO), None)
    row: list[Cell] = [
        word if c.key == place else 7.0 if c.type.is_number and c.typed else None
        for c in table.columns
    ]
    rows, found = read_grid(grid_of(table, {}, row_of(table), row))
    lacking = any(
        c.typed and c.required and c.default is None and cell is None
        for c, cell in zip(table.columns, row, strict=True)
    )
    if lacking:
        assert len(rows) == 1
        assert [f.rule.code for f in found if f.place.at.row == 4] == ["total-by-hand"]


def test_a_customer_who_is_called_so_stays_a_customer() -> None:
    row = row_of(Invoice.table)
    row[[c.key for c in Invoice.table.columns].index("customer")] = "合计"
    rows: tuple[Row, ...] = read_grid(grid_of(Invoice.table, {}, row))[0]
    assert len(rows) == 1


def test_nor_does_a_row_of_hers_that_lacks_something_vanish() -> None:
    row = row_of(Invoice.table)
    keys = [c.key for c in Invoice.table.columns]
    row[keys.index("customer")], row[keys.index("amount")] = "Total", None
    rows, found = read_grid(grid_of(Invoice.table, {8: row}, row))
    assert len(rows) == 1
    assert [f.rule.code for f in found if f.place.column == "amount"] == ["required"]


def test_a_whole_row_below_is_named_whatever_its_customer_is_called() -> None:
    row = row_of(Invoice.table)
    row[[c.key for c in Invoice.table.columns].index("customer")] = "Total"
    assert len(of_below(read_grid(grid_of(Invoice.table, {8: row}))[1])) == 1
