"""The grey columns of the register: what follows from the masters, and how far an order has come.

Source: columns.csv, ``orders``. Columns noted *refreshed* need the other workbooks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.outcome import SetCells
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang, Words
from xlsales.flow.facts import reads
from xlsales.flow.facts.approvals import JUDGED, amount_of, price_of, review_of
from xlsales.flow.facts.attribution import paid_amounts
from xlsales.flow.facts.lines import line_of
from xlsales.flow.facts.states import is_bought_in, state_of, state_words
from xlsales.flow.facts.stock import accepted, net_delivered
from xlsales.forms.choices import Market
from xlsales.forms.management import Approval
from xlsales.forms.masters import Customer, Product, Setting
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order

UNREADABLE = Words("无法读取经营考核", "Management cannot be read")
"""What the approval columns say where folder rights keep the management workbook away."""


def lang_of(office: Office, book: Book) -> Lang:
    """Return the language of a workbook; Chinese for one that is yet to be made."""
    info = office.books.get(book)
    return info.lang if info else Lang.ZH


def differing(row: Row, values: Mapping[str, object]) -> dict[str, object]:
    """Return what of ``values`` a row does not hold yet; a spoilt cell holds nothing."""
    return {
        key: value for key, value in values.items() if key in row.bad or getattr(row, key) != value
    }


def changed(row: Row, values: Mapping[str, object]) -> Iterator[SetCells]:
    """Yield the edit that gives a row ``values``, if it lacks any."""
    new = differing(row, values)
    if new:
        yield SetCells(row, new)


def customers_market(office: Office, order: Order) -> Market | None:
    """Return the market of an order's customer as it is now; None where that cannot be told."""
    customer = office.first(Customer, "name", order.customer)
    return customer.market if customer else None


def market_of(office: Office, order: Order) -> Market | None:
    """Return the market that an order's sales count for: as given when it was submitted.

    One that has none yet counts by its customer's: what it will be given.
    """
    return order.market or customers_market(office, order)


def has_older_market(office: Office, order: Order) -> bool:
    """Return whether a submitted order has another market than its customer, and may take it.

    Goods that went out stay what they were sold as, unless the customer was another then.
    """
    now = customers_market(office, order)
    if not (order.submitted_at and order.market and now) or order.market is now:
        return False
    if order.cancelled_on or not (office.has(PlanLine) and office.has(TradeRequest)):
        return False
    line = line_of(office, order)
    is_renamed = line is not None and line.customer != order.customer
    return is_renamed or order.order_no not in net_delivered(office)


@needs(Product, Setting, Order)
def derive_orders(office: Office, rows: Sequence[Order], today: dt.date) -> Iterator[SetCells]:
    """Yield what differs in the columns that follow from the product and the row itself."""
    del today
    for row in rows:
        product = office.first(Product, "code", row.product)
        priced = not row.bad.intersection({"quantity", "unit_price"})
        values: dict[str, object] = {
            "product_name": product.name if product else None,
            "spec": product.spec if product else None,
            "material": product.material if product else None,
            "unit": product.unit if product else None,
            "amount": amount_of(row) if priced else None,
        }
        yield from changed(row, values)


@needs(*reads.CHECKED, *reads.STATES, Approval)
def refresh_orders(office: Office, rows: Sequence[Order], today: dt.date) -> Iterator[SetCells]:
    """Yield what differs in the refreshed columns, in the words of the workbook's language."""
    del today
    for row in rows:
        yield from changed(row, refreshed(office, row))


def refreshed(office: Office, order: Order) -> dict[str, object]:
    """Return the values of an order's refreshed columns.

    Quantities and money are blank where there is nothing yet. Of a bought-in order the number
    of its request and the promised arrival stand for plan number and completion date.
    """
    lang = lang_of(office, order.at.book)
    words = state_words(state_of(office, order), is_bought_in(office, order))
    line = line_of(office, order)
    values: dict[str, object] = {**_approvals(office, order, lang), "status": words.said(lang)}
    if line is None:
        values |= {"plan_no": None, "completion_date": None}
    elif isinstance(line, TradeRequest):
        values |= {"plan_no": line.request_no, "completion_date": line.arrival_promised}
    else:
        values |= {"plan_no": line.plan_no, "completion_date": line.completion_date}
    sums: Mapping[str, Mapping[str, Decimal]] = {
        "accepted_qty": accepted(office),
        "delivered_qty": net_delivered(office),
        "paid_amount": paid_amounts(office),
    }
    number = order.order_no
    return values | {key: number and found.get(number) for key, found in sums.items()}


def _approvals(office: Office, order: Order, lang: Lang) -> dict[str, object]:
    if not office.has(Approval):
        said = UNREADABLE.said(lang)
        return {"review": said, "price_approval": said}
    if order.bad.intersection(JUDGED):
        return {"review": None, "price_approval": None}
    return {"review": review_of(office, order), "price_approval": price_of(office, order)}
