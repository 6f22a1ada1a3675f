"""Texts made to fit their cells, so that none is cut on paper: wrapped, set smaller, or higher rows.

What an office says of a cell holds as long as the text fits. A text that does not is set smaller
down to a size that one can read, then wrapped; rows grow with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.showing import grouped
from xlsales.documents import fonts
from xlsales.documents.looks import BODY

LEAST = 6.5
"""Points of the smallest text."""

_NEARLY = 0.85
"""A text in a box that needs no more than this of its size to stand on one line is set as small."""

_NUMBERS = re.compile(r"[\w-]+-[\w-]+(、[\w-]+)+")
"""Numbers with hyphens, of heats, say: each begins a line, or programs break them at a hyphen."""

_TINY = 4.5
"""Points of a text that would be higher than a page."""

_PADDING = 3.0
_HIGHEST = 400.0
"""Points that a row can have in Excel."""

_DEFAULT_WIDTH = 8.43


@dataclass(frozen=True)
class Fitting:
    """A sheet's widths, and how far its joined cells reach: what a row's texts are held against."""

    sheet: Worksheet
    widths: Mapping[int, float]
    spans: Mapping[tuple[int, int], tuple[int, int]]

    @classmethod
    def of(cls, sheet: Worksheet) -> Fitting:
        """Look a sheet over."""
        spans = {
            (area.min_row, area.min_col): (area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
        }
        return cls(sheet, _widths(sheet), spans)

    def width(self, row: int, column: int) -> float:
        """Return the width of a cell in characters, with those that are joined to it."""
        _, last = self.spans.get((row, column), (row, column))
        return sum(self.widths.get(i, _DEFAULT_WIDTH) for i in range(column, last + 1))

    def fit(self, row: int, room: float = _HIGHEST) -> float:
        """Make the texts of a row fit; return the height that they need, ``room`` at most."""
        needed = 0.0
        for cell in self.sheet[row]:
            if isinstance(cell, MergedCell) or cell.value in {None, ""}:
                continue
            last_row, last = self.spans.get((row, cell.column), (row, cell.column))
            height = self._fit_cell(cell, last, min(room, _HIGHEST))
            needed = max(needed, height if last_row == row else 0.0)
        return needed

    def _fit_cell(self, cell: Cell, last: int, most: float) -> float:
        look, text = cell.alignment, shown(cell)
        size, bold = float(cell.font.sz or BODY), bool(cell.font.b)
        width = self._room(cell, last)
        if not look.wrap_text:
            wide = max(fonts.points(line, size, bold=bold) for line in text.split("\n"))
            if wide <= width or (not last > cell.column and wide <= self._overflow(cell)):
                return 0.0
            if not isinstance(cell.value, str) or size * width / wide >= LEAST:
                if not look.shrink_to_fit:
                    cell.alignment = _like(cell, wrap=False)
                return 0.0
            cell.alignment = _like(cell, wrap=True)
        return self._wrapped(cell, text, width, most)

    def _wrapped(self, cell: Cell, text: str, width: float, most: float) -> float:
        """Set a wrapped text as small as it must be; return its height."""
        own, bold = float(cell.font.sz or BODY), bool(cell.font.b)
        whole = fonts.points(text, own, bold=bold)
        longest = fonts.longest_word(text, own, bold=bold)
        size = own
        boxed = bool(cell.border.left and cell.border.left.style)
        if boxed and width < whole <= width / _NEARLY and "\n" not in text:
            size = _half(own * width / whole)  # a little smaller on one line, rather than on two
        elif longest > width:
            size = max(_half(own * width / longest), min(LEAST, own))
        if whole > width and _NUMBERS.fullmatch(text):
            cell.value = text = text.replace("、", "、\n")
        height = _height(text, size, width, bold)
        while height > most and size > _TINY:
            size -= 0.5
            height = _height(text, size, width, bold)
        if size != own:
            cell.font = with_font(cell, sz=size)
        return min(height, most)

    def _room(self, cell: Cell, last: int) -> float:
        columns = sum(self.widths.get(i, _DEFAULT_WIDTH) for i in range(cell.column, last + 1))
        return fonts.room(columns, cell.alignment.indent or 0)

    def _overflow(self, cell: Cell) -> float:
        """Return the points that a text at the left has with the blank cells behind it."""
        if not isinstance(cell.value, str) or cell.alignment.horizontal not in {None, "left"}:
            return 0.0
        last = cell.column
        while last < self.sheet.max_column and self._is_free(cell.row, last + 1):
            last += 1
        return self._room(cell, last)

    def _is_free(self, row: int, column: int) -> bool:
        found = self.sheet.cell(row, column)
        return not isinstance(found, MergedCell) and found.value in {None, ""}


def with_font(cell: Cell, **changes: object) -> Font:
    """Return a cell's font with something else about it."""
    font: Font = copy(cell.font)  # type: ignore[assignment]  # a proxy of the style, which copies
    for name, value in changes.items():
        setattr(font, name, value)
    return font


def shown(cell: Cell) -> str:
    """Return what a cell shows, near enough to be measured."""
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()[: 10 if "h" not in (cell.number_format or "") else 16]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return grouped(Decimal(str(value)), 2 if ".00" in (cell.number_format or "") else 0)
    return str(value)


def _height(text: str, size: float, width: float, bold: bool) -> float:
    return fonts.lines(text, size, width, bold=bold) * size * fonts.LEADING + _PADDING


def _half(size: float) -> float:
    """Return a size down to the half point."""
    return int(size * 2) / 2


def _like(cell: Cell, *, wrap: bool):  # type: ignore[no-untyped-def]
    look = copy(cell.alignment)
    look.wrap_text, look.shrink_to_fit = wrap or None, (not wrap) or None
    return look


def _widths(sheet: Worksheet) -> Mapping[int, float]:
    """Return the width of each column; a form may set several with one entry."""
    found: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 1, (dimension.max or 1) + 1):
            found[column] = dimension.width
    return found
