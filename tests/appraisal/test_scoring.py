"""The worked examples of appraisal.md, and what the regulation says of steps, caps and ranks."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.appraisal.branch import REGULATION
from tests.build import rule
from xlsales.appraisal.periods import Span
from xlsales.appraisal.scoring import (
    Deduction,
    applying,
    by_count,
    by_shortfall,
    ranks,
    score_of,
)
from xlsales.appraisal.targets import NO_GOAL, Goal
from xlsales.core.exact import plain
from xlsales.forms.choices import AppliesTo, Rounding
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator
from xlsales.forms.settings import SCORING, Scoring

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
REVENUE, PROFIT, EXTERNAL, ORDINARY, SERIOUS, COLLECTION, _ = REGULATION
SETTINGS = Scoring(**{key: entry.read(entry.written) for key, entry in SCORING.items()})  # type: ignore[arg-type]


def settings(**changed: Any) -> Scoring:
    return Scoring(**{**SETTINGS.__dict__, **changed})


def judged(by: Any, target: str, actual: str) -> Deduction:
    return by_shortfall(by, Goal(Decimal(target)), Fraction(actual))


@pytest.mark.parametrize(
    ("by", "target", "actual", "shortfall", "steps", "points"),
    [
        (REVENUE, "1000000.00", "974000.00", "2.6", "2", "1"),
        (REVENUE, "100", "71", "29", "29", "14.5"),
        (REVENUE, "300", "297", "1", "1", "0.5"),
        (REVENUE, "1000000.00", "990000.01", "0.999999", "0", "0"),
        (PROFIT, "200000.00", "-10000.00", "105", "105", "52.5"),
        # 17.0000025 % is shown with six decimals
        (EXTERNAL, "400000.00", "331999.99", "17.000003", "17", "17"),
        (REVENUE, "1000000.00", "1200000.00", "0", "0", "0"),
    ],
)
def test_the_worked_examples(
    by: Any, target: str, actual: str, shortfall: str, steps: str, points: str
) -> None:
    found = judged(by, target, actual)
    assert found.shortfall_pct is not None
    assert found.steps is not None
    assert found.points is not None
    assert plain(found.shortfall_pct) == shortfall
    assert plain(found.steps) == steps
    assert plain(found.points) == points
    assert found.not_scored is None


def test_pro_rata_counts_broken_steps() -> None:
    found = judged(REVENUE.model_copy(update={"rounding": Rounding.PRO_RATA}), "1000000", "974000")
    assert found.steps == Fraction("2.6")
    assert found.points == Fraction("1.3")


def test_completion_is_actual_to_target_and_the_shortfall_is_exact() -> None:
    found = judged(EXTERNAL, "400000.00", "331999.99")
    assert found.completion == Fraction("0.829999975")
    assert found.shortfall_pct == Fraction("17.0000025")


@given(st.integers(1, 10**6), st.integers(1, 300))
def test_a_whole_number_of_percent_below_is_that_many_steps(hundredth: int, percent: int) -> None:
    target = hundredth * 100
    found = by_shortfall(REVENUE, Goal(Decimal(target)), Fraction(target - hundredth * percent))
    assert found.steps == percent
    one_fen_more = by_shortfall(
        REVENUE, Goal(Decimal(target)), target - hundredth * percent + Fraction(1, 100)
    )
    assert one_fen_more.steps == percent - 1


def test_a_step_may_be_of_several_percent() -> None:
    found = judged(rule(1, Indicator.REVENUE, 2, step_pct="2.5"), "1000", "930")
    assert found.steps == 2  # 7 % below
    assert found.points == 4


def test_a_cap_is_the_most_that_is_deducted() -> None:
    found = judged(rule(1, Indicator.REVENUE, "0.5", cap=10), "100", "71")
    assert found.steps == 29
    assert found.points == 10
    two = [(date(2026, 11, 3), 1), (date(2026, 11, 4), 1)]
    assert by_count(rule(5, Indicator.SERIOUS_COMPLAINTS, 5, cap=8), two).points == 8


def test_complaints_are_counted() -> None:
    """2 ordinary, 1 serious: 2 + 5 = 7."""
    ordinary = by_count(ORDINARY, [(date(2026, 11, 3), 1), (date(2026, 11, 4), 1)])
    serious = by_count(SERIOUS, [(date(2026, 11, 4), 1)])
    assert (ordinary.count, serious.count) == (2, 1)
    assert ordinary.points == 2
    assert serious.points == 5
    assert score_of([ordinary, serious], SETTINGS) == 93


def test_collection_without_a_rate_shows_its_shortfall_and_is_not_scored() -> None:
    found = judged(COLLECTION, "500000", "450000")
    assert found.shortfall_pct == 10
    assert found.not_scored is NotScored.RATE_NOT_SET
    assert (found.steps, found.points) == (None, None)
    assert not found.makes_partial


@pytest.mark.parametrize(
    ("goal", "actual", "problem", "reason"),
    [
        (NO_GOAL, Fraction(1), None, NotScored.NO_TARGET),
        (Goal(None, NotScored.TARGET_AMBIGUOUS), Fraction(1), None, NotScored.TARGET_AMBIGUOUS),
        (Goal(Decimal(0)), Fraction(1), None, NotScored.TARGET_NOT_POSITIVE),
        (Goal(Decimal(-5)), Fraction(1), None, NotScored.TARGET_NOT_POSITIVE),
        (Goal(Decimal(5)), None, NotScored.COST_MISSING, NotScored.COST_MISSING),
    ],
)
def test_what_cannot_be_scored_says_why_and_makes_the_score_partial(
    goal: Goal, actual: Fraction | None, problem: NotScored | None, reason: NotScored
) -> None:
    found = by_shortfall(PROFIT, goal, actual, problem)
    assert found.not_scored is reason
    assert (found.completion, found.shortfall_pct, found.points) == (None, None, None)
    assert found.makes_partial


def test_a_count_that_is_not_set_up_is_not_partial() -> None:
    found = by_count(rule(7, Indicator.CONSECUTIVE_COMPLAINTS, 3), [], NotScored.SETTING_MISSING)
    assert (found.not_scored, found.count) == (NotScored.SETTING_MISSING, None)
    assert not found.makes_partial


def test_a_rule_without_points_says_so_before_anything_else() -> None:
    without = rule(7, Indicator.CONSECUTIVE_COMPLAINTS, None)
    assert by_count(without, [], NotScored.SETTING_MISSING).not_scored is NotScored.RATE_NOT_SET
    assert by_shortfall(COLLECTION, NO_GOAL, Fraction(1)).not_scored is NotScored.RATE_NOT_SET


def test_shortfall_rules_hold_by_the_last_day_of_the_period() -> None:
    until = rule(1, Indicator.REVENUE, "0.5", valid_to=date(2026, 11, 29))
    since = rule(2, Indicator.REVENUE, 1, valid_from=date(2026, 11, 30))
    last_day = rule(3, Indicator.REVENUE, 2, valid_to=date(2026, 11, 30))
    later = rule(4, Indicator.REVENUE, 3, valid_from=date(2026, 12, 1))
    found = applying([later, last_day, since, until], "branch", NOVEMBER)
    assert [one.rule_no for one in found] == [2, 3]


def test_count_rules_hold_by_the_day_of_the_event() -> None:
    until = rule(4, Indicator.ORDINARY_COMPLAINTS, 1, valid_to=date(2026, 11, 15))
    since = rule(5, Indicator.ORDINARY_COMPLAINTS, 2, valid_from=date(2026, 11, 16))
    over = rule(6, Indicator.ORDINARY_COMPLAINTS, 9, valid_to=date(2026, 10, 31))
    assert applying([until, since, over], "张三", NOVEMBER) == (until, since)
    events = [(date(2026, 11, day), 1) for day in (1, 15, 16, 20, 30)]
    assert by_count(until, events).count == 2
    assert by_count(since, events).points == 6


def test_rules_are_for_the_branch_for_people_or_for_both() -> None:
    table = [
        rule(1, Indicator.REVENUE, 1, applies_to=AppliesTo.BRANCH),
        rule(2, Indicator.REVENUE, 1, applies_to=AppliesTo.SALESPERSON),
        rule(3, Indicator.REVENUE, 1),
    ]
    assert [one.rule_no for one in applying(table, "branch", NOVEMBER)] == [1, 3]
    assert [one.rule_no for one in applying(table, "张三", NOVEMBER)] == [2, 3]


@pytest.mark.parametrize(
    ("lost", "decimals", "floor", "score"),
    [
        ("0", 2, "0", "100"),
        ("7.5", 2, "0", "92.5"),
        ("0.125", 2, "0", "99.88"),  # 99.875 half up
        ("0.5", 0, "0", "100"),  # 99.5 half up
        ("0.51", 0, "0", "99"),
        ("120", 2, "0", "0"),
        ("70", 2, "60", "60"),
    ],
)
def test_the_score_is_rounded_once_and_not_under_the_floor(
    lost: str, decimals: int, floor: str, score: str
) -> None:
    found = [Deduction(REVENUE, points=Fraction(lost))]
    how = settings(score_decimals=decimals, score_floor=Decimal(floor))
    assert score_of(found, how) == Decimal(score)


def test_points_of_several_rules_are_added_before_rounding() -> None:
    third = Deduction(REVENUE, points=Fraction(1, 3))
    assert score_of([third] * 3, settings(score_decimals=0)) == 99


def test_equal_scores_share_a_rank() -> None:
    scores = [(who, Decimal(n)) for who, n in [("甲", 90), ("乙", 95), ("丙", 95), ("丁", 80)]]
    assert ranks(scores) == {"乙": 1, "丙": 1, "甲": 3, "丁": 4}
    assert ranks([]) == {}
