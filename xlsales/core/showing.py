"""How people read figures: 54,720.00 元, 103.09 %, 1,200 件. JSON and cells have plain decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlsales.core.exact import plain, rounded
from xlsales.core.words import Words


def grouped(value: Decimal | Fraction | int, places: int = 0) -> str:
    """Return a figure with thousands separators and at least ``places`` decimals.

    >>> grouped(Decimal("1200")), grouped(Decimal("12.3456"), 2), grouped(Decimal("54720"), 2)
    ('1,200', '12.3456', '54,720.00')
    """
    exact = Decimal(plain(value))
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    return f"{exact:,.{max(places, -exponent)}f}"


def money(amount: Decimal) -> str:
    """Return an amount or a price as people write it, without its currency: 1,234.50."""
    return grouped(amount, 2)


def yuan(amount: Decimal) -> Words:
    """Return an amount or a price with its currency."""
    return Words(f"{money(amount)} 元", f"{money(amount)} yuan")


def limit(amount: Decimal) -> Words:
    """Return a limit in money: whole yuan without decimals, 10,000 元."""
    said = grouped(amount) if amount == int(amount) else money(amount)
    return Words(f"{said} 元", f"{said} yuan")


def percent(value: Decimal | Fraction) -> str:
    """Return a share of one as a percentage with two decimals: 103.09 %."""
    return f"{rounded(Fraction(value) * 100, 2):,.2f} %"


def counted(quantity: Decimal | int, unit: str | None = None) -> str:
    """Return a quantity with its unit, where that is known: 1,200 件."""
    return f"{grouped(quantity)} {unit}" if unit else grouped(quantity)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day(value: date) -> Words:
    """Return a day as letters say it: 2026年12月31日, 31 December 2026; no line ends within it."""
    return Words(
        f"{value.year}年{value.month}月{value.day}日",
        f"{value.day}\xa0{_MONTHS[value.month - 1]}\xa0{value.year}",
    )
