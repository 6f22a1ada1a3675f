"""A check over columns finds what judging row by row finds, whatever stands in the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import customer, person, register_of
from tests.flow.branch import CUSTOMERS, PEOPLE, TODAY, branch, product, setting
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row
from xlsales.flow.checks import delivery, outbound, plan, receipts, register
from xlsales.flow.checks.suspects import Check
from xlsales.flow.facts import fingerprint
from xlsales.forms.choices import Disposition, Kind, Market, OrderKind, PlanType
from xlsales.forms.delivery import Delivery
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.warehouse import Outbound, Receipt

CHECKS: Mapping[type[Row], Check[Any]] = {
    Order: register.check_orders,
    PlanLine: plan.CHECK,
    Delivery: delivery.check_deliveries,
    Receipt: receipts.check_receipts,
    Outbound: outbound.check_outbound,
}
BOOKS: Mapping[type[Row], tuple[Book, ...]] = {
    Order: (register_of("张三"), register_of("孙新")),
    PlanLine: (Book(Kind.PLAN, "", 2026), Book(Kind.PLAN, "", 2025)),
    Delivery: (Book(Kind.DELIVERY, "张三", 2026), Book(Kind.DELIVERY, "李四", 2026)),
    Receipt: (Book(Kind.WAREHOUSE, "", 2026),),
    Outbound: (Book(Kind.WAREHOUSE, "", 2026),),
}
DAYS = [dt.date(2026, 11, 20), dt.date(2026, 11, 23), dt.date(2025, 11, 3), TODAY,
        dt.date(2026, 12, 1), dt.date(2026, 11, 7), dt.date(2026, 11, 2), dt.date(2031, 5, 5),
        dt.date(1899, 1, 2)]  # fmt: skip
QUANTITIES = [*map(Decimal, ("10", "10", "10", "10.0", "5", "2.5", "30", "40", "0", "-4", "1E+6"))]
NUMBERS = [f"CL-202611-ZS-{n:03d}" for n in range(1, 14)]
NOTES = [f"SH-202611-ZS-{n:03d}" for n in range(1, 14)]
PRICES = [Decimal(100), Decimal("100.00"), Decimal(130), Decimal(20), Decimal(90000)]
RATES = [Decimal("0.13"), Decimal("0.13"), Decimal("0.06")]
AT = [dt.datetime(2026, 11, 2, 9), dt.datetime(2026, 11, 3, 9)]
POOLS: dict[str, list[Any]] = {
    "date": [*DAYS[:5], DAYS[2]], "order_date": [*DAYS[:5], DAYS[2]], "required_date": DAYS[4:], "cancelled_on": DAYS,
    "fixed_date": DAYS, "start_date": DAYS[3:], "completion_date": DAYS[3:], "signed_on": DAYS[:5],
    "copy_returned_on": DAYS[:5], "submitted_at": AT,
    "quantity": QUANTITIES, "accepted_qty": QUANTITIES, "signed_qty": QUANTITIES,
    "rejected_qty": [Decimal(1), Decimal("0.5")], "unit_price": PRICES, "tax_rate": RATES,
    "order_no": [*NUMBERS, *[None] * 9], "note_no": NOTES, "return_of": NOTES, "line_no": [1, 2],
    "salesperson": ["张三", "张三", "李四"], "customer": ["东风", "东风", "一汽", "无名"],
    "product": ["P1", "P1", "P2", "P3", "P9"], "kind": [OrderKind.NEW],
    "plan_type": [PlanType.MONTHLY], "contract_no": ["HT1"], "market": [*Market],
    "keeper": ["吴库", "张三", "无名"], "address": ["一号门", "二号门"], "plan_no": ["RW-202611-01"],
    "returned_reason": ["缺图"], "disposition": [*Disposition], "unit": ["件"],
    "work_center": ["一车间"], "receipt_no": ["RK-202611-001"],
}  # fmt: skip
OFTEN_BLANK = {"cancelled_on", "fixed_date", "returned_reason", "return_of", "market",
               "disposition", "rejected_qty", "copy_returned_on"}  # fmt: skip


def row_of(model: type[Row], n: int, random: Random) -> Row:
    """A sound row but for a cell or two that people type otherwise, or that cannot be read."""
    book = random.choice(BOOKS[model])
    values: dict[str, Any] = dict.fromkeys(model.table.by_key)
    values |= {
        key: pool[0] for key, pool in POOLS.items() if key in values and key not in OFTEN_BLANK
    }
    own: dict[str, Any] = {
        "order_no": NUMBERS[n % len(NUMBERS)],
        "note_no": NOTES[n * 3 // 4 % len(NOTES)],
    }
    if model is Order:
        own |= {"salesperson": book.owner, "quantity": Decimal(20 + n % 9)}
        own |= {"contract_no": random.choice(["HT1", None]), "market": random.choice([*Market])}
    values |= {key: value for key, value in own.items() if key in values}
    bad: set[str] = set()
    typed = [column for column in model.table.columns if column.key in POOLS]
    for column in random.sample(typed, random.choice((0, 1, 1, 2))):
        value = random.choice([*POOLS.get(column.key, ()), None])
        values[column.key] = value
        if (
            value is None and column.required and "_no" not in column.key
        ) or random.random() < 0.03:
            bad.add(column.key)
    values |= dict.fromkeys(bad)
    return model.model_construct(None, **values, at=At(book, n + 3), bad=frozenset(bad))


def office_of(random: Random) -> Office:
    """An office in which the plan stands for most of its orders."""
    rows: list[Row] = [
        *PEOPLE, person("孙新"), *CUSTOMERS,
        customer("无名", market=Market.INSIDE, visit_cycle_days=3),
        product(guide_price=Decimal(100)), product("P2", unit="公斤"), product("P3"),
        setting("unsigned_after_days", random.choice(["1", "15"])),
    ]  # fmt: skip
    for model in BOOKS:
        rows += [row_of(model, n, random) for n in range(random.randrange(20))]
    orders = {row.order_no: row for row in rows if isinstance(row, Order)}
    for n, row in enumerate(rows):
        taken = orders.get(row.order_no) if isinstance(row, PlanLine) else None
        if taken is not None and random.random() < 0.8:
            same = {key: getattr(taken, key) for key in fingerprint.PLAN}
            rows[n] = row.model_copy(update={**same, "order_hash": fingerprint.plan(taken)})
    return branch(*rows)


def places(found: list[Finding]) -> list[str]:
    """Findings in an order that does not depend on how they were found."""
    return sorted(repr((f.place.at, f.place.column, f.rule.code, f.value, f.facts)) for f in found)


@pytest.mark.parametrize("model", CHECKS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_columns_find_what_judging_every_row_finds(model: type[Row], seed: int) -> None:
    office = office_of(Random(seed))
    check = CHECKS[model]
    for rows in (office.rows(model), *(office.within(book, model) for book in BOOKS[model])):
        judged = [found for row in rows for found in check.judge(office, row, TODAY)]
        assert places(list(check(office, rows, TODAY))) == places(judged)
    for row in office.rows(model)[:3]:
        alone = list(check(office, [row], TODAY))
        assert places(alone) == places(list(check.judge(office, row, TODAY)))


def test_of_a_sound_order_no_condition_holds() -> None:
    row = row_of(Order, 0, Random(0))
    assert isinstance(row, Order)
    assert not row.bad
    assert register.check_orders.suspects(branch(*PEOPLE, *CUSTOMERS, row), [row], TODAY) == []
