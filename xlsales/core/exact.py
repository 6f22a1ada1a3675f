"""Exact arithmetic: decimals and rationals, rounded half up (flow.md: away from zero)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache

ZERO = Decimal(0)
FEN = 2
"""Decimal places of money."""

# Wide enough that no sum or product of an office is ever rounded behind our back.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rounded(value: Decimal | Fraction | int, places: int = FEN) -> Decimal:
    """Return ``value`` half up to ``places`` decimals, away from zero; never ``-0``.

    A rational is rounded from its exact value, not from a decimal expansion of it.
    """
    if isinstance(value, Decimal) and value.adjusted() < _WIDE.prec - 20:
        # the common case, ten times as fast as going through a rational
        near = value.quantize(_unit(places), context=_WIDE)
        return near or abs(near)
    return quotient(*value.as_integer_ratio(), places)


def quotient(top: int, bottom: int, places: int = FEN) -> Decimal:
    """Return ``top / bottom`` half up to ``places`` decimals, away from zero.

    What is known as whole numbers need not become a rational first, which takes ten times as long.

    >>> quotient(1, 8), quotient(-1, 8), quotient(1, -3)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('-0.33'))
    """
    above, below = 2 * abs(top) * 10**places, abs(bottom)
    whole = (above + below) // (2 * below)
    return Decimal(whole if (top < 0) == (bottom < 0) else -whole).scaleb(-places, _WIDE)


def product(one: Decimal, other: Decimal) -> Decimal:
    """Return one times the other, exactly; both of a spreadsheet's 15 digits at most."""
    return _WIDE.multiply(one, other)


def decimal_of(number: float | Decimal) -> Decimal:
    """Return a number exactly; a binary float to the 15 digits that a spreadsheet has of it.

    Excel keeps 100*1.13 as 112.99999999999999 and shows 113, whatever the format: so 113 it is.

    >>> decimal_of(112.99999999999999), decimal_of(0.1), decimal_of(12.0)
    (Decimal('113'), Decimal('0.1'), Decimal('12'))
    """
    if not isinstance(number, float):
        return Decimal(number)
    return Decimal("%.15g" % number) or ZERO  # noqa: UP031  # an f-string takes a tenth longer


def plain(value: Decimal | Fraction | int, places: int = 6) -> str:
    """Return ``value`` in plain decimal notation, half up to ``places``, no trailing zeros.

    >>> plain(Fraction(26, 10)), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('2.6', '1000', '0')
    """
    text = str(value) if type(value) is Decimal else "E"
    point = text.find(".")
    if "E" in text or 0 <= point < len(text) - 1 - places:  # else it is as short as can be
        text = f"{rounded(value, places):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in {"", "-0"} else "0"
