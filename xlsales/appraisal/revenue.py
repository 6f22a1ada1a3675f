"""Revenue and external sales (appraisal.md, *Indicators*)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gathering import Gathering, Sold
from xlsales.core.exact import rounded
from xlsales.core.needs import needs, only
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.flow.facts.amounts import Event, delivered_events, numbered, signed_events, unreadable
from xlsales.flow.facts.kept import kept
from xlsales.forms.collection import Invoice, InvoiceLine
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import ScoringSetting
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of

_WHAT = {
    "signed": Words("签收", "Signed"),
    "delivered": Words("送货", "Delivered"),
    "returned": Words("退货", "Returned"),
}
"""What an event of :mod:`xlsales.flow.facts.amounts` is called, by its kind."""
_INVOICED = Words("开票", "Invoiced")
_INTERNAL = (Indicator.REVENUE,)
_EXTERNAL = (Indicator.REVENUE, Indicator.EXTERNAL_SALES)
OF_ORDER = ("order_no", "salesperson", "customer", "product", "market")
"""The columns of orders from which follows whose a sale is, and of what."""
OF_DELIVERY = (
    "note_no",
    "line_no",
    "date",
    "order_no",
    "quantity",
    "return_of",
    "unit_price",
    "tax_rate",
    "signed_on",
    "signed_qty",
)
"""The columns of deliveries from which sales follow."""
_PRICED = ("note_no", "line_no", "date", "order_no", "quantity", "unit_price", "tax_rate")


class Sale(NamedTuple):
    """What counts as revenue on a day: ``amount`` with tax, ``net`` without; returns negative."""

    what: Words
    date: date
    row: Row
    order_no: str
    note_no: str | None
    amount: Decimal
    net: Decimal
    tax_rate: Decimal | None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    beside: Row | None = None
    no: str | None = None

    @classmethod
    def of(cls, event: Event) -> Sale:
        """Make a sale of a delivery row's event."""
        row = event.row
        return cls(
            _WHAT[event.kind],
            event.date,
            row,
            event.order_no,
            row.note_no,
            event.amount,
            event.net,
            row.tax_rate,
            event.quantity,
            row.unit_price,
            no=row.note_no,
        )

    def evidence(self, amount: Decimal, sold: Sold) -> Evidence:
        """Return the row of evidence by which ``amount`` of it counts."""
        beside = self.beside
        return Evidence(
            self.what,
            self.date,
            amount,
            (self.row, beside, *sold.rows) if beside else (self.row, *sold.rows),
            beside.at if beside else None,
            self.no,
            self.order_no,
            self.note_no,
            sold.customer,
            sold.product,
            self.quantity,
            self.unit_price,
            self.tax_rate,
        )


@needs(
    Person,
    Customer,
    Setting,
    ScoringSetting,
    only(Order, *OF_ORDER, "tax_rate"),
    only(Delivery, *OF_DELIVERY),
    only(Invoice, "invoice_no", "date"),
    only(InvoiceLine, "invoice_no", "note_no", "order_no", "amount"),
)
def gather_revenue(g: Gathering) -> None:
    """Enter what was sold, by the office's ``revenue_basis`` and ``revenue_tax``.

    Those whose orders were delivered in the period are subjects, signed for or not.
    """
    for sale, sold, amount in counted(g):
        of = _EXTERNAL if sold.is_external else _INTERNAL
        g.ledger.add(sold.person, sale.evidence(amount, sold), *of)
    _note_deliverers(g)


def counted(g: Gathering) -> Iterator[tuple[Sale, Sold, Decimal]]:
    """Yield what counts as revenue within the window: the sale, its order, the amount.

    What cannot be counted is listed.
    """
    _list_unreadable(g)
    for sale, amount in revenues(g):
        yield sale, g.order(sale.order_no, sale.row), amount


def revenues(g: Gathering) -> Iterator[tuple[Sale, Decimal]]:
    """Yield the sales within the window, whosever they are, and the amounts that count."""
    with_tax = g.scoring.revenue_tax == "included"
    for sale in _sales(g):
        yield sale, sale.amount if with_tax else sale.net


def _note_deliverers(g: Gathering) -> None:
    """Note on which days whose orders were delivered."""
    first, last = g.listed.first, g.listed.last
    for order_no, rows in numbered(g.office).items():
        days = [row.date for row in rows if first <= row.date <= last]
        if days:
            g.ledger.saw(g.order(order_no, rows[0]).person, *days)


def signed_sales(g: Gathering) -> Iterator[Sale]:
    """Yield what was signed for and taken back within the window."""
    first, last = g.window.first, g.window.last
    return (sale for sale in _signed(g.office) if first <= sale.date <= last)


@kept
def _signed(office: Office) -> tuple[Sale, ...]:
    return tuple(map(Sale.of, signed_events(office)))


def _sales(g: Gathering) -> Iterator[Sale]:
    basis = g.scoring.revenue_basis
    if basis == "invoiced":
        return _invoiced(g)
    if basis == "delivered":
        return (Sale.of(event) for event in delivered_events(g.office) if event.date in g.window)
    return signed_sales(g)


def _invoiced(g: Gathering) -> Iterator[Sale]:
    """Yield the lines of the invoices dated within the window; proposed ones are no lines yet."""
    invoices = g.office.all_by(Invoice, "invoice_no")
    rate_of = _tax_rates(g)
    for line in g.office.rows(InvoiceLine):
        named = invoices.get(line.invoice_no)
        if not named:
            if line.invoice_no is not None or "invoice_no" in line.bad:
                g.leave_out(line, "invoice_no")
            continue
        invoice = named[0]
        if "date" in invoice.bad:
            g.leave_out(invoice, "date")
            continue
        if invoice.date not in g.window:
            continue
        lacking = line.bad.intersection(("note_no", "order_no", "amount"))
        if lacking:
            g.leave_out(line, *lacking)
            continue
        rate = rate_of(line)
        net = rounded(Fraction(line.amount) / (1 + Fraction(rate)))
        yield Sale(
            _INVOICED,
            invoice.date,
            line,
            line.order_no,
            line.note_no,
            line.amount,
            net,
            rate,
            beside=invoice,
            no=line.invoice_no,
        )


def _tax_rates(g: Gathering) -> Callable[[InvoiceLine], Decimal]:
    """Return what tells the tax rate of an invoice line: that of the goods behind it."""
    rates: dict[tuple[str | None, str], Decimal] = {}
    for row in g.office.rows(Delivery):
        if row.tax_rate is not None and row.quantity > 0:
            rates.setdefault((row.note_no, row.order_no), row.tax_rate)

    def rate(line: InvoiceLine) -> Decimal:
        known = rates.get((line.note_no, line.order_no))
        if known is None:
            order = g.office.first(Order, "order_no", line.order_no)
            known = order.tax_rate if order else None
        return settings_of(g.office).tax_rate if known is None else known

    return rate


def _list_unreadable(g: Gathering) -> None:
    """List the delivery rows that count for nothing, unless they are of other days."""
    rows = [*unreadable(g.office)]
    rows += [row for row in g.office.rows(Delivery) if row.bad & {"note_no", "signed_on"}]
    for row in rows:
        days = [day for day in (row.date, row.signed_on) if day is not None]
        known = not row.bad & {"date", "signed_on"}
        if known and not any(day in g.window for day in days):
            continue
        g.leave_out(row, *_lacking(row))


def _lacking(row: Delivery) -> tuple[str, ...]:
    """Return the columns for which a delivery row cannot be counted."""
    needed = [*_PRICED]
    if "quantity" not in row.bad and row.quantity < 0:
        needed.append("return_of")
    elif row.signed_on is not None or "signed_on" in row.bad:
        needed += ["signed_on", "signed_qty"]
    blank = [c for c in needed if c != "tax_rate" and getattr(row, c) is None]
    return tuple(dict.fromkeys([*blank, *(c for c in needed if c in row.bad)]))
