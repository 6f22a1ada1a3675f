"""What lies in the warehouse, by order, and by product for goods made without one.

Source: flow.md, *Delivery*. Stock = accepted − Σ positive quantities of numbered rows + Σ |returns for restock|;
age and heat numbers go by first in, first out. Only goods of an order can be delivered: what was
made without one is moved to an order first, by a negative and a positive receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply
from xlsales.core.row import sound
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.layers import Layer, day_of, heats_in, is_restocked, left
from xlsales.forms.choices import Disposition
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Product
from xlsales.forms.register import Order
from xlsales.forms.warehouse import Receipt, Stock

Goods: TypeAlias = tuple[str | None, str | None]
"""An order's number and None, or None and a product's code: whose goods they are."""


@kept
def receipts_of(office: Office) -> Mapping[Goods, tuple[Receipt, ...]]:
    """Return the receipts of each order or product, by date and number."""
    found: dict[Goods, list[Receipt]] = {}
    for row in sound(office.rows(Receipt), "order_no", "accepted_qty"):
        if row.order_no is not None:
            found.setdefault((row.order_no, None), []).append(row)
        elif row.product is not None:
            found.setdefault((None, row.product), []).append(row)
    return {
        goods: tuple(sorted(rows, key=_turn)) if len(rows) > 1 else (rows[0],)
        for goods, rows in found.items()
    }


def _turn(row: Receipt) -> tuple[date, tuple[str, int]]:
    # One whose date can't be read counts as the newest: it must not make goods look old.
    return day_of(row), number_key(row.receipt_no)


@kept
def _accepted(office: Office) -> Mapping[Goods, Decimal]:
    return {
        goods: sum((row.accepted_qty for row in rows), ZERO)
        if len(rows) > 1
        else ZERO + rows[0].accepted_qty
        for goods, rows in receipts_of(office).items()
    }


@kept
def accepted(office: Office) -> Mapping[str, Decimal]:
    """Return what was accepted of each order, less what was moved to others."""
    return {order: total for (order, _), total in _accepted(office).items() if order is not None}


@kept
def rejected(office: Office) -> Mapping[str, Decimal]:
    """Return what was rejected of each order."""
    totals: dict[str, Decimal] = {}
    for row in sound(office.rows(Receipt), "order_no", "rejected_qty"):
        if row.order_no is not None and row.rejected_qty:
            totals[row.order_no] = totals.get(row.order_no, ZERO) + row.rejected_qty
    return totals


@kept
def counted(office: Office) -> tuple[Delivery, ...]:
    """Return the numbered delivery rows of which order and quantity can be read."""
    rows = sound(office.rows(Delivery), "note_no", "order_no", "quantity")
    return tuple(row for row in rows if row.note_no is not None)


@kept
def in_turn(office: Office) -> Mapping[str, tuple[Delivery, ...]]:
    """Return each order's numbered rows, priced or not, by date, note and line number."""
    orders: dict[str, list[Delivery]] = {}
    for row in counted(office):
        orders.setdefault(row.order_no, []).append(row)
    return {
        order_no: tuple(
            sorted(rows, key=lambda row: (day_of(row), number_key(row.note_no), row.line_no or 0))
        )
        if len(rows) > 1
        else (rows[0],)
        for order_no, rows in orders.items()
    }


def _by_order(rows: Iterable[Delivery]) -> Mapping[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row.order_no] = totals.get(row.order_no, ZERO) + row.quantity
    return totals


@kept
def delivered(office: Office) -> Mapping[str, Decimal]:
    """Return what was delivered of each order, whatever came back."""
    return _by_order(row for row in counted(office) if row.quantity > 0)


@kept
def net_delivered(office: Office) -> Mapping[str, Decimal]:
    """Return what was delivered of each order, less all returns."""
    return _by_order(counted(office))


@kept
def taken_out(office: Office) -> Mapping[str, Decimal]:
    """Return what left the stock of each order: deliveries less returns for restock."""
    return _by_order(row for row in counted(office) if row.quantity > 0 or is_restocked(row))


@kept
def to_make_again(office: Office) -> Mapping[str, Decimal]:
    """Return what was taken back for rework or scrap: so much more of it may be accepted."""
    again = {Disposition.REWORK, Disposition.SCRAP}
    rows = (row for row in counted(office) if row.quantity < 0 and row.disposition in again)
    return {order_no: -total for order_no, total in _by_order(rows).items()}


@kept
def on_hand(office: Office) -> Mapping[str, Decimal]:
    """Return the stock of each order; negative where more was delivered than accepted."""
    came, went = accepted(office), taken_out(office)
    orders = sorted({*came, *went}, key=number_key)
    return {order: came.get(order, ZERO) - went.get(order, ZERO) for order in orders}


@kept
def free_stock(office: Office) -> Mapping[str, Decimal]:
    """Return the stock of each product that was made without an order."""
    totals = _accepted(office).items()
    return {product: total for (_, product), total in totals if product is not None}


def remaining(office: Office, goods: Goods) -> tuple[Layer, ...]:
    """Return what is left of the receipts of an order or product, oldest first."""
    order_no, _ = goods
    rows = in_turn(office).get(order_no, ()) if order_no is not None else ()
    return left(receipts_of(office).get(goods, ()), rows)


def heat_numbers(office: Office, order_no: str, quantity: Decimal) -> str | None:
    """Return the heat numbers of the next ``quantity`` to leave an order's stock, or None."""
    found: dict[str, None] = {}
    for layer in remaining(office, (order_no, None)):
        if quantity <= 0:
            break
        found |= dict.fromkeys(heats_in(layer.heat_no))
        quantity -= layer.quantity
    return "、".join(found) or None


@needs(*reads.STOCK, Stock)
def compute_stock(office: Office, today: date) -> tuple[Stock, ...]:
    """Return the table *stock*: what lies in the warehouse, by order, then by product.

    Orders of which nothing is left are not listed; negative stock is.
    """
    rows = [
        _stock(office, (order_no, None), quantity, today)
        for order_no, quantity in on_hand(office).items()
        if quantity
    ]
    rows += [
        _stock(office, (None, product), quantity, today)
        for product, quantity in sorted(free_stock(office).items())
        if quantity
    ]
    return tuple(rows)


def _stock(office: Office, goods: Goods, quantity: Decimal, today: date) -> Stock:
    order_no, code = goods
    order = None if order_no is None else office.first(Order, "order_no", order_no)
    if order is not None and "product" not in order.bad:
        code = order.product
    product = None if code is None else office.first(Product, "code", code)
    days = [layer.date for layer in remaining(office, goods) if layer.date is not None]
    return Stock(
        order_no=order_no,
        product=code,
        product_name=product.name if product else None,
        customer=order.customer if order else None,
        accepted=_accepted(office).get(goods, ZERO),
        delivered=net_delivered(office).get(order_no, ZERO) if order_no else ZERO,
        on_hand=quantity,
        age_days=max((today - days[0]).days, 0) if days else None,
    )


class StockArgs(Arguments):
    """*Stock* asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class InStock(Reply):
    """What lies in the warehouse, as the table ``stock`` has it."""

    stock: tuple[Stock, ...]


@needs(*reads.STOCK, Stock)
def stock(office: Office, call: Call[StockArgs]) -> Outcome[InStock]:
    """List what lies in the warehouse; writes nothing."""
    listed = tuple(compute_stock(office, call.today))
    return Outcome(InStock(stock=listed), read=len(office.rows(Receipt)))
