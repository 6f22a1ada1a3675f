"""Presses in an open workbook that nobody has saved yet, kept so that *Undo* can take them back.

``.xlsales/open/<workbook>.jsonl`` holds the cells that each changed, from what to what, a press a
line. There is no backup of them: the file on disk does not know of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsales.buttons import BY_ID
from xlsales.core.arrangement import Arrangement
from xlsales.core.cells import same
from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.core.typed import Cell, CellError
from xlsales.core.words import Words
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.office.editing import BookChange, Report, Restored
from xlsales.office.saving import backups, keeping

_MOST = 20

Grids = Mapping[str, Grid]
"""The tables of a workbook by their names."""


@dataclass(frozen=True)
class Unsaved:
    """One press that was not saved: who, when, which button, and the cells that it changed."""

    user: str
    time: str
    button: str
    changes: tuple[Change, ...]
    arranged: Mapping[str, Arrangement] = field(default_factory=dict)
    """How it arranged the rows of tables."""
    restored: Mapping[str, Sequence[Restored]] = field(default_factory=dict)
    """What a person had put into and beside rows that went."""
    left: frozenset[str] = frozenset()
    """What it wrote into the findings sheet of such rows, to be kept there."""

    @classmethod
    def of(cls, entry: Entry | None, changes: Iterable[Change], **more: Any) -> Unsaved:
        """Make it of a press; of a cell changed twice the first and the last value are kept."""
        merged: dict[tuple[str, int, str, bool], Change] = {}
        for change in changes:
            place = change.table, change.row, change.column, change.gone
            before = merged.get(place)
            merged[place] = replace(change, was=before.was) if before else change
        if entry is None:
            return cls("", "", "", tuple(merged.values()), **more)
        moment = entry.moment.isoformat(timespec="minutes")
        return cls(entry.user, moment, entry.button, tuple(merged.values()), **more)

    @property
    def said(self) -> Words:
        """Say which press it was."""
        button = BY_ID.get(self.button)
        words = button.words if button else Words("？", "?")
        when = self.time.replace("T", " ")
        return Words(f"{when} {self.user} {words.zh}", f"{when} {self.user} {words.en}")

    def holds(self, grids: Grids) -> bool:
        """Return whether its cells are still as it left them."""
        return all(
            same(_cell(grids, change, change.row), change.now)
            for change in self.changes
            if not change.gone
        )

    def is_gone(self, grids: Grids) -> bool:
        """Return whether its cells are as they were before it: somebody took it back already."""
        came = [change for change in self.changes if self._before(change) is None]
        if came and all(same(_cell(grids, each, each.row), each.now) for each in came):
            return False
        return all(
            same(_cell(grids, change, row), change.was)
            for change in self.changes
            if (row := self._before(change)) is not None
        )

    def _before(self, change: Change) -> int | None:
        """Return where a changed cell's row stood before; None for a row that came."""
        arrangement = self.arranged.get(change.table)
        if arrangement is None or change.gone:
            return change.row
        return arrangement.origin(change.row)

    def back(self, grids: Grids, report: Report) -> BookChange:
        """Return the change that takes it back, and with it all marks of findings.

        ``report`` is the findings sheet without findings.
        """
        cells: dict[str, dict[tuple[int, int], Cell]] = {}
        names: dict[str, str] = {}
        for change in reversed(self.changes):
            if change.is_name:
                names[str(change.now)] = str(change.was)
                continue
            position = grids[change.table].columns.get(change.column)
            row = self._before(change)
            if position is not None and row is not None:
                cells.setdefault(change.table, {})[row, position] = change.was
        return BookChange(
            {names.get(table, table): held for table, held in cells.items()},
            marks=(),
            report=replace(report, drops=self.left),
            arranged={table: each.back for table, each in self.arranged.items()},
            restored=self.restored,
            names=names,
        )


def _cell(grids: Grids, change: Change, row: int) -> Cell:
    grid = grids.get(change.table)
    if grid is not None and change.is_name:
        return grid.named[0] if grid.named else grid.table.name
    if grid is not None and row == grid.first_row - 1:
        near = grid.near.get(change.column)
        return near.header if near else grid.header(change.column)
    index = row - grid.first_row if grid else -1
    if grid is None or not 0 <= index < len(grid.cells):
        return None
    cell = grid.cell(index, change.column)
    return None if cell == "" else cell


class Presses:
    """The presses of a workbook that were not saved, the last one last."""

    def __init__(self, hidden: Path, book: Book) -> None:
        """Take the office's hidden folder and the workbook."""
        self._book = book
        self._path = hidden / "open" / f"{backups.folder_of(hidden, book).name}.jsonl"

    def _lines(self) -> list[bytes]:
        """Return what is kept of each press, undecoded: they can be large."""
        try:
            return self._path.read_bytes().splitlines()
        except OSError:
            return []

    def keep(self, press: Unsaved) -> None:
        """Add one; only the last ones are kept."""
        if press.changes:
            self._write([*self._lines(), self._line(press)][-_MOST:])

    def last(self, grids: Grids) -> tuple[Unsaved | None, int]:
        """Return the last one that still shows in the cells, and how many there are before it.

        Later ones were taken back by the program's own undo, or the workbook was never saved.
        What cannot be read counts as none.
        """
        lines = self._lines()
        while lines:
            try:
                press = self._press(json.loads(lines.pop()))
            except (ValueError, KeyError, TypeError, ArithmeticError):
                continue
            if not press.is_gone(grids):
                return press, len(lines)
        return None, 0

    def keep_first(self, count: int) -> None:
        """Forget all but the first ``count`` presses."""
        self._write(self._lines()[:count])

    def forget(self) -> None:
        """Forget all: the workbook was saved, and its backups know the rest."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _line(self, press: Unsaved) -> bytes:
        changes = [
            [c.table, c.row, c.column, _held(c.was), _held(c.now), c.gone] for c in press.changes
        ]
        held = {
            "user": press.user,
            "time": press.time,
            "button": press.button,
            "changes": changes,
            "arranged": {table: astuple(each) for table, each in press.arranged.items()},
            "restored": {
                table: [_kept(cell) for cell in cells] for table, cells in press.restored.items()
            },
            "left": sorted(press.left),
        }
        return json.dumps(held, ensure_ascii=False).encode()

    def _write(self, lines: Sequence[bytes]) -> None:
        self._path.parent.mkdir(exist_ok=True)
        part = keeping.beside(self._path)
        part.write_bytes(b"".join(line + b"\n" for line in lines))
        part.replace(self._path)

    def _press(self, held: Any) -> Unsaved:
        changes = tuple(
            Change(self._book, table, row, column, _cell_of(was), _cell_of(now), gone=gone)
            for table, row, column, was, now, gone in held["changes"]
        )
        arranged = {
            table: Arrangement(first, count, tuple(order))
            for table, (first, count, order) in held["arranged"].items()
        }
        restored = {
            table: [_restored(*cell) for cell in cells] for table, cells in held["restored"].items()
        }
        left = frozenset(held["left"])
        return Unsaved(
            held["user"], held["time"], held["button"], changes, arranged, restored, left
        )


def _kept(cell: Restored) -> list[object]:
    row, column, value, *rest = astuple(cell)
    return [row, column, _held(value), *rest]


def _restored(row: int, column: int, value: Any, *rest: Any) -> Restored:
    formula, note, colour, *more = rest
    return Restored(row, column, _cell_of(value), formula, note, colour and tuple(colour), *more)


def _held(cell: Cell) -> object:
    """Return a cell as JSON holds it; what JSON does not know is a list of its type and text."""
    if isinstance(cell, datetime):
        return ["time", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, Decimal):
        return ["number", str(cell)]
    if isinstance(cell, CellError):
        return ["error", str(cell)]
    return cell


def _cell_of(held: Any) -> Cell:
    if not isinstance(held, list):
        found: Cell = held
        return found
    kind, text = held
    made: dict[str, Any] = {
        "time": datetime.fromisoformat,
        "date": date.fromisoformat,
        "number": Decimal,
        "error": CellError,
    }
    cell: Cell = made[kind](text)
    return cell
