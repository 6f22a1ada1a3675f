"""The appraisal of a period: every subject's score, and what it rests on (appraisal.md).

One pass gathers the evidence of the period, of the year so far and of the period before; what
is scored of it are slices by day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import TypeAlias

from xlsales.appraisal.aftermath import Aftermath, Counting, aftermath
from xlsales.appraisal.charts import Chart
from xlsales.appraisal.evidence import Evidence, total
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.indicators import gather, rate_of
from xlsales.appraisal.listing import list_masters, list_targets, usable_rules
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.scoring import (
    Deduction,
    applying,
    by_count,
    by_shortfall,
    ranks,
    score_of,
)
from xlsales.appraisal.subjects import BRANCH, in_order
from xlsales.appraisal.targets import Goal, Goals
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import SCORED, TARGETED, Indicator
from xlsales.forms.management import DeductionRule
from xlsales.forms.settings import Scoring, scoring_of

_ASSUMED = Words("假设", "Assumed")

Due: TypeAlias = Mapping[Indicator, Mapping[str, tuple[Evidence, ...]]]
"""What there was to reach of each indicator that is a rate, by subject."""


@dataclass(frozen=True)
class Actual:
    """What a subject reached of an indicator, with every row behind it.

    ``value`` is in the indicator's unit, or in events; None where ``problem`` says why.
    ``evidence`` adds up to it; of a rate to what was reached, and ``due`` to what there was to
    reach.
    """

    value: Fraction | None
    evidence: tuple[Evidence, ...] = ()
    due: tuple[Evidence, ...] = ()
    problem: NotScored | None = None


@dataclass(frozen=True)
class Standing:
    """A subject's score over some days; partial ones and the branch have no rank."""

    span: Span
    score: Decimal
    rank: int | None
    partial: bool
    actuals: Mapping[Indicator, Actual]
    goals: Mapping[Indicator, Goal]
    deductions: tuple[Deduction, ...]


@dataclass(frozen=True)
class SubjectScore:
    """A subject's score of the period, with the year to date and the period before.

    Those two are None where they were not asked for.
    """

    subject: str
    now: Standing
    to_date: Standing | None = None
    previous: Standing | None = None

    @property
    def change(self) -> Decimal | None:
        """The score less that of the period before; None where either is partial."""
        if self.previous is None or self.previous.partial or self.now.partial:
            return None
        return self.now.score - self.previous.score


@dataclass(frozen=True)
class Inputs:
    """What a score was made of: scoring the same again gives the same data."""

    today: date
    scoring: Scoring
    rules: tuple[DeductionRule, ...]
    workbooks: tuple[tuple[Book, str], ...]


@dataclass(frozen=True)
class Score:
    """The appraisal of a period: the content of the score sheet.

    ``charts`` are what its dashboard shows; a score that makes no sheet has none. ``aftermath`` is
    what became of its rows after they had counted; its findings are among ``findings``.
    """

    period: Period
    subjects: tuple[SubjectScore, ...]
    inputs: Inputs
    findings: tuple[Finding, ...] = ()
    charts: tuple[Chart, ...] = ()
    aftermath: Aftermath = field(default_factory=Aftermath)

    @property
    def left_out(self) -> tuple[Finding, ...]:
        """What of the rows was not counted, or not for whom it should be: the errors."""
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def skipped(self) -> int:
        """How many rows those are."""
        return len({(finding.place.table, finding.place.at) for finding in self.left_out})

    def of(self, subject: str) -> SubjectScore | None:
        """Return a subject's score, or None if it has none."""
        return next((scored for scored in self.subjects if scored.subject == subject), None)


def score_period(
    office: Office,
    period: Period,
    today: date,
    assumed: Sequence[tuple[str, Indicator, Decimal]] = (),
    *,
    history: bool = True,
) -> Score:
    """Score a period, with ``assumed`` amounts (subject, indicator, yuan or events) on top.

    An assumed event is of today, or of the period's nearest day. ``history`` adds the year to
    date and the period before.
    """
    scoring = scoring_of(office)
    span = period.span
    first = min(period.to_date.first, period.previous.span.first) if history else span.first
    g = Gathering(office, today, Span(first, span.last), span, scoring)
    bases = gather(g)
    goals = Goals(office)
    table = usable_rules(g)
    list_masters(g)
    list_targets(g, period, goals)
    subjects = in_order(office, g.ledger.people(span))
    day = min(max(today, span.first), span.last)
    for subject, indicator, amount in assumed:
        g.ledger.add_for(subject, Evidence(_ASSUMED, day, amount), indicator)

    def standings(days: Span, goal_of: Callable[[str, Indicator], Goal]) -> Mapping[str, Standing]:
        due = {indicator: base(days) for indicator, base in bases.items()}
        return _ranked({who: _standing(g, who, days, table, goal_of, due) for who in subjects})

    now = standings(span, lambda who, what: goals.of(period, who, what))
    to_date: Mapping[str, Standing] = {}
    previous: Mapping[str, Standing] = {}
    if history:
        to_date = standings(period.to_date, lambda who, what: goals.to_date(period, who, what))
        before = period.previous
        previous = standings(before.span, lambda who, what: goals.of(before, who, what))
    counting = {who: _counting(standing) for who, standing in now.items()}
    shown = [counting[BRANCH]] if BRANCH in counting else []
    if to_date:
        shown.append(_counting(to_date[BRANCH]))
    rows = chain.from_iterable(each for one in shown for each in one.rows.values())
    after = aftermath(office, today, span, counting, rows)
    return Score(
        period,
        tuple(SubjectScore(who, now[who], to_date.get(who), previous.get(who)) for who in subjects),
        Inputs(
            today,
            scoring,
            table,
            tuple((book, info.path) for book, info in sorted(office.books.items())),
        ),
        (*g.findings, *after.findings),
        aftermath=after,
    )


def _counting(standing: Standing) -> Counting:
    rows = {i: (*actual.evidence, *actual.due) for i, actual in standing.actuals.items()}
    return Counting(rows, [one.rule for one in standing.deductions])


def _standing(
    g: Gathering,
    subject: str,
    span: Span,
    table: Iterable[DeductionRule],
    goal_of: Callable[[str, Indicator], Goal],
    due: Due,
) -> Standing:
    actuals = {indicator: _actual(g, subject, indicator, span, due) for indicator in SCORED}
    goals = {indicator: _goal(g, subject, indicator, goal_of) for indicator in TARGETED}
    deductions = []
    for rule in applying(table, subject, span):
        actual = actuals[rule.indicator]
        if rule.indicator.definition.is_counted:
            events = ((row.day, int(row.amount)) for row in actual.evidence)
            deductions.append(by_count(rule, events, actual.problem))
        else:
            goal = goals[rule.indicator]
            deductions.append(by_shortfall(rule, goal, actual.value, actual.problem))
    return Standing(
        span,
        score_of(deductions, g.scoring),
        None,
        any(deduction.makes_partial for deduction in deductions),
        actuals,
        goals,
        tuple(deductions),
    )


def _actual(
    g: Gathering,
    subject: str,
    indicator: Indicator,
    span: Span,
    due: Due,
) -> Actual:
    rows = g.ledger.between(subject, indicator, span)
    problem = g.problem(subject, indicator, span)
    if problem is not None:
        return Actual(None, rows, problem=problem)
    if indicator not in due:
        return Actual(total(rows), rows)
    base = due[indicator].get(subject, ())
    whole = total(base)
    if whole <= 0:  # nothing to reach: the rate's own target is not positive
        return Actual(None, rows, base, NotScored.TARGET_NOT_POSITIVE)
    return Actual(total(rows) / whole * 100, rows, base)


def _goal(
    g: Gathering,
    subject: str,
    indicator: Indicator,
    goal_of: Callable[[str, Indicator], Goal],
) -> Goal:
    rate = rate_of(indicator, g.scoring)
    return Goal(rate.target) if rate else goal_of(subject, indicator)


def _ranked(standings: Mapping[str, Standing]) -> Mapping[str, Standing]:
    places = ranks(
        [
            (s, standing.score)
            for s, standing in standings.items()
            if s != BRANCH and not standing.partial
        ]
    )
    return {s: replace(standing, rank=places.get(s)) for s, standing in standings.items()}
