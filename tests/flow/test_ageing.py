"""Ageing: the four rules by hand, and against a re-statement that moves every fen by itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import customer, invoice, money, payment
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.flow.facts.ageing import Ageing, ageing_at, ageing_rows, bucket_of
from xlsales.forms.collection import AgeingRow, Invoice, Payment
from xlsales.forms.masters import Customer

D = date(2026, 11, 24)


def days(n: int) -> date:
    """The day ``n`` days before D."""
    return D - timedelta(days=n)


def office(*rows: Row) -> Office:
    found: dict[type[Row], list[Row]] = {Customer: [], Invoice: [], Payment: []}
    for row in rows:
        found[type(row)].append(row)
    return Office(found)


def filled(ageing: Ageing) -> dict[str, tuple[str, str]]:
    """By invoice: what payments that name it filled, and what the pool did."""
    return {f.invoice.invoice_no: (f"{f.named:.2f}", f"{f.pool:.2f}") for f in ageing.fills}


def account(ageing: Ageing, name: str = "东风") -> str:
    return f"{ageing.on_account[name]:.2f}"


# --- the rules -------------------------------------------------------------------------------


def test_a_payment_fills_the_invoice_that_it_names() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100, due_date=days(9)),
            invoice("B", 200, due_date=days(1)),
            payment("HK-202611-001", 60, invoice_no="B"),
        ),
        D,
    )

    assert filled(ageing) == {"A": ("0.00", "0.00"), "B": ("60.00", "0.00")}
    assert account(ageing) == "0.00"


def test_the_excess_and_payments_without_a_name_and_red_invoices_fill_by_due_date() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100, due_date=days(1)),
            invoice("B", 100, due_date=days(9)),
            invoice("C", 100, due_date=days(5)),
            invoice("RED", -40),
            payment("HK-202611-001", 130, invoice_no="A"),  # 30 too much
            payment("HK-202611-002", 50),
        ),
        D,
    )

    # the pool is 30 + 40 + 50 = 120: B is the oldest debt, then C
    assert filled(ageing) == {
        "A": ("100.00", "0.00"),
        "B": ("0.00", "100.00"),
        "C": ("0.00", "20.00"),
        "RED": ("0.00", "-40.00"),
    }
    assert account(ageing) == "0.00"


def test_equal_due_dates_are_filled_by_date_then_number() -> None:
    ageing = ageing_at(
        office(
            invoice("03", 10, due_date=D, date=days(2)),
            invoice("02", 10, due_date=D, date=days(1)),
            invoice("01", 10, due_date=D, date=days(1)),
            payment("HK-202611-001", 15),
        ),
        D,
    )

    assert filled(ageing) == {
        "03": ("0.00", "10.00"),
        "01": ("0.00", "5.00"),
        "02": ("0.00", "0.00"),
    }


def test_a_refund_reopens_what_named_payments_had_filled_and_the_rest_lessens_the_pool() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100, due_date=days(9)),
            invoice("B", 100, due_date=days(1)),
            payment("HK-202611-001", 60, invoice_no="B"),
            payment("HK-202611-002", 90),
            payment("HK-202611-003", -80, invoice_no="B"),  # reopens 60, takes 20 off the pool
        ),
        D,
    )

    assert filled(ageing) == {"A": ("0.00", "70.00"), "B": ("0.00", "0.00")}
    assert account(ageing) == "0.00"


def test_a_refund_does_not_reopen_what_the_pool_fills() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100),
            payment("HK-202611-001", 100),
            payment("HK-202611-002", -30, invoice_no="A"),
        ),
        D,
    )

    assert filled(ageing) == {"A": ("0.00", "70.00")}


def test_after_a_bounced_draft_the_next_payment_fills_its_invoice_again() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100, due_date=days(9)),
            invoice("B", 100, due_date=days(1)),
            payment("HK-202611-001", 100, invoice_no="B"),
            payment("HK-202611-002", -100, invoice_no="B"),
            payment("HK-202611-003", 100, invoice_no="B"),
        ),
        D,
    )

    assert filled(ageing) == {"A": ("0.00", "0.00"), "B": ("100.00", "0.00")}


@pytest.mark.parametrize(
    ("first", "second", "account_then"),
    [("HK-202611-999", "HK-202611-1000", "0.00"), ("HK-202611-1000", "HK-202611-999", "30.00")],
)
def test_payments_of_a_day_go_by_number_and_1000_comes_after_999(
    first: str, second: str, account_then: str
) -> None:
    """Paid, then refunded: reopened. Refunded before it was paid: that lessened the pool."""
    ageing = ageing_at(
        office(
            invoice("A", 100),
            payment(first, 30, invoice_no="A"),
            payment(second, -30, invoice_no="A"),
        ),
        D,
    )

    assert account(ageing) == account_then


def test_payments_without_a_number_come_last_in_their_day() -> None:
    """They are there before *Validate* numbers them, and will get the next one."""
    ageing = ageing_at(
        office(
            invoice("A", 100),
            payment(None, -30, row=3, invoice_no="A"),
            payment("HK-202611-001", 30, row=4, invoice_no="A"),
        ),
        D,
    )

    assert account(ageing) == "0.00"


def test_refunds_beyond_what_was_paid_are_owed() -> None:
    ageing = ageing_at(office(invoice("A", 100), payment("HK-202611-001", -30)), D)

    assert account(ageing) == "30.00"
    assert filled(ageing) == {"A": ("0.00", "0.00")}


def test_paid_beyond_what_is_invoiced_is_negative_on_account() -> None:
    ageing = ageing_at(office(invoice("A", 100), payment("HK-202611-001", 130)), D)

    assert account(ageing) == "-30.00"


@pytest.mark.parametrize("name", ["UNKNOWN", "LATER", "RED", "THEIRS"])
def test_a_name_that_says_nothing_puts_the_money_into_the_pool_of_who_paid(name: str) -> None:
    """Unknown, dated after D, red, or another customer's."""
    ageing = ageing_at(
        office(
            invoice("A", 10),
            invoice("LATER", 100, date=D + timedelta(days=1)),
            invoice("RED", -1),
            invoice("THEIRS", 100, customer="长江"),
            payment("HK-202611-001", 4, invoice_no=name),
        ),
        D,
    )

    assert filled(ageing)["A"] == ("0.00", "5.00")
    assert filled(ageing)["THEIRS"] == ("0.00", "0.00")
    assert account(ageing, "长江") == "0.00"


def test_what_is_dated_after_the_day_does_not_count() -> None:
    rows = office(
        invoice("A", 100, date=days(0)),
        payment("HK-202611-001", 10, date=D),
        payment("HK-202611-002", 20, date=D + timedelta(days=1)),
    )

    assert filled(ageing_at(rows, D)) == {"A": ("0.00", "10.00")}
    assert filled(ageing_at(rows, None)) == {"A": ("0.00", "30.00")}
    assert ageing_at(rows, days(1)).fills == ()


def test_only_what_finance_has_verified_by_a_day() -> None:
    rows = office(
        invoice("A", 100),
        payment("HK-202611-001", 1),
        payment("HK-202611-002", 2, verified=False, verified_on=days(3)),
        payment("HK-202611-003", 4, verified=True, verified_by="钱", verified_on=days(3)),
        payment("HK-202611-004", 8, verified=True, verified_by="钱", verified_on=days(1)),
        payment("HK-202611-005", 16, verified=True),
        payment("HK-202611-006", 32, verified=True, bad=frozenset({"verified_on"})),
    )

    def paid(**options: Any) -> str:
        return filled(ageing_at(rows, D, **options))["A"][1]

    assert paid() == "63.00"
    assert paid(verified_only=True) == "60.00"
    assert paid(verified_only=True, verified_by=days(1)) == "28.00"
    assert paid(verified_only=True, verified_by=days(2)) == "20.00"


def test_a_row_that_cannot_be_read_stops_only_itself() -> None:
    broken = invoice("B", 100).model_copy(update={"amount": None, "bad": frozenset({"amount"})})
    unpaid = payment("HK-202611-009", 7).model_copy(update={"date": None, "bad": {"date"}})

    ageing = ageing_at(office(invoice("A", 100), broken, unpaid, payment(None, 5)), D)

    assert filled(ageing) == {"A": ("0.00", "5.00")}


def test_overdue_are_open_invoices_past_their_due_date() -> None:
    ageing = ageing_at(
        office(
            invoice("A", 100, due_date=days(1)),
            invoice("B", 100, due_date=D),
            invoice("C", 100, due_date=days(2)),
            invoice("RED", -5, due_date=days(2)),
            payment("HK-202611-001", 95, invoice_no="C"),
        ),
        D,
    )

    assert [f.invoice.invoice_no for f in ageing.overdue()] == ["A"]  # the red one paid C's rest


# --- due dates and buckets -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        ({"agreed_due_date": days(1), "due_date": days(2)}, days(1)),
        ({"due_date": days(2)}, days(2)),
        ({}, date(2026, 12, 1)),  # 1 November and 30 days
        ({"customer": "未建档"}, date(2026, 11, 1)),
    ],
)
def test_when_an_invoice_is_due(cells: dict[str, Any], due: date) -> None:
    ageing = ageing_at(office(customer("东风"), invoice("A", 100, **cells)), D)

    assert ageing.fills[0].due == due


def test_absurd_credit_days_are_no_crash() -> None:
    ageing = ageing_at(office(customer("东风", credit_days=10**9), invoice("A", 100)), D)

    assert ageing.fills[0].due == date.max


@pytest.mark.parametrize(
    ("past", "bucket"),
    [
        (-5, "not_due"),
        (0, "not_due"),
        (1, "d1_30"),
        (30, "d1_30"),
        (31, "d31_60"),
        (60, "d31_60"),
        (61, "d61_90"),
        (90, "d61_90"),
        (91, "d91_180"),
        (180, "d91_180"),
        (181, "d181_365"),
        (365, "d181_365"),
        (366, "over_365"),
    ],
)
def test_buckets_by_days_past_due(past: int, bucket: str) -> None:
    assert bucket_of(past) == bucket


def test_the_table_shows_customers_with_something_open() -> None:
    rows = ageing_rows(
        office(
            invoice("A", "100.10", due_date=days(40)),
            invoice("B", "50.05", due_date=D),
            payment("HK-202611-001", "0.15", invoice_no="B"),
            invoice("C", 70, customer="长江"),
            payment("HK-202611-002", 70, customer="长江"),  # nothing left
            payment("HK-202611-003", 20, customer="黄河"),  # in advance
        ),
        D,
    )

    none = Decimal(0)
    assert rows == (
        AgeingRow(
            customer="东风",
            not_due=money("49.90"),
            d1_30=none,
            d31_60=money("100.10"),
            d61_90=none,
            d91_180=none,
            d181_365=none,
            over_365=none,
            on_account=none,
            total=money("150.00"),
        ),
        AgeingRow(
            customer="黄河",
            not_due=none,
            d1_30=none,
            d31_60=none,
            d61_90=none,
            d91_180=none,
            d181_365=none,
            over_365=none,
            on_account=money(-20),
            total=money(-20),
        ),
    )


# --- every fen by itself ---------------------------------------------------------------------

NAMES = ("东风", "长江")
RANGES = {
    "not_due": (None, 0),
    "d1_30": (1, 30),
    "d31_60": (31, 60),
    "d61_90": (61, 90),
    "d91_180": (91, 180),
    "d181_365": (181, 365),
    "over_365": (366, None),
}

amounts = st.integers(-6, 9).filter(bool).map(lambda fen: Decimal(fen).scaleb(-2))
dates = st.integers(-2, 4).map(days)


@st.composite
def invoices(draw: st.DrawFn) -> list[Invoice]:
    made = [
        invoice(
            f"F{n}",
            draw(amounts),
            row=3 + n,
            date=draw(dates),
            customer=draw(st.sampled_from(NAMES)),
            due_date=days(draw(st.sampled_from([-3, 0, 1, 30, 31, 61, 91, 181, 366]))),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    return draw(st.permutations(made))


@st.composite
def payments(draw: st.DrawFn) -> list[Payment]:
    numbers = draw(
        st.permutations(["HK-202611-999", "HK-202611-1000", "HK-202611-001", None, None])
    )
    made = [
        payment(
            numbers[n],
            draw(amounts),
            row=3 + n,
            date=draw(dates),
            customer=draw(st.sampled_from(NAMES)),
            invoice_no=draw(st.sampled_from([None, "F0", "F1", "F2", "F3", "F9"])),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    return draw(st.permutations(made))


def fen(amount: Decimal) -> int:
    assert amount == amount.quantize(Decimal("0.01"))
    return int(amount * 100)


def fen_by_fen(
    name: str, all_invoices: Sequence[Invoice], all_payments: Sequence[Payment]
) -> tuple[dict[str, list[str]], int]:
    """One customer's invoices as slots of a fen each, ``open``, ``named`` or ``pool``; the pool."""
    bills = [i for i in all_invoices if i.customer == name and i.date <= D]
    slots = {i.invoice_no: ["open"] * fen(i.amount) for i in bills if i.amount > 0}
    pool = sum(-fen(i.amount) for i in bills if i.amount < 0)
    turns = []
    for p in all_payments:
        if p.customer == name and p.date <= D:
            number = int(p.payment_no.rsplit("-", 1)[1]) if p.payment_no else 9999
            turns.append(((p.date, number, p.at.row), p))
    for _, p in sorted(turns, key=lambda turn: turn[0]):
        slot = slots.get(p.invoice_no or "", [])
        for _ in range(abs(fen(p.amount))):
            was, becomes, moves = ("open", "named", 1) if p.amount > 0 else ("named", "open", -1)
            if was in slot:
                slot[slot.index(was)] = becomes
            else:
                pool += moves
    queue = sorted(bills, key=lambda i: i.invoice_no)
    queue.sort(key=lambda i: i.date)
    queue.sort(key=lambda i: i.due_date or date.min)
    waiting = [(i.invoice_no, n) for i in queue for n in range(len(slots.get(i.invoice_no, [])))]
    for number_, n in waiting:
        if pool > 0 and slots[number_][n] == "open":
            slots[number_][n] = "pool"
            pool -= 1
    return slots, pool


@given(invoices(), payments())
def test_every_fen_goes_where_the_rules_say(bills: list[Invoice], money_in: list[Payment]) -> None:
    result = ageing_at(office(*bills, *money_in), D)
    fills = {f.invoice.invoice_no: f for f in result.fills}
    table = {row.customer: row for row in ageing_rows(office(*bills, *money_in), D)}

    for name in NAMES:
        slots, pool = fen_by_fen(name, bills, money_in)
        for number, slot in slots.items():
            got = fills[number]
            assert [fen(got.named), fen(got.pool), fen(got.open)] == [
                slot.count("named"),
                slot.count("pool"),
                slot.count("open"),
            ]
        assert fen(result.on_account.get(name, Decimal(0))) == -pool
        row = table.get(name, AgeingRow())
        for bucket, (least, most) in RANGES.items():
            past = {i.invoice_no: (D - (i.due_date or D)).days for i in bills}
            within = [
                number
                for number in slots
                if (least is None or past[number] >= least)
                and (most is None or past[number] <= most)
            ]
            expected = sum(slots[number].count("open") for number in within)
            assert fen(getattr(row, bucket) or Decimal(0)) == expected


@given(invoices(), payments())
def test_what_is_owed_is_invoices_minus_payments_for_every_customer(
    bills: list[Invoice], money_in: list[Payment]
) -> None:
    rows = {row.customer: row for row in ageing_rows(office(*bills, *money_in), D)}

    for name in NAMES:
        row = rows.get(name)
        parts = [getattr(row, key) for key in (*RANGES, "on_account")] if row else []
        invoiced = sum(i.amount for i in bills if i.customer == name and i.date <= D)
        received = sum(p.amount for p in money_in if p.customer == name and p.date <= D)
        assert sum(parts) == invoiced - received
        assert row is None or row.total == invoiced - received


@given(invoices(), payments())
def test_what_invoices_are_filled_with_is_the_money_that_is_not_on_account(
    bills: list[Invoice], money_in: list[Payment]
) -> None:
    ageing = ageing_at(office(*bills, *money_in), D)

    filled_with = sum(f.filled for f in ageing.fills)
    received = sum(p.amount for p in money_in if p.date <= D)
    assert filled_with == received + sum(ageing.on_account.values())


@given(invoices(), payments(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(
    bills: list[Invoice], money_in: list[Payment], chance: Random
) -> None:
    rows: list[Row] = [*bills, *money_in]
    once = ageing_rows(office(*rows), D)
    chance.shuffle(rows)

    assert ageing_rows(office(*rows), D) == once
