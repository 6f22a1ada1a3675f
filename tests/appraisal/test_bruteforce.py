"""The indicators recomputed another way, in whole numbers, over small made-up offices.

Money is counted in fen, quantities in thousandths, prices in ten-thousandths of a yuan.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.appraisal.branch import CUSTOMERS, TODAY, branch, delivery
from tests.build import (
    branch_expense,
    cost,
    expense,
    invoice,
    invoice_line,
    order,
    payment,
    scoring_setting,
)
from xlsales.appraisal.periods import Period
from xlsales.appraisal.score import Score, score_period
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.forms.choices import Market
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicator_definition import Shown
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import BranchExpense, Cost, ScoringSetting
from xlsales.forms.register import Expense, Order

START = date(2026, 10, 25)  # some days of October, all of November, some of December
SUBJECTS = ("branch", "张三", "李四")
ORDERS = ("CL-1", "CL-2")


def half_up(top: int, bottom: int) -> int:
    """top ÷ bottom, a half away from zero; bottom is positive."""
    size = (2 * abs(top) + bottom) // (2 * bottom)
    return size if top >= 0 else -size


def scaled(value: Decimal, places: int) -> int:
    return int(value * 10**places)


# --- offices ---------------------------------------------------------------------------------------

days = st.integers(0, 45).map(lambda n: START + timedelta(days=n))
quantities = st.decimals("0.001", "9", places=3)
prices = st.decimals("0.0001", "50", places=4)
fen = st.integers(1, 10**5).map(lambda n: Decimal(n) / 100)
rates = st.sampled_from([Decimal("0.13"), Decimal("0.06"), Decimal(0), Decimal("0.035")])


@st.composite
def goods(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for n in range(draw(st.integers(0, 6))):
        back = rows and draw(st.integers(0, 2)) == 0
        no = draw(st.sampled_from(ORDERS))
        quantity, day = draw(quantities), draw(days)
        cells: dict[str, Any] = {
            "price": draw(prices),
            "tax_rate": draw(rates),
            "line": draw(st.integers(1, 2)),
        }
        if back:
            of = f"SH-{draw(st.integers(0, max(n - 1, 0)))}"
            came = [row for row in rows if isinstance(row, Delivery) and row.note_no == of]
            if draw(st.booleans()) and came:  # as the button has it: the note's order and terms
                no = came[0].order_no
                cells |= {"price": came[0].unit_price, "tax_rate": came[0].tax_rate}
            row = delivery(f"TH-{n}", str(-quantity), day, order_no=no, return_of=of, **cells)
        elif draw(st.booleans()):
            signed = draw(st.decimals("0", quantity, places=3))
            later = day + timedelta(days=draw(st.integers(0, 20)))
            row = delivery(
                f"SH-{n}",
                str(quantity),
                day,
                order_no=no,
                signed=str(signed),
                signed_on=later,
                **cells,
            )
        else:
            row = delivery(f"SH-{n}", str(quantity), day, order_no=no, **cells)
        rows.append(row)
    return rows


@st.composite
def money(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    names = st.sampled_from([c.name for c in CUSTOMERS])
    for n in range(draw(st.integers(0, 3))):
        day, who = draw(days), draw(names)
        due = day + timedelta(days=draw(st.integers(0, 30)))
        amount = draw(fen) * draw(st.sampled_from([1, 1, 1, -1]))
        rows.append(invoice(f"F{n}", amount, date=day, customer=who, agreed_due_date=due))
        rows += [
            invoice_line(
                f"F{n}", f"SH-{draw(st.integers(0, 5))}", draw(st.sampled_from(ORDERS)), part
            )
            for part in draw(st.lists(fen, max_size=3))
        ]
    for n in range(draw(st.integers(0, 4))):  # some of them name no invoice, or another customer's
        verified = draw(st.sampled_from([date(2026, 11, 30), date(2026, 12, 31), None]))
        rows.append(
            payment(
                f"HK-{n}",
                draw(fen) * draw(st.sampled_from([1, 1, -1])),
                date=draw(days),
                customer=draw(names),
                invoice_no=draw(st.sampled_from(["F0", "F1", "F2", None])),
                verified=verified is not None,
                verified_on=verified,
            )
        )
    return rows


customers = st.sampled_from(["东风", "兄弟厂"])
markets = st.sampled_from([None, *Market])
"""As given when the order was submitted, whatever its customer is by now; None: not yet."""


@st.composite
def offices(draw: st.DrawFn) -> Office:
    rows: list[Row] = [
        order("CL-1", customer=draw(customers), market=draw(markets), unit_price=draw(prices)),
        order("CL-2", salesperson="李四", customer=draw(customers), market=draw(markets)),
        scoring_setting(
            "revenue_basis", draw(st.sampled_from(["signed", "delivered", "invoiced"]))
        ),
        scoring_setting("revenue_tax", draw(st.sampled_from(["excluded", "included"]))),
        cost(str(draw(prices)), from_date=date(2026, 1, 1)),
        *draw(goods()),
        *draw(money()),
    ]
    if draw(st.booleans()):
        rows.append(cost(str(draw(prices)), from_date=draw(days)))
    who = st.sampled_from(SUBJECTS[1:])
    rows += [
        expense(str(draw(fen)), draw(days), salesperson=draw(who))
        for _ in range(draw(st.integers(0, 3)))
    ]
    rows += [branch_expense(str(draw(fen)), draw(days)) for _ in range(draw(st.integers(0, 2)))]
    return branch(rows)


# --- the other way ---------------------------------------------------------------------------------


@dataclass
class Counting:
    """What counts of one delivery row: thousandths signed or taken back on a day, of how many."""

    row: Delivery
    day: date
    counted: int
    of: int
    fen: int

    @property
    def gross(self) -> int:
        return half_up(self.fen * self.counted, self.of)

    @property
    def net(self) -> int:
        rate = scaled(self.row.tax_rate or Decimal(0), 6)
        return half_up(self.gross * 10**6, 10**6 + rate)


def worth(rows: list[Delivery]) -> Iterator[tuple[Delivery, int]]:
    """The order's rows with what each is worth: its share of the running total, in fen."""
    so_far = 0
    for row in rows:
        before = half_up(so_far, 10**5)
        so_far += scaled(row.quantity, 3) * scaled(row.unit_price or Decimal(0), 4)
        yield row, half_up(so_far, 10**5) - before


def counting(office: Office, in_full: bool) -> Iterator[Counting]:
    by_order = sorted(
        office.rows(Delivery), key=lambda r: (r.order_no, r.date, r.note_no, r.line_no)
    )
    for _, group in groupby(by_order, key=lambda r: r.order_no):
        valued = list(worth(list(group)))
        stubborn: defaultdict[str, int] = defaultdict(int)  # unsigned and not taken back, by note
        for row, value in valued:
            size = scaled(row.quantity, 3)
            if size > 0 and in_full:
                yield Counting(row, row.date, size, size, value)
            elif size > 0:
                got = scaled(row.signed_qty or Decimal(0), 3)
                stubborn[row.note_no or ""] += size - got
                if row.signed_on:
                    yield Counting(row, row.signed_on, got, size, value)
        for row, value in valued:
            size = -scaled(row.quantity, 3)
            if size > 0:
                swallowed = 0 if in_full else min(size, stubborn[row.return_of or ""])
                stubborn[row.return_of or ""] -= swallowed
                yield Counting(row, row.date, size - swallowed, size, value)


def in_november(day: date) -> bool:
    return (day.year, day.month) == (2026, 11)


def setting(office: Office, key: str) -> str:
    return next(row.value or "" for row in office.rows(ScoringSetting) if row.key == key)


def revenues(office: Office) -> Iterator[tuple[str, int]]:
    """(order, fen) of everything that is revenue in November."""
    basis, tax = setting(office, "revenue_basis"), setting(office, "revenue_tax")
    if basis != "invoiced":
        for one in counting(office, basis == "delivered"):
            if in_november(one.day):
                yield one.row.order_no, one.gross if tax == "included" else one.net
        return
    for line in office.rows(InvoiceLine):
        for bill in office.rows(Invoice):
            if bill.invoice_no == line.invoice_no and in_november(bill.date):
                same = [
                    row.tax_rate
                    for row in office.rows(Delivery)
                    if (row.note_no, row.order_no) == (line.note_no, line.order_no)
                    and row.quantity > 0
                ]
                rate = 0 if tax == "included" else scaled(same[0] if same else Decimal("0.13"), 6)  # type: ignore[arg-type]
                yield line.order_no, half_up(scaled(line.amount, 2) * 10**6, 10**6 + rate)


def owner(office: Office, order_no: str) -> Order:
    return next(row for row in office.rows(Order) if row.order_no == order_no)


def is_of(subject: str, person: str) -> bool:
    return subject in ("branch", person)


def expected_revenue(office: Office, subject: str, external: bool) -> Fraction:
    total = 0
    for order_no, value in revenues(office):
        of = owner(office, order_no)
        outside = {c.name for c in CUSTOMERS if c.market is Market.OUTSIDE}
        abroad = of.market is Market.OUTSIDE if of.market else of.customer in outside
        if is_of(subject, of.salesperson) and (abroad or not external):
            total += value
    return Fraction(total, 100)


def expected_profit(office: Office, subject: str) -> Fraction:
    total = 0
    for one in counting(office, in_full=False):
        of = owner(office, one.row.order_no)
        if not in_november(one.day) or not is_of(subject, of.salesperson):
            continue
        valid = max(
            (row for row in reversed(office.rows(Cost)) if row.from_date <= one.day),
            key=lambda row: row.from_date,
        )
        sign = 1 if one.row.quantity > 0 else -1
        total += one.net - half_up(sign * one.counted * scaled(valid.unit_cost, 4), 10**5)
    total -= sum(
        scaled(row.amount, 2)
        for row in office.rows(Expense)
        if in_november(row.date) and is_of(subject, row.salesperson)
    )
    if subject == "branch":
        total -= sum(
            scaled(row.amount, 2) for row in office.rows(BranchExpense) if in_november(row.date)
        )
    return Fraction(total, 100)


def expected_collection(office: Office, subject: str) -> Fraction:
    total = 0
    for row in office.rows(Payment):
        if not in_november(row.date) or not row.verified or (row.verified_on or TODAY) > TODAY:
            continue
        own = {bill.invoice_no for bill in office.rows(Invoice) if bill.customer == row.customer}
        named = row.invoice_no if row.invoice_no in own else None
        lines = [line for line in office.rows(InvoiceLine) if line.invoice_no == named]
        lines.sort(key=lambda line: (line.note_no, line.order_no))
        amount = scaled(row.amount, 2)
        if named is None or not lines:
            seller = next(c.salesperson for c in CUSTOMERS if c.name == row.customer)
            total += amount if is_of(subject, seller or "") else 0
            continue
        base, left = sum(scaled(line.amount, 2) for line in lines), amount
        for line in lines:
            last = line is lines[-1]
            part = left if last else half_up(amount * scaled(line.amount, 2), base)
            left -= part
            total += part if is_of(subject, owner(office, line.order_no).salesperson) else 0
    return Fraction(total, 100)


# --- both ------------------------------------------------------------------------------------------


def score(office: Office) -> Score:
    return score_period(office, Period.asked("2026-11"), TODAY)


@given(offices())
def test_every_actual_is_what_it_is_computed_another_way(office: Office) -> None:
    found = score(office)
    for subject in SUBJECTS:
        of = found.of(subject)
        assert of is not None
        actuals = {indicator: actual.value for indicator, actual in of.now.actuals.items()}
        assert actuals[Indicator.REVENUE] == expected_revenue(office, subject, external=False)
        assert actuals[Indicator.EXTERNAL_SALES] == expected_revenue(office, subject, external=True)
        assert actuals[Indicator.PROFIT] == expected_profit(office, subject)
        assert actuals[Indicator.COLLECTION] == expected_collection(office, subject)


@st.composite
def all_back(draw: st.DrawFn) -> list[Row]:
    """Goods signed for in full, all of which came back in parts at the terms of their note."""
    rows: list[Row] = []
    for n in range(draw(st.integers(1, 4))):
        no, day, whole = draw(st.sampled_from(ORDERS)), draw(days), draw(st.integers(1, 9))
        terms: dict[str, Any] = {"order_no": no, "price": draw(prices), "tax_rate": draw(rates)}
        rows.append(delivery(f"SH-{n}", whole, day, signed=whole, **terms))
        while whole:
            part = draw(st.integers(1, whole))
            later = day + timedelta(days=draw(st.integers(0, 9)))
            number = f"TH-{n}-{whole}"
            rows.append(delivery(number, -part, later, return_of=f"SH-{n}", **terms))
            whole -= part
    return rows


@given(all_back(), customers, markets, st.sampled_from(["signed", "delivered"]))
def test_all_goods_back_leave_no_revenue(
    goods: list[Row], who: str, market: Market | None, basis: str
) -> None:
    """To the fen, with tax; without, each row's tax is rounded by itself."""
    orders = [order(no, customer=who, market=market, unit_price=Decimal(7)) for no in ORDERS]
    settings = scoring_setting("revenue_basis", basis), scoring_setting("revenue_tax", "included")
    found = score_period(branch(orders, settings, goods), Period.asked("2026"), date(2027, 1, 5))
    for of in found.subjects:
        assert of.now.actuals[Indicator.REVENUE].value == 0
        assert of.now.actuals[Indicator.EXTERNAL_SALES].value == 0


@given(offices())
def test_evidence_adds_up_to_every_actual_to_the_fen(office: Office) -> None:
    for of in score(office).subjects:
        for standing in (of.now, of.to_date, of.previous):
            assert standing is not None
            for indicator, reached in standing.actuals.items():
                if reached.value is None:
                    assert indicator is Indicator.CONSECUTIVE_COMPLAINTS
                    continue
                rows = reached.evidence
                assert sum(scaled(row.amount, 2) for row in rows) == reached.value * 100
                assert all(row.day in standing.span for row in rows)


@given(offices())
def test_evidence_fills_what_its_indicator_says_that_it_shows(office: Office) -> None:
    optional = set(get_args(Shown))
    for of in score(office).subjects:
        for indicator, reached in of.now.actuals.items():
            hidden = optional - set(indicator.definition.evidence)
            for row in reached.evidence:
                assert [name for name in hidden if getattr(row, name) is not None] == []


@given(offices())
def test_the_year_to_date_is_the_sum_of_its_months(office: Office) -> None:
    months = [
        score_period(office, Period.asked(f"2026-{n:02d}"), TODAY, history=False)
        for n in range(1, 12)
    ]
    for of in score(office).subjects:
        assert of.to_date is not None
        for indicator in (Indicator.REVENUE, Indicator.PROFIT, Indicator.COLLECTION):
            parts = [
                entry.now.actuals[indicator].value or 0
                for month in months
                if (entry := month.of(of.subject)) is not None
            ]
            assert of.to_date.actuals[indicator].value == sum(parts)


@given(offices(), st.sampled_from(list(Indicator)[:4]), fen)
def test_an_assumed_amount_changes_its_indicator_alone(
    office: Office, indicator: Indicator, amount: Decimal
) -> None:
    period = Period.asked("2026-11")
    before = score_period(office, period, TODAY).of("张三")
    after = score_period(office, period, TODAY, [("张三", indicator, amount)]).of("张三")
    assert before is not None
    assert after is not None
    for other, reached in before.now.actuals.items():
        added = Fraction(amount) if other is indicator else 0
        was, now = reached.value, after.now.actuals[other].value
        assert now == (None if was is None else was + added)


@pytest.mark.parametrize(
    ("top", "bottom", "to"), [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, 10, 2)]
)
def test_the_other_way_rounds_half_away_from_zero(top: int, bottom: int, to: int) -> None:
    assert half_up(top, bottom) == to
