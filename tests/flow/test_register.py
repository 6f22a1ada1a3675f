"""The register's grey columns, and what is checked there."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import expense, invoice, invoice_line, order, payment, person, register_of
from tests.flow.branch import (
    AT_NINE,
    TODAY,
    branch,
    decision,
    delivered,
    issued,
    planned,
    product,
    receipt,
    requested,
    setting,
)
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row
from xlsales.core.words import Lang
from xlsales.flow.checks.register import (
    check_expenses,
    check_market_notes,
    check_orders,
    check_prospects,
)
from xlsales.flow.facts.orders import derive_orders, market_of, refresh_orders
from xlsales.forms.choices import (
    DayKind,
    Market,
    PriceApproval,
    ProspectOutcome,
    Review,
    Role,
    Supply,
    Topic,
)
from xlsales.forms.management import Approval
from xlsales.forms.masters import CalendarDay
from xlsales.forms.register import MarketNote, Order, Prospect

BOOK = register_of("张三")
NO = "CL-202611-ZS-001"
EARLIER = order("CL-202610-ZS-001", row=90, submitted_at=datetime(2026, 10, 8, 9, 0))


def bad(row: Order, *columns: str) -> Order:
    return row.model_copy(update={**dict.fromkeys(columns), "bad": frozenset(columns)})


def derived(office: Office) -> dict[str, object]:
    edits = list(derive_orders(office, office.rows(Order), TODAY))
    return dict(edits[0].values) if edits else {}


def refreshed(office: Office, row: Order) -> dict[str, object]:
    edits = list(refresh_orders(office, (row,), TODAY))
    return dict(edits[0].values) if edits else {}


def codes(found: Iterable[Finding]) -> list[tuple[int, str | None, str]]:
    return [(it.place.at.row, it.place.column, it.rule.code) for it in found]


def checked(*rows: Row, today: date = TODAY) -> list[tuple[int, str | None, str]]:
    office = branch(*rows)
    return codes(check_orders(office, office.within(BOOK, Order), today))


# --- derived -----------------------------------------------------------------------------------


def test_customer_and_product_fill_the_grey_columns() -> None:
    office = branch(order(), product(spec="Φ80", material="42CrMo"))
    assert derived(office) == {
        "product_name": "曲轴",
        "spec": "Φ80",
        "material": "42CrMo",
        "unit": "件",
        "amount": Decimal("1000.00"),
    }


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("1", "12.335", "12.34"), ("3", "0.335", "1.01"), ("0.5", "0.01", "0.01"), ("7", "0", "0")],
)
def test_the_amount_is_rounded_half_up_to_the_fen(quantity: str, price: str, amount: str) -> None:
    office = branch(order(quantity=Decimal(quantity), unit_price=Decimal(price)))
    assert derived(office)["amount"] == Decimal(amount)


def test_what_is_right_already_is_left_alone() -> None:
    office = branch(
        order(market=Market.OUTSIDE, product_name="曲轴", unit="件", amount=Decimal(1000))
    )
    assert derived(office) == {}


def test_what_was_typed_into_a_grey_cell_is_put_right() -> None:
    row = order(product_name="连杆", unit="件", amount=Decimal(1000))
    assert derived(branch(row)) == {"product_name": "曲轴"}
    spoilt = row.model_copy(update={"amount": None, "bad": frozenset({"amount"})})
    assert derived(branch(spoilt)) == {"product_name": "曲轴", "amount": Decimal("1000.00")}


def test_an_unreadable_row_derives_what_it_can() -> None:
    row = bad(order(unit="件", amount=Decimal(1000)), "quantity", "customer")
    assert derived(branch(row)) == {"product_name": "曲轴", "amount": None}
    unknown = order(product="没有", product_name="曲轴", market=Market.OUTSIDE)
    assert derived(branch(unknown)) == {"product_name": None, "amount": Decimal("1000.00")}


def test_a_market_is_as_submitted_whatever_the_customer_is_by_now() -> None:
    row = order(submitted_at=AT_NINE, market=Market.INSIDE)
    assert market_of(branch(row), row) is Market.INSIDE
    for blank in (order(), order(submitted_at=AT_NINE)):
        assert market_of(branch(blank), blank) is Market.OUTSIDE
    nobody = order(customer="未建档")
    assert market_of(branch(nobody), nobody) is None


def test_an_order_whose_customer_is_of_another_market_by_now_is_told_until_goods_go_out() -> None:
    row = order(submitted_at=AT_NINE, market=Market.INSIDE)
    said = (3, "market", "market-before")
    assert said in checked(row)
    assert said in checked(row, planned(row))
    assert said not in checked(row, delivered(row, 1))
    assert said in checked(
        row.model_copy(update={"customer": "一汽"}), issued(row), delivered(row, 1)
    )
    for other in (
        order(market=Market.INSIDE),  # a draft takes it when it is handed in
        order(submitted_at=AT_NINE, market=Market.OUTSIDE),
        order(submitted_at=AT_NINE),
        order(submitted_at=AT_NINE, market=Market.INSIDE, cancelled_on=date(2026, 11, 3)),
    ):
        assert said not in checked(other)


# --- refreshed -----------------------------------------------------------------------------------


def test_a_draft_has_little_to_show() -> None:
    row = order()
    assert refreshed(branch(row), row) == {
        "review": Review.PENDING,
        "price_approval": PriceApproval.NOT_NEEDED,
        "status": "草稿",
    }


def test_an_order_on_its_way_shows_how_far_it_has_come() -> None:
    row = order(submitted_at=AT_NINE)
    office = branch(
        row,
        decision(row),
        issued(row),
        receipt(NO, 10),
        delivered(row, 6, signed=6),
        invoice("F1", 600),
        invoice_line("F1", "SH-202611-ZS-001", NO, 600),
        payment("HK-202611-001", 250, invoice_no="F1"),
    )
    assert refreshed(office, row) == {
        "review": Review.PASSED,
        "price_approval": PriceApproval.NOT_NEEDED,
        "status": "部分送货",
        "plan_no": "RW-202611-01",
        "completion_date": date(2026, 11, 27),
        "accepted_qty": Decimal(10),
        "delivered_qty": Decimal(6),
        "paid_amount": Decimal("250.00"),
    }


def test_the_status_is_in_the_language_of_the_workbook() -> None:
    row = order(submitted_at=AT_NINE, status="已送货")
    office = branch(row, receipt(NO, 10), delivered(row, 4), lang=Lang.EN)
    assert refreshed(office, row)["status"] == "Partly delivered"


def test_a_bought_in_order_shows_its_request() -> None:
    row = order(submitted_at=AT_NINE, product="B1")
    promised = date(2026, 11, 20)
    request = requested(row, request_no="MY-202611-001", arrival_promised=promised)
    office = branch(row, product("B1", supply=Supply.BUY), request, receipt(NO, 4))
    said = refreshed(office, row)
    assert said["status"] == "部分到货"
    assert said["plan_no"] == "MY-202611-001"
    assert said["completion_date"] == promised


def test_what_is_no_longer_so_is_cleared() -> None:
    row = order(plan_no="RW-1", completion_date=date(2026, 11, 27), accepted_qty=Decimal(3))
    said = refreshed(branch(row), row)
    assert {said[key] for key in ("plan_no", "completion_date", "accepted_qty")} == {None}


def test_a_refreshed_row_has_nothing_left_to_refresh() -> None:
    row = order(submitted_at=AT_NINE)
    others = (EARLIER, issued(row), receipt(NO, 10))
    again = row.model_copy(update=refreshed(branch(row, *others), row))
    assert refreshed(branch(again, *others), again) == {}


def test_the_approval_columns_say_when_management_cannot_be_read() -> None:
    row = order(submitted_at=AT_NINE)
    said = refreshed(branch(row, without=(Approval,)), row)
    assert said["review"] == said["price_approval"] == "无法读取经营考核"


def test_an_unreadable_row_has_no_approvals_but_a_status() -> None:
    row = bad(order(submitted_at=AT_NINE, review=Review.PENDING), "quantity")
    assert refreshed(branch(row), row) == {"review": None, "status": "已上报"}


# --- checks ----------------------------------------------------------------------------------------


def test_a_sound_order_has_no_findings() -> None:
    assert checked(order(required_date=date(2026, 11, 30))) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"required_date": date(2026, 10, 30)}, ("required_date", "required-before-order")),
        ({"required_date": date(2026, 11, 28)}, ("required_date", "required-not-working")),
        ({"required_date": date(2026, 11, 23)}, ("required_date", "required-past")),
        ({"quantity": Decimal("10.5")}, ("quantity", "counted-whole")),
        ({"unit_price": Decimal("120.01")}, ("unit_price", "off-guide-price")),
        ({"unit_price": Decimal("79.99")}, ("unit_price", "off-guide-price")),
        ({"quantity": Decimal(100)}, ("contract_no", "contract-missing")),  # 10,000.00
        ({"salesperson": "李四", "at": At(BOOK, 3)}, ("salesperson", "not-owner")),
        ({"cancelled_on": date(2026, 10, 30)}, ("cancelled_on", "cancelled-before-order")),
    ],
)
def test_what_an_order_gets_wrong(cells: dict[str, Any], found: tuple[str, str]) -> None:
    row = order(**{"required_date": date(2026, 11, 30), **cells})
    guide = product(guide_price=Decimal(100))
    assert (3, *found) in checked(row, guide)


@pytest.mark.parametrize(
    "cells",
    [
        {"required_date": date(2026, 11, 24)},  # today
        {"required_date": date(2026, 11, 23), "submitted_at": AT_NINE},
        {"unit_price": Decimal(120)},
        {"unit_price": Decimal(80)},
        {"quantity": Decimal("99.99"), "product": "T1"},  # 9,999.00, in tons
        {"quantity": Decimal(100), "contract_no": "HT-1"},
        {"quantity": Decimal(100), "cancelled_on": date(2026, 11, 5)},
        {"required_date": date(2026, 11, 28), "cancelled_on": date(2026, 11, 5)},
    ],
)
def test_what_is_right_or_no_longer_matters(cells: dict[str, Any]) -> None:
    row = order(**{"required_date": date(2026, 11, 30), **cells})
    goods = (product(guide_price=Decimal(100)), product("T1", unit="吨"))
    assert checked(row, *goods) == []


def test_thresholds_come_from_the_settings() -> None:
    assert checked(
        order(required_date=date(2026, 11, 30)), setting("contract_threshold", "1000")
    ) == [(3, "contract_no", "contract-missing")]


def test_the_office_s_calendar_overrules_the_national_one() -> None:
    saturday = date(2026, 11, 28)
    worked = CalendarDay(date=saturday, kind=DayKind.WORKING)
    monday_off = CalendarDay(date=date(2026, 11, 30), kind=DayKind.HOLIDAY)
    assert checked(order(required_date=saturday), worked) == []
    assert checked(order(required_date=date(2026, 11, 30)), monday_off) == [
        (3, "required_date", "required-not-working")
    ]


def test_the_finding_names_the_working_day_before() -> None:
    office = branch(order(required_date=date(2026, 11, 29)))
    (found,) = check_orders(office, office.rows(Order), TODAY)
    assert found.facts["before"] == date(2026, 11, 27)


def test_a_row_of_another_year_is_told() -> None:
    row = order(order_date=date(2025, 11, 3), required_date=date(2026, 11, 30))
    assert checked(row) == [(3, "order_date", "other-year")]


def test_a_row_that_cannot_get_a_number_says_so() -> None:
    nameless = person("张三", Role.SALESPERSON)
    assert checked(order(None, required_date=date(2026, 11, 30)), nameless) == [
        (3, "order_no", "no-initials")
    ]
    assert checked(order(required_date=date(2026, 11, 30)), nameless) == []


def test_what_cannot_be_read_is_passed_over_in_silence() -> None:
    columns = ("order_date", "required_date", "quantity", "unit_price", "product", "customer")
    assert checked(bad(order(), *columns)) == []


def twins(days: int, **cells: Any) -> tuple[Order, Order]:
    first = order(NO, required_date=date(2026, 11, 30))
    second = order(
        "CL-202611-ZS-002", row=4, required_date=date(2026, 11, 30) + timedelta(days), **cells
    )
    return first, second


@pytest.mark.parametrize("days", [-7, -1, 0, 1, 7])
def test_the_same_order_typed_twice(days: int) -> None:
    assert (4, "quantity", "order-twice") in checked(*twins(days))
    assert (3, "quantity", "order-twice") not in checked(*twins(days))


@pytest.mark.parametrize(
    ("days", "cells"),
    [
        (8, {}),
        (-8, {}),
        (0, {"quantity": Decimal(11)}),
        (0, {"customer": "一汽"}),
        (0, {"product": "P2"}),
        (0, {"cancelled_on": date(2026, 11, 5)}),
    ],
)
def test_orders_that_only_look_alike(days: int, cells: dict[str, Any]) -> None:
    assert "order-twice" not in {code for _, _, code in checked(*twins(days, **cells))}


def test_how_the_quantity_is_written_makes_no_difference() -> None:
    assert (4, "quantity", "order-twice") in checked(*twins(0, quantity=Decimal("10.00")))


def test_the_one_submitted_first_is_the_original() -> None:
    first, second = twins(0, submitted_at=AT_NINE)
    office = branch(first, second)
    found = list(check_orders(office, (first, second), TODAY))
    assert codes(found) == [(3, "quantity", "order-twice")]
    assert found[0].message(Lang.EN).startswith("The same as CL-202611-ZS-002:")
    nameless = branch(order(None), order(row=4))
    (said,) = [
        it for it in check_orders(nameless, nameless.rows(Order), TODAY) if it.place.at.row == 4
    ]
    assert said.message(Lang.EN).startswith("The same as row 3:")


def test_twins_are_found_across_registers() -> None:
    first, _ = twins(0)
    other = order("CL-202611-LS-001", salesperson="李四", submitted_at=AT_NINE)
    other = other.model_copy(update={"required_date": date(2026, 11, 30)})
    assert checked(first, other) == [(3, "quantity", "order-twice")]


def test_an_order_that_differs_from_the_plan_is_told() -> None:
    before = order(submitted_at=AT_NINE, required_date=date(2026, 11, 30))
    after = before.model_copy(update={"quantity": Decimal(12)})
    assert checked(before, planned(before)) == []
    assert checked(after, planned(before)) == [(3, "order_no", "changed-after-planning")]


def test_prospects_notes_and_expenses() -> None:
    prospect = Prospect(
        at=At(BOOK, 3),
        date=date(2025, 11, 3),
        customer="新客户",
        product="轴",
        expected_amount=Decimal(1000),
        probability=Decimal("0.5"),
        expected_month="2026-12",
        outcome=ProspectOutcome.WON,
        order_no="CL-202611-ZS-009",
    )
    note = MarketNote(
        at=At(BOOK, 4), date=date(2027, 1, 1), source="展会", topic=Topic.PRICE, note="涨价"
    )
    other = expense(10, row=5, salesperson="李四", at=At(BOOK, 5))
    office = branch(prospect, note, other)
    assert codes(check_prospects(office, (prospect,), TODAY)) == [
        (3, "date", "other-year"),
        (3, "order_no", "won-order-unknown"),
    ]
    assert codes(check_market_notes(office, (note,), TODAY)) == [(4, "date", "other-year")]
    assert codes(check_expenses(office, (other,), TODAY)) == [(5, "salesperson", "not-owner")]
    known = branch(prospect, order("CL-202611-ZS-009"))
    assert codes(check_prospects(known, (prospect,), TODAY)) == [(3, "date", "other-year")]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 25),
            st.sampled_from([1, 2]),
            st.sampled_from([None, 1, 2]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_twins_are_what_comparing_every_pair_would_find(
    typed: list[tuple[int, int, int | None, bool]],
) -> None:
    rows = [
        order(
            f"CL-202611-ZS-{n:03d}",
            row=3 + n,
            required_date=date(2026, 12, day),
            quantity=Decimal(quantity),
            submitted_at=None if hour is None else AT_NINE + timedelta(hours=hour),
            cancelled_on=date(2026, 11, 5) if cancelled else None,
        )
        for n, (day, quantity, hour, cancelled) in enumerate(typed)
    ]

    def turn(row: Order) -> tuple[bool, datetime, int]:
        return row.submitted_at is None, row.submitted_at or AT_NINE, row.at.row

    def is_twin(row: Order, other: Order) -> bool:
        return (
            row.quantity == other.quantity
            and abs((row.required_date - other.required_date).days) <= 7
            and not row.cancelled_on
            and not other.cancelled_on
            and turn(other) < turn(row)
        )

    expected = [row.at.row for row in rows if any(is_twin(row, other) for other in rows)]
    assert [place for place, _, code in checked(*rows) if code == "order-twice"] == expected
