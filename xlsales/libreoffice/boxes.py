"""Rectangles of cells, counted from zero as UNO counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from xlsales.libreoffice.bridge import struct

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


class Box(NamedTuple):
    """A rectangle of cells; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def at(cls, address: Any) -> Box:
        """The rectangle of a UNO ``CellRangeAddress``."""
        return cls(address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left + 1

    @property
    def whole_rows(self) -> bool:
        """Whether it spans all columns of the sheet."""
        return self.left == 0 and self.right == LAST_COLUMN

    @property
    def whole_columns(self) -> bool:
        """Whether it spans all rows of the sheet."""
        return self.top == 0 and self.bottom == LAST_ROW

    def of(self, sheet: Any) -> Any:
        """The UNO range of these cells on a UNO sheet."""
        return sheet.getCellRangeByPosition(self.left, self.top, self.right, self.bottom)

    def address(self, sheet: int) -> Any:
        """The UNO ``CellRangeAddress`` of these cells on the sheet of this number."""
        return struct(
            "com.sun.star.table.CellRangeAddress",
            Sheet=sheet,
            StartRow=self.top,
            StartColumn=self.left,
            EndRow=self.bottom,
            EndColumn=self.right,
        )

    def common(self, other: Box) -> Box | None:
        """What both have in common."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Box(top, left, bottom, right) if top <= bottom and left <= right else None

    def cells(self) -> Iterator[tuple[int, int]]:
        """Row and column of each cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def without(self, cells: Iterable[tuple[int, int]]) -> Iterator[Box]:
        """Few rectangles that cover all but these cells."""
        holes: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            holes.setdefault(row, []).append(column)
        top = self.top
        for row, columns in holes.items():
            if row > top:
                yield Box(top, self.left, row - 1, self.right)
            left = self.left
            for column in columns:
                if column > left:
                    yield Box(row, left, row, column - 1)
                left = column + 1
            if left <= self.right:
                yield Box(row, left, row, self.right)
            top = row + 1
        if top <= self.bottom:
            yield Box(top, self.left, self.bottom, self.right)


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[Box]:
    """Few rectangles that cover exactly these cells: columns of neighbours, joined where alike."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    alike: dict[tuple[int, int], list[int]] = {}
    for column, rows in sorted(columns.items()):
        start = rows[0]
        for row, after in zip(rows, [*rows[1:], -1], strict=True):
            if after != row + 1:
                alike.setdefault((start, row), []).append(column)
                start = after
    for (top, bottom), lefts in sorted(alike.items()):
        left = right = lefts[0]
        for column in lefts[1:]:
            if column != right + 1:
                yield Box(top, left, bottom, right)
                left = column
            right = column
        yield Box(top, left, bottom, right)
