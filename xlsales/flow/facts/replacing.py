"""A macro's table: put right where it does not hold what the macro computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsales.core.office import Office
from xlsales.core.outcome import Replace
from xlsales.core.row import Book, Row


def replaced(
    office: Office, book: Book, model: type[Row], rows: Sequence[Row]
) -> tuple[Replace, ...]:
    """Return the edit that puts a macro's table right; none where it says the same already.

    A table that a person has put into another order says the same.
    """
    if Counter(map(_bare, rows)) == Counter(map(_bare, office.within(book, model))):
        return ()
    return (Replace(book, model, tuple(rows)),)


def _bare(row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, key) for key in row.table.by_key)
