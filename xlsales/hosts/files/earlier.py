"""What was worked out of an office is not worked out again while nothing changed (memory.md, *The store*).

All that a result depends on stands in its address, and here is the one place that says what that
is: the bytes of every workbook that was read and of its record of given cells, what workbooks say
besides (:class:`xlsales.hosts.cells.State`), what was asked, today's day among it, the sources of
what reads, checks and makes documents, and the versions of the libraries that they go by.

Where only a few rows changed since, it is known which: beside each result lies of which bytes it
was made last, and the store has the rows of those.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version

from xlsales.core.finding import Finding
from xlsales.core.office import Since
from xlsales.core.row import Book, Row
from xlsales.hosts.cells import State
from xlsales.hosts.files.records import is_as_given
from xlsales.office.store import readers
from xlsales.office.store.blocks import of_json, to_json
from xlsales.office.store.findings import dump_worked_out, load_worked_out
from xlsales.office.store.results import address_of
from xlsales.office.store.store import Store
from xlsales.office.store.tables import StoredGrid, differing
from xlsales.office.store.values import CannotStore

LIBRARIES = ("chinesecalendar", "holidays", "openpyxl", "pypinyin")
"""Those from which findings and documents follow, too."""
FEW = 200
"""So many rows may differ from those of before; with more all is worked out anew."""
_ODD = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, zlib.error)
_LEVEL = 1
_Told = tuple[tuple[Book, str, str], ...]


class Kept:
    """What was worked out of an office that is as ``state`` says, kept in its store."""

    def __init__(self, store: Store, state: State, *besides: str) -> None:
        """Take the store, and what else than that state results depend on; nothing is looked for."""
        self._store = store
        self._read: _Told = tuple(state.read)
        self._made_of = state.frame, *besides
        self._since: dict[_Told, Since | None] = {}
        self._digests: dict[_Told, str] = {}

    @cached_property
    def _frame(self) -> str:  # an open workbook never asks, and versions take long to look up
        return address_of(readers.CHECKS, _libraries(), *self._made_of)

    def recall(self, what: tuple[object, ...]) -> tuple[object, ...] | None:
        """Return what was kept of the very same, or None."""
        return self._recalled(what, self._read)

    def keep(self, what: tuple[object, ...], found: tuple[object, ...]) -> None:
        """Keep what was worked out; what would not come back the same is not kept."""
        try:
            held = list(map(dump_worked_out, found))
        except CannotStore:
            return
        data = to_json(held)
        if tuple(map(load_worked_out, of_json(data))) == found:
            book = _book(what)
            self._store.keep(book, self.sign(what), zlib.compress(data, _LEVEL))
            self._store.keep(book, self._last(what), zlib.compress(to_json(self._read), _LEVEL))

    def sign(self, what: tuple[object, ...]) -> str:
        """Return the address of all that ``what`` depends on."""
        return self._address(what, self._read)

    def before(self, what: tuple[object, ...]) -> tuple[Since, tuple[object, ...]] | None:
        """Return what was kept of ``what`` last, and which rows differ since; None if too many do."""
        held = self._store.recall(_book(what), self._last(what))
        if held is None:
            return None
        try:
            told = of_json(zlib.decompress(held))
            read = tuple((Book(*book), str(table), str(said)) for book, table, said in told)
        except _ODD:
            return None
        if read not in self._since:
            self._since[read] = self._differing(read)
        since, found = self._since[read], self._recalled(what, read)
        return None if since is None or found is None else (since, found)

    def _recalled(self, what: tuple[object, ...], read: _Told) -> tuple[object, ...] | None:
        held = self._store.recall(_book(what), self._address(what, read))
        if held is None:
            return None
        try:
            return tuple(map(load_worked_out, of_json(zlib.decompress(held))))
        except _ODD:
            return None

    def _address(self, what: tuple[object, ...], read: _Told) -> str:
        if read not in self._digests:
            self._digests[read] = address_of(to_json(read))
        return address_of(self._frame, self._digests[read], repr(what))

    def _last(self, what: tuple[object, ...]) -> str:
        return address_of("last", self._frame, repr(what))

    # --- what changed since ---------------------------------------------------------------

    def _differing(self, read: _Told) -> Since | None:
        """Return which rows differ from those that were read of other bytes."""
        if [each[:2] for each in read] != [each[:2] for each in self._read]:
            return None
        pairs = {
            book: (was, now)
            for (book, _, was), (_, _, now) in zip(read, self._read, strict=True)
            if was != now
        }
        was: dict[type[Row], list[Row]] = {}
        now: dict[type[Row], list[Row]] = {}
        found: list[Finding] = []
        many = 0
        for book, (before, after) in pairs.items():
            grids = self._grids(book, before), self._grids(book, after)
            for one, other in zip(*grids, strict=False):
                differ = differing(one, other)
                if one.table is not other.table or differ is None:
                    return None
                many += max(map(len, differ))
                if many > FEW:
                    return None
                for rows, grid, places in ((was, one, differ[0]), (now, other, differ[1])):
                    if places:
                        made = list(grid.frame(places).rows())
                        rows.setdefault(grid.table.model, []).extend(made)
                at = {one.places[n] for n in differ[0]}
                found += (each for each in one.findings() if each.place.at.row in at)
            if not all(grids) or len(grids[0]) != len(grids[1]):
                return None
        return Since(was, now, found)

    def _grids(self, book: Book, told: str) -> Sequence[StoredGrid]:
        """Return the tables of a workbook as they were read of some bytes; none if not as given."""
        content = self._store.get(told.partition(" ")[0], book)
        if content is None or not is_as_given(self._store, book, told):
            return ()
        return content.grids


def _book(what: tuple[object, ...]) -> Book:
    """Return the workbook beside whose contents a result lies."""
    books = [each for each in what if isinstance(each, Book)]
    return books[0] if len(books) == 1 else Book("")


@cache
def _libraries() -> str:
    return " ".join(_versions())


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield version(name)
        except PackageNotFoundError:
            yield ""
