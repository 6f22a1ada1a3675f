"""Masters: initials are proposed, loads can be told, prices and dates are the right way round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang
from xlsales.flow.checks import masters as checks
from xlsales.flow.checks.validation import findings
from xlsales.forms.choices import AppliesTo, Role, Rounding, RuleKind, Supply
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import DeductionRule
from xlsales.forms.masters import Customer, Person, Product, Setting, WorkCenter

MASTERS = Book("masters")
TODAY = date(2026, 11, 24)


def at(row: int) -> At:
    return At(MASTERS, row)


def told(found: Iterable[Finding]) -> list[tuple[int, str | None, str]]:
    return [(f.place.at.row, f.place.column, f.rule.code) for f in found]


def person(row: int, name: str, *roles: Role, initials: str | None = None) -> Person:
    return Person(at=at(row), name=name, roles=roles, initials=initials, active=True)


@pytest.mark.parametrize(
    ("name", "taken", "proposed"),
    [
        ("张三", set(), "ZS"),
        ("张思", {"ZS"}, "ZS2"),
        ("章松", {"ZS", "ZS2"}, "ZS3"),
        ("欧阳娜娜", set(), "OYNN"),
    ],
)
def test_initials_come_from_the_pinyin(name: str, taken: set[str], proposed: str) -> None:
    assert checks.proposed_initials(name, taken) == proposed


def test_salespeople_without_initials_get_a_proposal_each_of_its_own() -> None:
    people = (
        person(3, "张三", Role.SALESPERSON, initials="ZS"),
        person(4, "张思", Role.SALESPERSON),
        person(5, "章松", Role.SALESPERSON, Role.FINANCE),
        person(6, "钱库管", Role.WAREHOUSE),
    )
    found = tuple(checks.check_people(Office({Person: people}), people, TODAY))
    assert told(found) == [(4, "initials", "initials-missing"), (5, "initials", "initials-missing")]
    assert [finding.fix for finding in found] == ["ZS2", "ZS3"]


def product(row: int, **more: object) -> Product:
    values: dict[str, object] = {
        "code": f"P{row}", "name": f"件{row}", "unit": "件", "supply": Supply.MAKE,
        "work_center": "锻一", "post_days": 0, "active": True, **more,
    }  # fmt: skip
    return Product(at=at(row), **values)  # type: ignore[arg-type]  # values by name


def center(row: int, unit: str) -> WorkCenter:
    return WorkCenter(at=at(row), name="锻一", capacity_unit=unit, daily_capacity=Decimal(100))


@pytest.mark.parametrize("unit", ["kg", "公斤", "KG"])
def test_a_centre_that_counts_kilograms_needs_the_unit_weight(unit: str) -> None:
    products = (product(3), product(4, unit_weight_kg=Decimal("1.5")))
    office = Office({Product: products, WorkCenter: (center(3, unit),)})
    assert told(checks.check_products(office, products, TODAY)) == [
        (3, "unit_weight_kg", "unit-weight-missing")
    ]
    assert told(checks.check_work_centers(office, office.rows(WorkCenter), TODAY)) == []


def test_a_centre_counts_what_its_products_count() -> None:
    office = Office({Product: (product(3),), WorkCenter: (center(3, "套"),)})
    assert told(checks.check_work_centers(office, office.rows(WorkCenter), TODAY)) == [
        (3, "capacity_unit", "capacity-unit")
    ]


def test_a_floor_above_the_guide_price_is_told() -> None:
    products = (
        product(3, guide_price=Decimal(100), floor_price=Decimal(101), unit_weight_kg=Decimal(1)),
        product(4, guide_price=Decimal(100), floor_price=Decimal(100), unit_weight_kg=Decimal(1)),
    )
    office = Office({Product: products, WorkCenter: ()})
    assert told(checks.check_products(office, products, TODAY)) == [
        (3, "floor_price", "floor-over-guide")
    ]


def test_a_deduction_rule_ends_after_it_begins() -> None:
    def rule(row: int, start: date, end: date) -> DeductionRule:
        return DeductionRule(
            at=at(row), rule_no=row, clause="一", indicator=Indicator.REVENUE,
            kind=RuleKind.SHORTFALL, rounding=Rounding.FULL, applies_to=AppliesTo.BOTH,
            valid_from=start, valid_to=end,
        )  # fmt: skip

    rules = (
        rule(3, date(2026, 1, 1), date(2025, 12, 31)),
        rule(4, date(2026, 1, 1), date(2026, 1, 1)),
    )
    assert told(checks.check_rules(Office({DeductionRule: rules}), rules, TODAY)) == [
        (3, "valid_to", "valid-dates-turned")
    ]


def test_a_masters_workbook_is_checked_whole_and_in_the_order_of_its_sheets() -> None:
    rows: dict[type[Row], tuple[Row, ...]] = {
        Person: (person(3, "张三", Role.SALESPERSON), person(4, "张三", Role.FINANCE)),
        Customer: (),
        Product: (product(3),),
        WorkCenter: (center(3, "kg"),),
        Setting: (Setting(at=at(3), key="tax_rate", value="很多"),),
    }
    found = findings(Office(rows), MASTERS, TODAY)
    assert told(found) == [
        (3, "initials", "initials-missing"),
        (4, "name", "duplicate"),
        (3, "unit_weight_kg", "unit-weight-missing"),
        (3, "value", "bad-setting"),
    ]
    assert found[0].message(Lang.ZH) == (
        "销售员“张三”尚无简码\uff0c不能编号。建议用 ZS\uff0c可“一键修正”填入。"
    )


@pytest.mark.parametrize(("step", "likely"), [("0.05", "5"), ("0.01", "1"), ("0.2", "20")])
def test_a_step_that_was_typed_with_its_sign_has_become_a_hundredth(step: str, likely: str) -> None:
    rule = DeductionRule(
        at=at(3), rule_no=3, clause="一", indicator=Indicator.REVENUE, kind=RuleKind.SHORTFALL,
        rounding=Rounding.FULL, applies_to=AppliesTo.BOTH, step_pct=Decimal(step),
    )  # fmt: skip
    (found,) = checks.check_rules(Office({DeductionRule: (rule,)}), (rule,), TODAY)
    assert found.rule.code == "step-small"
    assert f"请填 {likely}。" in found.message(Lang.ZH)
    usual = rule.model_copy(update={"step_pct": Decimal(1)})
    assert told(checks.check_rules(Office({DeductionRule: (usual,)}), (usual,), TODAY)) == []
