"""An open workbook is read as its file is: either calendar, every digit and space, rows below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.contract import told, unlike
from tests.hosts.live.excel_model.facade import document_of
from tests.hosts.live.programs import Program, excel, libreoffice
from tests.hosts.live.test_live import Desk
from tests.office.branch import ORDER
from tests.office.test_calendars import counted, dated, serial, whole
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.reading import read_grid
from xlsales.forms.register import Order
from xlsales.forms.tables import tables_of
from xlsales.hosts.live.programs import native_of
from xlsales.hosts.live.reading import read_open
from xlsales.hosts.live.writing import write_open
from xlsales.office.editing import BookChange
from xlsales.office.reading.reader import read_workbook
from xlsales.office.unusable import Unusable

__all__ = ["excel", "libreoffice"]  # fixtures

BOOK = Book(Kind.REGISTER, "张三", 2026)
DAYS = (date(2026, 12, 30), date(2000, 1, 1), date(2099, 12, 31))


class Dated(Desk):
    """The register open in the window, in a folder whose workbooks count as one calendar does."""

    def __init__(self, desktop: Program, root: Path, calendar: str) -> None:
        super().__init__(desktop, root)
        self.calendar = calendar


@pytest.fixture(params=["libreoffice-1900", "libreoffice-1904", "excel-1904"])
def desk(office: Path, request: pytest.FixtureRequest) -> Iterator[Dated]:
    program, calendar = request.param.split("-")
    counted(office, calendar)
    opened = Dated(request.getfixturevalue(program), office, calendar)
    yield opened
    opened.book.close()


def put(desk: Desk, row: int, key: str, value: Any, form: str = "") -> None:
    """Type one cell, if asked with a number format."""
    sheet = desk.book.sheets[Order.table.title.zh]
    heads = sheet.range("A2:AZ2").value
    cell = sheet.range((row, heads.index(Order.table.by_key[key].zh) + 1))
    if form:
        cell.number_format = form
    cell.value = value


def same_as_its_file(desk: Dated) -> None:
    """The window and the file that LibreOffice saves of it tell the same cells and findings."""
    window = read_open(desk.book, BOOK, Lang.ZH, tables_of(BOOK.kind))
    desk.book.save()
    file = read_workbook(desk.path, BOOK, Lang.ZH, tables_of(BOOK.kind))
    assert unlike(told(window), told(file)) == {}
    for one, other in zip(window, file, strict=True):
        assert one.day_zero == other.day_zero
        assert one.below.keys() == other.below.keys()
        assert [f.message(Lang.ZH) for f in read_grid(one)[1]] == [
            f.message(Lang.ZH) for f in read_grid(other)[1]
        ]


def test_every_date_column_of_an_open_register(desk: Dated) -> None:
    """Dates and bare serial numbers in every date column of the register's tables."""
    program = native_of(desk.book)
    expected: dict[tuple[str, int, str], Any] = {}
    spots = {spot.name: spot for spot in program.spots()}
    for name, position, column in dated(Kind.REGISTER):
        sheet = spots[name].sheet
        for row, day in enumerate(DAYS, 3):
            sheet.range((row, position + 1)).value = whole(column, day)
            bare = sheet.range((row + len(DAYS), position + 1))
            bare.number_format = "General"
            bare.value = serial(day, desk.calendar)
            for at in (row, row + len(DAYS)):
                expected[name, at, column.key] = whole(column, day)
    found = {}
    for grid in read_open(desk.book, BOOK, Lang.ZH, tables_of(BOOK.kind)):
        for each in read_grid(grid)[0]:
            for name, _, column in dated(Kind.REGISTER):
                if name == grid.table.name:
                    found[name, each.at.row, column.key] = getattr(each, column.key)
    assert found == expected
    same_as_its_file(desk)


def test_days_that_a_press_writes_are_the_days_that_people_see(desk: Dated) -> None:
    put(desk, 3, "order_date", serial(date(2026, 10, 20), desk.calendar), "General")
    pressed = mapped(desk.press("submit").reply)["submitted"]
    assert pressed[0].startswith("CL-202610-")
    (first, *_) = desk.orders()
    assert first.submitted_at == datetime(2026, 11, 24, 9, 0)
    sheet = desk.book.sheets[Order.table.title.zh]
    heads = sheet.range("A2:AZ2").value
    cell = sheet.range((3, heads.index(Order.table.by_key["submitted_at"].zh) + 1))
    assert cell.value == datetime(2026, 11, 24, 9, 0)
    shown = document_of(desk.book).Sheets.getByName(sheet.name).getCellByPosition
    assert "2026" in shown(cell.column - 1, cell.row - 1).getString()  # as the window shows it
    desk.press("undo")
    assert desk.orders()[0].submitted_at is None
    desk.press("apply_fixes")
    assert desk.orders()[0].order_date == date(2026, 10, 20)
    assert not [f for f in desk.press("validate").outcome.findings if f.rule.code == "date-as-text"]
    desk.press("undo")
    assert desk.orders()[0].order_date == date(2026, 10, 20)
    same_as_its_file(desk)


def test_numbers_and_spaces_are_read_as_in_the_file(desk: Dated) -> None:
    put(desk, 3, "unit_price", "=100*1.13")
    put(desk, 4, "unit_price", "=41.15*1.13")
    put(desk, 3, "quantity", "1\u2007200")
    put(desk, 3, "contract_no", 26429999000000012345.0, "General")
    first, second, *_ = desk.orders()
    assert (first.unit_price, second.unit_price) == (Decimal(113), Decimal("46.4995"))
    assert first.quantity == 1200
    assert "contract_no" in first.bad
    same_as_its_file(desk)


def test_rows_below_a_blank_line_are_named_and_never_overwritten(desk: Dated) -> None:
    """Rows 3 and 4 are the table; one more stands in row 6, a signature in row 40."""
    desk.type(6, **ORDER)
    put(desk, 40, "customer", "审核：李四")
    found = desk.press("validate").outcome.findings
    (below,) = (f for f in found if f.rule.code == "rows-below")
    assert (below.place.at.row, below.facts["count"]) == (6, 1)
    grid = next(iter(read_open(desk.book, BOOK, Lang.ZH, [Order.table])))
    assert len(grid.cells) == 2
    assert set(grid.below) == {6, 40}
    refused = desk.press("submit")
    assert any("第 6 行起还有 1 行" in note.zh for note in refused.outcome.notes)
    assert refused.outcome.refused
    grids = {each.table.name: each for each in read_open(desk.book, BOOK, Lang.ZH, [Order.table])}
    cells: dict[tuple[int, int], Cell] = {(5, 3): "东风机械厂", (6, 3): "东风机械厂"}
    with pytest.raises(Unusable, match="第 6 行有内容"):
        write_open(desk.book, BookChange({"orders": cells}, last_rows={"orders": 6}), grids)
    desk.type(5, **ORDER)  # the blank line is filled: all are the table's
    assert [row.at.row for row in desk.orders()] == [3, 4, 5, 6]
    same_as_its_file(desk)
