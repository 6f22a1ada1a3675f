"""The record of given cells as a press leaves it (memory.md, *Given cells*)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from xlsales.core.row import Book
from xlsales.forms.given import Held, Record, all_of, given_columns
from xlsales.forms.tables import tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.records import records_of
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
        self._after: Mapping[Book, bytes] = {}

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
        self._after = found
        return found

    def before(self) -> dict[str, object]:
        """Return what the records that it changes held before, where that differs.

        By record, table and row key: None for a row that was not there, else the cells that
        differ. An office without any begins with the press.
        """
        source = self._source
        if source.is_older:
            return {}
        found: dict[str, object] = {}
        for book, data in self._after.items():
            records = records_of(source.hidden, book, source.known.given)
            now = given.records_in(data, book.kind)
            tables = {name: _former(records.of(name), record) for name, record in now.items()}
            if some := {name: rows for name, rows in tables.items() if rows}:
                found[given.name_of(source.hidden, book)] = some
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

    @property
    def turning(self) -> set[Book]:
        """The workbooks that have another owner after the press, as the cells know them."""
        return {*self._cells.owned, *self.turned}

    def was(self, book: Book) -> Book:
        """Return what a workbook was before the press gave it another owner."""
        return self._cells.owned.get(book, book)

    def becomes(self, book: Book) -> Book:
        """Return what a workbook is after the press."""
        return self.turned.get(book, book)


def _former(was: Record, now: Record) -> dict[str, dict[str, Held] | None]:
    """Return what a record held before, by the keys of the rows where that differs."""
    columns = [column.key for column in given_columns(now.table)]
    found: dict[str, dict[str, Held] | None] = {}
    for key in (*now.rows, *(key for key in was.rows if key not in now.rows)):
        before, after = was.rows.get(key), now.rows.get(key)
        if before is None:
            found[key] = None
        elif after is None:
            found[key] = dict(zip(columns, before, strict=True))
        elif before != after:
            cells = zip(columns, before, after, strict=True)
            found[key] = {name: held for name, held, new in cells if held != new}
    return found
