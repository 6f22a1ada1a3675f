"""Writing: the cell that a host shows for a typed value (forms.md, *Types*).

Whatever is written here, :mod:`xlsales.core.typed` reads back as the same value, without a finding.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from xlsales.core.column import Column, Type
from xlsales.core.exact import decimal_of, rounded
from xlsales.core.typed import Cell
from xlsales.core.words import Choice, Lang, Words

YES, NO = Words("是", "Yes"), Words("否", "No")
JOINED = Words("、", ", ")


def to_cell(column: Column, value: object, lang: Lang) -> Cell:
    """Return the cell to write for a typed value, in the words of the workbook's language.

    None, an empty text and no choices give a blank cell. A rational is rounded half up to the
    decimals of its type.
    """
    if value is None:
        return None
    if isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool):
        return _number(column, value)
    if isinstance(value, date):
        return _date(column, value)
    return _words(value, lang) or None


def number_format(column: Column) -> str:
    """Return the number format of the column's cells; ``@`` keeps a code as text.

    So too where it is only referred to: 0101 typed into such a cell would be the number 101.
    """
    return "@" if column.refers or column.verbatim else column.type.number_format


def _words(value: object, lang: Lang) -> str:
    if isinstance(value, Choice):
        return value.said(lang)
    if isinstance(value, bool):
        return (YES if value else NO).said(lang)
    if isinstance(value, tuple | list):
        return JOINED.said(lang).join(_words(each, lang) for each in value)
    return str(value)


def _number(column: Column, value: int | float | Decimal | Fraction) -> Cell:
    if isinstance(value, Fraction):
        value = rounded(value, column.type.places or 0)
    elif isinstance(value, float):
        value = decimal_of(value)
    if column.type is Type.INTEGER and value == int(value):
        return int(value)
    if column.type.is_number:
        return Decimal(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _date(column: Column, value: date) -> Cell:
    if column.type is Type.DATETIME:
        return value if isinstance(value, datetime) else datetime.combine(value, time())
    return value.date() if isinstance(value, datetime) else value


def same(was: Cell, now: Cell) -> bool:
    """Return whether two cells hold the same: numbers to 15 digits, dates by the day."""
    if isinstance(was, float | int | Decimal) and isinstance(now, float | int | Decimal):
        if isinstance(was, bool) or isinstance(now, bool):
            return was is now
        return decimal_of(float(was)) == decimal_of(float(now))
    if isinstance(was, date) and isinstance(now, date):
        return _midnight(was) == _midnight(now)
    return type(was) is type(now) and was == now


def _midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
