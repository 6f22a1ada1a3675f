"""A table's columns by their headers: columns may be moved, and strange ones stand between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from xlsales.core.column import Column
from xlsales.core.grid import Near
from xlsales.core.row import Table
from xlsales.core.text import clean

_BREAK = re.compile(r"_x000[aAdD]_|\s")
_LIKE = 0.3
"""How much a header must have in common with another to be called near it."""


@dataclass
class Heads:
    """Where each column stands, by key; the keys missing and doubled; what is near a missing one."""

    columns: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    near: Mapping[str, Near] = field(default_factory=dict)


def heads_of(table: Table, headers: Sequence[str], left: int) -> Heads:
    """Find each column by its header, in either language; spaces and line breaks do not count.

    ``left`` is the position of the first header.
    """
    places: dict[str, list[int]] = {}
    for i, header in enumerate(headers):
        places.setdefault(folded(header), []).append(left + i)
    heads, missing, doubled = Heads(), [], []
    for column in table.columns:
        zh = places.get(folded(column.zh), [])
        found = zh or places.get(folded(column.en), [])
        if not found:
            missing.append(column.key)
            continue
        if len(found) > 1:
            doubled.append(column.key)
        heads.columns[column.key] = found[0]
    heads.missing, heads.doubled = tuple(missing), tuple(doubled)
    if missing:
        heads.near = dict(_near(table, headers, left, heads))
    return heads


def header_text(cell: object) -> str:
    """Return a header cell as the person sees it."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def folded(header: str) -> str:
    """Return a header as it is compared: without spaces and line breaks, in lower case."""
    return _BREAK.sub("", clean(header)).casefold()


def claims(tables: Iterable[Table], listed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return, by each table's name, those of the ``listed`` tables that have all its headers.

    A sheet that was copied has them; its program gave the copy's table another name.
    """
    found: dict[str, list[str]] = {}
    for table in tables:
        words = [{folded(word) for word in column.words} for column in table.columns]
        for name, headers in listed.items():
            there = set(map(folded, headers))
            if all(each & there for each in words):
                found.setdefault(table.name, []).append(name)
    return found


# --- what stands there instead ---------------------------------------------------------------


def _near(
    table: Table, headers: Sequence[str], left: int, heads: Heads
) -> Iterator[tuple[str, Near]]:
    """Yield for each missing column the strange header most like its own, if one is."""
    own = {folded(word) for column in table.columns for word in column.words}
    strange = {i: header for i, header in enumerate(headers) if folded(header) not in own | {""}}
    for key in heads.missing:
        column = table.by_key[key]
        beside = _beside(table, key, heads)
        off = [i for i in strange if _is_off(strange[i], column)]
        if len(off) == 1 and _is_alone(strange[off[0]], column, table):
            # an added column may be called like it by chance, but hardly in its place
            sure = len(strange) == 1 or left + off[0] in beside
            yield key, Near(strange[off[0]], left + off[0], sure)
            continue
        alike = [
            (_likeness(header, column), left + i in beside, -i)
            for i, header in strange.items()
            if _likeness(header, column) >= _LIKE or left + i in beside
        ]
        if alike:
            i = -max(alike)[2]
            yield key, Near(strange[i], left + i)


def _likeness(header: str, column: Column) -> float:
    ours = folded(header)
    return max(SequenceMatcher(None, ours, folded(word)).ratio() for word in column.words)


def _beside(table: Table, key: str, heads: Heads) -> set[int]:
    """Return the positions right beside a column's neighbours, where it would stand."""
    keys = list(table.by_key)
    at = keys.index(key)
    found = set()
    if at and keys[at - 1] in heads.columns:
        found.add(heads.columns[keys[at - 1]] + 1)
    if at + 1 < len(keys) and keys[at + 1] in heads.columns:
        found.add(heads.columns[keys[at + 1]] - 1)
    return found


def _is_off(header: str, column: Column) -> bool:
    """Return whether a header is a column's but for one character lost or gained.

    A figure gained is none: so programs call the second of two columns with one header. Of a
    header of one character nothing can be told.
    """
    return any(_lost(folded(header), word) or _gained(folded(header), word)
               for word in map(folded, column.words))  # fmt: skip


def _lost(header: str, word: str) -> bool:
    return 1 < len(word) == len(header) + 1 and any(
        word[:i] + word[i + 1 :] == header for i in range(len(word))
    )


def _gained(header: str, word: str) -> bool:
    return 1 < len(word) == len(header) - 1 and any(
        header[:i] + header[i + 1 :] == word and not header[i].isdigit() for i in range(len(header))
    )


def _is_alone(header: str, column: Column, table: Table) -> bool:
    """Return whether a header could be no other column's."""
    return not any(_is_off(header, other) for other in table.columns if other is not column)
