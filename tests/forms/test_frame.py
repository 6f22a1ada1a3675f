"""A table read across by columns is what it is read cell by cell, whatever people typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsales.core.column import OWNER, By, Column
from xlsales.core.exact import rounded
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.text import is_blank
from xlsales.core.typed import Cell, CellError, read_cell
from xlsales.core.words import Lang
from xlsales.forms.below import is_total
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person, Product
from xlsales.forms.plan import PlanLine
from xlsales.forms.reading import read_grid
from xlsales.forms.register import Order
from xlsales.forms.rules import reading as rules
from xlsales.forms.warehouse import Receipt

MODELS = (Order, PlanLine, Delivery, Receipt, Product, Person)
ODD: list[Cell] = [
    None, "", " \u3000", 0.0, -0.0, 1, 1.0, True, False, "1", "是", "yes", "✓", 12.335, 0.1, 0.13,
    13.0, 1e15, 123456789012345.0, 1234567890123456, 2.5, -7.0, 1e-7, "12 件", "1,200", "1,20",
    "13%", "一百", "合计", "小计：", Decimal("1.50"), Decimal("1.23456"), Decimal("sNaN"),
    float("inf"), CellError("#N/A"), "#N/A", datetime(2026, 11, 3), datetime(2026, 11, 3, 9, 30),
    datetime(2026, 11, 3, 9, 30, 29, 600_000), date(2026, 11, 3), time(9), 46329.0, 20261103.0,
    "2026年11月3日", "03/04/2026", "11月3日", "新制", "new", "New ", "月度", "  张三", "张三", "K\u030a",
    "P001", 101.0, "0101\u2009\u2002齿轮坯", "2026-11", "2026-Q4", 2026.1, "a\nb", "\u200b",
]  # fmt: skip


def cell_by_cell(grid: Grid) -> Iterator[tuple[Row, list[tuple[str, str, object]]]]:
    """Read each cell by itself: the rows, and column, code and fix of what is said of each."""
    for index, cells in enumerate(grid.cells):
        if not any(_makes_a_row(grid, column, index) for column in grid.table.columns):
            continue
        values: dict[str, object] = {}
        said: list[tuple[str, str, object]] = []
        bad: set[str] = set()
        for column in grid.table.columns:
            value, more = _read(grid, column, index, bad)
            values[column.key] = value
            said += [(column.key, code, fix) for code, fix in more]
        if bad and is_total(grid, cells):
            continue
        at = At(grid.book, grid.first_row + index)
        row = grid.table.model.model_construct(None, **values, at=at, bad=frozenset(bad))
        yield row, said


def _makes_a_row(grid: Grid, column: Column, index: int) -> bool:
    counts = column.by is not By.MACRO or grid.table.is_computed
    return counts and not is_blank(grid.cell(index, column.key))


def _read(
    grid: Grid, column: Column, index: int, bad: set[str]
) -> tuple[object, list[tuple[str, object]]]:
    reading = read_cell(column, grid.cell(index, column.key), grid.book.year, grid.day_zero)
    value, said = reading.value, []
    grey = column.by is By.MACRO
    if reading.code:
        if rules.BY_CODE[reading.code].severity.value == "error":
            bad.add(column.key)
        said = [(rules.GREY_CELL_TYPED.code, None) if grey else (reading.code, reading.fix)]
    formula = grid.formulas.get((index, grid.columns.get(column.key, -1)))
    if formula is not None and column.by is not By.PERSON:
        said.append((rules.FORMULA_IN_GREY.code, None))
    elif formula is False:
        said.append((rules.FORMULA_WITHOUT_VALUE.code, None))
        bad.add(column.key)
    if grey:
        return value, said
    default = grid.book.owner or None if column.default is OWNER else column.default
    if value is None and column.key not in bad and default is not None:
        value = default
        said.append((rules.DEFAULT_USED.code, default))
    elif value is None and column.key not in bad and column.required:
        bad.add(column.key)
        said.append((rules.REQUIRED.code, None))
    code = column.trouble(value) if column.type.is_number else None
    if code:
        many = code == rules.TOO_MANY_DECIMALS.code and isinstance(value, Decimal)
        fix = rounded(value, column.type.places or 0) if many else None  # type: ignore[arg-type]
        said.append((code, fix))
    return value, said


@st.composite
def grids(draw: st.DrawFn, table: Table) -> Grid:
    grid = blank_grid(table, Book(table.kind, draw(st.sampled_from(["", "张三"])), 2026), Lang.ZH)
    width = len(grid.columns)
    cell = st.sampled_from(ODD)
    for _ in range(draw(st.integers(0, 6))):
        row = draw(st.lists(cell, max_size=width))  # also one that ends before the last column
        grid.cells.append(row)
    if grid.cells:
        at = st.tuples(st.integers(0, len(grid.cells) - 1), st.integers(0, width - 1))
        grid.formulas = draw(st.dictionaries(at, st.booleans(), max_size=4))
    return grid


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_columns_read_as_their_cells_do(model: type[Row], data: st.DataObject) -> None:
    grid = data.draw(grids(model.table))
    rows, findings = read_grid(grid)
    there = list(cell_by_cell(grid))
    assert [_held(row) for row in rows] == [_held(row) for row, _ in there]
    for row, said in there:
        mine = [
            (found.place.column, found.rule.code, found.fix)
            for found in findings
            if found.place.at == row.at
        ]
        assert mine == said


def _held(row: Row) -> list[object]:
    """What a row holds, with its types: 1, 1.0 and True are not the same."""
    values = [getattr(row, column.key) for column in row.table.columns]
    return [row.at, row.bad, *((type(value), str(value)) for value in values)]
