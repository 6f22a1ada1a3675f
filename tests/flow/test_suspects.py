"""A check over columns finds what judging row by row finds, whatever stands in the rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import MASTERS, customer, person
from tests.flow.branch import CUSTOMERS, FORGE, PEOPLE, TODAY, branch, product, setting
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row
from xlsales.flow.checks import register
from xlsales.flow.checks.validation import CHECKS
from xlsales.flow.facts import fingerprint, terms
from xlsales.forms.choices import (
    OWNED,
    YEARLY,
    ComplaintSeverity,
    Decision,
    Disposition,
    ExpenseCategory,
    Kind,
    Market,
    OrderKind,
    PaymentMethod,
    PlanType,
    ProspectOutcome,
    Role,
    Stage,
    Supply,
)
from xlsales.forms.indicators import TARGETED
from xlsales.forms.management import ScoringSetting
from xlsales.forms.masters import Customer, Person, Product, WorkCenter
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.settings import SCORING
from xlsales.forms.tracking import Card

YEARS = (2026, 2026, 2025)


def books_of(model: type[Row]) -> tuple[Book, ...]:
    """Workbooks of two people or two years."""
    kind = model.table.kind
    if kind in OWNED:
        return tuple(Book(kind, owner, 2026) for owner in ("张三", "孙新"))
    return tuple(Book(kind, "", year if kind in YEARLY else 0) for year in YEARS)


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
    "salesperson": ["张三", "张三", "李四", "王副", "江淮"], "customer": ["东风", "东风", "一汽", "无名", "江淮"],
    "product": ["P1", "P1", "P2", "P3", "P9"], "kind": [OrderKind.NEW],
    "plan_type": [PlanType.MONTHLY], "contract_no": ["HT1"], "market": [*Market],
    "keeper": ["吴库", "张三", "无名"], "address": ["一号门", "二号门"], "plan_no": ["RW-202611-01"],
    "returned_reason": ["缺图"], "disposition": [*Disposition], "unit": ["件"],
    "work_center": ["一车间", "二车间"], "receipt_no": ["RK-202611-001"],
    "invoice_no": ["F1", "F2", "F3", "F9"], "payment_no": ["HK-202611-001"],
    "amount": [Decimal(100), Decimal(60), Decimal(100), Decimal("100.0"), Decimal(-100)],
    "due_date": DAYS[2:], "agreed_due_date": DAYS[:5], "method": [*PaymentMethod][::-1],
    "draft_no": ["00123"], "draft_due": DAYS[:5], "verified": [True, True, False],
    "verified_by": ["钱会计", "钱会计", "张三", "无名"], "verified_on": DAYS[:4],
    "card_no": ["GZ-202611-ZS-001"], "visit_date": [DAYS[0], *DAYS[:4]], "visitor": ["张三"],
    "complaint_no": [f"TS-202611-ZS-{n:03d}" for n in range(1, 9)], "severity": [*ComplaintSeverity],
    "owner": ["张三"], "closed_on": DAYS[:5], "description": ["裂纹"],
    "request_no": ["MY-202611-001"], "arrival_promised": DAYS[3:], "stage": [*Stage],
    "probability": [Decimal("0.5")], "outcome": [*ProspectOutcome], "content": ["一"],
    "category": [*ExpenseCategory], "code": ["K1", "K2"], "name": ["东风", "孙新", "一车间", "冲压", "江淮汽车"],
    "initials": ["ZS", "SX", "ZS2"], "roles": [(Role.SALESPERSON,), (Role.FINANCE,)],
    "active": [True], "credit_days": [30, 60], "supply": [*Supply],
    "unit_weight_kg": [Decimal(20)], "guide_price": [Decimal(100), Decimal(50)],
    "floor_price": [Decimal(90), Decimal(60)], "capacity_unit": ["kg", "件", "公斤"],
    "daily_capacity": [Decimal(10)], "key": ["税率", "tax_rate", "合同限额", "什么"],
    "value": ["0.13", "1", "许多"], "rule_no": [1, 2], "points": [Decimal(1)],
    "step_pct": [Decimal(5), Decimal("0.05"), Decimal(0)], "valid_from": DAYS[:5],
    "valid_to": DAYS[:5], "period": ["2026-11", "2026-12"],
    "subject": ["张三", "本单位", "李四", "钱会计", "无名"], "indicator": [*TARGETED],
    "target": [Decimal(5)], "reason": ["补充"], "approved_by": ["赵总", "张三"],
    "decided_by": ["王副", "赵总", "张三", "无名"], "decision": [*Decision],
}  # fmt: skip
OFTEN_BLANK = {"cancelled_on", "fixed_date", "returned_reason", "return_of", "market",
               "disposition", "rejected_qty", "copy_returned_on", "agreed_due_date", "draft_no",
               "draft_due", "closed_on", "reason", "due_date", "valid_to"}  # fmt: skip


def row_of(model: type[Row], n: int, random: Random) -> Row:
    """A sound row but for a cell or two that people type otherwise, or that cannot be read."""
    book = random.choice(books_of(model))
    values: dict[str, Any] = dict.fromkeys(model.table.by_key)
    values |= {
        key: pool[0] for key, pool in POOLS.items() if key in values and key not in OFTEN_BLANK
    }
    own: dict[str, Any] = {
        "order_no": NUMBERS[n % len(NUMBERS)],
        "note_no": NOTES[n * 3 // 4 % len(NOTES)],
        "invoice_no": f"F{n % 5 + 1}",
        "complaint_no": POOLS["complaint_no"][n % 8],
        "period": f"2026-{n % 12 + 1:02d}",
    }
    if model in {Person, Customer, Product, WorkCenter}:  # the usual ones come first
        own |= {"name": f"名{n}", "code": f"K{n}", "initials": f"M{n}"}
    if model is Card and n % 3 == 0:  # a visit without a delivery
        own["note_no"] = None
    if model is WorkCenter and n == 0:
        own["name"] = "一车间"
    if model is ScoringSetting:
        own["key"] = [*SCORING][n % len(SCORING)]
    if model is Order:
        own |= {"salesperson": book.owner, "quantity": Decimal(20 + n % 9)}
        own |= {"contract_no": random.choice(["HT1", None]), "market": random.choice([*Market])}
    values |= {key: value for key, value in own.items() if key in values}
    bad: set[str] = set()
    typed = [column for column in model.table.columns if column.key in POOLS]
    for column in random.sample(typed, min(len(typed), random.choice((0, 1, 1, 2)))):
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
    masters: list[Row] = [
        *PEOPLE, person("孙新"),
        *(row.model_copy(update={"visit_cycle_days": random.choice((None, 3))})
          for row in CUSTOMERS),
        customer("无名", market=Market.INSIDE, visit_cycle_days=3),
        product(guide_price=Decimal(100)), product("P2", unit="公斤"), product("P3"), FORGE,
        setting("unsigned_after_days", random.choice(["1", "15"])),
    ]  # fmt: skip
    rows = [row.model_copy(update={"at": At(MASTERS, 100 + n)}) for n, row in enumerate(masters)]
    for model in CHECKS:
        most = 5 if model.table.kind == Kind.MASTERS else 20
        if model is Card and random.random() < 0.3:  # nobody has visited anybody
            most = 1
        rows += [row_of(model, n, random) for n in range(random.randrange(most))]
    orders = {row.order_no: row for row in rows if isinstance(row, Order)}
    for n, row in enumerate(rows):
        taken = orders.get(row.order_no) if isinstance(row, PlanLine | TradeRequest) else None
        if taken is not None and random.random() < 0.8:
            mine = fingerprint.PLAN & row.table.by_key.keys()
            same = {key: getattr(taken, key) for key in mine}
            rows[n] = row.model_copy(update={**same, "order_hash": fingerprint.plan(taken)})
    return branch(*rows, properties={f"{terms.PROPERTY}东风": "14"})


def places(found: list[Finding]) -> list[str]:
    """Findings in an order that does not depend on how they were found."""
    return sorted(repr((f.place.at, f.place.column, f.rule.code, f.value, f.facts)) for f in found)


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_columns_find_what_judging_every_row_finds(seed: int) -> None:
    office = office_of(Random(seed))
    for model, check in CHECKS.items():
        books = dict.fromkeys(books_of(model))
        for rows in (office.rows(model), *(office.within(book, model) for book in books)):
            judged = [found for row in rows for found in check.judge(office, row, TODAY)]
            columns = list(check.row_by_row(office, rows, TODAY))
            assert places(columns) == places(judged), model.__name__
        for row in office.rows(model)[:3]:
            alone = list(check.row_by_row(office, [row], TODAY))
            assert places(alone) == places(list(check.judge(office, row, TODAY))), model.__name__


def test_rows_of_every_table_are_found_fault_with_and_others_are_left_alone() -> None:
    found, left = Counter[type[Row]](), Counter[type[Row]]()
    for seed in range(40):
        office = office_of(Random(seed))
        for model, check in CHECKS.items():
            for book in dict.fromkeys(books_of(model)):
                rows = office.within(book, model)
                suspects = check.suspects(office, rows, TODAY)
                left[model] += len(rows) - len(suspects)
                found[model] += sum(1 for _ in check.row_by_row(office, suspects, TODAY))
    assert min(found[model] for model in CHECKS) > 0
    assert min(left[model] for model in CHECKS) > 0


def test_of_a_sound_order_no_condition_holds() -> None:
    row = row_of(Order, 0, Random(0))
    assert isinstance(row, Order)
    assert not row.bad
    assert register.check_orders.suspects(branch(*PEOPLE, *CUSTOMERS, row), [row], TODAY) == []
