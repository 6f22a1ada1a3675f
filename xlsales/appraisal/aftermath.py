"""What was changed or came after it counted, by subject, rule and row of evidence (memory.md).

Source: memory.md, *What was changed after it counted*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.indicators import FUNCTIONS
from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs_of
from xlsales.core.office import Office
from xlsales.core.row import NOWHERE, At, Row
from xlsales.flow.facts.attribution import salesperson_of_customer, salesperson_of_order
from xlsales.flow.facts.counted import Changed, backdated, changed_after, first_known, tells_of_rows
from xlsales.flow.facts.past import past
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import ComplaintRuling, DeductionRule
from xlsales.forms.register import Order
from xlsales.forms.rules.appraisal import BACKDATED
from xlsales.forms.tracking import Complaint

_GRADED = frozenset({Complaint.table, ComplaintRuling.table})
"""Tables in which a cell says by which indicator a row counts."""

Place: TypeAlias = tuple[str, At]
"""A row by its table's name and where it stands."""


def place(row: Row) -> Place:
    """Return where a row stands."""
    return row.table.name, row.at


@dataclass(frozen=True)
class Counting:
    """What counts for a subject in a period: its rows by indicator, and the rules that hold."""

    rows: Mapping[Indicator, Sequence[Evidence]]
    rules: Sequence[DeductionRule]


@dataclass(frozen=True)
class Touched:
    """A change, and a subject and rule for which its row counts; None: no rule looks at it."""

    subject: str
    rule_no: int | None
    change: Changed


@dataclass(frozen=True)
class Aftermath:
    """What became of rows after they had counted.

    ``touched`` in the order of the subjects; ``findings`` a row once. By place: the ``changes`` of
    a row, when it was first ``known``, and which are ``backdated``. None of it needs the office.
    """

    touched: tuple[Touched, ...] = ()
    findings: tuple[Finding, ...] = ()
    changes: Mapping[Place, Sequence[Changed]] = field(default_factory=dict)
    known: Mapping[Place, dt.date] = field(default_factory=dict)
    backdated: frozenset[Place] = frozenset()


def aftermath(
    office: Office,
    today: dt.date,
    span: Span,
    now: Mapping[str, Counting],
    shown: Iterable[Evidence],
) -> Aftermath:
    """Return what became of the rows of a period.

    ``now``: what counts for its subjects; ``shown``: the evidence of which it is to be known when
    it was first read. What no journal tells yet is known as of ``today``.
    """
    if not office.journal.lines():
        return Aftermath()
    by_place: dict[Place, list[Changed]] = {}
    for change in changed_after(office):
        if change.row is not None:
            by_place.setdefault(place(change.row), []).append(change)
    touched: dict[Touched, None] = {}
    for who, counting in now.items():
        for change, indicators in _concerning(office, span, who, counting, by_place):
            for rule_no in _rules(counting, indicators):
                touched.setdefault(Touched(who, rule_no, change))
    told = tuple(dict.fromkeys(each.change for each in touched))
    late = _backdated(office, today, span, now)
    return Aftermath(
        tuple(touched),
        (*(change.finding for change in told), *late.values()),
        by_place,
        _known(office, today, shown) if tells_of_rows(office) else {},
        frozenset(late),
    )


def _known(office: Office, today: dt.date, shown: Iterable[Evidence]) -> Mapping[Place, dt.date]:
    """Return when evidence's own rows were first known, as far as the journal tells."""
    own = {id(each.rests_on[0]): each.rests_on[0] for each in shown if each.rests_on}
    return {
        place(row): moment.at.date() if moment.at else today
        for row in own.values()
        if (moment := first_known(office, row))
    }


def _concerning(
    office: Office,
    span: Span,
    subject: str,
    counting: Counting,
    by_place: Mapping[Place, Sequence[Changed]],
) -> Iterator[tuple[Changed, set[Indicator]]]:
    """Yield the changes that concern a subject, and by which indicators, in their order."""
    changes = changed_after(office)
    if not changes:
        return
    found: dict[int, set[Indicator]] = {}
    orders: dict[str, set[Indicator]] = {}
    for indicator, rows in counting.rows.items():
        for row in rows:
            if row.order_no is not None:
                orders.setdefault(row.order_no, set()).add(indicator)
            for each in row.rests_on:
                for change in by_place.get(place(each), ()):
                    found.setdefault(id(change), set()).add(indicator)
    for change in changes:
        mine = found.get(id(change), set())
        if change.table is Order.table and change.row is None:
            mine = mine | orders.get(change.key or "", set())
        had = change.counted_in(span.first, span.last) and subject in _whose(office, change)
        if had and (not mine or change.table in _GRADED):
            mine = mine | _reading(change)
        if mine:
            yield change, mine


def _whose(office: Office, change: Changed) -> set[str | None]:
    """Return for whom a row counted as it was: it may be gone, or another's by now."""
    cells = change.cells
    person: str | None = None
    if cells.get("salesperson"):
        person = str(cells["salesperson"])
    elif cells.get("order_no"):
        person = salesperson_of_order(office, str(cells["order_no"]))
    elif cells.get("customer"):
        person = salesperson_of_customer(office, str(cells["customer"]))
    return {BRANCH, person}


def _reading(change: Changed) -> set[Indicator]:
    """Return the indicators that a row of a table may count for."""
    return {i for i, f in FUNCTIONS.items() if change.table in needs_of(f, NOWHERE.book).tables}


def _rules(counting: Counting, indicators: set[Indicator]) -> Iterable[int | None]:
    """Return the rules that look at some indicators; None where there are none."""
    found = [rule.rule_no for rule in counting.rules if rule.indicator in indicators]
    return found or [None]


def _backdated(
    office: Office, today: dt.date, span: Span, now: Mapping[str, Counting]
) -> Mapping[Place, Finding]:
    """Return the rows of the period that came after it had been scored."""
    if not past(office).scores or BRANCH not in now:
        return {}
    found: dict[Place, Finding] = {}
    seen: set[int] = set()
    for each in chain(*now[BRANCH].rows.values()):
        if not each.rests_on or each.date not in span:
            continue
        row = each.rests_on[0]
        if id(row) in seen:
            continue
        seen.add(id(row))
        if came := backdated(office, row):
            known = came.at.date() if came.at else today
            found[place(row)] = finding(BACKDATED, row, day=each.date, known=known)
    return found
