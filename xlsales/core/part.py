"""A table of one workbook, of which an office asks rows and columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from xlsales.core.row import Book, Row

if TYPE_CHECKING:
    from xlsales.core.finding import Finding


class Part(Protocol):
    """A table of one workbook, whose rows may be made only when they are asked for."""

    @property
    def book(self) -> Book:
        """Its workbook."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows: the same objects each time."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def having(self, column: str, value: object) -> tuple[Row, ...]:
        """Return the rows with that value in a column, no others being made; the same objects."""

    def among(self, columns: Sequence[str], values: Collection[object]) -> tuple[Row, ...]:
        """Return the rows with one of some values in a column, no others being made.

        Of several columns the values are tuples of theirs.
        """

    def values(self, column: str) -> Collection[object]:
        """Return what stands in a column, each value once; no rows are made for that."""


@dataclass(frozen=True)
class Made:
    """The rows of a table of one workbook, which were made already; and what reading found."""

    book: Book
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def having(self, column: str, value: object) -> tuple[Row, ...]:
        """Return the rows with that value in a column."""
        return tuple(row for row in self.rows if getattr(row, column) == value)

    def among(self, columns: Sequence[str], values: Collection[object]) -> tuple[Row, ...]:
        """Return the rows with one of some values in a column, or tuples of them in several."""
        held = attrgetter(*columns)
        return tuple(row for row in self.rows if held(row) in values)

    def values(self, column: str) -> Collection[object]:
        """Return what stands in a column, each value once."""
        return set(map(attrgetter(column), self.rows))
