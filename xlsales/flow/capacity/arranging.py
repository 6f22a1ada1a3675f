"""Which dates the unissued lines can have: the plan lines as the scheduling kernel sees them.

Source: flow.md, *Schedule*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.capacity.loads import capacities, remaining, work_of
from xlsales.flow.capacity.slots import Demand, Placed, Plan, Taken, place
from xlsales.flow.capacity.workdays import Workdays
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.lines import is_issued, lines
from xlsales.flow.facts.stock import accepted
from xlsales.flow.facts.takeover import is_cancelled, why_idle
from xlsales.forms.choices import PlanType
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.rules import plan as rules


@dataclass(frozen=True)
class Arranged:
    """The unissued lines with the dates that they can have, and what there is to say of them.

    ``lines`` are those that may have dates, by the order number under which ``plan`` has them;
    ``idle`` those that may not.
    """

    plan: Plan
    lines: Mapping[str, PlanLine]
    idle: tuple[PlanLine, ...]
    findings: tuple[Finding, ...]

    def placed(self, order_no: str) -> Placed | None:
        """Return the dates of an order's line, or None."""
        return self.plan.placed.get(order_no)


def arrange(office: Office, today: dt.date) -> Arranged:
    """Find dates for the unissued lines of all years; kept once an office and day."""
    kept = office.recall((Arranged, today))
    if not isinstance(kept, Arranged):
        kept = _arrange(office, today)
        office.memo((Arranged, today), kept)
    return kept


@dataclass(frozen=True)
class Asked:
    """What lines ask of the work centres: all from which follows which dates they can have.

    ``lines``, ``idle`` and ``findings`` are those of :class:`Arranged`, as far as no dates are
    needed for that.
    """

    demands: tuple[Demand, ...]
    taken: tuple[Taken, ...]
    lines: Mapping[str, PlanLine]
    idle: tuple[PlanLine, ...]
    findings: tuple[Finding, ...]

    def is_as(self, other: Asked) -> bool:
        """Return whether the same is asked: then lines can have the same dates, and all others too."""
        mine = self.demands, self.taken, self.findings
        return mine == (other.demands, other.taken, other.findings)


def _arrange(office: Office, today: dt.date) -> Arranged:
    wanted = asked(office)
    plan = place(wanted.demands, wanted.taken, capacities(office), workdays_of(office), today)
    found = (*wanted.findings, *_no_room(office, plan))
    return Arranged(plan, wanted.lines, wanted.idle, found)


def asked(office: Office) -> Asked:
    """Return what the lines ask of the work centres."""
    demands: list[Demand] = []
    known: dict[str, PlanLine] = {}
    idle: list[PlanLine] = []
    taken, found = issued_room(office)
    by_number = lines(office)
    for line in office.rows(PlanLine):
        if line.plan_no or line.bad & {"order_no", "plan_no"}:
            continue
        doubled = by_number.get(line.order_no) is not line
        if doubled or why_idle(line, office.first(Order, "order_no", line.order_no)):
            idle.append(line)
            continue
        known[line.order_no] = line
        demand = demand_of(office, line)
        if isinstance(demand, Demand):
            demands.append(demand)
        else:
            found.append(finding(rules.LOAD_UNKNOWN, line, "work_center", why=demand))
    return Asked(tuple(demands), tuple(taken), known, tuple(idle), tuple(found))


def issued_room(office: Office, moving: Collection[str] = ()) -> tuple[list[Taken], list[Finding]]:
    """Return the room that the issued lines keep, and where it cannot be told.

    Orders that were cancelled keep none, nor do those in ``moving``.
    """
    taken: list[Taken] = []
    found: list[Finding] = []
    made, by_number = accepted(office), lines(office)
    for line in sound(office.rows(PlanLine), "order_no", "plan_no"):
        if line.quantity is not None and made.get(line.order_no, ZERO) >= line.quantity:
            continue  # nothing remains of it, as of nearly all
        if not is_issued(line) or by_number.get(line.order_no) is not line:
            continue
        cancelled = is_cancelled(office.first(Order, "order_no", line.order_no))
        if cancelled or line.order_no in moving:
            continue
        rest = _taken(office, line)
        if isinstance(rest, Taken):
            taken.append(rest)
        elif rest is not None:
            found.append(finding(rules.LOAD_UNKNOWN, line, "work_center", why=rest))
    return taken, found


def demand_of(office: Office, line: PlanLine, quantity: Decimal | None = None) -> Demand | Words:
    """Return what a line asks for (of a part of its quantity), or why that cannot be told."""
    work = work_of(office, line)
    if isinstance(work, Words):
        return work
    return Demand(
        key=line.order_no,
        center=work.center,
        load=work.load(work.quantity if quantity is None else quantity),
        post_days=work.post_days,
        required=work.required,
        temporary=line.plan_type is PlanType.TEMPORARY,
        order_date=line.order_date or dt.date.max,
        order_no=line.order_no,
        fixed=line.fixed_date,
    )


def _taken(office: Office, line: PlanLine) -> Taken | Words | None:
    """The room that an issued line keeps, None if it needs none, or why it cannot be told."""
    if line.quantity is not None and remaining(office, line, line.quantity) == 0:
        return None
    work = work_of(office, line)
    if isinstance(work, Words):
        return work
    completion = line.completion_date or work.required
    load = work.load(remaining(office, line, work.quantity))
    return Taken(line.order_no, work.center, load, completion, line.order_no)


def _no_room(office: Office, plan: Plan) -> Iterator[Finding]:
    by_number = lines(office)
    for key in sorted(plan.unplaceable | plan.taken_unplaceable, key=number_key):
        line = by_number[key]
        assert isinstance(line, PlanLine)
        yield finding(rules.NO_ROOM, line, "work_center", center=line.work_center)
    for key in sorted(plan.fixed_unmet, key=number_key):
        yield finding(rules.FIXED_DATE_UNMET, by_number[key], "fixed_date")


def dates_findings(
    workdays: Workdays, line: PlanLine, start: dt.date | None, completion: dt.date
) -> Iterator[Finding]:
    """Yield what there is to say of a line's dates: late, or counted on an unannounced calendar."""
    required = line.required_date
    if required is not None and (days := workdays.between(required, completion)):
        yield finding(
            rules.LATE_LINE,
            line,
            "completion_date",
            value=completion,
            completion=completion,
            required=required,
            days=days,
        )
    for day in (start, completion):
        if day is not None and workdays.provisional(day):
            yield finding(
                rules.CALENDAR_PROVISIONAL,
                line,
                "completion_date",
                value=completion,
                year=str(day.year),
            )
            return
