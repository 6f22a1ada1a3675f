"""What can be wrong with invoices, their lines and payments (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.flow.checks.register import other_year
from xlsales.flow.facts.ageing import invoice_named, moving, payment_key
from xlsales.flow.facts.amounts import order_signed
from xlsales.flow.facts.attribution import invoiced_amounts, lines_by_invoice
from xlsales.flow.facts.terms import strayed
from xlsales.forms.checking import unknown
from xlsales.forms.choices import PaymentMethod, Role
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.register import Order
from xlsales.forms.rules import collection as rules
from xlsales.forms.rules import delivery as delivery_rules

ACCEPTANCES = frozenset({PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE})
_INVOICES = Invoice, "invoice_no"


def check_invoices(office: Office, rows: Sequence[Invoice], _today: dt.date) -> Iterator[Finding]:
    """Find invoices whose lines do not sum to them, or with due dates that do not suit them."""
    lines = lines_by_invoice(office)
    unread = {line.invoice_no for line in office.rows(InvoiceLine) if "amount" in line.bad}
    for row in rows:
        yield from other_year(row, "date")
        mine = () if row.bad & {"invoice_no", "amount"} else lines.get(row.invoice_no, ())
        summed = sum((line.amount for line in mine), ZERO)
        if mine and summed != row.amount and row.invoice_no not in unread:
            yield finding(
                rules.INVOICE_LINES_DO_NOT_SUM,
                row,
                "amount",
                lines=summed,
                difference=abs(summed - row.amount),
            )
        if "date" not in row.bad and row.agreed_due_date and row.agreed_due_date < row.date:
            yield finding(rules.AGREED_DUE_BEFORE_INVOICE, row, "agreed_due_date", date=row.date)
        due = strayed(office).get(id(row))
        if due and not row.agreed_due_date and id(row) not in moving(office):
            yield finding(rules.DUE_DATE_BEHIND, row, "due_date", date=row.date, due=due)


def check_invoice_lines(
    office: Office, rows: Sequence[InvoiceLine], _today: dt.date
) -> Iterator[Finding]:
    """Find lines of unknown invoices, notes or orders, and orders invoiced beyond what is signed.

    The last is said once an order, at the last line that adds to it.
    """
    invoices = office.all_by(Invoice, "invoice_no")
    orders = office.all_by(Order, "order_no")
    on_notes = _orders_on_notes(office)
    for row in rows:
        if row.invoice_no and row.invoice_no not in invoices:
            yield unknown(office, rules.UNKNOWN_INVOICE, row, "invoice_no", _INVOICES)
        if row.note_no and row.note_no not in on_notes:
            yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
        if row.order_no and row.order_no not in orders:
            yield finding(delivery_rules.UNKNOWN_ORDER, row, "order_no")
        elif row.order_no and row.order_no not in on_notes.get(row.note_no, {row.order_no}):
            yield finding(delivery_rules.NOT_ON_THAT_NOTE, row, "order_no", note_no=row.note_no)
        if row.invoice_no in invoices and row.order_no in orders:
            own, theirs = invoices[row.invoice_no][0].customer, orders[row.order_no][0].customer
            if own and theirs and own != theirs:
                yield finding(rules.LINE_OF_OTHER_CUSTOMER, row, "order_no", own=own, theirs=theirs)
    here = {row.at for row in rows}
    for line, facts in _invoiced_over_signed(office):
        if line.at in here:
            yield finding(rules.INVOICED_OVER_SIGNED, line, "amount", **facts)


def _orders_on_notes(office: Office) -> Mapping[str | None, set[str]]:
    """Return the orders on each delivery or return note."""
    notes: dict[str | None, set[str]] = {}
    for row in office.rows(Delivery):
        if row.note_no:
            notes.setdefault(row.note_no, set()).add(row.order_no)
    return notes


def _invoiced_over_signed(office: Office) -> list[tuple[InvoiceLine, dict[str, object]]]:
    """Return the last line that adds to each order which is invoiced beyond what is signed."""
    amounts = invoiced_amounts(office)
    if not amounts:
        return []
    signed = order_signed(office)
    deliveries = office.all_by(Delivery, "order_no")
    over = {
        order_no: {
            "order": order_no,
            "invoiced": invoiced,
            "signed": signed.get(order_no, ZERO),
            "over": invoiced - signed.get(order_no, ZERO),
        }
        for order_no, invoiced in amounts.items()
        if invoiced > signed.get(order_no, ZERO)
        and office.first(Order, "order_no", order_no)
        and not any(row.bad for row in deliveries.get(order_no, ()))
    }
    if not over:
        return []
    invoices = office.all_by(Invoice, "invoice_no")
    last: dict[str, tuple[tuple[dt.date, str, At], InvoiceLine]] = {}
    for number, lines in lines_by_invoice(office).items():
        found = invoices.get(number)
        if not found:
            continue
        for line in lines:
            if line.order_no in over and line.amount > 0:
                day = dt.date.min if "date" in found[0].bad else found[0].date
                turn = (day, number, line.at)
                if line.order_no not in last or last[line.order_no][0] < turn:
                    last[line.order_no] = (turn, line)
    return [(line, over[order_no]) for order_no, (_, line) in last.items()]


def check_payments(office: Office, rows: Sequence[Payment], _today: dt.date) -> Iterator[Finding]:
    """Find payments of unknown or others' invoices, beyond the invoice, or oddly verified."""
    over = _paid_over_invoiced(office)
    for row in rows:
        yield from other_year(row, "date")
        yield from misnamed(office, row)
        if row.at in over:
            yield finding(rules.PAID_OVER_INVOICED, row, "amount", **over[row.at])
        yield from _check_draft(row)
        yield from _check_verified(office, row)


def misnamed(office: Office, row: Payment) -> Iterator[Finding]:
    """Find why a payment that names an invoice is on account: there is none, or it is another's."""
    if not row.invoice_no or invoice_named(office)(row) is not None:
        return
    found = office.first(Invoice, "invoice_no", row.invoice_no)
    if found is None:
        yield unknown(office, rules.UNKNOWN_INVOICE, row, "invoice_no", _INVOICES)
    elif found.customer and row.customer:
        facts = {"own": row.customer, "theirs": found.customer}
        yield finding(rules.PAYMENT_OF_OTHER_CUSTOMER, row, "invoice_no", **facts)


def _paid_over_invoiced(office: Office) -> Mapping[At, dict[str, object]]:
    """Return facts by the last payment of each invoice that is paid beyond its amount.

    Only payments that name it count: what others leave over is on account, and nothing odd.
    """
    naming: dict[int, tuple[Invoice, list[Payment]]] = {}
    invoice_of = invoice_named(office)
    for row in sound(office.rows(Payment), "date", "customer", "amount"):
        invoice = invoice_of(row)
        if invoice is not None and "amount" not in invoice.bad:
            naming.setdefault(id(invoice), (invoice, []))[1].append(row)
    over: dict[At, dict[str, object]] = {}
    for invoice, payments in naming.values():
        paid = sum((row.amount for row in payments), ZERO)
        received = [row for row in payments if row.amount > 0]
        if received and paid > invoice.amount:
            over[max(received, key=payment_key).at] = {
                "invoice": invoice.invoice_no,
                "invoiced": invoice.amount,
                "paid": paid,
                "over": paid - invoice.amount,
            }
    return over


def _check_draft(row: Payment) -> Iterator[Finding]:
    if row.draft_due and "date" not in row.bad and row.draft_due < row.date:
        yield finding(rules.DRAFT_DUE_BEFORE_PAID, row, "draft_due", date=row.date)
    if "method" not in row.bad and row.method not in ACCEPTANCES:
        for column in ("draft_no", "draft_due"):
            if getattr(row, column) is not None:
                yield finding(rules.DRAFT_WITHOUT_ACCEPTANCE, row, column, method=row.method)


def _check_verified(office: Office, row: Payment) -> Iterator[Finding]:
    person = office.first(Person, "name", row.verified_by)
    if person is not None and "roles" not in person.bad and Role.FINANCE not in person.roles:
        yield finding(rules.VERIFIED_BY_NOT_FINANCE, row, "verified_by")
    if "verified" not in row.bad and not row.verified and (row.verified_by or row.verified_on):
        column = "verified_by" if row.verified_by else "verified_on"
        yield finding(rules.NOT_MARKED_VERIFIED, row, column)
    if row.verified_on and "date" not in row.bad and row.verified_on < row.date:
        yield finding(rules.VERIFIED_BEFORE_PAID, row, "verified_on", date=row.date)
