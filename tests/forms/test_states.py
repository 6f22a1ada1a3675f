"""A grid as a state: its rows that are not blank, known by what people fill."""

from datetime import date

from xlsales.core.grid import Grid, blank_grid
from xlsales.core.pairing import Edited, changes
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.register import Expense, Order
from xlsales.forms.states import paired, state_of


def _grid(model: type[Order] | type[Expense], *rows: dict[str, Cell]) -> Grid:
    grid = blank_grid(model.table, Book("register", "刘芳", 2026), Lang.ZH)
    grid.cells = [[row.get(column.key) for column in model.table.columns] for row in rows]
    return grid


def test_grey_leftovers_of_a_cleared_row_are_no_row() -> None:
    state = state_of(_grid(Order, {"check": "缺客户"}, {"order_no": "CL-1", "customer": "C01"}))
    assert (state.keys, state.at) == (["CL-1"], [4])


def test_a_submitted_order_is_the_row_that_was_typed() -> None:
    typed: dict[str, Cell] = {"order_date": date(2026, 3, 2), "customer": "C01", "quantity": 20}
    grey: dict[str, Cell] = {"order_no": "CL-202603-LF-01", "status": "已提交", "amount": 113.0}
    grey |= {"market": "省内", "product_name": "法兰", "unit": "件", "tax_rate": 0.13}
    before, after = state_of(_grid(Order, typed)), state_of(_grid(Order, {**typed, **grey}))
    found = changes(before, after, paired(before, after))
    assert {each.column for each in found if isinstance(each, Edited)} == grey.keys()
    assert len(found) == len(grey)


def test_an_expense_has_no_key_and_is_known_by_its_cells() -> None:
    first: dict[str, Cell] = {"date": date(2026, 3, 2), "category": "差旅费", "amount": 100}
    other: dict[str, Cell] = {"date": date(2026, 3, 9), "category": "招待费", "amount": 300}
    before = state_of(_grid(Expense, first, other))
    after = state_of(_grid(Expense, other, {**first, "amount": 120}))
    assert changes(before, after, paired(before, after)) == [Edited(0, None, "amount", 100, 120)]
