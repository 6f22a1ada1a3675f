"""Which orders need a decision, and how it was taken (flow.md, *Approvals* and *Rulings*).

A review is needed from an amount on, for a customer's first order of a product, and under the
floor price; a price approval under the floor price. That is judged anew until the order stands
in the plan, then no more: what later orders or settings say changes nothing about it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from xlsales.core.exact import rounded
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.outcome import Append, Edit
from xlsales.core.row import At, Book, sound
from xlsales.core.words import Words
from xlsales.flow.facts import fingerprint, reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.lines import Line, is_returned, line_of, lines, stands
from xlsales.forms.choices import Decision, Matter, PriceApproval, Review, Role
from xlsales.forms.management import Approval, ComplaintRuling
from xlsales.forms.masters import Person, Product
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of
from xlsales.forms.tracking import Complaint

JUDGED = ("customer", "product", "kind", "quantity", "unit_price", "required_date")
"""The columns without which nothing can be said about an order's approvals."""

_Turn = tuple[dt.datetime, tuple[str, int]]


def amount_of(order: Order) -> Decimal:
    """Return the order's amount with tax; quantity and unit price must be readable."""
    return rounded(order.quantity * order.unit_price)


def salesperson_of(order: Order) -> str:
    """Return whose order it is: blank is the owner of the register."""
    return order.salesperson or order.at.book.owner


def floor_of(office: Office, order: Order) -> Decimal | None:
    """Return the floor price of the order's product, or None where it has none."""
    product = office.first(Product, "code", order.product)
    return product.floor_price if product else None


def under_floor(office: Office, order: Order) -> bool:
    """Return whether the order's price is under the floor."""
    floor = floor_of(office, order)
    return floor is not None and order.unit_price < floor


def needs_price(office: Office, order: Order) -> bool:
    """Return whether the order, as it is now, needs a price approval."""
    return under_floor(office, order)


def needs_review(office: Office, order: Order) -> bool:
    """Return whether the order, as it is now, needs a contract review."""
    settings = settings_of(office)
    if amount_of(order) >= settings.review_threshold or under_floor(office, order):
        return True
    since = settings.review_first_since
    exempt = since is not None and "order_date" not in order.bad and order.order_date < since
    return settings.review_first_order and not exempt and _is_first(office, order)


def _turn(order: Order) -> _Turn | None:
    """Return the order's place among the submitted ones, or None while it is a draft."""
    if order.submitted_at is None:
        return None
    return order.submitted_at, number_key(order.order_no)


def _is_first(office: Office, order: Order) -> bool:
    """Whether no uncancelled order of this product came from the customer before this one.

    A draft comes after all that are submitted.
    """
    first = _first_turns(office).get((order.customer, order.product))
    mine = _turn(order)
    return first is None or (mine is not None and mine <= first)


@kept
def _first_turns(office: Office) -> Mapping[tuple[str, str], _Turn]:
    """Return when each customer's first uncancelled order of each product was submitted."""
    firsts: dict[tuple[str, str], _Turn] = {}
    for order in sound(office.rows(Order), "customer", "product", "submitted_at", "cancelled_on"):
        turn = _turn(order)
        if turn is None or order.cancelled_on is not None:
            continue
        place = (order.customer, order.product)
        if place not in firsts or turn < firsts[place]:
            firsts[place] = turn
    return firsts


def has_role(office: Office, name: str | None, *roles: Role) -> bool:
    """Return whether a person has one of the roles."""
    person = office.first(Person, "name", name) if name else None
    return (
        person is not None and "roles" not in person.bad and not set(roles).isdisjoint(person.roles)
    )


def may_decide(office: Office, name: str | None, *concerned: str | None) -> bool:
    """Return whether manager or deputy decides, and not on a matter of their own."""
    return has_role(office, name, Role.MANAGER, Role.DEPUTY) and name not in concerned


def ruling_counts(office: Office, ruling: ComplaintRuling) -> bool:
    """Return whether a complaint is ruled on, by somebody who may.

    Nobody rules on a complaint against themselves, whoever's name it carried when it was listed.
    """
    if ruling.confirmed is None or ruling.bad & {"confirmed", "decided_by"}:
        return False
    complaint = office.first(Complaint, "complaint_no", ruling.complaint_no)
    against = complaint.salesperson if complaint else None
    return may_decide(office, ruling.decided_by, ruling.salesperson, against)


@kept
def _decisions(office: Office) -> Mapping[tuple[str, Matter], Mapping[str, Decision]]:
    """Return what was decided of each order and matter, by fingerprint; the last row holds."""
    found: dict[tuple[str, Matter], dict[str, Decision]] = {}
    needed = ("order_no", "kind", "order_hash", "decision", "decided_by")
    for row in sound(office.rows(Approval), *needed):
        order = office.first(Order, "order_no", row.order_no)
        concerned = salesperson_of(order) if order else None
        if row.decision and may_decide(office, row.decided_by, row.salesperson, concerned):
            decided = found.setdefault((row.order_no, row.kind), {})
            decided[row.order_hash or ""] = row.decision
    return found


def _state(
    office: Office, order: Order, matter: Matter, needed: Callable[[Office, Order], bool]
) -> Review:
    """Return how a matter of an order stands, which may be ``needed``.

    Of an order in the plan only what was decided on it as it was taken over is told.
    """
    decided = _decisions(office).get((order.order_no or "", matter), {})
    line = line_of(office, order)
    if stands(order, line):
        if not decided:
            return Review.NOT_NEEDED
        mark = fingerprint.decided(line) if isinstance(line, PlanLine) else None
        passed = decided.get(mark) if mark else next(reversed([*decided.values()]), None)
        return Review.PASSED if passed is Decision.PASSED else Review.NOT_NEEDED
    if not needed(office, order):
        return Review.NOT_NEEDED
    decision = decided.get(fingerprint.approval(order)) if decided else None
    if decision is None:
        return Review.PENDING
    return Review.PASSED if decision is Decision.PASSED else Review.FAILED


def review_of(office: Office, order: Order) -> Review:
    """Return how the order's contract review stands; its ``JUDGED`` columns must be readable."""
    return _state(office, order, Matter.REVIEW, needs_review)


def price_of(office: Office, order: Order) -> PriceApproval:
    """Return how its special price stands; its ``JUDGED`` columns must be readable."""
    return PriceApproval[_state(office, order, Matter.PRICE, needs_price).name]


def passed(office: Office, order: Order) -> bool:
    """Return whether nothing is left to be decided before the order is planned.

    One whose ``JUDGED`` columns cannot be read does not pass.
    """
    if order.bad.intersection(JUDGED):
        return False
    return review_of(office, order) in {Review.NOT_NEEDED, Review.PASSED} and price_of(
        office, order
    ) in {PriceApproval.NOT_NEEDED, PriceApproval.PASSED}


def awaiting(
    office: Office, among: Sequence[Order] | None = None
) -> Iterator[tuple[Order, Matter]]:
    """Yield what waits for a decision now: submitted orders, in turn, and their matters.

    Cancelled orders need none, returned ones not until they are handed in again. ``among``: only
    these are asked about.
    """
    rows = office.rows(Order) if among is None else among
    orders = sound(rows, "order_no", "submitted_at", "cancelled_on", *JUDGED)
    planned = lines(office)
    waiting = [
        order
        for order in orders
        if order.order_no
        and order.submitted_at
        and order.cancelled_on is None
        and not _is_settled(order, planned.get(order.order_no))
    ]
    for order in sorted(
        waiting, key=lambda order: (order.submitted_at, number_key(order.order_no))
    ):
        if review_of(office, order) is Review.PENDING:
            yield order, Matter.REVIEW
        if price_of(office, order) is PriceApproval.PENDING:
            yield order, Matter.PRICE


def _is_settled(order: Order, line: Line | None) -> bool:
    """Return whether nothing of an order waits: it stands in the plan, or was returned."""
    return stands(order, line) or is_returned(order, line)


Pending: TypeAlias = tuple[dt.datetime, str, Matter, tuple[str, str, int], int]
"""A matter that waits: since when, of which order, in which workbook and row that stands."""


def pending(office: Office, orders: Sequence[Order]) -> Iterator[Pending]:
    """Yield what of some orders waits for a decision, in turn."""
    for order, matter in awaiting(office, orders) if office.has(Approval) else ():
        if order.submitted_at is not None and order.order_no is not None:
            (kind, owner, year), row = order.at
            yield order.submitted_at, order.order_no, matter, (str(kind), owner, year), row


def place_of(waits: Pending) -> At:
    """Return where the order stands that waits."""
    return At(Book(*waits[3]), waits[4])


def in_turn(found: Iterable[Pending]) -> list[Pending]:
    """Return what waits in the order in which :func:`awaiting` tells it."""
    return sorted(found, key=lambda each: (each[0], number_key(each[1]), place_of(each)))


def waiting_note(found: Sequence[Pending]) -> Iterator[Words]:
    """Yield how many orders wait for a decision, and of what kind; nothing if none does."""
    if not found:
        return
    count = len({number for _, number, *_ in found})
    counts = Counter(matter for _, _, matter, *_ in found)
    zh = "，".join(f"{matter.words.zh} {many} 笔" for matter, many in counts.items())
    en = ", ".join(f"{matter.words.en} {many}" for matter, many in counts.items())
    yield Words(f"{count} 笔等待审批（{zh}）。", f"{count} wait for a decision ({en}).")


def unruled(office: Office) -> Iterator[Words]:
    """Yield how many complaints wait for a ruling; nothing if none does."""
    if not (office.has(Complaint) and office.has(ComplaintRuling)):
        return
    ruled = {row.complaint_no for row in office.rows(ComplaintRuling) if row.confirmed is not None}
    count = len({row.complaint_no for row in office.rows(Complaint)} - ruled - {None})
    if count:
        yield Words(f"{count} 起投诉等待认定。", f"{count} complaints wait for a ruling.")


@needs(
    *reads.CHECKED,
    Approval,
    (Complaint, ("description",)),
    (ComplaintRuling, ("description",)),
)
def refresh_management(office: Office, book: Book, today: dt.date) -> tuple[Edit, ...]:
    """Return the rows that Refresh adds to ``approvals`` and ``rulings``, which only grow.

    A changed order has another fingerprint and gets a new row.
    """
    del today
    edits: list[Edit] = []
    approvals = tuple(_new_approvals(office))
    rulings = tuple(_new_rulings(office))
    if approvals:
        edits.append(Append(book, approvals))
    if rulings:
        edits.append(Append(book, rulings))
    return tuple(edits)


def _new_approvals(office: Office) -> Iterator[Approval]:
    listed = {(row.order_no, row.kind, row.order_hash) for row in office.rows(Approval)}
    for order, matter in awaiting(office):
        mark = fingerprint.approval(order)
        if (order.order_no, matter, mark) in listed:
            continue
        listed.add((order.order_no or "", matter, mark))
        product = office.first(Product, "code", order.product)
        yield Approval(
            order_no=order.order_no or "",
            kind=matter,
            salesperson=salesperson_of(order),
            customer=order.customer,
            product_name=product.name if product else None,
            amount=amount_of(order),
            unit_price=order.unit_price,
            floor_price=floor_of(office, order),
            order_hash=mark,
        )


def _new_rulings(office: Office) -> Iterator[ComplaintRuling]:
    listed = {row.complaint_no for row in office.rows(ComplaintRuling)}
    complaints = sound(
        office.rows(Complaint), "complaint_no", "date", "customer", "salesperson", "severity"
    )
    numbered = [row for row in complaints if row.complaint_no]
    for row in sorted(numbered, key=lambda row: (row.date, number_key(row.complaint_no))):
        if row.complaint_no in listed:
            continue
        listed.add(row.complaint_no or "")
        yield ComplaintRuling(
            complaint_no=row.complaint_no or "",
            date=row.date,
            customer=row.customer,
            salesperson=row.salesperson,
            description=None if "description" in row.bad else row.description,
            reported_severity=row.severity,
        )
