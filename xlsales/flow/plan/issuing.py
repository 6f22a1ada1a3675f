"""Issue plan 下达计划, Temporary plan 临时计划, Revise plan 计划变更.

Source: flow.md, *Consolidate, schedule, issue*; regulation (三) 2: one copy is kept, one goes to
production.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, Edit, Outcome, Refusal, SetCells
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.capacity.arranging import dates_findings, demand_of, issued_room
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.capacity.loads import capacities, is_complete, remaining
from xlsales.flow.capacity.slots import Demand, place
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.lines import is_issued, lines
from xlsales.flow.facts.months import month_end
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.flow.facts.orders import changed as differing
from xlsales.flow.facts.reasons import LeftOut
from xlsales.flow.facts.takeover import (
    center_finding,
    change_findings,
    is_cancelled,
    is_changed,
    is_readable,
    left_notes,
    left_reply,
    moves_table,
    supply_finding,
    taken_over,
    told_cancelled,
    why_idle,
)
from xlsales.flow.plan.consolidate import open_errors, row_findings
from xlsales.flow.plan.task_plan import IssuedLine, TaskPlan, line_reply, plan_document
from xlsales.forms.choices import PlanType
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.rules import plan as rules


class IssueArgs(Arguments):
    """A month, or the lines of a temporary plan."""

    month: Annotated[
        str,
        Ask(
            "计划月份",
            "Month",
            "下达登记日期在该月月底及以前的月度计划",
            "issue the monthly lines dated up to its end",
            metavar="YYYY-MM",
        ),
    ] = ""
    temporary: Annotated[
        bool, Ask("临时计划", "Temporary", "只下达选中的承揽", "issue the selected orders only")
    ] = False
    order: Annotated[
        tuple[str, ...],
        Ask("承揽编号", "Order no.", "临时计划的承揽", "of a temporary plan", metavar="NO"),
    ] = ()


class ReviseArgs(Arguments):
    """The plan that changes."""

    plan_no: Annotated[
        str,
        Ask("计划号", "Plan no.", "要变更的计划", "the plan to revise", True, "PLAN_NO"),
    ]


@dataclass(frozen=True, kw_only=True)
class Issued(Reply):
    """A plan's number, None where nothing was issued, its lines, and the orders left out.

    ``revision`` is None of the plan as first issued.
    """

    plan_no: str | None
    revision: str | None
    lines: tuple[IssuedLine, ...]
    files: tuple[str, ...] = by_press()
    left_out: tuple[LeftOut, ...]


@needs(*reads.CHECKED, *reads.SCHEDULED, (PlanLine, ("remark",)))
def issue(office: Office, call: Call[IssueArgs]) -> Outcome[Issued]:
    """Issue the month's dated lines, or the selected ones at any time.

    Raises:
        Refusal: neither a month nor a temporary plan with its orders, or both.
    """
    args = call.args
    if bool(args.month) is args.temporary or (args.temporary and not args.order):
        raise Refusal(
            "请写明计划月份；下达临时计划请选中承揽。",
            "Name a month, or select the orders of a temporary plan.",
        )
    if args.month and args.order:
        raise Refusal(
            "按月下达时不能选择承揽；只下达选中的承揽，请用“临时计划”。",
            "A monthly plan takes no selection; issue selected orders as a temporary plan.",
        )
    left: dict[str, str] = {}
    if args.temporary:
        chosen = _selected(office, args.order, left)
        series, month = Series.TEMPORARY_PLAN, f"{call.today:%Y-%m}"
    else:
        chosen = _of_month(office, month_end(args.month))
        series, month = Series.MONTHLY_PLAN, args.month.strip()
    errors = open_errors(office, chosen, call.today)
    ready: list[PlanLine] = []
    for line in chosen:
        reason = _why_not(office, line, errors)
        if reason is None:
            ready.append(line)
        else:
            left[line.order_no] = reason
    left = dict(sorted(left.items(), key=lambda it: number_key(it[0])))
    found = [it for line in chosen for it in errors.get(line.order_no, ())]
    found += [it for line in ready for it in _stale(office, line)]
    numbers = Numbers(office, series, PlanLine, "plan_no")
    plan_no = numbers.give(call.book, call.today) if ready else None
    issued: list[PlanLine] = []
    edits: list[Edit] = []
    for line_no, line in enumerate(sorted(ready, key=_turn), 1):
        cells = {"plan_no": plan_no, "line_no": line_no, "issued_on": call.today}
        edits.append(SetCells(line, cells))
        issued.append(line.model_copy(update=cells))
    documents: tuple[Document, ...] = ()
    if plan_no:
        sheet = TaskPlan(plan_no, None, month, call.today, tuple((line, None) for line in issued))
        documents = (plan_document(office, sheet, call.user),)
    said = (
        Words(
            f"已下达计划 {plan_no}，{len(issued)} 行。", f"{plan_no} issued: {len(issued)} lines."
        )
        if plan_no
        else Words("没有可下达的行。", "There was nothing to issue.")
    )
    return Outcome(
        edits=(*edits, *numbers.edits),
        findings=tuple(found),
        documents=documents,
        reply=Issued(
            plan_no=plan_no,
            revision=None,
            lines=tuple(line_reply(line, None) for line in issued),
            left_out=left_reply(left),
        ),
        notes=(said, *left_notes(left)),
        refused="has-errors" in left.values() or bool(args.temporary and left),
        read=len(office.rows(PlanLine)),
        skipped=len(left),
        about=tuple(issued),
    )


def _of_month(office: Office, until: dt.date) -> list[PlanLine]:
    """Return the unissued monthly lines with an order date up to ``until``."""
    return [
        line
        for line in sound(office.rows(PlanLine), "order_no", "plan_no")
        if not is_issued(line)
        and line.plan_type is not PlanType.TEMPORARY
        and (line.order_date is None or line.order_date <= until)
        and lines(office).get(line.order_no) is line
    ]


def _selected(office: Office, wanted: Sequence[str], left: dict[str, str]) -> list[PlanLine]:
    """Return the unissued lines of the selected orders; the others are left."""
    chosen: list[PlanLine] = []
    for order_no in dict.fromkeys(wanted):
        line = lines(office).get(order_no)
        if not isinstance(line, PlanLine):
            left[order_no] = "not-planned" if line is None else "bought-in"
        elif is_issued(line):
            left[order_no] = "already-issued"
        else:
            chosen.append(line)
    return chosen


def _why_not(
    office: Office, line: PlanLine, errors: Mapping[str, tuple[Finding, ...]]
) -> str | None:
    idle = why_idle(line, office.first(Order, "order_no", line.order_no))
    if idle:
        return idle
    if errors[line.order_no]:
        return "has-errors"
    return None if line.start_date and line.completion_date else "no-date"


def _stale(office: Office, line: PlanLine) -> Iterator[Finding]:
    """Yield what the row's own check says of an order that changed since it was taken over."""
    order = office.first(Order, "order_no", line.order_no)
    if order is not None and is_readable(order) and is_changed(line, order):
        yield from change_findings(
            line, order, rules.ISSUED_ORDER_CHANGED, rules.ISSUED_ORDER_CANCELLED
        )


def _turn(line: PlanLine) -> tuple[str, dt.date, dt.date, tuple[str, int]]:
    """What the lines of a plan sort by: centre, start, completion, order number."""
    start, completion = line.start_date or dt.date.max, line.completion_date or dt.date.max
    return line.work_center or "", start, completion, number_key(line.order_no)


# --- revisions -------------------------------------------------------------------------------


def next_revision(revision: str | None) -> str:
    """Return the revision after one: A after none, B after A, AA after Z."""
    if not revision:
        return "A"
    head, last = revision[:-1], revision[-1]
    if last < "Z":
        return head + chr(ord(last) + 1)
    return next_revision(head) + "A"


@dataclass
class _Revision:
    """What a revision takes: new cells and marks by order number, and what it leaves."""

    cells: dict[str, dict[str, object]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def after(self, line: PlanLine) -> PlanLine:
        """Return a line as the revision has it."""
        cells = self.cells.get(line.order_no)
        return line.model_copy(update=cells) if cells else line


@needs(*reads.CHECKED, *reads.SCHEDULED, (PlanLine, ("remark",)))
def revise(office: Office, call: Call[ReviseArgs]) -> Outcome[Issued]:
    """Take changed and cancelled orders and moved dates into the plan's next revision.

    A line whose order was cancelled stays with its quantity, marked so. A date is moved by a
    fixed date typed beside the line.

    Raises:
        Refusal: no such plan.
    """
    plan_no = call.args.plan_no.strip()
    mine = [
        line
        for line in sound(office.all_by(PlanLine, "plan_no").get(plan_no, ()), "order_no")
        if lines(office).get(line.order_no) is line
    ]
    if not mine:
        raise Refusal(
            f"没有已下达的计划“{plan_no}”，请核对计划号。",
            f"No plan “{plan_no}” was issued; check its number.",
        )
    mine.sort(key=lambda line: (line.line_no or 0, number_key(line.order_no)))
    made = _Revision()
    _take_over(made, office, mine, call.today)
    _move(made, office, mine, call.today)
    last = max((line.revision or "" for line in mine), key=lambda text: (len(text), text))
    revision = next_revision(last) if made.cells else last or None
    for cells in made.cells.values():
        cells["revision"] = revision
    edits = tuple(
        SetCells(line, made.cells[line.order_no]) for line in mine if line.order_no in made.cells
    )
    after = tuple((made.after(line), made.marks.get(line.order_no)) for line in mine)
    documents: tuple[Document, ...] = ()
    said = Words(f"{plan_no} 没有变更。", f"Nothing changed in {plan_no}.")
    if edits:
        latest = max(line.order_date or dt.date.min for line in mine)
        sheet = TaskPlan(plan_no, revision, f"{latest:%Y-%m}", call.today, after)
        documents = (plan_document(office, sheet, call.user),)
        said = Words(
            f"已下达 {plan_no} 的 {revision} 版，变更 {len(edits)} 行。",
            f"Revision {revision} of {plan_no} issued: {len(edits)} lines changed.",
        )
    return Outcome(
        edits=edits,
        findings=tuple(made.findings),
        documents=documents,
        reply=Issued(
            plan_no=plan_no,
            revision=revision,
            lines=tuple(line_reply(line, mark) for line, mark in after),
            left_out=left_reply(made.left),
        ),
        notes=(said, *left_notes(made.left)),
        refused=bool(made.left),
        read=len(mine),
        skipped=len(made.left),
        about=tuple(made.after(line) for line in mine if line.order_no in made.cells),
    )


def _take_over(made: _Revision, office: Office, mine: Sequence[PlanLine], today: dt.date) -> None:
    """Take over what changed in the orders of issued lines, or say why not."""
    stale: list[tuple[PlanLine, Order]] = []
    for line in mine:
        if told_cancelled(line):
            made.marks[line.order_no] = "cancelled"
        order = office.first(Order, "order_no", line.order_no)
        if order is not None and (not is_readable(order) or is_changed(line, order)):
            stale.append((line, order))
    live = [order for _, order in stale if not is_cancelled(order)]
    said = row_findings(office, live, today)
    for line, order in stale:
        errors = [it for it in said.get(order.at, ()) if it.is_error]
        if errors or not is_readable(order):
            made.left[line.order_no] = "has-errors"
            made.findings += errors
        elif moves_table(office, line, order) and not is_cancelled(order):
            made.left[line.order_no] = "supply-changed"
            made.findings.append(supply_finding(office, line, order))
        else:
            made.marks[line.order_no] = "cancelled" if is_cancelled(order) else "changed"
            for edit in differing(line, taken_over(office, order, PlanLine)):
                made.cells[line.order_no] = dict(edit.values)
            made.findings += change_findings(
                line, order, rules.ORDER_TAKEN_ANEW, rules.PLANNED_ORDER_CANCELLED
            )
            made.findings += center_finding(office, line, order)


def _move(made: _Revision, office: Office, mine: Sequence[PlanLine], today: dt.date) -> None:
    """Move lines to the dates that the planner fixed beside them, where there is room.

    What is forged already needs none, and what was begun keeps its start.
    """
    demands: list[Demand] = []
    moving: dict[str, PlanLine] = {}
    for line in mine:
        new = made.after(line)
        cancelled = is_cancelled(office.first(Order, "order_no", line.order_no))
        still = new.fixed_date is None or new.fixed_date == new.completion_date
        if still or cancelled or new.quantity is None or is_complete(office, new):
            continue
        demand = demand_of(office, new, remaining(office, new, new.quantity))
        if isinstance(demand, Words):
            made.left.setdefault(line.order_no, "has-errors")
            made.findings.append(finding(rules.LOAD_UNKNOWN, line, "work_center", why=demand))
            continue
        moving[line.order_no] = line
        demands.append(demand)
    if not demands:
        return
    taken, _ = issued_room(office, moving)
    plan = place(demands, taken, capacities(office), workdays_of(office), today)
    for demand in demands:
        line, placed = moving[demand.key], plan.placed.get(demand.key)
        forged = demand.load == 0
        if not forged and (placed is None or demand.key in plan.fixed_unmet):
            made.left.setdefault(demand.key, "fixed-date-unmet")
            made.findings.append(finding(rules.FIXED_DATE_UNMET, line, "fixed_date"))
            continue
        start, completion = line.start_date, line.fixed_date
        assert completion is not None
        if not forged and placed and (start is None or start > today):
            start = placed.start
        cells = made.cells.setdefault(demand.key, {})
        cells |= {"start_date": start and min(start, completion), "completion_date": completion}
        made.marks.setdefault(demand.key, "moved")
        made.findings += dates_findings(workdays_of(office), line, start, completion)
