"""A table of one workbook as columns of typed values; its rows are made of them when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsales.core.row import At, Book, Row, Table, build_all


@dataclass(frozen=True)
class Frame:
    """The filled rows of a table, column by column.

    ``at`` holds their sheet rows, ``columns`` the values of each column by key, one a row: None
    for a blank cell and for one that cannot be used, which ``bad`` names by row (position) and
    column. ``unread`` are the columns of which nothing could be read at all.
    """

    table: Table
    book: Book
    at: Sequence[int]
    columns: Mapping[str, Sequence[object]]
    bad: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.at)

    def rows(self) -> Iterator[Row]:
        """Yield the rows in their order."""
        book, unread = self.book, self.unread
        ats = [At(book, at) for at in self.at]
        bad = (
            [self.bad.get(n, unread) for n in range(len(ats))] if self.bad else [unread] * len(ats)
        )
        names = (*self.columns, "at", "bad")
        across = zip(*self.columns.values(), ats, bad, strict=True)
        return build_all(self.table.model, names, across)
