"""What a cell holds, and what reading it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class CellError(str):
    """An error cell such as ``#N/A``; a text ``#N/A`` is only text."""

    __slots__ = ()


Cell: TypeAlias = str | int | float | Decimal | bool | datetime | date | time | CellError | None
"""What a host hands over: numbers mostly as floats, dates as midnight, blank as None."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means: its typed value, or None if blank or unreadable.

    ``code`` names the finding, if there is one; ``fix`` is the typed value of a sure mend.
    """

    value: object
    code: str = ""
    fix: object = None


BLANK = Reading(None)

DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days that workbooks count from: most of them, and those with the calendar of old Macs."""


class Calendar(NamedTuple):
    """How a workbook counts days: its ``year``, for ``11月3日`` (0: none), and its day nought."""

    year: int = 0
    day_zero: date = DAY_ZERO


def mended(value: object, code: str) -> Reading:
    """Return what was written otherwise than the workbook would: its value is the sure mend."""
    return Reading(value, code, value)
