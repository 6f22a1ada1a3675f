"""Periods of the appraisal: a year, a quarter, a month (forms.md, *Types*: period)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from xlsales.core.outcome import Refusal

_WRITTEN = re.compile(r"(?P<year>(?:19|2[01])\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)))?")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Days from ``first`` to ``last``, both of them in it."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Return whether any day of it lies between ``first`` and ``last`` (None: open)."""
        return (first is None or first <= self.last) and (last is None or self.first <= last)


@dataclass(frozen=True)
class Period:
    """``length`` months from ``month`` of ``year`` on: 12, 3 or 1 of them."""

    year: int
    month: int = 1
    length: int = 12

    @classmethod
    def read(cls, text: str) -> Period | None:
        """Return the period written as ``2026``, ``2026-Q4`` or ``2026-11``, else None."""
        written = _WRITTEN.fullmatch(text.strip().upper())
        if not written:
            return None
        year = int(written["year"])
        if written["quarter"]:
            return cls(year, 3 * int(written["quarter"]) - 2, 3)
        if written["month"]:
            month = int(written["month"])
            return cls(year, month, 1) if 1 <= month <= 12 else None
        return cls(year)

    @classmethod
    def asked(cls, text: str) -> Period:
        """Return the period asked for.

        Raises:
            Refusal: there is no such period.
        """
        period = cls.read(text)
        if period is None:
            raise Refusal(
                f"“{text}”不是有效期间，请按 2026、2026-Q4 或 2026-11 的格式填写。",
                f"There is no period “{text}”; write 2026, 2026-Q4 or 2026-11.",
            )
        return period

    @classmethod
    def month_of(cls, day: dt.date) -> Period:
        """Return the month that a day is in."""
        return cls(day.year, day.month, 1)

    def __str__(self) -> str:
        if self.length == 12:
            return f"{self.year}"
        if self.length == 3:
            return f"{self.year}-Q{(self.month + 2) // 3}"
        return f"{self.year}-{self.month:02d}"

    @cached_property
    def span(self) -> Span:
        """Its days."""
        years, month = divmod(self.month - 1 + self.length, 12)
        following = dt.date(self.year + years, month + 1, 1)
        return Span(dt.date(self.year, self.month, 1), following - _DAY)

    @property
    def months(self) -> tuple[Period, ...]:
        """Its months in order."""
        return tuple(Period(self.year, self.month + n, 1) for n in range(self.length))

    @property
    def previous(self) -> Period:
        """The period of the same length just before."""
        before = self.span.first - _DAY
        return Period(before.year, before.month - self.length + 1, self.length)

    @property
    def to_date(self) -> Span:
        """The days from January to its end."""
        return Span(dt.date(self.year, 1, 1), self.span.last)

    @property
    def since_january(self) -> tuple[Period, ...]:
        """The periods of its length from January to itself."""
        firsts = range(1, self.month + 1, self.length)
        return tuple(Period(self.year, month, self.length) for month in firsts)
