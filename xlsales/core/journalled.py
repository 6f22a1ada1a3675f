"""What the journal tells a macro: lines as they stand there, read when they are first asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from xlsales.core.row import Book

Line: TypeAlias = Mapping[str, Any]
"""A line of a journal by its keys; what was typed and is in no journal yet has no ``n``."""

TYPED = "typed"
"""The button that a line names which tells what people typed: no press, and never undone."""
ROWS = "rows"
"""Says in the line of an *Undo* what changed row by row, as the line of what was typed does."""
LOST = "history-lost"
"""Says in such a line since when what was typed is not known any more."""


class Journal(Protocol):
    """The journals of an office, and what was typed that none of them tells yet."""

    @property
    def state(self) -> str:
        """Say which lines there are: two that say the same have the same lines."""

    def lines(self) -> Sequence[tuple[str, Line]]:
        """Return lines by their journals' names, each journal's in its order.

        At least those that :func:`xlsales.flow.facts.past.is_told` asks for.
        """

    def added(self, book: Book, table: str) -> Collection[int]:
        """Return the sheet rows that came into a table since the office last knew the workbook.

        None where that is not known.
        """


@dataclass(frozen=True)
class Told:
    """The journal of an office in memory."""

    told: Sequence[tuple[str, Line]] = ()

    @property
    def state(self) -> str:
        """Say which lines there are."""
        return repr(self.told) if self.told else ""

    def lines(self) -> Sequence[tuple[str, Line]]:
        """Return them."""
        return self.told

    def added(self, book: Book, table: str) -> Collection[int]:
        """Know of none."""
        del book, table
        return ()


NOTHING = Told()
