"""Places and areas of a sheet, and how they are written: ``B3``, ``$A$2:$F$10``, ``3:5``.

Rows and columns count from 1, as people count them; who speaks with a library that counts from 0
converts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

Place = tuple[int, int]
"""Row and column of a cell."""


class Area(NamedTuple):
    """A rectangle of cells; the last row and column belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def from_zero(self) -> tuple[int, int, int, int]:
        """The same as libraries say it that count rows and columns from 0."""
        return self.top - 1, self.left - 1, self.bottom - 1, self.right - 1


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


@cache
def letters(column: int) -> bytes:
    """Return the letters of a column, which counts from 1."""
    found = b""
    while column:
        column, rest = divmod(column - 1, 26)
        found = bytes((65 + rest,)) + found
    return found


@cache
def number(column: bytes) -> int:
    """Return the number of a column from its letters."""
    found = 0
    for letter in column:
        found = found * 26 + letter - 64
    return found


def area(ref: str) -> Area | None:
    """Return what a reference covers: a cell, an area, whole columns or rows; None if neither."""
    if m := _AREA.fullmatch(ref):
        left, top = number(m[1].encode()), int(m[2])
        return (
            Area(top, left, int(m[4]), number(m[3].encode()))
            if m[3]
            else Area(top, left, top, left)
        )
    if m := _COLUMNS.fullmatch(ref):
        return Area(1, number(m[1].encode()), LAST_ROW, number(m[2].encode()))
    if m := _ROWS.fullmatch(ref):
        return Area(int(m[1]), 1, int(m[2]), LAST_COLUMN)
    return None


def ref(row: int, column: int) -> bytes:
    """Return the reference of a cell, both counting from 1."""
    return letters(column) + b"%d" % row


def area_ref(found: Area) -> bytes:
    """Return the reference of an area; of one cell without a colon."""
    top, left, bottom, right = found
    first = ref(top, left)
    return first if (top, left) == (bottom, right) else first + b":" + ref(bottom, right)


def quoted(title: str) -> str:
    """Return a sheet's title as it stands before ``!``."""
    return "'" + title.replace("'", "''") + "'"


def runs(
    numbers: Iterable[int], bridge: frozenset[int] | set[int] = frozenset(), gap: int = 0
) -> list[tuple[int, int]]:
    """Return the first and last of the fewest runs of numbers, such as rows.

    Neither a gap of ``bridge`` alone cuts one nor one of at most ``gap``.
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and (
            number - found[-1][1] <= gap + 1
            or all(each in bridge for each in range(found[-1][1] + 1, number))
        ):
            found[-1][1] = number
        else:
            found.append([number, number])
    return [(first, last) for first, last in found]


def places_of(areas: Iterable[Area]) -> Iterator[Place]:
    """Yield the cells of areas."""
    for top, left, bottom, right in areas:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column


def overlap(a: Area, b: Area) -> bool:
    """Return whether two areas have a cell in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
