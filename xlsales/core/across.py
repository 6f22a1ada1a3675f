"""Rows of one table and the same rows column by column, so that many are looked at in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, Generic

from xlsales.core.row import R


class Across(Generic[R]):
    """Rows of one table; ``across[key]`` are the values of a column, one a row, in their order."""

    def __init__(self, rows: Sequence[R]) -> None:
        """Take rows; no column is made yet."""
        self.rows = rows
        self._held: list[dict[str, Any]] | None = None
        self._columns: dict[str, Sequence[Any]] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __getitem__(self, key: str) -> Sequence[Any]:
        """Return a column; ``at`` and ``bad`` are columns, too."""
        found = self._columns.get(key)
        if found is None:
            if self._held is None:  # a model's attributes one by one take five times as long
                self._held = list(map(vars, self.rows))
            found = self._columns[key] = list(map(itemgetter(key), self._held))
        return found

    def zip(self, *keys: str) -> Iterator[tuple[Any, ...]]:
        """Return several columns side by side."""
        return zip(*map(self.__getitem__, keys), strict=True)

    def each(self, key: str, holds: Callable[[Any], object]) -> Iterable[bool]:
        """Return row by row whether something holds of a column's value, asked once a value."""
        values = self[key]
        odd = {value for value in set(values) if holds(value)}
        return map(odd.__contains__, values) if odd else repeat(False, len(values))
