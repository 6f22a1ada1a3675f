"""What waits for people, office by office desk: one item a row that somebody should see to.

Source: flow.md, *Today*. A salesperson's desk is register, delivery and tracking; the
planner's masters and plan; the others have one kind of workbook each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from typing import Self, TypeAlias

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row, sound
from xlsales.core.showing import counted, money
from xlsales.core.words import Lang, Words
from xlsales.flow.checks.delivery import is_overdue
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.ageing import Fill, ageing_at, is_verified
from xlsales.flow.facts.approvals import (
    JUDGED,
    awaiting,
    passed,
    price_of,
    review_of,
    ruling_counts,
)
from xlsales.flow.facts.attribution import invoice_parts
from xlsales.flow.facts.counted import changed_after, is_scored_since
from xlsales.flow.facts.deliveries import unit_of_order
from xlsales.flow.facts.lines import Line, is_issued, is_returned, line_of, lines, stands
from xlsales.flow.facts.quantities import planned_quantity
from xlsales.flow.facts.states import state_of
from xlsales.flow.facts.stock import accepted
from xlsales.flow.facts.takeover import is_changed, is_readable, why_idle
from xlsales.flow.facts.visits import compute_visits_due
from xlsales.forms.choices import Kind, OrderState, PaymentMethod, PriceApproval, Review
from xlsales.forms.collection import Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.management import Approval, ComplaintRuling, Target
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER, NOT_GIVEN
from xlsales.forms.settings import settings_of
from xlsales.forms.tracking import Complaint, VisitDue
from xlsales.forms.warehouse import Outbound

DRAFT_BEFORE, DRAFT_AFTER = 7, 10
"""Days before and after its due date that an acceptance draft is brought up: it has to be
presented for payment within ten days (票据法, article 53)."""

_ACCEPTANCE = frozenset({PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE})


PlainItem: TypeAlias = tuple[Words, tuple[str, str, int], str, int | None, dt.date | None, bool]


@dataclass(frozen=True)
class Item:
    """One thing that waits: what, where, and by when. Without a ``row`` it is not yet a row."""

    what: Words
    book: Book
    table: str
    row: int | None
    due: dt.date | None = None
    error: bool = False

    @property
    def plain(self) -> PlainItem:
        """The same in plain values, to be kept from one press to the next."""
        kind, owner, year = self.book
        place = str(kind), owner, year
        return self.what, place, self.table, self.row, self.due, self.error

    @classmethod
    def of_plain(cls, held: PlainItem) -> Self:
        """Return what :attr:`plain` gave."""
        what, place, table, row, due, error = held
        return cls(what, Book(*place), table, row, due, error)


def _item(row: Row, zh: str, en: str, due: dt.date | None = None) -> Item:
    return Item(Words(zh, en), row.at.book, row.table.name, row.at.row, due)


# --- the salesperson -------------------------------------------------------------------------


def own_orders(
    office: Office, owner: str, today: dt.date, wrong: Set[At] = frozenset()
) -> Iterator[Item]:
    """Yield a salesperson's orders that are not handed in, returned, refused or late.

    Drafts that are ``wrong`` are listed with their errors already.
    """
    for order in office.rows(Order):
        if order.at.book.owner != owner or order.cancelled_on is not None:
            continue
        name, line = order.order_no or f"#{order.at.row}", line_of(office, order)
        due = None if "required_date" in order.bad else order.required_date
        if order.submitted_at is None and not stands(order, line):
            if order.at not in wrong:
                yield _item(order, f"{name} 尚未上报", f"{name} is not submitted yet", due)
        elif line is not None and is_returned(order, line):
            reason = line.returned_reason
            yield _item(
                order,
                f"{name} 被计划员退回：{reason}；请改正后重新上报",
                f"{name} was returned: {reason}; mend it and submit it again",
                due,
            )
        elif line is None or not stands(order, line):
            yield from _refused(office, order, name, due)
        else:
            yield from _late(office, line, today, order)


def _refused(office: Office, order: Order, name: str, due: dt.date | None) -> Iterator[Item]:
    if not office.has(Approval) or order.bad.intersection(JUDGED):
        return
    if review_of(office, order) is Review.FAILED:
        yield _item(order, f"{name} 合同评审未通过", f"{name} failed its contract review", due)
    elif price_of(office, order) is PriceApproval.FAILED:
        yield _item(order, f"{name} 特价未获批准", f"The price of {name} was not approved", due)


def own_notes(office: Office, owner: str, today: dt.date) -> Iterator[Item]:
    """Yield a salesperson's notes that are not signed, or whose copy is not back, in time."""
    days = dt.timedelta(settings_of(office).unsigned_after_days)
    unsigned: set[str] = set()
    seen: set[str] = set()
    mine = [row for row in office.rows(Delivery) if row.at.book.owner == owner and row.note_no]
    for row in mine:
        note = row.note_no or ""
        overdue = "quantity" not in row.bad and row.quantity > 0 and is_overdue(office, row, today)
        if note not in unsigned and overdue:
            unsigned.add(note)
            yield _item(
                row,
                f"送货单 {note} 尚未签收",
                f"Note {note} is not signed yet",
                row.date + days,
            )
    for row in mine:
        note = row.note_no or ""
        if note in seen or note in unsigned:
            continue
        seen.add(note)
        out = office.first(Outbound, "note_no", note)
        if out is not None and _copy_missing(office, out, today):
            yield _item(
                row,
                f"送货单 {note} 的回单尚未交回库房",
                f"The copy of note {note} is not back in the warehouse",
                out.date + days,
            )


def _copy_missing(office: Office, row: Outbound, today: dt.date) -> bool:
    if row.copy_returned_on is not None or row.bad & {"date", "copy_returned_on"}:
        return False
    return (today - row.date).days > settings_of(office).unsigned_after_days


def own_customers(office: Office, owner: str, today: dt.date) -> Iterator[Item]:
    """Yield a salesperson's visits and complaints that are due, and invoices that are overdue."""
    shown = {row.customer: row for row in office.rows(VisitDue) if row.at.book.owner == owner}
    for visit in compute_visits_due(office, today):
        if visit.salesperson != owner:
            continue
        there = shown.get(visit.customer)
        yield Item(
            Words(f"应回访{visit.customer}", f"{visit.customer} is to be visited"),
            there.at.book if there else Book(Kind.TRACKING, owner, today.year),
            VisitDue.table.name,
            there.at.row if there else None,
            visit.due_on,
        )
    for row in office.rows(Complaint):
        if row.at.book.owner != owner or row.closed_on or row.bad & {"due_date", "closed_on"}:
            continue
        if row.due_date is not None and row.due_date <= today:
            name = row.complaint_no or f"#{row.at.row}"
            yield _item(
                row,
                f"投诉 {name} 已到期，尚未关闭",
                f"Complaint {name} is due and open",
                row.due_date,
            )
    for fill in ageing_at(office, today).overdue():
        invoice = fill.invoice
        parts = invoice_parts(office, invoice, invoice.customer, invoice.amount)
        if any(part.salesperson == owner for part in parts):
            yield _overdue(fill)


def _overdue(fill: Fill) -> Item:
    row, left = fill.invoice, money(fill.open)
    return _item(
        row,
        f"{row.customer}发票 {row.invoice_no} 逾期，未付 {left} 元",
        f"Invoice {row.invoice_no} of {row.customer} is overdue, {left} yuan open",
        fill.due,
    )


# --- planner and production ------------------------------------------------------------------


def to_plan(office: Office) -> Iterator[Item]:
    """Yield submitted orders that pass and wait for Consolidate, and bought-in demand to report."""
    if office.has(Approval):
        for order in sound(office.rows(Order), "order_no", "submitted_at", "cancelled_on", *JUDGED):
            if order.submitted_at is None or order.cancelled_on is not None:
                continue
            line = line_of(office, order)
            if stands(order, line) or is_returned(order, line) or not passed(office, order):
                continue
            yield _item(
                order,
                f"{order.order_no} 已上报，等待汇总",
                f"{order.order_no} is submitted and waits for Consolidate",
                order.required_date,
            )
    for request in office.rows(TradeRequest):
        found = office.first(Order, "order_no", request.order_no)
        if is_issued(request) or (
            found is not None and (found.cancelled_on is not None or not stands(found, request))
        ):
            continue
        yield _item(
            request,
            f"{request.order_no} 的外购需求尚未上报",
            f"The bought-in demand of {request.order_no} is not reported yet",
            request.required_date,
        )


def late_lines(office: Office, today: dt.date, issued_only: bool = False) -> Iterator[Item]:
    """Yield the lines that are late or will be, and issued ones whose order changed."""
    for number, line in lines(office).items():
        if issued_only and not (isinstance(line, PlanLine) and is_issued(line)):
            continue
        order = office.first(Order, "order_no", number)
        yield from _late(office, line, today, line)
        if issued_only or order is None or not is_issued(line) or not is_readable(order):
            continue
        if isinstance(line, PlanLine) and is_changed(line, order):
            yield _item(
                line,
                f"{number} 下达后登记有改动，请按“计划变更”",
                f"{number} changed after it was issued; press Revise plan",
                line.completion_date,
            )


def _late(office: Office, line: Line, today: dt.date, row: Row) -> Iterator[Item]:
    """Say of an order not fully accepted that it is overdue, or will be late; at ``row``."""
    number = line.order_no or ""
    order = office.first(Order, "order_no", number)
    quantity = planned_quantity(office).get(number)
    if quantity is None or accepted(office).get(number, ZERO) >= quantity:
        return
    cancelled = order is not None and order.cancelled_on is not None
    if cancelled and order and state_of(office, order) is OrderState.CANCELLED:
        return
    if isinstance(line, PlanLine) and not is_issued(line) and why_idle(line, order) is not None:
        return
    bought = isinstance(line, TradeRequest)
    done = line.arrival_promised if isinstance(line, TradeRequest) else line.completion_date
    verb, said = ("到货", "arrive") if bought else ("完成", "be complete")
    left = counted(quantity - accepted(office).get(number, ZERO), unit_of_order(office, number))
    required = line.required_date
    if done is not None and done < today and is_issued(line):
        yield _item(
            row,
            f"{number} 应于 {done} {verb}，尚缺 {left}",
            f"{number} was to {said} on {done}; {left} are lacking",
            done,
        )
    elif required is not None and done is not None and done > required:
        yield _item(
            row,
            f"{number} 预计 {done} {verb}，晚于要求交期 {required}",
            f"{number} will {said} on {done}, after the required date {required}",
            required,
        )
    elif required is not None and required < today:
        yield _item(
            row,
            f"{number} 要求交期 {required} 已过，尚缺 {left}",
            f"{number} was required by {required}; {left} are lacking",
            required,
        )


# --- management ------------------------------------------------------------------------------


def decisions(office: Office) -> Iterator[Item]:
    """Yield the approvals, rulings and adjusted targets that wait for a decision."""
    rows = {(row.order_no, row.kind, row.order_hash): row for row in office.rows(Approval)}
    for order, matter in awaiting(office):
        row = rows.get((order.order_no or "", matter, fingerprint.approval(order)), order)
        yield _item(
            row,
            f"{order.order_no} {matter.words.zh}待定",
            f"{order.order_no}: {matter.words.en.lower()} waits for a decision",
            order.required_date,
        )
    rulings = {row.complaint_no: row for row in office.rows(ComplaintRuling)}
    for complaint in office.rows(Complaint):
        number = complaint.complaint_no
        if number is None:
            continue
        ruling = rulings.get(number)
        if ruling is None or not ruling_counts(office, ruling):
            yield _item(
                ruling or complaint,
                f"投诉 {number} 等待认定",
                f"Complaint {number} waits for a ruling",
                complaint.due_date,
            )
    for target in office.rows(Target):
        if target.reason and not target.approved_by and not target.bad:
            what = f"{target.period} {target.subject}"
            yield _item(
                target,
                f"{what} {target.indicator.words.zh}目标调整待批准",
                f"{what}: the adjusted {target.indicator.words.en.lower()} waits for approval",
            )


def not_as_given(office: Office, mine: Collection[Book]) -> Iterator[Item]:
    """Yield what people typed where only buttons write, in whichever workbook (memory.md).

    Errors in the workbooks at hand are told with those of their rows.
    """
    for found in office.findings:
        table = found.place.table
        if table is None or found.rule not in {GIVEN_TYPED_OVER, NOT_GIVEN}:
            continue
        at = found.place.at
        if not (found.is_error and at.book in mine):
            words = Words(found.message(Lang.ZH), found.message(Lang.EN))
            yield Item(words, at.book, table.name, at.row, error=found.is_error)


def changed(office: Office, mine: Collection[Book] | None, today: dt.date) -> Iterator[Item]:
    """Yield what was typed over after it counted, in the workbooks at hand; None: in all of them.

    From the day on which it was found until a later day's score has shown it.
    """
    for change in changed_after(office):
        at = change.at
        if (mine is None or at.book in mine) and not is_scored_since(office, change):
            found = change.known.at.date() if change.known.at else today
            yield Item(change.finding.words, at.book, change.table.name, at.row or None, found)


# --- warehouse and finance -------------------------------------------------------------------


def notes_out(office: Office, today: dt.date) -> Iterator[Item]:
    """Yield the notes that have not left the warehouse, and those whose copy is not back."""
    seen: set[str] = set()
    for row in sound(office.rows(Delivery), "note_no", "quantity", "date"):
        note = row.note_no
        if note is None or note in seen or row.quantity < 0:
            continue
        seen.add(note)
        if office.first(Outbound, "note_no", note) is None:
            yield _item(
                row, f"送货单 {note} 等待出库", f"Note {note} waits to be booked out", row.date
            )
    days = dt.timedelta(settings_of(office).unsigned_after_days)
    for out in office.rows(Outbound):
        if _copy_missing(office, out, today):
            yield _item(
                out,
                f"送货单 {out.note_no} 的回单尚未交回",
                f"The copy of note {out.note_no} is not back",
                out.date + days,
            )


def money_due(office: Office, today: dt.date) -> Iterator[Item]:
    """Yield overdue invoices, acceptance drafts falling due, and payments to be verified."""
    for fill in ageing_at(office, today).overdue():
        yield _overdue(fill)
    for row in office.rows(Payment):
        name = row.payment_no or f"#{row.at.row}"
        if _draft_falls_due(row, today):
            yield _item(
                row,
                f"{name} 的票据 {row.draft_no or '?'} {row.draft_due} 到期",
                f"Draft {row.draft_no or '?'} of {name} falls due on {row.draft_due}",
                row.draft_due,
            )
        if not is_verified(row) and not row.bad & {"date", "amount", "customer"}:
            yield _item(
                row,
                f"回款 {name}（{row.customer} {money(row.amount)} 元）等待核准",
                f"Payment {name} ({row.customer}, {money(row.amount)} yuan) waits to be verified",
                row.date,
            )


def _draft_falls_due(row: Payment, today: dt.date) -> bool:
    if row.draft_due is None or row.method not in _ACCEPTANCE:
        return False
    return -DRAFT_AFTER <= (row.draft_due - today).days <= DRAFT_BEFORE
