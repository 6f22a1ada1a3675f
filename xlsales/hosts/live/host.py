"""An office with one workbook open in a spreadsheet program.

The open workbook is read and changed where it is, unsaved rows included; all others are files. A
press that gives numbers, makes documents, changes another workbook or does what others wait for
(``Button.saves``) saves the open one as part of it; any other leaves saving to the person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsales.buttons import BY_ID
from xlsales.core.arrangement import Arrangement
from xlsales.core.grid import Grid
from xlsales.core.outcome import Outcome
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.rules.reading import LEFT_BESIDE
from xlsales.forms.tables import tables_of
from xlsales.hosts.file import FileHost, Progress, ours
from xlsales.hosts.live.arranging import beside_open, restorable, surroundings
from xlsales.hosts.live.native import native_of
from xlsales.hosts.live.reading import read_open
from xlsales.hosts.live.taking_back import Presses, Unsaved
from xlsales.hosts.live.writing import write_open
from xlsales.hosts.memory import Change, Sheet
from xlsales.hosts.saving import Entry, Restoring, Saving
from xlsales.hosts.undoing import LosesChanges
from xlsales.office.beside import Beside
from xlsales.office.editing import BookChange, Restored, blank_report
from xlsales.office.editing.change import CODE, SAID
from xlsales.office.folder import HIDDEN
from xlsales.office.journal import START
from xlsales.office.keeping import stamp
from xlsales.office.locks import Lock
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    import xlwings as xw


class LiveHost(FileHost):
    """The workbooks of an office folder, one of them open in Excel or LibreOffice."""

    def __init__(
        self,
        root: Path,
        workbook: xw.Book,
        progress: Progress = lambda *_: None,
        lock: Lock | None = None,
    ) -> None:
        """Find the workbooks; ``workbook`` is the open one.

        Raises:
            Unusable: as of :class:`FileHost`, or the open workbook is no standard workbook.
        """
        super().__init__(root, progress, lock)
        self.workbook = workbook
        self.book: Book = self._named(Path(workbook.fullname))
        self._native = native_of(workbook)
        info = self.infos[self.book]
        now = {**info.properties, **ours(self._native.properties())}
        self.infos[self.book] = replace(info, properties=now)
        self._presses = Presses(root / HIDDEN, self.book)
        self._going: dict[str, list[Restored]] = {}
        """What a person put into and beside rows that go with the press, by table."""

    def _named(self, path: Path) -> Book:
        for book, found in self.folder.books.items():
            if found.path.samefile(path):
                return book
        trouble = next((w for p, w in self.folder.troubles.items() if p.samefile(path)), None)
        if trouble is not None:
            raise Unusable(*trouble)
        raise Unusable(
            f"{path.name} 不是本系统的标准工作簿。请打开标准工作簿再点按钮。",
            f"{path.name} is no standard workbook. Open one of those and press the button there.",
        )

    # --- reading --------------------------------------------------------------------------

    def _read(self, book: Book) -> list[Grid]:
        if book != self.book:
            return super()._read(book)
        return read_open(self.workbook, book, self.infos[book].lang, tables_of(book.kind))

    def _beside(self, grid: Grid) -> Mapping[int, Sequence[Beside]]:
        if grid.book != self.book:
            return super()._beside(grid)
        found = surroundings(self._native, grid.table.name, grid.first_row + len(grid.cells) - 1)
        return beside_open(found, _own(grid), grid.lang) if found else {}

    # --- editing --------------------------------------------------------------------------

    def arranged(self, sheet: Sheet, arrangement: Arrangement) -> None:
        """Keep how a table's rows stand, and what a person put into and beside those that go."""
        grid, last = sheet.grid, arrangement.first + arrangement.count - 1
        found = surroundings(self._native, grid.table.name, last)
        if grid.book == self.book and found is not None:
            kept = restorable(found, arrangement.gone, _own(grid))
            self._going.setdefault(grid.table.name, []).extend(kept)
        super().arranged(sheet, arrangement)

    # --- saving ---------------------------------------------------------------------------

    def commit(
        self,
        documents: Mapping[str, bytes],
        keep: int,
        replacing: Collection[str] = (),
        entries: Sequence[Entry] = (),
    ) -> list[Path]:
        """Make the changes in the open workbook, and save what must be saved: all or none.

        Raises:
            Unusable: as of :class:`FileHost`, or the program could not save the open workbook;
                nothing has changed.
        """
        changes = tuple(change for entry in entries for change in entry.changes)
        saves = bool(
            documents
            or any(entry.numbers or BY_ID[entry.button].saves for entry in entries)
            or self.recording.gives
            or any(book != self.book for book in self.pending)
        )
        mine = _Open(self, [change for change in changes if change.book == self.book], saves=saves)
        mine.note(self._changes.get(self.book), self._going)
        saved = self._save(Saving(self, keep, entries, open_book=mine), documents, replacing)
        if saves:
            self._presses.forget()
        elif entries:
            self._presses.keep(mine.press(entries[-1]))
        self._going.clear()
        return saved

    def write_into(self, change: BookChange) -> None:
        """Make changes in the open workbook, in one step of its program's own undo.

        Raises:
            Unusable: they could not be made; the workbook is as it was.
        """
        write_open(self.workbook, change, self._grids())

    def put_back(self, press: Unsaved, properties: Mapping[str, str] | None = None) -> None:
        """Take a press in the open workbook back; its ``properties`` are as given then."""
        report = blank_report(self.infos[self.book].lang, LEFT_BESIDE.code)
        change = press.back(self._grids(), report)
        for table, arrangement in change.arranged.items():
            self.sheets[self.book, table].arrange(arrangement)
        self.write_into(replace(change, properties=properties or {}))

    def _grids(self) -> dict[str, Grid]:
        return {name: each.grid for (book, name), each in self.sheets.items() if book == self.book}

    def save_workbook(self) -> None:
        """Have the program save the open workbook.

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
        """Save the open workbook if the person has typed since it was last saved."""
        if self._native.is_modified():
            self.save_workbook()

    # --- undo -----------------------------------------------------------------------------

    def settle(self, book: Book) -> None:
        """Save what was typed, so that an *Undo* from a backup does not lose it."""
        if book == self.book:
            self.save_typed()
            self._seen[book] = stamp(self.path(book))

    def take_back(self, *, force: bool) -> tuple[Outcome, tuple[Change, ...]] | None:
        """Take back the last press that was not saved; None if there is none.

        Raises:
            Refusal: its cells were changed since, and ``force`` is off.
        """
        self.load(self.book)
        grids = self._grids()
        last, before = self._presses.last(grids)
        if last is None:
            return None
        name = Path(self.workbook.fullname).name
        if not (force or last.holds(grids)):
            raise LosesChanges(
                f"{name} 在该次操作（{last.said.zh}）之后又有改动，撤销会丢失这些改动，未撤销。",
                f"{name} was changed after that press ({last.said.en}). "
                "Undo would lose those changes and was not done.",
            )
        self.put_back(last)
        self._presses.keep_first(before)
        reply = {"restored": self.infos[self.book].path}
        notes = (Words(f"已撤销：{last.said.zh}。", f"Undone: {last.said.en}."),)
        turned = tuple(replace(c, was=c.now, now=c.was) for c in last.changes)
        return Outcome(reply=reply, notes=notes), turned

    def to_take_back(self) -> tuple[Words, tuple[Change, ...]] | None:
        """Return the last press that was not saved, and the cells that it changed."""
        self.load(self.book)
        last, _ = self._presses.last(self._grids())
        return (last.said, last.changes) if last else None

    def restore(self, restoring: Restoring, keep: int, entry: Entry) -> None:
        """Put a backup in the open workbook's place: it is closed and opened again."""
        if restoring.book != self.book:
            super().restore(restoring, keep, entry)
            return
        app, path = self.workbook.app, self.workbook.fullname
        sheet = self.workbook.sheets.active.name
        self.workbook.close()
        try:
            super().restore(restoring, keep, entry)
        finally:
            self.workbook = app.books.open(path)
            if sheet in [each.name for each in self.workbook.sheets]:
                self.workbook.sheets[sheet].activate()
            self._native = native_of(self.workbook)
        self._presses.forget()


def _own(grid: Grid) -> frozenset[int]:
    return frozenset(position + 1 for position in grid.columns.values())


class _Open:
    """The open workbook, as one press saves it."""

    def __init__(self, host: LiveHost, changes: Sequence[Change], *, saves: bool) -> None:
        self.book = host.book
        self.saves = saves
        self.changes = tuple(changes)
        self._host = host
        self._more: dict[str, Any] = {}
        self._were: dict[str, str] = {}
        """The heads of journals that the workbook knew before."""

    def note(self, change: BookChange | None, going: Mapping[str, Sequence[Restored]]) -> None:
        """Keep what else takes the press back: how rows stand, and what stood beside those gone."""
        if change is not None:
            lines = change.report.rows if change.report else ()
            left = frozenset(str(r[SAID - 1]) for r in lines if r[CODE - 1] == LEFT_BESIDE.code)
            self._more = {"arranged": change.arranged, "restored": dict(going), "left": left}

    def press(self, entry: Entry | None) -> Unsaved:
        """Return what takes the press back."""
        return Unsaved.of(entry, self.changes, **self._more)

    def save_as_typed(self) -> None:
        if self.saves:
            self._host.save_typed()

    def change(self, extra: Mapping[str, str]) -> None:
        known = self._host.infos[self.book].properties
        self._were = {name: known.get(name, str(START)) for name in extra}
        self._host.write_into(self._host.whole_change(self.book, extra))

    def save(self) -> None:
        self._host.save_workbook()

    def put_back(self) -> None:
        self._host.put_back(self.press(None), self._were)
