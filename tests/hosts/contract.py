"""One change, made by each host: in memory, in a closed file, in a workbook open in a window."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from xlsales.core.cells import same
from xlsales.core.column import Column, Type
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.outcome import Append, Edit, Replace, SetCells, SetProperty
from xlsales.core.row import NOWHERE, Book, Row
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import tables_of
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.live.reading import read_open
from xlsales.hosts.memory import in_memory
from xlsales.office.editing import BookChange, Mark, Report, edit
from xlsales.office.reading.reader import read_workbook

HEAD = ("程度", "工作表", "行", "列", "现在的值", "说明", "可修正为", "代码")
WIDTHS = (8, 12, 6, 14, 20, 60, 16, 22)
NO_REPORT = Report("校验报告", HEAD, (), (), (), WIDTHS)

Cells = dict[tuple[str, int, str], Cell]
"""What a workbook holds: by table, sheet row and column key; no blanks."""


def told(grids: Iterable[Grid]) -> Cells:
    """Return all cells that hold something, numbers by their shortest exact decimal."""
    found: Cells = {}
    for grid in grids:
        for index in range(len(grid.cells)):
            for key in grid.columns:
                cell = grid.cell(index, key)
                if type(cell) is float:
                    cell = Decimal(repr(cell))
                if cell not in (None, ""):
                    found[grid.table.name, grid.first_row + index, key] = cell
    return found


def unlike(a: Cells, b: Cells) -> dict[tuple[str, int, str], tuple[Cell, Cell]]:
    """Return the cells that two hosts tell differently; none is what the contract asks for."""
    return {at: (a.get(at), b.get(at)) for at in sorted({*a, *b}) if not same(a.get(at), b.get(at))}


class Gathering:
    """The tables of one workbook in memory, and what edits change in it."""

    def __init__(self, book: Book, lang: Lang, grids: Iterable[Grid]) -> None:
        self.cells = in_memory(lang).cells
        self.cells.know(book, BookInfo("x.xlsx", lang))
        for grid in grids:
            self.cells.sheets[book, grid.table.name] = TypedGrid(grid)
        self._book = book

    @property
    def change(self) -> BookChange:
        """What is to be written into the workbook."""
        return self.cells.change(self._book)

    @change.setter
    def change(self, change: BookChange) -> None:
        self.cells.changes[self._book] = change

    def gather(self, edits: Sequence[Edit]) -> BookChange:
        """Apply edits; return what a saver would write."""
        self.cells.apply(edits)
        for name, sheet in self.sheets.items():
            if name in self.change.cells or name in self.change.arranged:
                self.change.last_rows[name] = sheet.last_row
        self.change.properties = {
            each.name: each.value for each in edits if isinstance(each, SetProperty)
        }
        return self.change

    @property
    def sheets(self) -> dict[str, TypedGrid]:
        return {name: sheet for (_, name), sheet in self.cells.sheets.items()}

    @property
    def grids(self) -> dict[str, Grid]:
        return {name: sheet.grid for name, sheet in self.sheets.items()}


def of_file(path: Path, book: Book, lang: Lang) -> list[Grid]:
    return read_workbook(path, book, lang, tables_of(book.kind))


def of_window(xlbook: Any, book: Book, lang: Lang) -> list[Grid]:
    return read_open(xlbook, book, lang, tables_of(book.kind))


def edited(path: Path, change: BookChange) -> None:
    """Make a change in a closed file."""
    new = path.with_name(f"new {path.name}")
    edit(path, new, change)
    shutil.move(new, path)


# --- made-up rows ---------------------------------------------------------------------------


def filled(model: type[Row], n: int) -> Row:
    """Return a row with every column filled, texts such as programs like to mistake."""
    values = {column.key: _value(column, n) for column in model.table.columns}
    return model.model_construct(at=NOWHERE, bad=frozenset(), **values)


_TEXTS = (
    "00123",
    "=1+1",
    "'quoted",
    "2026-11",
    "12.50",
    "一行\n两行",
    "1E5",
    "+86",
    "-",
    "东风 机械",
)


def _value(column: Column, n: int) -> Any:
    if column.choices is not None:
        members: list[Enum] = list(column.choices)
        one = members[n % len(members)]
        return (one,) if column.type is Type.CHOICES else one
    match column.type:
        case Type.DATE:
            return date(2026, 11, 1 + n % 28)
        case Type.DATETIME:
            return datetime(2026, 11, 1 + n % 28, 9, 30 + n % 20)
        case Type.MONTH:
            return f"2026-{1 + n % 12:02}"
        case Type.PERIOD:
            return ("2026", "2026-Q4", "2026-11")[n % 3]
        case Type.YES_NO:
            return n % 2 == 0
        case Type.INTEGER:
            return 7 + n
        case Type.TEXT | Type.CODE | Type.STATUS:
            return _TEXTS[n % len(_TEXTS)]
        case _:
            return Decimal(12345 + n).scaleb(-(column.type.places or 0))


def first_edits(book: Book) -> list[Edit]:
    """Return rows added to every table, or in place of a computed one; and a property."""
    edits: list[Edit] = [SetProperty(book, "xlsales.last.CL-202611-ZS", "3")]
    for table in tables_of(book.kind):
        rows = tuple(filled(table.model, n) for n in range(4))
        edits.append(Replace(book, table.model, rows) if table.is_computed else Append(book, rows))
    return edits


def second_edits(book: Book, grids: Mapping[str, Grid]) -> list[Edit]:
    """Return fewer rows for computed tables, cells emptied and set in the last rows of others."""
    edits: list[Edit] = [SetProperty(book, "xlsales.last.CL-202611-ZS", "4")]
    for table in tables_of(book.kind):
        if table.is_computed:
            edits.append(Replace(book, table.model, (filled(table.model, 9),)))
            continue
        rows, _ = read_grid(grids[table.name])
        if rows:
            last = table.columns[-1]
            edits.append(SetCells(rows[-1], {last.key: None}))
            edits.append(SetCells(rows[0], {last.key: _value(last, 5)}))
    return edits


def marks_of(grids: Mapping[str, Grid]) -> tuple[Mark, ...]:
    """Return some marks in each table: two at one cell, some side by side."""
    found = []
    for name, grid in grids.items():
        first, second = sorted(grid.columns.values())[:2]
        row = grid.first_row
        found += [
            Mark(name, row, first, "error", "错误：请改正"),
            Mark(name, row, first, "warning", "提醒：再看一下"),
            Mark(name, row + 1, first, "error", "错误：请改正"),
            Mark(name, row, second, "info", "提示：可修正"),
        ]
    return tuple(found)


def report_of(marks: Sequence[Mark]) -> Report:
    rows = tuple(
        (mark.severity, mark.table, mark.row, "列", "007", mark.text * 12, "", "code")
        for mark in marks
    )
    links = tuple((mark.table, mark.row, mark.column) for mark in marks)
    severities = tuple(mark.severity for mark in marks)
    return dataclasses.replace(NO_REPORT, rows=rows, severities=severities, links=links)
