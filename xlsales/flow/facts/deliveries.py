"""Delivery notes as the ledgers have them: their rows, whose they are, their grey columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.column import By
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.outcome import Refusal, SetCells
from xlsales.core.reply import ReplyRow
from xlsales.flow.facts.amounts import NoteOrder, amounts
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.layers import day_of, is_restocked
from xlsales.flow.facts.orders import changed
from xlsales.flow.facts.stock import accepted, counted, delivered, in_turn
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of


@dataclass(frozen=True)
class OrderQuantity(ReplyRow):
    """A line of a note as its command answers it: so much of an order."""

    order_no: str
    quantity: Decimal


@kept
def note_rows(office: Office) -> Mapping[str, tuple[Delivery, ...]]:
    """Return the rows of each delivery note (not of returns), by line number."""
    notes: dict[str, list[Delivery]] = {}
    for row in counted(office):
        if row.quantity > 0 and row.note_no is not None:
            notes.setdefault(row.note_no, []).append(row)
    return {
        no: tuple(sorted(rows, key=lambda row: row.line_no or 0)) if len(rows) > 1 else (rows[0],)
        for no, rows in notes.items()
    }


def note_of(office: Office, note_no: str) -> tuple[Delivery, ...]:
    """Return the rows of a delivery note, by line number.

    Raises:
        Refusal: there is no such note.
    """
    rows = note_rows(office).get(note_no)
    if rows is None:
        raise Refusal(
            f"没有送货单“{note_no}”。请核对送货单号。",
            f"There is no delivery note “{note_no}”. Check its number.",
        )
    return rows


def left_blank(draft: Delivery, row: Delivery) -> dict[str, object]:
    """Return the cells to fill in a typed row: what its person typed there stays."""
    return {
        column.key: getattr(row, column.key)
        for column in Delivery.table.columns
        if column.key != "check"
        and getattr(row, column.key) != getattr(draft, column.key)
        and (column.by is not By.PERSON or getattr(draft, column.key) is None)
    }


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
def may_come_back(office: Office) -> Mapping[NoteOrder, tuple[tuple[Delivery, Decimal], ...]]:
    """Return what of each order can still come back of each of a note's rows, the last row first.

    What is signed for fills the first rows, so what comes back empties the last. A return took
    from the rows of its own price and tax rate; only what these do not have, from the others.
    """
    left: dict[NoteOrder, list[tuple[Delivery, Decimal]]] = {}
    for note_no, rows in note_rows(office).items():
        for row in reversed(rows):
            left.setdefault((note_no, row.order_no), []).append((row, row.quantity))
    for row in counted(office):
        place = (row.return_of or "", row.order_no)
        if row.quantity < 0 and place in left:
            left[place] = _less(left[place], row)
    return {place: tuple(found) for place, found in left.items()}


def _less(
    left: Sequence[tuple[Delivery, Decimal]], back: Delivery
) -> list[tuple[Delivery, Decimal]]:
    """Take a return from what could come back; what is more than that is not taken."""
    rest, still = -back.quantity, dict(enumerate(left))
    for n in sorted(still, key=lambda n: terms_of(still[n][0]) != terms_of(back)):
        row, quantity = still[n]
        part = min(rest, quantity)
        still[n], rest = (row, quantity - part), rest - part
    return list(still.values())


def terms_of(row: Delivery) -> tuple[Decimal | None, Decimal | None]:
    """Return a row's price and tax rate: what a return has from the note's row."""
    return row.unit_price, row.tax_rate


@kept
def over_stock(office: Office) -> Mapping[int, Decimal]:
    """Return what was in stock for the rows that took more than that, by ``id`` of the row.

    All receipts are taken as made before: a receipt entered late is no fault of the note. What
    came back on a day may go out again on it, though its number (TH) sorts behind the note's (SH).
    """
    found: dict[int, Decimal] = {}
    came, went = accepted(office), delivered(office)
    for order_no, rows in in_turn(office).items():
        left = came.get(order_no, ZERO)
        if went.get(order_no, ZERO) <= left:  # and so was each of them
            continue
        for row in sorted(rows, key=lambda row: (day_of(row), row.quantity > 0)):
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


def unit_of_order(office: Office, order_no: str) -> str | None:
    """Return the unit that an order's product is counted in, where it is known."""
    product = product_of_order(office, order_no)
    return product.unit if product else None


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
