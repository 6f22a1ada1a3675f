"""Which target holds (appraisal.md, *Targets*)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.appraisal.branch import branch, codes, deduction, now, scored, unreadable
from tests.build import rule, target
from xlsales.appraisal.periods import Period
from xlsales.appraisal.targets import Goal, Goals
from xlsales.core.row import Row
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

REVENUE = Indicator.REVENUE
RULE = rule(1, Indicator.REVENUE, "0.5")


def of(*rows: Row, period: str = "2026-11", subject: str = "branch") -> Goal:
    return Goals(branch(*rows)).of(Period.asked(period), subject, REVENUE)


def adjusted(amount: int, day: int | None, by: str | None = "李经理", **cells: Any) -> Row:
    on = None if day is None else date(2026, 11, day)
    return target(REVENUE, amount, reason="停电", approved_by=by, approved_on=on, **cells)


def month(number: int, amount: int, **cells: Any) -> Row:
    return target(REVENUE, amount, period=f"2026-{number:02d}", **cells)


def test_the_row_without_a_reason_is_the_original() -> None:
    assert of(target(REVENUE, 100)).value == 100


def test_only_this_period_subject_and_indicator_count() -> None:
    others = (
        target(REVENUE, 1, period="2026-10"),
        target(REVENUE, 2, subject="张三"),
        target(Indicator.PROFIT, 3),
    )
    assert of(*others) == Goal(None, NotScored.NO_TARGET)
    assert of(*others, subject="张三").value == 2


@pytest.mark.parametrize("subject", ["本单位", "branch", "Branch", "精密锻造分公司"])
def test_the_branch_is_named_in_either_language(subject: str) -> None:
    assert of(target(REVENUE, 100, subject=subject)).value == 100


def test_an_adjustment_counts_when_a_manager_approved_it() -> None:
    assert of(target(REVENUE, 100), adjusted(80, 5)).value == 80


@pytest.mark.parametrize(
    ("by", "day"), [(None, None), ("王副", 5), ("张三", 5), ("无此人", 5), ("李经理", None)]
)
def test_an_adjustment_without_a_managers_approval_does_not(by: str | None, day: int) -> None:
    assert of(target(REVENUE, 100), adjusted(80, day, by)).value == 100
    found = scored(target(REVENUE, 100), adjusted(80, day, by, row=4))
    assert ("adjustment-not-approved", 4, "approved_by") in codes(found)


def test_the_adjustment_approved_last_wins() -> None:
    assert of(target(REVENUE, 100), adjusted(80, 5), adjusted(70, 9), adjusted(60, 7)).value == 70


def test_an_adjustment_may_stand_alone() -> None:
    assert of(adjusted(80, 5)).value == 80


def test_two_of_the_same_day_or_two_originals_are_ambiguous() -> None:
    assert of(adjusted(80, 5), adjusted(70, 5)).problem is NotScored.TARGET_AMBIGUOUS
    assert of(target(REVENUE, 1), target(REVENUE, 1)).problem is NotScored.TARGET_AMBIGUOUS
    # what was overruled later does not matter
    assert of(adjusted(80, 5), adjusted(70, 5), adjusted(60, 6)).value == 60


def test_targets_that_collide_are_named_and_not_scored() -> None:
    found = scored(RULE, target(REVENUE, 1, row=5), target(REVENUE, 2, row=6), month(10, 3, row=7))
    assert deduction(found, Indicator.REVENUE).not_scored is NotScored.TARGET_AMBIGUOUS
    assert now(found).partial
    assert codes(found) == [("targets-collide", 5, "target"), ("targets-collide", 6, "target")]


def test_a_quarter_or_year_without_a_row_is_the_sum_of_its_months_if_all_are_there() -> None:
    months = [month(number, number) for number in range(1, 13)]
    assert of(*months, period="2026-Q4").value == 10 + 11 + 12
    assert of(*months, period="2026").value == 78
    assert of(*months[:11], period="2026-Q4").problem is NotScored.NO_TARGET
    assert of(*months[:11], period="2026-Q3").value == 7 + 8 + 9
    assert of(*months, target(REVENUE, 50, period="2026-Q4"), period="2026-Q4").value == 50


def test_an_ambiguous_month_leaves_its_quarter_ambiguous() -> None:
    months = [month(number, number) for number in (10, 11, 12, 12)]
    assert of(*months, period="2026-Q4").problem is NotScored.TARGET_AMBIGUOUS


def test_a_year_is_not_the_sum_of_its_quarters_nor_a_month_a_part_of_them() -> None:
    quarters = [target(REVENUE, 30, period=f"2026-Q{n}") for n in (1, 2, 3, 4)]
    assert of(*quarters, period="2026").problem is NotScored.NO_TARGET
    assert of(*quarters, period="2026-11").problem is NotScored.NO_TARGET


@pytest.mark.parametrize(
    ("period", "value"),
    [("2026-02", 3), ("2026-03", None), ("2026-Q2", 60), ("2026-Q3", None), ("2026", 500)],
)
def test_to_date_targets_are_summed_over_periods_of_the_same_length(
    period: str, value: int | None
) -> None:
    rows = [
        month(1, 1),
        month(2, 2),
        target(REVENUE, 20, period="2026-Q1"),
        target(REVENUE, 40, period="2026-Q2"),
        target(REVENUE, 500, period="2026"),
    ]
    found = Goals(branch(*rows)).to_date(Period.asked(period), "branch", REVENUE)
    assert found.value == value


def test_a_target_that_cannot_be_read_is_left_out_and_listed() -> None:
    found = scored(RULE, unreadable(target(REVENUE, 1, row=8), "target"))
    assert codes(found) == [("left-out-of-score", 8, "target")]
    assert found.skipped == 1
    assert deduction(found, Indicator.REVENUE).not_scored is NotScored.NO_TARGET


def test_what_the_score_does_not_look_at_is_not_listed() -> None:
    assert codes(scored(unreadable(month(12, 1), "target"))) == []
    assert codes(scored(unreadable(target(REVENUE, 1, period="2025-12"), "target"))) == []


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_a_target_that_is_not_positive_is_not_scored(amount: str) -> None:
    bare = target(REVENUE, 1).model_copy(update={"target": Decimal(amount)})
    found = scored(RULE, bare)
    assert deduction(found, Indicator.REVENUE).not_scored is NotScored.TARGET_NOT_POSITIVE
    assert now(found).partial
