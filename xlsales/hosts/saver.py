"""What a saver of changes answers to: nowhere, into files, into files and an open program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from xlsales.core.finding import Finding
from xlsales.core.outcome import Document
from xlsales.core.row import Book, Table
from xlsales.core.words import Words
from xlsales.hosts.grids import Change


@dataclass(frozen=True)
class Entry:
    """A press for the journal.

    ``numbers``: the last ones given by stem. ``files``: its documents; None: those that are saved
    with it. ``books``: workbooks that it saves though none of their cells changed. ``said``: what
    the person gave as their reason, and the like.
    """

    user: str
    moment: datetime
    button: str
    changes: Sequence[Change] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] | None = None
    books: tuple[Book, ...] = ()
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def touched(self) -> tuple[Book, ...]:
        """The workbooks that it writes."""
        return tuple(dict.fromkeys((*(change.book for change in self.changes), *self.books)))


@dataclass(frozen=True)
class Saved:
    """What was saved: the documents' paths, and what they say otherwise than those they replace."""

    files: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()


class Saver(Protocol):
    """Where what changed in the cells goes, with documents and the journal's lines."""

    def show(self, book: Book, found: Sequence[Finding]) -> None:
        """Have findings shown in a workbook by marks and a sheet, from when it is saved."""

    def say_as_of(self, book: Book, tables: Iterable[Table], moment: datetime) -> None:
        """Have computed tables of a workbook say as of when they are, if it is saved anyhow."""

    def save(self, entry: Entry, documents: Sequence[Document], *, feeds: bool) -> Saved:
        """Save a press: all that changed, its documents, its line of the journal, or nothing.

        ``feeds``: whether drop-down lists of other workbooks are made of what it changed.

        Raises:
            Unusable: it could not be saved; nothing has changed.
        """

    def save_together(self, entries: Sequence[Entry], papers: Mapping[str, bytes]) -> None:
        """Save presses that waited, with documents by path; the same promise as of one."""
