"""The record of given cells, read beside the workbooks (memory.md, *Given cells*).

What it holds and how it is held against a table says :mod:`xlsales.forms.given`, how it lies on the
disk :mod:`xlsales.office.saving.given`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import zip_longest
from pathlib import Path

from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.forms.given import Read, Record, all_of, compare, given_columns
from xlsales.hosts.files.stored import Tables
from xlsales.hosts.grids import AsRead, TypedGrid
from xlsales.office.folder import Folder
from xlsales.office.saving import given
from xlsales.office.store.results import address_of
from xlsales.office.store.store import Store

_SOUND = b"given cells as presses wrote them"
"""What the store holds of a content and a record where nothing was typed over."""


class Records:
    """What presses wrote into a workbook, of its record's bytes; unpacked when it is asked for."""

    def __init__(self, book: Book, data: bytes) -> None:
        """Take what the file holds, b"" for none."""
        self._book = book
        self._data = data
        self.digest = given.digest(data)

    @cached_property
    def _tables(self) -> Mapping[str, Record]:
        try:
            return given.records_in(self._data, self._book.kind)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return given.records_in(b"", self._book.kind)

    def of(self, table: str) -> Record:
        """Return the record of a table that gives cells."""
        return self._tables[table]

    @property
    def is_whole(self) -> bool:
        """Whether it knows every column that is given by now."""
        return not any(record.lacking for record in self._tables.values())


def held(store: Store, book: Book, tables: Tables, mine: Records | None) -> Iterator[TypedGrid]:
    """Yield a workbook's tables with their given cells as presses wrote them.

    ``mine`` is None in an office older than its record: they stand as they are. What was held
    against a record before and is as presses wrote it is not looked at cell by cell again.
    """
    if mine is None or tables.content is None:
        for grid, as_read in tables.found:
            yield held_against(grid, mine, as_read)
        return
    told_as = f"{tables.content} {mine.digest}"
    if is_as_given(store, book, told_as):
        for grid, as_read in tables.found:
            record = partial(mine.of, grid.table.name) if given_columns(grid.table) else None
            yield TypedGrid(grid, record, 0, as_read, told_as)
        return
    found = [
        held_against(grid, mine, as_read, read or {})
        for (grid, as_read), read in zip_longest(tables.found, tables.read)
    ]
    if mine.is_whole and not any(map(_is_touched, found)):
        store.keep(book, address_of(_SOUND, told_as), _SOUND)
    for sheet in found:
        sheet.told_as = told_as
    yield from found


def is_as_given(store: Store, book: Book, told_as: str) -> bool:
    """Return whether it is known of a content and a record that nothing was typed over."""
    return store.recall(book, address_of(_SOUND, told_as)) == _SOUND


def held_against(
    grid: Grid, mine: Records | None, as_read: AsRead | None = None, read: Read | None = None
) -> TypedGrid:
    """Return a table with its given cells as presses wrote them; None: as they stand.

    ``as_read`` is the table as it stands, where it is known without its cells, ``read`` what
    :func:`xlsales.forms.given.compare` says.
    """
    record = None
    if given_columns(grid.table):
        record = all_of(grid) if mine is None else mine.of(grid.table.name)
        compare(grid, record, read or {})
    typed = TypedGrid(grid, record)
    typed.as_read = None if _is_touched(typed) else as_read
    return typed


def _is_touched(sheet: TypedGrid) -> bool:
    return bool(sheet.grid.typed_over or sheet.grid.foreign)


def records_of(hidden: Path, book: Book, sums: Mapping[str, str] | None) -> Records:
    """Return what presses wrote into a workbook; ``sums`` are the hashes that the office knows.

    A record that is lost, or that no press wrote, counts for nothing.
    """
    try:
        data = given.path_of(hidden, book).read_bytes()
    except FileNotFoundError:
        data = b""
    sum_ = given.digest(data)
    known = (sums or {}).get(given.name_of(hidden, book))
    if data and sum_ != known and not given.is_told(hidden, sum_):
        data = b""
    return Records(book, data)


def are_told(folder: Folder) -> bool:
    """Return whether a workbook says that its given cells were put on record."""
    return any(given.PROPERTY in found.identity.properties for found in folder.books.values())
