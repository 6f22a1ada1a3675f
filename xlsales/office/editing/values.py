"""Values as cells: the type a cell gets, its content, and what its number format must do."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from xlsales.core.typed import Cell, CellError
from xlsales.office.editing.markup import cell_text

MAX_TEXT = 32_767
"""Most characters that a cell holds."""


class Need(Enum):
    """What the number format of a cell must show."""

    NOTHING = 0
    DATE = 1
    DATETIME = 2
    TIME = 3
    TEXT = 4
    """A text that would turn into a number or a formula if somebody edited the cell."""
    NUMBER = 5
    """A number, which a program may make a text of in a cell for text; a file does not."""


Encoded = tuple[bytes, bytes, Need]
"""The attribute ``t`` with its blank, the content, and what the format must do."""

BLANK: Encoded = (b"", b"", Need.NOTHING)

_EPOCH = datetime(1899, 12, 30)
_LEAP_BUG = datetime(1900, 3, 1)
_DAYS_TO_1904 = 1462
_TURNS = re.compile(
    r"\s*(?:[=+\-@]|[\d０-９.,%￥¥$/:() Ee年月日-]+\s*$)"
)  # full-width digits turn too


def encoded(value: Cell, prefix: bytes, *, since_1904: bool) -> Encoded:
    """Return how a value is written; a text is an inline string and stays text whatever it says.

    Numbers are exact: a Decimal is written by its digits, a float by its shortest form.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        if isinstance(value, CellError):
            return b' t="e"', _v(prefix, cell_text(value)), Need.NOTHING
        return _text(value, prefix)
    if isinstance(value, bool):
        return b' t="b"', _v(prefix, b"1" if value else b"0"), Need.NOTHING
    if isinstance(value, date | time):
        return _moment(value, prefix, since_1904)
    if isinstance(value, float) and not math.isfinite(value):
        return b' t="e"', _v(prefix, b"#NUM!"), Need.NOTHING
    return b"", _v(prefix, number_text(value).encode()), Need.NOTHING


def need_of(value: Cell) -> Need:
    """Return what the number format of a value's cell must show, by itself."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return Need.NOTHING
    return encoded(value, b"", since_1904=False)[2]


def number_text(value: int | float | Decimal) -> str:
    """Return the shortest exact decimal text of a number."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    sign, digits, exponent = value.as_tuple()
    if not value or not isinstance(exponent, int):
        return "0"
    kept = len(digits)
    while digits[kept - 1] == 0:
        kept -= 1
    plain = Decimal((sign, digits[:kept], exponent + len(digits) - kept))  # normalize() rounds
    return f"{plain:f}" if -20 < plain.adjusted() < 20 else str(plain)


def day_of(number: str, *, since_1904: bool) -> str:
    """Return a date as a person reads it, of a number as a cell keeps it."""
    try:
        days = float(number) + (_DAYS_TO_1904 if since_1904 else 0)
        moment = _EPOCH + timedelta(days=days)
    except (ValueError, OverflowError):
        return number
    return moment.date().isoformat() if days == int(days) else moment.isoformat(" ", "minutes")


def _v(prefix: bytes, content: bytes) -> bytes:
    return b"<%sv>%s</%sv>" % (prefix, content, prefix)


def _text(value: str, prefix: bytes) -> Encoded:
    if len(value) > MAX_TEXT // 2:
        value = shortened(value)
    keep = b' xml:space="preserve"' if value != value.strip() or "\n" in value else b""
    content = b"<%sis><%st%s>%s</%st></%sis>" % (
        prefix, prefix, keep, cell_text(value), prefix, prefix
    )  # fmt: skip
    return b' t="inlineStr"', content, Need.TEXT if _TURNS.match(value) else Need.NOTHING


def shortened(value: str) -> str:
    """Return what fits of a text into a cell, counted as Excel counts."""
    units = value.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MAX_TEXT:
        return value
    return units[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _moment(value: date | time, prefix: bytes, since_1904: bool) -> Encoded:
    if isinstance(value, time):
        span = timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second,
            microseconds=value.microsecond,
        )  # fmt: skip
        return b"", _v(prefix, repr(span / timedelta(days=1)).encode()), Need.TIME
    need = Need.DATETIME if isinstance(value, datetime) else Need.DATE
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    moment = moment.replace(tzinfo=None)
    since = moment - _EPOCH
    if since_1904:
        since -= timedelta(days=_DAYS_TO_1904)
    elif moment < _LEAP_BUG:  # Excel counts a 29 February 1900
        since -= timedelta(days=1)
    if since < timedelta(0):  # before the calendar of spreadsheets begins: only text can say it
        return _text(value.isoformat(), prefix)
    if since.seconds or since.microseconds:
        return b"", _v(prefix, repr(since / timedelta(days=1)).encode()), need
    return b"", _v(prefix, b"%d" % since.days), need
