"""Schedule and Promise: the dates of plan lines, worked out by hand; the load table."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import MASTERS, NOV, order, register_of
from tests.flow.branch import (
    AT_NINE,
    PLAN,
    TODAY,
    branch,
    decision,
    issued,
    planned,
    progress,
    receipt,
)
from tests.flow.planning import (
    after,
    bought,
    calling,
    center,
    codes,
    consolidated,
    line_of,
    made,
    retyped,
    scheduled,
)
from xlsales.core.office import Office
from xlsales.core.outcome import Outcome, Refusal, Replace, SetCells
from xlsales.core.reply import mapped
from xlsales.core.row import At
from xlsales.flow.facts.approvals import review_of
from xlsales.flow.plan.loading import compute_load, compute_load_chart
from xlsales.flow.plan.scheduling import (
    PromiseArgs,
    Promised,
    ScheduleArgs,
    Scheduled,
    promise,
    schedule,
)
from xlsales.flow.register.intake import SubmitArgs, submit
from xlsales.forms.choices import DayKind, PlanType, Review, Stage
from xlsales.forms.management import Approval
from xlsales.forms.masters import CalendarDay, Setting
from xlsales.forms.plan import CHART_WEEKS, PlanLine
from xlsales.forms.register import Order

A, B, C = "CL-202611-ZS-001", "CL-202611-ZS-002", "CL-202611-ZS-003"
WED, THU, FRI = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
SAT, MON, TUE, WED2 = date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)
REGISTER = register_of("张三")


def submitted(no: str = A, quantity: int = 10, required: date = TUE, **cells: Any) -> Order:
    return order(
        no, quantity=Decimal(quantity), required_date=required, **{"submitted_at": AT_NINE, **cells}
    )


def line(of: Order, **cells: Any) -> PlanLine:
    return planned(of, **{"work_center": "一车间", **cells})


def out(of: Order, completion: date, **cells: Any) -> PlanLine:
    """An issued line."""
    values = {"work_center": "一车间", "start_date": WED, "completion_date": completion, "row": 90}
    return issued(of, **{**values, **cells})


def shop(*rows: Any, post_days: int = 0) -> Office:
    """One forge of 10 pieces a day; P1 needs ``post_days`` after forging."""
    return branch(made(post_days=post_days), center(), *rows)


def press(office: Office, today: date = TODAY) -> Outcome[Scheduled]:
    return schedule(office, calling(ScheduleArgs(), today=today))


def dates(outcome: Outcome[Scheduled]) -> dict[str, tuple[date | None, date | None, int | None]]:
    return {
        it.order_no: (it.start_date, it.completion_date, it.late_days) for it in outcome.reply.lines
    }


# --- worked by hand ---------------------------------------------------------------------------


def test_lines_are_forged_one_after_another_by_required_date() -> None:
    # 10 pieces a day from Wed: B (15) first, since it is required first: Wed and half of Thu;
    # A (20): the rest of Thu, Fri, half of Mon; each two working days until it is ready
    a, b = submitted(A, 20, TUE), submitted(B, 15, MON, row=4)
    outcome = press(shop(a, b, line(a), line(b, row=4), post_days=2))
    assert dates(outcome) == {A: (THU, WED2, 1), B: (WED, MON, 0)}
    assert codes(outcome.findings) == [(A, "late-line")]
    assert [edit.values for edit in outcome.edits if isinstance(edit, SetCells)] == [
        {"start_date": THU, "completion_date": WED2},
        {"start_date": WED, "completion_date": MON},
    ]


def test_a_centre_that_counts_kilograms_takes_the_weight() -> None:
    # 25 pieces of 20 kg are 500 kg: two and a half days of 200 kg
    a = submitted(A, 25)
    office = branch(made(), center(daily=200, unit="kg"), a, line(a))
    assert dates(press(office)) == {A: (WED, FRI, 0)}


def test_capacity_changes_from_a_date_on() -> None:
    # 10 on Wed and Thu, 40 from Fri on
    a = submitted(A, 60)
    more = center(daily=40, from_date=FRI)
    assert dates(press(shop(a, line(a), more))) == {A: (WED, FRI, 0)}


def test_the_offices_calendar_overrules() -> None:
    a = submitted(A, 40)
    off = CalendarDay(at=At(MASTERS, 3), date=THU, kind=DayKind.HOLIDAY)
    on = CalendarDay(at=At(MASTERS, 4), date=SAT, kind=DayKind.WORKING)
    assert dates(press(shop(a, line(a), off, on))) == {A: (WED, MON, 0)}  # Wed Fri Sat Mon


def test_temporary_goes_before_monthly_of_the_same_urgency() -> None:
    a, b = submitted(A), submitted(B, row=4, plan_type=PlanType.TEMPORARY)
    outcome = press(shop(a, b, line(a), line(b, row=4)))
    assert dates(outcome) == {A: (THU, THU, 0), B: (WED, WED, 0)}


def test_a_fixed_date_is_kept_by_placing_backwards() -> None:
    # ready on Tue after 1 working day: forged until Mon, 15 pieces: Mon and half of Fri
    a = submitted(A, 15)
    assert dates(press(shop(a, line(a, fixed_date=TUE), post_days=1))) == {A: (FRI, TUE, 0)}


def test_a_fixed_date_without_room_is_said_and_the_line_goes_as_early_as_it_can() -> None:
    a = submitted(A, 25)
    outcome = press(shop(a, line(a, fixed_date=THU)))
    assert dates(outcome) == {A: (WED, FRI, 0)}
    assert codes(outcome.findings) == [(A, "fixed-date-unmet")]


# --- what takes room --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "forged", "rejected", "start"),
    [
        (5, 12, 2, THU),  # 20 − max(5, 12 − 2) = 10 fill Wed
        (10, 12, 7, THU),  # 20 − max(10, 12 − 7)
        (0, 0, 0, FRI),  # 20 fill Wed and Thu
        (0, 25, 2, WED),  # more than needed was forged: nothing is left
    ],
)
def test_issued_lines_keep_their_dates_and_what_is_left_of_them_takes_room_first(
    accepted: int, forged: int, rejected: int, start: date
) -> None:
    a, b = submitted(A, 20), submitted(B, row=4, required=WED)
    rows = progress(A, forged), receipt(A, accepted, rejected_qty=Decimal(rejected))
    office = shop(a, b, out(a, MON), line(b, row=4), *rows)
    outcome = press(office)
    assert dates(outcome)[B][0] == start
    assert A not in dates(outcome)
    assert line_of(after(office, outcome), A).completion_date == MON


def test_only_forging_counts_as_forged() -> None:
    a, b = submitted(A), submitted(B, row=4)
    cut = progress(A, 10).model_copy(update={"stage": Stage.BLANKING})
    assert dates(press(shop(a, b, out(a, MON), line(b, row=4), cut)))[B] == (THU, THU, 0)


def test_what_is_accepted_in_full_takes_no_room() -> None:
    a, b = submitted(A, 20), submitted(B, row=4)
    office = shop(a, b, out(a, MON), line(b, row=4), receipt(A, 20))
    assert dates(press(office))[B] == (WED, WED, 0)


@pytest.mark.parametrize("was_issued", [True, False])
def test_cancelled_orders_take_no_room(was_issued: bool) -> None:
    old, b = submitted(A, 20), submitted(B, row=4, required=date(2026, 12, 9))
    gone = submitted(A, 20, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    mine = out(old, MON) if was_issued else line(old, completion_date=MON, start_date=WED)
    office = shop(gone, b, mine, line(b, row=4))
    outcome = press(office)
    assert dates(outcome) == {B: (WED, WED, 0)}
    dated = line_of(after(office, outcome), A).completion_date
    assert dated == (MON if was_issued else None)


def test_returned_orders_take_no_room_and_lose_their_dates() -> None:
    a, b = submitted(A, 20), submitted(B, row=4, required=date(2026, 12, 9))
    back = line(a, returned_reason="图纸不全", start_date=WED, completion_date=THU)
    office = shop(a, b, back, line(b, row=4))
    outcome = press(office)
    assert dates(outcome) == {B: (WED, WED, 0)}
    assert SetCells(back, {"start_date": None, "completion_date": None}) in outcome.edits


def test_lines_of_all_years_share_the_room() -> None:
    old = order(
        "CL-202512-ZS-009",
        order_date=date(2025, 12, 30),
        required_date=FRI,
        submitted_at=AT_NINE,
        row=9,
    )
    a = submitted(A)
    assert dates(press(shop(a, old, line(a), line(old, row=4)))) == {
        "CL-202512-ZS-009": (WED, WED, 0),
        A: (THU, THU, 0),
    }


# --- what cannot be scheduled -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("goods", "forge", "where"),
    [
        (made(unit_weight_kg=None), center(unit="kg"), "一车间"),
        (made(), center(), None),
        (made(), center(), "三车间"),
        (made("P9"), center(), "一车间"),
    ],
    ids=["no unit weight", "no work centre", "no capacity", "no product"],
)
def test_a_line_whose_load_cannot_be_told_stays_without_dates(
    goods: Any, forge: Any, where: str | None
) -> None:
    a = submitted(A)
    mine = line(a, work_center=where, start_date=WED, completion_date=WED)
    outcome = press(branch(goods, forge, a, mine))
    assert dates(outcome) == {A: (None, None, None)}
    assert codes(outcome.findings) == [(A, "load-unknown")]
    assert SetCells(mine, {"start_date": None, "completion_date": None}) in outcome.edits
    assert outcome.refused


def test_a_centre_whose_rows_count_different_units_cannot_be_reckoned_with() -> None:
    a = submitted(A)
    outcome = press(shop(a, line(a), center(unit="kg", from_date=FRI)))
    assert codes(outcome.findings) == [(A, "load-unknown")]


def test_a_bad_line_does_not_keep_the_others_from_their_dates() -> None:
    a, b = submitted(A), submitted(B, row=4, product="无此产品")
    assert dates(press(shop(a, b, line(a), line(b, row=4)))) == {
        A: (WED, WED, 0),
        B: (None, None, None),
    }


def test_a_load_beyond_all_proportion_has_no_room() -> None:
    a = submitted(A, 10**9)
    assert codes(press(shop(a, line(a))).findings) == [(A, "no-room")]


def test_dates_in_a_year_without_an_announced_calendar_are_marked() -> None:
    a = submitted(A, required=date(2027, 6, 1))
    outcome = press(shop(a, line(a)), today=date(2027, 3, 1))
    assert codes(outcome.findings) == [(A, "calendar-provisional")]


def test_a_doubled_line_is_not_scheduled_twice() -> None:
    a, b = submitted(A), submitted(B, row=4)
    office = shop(a, b, line(a), line(a, row=8), line(b, row=4))
    assert dates(press(office)) == {A: (WED, WED, 0), B: (THU, THU, 0)}


# --- the load table ---------------------------------------------------------------------------


def test_the_load_table_shows_the_weeks_of_each_centre() -> None:
    # from Wed: 3 days of 10 in W48, then 5; 35 pieces fill the first week and one day half
    a = submitted(A, 35)
    office = shop(a, line(a), center("二车间", daily=7))
    table = compute_load(office, TODAY)
    shown = [
        (it.work_center, it.week, it.capacity, it.planned, it.free, it.load_pct) for it in table
    ]
    d = Decimal
    assert shown == [
        ("一车间", "2026-W48", d(30), d(30), d(0), d(1)),
        ("一车间", "2026-W49", d(50), d(5), d(45), d("0.1")),
        ("一车间", "2026-W50", d(50), d(0), d(50), d(0)),
        ("一车间", "2026-W51", d(50), d(0), d(50), d(0)),
        ("二车间", "2026-W48", d(21), d(0), d(21), d(0)),
        ("二车间", "2026-W49", d(35), d(0), d(35), d(0)),
        ("二车间", "2026-W50", d(35), d(0), d(35), d(0)),
        ("二车间", "2026-W51", d(35), d(0), d(35), d(0)),
    ]


def test_weeks_are_said_by_their_days_and_amounts_have_a_unit() -> None:
    a = submitted(A, 35)
    table = compute_load(shop(a, line(a), center("二车间", daily=7, unit="kg")), TODAY)
    assert [(it.dates, it.unit) for it in table[:2]] == [
        ("11/23–11/29", "件"),
        ("11/30–12/6", "件"),
    ]
    assert {it.unit for it in table[4:]} == {"kg"}


def test_a_chart_has_the_coming_weeks_of_each_centre_whatever_is_planned() -> None:
    a = submitted(A, 35)
    table = compute_load_chart(shop(a, line(a), center("二车间", daily=7)), TODAY)
    assert [it.bar for it in table] == list(range(1, 2 * CHART_WEEKS + 1))
    assert [(it.work_center, it.caption) for it in table if it.caption] == [
        ("一车间", "一车间 (件)"),
        ("二车间", "二车间 (件)"),
    ]
    assert table[CHART_WEEKS].caption  # its first row: there the chart's labels begin
    d = Decimal
    shown = [(it.dates, it.planned, it.capacity) for it in table]
    assert shown[:2] == [("11/23–11/29", d(30), d(30)), ("11/30–12/6", d(5), d(50))]
    assert shown[5] == ("12/28–1/3", d(0), d(40))  # New Year's Day is off
    assert shown[8] == ("11/23–11/29", d(0), d(21))


def test_a_week_without_a_working_day_has_no_capacity() -> None:
    days = [
        CalendarDay(date=date(2026, 11, 30) + timedelta(days=n), kind=DayKind.HOLIDAY)
        for n in range(5)
    ]
    a = submitted(A, 35)
    office = shop(a, line(a), *days)
    d = Decimal
    assert [(it.planned, it.capacity) for it in compute_load_chart(office, TODAY)][:3] == [
        (d(30), d(30)),
        (d(0), d(0)),
        (d(5), d(50)),
    ]
    assert [it.load_pct for it in compute_load(office, TODAY)][:3] == [1, None, Decimal("0.1")]


def test_schedule_writes_the_load_tables_once() -> None:
    a = submitted(A)
    office = shop(a, line(a))
    first = press(office)
    assert [edit.book for edit in first.edits if isinstance(edit, Replace)] == [PLAN, PLAN]
    assert not press(after(office, first)).edits


# --- properties -------------------------------------------------------------------------------


@st.composite
def _shops(draw: st.DrawFn) -> list[Any]:
    """Orders of three products on two forges, drafts and submitted ones, some planned or issued."""
    rows: list[Any] = []
    goods = {"P1": ("一车间", 0), "P2": ("二车间", 2), "P3": ("一车间", 3)}
    rows += [made(code, days, work_center=forge) for code, (forge, days) in goods.items()]
    rows += [bought(), center(daily=draw(st.integers(3, 12))), center("二车间", 60, "kg")]
    rows.append(Setting(key="review_first_order", value=draw(st.sampled_from(["yes", "no"]))))
    for n in range(draw(st.integers(1, 7))):
        stage = draw(
            st.sampled_from(["draft", "bare", "submitted", "planned", "issued", "returned"])
        )
        product = draw(
            st.sampled_from([*goods, "B1"] if stage in {"draft", "submitted"} else [*goods])
        )
        now = order(
            None if stage == "bare" else f"CL-202611-ZS-{n + 1:03}",
            row=3 + n,
            product=product,
            quantity=Decimal(draw(st.integers(1, 40))),
            unit_price=Decimal(draw(st.sampled_from([10, 9000]))),
            plan_type=draw(st.sampled_from(list(PlanType))),
            required_date=date(2026, 11, 20) + timedelta(draw(st.integers(0, 30))),
            submitted_at=None if stage in {"draft", "bare"} else AT_NINE + timedelta(minutes=n),
        )
        rows.append(now)
        forge = goods.get(product, ("一车间", 0))[0]
        if stage in {"planned", "returned"}:
            fixed = draw(st.sampled_from([None, None, MON, date(2026, 12, 8)]))
            reason = "图纸不全" if stage == "returned" else None
            rows.append(
                planned(now, row=3 + n, work_center=forge, fixed_date=fixed, returned_reason=reason)
            )
        elif stage == "issued":
            rows.append(issued(now, row=3 + n, line_no=n, work_center=forge, completion_date=MON))
    return rows


@given(_shops())
def test_a_second_press_changes_nothing(rows: list[Any]) -> None:
    office = scheduled(consolidated(branch(*rows)))
    assert not press(office).edits


def asked(office: Office, *orders: str, today: date = TODAY) -> Outcome[Promised]:
    call = calling(PromiseArgs(order=orders), today=today, book=REGISTER)
    return promise(office, call)


def promised(outcome: Outcome[Promised]) -> dict[int, tuple[date | None, int | None]]:
    return {it.row: (it.completion_date, it.late_days) for it in outcome.reply.lines}


def handed_in(office: Office, *orders: str) -> Office:
    """The office after Submit, and manager's approval of whatever waits for one."""
    then = after(office, submit(office, calling(SubmitArgs(order=orders), book=REGISTER)))
    waiting = [
        row
        for row in then.rows(Order)
        if row.submitted_at and review_of(then, row) is Review.PENDING and row.at in _marked(office)
    ]
    approvals = [decision(row, row=40 + row.at.row) for row in waiting]
    tables = {model: then.rows(model) for model in then._rows}
    return Office({**tables, **({type(approvals[0]): approvals} if approvals else {})}, then.books)


def _marked(office: Office) -> set[At]:
    return {At(REGISTER, it.row) for it in asked(office).reply.lines}


@given(_shops())
def test_what_is_promised_is_what_schedule_gives_afterwards(rows: list[Any]) -> None:
    office = branch(*rows)
    answers = promised(asked(office))
    then = scheduled(consolidated(handed_in(office), month="2026-11"))
    marked = [row for row in then.rows(Order) if row.at.row in answers]
    assert {row.at.row for row in marked} == set(answers)
    for row in marked:
        found = then.first(PlanLine, "order_no", row.order_no)
        completion = found.completion_date if found else None
        assert answers[row.at.row][0] == completion, row.order_no
        assert (completion is None) is (row.product == "B1")


# --- promises ---------------------------------------------------------------------------------


def test_a_draft_is_promised_the_room_that_the_plan_leaves() -> None:
    # A in the plan fills Wed; the draft of 15: Thu and half of Fri
    a, draft = submitted(A), order(None, row=4, quantity=Decimal(15), required_date=THU)
    outcome = asked(shop(a, draft, line(a, fixed_date=WED)))
    assert mapped(outcome.reply) == {
        "lines": [{"order_no": None, "row": 4, "completion_date": FRI, "late_days": 1}]
    }
    assert not outcome.edits


def test_an_order_that_is_more_urgent_is_promised_an_earlier_day() -> None:
    a, draft = submitted(A), order(B, row=4, required_date=WED)
    assert promised(asked(shop(a, draft, line(a)))) == {4: (WED, 0)}


def test_a_draft_of_next_month_is_promised_a_date_too() -> None:
    day = date(2026, 12, 3)
    draft = order(A, order_date=day, required_date=date(2026, 12, 9))
    assert promised(asked(shop(draft))) == {3: (WED, 0)}


def test_only_the_marked_drafts_are_taken_for_submitted() -> None:
    one, other = order(A, required_date=THU), order(B, row=4, required_date=TUE)
    office = shop(one, other)
    assert promised(asked(office)) == {3: (WED, 0), 4: (THU, 0)}
    assert promised(asked(office, B)) == {4: (WED, 0)}


def test_the_marked_order_is_taken_for_approved_but_the_others_are_not() -> None:
    # both are first orders of their product, so both need a review; only the draft is waved through
    waiting = submitted(A, required=WED)
    draft = order(B, row=4, customer="一汽", required_date=THU)
    assert promised(asked(shop(waiting, draft))) == {4: (WED, 0)}
    reviewed = shop(waiting, draft, decision(waiting))
    assert promised(asked(reviewed)) == {4: (THU, 0)}


def test_a_promise_needs_no_access_to_the_management_workbook() -> None:
    waiting, draft = submitted(A, required=WED), order(B, row=4, required_date=THU)
    office = branch(made(), center(), waiting, draft, without=[Approval])
    assert promised(asked(office)) == {4: (WED, 0)}


def test_an_issued_order_is_promised_the_date_that_it_was_issued_with() -> None:
    a = submitted(A, required=FRI)
    assert promised(asked(shop(a, out(a, MON)), A)) == {3: (MON, 1)}


def test_what_is_bought_in_cancelled_or_faulty_is_promised_nothing() -> None:
    rows = (
        order(A, product="B1"),
        order(B, row=4, cancelled_on=NOV, cancel_reason="撤单"),
        order(C, row=5, customer="无名"),
    )
    outcome = asked(shop(bought(), *rows), A, B, C)
    assert promised(outcome) == {3: (None, None), 4: (None, None), 5: (None, None)}
    assert codes(outcome.findings) == [(C, "unknown-customer")]
    assert outcome.refused


def test_a_number_of_another_register_is_refused() -> None:
    with pytest.raises(Refusal):
        asked(shop(order(A)), "CL-202611-LS-001")


def test_a_promise_holds_after_a_return_within_the_same_minute() -> None:
    a = submitted(A, required=THU)
    now = datetime(2026, 11, 24, 8)
    a = a.model_copy(update={"submitted_at": now})
    office = shop(a, line(a, returned_reason="图纸不全"))
    assert promised(asked(office)) == {3: (WED, 0)}
    assert line_of(scheduled(consolidated(handed_in(office))), A).completion_date == WED


def test_a_retyped_fixed_date_moves_the_line() -> None:
    a = submitted(A)
    office = scheduled(shop(a, line(a)))
    moved = retyped(office, line_of(office, A), fixed_date=FRI)
    assert dates(press(moved)) == {A: (FRI, FRI, 0)}
