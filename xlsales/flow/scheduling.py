"""Schedule 排产, Promise 可交期 and the load table (flow.md, *Consolidate, schedule, issue*)."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, TypeAlias

from xlsales.core.arguments import Ask
from xlsales.core.exact import rounded
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, SetCells
from xlsales.core.row import At, sound
from xlsales.core.words import Words
from xlsales.flow import reads
from xlsales.flow.ageing import number_key
from xlsales.flow.arranging import Arranged, arrange, dates_findings
from xlsales.flow.calendar import workdays_of
from xlsales.flow.consolidate import gather, last_day, row_findings
from xlsales.flow.intake import is_named, number_orders, refuse_unknown
from xlsales.flow.lines import is_issued, is_returned, line_of
from xlsales.flow.loads import capacities
from xlsales.flow.register import changed
from xlsales.flow.replacing import replaced
from xlsales.flow.slots import Placed
from xlsales.flow.takeover import is_cancelled, left_note
from xlsales.forms.management import Approval
from xlsales.forms.plan import Load, PlanLine
from xlsales.forms.register import Order

_AHEAD = 4
"""Weeks that the load table shows at least."""
_EMPTY = 53
"""Weeks after which it shows only those with load."""


class ScheduleArgs(Arguments):
    """*Schedule* asks for nothing."""


@needs(*reads.SCHEDULED, Load)
def schedule(office: Office, call: Call[ScheduleArgs]) -> Outcome:
    """Propose a start and a completion date for each unissued line."""
    arranged = arrange(office, call.today)
    edits: list[Edit] = []
    found = list(arranged.findings)
    replies: list[dict[str, object]] = []
    for order_no, line in arranged.lines.items():
        placed = arranged.placed(order_no)
        edits += _dated(line, placed)
        if placed:
            found += dates_findings(workdays_of(office), line, placed.start, placed.completion)
        replies.append(
            {
                "order_no": order_no,
                "work_center": line.work_center,
                "start_date": placed.start if placed else None,
                "completion_date": placed.completion if placed else None,
                "late_days": placed.late_days if placed else None,
            }
        )
    for line in arranged.idle:
        edits += _dated(line, None)
    if office.has(Load):
        edits += replaced(office, call.book, Load, compute_load(office, call.today))
    dated = sum(1 for reply in replies if reply["completion_date"])
    late = sum(1 for reply in replies if reply["late_days"])
    bare = len(replies) - dated
    return Outcome(
        edits=tuple(edits),
        findings=tuple(found),
        reply={"lines": sorted(replies, key=_by_center)},
        notes=(
            Words(
                f"排定 {dated} 行，其中 {late} 行晚于要求交期；{bare} 行无法排产。",
                f"{dated} rows dated, {late} of them late; {bare} could not be dated.",
            ),
        ),
        annotate=True,
        refused=any(it.is_error for it in found),
        read=len(office.rows(PlanLine)),
        skipped=bare + len(arranged.idle),
    )


_ByCenter: TypeAlias = tuple[str, dt.date, tuple[str, int]]


def _by_center(reply: Mapping[str, object]) -> _ByCenter:
    start = reply["start_date"]
    assert start is None or isinstance(start, dt.date)
    return str(reply["work_center"] or ""), start or dt.date.max, number_key(str(reply["order_no"]))


def _dated(line: PlanLine, placed: Placed | None) -> Iterator[SetCells]:
    """Yield the dates of a line that are not as they should be."""
    start, completion = (placed.start, placed.completion) if placed else (None, None)
    yield from changed(line, {"start_date": start, "completion_date": completion})


@needs(*reads.SCHEDULED, Load)
def compute_load(office: Office, today: dt.date) -> tuple[Load, ...]:
    """Return how full each centre is, week by week from the next working day on.

    Planned is what Schedule would place now, issued lines first; of the first week only the days
    still to come count.
    """
    workdays = workdays_of(office)
    loads = arrange(office, today).plan.loads
    first = workdays.next(today)
    last = max((day for days in loads.values() for day in days), default=first)
    last = max(last, first + dt.timedelta(weeks=_AHEAD - 1))
    last += dt.timedelta(days=7 - last.isoweekday())
    weeks: dict[tuple[int, int], list[dt.date]] = {}
    for day in workdays.days(first):
        if day > last:
            break
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), []).append(day)
    found: list[Load] = []
    for center, capacity in capacities(office).items():
        steps = capacity.steps()
        starts = [start for start, _ in steps]
        placed = loads.get(center, {})
        for number, ((year, week), days) in enumerate(weeks.items()):
            planned = sum((placed.get(day, Fraction(0)) for day in days), Fraction(0))
            if planned or number < _EMPTY:
                room = sum((steps[bisect_right(starts, day) - 1][1] for day in days), Fraction(0))
                found.append(_load(center, f"{year}-W{week:02}", room, planned))
    return tuple(found)


def _load(center: str, week: str, room: Fraction, planned: Fraction) -> Load:
    return Load(
        work_center=center,
        week=week,
        capacity=_shown(room),
        planned=_shown(planned),
        free=_shown(room - planned),
        load_pct=_shown(planned / room) if room else None,
    )


def _shown(value: Fraction) -> Decimal:
    """Return a value as the table keeps it: six decimals, no zeros behind them."""
    short = rounded(value, 6)
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()


class PromiseArgs(Arguments):
    """The orders to ask for; without any, all that are not submitted yet."""

    order: Annotated[
        tuple[str, ...],
        Ask(
            "承揽编号",
            "Order no.",
            "空白为本登记簿全部未上报的承揽",
            "blank: all unsubmitted orders of the register",
            metavar="NO",
        ),
    ] = ()
    row: Annotated[
        tuple[int, ...],
        Ask(
            "行号",
            "Row",
            "只答复工作表中的这些行，尚无编号的行也可以",
            "answer for these rows of the sheet only, with or without a number",
            metavar="ROW",
        ),
    ] = ()


@needs(*reads.CHECKED, *reads.SCHEDULED, Approval)
def promise(office: Office, call: Call[PromiseArgs]) -> Outcome:
    """Say when orders could be completed, if they were submitted, approved and planned now.

    It does what Submit, Consolidate and Schedule would do, on rows that nobody keeps.
    """
    refuse_unknown(office, call.book, call.args)
    typed = {row.at: row.order_no for row in office.within(call.book, Order)}
    if not office.has(Approval):
        # kept away from salespeople: what others wait for counts as undecided
        office = office.replaced({Approval: ()})
    numbered = _numbered(office, call)
    marked = _marked(numbered, typed, call)
    said = row_findings(numbered, marked, call.today)
    errors = [it for row in marked for it in said.get(row.at, ()) if it.is_error]
    broken = {it.place.at for it in errors} | {row.at for row in marked if not row.order_no}
    then = _if_planned(numbered, call, [row for row in marked if row.at not in broken])
    lines: list[dict[str, object]] = []
    notes: list[Words] = []
    for row in marked:
        completion, late, reason = (
            (None, None, "has-errors") if row.at in broken else _answer(numbered, row, then)
        )
        lines.append(
            {
                "order_no": typed[row.at],
                "row": row.at.row,
                "completion_date": completion,
                "late_days": late,
            }
        )
        notes.append(_said(typed[row.at] or f"#{row.at.row}", completion, late, reason))
    return Outcome(
        findings=tuple(errors),
        reply={"lines": lines},
        notes=tuple(notes),
        refused=bool(broken),
        read=len(marked),
        skipped=len(broken),
    )


def _said(name: str, day: dt.date | None, late: int | None, reason: str | None) -> Words:
    """Return an answer in words."""
    if reason:
        return left_note(name, reason)
    if not late:
        return Words(f"{name}：{day}。", f"{name}: {day}.")
    return Words(
        f"{name}：{day}，晚 {late} 个工作日。", f"{name}: {day}, {late} working days late."
    )


def _marked(
    office: Office, typed: Mapping[At, str | None], call: Call[PromiseArgs]
) -> tuple[Order, ...]:
    """Return the rows asked for, by the numbers that they have already or by their place."""
    rows = office.within(call.book, Order)
    if not call.args.order and not call.args.row:
        return tuple(
            row
            for row in sound(rows, "submitted_at", "cancelled_on")
            if row.cancelled_on is None and _may_be_handed_in(office, row)
        )
    named = (row.model_copy(update={"order_no": typed[row.at]}) for row in rows)
    wanted = {row.at for row in named if is_named(row, call.args)}
    return tuple(row for row in rows if row.at in wanted)


def _may_be_handed_in(office: Office, row: Order) -> bool:
    return row.submitted_at is None or is_returned(row, line_of(office, row))


def _numbered(office: Office, call: Call[PromiseArgs]) -> Office:
    """Return the office with the numbers that Submit would give to the register's rows."""
    given = {
        edit.row.at: edit.values
        for edit in number_orders(office, call.book, call.today)
        if isinstance(edit, SetCells)
    }
    return office.replaced(
        {
            Order: [
                row.model_copy(update={**given[row.at], "bad": row.bad.difference(given[row.at])})
                if row.at in given
                else row
                for row in office.rows(Order)
            ]
        }
    )


@dataclass(frozen=True)
class _IfPlanned:
    """The plan after the marked orders went into it, and which were left out of it."""

    arranged: Arranged
    left: Mapping[str, str]


def _if_planned(office: Office, call: Call[PromiseArgs], marked: Sequence[Order]) -> _IfPlanned:
    """Submit, approve, consolidate and schedule the marked orders, in memory."""
    handed_in = {
        row.at: {"submitted_at": _moment(call, row)}
        for row in marked
        if not is_cancelled(row) and _may_be_handed_in(office, row)
    }
    submitted = office.replaced(
        {
            Order: [
                row.model_copy(update=handed_in[row.at]) if row.at in handed_in else row
                for row in office.rows(Order)
            ]
        }
    )
    until = max(last_day(day) for day in (call.today, *(row.order_date for row in marked)))
    approved = frozenset(row.order_no for row in marked if row.order_no)
    found = gather(submitted, until, call.today, approved)
    return _IfPlanned(arrange(found.applied(submitted), call.today), found.left)


def _moment(call: Call[PromiseArgs], row: Order) -> dt.datetime:
    """The time that Submit would give: later than the row's last submission."""
    if row.submitted_at is None:
        return call.moment
    return max(call.moment, row.submitted_at + dt.timedelta(minutes=1))


def _answer(
    office: Office, row: Order, then: _IfPlanned
) -> tuple[dt.date | None, int | None, str | None]:
    """Return an order's completion date and working days late, or the reason for none."""
    if is_cancelled(row):
        return None, None, "cancelled"
    line = line_of(office, row)
    if isinstance(line, PlanLine) and is_issued(line) and line.completion_date:
        required = line.required_date or line.completion_date
        late = workdays_of(office).between(required, line.completion_date)
        return line.completion_date, late, None
    number = row.order_no or ""
    placed = then.arranged.placed(number)
    if placed:
        return placed.completion, placed.late_days, None
    if number in then.left:
        return None, None, then.left[number]
    return None, None, "no-date" if number in then.arranged.lines else "bought-in"
