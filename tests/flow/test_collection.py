"""Invoices and payments: the buttons *Ageing* and *Verify payments*, what is derived, checked."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import COLLECTION, customer, invoice, invoice_line, money, order, payment, person
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Outcome, Refusal, Replace, SetCells, SetProperty
from xlsales.core.reply import mapped
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang
from xlsales.flow.checks.collection import check_invoice_lines, check_invoices, check_payments
from xlsales.flow.collection.payments import (
    Aged,
    AgeingArgs,
    Verified,
    VerifyArgs,
    ageing,
    compute_ageing,
    derive_invoices,
    derive_payments,
    number_payments,
    verify,
)
from xlsales.flow.facts.ageing import ageing_rows
from xlsales.forms.choices import Kind, PaymentMethod, Role
from xlsales.forms.collection import AgeingRow, Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.register import Order
from xlsales.forms.rules import reading

TODAY = date(2026, 11, 24)
ONE, TWO = "CL-202611-ZS-001", "CL-202611-ZS-002"
SH1, SH2 = "SH-202611-ZS-001", "SH-202611-ZS-002"
FINANCE = person("钱会计", Role.FINANCE)


def office(*rows: Row, said: Any = (), numbers: dict[str, int] | None = None) -> Office:
    found: dict[type[Row], list[Row]] = {
        model: []
        for model in (
            Person, Customer, Setting, Order, Delivery, Invoice, InvoiceLine, Payment, AgeingRow
        )
    }  # fmt: skip
    for row in rows:
        found[type(row)].append(row)
    return Office(found, None, said, numbers=numbers or {})


def unread(row: Any, *columns: str) -> Any:
    """The row as it is when these cells cannot be read."""
    cells: dict[str, object] = dict.fromkeys(columns)
    return row.model_copy(update={**cells, "bad": frozenset(columns)})


def delivery(note_no: str, order_no: str, quantity: int, **cells: Any) -> Delivery:
    """Goods at 100.00 each, delivered and signed for unless ``cells`` say otherwise."""
    values = {
        "line_no": 1,
        "date": date(2026, 11, 5),
        "quantity": Decimal(quantity),
        "unit_price": Decimal(100),
        "tax_rate": Decimal("0.13"),
        "receiver": "赵",
        "signed_on": date(2026, 11, 6),
        "signed_qty": Decimal(quantity),
    }
    at = At(Book(Kind.DELIVERY, "张三", 2026), 3)
    return Delivery.model_validate(
        {"at": at, "note_no": note_no, "order_no": order_no, **values, **cells}
    )


def codes(found: Iterable[Finding]) -> list[tuple[int, str | None, str]]:
    """Sheet row, column and code of each finding."""
    return [(f.place.at.row, f.place.column, f.rule.code) for f in found]


# --- Ageing ----------------------------------------------------------------------------------


def aged(rows: Office, day: date | None = None, book: Book = COLLECTION) -> Outcome[Aged]:
    return ageing(rows, Call(TODAY, AgeingArgs(date=day), book))


def test_ageing_answers_and_fills_its_table() -> None:
    rows = office(
        customer("东风", credit_days=10),
        invoice("A", 100),  # of 1 November, due on the 11th: 13 days past due
        invoice("B", 50, customer="长江", date=TODAY),
        payment("HK-202611-001", "30.50"),
        payment("HK-202611-002", 80, customer="长江"),
    )

    outcome = aged(rows)

    none = Decimal(0)
    empty = dict.fromkeys(
        ("not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "over_365"), none
    )
    assert mapped(outcome.reply) == {
        "as_of": TODAY,
        "customers": [
            {
                "customer": "东风",
                "buckets": {**empty, "d1_30": money("69.50")},
                "on_account": none,
                "total": money("69.50"),
            },
            {"customer": "长江", "buckets": empty, "on_account": money(-30), "total": money(-30)},
        ],
        "total": money("39.50"),
    }
    assert outcome.edits == (Replace(COLLECTION, AgeingRow, ageing_rows(rows, TODAY)),)
    assert compute_ageing(rows, TODAY) == ageing_rows(rows, TODAY)
    assert not outcome.refused


def test_ageing_of_an_earlier_day() -> None:
    rows = office(invoice("A", 100), payment("HK-202611-001", 100, date=date(2026, 11, 2)))

    assert aged(rows, date(2026, 11, 1)).reply.total == 100
    assert aged(rows).reply == Aged(as_of=TODAY, customers=(), total=Decimal(0))


def test_ageing_without_a_collection_workbook_writes_nothing() -> None:
    assert aged(office(), book=Book("")).edits == ()


def test_what_cannot_be_read_is_left_out_and_said() -> None:
    broken = unread(payment("HK-202611-001", 30, row=7), "amount")
    said = finding(reading.NOT_A_NUMBER, broken, "amount", value="三十")
    elsewhere = finding(reading.NOT_A_NUMBER, invoice("A", 100, row=7), "amount", value="x")
    later = unread(payment("HK-202611-002", 1, row=8, date=date(2026, 12, 1)), "amount")
    rows = office(invoice("A", 100), broken, later, said=[said, elsewhere])

    outcome = aged(rows)

    assert outcome.reply.total == 100
    assert outcome.refused
    assert outcome.skipped == 1
    assert outcome.findings == (said,)
    assert "1 行" in outcome.notes[1].zh


# --- Verify payments -------------------------------------------------------------------------


def verified(rows: Office, *numbers: str, by: str = "钱会计", user: str = "") -> Outcome[Verified]:
    return verify(rows, Call(TODAY, VerifyArgs(payment=numbers, by=by), COLLECTION, user))


def test_finance_verifies_payments() -> None:
    first, second = payment("HK-202611-001", 10), payment("HK-202611-002", 20, row=4)

    outcome = verified(office(FINANCE, first, second), "HK-202611-002", "HK-202611-001")

    cells = {"verified": True, "verified_by": "钱会计", "verified_on": TODAY}
    assert outcome.edits == (SetCells(second, cells), SetCells(first, cells))
    assert mapped(outcome.reply) == {"verified": ["HK-202611-002", "HK-202611-001"]}
    assert not outcome.refused


def test_who_presses_verifies_where_no_name_is_given() -> None:
    outcome = verified(office(FINANCE, payment("HK-1", 1)), "HK-1", by="", user="钱会计")

    assert mapped(outcome.reply) == {"verified": ["HK-1"]}


def test_what_finance_has_verified_is_skipped_with_a_note() -> None:
    done = payment(
        "HK-202611-001",
        10,
        verified=True,
        verified_by="钱会计",
        verified_on=date(2026, 11, 20),
    )

    outcome = verified(office(FINANCE, done), "HK-202611-001", "HK-202611-001")

    assert outcome.edits == ()
    assert mapped(outcome.reply) == {"verified": []}
    assert outcome.notes[1].zh == "HK-202611-001 已由钱会计于 2026-11-20 核准"
    assert outcome.skipped == 1
    assert not outcome.refused


@pytest.mark.parametrize(
    "cells",
    [
        {"verified": False},
        {"verified": True},
        {"verified": True, "verified_by": "钱会计"},
        {"verified": True, "verified_by": "张三", "verified_on": TODAY},  # no finance
    ],
)
def test_a_verification_that_is_not_whole_is_made_so(cells: dict[str, Any]) -> None:
    row = payment("HK-202611-001", 10, **cells)

    outcome = verified(office(FINANCE, person("张三"), row), "HK-202611-001")

    assert outcome.edits == (
        SetCells(row, {"verified": True, "verified_by": "钱会计", "verified_on": TODAY}),
    )


def test_rows_that_cannot_be_read_or_told_apart_are_left() -> None:
    outcome = verified(
        office(
            FINANCE,
            unread(payment("HK-202611-001", 1), "amount"),
            payment("HK-202611-002", 2, row=4),
            payment("HK-202611-002", 2, row=5),
            payment("HK-202611-003", 3, row=6),
        ),
        "HK-202611-001",
        "HK-202611-002",
        "HK-202611-003",
    )

    assert mapped(outcome.reply) == {"verified": ["HK-202611-003"]}
    assert outcome.refused
    assert outcome.skipped == 2
    assert [note.zh[:13] for note in outcome.notes[1:]] == ["HK-202611-001", "HK-202611-002"]


@pytest.mark.parametrize(
    ("numbers", "by", "words"),
    [
        (("HK-202611-001",), "张三", "张三的岗位不是财务"),
        (("HK-202611-001",), "不认识", "不认识的岗位不是财务"),
        (("HK-202611-001",), "孙会计", "孙会计的岗位不是财务"),  # has left
        (("HK-202611-001",), "", "未指明的核准人"),
        ((), "钱会计", "请先选中"),
        (("HK-202611-001", "HK-202611-009"), "钱会计", "没有回款编号 HK-202611-009"),
    ],
)
def test_verifying_is_refused(numbers: tuple[str, ...], by: str, words: str) -> None:
    rows = office(
        FINANCE,
        person("张三"),
        person("孙会计", Role.FINANCE, active=False),
        payment("HK-202611-001", 10),
    )

    with pytest.raises(Refusal) as refusal:
        verified(rows, *numbers, by=by)

    assert words in refusal.value.words.zh


# --- numbers and derived columns -------------------------------------------------------------


def test_payments_are_numbered_by_month_and_a_number_is_never_used_twice() -> None:
    first = payment(None, 1, row=3)
    october = payment(None, 2, row=4, date=date(2026, 10, 31))
    nameless = unread(payment(None, 3, row=5), "date")
    last = payment(None, 4, row=6)
    elsewhere = payment(None, 5, row=7).model_copy(
        update={"at": At(Book(Kind.COLLECTION, "", 2025), 3)}
    )
    rows = office(
        payment("HK-202611-007", 9, row=8),
        first,
        october,
        nameless,
        last,
        elsewhere,
        numbers={"HK-202611": 12},
    )

    assert number_payments(rows, COLLECTION, TODAY)[0] == (
        SetCells(first, {"payment_no": "HK-202611-013"}),
        SetCells(october, {"payment_no": "HK-202610-001"}),
        SetCells(last, {"payment_no": "HK-202611-014"}),
        SetProperty(COLLECTION, "xlsales.last.HK-202611", "14"),
        SetProperty(COLLECTION, "xlsales.last.HK-202610", "1"),
    )


def test_a_blank_due_date_is_given_by_the_credit_days_and_then_kept() -> None:
    blank = invoice("A", 100)
    rows = office(
        customer("东风", credit_days=45),
        blank,
        invoice("B", 100, due_date=date(2026, 11, 30)),  # from when it had 29 days
        invoice("C", 100, customer="未建档"),
        unread(invoice("D", 100), "date"),
    )

    assert list(derive_invoices(rows, rows.rows(Invoice), TODAY)) == [
        SetCells(blank, {"due_date": date(2026, 12, 16)}),
        SetProperty(COLLECTION, "xlsales.credit.东风", "29,45"),
    ]


def test_a_payment_shows_the_salespeople_of_its_orders() -> None:
    both = payment("HK-202611-001", 10, invoice_no="A")
    own = payment("HK-202611-002", 10, salesperson="张三、李四")
    right = payment("HK-202611-003", 10, salesperson="王五")
    broken = unread(payment("HK-202611-004", 10, salesperson="王五"), "amount")
    rows = office(
        customer("东风", salesperson="王五"),
        order(ONE, salesperson="张三"),
        order(TWO, salesperson="李四"),
        invoice("A", 30),
        invoice_line("A", SH1, ONE, 10),
        invoice_line("A", SH1, TWO, 10),
        invoice_line("A", SH2, ONE, 10),
        both,
        own,
        right,
        broken,
    )

    assert list(derive_payments(rows, rows.rows(Payment), TODAY)) == [
        SetCells(both, {"salesperson": "张三、李四"}),
        SetCells(own, {"salesperson": "王五"}),
        SetCells(broken, {"salesperson": None}),
    ]


# --- checks ----------------------------------------------------------------------------------


def found_in_invoices(*rows: Row) -> list[Finding]:
    given = office(*rows)
    return list(check_invoices(given, given.rows(Invoice), TODAY))


def found_in_lines(*rows: Row) -> list[Finding]:
    given = office(*rows)
    return list(check_invoice_lines(given, given.rows(InvoiceLine), TODAY))


def found_in_payments(*rows: Row) -> list[Finding]:
    given = office(*rows)
    return list(check_payments(given, given.rows(Payment), TODAY))


def test_lines_must_sum_to_their_invoice() -> None:
    found = found_in_invoices(
        invoice("A", 100, row=3),
        invoice_line("A", SH1, ONE, "60.00"),
        invoice_line("A", SH1, TWO, "39.99"),
        invoice("期初", 500, row=4),  # no lines: an opening balance
        invoice("RED", -20, row=5),
        invoice_line("RED", SH1, ONE, -20),
    )

    assert codes(found) == [(3, "amount", "invoice-lines-do-not-sum")]
    assert found[0].message(Lang.ZH) == (
        "发票金额 100.00 元，明细合计 99.99 元，相差 0.01 元。请核对“发票明细”中这张发票的各行，或改正发票金额。"
    )


def test_whether_lines_sum_is_not_said_while_one_cannot_be_read() -> None:
    lines = [invoice_line("A", SH1, ONE, 60), unread(invoice_line("A", SH1, TWO, 40), "amount")]

    assert found_in_invoices(invoice("A", 100), *lines) == []
    assert found_in_invoices(unread(invoice("A", 100), "amount"), lines[0]) == []


def test_dates_of_an_invoice() -> None:
    found = found_in_invoices(
        invoice("A", 100, row=3, agreed_due_date=date(2026, 10, 31)),
        invoice("B", 100, row=4, agreed_due_date=date(2026, 11, 1)),
        invoice("C", 100, row=5, date=date(2025, 11, 1)),
        unread(invoice("D", 100, row=6, agreed_due_date=date(2020, 1, 1)), "date"),
    )

    assert codes(found) == [
        (3, "agreed_due_date", "agreed-due-before-invoice"),
        (5, "date", "other-year"),
    ]


def test_what_a_line_names_must_be_there() -> None:
    found = found_in_lines(
        order(ONE),
        order(TWO),
        delivery(SH1, ONE, 10),
        delivery(SH2, TWO, 10),
        invoice("A", 100),
        invoice_line("A", SH1, ONE, 100, row=3),
        invoice_line("X", SH1, ONE, 100, row=4),
        invoice_line("A", "SH-9", ONE, 100, row=5),
        invoice_line("A", SH1, "CL-9", 100, row=6),
        invoice_line("A", SH2, ONE, 100, row=7),
        invoice_line(None, SH2, TWO, 100, row=8),  # proposed
        unread(invoice_line("A", SH2, ONE, 100, row=9), "note_no", "order_no"),
    )

    assert codes(found) == [
        (4, "invoice_no", "unknown-invoice"),
        (5, "note_no", "unknown-note"),
        (6, "order_no", "unknown-order"),
        (7, "order_no", "not-on-that-note"),
    ]
    assert f"送货单 {SH2} 上没有承揽“{ONE}”。" in found[-1].message(Lang.ZH)


def test_a_line_of_another_customers_order() -> None:
    found = found_in_lines(
        order(ONE, customer="长江"),
        delivery(SH1, ONE, 10),
        invoice("A", 100, customer="东风"),
        invoice_line("A", SH1, ONE, 100),
    )

    assert codes(found) == [(3, "order_no", "line-of-other-customer")]
    assert found[0].message(Lang.EN) == (
        f"Order “{ONE}” is 长江's, the invoice 东风's. Check the invoice's customer and its lines."
    )


def test_invoiced_beyond_what_is_signed_is_said_once_at_the_last_line_that_adds_to_it() -> None:
    found = found_in_lines(
        order(ONE),
        order(TWO),
        delivery(SH1, ONE, 10, signed_qty=Decimal(8)),  # 800.00 signed
        delivery(SH2, TWO, 5),  # 500.00 signed
        invoice("B", 500, date=date(2026, 11, 9)),
        invoice("A", 500, date=date(2026, 11, 8)),
        invoice("RED", "-100", date=date(2026, 11, 10)),
        invoice("C", 500),
        invoice_line("B", SH1, ONE, 500, row=3),
        invoice_line("A", SH1, ONE, 500, row=4),
        invoice_line("RED", SH1, ONE, -100, row=5),
        invoice_line("C", SH2, TWO, 500, row=6),
        invoice_line(None, SH1, ONE, 77, row=7),
    )

    assert codes(found) == [(3, "amount", "invoiced-over-signed")]
    assert (
        found[0]
        .message(Lang.ZH)
        .startswith(f"承揽 {ONE} 已开票 900.00 元，签收金额只有 800.00 元，多开 100.00 元。")
    )


def test_what_is_signed_is_not_judged_while_a_delivery_cannot_be_read() -> None:
    rows = [order(ONE), invoice("A", 900), invoice_line("A", SH1, ONE, 900)]

    assert len(found_in_lines(*rows, delivery(SH1, ONE, 8))) == 1
    assert found_in_lines(*rows, delivery(SH1, ONE, 9)) == []
    assert found_in_lines(*rows, unread(delivery(SH1, ONE, 8), "signed_qty")) == []


def test_only_the_rows_at_hand_are_spoken_of() -> None:
    other = invoice_line("A", SH1, ONE, 900, row=4)
    given = office(order(ONE), delivery(SH1, ONE, 8), invoice("A", 900), other)

    assert list(check_invoice_lines(given, [invoice_line("A", SH1, ONE, 1, row=3)], TODAY)) == []
    assert len(list(check_invoice_lines(given, [other], TODAY))) == 1


def test_the_invoice_that_a_payment_names() -> None:
    found = found_in_payments(
        invoice("A", 100),
        invoice("B", 100, customer="长江"),
        payment("HK-202611-001", 1, row=3, invoice_no="A"),
        payment("HK-202611-002", 1, row=4, invoice_no="X"),
        payment("HK-202611-003", 1, row=5, invoice_no="B"),
        payment("HK-202611-004", 1, row=6),
    )

    assert codes(found) == [
        (4, "invoice_no", "unknown-invoice"),
        (5, "invoice_no", "payment-of-other-customer"),
    ]
    assert found[1].message(Lang.ZH) == (
        "发票“B”属于长江，该笔回款却记在东风名下。请改正客户或发票号；改正前按东风的预收处理。"
    )


def test_paid_beyond_the_invoice_is_said_at_the_last_payment() -> None:
    found = found_in_payments(
        invoice("A", 100),
        invoice("B", 100),
        payment("HK-202611-001", 30, row=4, invoice_no="A"),
        payment("HK-202611-1000", 60, row=3, invoice_no="A"),
        payment("HK-202611-999", 30, row=8, invoice_no="A"),
        payment("HK-202611-003", 110, row=5, invoice_no="B"),
        payment("HK-202611-004", -10, row=6, invoice_no="B"),
        payment("HK-202611-005", 999, row=7),  # on account
    )

    assert codes(found) == [(3, "amount", "paid-over-invoiced")]
    assert (
        found[0]
        .message(Lang.ZH)
        .startswith("发票 A 金额 100.00 元，注明冲该发票的回款已有 120.00 元，多收 20.00 元。")
    )


def test_paid_beyond_is_not_said_while_the_invoice_cannot_be_read() -> None:
    broken = unread(invoice("A", 100), "amount")

    assert found_in_payments(broken, payment("HK-202611-001", 200, invoice_no="A")) == []


def test_drafts() -> None:
    draft = {"draft_no": "0012", "draft_due": date(2026, 10, 31)}
    found = found_in_payments(
        payment("HK-202611-001", 1, row=3, method=PaymentMethod.BANK_ACCEPTANCE, **draft),
        payment("HK-202611-002", 1, row=4, method=PaymentMethod.TRANSFER, draft_no="0012"),
        payment(
            "HK-202611-003",
            1,
            row=5,
            method=PaymentMethod.TRADE_ACCEPTANCE,
            draft_no="0013",
            draft_due=date(2027, 5, 1),
        ),
    )

    assert codes(found) == [
        (3, "draft_due", "draft-due-before-paid"),
        (4, "draft_no", "draft-without-acceptance"),
    ]
    assert (
        found[1].message(Lang.ZH) == "方式为“电汇”，不应填写“票据号”。请改正方式，或清空该单元格。"
    )


def test_who_verified_and_when() -> None:
    found = found_in_payments(
        FINANCE,
        person("张三"),
        payment("HK-202611-001", 1, row=3, verified=True, verified_by="钱会计", verified_on=TODAY),
        payment("HK-202611-002", 1, row=4, verified=True, verified_by="张三", verified_on=TODAY),
        payment("HK-202611-003", 1, row=5, verified_by="钱会计", verified_on=TODAY),
        payment("HK-202611-004", 1, row=6, verified=False, verified_on=TODAY),
        payment(
            "HK-202611-005",
            1,
            row=7,
            verified=True,
            verified_by="钱会计",
            verified_on=date(2026, 10, 31),
        ),
        payment("HK-202611-006", 1, row=8, verified=True, verified_by="不认识", verified_on=TODAY),
    )

    assert codes(found) == [
        (4, "verified_by", "verified-by-not-finance"),
        (5, "verified_by", "not-marked-verified"),
        (6, "verified_on", "not-marked-verified"),
        (7, "verified_on", "verified-before-paid"),
    ]


def test_a_payment_dated_in_another_year() -> None:
    assert codes(found_in_payments(payment("HK-202510-001", 1, date=date(2025, 10, 1)))) == [
        (3, "date", "other-year")
    ]
