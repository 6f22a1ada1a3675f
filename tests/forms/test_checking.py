"""What the definitions of columns say by themselves: conditions, references, uniqueness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, cast

import pytest

from xlsales.core.column import By, Column, Type
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.words import Lang, Words
from xlsales.forms import tables
from xlsales.forms.checking import check_columns
from xlsales.forms.choices import Kind, Market, OrderKind, PaymentMethod, PlanType, Role, Supply
from xlsales.forms.collection import Payment
from xlsales.forms.masters import Customer, Person, Product, Setting, WorkCenter
from xlsales.forms.register import Order
from xlsales.forms.settings import check_settings, settings_of

MASTERS = Book("masters")
REGISTER = Book("register", "张三", 2026)


def at(row: int, book: Book = MASTERS) -> At:
    return At(book, row)


def person(row: int, name: str, **more: object) -> Person:
    values = {"roles": (Role.SALESPERSON,), "active": True, **more}
    return Person(at=at(row), name=name, **values)  # type: ignore[arg-type]  # values by name


def told(office: Office, rows: Sequence[Row]) -> list[tuple[int, str | None, str]]:
    return [(f.place.at.row, f.place.column, f.rule.code) for f in check_columns(office, rows)]


def test_names_are_unique_and_the_second_row_is_told_the_first() -> None:
    people = (person(3, "张三"), person(4, "李四"), person(5, "张三"))
    office = Office({Person: people})
    assert told(office, people) == [(5, "name", "duplicate")]
    (finding,) = check_columns(office, people)
    assert finding.message(Lang.ZH) == "姓名“张三”与第 3 行重复。请更改或删除其中一行。"
    assert told(office, people[:2]) == []


def test_some_columns_are_unique_only_together() -> None:
    centers = (
        WorkCenter(at=at(3), name="锻造", capacity_unit="kg", daily_capacity=Decimal(5)),
        WorkCenter(
            at=at(4),
            name="锻造",
            capacity_unit="kg",
            daily_capacity=Decimal(6),
            from_date=date(2026, 7, 1),
        ),
        WorkCenter(at=at(5), name="锻造", capacity_unit="kg", daily_capacity=Decimal(7)),
    )
    assert told(Office({WorkCenter: centers}), centers) == [(5, "name", "duplicate")]


def test_initials_are_capital_letters_and_digits() -> None:
    people = (person(3, "张三", initials="ZS"), person(4, "李四", initials="l.s"))
    assert told(Office({Person: people}), people) == [(4, "initials", "bad-initials")]


def test_a_made_product_needs_a_work_centre_and_a_bought_one_does_not() -> None:
    def product(row: int, supply: Supply) -> Product:
        return Product(
            at=at(row), code=f"P{row}", name=f"件{row}", unit="件", supply=supply,
            post_days=0, active=True,
        )  # fmt: skip

    products = (product(3, Supply.MAKE), product(4, Supply.BUY))
    office = Office({Product: products, WorkCenter: ()})
    assert told(office, products) == [(3, "work_center", "required")]


def test_an_acceptance_needs_its_draft_and_a_transfer_does_not() -> None:
    def payment(row: int, method: PaymentMethod) -> Payment:
        return Payment(
            at=at(row), date=date(2026, 11, 3), customer="东风", amount=Decimal(5), method=method
        )

    payments = (payment(3, PaymentMethod.TRANSFER), payment(4, PaymentMethod.BANK_ACCEPTANCE))
    assert told(Office({Payment: payments}), payments) == [
        (4, "draft_no", "required"),
        (4, "draft_due", "required"),
    ]


def order(row: int, customer: str, submitted: bool = False) -> Order:
    return Order(
        at=at(row, REGISTER), order_date=date(2026, 11, 3), salesperson="张三", customer=customer,
        kind=OrderKind.NEW, product="P1", quantity=Decimal(1), unit_price=Decimal(1),
        required_date=date(2026, 12, 1), plan_type=PlanType.MONTHLY,
        submitted_at=datetime(2026, 11, 3, 9) if submitted else None,
    )  # fmt: skip


def test_references_must_exist_and_be_active_for_a_new_row() -> None:
    customers = tuple(
        Customer(
            at=at(3 + n), code=str(n), name=name, market=Market.OUTSIDE, credit_days=30,
            active=active,
        )
        for n, (name, active) in enumerate([("东风", True), ("老厂", False)])
    )  # fmt: skip
    orders = (
        order(3, "东风"),
        order(4, "东凤"),
        order(5, "老厂"),
        order(6, "老厂", submitted=True),
    )
    office = Office({Customer: customers, Order: orders})
    assert told(office, orders) == [
        (4, "customer", "unknown-customer"),
        (5, "customer", "inactive-customer"),
    ]


def test_a_new_row_may_not_name_who_has_left_or_what_is_made_no_more() -> None:
    people = (person(3, "张三", active=False),)
    products = (
        Product(
            at=at(3), code="P1", name="件", unit="件", supply=Supply.BUY, post_days=0, active=False
        ),
    )  # fmt: skip
    orders = (order(3, "东风"), order(4, "东风", submitted=True))
    office = Office({Person: people, Product: products, Order: orders})
    assert told(office, orders) == [
        (3, "product", "inactive-product"),
        (3, "salesperson", "inactive-person"),
    ]


def test_names_that_the_masters_do_not_know() -> None:
    product = Product(
        at=at(3), code="P1", name="件", unit="件", supply=Supply.MAKE, work_center="锻九",
        post_days=0, active=True,
    )  # fmt: skip
    orders = (order(3, "东风").model_copy(update={"salesperson": "张四"}),)
    office = Office({Person: (person(3, "张三"),), Product: (product,), WorkCenter: ()})
    assert told(office, (product,)) == [(3, "work_center", "unknown-work-center")]
    assert told(office.replaced({Order: orders}), orders) == [(3, "salesperson", "unknown-person")]


class Gauge(Row, name="gauges", kind=Kind.WAREHOUSE, sheet=Words("量具", ""), key=("no",)):
    no: Annotated[str | None, Column("编号", "No.", by=By.GIVEN)] = None
    active: Annotated[bool, Column("在用", "Active", Type.YES_NO)]


class Measured(Row, name="measured", kind=Kind.WAREHOUSE, sheet=Words("测量", ""), key=("no",)):
    no: Annotated[str | None, Column("编号", "No.", by=By.GIVEN)] = None
    gauge: Annotated[str, Column("量具", "Gauge", ref="gauges.no")]


def test_a_reference_to_any_other_table_is_checked_as_one_to_the_masters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(cast("dict[str, Table]", tables.BY_NAME), "gauges", Gauge.table)
    monkeypatch.setitem(cast("dict[str, str]", tables.REFERRED), "gauges", "no")
    gauges = tuple(Gauge(at=at(n), no=f"LJ-{n}", active=n != 4) for n in range(3, 6))
    rows = tuple(
        Measured(at=at(n), no=no, gauge=gauge)
        for n, (no, gauge) in enumerate(
            [(None, "LJ-3"), (None, "LJ-9"), (None, "LJ-4"), ("1", "LJ-4"), (None, "lj-5")], 3
        )
    )
    found = tuple(check_columns(Office({Gauge: gauges, Measured: rows}), rows))
    assert [(f.place.at.row, f.rule.code, f.fix) for f in found] == [
        (4, "unknown-reference", None),
        (5, "inactive-reference", None),
        (7, "unknown-reference", "LJ-5"),
    ]
    assert found[0].message(Lang.ZH).startswith("“量具”表中没有“LJ-9”。")
    assert found[1].message(Lang.EN).startswith("“LJ-4” is no longer active in the table “Gauges”.")


def test_what_cannot_be_read_is_not_judged_again() -> None:
    broken = order(3, "东凤").model_copy(update={"customer": None, "bad": frozenset({"customer"})})
    assert told(Office({Customer: (), Order: (broken,)}), (broken,)) == []


def test_settings_have_defaults_and_bad_ones_are_told() -> None:
    rows = (
        Setting(at=at(3), key="tax_rate", value="9%"),
        Setting(at=at(4), key="closing_day", value="三十"),
        Setting(at=at(5), key="colour", value="red"),
    )
    settings = settings_of(Office({Setting: rows}))
    assert settings.tax_rate == Decimal("0.09")
    assert settings.closing_day == 25
    assert settings.contract_threshold == 10000
    assert [(f.place.at.row, f.rule.code) for f in check_settings(rows)] == [
        (4, "bad-setting"),
        (5, "unknown-setting"),
    ]
