"""Numbers of documents (flow.md, *Numbers*): given once, never twice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from xlsales.core.office import Office
from xlsales.core.outcome import SetProperty
from xlsales.core.row import Book, Row
from xlsales.forms.masters import Person

PROPERTY = "xlsales.last."
"""Where a workbook keeps the last number of a stem: ``xlsales.last.CL-202611-ZS`` = ``7``."""

_NUMBER = re.compile(r"(?P<stem>[A-Z]{2}-\d{6}(?:-[A-Z0-9]+)?)-(?P<count>\d{2,})")


class Series(Enum):
    """A kind of document: prefix, digits of its count, whether it carries initials."""

    ORDER = ("CL", 3, True)
    DELIVERY_NOTE = ("SH", 3, True)
    RETURN_NOTE = ("TH", 3, True)
    CARD = ("GZ", 3, True)
    COMPLAINT = ("TS", 3, True)
    MONTHLY_PLAN = ("RW", 2, False)
    TEMPORARY_PLAN = ("LS", 2, False)
    RECEIPT = ("RK", 3, False)
    PAYMENT = ("HK", 3, False)
    TRADE_REQUEST = ("MY", 3, False)

    def __init__(self, prefix: str, digits: int, personal: bool) -> None:
        """Spread the tuple over the member."""
        self.prefix = prefix
        self.digits = digits
        self.personal = personal


@lru_cache(maxsize=1 << 17)  # rows are put in order by their numbers again and again
def split(number: str) -> tuple[str, int] | None:
    """Return stem and count of a number, ``("CL-202611-ZS", 1)``, or None if it is none."""
    found = _NUMBER.fullmatch(number)
    return (found["stem"], int(found["count"])) if found else None


def last_numbers(properties: Mapping[str, str]) -> dict[str, int]:
    """Return the last number of each stem that a workbook's properties keep."""
    return {
        name.removeprefix(PROPERTY): int(value)
        for name, value in properties.items()
        if name.startswith(PROPERTY) and value.isdecimal()
    }


def initials_of(office: Office, name: str) -> str | None:
    """Return a person's initials, or None: then no number can be given (a finding)."""
    person = office.first(Person, "name", name)
    return person.initials if person else None


@dataclass
class Numbers:
    """Gives the numbers of one series during one press.

    It begins after the highest of what the rows of ``model`` carry in ``column`` and of what
    the office remembers, so that a deleted number is never given again.
    ``edits`` keep the last ones in the properties of the workbooks that gave them.
    """

    office: Office
    series: Series
    model: type[Row]
    column: str
    _last: dict[str, int] = field(default_factory=dict)
    _given: dict[tuple[Book, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take stock of the numbers given so far."""
        for row in self.office.rows(self.model):
            found = split(getattr(row, self.column) or "")
            if found:
                self._seen(*found)
        for stem, count in self.office.numbers.items():
            if stem.startswith(self.series.prefix):
                self._seen(stem, count)

    def _seen(self, stem: str, count: int) -> None:
        if count > self._last.get(stem, 0):
            self._last[stem] = count

    def give(self, book: Book, day: dt.date, initials: str = "") -> str:
        """Return the next number for a row of ``book`` dated ``day``."""
        assert bool(initials) is self.series.personal
        stem = f"{self.series.prefix}-{day:%Y%m}" + (f"-{initials}" if initials else "")
        count = self._last.get(stem, 0) + 1
        self._last[stem] = self._given[book, stem] = count
        return f"{stem}-{count:0{self.series.digits}d}"

    @property
    def edits(self) -> tuple[SetProperty, ...]:
        """What the workbooks must remember."""
        return tuple(
            SetProperty(book, PROPERTY + stem, str(count))
            for (book, stem), count in self._given.items()
        )
