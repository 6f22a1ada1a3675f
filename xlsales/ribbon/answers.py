"""Reading a field: what a person typed or ticked becomes the argument's value.

Numbers and dates are read as in the workbooks (:mod:`xlsales.core.typed`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from xlsales.core.column import Column, Type
from xlsales.core.text import clean
from xlsales.core.typed import read_cell
from xlsales.core.words import Words
from xlsales.ribbon.fields import Field, Given, Kind, pairs_of

_BETWEEN = re.compile(r"[、,\uff0c;\uff1b\n\r\t]+")


class Unread(Exception):
    """A field cannot be read: one sentence that says what to type instead."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in both languages."""
        super().__init__(en)
        self.words = Words(zh, en)


def value_of(field: Field, given: Given, year: int) -> object:
    """Return what a field's content means; nothing (``""``, None, empty) where it is blank.

    ``year`` is the workbook's, for ``11月3日``.

    Raises:
        Unread: it has no meaning, or more than one.
    """
    return _READERS[field.kind](field, given, year)


def _text(field: Field, given: Given, _year: int) -> object:
    return field.chosen(str(given))


def _flag(_field: Field, given: Given, _year: int) -> object:
    return bool(given)


def _choice(field: Field, given: Given, _year: int) -> object:
    text = field.chosen(str(given))
    if text and text not in [option.value for option in field.options]:
        shown = [option.text for option in field.options]
        raise Unread(
            f"没有“{text}”这一选项，请选：{'、'.join(shown)}。",
            f"there is no “{text}”; choose one of: {', '.join(shown)}.",
        )
    return text


def _typed(kind: Type, example: Words) -> Callable[[Field, Given, int], object]:
    column = Column("", "", kind)

    def read(field: Field, given: Given, year: int) -> object:
        text = field.chosen(str(given))
        reading = read_cell(column, text, year)
        if reading.code == "time-in-date":
            return reading.fix
        if reading.code == "ambiguous-date":
            raise Unread(
                f"{text} 可能是两个日期，请按 {example.zh} 的格式填写。",
                f"{text} may be two days; write it like {example.en}.",
            )
        if text and reading.value is None:
            raise Unread(
                f"“{text}”无法识别，请按 {example.zh} 的格式填写。",
                f"“{text}” cannot be read; write it like {example.en}.",
            )
        return reading.value

    return read


def _names(field: Field, given: Given, _year: int) -> object:
    parts = (field.chosen(part) for part in _BETWEEN.split(str(given)))
    return tuple(dict.fromkeys(part for part in parts if part))


def _ticks(field: Field, given: Given, _year: int) -> object:
    ticked = set(given) if isinstance(given, tuple) else set()
    choices = (option.value for line in field.lines for option in line.choices)
    return tuple(value for value in choices if value in ticked)


def _pairs(field: Field, given: Given, _year: int) -> Mapping[str, Decimal]:
    """Read pairs; a quantity that is left blank is the one that goes with the option."""
    found: dict[str, Decimal] = {}
    known = {option.value: option.quantity for option in field.options}
    for left, right in pairs_of(given):
        name = field.chosen(left)
        quantity = clean(right) or known.get(name, "")
        if not name and not clean(right):
            continue
        if not name:
            raise Unread(
                f"数量 {quantity} 前面没有编号，请补上。",
                f"there is no number before the quantity {quantity}; add it.",
            )
        if not quantity:
            raise Unread(f"请填 {name} 的数量。", f"say how much of {name}.")
        if name in found:
            raise Unread(
                f"{name} 重复，请合并为一行。", f"{name} is there twice; make it one line."
            )
        found[name] = _amount(_QUANTITY, name, quantity)
    return found


def _amounts(field: Field, given: Given, _year: int) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, typed in pairs_of(given):
        if clean(typed):
            found[name] = _amount(_MONEY, field.shown(name), clean(typed))
    return found


_QUANTITY = Column("", "", Type.QUANTITY)
_MONEY = Column("", "", Type.MONEY)


def _amount(column: Column, name: str, text: str) -> Decimal:
    reading = read_cell(column, text)
    if not isinstance(reading.value, Decimal | int):
        raise Unread(
            f"{name} 的“{text}”不是有效数字，请填数字，如 20。",
            f"“{text}” of {name} is no number; write one like 20.",
        )
    return Decimal(reading.value)


_READERS: Mapping[Kind, Callable[[Field, Given, int], object]] = {
    Kind.TEXT: _text,
    Kind.DATE: _typed(Type.DATE, Words("2026-11-03", "2026-11-03")),
    Kind.MONTH: _typed(Type.MONTH, Words("2026-11", "2026-11")),
    Kind.PERIOD: _typed(Type.PERIOD, Words("2026、2026-Q4 或 2026-11", "2026, 2026-Q4 or 2026-11")),
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.NAMES: _names,
    Kind.TICKS: _ticks,
    Kind.PAIRS: _pairs,
    Kind.AMOUNTS: _amounts,
}
