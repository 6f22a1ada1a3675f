"""What changed goes into the files of an office and its open workbook: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from xlsales.buttons import EVERY
from xlsales.core.finding import Finding
from xlsales.core.outcome import Document
from xlsales.core.row import Book, Table
from xlsales.core.words import Words
from xlsales.forms.choices import Kind
from xlsales.forms.settings import settings_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.freshening import freshen
from xlsales.hosts.files.opened import Taken
from xlsales.hosts.files.papers import note_left, rendered, said_otherwise, stands
from xlsales.hosts.files.saving import Saving
from xlsales.hosts.files.showing import marks_of, report_of
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.files.task import Restoring, Task, whole_change
from xlsales.hosts.lists import fresh_lists
from xlsales.hosts.saver import Entry, Saved
from xlsales.office.editing import BookChange
from xlsales.office.editing.legend import as_of
from xlsales.office.saving import journal, keeping
from xlsales.office.unusable import Unusable

_KEEP = 20


class FileSaver:
    """Saves what changed in the cells of an office folder."""

    def __init__(self, cells: Cells, source: FolderSource) -> None:
        """Take the cells, and the folder that they were read from."""
        self._cells = cells
        self._source = source

    # --- what a press asks ----------------------------------------------------------------

    def show(self, book: Book, found: Sequence[Finding]) -> None:
        """Have findings shown in a workbook by marks and a sheet, from when it is saved."""
        change = self._cells.change(book)
        change.marks = marks_of(self._cells, book, found)
        change.report = report_of(self._cells, book, found)

    def say_as_of(self, book: Book, tables: Iterable[Table], moment: datetime) -> None:
        """Have computed tables of a workbook say as of when they are, if it is saved anyhow."""
        change = self._cells.changes.get(book)
        if change is not None:
            text = as_of(moment, self._cells.infos[book].lang)
            change.legends = {table.name: text for table in tables}

    def save(self, entry: Entry, documents: Sequence[Document], *, feeds: bool) -> Saved:
        """Save a press: all that changed, its documents, its line of the journal, or nothing.

        Raises:
            Unusable: as of :meth:`commit`.
        """
        cells, lang, root = self._cells, self._cells.lang, self._source.root
        store = self._source.store
        made: list[Document] = []
        standing: list[Document] = []
        for each in documents:
            (standing if stands(each, lang, root, store) else made).append(each)
        notes = (*map(_stands, standing), *said_otherwise(made, lang, root))
        files = tuple(each.path.said(lang) for each in standing)
        if cells.changes or made:
            papers = rendered(made, lang, root)
            replacing = {paper.path.said(lang) for paper in made if paper.replaces}
            fresh = self._all([replace(entry, books=tuple(cells.changes))], papers, replacing)
            for document, name in zip(made, fresh, strict=True):
                note_left(document, lang, root / name, store)
            files += fresh
        if feeds:
            freshen(cells, self._source)
        return Saved(files, notes)

    def save_together(self, entries: Sequence[Entry], papers: Mapping[str, bytes]) -> None:
        """Save presses that waited, with documents by path; the same promise as of one."""
        self._all(entries, papers)

    def _all(
        self,
        entries: Sequence[Entry],
        papers: Mapping[str, bytes],
        replacing: Collection[str] = (),
    ) -> tuple[str, ...]:
        """Save with drop-down lists as they are now; return the paths that the documents got."""
        keep = settings_of(self._cells.office((Kind.MASTERS,))).backups
        changes = self._cells.changes
        fresh = fresh_lists(self._cells.office, {book.kind for book in changes})
        for book, change in changes.items():
            change.lists = fresh[book.kind]
        made = self.commit(papers, keep, replacing, entries)
        return tuple(self._source.folder.relative(path) for path in made)

    # --- saving ---------------------------------------------------------------------------

    @property
    def keep(self) -> int:
        """How many backups of a workbook are kept."""
        try:
            return settings_of(self._cells.office((Kind.MASTERS,))).backups
        except Unusable:
            return _KEEP  # the masters may be the very workbook that is to be restored

    def commit(
        self,
        documents: Mapping[str, bytes],
        keep: int,
        replacing: Collection[str] = (),
        entries: Sequence[Entry] = (),
        moves: Mapping[str, str] | None = None,
    ) -> list[Path]:
        """Save every changed workbook, the documents and the journal's lines: all or none.

        Returns the documents' paths; what else is meant by what is given says :class:`Task`.

        Raises:
            Unusable: a workbook is open elsewhere, read-only, changed meanwhile or cannot be
                edited, or its program could not save it; nothing has changed.
        """
        task = Task(keep, entries, documents, replacing, moves=moves or {})
        opened = self._source.opened
        if opened is None:
            return self.run(task)
        whole = partial(whole_change, self._cells, self._source)
        saves = bool(documents or moves) or self._must_save(entries, opened.book)
        press = opened.pressed(self._cells, entries, whole, saves=saves)
        made = self.run(replace(task, opened=press))
        press.done()
        return made

    def _must_save(self, entries: Sequence[Entry], opened: Book) -> bool:
        """Whether the open workbook's file must hold what presses did: others build on it."""
        sheets = self._cells.sheets.values()
        return (
            any(entry.numbers or EVERY[entry.button].saves for entry in entries)
            or any(sheet.has_changed_record for sheet in sheets)
            or any(book != opened for book in self._cells.changes)
        )

    def run(self, task: Task) -> list[Path]:
        """Save; return the documents' paths. The same promises as of :meth:`commit`."""
        cells, source = self._cells, self._source
        with source.lock:
            source.recover()
            written = Saving(cells, source, task).run()
            for book in cells.changes:
                info = cells.infos[book]
                heads = {journal.PROPERTY + name: str(h) for name, h in written.heads.items()}
                cells.know(book, replace(info, properties={**info.properties, **heads}))
                source.rewritten(info)
        source.remember()
        for book in cells.changes:
            kept = source.known.workbooks[written.recording.becomes(book)]
            source.heads[cells.infos[book].path] = kept.heads
        for now, was in cells.owned.items():
            source.folder.books[now] = source.folder.books.pop(was)
        cells.settle()
        return list(written.papers)

    # --- what tools ask -------------------------------------------------------------------

    def accept(self, book: Book, entry: Entry) -> None:
        """Let a workbook's older content stand, or no longer miss one that is gone.

        The same promises as of :meth:`commit`.
        """
        gone, keep = self._source.folder.gone, self.keep
        if book in gone:
            self.run(Task(keep, (entry,), forgets=(book,)))
            del gone[book]
            return
        del self._source.folder.older[book]
        self._cells.change(book)
        self.run(Task(keep, (entry,)))

    def restore(self, restoring: Restoring, entry: Entry) -> None:
        """Put a backup in a workbook's place; the same promises as of :meth:`commit`.

        An open one is closed and opened again.
        """
        book, opened, keep = restoring.book, self._source.opened, self.keep
        is_open = opened is not None and book == opened.book
        with opened.closed() if opened is not None and is_open else nullcontext():
            self._source.folder.older.pop(book, None)
            self._cells.change(book)
            self.run(Task(keep, (entry,), restoring=restoring))
            self._cells.forget(book)

    def check_closed(self, books: Iterable[Book]) -> None:
        """Make sure that none of these is open but the one that is pressed in.

        Raises:
            Unusable: some are, and by whom.
        """
        mine = self._source.opened.book if self._source.opened is not None else None
        infos = self._cells.infos
        keeping.check_closed(self._source.path(infos[book]) for book in books if book != mine)

    def rebuild(self, changes: Mapping[Book, BookChange], entry: Entry) -> None:
        """Save workbooks that become ones of the newest form; the same promises as of one press.

        An open one is closed and opened again.
        """
        cells, opened, keep = self._cells, self._source.opened, self.keep
        is_open = opened is not None and opened.book in changes
        if opened is not None and is_open:
            with suppress(Unusable):  # in an office without records it is put on record as it is
                cells.load(opened.book)
        with opened.closed() if opened is not None and is_open else nullcontext():
            cells.changes |= changes
            self.run(Task(keep, (entry,)))
            for book in changes:
                self._source.raised(book)
                cells.forget(book)

    def settle(self, book: Book) -> None:
        """Make sure that a workbook's file holds all that was typed: a closed one's does."""
        opened = self._source.opened
        if opened is not None and book == opened.book:
            opened.save_typed()
            self._source.rewritten(self._cells.infos[book])

    def take_back(self, *, force: bool) -> Taken | None:
        """Take back the last press that was not saved; None if there is none.

        Raises:
            Refusal: its cells were changed since, and ``force`` is off.
        """
        opened = self._source.opened
        return None if opened is None else opened.take_back(self._cells, force=force)

    def to_take_back(self) -> Taken | None:
        """Return the press that :meth:`take_back` would take back, and the cells it changed."""
        opened = self._source.opened
        return None if opened is None else opened.to_take_back(self._cells)


def _stands(document: Document) -> Words:
    path = document.path
    return Words(
        f"自上次计算以来没有变化，{path.zh} 保持原样。",
        f"Nothing has changed since it was last computed; {path.en} stays as it is.",
    )
