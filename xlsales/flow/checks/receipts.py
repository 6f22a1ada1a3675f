"""Receipts of the warehouse: their numbers, and what can be wrong (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlsales.core.across import Across
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.row import Book, sound
from xlsales.core.words import Words
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Flags, of_other_year
from xlsales.flow.facts.copied_rows import Given
from xlsales.flow.facts.deliveries import product_of_order, unit_of_order
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.numbering import Series
from xlsales.flow.facts.numbering_rows import number_rows
from xlsales.flow.facts.quantities import planned_quantity
from xlsales.flow.facts.stock import (
    Goods,
    accepted,
    free_stock,
    on_hand,
    receipts_of,
    to_make_again,
)
from xlsales.flow.facts.whole_counts import broken, is_whole
from xlsales.forms.masters import Product
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as delivery_rules
from xlsales.forms.rules import warehouse as rules
from xlsales.forms.warehouse import Receipt

TOLERANCE = Decimal("0.05")
"""The part of an order that may be accepted over it without a word."""


@needs(Receipt)
def number_receipts(office: Office, book: Book, today: dt.date) -> Given:
    """Number the workbook's receipts that have no number yet."""
    del today
    return number_rows(office, book, Series.RECEIPT, Receipt)


def _judge(office: Office, row: Receipt, _today: dt.date) -> Iterator[Finding]:
    """Find what a receipt gets wrong by itself, by its order and by others."""
    yield from other_year(row, "date")
    yield from _order(office, row)
    if "accepted_qty" in row.bad:
        return
    if row.accepted_qty == 0 and not row.rejected_qty and "rejected_qty" not in row.bad:
        yield finding(rules.NOTHING_RECEIVED, row, "accepted_qty")
    yield from _counted(office, row)
    yield from _over_order(office, row)
    yield from _moved(office, row)


def goods_of(row: Receipt) -> Goods | None:
    """Return whose goods a receipt is for, or None if that can't be read."""
    if "order_no" in row.bad:
        return None
    if row.order_no is not None:
        return row.order_no, None
    return None if row.product is None else (None, row.product)


def _order(office: Office, row: Receipt) -> Iterator[Finding]:
    if row.order_no is None:
        return
    order = office.first(Order, "order_no", row.order_no)
    if order is None:
        yield finding(delivery_rules.UNKNOWN_ORDER, row, "order_no")
    elif row.product is not None and "product" not in order.bad and row.product != order.product:
        yield finding(
            rules.RECEIPT_OF_OTHER_PRODUCT,
            row,
            "product",
            order_no=row.order_no,
            theirs=order.product,
            fix=order.product,
        )


def _product(office: Office, goods: Goods) -> Product | None:
    order_no, code = goods
    if order_no is not None:
        return product_of_order(office, order_no)
    return office.first(Product, "code", code)


def _counted(office: Office, row: Receipt) -> Iterator[Finding]:
    goods = goods_of(row)
    product = None if goods is None else _product(office, goods)
    for column in ("accepted_qty", "rejected_qty"):
        if (wrong := broken(product, row, column, getattr(row, column))) is not None:
            yield wrong


def _over_order(office: Office, row: Receipt) -> Iterator[Finding]:
    """Find more accepted than Q and 5 %, at the order's last receipt.

    What came back for rework or scrap may be accepted again.
    """
    if row.order_no is None or row.accepted_qty <= 0:
        return
    wanted = planned_quantity(office).get(row.order_no)
    again = to_make_again(office).get(row.order_no, ZERO)
    total = accepted(office).get(row.order_no, ZERO)
    if wanted is None or total - again <= wanted * (1 + TOLERANCE):
        return
    mine = receipts_of(office).get((row.order_no, None), ())
    if next((each for each in reversed(mine) if each.accepted_qty > 0), None) is row:
        yield finding(
            rules.ACCEPTED_OVER_ORDER,
            row,
            "accepted_qty",
            order_no=row.order_no,
            accepted=total,
            quantity=wanted + again,
            unit=unit_of_order(office, row.order_no),
        )


def _moved(office: Office, row: Receipt) -> Iterator[Finding]:
    """Find goods moved away that were not there, or that nobody got."""
    goods = goods_of(row)
    if row.accepted_qty >= 0 or goods is None:
        return
    order_no, code = goods
    left = (
        on_hand(office).get(order_no, ZERO)
        if order_no is not None
        else free_stock(office).get(code or "", ZERO)
    )
    product = _product(office, goods)
    unit = product.unit if product else None
    if left < 0:
        name = (
            Words(f"承揽 {order_no} ", f"order {order_no}")
            if order_no is not None
            else Words(f"产品 {code} ", f"product {code}")
        )
        yield finding(
            rules.MOVED_OVER_STOCK, row, "accepted_qty", goods=name, short=-left, unit=unit
        )
    if "date" in row.bad:
        return
    came = _came(office).get((row.date, product.code if product else None), {})
    if sum((came[other] for other in came if other != goods), ZERO) < -row.accepted_qty:
        yield finding(
            rules.MOVED_NOWHERE, row, "accepted_qty", quantity=-row.accepted_qty, unit=unit
        )


@kept
def _came(office: Office) -> Mapping[tuple[dt.date, str | None], Mapping[Goods, Decimal]]:
    """Return whose goods got how much of a product on a day."""
    found: dict[tuple[dt.date, str | None], dict[Goods, Decimal]] = {}
    for row in sound(office.rows(Receipt), "date", "order_no", "accepted_qty"):
        goods = goods_of(row)
        if goods is not None and row.accepted_qty > 0:
            product = _product(office, goods)
            came = found.setdefault((row.date, product.code if product else None), {})
            came[goods] = came.get(goods, ZERO) + row.accepted_qty
    return found


def _odd_alone(_office: Office, rows: Across[Receipt], _today: dt.date) -> Flags:
    """Say which are of nothing, moved away, broken, or of a product of their own."""
    return (
        good <= 0 or product is not None or not is_whole(good) or not is_whole(rejected)
        for good, rejected, product in rows.zip("accepted_qty", "rejected_qty", "product")
    )


def _of_no_order(office: Office, rows: Across[Receipt], _today: dt.date) -> Flags:
    orders = office.all_by(Order, "order_no")
    return (number is not None and number not in orders for number in rows["order_no"])


def _beyond_order(office: Office, rows: Across[Receipt], _today: dt.date) -> Flags:
    wanted = planned_quantity(office)
    over = {
        number
        for number, total in accepted(office).items()
        if (mine := wanted.get(number)) is not None and (total > mine or mine < 0)
    }
    return map(over.__contains__, rows["order_no"])


check_receipts = Check(_judge, of_other_year("date"), _odd_alone, _of_no_order, _beyond_order)
"""Find what receipts get wrong by themselves, by their order and by each other."""
