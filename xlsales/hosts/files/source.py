"""The workbooks of an office folder, one of them perhaps open in a program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlsales.buttons import Button
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.row import At, Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION
from xlsales.forms.former import lags
from xlsales.forms.rules.workbooks import OLDER_FORM
from xlsales.hosts.files import copies, records, stored
from xlsales.hosts.files.opened import OpenBook
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.source import Progress
from xlsales.office import editing
from xlsales.office.beside import Beside
from xlsales.office.folder import HIDDEN, Folder, check_office, scan
from xlsales.office.packages.package import FORM_PROPERTY, Identity
from xlsales.office.saving import journal
from xlsales.office.saving.commit import changed_meanwhile, left_over, recover
from xlsales.office.saving.journal import Head
from xlsales.office.saving.keeping import Stamp, stamp
from xlsales.office.saving.known import Known, known
from xlsales.office.saving.locks import Lock
from xlsales.office.store.store import Store


class FolderSource:
    """The workbooks of an office folder, as they were when it was looked at."""

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
        ``recovered``, and so are files that were passed over, and later what the store lacks.

        Raises:
            Unusable: the folder is missing or is no office, or what was begun cannot be settled.
        """
        check_office(root)
        self.root = root
        self.hidden = root / HIDDEN
        """The folder in it of journal, backups and locks."""
        self.lock = lock or Lock(self.hidden)
        self.progress = progress
        self.opened: OpenBook | None = None
        self.recovered: list[Words] = []
        self.store = Store(self.hidden, self.recovered.append)
        self.known: Known = known(self.hidden)  # before it is seen that nobody is writing
        if left_over(self.hidden):
            with self.lock:
                self.recover()
                self.remember()
        self.folder: Folder = scan(root, self.known)
        self.recovered += self.folder.ignored()
        masters = self.folder.books.get(Book(Kind.MASTERS))
        self.lang: Lang = masters.identity.lang if masters else Lang.ZH
        self.heads: dict[str, Mapping[str, Head]] = {}
        """The heads of journals that each workbook's file has, whatever an open one has; by path."""
        self.as_typed: dict[Book, Sequence[Grid]] = {}
        """The tables of the open workbook as they were read, whatever a press makes of them."""
        self.contents: dict[Book, str | None] = {}
        """The SHA-256 of each workbook's file that was read."""
        self.noticed: dict[tuple[object, ...], Any] = {}
        """What was found to be typed between two contents (:mod:`xlsales.hosts.files.noticing`)."""
        self._seen: dict[str, Stamp | None] = {}
        self._aside: dict[Path, Finding] = {}
        for found in self.folder.books.values():
            name = self.folder.relative(found.path)
            self.heads[name] = journal.heads_in(found.identity.properties)
            self._seen[name] = found.stamp

    def path(self, info: BookInfo) -> Path:
        """Return where a workbook lies, or will lie."""
        return self.root / info.path

    # --- what is there --------------------------------------------------------------------

    def found(self) -> Mapping[Book, BookInfo]:
        """Return the workbooks; of an open one with the properties that it has there."""
        infos: dict[Book, BookInfo] = {}
        for book, found in self.folder.books.items():
            said, properties = found.identity, found.identity.properties
            if self.opened is not None and book == self.opened.book:
                properties = {**properties, **ours(self.opened.properties())}
            infos[book] = BookInfo(self.folder.relative(found.path), said.lang, properties)
        return infos

    def needed(self, kinds: Collection[str]) -> None:
        """Make sure that every workbook of these kinds can be used.

        Raises:
            Unusable: one is damaged, newer, or there twice.
        """
        self.folder.needed(set(kinds))

    def gate(self, button: Button, *, writes: bool) -> Sequence[Words]:
        """Let a press pass if the workbooks that it reads are all there, and the newest.

        Returns what is to be said to a person all the same.

        Raises:
            Unusable: one is gone, or was put back to an older content and the press writes.
        """
        kinds = set(button.reads)
        if button.surveys and not writes:
            return tuple(found.words for found in self.aside(kinds))
        self.folder.complete(kinds)
        if writes:
            self.folder.newest(kinds)
        old = (found for book, found in sorted(self.folder.older.items()) if book.kind in kinds)
        return tuple(found.words for found in (*old, *self.aside(kinds)))

    def about(self, kinds: Collection[str]) -> Sequence[Finding]:
        """Return what is wrong with workbooks of these kinds: gone, put back, older, copied."""
        found = {**self.folder.gone, **self.folder.older}
        return [
            *(each for book, each in sorted(found.items()) if book.kind in kinds),
            *(each for book, each in sorted(self._older_forms()) if book.kind in kinds),
            *self.aside(kinds),
        ]

    def aside(self, kinds: Collection[str]) -> Sequence[Finding]:
        """Return what is to be said of copies of workbooks of these kinds."""
        for path, copy in self.folder.aside.items():
            if copy.identity.book.kind in kinds and path not in self._aside:
                self._aside[path] = copies.set_aside(self.folder, self.store, copy)
        return [each for each in self._aside.values() if each.place.at.book.kind in kinds]

    def _older_forms(self) -> Iterator[tuple[Book, Finding]]:
        for book, found in self.folder.books.items():
            was = found.identity.form_version
            if was < FORM_VERSION and lags(was, book.kind):
                facts = {"file": self.folder.relative(found.path), "was": was, "now": FORM_VERSION}
                yield book, Finding(OLDER_FORM, Place(At(book, 0)), facts=facts)

    def brought(self, copy: Path) -> None:
        """Know that a copy was merged and is out of the way."""
        self.folder.aside.pop(copy, None)
        self._aside.pop(copy, None)

    @property
    def numbers(self) -> Mapping[str, int]:
        """The last numbers that the office remembers, whichever workbook had given them."""
        return self.known.numbers

    # --- reading --------------------------------------------------------------------------

    def read(self, book: Book, info: BookInfo) -> Iterator[TypedGrid]:
        """Read the tables of a workbook, their given cells as presses wrote them.

        Raises:
            Unusable: it cannot be read, or was changed since it was found.
        """
        mine = None if self.is_older else records.records_of(self.hidden, book, self.known.given)
        if self.opened is not None and book == self.opened.book:
            grids = self.opened.read(info.lang)
            self.as_typed[book] = [replace(g, cells=list(map(list, g.cells))) for g in grids]
            for grid in grids:
                yield records.held_against(grid, mine)
            return
        path = self.path(info)
        tables = stored.tables(self.store, path, book, info)
        self.contents[book] = tables.content
        if stamp(path) != self.seen(info):
            raise changed_meanwhile(path)  # half of one press and half of the next
        yield from records.held(self.store, book, tables, mine)

    def beside(self, grid: Grid, info: BookInfo) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside a macro's rows, by sheet row.

        Raises:
            Unusable: the workbook cannot be read.
        """
        if self.opened is not None and grid.book == self.opened.book:
            return self.opened.beside(grid)
        own = {position + 1 for position in grid.columns.values()}
        return editing.beside(self.path(info), grid.table.name, own)

    @property
    def is_older(self) -> bool:
        """Whether no press was ever put on record in this office."""
        return self.known.given is None and not records.are_told(self.folder)

    # --- what is known of the files -------------------------------------------------------

    def seen(self, info: BookInfo) -> Stamp | None:
        """Return the stamp of a workbook's file as it was read; None for one to be made."""
        return self._seen.get(info.path)

    def rewritten(self, info: BookInfo) -> None:
        """Know a workbook's file as it is now."""
        self._seen[info.path] = stamp(self.path(info))

    def renew(self, info: BookInfo, identity: Identity) -> BookInfo:
        """Take a workbook for what its content is that is about to take its place."""
        properties = {**info.properties, **identity.properties}
        self.heads[info.path] = journal.heads_in(properties)
        self.rewritten(info)
        self.folder.troubles.pop(self.path(info), None)
        return BookInfo(info.path, identity.lang, properties)

    def raised(self, book: Book) -> None:
        """Know that a workbook is of the newest form by now."""
        found = self.folder.books[book]
        identity = replace(found.identity, form_version=FORM_VERSION)
        self.folder.books[book] = replace(found, identity=identity)

    def name_of(self, book: Book, infos: Mapping[Book, BookInfo]) -> str | None:
        """Return a workbook's path within the office, or the one that it had; None if unknown."""
        if book in infos:
            return infos[book].path
        finding = self.folder.gone.get(book)
        if finding is not None:
            return str(finding.facts["file"])
        kept = self.known.workbooks.get(book)
        return kept.path if kept else None

    def is_current(self) -> bool:
        """Return whether the office is still as it was looked at, or saved since."""
        now = scan(self.root)
        there = {now.relative(found.path): found.stamp for found in now.books.values()}
        return there == self._seen and known(self.hidden) == self.known

    def recover(self) -> None:
        """Finish or roll back what an interrupted command had begun; the lock must be held."""
        self.recovered += recover(self.root, self.hidden)

    def remember(self) -> None:
        """Know what the office remembers by now."""
        self.known = known(self.hidden)


def ours(properties: Mapping[str, str]) -> dict[str, str]:
    """Return the properties in which macros keep what a workbook is to remember."""
    return {
        name: value
        for name, value in properties.items()
        if name.startswith("xlsales.") and name not in _FIXED
    }


OWNER = "xlsales.owner"
_FIXED = frozenset({"xlsales.kind", OWNER, "xlsales.year", "xlsales.lang", FORM_PROPERTY})
"""The properties that say what a workbook is; a macro changes none of them but by ``SetOwner``."""
