"""Consolidate 汇总承揽: submitted orders into the plan (flow.md; regulation (三) 1 and 2)."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, SetCells
from xlsales.core.reply import Reply
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Words
from xlsales.flow.checks import validation
from xlsales.flow.facts import approvals, reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.lines import Line, is_current, is_issued, is_returned, lines
from xlsales.flow.facts.months import month_end
from xlsales.flow.facts.orders import changed as differing
from xlsales.flow.facts.reasons import LeftOut
from xlsales.flow.facts.takeover import (
    center_finding,
    change_findings,
    changes,
    is_cancelled,
    is_changed,
    is_readable,
    left_notes,
    left_reply,
    moves_table,
    supply_finding,
    taken_over,
    usual_center,
)
from xlsales.forms.choices import Kind, PriceApproval, Review, Supply
from xlsales.forms.management import Approval
from xlsales.forms.masters import Product
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.rules import plan as rules

_LOAD = frozenset({"product", "quantity"})


class ConsolidateArgs(Arguments):
    """The month that is planned."""

    month: Annotated[
        str,
        Ask(
            "计划月份",
            "Month",
            "登记日期在该月月底及以前的承揽",
            "orders dated up to its end",
            metavar="YYYY-MM",
        ),
    ]


@dataclass
class Gathered:
    """What Consolidate would do: new rows, new values of old ones, and all that it says.

    ``left`` are the orders left out with their reasons (``takeover.REASONS``).
    """

    lines: list[PlanLine] = field(default_factory=list)
    requests: list[TradeRequest] = field(default_factory=list)
    sets: list[SetCells] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def applied(self, office: Office) -> Office:
        """Return the office with the plan as it would be then."""
        new = {id(it.row): it.values for it in self.sets}

        def after(row: Row) -> Row:
            values = new.get(id(row))
            return row.with_values(values) if values else row

        return office.replaced(
            {
                PlanLine: [*map(after, office.rows(PlanLine)), *self.lines],
                TradeRequest: [*map(after, office.rows(TradeRequest)), *self.requests],
            }
        )


@dataclass(frozen=True, kw_only=True)
class Consolidated(Reply):
    """The numbers of the orders by what became of them; a line that has changed may be taken over."""

    planned: tuple[str, ...]
    trade: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@needs(*reads.CHECKED, Approval)
def consolidate(office: Office, call: Call[ConsolidateArgs]) -> Outcome[Consolidated]:
    """Take the submitted orders of all registers, dated up to the month's end, into the plan."""
    until = month_end(call.args.month)
    found = gather(office, until, call.today)
    book = Book(Kind.PLAN, "", until.year)
    edits: list[Edit] = list(found.sets)
    edits += [Append(book, tuple(rows)) for rows in (found.lines, found.requests) if rows]
    planned = tuple(line.order_no for line in found.lines)
    trade = tuple(request.order_no for request in found.requests if request.order_no)
    counts = (len(planned), len(trade), len(found.changed), len(found.unchanged), len(found.left))
    notes = [
        Words(
            "新列入计划 {} 行，外购需求 {} 行；有变动 {} 行，无变动 {} 行；未列入 {} 行。".format(
                *counts
            ),
            "{} planned, {} to buy in; {} changed, {} unchanged; {} left out.".format(*counts),
        ),
        *left_notes(found.left),
    ]
    return Outcome(
        edits=tuple(edits),
        findings=tuple(found.findings),
        reply=Consolidated(
            planned=planned,
            trade=trade,
            changed=tuple(found.changed),
            unchanged=tuple(found.unchanged),
            left_out=left_reply(found.left),
        ),
        notes=tuple(notes),
        annotate=True,
        refused=not {"has-errors", "supply-changed"}.isdisjoint(found.left.values()),
        read=len(office.rows(Order)),
        skipped=len(found.left),
    )


def gather(
    office: Office, until: dt.date, today: dt.date, approved: Collection[str] = frozenset()
) -> Gathered:
    """Return what Consolidate would do with the orders dated up to ``until``.

    The order numbers in ``approved`` pass whatever manager or deputy have decided (Promise).
    Of two rows with one number only the first counts; the other has an error anyway.
    """
    found = Gathered()
    by_number = office.all_by(Order, "order_no")
    standing = lines(office)
    orders = sorted((rows[0] for rows in by_number.values()), key=_by_number)
    new = [order for order in orders if _is_new(order, standing, until)]
    matched = [
        (order, standing[order.order_no])
        for order in orders
        if order.order_no is not None and order.order_no in standing and order.submitted_at
    ]
    stale = [(order, line) for order, line in matched if _is_stale(order, line)]
    judged = [*new, *(order for order, _ in stale)]
    judge = _Judge(office, [it for it in judged if not is_cancelled(it)], today, approved)
    for order, line in matched:
        _match(found, judge, order, line)
    for order in new:
        _plan(found, judge, order)
    found.lines.sort(key=lambda line: (line.order_date or dt.date.min, number_key(line.order_no)))
    found.requests.sort(key=lambda row: (row.order_date or dt.date.min, number_key(row.order_no)))
    found.left = dict(sorted(found.left.items(), key=lambda it: number_key(it[0])))
    found.findings += judge.said(found.left)
    found.findings += _gone(standing.values(), by_number)
    return found


def _by_number(order: Order) -> tuple[str, int]:
    return number_key(order.order_no)


def _is_new(order: Order, standing: Mapping[str, Line], until: dt.date) -> bool:
    """Whether an order waits to be planned; with an unreadable date it may."""
    if order.submitted_at is None or order.order_no in standing or "order_no" in order.bad:
        return False
    return "order_date" in order.bad or order.order_date <= until


def _is_stale(order: Order, line: Line) -> bool:
    """Whether an unissued line may have to take its order anew."""
    if is_issued(line) and isinstance(line, PlanLine):
        return False
    return not is_readable(order) or not is_current(order, line) or is_changed(line, order)


class _Judge:
    """Says why an order does not pass."""

    def __init__(
        self, office: Office, orders: Iterable[Order], today: dt.date, approved: Collection[str]
    ) -> None:
        self.office = office
        self._approved = approved
        self._findings = row_findings(office, orders, today)

    def said(self, left: Mapping[str, str]) -> Iterator[Finding]:
        """Yield what is wrong with the orders that were left out for errors."""
        for order_no, reason in left.items():
            if reason == "has-errors":
                row = self.office.all_by(Order, "order_no")[order_no][0]
                yield from (it for it in self._findings.get(row.at, ()) if it.is_error)

    def is_made(self, order: Order) -> bool | None:
        """Return whether the order's product is made here, or None if that cannot be told."""
        product = self.office.first(Product, "code", order.product)
        if product is None or "supply" in product.bad:
            return None
        return product.supply is Supply.MAKE

    def against(self, order: Order) -> str | None:
        """Return the reason to leave the order out, or None if it passes."""
        if is_cancelled(order):
            return "cancelled"
        if (
            not is_readable(order)
            or any(it.is_error for it in self._findings.get(order.at, ()))
            or self.is_made(order) is None
        ):
            return "has-errors"
        if order.order_no in self._approved or approvals.passed(self.office, order):
            return None
        review = approvals.review_of(self.office, order)
        price = approvals.price_of(self.office, order)
        if review is Review.FAILED:
            return "review-failed"
        if price is PriceApproval.FAILED:
            return "price-failed"
        return "review-pending" if review is Review.PENDING else "price-pending"


def row_findings(
    office: Office, rows: Iterable[Row], today: dt.date
) -> Mapping[At, tuple[Finding, ...]]:
    """Return the findings of each of some rows of one table, as Validate would give them."""
    by_book: dict[Book, list[Row]] = {}
    for row in rows:
        by_book.setdefault(row.at.book, []).append(row)
    said: dict[At, list[Finding]] = {}
    for book, mine in by_book.items():
        for it in validation.findings(office, book, today, mine):
            if it.place.table is mine[0].table:
                said.setdefault(it.place.at, []).append(it)
    return {at: tuple(its) for at, its in said.items()}


def open_errors(
    office: Office, waiting: Sequence[Line], today: dt.date
) -> Mapping[str, tuple[Finding, ...]]:
    """Return the errors of each line and of its order's row, by order number."""
    orders = {line.order_no: office.first(Order, "order_no", line.order_no) for line in waiting}
    said = {
        **row_findings(office, waiting, today),
        **row_findings(office, [order for order in orders.values() if order], today),
    }
    found: dict[str, tuple[Finding, ...]] = {}
    for line in waiting:
        order = orders[line.order_no]
        mine = (*said.get(line.at, ()), *(said.get(order.at, ()) if order else ()))
        found[line.order_no or ""] = tuple(it for it in mine if it.is_error)
    return found


def _plan(found: Gathered, judge: _Judge, order: Order) -> None:
    """Take a new order, or say why not."""
    office, order_no = judge.office, order.order_no or ""
    reason = judge.against(order)
    if reason is not None:
        found.left[order_no] = reason
    elif judge.is_made(order):
        cells = {
            **taken_over(office, order, PlanLine),
            "work_center": usual_center(office, order),
        }
        found.lines.append(PlanLine.model_validate(cells))
    else:
        cells = taken_over(office, order, TradeRequest)
        found.requests.append(TradeRequest.model_validate(cells))


def _match(found: Gathered, judge: _Judge, order: Order, line: Line) -> None:
    """Bring an order's line up to date, or mark it, or leave it alone."""
    order_no = order.order_no or ""
    if not is_readable(order):
        found.left[order_no] = "has-errors"
    elif isinstance(line, PlanLine) and is_issued(line):
        if is_changed(line, order):
            found.changed.append(order_no)
            changed, cancelled = rules.ISSUED_ORDER_CHANGED, rules.ISSUED_ORDER_CANCELLED
            found.findings += change_findings(line, order, changed, cancelled)
        else:
            found.unchanged.append(order_no)
        found.sets += differing(line, _work_center(judge, line, order))
    elif is_returned(order, line) and not is_cancelled(order):
        found.left[order_no] = "returned"
    elif is_current(order, line) and not is_changed(line, order):
        found.unchanged.append(order_no)
        found.sets += differing(line, _work_center(judge, line, order))
    else:
        _renew(found, judge, order, line)


def _renew(found: Gathered, judge: _Judge, order: Order, line: Line) -> None:
    """Take a changed or newly submitted order into the line that it has already."""
    office, order_no = judge.office, order.order_no or ""
    answered = not is_current(order, line) and not is_issued(line)
    cells: dict[str, object] = {"returned_reason": None} if answered else {}
    reason = judge.against(order)
    if reason is None and moves_table(office, line, order):
        reason = "supply-changed"
        found.findings.append(supply_finding(office, line, order))
    if reason not in {None, "cancelled"}:
        found.left[order_no] = reason or ""
        found.sets += differing(line, cells)
        return
    found.changed.append(order_no)
    found.findings += _renewed(line, order)
    cells |= taken_over(office, order, type(line)) | _work_center(judge, line, order)
    if isinstance(line, PlanLine):
        found.findings += center_finding(office, line, order)
        if reason or not _LOAD.isdisjoint(change.column for change in changes(line, order)):
            # dates that were found for another load are no dates
            cells |= {"start_date": None, "completion_date": None}
    found.sets += differing(line, cells)


def _renewed(line: Line, order: Order) -> Iterator[Finding]:
    """Yield old and new of what a line takes anew; of a request that is out, so that it is told."""
    if not is_changed(line, order):
        return
    if isinstance(line, TradeRequest) and is_issued(line):
        changed, cancelled = rules.REQUESTED_ORDER_CHANGED, rules.REQUESTED_ORDER_CANCELLED
        yield from change_findings(line, order, changed, cancelled, request_no=line.request_no)
    else:
        changed, cancelled = rules.ORDER_TAKEN_ANEW, rules.PLANNED_ORDER_CANCELLED
        yield from change_findings(line, order, changed, cancelled)


def _work_center(judge: _Judge, line: Line, order: Order) -> dict[str, object]:
    """Return the work centre for a line that has none."""
    if not isinstance(line, PlanLine) or line.work_center or "work_center" in line.bad:
        return {}
    return {"work_center": usual_center(judge.office, order)}


def _gone(standing: Iterable[Line], by_number: Mapping[object, object]) -> Iterator[Finding]:
    for line in standing:
        if not is_issued(line) and line.order_no not in by_number:
            yield finding(rules.ORDER_GONE, line, "order_no")
