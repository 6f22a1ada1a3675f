"""Collection: verified payments, as an amount or against what was due (appraisal.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from xlsales.appraisal.evidence import Evidence, by_day
from xlsales.appraisal.gathering import Base, Gathering
from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.needs import needs, only
from xlsales.core.row import Row, sound
from xlsales.core.words import Words
from xlsales.flow.checks.collection import misnamed
from xlsales.flow.facts.ageing import due_dates, fill, is_verified
from xlsales.flow.facts.attribution import Share, invoice_parts, payment_shares
from xlsales.forms.choices import PaymentMethod
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import ScoringSetting
from xlsales.forms.masters import Customer, Person
from xlsales.forms.register import Order
from xlsales.forms.rules import appraisal as rules

_PAYMENT = Words("回款", "Payment")
_DUE = Words("应收到期", "Due")
_DRAFTS = frozenset({PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE})
_NEEDED = ("date", "customer", "amount", "invoice_no", "verified")
_OF_INVOICES = ("date", "customer", "amount", "invoice_no", "due_date", "agreed_due_date")


@needs(
    Person,
    Customer,
    ScoringSetting,
    only(Order, "order_no", "salesperson"),
    only(Invoice, *_OF_INVOICES),
    only(InvoiceLine, "invoice_no", "note_no", "order_no", "amount"),
    only(Payment, "payment_no", *_NEEDED, "method", "draft_due", "verified_on"),
)
def gather_collection(g: Gathering) -> Base:
    """Enter what was paid, and return what tells the base of the rate."""
    collection = Collection(g)
    collection.gather()
    return collection.due


class Collection:
    """The payments that count for the appraisal, and what there was to collect."""

    def __init__(self, g: Gathering) -> None:
        """Take the payments that finance has verified by the day of scoring; list the others.

        A line of an invoice that cannot be read is listed too: nothing is attributed by it.
        """
        self._g = g
        for line in g.office.rows(InvoiceLine):
            if lacking := line.bad.intersection(("invoice_no", "order_no", "amount")):
                g.leave_out(line, *lacking)
        self._due = due_dates(g.office)
        self._days = self._counting()

    def _counting(self) -> dict[int, dt.date]:
        """Return on which day each payment that counts does, by the row's id()."""
        g = self._g
        when_due = g.scoring.acceptance_counts == "due"
        days: dict[int, dt.date] = {}
        for row in g.office.rows(Payment):
            late = when_due and row.method in _DRAFTS
            lacking = set(row.bad.intersection(_NEEDED)) if row.bad else set()
            lacking |= row.bad & {"payment_no"}  # one that no press wrote
            if row.verified and "verified_on" in row.bad:
                lacking.add("verified_on")
            if when_due and "method" in row.bad:
                lacking.add("method")
            if late and row.draft_due is None:
                lacking.add("draft_due")
            day = row.draft_due if late else row.date
            if lacking:
                if "date" in row.bad or day is None or day in g.window:
                    g.leave_out(row, *lacking)
            elif day is None:
                continue
            elif is_verified(row, g.today):
                days[id(row)] = day
            elif day in g.listed:
                g.tell(rules.PAYMENT_NOT_VERIFIED, row, "verified")
        return days

    def gather(self) -> None:
        """Enter what was paid, each payment by its shares."""
        g = self._g
        for share in payment_shares(g.office):
            row = share.payment
            day = self._days.get(id(row))
            if day is None or day not in g.window:
                continue
            person = _person(g, share.order_no, share.salesperson)
            if day in g.listed and share.order_no is None and row.invoice_no:
                self._say_why_on_account(row)
            self._tell_doubts(share, person, day)
            g.ledger.add(
                person,
                Evidence(
                    _PAYMENT,
                    day,
                    share.amount,
                    (row, *_behind(g, share.order_no, row.invoice_no)),
                    no=row.payment_no,
                    order_no=share.order_no,
                    note_no=share.note_no,
                    customer=row.customer,
                ),
                Indicator.COLLECTION,
            )

    def _say_why_on_account(self, row: Payment) -> None:
        """Tell of a payment that names an invoice why it is the customer's salesperson's."""
        self._g.repeat(row, *misnamed(self._g.office, row))
        invoice = self._g.office.first(Invoice, "invoice_no", row.invoice_no)
        if invoice is not None and "customer" in invoice.bad:
            self._g.leave_out(invoice, "customer")

    def _tell_doubts(self, share: Share, person: str | None, day: dt.date) -> None:
        """Tell where a share may be nobody's, or somebody else's."""
        g, row = self._g, share.payment
        if share.order_no and g.office.first(Order, "order_no", share.order_no) is None:
            g.tell(rules.SHARE_OF_UNKNOWN_ORDER, row, "invoice_no", order_no=share.order_no)
        elif not share.order_no and g.office.first(Customer, "name", row.customer) is None:
            g.tell(rules.PAYER_UNKNOWN, row, "customer")
        elif person is None and day in g.listed:
            g.tell(rules.PAYMENT_OF_NOBODY, row, "customer")
        g.person(person, row, "customer")

    def due(self, span: Span) -> dict[str, tuple[Evidence, ...]]:
        """Return what there was to collect in a span, by subject and day: the base of the rate.

        It is what was open at the start and due by the end, and what was invoiced within and due
        by the end, attributed as payments are. A red invoice lessens it.
        """
        g = self._g
        by_subject: dict[str, list[Evidence]] = {}
        for invoice, amount in (*self._open_before(span), *self._new_in(span)):
            day = self._due(invoice)
            if day > span.last or not amount:
                continue
            for part in invoice_parts(g.office, invoice, invoice.customer, amount):
                row = Evidence(
                    _DUE,
                    day,
                    part.amount,
                    (invoice, *_behind(g, part.order_no, invoice.invoice_no)),
                    no=invoice.invoice_no,
                    order_no=part.order_no,
                    note_no=part.note_no,
                    customer=invoice.customer,
                )
                person = _person(g, part.order_no, part.salesperson)
                for subject in (BRANCH, person):
                    if subject is not None:
                        by_subject.setdefault(subject, []).append(row)
        return {subject: by_day(rows) for subject, rows in by_subject.items()}

    def _open_before(self, span: Span) -> Iterator[tuple[Invoice, Decimal]]:
        """Yield what was open when a span began, by the payments that count."""
        payments = []
        for row in self._g.office.rows(Payment):
            day = self._days.get(id(row))
            if day is not None and day < span.first:
                payments.append(row if day == row.date else row.model_copy(update={"date": day}))
        invoices = [row for row in self._invoices if row.date < span.first]
        for entry in fill(invoices, payments, self._due)[0]:
            yield entry.invoice, entry.open

    def _new_in(self, span: Span) -> Iterator[tuple[Invoice, Decimal]]:
        return ((row, row.amount) for row in self._invoices if row.date in span)

    @cached_property
    def _invoices(self) -> tuple[Invoice, ...]:
        """The invoices that can be read; the others are listed."""
        g = self._g
        for row in g.office.rows(Invoice):
            lacking = row.bad.intersection(_OF_INVOICES) if row.bad else None
            if lacking and ("date" in row.bad or row.date <= g.window.last):
                g.leave_out(row, *lacking)
        return sound(g.office.rows(Invoice), *_OF_INVOICES)


def _behind(g: Gathering, order_no: str | None, invoice_no: str | None) -> tuple[Row, ...]:
    """Return the rows by which an amount is attributed: the order, the lines of the invoice."""
    order = g.office.first(Order, "order_no", order_no) if order_no else None
    lines = g.office.all_by(InvoiceLine, "invoice_no").get(invoice_no, ()) if order_no else ()
    return (*lines, *((order,) if order else ()))


def _person(g: Gathering, order_no: str | None, salesperson: str | None) -> str | None:
    """Return whom a share is attributed to: nobody where the order's name cannot be read."""
    order = g.office.first(Order, "order_no", order_no) if order_no else None
    if order is not None and "salesperson" in order.bad:
        g.leave_out(order, "salesperson")
        return None
    return salesperson
