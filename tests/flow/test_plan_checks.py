"""What is said of plan lines, trade requests and progress, and their grey columns."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import order
from tests.flow.branch import (
    AT_NINE,
    PLAN,
    TODAY,
    branch,
    issued,
    planned,
    progress,
    receipt,
    requested,
)
from tests.flow.planning import bought, center, codes, made
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.outcome import SetCells
from xlsales.core.words import Lang
from xlsales.flow.checks.plan import (
    check_plan_lines,
    check_progress,
    check_trade_requests,
    derive_plan_lines,
    derive_trade_requests,
)
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order

A, B = "CL-202611-ZS-001", "CL-202611-ZS-002"
WED, THU, FRI = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
SAT, TUE = date(2026, 11, 28), date(2026, 12, 1)


def submitted(no: str = A, **cells: Any) -> Order:
    return order(no, **{"submitted_at": AT_NINE, "required_date": TUE, **cells})


def line(of: Order, **cells: Any) -> PlanLine:
    return planned(of, **{"work_center": "一车间", **cells})


def out(of: Order, **cells: Any) -> PlanLine:
    return issued(of, **{"work_center": "一车间", **cells})


def shop(*rows: Any) -> Office:
    return branch(made(), bought(), center(), *rows)


def found(*rows: Any) -> list[Finding]:
    office = shop(*rows)
    return list(check_plan_lines(office, office.within(PLAN, PlanLine), TODAY))


def said(*rows: Any) -> list[str]:
    return [code for _, code in codes(found(*rows))]


def test_a_sound_plan_has_no_findings() -> None:
    a, b = submitted(A), submitted(B, row=4)
    dates = {"start_date": WED, "completion_date": WED}
    assert said(a, b, line(a, **dates), out(b, row=4)) == []


def test_a_change_waits_for_consolidate_or_for_revise() -> None:
    new = submitted(A, quantity=Decimal(12))
    assert said(new, line(submitted(A))) == ["order-changed"]
    assert said(new, out(submitted(A))) == ["issued-order-changed"]


def test_the_change_is_told_in_both_languages() -> None:
    (it,) = found(submitted(A, quantity=Decimal(12)), out(submitted(A)))
    assert it.message(Lang.ZH).startswith(
        "已下达的承揽有改动：“数量”由“10”改为“12”，计划仍按原值。"
    )
    assert it.message(Lang.EN).startswith(
        "An issued order changed: “Quantity” went from “10” to “12”"
    )


def test_a_blank_is_said_as_such() -> None:
    (it,) = found(submitted(A, customer_wish="加急"), out(submitted(A)))
    assert "由“（空）”改为“加急”" in it.message(Lang.ZH)


def test_a_cancellation_is_told_until_it_is_revised() -> None:
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    assert said(gone, out(submitted(A))) == ["issued-order-cancelled"]
    assert said(gone, out(gone)) == []


def test_a_cancellation_that_was_withdrawn_is_told() -> None:
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    (it,) = found(submitted(A), out(gone))
    assert "“取消日期”由“已取消”改为“（空）”" in it.message(Lang.ZH)


def test_late_and_overdue_lines_are_told_until_all_is_accepted() -> None:
    a = submitted(A, required_date=date(2026, 11, 19))
    late = out(a, completion_date=date(2026, 11, 23), unit="件")
    assert said(a, late) == ["late-line", "overdue-line"]
    (_, overdue) = found(a, late, receipt(A, 4))
    assert overdue.facts["left"] == 6
    assert said(a, late, receipt(A, 10)) == []


def test_a_line_that_is_not_issued_cannot_be_overdue() -> None:
    a = submitted(A)
    assert said(a, line(a, completion_date=date(2026, 11, 23))) == []


def test_an_unannounced_year_is_told() -> None:
    a = submitted(A, required_date=date(2027, 3, 1))
    assert said(a, out(a, completion_date=date(2027, 2, 1))) == ["calendar-provisional"]


@pytest.mark.parametrize(("day", "expected"), [(TODAY, True), (SAT, True), (FRI, False)])
def test_a_fixed_date_should_be_a_working_day_to_come(day: date, expected: bool) -> None:
    a = submitted(A)
    assert ("fixed-date-odd" in said(a, line(a, fixed_date=day))) is expected


def test_a_return_reason_without_effect_is_told() -> None:
    a = submitted(A)
    assert said(a, out(a, returned_reason="图纸不全")) == ["return-after-issue"]
    again = submitted(A, submitted_at=AT_NINE + timedelta(days=1))
    assert said(again, line(a, returned_reason="图纸不全")) == ["return-answered"]
    assert said(a, line(a, returned_reason="图纸不全")) == []


def test_a_line_whose_order_is_in_no_register_is_an_error() -> None:
    assert said(line(submitted(A))) == ["order-gone"]
    assert said(out(submitted(A)), receipt(A, 10)) == []


def test_what_cannot_be_scheduled_is_an_error_of_its_row_alone() -> None:
    a, b = submitted(A), submitted(B, row=4)
    its = found(a, b, line(a, work_center="三车间"), line(b, row=4))
    assert codes(its) == [(A, "load-unknown")]
    assert its[0].is_error


def test_changed_and_late_trade_requests_are_told() -> None:
    a = submitted(A, product="B1", quantity=Decimal(12))
    row = requested(
        submitted(A, product="B1"),
        request_no="MY-202611-001",
        arrival_promised=date(2026, 11, 20),
        required_date=date(2026, 11, 18),
    )
    office = shop(a, row, receipt(A, 4))
    its = list(check_trade_requests(office, office.rows(TradeRequest), TODAY))
    assert [it.rule.code for it in its] == [
        "order-changed",
        "order-changed",
        "arrival-late",
        "arrival-overdue",
    ]
    assert its[-1].facts["left"] == 6
    arrived = shop(a, row, receipt(A, 10))
    codes_then = [
        it.rule.code for it in check_trade_requests(arrived, arrived.rows(TradeRequest), TODAY)
    ]
    assert codes_then == ["order-changed", "order-changed"]


def test_progress_names_an_issued_order() -> None:
    a, b = submitted(A), submitted(B, row=4)
    rows = progress(A, 3), progress(B, 3), progress("CL-202611-ZS-009", 3)
    office = shop(a, b, out(a), line(b, row=4), *rows)
    its = list(check_progress(office, office.rows(Progress), TODAY))
    assert [(it.rule.code, it.value) for it in its] == [
        ("progress-not-issued", B),
        ("progress-not-issued", "CL-202611-ZS-009"),
    ]


def test_late_days_and_status_are_filled() -> None:
    a, b = submitted(A, required_date=WED), submitted(B, row=4)
    office = shop(
        a,
        b,
        out(a, completion_date=date(2026, 11, 30)),
        line(b, row=4, completion_date=WED, late_days=7),
        receipt(A, 4),
    )
    edits = list(derive_plan_lines(office, office.rows(PlanLine), TODAY))
    # Thu, Fri, Mon
    assert [edit.values for edit in edits] == [
        {"late_days": 3, "status": "部分入库"},
        {"late_days": 0, "status": "已列计划"},
    ]


def test_the_status_is_in_the_language_of_the_workbook() -> None:
    a = submitted(A)
    office = branch(made(), center(), a, out(a), lang=Lang.EN)
    (edit,) = derive_plan_lines(office, office.rows(PlanLine), TODAY)
    assert edit.values["status"] == "Issued"


def test_what_is_filled_already_is_left_alone() -> None:
    a = submitted(A)
    office = shop(a, out(a, late_days=0, status="已下达"))
    assert not list(derive_plan_lines(office, office.rows(PlanLine), TODAY))


def test_arrived_is_the_sum_of_the_orders_receipts() -> None:
    a = submitted(A, product="B1")
    row = requested(a)
    office = shop(a, row, receipt(A, 4), receipt(A, 3, "RK-202611-002"))
    assert list(derive_trade_requests(office, [row], TODAY)) == [
        SetCells(row, {"arrived_qty": Decimal(7)})
    ]
