"""Values as xlwings knows them and as a cell of LibreOffice holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

_DAY = 86_400
# LibreOffice's error numbers and what stands in the cell; others are shown as Err:NNN there
_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


class CellError(str):
    """An error in a cell: ``#N/A``, ``#DIV/0!``. xlwings gives None for it, or its text if asked."""

    __slots__ = ()


def error_of(number: int) -> CellError:
    """The error of LibreOffice's number for it."""
    return CellError(_ERRORS.get(number, "#VALUE!"))


def serial_of(value: dt.date | dt.time | dt.timedelta, null_date: dt.datetime) -> float:
    """A date, time or duration as a cell counts it: days since the document's null date."""
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return (seconds + value.microsecond / 1e6) / _DAY
    if isinstance(value, dt.timedelta):
        since = value
    elif isinstance(value, dt.datetime):
        since = value.replace(tzinfo=None) - null_date
    else:
        since = dt.datetime(value.year, value.month, value.day) - null_date
    return since.days + (since.seconds + since.microseconds / 1e6) / _DAY


def date_of(serial: float, null_date: dt.datetime) -> dt.datetime | float:
    """The date and time of a cell's number, to the millisecond; the number where it is no date."""
    days = int(serial // 1)
    try:
        since = dt.timedelta(days=days, milliseconds=round((serial - days) * _DAY * 1000))
        return null_date + since
    except OverflowError:
        return serial


def prepare(value: Any, date_format: str | None) -> Any:
    """A value of the program as the engine writes it; what is missing becomes an empty cell."""
    kind = type(value)
    if kind in (str, float, int, bool):
        return "" if value != value else value  # noqa: PLR0124  # only NaN differs from itself
    if value is None or kind.__name__ in ("NaTType", "NAType"):
        return ""
    if kind.__module__ == "numpy":
        return prepare(value.item(), date_format)
    return value


def clean(
    data: Sequence[Sequence[Any]],
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """What a range holds as the person who asked wants it (``Range.options``)."""

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty_as
        kind = type(value)
        if kind is str or kind is bool:
            return value
        if kind is CellError:
            return str(value) if err_to_str else None
        if kind is float:
            return value if number_builder is None else number_builder(value)
        if isinstance(value, dt.datetime):
            return datetime_builder(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        return value

    return [[one(value) for value in row] for row in data]
