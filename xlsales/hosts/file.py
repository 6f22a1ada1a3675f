"""Closed workbooks: read from the office folder, saved all or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import Edit, Outcome, SetProperty
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.derive.new import new_workbook
from xlsales.flow.numbering import PROPERTY
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.forms.tables import YEARLY, tables_of
from xlsales.hosts.memory import Change, MemoryHost, Sheet
from xlsales.hosts.saving import Entry, Restoring, Saving
from xlsales.office import backups, editing, journal
from xlsales.office.commit import changed_meanwhile, left_over, recover
from xlsales.office.editing import BookChange, Mark, Report
from xlsales.office.folder import HIDDEN, Folder, check_office, scan
from xlsales.office.keeping import Stamp, stamp
from xlsales.office.known import Known, known
from xlsales.office.locks import Lock
from xlsales.office.package import identify
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
        if left_over(root / HIDDEN):
            with self.lock:
                self.recovered = recover(root, root / HIDDEN)
        self.folder: Folder = scan(root)
        self.recovered += self.folder.ignored()
        self.known: Known = known(root / HIDDEN)
        masters = self.folder.books.get(Book(Kind.MASTERS))
        super().__init__(masters.identity.lang if masters else Lang.ZH)
        for book, found in self.folder.books.items():
            identity = found.identity
            path = self.folder.relative(found.path)
            self.infos[book] = BookInfo(path, identity.lang, identity.properties)
        self._loaded: set[Book] = set()
        self._new: set[Book] = set()
        self._changes: dict[Book, BookChange] = {}
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
            self._load(book)
        return super().office(wanted)

    def known_of(self, book: Book) -> BookInfo:
        """Return a workbook's properties, with the last numbers that the office remembers.

        They are told with the masters, whichever workbook had given them.
        """
        info = super().known_of(book)
        if book.kind != Kind.MASTERS:
            return info
        given = {PROPERTY + stem: str(count) for stem, count in self.known.numbers.items()}
        return replace(info, properties={**info.properties, **given})

    def named(self, path: Path, kinds: Sequence[str], button: Words) -> Book:
        """Return the workbook that a person named by its file.

        Raises:
            Unusable: it is no standard workbook, cannot be used, or the button is not for it.
        """
        if path in self.folder.troubles:
            raise Unusable(*self.folder.troubles[path])
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
        """Return what a damaged workbook was, by its backups, so that it can be restored."""
        if path not in self.folder.troubles:
            return None
        name = self.folder.relative(path)
        place = self.root / HIDDEN / "backups"
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            found = backups.backups(folder)
            if found and found[-1].said.get("workbook") == name:
                identity = identify(found[-1].path)
                if identity is None or identity.book in self.folder.books:
                    continue
                given = dict(identity.properties)
                self.infos[identity.book] = BookInfo(name, identity.lang, given)
                self._seen[identity.book] = stamp(path)
                del self.folder.troubles[path]
                return identity.book
        return None

    def made(self, book: Book) -> Book:
        """Make a workbook that the office lacks, to be saved with the press; return it.

        Raises:
            Unusable: it is one that a macro does not make by itself.
        """
        if book.kind not in YEARLY:
            name = workbook_path(book, self.lang)
            raise Unusable(
                f"办公文件夹里没有 {name}。请用 xlsales new {book.kind} 建立。",
                f"The office has no {name}. Make it with xlsales new {book.kind}.",
            )
        self.add_book(book)
        return book

    def _load(self, book: Book) -> None:
        if book in self._loaded or book in self._new:
            return
        for grid in self._read(book):
            self.sheets[book, grid.table.name] = Sheet(grid)
        self._loaded.add(book)

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
            self._load(book)
        sheet = self.sheets.get((book, table.name))
        if sheet is None:
            name = self.infos[book].path
            raise Unusable(
                f"{name} 里没有表“{table.title.zh}”（{table.name}）。请从空白工作簿复制过来。",
                f"{name} has no table {table.name}. Copy its sheet over from a blank workbook.",
            )
        return sheet

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

    def restore(self, restoring: Restoring, keep: int, entry: Entry) -> None:
        """Put a backup in a workbook's place; the same promises as :meth:`commit`."""
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
        self._loaded |= self._new
        self._new.clear()
        self._changes.clear()
        return papers

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
        for table in change.cells:
            change.last_rows[table] = self.sheets[book, table].last_row
        given = {**self.infos[book].properties, **extra}
        for stem, count in self.known.numbers.items():
            if PROPERTY + stem in given:  # a workbook put back must not fall behind
                given[PROPERTY + stem] = str(max(count, _number(given[PROPERTY + stem])))
        change.properties = {
            name: value
            for name, value in given.items()
            if name.startswith("xlsales.") and name not in _FIXED
        }
        return change


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


_FIXED = frozenset(
    {"xlsales.kind", "xlsales.owner", "xlsales.year", "xlsales.lang", "xlsales.form_version"}
)
"""The properties that say what a workbook is; a macro never changes them."""
