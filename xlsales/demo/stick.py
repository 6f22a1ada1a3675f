"""A register that was taken home on a stick the evening before the last day, and is back as a copy."""

from __future__ import annotations

from pathlib import Path

from xlsales.core.cells import to_cell
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.demo.branch import END, register
from xlsales.demo.people import SELLERS
from xlsales.demo.story import Story
from xlsales.forms.choices import ExpenseCategory
from xlsales.forms.register import Expense, Order
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.office.editing import BookChange, edit
from xlsales.office.folder import HIDDEN
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import backups

WHO = SELLERS[3].name
SAID = Words(
    "并入从 U 盘带回的副本；加 --write 写入", "brings in the copy from a stick; --write writes it"
)
_NAME = Words("{} - 副本.xlsx", "{} - Copy.xlsx")
_REMARK = Words("客户来电：分两批交货", "Customer called: deliver in two lots")
_SPENT = Words("客户现场换样，打车", "Taxi to exchange samples at the customer's")


def bring(root: Path, story: Story) -> str:
    """Put the copy beside the register, as it was the evening before, with what was typed at home.

    Returns its path within the office.
    """
    cells = story.desk.host.cells
    book = story.desk.book(register(WHO))
    own, lang = root / cells.infos[book].path, cells.infos[book].lang
    before = backups.backups(backups.folder_of(root / HIDDEN, book))[-1].path
    grids = {
        each.table.name: each for each in read_workbook(before, book, lang, tables_of(book.kind))
    }
    orders, expenses = grids[Order.table.name], grids[Expense.table.name]
    change = BookChange()
    change.cells[Order.table.name] = {
        (orders.first_row + 1, orders.columns["remark"]): _REMARK.said(lang)
    }
    height = max(n for n, row in enumerate(expenses.cells, 1) if any(row))
    spent: dict[str, object] = {
        "date": END, "salesperson": story.desk.said(WHO), "category": ExpenseCategory.TRAVEL,
        "amount": 86, "remark": _SPENT.said(lang),
    }  # fmt: skip
    row = expenses.first_row + height
    change.cells[Expense.table.name] = {
        (row, expenses.columns[name]): _cell(name, value, lang) for name, value in spent.items()
    }
    change.last_rows[Expense.table.name] = row
    copy = own.with_name(_NAME.said(lang).format(own.stem))
    edit(before, copy, change)
    return copy.relative_to(root).as_posix()


def _cell(name: str, value: object, lang: Lang) -> Cell:
    return to_cell(BY_NAME[Expense.table.name].by_key[name], value, lang)
