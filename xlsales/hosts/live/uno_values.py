"""The cells of a block in LibreOffice, as calamine shows those of a file.

xlwings would ask for all number formats of a block, which takes longer than its cells. LibreOffice
knows by itself which cells hold dates; a cell that holds TRUE is a 1 in its eyes, and only where
there is a 0 or a 1 is the number format asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from xlsales.core.typed import Cell, CellError
from xlsales.hosts.live.native import moment
from xlsales.libreoffice.values import error_of

_DATES = 2  # com.sun.star.sheet.CellFlags.DATETIME
_NUMERIC = 1  # com.sun.star.sheet.FormulaResult.VALUE
_MOMENT, _LOGICAL = 2 | 4, 1024  # com.sun.star.util.NumberFormat: DATE and TIME


class Values:
    """Reads blocks of one document."""

    def __init__(self, document: Any) -> None:
        """Take the document; its number formats are kept as they are asked for."""
        self._document = document
        self._kinds: dict[int, int] = {}
        self._moments: dict[float, Cell] = {}

    def of(self, block: Any) -> list[list[Cell]]:
        """Return the cells of a block, row by row; blank ones as ``""``."""
        rows: list[list[Any]] = [list(row) for row in block.getDataArray()]
        at = block.getRangeAddress()
        corner = at.StartRow, at.StartColumn
        _turn(rows, corner, block.queryContentCells(_DATES).getRangeAddresses(), self._moment)
        for column in _with_truths(rows):
            cells = block.getCellRangeByPosition(column, 0, column, len(rows) - 1)
            for kind, areas in self._formats(cells):
                if kind & _LOGICAL:
                    _turn(rows, corner, areas.getRangeAddresses(), bool)
        for area in block.queryFormulaCells(_NUMERIC).getRangeAddresses():
            cells = block.getSpreadsheet().getCellRangeByPosition(
                area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
            )
            for kind, areas in self._formats(cells):
                if kind & (_LOGICAL | _MOMENT):
                    change = bool if kind & _LOGICAL else self._moment
                    _turn(rows, corner, areas.getRangeAddresses(), change)
        _name_errors(rows, block)
        return rows

    def _formats(self, cells: Any) -> Iterator[tuple[int, Any]]:
        """Yield the kinds of number formats of cells, and the cells that look alike in it."""
        groups = cells.getUniqueCellFormatRanges()
        for i in range(groups.getCount()):
            group = groups.getByIndex(i)
            key = group.NumberFormat
            if key not in self._kinds:
                self._kinds[key] = self._document.NumberFormats.getByKey(key).Type
            yield self._kinds[key], group

    def _moment(self, number: float) -> Cell:
        found = self._moments.get(number)
        if found is None:
            try:
                day = self.first_day + timedelta(days=number // 1)
                at = day + timedelta(milliseconds=round(number % 1 * 86_400_000))
                found = moment(at, self.first_day.date())
            except OverflowError:
                return number
            self._moments[number] = found
        return found

    @cached_property
    def first_day(self) -> datetime:
        """The day that the document's serial numbers count from."""
        said = self._document.NullDate
        return datetime(said.Year, said.Month, said.Day)


def _turn(
    rows: list[list[Any]],
    corner: tuple[int, int],
    areas: Iterable[Any],
    change: Callable[[float], Cell],
) -> None:
    """Change the numbers that stand in some areas of a block."""
    top, left = corner
    for area in areas:
        positions = range(area.StartColumn - left, area.EndColumn - left + 1)
        for row in rows[area.StartRow - top : area.EndRow - top + 1]:
            for position in positions:
                if type(row[position]) is float:
                    row[position] = change(row[position])


def _with_truths(rows: list[list[Any]]) -> list[int]:
    """Return the columns that hold a 0 or a 1."""
    truths = frozenset((0.0, 1.0))
    columns = zip(*rows, strict=True)
    return [position for position, held in enumerate(columns) if not truths.isdisjoint(held)]


def _name_errors(rows: list[list[Any]], block: Any) -> None:
    """Put errors in: LibreOffice hands over nothing for them, and only the cell knows which."""
    for index, row in enumerate(rows):
        if None in row:
            for position, value in enumerate(row):
                if value is None:
                    cell = block.getCellByPosition(position, index)
                    row[position] = CellError(error_of(cell.getError()))
