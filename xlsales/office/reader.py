"""From a closed workbook to grids of cells, one a table (design.md, *Reading*).

python-calamine reads the cells. It is given no file but a package of our own making: a list of
sheets, and those members that were unpacked here before and found within bounds, as they lie.
What calamine does not show (errors, formulas, digits past the fifteenth) is put in from
:mod:`xlsales.office.sheets`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.core.text import is_blank
from xlsales.core.typed import DAY_ZERO, DAY_ZERO_1904, CellError
from xlsales.core.words import Lang
from xlsales.office import sheets
from xlsales.office.archive import Packed, archive
from xlsales.office.headers import claims, header_text, heads_of
from xlsales.office.layout import Area, Layout, ListObject, layout
from xlsales.office.limits import limits, passed
from xlsales.office.package import damaged, opened, packed, unpacked
from xlsales.office.unusable import shown


def read_workbook(path: Path, book: Book, lang: Lang, tables: Iterable[Table]) -> list[Grid]:
    """Return the grids of those of ``tables`` that the workbook has.

    Raises:
        Unusable: the file is missing, damaged or too large.
    """
    wanted = {table.name: table for table in tables}
    with opened(path) as package:
        found = layout(path, package, wanted)
        alike = claims(wanted.values(), {each.name: each.headers for each in found.others})
        copies = {name for names in alike.values() for name in names}
        found.tables |= {each.name: each for each in found.others if each.name in copies}
        if not found.tables:
            return []
        reading = _Reading(path, package, found)
        cells = {name: each for member in reading.members for name, each in reading.sheet(member)}
    grids = []
    for name, table in wanted.items():
        others = alike.get(name, [])
        if name not in cells and not others:
            continue
        shown = name if name in cells else others[0]
        listed, read = found.tables[shown], cells[shown]
        heads = heads_of(table, read.headers, listed.area.left)
        first = listed.area.top + 2
        grid = Grid(table, book, lang, heads.columns, first, read.cells, heads.missing)
        grid.doubled, grid.near, grid.sheet = heads.doubled, heads.near, listed.title
        grid.formulas, grid.merged = read.formulas, read.merged
        grid.below = read.below
        grid.day_zero = DAY_ZERO_1904 if found.since_1904 else DAY_ZERO
        if name not in cells:
            grid.named = tuple(others)
        else:
            grid.copies = tuple(
                found.tables[each].title for each in others if _holds(cells[each].cells)
            )
        grids.append(grid)
    return grids


def _holds(cells: Iterable[Iterable[object]]) -> bool:
    """Return whether a table has anything in it."""
    return any(not is_blank(cell) for row in cells for cell in row)


@dataclass
class _Cells:
    """The cells of one table, whose rows count from its first data row; headers, what is below."""

    headers: tuple[str, ...]
    cells: list[list[Any]]
    below: dict[int, list[Any]]
    merged: frozenset[int]
    formulas: sheets.Formulas


class _Reading:
    """One workbook being read; its sheets together stay within bounds."""

    def __init__(self, path: Path, package: zipfile.ZipFile, found: Layout) -> None:
        """Measure the texts that its sheets share, and its styles."""
        self.path = path
        self.package = package
        self.layout = found
        self.bound = limits()
        self.members = list(dict.fromkeys(table.member for table in found.tables.values()))
        self._cells = self._area = 0
        self._strings: Sequence[int] = ()
        if found.strings in found.members:
            self._strings = sheets.lengths(path, self._blocks(found.strings), self.bound)
        if found.styles in found.members:
            for _ in sheets.pieces(path, self._blocks(found.styles), self.bound):
                pass

    def _blocks(self, member: str | None) -> Iterator[bytes]:
        return unpacked(self.path, self.package, self.layout.members[member or ""])

    def _packed(self, member: str | None) -> Packed | None:
        info = self.layout.members.get(member or "")
        return None if info is None else Packed(info, packed(self.path, self.package, info))

    def sheet(self, member: str) -> Iterator[tuple[str, _Cells]]:
        """Yield the names and cells of the wanted tables of one sheet."""
        seen = sheets.glance(self.path, self._blocks(member), self.bound)
        looked = self._look(member, seen)
        self._cells += looked.cells
        if self._cells > self.bound.cells:
            raise passed(shown(self.path), "cells", self.bound.cells)
        for name, listed in self.layout.tables.items():
            if listed.member == member:
                try:
                    yield name, self._read(listed, looked, dates=not seen.abysmal)
                except OverflowError:  # a duration longer than Python knows
                    yield name, self._read(listed, looked, dates=False)

    def _look(self, member: str, seen: sheets.Glance) -> sheets.Look:
        within = (
            seen.plain
            and self._cells + seen.cells <= self.bound.cells
            and seen.rows * seen.columns <= self.bound.area
            and seen.strings * max(self._strings, default=0) <= self.bound.text
        )
        if not within:
            return sheets.look(self.path, self._blocks(member), self._strings, self.bound)
        looked = sheets.Look()
        if seen.telling:
            told = sheets.telling(self._blocks(member))
            looked = sheets.look(self.path, told, (), self.bound)
        looked.cells = seen.cells
        return looked

    def _read(self, listed: ListObject, looked: sheets.Look, *, dates: bool) -> _Cells:
        with self._calamine(listed.member, dates=dates) as sheet:
            headers = _headers(listed, sheet)
            cells, below = self._rows(listed, sheet, looked)
            merged = _merged(sheet, listed.area, len(cells))
        first = listed.area.top + 1
        told: dict[str, CellError] = {}
        for row, column, text in looked.errors:
            _put(cells, row - first, column, told.setdefault(text, CellError(text)))
        for row, column, number in looked.long_numbers:
            _put(cells, row - first, column, number)
        return _Cells(headers, cells, below, merged, looked.formulas.counted_from(first))

    @contextmanager
    def _calamine(self, member: str, *, dates: bool) -> Iterator[CalamineSheet]:
        """Let calamine read a sheet; without ``dates`` they come as their serial numbers."""
        found = self.layout
        sheet = self._packed(member)
        assert sheet is not None
        given = archive(
            [sheet],
            self._packed(found.strings),
            self._packed(found.styles) if dates else None,
            since_1904=found.since_1904,
        )
        try:
            with CalamineWorkbook.from_filelike(given) as workbook:
                yield workbook.get_sheet_by_index(0)
        except CalamineError:
            raise damaged(self.path) from None
        except BaseException as trouble:  # a panic is no Exception
            if type(trouble).__name__ != "PanicException":
                raise
            raise damaged(self.path) from None

    def _rows(
        self, listed: ListObject, sheet: CalamineSheet, looked: sheets.Look
    ) -> tuple[list[list[Any]], dict[int, list[Any]]]:
        """Return a table's rows, those typed directly under it with it, up to its last column.

        A row typed directly under a table belongs to it (forms.md); a blank one ends that, and
        so does a totals row or another table. What stands further down comes by its sheet row.
        """
        top, left, bottom, right = listed.area
        _, west = sheet.start or (0, 0)
        pad = [""] * min(west, right + 1)
        rows = islice(sheet.iter_rows(), top + 1, None)
        cells: list[list[Any]] = []
        below: dict[int, list[Any]] = {}
        ended = False
        wrong = {row for row, column, _ in looked.errors if left <= column <= right}
        for index, filled in enumerate(rows, top + 1):
            row: list[Any] = pad + filled[: right + 1 - len(pad)]
            if index > bottom:
                if self._taken(listed, index):
                    break
                blank = index not in wrong and all(map(is_blank, row[left:]))
                ended = ended or listed.ends or blank
                if blank or (listed.ends and index == bottom + 1):
                    continue
            if timedelta in set(map(type, row)):
                row[:] = [str(cell) if isinstance(cell, timedelta) else cell for cell in row]
            if ended:
                below[index + 1] = row
            else:
                cells.append(row)
            self._area += right + 1
            if self._area > self.bound.area:
                raise passed(shown(self.path), "area", self.bound.area)
        return cells, below

    def _taken(self, listed: ListObject, row: int) -> bool:
        """Return whether another table begins in this row under a table."""
        return any(
            top == row and west <= listed.area.right and east >= listed.area.left
            for top, west, _, east in self.layout.covered[listed.member]
        )


def _headers(listed: ListObject, sheet: CalamineSheet) -> tuple[str, ...]:
    """Return a table's headers as the person sees them: those of its cells.

    What the table itself lists may be old, where a program has changed the cells alone.
    """
    top, left, _, right = listed.area
    west = (sheet.start or (0, 0))[1]
    filled = next(islice(sheet.iter_rows(), top, None), [])
    row = [""] * min(west, right + 1) + filled
    return tuple(map(header_text, row[left : right + 1]))


def _put(cells: list[list[Any]], row: int, column: int, value: object) -> None:
    if 0 <= row < len(cells) and column < len(cells[row]):
        cells[row][column] = value


def _merged(sheet: CalamineSheet, area: Area, count: int) -> frozenset[int]:
    """Return which of a table's rows a merged range touches."""
    first = area.top + 1
    found: set[int] = set()
    for (top, west), (bottom, east) in sheet.merged_cell_ranges or ():
        if west <= area.right and east >= area.left:
            found.update(range(max(top - first, 0), min(bottom - first + 1, count)))
    return frozenset(found)
