"""Delivery notes as the ledgers have them: their rows, whose they are, their grey columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.outcome import Refusal, SetCells
from xlsales.flow.ageing import number_key
from xlsales.flow.amounts import NoteOrder, amounts
from xlsales.flow.kept import kept
from xlsales.flow.register import changed
from xlsales.flow.stock import accepted, counted, is_restocked
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of


@kept
def note_rows(office: Office) -> Mapping[str, tuple[Delivery, ...]]:
    """Return the rows of each delivery note (not of returns), by line number."""
    notes: dict[str, list[Delivery]] = {}
    for row in counted(office):
        if row.quantity > 0 and row.note_no is not None:
            notes.setdefault(row.note_no, []).append(row)
    return {no: tuple(sorted(rows, key=lambda row: row.line_no or 0)) for no, rows in notes.items()}


def note_of(office: Office, note_no: str) -> tuple[Delivery, ...]:
    """Return the rows of a delivery note, by line number.

    Refusal: there is no such note.
    """
    rows = note_rows(office).get(note_no)
    if rows is None:
        raise Refusal(
            f"没有送货单“{note_no}”。请核对送货单号。",
            f"There is no delivery note “{note_no}”. Check its number.",
        )
    return rows


@kept
def delivered_by_note(office: Office) -> Mapping[NoteOrder, Decimal]:
    """Return what each note brought of each order."""
    totals: dict[NoteOrder, Decimal] = {}
    for note_no, rows in note_rows(office).items():
        for row in rows:
            place = (note_no, row.order_no)
            totals[place] = totals.get(place, ZERO) + row.quantity
    return totals


@kept
def returned_by_note(office: Office) -> Mapping[NoteOrder, Decimal]:
    """Return what came back of each order of a note, as a positive quantity."""
    totals: dict[NoteOrder, Decimal] = {}
    for row in counted(office):
        if row.quantity < 0 and row.return_of is not None:
            place = (row.return_of, row.order_no)
            totals[place] = totals.get(place, ZERO) - row.quantity
    return totals


@kept
def in_turn(office: Office) -> Mapping[str, tuple[Delivery, ...]]:
    """Return each order's numbered rows, priced or not, by date, note and line number."""
    orders: dict[str, list[Delivery]] = {}
    for row in counted(office):
        orders.setdefault(row.order_no, []).append(row)
    return {order_no: tuple(sorted(rows, key=_turn)) for order_no, rows in orders.items()}


def _turn(row: Delivery) -> tuple[dt.date, tuple[str, int], int]:
    day = dt.date.max if "date" in row.bad else row.date
    return day, number_key(row.note_no), row.line_no or 0


@kept
def over_stock(office: Office) -> Mapping[int, Decimal]:
    """Return what was in stock for the rows that took more than that, by ``id`` of the row.

    All receipts are taken as made before: a receipt entered late is no fault of the note. What
    came back on a day may go out again on it, though its number (TH) sorts behind the note's (SH).
    """
    found: dict[int, Decimal] = {}
    for order_no, rows in in_turn(office).items():
        left = accepted(office).get(order_no, ZERO)
        for row in sorted(rows, key=lambda row: (_turn(row)[0], row.quantity > 0)):
            if row.quantity > left and row.quantity > 0:
                found[id(row)] = max(left, ZERO)
            if row.quantity > 0 or is_restocked(row):
                left -= row.quantity
    return found


def customer_of_order(office: Office, order_no: str) -> str | None:
    """Return the customer of an order, or None if no register has it readable."""
    order = office.first(Order, "order_no", order_no)
    return order.customer if order else None


def customer_of_note(office: Office, note_no: str) -> str | None:
    """Return the customer of a delivery note: its first order's; None for an unknown note."""
    for row in note_rows(office).get(note_no, ()):
        customer = customer_of_order(office, row.order_no)
        if customer is not None:
            return customer
    return None


def product_of_order(office: Office, order_no: str) -> Product | None:
    """Return the product of an order as the masters have it, or None."""
    order = office.first(Order, "order_no", order_no)
    return office.first(Product, "code", order.product) if order else None


def customer_row(office: Office, name: str | None) -> Customer | None:
    """Return a customer as the masters have it, or None."""
    return office.first(Customer, "name", name) if name is not None else None


def tax_rate_of(office: Office, order: Order) -> Decimal:
    """Return an order's tax rate: its own, else its product's, else the office's."""
    product = office.first(Product, "code", order.product)
    rates = (order.tax_rate, product.tax_rate if product else None)
    return next((rate for rate in rates if rate is not None), settings_of(office).tax_rate)


@needs(Product, Setting, Order, Delivery)
def derive_deliveries(
    office: Office, rows: Sequence[Delivery], today: dt.date
) -> Iterator[SetCells]:
    """Yield what differs in customer, product and amount; a row without a number has no amount."""
    del today
    values = amounts(office)
    for row in rows:
        product = product_of_order(office, row.order_no)
        place = (row.note_no or "", row.line_no or 0)
        wanted = {
            "customer": customer_of_order(office, row.order_no),
            "product_name": product.name if product else None,
            "amount": values.get(place),
        }
        yield from changed(row, wanted)
