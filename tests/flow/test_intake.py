"""Submit: numbers, what passes, what is handed in again; pasted copies."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import customer, order, person, register_of
from tests.flow.branch import (
    AT_NINE,
    TODAY,
    branch,
    decision,
    delivered,
    issued,
    planned,
    product,
    setting,
)
from xlsales.core.column import By
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Edit, Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import mapped
from xlsales.core.row import At, Row
from xlsales.core.words import Lang
from xlsales.flow.checks.register import check_orders
from xlsales.flow.facts.orders import derive_orders
from xlsales.flow.register.intake import (
    SubmitArgs,
    Submitted,
    clear_copies,
    give_orders,
    number_orders,
    submit,
)
from xlsales.forms.choices import Market, PriceApproval, Review, Role
from xlsales.forms.register import Order

BOOK = register_of("张三")
NOW = datetime(2026, 11, 24, 15, 30, 12)
ONE, TWO = "CL-202611-ZS-001", "CL-202611-ZS-002"
EARLIER = order(
    "CL-202610-ZS-001", row=90, submitted_at=datetime(2026, 10, 8, 9, 0), market=Market.OUTSIDE
)


def press(office: Office, *orders: str, now: datetime | None = NOW) -> Outcome[Submitted]:
    return submit(office, Call(TODAY, SubmitArgs(order=orders), BOOK, "张三", now))


def cells(edits: tuple[Edit, ...]) -> dict[int, Mapping[str, object]]:
    """The new values by sheet row; a row is set once."""
    found = [(edit.row.at.row, edit.values) for edit in edits if isinstance(edit, SetCells)]
    assert len(found) == len(dict(found))
    return dict(found)


def applied(office: Office, outcome: Outcome[Submitted]) -> Office:
    """The office once the edits are in it."""
    new: dict[int, Mapping[str, object]] = {
        id(edit.row): edit.values for edit in outcome.edits if isinstance(edit, SetCells)
    }
    rows: list[Row] = [
        row.model_copy(update=dict(new.get(id(row), {}))) for row in office.rows(Order)
    ]
    return office.replaced({Order: rows})


def bad(row: Order, *columns: str) -> Order:
    return row.model_copy(update={**dict.fromkeys(columns), "bad": frozenset(columns)})


# --- numbers ---------------------------------------------------------------------------------


def test_rows_are_numbered_by_their_month_in_the_order_of_the_sheet() -> None:
    rows = (
        order(None, row=3),
        order(TWO, row=4),
        order(None, row=5, order_date=date(2026, 12, 1)),
        order(None, row=6),
    )
    edits = number_orders(branch(*rows), BOOK, TODAY)
    assert {row: values["order_no"] for row, values in cells(edits).items()} == {
        3: "CL-202611-ZS-003",
        5: "CL-202612-ZS-001",
        6: "CL-202611-ZS-004",
    }
    properties = {edit.name: edit.value for edit in edits if isinstance(edit, SetProperty)}
    assert properties == {"xlsales.last.CL-202611-ZS": "4", "xlsales.last.CL-202612-ZS": "1"}


def test_a_number_once_used_is_never_given_again() -> None:
    office = branch(order(None), numbers={"CL-202611-ZS": 999})
    assert cells(number_orders(office, BOOK, TODAY))[3]["order_no"] == "CL-202611-ZS-1000"


def test_the_number_has_the_register_owner_s_initials_whoever_sells() -> None:
    row = order(None, salesperson="李四", at=At(BOOK, 3))
    assert cells(number_orders(branch(row), BOOK, TODAY))[3]["order_no"] == ONE


@pytest.mark.parametrize("initials", [None, "zs", "张"])
def test_without_usable_initials_there_is_no_number(initials: str | None) -> None:
    zhang = person("张三", Role.SALESPERSON, initials=initials)
    office = branch(order(None), zhang)
    assert number_orders(office, BOOK, TODAY) == ()
    outcome = press(office)
    assert outcome.reply.submitted == ()
    (skipped,) = outcome.reply.skipped
    assert mapped(skipped) == {"order_no": None, "row": 3, "codes": ["no-initials"]}
    assert skipped.codes[0].words.zh.startswith("张三没有简码，不能编号。")
    assert outcome.refused


def test_a_row_without_a_readable_date_waits_for_its_number() -> None:
    row = bad(order(None), "order_date")
    assert number_orders(branch(row), BOOK, TODAY) == ()


@pytest.mark.parametrize(
    ("rate", "office_rate", "given"),
    [
        (None, None, "0.13"),
        (None, "9%", "0.09"),
        (Decimal("0.06"), "9%", "0.06"),
        (Decimal(0), None, "0"),
    ],
)
def test_the_tax_rate_is_the_product_s_else_the_office_s(
    rate: Decimal | None, office_rate: str | None, given: str
) -> None:
    settings = [setting("tax_rate", office_rate)] if office_rate else []
    office = branch(order(None, tax_rate=None), product(tax_rate=rate), *settings)
    assert cells(number_orders(office, BOOK, TODAY))[3]["tax_rate"] == Decimal(given)


def test_an_unclear_rate_of_a_product_gives_none_and_its_orders_wait() -> None:
    """13 in the masters is 1300 %: neither that nor the office's rate is taken instead."""
    unclear = product(tax_rate=None).model_copy(update={"bad": frozenset({"tax_rate"})})
    office = branch(order(None, tax_rate=None), unclear, setting("tax_rate", "9%"))
    assert "tax_rate" not in cells(number_orders(office, BOOK, TODAY))[3]
    found = check_orders(office, office.rows(Order), TODAY)
    assert [f.rule.code for f in found if f.is_error] == ["rate-unclear"]


def test_a_tax_rate_once_given_stays() -> None:
    office = branch(order(tax_rate=Decimal("0.17")))
    assert number_orders(office, BOOK, TODAY) == ()


# --- submitting ------------------------------------------------------------------------------


def test_submit_hands_in_the_rows_that_pass() -> None:
    rows = (order(ONE), bad(order(TWO, row=4), "quantity"), order(None, row=5, tax_rate=None))
    office = branch(EARLIER, *rows)
    outcome = press(office)
    at = datetime(2026, 11, 24, 15, 30)
    assert mapped(outcome.reply) == {
        "submitted": [ONE, "CL-202611-ZS-003"],
        "skipped": [{"order_no": TWO, "row": 4, "codes": ["required"]}],
    }
    said = cells(outcome.edits)
    assert said[3] == {
        "submitted_at": at,
        "market": Market.OUTSIDE,
        "status": "已上报",
        "review": Review.NOT_NEEDED,
        "price_approval": PriceApproval.NOT_NEEDED,
    }
    assert said[5]["order_no"] == "CL-202611-ZS-003"
    assert said[5]["tax_rate"] == Decimal("0.13")
    assert said[5]["submitted_at"] == at


def test_a_row_with_an_error_is_skipped_with_all_its_codes() -> None:
    row = order(ONE, customer="没这家", required_date=date(2026, 10, 30))
    outcome = press(branch(row))
    assert outcome.reply.submitted == ()
    assert mapped(outcome.reply.skipped) == [
        {"order_no": ONE, "row": 3, "codes": ["unknown-customer", "required-before-order"]}
    ]
    assert outcome.refused
    assert {said.rule.code for said in outcome.findings} >= {
        "unknown-customer",
        "required-before-order",
    }


def test_a_warning_stops_nobody() -> None:
    row = order(ONE, unit_price=Decimal(2000), required_date=date(2026, 11, 22))
    outcome = press(branch(EARLIER, row))
    assert outcome.reply.submitted == (ONE,)
    assert not outcome.refused
    assert {said.rule.code for said in outcome.findings} >= {"contract-missing", "required-past"}


def test_a_second_press_changes_nothing() -> None:
    office = branch(EARLIER, order(ONE), order(None, row=4, customer="一汽"))
    office = applied(office, press(office))
    again = press(office)
    assert again.edits == ()
    assert mapped(again.reply) == {"submitted": [], "skipped": []}
    assert not again.refused


def test_only_the_named_rows_are_handed_in() -> None:
    office = branch(EARLIER, order(ONE), order(TWO, row=4))
    assert press(office, TWO).reply.submitted == (TWO,)


def test_a_number_that_the_register_does_not_have_is_refused() -> None:
    with pytest.raises(Refusal, match="CL-202611-LS-001"):
        press(branch(order(ONE)), ONE, "CL-202611-LS-001")


def test_a_cancelled_draft_is_left_alone() -> None:
    row = order(ONE, cancelled_on=date(2026, 11, 3), cancel_reason="重复")
    outcome = press(branch(row))
    assert mapped(outcome.reply) == {"submitted": [], "skipped": []}
    assert press(branch(row), ONE).notes[-1].en == f"{ONE}: it is cancelled."


def test_other_registers_are_left_alone() -> None:
    office = branch(order("CL-202611-LS-001", salesperson="李四"))
    outcome = press(office)
    assert outcome.edits == ()


# --- handed in again ---------------------------------------------------------------------------


def test_a_returned_order_is_handed_in_again_at_a_later_time() -> None:
    before = order(ONE, submitted_at=AT_NINE)
    line = planned(before, returned_reason="交期太紧")
    mended = order(ONE, submitted_at=AT_NINE, required_date=date(2026, 12, 15))
    outcome = press(branch(EARLIER, mended, line))
    assert outcome.reply.submitted == (ONE,)
    assert cells(outcome.edits)[3]["submitted_at"] == datetime(2026, 11, 24, 15, 30)
    assert cells(outcome.edits)[3]["status"] == "已上报"


@pytest.mark.parametrize("now", [AT_NINE, AT_NINE - timedelta(days=3), None])
def test_no_two_submissions_of_an_order_have_one_time(now: datetime | None) -> None:
    last = datetime(2026, 11, 24, 9, 0) if now is None else AT_NINE
    before = order(ONE, submitted_at=last)
    office = branch(EARLIER, before, planned(before, returned_reason="交期太紧"))
    outcome = press(office, now=now)
    assert cells(outcome.edits)[3]["submitted_at"] == last + timedelta(minutes=1)


def test_one_returned_and_not_mended_is_told() -> None:
    before = order(ONE, submitted_at=AT_NINE)
    outcome = press(branch(EARLIER, before, planned(before, returned_reason="交期太紧")))
    assert outcome.reply.submitted == (ONE,)
    assert outcome.notes[-1].en == f"{ONE} was returned and is handed in again as it was."


@pytest.mark.parametrize("taken", [planned, issued])
def test_one_that_changed_in_the_plan_is_handed_in_again_only_when_named(taken: Any) -> None:
    before = order(ONE, submitted_at=AT_NINE, market=Market.OUTSIDE)
    changed = before.model_copy(update={"quantity": Decimal(12)})
    office = branch(EARLIER, changed, taken(before))
    assert press(office).edits == ()
    assert press(office, ONE).reply.submitted == (ONE,)
    unchanged = press(branch(EARLIER, before, taken(before)), ONE)
    assert unchanged.edits == ()
    assert unchanged.notes[-1].zh == f"{ONE}\uff1a已上报。"


# --- the market, given when an order is handed in ----------------------------------------------


INSIDE = customer("东风", salesperson="张三", market=Market.INSIDE)
SUBMITTED = order(ONE, submitted_at=AT_NINE, market=Market.OUTSIDE)


def test_an_order_takes_its_customers_market_when_it_is_handed_in() -> None:
    for draft in (order(ONE), order(ONE, market=Market.OUTSIDE)):  # older drafts show one already
        assert 3 not in cells(number_orders(branch(INSIDE, draft), BOOK, TODAY))
        assert cells(press(branch(EARLIER, INSIDE, draft)).edits)[3]["market"] is Market.INSIDE


def test_a_market_once_given_stays_whatever_the_customer_becomes() -> None:
    office = branch(INSIDE, SUBMITTED, planned(SUBMITTED))
    assert number_orders(office, BOOK, TODAY) == ()
    assert press(office).edits == ()
    assert next(derive_orders(office, (SUBMITTED,), TODAY)).values.get("market") is None


def test_one_submitted_before_there_was_a_market_is_given_its_customers() -> None:
    older = order(ONE, submitted_at=AT_NINE)
    assert cells(number_orders(branch(INSIDE, older), BOOK, TODAY)) == {
        3: {"market": Market.INSIDE}
    }
    nobody = order(ONE, submitted_at=AT_NINE, customer="未建档")
    assert number_orders(branch(INSIDE, nobody), BOOK, TODAY) == ()
    assert number_orders(branch(INSIDE, bad(older, "market")), BOOK, TODAY) == ()


def test_an_order_with_another_market_than_its_customer_is_handed_in_again_when_named() -> None:
    """The customer was mended after Submit, or has moved: the register says so, a person decides."""
    office = branch(INSIDE, SUBMITTED, planned(SUBMITTED))
    assert cells(press(office, ONE).edits)[3]["market"] is Market.INSIDE
    returned = branch(INSIDE, SUBMITTED, planned(SUBMITTED, returned_reason="交期太紧"))
    assert cells(press(returned).edits)[3]["market"] is Market.INSIDE


def test_handed_in_again_an_order_keeps_the_market_of_what_it_sold() -> None:
    more = SUBMITTED.model_copy(update={"quantity": Decimal(12)})
    office = branch(INSIDE, more, issued(SUBMITTED), delivered(SUBMITTED, 4))
    assert press(office, ONE).reply.submitted == (ONE,)
    assert "market" not in cells(press(office, ONE).edits)[3]
    # the goods went to another customer than the plan has: its market was never theirs
    renamed = SUBMITTED.model_copy(update={"customer": "一汽"})
    theirs = customer("一汽", market=Market.INSIDE)
    office = branch(theirs, renamed, issued(SUBMITTED), delivered(SUBMITTED, 4))
    assert cells(press(office, ONE).edits)[3]["market"] is Market.INSIDE


# --- pasted copies -----------------------------------------------------------------------------


def test_a_pasted_copy_loses_the_number_and_becomes_a_draft() -> None:
    first = order(ONE, submitted_at=AT_NINE)
    copy = order(ONE, row=4, submitted_at=AT_NINE)
    edits, found = clear_copies(branch(first, copy), BOOK)
    given = {column.key for column in Order.table.columns if column.by is By.GIVEN}
    assert given == {"order_no", "market", "tax_rate", "submitted_at"}
    assert cells(edits) == {4: dict.fromkeys(given)}
    assert [(it.rule.code, it.place.at.row, it.place.column) for it in found] == [
        ("number-copied", 4, "order_no")
    ]
    assert (
        found[0]
        .message(Lang.EN)
        .startswith(f"The number “{ONE}” came with a copy and belongs to row 3;")
    )


def test_the_number_stays_in_the_row_that_the_plan_knows() -> None:
    original = order(ONE, row=4, submitted_at=AT_NINE)
    edited = order(ONE, row=3, submitted_at=AT_NINE, quantity=Decimal(5))
    edits, _ = clear_copies(branch(edited, original, planned(original)), BOOK)
    assert list(cells(edits)) == [3]


def test_or_that_a_decision_was_asked_for() -> None:
    original = order(ONE, row=4, submitted_at=AT_NINE)
    edited = order(ONE, row=3, submitted_at=AT_NINE, quantity=Decimal(5))
    edits, _ = clear_copies(branch(edited, original, decision(original, None)), BOOK)
    assert list(cells(edits)) == [3]


def test_a_copy_in_another_workbook_is_cleared_there_alone() -> None:
    original = order(ONE, row=9, submitted_at=AT_NINE)
    next_year = register_of("张三", 2027)
    copy = order(ONE, at=At(next_year, 3), submitted_at=AT_NINE)
    office = branch(copy, original)
    assert clear_copies(office, BOOK) == ((), ())
    edits, found = clear_copies(office, next_year)
    assert list(cells(edits)) == [3]
    assert "row 9 of “承揽登记/承揽登记-张三-2026.xlsx”" in found[0].message(Lang.EN)
    foreign = order(ONE, at=At(register_of("李四"), 3), submitted_at=AT_NINE)
    assert clear_copies(branch(foreign, original), BOOK) == ((), ())


def test_numbering_gives_a_copy_its_own_number() -> None:
    first = order(ONE, submitted_at=AT_NINE, market=Market.OUTSIDE)
    copy = first.model_copy(update={"at": At(BOOK, 4), "quantity": Decimal(7)})
    edits, found = give_orders(branch(first, copy), BOOK, TODAY)
    assert cells(edits) == {
        4: {"order_no": TWO, "market": None, "tax_rate": Decimal("0.13"), "submitted_at": None}
    }
    assert len(found) == 1


def test_submit_hands_in_an_edited_copy_as_a_new_order() -> None:
    first = order(ONE, submitted_at=AT_NINE)
    copy = order(ONE, row=4, submitted_at=AT_NINE, quantity=Decimal(7))
    outcome = press(branch(first, copy))
    assert mapped(outcome.reply) == {"submitted": [TWO], "skipped": []}
    assert {said.rule.code for said in outcome.findings} >= {"number-copied"}
    assert "duplicate" not in {said.rule.code for said in outcome.findings}


def test_no_copies_nothing_to_clear() -> None:
    assert clear_copies(branch(order(ONE), order(TWO, row=4), order(None, row=5)), BOOK) == ((), ())
