"""What is to be reached in a period (appraisal.md, *Targets*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlsales.appraisal.periods import Period
from xlsales.appraisal.subjects import subject_of
from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.approvals import has_role
from xlsales.forms.choices import Role
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import Target

NEEDED = ("period", "subject", "indicator", "target", "reason", "approved_by", "approved_on")
"""The columns without which a target cannot be judged."""


@dataclass(frozen=True)
class Goal:
    """A target in yuan, or why there is none; ``rows`` are those that it was taken from."""

    value: Decimal | None
    problem: NotScored | None = None
    rows: tuple[Target, ...] = ()


NO_GOAL = Goal(None, NotScored.NO_TARGET)


class Goals:
    """The targets of an office, by period, subject and indicator."""

    def __init__(self, office: Office) -> None:
        """Index the rows that can be read."""
        self._office = office
        self._rows: dict[tuple[Period, str, Indicator], list[Target]] = {}
        for row in sound(office.rows(Target), *NEEDED):
            period = Period.read(row.period)
            if period is not None:
                key = (period, subject_of(office, row.subject), row.indicator)
                self._rows.setdefault(key, []).append(row)

    def counts(self, row: Target) -> bool:
        """Return whether a row counts: an original, or an adjustment that a manager approved."""
        if not row.reason:
            return True
        approved = has_role(self._office, row.approved_by, Role.MANAGER)
        return approved and row.approved_on is not None

    def of(self, period: Period, subject: str, indicator: Indicator) -> Goal:
        """Return the target of exactly this period, or the sum of its months if all are there."""
        rows = [r for r in self._rows.get((period, subject, indicator), ()) if self.counts(r)]
        if rows:
            return _in_force(rows)
        if period.length == 1:
            return NO_GOAL
        return _sum(self.of(month, subject, indicator) for month in period.months)

    def colliding(self, period: Period) -> Iterator[tuple[Target, ...]]:
        """Yield the rows that hold at once, of a period and of those within it."""
        for (of, subject, indicator), rows in self._rows.items():
            if period.span.first <= of.span.first and of.span.last <= period.span.last:
                goal = self.of(of, subject, indicator)
                if goal.problem is NotScored.TARGET_AMBIGUOUS and any(self.counts(r) for r in rows):
                    yield goal.rows

    def to_date(self, period: Period, subject: str, indicator: Indicator) -> Goal:
        """Return the target from January to the period's end.

        It is the sum of the targets of the periods of this length, so that a quarter's own row
        counts there as it does for the quarter itself; a year is its own sum.
        """
        return _sum(self.of(peer, subject, indicator) for peer in period.since_january)


def _in_force(rows: list[Target]) -> Goal:
    """Return the adjustment approved last, or else the original; none may stand beside it."""
    adjusted = [(row.approved_on, row) for row in rows if row.reason and row.approved_on]
    if adjusted:
        latest = max(day for day, _ in adjusted)
        rows = [row for day, row in adjusted if day == latest]
    if len(rows) > 1:
        return Goal(None, NotScored.TARGET_AMBIGUOUS, tuple(rows))
    return Goal(rows[0].target, None, tuple(rows))


def _sum(goals: Iterable[Goal]) -> Goal:
    """Add targets up; one that is missing or ambiguous leaves the sum so."""
    total = ZERO
    rows: list[Target] = []
    problems: set[NotScored | None] = set()
    for goal in goals:
        rows += goal.rows
        if goal.value is None:
            problems.add(goal.problem)
        else:
            total += goal.value
    if NotScored.NO_TARGET in problems:
        return NO_GOAL
    if problems:
        return Goal(None, NotScored.TARGET_AMBIGUOUS, tuple(rows))
    return Goal(total, None, tuple(rows))
