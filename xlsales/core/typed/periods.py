"""Months, quarters and years."""

from __future__ import annotations

import re

from xlsales.core.column import Column, Type
from xlsales.core.text import half
from xlsales.core.typed.dates import moment_of
from xlsales.core.typed.numbers import exact_number
from xlsales.core.typed.reading import Calendar, Cell, Reading, mended

_PERIOD = re.compile(r"(?:19|2[01])[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?")
_YEAR = re.compile(r"((?:19|2[01])[0-9]{2}) ?(?:年度?)?")
_MONTHS = (
    re.compile(r"(?P<y>(?:19|2[01])[0-9]{2}) ?[-./年] ?(?P<m>[0-9]{1,2}) ?(?:月份?)?"),
    re.compile(r"(?P<y>(?:19|2[01])[0-9]{2})(?P<m>[0-9]{2})"),
    re.compile(r"(?P<m>[0-9]{1,2})[-./](?P<y>(?:19|2[01])[0-9]{2})"),
    re.compile(r"(?P<y>)(?P<m>[0-9]{1,2}) ?月份?"),
)
_QUARTER = re.compile(
    r"(?:((?:19|2[01])[0-9]{2}) ?(?:年度?)?)?[- ./]?(?:Q([1-4])|第?([1-4一二三四])季度?)",
    re.IGNORECASE,
)
_TWO_MONTHS = re.compile(r"[0-9]{4}\.1")


def read_period(column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a month (``2026-11``) or a period (also ``2026``, ``2026-Q4``): text, as written here.

    A spreadsheet turns a typed 2026-11 into the first of that month. Another day names its month
    too, but no period.
    """
    whole = column.type is Type.PERIOD
    if isinstance(cell, str):
        if _PERIOD.fullmatch(cell) and (whole or cell[5:].isdecimal()):
            return Reading(cell)
        text, code = half(cell), "date-as-text"
    else:
        number = exact_number(cell)
        text, code = "" if number is None else f"{number:f}", "date-as-text"
        if _TWO_MONTHS.fullmatch(text):  # 2026.1 or 2026.10: the number has lost it
            return Reading(None, "not-a-period")
        if whole and _YEAR.fullmatch(text):
            code = "number-in-code"
    year = calendar.year
    value = _month_of(text, year) or (_longer_of(text, year) if whole else "")
    if not value:
        moment, _ = moment_of(cell, calendar)
        if moment is not None and (moment.day == 1 or not whole):
            value = f"{moment:%Y-%m}".zfill(7)
    return mended(value, code) if value else Reading(None, "not-a-period")


def _month_of(text: str, year: int) -> str:
    for pattern in _MONTHS:
        if found := pattern.fullmatch(text):
            of, month = int(found["y"] or year), int(found["m"])
            return f"{of:04}-{month:02}" if of and 1 <= month <= 12 else ""
    return ""


def _longer_of(text: str, year: int) -> str:
    if found := _YEAR.fullmatch(text):
        return found[1]
    if found := _QUARTER.fullmatch(text):
        of, quarter = int(found[1] or year), found[2] or found[3]
        return f"{of:04}-Q{'一二三四'.find(quarter) + 1 or quarter}" if of else ""
    return ""
