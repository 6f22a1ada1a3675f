"""Where everybody of the demonstration branch sits: types into workbooks, presses buttons.

What people type goes in cell by cell; everything else is done by the buttons.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter

from xlsales.buttons import EVERY, arguments_of
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.demo import english
from xlsales.demo.printing import Printer
from xlsales.forms.choices import Kind
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.grids import Change
from xlsales.hosts.host import Host
from xlsales.hosts.saver import Entry
from xlsales.hosts.source import Progress
from xlsales.press import Pressed, numbers_given, press

_OPENS = dt.time(8, 30)


@dataclass
class Step:
    """What one command did over the whole story: rows, cells, rows skipped, files, seconds."""

    command: str
    presses: int = 0
    read: int = 0
    changed: int = 0
    skipped: int = 0
    files: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Desk:
    """The branch's workbooks on one day after the other."""

    def __init__(self, host: Host, today: dt.date, print_from: dt.date | None) -> None:
        """Begin on a day; documents of presses are made from ``print_from`` on, if at all."""
        self.host = host
        self.today = today
        self.steps: dict[str, Step] = {}
        self._print_from = print_from
        self._abroad = host.cells.lang is Lang.EN
        self._printer = Printer(host.cells.lang)
        self._minutes = itertools.count()
        self._waiting: list[Entry] = []

    def dawn(self, day: dt.date) -> None:
        """Let a new day begin."""
        self.today = day
        self._minutes = itertools.count()

    def type(self, book: Book, table: str, row: int | None = None, /, **cells: Cell) -> int:
        """Type cells into a row, or into a new one under the table; return the sheet row."""
        columns = BY_NAME[table].by_key
        typed = {
            key: english.typed(columns[key], value) if self._abroad else value
            for key, value in cells.items()
            if value is not None
        }
        return self.host.cells.type(self.book(book), table, typed, row)

    def said(self, text: str) -> str:
        """Return a text of the story as this office's people write it."""
        return english.said(text) if self._abroad else text

    def book(self, book: Book) -> Book:
        """Return a workbook under its owner's name in this office."""
        return book._replace(owner=self.said(book.owner))

    def cell(self, book: Book, table: str, row: int, key: str) -> Cell:
        """Return what a cell shows."""
        grid = self.host.cells.sheets[self.book(book), table].grid
        return grid.cell(row - grid.first_row, key)

    def rows(self, book: Book, table: str) -> int:
        """Return how many rows a table has, blank ones between them counted."""
        sheet = self.host.cells.sheets[self.book(book), table]
        return sheet.last_row - sheet.grid.first_row + 1

    def find(self, book: Book, table: str, key: str, value: Cell) -> int:
        """Return the sheet row whose cell shows ``value``."""
        first = self.host.cells.sheets[self.book(book), table].grid.first_row
        rows = range(first, first + self.rows(book, table))
        return next(row for row in rows if self.cell(book, table, row, key) == value)

    def office(self, *kinds: Kind) -> Office:
        """Return the rows of workbooks, for looking into them."""
        return self.host.cells.office(kinds)

    def press(self, button_id: str, book: Book, user: str, **asked: object) -> Pressed:
        """Press a button as ``user``; nothing is saved yet."""
        book, user = self.book(book), self.said(user)
        asked = {key: self.said(it) if isinstance(it, str) else it for key, it in asked.items()}
        button = EVERY[button_id]
        opens = dt.datetime.combine(self.today, _OPENS)
        moment = opens + dt.timedelta(minutes=min(next(self._minutes), 540))
        args = _arguments(button_id).model_validate(asked)
        call = Call(self.today, args, book, user, moment, self.host.cells.lang)
        pressed = press(self.host, button, call, save=False)
        command = button.command.split()[0]
        step = self.steps.setdefault(command, Step(command))
        step.presses += 1
        step.read += pressed.outcome.read
        step.changed += len(pressed.changes)
        step.skipped += pressed.outcome.skipped
        step.seconds += pressed.seconds
        files: tuple[str, ...] = ()
        if self._print_from is not None and self.today >= self._print_from:
            files = tuple(self._printer.take(paper) for paper in pressed.outcome.documents)
            step.files += files
        if pressed.changes or files:
            numbers = numbers_given(pressed.outcome.edits)
            self._waiting.append(Entry(user, moment, button.id, pressed.changes, numbers, files))
        return pressed

    def save(self) -> None:
        """Save every workbook that changed and write the journal; the papers come later."""
        self._saved({})

    def finish(self, progress: Progress) -> None:
        """Save for the last time, and the papers with it."""
        words = Words("打印", "Printing")
        self._saved(self._printer.papers(lambda done, of: progress(done, of, words, "")))

    def close(self) -> None:
        """Let go of what may still be running."""
        self._printer.close()

    def _saved(self, papers: Mapping[str, bytes]) -> None:
        waiting, self._waiting = self._waiting, []
        began = perf_counter()
        self.host.saver.save_together(waiting, papers)
        step = self.steps.setdefault("save", Step("save"))
        step.presses += 1
        step.seconds += perf_counter() - began


@cache
def _arguments(button_id: str) -> type[Arguments]:
    return arguments_of(EVERY[button_id])


def rows_written(changes: Sequence[Change], table: str, column: str) -> dict[str, int]:
    """Return the sheet rows of what a press wrote into a column, by the text written."""
    return {
        str(change.now): change.row
        for change in changes
        if change.table == table and change.column == column and change.now is not None
    }
