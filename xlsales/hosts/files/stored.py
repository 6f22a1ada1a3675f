"""A workbook's tables from the store where its content is known, else from its file.

Known is a content by its bytes alone: sizes and times prove nothing on a share.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.part import Made
from xlsales.core.row import Book, Row
from xlsales.forms.given import Read
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import tables_of
from xlsales.hosts.grids import AsRead
from xlsales.office.packages.package import identify
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import keeping
from xlsales.office.saving.commit import changed_meanwhile
from xlsales.office.store.store import Store
from xlsales.office.store.tables import StoredGrid


@dataclass(frozen=True)
class Tables:
    """The tables of a workbook, each with its rows as long as no cell of it changes.

    ``content`` is the SHA-256 of its file; None where that could not be told.
    """

    content: str | None
    found: Sequence[tuple[Grid, AsRead | None]]
    read: Sequence[Read] = ()
    """Of those that were read now the distinct cells of columns, as they stand in the file."""


class Stored:
    """A table of the store; its rows are made once, when they are first asked for."""

    def __init__(self, grid: StoredGrid) -> None:
        """Take the table; nothing of it is unpacked yet."""
        self._grid = grid
        self.book: Book = grid.book
        self._alone: dict[int, Row] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its rows."""
        made = tuple(self._grid.frame().rows())
        if not self._alone:
            return made
        return tuple(self._alone.get(n, row) for n, row in enumerate(made))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._grid.count

    def having(self, column: str, value: object) -> tuple[Row, ...]:
        """Return the rows with that value in a column; the others are not made."""
        if "rows" in self.__dict__:
            return tuple(row for row in self.rows if getattr(row, column) == value)
        return self._made(self._grid.where((column,), {value}))

    def among(self, columns: Sequence[str], values: Collection[object]) -> tuple[Row, ...]:
        """Return the rows with one of some values in columns; the others are not made."""
        if "rows" in self.__dict__:
            return Made(self.book, self.rows).among(columns, values)
        return self._made(self._grid.where(columns, values))

    def values(self, column: str) -> Collection[object]:
        """Return what stands in a column, each value once; no rows are made for that."""
        return self._grid.values(column)

    def _made(self, there: Sequence[int]) -> tuple[Row, ...]:
        """Return the rows at some positions, the same objects each time."""
        lacking = [n for n in there if n not in self._alone]
        if lacking:
            self._alone.update(zip(lacking, self._grid.frame(lacking).rows(), strict=True))
        return tuple(self._alone[n] for n in there)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What reading found."""
        return tuple(self._grid.findings())


def tables(store: Store, path: Path, book: Book, info: BookInfo) -> Tables:
    """Return the tables of a workbook; a content that was not known is known afterwards.

    Raises:
        Unusable: it cannot be read, or was changed meanwhile.
    """
    content = _digest(path)
    if content is None:  # out of reach: reading says of what kind
        return Tables(None, [(grid, None) for grid in _grids(path, book, info)])
    held = store.get(content, book)
    if held is not None and held.lang == info.lang:
        return Tables(content, [(grid, Stored(grid)) for grid in held.grids])
    grids = _grids(path, book, info)
    identity = identify(path)
    same = identity is not None and (identity.book, identity.lang) == (book, info.lang)
    if identity is None or not same or _digest(path) != content:
        raise changed_meanwhile(path)
    read = [(grid, read_grid(grid)) for grid in grids]
    distinct = [{key: coded for key, (coded, _) in grid.read.items()} for grid in grids]
    store.put(content, identity, [(grid, *found) for grid, found in read])
    for grid in grids:
        grid.read.clear()
    return Tables(content, [(grid, Made(book, *found)) for grid, found in read], distinct)


def _grids(path: Path, book: Book, info: BookInfo) -> list[Grid]:
    return read_workbook(path, book, info.lang, tables_of(book.kind))


def _digest(path: Path) -> str | None:
    try:
        return keeping.digest(path)
    except OSError:
        return None
