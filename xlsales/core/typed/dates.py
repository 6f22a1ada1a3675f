"""Days and moments."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from xlsales.core.column import Column
from xlsales.core.text import half
from xlsales.core.typed.numbers import LONGEST, exact_number
from xlsales.core.typed.reading import Calendar, Cell, Reading, mended

_TIME = re.compile(
    r"(?:(?<=[日号]) *| *T| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\Z"
)
_YEAR_FIRST = re.compile(
    r"([0-9]{4}|[0-9]{2}(?=年)) ?([-./年]) ?([0-9]{1,2}) ?([-./月]) ?([0-9]{1,2}) ?[日号]?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})")
_NO_YEAR = re.compile(r"([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?")
_TWO_PARTS = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|2[01])[0-9]{2})([0-9]{2})([0-9]{2})")
MIDNIGHT = time()
_SERIALS = (date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal())


def _days(text: str, year: int) -> set[date]:
    """Return every day that a text (half-width) may mean."""
    parts: list[tuple[int, str, str]] = []
    if found := _YEAR_FIRST.fullmatch(text):
        first, gap, month, next_gap, day = found.groups()
        if next_gap == ("月" if gap == "年" else gap):
            parts = [(int(first) + (0 if len(first) == 4 else 2000), month, day)]
    elif found := _COMPACT.fullmatch(text):
        parts = [(int(found[1]), found[2], found[3])]
    elif found := _NO_YEAR.fullmatch(text):
        parts = [(year, found[1], found[2])]
    elif found := _YEAR_LAST.fullmatch(text):
        one, _, two, last = found.groups()
        if len(last) > 1:
            of = int(last) + (0 if len(last) == 4 else 2000)
            parts = [(of, one, two), (of, two, one)]
        if len(one) == 2 and len(last) < 4:
            parts.append((2000 + int(one), two, last))
    elif found := _TWO_PARTS.fullmatch(text):  # of any year, so never one reading
        one, two = found.groups()
        parts = [(leap, *pair) for leap in (2000, 2004) for pair in ((one, two), (two, one))]
    days = (_day(of, int(month), int(day)) for of, month, day in parts)
    return {day for day in days if day is not None}


def _day(year: int, month: int, day: int) -> date | None:
    """Return the date if there is one and a spreadsheet can hold it."""
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def _moments(text: str, year: int) -> set[datetime]:
    """Return every moment that a text may mean."""
    if len(text) > LONGEST:
        return set()
    text = half(text)
    clock = MIDNIGHT
    if found := _TIME.search(text):
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour > 23 or minute > 59 or second > 59:
            return set()
        clock = time(hour, minute, second)
        text = text[: found.start()]
    return {datetime.combine(day, clock) for day in _days(text, year)}


def moment_of(cell: Cell, calendar: Calendar) -> tuple[datetime | None, str]:
    """Return the moment that a cell means and the code to say; None with an error's code.

    A number is a day as ``20261103`` or, in the years 2000 to 2099, by its serial number, which
    counts from the workbook's day nought.
    """
    if isinstance(cell, datetime):
        return whole_second(cell), ""
    if isinstance(cell, date):
        return datetime.combine(cell, MIDNIGHT), ""
    moments: set[datetime] = set()
    if isinstance(cell, str):
        moments = _moments(cell, calendar.year)
    elif (number := exact_number(cell)) is not None:
        zero = calendar.day_zero
        if _SERIALS[0] <= number + zero.toordinal() < _SERIALS[1]:
            since = timedelta(days=float(number))
            moments = {whole_second(datetime.combine(zero, MIDNIGHT) + since)}
        else:
            moments = _moments(f"{number:f}", 0)
    if len(moments) == 1:
        return moments.pop(), "date-as-text"
    return None, "ambiguous-date" if moments else "not-a-date"


def whole_second(moment: datetime) -> datetime:
    """Return the nearest second: a time kept as a fraction of a day is a hair off."""
    moment = moment.replace(tzinfo=None)
    if moment.microsecond >= 500_000 and moment.year < 9999:
        moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)


def read_date(_column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a day. A time of day is refused; its day is the mend."""
    moment, code = moment_of(cell, calendar)
    if moment is None:
        return Reading(None, code)
    if moment.time() != MIDNIGHT:
        return Reading(None, "time-in-date", moment.date())
    return mended(moment.date(), code) if code else Reading(moment.date())


def read_datetime(_column: Column, cell: Cell, calendar: Calendar) -> Reading:
    """Read a moment, to the minute; a day alone is its midnight."""
    moment, code = moment_of(cell, calendar)
    if moment is None:
        return Reading(None, code)
    moment = moment.replace(second=0)
    return mended(moment, code) if code else Reading(moment)
