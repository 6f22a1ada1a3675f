"""Closed workbooks: read from the office folder, saved all or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import Edit, SetProperty
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.derive.new import new_workbook
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.forms.tables import YEARLY, tables_of
from xlsales.hosts.memory import Change, MemoryHost, Sheet
from xlsales.office import journal, keeping
from xlsales.office.folder import HIDDEN, Folder, scan
from xlsales.office.package import opened, properties
from xlsales.office.reader import read_workbook
from xlsales.office.unusable import Unusable
from xlsales.office.writer import BookChange, Mark, Report, write

Progress = Callable[[int, int, Words, str], None]
"""Told what is being done: how many done, of how many, what, with which file."""


class FileHost(MemoryHost):
    """The workbooks of an office folder. Edits stay in memory until :meth:`commit`."""

    def __init__(self, root: Path, progress: Progress = lambda *_: None) -> None:
        """Find the workbooks; none is read yet. ``progress`` is told what is being done.

        Raises:
            Unusable: the folder is missing or is no office.
        """
        self.folder: Folder = scan(root)
        masters = self.folder.books.get(Book(Kind.MASTERS))
        super().__init__(masters.identity.lang if masters else Lang.ZH)
        for book, found in self.folder.books.items():
            identity = found.identity
            path = self.folder.relative(found.path)
            self.infos[book] = BookInfo(path, identity.lang, identity.properties)
        self._loaded: set[Book] = set()
        self._new: set[Book] = set()
        self._changes: dict[Book, BookChange] = {}
        self._progress = progress

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
            self._progress(n, len(books), Words("读取", "Reading"), self.infos[book].path)
            self._load(book)
        return super().office(wanted)

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
        lang = self.infos[book].lang
        for grid in read_workbook(self.path(book), book, lang, tables_of(book.kind)):
            self.sheets[book, grid.table.name] = Sheet(grid)
        self._loaded.add(book)

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
        cells = self._change(grid.book).cells.setdefault(grid.table.name, {})
        for change in changes:
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
        self, documents: Mapping[str, bytes], keep: int, replacing: Collection[str] = ()
    ) -> list[Path]:
        """Save every changed workbook, then the documents: written beside, flushed, renamed.

        ``documents`` by path within the office. A document whose name is taken is not
        overwritten, unless it is among ``replacing`` and was not approved: its file gets `` (2)``
        and so on. Returns the documents' paths. If anything fails before the renaming, nothing
        has changed.

        Raises:
            Unusable: a workbook is open elsewhere, read-only, or cannot be edited.
        """
        books: dict[Path, Path] = {}
        papers: dict[Path, Path] = {}
        try:
            for n, (book, change) in enumerate(self._changes.items()):
                path = self.path(book)
                saving = Words("保存", "Saving")
                self._progress(n, len(self._changes), saving, self.infos[book].path)
                keeping.check_writable(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                part = keeping.beside(path)
                books[part] = path
                self._write(book, path, part, change)
                keeping.flush(part)
            for name, data in documents.items():
                final = self.root / name
                if name in replacing and not is_approved(final):
                    keeping.check_writable(final)
                else:
                    final = free(final)
                final.parent.mkdir(parents=True, exist_ok=True)
                part = keeping.beside(final)
                papers[part] = final
                part.write_bytes(data)
                keeping.flush(part)
        except BaseException as trouble:
            for part in (*books, *papers):
                part.unlink(missing_ok=True)
            if isinstance(trouble, OSError):
                raise _disk(trouble) from trouble
            raise
        for path in books.values():
            keeping.back_up(path, self.root / HIDDEN, keep)
        keeping.settle(books)
        keeping.settle(papers)
        self._loaded |= self._new
        self._new.clear()
        self._changes.clear()
        return list(papers.values())

    def _write(self, book: Book, path: Path, part: Path, change: BookChange) -> None:
        for table in change.cells:
            change.last_rows[table] = self.sheets[book, table].last_row
        change.properties = {
            name: value
            for name, value in self.infos[book].properties.items()
            if name.startswith("xlsales.") and name not in _FIXED
        }
        if book in self._new:
            blank = part.with_suffix(".blank.xlsx")
            new_workbook(blank, book, self.infos[book].lang)
            try:
                if change.cells or change.properties:
                    write(blank, part, change)
                else:
                    shutil.copyfile(blank, part)
            finally:
                blank.unlink(missing_ok=True)
        else:
            write(path, part, change)

    def log(
        self,
        user: str,
        moment: datetime,
        button: str,
        changes: Sequence[Change],
        files: Sequence[str],
    ) -> None:
        """Write what was done into the journal."""
        books = tuple(dict.fromkeys(change.book for change in changes))
        journal.append(
            self.root / HIDDEN,
            user,
            moment,
            button,
            [self.infos[book].path for book in books],
            [
                {
                    "workbook": self.infos[change.book].path,
                    "table": change.table,
                    "row": change.row,
                    "column": change.column,
                    "from": journal.as_json(change.was),
                    "to": journal.as_json(change.now),
                }
                for change in changes
            ],
            files,
        )


_FIXED = frozenset(
    {"xlsales.kind", "xlsales.owner", "xlsales.year", "xlsales.lang", "xlsales.form_version"}
)
"""The properties that say what a workbook is; a macro never changes them."""


APPROVED = "xlsales.approved"
"""The property of a score sheet that is frozen: it is never overwritten."""


def is_approved(path: Path) -> bool:
    """Return whether a generated workbook was approved; one that cannot be read counts as such."""
    if not path.exists():
        return False
    try:
        with opened(path) as package:
            return APPROVED in properties(path, package)
    except Unusable:
        return True


def free(path: Path) -> Path:
    """Return the path, or the first numbered one beside it that is not taken."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def _disk(trouble: OSError) -> Unusable:
    name = Path(str(trouble.filename)).name if trouble.filename else ""
    return Unusable(
        f"没有写成，原来的文件都没有改动：{name} {trouble.strerror}。请检查磁盘空间和权限后再试。",
        f"Nothing was saved and no file changed: {name} {trouble.strerror}. "
        "Check disk space and rights, then try again.",
    )
