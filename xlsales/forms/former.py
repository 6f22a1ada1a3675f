"""Tables as a version of the standard workbooks has them, and what a later one changes of them.

Each version is kept as text (:mod:`xlsales.forms.versions`): of each table a line with its workbook,
name and titles, then a line for each column with all by which an older workbook differs. What a
program can put right while it reads is left out: widths, notes, bounds, words of choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from xlsales.core.cells import number_format
from xlsales.core.column import Column
from xlsales.core.row import Table
from xlsales.core.words import Words
from xlsales.forms.tables import tables_of
from xlsales.forms.versions import FORMS


@dataclass(frozen=True)
class FormerColumn:
    """A column as a version has it; ``by`` and ``type`` by their keys."""

    key: str
    words: Words
    type: str
    number_format: str
    by: str
    ref: str
    hidden: bool


@dataclass(frozen=True)
class FormerTable:
    """A table as a version has it, its columns in their order there."""

    kind: str
    name: str
    title: Words
    columns: tuple[FormerColumn, ...]


@dataclass(frozen=True)
class Changed:
    """What a version changes of a table that an older one has.

    ``kept`` are the columns of both, as they were and as they are; ``dropped`` are those that are
    no longer the program's.
    """

    table: Table
    added: tuple[Column, ...]
    kept: tuple[tuple[FormerColumn, Column], ...]
    dropped: tuple[FormerColumn, ...]


# --- as text -------------------------------------------------------------------------------------


def text_of(tables: Iterable[Table]) -> str:
    """Return tables as they are kept."""
    lines: list[str] = []
    for table in tables:
        lines.append("|".join((f"{table.kind}/{table.name}", *table.title)))
        lines += map(_line, table.columns)
    return "".join(f"{line}\n" for line in lines)


def _line(column: Column) -> str:
    looks = number_format(column), column.by.value, column.ref, "hidden" if column.hidden else ""
    return " " + "|".join((column.key, *column.words, column.type.key, *looks))


def tables_in(text: str) -> Iterator[FormerTable]:
    """Yield the tables that are kept as a text."""
    heads: list[tuple[str, ...]] = []
    columns: list[list[FormerColumn]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            key, zh, en, type_, form, by, ref, hidden = line[1:].split("|")
            found = FormerColumn(key, Words(zh, en), type_, form, by, ref, bool(hidden))
            columns[-1].append(found)
        else:
            heads.append(tuple(line.split("|")))
            columns.append([])
    for (place, zh, en), mine in zip(heads, columns, strict=True):
        kind, _, name = place.partition("/")
        yield FormerTable(kind, name, Words(zh, en), tuple(mine))


# --- from one version to another -----------------------------------------------------------------


@cache
def _kept(form: str) -> tuple[FormerTable, ...]:
    return tuple(tables_in(form))


def _former(version: int, kind: str) -> Mapping[str, FormerTable]:
    """Return the tables of a kind of workbook; a version that there never was is the first."""
    form = FORMS.get(version, FORMS[min(FORMS)])
    return {table.name: table for table in _kept(form) if table.kind == kind}


def lags(version: int, kind: str) -> bool:
    """Return whether a kind of workbook is otherwise by now than in a version."""
    return _plain(_former(version, kind).values()) != _plain(tables_in(text_of(tables_of(kind))))


def _plain(tables: Iterable[FormerTable]) -> Mapping[str, object]:
    """Return tables without the order of their columns."""
    return {table.name: (table.title, frozenset(table.columns)) for table in tables}


def difference(version: int, kind: str) -> tuple[Changed, ...]:
    """Return what became of the tables that a kind of workbook has in a version."""
    before = _former(version, kind)
    return tuple(_changed(before[t.name], t) for t in tables_of(kind) if t.name in before)


def _changed(was: FormerTable, table: Table) -> Changed:
    by_key = {column.key: column for column in was.columns}
    # a key is the program's own affair: with the same header it is the same column
    by_words = {column.words: column for column in was.columns if column.key not in table.by_key}
    pairs: Mapping[str, FormerColumn | None] = {
        column.key: by_key.get(column.key) or by_words.get(column.words) for column in table.columns
    }
    kept = {key: column for key, column in pairs.items() if column is not None}
    return Changed(
        table,
        tuple(column for column in table.columns if column.key not in kept),
        tuple((kept[c.key], c) for c in table.columns if c.key in kept),
        tuple(column for column in was.columns if column not in kept.values()),
    )
