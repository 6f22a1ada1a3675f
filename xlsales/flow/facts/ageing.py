"""What is still open of each invoice, and how old it is (flow.md, *Tracking and collection*).

At a day D, of the invoices and payments dated up to D:

1. Payments, by date then number, fill the invoice that they name (:func:`by_name`).
2. Their excess, payments that name none, and red invoices form the customer's pool.
3. A refund reopens what named payments had filled on its invoice; the rest lessens the pool.
4. The pool fills open invoices by due date, date, number; what is left is ``on_account``.

So money stays with its customer, and for each of them what is open plus ``on_account`` equals
invoices minus payments, to the fen. Where the rules are silent:

- a refund takes its turn among the payments, by date then number: a bounced draft reopens what
  was paid before it, and what is paid afterwards fills the invoice again;
- whoever names an invoice that is unknown, red, dated after D or another customer's fills
  nothing by name: it goes to the pool of the customer who paid;
- a red invoice passes its whole amount to the pool, so it is itself filled with that (negative)
  amount: what invoices were filled with adds up to the money that is not on account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import cast

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.numbering import split
from xlsales.flow.facts.terms import credit_days, due_after, strayed
from xlsales.forms.collection import AgeingRow, Invoice, Payment

BUCKETS: tuple[tuple[str, int | None], ...] = (
    ("not_due", 0),
    ("d1_30", 30),
    ("d31_60", 60),
    ("d61_90", 90),
    ("d91_180", 180),
    ("d181_365", 365),
    ("over_365", None),
)
"""The columns of ``ageing``, each with the most days past due that belong to it."""


@dataclass(frozen=True)
class Fill:
    """What an invoice was filled with, with tax: by payments that name it, and by the pool.

    Of a red invoice ``pool`` is its whole amount: that is what it gave.
    """

    invoice: Invoice
    due: date
    named: Decimal
    pool: Decimal

    @property
    def filled(self) -> Decimal:
        """What of the invoice is paid."""
        return self.named + self.pool

    @property
    def open(self) -> Decimal:
        """What is still to be paid; never negative."""
        return self.invoice.amount - self.filled

    def days_past_due(self, day: date) -> int:
        """Return the days since the due date; 0 or less while not past due."""
        return (day - self.due).days


@dataclass(frozen=True)
class Ageing:
    """The fills of all invoices at ``day``, by customer, due date, date and number.

    ``on_account`` has every customer with an invoice or payment: negative for money beyond what
    is invoiced, positive where refunds exceed. Without a day everything counts.
    """

    day: date | None
    fills: tuple[Fill, ...]
    on_account: Mapping[str, Decimal]

    @cached_property
    def by_customer(self) -> Mapping[str, tuple[Fill, ...]]:
        """The fills of each customer who has invoices."""
        groups: dict[str, list[Fill]] = {}
        for fill in self.fills:
            groups.setdefault(fill.invoice.customer, []).append(fill)
        return {customer: tuple(fills) for customer, fills in groups.items()}

    def overdue(self) -> tuple[Fill, ...]:
        """Return the open invoices past their due date at ``day``."""
        day = self.day
        if day is None:
            return ()
        return tuple(f for f in self.fills if f.due < day and f.open)


def bucket_of(days: int) -> str:
    """Return the column of ``ageing`` for an invoice that many days past due."""
    return next(key for key, most in BUCKETS if most is None or days <= most)


def number_key(number: str | None) -> tuple[str, int]:
    """Return what our numbers sort by: …-1000 comes after …-999; rows without one come last."""
    if number is None:
        return ("\U0010ffff", 0)
    return split(number) or (number, -1)


def payment_key(payment: Payment) -> tuple[date, tuple[str, int], At]:
    """Return what payments sort by: date, then number, then place."""
    return (payment.date, number_key(payment.payment_no), payment.at)


def due_dates(office: Office) -> Callable[[Invoice], date]:
    """Return what tells when an invoice is due.

    As agreed, else as given or as the next press will give it, else its date and the customer's
    credit days (none: 0).
    """
    given, moved = _as_given(office), moving(office)

    def due(invoice: Invoice) -> date:
        return invoice.agreed_due_date or moved.get(id(invoice)) or given(invoice)

    return due if moved else given


def _as_given(office: Office) -> Callable[[Invoice], date]:
    credit = credit_days(office)

    def due(invoice: Invoice) -> date:
        given = invoice.agreed_due_date or invoice.due_date
        return given or due_after(invoice.date, credit.get(invoice.customer, 0))

    return due


@kept
def moving(office: Office) -> Mapping[int, date]:
    """Return the due dates that follow a corrected date or customer, by the invoice's ``id``.

    They follow as long as nothing was paid on the invoice, by name or from the pool.
    """
    found = strayed(office)
    if not found:
        return {}
    invoices = sound(office.rows(Invoice), "date", "customer", "amount")
    payments = sound(office.rows(Payment), "date", "customer", "amount")
    fills, _ = fill(invoices, payments, _as_given(office))
    paid = {id(entry.invoice) for entry in fills if entry.invoice.amount > 0 and entry.filled}
    return {place: due for place, due in found.items() if place not in paid}


def is_verified(payment: Payment, by_day: date | None = None) -> bool:
    """Return whether finance has verified a payment, until ``by_day`` where one is given."""
    if not payment.verified:
        return False
    if by_day is None:
        return True
    if "verified_on" in payment.bad:
        return False
    return payment.verified_on is None or payment.verified_on <= by_day


def by_name(invoices: Iterable[Invoice]) -> Callable[[Payment], Invoice | None]:
    """Return what tells the invoice that a payment names: of its number, and the payer's own.

    Whoever names another customer's invoice, or none that there is, names none. Of several of
    one number it is the first, one that is not red if there is any.
    """
    found: dict[tuple[str, str], Invoice] = {}
    reds: dict[tuple[str, str], Invoice] = {}
    for invoice in sound(invoices, "invoice_no", "customer"):
        is_red = "amount" not in invoice.bad and invoice.amount < 0
        (reds if is_red else found).setdefault((invoice.customer, invoice.invoice_no), invoice)
    found = {**reds, **found}
    return lambda payment: found.get((payment.customer, payment.invoice_no or ""))


@kept
def invoice_named(office: Office) -> Callable[[Payment], Invoice | None]:
    """Return what tells the invoice that a payment names, of all invoices; None: on account."""
    return by_name(office.rows(Invoice))


def fill(
    invoices: Sequence[Invoice], payments: Iterable[Payment], due: Callable[[Invoice], date]
) -> tuple[tuple[Fill, ...], dict[str, Decimal]]:
    """Fill invoices with payments by the four rules; return the fills and ``on_account``.

    All rows given count; amounts, dates and customers must be readable.
    """
    named = [ZERO] * len(invoices)
    places: dict[int, int] = {}
    pool: dict[str, Decimal] = {}
    for place, invoice in enumerate(invoices):
        pool.setdefault(invoice.customer, ZERO)
        if invoice.amount < 0:
            pool[invoice.customer] -= invoice.amount
        else:
            places[id(invoice)] = place
    invoice_of = by_name(invoices)
    for payment in sorted(payments, key=payment_key):
        left = payment.amount
        found = places.get(id(invoice_of(payment)))
        if found is not None:
            still_open = invoices[found].amount - named[found]
            moved = min(left, still_open) if left > 0 else max(left, -named[found])
            named[found] += moved
            left -= moved
        pool[payment.customer] = pool.get(payment.customer, ZERO) + left
    entries = sorted(
        (
            (invoice.customer, due(invoice), invoice.date, invoice.invoice_no or "", place)
            for place, invoice in enumerate(invoices)
        ),
    )
    fills = []
    for customer, due_on, _, _, place in entries:
        invoice = invoices[place]
        given = invoice.amount
        if given > 0:
            given = min(given - named[place], max(pool[customer], ZERO))
            pool[customer] -= given
        fills.append(Fill(invoice, due_on, named[place], given))
    return tuple(fills), {customer: ZERO - left for customer, left in sorted(pool.items())}


def ageing_at(
    office: Office,
    day: date | None,
    *,
    verified_only: bool = False,
    verified_by: date | None = None,
) -> Ageing:
    """Return what is open at ``day``, of the rows dated up to it (None: of all rows).

    ``verified_only`` counts the payments that finance has verified, until ``verified_by`` where
    that is given. Rows whose customer, date or amount cannot be read are left out.
    """
    key = ("ageing", day, verified_only, verified_by)
    known = office.recall(key)
    if known is not None:
        return cast("Ageing", known)
    last = day or date.max
    invoices = [
        row for row in sound(office.rows(Invoice), "date", "customer", "amount") if row.date <= last
    ]
    payments = [
        row
        for row in sound(office.rows(Payment), "date", "customer", "amount")
        if row.date <= last and (not verified_only or is_verified(row, verified_by))
    ]
    fills, on_account = fill(invoices, payments, due_dates(office))
    return cast("Ageing", office.memo(key, Ageing(day, fills, on_account)))


def ageing_rows(office: Office, day: date) -> tuple[AgeingRow, ...]:
    """Return the table ``ageing`` at ``day``, by customer; those with nothing open are left out."""
    ageing = ageing_at(office, day)
    rows = []
    for customer, on_account in ageing.on_account.items():
        buckets = {key: ZERO for key, _ in BUCKETS}
        for entry in ageing.by_customer.get(customer, ()):
            buckets[bucket_of(entry.days_past_due(day))] += entry.open
        total = sum(buckets.values(), on_account)
        if on_account or any(buckets.values()):
            cells = {"customer": customer, **buckets, "on_account": on_account, "total": total}
            rows.append(AgeingRow.model_validate(cells))
    return tuple(rows)
