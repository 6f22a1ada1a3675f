"""Issue plan, Temporary plan and Revise plan: what is issued, numbered, printed, marked."""

from collections.abc import Mapping
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
    setting,
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
    reasons,
    retyped,
    scheduled,
)
from xlsales.core.office import Office
from xlsales.core.outcome import FormContent, Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import mapped
from xlsales.core.words import Words
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.states import state_of
from xlsales.flow.plan.issuing import IssueArgs, Issued, ReviseArgs, issue, next_revision, revise
from xlsales.forms.choices import OrderState, PlanType
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order

A, B, C = "CL-202611-ZS-001", "CL-202611-ZS-002", "CL-202611-ZS-003"
WED, THU, FRI = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
MON, TUE = date(2026, 11, 30), date(2026, 12, 1)
RW = "RW-202611-01"


def submitted(no: str = A, **cells: Any) -> Order:
    return order(no, **{"submitted_at": AT_NINE, "required_date": TUE, **cells})


def dated(of: Order, completion: date = WED, **cells: Any) -> PlanLine:
    values = {"work_center": "一车间", "start_date": WED, "completion_date": completion}
    return planned(of, **{**values, **cells})


def shop(*rows: Any) -> Office:
    return branch(made(), made("P2", work_center="二车间"), center(), center("二车间"), *rows)


def press(office: Office, today: date = TODAY, **args: Any) -> Outcome[Issued]:
    args = args or {"month": "2026-11"}
    return issue(office, calling(IssueArgs(**args), today=today, user="钱计划"))


def revised(office: Office, today: date = TODAY, plan_no: str = RW) -> Outcome[Issued]:
    return revise(office, calling(ReviseArgs(plan_no=plan_no), today=today, user="钱计划"))


def form(outcome: Outcome[Issued]) -> FormContent:
    (document,) = outcome.documents
    assert isinstance(document.content, FormContent)
    return document.content


def told(outcome: Outcome[Issued]) -> list[Mapping[str, Any]]:
    return [mapped(line) for line in outcome.reply.lines]


# --- monthly ----------------------------------------------------------------------------------


def test_the_months_dated_lines_are_issued_under_one_number() -> None:
    a, b, c = submitted(A), submitted(B, row=4), submitted(C, row=5, product="P2")
    office = shop(
        a,
        b,
        c,
        dated(a, THU, start_date=THU),
        dated(b, WED, row=4),
        dated(c, WED, row=5, work_center="二车间"),
    )
    outcome = press(office)
    assert outcome.reply.plan_no == RW
    assert outcome.reply.revision is None
    assert outcome.reply.left_out == ()
    # by centre (一 before 二), then start
    assert [(it["line_no"], it["order_no"]) for it in told(outcome)] == [(1, B), (2, A), (3, C)]
    then = after(office, outcome)
    line = line_of(then, A)
    assert (line.plan_no, line.line_no, line.issued_on) == (RW, 2, TODAY)
    assert line.completion_date == THU
    assert state_of(then, a) is OrderState.ISSUED
    assert SetProperty(PLAN, "xlsales.last.RW-202611", "1") in outcome.edits


def test_the_form_has_both_copies_and_what_production_needs() -> None:
    a = submitted(A, customer_wish="调质")
    outcome = press(shop(a, dated(a, product_name="曲轴", unit="件", remark="急")))
    assert outcome.documents[0].form == "task_plan"
    assert outcome.documents[0].path == Words(
        "计划/任务计划单-RW-202611-01.xlsx", "Plan/Task plan-RW-202611-01.xlsx"
    )
    content = form(outcome)
    assert [copy.zh for copy in content.copies] == ["存根联", "生产联"]
    assert content.fields == {
        "company": "金鼎公司",
        "branch": "精密锻造分公司",
        "plan_no": RW,
        "revision": None,
        "month": "2026-11",
        "issued_on": TODAY,
        "planner": "钱计划",
        "line_count": 1,
        "total_weight_kg": Decimal(200),
    }
    assert content.lines == (
        {
            "line_no": 1,
            "order_no": A,
            "customer": "东风",
            "product": "P1",
            "product_name": "曲轴",
            "spec": None,
            "material": None,
            "unit": "件",
            "quantity": Decimal(10),
            "work_center": "一车间",
            "start_date": WED,
            "completion_date": WED,
            "required_date": TUE,
            "customer_wish": "调质",
            "salesperson": "张三",
            "remark": "急",
            "unit_weight_kg": Decimal(20),
            "weight_kg": Decimal(200),
            "mark": None,
        },
    )


def test_a_second_issue_takes_the_next_number_and_nothing_twice() -> None:
    a, b = submitted(A), submitted(B, row=4)
    office = shop(a, b, dated(a), dated(b, row=4, completion_date=None))
    office = after(office, press(office))
    assert press(office).reply.plan_no is None
    outcome = press(retyped(office, line_of(office, B), completion_date=THU))
    assert outcome.reply.plan_no == "RW-202611-02"
    assert [it["order_no"] for it in told(outcome)] == [B]


def test_what_is_left_is_listed_with_the_reason() -> None:
    none = submitted(A)
    back = submitted(B, row=4)
    gone = submitted(C, row=5, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    bad = submitted("CL-202611-ZS-004", row=6)
    again = submitted("CL-202611-ZS-005", row=7, submitted_at=AT_NINE + timedelta(days=3))
    faulty = submitted("CL-202611-ZS-006", row=8)
    office = shop(
        none,
        back,
        gone,
        bad,
        again,
        faulty.model_copy(update={"customer": "无名"}),
        dated(none, start_date=None, completion_date=None),
        dated(back, row=4, returned_reason="图纸不全"),
        dated(gone, row=5),
        dated(bad, row=6, work_center="三车间"),
        dated(again, row=7, submitted_at=AT_NINE),
        dated(faulty, row=8),
    )
    outcome = press(office)
    assert reasons(outcome) == {
        A: "no-date",
        B: "returned",
        C: "cancelled",
        "CL-202611-ZS-004": "has-errors",
        "CL-202611-ZS-005": "resubmitted",
        "CL-202611-ZS-006": "has-errors",
    }
    assert outcome.reply.plan_no is None
    assert outcome.refused
    assert not outcome.edits
    assert not outcome.documents


def test_later_months_and_temporary_lines_are_not_the_months_business() -> None:
    later = submitted(A, order_date=date(2026, 12, 1), required_date=date(2026, 12, 9))
    hasty = submitted(B, row=4, plan_type=PlanType.TEMPORARY)
    outcome = press(shop(later, hasty, dated(later), dated(hasty, row=4)))
    assert mapped(outcome.reply) == {
        "plan_no": None,
        "revision": None,
        "lines": [],
        "files": [],
        "left_out": [],
    }
    assert not outcome.refused


def test_an_order_changed_since_is_issued_as_taken_over_but_said() -> None:
    a = submitted(A)
    office = shop(submitted(A, quantity=Decimal(12)), dated(a))
    outcome = press(office)
    assert codes(outcome.findings) == [(A, "issued-order-changed")]
    assert line_of(after(office, outcome), A).quantity == 10


# --- temporary --------------------------------------------------------------------------------


def test_a_temporary_plan_issues_the_selected_lines_of_either_kind() -> None:
    hasty, monthly = submitted(A, plan_type=PlanType.TEMPORARY), submitted(B, row=4)
    other = submitted(C, row=5, plan_type=PlanType.TEMPORARY)
    office = shop(hasty, monthly, other, dated(hasty), dated(monthly, row=4), dated(other, row=5))
    outcome = press(office, temporary=True, order=(A, B))
    assert outcome.reply.plan_no == "LS-202611-01"
    assert [it["order_no"] for it in told(outcome)] == [A, B]
    assert line_of(after(office, outcome), C).plan_no is None


def test_a_temporary_plan_says_what_it_could_not_issue() -> None:
    a, b = submitted(A), submitted(B, row=4)
    office = shop(a, b, issued(a, work_center="一车间"), dated(b, row=4, completion_date=None))
    outcome = press(office, temporary=True, order=(A, B, C))
    assert reasons(outcome) == {A: "already-issued", B: "no-date", C: "not-planned"}
    assert outcome.refused


@pytest.mark.parametrize(
    "args",
    [
        {"month": ""},
        {"temporary": True},
        {"month": "2026-11", "temporary": True, "order": (A,)},
        {"month": "2026-11", "order": (A,)},
        {"month": "11月"},
    ],
)
def test_neither_month_nor_selection_or_both_is_refused(args: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        press(shop(), **args)


# --- revisions --------------------------------------------------------------------------------


def test_a_changed_order_goes_into_revision_a_and_is_marked() -> None:
    a, b = submitted(A), submitted(B, row=4)
    new = submitted(A, quantity=Decimal(12), required_date=date(2026, 12, 4))
    office = shop(
        new,
        b,
        issued(a, work_center="一车间", product_name="曲轴", unit="件"),
        issued(b, row=4, line_no=2, work_center="一车间"),
    )
    outcome = revised(office)
    assert (outcome.reply.plan_no, outcome.reply.revision) == (RW, "A")
    assert [(it["order_no"], it["mark"]) for it in told(outcome)] == [(A, "changed"), (B, None)]
    (edit,) = outcome.edits
    assert isinstance(edit, SetCells)
    assert edit.values == {
        "quantity": Decimal(12),
        "required_date": date(2026, 12, 4),
        "order_hash": fingerprint.plan(new),
        "revision": "A",
    }
    assert outcome.documents[0].path.zh == "计划/任务计划单-RW-202611-01-A.xlsx"
    content = form(outcome)
    assert content.fields["revision"] == "A"
    assert [(it["line_no"], it["quantity"], it["mark"]) for it in content.lines] == [
        (1, Decimal(12), Words("变更", "Changed")),
        (2, Decimal(10), None),
    ]
    assert [(it.place.column, it.facts["old"], it.facts["new"]) for it in outcome.findings] == [
        ("quantity", Decimal(10), Decimal(12)),
        ("required_date", TUE, date(2026, 12, 4)),
    ]


def test_a_cancelled_order_is_cancelled_once_its_revision_says_so() -> None:
    a = submitted(A)
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    office = shop(gone, issued(a, work_center="一车间"))
    assert state_of(office, gone) is OrderState.ISSUED
    outcome = revised(office)
    then = after(office, outcome)
    assert state_of(then, gone) is OrderState.CANCELLED
    line = line_of(then, A)
    assert (line.quantity, line.revision) == (Decimal(10), "A")
    assert [it["mark"] for it in told(outcome)] == ["cancelled"]


def test_the_next_revision_is_b_and_still_shows_what_was_cancelled() -> None:
    a, b = submitted(A), submitted(B, row=4)
    gone = submitted(A, cancelled_on=date(2026, 11, 20), cancel_reason="撤单")
    lines = issued(a, work_center="一车间"), issued(b, row=4, line_no=2, work_center="一车间")
    first = shop(gone, b, *lines)
    office = after(first, revised(first))
    changed = retyped(office, b, customer_wish="加急")
    outcome = revised(changed)
    assert outcome.reply.revision == "B"
    assert [it["mark"] for it in told(outcome)] == ["cancelled", "changed"]
    then = after(changed, outcome)
    assert (line_of(then, A).revision, line_of(then, B).revision) == ("A", "B")


def test_a_revision_without_changes_changes_nothing() -> None:
    a = submitted(A)
    office = shop(a, issued(a, work_center="一车间", revision="A"))
    outcome = revised(office)
    assert outcome.reply.revision == "A"
    assert not outcome.edits
    assert not outcome.documents


def test_a_revision_twice_changes_nothing_the_second_time() -> None:
    office = shop(submitted(A, quantity=Decimal(12)), issued(submitted(A), work_center="一车间"))
    assert not revised(after(office, revised(office))).edits


def test_a_changed_order_with_an_error_keeps_its_line() -> None:
    office = shop(submitted(A, customer="无名"), issued(submitted(A), work_center="一车间"))
    outcome = revised(office)
    assert reasons(outcome) == {A: "has-errors"}
    assert codes(outcome.findings) == [(A, "unknown-customer")]
    assert not outcome.edits
    assert outcome.refused


def test_an_issued_line_cannot_become_a_bought_in_one() -> None:
    office = shop(bought(), submitted(A, product="B1"), issued(submitted(A), work_center="一车间"))
    assert reasons(revised(office)) == {A: "supply-changed"}


@pytest.mark.parametrize("plan_no", ["RW-202611-09", ""])
def test_a_plan_that_was_never_issued_is_refused(plan_no: str) -> None:
    with pytest.raises(Refusal):
        revised(shop(), plan_no=plan_no)


# --- moved dates ------------------------------------------------------------------------------


def later(of: Order, fixed: date, **cells: Any) -> PlanLine:
    """An issued line that begins on Thursday, beside which the planner typed another date."""
    values = {"work_center": "一车间", "start_date": THU, "completion_date": THU}
    return issued(of, **{**values, "fixed_date": fixed, **cells})


def test_a_date_that_the_planner_moved_is_taken_and_marked() -> None:
    a = submitted(A, quantity=Decimal(15))
    office = shop(a, later(a, MON))
    outcome = revised(office)
    assert [(it["start_date"], it["completion_date"], it["mark"]) for it in told(outcome)] == [
        (FRI, MON, "moved")  # 15 at 10 a day, backwards from Mon: Mon and half of Fri
    ]
    assert not revised(after(office, outcome)).edits


@pytest.mark.parametrize(("quantity", "fits"), [(20, True), (21, False)])
def test_a_move_goes_round_what_other_issued_lines_take(quantity: int, fits: bool) -> None:
    # B's 10 are placed forwards first and fill Wed; that leaves 20 up to Fri
    a, b = submitted(A, quantity=Decimal(quantity)), submitted(B, row=4)
    other = issued(b, row=4, line_no=2, work_center="一车间")
    outcome = revised(shop(a, b, later(a, FRI, start_date=MON, completion_date=TUE), other))
    moved = told(outcome)[0]
    assert (moved["start_date"], moved["completion_date"]) == ((THU, FRI) if fits else (MON, TUE))


def test_a_move_without_room_is_left_out() -> None:
    a = submitted(A, quantity=Decimal(40))
    outcome = revised(shop(a, later(a, FRI, completion_date=TUE)))
    assert reasons(outcome) == {A: "fixed-date-unmet"}
    assert codes(outcome.findings) == [(A, "fixed-date-unmet")]
    assert not outcome.edits


def test_only_what_is_still_to_be_forged_needs_room() -> None:
    a = submitted(A, quantity=Decimal(40))
    outcome = revised(
        shop(a, later(a, FRI, start_date=TODAY, completion_date=TUE), progress(A, 20))
    )
    # 20 of 40 are left, Thu and Fri; what was begun keeps its start
    assert [(it["start_date"], it["completion_date"]) for it in told(outcome)] == [(TODAY, FRI)]


def test_what_is_forged_may_be_moved_to_any_day() -> None:
    a = submitted(A)
    moved = later(a, TODAY, start_date=date(2026, 11, 23), completion_date=FRI)
    outcome = revised(shop(a, moved, progress(A, 10)))
    assert told(outcome)[0]["completion_date"] == TODAY


def test_a_line_accepted_in_full_is_not_moved() -> None:
    a = submitted(A)
    assert not revised(shop(a, later(a, MON), receipt(A, 10))).edits


def test_a_changed_quantity_and_a_moved_date_go_together() -> None:
    office = shop(submitted(A, quantity=Decimal(25)), later(submitted(A), MON))
    outcome = revised(office)
    # 25 backwards from Mon: Mon, Fri, half of Thu
    assert [(it["quantity"], it["start_date"], it["mark"]) for it in told(outcome)] == [
        (Decimal(25), THU, "changed")
    ]


def test_revisions_go_on_after_z() -> None:
    assert [next_revision(it) for it in (None, "A", "Y", "Z", "AZ", "ZZ")] == [
        "A",
        "B",
        "Z",
        "AA",
        "BA",
        "AAA",
    ]


def test_a_whole_month() -> None:
    """Consolidate, Schedule, Issue, a change, Consolidate, Revise, Schedule."""
    a, b = submitted(A), submitted(B, row=4, quantity=Decimal(25))
    office = scheduled(consolidated(shop(setting("review_first_order", "no"), a, b)))
    office = after(office, press(office))
    assert {line.plan_no for line in office.rows(PlanLine)} == {RW}
    office = retyped(office, office.rows(Order)[0], quantity=Decimal(30))
    assert line_of(consolidated(office), A).quantity == 10
    office = after(office, revised(office))
    assert line_of(office, A).quantity == 30
    c = submitted(C, row=5)
    office = office.replaced({Order: [*office.rows(Order), c]})
    # 55 pieces are issued: five and a half days from Wed, the rest of the sixth is C's
    office = scheduled(consolidated(office))
    assert line_of(office, C).start_date == date(2026, 12, 2)
