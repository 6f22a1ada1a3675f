"""What was changed or came after it counted, by subject, rule and row of evidence (memory.md).

Source: memory.md, *What was changed after it counted*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.indicators import FUNCTIONS
from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs_of
from xlsales.core.office import Office
from xlsales.core.row import NOWHERE, Row
from xlsales.core.words import Words
from xlsales.flow.facts.attribution import salesperson_of_customer, salesperson_of_order
from xlsales.flow.facts.counted import Changed, changed_after, first_known, is_backdated
from xlsales.flow.facts.past import past
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import ComplaintRuling, DeductionRule
from xlsales.forms.register import Order
from xlsales.forms.rules.appraisal import BACKDATED
from xlsales.forms.tracking import Complaint

_GRADED = frozenset({Complaint.table, ComplaintRuling.table})
"""Tables in which a cell says by which indicator a row counts."""


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

    ``touched`` in the order of the subjects; ``findings`` a row once. What is known of a row of
    evidence is looked up when a sheet shows it.
    """

    office: Office = field(default_factory=lambda: Office({}), repr=False, compare=False)
    touched: tuple[Touched, ...] = ()
    findings: tuple[Finding, ...] = ()
    _changes: Mapping[int, Sequence[Changed]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _known: dict[int, dt.datetime | None] = field(default_factory=dict, repr=False, compare=False)

    def changes_of(self, row: Evidence) -> tuple[Changed, ...]:
        """Return what was changed of the rows that one of evidence rests on."""
        if not self._changes:
            return ()
        found = (change for each in row.rests_on for change in self._changes.get(id(each), ()))
        return tuple(dict.fromkeys(found))

    def known(self, row: Evidence) -> dt.datetime | None:
        """Return when the office first read it; None where the journal does not tell."""
        if not row.rests_on:
            return None
        own = row.rests_on[0]
        if id(own) not in self._known:
            moment = first_known(self.office, own)
            self._known[id(own)] = moment and moment.at
        return self._known[id(own)]

    def is_backdated(self, row: Evidence) -> bool:
        """Return whether it came after its period had been scored."""
        return bool(row.rests_on) and is_backdated(self.office, row.rests_on[0])


def aftermath(office: Office, span: Span, now: Mapping[str, Counting]) -> Aftermath:
    """Return what became of the rows of a period; ``now``: what counts for its subjects."""
    changes = changed_after(office)
    by_row: dict[int, list[Changed]] = {}
    for change in changes:
        if change.row is not None:
            by_row.setdefault(id(change.row), []).append(change)
    touched: dict[Touched, None] = {}
    for who, counting in now.items():
        for change, indicators in _concerning(office, span, who, counting, changes, by_row):
            for rule_no in _rules(counting, indicators):
                touched.setdefault(Touched(who, rule_no, change))
    told = tuple(dict.fromkeys(each.change for each in touched))
    findings = [change.finding for change in told]
    findings += _backdated(office, now)
    return Aftermath(office, tuple(touched), tuple(findings), by_row)


def _concerning(
    office: Office,
    span: Span,
    subject: str,
    counting: Counting,
    changes: Sequence[Changed],
    by_row: Mapping[int, Sequence[Changed]],
) -> Iterator[tuple[Changed, set[Indicator]]]:
    """Yield the changes that concern a subject, and by which indicators, in their order."""
    if not changes:
        return
    found: dict[int, set[Indicator]] = {}
    orders: dict[str, set[Indicator]] = {}
    for indicator, rows in counting.rows.items():
        for row in rows:
            if row.order_no is not None:
                orders.setdefault(row.order_no, set()).add(indicator)
            for each in row.rests_on:
                for change in by_row.get(id(each), ()):
                    found.setdefault(id(change), set()).add(indicator)
    for change in changes:
        mine = found.get(id(change), set())
        if change.table is Order.table and change.row is None:
            mine = mine | orders.get(change.key or "", set())
        had = any(day in span for day in change.days()) and subject in _whose(office, change)
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


def _backdated(office: Office, now: Mapping[str, Counting]) -> Iterator[Finding]:
    if not past(office).scores or BRANCH not in now:
        return
    seen: set[int] = set()
    for rows in now[BRANCH].rows.values():
        for evidence in rows:
            row: Row | None = evidence.rests_on[0] if evidence.rests_on else None
            if row is None or id(row) in seen:
                continue
            seen.add(id(row))
            if is_backdated(office, row):
                known = first_known(office, row)
                at = known.at if known and known.at else None
                yield finding(BACKDATED, row, day=evidence.date, known=at.date() if at else _TODAY)


_TODAY = Words("本次", "now")
