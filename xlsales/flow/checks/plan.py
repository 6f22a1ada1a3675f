"""What is checked and filled in the plan and in production's progress.

Source: flow.md, *Validation* and *Consolidate, schedule, issue*; columns.csv, ``plan_lines``,
``trade_requests``, ``progress``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xlsales.core.across import Across
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.outcome import SetCells
from xlsales.core.words import Words
from xlsales.flow.capacity.arranging import arrange, dates_findings
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.capacity.loads import is_complete
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Flags, of_other_year
from xlsales.flow.facts import fingerprint, reads
from xlsales.flow.facts.deliveries import unit_of_order
from xlsales.flow.facts.lines import Line, is_issued, line_of, lines
from xlsales.flow.facts.orders import changed, lang_of
from xlsales.flow.facts.states import state_of, state_words
from xlsales.flow.facts.stock import accepted
from xlsales.flow.facts.takeover import change_findings, is_cancelled, is_changed, is_readable
from xlsales.forms.masters import CalendarDay
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.rules import plan as rules


def _arranged(office: Office, today: dt.date) -> Iterable[Finding]:
    """Return what is found where lines are given dates, all of them together."""
    return arrange(office, today).findings


def _judge(office: Office, row: PlanLine, today: dt.date) -> Iterator[Finding]:
    if "order_no" in row.bad or lines(office).get(row.order_no) is not row:
        return
    order = office.first(Order, "order_no", row.order_no)
    open_line = not is_complete(office, row) and not is_cancelled(order)
    if order is None:
        if open_line:
            yield finding(rules.ORDER_GONE, row, "order_no")
    else:
        yield from _beside_order(row, order)
    if open_line:
        yield from _fixed(office, row, today)
        yield from _dates(office, row, today)


def _unlike_order(office: Office, rows: Across[Any], _today: dt.date) -> Flags:
    """Say which are no longer as their order is, or are of none, or were returned."""
    orders, marks = office.all_by(Order, "order_no"), fingerprint.plans(office)
    return (
        number not in orders or mark != marks[id(orders[number][0])] or bool(returned)
        for number, mark, returned in rows.zip("order_no", "order_hash", "returned_reason")
    )


def _oddly_dated(office: Office, rows: Across[PlanLine], today: dt.date) -> Flags:
    """Say which have a date of their own, or are or may come late."""
    workdays = workdays_of(office)
    starts, ends = set(rows["start_date"]), set(rows["completion_date"])
    unsure = {day for day in (starts | ends) - {None} if workdays.provisional(day)}
    made = accepted(office)
    return (
        fixed is not None
        or start in unsure
        or end in unsure
        or (
            end is not None
            and ((required is not None and end > required) or end < today)
            and (quantity is None or made.get(number, ZERO) < quantity)
        )
        for number, quantity, required, fixed, start, end in rows.zip(
            "order_no", "quantity", "required_date", "fixed_date", "start_date", "completion_date"
        )
    )


check_plan_lines = Check(_judge, _unlike_order, _oddly_dated, together=_arranged)
"""Find what waits for Consolidate or Revise, cannot be scheduled, or is late."""


def _beside_order(line: Line, order: Order) -> Iterator[Finding]:
    """Find what changed in the order, and return reasons without effect."""
    if is_readable(order) and is_changed(line, order):
        out = isinstance(line, PlanLine) and is_issued(line)
        yield from change_findings(
            line,
            order,
            rules.ISSUED_ORDER_CHANGED if out else rules.ORDER_CHANGED,
            rules.ISSUED_ORDER_CANCELLED if out else rules.PLANNED_ORDER_CANCELLED,
        )
    if not line.returned_reason:
        return
    if is_issued(line):
        yield finding(rules.RETURN_AFTER_ISSUE, line, "returned_reason")
    elif order.submitted_at is not None and order.submitted_at != line.submitted_at:
        yield finding(rules.RETURN_ANSWERED, line, "returned_reason", again=order.submitted_at)


def _fixed(office: Office, row: PlanLine, today: dt.date) -> Iterator[Finding]:
    """Find fixed dates that are no working days or past."""
    day = row.fixed_date
    if day is None or (is_issued(row) and day == row.completion_date):
        return
    if day <= today:
        why = Words("不晚于今天", "is not after today")
        yield finding(rules.FIXED_DATE_ODD, row, "fixed_date", why=why)
    elif not workdays_of(office).is_working(day):
        why = Words("不是工作日", "is not a working day")
        yield finding(rules.FIXED_DATE_ODD, row, "fixed_date", why=why)


def _dates(office: Office, row: PlanLine, today: dt.date) -> Iterator[Finding]:
    """Find late lines, and issued ones that should have been completed by now."""
    if row.completion_date is None:
        return
    yield from dates_findings(workdays_of(office), row, row.start_date, row.completion_date)
    if is_issued(row) and row.completion_date < today and row.quantity is not None:
        left = row.quantity - accepted(office).get(row.order_no, ZERO)
        yield finding(rules.OVERDUE_LINE, row, "completion_date", left=left, unit=row.unit or "")


def _judge_request(office: Office, row: TradeRequest, today: dt.date) -> Iterator[Finding]:
    if row.order_no is None or lines(office).get(row.order_no) is not row:
        return
    order = office.first(Order, "order_no", row.order_no)
    arrived = accepted(office).get(row.order_no, ZERO)
    awaited = not is_cancelled(order) and (row.quantity is None or arrived < row.quantity)
    if order is None:
        if awaited:
            yield finding(rules.ORDER_GONE, row, "order_no")
    else:
        yield from _beside_order(row, order)
    promised = row.arrival_promised
    if not awaited or promised is None:
        return
    if row.required_date is not None and promised > row.required_date:
        yield finding(rules.ARRIVAL_LATE, row, "arrival_promised", required=row.required_date)
    if promised < today and row.quantity is not None:
        left = row.quantity - arrived
        unit = unit_of_order(office, row.order_no)
        yield finding(rules.ARRIVAL_OVERDUE, row, "arrival_promised", left=left, unit=unit)


def _oddly_promised(_office: Office, rows: Across[TradeRequest], today: dt.date) -> Flags:
    return (
        promised is not None and (promised < today or (required and promised > required))
        for promised, required in rows.zip("arrival_promised", "required_date")
    )


check_trade_requests = Check(_judge_request, _unlike_order, _oddly_promised)
"""Find changed orders, and arrivals that are late or overdue."""


def _judge_progress(office: Office, row: Progress, _today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "date")
    if "order_no" not in row.bad and not _is_made(office, row.order_no):
        yield finding(rules.PROGRESS_NOT_ISSUED, row, "order_no")


def _is_made(office: Office, number: str) -> bool:
    """Return whether an order was issued to be made."""
    line = lines(office).get(number)
    return isinstance(line, PlanLine) and is_issued(line)


def _of_none_issued(office: Office, rows: Across[Progress], _today: dt.date) -> Flags:
    return rows.each("order_no", lambda number: not _is_made(office, number))


check_progress = Check(_judge_progress, of_other_year("date"), _of_none_issued)
"""Find progress of orders that were never issued, and rows of another year."""


@needs(CalendarDay, *reads.STATES)
def derive_plan_lines(
    office: Office, rows: Sequence[PlanLine], today: dt.date
) -> Iterator[SetCells]:
    """Yield what differs in ``late_days`` (working days) and ``status``.

    The status is in the words of the row's workbook; of a line that is not its order's it is
    blank, and so is that of an order in no register.
    """
    del today
    workdays = workdays_of(office)
    for row in rows:
        late, status = None, None
        if row.completion_date is not None and row.required_date is not None:
            late = workdays.between(row.required_date, row.completion_date)
        order = office.first(Order, "order_no", row.order_no)
        if order is not None and line_of(office, order) is row:
            words = state_words(state_of(office, order), bought_in=False)
            status = words.said(lang_of(office, row.at.book))
        yield from changed(row, {"late_days": late, "status": status})


@needs(TradeRequest, *reads.STOCK)
def derive_trade_requests(
    office: Office, rows: Sequence[TradeRequest], today: dt.date
) -> Iterator[SetCells]:
    """Yield what differs in ``arrived_qty``: the sum of the order's receipts, blank for none."""
    del today
    for row in rows:
        arrived = None if row.order_no is None else accepted(office).get(row.order_no)
        yield from changed(row, {"arrived_qty": arrived})
