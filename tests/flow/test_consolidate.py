"""Consolidate: which orders enter the plan, what happens to those that changed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import NOV, order
from tests.flow.branch import AT_NINE, PLAN, TODAY, branch, decision, issued, planned, requested
from tests.flow.planning import (
    after,
    bought,
    calling,
    center,
    codes,
    consolidated,
    line_of,
    made,
    reasons,
    request_of,
)
from xlsales.core.office import Office
from xlsales.core.outcome import Append, Outcome, Refusal, SetCells
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.flow.facts import fingerprint
from xlsales.flow.plan.consolidate import ConsolidateArgs, Consolidated, consolidate
from xlsales.forms.choices import Decision, Kind, OrderKind, PlanType
from xlsales.forms.masters import Setting
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order

A, B, C = "CL-202611-ZS-001", "CL-202611-ZS-002", "CL-202611-ZS-003"
LATER = AT_NINE + timedelta(days=1)
NO_REVIEW = Setting(key="review_first_order", value="no")


def submitted(no: str = A, **cells: Any) -> Order:
    return order(no, **{"submitted_at": AT_NINE, **cells})


def office_of(*rows: Any) -> Office:
    """An office with P1 made and B1 bought in, where first orders need no review."""
    return branch(NO_REVIEW, made(), made("P2", work_center="二车间"), bought(), center(), *rows)


def press(office: Office, month: str = "2026-11", today: date = TODAY) -> Outcome[Consolidated]:
    return consolidate(office, calling(ConsolidateArgs(month=month), today=today))


# --- what is taken ----------------------------------------------------------------------------


def test_submitted_orders_become_plan_lines_and_trade_requests() -> None:
    wish = "调质后交货"
    outcome = press(
        office_of(
            submitted(A, customer_wish=wish), submitted(B, row=4, product="B1"), order(C, row=5)
        )
    )
    assert mapped(outcome.reply) == {
        "planned": [A],
        "trade": [B],
        "changed": [],
        "unchanged": [],
        "left_out": [],
    }
    line, request = (edit.rows[0] for edit in outcome.edits if isinstance(edit, Append))
    assert line == PlanLine(
        plan_type=PlanType.MONTHLY,
        order_no=A,
        order_date=NOV,
        kind=OrderKind.NEW,
        salesperson="张三",
        submitted_at=AT_NINE,
        customer="东风",
        product="P1",
        product_name="曲轴",
        unit="件",
        quantity=Decimal(10),
        unit_price=Decimal(100),
        required_date=date(2026, 11, 30),
        customer_wish=wish,
        work_center="一车间",
        order_hash=fingerprint.plan(submitted(A, customer_wish=wish)),
    )
    assert request == TradeRequest(
        order_no=B,
        order_date=NOV,
        salesperson="张三",
        submitted_at=AT_NINE,
        customer="东风",
        product="B1",
        product_name="轴承",
        quantity=Decimal(10),
        required_date=date(2026, 11, 30),
        order_hash=fingerprint.plan(submitted(B, product="B1")),
    )


def test_orders_up_to_the_months_end_are_taken_of_whatever_register_and_year() -> None:
    old = submitted("CL-202509-LS-001", order_date=date(2025, 9, 3), salesperson="李四")
    last = submitted(A, order_date=date(2026, 11, 30), row=4)
    next_month = submitted(B, order_date=date(2026, 12, 1), row=5)
    outcome = press(office_of(last, next_month, old))
    assert outcome.reply.planned == ("CL-202509-LS-001", A)


def test_new_lines_go_to_the_book_of_the_months_year_wherever_the_button_is_pressed() -> None:
    office = office_of(submitted(A), submitted(B, row=4, product="B1"))
    outcome = consolidate(office, calling(ConsolidateArgs(month="2027-01"), book=PLAN))
    books = [edit.book for edit in outcome.edits if isinstance(edit, Append)]
    assert books == [Book(Kind.PLAN, "", 2027)] * 2


def test_the_registers_grey_cells_are_not_trusted() -> None:
    stale = submitted(A, product_name="旧名", unit="吨")
    line = line_of(consolidated(office_of(stale)), A)
    assert (line.product_name, line.unit) == ("曲轴", "件")


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "202611", "十一月", "0000-01", ""])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(Refusal):
        press(office_of(), month=month)


# --- what is left out -------------------------------------------------------------------------


def test_cancelled_and_faulty_orders_are_left_out_with_the_reason() -> None:
    cancelled = submitted(A, cancelled_on=date(2026, 11, 3), cancel_reason="客户撤单")
    unknown = submitted(B, row=4, customer="无名")
    outcome = press(office_of(cancelled, unknown))
    assert reasons(outcome) == {A: "cancelled", B: "has-errors"}
    assert outcome.refused
    assert codes(outcome.findings) == [(B, "unknown-customer")]
    assert not outcome.edits


def test_what_is_left_for_no_error_is_not_refused() -> None:
    cancelled = submitted(A, cancelled_on=date(2026, 11, 3), cancel_reason="客户撤单")
    assert not press(office_of(cancelled)).refused


def test_an_order_with_an_unreadable_cell_is_left_out() -> None:
    broken = submitted(A).model_copy(update={"quantity": None, "bad": frozenset({"quantity"})})
    assert reasons(press(office_of(broken))) == {A: "has-errors"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [(None, "review-pending"), (Decision.FAILED, "review-failed"), (Decision.PASSED, None)],
)
def test_an_order_waits_for_its_contract_review(said: Decision | None, reason: str | None) -> None:
    dear = submitted(A, unit_price=Decimal(6000))  # 60,000 reaches the threshold of 50,000
    outcome = press(office_of(dear, decision(dear, said)))
    assert reasons(outcome) == ({A: reason} if reason else {})
    assert outcome.reply.planned == (() if reason else (A,))


def test_a_price_under_the_floor_waits_for_its_approval() -> None:
    cheap = submitted(A, product="P3")
    floor = made("P3", floor_price=Decimal(120))
    office = office_of(cheap, floor, decision(cheap))
    assert reasons(press(office)) == {A: "price-pending"}


# --- what is there already --------------------------------------------------------------------


def test_unchanged_lines_are_left_alone() -> None:
    mine, theirs = submitted(A), submitted(B, row=4, product="B1")
    lines = planned(mine, work_center="一车间"), requested(theirs)
    outcome = press(office_of(mine, theirs, *lines))
    assert outcome.reply.unchanged == (A, B)
    assert not outcome.edits
    assert not outcome.findings


def test_a_blank_work_centre_is_filled() -> None:
    mine = submitted(A)
    line = planned(mine, work_center=None)
    outcome = press(office_of(mine, line))
    assert outcome.edits == (SetCells(line, {"work_center": "一车间"}),)
    assert outcome.reply.unchanged == (A,)


def test_a_work_centre_that_the_planner_chose_stays() -> None:
    mine = submitted(A)
    assert not press(office_of(mine, planned(mine, work_center="二车间"))).edits


def test_an_unissued_line_takes_the_new_values_and_old_and_new_are_told() -> None:
    old = submitted(A)
    new = submitted(A, quantity=Decimal(12), customer_wish="加急")
    line = planned(
        old,
        work_center="一车间",
        start_date=date(2026, 11, 25),
        completion_date=date(2026, 11, 25),
        product_name="曲轴",
        unit="件",
    )
    outcome = press(office_of(new, line))
    assert outcome.reply.changed == (A,)
    assert outcome.edits == (
        SetCells(
            line,
            {
                "quantity": Decimal(12),
                "customer_wish": "加急",
                "order_hash": fingerprint.plan(new),
                "start_date": None,  # found for 10 pieces
                "completion_date": None,
            },
        ),
    )
    assert {it.rule.code for it in outcome.findings} == {"order-taken-anew"}
    said = [(it.place.column, it.facts["old"], it.facts["new"]) for it in outcome.findings]
    assert said[0] == ("quantity", Decimal(10), Decimal(12))
    assert [(column, new) for column, _, new in said[1:]] == [("customer_wish", "加急")]


def test_dates_survive_a_change_that_does_not_touch_the_load() -> None:
    line = planned(submitted(A), work_center="一车间", completion_date=date(2026, 11, 25))
    office = consolidated(office_of(submitted(A, customer_wish="加急"), line))
    assert line_of(office, A).completion_date == date(2026, 11, 25)


def test_an_issued_line_that_changed_is_marked_and_keeps_its_values() -> None:
    line = issued(submitted(A), work_center="一车间")
    outcome = press(office_of(submitted(A, quantity=Decimal(12)), line))
    assert outcome.reply.changed == (A,)
    assert not outcome.edits
    assert codes(outcome.findings) == [(A, "issued-order-changed")]


def test_an_issued_order_that_was_cancelled_is_marked() -> None:
    line = issued(submitted(A), work_center="一车间")
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    outcome = press(office_of(gone, line))
    assert codes(outcome.findings) == [(A, "issued-order-cancelled")]
    assert not outcome.edits


def test_a_cancelled_unissued_line_is_told_once_and_loses_its_dates() -> None:
    line = planned(submitted(A), work_center="一车间", completion_date=date(2026, 11, 25))
    office = office_of(submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单"), line)
    first = press(office)
    assert first.reply.changed == (A,)
    assert codes(first.findings) == [(A, "planned-order-cancelled")]
    then = after(office, first)
    assert line_of(then, A).completion_date is None
    again = press(then)
    assert again.reply.unchanged == (A,)
    assert not again.edits
    assert not again.findings


def test_a_changed_order_with_an_error_leaves_its_line_as_it_was() -> None:
    outcome = press(
        office_of(submitted(A, customer="无名"), planned(submitted(A), work_center="x"))
    )
    assert reasons(outcome) == {A: "has-errors"}
    assert not outcome.edits


def test_a_requested_row_follows_its_order_and_the_planner_is_told_to_pass_it_on() -> None:
    row = requested(submitted(A, product="B1"), request_no="MY-202611-001")
    office = office_of(submitted(A, product="B1", quantity=Decimal(7)), row)
    outcome = press(office)
    assert codes(outcome.findings) == [(A, "requested-order-changed")]
    assert request_of(after(office, outcome), A).quantity == 7


def test_a_cancelled_order_that_was_requested_is_to_be_passed_on() -> None:
    row = requested(submitted(A, product="B1"), request_no="MY-202611-001")
    gone = submitted(A, product="B1", cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    office = office_of(gone, row)
    outcome = press(office)
    assert codes(outcome.findings) == [(A, "requested-order-cancelled")]
    assert press(after(office, outcome)).reply.unchanged == (A,)


def test_a_line_cannot_change_into_the_other_table() -> None:
    office = office_of(submitted(A, product="B1"), planned(submitted(A), work_center="一车间"))
    outcome = press(office)
    assert reasons(outcome) == {A: "supply-changed"}
    assert codes(outcome.findings) == [(A, "supply-changed")]
    assert outcome.refused
    assert not outcome.edits


def test_a_product_of_another_centre_is_told() -> None:
    office = office_of(submitted(A, product="P2"), planned(submitted(A), work_center="一车间"))
    outcome = press(office)
    assert (A, "work-center-differs") in codes(outcome.findings)
    assert line_of(after(office, outcome), A).work_center == "一车间"


def test_a_line_whose_order_is_gone_is_told() -> None:
    outcome = press(office_of(planned(submitted(A))))
    assert codes(outcome.findings) == [(A, "order-gone")]


# --- returned ---------------------------------------------------------------------------------


def test_a_returned_order_stays_out_until_it_is_submitted_again() -> None:
    line = planned(submitted(A), work_center="一车间", returned_reason="图纸不全")
    outcome = press(office_of(submitted(A, customer_wish="图纸已补"), line))
    assert reasons(outcome) == {A: "returned"}
    assert not outcome.edits


def test_a_returned_order_that_is_cancelled_is_taken_as_cancelled() -> None:
    line = planned(submitted(A), work_center="一车间", returned_reason="做不了")
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    outcome = press(office_of(gone, line))
    assert outcome.reply.changed == (A,)
    assert codes(outcome.findings) == [(A, "planned-order-cancelled")]


def test_the_next_submission_voids_the_reason_and_is_taken() -> None:
    line = planned(submitted(A), work_center="一车间", returned_reason="图纸不全")
    again = submitted(A, submitted_at=LATER, customer_wish="图纸已补")
    office = office_of(again, line)
    outcome = press(office)
    assert outcome.reply.changed == (A,)
    taken = line_of(after(office, outcome), A)
    assert (taken.returned_reason, taken.submitted_at, taken.customer_wish) == (
        None,
        LATER,
        "图纸已补",
    )


def test_a_returned_order_that_comes_back_as_it_was_is_taken_too() -> None:
    line = planned(submitted(A), work_center="一车间", returned_reason="图纸不全")
    office = office_of(submitted(A, submitted_at=LATER), line)
    outcome = press(office)
    assert outcome.reply.changed == (A,)
    assert line_of(after(office, outcome), A).submitted_at == LATER


def test_a_mended_order_passes_its_review_anew_and_its_reason_is_cleared_meanwhile() -> None:
    line = planned(submitted(A), work_center="一车间", returned_reason="量太少")
    office = office_of(submitted(A, submitted_at=LATER, unit_price=Decimal(6000)), line)
    outcome = press(office)
    assert reasons(outcome) == {A: "review-pending"}
    assert outcome.edits == (SetCells(line, {"returned_reason": None}),)


def test_a_reason_beside_an_issued_line_changes_nothing() -> None:
    mine = submitted(A)
    line = issued(mine, work_center="一车间", returned_reason="图纸不全")
    outcome = press(office_of(mine, line))
    assert outcome.reply.unchanged == (A,)
    assert not outcome.edits


# --- pressed twice ----------------------------------------------------------------------------

_NUMBERS = [f"CL-202611-ZS-{n:03}" for n in range(1, 8)]


@st.composite
def _rows(draw: st.DrawFn) -> list[Any]:
    """Orders as they may be, some in the plan as they once were."""
    rows: list[Any] = []
    for n, number in enumerate(draw(st.lists(st.sampled_from(_NUMBERS), unique=True))):
        cells: dict[str, Any] = {
            "row": 3 + n,
            "product": draw(st.sampled_from(["P1", "P2", "B1", "无此产品"])),
            "customer": draw(st.sampled_from(["东风", "东风", "无名"])),
            "unit_price": draw(st.sampled_from([Decimal(100), Decimal(6000)])),
            "quantity": Decimal(draw(st.integers(1, 3))),
            "order_date": draw(st.sampled_from([NOV, date(2026, 12, 5), date(2025, 3, 3)])),
        }
        now = order(
            number,
            **cells,
            submitted_at=draw(st.sampled_from([None, AT_NINE, LATER])),
            cancelled_on=draw(st.sampled_from([None, None, date(2026, 11, 9)])),
            cancel_reason="撤单",
        )
        rows.append(now)
        if draw(st.booleans()):
            rows.append(decision(now, draw(st.sampled_from(list(Decision)))))
        then = now.model_copy(
            update={
                "submitted_at": AT_NINE,
                "quantity": Decimal(draw(st.integers(1, 3))),
                "cancelled_on": draw(st.sampled_from([None, date(2026, 11, 9)])),
            }
        )
        reason = draw(st.sampled_from([None, "图纸不全"]))
        match draw(st.sampled_from(["new", "planned", "issued", "request", "requested"])):
            case "planned":
                center_name = draw(st.sampled_from([None, "一车间"]))
                line = planned(then, row=3 + n, returned_reason=reason, work_center=center_name)
                rows.append(line)
            case "issued":
                rows.append(issued(then, row=3 + n, returned_reason=reason))
            case "request":
                rows.append(requested(then, row=3 + n, returned_reason=reason))
            case "requested":
                rows.append(requested(then, row=3 + n, request_no=f"MY-202611-{n + 1:03}"))
    return rows


@given(_rows())
def test_the_second_press_changes_nothing(rows: list[Any]) -> None:
    office = office_of(*rows)
    first = press(office)
    then = after(office, first)
    second = press(then)
    assert not second.edits
    assert second.reply.planned == ()
    assert second.reply.trade == ()
    # only what is issued and waits for its revision is still said to have changed
    issued_now = {line.order_no for line in then.rows(PlanLine) if line.plan_no}
    assert set(second.reply.changed) <= issued_now
    assert second.reply.left_out == first.reply.left_out


@given(_rows())
def test_every_submitted_order_up_to_the_months_end_is_accounted_for(rows: list[Any]) -> None:
    office = office_of(*rows)
    outcome = press(office)
    reply = outcome.reply
    told = [*reasons(outcome), *reply.planned, *reply.trade, *reply.changed, *reply.unchanged]
    assert len(told) == len(set(told))
    due = {
        row.order_no
        for row in office.rows(Order)
        if row.submitted_at and row.order_date <= date(2026, 11, 30)
    }
    assert due <= set(told)
    in_plan = {row.order_no for row in office.rows(PlanLine)}
    in_plan |= {row.order_no for row in office.rows(TradeRequest) if row.order_no}
    assert set(told) <= due | in_plan


@given(_rows())
def test_issued_lines_are_never_touched_but_for_a_blank_work_centre(rows: list[Any]) -> None:
    for edit in press(office_of(*rows)).edits:
        if isinstance(edit, SetCells) and isinstance(edit.row, PlanLine) and edit.row.plan_no:
            assert set(edit.values) == {"work_center"}
            assert edit.row.work_center is None
