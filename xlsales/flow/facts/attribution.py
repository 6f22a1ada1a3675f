"""To which orders and people invoiced and paid money belongs.

flow.md, *Tracking and collection* (``paid_amount``) and appraisal.md, *Indicators* (collection):
an amount of an invoice is split in proportion of its lines, by note and order number, to the
fen; the last line takes the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import lcm
from typing import cast

from xlsales.core.exact import ZERO, quotient
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.ageing import ageing_at, invoice_named, number_key, payment_key
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.masters import Customer
from xlsales.forms.register import Order


@dataclass(frozen=True)
class Part:
    """What of an invoice's amount belongs to a note's order and its salesperson.

    ``order_no`` and ``note_no`` are None where the invoice has no lines.
    """

    order_no: str | None
    note_no: str | None
    salesperson: str | None
    amount: Decimal


@dataclass(frozen=True)
class Share:
    """What of a payment belongs to a note's order and its salesperson.

    Without lines behind the payment ``order_no`` and ``note_no`` are None and it is the
    customer's salesperson's; None where the customer has none: then the branch's alone.
    """

    payment: Payment
    order_no: str | None
    note_no: str | None
    salesperson: str | None
    amount: Decimal


def in_proportion(total: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Split ``total`` by ``weights``, each part half up to the fen; the last takes the rest.

    Weights that add up to nothing give all to the last.

    Raises:
        ValueError: there are no weights.
    """
    if not weights:
        raise ValueError("nothing to split among")
    if len(weights) == 1:
        return (total,)
    # In whole numbers over one denominator: many times faster than rationals, and as exact.
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(denominator for _, denominator in ratios))
    shares = [numerator * (common // denominator) for numerator, denominator in ratios]
    whole = sum(shares)
    if whole == 0:
        return (*(ZERO for _ in weights[1:]), total)
    top, bottom = total.as_integer_ratio()
    parts = [quotient(top * share, bottom * whole) for share in shares[:-1]]
    return (*parts, total - sum(parts, ZERO))


def lines_by_invoice(office: Office) -> Mapping[str, tuple[InvoiceLine, ...]]:
    """Return the lines of each invoice number, by note and order number.

    Lines without an invoice are only proposed; those without a readable amount are left out.
    """
    kept = office.recall(lines_by_invoice)
    if kept is None:
        groups: dict[str, list[InvoiceLine]] = {}
        for line in sound(office.rows(InvoiceLine), "amount"):
            if line.invoice_no:
                groups.setdefault(line.invoice_no, []).append(line)
        kept = {
            number: tuple(
                sorted(lines, key=lambda x: (number_key(x.note_no), number_key(x.order_no), x.at))
            )
            for number, lines in groups.items()
        }
        kept = office.memo(lines_by_invoice, kept)
    return cast("Mapping[str, tuple[InvoiceLine, ...]]", kept)


def paid_amounts(
    office: Office, verified_only: bool = False, day: date | None = None
) -> Mapping[str, Decimal]:
    """Return what of each invoiced order is paid, with tax (column ``paid_amount``).

    Of the invoices and payments dated up to ``day``, or of all. An order that no invoice names
    is not there.
    """
    key = ("paid_amounts", verified_only, day)
    kept = office.recall(key)
    if kept is not None:
        return cast("Mapping[str, Decimal]", kept)
    lines = lines_by_invoice(office)
    paid: dict[str, Decimal] = {}
    seen: set[str] = set()
    for fill in ageing_at(office, day, verified_only=verified_only).fills:
        number = fill.invoice.invoice_no
        if not number or number in seen or number not in lines:
            continue
        seen.add(number)
        parts = in_proportion(fill.filled, [line.amount for line in lines[number]])
        for line, part in zip(lines[number], parts, strict=True):
            if line.order_no:
                paid[line.order_no] = paid.get(line.order_no, ZERO) + part
    return cast("Mapping[str, Decimal]", office.memo(key, paid))


def invoiced_amounts(office: Office, day: date | None = None) -> Mapping[str, Decimal]:
    """Return what of each order is invoiced, with tax: the lines of the invoices that exist.

    Red ones subtract. With a ``day``, of the invoices dated up to it.
    """
    key = ("invoiced_amounts", day)
    kept = office.recall(key)
    if kept is not None:
        return cast("Mapping[str, Decimal]", kept)
    invoices = office.all_by(Invoice, "invoice_no")
    invoiced: dict[str, Decimal] = {}
    for number, lines in lines_by_invoice(office).items():
        found = invoices.get(number)
        if not found or (day is not None and not _dated_up_to(found[0], day)):
            continue
        for line in lines:
            if line.order_no:
                invoiced[line.order_no] = invoiced.get(line.order_no, ZERO) + line.amount
    return cast("Mapping[str, Decimal]", office.memo(key, invoiced))


def _dated_up_to(invoice: Invoice, day: date) -> bool:
    return "date" not in invoice.bad and invoice.date <= day


def salesperson_of_order(office: Office, order_no: str) -> str | None:
    """Return whose name is on an order: blank is the register's owner; None if it is unknown."""
    order = office.first(Order, "order_no", order_no)
    if order is None:
        return None
    return order.salesperson or order.at.book.owner or None


def salesperson_of_customer(office: Office, customer: str) -> str | None:
    """Return the salesperson of a customer, or None."""
    found = office.first(Customer, "name", customer)
    return found.salesperson if found else None


def invoice_parts(
    office: Office, invoice: Invoice | None, customer: str, amount: Decimal
) -> tuple[Part, ...]:
    """Split an amount of an invoice by its lines; the parts add up to ``amount``.

    Without an invoice or lines it is one part, of the customer's salesperson, to whom a line
    of an unknown order goes as well.
    """
    lines = lines_by_invoice(office).get(invoice.invoice_no, ()) if invoice else ()
    own = salesperson_of_customer(office, customer)
    if not lines:
        return (Part(None, None, own, amount),)
    parts = in_proportion(amount, [line.amount for line in lines])
    return tuple(
        Part(
            line.order_no,
            line.note_no,
            salesperson_of_order(office, line.order_no) or own,
            part,
        )
        for line, part in zip(lines, parts, strict=True)
    )


def shares_of(office: Office, payment: Payment) -> tuple[Share, ...]:
    """Return the shares of one payment; they add up to its amount.

    One that names another customer's invoice, or none that there is, is the payer's on account.
    """
    invoice = invoice_named(office)(payment)
    return tuple(
        Share(payment, part.order_no, part.note_no, part.salesperson, part.amount)
        for part in invoice_parts(office, invoice, payment.customer, payment.amount)
    )


def payment_shares(office: Office) -> tuple[Share, ...]:
    """Return the shares of all payments, verified or not, by date and number.

    Payments whose date, customer or amount cannot be read are left out.
    """
    kept = office.recall(payment_shares)
    if kept is None:
        payments = sound(office.rows(Payment), "date", "customer", "amount")
        shares = tuple(
            share
            for payment in sorted(payments, key=payment_key)
            for share in shares_of(office, payment)
        )
        kept = office.memo(payment_shares, shares)
    return cast("tuple[Share, ...]", kept)


def salespeople(shares: Iterable[Share]) -> tuple[str, ...]:
    """Return the people behind some shares, each once, in the order of their first one."""
    return tuple(dict.fromkeys(s.salesperson for s in shares if s.salesperson))
