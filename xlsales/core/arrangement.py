"""How the rows of a table stand after a change: which came, which went, which moved for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Arrangement:
    """The rows of a table from sheet row ``first`` on, ``count`` of them before.

    ``order`` holds for each row afterwards the sheet row that it was, None for one that comes.
    Those not in it are gone; the others keep their order, so that nothing but rows that come and
    go moves them. Rows below the ``count`` follow as they stood.
    """

    first: int
    count: int
    order: tuple[int | None, ...]

    @cached_property
    def moved(self) -> Mapping[int, int]:
        """Where each row that stays is afterwards, by the sheet row that it was."""
        return {was: self.first + i for i, was in enumerate(self.order) if was is not None}

    @cached_property
    def gone(self) -> Collection[int]:
        """The sheet rows that go, in order."""
        rows = range(self.first, self.first + self.count)
        return dict.fromkeys(row for row in rows if row not in self.moved)

    @cached_property
    def came(self) -> Collection[int]:
        """The sheet rows that come, in order, as they are numbered afterwards."""
        return dict.fromkeys(self.first + i for i, was in enumerate(self.order) if was is None)

    @property
    def changes_nothing(self) -> bool:
        """Whether every row stays where it is."""
        return self.order == tuple(range(self.first, self.first + self.count))

    def row(self, was: int) -> int | None:
        """Return where a row is afterwards; None for one that is gone."""
        if was < self.first:
            return was
        if was >= self.first + self.count:
            return was - self.count + len(self.order)
        return self.moved.get(was)

    def origin(self, row: int) -> int | None:
        """Return which row one was, None for one that came."""
        index = row - self.first
        if index < 0:
            return row
        return self.order[index] if index < len(self.order) else row - len(self.order) + self.count

    def then(self, later: Arrangement) -> Arrangement:
        """Return this arrangement and a later one as one."""
        beyond = max(0, later.count - len(self.order))
        order = [None if row is None else self.origin(row) for row in later.order]
        return Arrangement(self.first, self.count + beyond, (*order, *self.order[later.count :]))

    @cached_property
    def back(self) -> Arrangement:
        """The arrangement that undoes this one; rows that were gone come back blank."""
        rows = range(self.first, self.first + self.count)
        return Arrangement(self.first, len(self.order), tuple(self.moved.get(r) for r in rows))
