"""The workbook of an office that is open in a spreadsheet program.

It is read and changed where it is, unsaved rows included. A press that gives numbers, makes
documents, changes another workbook or does what others wait for (``Button.saves``) saves it as part
of it; any other leaves saving to the person, and is kept so that *Undo* can take it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.rules.reading import LEFT_BESIDE
from xlsales.forms.tables import tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.opened import Taken, Whole
from xlsales.hosts.live.arranging import beside_open, restorable, surroundings
from xlsales.hosts.live.programs import native_of
from xlsales.hosts.live.reading import read_open
from xlsales.hosts.live.taking_back import Presses, Unsaved
from xlsales.hosts.live.writing import write_open
from xlsales.hosts.saver import Entry
from xlsales.hosts.tools.undoing import LosesChanges
from xlsales.office.beside import Beside
from xlsales.office.editing import BookChange, Restored, blank_report
from xlsales.office.editing.change import CODE, SAID
from xlsales.office.saving.journal import START
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    import xlwings as xw


class OpenWorkbook:
    """One workbook open in Excel or LibreOffice."""

    def __init__(self, hidden: Path, book: Book, workbook: xw.Book) -> None:
        """Take the office's hidden folder, which workbook it is, and it in the program."""
        self.book = book
        self.workbook = workbook
        self._native = native_of(workbook)
        self.presses = Presses(hidden, book)

    # --- reading --------------------------------------------------------------------------

    def properties(self) -> Mapping[str, str]:
        """Return its properties, unsaved ones too."""
        return self._native.properties()

    def read(self, lang: Lang) -> list[Grid]:
        """Read its tables."""
        return read_open(self.workbook, self.book, lang, tables_of(self.book.kind))

    def beside(self, grid: Grid) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside the rows of a table, by sheet row."""
        found = surroundings(self._native, grid.table.name, grid.first_row + len(grid.cells) - 1)
        return beside_open(found, _own(grid), grid.lang) if found else {}

    def going(self, change: BookChange, grids: Mapping[str, Grid]) -> dict[str, list[Restored]]:
        """Return what a person put into and beside the rows that go with a change, by table."""
        kept: dict[str, list[Restored]] = {}
        for name, arrangement in change.arranged.items():
            last = arrangement.first + arrangement.count - 1
            found = surroundings(self._native, name, last)
            if found is not None:
                kept[name] = list(restorable(found, arrangement.gone, _own(grids[name])))
        return kept

    # --- writing --------------------------------------------------------------------------

    def pressed(self, cells: Cells, entries: Sequence[Entry], whole: Whole, saves: bool) -> _Press:
        """Begin to save presses; ``saves``: with the program's file."""
        return _Press(self, cells, entries, whole, saves)

    def put_back(
        self, cells: Cells, press: Unsaved, properties: Mapping[str, str] | None = None
    ) -> None:
        """Take a press back; its ``properties`` are as given then."""
        grids = self.grids(cells)
        report = blank_report(cells.infos[self.book].lang, LEFT_BESIDE.code)
        change = press.back(grids, report)
        for table, arrangement in change.arranged.items():
            cells.sheets[self.book, table].arrange(arrangement)
        self.write(replace(change, properties=properties or {}), self.grids(cells))

    def write(self, change: BookChange, grids: Mapping[str, Grid]) -> None:
        """Make changes, in one step of the program's own undo.

        Raises:
            Unusable: they could not be made; the workbook is as it was.
        """
        write_open(self.workbook, change, grids)

    def grids(self, cells: Cells) -> dict[str, Grid]:
        """Return its tables as they are read."""
        return {sheet.grid.table.name: sheet.grid for sheet in cells.sheets_of(self.book)}

    def save(self) -> None:
        """Have the program save it.

        Raises:
            Unusable: it could not.
        """
        try:
            self.workbook.save()
        except Exception as trouble:  # each program has exceptions of its own
            name = Path(self.workbook.fullname).name
            raise Unusable(
                f"{name} 无法保存，操作未完成。请检查文件是否只读、磁盘是否已满，再试一次。",
                f"{name} could not be saved; nothing was done. Is it read-only, or the disk full?",
            ) from trouble

    def save_typed(self) -> None:
        """Have the program save it if the person has typed since it was last saved."""
        if self._native.is_modified():
            self.save()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Close it while its file is replaced, and open it again."""
        app, path = self.workbook.app, self.workbook.fullname
        sheet = self.workbook.sheets.active.name
        self.workbook.close()
        try:
            yield
        finally:
            self.workbook = app.books.open(path)
            if sheet in [each.name for each in self.workbook.sheets]:
                self.workbook.sheets[sheet].activate()
            self._native = native_of(self.workbook)
        self.presses.forget()

    # --- undo -----------------------------------------------------------------------------

    def take_back(self, cells: Cells, *, force: bool) -> Taken | None:
        """Take back the last press that was not saved; None if there is none.

        Raises:
            Refusal: its cells were changed since, and ``force`` is off.
        """
        cells.load(self.book)
        grids = self.grids(cells)
        last, before = self.presses.last(grids)
        if last is None:
            return None
        name = Path(self.workbook.fullname).name
        if not (force or last.holds(grids)):
            raise LosesChanges(
                f"{name} 在该次操作（{last.said.zh}）之后又有改动，撤销会丢失这些改动，未撤销。",
                f"{name} was changed after that press ({last.said.en}). "
                "Undo would lose those changes and was not done.",
            )
        self.put_back(cells, last)
        self.presses.keep_first(before)
        turned = tuple(replace(c, was=c.now, now=c.was) for c in last.changes)
        return Words(f"已撤销：{last.said.zh}。", f"Undone: {last.said.en}."), turned

    def to_take_back(self, cells: Cells) -> Taken | None:
        """Return the last press that was not saved, and the cells that it changed."""
        cells.load(self.book)
        last, _ = self.presses.last(self.grids(cells))
        return (last.said, last.changes) if last else None


def _own(grid: Grid) -> frozenset[int]:
    return frozenset(position + 1 for position in grid.columns.values())


class _Press:
    """The open workbook, as presses in it are saved."""

    def __init__(
        self,
        opened: OpenWorkbook,
        cells: Cells,
        entries: Sequence[Entry],
        whole: Whole,
        saves: bool,
    ) -> None:
        self.book = opened.book
        self.saves = saves
        self._opened = opened
        self._cells = cells
        self._entries = entries
        self._whole = whole
        changes = (change for entry in entries for change in entry.changes)
        self._changes = tuple(change for change in changes if change.book == self.book)
        self._more: dict[str, Any] = {}
        """What else takes them back: how rows stand, and what stood beside those gone."""
        self._were: dict[str, str] = {}
        """The heads of journals that the workbook knew before."""
        change = cells.changes.get(self.book)
        if change is not None:
            lines = change.report.rows if change.report else ()
            left = frozenset(str(r[SAID - 1]) for r in lines if r[CODE - 1] == LEFT_BESIDE.code)
            going = opened.going(change, opened.grids(cells))
            self._more = {"arranged": change.arranged, "restored": going, "left": left}

    def _unsaved(self, entry: Entry | None) -> Unsaved:
        """Return what takes the presses back."""
        return Unsaved.of(entry, self._changes, **self._more)

    def save_as_typed(self) -> None:
        if self.saves:
            self._opened.save_typed()

    def change(self, extra: Mapping[str, str]) -> None:
        known = self._cells.infos[self.book].properties
        self._were = {name: known.get(name, str(START)) for name in extra}
        self._opened.write(self._whole(self.book, extra), self._opened.grids(self._cells))

    def save(self) -> None:
        self._opened.save()

    def put_back(self) -> None:
        self._opened.put_back(self._cells, self._unsaved(None), self._were)

    def done(self) -> None:
        if self.saves:
            self._opened.presses.forget()
        elif self._entries:
            self._opened.presses.keep(self._unsaved(self._entries[-1]))
