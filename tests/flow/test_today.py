"""Today: what waits for the owner of a workbook."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import (
    COLLECTION,
    MASTERS,
    complaint,
    customer,
    invoice,
    invoice_line,
    order,
    payment,
    register_of,
    ruling,
    target,
)
from tests.flow.branch import (
    AT_NINE,
    MANAGEMENT,
    PLAN,
    TODAY,
    WAREHOUSE,
    branch,
    decision,
    delivered,
    issued,
    outbound,
    planned,
    product,
    receipt,
    requested,
)
from xlsales.core.office import Call, Office
from xlsales.core.reply import mapped
from xlsales.core.row import At, Book
from xlsales.core.words import Lang
from xlsales.flow.checks.validation import findings
from xlsales.flow.every.today import TodayArgs, desk, today
from xlsales.flow.facts.states import states
from xlsales.forms.choices import Decision, Kind, OrderState, PaymentMethod, Ruling
from xlsales.forms.indicators import Indicator

BOOK = register_of("张三")
NO = "CL-202611-ZS-001"
ORDER = order(submitted_at=AT_NINE)  # required on 2026-11-30
EARLIER = order(
    "CL-202610-ZS-001",
    row=90,
    submitted_at=AT_NINE - timedelta(30),
    required_date=date(2026, 12, 31),
)
Waits = list[tuple[str, str, int | None, str | None]]


def items(office: Office, book: Book, lang: Lang = Lang.EN) -> list[dict[str, Any]]:
    outcome = today(office, Call(TODAY, TodayArgs(), book, lang=lang))
    assert outcome.edits == ()
    return [mapped(item) for item in outcome.reply.items]


def waits(office: Office, book: Book) -> Waits:
    return [
        (it["what"], it["table"], it["row"], it["due"] and it["due"].isoformat())
        for it in items(office, book)
    ]


# --- everybody ---------------------------------------------------------------------------------


def test_rows_with_errors_come_first_one_item_a_row() -> None:
    wrong = order(NO, customer="没这家", required_date=date(2026, 10, 30), row=8)
    office = branch(wrong, order("CL-202611-ZS-002", row=4, customer="一汽"))
    first, *others = items(office, BOOK, Lang.ZH)
    assert first["what"].endswith("\uff08共 2 处错误\uff09")
    assert (first["workbook"], first["table"], first["row"]) == (
        "承揽登记/承揽登记-张三-2026.xlsx",
        "orders",
        8,
    )
    assert [it["row"] for it in others] == [4]


def test_mistakes_in_orders_that_are_over_are_no_work_for_today() -> None:
    """A cancelled or settled order's mistakes: Validate lists them, Today only what moves money."""
    settled = order(submitted_at=AT_NINE, required_date=date(2026, 10, 30))
    paid = (
        issued(settled),
        receipt(NO, 10),
        delivered(settled, 10, signed=10),
        invoice("F1", 1000),
        invoice_line("F1", "SH-202611-ZS-001", NO, 1000),
        payment("HK-202611-001", 1000, invoice_no="F1", verified=True),
    )
    dropped = order(
        "CL-202611-ZS-009",
        row=9,
        customer="没这家",
        cancelled_on=TODAY,
        cancel_reason="重复",
    )
    office = branch(customer("东风"), settled, *paid, dropped)
    assert states(office)[NO] is OrderState.SETTLED
    wrong = {(f.place.at.row, f.rule.code) for f in findings(office, BOOK, TODAY) if f.is_error}
    assert {row for row, _ in wrong} == {3, 9}
    assert [row for _, table, row, _ in waits(office, BOOK) if table == "orders"] == []
    nobody = settled.model_copy(update={"customer": "没这家"})  # whose the revenue is
    again = branch(customer("东风"), nobody, *paid, dropped)
    assert [row for _, table, row, _ in waits(again, BOOK) if table == "orders"] == [3]


def test_what_is_due_first_stands_above() -> None:
    rows = [
        order(
            f"CL-202611-ZS-{n:03d}", row=n, required_date=date(2026, 12, day), quantity=Decimal(n)
        )
        for n, day in ((3, 25), (4, 1), (5, 11))
    ]
    assert [row for _, _, row, _ in waits(branch(*rows), BOOK)] == [4, 5, 3]


def test_nothing_waits_in_an_empty_workbook() -> None:
    for book in (BOOK, PLAN, MANAGEMENT, WAREHOUSE, COLLECTION, MASTERS):
        assert items(branch(), book) == []


def test_a_salesperson_s_desk_is_three_kinds_of_workbook_of_all_years() -> None:
    tracking = Book(Kind.TRACKING, "张三", 2026)
    office = branch(
        ORDER,
        order("CL-202711-ZS-001", at=At(register_of("张三", 2027), 3)),
        complaint("TS-202611-ZS-001"),
        order("CL-202611-LS-001", salesperson="李四"),
        issued(ORDER),
    )
    assert desk(office, BOOK) == (BOOK, register_of("张三", 2027), tracking)
    assert desk(office, tracking) == desk(office, BOOK)
    assert desk(office, MASTERS) == (MASTERS, PLAN)
    assert desk(office, COLLECTION) == (COLLECTION,)


# --- the salesperson -----------------------------------------------------------------------------


def test_a_draft_waits_to_be_submitted() -> None:
    office = branch(
        order(),
        order(None, row=4, customer="一汽"),
        order(row=5, no="CL-202611-ZS-003", cancelled_on=TODAY, cancel_reason="重复"),
    )
    assert waits(office, BOOK) == [
        (f"{NO} is not submitted yet", "orders", 3, "2026-11-30"),
        ("#4 is not submitted yet", "orders", 4, "2026-11-30"),
    ]


def test_a_returned_order_waits_to_be_mended() -> None:
    office = branch(ORDER, planned(ORDER, returned_reason="too tight"))
    assert waits(office, BOOK) == [
        (f"{NO} was returned: too tight; mend it and submit it again", "orders", 3, "2026-11-30")
    ]


def test_a_refused_one_waits_for_its_salesperson() -> None:
    office = branch(ORDER, decision(ORDER, Decision.FAILED))
    assert waits(office, BOOK) == [(f"{NO} failed its contract review", "orders", 3, "2026-11-30")]
    assert waits(branch(ORDER, decision(ORDER, None)), BOOK) == []


@pytest.mark.parametrize(
    ("completion", "what", "due"),
    [
        (date(2026, 11, 23), "was to be complete on 2026-11-23; 4 件 are lacking", "2026-11-23"),
        (
            date(2026, 12, 2),
            "will be complete on 2026-12-02, after the required date 2026-11-30",
            "2026-11-30",
        ),
        (date(2026, 11, 30), None, None),
    ],
)
def test_a_late_line_waits_for_salesperson_planner_and_production(
    completion: date, what: str | None, due: str | None
) -> None:
    office = branch(ORDER, issued(ORDER, row=7, completion_date=completion), receipt(NO, 6))
    mine = waits(office, BOOK)
    assert mine == ([(f"{NO} {what}", "orders", 3, due)] if what else [])
    for book in (PLAN, Book(Kind.PROGRESS, "", 2026)):
        theirs = waits(office, book)
        assert theirs == ([(f"{NO} {what}", "plan_lines", 7, due)] if what else [])


def test_what_is_accepted_or_cancelled_is_not_late() -> None:
    late = {"completion_date": date(2026, 11, 20)}
    gone = order(submitted_at=AT_NINE, cancelled_on=date(2026, 11, 19), cancel_reason="停产")
    assert waits(branch(ORDER, issued(ORDER, **late), receipt(NO, 10)), PLAN) == []
    assert waits(branch(gone, issued(gone, revision="A", **late)), PLAN) == []


def test_notes_wait_for_signature_and_copy() -> None:
    second = "SH-202611-ZS-002"
    office = branch(
        ORDER,
        issued(ORDER),
        receipt(NO, 10),
        delivered(ORDER, 4, row=3, date=date(2026, 11, 16)),
        delivered(ORDER, 4, second, row=4, date=date(2026, 11, 12), signed=4),
        delivered(ORDER, 2, "SH-202611-ZS-003", row=5, date=date(2026, 11, 17)),
        outbound(date=date(2026, 11, 16)),
        outbound(second, date=date(2026, 11, 12)),
        outbound("SH-202611-ZS-003", date=date(2026, 11, 17)),
    )
    delivery = Book(Kind.DELIVERY, "张三", 2026)
    assert waits(office, delivery) == [
        (
            f"The copy of note {second} is not back in the warehouse",
            "deliveries",
            4,
            "2026-11-19",
        ),
        ("Note SH-202611-ZS-001 is not signed yet", "deliveries", 3, "2026-11-23"),
    ]
    assert [(what, due) for what, _, _, due in waits(office, WAREHOUSE)] == [
        (f"The copy of note {second} is not back", "2026-11-19"),
        ("The copy of note SH-202611-ZS-001 is not back", "2026-11-23"),
    ]


def test_visits_and_complaints_that_are_due() -> None:
    tracking = Book(Kind.TRACKING, "张三", 2026)
    office = branch(
        customer("东风", salesperson="张三", visit_cycle_days=7),
        customer("一汽", salesperson="李四", visit_cycle_days=7),
        ORDER,
        issued(ORDER),
        receipt(NO, 10),
        delivered(ORDER, 10, signed=10),
        outbound(copy_returned_on=TODAY),
        complaint("TS-202611-ZS-001", due_date=TODAY),
        complaint("TS-202611-ZS-002", row=4, due_date=TODAY + timedelta(1)),
        complaint("TS-202611-ZS-003", row=5, due_date=TODAY, closed_on=TODAY, result="换货"),
    )
    assert waits(office, tracking) == [
        ("东风 is to be visited", "visits_due", None, "2026-11-20"),
        ("Complaint TS-202611-ZS-001 is due and open", "complaints", 3, "2026-11-24"),
    ]


def test_overdue_invoices_wait_for_finance_and_for_who_sold() -> None:
    office = branch(
        ORDER,
        issued(ORDER),
        invoice("F1", 1000, date=date(2026, 10, 1)),
        invoice_line("F1", "SH-202611-ZS-001", NO, 1000),
        invoice("F2", 500, row=4, customer="一汽", date=date(2026, 10, 20)),
        payment(
            "HK-202611-001",
            300,
            invoice_no="F1",
            verified=True,
            verified_by="钱会计",
            verified_on=TODAY,
        ),
    )
    mine = ("Invoice F1 of 东风 is overdue, 700.00 yuan open", "invoices", 3, "2026-10-31")
    theirs = ("Invoice F2 of 一汽 is overdue, 500.00 yuan open", "invoices", 4, "2026-11-19")
    assert mine in waits(office, COLLECTION)
    assert theirs in waits(office, COLLECTION)
    assert waits(office, BOOK) == [mine]
    assert waits(office, register_of("李四")) == [theirs]


# --- planner, management, finance ------------------------------------------------------------------


def test_the_planner_gathers_what_passes() -> None:
    pending = order("CL-202611-ZS-002", row=4, submitted_at=AT_NINE, customer="一汽")
    bought = order(
        "CL-202611-ZS-003", row=5, submitted_at=AT_NINE, product="B1", quantity=Decimal(3)
    )
    office = branch(
        EARLIER,
        planned(EARLIER, row=9),
        ORDER,
        pending,
        bought,
        product(),
        product("B1", supply="buy"),
        requested(bought),
    )
    assert waits(office, PLAN) == [
        (
            "The bought-in demand of CL-202611-ZS-003 is not reported yet",
            "trade_requests",
            3,
            "2026-11-30",
        ),
        (f"{NO} is submitted and waits for Consolidate", "orders", 3, "2026-11-30"),
    ]


def test_an_issued_order_that_changed_waits_for_a_revision() -> None:
    changed = order(submitted_at=AT_NINE, quantity=Decimal(12))
    office = branch(changed, issued(ORDER))
    assert (
        f"{NO} changed after it was issued; press Revise plan",
        "plan_lines",
        3,
        "2026-11-27",
    ) in waits(office, PLAN)


def test_management_sees_what_it_has_to_decide() -> None:
    office = branch(
        ORDER,
        order("CL-202611-LS-001", salesperson="李四", customer="一汽", submitted_at=AT_NINE),
        decision(ORDER, None, row=12),
        complaint("TS-202611-ZS-001", row=4, due_date=date(2026, 12, 1)),
        complaint("TS-202611-ZS-002", row=5),
        complaint("TS-202611-ZS-003", row=6),
        ruling("TS-202611-ZS-002", None, at=At(MANAGEMENT, 8)),
        ruling("TS-202611-ZS-003", Ruling.NO, decided_by="赵总", decided_on=TODAY),
        target(Indicator.REVENUE, 100, row=3),
        target(Indicator.REVENUE, 120, row=4, reason="扩产"),
    )
    assert waits(office, MANAGEMENT) == [
        (f"{NO}: review waits for a decision", "approvals", 12, "2026-11-30"),
        ("CL-202611-LS-001: review waits for a decision", "orders", 3, "2026-11-30"),
        ("Complaint TS-202611-ZS-001 waits for a ruling", "complaints", 4, "2026-12-01"),
        ("Complaint TS-202611-ZS-002 waits for a ruling", "rulings", 8, None),
        ("2026-11 本单位: the adjusted revenue waits for approval", "targets", 4, None),
    ]


@pytest.mark.parametrize(
    ("days", "due"), [(-11, False), (-10, True), (0, True), (7, True), (8, False)]
)
def test_drafts_fall_due(days: int, due: bool) -> None:
    draft = payment(
        "HK-202611-001",
        1000,
        method=PaymentMethod.BANK_ACCEPTANCE,
        draft_no="007",
        draft_due=TODAY + timedelta(days),
        verified=True,
        verified_by="钱会计",
        verified_on=TODAY,
    )
    found = [it for it in items(branch(draft), COLLECTION) if "Draft" in it["what"]]
    assert bool(found) is due


def test_payments_wait_to_be_verified() -> None:
    office = branch(payment("HK-202611-001", 1000, date=date(2026, 11, 20)))
    assert waits(office, COLLECTION) == [
        (
            "Payment HK-202611-001 (东风, 1,000.00 yuan) waits to be verified",
            "payments",
            3,
            "2026-11-20",
        )
    ]


def test_a_note_waits_to_leave_the_warehouse() -> None:
    office = branch(ORDER, receipt(NO, 10), delivered(ORDER, 4))
    assert waits(office, WAREHOUSE) == [
        ("Note SH-202611-ZS-001 waits to be booked out", "deliveries", 3, "2026-11-13")
    ]
