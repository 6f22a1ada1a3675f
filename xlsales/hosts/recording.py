"""The record of given cells, read beside the workbooks and written with each press.

Source: memory.md, *Given cells*; what it holds and how it is held against a table says
:mod:`xlsales.forms.given`, how it lies on the disk :mod:`xlsales.office.given`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.forms.given import Record, all_of, compare, given_columns
from xlsales.forms.tables import tables_of
from xlsales.hosts.memory import Sheet
from xlsales.hosts.saving import Restoring
from xlsales.office import backups, given
from xlsales.office.folder import HIDDEN
from xlsales.office.package import identify
from xlsales.office.reader import read_workbook
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    from xlsales.hosts.file import FileHost


def held_against(grid: Grid, records: Mapping[str, Record] | None) -> Sheet:
    """Return a table with its given cells as presses wrote them; None: as they stand."""
    record = None
    if given_columns(grid.table):
        record = all_of(grid) if records is None else records[grid.table.name]
        compare(grid, record)
    return Sheet(grid, record)


class Recording:
    """What an office's presses are known to have given."""

    def __init__(self, host: FileHost) -> None:
        """Take the host whose workbooks it is about."""
        self._host = host
        self._hidden = host.root / HIDDEN
        self.owned: dict[Book, Book] = {}
        """Workbooks that get another owner with the press, with what they were."""
        self.turned: dict[Book, Book] = {}
        """Workbooks that an *Undo* gives back to their former owner, with what they are then."""

    @property
    def is_older(self) -> bool:
        """Whether no press was ever put on record in this office."""
        return self._host.known.given is None and not any(
            given.PROPERTY in found.identity.properties
            for found in self._host.folder.books.values()
        )

    def of(self, book: Book) -> Mapping[str, Record] | None:
        """Return what presses wrote into a workbook; None where the office is older than that.

        A record that is lost, or that no press wrote, counts for nothing.
        """
        if self.is_older:
            return None
        try:
            data = given.path_of(self._hidden, book).read_bytes()
        except FileNotFoundError:
            data = b""
        sum_ = given.digest(data)
        known = (self._host.known.given or {}).get(given.name_of(self._hidden, book))
        if data and sum_ != known and not given.is_told(self._hidden, sum_):
            data = b""
        try:
            return given.records_in(data, book.kind)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return given.records_in(b"", book.kind)

    @property
    def gives(self) -> bool:
        """Whether the press gave cells that no one else may give: they are put on record."""
        records = (sheet.record for sheet in self._host.sheets.values())
        return any(record is not None and record.is_changed for record in records)

    def after(self, restoring: Restoring | None = None) -> dict[Book, bytes]:
        """Return the records that the press changes, as they will be kept.

        In an office without any, all its workbooks are taken over as they stand, once.
        """
        host = self._host
        if self.is_older:
            for book in host.infos:
                with suppress(Unusable):  # it is taken over by hand when it can be read again
                    host.load(book)
        found: dict[Book, bytes] = {}
        for book in host.infos:
            records = [each.record for each in host.sheets_of(book) if each.record is not None]
            written = any(record.is_changed for record in records)
            if written or book in self.owned or (records and self.is_older):
                found[book] = given.text_of(records)
        for was in self.owned.values():
            found[was] = given.text_of(())  # what stood there goes on under the new name
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
                return given.path_of(self._hidden, book).read_bytes()
            return backups.record_of(restoring.backup.path).read_bytes()
        lang = self._host.infos[book].lang
        grids = read_workbook(restoring.backup.path, book, lang, tables_of(book.kind))
        return given.text_of(all_of(grid) for grid in grids if given_columns(grid.table))

    @property
    def former(self) -> set[Book]:
        """What workbooks were that have another owner after the press; nobody misses those."""
        return {*self.owned.values(), *self.turned}

    def was(self, book: Book) -> Book:
        """Return what a workbook was before the press gave it another owner."""
        return self.owned.get(book, book)

    def settle(self) -> None:
        """Note that all of it is saved."""
        for sheet in self._host.sheets.values():
            if sheet.record is not None:
                sheet.record.is_changed = False
        self.owned.clear()
        self.turned.clear()
