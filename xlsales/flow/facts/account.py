"""A customer's account: what was delivered, returned and paid, day by day (flow.md, *Statement*).

delivered = signed amounts by signing date; returned = what returns subtract (``amounts``), both with
tax; paid = payments by date, refunds negative. Invoices without lines are what was owed before the
workbooks began: they stand in every opening balance, whatever their date, so that a month's
closing is the next one's opening.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import Row, sound
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.amounts import signed_events, unreadable
from xlsales.flow.facts.deliveries import customer_of_order
from xlsales.flow.facts.kept import kept
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery

DELIVERED = Words("送货", "Delivered")
RETURNED = Words("退货", "Returned")
PAID = Words("回款", "Paid")
REFUNDED = Words("退款", "Refunded")


@dataclass(frozen=True)
class Movement:
    """What a row adds to what a customer owes: ``receivable`` less ``paid``, in yuan with tax.

    ``receivable`` is negative for a return, ``paid`` for a refund; ``quantity`` is None of money.
    """

    date: dt.date
    what: Words
    row: Delivery | Payment
    receivable: Decimal = ZERO
    paid: Decimal = ZERO
    quantity: Decimal | None = None

    @property
    def change(self) -> Decimal:
        """By how much more the customer owes."""
        return self.receivable - self.paid

    @property
    def number(self) -> str | None:
        """The note's or payment's number."""
        return self.row.payment_no if isinstance(self.row, Payment) else self.row.note_no


@dataclass(frozen=True)
class Account:
    """A customer's account from a day to another one, both included; ``movements`` by date."""

    customer: str
    first: dt.date
    last: dt.date
    opening: Decimal
    movements: tuple[Movement, ...]

    @property
    def delivered(self) -> Decimal:
        """What was signed for."""
        return sum((each.receivable for each in self.movements if each.receivable > 0), ZERO)

    @property
    def returned(self) -> Decimal:
        """What returns subtract; not negative."""
        return -sum((each.receivable for each in self.movements if each.receivable < 0), ZERO)

    @property
    def paid(self) -> Decimal:
        """What was paid, less refunds."""
        return sum((each.paid for each in self.movements), ZERO)

    @property
    def closing(self) -> Decimal:
        """What the customer owes in the end; negative: what was paid in advance."""
        return self.opening + self.delivered - self.returned - self.paid

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to state."""
        return not (self.movements or self.opening)


def account_of(office: Office, customer: str, first: dt.date, last: dt.date) -> Account:
    """Return a customer's account from ``first`` to ``last``; rows that cannot be read are out."""
    movements = movements_of(office).get(customer, ())
    before = sum((each.change for each in movements if each.date < first), ZERO)
    opening = before + sum((each.amount for each in carried(office).get(customer, ())), ZERO)
    mine = tuple(each for each in movements if first <= each.date <= last)
    return Account(customer, first, last, opening, mine)


@kept
def movements_of(office: Office) -> Mapping[str, tuple[Movement, ...]]:
    """Return all movements of each customer, by date, goods before money, then by number."""
    found: dict[str, list[Movement]] = {}
    for event in signed_events(office):
        customer = customer_of_order(office, event.order_no)
        if customer is None or not event.quantity:
            continue
        what = DELIVERED if event.quantity > 0 else RETURNED
        found.setdefault(customer, []).append(
            Movement(event.date, what, event.row, event.amount, quantity=event.quantity)
        )
    for row in sound(office.rows(Payment), "date", "customer", "amount"):
        what = PAID if row.amount > 0 else REFUNDED
        found.setdefault(row.customer, []).append(Movement(row.date, what, row, paid=row.amount))
    return {customer: tuple(sorted(found[customer], key=_turn)) for customer in sorted(found)}


def _turn(movement: Movement) -> tuple[dt.date, bool, tuple[str, int], int]:
    row = movement.row
    line = row.line_no or 0 if isinstance(row, Delivery) else 0
    return movement.date, isinstance(row, Payment), number_key(movement.number), line


@kept
def carried(office: Office) -> Mapping[str, tuple[Invoice, ...]]:
    """Return each customer's invoices without lines: opening balances."""
    lined = office.all_by(InvoiceLine, "invoice_no")
    found: dict[str, list[Invoice]] = {}
    for row in sound(office.rows(Invoice), "customer", "amount"):
        if "invoice_no" in row.bad or row.invoice_no not in lined:
            found.setdefault(row.customer, []).append(row)
    return {customer: tuple(rows) for customer, rows in found.items()}


def customers(office: Office) -> tuple[str, ...]:
    """Return whoever has an account at all."""
    return tuple(sorted({*movements_of(office), *carried(office)}))


def amiss(office: Office, last: dt.date) -> tuple[tuple[Row, str | None], ...]:
    """Return the rows up to a day that no account counts, each with its customer where known.

    They cannot be read, or say of no order whose it is.
    """
    lost = {id(row): row for row in unreadable(office) if _is_by(row, last)}
    for row in office.rows(Delivery):
        if row.bad & {"note_no", "signed_on"}:
            lost[id(row)] = row
    for event in signed_events(office):
        if event.date <= last and customer_of_order(office, event.order_no) is None:
            lost[id(event.row)] = event.row
    goods = [(row, customer_of_order(office, row.order_no)) for row in lost.values()]
    unread: tuple[Payment | Invoice, ...] = (
        *(row for row in office.rows(Payment) if row.bad & {"date", "customer", "amount"}),
        *(row for row in office.rows(Invoice) if row.bad & {"customer", "amount"}),
    )
    return (*goods, *((row, None if "customer" in row.bad else row.customer) for row in unread))


def _is_by(row: Delivery, last: dt.date) -> bool:
    """Return whether a delivery row is of a day up to ``last``, or of one that cannot be read."""
    days = [day for day in (row.date, row.signed_on) if day is not None]
    return bool(row.bad & {"date", "signed_on"}) or not days or min(days) <= last
