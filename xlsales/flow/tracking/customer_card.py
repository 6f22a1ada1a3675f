"""The macro *Customer card* 客户卡: what stands with a customer, on a page for the visit.

Orders still to be delivered, open invoices, complaints and visits, as of a day.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, FormContent, Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow, by_press
from xlsales.core.row import sound
from xlsales.core.showing import money
from xlsales.core.words import Words
from xlsales.flow.collection.letters import OneCustomer, asked, file_names, heading
from xlsales.flow.delivery.outgoing import open_quantity
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import Fill, ageing_at
from xlsales.flow.facts.deliveries import customer_row, product_of_order
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.states import is_bought_in, state_of, state_words
from xlsales.flow.facts.visits import customer_of_card, due_after, first_deliveries, last_visits
from xlsales.forms.files import document_path
from xlsales.forms.masters import Customer, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card, Complaint

ORDERS = Words("未交承揽", "Open orders")
DEBTS = Words("未收发票", "Open invoices")
COMPLAINTS = Words("投诉", "Complaints")
VISITS = Words("回访", "Visits")
OPEN = Words("处理中", "Open")
CLOSED = Words("已关闭", "Closed")
NOT_DUE = Words("未到期", "Not due")

_VISITS = 5
"""The latest visits that a card shows."""
_COMPLAINT_DAYS = 365
"""Closed complaints that it shows are not older than that."""


class CustomerCardArgs(Arguments):
    """Whose card *Customer card* makes."""

    customer: OneCustomer = ""
    all: Annotated[
        bool,
        Ask(
            "全部客户",
            "All customers",
            "未写明客户时，为所有有未交承揽、欠款、投诉或回访的客户出客户卡",
            "unless one is named: all that have something to show",
        ),
    ] = False


@dataclass(frozen=True, kw_only=True)
class Standing(ReplyRow):
    """What stands with a customer; money in yuan with tax."""

    customer: str
    open_orders: int
    receivable: Decimal
    overdue: Decimal
    complaints: int
    last_visit: dt.date | None
    next_visit: dt.date | None


@dataclass(frozen=True, kw_only=True)
class CardsMade(Reply):
    """What stands with each customer of whom a card was made."""

    customers: tuple[Standing, ...]
    files: tuple[str, ...] = by_press()


Entry = Mapping[str, object]
"""A line of the card."""


@needs(
    (Customer, ("address", "contact", "phone", "tax_no")),
    Product,
    Setting,
    *reads.STATES,
    (Card, ("method", "quality", "satisfaction", "opinion")),
    (Complaint, ("description",)),
)
def customer_card(office: Office, call: Call[CustomerCardArgs]) -> Outcome[CardsMade]:
    """Make a card of a customer, or of all with whom something stands.

    Raises:
        Refusal: no such customer, or nothing to show.
    """
    today = call.today
    known = sorted({*_orders(office), *_debts(office, today), *_complaints(office, today),
                    *_visits(office, today)})  # fmt: skip
    names = asked(office, call.args.customer, call.args.all, known)
    if not names:
        raise Refusal(
            "所有客户均无未交承揽、欠款、投诉或回访，无需出客户卡。",
            "No customer has open orders, debts, complaints or visits: there is no card to make.",
        )
    paths = file_names(f"{today}", names)
    standing = tuple(_standing(office, name, today) for name in names)
    return Outcome(
        documents=tuple(
            Document(
                "customer_card",
                document_path("customer_card", paths[each.customer]),
                _content(office, call, each),
            )
            for each in standing
        ),
        reply=CardsMade(customers=standing),
        notes=tuple(map(_told, standing)),
        read=len(office.rows(Customer)),
    )


def _standing(office: Office, name: str, today: dt.date) -> Standing:
    fills = _debts(office, today).get(name, ())
    on_account = ageing_at(office, today).on_account.get(name, ZERO)
    visit = last_visits(office, today).get(name)
    first = first_deliveries(office).get(name)
    since = visit.visit_date if visit else first.date if first else None
    return Standing(
        customer=name,
        open_orders=len(_orders(office).get(name, ())),
        receivable=sum((fill.open for fill in fills), on_account),
        overdue=sum((fill.open for fill in fills if fill.due < today), ZERO),
        complaints=sum(row.closed_on is None for row in _complaints(office, today).get(name, ())),
        last_visit=visit.visit_date if visit else None,
        next_visit=due_after(office, name, since) if since else None,
    )


def _told(each: Standing) -> Words:
    return Words(
        f"{each.customer}：未交承揽 {each.open_orders} 笔，应收 {money(each.receivable)} 元"
        f"（逾期 {money(each.overdue)} 元），未关闭投诉 {each.complaints} 起",
        f"{each.customer}: {each.open_orders} open orders, {money(each.receivable)} yuan receivable "
        f"({money(each.overdue)} overdue), {each.complaints} open complaints",
    )


# --- what stands ------------------------------------------------------------------------------


@kept
def _orders(office: Office) -> Mapping[str, tuple[Order, ...]]:
    """Return each customer's orders with something still to be delivered, by required date."""
    found: dict[str, list[Order]] = {}
    for row in sound(office.rows(Order), "order_no", "customer", "quantity", "required_date"):
        if row.order_no and not row.cancelled_on and open_quantity(office, row.order_no) > 0:
            found.setdefault(row.customer, []).append(row)
    return {
        name: tuple(sorted(rows, key=lambda row: (row.required_date, row.order_no or "")))
        for name, rows in found.items()
    }


def _debts(office: Office, today: dt.date) -> Mapping[str, tuple[Fill, ...]]:
    """Return each customer's open invoices, by due date."""
    by_customer = ageing_at(office, today).by_customer
    open_ones = {name: tuple(f for f in fills if f.open) for name, fills in by_customer.items()}
    return {name: fills for name, fills in open_ones.items() if fills}


def _complaints(office: Office, today: dt.date) -> Mapping[str, tuple[Complaint, ...]]:
    """Return each customer's open complaints, and those of the last year, the latest first."""
    found: dict[str, list[Complaint]] = {}
    since = today - dt.timedelta(days=_COMPLAINT_DAYS)
    for row in sound(office.rows(Complaint), "date", "customer", "closed_on"):
        if row.date <= today and (row.closed_on is None or row.date >= since):
            found.setdefault(row.customer, []).append(row)
    return {
        name: tuple(sorted(rows, key=lambda row: row.date, reverse=True))
        for name, rows in found.items()
    }


def _visits(office: Office, today: dt.date) -> Mapping[str, tuple[Card, ...]]:
    """Return the latest visits of each customer, the last first."""
    found: dict[str, list[Card]] = {}
    for row in sound(office.rows(Card), "visit_date", "customer", "note_no"):
        name = customer_of_card(office, row)
        if name is not None and row.visit_date <= today:
            found.setdefault(name, []).append(row)
    return {
        name: tuple(sorted(rows, key=lambda row: row.visit_date, reverse=True)[:_VISITS])
        for name, rows in found.items()
    }


# --- the form ---------------------------------------------------------------------------------


def _content(office: Office, call: Call[CustomerCardArgs], standing: Standing) -> FormContent:
    name, today = standing.customer, call.today
    customer = customer_row(office, name)
    entries: Sequence[Entry] = (
        *(_order(office, row) for row in _orders(office).get(name, ())),
        *(_debt(fill, today) for fill in _debts(office, today).get(name, ())),
        *(_complaint(row) for row in _complaints(office, today).get(name, ())),
        *(_visit(row) for row in _visits(office, today).get(name, ())),
    )
    return FormContent(
        fields={
            **heading(office, name),
            "code": customer.code if customer else None,
            "market": customer.market if customer and "market" not in customer.bad else None,
            "tax_no": customer.tax_no if customer else None,
            "credit_days": customer.credit_days if customer else None,
            "visit_cycle_days": customer.visit_cycle_days if customer else None,
            "date": today,
            "open_orders": standing.open_orders,
            "receivable": standing.receivable,
            "overdue": standing.overdue,
            "complaints": standing.complaints,
            "last_visit": standing.last_visit,
            "next_visit": standing.next_visit,
        },
        lines=tuple(_grouped(entries)),
    )


def _grouped(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the lines with the name of their section where it begins."""
    before: object = None
    for entry in entries:
        yield {**entry, "section": entry["section"] if entry["section"] != before else None}
        before = entry["section"]


def _order(office: Office, row: Order) -> Entry:
    product = product_of_order(office, row.order_no or "")
    what = " ".join(filter(None, (product.name, product.spec))) if product else row.product
    return {
        "section": ORDERS,
        "no": row.order_no,
        "date": None if "order_date" in row.bad else row.order_date,
        "what": what,
        "quantity": open_quantity(office, row.order_no or ""),
        "unit": product.unit if product else None,
        "due": row.required_date,
        "state": state_words(state_of(office, row), is_bought_in(office, row)),
    }


def _debt(fill: Fill, today: dt.date) -> Entry:
    late = fill.days_past_due(today)
    return {
        "section": DEBTS,
        "no": fill.invoice.invoice_no,
        "date": fill.invoice.date,
        "what": Words(
            f"发票 {money(fill.invoice.amount)}，已付 {money(fill.filled)}",
            f"Invoice {money(fill.invoice.amount)}, paid {money(fill.filled)}",
        ),
        "amount": fill.open,
        "due": fill.due,
        "state": Words(f"逾期 {late} 天", f"{late} days overdue") if late > 0 else NOT_DUE,
    }


def _complaint(row: Complaint) -> Entry:
    return {
        "section": COMPLAINTS,
        "no": row.complaint_no,
        "date": row.date,
        "what": row.description,
        "due": row.due_date,
        "state": OPEN if row.closed_on is None else CLOSED,
    }


def _visit(row: Card) -> Entry:
    satisfied = row.satisfaction
    return {
        "section": VISITS,
        "no": row.card_no,
        "date": row.visit_date,
        "what": row.opinion,
        "state": Words(f"满意度 {satisfied}", f"Satisfaction {satisfied}") if satisfied else None,
    }
