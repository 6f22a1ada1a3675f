"""*Apply fixes* on what may mean two things: the sure mend, once, and nothing is left to say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.forms.test_rates import RATES
from xlsales.buttons import BY_ID, arguments_of
from xlsales.core.column import Column, Type
from xlsales.core.office import Call
from xlsales.core.row import Book, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.tables import TABLES
from xlsales.hosts.memory import in_memory
from xlsales.press import press

TODAY = date(2026, 11, 24)
PRICED = [
    pytest.param(table, column, id=f"{table.name}.{column.key}")
    for table in TABLES
    for column in table.columns
    if column.typed and column.type in {Type.MONEY, Type.PRICE, Type.QUANTITY}
]


def fixed(table: Table, key: str, cell: Cell, /, **others: Cell) -> tuple[Cell, list[str]]:
    """Type a cell, press Apply fixes; return the cell and the codes still said of it."""
    host = in_memory(Lang.ZH)
    for kind in {Kind.MASTERS, Kind(table.kind)}:
        host.cells.add_book(Book(kind, "张三", 2026) if kind == table.kind else Book(kind))
    book = Book(table.kind, "张三", 2026)
    row = host.cells.type(book, table.name, {key: cell, **others})
    button = BY_ID["apply_fixes"]
    press(host, button, Call(TODAY, arguments_of(button)(), book, "张三"))
    grid = host.cells.sheets[book, table.name].grid
    left = [
        found.rule.code
        for found in host.cells.office(list(Kind)).findings
        if found.place.at == (book, row) and found.place.column == key
    ]
    return grid.cell(row - grid.first_row, key), left


@pytest.mark.parametrize(("table", "column"), RATES)
@pytest.mark.parametrize("typed", [13.0, "13", "13 %", "\uff11\uff13"])
def test_a_rate_becomes_what_was_meant(table: Table, column: Column, typed: Cell) -> None:
    assert fixed(table, column.key, typed) == (Decimal("0.13"), [])


@pytest.mark.parametrize(("table", "column"), PRICED)
@pytest.mark.parametrize("typed", [7.12345678, "7.12345678", "\uff17.12345678"])
def test_a_number_typed_as_text_with_too_many_decimals_is_rounded(
    table: Table, column: Column, typed: Cell
) -> None:
    wanted = round(Decimal("7.12345678"), column.type.places or 0)
    assert fixed(table, column.key, typed) == (wanted, [])


@pytest.mark.parametrize("typed", [13.0, 13, "13", "\uff11\uff13"])
def test_the_rate_of_the_office_is_written_with_its_sign(typed: Cell) -> None:
    (settings,) = (table for table in TABLES if table.name == "settings")
    assert fixed(settings, "value", typed, key="tax_rate") == ("13%", [])
