"""Checks of targets, approvals and rulings."""

from collections.abc import Iterable
from datetime import date

import pytest

from tests.build import complaint, order, ruling, target
from tests.flow.branch import TODAY, branch, decision, setting
from xlsales.core.finding import Finding
from xlsales.core.row import Row
from xlsales.flow.checks.management import (
    check_approvals,
    check_rulings,
    check_targets,
    is_branch,
)
from xlsales.forms.choices import Ruling
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import Approval, ComplaintRuling, Target

REVENUE = Indicator.REVENUE
Said = list[tuple[int, str | None, str]]


def codes(found: Iterable[Finding]) -> Said:
    return [(it.place.at.row, it.place.column, it.rule.code) for it in found]


def targets(*rows: Row) -> Said:
    office = branch(*rows)
    return codes(check_targets(office, office.rows(Target), TODAY))


def test_the_branch_has_three_names() -> None:
    office = branch(setting("branch", "锻造二厂"))
    assert [is_branch(office, name) for name in ("本单位", "Branch", "锻造二厂", "张三")] == [
        True,
        True,
        True,
        False,
    ]


def test_targets_of_the_branch_and_of_salespeople_are_fine() -> None:
    assert targets(target(REVENUE, 100), target(REVENUE, 100, subject="张三", row=4)) == []


def test_an_unknown_subject_is_an_error_and_one_who_sells_nothing_a_warning() -> None:
    rows = (target(REVENUE, 1, subject="张山"), target(REVENUE, 1, subject="钱计划", row=4))
    assert targets(*rows) == [
        (3, "subject", "unknown-subject"),
        (4, "subject", "subject-no-salesperson"),
    ]


def test_a_second_original_needs_a_reason() -> None:
    rows = (
        target(REVENUE, 100),
        target(REVENUE, 120, subject="精密锻造分公司", row=4),
        target(REVENUE, 120, row=5, reason="扩产"),
        target(REVENUE, 100, row=6, period="2026-12"),
        target(Indicator.PROFIT, 100, row=7),
        target(REVENUE, 100, row=8, subject="张三"),
    )
    assert targets(*rows) == [(4, "reason", "required")]


def test_an_adjustment_above_the_original_is_no_second_one() -> None:
    assert targets(target(REVENUE, 120, reason="扩产"), target(REVENUE, 100, row=4)) == []


def test_only_the_manager_approves_adjustments() -> None:
    day = date(2026, 11, 3)
    rows = (
        target(REVENUE, 120, reason="扩产", approved_by="赵总", approved_on=day),
        target(REVENUE, 120, row=4, reason="扩产", approved_by="王副", approved_on=day),
    )
    assert targets(*rows) == [(4, "approved_by", "approver-not-manager")]


def test_what_cannot_be_read_is_passed_over() -> None:
    row = target(REVENUE, 1).model_copy(update={"subject": None, "bad": frozenset({"subject"})})
    assert targets(row, target(REVENUE, 1, row=4)) == []


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("赵总", None),
        ("李四", "decider-without-role"),
        ("张三", "own-order"),
        ("没这人", "decider-without-role"),
    ],
)
def test_who_may_decide_on_an_order(by: str, found: str | None) -> None:
    row = order()
    office = branch(row, decision(row, by=by))
    said = codes(check_approvals(office, office.rows(Approval), TODAY))
    assert said == ([(3, "decided_by", found)] if found else [])


def test_the_deputy_may_not_decide_on_an_order_of_their_own() -> None:
    own = order(salesperson="王副")
    office = branch(own, decision(order(), by="王副"))
    assert codes(check_approvals(office, office.rows(Approval), TODAY)) == [
        (3, "decided_by", "own-order")
    ]


@pytest.mark.parametrize(
    ("by", "found"),
    [("王副", None), ("钱计划", "decider-without-role"), ("张三", "own-complaint"), (None, None)],
)
def test_who_may_rule_on_a_complaint(by: str | None, found: str | None) -> None:
    office = branch(
        complaint("TS-202611-ZS-001"), ruling("TS-202611-ZS-001", Ruling.YES, decided_by=by)
    )
    said = codes(check_rulings(office, office.rows(ComplaintRuling), TODAY))
    assert said == ([(3, "decided_by", found)] if found else [])
