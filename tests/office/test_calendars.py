"""Workbooks that count days from 1900 and from 1904: the same days, read, written and taken back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from tests.office.branch import ORDER, REGISTER, must
from xlsales.core.column import Column, Type
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import tables_of
from xlsales.office.editing import BookChange, edit
from xlsales.office.reading.reader import read_workbook

CALENDARS = {"1900": CALENDAR_WINDOWS_1900, "1904": CALENDAR_MAC_1904}
DAYS = (date(2026, 12, 30), date(2000, 1, 1), date(2099, 12, 31), date(2024, 2, 29))
DATES = {Type.DATE, Type.DATETIME, Type.MONTH}


def serial(day: date, calendar: str) -> int:
    """The number that a spreadsheet keeps for a day."""
    return (day - {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}[calendar]).days


def book_of(kind: Kind) -> Book:
    return Book(kind, "张三" if kind in OWNED else "", 2026 if kind in YEARLY else 0)


def dated(kind: Kind) -> Iterator[tuple[str, int, Column]]:
    """Every column of dates of a kind's tables: table, position, column."""
    for table in tables_of(kind):
        for position, column in enumerate(table.columns):
            if column.type in DATES:
                yield table.name, position, column


def whole(column: Column, day: date) -> Any:
    """What a person means by that day in such a column."""
    if column.type is Type.MONTH:
        return f"{day:%Y-%m}"
    return datetime(day.year, day.month, day.day) if column.type is Type.DATETIME else day


def read(path: Path, kind: Kind) -> dict[tuple[str, int, str], Any]:
    """What every date column holds, by table, sheet row and key."""
    found = {}
    for grid in read_workbook(path, book_of(kind), Lang.ZH, tables_of(kind)):
        for row in read_grid(grid)[0]:
            for name, _, column in dated(kind):
                if name == grid.table.name:
                    found[name, row.at.row, column.key] = getattr(row, column.key)
    return found


def blank(tmp_path: Path, kind: Kind, calendar: str) -> Path:
    """A blank workbook of that calendar."""
    path = tmp_path / f"{kind}-{calendar}.xlsx"
    new_workbook(path, book_of(kind), Lang.ZH)
    workbook = openpyxl.load_workbook(path)
    workbook.epoch = CALENDARS[calendar]
    for name, _, column in dated(kind):  # nothing but the dates
        sheet: Any = next(each for each in workbook.worksheets if name in each.tables)
        for row in range(3, sheet.max_row + 1):
            for cell in sheet[row]:
                cell.value = None
        del column
    workbook.save(path)
    return path


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("kind", Kind)
def test_every_date_column_reads_a_date_and_a_bare_serial_number(
    tmp_path: Path, kind: Kind, calendar: str
) -> None:
    path = blank(tmp_path, kind, calendar)
    workbook = openpyxl.load_workbook(path)
    expected = {}
    for name, position, column in dated(kind):
        sheet: Any = next(each for each in workbook.worksheets if name in each.tables)
        for row, day in enumerate(DAYS, 3):
            cell = sheet.cell(row, position + 1)
            cell.value, cell.number_format = day, "yyyy-mm-dd"
            bare = sheet.cell(row + len(DAYS), position + 1)
            bare.value = serial(day, calendar)
            bare.number_format = "General"
            for at in (row, row + len(DAYS)):
                expected[name, at, column.key] = whole(column, day)
    workbook.save(path)
    assert read(path, kind) == expected


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("kind", Kind)
def test_every_date_column_is_written_as_its_workbook_counts(
    tmp_path: Path, kind: Kind, calendar: str
) -> None:
    path = blank(tmp_path, kind, calendar)
    cells: dict[str, dict[tuple[int, int], Cell]] = {}
    expected = {}
    for name, position, column in dated(kind):
        for row, day in enumerate(DAYS, 3):
            value = whole(column, day)
            cells.setdefault(name, {})[row, position] = value
            expected[name, row, column.key] = value
    new = tmp_path / "new.xlsx"
    rows = dict.fromkeys(cells, 2 + len(DAYS))
    edit(path, new, BookChange(cells, last_rows=rows))
    assert read(new, kind) == expected
    workbook = openpyxl.load_workbook(new)  # another reader, to which the format says what it is
    assert workbook.epoch == CALENDARS[calendar]
    for name, position, column in dated(kind):
        sheet: Any = next(each for each in workbook.worksheets if name in each.tables)
        for row, day in enumerate(DAYS, 3):
            shown = sheet.cell(row, position + 1).value
            wanted = whole(column, day)
            assert shown == (wanted if isinstance(wanted, str) else datetime(*day.timetuple()[:3]))


def test_how_many_columns_hold_dates() -> None:
    assert sum(len(list(dated(kind))) for kind in Kind) > 40


# --- a whole office ----------------------------------------------------------------------------


def counted(root: Path, calendar: str) -> None:
    """Have every workbook of an office count as that calendar does."""
    for path in root.rglob("*.xlsx"):
        if ".xlsales" not in path.parts:
            workbook = openpyxl.load_workbook(path)
            workbook.epoch = CALENDARS[calendar]
            workbook.save(path)


def pressed(root: Path, calendar: str) -> tuple[Any, list[Any]]:
    """A day of presses, with a bare serial number among the dates, and its journal."""
    counted(root, calendar)
    path = root / REGISTER
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["承揽登记"]
    heads = {cell.value: cell.column for cell in sheet[2]}
    cell = sheet.cell(3, heads["登记日期"])
    assert cell.value == datetime.combine(ORDER["order_date"], datetime.min.time())  # type: ignore[arg-type]
    cell.value = serial(date(2026, 10, 20), calendar)
    cell.number_format = "General"
    workbook.save(path)
    presses = (
        ("validate", "{}/" + REGISTER, "--annotate"),
        ("submit", "{}/" + REGISTER),
        ("fix", "{}/" + REGISTER),
        ("refresh", "{}/" + REGISTER),
        ("score", "--period", "2026-11", "{}"),
        ("ageing", "{}"),
        ("undo", "{}/" + REGISTER),
        ("validate", "{}/" + REGISTER),
    )
    said = [json.loads(must(root, *argv, "--json")) for argv in presses]
    lines = json.loads(must(root, "journal", "{}", "--json"))["entries"]
    for line in lines:
        for key in ("hash", "before", "time", "files"):
            line.pop(key, None)
    return said, lines


def serials(value: Any) -> Any:
    """The same with every bare serial number of that day named alike."""
    text = json.dumps(value, ensure_ascii=False)
    for calendar in CALENDARS:
        text = text.replace(f"{serial(date(2026, 10, 20), calendar)}", "serial")
    return json.loads(text)


def test_a_day_of_presses_and_its_journal_are_the_same_in_both(
    office: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一个" / "办公 室"
    shutil.copytree(office, other)
    one, two = pressed(office, "1900"), pressed(other, "1904")
    assert serials(one[0]) == serials(two[0])
    assert serials(one[1]) == serials(two[1])
    (first, *_) = one[0][1]["submitted"]
    assert first.startswith("CL-202610-")
    with_date = [each for each in one[0][0]["findings"] if each["code"] == "date-as-text"]
    assert [each["fix"] for each in with_date] == ["2026-10-20"]
