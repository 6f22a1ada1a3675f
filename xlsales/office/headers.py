"""A table's columns by their headers: columns may be moved, and strange ones stand between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsales.core.row import Table
from xlsales.core.text import clean

_BREAK = re.compile(r"_x000[aAdD]_|\s")


def columns_by_header(
    table: Table, headers: Sequence[str], left: int
) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Find each column by its header, in either language; spaces and line breaks do not count.

    ``left`` is the position of the first header. Returns the position of each column that is
    there, by key, then the keys of those that are missing and of those that are there twice.
    """
    places: dict[str, list[int]] = {}
    for i, header in enumerate(headers):
        places.setdefault(folded(header), []).append(left + i)
    columns, missing, doubled = {}, [], []
    for column in table.columns:
        zh = places.get(folded(column.zh), [])
        found = zh or places.get(folded(column.en), [])
        if not found:
            missing.append(column.key)
            continue
        if len(found) > 1:
            doubled.append(column.key)
        columns[column.key] = found[0]
    return columns, tuple(missing), tuple(doubled)


def folded(header: str) -> str:
    """Return a header as it is compared: without spaces and line breaks, in lower case."""
    return _BREAK.sub("", clean(header)).casefold()
