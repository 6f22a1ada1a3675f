"""To which orders and people invoiced and paid money belongs, to the fen."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.build import NOV, customer, invoice, invoice_line, money, order, payment
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.flow.collection.payments import derive_payments
from xlsales.flow.facts.ageing import ageing_at
from xlsales.flow.facts.attribution import (
    in_proportion,
    invoiced_amounts,
    paid_amounts,
    payment_shares,
    salespeople,
)
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.masters import Customer
from xlsales.forms.register import Order

ONE, TWO, THREE = "CL-202611-ZS-001", "CL-202611-ZS-002", "CL-202611-LS-001"
SH1, SH2 = "SH-202611-ZS-001", "SH-202611-ZS-002"


def office(*rows: Row) -> Office:
    found: dict[type[Row], list[Row]] = {
        model: [] for model in (Customer, Order, Invoice, InvoiceLine, Payment)
    }
    for row in rows:
        found[type(row)].append(row)
    return Office(found)


def shares(rows: Office) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(s.order_no, s.note_no, s.salesperson, f"{s.amount:.2f}") for s in payment_shares(rows)]


# --- proportions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100.00", ["1", "1", "1"], ["33.33", "33.33", "33.34"]),
        ("0.05", ["1", "1"], ["0.03", "0.02"]),  # 0.025 goes up
        ("-0.05", ["1", "1"], ["-0.03", "-0.02"]),  # away from zero
        ("0.02", ["1", "1", "1", "1"], ["0.01", "0.01", "0.01", "-0.01"]),  # the last takes it
        ("900.00", ["1000.00", "-100.00"], ["1000.00", "-100.00"]),
        ("90.00", ["-300.00"], ["90.00"]),
        ("7.00", ["5.00", "-5.00"], ["0", "7.00"]),  # no proportion: all to the last
        ("0", ["5", "1"], ["0", "0"]),
    ],
)
def test_in_proportion(total: str, weights: list[str], parts: list[str]) -> None:
    assert in_proportion(Decimal(total), [Decimal(w) for w in weights]) == tuple(
        Decimal(part) for part in parts
    )


def test_there_must_be_something_to_split_among() -> None:
    with pytest.raises(ValueError, match="nothing"):
        in_proportion(Decimal(1), [])


fens = st.integers(-(10**9), 10**9).map(lambda fen: Decimal(fen).scaleb(-2))


@given(fens, st.lists(fens, min_size=1, max_size=6))
def test_parts_are_rounded_shares_and_add_up(total: Decimal, weights: list[Decimal]) -> None:
    parts = in_proportion(total, weights)

    assert sum(parts) == total
    whole = sum(map(Fraction, weights))
    for part, weight in zip(parts[:-1], weights[:-1], strict=True):
        exact = Fraction(total) * Fraction(weight) / whole if whole else Fraction(0)
        assert abs(Fraction(part) - exact) <= Fraction(1, 200)
        if abs(Fraction(part) - exact) == Fraction(1, 200):
            assert abs(part) > abs(exact)


# --- what of an order is paid ----------------------------------------------------------------


def test_paid_is_split_by_note_and_order_and_the_last_takes_the_rounding() -> None:
    """50.00 of 100.00 over lines 33.33, 33.33, 33.34: 16.665 goes up twice."""
    rows = office(
        invoice("A", 100),
        invoice_line("A", SH2, ONE, "33.34"),
        invoice_line("A", SH1, TWO, "33.33"),
        invoice_line("A", SH1, ONE, "33.33"),
        payment("HK-202611-001", 50, invoice_no="A"),
    )

    # by note, then order: SH1/ONE 16.67, SH1/TWO 16.67, SH2/ONE 16.66
    assert paid_amounts(rows) == {ONE: money("33.33"), TWO: money("16.67")}


def test_note_1000_comes_after_note_999() -> None:
    rows = office(
        invoice("A", "0.02"),
        invoice_line("A", "SH-202611-ZS-1000", ONE, "0.01"),
        invoice_line("A", "SH-202611-ZS-999", TWO, "0.01"),
        payment("HK-202611-001", "0.01", invoice_no="A"),
    )

    assert paid_amounts(rows) == {TWO: money("0.01"), ONE: Decimal(0)}


def test_the_pool_pays_orders_too_and_opening_balances_are_no_order() -> None:
    rows = office(
        invoice("期初", 30, due_date=date(2026, 1, 1)),
        invoice("A", 100),
        invoice_line("A", SH1, ONE, 100),
        invoice_line(None, SH2, TWO, 55),  # only proposed
        payment("HK-202611-001", 70),
    )

    assert paid_amounts(rows) == {ONE: money(40)}
    assert invoiced_amounts(rows) == {ONE: money(100)}


def test_a_red_invoice_takes_back_what_was_invoiced_and_paid() -> None:
    """1000 invoiced, 200 of it taken back, 800 paid: nothing is open, and all of it agrees."""
    rows = office(
        invoice("A", 1000),
        invoice_line("A", SH1, ONE, 1000),
        invoice("RED", -200),
        invoice_line("RED", SH1, ONE, -200),
        payment("HK-202611-001", 800, invoice_no="A"),
    )

    assert paid_amounts(rows) == invoiced_amounts(rows) == {ONE: money(800)}


def test_only_verified_payments_and_only_up_to_a_day() -> None:
    rows = office(
        invoice("A", 100, date=date(2026, 11, 1)),
        invoice_line("A", SH1, ONE, 100),
        payment("HK-202611-001", 10, date=date(2026, 11, 2)),
        payment("HK-202611-002", 20, date=date(2026, 11, 3), verified=True),
        payment("HK-202611-003", 40, date=date(2026, 11, 4), verified=True),
    )

    assert paid_amounts(rows)[ONE] == 70
    assert paid_amounts(rows, verified_only=True)[ONE] == 60
    assert paid_amounts(rows, verified_only=True, day=date(2026, 11, 3))[ONE] == 20
    assert paid_amounts(rows, day=date(2026, 11, 2))[ONE] == 10
    assert paid_amounts(rows, day=date(2026, 10, 31)) == {}
    assert invoiced_amounts(rows, date(2026, 10, 31)) == {}
    assert invoiced_amounts(rows, date(2026, 11, 1)) == {ONE: money(100)}


def test_lines_of_an_invoice_that_is_not_there_are_not_invoiced() -> None:
    rows = office(invoice_line("A", SH1, ONE, 100))

    assert invoiced_amounts(rows) == {}
    assert paid_amounts(rows) == {}


def test_two_invoices_of_one_number_count_their_lines_once() -> None:
    rows = office(
        invoice("A", 100),
        invoice("A", 100, row=4),
        invoice_line("A", SH1, ONE, 100),
        payment("HK-202611-001", 150),
    )

    assert paid_amounts(rows) == {ONE: money(100)}
    assert invoiced_amounts(rows) == {ONE: money(100)}


def test_a_line_that_cannot_be_read_stops_only_itself() -> None:
    broken = invoice_line("A", SH1, TWO, 50).model_copy(
        update={"amount": None, "bad": frozenset({"amount"})}
    )
    nameless = invoice_line("A", SH2, ONE, 25).model_copy(
        update={"order_no": None, "bad": frozenset({"order_no"})}
    )
    rows = office(
        invoice("A", 100),
        invoice_line("A", SH1, ONE, 25),
        broken,
        nameless,
        payment("HK-202611-001", 10, invoice_no="A"),
    )

    assert paid_amounts(rows) == {ONE: money(5)}
    assert invoiced_amounts(rows) == {ONE: money(25)}


# --- whose a payment is ----------------------------------------------------------------------


def test_a_payment_is_its_orders_salespeoples_in_proportion_of_the_lines() -> None:
    rows = office(
        order(ONE, salesperson="张三"),
        order(THREE, salesperson="李四"),
        invoice("A", 300),
        invoice_line("A", SH2, ONE, 100),
        invoice_line("A", SH1, THREE, 200),
        payment("HK-202611-002", "-0.05", invoice_no="A"),
        payment("HK-202611-001", 1000, invoice_no="A"),  # more than the invoice: all of it counts
    )

    assert shares(rows) == [
        (THREE, SH1, "李四", "666.67"),
        (ONE, SH2, "张三", "333.33"),
        (THREE, SH1, "李四", "-0.03"),
        (ONE, SH2, "张三", "-0.02"),
    ]
    assert salespeople(payment_shares(rows)) == ("李四", "张三")


def test_without_an_invoice_or_its_lines_it_is_the_customers_salespersons() -> None:
    rows = office(
        customer("东风", salesperson="王五"),
        invoice("期初", 300),
        payment("HK-202611-001", 1),
        payment("HK-202611-002", 2, invoice_no="期初"),
        payment("HK-202611-003", 3, invoice_no="不存在"),
        payment("HK-202611-004", 4, customer="长江"),
    )

    assert shares(rows) == [
        (None, None, "王五", "1.00"),
        (None, None, "王五", "2.00"),
        (None, None, "王五", "3.00"),
        (None, None, None, "4.00"),
    ]


def test_who_names_anothers_invoice_pays_on_account() -> None:
    """For the ageing, the appraisal, the payment's salesperson and what the order has paid alike."""
    rows = office(
        customer("东风", salesperson="王五"),
        customer("长江", salesperson="孙六"),
        order(ONE, salesperson="张三"),
        invoice("A", 100),
        invoice_line("A", SH1, ONE, 100),
        payment("HK-202611-001", 60, customer="长江", invoice_no="A"),
        payment("HK-202611-002", -5, customer="长江", invoice_no="A"),
        payment("HK-202611-003", 30, invoice_no="A"),
    )

    assert shares(rows) == [
        (None, None, "孙六", "60.00"),
        (None, None, "孙六", "-5.00"),
        (ONE, SH1, "张三", "30.00"),
    ]
    assert paid_amounts(rows) == {ONE: money(30)}
    assert ageing_at(rows, None).on_account == {"东风": 0, "长江": money(-55)}
    given = [dict(edit.values) for edit in derive_payments(rows, rows.rows(Payment), NOV)]
    assert given == [{"salesperson": "孙六"}, {"salesperson": "孙六"}, {"salesperson": "张三"}]


def test_of_two_invoices_of_one_number_a_payment_names_its_payers() -> None:
    rows = office(
        order(ONE, salesperson="张三"),
        invoice("A", 100, customer="长江"),
        invoice("A", 100, row=4),
        invoice_line("A", SH1, ONE, 100),
        payment("HK-202611-001", 30, invoice_no="A"),
    )

    assert shares(rows) == [(ONE, SH1, "张三", "30.00")]
    assert [fill.named for fill in ageing_at(rows, None).fills] == [money(30), money(0)]


def test_a_red_invoice_is_named_by_its_refund_and_filled_by_nothing() -> None:
    rows = office(
        order(ONE, salesperson="张三"),
        invoice("RED", -100),
        invoice_line("RED", SH1, ONE, -100),
        payment("HK-202611-001", -100, invoice_no="RED"),
    )

    assert shares(rows) == [(ONE, SH1, "张三", "-100.00")]
    assert ageing_at(rows, None).on_account == {"东风": money(0)}


def test_an_unknown_order_is_the_customers_salespersons_and_a_blank_name_the_owners() -> None:
    rows = office(
        customer("东风", salesperson="王五"),
        order(ONE, salesperson="张三").model_copy(update={"salesperson": None}),
        invoice("A", 2),
        invoice_line("A", SH1, ONE, 1),
        invoice_line("A", SH1, TWO, 1),
        payment("HK-202611-001", 2, invoice_no="A"),
    )

    assert shares(rows) == [(ONE, SH1, "张三", "1.00"), (TWO, SH1, "王五", "1.00")]


def test_a_payment_that_cannot_be_read_is_left_out() -> None:
    broken = payment("HK-202611-001", 1).model_copy(
        update={"amount": None, "bad": frozenset({"amount"})}
    )

    assert payment_shares(office(broken)) == ()


@given(st.lists(fens, min_size=1, max_size=4), st.lists(fens.filter(bool), max_size=4))
def test_shares_add_up_to_every_payment_and_paid_to_what_is_filled(
    lines: Sequence[Decimal], paid: Sequence[Decimal]
) -> None:
    total = sum(lines, Decimal(0))
    assume(total)
    rows = office(
        invoice("A", total),
        *(invoice_line("A", SH1, f"CL-202611-ZS-00{n}", line) for n, line in enumerate(lines)),
        *(payment(f"HK-202611-00{n}", p, invoice_no="A") for n, p in enumerate(paid)),
    )

    for row in rows.rows(Payment):
        assert sum(s.amount for s in payment_shares(rows) if s.payment is row) == row.amount
    filled = ageing_at(rows, None).fills[0].filled
    assert sum(paid_amounts(rows).values()) == filled
    if filled == total:
        assert paid_amounts(rows) == invoiced_amounts(rows)


def test_half_up_is_what_the_office_rounds_by() -> None:
    """The same as decimal's ROUND_HALF_UP, which is away from zero."""
    for fen in (-7, -3, 1, 5):
        third = Decimal(fen) / 2
        expected = third.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-2)
        assert in_proportion(Decimal(fen).scaleb(-2), [Decimal(1), Decimal(1)])[0] == expected
