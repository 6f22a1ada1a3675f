"""Schedule 排产 and Promise 可交期 (flow.md, *Consolidate, schedule, issue*)."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, SetCells
from xlsales.core.reply import Reply, ReplyRow, by_press
from xlsales.core.row import At, sound
from xlsales.core.words import Words
from xlsales.flow.capacity.arranging import Arranged, arrange, dates_findings
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.capacity.slots import Placed
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.lines import is_issued, is_returned, line_of
from xlsales.flow.facts.months import last_day
from xlsales.flow.facts.orders import changed
from xlsales.flow.facts.replacing import replaced
from xlsales.flow.facts.takeover import is_cancelled, left_note
from xlsales.flow.plan.consolidate import gather, row_findings
from xlsales.flow.plan.loading import compute_load, compute_load_chart
from xlsales.flow.register.intake import (
    is_named,
    number_orders,
    refuse_unknown,
    submission_time,
    updated,
)
from xlsales.forms.management import Approval
from xlsales.forms.plan import Load, LoadBar, PlanLine
from xlsales.forms.register import Order


class ScheduleArgs(Arguments):
    """*Schedule* asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class ScheduledLine(ReplyRow):
    """When a line of the plan is begun and completed; no dates where there is no room for it.

    ``late_days``: working days after the required date.
    """

    order_no: str
    work_center: str | None
    start_date: dt.date | None
    completion_date: dt.date | None
    late_days: int | None


@dataclass(frozen=True, kw_only=True)
class Scheduled(Reply):
    """The lines that are not issued, by work centre and start, and what stands against them."""

    lines: tuple[ScheduledLine, ...]
    findings: tuple[Finding, ...] = by_press()


@needs(*reads.SCHEDULED, Load, LoadBar)
def schedule(office: Office, call: Call[ScheduleArgs]) -> Outcome[Scheduled]:
    """Propose a start and a completion date for each unissued line."""
    arranged = arrange(office, call.today)
    edits: list[Edit] = []
    found = list(arranged.findings)
    told: list[ScheduledLine] = []
    for order_no, line in arranged.lines.items():
        placed = arranged.placed(order_no)
        edits += _dated(line, placed)
        if placed:
            found += dates_findings(workdays_of(office), line, placed.start, placed.completion)
        told.append(
            ScheduledLine(
                order_no=order_no,
                work_center=line.work_center,
                start_date=placed.start if placed else None,
                completion_date=placed.completion if placed else None,
                late_days=placed.late_days if placed else None,
            )
        )
    for line in arranged.idle:
        edits += _dated(line, None)
    for model, compute in ((Load, compute_load), (LoadBar, compute_load_chart)):
        if office.has(model):
            edits += replaced(office, call.book, model, compute(office, call.today))
    dated = sum(1 for each in told if each.completion_date)
    late = sum(1 for each in told if each.late_days)
    bare = len(told) - dated
    return Outcome(
        edits=tuple(edits),
        findings=tuple(found),
        reply=Scheduled(lines=tuple(sorted(told, key=_by_center))),
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


def _by_center(line: ScheduledLine) -> _ByCenter:
    return line.work_center or "", line.start_date or dt.date.max, number_key(line.order_no)


def _dated(line: PlanLine, placed: Placed | None) -> Iterator[SetCells]:
    """Yield the dates of a line that are not as they should be."""
    start, completion = (placed.start, placed.completion) if placed else (None, None)
    yield from changed(line, {"start_date": start, "completion_date": completion})


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


@dataclass(frozen=True, kw_only=True)
class PromisedLine(ReplyRow):
    """When the order of a row of the sheet could be completed; None where that cannot be told.

    ``order_no`` is None of an order without a number; ``late_days``: working days after the
    required date.
    """

    order_no: str | None
    row: int
    completion_date: dt.date | None
    late_days: int | None


@dataclass(frozen=True, kw_only=True)
class Promised(Reply):
    """The rows asked for, as the sheet has them."""

    lines: tuple[PromisedLine, ...]


@needs(*reads.CHECKED, *reads.SCHEDULED, Approval)
def promise(office: Office, call: Call[PromiseArgs]) -> Outcome[Promised]:
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
    lines: list[PromisedLine] = []
    notes: list[Words] = []
    for row in marked:
        completion, late, reason = (
            (None, None, "has-errors") if row.at in broken else _answer(numbered, row, then)
        )
        lines.append(
            PromisedLine(
                order_no=typed[row.at],
                row=row.at.row,
                completion_date=completion,
                late_days=late,
            )
        )
        notes.append(_said(typed[row.at] or f"#{row.at.row}", completion, late, reason))
    return Outcome(
        findings=tuple(errors),
        reply=Promised(lines=tuple(lines)),
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
    return updated(office, given)


@dataclass(frozen=True)
class _IfPlanned:
    """The plan after the marked orders went into it, and which were left out of it."""

    arranged: Arranged
    left: Mapping[str, str]


def _if_planned(office: Office, call: Call[PromiseArgs], marked: Sequence[Order]) -> _IfPlanned:
    """Submit, approve, consolidate and schedule the marked orders, in memory."""
    handed_in = {
        row.at: {"submitted_at": submission_time(call.moment, row)}
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
