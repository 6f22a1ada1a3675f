"""After a few cells changed, what is found of what was found before is what is found anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import MASTERS, customer, order, person
from tests.flow.branch import FORGE, PEOPLE, TODAY, product, setting
from xlsales.core.column import Column, Type
from xlsales.core.finding import Finding
from xlsales.core.office import BookInfo, Call, Office, Since
from xlsales.core.outcome import Outcome
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang, Words
from xlsales.flow.checks import validation
from xlsales.flow.checks.links import LINKED, linked
from xlsales.flow.every.checking import ValidateArgs, Validated, validate
from xlsales.flow.facts import fingerprint, numbering, terms
from xlsales.forms.choices import Kind
from xlsales.forms.collection import Invoice, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import workbook_path
from xlsales.forms.plan import Load, PlanLine
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS
from xlsales.forms.warehouse import Receipt, Stock

OWNERS = ("张三", "李四")
DAYS = [TODAY + dt.timedelta(n) for n in (-400, -30, -20, -14, -12, -10, -7, -3, 0, 3, 14, 40)]
CUSTOMERS = ("东风", "一汽", "重汽", "陕汽", "江淮", "福田")
NUMBERS: Mapping[str, Sequence[str]] = {
    "order_no": [f"CL-202611-ZS-{n:03d}" for n in range(1, 15)],
    "note_no": [f"SH-202611-ZS-{n:03d}" for n in range(1, 15)],
    "return_of": [f"SH-202611-ZS-{n:03d}" for n in range(1, 15)],
    "invoice_no": ["F1", "F2", "f2", "F3", "F4", "F5", "F6"],
    "complaint_no": [f"TS-202611-ZS-{n:03d}" for n in range(1, 7)],
    "card_no": ["GZ-202611-ZS-001", "GZ-202611-LS-002"],
    "receipt_no": [f"RK-202611-{n:03d}" for n in range(1, 20)],
    "payment_no": [f"HK-202611-{n:03d}" for n in range(1, 7)],
}
POOLS: Mapping[str, Sequence[Any]] = {
    **NUMBERS,
    "plan_no": ["RW-202611-01", None],
    "salesperson": [*OWNERS, None],
    "customer": [*CUSTOMERS, *CUSTOMERS, "东风 "],
    "product": ["P1", "P2", "P3", "P4", "P1", "P2", "P3", "P4", "P9"],
    "work_center": ["一车间", "一车间", "二车间"],
    "person": ["张三", "王副", "赵总", "吴库", "钱会计"],
    "line_no": [1, 2],
}
PEOPLES = ("keeper", "visitor", "owner", "decided_by", "verified_by", "inspector", "reported_to")
REMEMBERED = (f"{numbering.PROPERTY}CL-202611-ZS",)
RARE = {
    "cancelled_on",
    "fixed_date",
    "returned_reason",
    "return_of",
    "agreed_due_date",
    "closed_on",
}
"""Mostly blank, as in most offices."""


class Typing(Random):
    """Types into cells; in some offices the same few numbers, names and days again and again."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.few = self.choice((2, 3, 6, 99))

    def any_of(self, pool: Sequence[Any]) -> Any:
        return self.choice(pool[: self.few])


def value_of(column: Column, random: Typing) -> object:
    """Something for a cell: a sound value, often one that other rows have, too."""
    key = column.key
    if key in POOLS or key in PEOPLES:
        return random.any_of(POOLS["person" if key in PEOPLES else key])
    if column.choices:
        return random.choice(list(column.choices))
    if column.type is Type.DATE:
        return random.any_of(DAYS[:: random.choice((1, -1))])
    if column.type is Type.DATETIME:
        return dt.datetime.combine(DAYS[3], dt.time(random.choice((9, 10))))
    if column.type is Type.YES_NO:
        return random.random() < 0.7
    if column.type is Type.PERCENT:
        return Decimal("0.13")
    if column.type.is_number:
        return Decimal(random.any_of(("10", "-5", "10", "20", "5", "2.5", "1000")))
    return random.choice(("甲", "乙"))


def row_of(model: type[Row], at: At, random: Typing) -> Row:
    """A row that people may have typed and buttons have numbered; a cell of some is bad."""
    values: dict[str, Any] = {
        column.key: None
        if random.random() < (0.9 if column.key in RARE else 0.15)
        else value_of(column, random)
        for column in model.table.columns
    }
    if model is Order:
        values |= {"salesperson": at.book.owner, "customer": values["customer"] or "东风"}
    if model is Receipt and random.random() < 0.4:  # goods without an order
        values |= {"order_no": None, "product": random.any_of(("P1", "P2"))}
    bad = {c.key for c in model.table.columns if c.required and values[c.key] is None}
    values |= dict.fromkeys(bad)
    return model.model_construct(None, **values, at=at, bad=frozenset(bad))


def books_of(model: type[Row]) -> list[Book]:
    kind = model.table.kind
    if kind in {Kind.REGISTER, Kind.DELIVERY, Kind.TRACKING}:
        return [Book(kind, owner, 2026) for owner in OWNERS]
    return [Book(kind, "", 0 if kind == Kind.MANAGEMENT else 2026)]


OFTEN: Sequence[type[Row]] = (
    *LINKED, Order, Delivery, Receipt, Receipt, Invoice, Payment, Stock, Load,
)  # fmt: skip
Tables = Mapping[type[Row], Sequence[Row]]


def tables_of(random: Typing) -> dict[type[Row], list[Row]]:
    """An office in which all tables hold some rows, most of them about the same few orders."""
    found: dict[type[Row], list[Row]] = {model: [] for model in MODELS}
    masters: list[Row] = [
        *PEOPLE,
        *(customer(name, salesperson=OWNERS[n % 2], credit_days=30 * n,
                   visit_cycle_days=random.choice((None, None, 3)))
          for n, name in enumerate(CUSTOMERS)),
        product(guide_price=Decimal(10)), product("P2", floor_price=Decimal(15)),
        product("P3"), product("P4"), FORGE,
        setting("unsigned_after_days", "5"), setting("review_threshold", "900"),
    ]  # fmt: skip
    if random.random() < 0.3:
        masters.append(person("周新"))
    for n, row in enumerate(masters):
        found[type(row)].append(row.model_copy(update={"at": At(MASTERS, 3 + n)}))
    for model in LINKED:
        for book in books_of(model):
            count = random.randrange(9 if model is Order else 5)
            found[model] += [row_of(model, At(book, 3 + n), random) for n in range(count)]
    orders = {getattr(row, "order_no"): row for row in found[Order]}  # noqa: B009
    for n, line in enumerate(found[PlanLine]):
        taken = orders.get(getattr(line, "order_no"))  # noqa: B009
        if taken is not None and not taken.bad and random.random() < 0.7:
            assert isinstance(taken, Order)
            same = {key: getattr(taken, key) for key in (*fingerprint.PLAN, "submitted_at")}
            same["order_hash"] = fingerprint.plan(taken)
            found[PlanLine][n] = line.model_copy(update=same)
    return found


def changed(before: Tables, random: Typing) -> Tables:
    """The same after somebody typed into a row or two, or added or cleared the last one."""
    after = {model: list(rows) for model, rows in before.items()}
    for _ in range(random.choice((1, 1, 2))):
        model = random.choice(OFTEN)
        rows = after[model]
        book = random.choice(books_of(model))
        mine = [n for n, row in enumerate(rows) if row.at.book == book]
        what = random.random()
        if what < 0.15 or not mine:
            last = max((rows[n].at.row for n in mine), default=2)
            row = row_of(model, At(book, last + 1), random)
            rows.append(row.model_copy(update={"order_no": None} if model is Order else {}))
        elif what < 0.25:
            del rows[max(mine)]
        else:
            n = random.choice(mine)
            columns = random.sample(model.table.columns, random.choice((1, 1, 3)))
            values = {column.key: value_of(column, random) for column in columns}
            bad = rows[n].bad - values.keys()
            rows[n] = rows[n].model_copy(update={**values, "bad": bad})
    return after


@dataclass
class Before:
    """What was worked out of an office, and what changed since."""

    since: Since
    office: Office
    used: int = 0

    def recall(self, what: tuple[object, ...]) -> None:
        return None

    def keep(self, what: tuple[object, ...], found: tuple[object, ...]) -> None: ...

    def sign(self, what: tuple[object, ...]) -> str:
        return repr(what)

    def before(self, what: tuple[object, ...]) -> tuple[Since, tuple[object, ...]]:
        validate(self.office, Call(TODAY, ValidateArgs()))
        found = self.office.recall(what)
        assert isinstance(found, tuple)
        return self.since, found


def office_of(tables: Tables, remembers: bool, earlier: Before | None = None) -> Office:
    """The office of these rows; its workbooks may remember which numbers 张三 was given."""
    rows = {model: sorted(rows, key=lambda row: row.at) for model, rows in tables.items()}
    books = {row.at.book for rows in tables.values() for row in rows}
    books |= {book for model in LINKED for book in books_of(model)}
    infos = {
        book: BookInfo(
            workbook_path(book, Lang.ZH),
            properties=dict.fromkeys([f"{terms.PROPERTY}{name}" for name in CUSTOMERS], "14")
            if book.kind == Kind.COLLECTION
            else dict.fromkeys(REMEMBERED if remembers and book.owner == OWNERS[0] else (), ""),
        )
        for book in sorted(books)
    }
    return Office(rows, infos, earlier=earlier)


def since(before: Tables, after: Tables) -> Since:
    was: dict[type[Row], list[Row]] = {}
    now: dict[type[Row], list[Row]] = {}
    for model in MODELS:
        one = {row.at: row for row in before[model]}
        two = {row.at: row for row in after[model]}
        odd = [at for at in sorted(one.keys() | two.keys()) if one.get(at) is not two.get(at)]
        if odd:
            was[model] = [one[at] for at in odd if at in one]
            now[model] = [two[at] for at in odd if at in two]
    return Since(was, now, ())


def said(outcome: Outcome[Validated]) -> tuple[list[Finding], tuple[Words, ...]]:
    return list(outcome.findings), outcome.notes


TRIED = Counter[str]()


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 1 << 40))
def test_what_is_found_after_a_change_is_what_is_found_anew(seed: int) -> None:
    random = Typing(seed)
    before = tables_of(random)
    after = changed(before, random)
    remembers = random.random() < 0.5
    known = Before(since(before, after), office_of(before, remembers))
    with pytest.MonkeyPatch.context() as patched:
        real = validation._found
        asked: list[Book] = []

        def found(office: Office, book: Book, *more: Any) -> tuple[Finding, ...]:
            asked.append(book)
            return real(office, book, *more)

        patched.setattr(validation, "_found", found)
        again = validate(office_of(after, remembers, known), Call(TODAY, ValidateArgs()))
        before_count = len(asked)
        anew = validate(office_of(after, remembers), Call(TODAY, ValidateArgs()))
    assert said(again) == said(anew)
    TRIED["all anew" if before_count > len(known.office.books) else "a part"] += 1
    part = linked(office_of(after, remembers, known), known.since)
    TRIED["rows"] += sum(map(len, after.values()))
    TRIED["of them linked"] += len(part.spots) if part else 0


def test_of_most_changes_a_part_is_judged_anew() -> None:
    assert TRIED["a part"] > TRIED["all anew"] > 0
    assert 0 < TRIED["of them linked"] < TRIED["rows"] / 2


def test_what_came_for_one_order_tells_whether_goods_of_another_moved() -> None:
    numbers = NUMBERS["order_no"]
    tables: dict[type[Row], list[Row]] = {
        model: [] if model in LINKED else rows for model, rows in tables_of(Typing(0)).items()
    }
    tables[Order] = [order(numbers[n], row=3 + n, product="P1") for n in range(2)]
    for n, quantity in enumerate((20, 5, -5)):
        at = At(Book(Kind.WAREHOUSE, "", 2026), 3 + n)
        moved: dict[str, Any] = {
            "date": DAYS[4],
            "order_no": numbers[n % 2],
            "accepted_qty": Decimal(quantity),
        }
        tables[Receipt].append(Receipt.model_validate({**moved, "at": at, "inspector": "周检"}))
    less = dict(tables)
    less[Receipt] = [*tables[Receipt]]
    less[Receipt][1] = less[Receipt][1].model_copy(update={"accepted_qty": Decimal(3)})
    known = Before(since(tables, less), office_of(tables, remembers=False))
    after = office_of(less, remembers=False, earlier=known)
    again = validate(after, Call(TODAY, ValidateArgs()))
    anew = validate(office_of(less, remembers=False), Call(TODAY, ValidateArgs()))
    assert said(again) == said(anew)
    part = linked(after, known.since)
    assert part is not None
    assert ("receipts", tables[Receipt][2].at) in part.spots
    assert "moved-nowhere" in {each.rule.code for each in again.findings}
