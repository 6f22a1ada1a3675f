"""From a closed workbook to grids of cells, one a table (architecture.md, *Reading*).

python-calamine reads the cells. It is given no file but a package of our own making: a list of
sheets, and those members that were unpacked here before and found within bounds, as they came out
or, where that would take much memory, as they lie.
What calamine does not show (errors, formulas, digits past the fifteenth) is put in from
:mod:`xlsales.office.reading.glance`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.core.text import is_blank
from xlsales.core.typed import DAY_ZERO, DAY_ZERO_1904, CellError
from xlsales.core.words import Lang
from xlsales.office.limits import MB, limits, passed
from xlsales.office.packages.archive import Packed, archive, stored
from xlsales.office.packages.package import damaged, opened, packed, unpacked
from xlsales.office.reading import glance
from xlsales.office.reading.headers import claims, header_text, heads_of
from xlsales.office.reading.layout import Layout, ListObject, layout
from xlsales.office.references import Area
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
        cells = _Reading(path, package, found).read()
    grids = []
    for name, table in wanted.items():
        others = alike.get(name, [])
        if name not in cells and not others:
            continue
        shown = name if name in cells else others[0]
        listed, read = found.tables[shown], cells[shown]
        heads = heads_of(table, read.headers, listed.area.left - 1)
        first = listed.area.top + 1
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
    formulas: glance.Formulas


class _Seen(NamedTuple):
    """What was seen of a sheet before calamine reads it."""

    look: glance.Look
    abysmal: bool


_AT_HAND = 64 * MB
"""So much of what a workbook unpacks to is kept for calamine, which would unpack it twice."""


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
        self._at_hand: dict[str, list[bytes]] = {}
        self._unmerged: set[str] = set()
        self._strings: Sequence[int] = ()
        if found.strings and found.strings in found.members:
            self._strings = glance.lengths(path, self._blocks(found.strings), self.bound)
        if found.styles and found.styles in found.members:
            for _ in glance.pieces(path, self._blocks(found.styles), self.bound):
                pass

    def _blocks(self, member: str) -> Iterator[bytes]:
        """Yield what a member unpacks to, and keep it where there is room."""
        if member in self._at_hand:
            yield from self._at_hand[member]
            return
        info = self.layout.members[member]
        kept: list[bytes] = []
        taken = sum(len(block) for each in self._at_hand.values() for block in each)
        has_room = taken + info.file_size <= _AT_HAND
        for block in unpacked(self.path, self.package, info):
            yield block
            if has_room:
                kept.append(block)
        if has_room:
            self._at_hand[member] = kept

    def _packed(self, member: str) -> Packed:
        info = self.layout.members[member]
        blocks = self._at_hand.pop(member, None)
        if blocks is None:
            return Packed(info, packed(self.path, self.package, info))
        return stored(_merging_nothing(blocks) if member in self._unmerged else blocks)

    def _shared(self, member: str | None) -> Packed | None:
        return self._packed(member) if member and member in self.layout.members else None

    def read(self) -> dict[str, _Cells]:
        """Return the cells of the wanted tables by name.

        Each sheet is unpacked for calamine once, and what they share once for all of them.
        """
        seen = {member: self._glance(member) for member in self.members}
        dated = [member for member in self.members if not seen[member].abysmal]
        bare = [member for member in self.members if seen[member].abysmal]
        found: dict[str, _Cells] = {}
        if dated:
            with self._calamine(dated, dates=True) as workbook:
                for n, member in enumerate(dated):
                    sheet = workbook.get_sheet_by_index(n)
                    try:
                        found |= self._read(sheet, member, seen[member].look)
                    except OverflowError:  # a duration longer than Python knows
                        bare.append(member)
        for member in bare:
            with self._calamine([member], dates=False) as workbook:
                found |= self._read(workbook.get_sheet_by_index(0), member, seen[member].look)
        return found

    def _glance(self, member: str) -> _Seen:
        """Measure a sheet, and look at its cells where that is needed."""
        seen = glance.glance(self.path, self._blocks(member), self.bound)
        if not seen.merged:
            self._unmerged.add(member)
        looked = self._look(member, seen)
        self._cells += looked.cells
        if self._cells > self.bound.cells:
            raise passed(shown(self.path), "cells", self.bound.cells)
        return _Seen(looked, seen.abysmal)

    def _look(self, member: str, seen: glance.Glance) -> glance.Look:
        within = (
            seen.plain
            and self._cells + seen.cells <= self.bound.cells
            and seen.rows * seen.columns <= self.bound.area
            and seen.strings * max(self._strings, default=0) <= self.bound.text
        )
        if not within:
            return glance.look(self.path, self._blocks(member), self._strings, self.bound)
        looked = glance.Look()
        if seen.telling:
            told = glance.telling(self._blocks(member))
            looked = glance.look(self.path, told, (), self.bound)
        looked.cells = seen.cells
        return looked

    def _read(self, sheet: CalamineSheet, member: str, looked: glance.Look) -> dict[str, _Cells]:
        """Return the cells of the wanted tables of one sheet."""
        found = {}
        for name, listed in self.layout.tables.items():
            if listed.member != member:
                continue
            headers = _headers(listed, sheet)
            cells, below = self._rows(listed, sheet, looked)
            merged = _merged(sheet, listed.area, len(cells))
            first = listed.area.top
            told: dict[str, CellError] = {}
            for row, column, text in looked.errors:
                _put(cells, row - first, column, told.setdefault(text, CellError(text)))
            for row, column, number in looked.long_numbers:
                _put(cells, row - first, column, number)
            formulas = looked.formulas.counted_from(first)
            found[name] = _Cells(headers, cells, below, merged, formulas)
        return found

    @contextmanager
    def _calamine(self, members: Sequence[str], *, dates: bool) -> Iterator[CalamineWorkbook]:
        """Let calamine read sheets; without ``dates`` they come as their serial numbers."""
        found = self.layout
        given = archive(
            [self._packed(member) for member in members],
            self._shared(found.strings),
            self._shared(found.styles) if dates else None,
            since_1904=found.since_1904,
        )
        try:
            with CalamineWorkbook.from_filelike(given) as workbook:
                yield workbook
        except CalamineError:
            raise damaged(self.path) from None
        except BaseException as trouble:  # a panic is no Exception
            if type(trouble).__name__ != "PanicException":
                raise
            raise damaged(self.path) from None

    def _rows(
        self, listed: ListObject, sheet: CalamineSheet, looked: glance.Look
    ) -> tuple[list[list[Any]], dict[int, list[Any]]]:
        """Return a table's rows, those typed directly under it with it, up to its last column.

        A row typed directly under a table belongs to it (forms.md); a blank one ends that, and
        so does a totals row or another table. What stands further down comes by its sheet row.
        """
        top, left, bottom, right = listed.area.from_zero
        _, west = sheet.start or (0, 0)
        pad = [""] * min(west, right + 1)
        rows = islice(sheet.iter_rows(), top + 1, None)
        cells: list[list[Any]] = list(islice(rows, min(bottom - top, self._room(right + 1) + 1)))
        self._take_room(len(cells) * (right + 1))
        if cells and (pad or len(cells[0]) > right + 1):
            cells = [pad + row[: right + 1 - len(pad)] for row in cells]
        below: dict[int, list[Any]] = {}
        ended = False
        wrong = {row for row, column, _ in looked.errors if left <= column <= right}
        for index, filled in enumerate(rows, bottom + 1):
            row: list[Any] = pad + filled[: right + 1 - len(pad)]
            if self._taken(listed, index):
                break
            blank = index not in wrong and all(map(is_blank, row[left:]))
            ended = ended or listed.ends or blank
            if blank or (listed.ends and index == bottom + 1):
                continue
            if ended:
                below[index + 1] = row
            else:
                cells.append(row)
            self._take_room(right + 1)
        for row in (*cells, *below.values()) if _has_durations(cells, below.values()) else ():
            row[:] = [str(cell) if isinstance(cell, timedelta) else cell for cell in row]
        return cells, below

    def _room(self, width: int) -> int:
        """Return how many more rows of that width the bounds allow."""
        return (self.bound.area - self._area) // width

    def _take_room(self, area: int) -> None:
        self._area += area
        if self._area > self.bound.area:
            raise passed(shown(self.path), "area", self.bound.area)

    def _taken(self, listed: ListObject, row: int) -> bool:
        """Return whether another table begins in this row, from 0, under a table."""
        return any(
            area.top == row + 1
            and area.left <= listed.area.right
            and area.right >= listed.area.left
            for area in self.layout.covered[listed.member]
        )


def _merging_nothing(blocks: Sequence[bytes]) -> Sequence[bytes]:
    """Return a sheet without merged ranges with an empty list of them before its cells.

    calamine looks for that list in a pass of its own, which would go through all cells in vain.
    """
    head, cells, rest = b"".join(blocks[:1]).partition(b"<sheetData")
    return [head, b"<mergeCells></mergeCells>", cells, rest, *blocks[1:]] if cells else blocks


def _headers(listed: ListObject, sheet: CalamineSheet) -> tuple[str, ...]:
    """Return a table's headers as the person sees them: those of its cells.

    What the table itself lists may be old, where a program has changed the cells alone.
    """
    top, left, _, right = listed.area.from_zero
    west = (sheet.start or (0, 0))[1]
    filled = next(islice(sheet.iter_rows(), top, None), [])
    row = [""] * min(west, right + 1) + filled
    return tuple(map(header_text, row[left : right + 1]))


def _has_durations(*blocks: Iterable[list[Any]]) -> bool:
    cells = chain.from_iterable(chain.from_iterable(blocks))
    return timedelta in set(map(type, cells))


def _put(cells: list[list[Any]], row: int, column: int, value: object) -> None:
    if 0 <= row < len(cells) and column < len(cells[row]):
        cells[row][column] = value


def _merged(sheet: CalamineSheet, area: Area, count: int) -> frozenset[int]:
    """Return which of a table's rows a merged range touches."""
    first = area.top  # the row under the header, from 0
    _, left, _, right = area.from_zero
    found: set[int] = set()
    for (top, west), (bottom, east) in sheet.merged_cell_ranges or ():
        if west <= right and east >= left:
            found.update(range(max(top - first, 0), min(bottom - first + 1, count)))
    return frozenset(found)
