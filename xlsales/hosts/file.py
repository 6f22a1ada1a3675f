"""Closed workbooks: read from the office folder, saved all or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlsales.buttons import Button
from xlsales.core.arrangement import Arrangement
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import Edit, Outcome, SetOwner, SetProperty
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.derive.new import new_workbook
from xlsales.flow.numbering import PROPERTY
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.forms.tables import YEARLY, tables_of
from xlsales.hosts.memory import Change, MemoryHost, Sheet
from xlsales.hosts.recording import Recording, held_against
from xlsales.hosts.saving import Entry, Restoring, Saving
from xlsales.office import editing, given, journal
from xlsales.office.beside import Beside
from xlsales.office.commit import changed_meanwhile, left_over, recover
from xlsales.office.editing import BookChange, Mark, Report
from xlsales.office.editing.legend import as_of
from xlsales.office.folder import HIDDEN, Folder, check_office, no_workbook, scan
from xlsales.office.journal import Head
from xlsales.office.keeping import Stamp, stamp
from xlsales.office.known import Kept, Known, known
from xlsales.office.locks import Lock
from xlsales.office.package import Identity
from xlsales.office.reader import read_workbook
from xlsales.office.unusable import Unusable

Progress = Callable[[int, int, Words, str], None]
"""Told what is being done: how many done, of how many, what, with which file."""


class FileHost(MemoryHost):
    """The workbooks of an office folder. Edits stay in memory until :meth:`commit`."""

    def __init__(
        self,
        root: Path,
        progress: Progress = lambda *_: None,
        lock: Lock | None = None,
    ) -> None:
        """Find the workbooks; none is read yet. ``progress`` is told what is being done.

        A ``lock`` that is held keeps others from writing between what is read and what is saved;
        without one the office is locked while it is saved, and what others saved since stops
        that. What an interrupted command had begun is finished or rolled back first and told in
        ``recovered``, and so are files that were passed over.

        Raises:
            Unusable: the folder is missing or is no office, or what was begun cannot be settled.
        """
        check_office(root)
        self.lock = lock or Lock(root / HIDDEN)
        self.recovered: list[Words] = []
        self.known: Known = known(root / HIDDEN)  # before it is seen that nobody is writing
        if left_over(root / HIDDEN):
            with self.lock:
                self.recovered = recover(root, root / HIDDEN)
                self.known = known(root / HIDDEN)
        self.folder: Folder = scan(root, self.known)
        self.recovered += self.folder.ignored()
        masters = self.folder.books.get(Book(Kind.MASTERS))
        super().__init__(masters.identity.lang if masters else Lang.ZH)
        self._heads: dict[Book, Mapping[str, Head]] = {}
        """The heads of journals that each workbook's file has, whatever an open one has."""
        for book, found in self.folder.books.items():
            identity = found.identity
            path = self.folder.relative(found.path)
            self.infos[book] = BookInfo(path, identity.lang, identity.properties)
            self._heads[book] = journal.heads_in(identity.properties)
        self._loaded: set[Book] = set()
        self._new: set[Book] = set()
        self._changes: dict[Book, BookChange] = {}
        self.recording = Recording(self)
        self._seen = {book: found.stamp for book, found in self.folder.books.items()}
        self.progress = progress

    @property
    def root(self) -> Path:
        """The office folder."""
        return self.folder.root

    def path(self, book: Book) -> Path:
        """Return where a workbook lies, or will lie."""
        return self.root / self.infos[book].path

    # --- reading --------------------------------------------------------------------------

    def office(self, kinds: Iterable[str]) -> Office:
        """Return the rows of every workbook of these kinds, reading those not read yet.

        Raises:
            Unusable: one that is needed is damaged, newer, or there twice.
        """
        wanted = set(kinds)
        self.folder.needed(wanted)
        books = [book for book in self.infos if book.kind in wanted and book not in self._loaded]
        for n, book in enumerate(books):
            self.progress(n, len(books), Words("读取", "Reading"), self.infos[book].path)
            self.load(book)
        return super().office(wanted)

    def gate(self, button: Button, *, writes: bool) -> tuple[Words, ...]:
        """Let a press pass if the workbooks that it reads are all there, and the newest.

        Returns what is to be said to a person all the same. Raises:
            Unusable: one is gone, or was put back to an older content and the press writes.
        """
        kinds = set(button.reads)
        if button.surveys and not writes:
            return ()
        self.folder.complete(kinds)
        if writes:
            self.folder.newest(kinds)
        old = (found for book, found in sorted(self.folder.older.items()) if book.kind in kinds)
        return tuple(Words(found.message(Lang.ZH), found.message(Lang.EN)) for found in old)

    def about(self, kinds: Collection[str]) -> list[Finding]:
        """Return what is wrong with workbooks of these kinds as a whole: gone, put back."""
        found = {**self.folder.gone, **self.folder.older}
        return [each for book, each in sorted(found.items()) if book.kind in kinds]

    def known_of(self, book: Book) -> BookInfo:
        """Return a workbook's properties, with the last numbers that the office remembers.

        They are told with the masters, whichever workbook had given them.
        """
        info = super().known_of(book)
        if book.kind != Kind.MASTERS:
            return info
        last = {PROPERTY + stem: str(count) for stem, count in self.known.numbers.items()}
        return replace(info, properties={**info.properties, **last})

    def named(self, path: Path, kinds: Sequence[str], button: Words) -> Book:
        """Return the workbook that a person named by its file.

        Raises:
            Unusable: it is no standard workbook, cannot be used, or the button is not for it.
        """
        if path in self.folder.troubles:
            raise Unusable(*self.folder.troubles[path])
        absent = self._absent(path)
        if absent is not None:
            finding = self.folder.gone[absent]
            raise Unusable(finding.message(Lang.ZH), finding.message(Lang.EN))
        if not path.is_file():
            raise no_workbook(path)
        book = next((b for b, found in self.folder.books.items() if found.path == path), None)
        if book is None:
            raise Unusable(
                f"{path.name} 不是本系统的标准工作簿。请用 xlsales new 建立。",
                f"{path.name} is no standard workbook. Make one with xlsales new.",
            )
        if book.kind not in kinds:
            suits = [kind for kind in Kind if kind in kinds]
            raise Unusable(
                f"“{button.zh}”用于{'、'.join(kind.words.zh for kind in suits)}，"
                f"{path.name} 是{Kind(book.kind).words.zh}。",
                f"{button.en} belongs to: {', '.join(kind.words.en for kind in suits)}; "
                f"{path.name} is another kind ({Kind(book.kind).words.en}).",
            )
        return book

    def formerly(self, path: Path) -> Book | None:
        """Return what a damaged workbook was, or one that is gone, so that it can be restored."""
        if path not in self.folder.troubles:
            return self._absent(path)
        name = self.folder.relative(path)
        for book, kept in self.known.workbooks.items():
            if kept.path == name and book not in self.folder.books:
                return book
        return None

    def _absent(self, path: Path) -> Book | None:
        """Return the workbook that is gone from a path, or lies there in another format."""
        for book, finding in self.folder.gone.items():
            if path in {self.root / str(finding.facts.get(at, "")) for at in ("file", "other")}:
                return book
        return None

    def name_of(self, book: Book) -> str | None:
        """Return a workbook's path within the office, or the one that it had; None if unknown."""
        if book in self.infos:
            return self.infos[book].path
        finding = self.folder.gone.get(book)
        if finding is not None:
            return str(finding.facts["file"])
        kept = self.known.workbooks.get(book)
        return kept.path if kept else None

    def names_of(self, book: Book) -> frozenset[str]:
        """Return the paths that a workbook has and had, by which the journal names it."""
        kept = self.known.workbooks.get(book)
        names = (self.name_of(book), kept.path if kept else None)
        return frozenset(name for name in names if name)

    def renew(self, book: Book, identity: Identity) -> None:
        """Take a workbook for what its content is that is about to take its place."""
        name = self.name_of(book)
        assert name is not None
        old = self.infos.get(book)
        properties = {**(old.properties if old else {}), **identity.properties}
        self.infos[book] = BookInfo(name, identity.lang, properties)
        self._heads[book] = journal.heads_in(properties)
        self._seen[book] = stamp(self.path(book))
        self.folder.troubles.pop(self.path(book), None)

    def made(self, book: Book) -> Book:
        """Make a workbook that the office lacks, to be saved with the press; return it.

        Raises:
            Unusable: it is one that a macro does not make by itself, or one that is gone.
        """
        if book in self.folder.gone:
            self.folder.complete({book.kind})
        if book.kind not in YEARLY:
            name = workbook_path(book, self.lang)
            raise Unusable(
                f"办公文件夹中没有 {name}。请用 xlsales new {book.kind} 建立。",
                f"The office has no {name}. Make it with xlsales new {book.kind}.",
            )
        self.add_book(book)
        return book

    def load(self, book: Book) -> None:
        """Read a workbook, unless it was read already."""
        if book in self._loaded or book in self._new:
            return
        records = self.recording.of(book)
        for grid in self._read(book):
            self.sheets[book, grid.table.name] = held_against(grid, records)
        self._loaded.add(book)

    def put_right(self, book: Book) -> list[Change]:
        """Have given cells that were typed over hold again what a button gave them."""
        changes: list[Change] = []
        for sheet in self.sheets_of(book):
            mine = sheet.put_right()
            if mine:
                self.changed(sheet, mine)
                changes += mine
        return changes

    def sheets_of(self, book: Book) -> list[Sheet]:
        """Return the tables of a workbook, as far as it was read."""
        return [sheet for (each, _), sheet in self.sheets.items() if each == book]

    def _read(self, book: Book) -> list[Grid]:
        path = self.path(book)
        grids = read_workbook(path, book, self.infos[book].lang, tables_of(book.kind))
        if stamp(path) != self._seen.get(book):
            raise changed_meanwhile(path)  # half of one press and half of the next
        return grids

    # --- editing --------------------------------------------------------------------------

    def add_book(self, book: Book) -> None:
        """Make a blank workbook when the office is next saved."""
        super().add_book(book)
        self._new.add(book)
        self._change(book)

    def apply(self, edits: Sequence[Edit]) -> list[Change]:
        """Apply edits to the cells in memory, to be saved by :meth:`commit`."""
        changes = super().apply(edits)
        for edit in edits:
            if isinstance(edit, SetProperty):
                self._change(edit.book)
        return changes

    def _sheet(self, book: Book, table: Table) -> Sheet:
        if book not in self._new:
            self.load(book)
        sheet = self.sheets.get((book, table.name))
        if sheet is None:
            name = self.infos[book].path
            raise Unusable(
                f"{name} 中没有表“{table.title.zh}”（{table.name}）。请从空白工作簿复制过来。",
                f"{name} has no table {table.name}. Copy its sheet over from a blank workbook.",
            )
        return sheet

    def _own(self, edit: SetOwner) -> None:
        super()._own(edit)
        now = edit.now
        self.recording.owned[now] = edit.book
        self._change(edit.book)
        self._changes[now] = self._changes.pop(edit.book)
        self._seen[now] = self._seen.pop(edit.book)
        self.folder.books[now] = self.folder.books.pop(edit.book)
        if edit.book in self._loaded:
            self._loaded.add(now)

    def changed(self, sheet: Sheet, changes: Sequence[Change]) -> None:
        """Keep what to write of a table's changed cells."""
        grid = sheet.grid
        book = self._change(grid.book)
        cells = book.cells.setdefault(grid.table.name, {})
        for change in changes:
            if change.is_name:
                book.names[str(change.was)] = grid.table.name
                continue
            cells[change.row, grid.columns[change.column]] = change.now

    def arranged(self, sheet: Sheet, arrangement: Arrangement) -> None:
        """Keep how a table's rows stand, and where that leaves cells waiting to be written."""
        book, name = sheet.grid.book, sheet.grid.table.name
        change = self._change(book)
        waiting = change.cells.get(name, {})
        moved = ((arrangement.row(row), column, cell) for (row, column), cell in waiting.items())
        change.cells[name] = {(row, column): cell for row, column, cell in moved if row is not None}
        if book not in self._new:
            earlier = change.arranged.get(name)
            change.arranged[name] = earlier.then(arrangement) if earlier else arrangement

    def beside(self, sheet: Sheet) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside a macro's rows, by sheet row.

        Raises:
            Unusable: the workbook cannot be read.
        """
        grid = sheet.grid
        if grid.book in self._new:
            return {}
        change = self._changes.get(grid.book)
        earlier = change.arranged.get(grid.table.name) if change else None
        found = self._beside(grid)
        if earlier is None:
            return found
        moved = ((earlier.row(row), each) for row, each in found.items())
        return {row: each for row, each in moved if row is not None}

    def _beside(self, grid: Grid) -> Mapping[int, Sequence[Beside]]:
        own = {position + 1 for position in grid.columns.values()}
        return editing.beside(self.path(grid.book), grid.table.name, own)

    def _change(self, book: Book) -> BookChange:
        return self._changes.setdefault(book, BookChange())

    def show(self, book: Book, marks: Sequence[Mark], report: Report) -> None:
        """Have findings shown in a workbook when it is saved."""
        change = self._change(book)
        change.marks, change.report = marks, report

    def set_lists(self, book: Book, lists: Mapping[str, Sequence[str]]) -> None:
        """Have a workbook's drop-down lists rewritten when it is saved."""
        if book in self._changes:
            self._changes[book].lists = lists

    def say_as_of(self, book: Book, tables: Iterable[Table], moment: dt.datetime) -> None:
        """Have computed tables of a workbook say as of when they are, if it is saved anyhow."""
        if book in self._changes:
            text = as_of(moment, self.infos[book].lang)
            self._changes[book].legends = {table.name: text for table in tables}

    # --- saving ---------------------------------------------------------------------------

    @property
    def pending(self) -> tuple[Book, ...]:
        """The workbooks that have changes to save."""
        return tuple(self._changes)

    def commit(
        self,
        documents: Mapping[str, bytes],
        keep: int,
        replacing: Collection[str] = (),
        entries: Sequence[Entry] = (),
    ) -> list[Path]:
        """Save every changed workbook, the documents and the journal's lines: all or none.

        ``documents`` by path within the office. A document whose name is taken is not
        overwritten, unless it is among ``replacing`` and was not approved: its file gets `` (2)``
        and so on. Returns the documents' paths.

        Raises:
            Unusable: a workbook is open elsewhere, read-only, changed meanwhile or cannot be
                edited; nothing has changed.
        """
        return self._save(Saving(self, keep, entries), documents, replacing)

    def accept(self, book: Book, keep: int, entry: Entry) -> None:
        """Let a workbook's older content stand, or no longer miss one that is gone.

        The same promises as :meth:`commit`.
        """
        if book in self.folder.gone:
            self._save(Saving(self, keep, (entry,), forgets=(book,)), {}, ())
            del self.folder.gone[book]
            return
        del self.folder.older[book]
        self._change(book)
        self._save(Saving(self, keep, (entry,)), {}, ())

    def restore(self, restoring: Restoring, keep: int, entry: Entry) -> None:
        """Put a backup in a workbook's place; the same promises as :meth:`commit`."""
        self.folder.older.pop(restoring.book, None)
        self._change(restoring.book)
        self._save(Saving(self, keep, (entry,), restoring), {}, ())
        for table in tables_of(restoring.book.kind):
            self.sheets.pop((restoring.book, table.name), None)
        self._loaded.discard(restoring.book)

    def settle(self, book: Book) -> None:
        """Make sure that a workbook's file holds all that was typed: a closed one's does."""

    def take_back(self, *, force: bool) -> tuple[Outcome, tuple[Change, ...]] | None:  # noqa: ARG002  # of an open one
        """Take back a press that was not saved; None as there is none in closed workbooks."""
        return None

    def to_take_back(self) -> tuple[Words, tuple[Change, ...]] | None:
        """Return the press that :meth:`take_back` would take back, and the cells it changed."""
        return None

    def _save(
        self, saving: Saving, documents: Mapping[str, bytes], replacing: Collection[str]
    ) -> list[Path]:
        with self.lock:
            self.recovered += recover(self.root, self.root / HIDDEN)
            papers, heads = saving.run(documents, replacing)
            for book in self._changes:
                self._seen[book] = stamp(self.path(book))
                for name, head in heads.items():
                    self._property(SetProperty(book, journal.PROPERTY + name, str(head)))
        self.known = known(self.root / HIDDEN)
        for book in self._changes:
            self._heads[book] = self.known.workbooks[self.recording.turned.get(book, book)].heads
        self._loaded |= self._new
        self._new.clear()
        self._changes.clear()
        self.recording.settle()
        return papers

    def kept(self, heads: Mapping[str, Head], unsaved: Book | None) -> dict[Book, Kept]:
        """Return the workbooks as they are once a press is saved that gives these heads.

        ``unsaved`` is one that the press changes without its file being saved. Those with an older
        content stay as they were known.
        """
        found: dict[Book, Kept] = {}
        for book, info in self.infos.items():
            has = self._heads.get(book, {})
            if book in self._changes and book != unsaved:
                has = {**has, **heads}
            if book not in self.folder.older:
                found[self.recording.turned.get(book, book)] = Kept(info.path, has)
        return found

    def rewritten(self, book: Book) -> None:
        """Know a workbook's file as it is now, since only its lists were written anew."""
        self._seen[book] = stamp(self.path(book))

    def seen(self, book: Book) -> Stamp | None:
        """Return the stamp of a workbook's file as it was read; None for one to be made."""
        return self._seen.get(book)

    def write_blank(self, book: Book, path: Path) -> None:
        """Write a workbook as it is before anything is typed into it."""
        new_workbook(path, book, self.infos[book].lang)

    def write(self, book: Book, source: Path, part: Path, extra: Mapping[str, str]) -> None:
        """Write a workbook's changes, and ``extra`` properties, from ``source`` to ``part``."""
        editing.edit(source, part, self.whole_change(book, extra))

    def whole_change(self, book: Book, extra: Mapping[str, str]) -> BookChange:
        """Return all that is to change in a workbook, ``extra`` properties included."""
        change = self._changes[book]
        extra = {**extra, given.PROPERTY: "1"}
        for table in change.cells:
            change.last_rows[table] = self.sheets[book, table].last_row
        kept = {**self.infos[book].properties, **extra}
        for stem, count in self.known.numbers.items():
            if PROPERTY + stem in kept:  # a workbook put back must not fall behind
                kept[PROPERTY + stem] = str(max(count, _number(kept[PROPERTY + stem])))
        change.properties = ours(kept)
        if book in self.recording.owned:
            change.properties[_OWNER] = book.owner
        return change


def ours(properties: Mapping[str, str]) -> dict[str, str]:
    """Return the properties in which macros keep what a workbook is to remember."""
    return {
        name: value
        for name, value in properties.items()
        if name.startswith("xlsales.") and name not in _FIXED
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


_OWNER = "xlsales.owner"
_FIXED = frozenset({"xlsales.kind", _OWNER, "xlsales.year", "xlsales.lang", "xlsales.form_version"})
"""The properties that say what a workbook is; a macro changes none of them but by ``SetOwner``."""
