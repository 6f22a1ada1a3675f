"""What would gain points: the inverse of *What if* (appraisal.md, *What if*)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xlsales.appraisal.evidence import total
from xlsales.appraisal.score import Standing, SubjectScore
from xlsales.appraisal.scoring import by_shortfall, score_of
from xlsales.forms.choices import RuleKind
from xlsales.forms.indicators import Indicator
from xlsales.forms.settings import Scoring


@dataclass(frozen=True)
class Gain:
    """The smallest amount (yuan, to the fen; of a rate what is paid) that gains ``points``."""

    subject: str
    indicator: Indicator
    amount: Decimal
    points: Decimal


def gains(scored: SubjectScore, scoring: Scoring) -> Iterator[Gain]:
    """Yield for each indicator the smallest extra amount with which the shown score is higher.

    None where no amount changes it: nothing is missing, the rule stays capped, or the score is at
    its floor. More of an indicator never lowers a score, so the amount is found by halving.
    """
    now = scored.now
    wanting = (
        one.rule.indicator
        for one in now.deductions
        if one.rule.kind is RuleKind.SHORTFALL and one.points
    )
    for indicator in dict.fromkeys(wanting):
        if now.actuals[indicator].value is None:
            continue
        too_little, enough = 0, _missing(now, indicator)
        if _score(now, indicator, enough, scoring) <= now.score:
            continue
        while enough - too_little > 1:
            half = (too_little + enough) // 2
            if _score(now, indicator, half, scoring) > now.score:
                enough = half
            else:
                too_little = half
        points = _score(now, indicator, enough, scoring) - now.score
        yield Gain(scored.subject, indicator, Decimal(enough).scaleb(-2), points)


def _share(now: Standing, indicator: Indicator) -> Fraction:
    """Return what a fen changes of the actual: of a rate in percent of what there was to reach."""
    due = now.actuals[indicator].due
    return Fraction(1) / total(due) if due else Fraction(1, 100)


def _missing(now: Standing, indicator: Indicator) -> int:
    """Return the fen that are missing to the target."""
    goal, actual = now.goals[indicator].value, now.actuals[indicator].value
    assert goal is not None, "what is deducted for a shortfall has a target"
    assert actual is not None, "and an actual"
    return ceil((Fraction(goal) - actual) / _share(now, indicator))


def _score(now: Standing, indicator: Indicator, fen: int, scoring: Scoring) -> Decimal:
    """Return the score with so many fen more of an indicator."""
    goal, actual = now.goals[indicator], now.actuals[indicator].value
    assert actual is not None
    more = actual + fen * _share(now, indicator)
    return score_of(
        [
            by_shortfall(one.rule, goal, more) if one.rule.indicator is indicator else one
            for one in now.deductions
        ],
        scoring,
    )
