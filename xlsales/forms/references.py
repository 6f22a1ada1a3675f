"""What a column may refer to, and which of the rows there may be chosen.

A reference works everywhere (reading, checking, drop-downs, the picker, *Rename*, the reference
pages), or it is refused when the tables are imported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlsales.core.column import By, Column, Type
from xlsales.core.row import R, Row, Table
from xlsales.forms.choices import Kind, Master

_TEXTS = frozenset({Type.TEXT, Type.CODE})
_ENDED = ("cancelled_on", "closed_on")
"""The dates from which nobody goes on with an order or a complaint."""


def known_by(tables: Sequence[Table]) -> Mapping[str, str]:
    """Return the tables that columns refer to, by name, and the one column each is known by.

    Raises:
        ValueError: a reference cannot work; the message names the column and what is wrong.
    """
    by_name = {table.name: table for table in tables}
    found: dict[str, str] = {}
    for table, column in _referring(tables):
        if wrong := _wrong(column, by_name, found):
            raise ValueError(f"{table.name}.{column.key} refers to {column.refers!r}: {wrong}")
    return found


def _referring(tables: Sequence[Table]) -> Iterator[tuple[Table, Column]]:
    """Yield the columns that refer, then those that only name what others refer to."""
    both = [(table, column) for table in tables for column in table.columns if column.refers]
    yield from (each for each in both if each[1].ref)
    yield from (each for each in both if not each[1].ref)


def _wrong(column: Column, tables: Mapping[str, Table], found: dict[str, str]) -> str:
    """Return why a reference cannot work, "" if it can; what it refers to goes into ``found``."""
    name, _, key = column.refers.partition(".")
    target = tables.get(name)
    if target is None or key not in target.by_key:
        there = "table" if target is None else "column"
        return f"there is no such {there}; write it as table.column"
    if column.ref:
        known = found.setdefault(name, key)
        wrong = _wrong_target(target, key) or _wrong_holder(column)
    else:
        known = found.get(name, "")
        wrong = "" if known else "no column refers to that table, so that nothing could be done"
    if not wrong and known != key:
        wrong = f"the rows of {name} are known by {known} already"
    return wrong


def _wrong_target(target: Table, key: str) -> str:
    column = target.by_key[key]
    if not column.unique and target.key[:1] != (key,):
        return "that column is neither unique nor what its table's key begins with"
    if column.type not in _TEXTS:
        return "only texts and codes can be referred to"
    if target.is_computed:
        return "macros compute that table anew"
    if column.typed and target.name not in set(Master):
        return "people may rename what they type, so Master in forms/choices.py must have the table"
    return ""


def _wrong_holder(column: Column) -> str:
    if column.type not in _TEXTS or column.several:
        return "the cell must hold one text"
    if column.by is By.MACRO:
        return "a grey column is not checked; it says `names`"
    return ""


def is_listed_whole(table: Table) -> bool:
    """Return whether drop-downs list all that is in use of a table: masters are few."""
    return table.kind == Kind.MASTERS


def is_in_use(row: Row) -> bool:
    """Return whether new rows may refer to a row: it is not said to be no longer active."""
    return bool(getattr(row, "active", True))


def is_over(row: Row) -> bool:
    """Return whether nobody goes on with a row: an order that was cancelled, say."""
    return any(getattr(row, each, None) is not None for each in _ENDED)


def latest(rows: Iterable[R], key: str, *, every: bool = False) -> Iterator[R]:
    """Yield the rows in use, or ``every`` one, the latest first, each value of ``key`` once.

    The latest by the first date of their table, then by where they stand.
    """
    seen: set[object] = {None}
    for row in sorted(rows, key=_turn, reverse=True):
        value = getattr(row, key)
        if value not in seen and (every or is_in_use(row)):
            seen.add(value)
            yield row


def _turn(row: Row) -> tuple[dt.date, int, int]:
    dates = (column.key for column in row.table.columns if column.type is Type.DATE)
    day = getattr(row, next(dates, ""), None)
    return (day or dt.date.min, row.at.book.year, row.at.row)
