"""The record of given cells as a press leaves it (memory.md, *Given cells*)."""

from __future__ import annotations

from contextlib import suppress

from xlsales.core.row import Book
from xlsales.forms.given import all_of, given_columns
from xlsales.forms.tables import tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.files.task import Restoring
from xlsales.office.packages.package import identify
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import backups, given
from xlsales.office.unusable import Unusable


class Recording:
    """What one press puts on record."""

    def __init__(self, cells: Cells, source: FolderSource, restoring: Restoring | None) -> None:
        """Take the office, and the backup that takes a workbook's place, if it is an *Undo*."""
        self._cells = cells
        self._source = source
        self._restoring = restoring
        self.turned: dict[Book, Book] = {}
        """Workbooks that an *Undo* gives back to their former owner, with what they are then."""

    def after(self) -> dict[Book, bytes]:
        """Return the records that the press changes, as they will be kept.

        In an office without any, all its workbooks are taken over as they stand, once.
        """
        cells, is_older = self._cells, self._source.is_older
        if is_older:
            for book in cells.infos:
                with suppress(Unusable):  # it is taken over by hand when it can be read again
                    cells.load(book)
        found: dict[Book, bytes] = {}
        for book in cells.infos:
            sheets = [each for each in cells.sheets_of(book) if each.given is not None]
            written = any(each.has_changed_record for each in sheets)
            if written or book in cells.owned or (sheets and is_older):
                records = (each.record for each in sheets)
                found[book] = given.text_of(each for each in records if each is not None)
        for was in cells.owned.values():
            found[was] = given.text_of(())  # what stood there goes on under the new name
        restoring = self._restoring
        if restoring is not None:
            identity = identify(restoring.backup.path)
            book = identity.book if identity else restoring.book
            if book != restoring.book:  # it had another owner then
                found[restoring.book] = given.text_of(())
                self.turned[restoring.book] = book
            found[book] = self._restored(restoring)
        return found

    def _restored(self, restoring: Restoring) -> bytes:
        """Return the record of a workbook as it was when a backup was made."""
        book = restoring.book
        with suppress(FileNotFoundError):
            if backups.is_newest(restoring.backup.path):  # what the last press left
                return given.path_of(self._source.hidden, book).read_bytes()
            return backups.record_of(restoring.backup.path).read_bytes()
        lang = self._cells.infos[book].lang
        grids = read_workbook(restoring.backup.path, book, lang, tables_of(book.kind))
        return given.text_of(all_of(grid) for grid in grids if given_columns(grid.table))

    @property
    def former(self) -> set[Book]:
        """What workbooks were that have another owner after the press; nobody misses those."""
        return {*self._cells.owned.values(), *self.turned}

    def was(self, book: Book) -> Book:
        """Return what a workbook was before the press gave it another owner."""
        return self._cells.owned.get(book, book)

    def becomes(self, book: Book) -> Book:
        """Return what a workbook is after the press."""
        return self.turned.get(book, book)
