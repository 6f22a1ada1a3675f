"""Goods that are counted come in whole numbers (forms.md, *Types*)."""

from __future__ import annotations

from decimal import Decimal

from xlsales.core.finding import Finding, finding
from xlsales.core.row import Row
from xlsales.core.typed import COUNTED
from xlsales.forms.masters import Product
from xlsales.forms.rules import register as rules


def broken(
    product: Product | None, row: Row, column: str, quantity: Decimal | None
) -> Finding | None:
    """Find a broken quantity of a product that is counted: 2.5 件.

    None where it is whole, not known, or the product is unknown or weighed.
    """
    if product is None or quantity is None or product.unit not in COUNTED:
        return None
    if is_whole(quantity):
        return None
    return finding(rules.COUNTED_WHOLE, row, column, value=quantity, unit=product.unit)


def is_whole(quantity: Decimal | None) -> bool:
    """Return whether a quantity is a whole number, or not known."""
    return quantity is None or quantity == quantity.to_integral_value()
