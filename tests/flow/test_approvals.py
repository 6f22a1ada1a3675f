"""Approvals and rulings: who needs one, what counts, which rows Refresh adds."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import complaint, order, ruling
from tests.flow.branch import (
    AT_NINE,
    MANAGEMENT,
    TODAY,
    branch,
    decision,
    issued,
    planned,
    product,
    requested,
    setting,
)
from xlsales.core.office import Office
from xlsales.core.outcome import Append
from xlsales.core.row import Row
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.approvals import (
    passed,
    price_of,
    refresh_management,
    review_of,
    ruling_counts,
)
from xlsales.forms.choices import (
    ComplaintSeverity,
    Decision,
    Matter,
    PriceApproval,
    Review,
    Ruling,
)
from xlsales.forms.management import Approval, ComplaintRuling
from xlsales.forms.register import Order

LATER = AT_NINE + timedelta(days=1)
EARLIER_ORDER = order("CL-202610-ZS-001", row=9, submitted_at=datetime(2026, 10, 8, 9, 0))
"""The customer's first order of the product: 东风 is no newcomer to P1 with it."""
FLOOR = product(floor_price=Decimal(90), guide_price=Decimal(100))


def submitted(**cells: Any) -> Order:
    return order(**{"submitted_at": AT_NINE, **cells})


def appended(office: Office) -> list[Row]:
    edits = refresh_management(office, MANAGEMENT, TODAY)
    assert all(isinstance(edit, Append) and edit.book == MANAGEMENT for edit in edits)
    return [row for edit in edits if isinstance(edit, Append) for row in edit.rows]


def approval_rows(office: Office) -> list[tuple[str, Matter]]:
    return [(row.order_no, row.kind) for row in appended(office) if isinstance(row, Approval)]


# --- when a review is needed -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "price", "needed"),
    [
        ("500", "99.9999", False),  # 49,999.95
        ("500.001", "99.9998", True),  # 49,999.9999998: 50,000.00 as an amount of money
        ("500", "100", True),
        ("10", "100", False),
    ],
)
def test_an_amount_from_the_threshold_on_needs_a_review(
    quantity: str, price: str, needed: bool
) -> None:
    row = submitted(quantity=Decimal(quantity), unit_price=Decimal(price))
    office = branch(EARLIER_ORDER, row)
    assert review_of(office, row) is (Review.PENDING if needed else Review.NOT_NEEDED)


def test_the_threshold_is_a_setting() -> None:
    row = submitted()
    office = branch(EARLIER_ORDER, row, setting("review_threshold", "1000"))
    assert review_of(office, row) is Review.PENDING


def test_a_price_under_the_floor_needs_both() -> None:
    row = submitted(unit_price=Decimal("89.9999"))
    office = branch(EARLIER_ORDER, row, FLOOR)
    assert review_of(office, row) is Review.PENDING
    assert price_of(office, row) is PriceApproval.PENDING
    at_floor = submitted(unit_price=Decimal(90))
    office = branch(EARLIER_ORDER, at_floor, FLOOR)
    assert review_of(office, at_floor) is Review.NOT_NEEDED
    assert price_of(office, at_floor) is PriceApproval.NOT_NEEDED


@pytest.mark.parametrize(
    ("other", "needed"),
    [
        ({"submitted_at": AT_NINE - timedelta(minutes=1)}, False),
        ({"submitted_at": AT_NINE + timedelta(minutes=1)}, True),
        ({"submitted_at": AT_NINE}, False),  # at the same time: the number before it
        ({"submitted_at": None}, True),
        ({"cancelled_on": date(2026, 11, 3), "submitted_at": datetime(2026, 10, 8)}, True),
        ({"customer": "一汽", "submitted_at": datetime(2026, 10, 8)}, True),
        ({"product": "P2", "submitted_at": datetime(2026, 10, 8)}, True),
    ],
)
def test_a_customer_s_first_order_of_a_product_needs_a_review(
    other: dict[str, Any], needed: bool
) -> None:
    row = submitted(no="CL-202611-ZS-1000")
    office = branch(row, order("CL-202611-ZS-999", row=9, **other))
    assert review_of(office, row) is (Review.PENDING if needed else Review.NOT_NEEDED)


def test_the_same_row_s_copy_is_no_earlier_order() -> None:
    row = submitted()
    assert review_of(branch(row, submitted(row=4)), row) is Review.PENDING


def test_a_draft_comes_after_all_that_are_submitted() -> None:
    draft = order("CL-202611-ZS-002", row=4)
    assert review_of(branch(draft, submitted()), draft) is Review.NOT_NEEDED
    assert review_of(branch(draft), draft) is Review.PENDING


def test_first_orders_may_go_without() -> None:
    row = submitted()
    assert review_of(branch(row, setting("review_first_order", "no")), row) is Review.NOT_NEEDED
    since = setting("review_first_since", "2026-11-02")  # the order is of the 1st
    assert review_of(branch(row, since), row) is Review.NOT_NEEDED
    since = setting("review_first_since", "2026-11-01")
    assert review_of(branch(row, since), row) is Review.PENDING


# --- what counts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state"), [(Decision.PASSED, Review.PASSED), (Decision.FAILED, Review.FAILED)]
)
def test_manager_or_deputy_decide(said: Decision, state: Review) -> None:
    row = submitted()
    for by in ("赵总", "王副"):
        office = branch(row, decision(row, said, by))
        assert review_of(office, row) is state
        assert passed(office, row) is (said is Decision.PASSED)


@pytest.mark.parametrize("by", ["李四", "钱计划", "没这人", None])
def test_nobody_else_does(by: str | None) -> None:
    row = submitted()
    office = branch(row, decision(row, by=by))
    assert review_of(office, row) is Review.PENDING
    assert not passed(office, row)


def test_nobody_decides_on_their_own_order() -> None:
    own = submitted(salesperson="王副")
    assert review_of(branch(own, decision(own, by="王副")), own) is Review.PENDING
    assert review_of(branch(own, decision(own, by="赵总")), own) is Review.PASSED
    # nor by lending a name to it before the decision, or after
    row = decision(submitted(salesperson="张三"), by="王副")
    assert review_of(branch(own, row), own) is Review.PENDING
    given_away = submitted(salesperson="张三")
    assert review_of(branch(given_away, decision(own, by="王副")), given_away) is Review.PENDING


def test_a_decision_holds_for_what_it_was_made_on() -> None:
    before = submitted()
    after = submitted(quantity=Decimal(11))
    office = branch(after, decision(before))
    assert review_of(office, after) is Review.PENDING
    wish = submitted(customer_wish="先送 5 件")
    assert review_of(branch(wish, decision(before)), wish) is Review.PASSED


def test_one_matter_s_decision_is_not_the_other_s() -> None:
    row = submitted(unit_price=Decimal(80))
    office = branch(EARLIER_ORDER, row, FLOOR, decision(row, matter=Matter.PRICE))
    assert price_of(office, row) is PriceApproval.PASSED
    assert review_of(office, row) is Review.PENDING
    assert not passed(office, row)
    office = branch(
        EARLIER_ORDER,
        row,
        FLOOR,
        decision(row, matter=Matter.PRICE),
        decision(row, row=4, matter=Matter.REVIEW),
    )
    assert passed(office, row)


def test_an_order_that_cannot_be_read_does_not_pass() -> None:
    row = submitted().model_copy(update={"quantity": None, "bad": frozenset({"quantity"})})
    assert not passed(branch(EARLIER_ORDER, row), row)


# --- once it stands in the plan ----------------------------------------------------------------


@pytest.mark.parametrize("taken", [planned, issued])
def test_what_stands_in_the_plan_is_not_judged_again(taken: Any) -> None:
    row = submitted()
    strict = setting("review_threshold", "1")
    assert review_of(branch(row, strict, taken(row)), row) is Review.NOT_NEEDED
    assert review_of(branch(row, strict, taken(row), decision(row)), row) is Review.PASSED
    dearer = submitted(unit_price=Decimal(10_000))
    office = branch(dearer, taken(row), decision(row))
    assert review_of(office, dearer) is Review.PASSED
    assert passed(office, dearer)
    assert approval_rows(office) == []


def test_nor_is_a_bought_in_order() -> None:
    row = submitted()
    office = branch(row, requested(row), decision(row))
    assert review_of(office, row) is Review.PASSED


def test_what_was_sent_back_is_judged_again_when_it_is_handed_in() -> None:
    row = submitted()
    sent_back = planned(row, returned_reason="价格不对")
    assert approval_rows(branch(row, sent_back)) == []
    again = submitted(submitted_at=LATER, quantity=Decimal(600))
    office = branch(again, sent_back)
    assert review_of(office, again) is Review.PENDING
    assert approval_rows(office) == [("CL-202611-ZS-001", Matter.REVIEW)]


# --- the rows that Refresh adds ----------------------------------------------------------------


def test_refresh_lists_what_needs_a_decision() -> None:
    row = submitted(unit_price=Decimal(80), quantity=Decimal(12))
    (review, price) = appended(branch(row, FLOOR))
    assert isinstance(review, Approval)
    assert isinstance(price, Approval)
    assert review == Approval(
        order_no="CL-202611-ZS-001",
        kind=Matter.REVIEW,
        salesperson="张三",
        customer="东风",
        product_name="曲轴",
        amount=Decimal("960.00"),
        unit_price=Decimal(80),
        floor_price=Decimal(90),
        order_hash=fingerprint.approval(row),
    )
    assert price == review.model_copy(update={"kind": Matter.PRICE})


def test_a_second_refresh_adds_nothing_and_a_changed_order_gets_a_new_row() -> None:
    row = submitted()
    listed = decision(row, None)
    assert appended(branch(row, listed)) == []
    changed = submitted(required_date=date(2026, 12, 15))
    assert approval_rows(branch(changed, listed)) == [("CL-202611-ZS-001", Matter.REVIEW)]


def test_a_decision_that_does_not_count_is_not_listed_twice() -> None:
    row = submitted()
    assert appended(branch(row, decision(row, by="李四"))) == []


def test_only_submitted_orders_that_are_not_cancelled_are_listed() -> None:
    rows = (order(), submitted(no="CL-202611-ZS-002", row=4, cancelled_on=date(2026, 11, 5)))
    assert appended(branch(*rows)) == []


def test_they_come_in_the_order_of_submission() -> None:
    rows = (
        submitted(no="CL-202611-ZS-001", row=3, submitted_at=LATER, customer="一汽"),
        submitted(no="CL-202611-ZS-002", row=4),
    )
    listed = [number for number, _ in approval_rows(branch(*rows))]
    assert listed == ["CL-202611-ZS-002", "CL-202611-ZS-001"]


def test_refresh_lists_every_numbered_complaint_once() -> None:
    first = complaint("TS-202611-ZS-001", severity=ComplaintSeverity.SERIOUS)
    second = complaint("TS-202611-ZS-002", row=4)
    typed = complaint(None, row=5)
    office = branch(second, first, typed, ruling("TS-202611-ZS-002", None))
    assert appended(office) == [
        ComplaintRuling(
            complaint_no="TS-202611-ZS-001",
            date=first.date,
            customer="东风",
            salesperson="张三",
            description="裂纹",
            reported_severity=ComplaintSeverity.SERIOUS,
        )
    ]


@pytest.mark.parametrize(
    ("by", "against", "counts"),
    [
        ("赵总", "张三", True),
        ("王副", "张三", True),
        ("王副", "王副", False),
        ("钱计划", "张三", False),
        (None, "张三", False),
    ],
)
def test_nobody_rules_on_a_complaint_against_themselves(
    by: str | None, against: str, counts: bool
) -> None:
    row = ruling("TS-202611-ZS-001", Ruling.YES, decided_by=by, salesperson=against)
    assert ruling_counts(branch(row), row) is counts
    unnamed = ruling("TS-202611-ZS-001", Ruling.YES, decided_by=by)
    said = complaint("TS-202611-ZS-001", salesperson=against)
    assert ruling_counts(branch(unnamed, said), unnamed) is counts


def test_no_ruling_yet_does_not_count() -> None:
    row = ruling("TS-202611-ZS-001", None)
    assert not ruling_counts(branch(row), row)


def test_many_orders_are_judged_in_one_pass() -> None:
    rows = [
        submitted(no=f"CL-202611-ZS-{n:03d}", row=n, product=f"P{n % 50}") for n in range(1, 5001)
    ]
    office = branch(*rows)
    assert len(approval_rows(office)) == 50
