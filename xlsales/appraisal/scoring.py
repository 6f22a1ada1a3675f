"""From targets and actuals to points, exactly (appraisal.md, *The rules table* and below).

Everything is a rational or a whole number here: no step is lost, and nothing is rounded but the
score itself, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.appraisal.targets import Goal
from xlsales.core.exact import rounded
from xlsales.forms.choices import AppliesTo, Rounding, RuleKind
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.management import DeductionRule
from xlsales.forms.settings import Scoring

NEEDED = (
    "rule_no",
    "indicator",
    "kind",
    "step_pct",
    "points",
    "rounding",
    "cap",
    "applies_to",
    "valid_from",
    "valid_to",
)
"""The columns without which a rule cannot be applied; its clause is only printed."""


@dataclass(frozen=True)
class Deduction:
    """What a rule takes from a subject's score, and how that came about.

    ``completion`` is actual ÷ target, ``shortfall_pct`` in percent of the target, ``points`` are
    those deducted, after the cap. ``actual`` is in yuan, or in percent as a collection rate. Of
    a rule that was not scored ``steps`` and ``points`` are None.
    """

    rule: DeductionRule
    target: Fraction | None = None
    actual: Fraction | None = None
    completion: Fraction | None = None
    shortfall_pct: Fraction | None = None
    steps: Fraction | None = None
    count: int | None = None
    points: Fraction | None = None
    not_scored: NotScored | None = None

    @property
    def makes_partial(self) -> bool:
        """Whether a score without it is partial: a shortfall with points, yet not scored."""
        return (
            self.rule.kind is RuleKind.SHORTFALL
            and self.rule.points is not None
            and self.not_scored is not None
        )


def is_fitting(rule: DeductionRule) -> bool:
    """Return whether a rule counts an indicator that is counted, or else measures one."""
    return rule.kind is rule.indicator.definition.kind


def is_applicable(rule: DeductionRule) -> bool:
    """Return whether a rule, whose needed cells can be read, can be applied at all."""
    if not is_fitting(rule):
        return False
    return rule.kind is RuleKind.COUNT or (rule.step_pct is not None and rule.step_pct > 0)


def is_valid(rule: DeductionRule, day: date) -> bool:
    """Return whether a rule is in force on a day; both its dates are days on which it is."""
    return Span(day, day).overlaps(rule.valid_from, rule.valid_to)


def applying(rules: Iterable[DeductionRule], subject: str, span: Span) -> tuple[DeductionRule, ...]:
    """Return the rules for a subject in a span, by number; all of ``rules`` are applicable.

    A shortfall rule holds if it is in force on the last day, a count rule on any day of it.
    """
    other = AppliesTo.SALESPERSON if subject == BRANCH else AppliesTo.BRANCH
    holding = [
        rule
        for rule in rules
        if rule.applies_to is not other
        and (
            is_valid(rule, span.last)
            if rule.kind is RuleKind.SHORTFALL
            else span.overlaps(rule.valid_from, rule.valid_to)
        )
    ]
    return tuple(sorted(holding, key=lambda rule: (rule.rule_no, rule.at)))


def steps_of(rule: DeductionRule, shortfall_pct: Fraction) -> Fraction:
    """Return the steps below the target: whole ones, or broken ones pro rata."""
    assert rule.step_pct is not None
    steps = shortfall_pct / Fraction(rule.step_pct)
    return steps if rule.rounding is Rounding.PRO_RATA else Fraction(steps // 1)


def capped(rule: DeductionRule, times: Fraction | int) -> Fraction:
    """Return the points of so many steps or events: never more than the cap."""
    points = times * Fraction(rule.points or 0)
    return points if rule.cap is None else min(points, Fraction(rule.cap))


def by_shortfall(
    rule: DeductionRule, goal: Goal, actual: Fraction | None, problem: NotScored | None = None
) -> Deduction:
    """Deduct for what is missing to the target; ``problem`` says why there is no actual."""
    target = None if goal.value is None else Fraction(goal.value)
    why = problem or goal.problem
    if why is None and target is not None and target <= 0:
        why = NotScored.TARGET_NOT_POSITIVE
    if rule.points is None:
        why = NotScored.RATE_NOT_SET
    if target is None or target <= 0 or actual is None:
        return Deduction(rule, target, actual, not_scored=why)
    completion = actual / target
    shortfall = max(Fraction(0), target - actual) / target * 100
    if why is not None:
        return Deduction(rule, target, actual, completion, shortfall, not_scored=why)
    steps = steps_of(rule, shortfall)
    return Deduction(rule, target, actual, completion, shortfall, steps, points=capped(rule, steps))


def by_count(
    rule: DeductionRule,
    events: Iterable[tuple[date, int]],
    problem: NotScored | None = None,
) -> Deduction:
    """Deduct for events (their day, how many) on days on which the rule is in force."""
    why = NotScored.RATE_NOT_SET if rule.points is None else problem
    count = None
    if problem is None:
        count = sum(number for day, number in events if is_valid(rule, day))
    if why is not None or count is None:
        return Deduction(rule, count=count, not_scored=why)
    return Deduction(rule, count=count, points=capped(rule, count))


def exact_score(deductions: Iterable[Deduction], scoring: Scoring) -> Fraction:
    """Return base less deductions, not under the floor, unrounded."""
    lost = sum((d.points for d in deductions if d.points is not None), Fraction(0))
    return max(Fraction(scoring.score_floor), Fraction(scoring.base_score) - lost)


def score_of(deductions: Iterable[Deduction], scoring: Scoring) -> Decimal:
    """Return the score as it is shown."""
    return rounded(exact_score(deductions, scoring), scoring.score_decimals)


def ranks(scores: Sequence[tuple[str, Decimal]]) -> Mapping[str, int]:
    """Rank subjects by score, highest first; equal ones share a rank: 1, 1, 3."""
    better: dict[Decimal, int] = {}
    for place, (_, score) in enumerate(sorted(scores, key=lambda pair: -pair[1]), start=1):
        better.setdefault(score, place)
    return {subject: better[score] for subject, score in scores}
