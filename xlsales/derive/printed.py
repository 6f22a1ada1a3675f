"""What of a wide table is printed: a list that one can read, on one sheet of paper across.

As many columns as fit at 8 points: first, on every page, those that say which row it is, then what
follows the check, which is for the screen; columns stand in the order in which one reads them, so
that the list has what it is printed for. The others stay in the sheet; whoever wants them on
paper clears the print area, and gets them on further sheets.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from xlsales.core.column import Column
from xlsales.core.row import Table
from xlsales.core.words import Lang
from xlsales.derive.widths import column_width
from xlsales.documents.page import ACROSS

_EARLY = 4
"""A check that is not further to the right stands beside the number."""


@dataclass(frozen=True)
class PrintedList:
    """Which columns are printed (``$D:$N``; blank: all), which on every page, how wide they are."""

    columns: str
    keys: str | None
    width: float


def printed_list(table: Table, lang: Lang) -> PrintedList:
    """Return what of a table is printed."""
    columns = table.columns
    widths = [0.0 if c.hidden else column_width(c, table, lang) for c in columns]
    if sum(widths) <= ACROSS:
        return PrintedList("", None, sum(widths))
    check = next((i for i, column in enumerate(columns) if column.key == "check"), len(columns))
    first = check + 1 if check < _EARLY else 0
    keys = range(check) if first else range(0)
    width = sum(widths[i] for i in keys)
    last = first
    while last < len(columns) and last != check and width + widths[last] <= ACROSS:
        width += widths[last]
        last += 1
    return PrintedList(
        f"${get_column_letter(first + 1)}:${get_column_letter(last)}",
        f"A:{get_column_letter(check)}" if first else None,
        width,
    )


def printed_columns(table: Table, lang: Lang) -> tuple[Column, ...]:
    """Return the columns that are printed, in their order."""
    listed = printed_list(table, lang)
    letters = {get_column_letter(i): column for i, column in enumerate(table.columns, start=1)}
    if not listed.columns:
        return tuple(column for column in table.columns if not column.hidden)
    names = list(letters)
    first, last = listed.columns.replace("$", "").split(":")
    within = names[names.index(first) : names.index(last) + 1]
    keys = names[: names.index(listed.keys.partition(":")[2]) + 1] if listed.keys else []
    return tuple(letters[name] for name in (*keys, *within) if not letters[name].hidden)
