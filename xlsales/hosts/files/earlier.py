"""What was worked out of an office is not worked out again while nothing changed (memory.md, *The store*).

All that a result depends on stands in its address, and here is the one place that says what that
is: the bytes of every workbook that was read and of its record of given cells, what workbooks say
besides (:func:`xlsales.hosts.cells._state`), what was asked, today's day among it, the sources of
what reads and checks, and the versions of the libraries that know days off and initials.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from xlsales.core.row import Book
from xlsales.office.store import readers
from xlsales.office.store.blocks import of_json, to_json
from xlsales.office.store.findings import dump_worked_out, load_worked_out
from xlsales.office.store.results import address_of
from xlsales.office.store.store import Store
from xlsales.office.store.values import CannotStore

LIBRARIES = ("chinesecalendar", "holidays", "pypinyin")
"""Those from which findings follow, too."""
_ODD = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, zlib.error)
_LEVEL = 1


class Kept:
    """What was worked out of an office that is as ``state`` says, kept in its store."""

    def __init__(self, store: Store, state: str) -> None:
        """Take the store; nothing is looked for yet."""
        self._store = store
        self._state = state

    def recall(self, what: tuple[object, ...]) -> tuple[object, ...] | None:
        """Return what was kept of the very same, or None."""
        held = self._store.recall(_book(what), self._address(what))
        if held is None:
            return None
        try:
            return tuple(map(load_worked_out, of_json(zlib.decompress(held))))
        except _ODD:
            return None

    def keep(self, what: tuple[object, ...], found: tuple[object, ...]) -> None:
        """Keep what was worked out; what would not come back the same is not kept."""
        try:
            held = list(map(dump_worked_out, found))
        except CannotStore:
            return
        data = to_json(held)
        if tuple(map(load_worked_out, of_json(data))) == found:
            self._store.keep(_book(what), self._address(what), zlib.compress(data, _LEVEL))

    def _address(self, what: tuple[object, ...]) -> str:
        return address_of(readers.CHECKS, _libraries(), self._state, repr(what))


def _book(what: tuple[object, ...]) -> Book:
    """Return the workbook beside whose contents a result lies."""
    books = [each for each in what if isinstance(each, Book)]
    return books[0] if len(books) == 1 else Book("")


@cache
def _libraries() -> str:
    found = []
    for name in LIBRARIES:
        try:
            found.append(version(name))
        except PackageNotFoundError:
            found.append("")
    return " ".join(found)
