"""What delivered, signed and returned goods are worth, to the fen (appraisal.md, *Revenue*, 1–3).

Where the rules are silent:

- what a return takes back is judged by the signatures as they are recorded now, whatever their
  date: a note signed after its return gives the same total as one signed before it;
- a row that says it is signed, but not how much, is unsigned until it can be read; one signed
  for more than was delivered counts in full, with an error;
- a return that names no note subtracts nothing yet: its row is listed (:func:`unreadable`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple, TypeAlias

from xlsales.core.exact import ZERO, quotient, rounded
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.kept import kept
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of

_NEEDED = ("note_no", "line_no", "date", "order_no", "quantity", "unit_price", "tax_rate")

NoteOrder: TypeAlias = tuple[str, str]
"""A note's number and an order's: a note may carry several lines of one order."""


class Event(NamedTuple):
    """A delivery row as it counts on a day: what was signed (delivered) or taken back.

    ``quantity`` and ``amount`` (with tax) are negative for a return, whose part that cancels
    what was left unsigned is left out; ``net`` is ``amount`` without the row's tax.
    """

    kind: str
    date: date
    row: Delivery
    order_no: str
    quantity: Decimal
    amount: Decimal
    net: Decimal


@kept
def numbered(office: Office) -> Mapping[str, tuple[Delivery, ...]]:
    """Return each order's numbered rows, by date, note and line number.

    Rows in which a cell needed for their amount can't be read are left out (:func:`unreadable`).
    """
    orders: dict[str, list[Delivery]] = {}
    for row in sound(office.rows(Delivery), *_NEEDED):
        if row.note_no is not None and row.line_no is not None and row.unit_price is not None:
            orders.setdefault(row.order_no, []).append(row)
    return {
        order_no: tuple(sorted(rows, key=_turn) if len(rows := orders[order_no]) > 1 else rows)
        for order_no in sorted(orders, key=number_key)
    }


def _turn(row: Delivery) -> tuple[date, tuple[str, int], int]:
    return row.date, number_key(row.note_no), row.line_no or 0


@kept
def valued(office: Office) -> Mapping[str, tuple[tuple[Delivery, Decimal], ...]]:
    """Return each order's numbered rows with their amounts (with tax), in order.

    An amount is what the row adds to the rounded running Σ unit price × quantity, so that the
    rows add up to the order.
    """
    found: dict[str, tuple[tuple[Delivery, Decimal], ...]] = {}
    with localcontext(prec=60):  # no product of readable cells is rounded behind our back
        for order_no, rows in numbered(office).items():
            running, before = ZERO, ZERO
            values: list[tuple[Delivery, Decimal]] = []
            for row in rows:
                running += (row.unit_price or ZERO) * row.quantity
                total = rounded(running)
                values.append((row, total - before))
                before = total
            found[order_no] = tuple(values)
    return found


@kept
def amounts(office: Office) -> Mapping[tuple[str, int], Decimal]:
    """Return the amount with tax of each numbered row, by note and line number."""
    return {
        (row.note_no or "", row.line_no or 0): amount
        for rows in valued(office).values()
        for row, amount in rows
    }


def next_amount(office: Office, row: Delivery, made: Sequence[Delivery] = ()) -> Decimal:
    """Return what ``row``, like those ``made`` not yet among the office's, adds to its order."""
    there = (*numbered(office).get(row.order_no, ()), *made)
    earlier = [r for r in there if r.order_no == row.order_no and _turn(r) < _turn(row)]
    with localcontext(prec=60):
        before = sum(((r.unit_price or ZERO) * r.quantity for r in earlier), ZERO)
        return rounded(before + (row.unit_price or ZERO) * row.quantity) - rounded(before)


@kept
def unreadable(office: Office) -> tuple[Delivery, ...]:
    """Return the rows with a note number that count for nothing until they can be read."""
    counted = {id(row) for rows in numbered(office).values() for row in rows}
    return tuple(
        row
        for row in office.rows(Delivery)
        if row.note_no is not None
        and (
            id(row) not in counted
            or (row.quantity < 0 and row.return_of is None)
            or (row.quantity > 0 and row.signed_on is not None and signature(row) is None)
        )
    )


def signature(row: Delivery) -> tuple[date, Decimal] | None:
    """Return when a row was signed and for how much of its quantity; None while it is not."""
    if row.signed_on is None or row.signed_qty is None:
        return None
    return row.signed_on, min(row.signed_qty, row.quantity)


@kept
def _walk(office: Office) -> tuple[tuple[Event, ...], Mapping[NoteOrder, Decimal]]:
    """Return the events of signing, and what each note has left unsigned of each order."""
    events: list[Event] = []
    unsigned: dict[NoteOrder, Decimal] = {}
    for order_no, rows in valued(office).items():
        for row, amount in rows:
            if row.quantity > 0:
                signed = signature(row)
                place = (row.note_no or "", order_no)
                left = row.quantity - (signed[1] if signed else ZERO)
                unsigned[place] = unsigned.get(place, ZERO) + left
                if signed:
                    events.append(_event(office, "signed", signed[0], row, amount, signed[1]))
        # Each return sees what earlier ones left, so all signatures are gone through before.
        for row, amount in rows:
            if row.quantity < 0 and row.return_of is not None:
                place = (row.return_of, order_no)
                left = unsigned.get(place, ZERO)
                cancelled = min(left, -row.quantity)
                if cancelled:
                    unsigned[place] = left - cancelled
                rest = row.quantity + cancelled
                events.append(_event(office, "returned", row.date, row, amount, rest))
    return _in_order(events), unsigned


def signed_events(office: Office) -> tuple[Event, ...]:
    """Return what counts when goods are signed for, and what returns subtract, by date."""
    return _walk(office)[0]


def left_unsigned(office: Office) -> Mapping[NoteOrder, Decimal]:
    """Return what of a note's order is neither signed for nor taken back."""
    return _walk(office)[1]


@kept
def delivered_events(office: Office) -> tuple[Event, ...]:
    """Return all rows in full on their delivery or return date, by date."""
    return _in_order(
        [
            _event(office, "delivered", row.date, row, amount, row.quantity)
            if row.quantity > 0
            else _event(office, "returned", row.date, row, amount, row.quantity)
            for rows in valued(office).values()
            for row, amount in rows
        ]
    )


@kept
def order_signed(office: Office) -> Mapping[str, Decimal]:
    """Return what is signed of each order, less what returns subtract, with tax."""
    totals: dict[str, Decimal] = {}
    for event in signed_events(office):
        totals[event.order_no] = totals.get(event.order_no, ZERO) + event.amount
    return totals


def _event(
    office: Office, kind: str, day: date, row: Delivery, amount: Decimal, quantity: Decimal
) -> Event:
    """Make the event of ``quantity`` out of a row whose whole quantity is worth ``amount``."""
    if quantity != row.quantity:
        amount = _in_proportion(amount, quantity, row.quantity)
    net = _in_proportion(amount, Decimal(1), 1 + _tax_rate(office, row))
    return Event(kind, day, row, row.order_no, quantity, amount, net)


def _in_proportion(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return ``amount × part ÷ whole`` to the fen."""
    a, b = amount.as_integer_ratio()
    c, d = part.as_integer_ratio()
    e, f = whole.as_integer_ratio()
    return quotient(a * c * f, b * d * e)


def _tax_rate(office: Office, row: Delivery) -> Decimal:
    """Return the row's tax rate; a blank one reads as its order's, else as the office's."""
    if row.tax_rate is not None:
        return row.tax_rate
    order = office.first(Order, "order_no", row.order_no)
    if order is not None and order.tax_rate is not None:
        return order.tax_rate
    return settings_of(office).tax_rate


def _in_order(events: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda e: (e.date, number_key(e.order_no), _turn(e.row))))
