"""The number formats that values need in an open workbook: dates shown as dates, texts kept texts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from xlsales.core.typed import Cell
from xlsales.hosts.live.native import Native
from xlsales.office.editing.styles import CODES, shows_dates
from xlsales.office.editing.values import Need, need_of
from xlsales.office.references import runs

if TYPE_CHECKING:
    import xlwings as xw

_CODES = {**CODES, Need.TEXT: "@", Need.NUMBER: "General"}


def set_formats(program: Native, sheet: xw.Sheet, column: int, held: Mapping[int, Cell]) -> None:
    """See that number formats show dates as dates, and texts stay texts and numbers numbers.

    ``held`` are the values of some sheet rows. A column is asked once for its format: it has one,
    unless a person has given it several.
    """
    needs = [(row, _need(program, value)) for row, value in held.items()]
    needs = [(row, need) for row, need in sorted(needs) if need is not Need.NOTHING]
    if not needs:
        return
    whole = format_of(sheet.range((needs[0][0], column), (needs[-1][0], column)))
    for need, group in groupby(sorted(needs, key=lambda each: each[1].value), lambda each: each[1]):
        if whole is not None and _fits(program, whole, need):
            continue
        for first, last in runs(row for row, _ in group):
            cells = sheet.range((first, column), (last, column))
            parts = [cells] if format_of(cells) is not None else list(cells)
            for part in parts:
                if not _fits(program, format_of(part) or "General", need):
                    program.set_format(part, _CODES[need])


def _need(program: Native, value: Cell) -> Need:
    if isinstance(value, bool | int | float | Decimal) and not program.keeps_text:
        return Need.NUMBER
    return need_of(value)


def format_of(cells: xw.Range) -> str | None:
    """Return the number format of cells, or None if they have several."""
    return cells.number_format


def _fits(program: Native, code: str, need: Need) -> bool:
    """Return whether a number format does for a value already."""
    if need is Need.NUMBER:
        return code != "@"
    if need is not Need.TEXT:
        return shows_dates(code)
    return code == "@" or (program.keeps_text and code != "General")
