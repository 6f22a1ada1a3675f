"""What can be wrong with invoices, their lines and payments (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlsales.core.across import Across
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Flags, of_other_year, told_of
from xlsales.flow.facts.ageing import invoice_named, moving, payment_key
from xlsales.flow.facts.amounts import order_signed
from xlsales.flow.facts.attribution import invoiced_amounts, lines_by_invoice
from xlsales.flow.facts.kept import kept
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


def _judge_invoice(office: Office, row: Invoice, _today: dt.date) -> Iterator[Finding]:
    """Find an invoice whose lines do not sum to it, or with a due date that does not suit it."""
    yield from other_year(row, "date")
    if not row.bad & {"invoice_no", "amount"}:
        summed = _summed(office).get(row.invoice_no, row.amount)
        if summed != row.amount:
            off = abs(summed - row.amount)
            facts = {"lines": summed, "difference": off}
            yield finding(rules.INVOICE_LINES_DO_NOT_SUM, row, "amount", **facts)
    if "date" not in row.bad and row.agreed_due_date and row.agreed_due_date < row.date:
        yield finding(rules.AGREED_DUE_BEFORE_INVOICE, row, "agreed_due_date", date=row.date)
    due = strayed(office).get(id(row))
    if due and not row.agreed_due_date and id(row) not in moving(office):
        yield finding(rules.DUE_DATE_BEHIND, row, "due_date", date=row.date, due=due)


@kept
def _summed(office: Office) -> Mapping[str, Decimal]:
    """Return what the lines of each invoice come to, where all of them can be read."""
    unread = {line.invoice_no for line in office.rows(InvoiceLine) if "amount" in line.bad}
    return {
        number: sum((line.amount for line in lines), ZERO)
        for number, lines in lines_by_invoice(office).items()
        if number not in unread
    }


def _unlike_lines(office: Office, rows: Across[Invoice], _today: dt.date) -> Flags:
    summed = _summed(office)
    return (
        summed.get(number, amount) != amount for number, amount in rows.zip("invoice_no", "amount")
    )


def _oddly_due(office: Office, rows: Across[Invoice], _today: dt.date) -> Flags:
    astray = strayed(office)
    return (
        id(row) in astray or (agreed is not None and agreed < row.date)
        for row, agreed in zip(rows.rows, rows["agreed_due_date"], strict=True)
    )


check_invoices = Check(_judge_invoice, of_other_year("date"), _unlike_lines, _oddly_due)
"""Find invoices whose lines do not sum to them, or with due dates that do not suit them."""


def _judge_line(office: Office, row: InvoiceLine, _today: dt.date) -> Iterator[Finding]:
    """Find a line of an unknown invoice, note or order, or of another customer's.

    And, at the last line that adds to an order, that this is invoiced beyond what is signed.
    """
    invoices = office.all_by(Invoice, "invoice_no")
    orders = office.all_by(Order, "order_no")
    on_notes = _orders_on_notes(office)
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
    over = _invoiced_over_signed(office).get(row.at)
    if over is not None:
        yield finding(rules.INVOICED_OVER_SIGNED, row, "amount", **over)


def _unlike_others(office: Office, rows: Across[InvoiceLine], _today: dt.date) -> Flags:
    """Say which are of no invoice, note or order that there is, or of an order of others."""
    invoices = office.all_by(Invoice, "invoice_no")
    orders = office.all_by(Order, "order_no")
    on_notes = _orders_on_notes(office)
    for invoice, note, order in rows.zip("invoice_no", "note_no", "order_no"):
        own, theirs = invoices.get(invoice), orders.get(order)
        yield (
            (own is None and invoice is not None)
            or (note is not None and order not in on_notes.get(note, ()))
            or (theirs is None and order is not None)
            or (own and theirs and own[0].customer != theirs[0].customer)
        )


@kept
def _orders_on_notes(office: Office) -> Mapping[str | None, set[str]]:
    """Return the orders on each delivery or return note."""
    notes: dict[str | None, set[str]] = {}
    for row in office.rows(Delivery):
        if row.note_no:
            notes.setdefault(row.note_no, set()).add(row.order_no)
    return notes


@kept
def _invoiced_over_signed(office: Office) -> Mapping[At, dict[str, object]]:
    """Return facts by the last line that adds to each order invoiced beyond what is signed."""
    amounts = invoiced_amounts(office)
    if not amounts:
        return {}
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
        return {}
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
    return {line.at: over[order_no] for order_no, (_, line) in last.items()}


check_invoice_lines = Check(_judge_line, _unlike_others, told_of(_invoiced_over_signed))
"""Find lines of unknown invoices, notes or orders, and orders invoiced beyond what is signed.

The last is said once an order, at the last line that adds to it.
"""


def _judge_payment(office: Office, row: Payment, _today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "date")
    yield from misnamed(office, row)
    over = _paid_over_invoiced(office).get(row.at)
    if over is not None:
        yield finding(rules.PAID_OVER_INVOICED, row, "amount", **over)
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


@kept
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
    if _keeps_no_books(office, row.verified_by):
        yield finding(rules.VERIFIED_BY_NOT_FINANCE, row, "verified_by")
    if "verified" not in row.bad and not row.verified and (row.verified_by or row.verified_on):
        column = "verified_by" if row.verified_by else "verified_on"
        yield finding(rules.NOT_MARKED_VERIFIED, row, column)
    if row.verified_on and "date" not in row.bad and row.verified_on < row.date:
        yield finding(rules.VERIFIED_BEFORE_PAID, row, "verified_on", date=row.date)


def _keeps_no_books(office: Office, name: str | None) -> bool:
    """Return whether somebody who is known may not verify payments."""
    person = office.first(Person, "name", name)
    return person is not None and "roles" not in person.bad and Role.FINANCE not in person.roles


def _on_account(office: Office, rows: Across[Payment], _today: dt.date) -> Flags:
    """Say which name an invoice, and not one of the payer's."""
    invoice_of = invoice_named(office)
    return (
        number is not None and invoice_of(row) is None
        for row, number in zip(rows.rows, rows["invoice_no"], strict=True)
    )


def _oddly_drafted(_office: Office, rows: Across[Payment], _today: dt.date) -> Flags:
    return (
        (due is not None and due < day)
        or (method not in ACCEPTANCES and (due is not None or number is not None))
        for day, method, number, due in rows.zip("date", "method", "draft_no", "draft_due")
    )


def _oddly_verified(_office: Office, rows: Across[Payment], _today: dt.date) -> Flags:
    return (
        (on is not None and on < day) or (not verified and bool(by or on))
        for day, verified, by, on in rows.zip("date", "verified", "verified_by", "verified_on")
    )


def _verified_by_others(office: Office, rows: Across[Payment], _today: dt.date) -> Flags:
    return rows.each("verified_by", lambda name: _keeps_no_books(office, name))


check_payments = Check(
    _judge_payment,
    of_other_year("date"),
    _on_account,
    told_of(_paid_over_invoiced),
    _oddly_drafted,
    _oddly_verified,
    _verified_by_others,
)
"""Find payments of unknown or others' invoices, beyond the invoice, or oddly verified."""
