"""Numbers, with the units and signs that people type."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from xlsales.core.column import Column, Type
from xlsales.core.exact import ZERO, decimal_of
from xlsales.core.text import clean, half
from xlsales.core.typed.reading import Calendar, Cell, Reading, mended

EXACT_BELOW = 10**15
"""From here on a spreadsheet, which keeps 15 digits, has lost the last ones of a whole number."""
_COMMA = re.compile(
    r"[-+]?(?:[¥元] ?)?(?:(?:0[0-9]*|[0-9]{4,}),[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))"
    r" ?(?:[件套个台只吨元天%]|kg|公斤)?",
    re.IGNORECASE,
)
"""A comma that parts no thousands, so it may be a decimal point."""
_LARGEST = 330  # more decimal places than any number of a spreadsheet has
LONGEST = 40  # characters of a number or a date: nothing longer is looked at closely
_NUMBER = re.compile(
    r"""(?P<open>\()?  (?P<sign>[-+]?)  (?:(?P<yuan>[¥元])[ ]?)?  (?P<inner>[-+]?)
    (?P<whole> [0-9]+ | [1-9][0-9]{0,2}(?P<gap>[, ])[0-9]{3}(?:(?P=gap)[0-9]{3})* | (?=\.) )
    (?P<fraction>\.[0-9]+)?  (?P<close>\))?
    (?:[ ]*(?P<unit>[件套个台只吨元天%]|kg|公斤|pcs|sets?|each|yuan))?""",
    re.VERBOSE | re.IGNORECASE,
)
_KG = re.compile(r"(?<![a-z])kg(?![a-z])", re.IGNORECASE)
COUNTED = frozenset("件套个台只")
"""The units of goods that take whole quantities only (forms.md, *Types*)."""

_COUNTED = COUNTED | {"pcs", "set", "sets", "each"}
_GOODS = _COUNTED | {"kg", "公斤", "吨"}


@cache
def _units(kind: Type, header: str) -> frozenset[str]:
    """Return the units that may follow a number of such a column without changing its value.

    Where the header names the unit (``单重kg``, ``Step %``, ``账期天数``) it is that one alone.
    Otherwise goods are counted or weighed, days counted, money is in 元: a tonne then stands for
    the unit that the row counts in, which is not known here (see :func:`unit_typed`).
    """
    if kind is Type.PERCENT:
        return frozenset("%")
    if kind in {Type.MONEY, Type.PRICE}:
        return frozenset({"元", "yuan"})
    if _KG.search(header):
        return frozenset({"kg", "公斤"})
    if "%" in header or "百分" in header:
        return frozenset("%")
    if "天数" in header:
        return frozenset("天")
    return _COUNTED | {"天"} if kind is Type.INTEGER else _GOODS


def exact_number(cell: Cell) -> Decimal | None:
    """Return a number cell's decimal, or None if it holds none; never ``-0``."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    number = decimal_of(cell)
    if not number.is_finite():
        return None
    if not number:
        return ZERO
    return number if abs(number.adjusted()) < _LARGEST else None


def read_number(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a number, to the 15 digits that a spreadsheet keeps."""
    if isinstance(cell, str):
        number, code = _number_of(column, half(cell)), "number-as-text"
    else:
        number, code = exact_number(cell), ""
    if number is None:
        comma = isinstance(cell, str) and _COMMA.fullmatch(half(cell))
        return Reading(None, "comma-in-number" if comma else "not-a-number")
    if abs(number) >= EXACT_BELOW:
        return Reading(None, "digits-lost")
    value: Decimal | int = number
    if column.type is Type.PERCENT:
        beyond = column.trouble(number) == "out-of-range"
        signed = bool(unit_typed(cell))
        if beyond or (code and not signed and number >= 1):
            return Reading(None, "out-of-range") if signed else _unclear(column, number, beyond)
    if column.type is Type.INTEGER:
        if number != number.to_integral_value():
            return Reading(None, "not-a-whole-number")
        value = int(number)
    return mended(value, code) if code else Reading(value)


def _unclear(column: Column, number: Decimal, beyond: bool) -> Reading:
    """Return what is unclear about a percentage without its sign: 0.13 is 13 %, 13 is 1300 %.

    Where a column ends at 100 %, nobody means 1300 %, so 13 % is the sure mend; a text 1 may mean
    1 % or 100 %. A percentage out of bounds either way is none: nothing is computed with it.
    """
    small = number / 100
    if number < 1 or column.trouble(small) == "out-of-range":
        return Reading(None, "out-of-range")
    return Reading(None, "percent-unclear", small if beyond else None)


def _number_of(column: Column, text: str) -> Decimal | None:
    """Return the number that a text means in this column, or None without one reading.

    In brackets an amount of money is negative.
    """
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    sign = "".join(found[part] or "" for part in ("open", "sign", "inner", "close"))
    if sign not in ({"", "-", "+", "()"} if column.type is Type.MONEY else {"", "-", "+"}):
        return None
    unit = (found["unit"] or "").lower()
    typed_units = {unit, "元" if found["yuan"] else ""} - {""}
    if not typed_units <= _units(column.type, f"{column.zh} {column.en}"):
        return None
    digits = found["whole"].replace(",", "").replace(" ", "") + (found["fraction"] or "")
    if column.type is Type.PERCENT and unit:
        digits += "E-2"
    number = Decimal(digits)
    return number.copy_negate() if number and sign in {"-", "()"} else number


def unit_typed(cell: Cell) -> str:
    """Return the unit that was typed after a number (``kg``, ``件``, ``元``, ``%``), or nothing.

    A reading does not know the unit that a row counts in: who does may refuse another one.
    """
    found = _NUMBER.fullmatch(half(clean(cell))) if isinstance(cell, str) else None
    if found is None:
        return ""
    unit = (found["unit"] or "").lower()
    return "元" if found["yuan"] and not unit else unit
