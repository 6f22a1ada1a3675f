"""What a source of workbooks answers to: in memory, in a folder, one of them open in a program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from xlsales.buttons import Button
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.hosts.grids import TypedGrid
from xlsales.office.beside import Beside

Progress = Callable[[int, int, Words, str], None]
"""Told what is being done: how many done, of how many, what, with which file."""


class Source(Protocol):
    """Where workbooks are found and read from."""

    @property
    def lang(self) -> Lang:
        """The office's language, in which new workbooks are made."""

    @property
    def progress(self) -> Progress:
        """What is told how far reading is."""

    @property
    def numbers(self) -> Mapping[str, int]:
        """The last numbers given, by stem, that are known besides the workbooks' properties."""

    def found(self) -> Mapping[Book, BookInfo]:
        """Return the workbooks that there are; none is read for that."""

    def needed(self, kinds: Collection[str]) -> None:
        """Make sure that every workbook of these kinds can be used.

        Raises:
            Unusable: one is damaged, newer, or there twice.
        """

    def read(self, book: Book, info: BookInfo) -> Iterable[TypedGrid]:
        """Read the tables of a workbook.

        Raises:
            Unusable: it cannot be read, or was changed since it was found.
        """

    def beside(self, grid: Grid, info: BookInfo) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside the rows of a macro's table, by sheet row as read.

        Raises:
            Unusable: the workbook cannot be read.
        """

    def about(self, kinds: Collection[str]) -> Sequence[Finding]:
        """Return what is wrong with workbooks of these kinds as a whole: gone, put back."""

    def aside(self, kinds: Collection[str]) -> Sequence[Finding]:
        """Return what is to be said of copies of workbooks of these kinds (memory.md)."""

    def gate(self, button: Button, *, writes: bool) -> Sequence[Words]:
        """Let a press pass if the workbooks that it reads are all there, and the newest.

        Returns what is to be said to a person all the same.

        Raises:
            Unusable: one is gone, or was put back to an older content and the press writes.
        """
