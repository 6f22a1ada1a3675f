"""A column as its distinct values and, cell by cell, which of them stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import TypeVar

from xlsales.core.text import are_all_blank

T = TypeVar("T")
_ALONE = frozenset({str, date, datetime, time, type(None)})
"""Types of which no two values are equal unless they are one type and say the same."""
_WITH_FLOATS = _ALONE | {float}


@dataclass(frozen=True)
class Coded:
    """Distinct values, and the number of each cell's among them; None: each cell has its own."""

    values: list[object]
    codes: Sequence[int] | None

    def spread(self, values: Sequence[object] | None = None) -> list[object]:
        """Return the cells, with other values in place of the distinct ones where given."""
        mine = self.values if values is None else values
        if self.codes is None:
            return list(mine)
        if len(mine) == 1:
            return [*mine] * len(self.codes)
        return list(map(mine.__getitem__, self.codes))

    def where(self, said: Mapping[int, T]) -> dict[int, T]:
        """Return by cell what is said of some distinct values, by their numbers."""
        if not said or self.codes is None:
            return dict(said)
        return {n: said[code] for n, code in enumerate(self.codes) if code in said}


def coded(cells: Sequence[object]) -> Coded:
    """Return a column's distinct values in the order in which they come.

    ``1``, ``1.0`` and ``True``, ``0.0`` and ``-0.0``, an error cell and its text are distinct.
    """
    if are_all_blank(cells) and len(set(cells)) == 1 < len(cells):
        return Coded([cells[0]], bytes(len(cells)))
    keys: Sequence[Hashable] = cells
    kinds = set(map(type, cells))
    if kinds - _ALONE and not (kinds <= _WITH_FLOATS and not _below_zero(cells)):
        keys = list(map(_key, cells))
    order: defaultdict[Hashable, int] = defaultdict(count().__next__)
    codes = list(map(order.__getitem__, keys))  # one that was not there gets the next number
    if len(order) == len(cells):
        return Coded(list(cells), None)
    values = list(order) if keys is cells else list(dict(zip(keys, cells, strict=True)).values())
    return Coded(values, codes)


def _key(cell: object) -> Hashable:
    """Return what a cell has alone: numbers as they are written, for 1.0 and 1.00 are equal."""
    return type(cell), repr(cell) if isinstance(cell, float | Decimal) else cell


def _below_zero(cells: Sequence[object]) -> bool:
    """Return whether -0.0 is among the cells, which is as good a key as 0.0."""
    return 0.0 in cells and any(type(cell) is float and str(cell) == "-0.0" for cell in cells)
