"""Months as people write them, ``2026-11``, and their days."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from xlsales.core.outcome import Refusal

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_end(month: str) -> dt.date:
    """Return the last day of a month written ``2026-11``; anything else is refused."""
    found = _MONTH.fullmatch(month.strip())
    if found is None or int(found[1]) < dt.MINYEAR:
        raise Refusal(
            f"“{month}”不是有效月份，请按 2026-11 的格式填写。",
            f"“{month}” is no month; write it like 2026-11.",
        )
    return last_day(dt.date(int(found[1]), int(found[2]), 1))


def last_day(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def window(month: str, closing_day: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a month's statement is about.

    The last day is the closing day, or the month's last where it is shorter; the first is the one
    after the month before's.

    Raises:
        Refusal: it is no month.
    """
    end = month_end(month)
    before = end.replace(day=1) - dt.timedelta(days=1) if end > _FIRST else None
    first = _closing(before, closing_day) + dt.timedelta(days=1) if before else dt.date.min
    return first, _closing(end, closing_day)


_FIRST = dt.date(dt.MINYEAR, 1, 31)


def _closing(end: dt.date, day: int) -> dt.date:
    return end.replace(day=min(day, end.day))
