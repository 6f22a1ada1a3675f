"""What if, turned round: the smallest amount that gains something (appraisal.md, *What if*)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.appraisal.branch import branch
from tests.build import rule
from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gains import Gain, gains
from xlsales.appraisal.periods import Span
from xlsales.appraisal.score import Actual, Standing, SubjectScore
from xlsales.appraisal.scoring import by_shortfall, score_of
from xlsales.appraisal.targets import Goal
from xlsales.core.words import Words
from xlsales.forms.choices import Rounding
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import DeductionRule
from xlsales.forms.settings import Scoring, scoring_of

FEN = Decimal("0.01")
NOV = Span(date(2026, 11, 1), date(2026, 11, 30))
SCORING = scoring_of(branch())
REVENUE, COLLECTION = Indicator.REVENUE, Indicator.COLLECTION


def scored(
    rules: tuple[DeductionRule, ...],
    scoring: Scoring,
    target: Decimal,
    actual: Decimal,
    due: Decimal | None = None,
) -> SubjectScore:
    """A subject that reached ``actual`` yuan of ``target``; of a rate of what was due."""
    (indicator,) = {each.indicator for each in rules}
    base = () if due is None else (Evidence(Words("应收", "due"), NOV.last, due),)
    value = Fraction(actual) if due is None else Fraction(actual) / Fraction(due) * 100
    goal = Goal(target)
    deductions = tuple(by_shortfall(each, goal, value) for each in rules)
    score = score_of(deductions, scoring)
    reached = {indicator: Actual(value, due=base)}
    return SubjectScore(
        "张三", Standing(NOV, score, 1, False, reached, {indicator: goal}, deductions)
    )


def found(*of: object) -> Gain | None:
    return next(gains(scored(*of), of[1]), None)  # type: ignore[arg-type] # as scored takes them


def test_to_the_fen_beyond_the_next_whole_step() -> None:
    rules = (rule(1, REVENUE, "0.5"),)
    # 3.5 % below 100,000: three steps; from 97,000.01 on there are two
    one = found(rules, SCORING, Decimal(100_000), Decimal(96_500))
    assert one == Gain("张三", REVENUE, Decimal("500.01"), Decimal("0.5"))


def test_of_a_rate_it_is_what_is_paid() -> None:
    rules = (rule(6, COLLECTION, 1),)
    # 8 % below: of 50,000 due 46,000 are paid; 46,500 leave seven steps, a fen more six
    one = found(rules, SCORING, Decimal(100), Decimal(46_000), Decimal(50_000))
    assert one == Gain("张三", COLLECTION, FEN, Decimal(1))


def test_nothing_gains_where_the_rule_stays_capped_or_the_score_at_its_floor() -> None:
    reached = Decimal(100_000), Decimal(50_000)
    # half a point at most: from the first step on it is lost, and one fen from the target gained
    capped = found((rule(1, REVENUE, 1, cap=Decimal("0.5")),), SCORING, *reached)
    assert capped == Gain("张三", REVENUE, Decimal("49000.01"), Decimal("0.5"))
    floor = replace(SCORING, base_score=Decimal(10), score_floor=Decimal(10))
    assert found((rule(1, REVENUE, 1),), floor, *reached) is None
    assert found((rule(1, REVENUE, 1),), SCORING, Decimal(100), Decimal(100)) is None


@given(
    goal=st.integers(1, 10**9),
    missing=st.integers(0, 10**9),
    points=st.decimals("0.01", 10, places=2),
    more=st.fixed_dictionaries(
        {
            "step_pct": st.decimals("0.1", 20, places=1),
            "cap": st.none() | st.decimals("0.1", 30, places=1),
            "rounding": st.sampled_from(Rounding),
        }
    ),
    due=st.none() | st.integers(1, 10**8),
    two=st.booleans(),
)
def test_a_fen_less_gains_nothing(
    goal: int, missing: int, points: Decimal, more: dict[str, Any], due: int | None, two: bool
) -> None:
    indicator = REVENUE if due is None else COLLECTION
    rules = (rule(1, indicator, f"{points}", **more), *((rule(2, indicator, 1),) if two else ()))
    target = Decimal(goal) / 100 if due is None else Decimal(100)
    whole = None if due is None else Decimal(due) / 100
    reached = (target if whole is None else whole) - Decimal(missing) / 100
    now = scored(rules, SCORING, target, reached, whole)
    one = next(gains(now, SCORING), None)

    def score(extra: Decimal) -> Decimal:
        return scored(rules, SCORING, target, reached + extra, whole).now.score

    if one is None:
        assert score(Decimal(missing) / 100) == now.now.score
    else:
        assert one.points > 0
        assert score(one.amount) - now.now.score == one.points
        assert score(one.amount - FEN) == now.now.score
