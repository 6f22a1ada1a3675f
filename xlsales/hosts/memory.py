"""An office in memory: nothing to read, nowhere to save. Tests and *Promise* press in one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xlsales.buttons import Button
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.outcome import Document
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.saver import Entry, Saved
from xlsales.hosts.source import Progress
from xlsales.office.beside import Beside


@dataclass(frozen=True)
class Nothing:
    """A source in which no workbook is found: all were made in memory, and are all there."""

    lang: Lang = Lang.ZH
    progress: Progress = lambda *_: None
    numbers: Mapping[str, int] = field(default_factory=dict)

    def found(self) -> Mapping[Book, BookInfo]:
        """Find none."""
        return {}

    def needed(self, kinds: Collection[str]) -> None:
        """Let all be used."""

    def read(self, book: Book, info: BookInfo) -> Iterable[TypedGrid]:  # noqa: ARG002  # there is none
        """Read nothing: whatever there is stands in the cells."""
        return ()

    def beside(self, grid: Grid, info: BookInfo) -> Mapping[int, Sequence[Beside]]:  # noqa: ARG002
        """Find nothing: there are cells of tables alone."""
        return {}

    def about(self, kinds: Collection[str]) -> Sequence[Finding]:  # noqa: ARG002  # none is gone
        """Find nothing wrong."""
        return ()

    def aside(self, kinds: Collection[str]) -> Sequence[Finding]:  # noqa: ARG002
        """Have no copies of workbooks."""
        return ()

    def gate(self, button: Button, *, writes: bool) -> Sequence[Words]:  # noqa: ARG002
        """Let every press pass."""
        return ()


@dataclass(frozen=True)
class Nowhere:
    """A saver that lets the cells keep what changed, and forgets that it changed."""

    cells: Cells

    def show(self, book: Book, found: Sequence[Finding]) -> None:
        """Show nothing: there are no sheets."""

    def say_as_of(self, book: Book, tables: Iterable[Table], moment: datetime) -> None:
        """Say nothing: there are no legends."""

    def save(self, entry: Entry, documents: Sequence[Document], *, feeds: bool) -> Saved:  # noqa: ARG002
        """Write nothing."""
        self.cells.settle()
        return Saved()

    def save_together(self, entries: Sequence[Entry], papers: Mapping[str, bytes]) -> None:  # noqa: ARG002
        """Write nothing."""
        self.cells.settle()


@dataclass(frozen=True)
class InMemory:
    """A host without files."""

    cells: Cells
    source: Nothing
    saver: Nowhere


def in_memory(lang: Lang = Lang.ZH) -> InMemory:
    """Begin an office with no workbook; new ones are made in ``lang``."""
    source = Nothing(lang)
    cells = Cells(source)
    return InMemory(cells, source, Nowhere(cells))
