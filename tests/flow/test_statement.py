"""Statements of account: the sums by hand, against plain loops, month after month, to the fen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import COLLECTION, customer, invoice, invoice_line, order, payment
from tests.flow.branch import branch, delivered, setting
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Append, FormContent, Outcome, Refusal
from xlsales.core.row import Row
from xlsales.core.words import Lang
from xlsales.flow.collection.statement import Stated, StatementArgs, statement
from xlsales.flow.facts.account import account_of
from xlsales.flow.facts.months import window
from xlsales.forms.choices import Disposition
from xlsales.forms.collection import InvoiceLine
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer

D = Decimal
TODAY = date(2026, 12, 1)
NO, NOTE, BACK = "CL-202611-ZS-001", "SH-202611-ZS-001", "TH-202611-ZS-001"
ORDER = order(unit_price=D("12.34"), quantity=D(100))


def pressed(office: Office, month: str = "2026-11", name: str = "东风") -> Outcome[Stated]:
    args = StatementArgs(customer=name, all=not name, month=month)
    return statement(office, Call(TODAY, args, COLLECTION, "钱会计"))


def content(outcome: Outcome[Stated], number: int = 0) -> FormContent:
    found = outcome.documents[number].content
    assert isinstance(found, FormContent)
    return found


def returned(quantity: int, day: date, no: str = BACK, of: str = NOTE, **cells: Any) -> Delivery:
    values = {"return_of": of, "return_reason": "裂纹", "disposition": Disposition.RESTOCK}
    return delivered(ORDER, -quantity, no, date=day, **{**values, **cells})


def month_of_rows() -> tuple[Row, ...]:
    """Owed before: 500 and 10 × 12.34; then 20 signed, 3 back, 200 and a refund of 50."""
    early = delivered(ORDER, 10, signed=10, date=date(2026, 10, 23))
    late = delivered(ORDER, 20, "SH-202611-ZS-002", signed=20, date=date(2026, 11, 2))
    return (
        ORDER,
        early,
        late,
        returned(3, date(2026, 11, 20), of="SH-202611-ZS-002"),
        invoice("F1", 500, date=date(2026, 8, 3)),
        payment("HK-202611-001", 200, date=date(2026, 11, 9)),
        payment("HK-202611-002", -50, date=date(2026, 11, 25)),
        payment("HK-202611-003", 11, date=date(2026, 11, 26)),
    )


def test_a_statement_says_what_was_owed_delivered_returned_and_paid() -> None:
    reply = pressed(branch(*month_of_rows())).reply
    assert (reply.opening, reply.delivered, reply.returned, reply.paid) == (
        D("623.40"), D("246.80"), D("37.02"), D(150),
    )  # fmt: skip
    assert reply.closing == D("683.18") == D("623.40") + D("246.80") - D("37.02") - D(150)


def test_every_amount_of_the_form_is_that_of_the_row_that_it_names() -> None:
    office = branch(*month_of_rows())
    made = content(pressed(office))
    said = [(line.get("no"), line.get("receivable"), line.get("paid"), line["balance"])
            for line in made.lines]  # fmt: skip
    assert said == [
        (None, None, None, D("623.40")),
        ("SH-202611-ZS-002", D("246.80"), None, D("870.20")),
        ("HK-202611-001", None, D(200), D("670.20")),
        (BACK, D("-37.02"), None, D("633.18")),
        ("HK-202611-002", None, D(-50), D("683.18")),
    ]
    assert made.fields["from"] == date(2026, 10, 26)
    assert made.fields["to"] == date(2026, 11, 25)
    assert [copy.zh for copy in made.copies] == ["存根联", "客户联"]


@pytest.mark.parametrize(
    ("month", "day", "first", "last"),
    [
        ("2026-11", 25, date(2026, 10, 26), date(2026, 11, 25)),
        ("2026-02", 31, date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-03", 31, date(2026, 3, 1), date(2026, 3, 31)),
        ("2026-03", 29, date(2026, 3, 1), date(2026, 3, 29)),
        ("2026-01", 1, date(2025, 12, 2), date(2026, 1, 1)),
    ],
)
def test_the_closing_day_of_a_short_month_is_its_last(
    month: str, day: int, first: date, last: date
) -> None:
    assert window(month, day) == (first, last)


def test_what_is_signed_and_not_invoiced_is_proposed_once() -> None:
    rows = (*month_of_rows(), invoice_line("F2", NOTE, NO, "100.00"))
    first = pressed(branch(*rows))
    (append,) = first.edits
    assert isinstance(append, Append)
    lines = [row for row in append.rows if isinstance(row, InvoiceLine)]
    assert [(line.invoice_no, line.note_no, line.amount) for line in lines] == [
        (None, NOTE, D("23.40")), (None, "SH-202611-ZS-002", D("246.80")), (None, BACK, D("-37.02")),
    ]  # fmt: skip
    assert append.book == COLLECTION
    assert pressed(branch(*rows, *lines)).edits == ()


def test_all_gives_a_statement_to_whoever_has_something() -> None:
    office = branch(
        *month_of_rows(),
        payment("HK-202611-009", 70, customer="一汽"),
        Customer.model_validate({**customer("空").model_dump(), "code": "K9"}),
        customer("东风"),
        customer("一汽"),
    )
    outcome = pressed(office, name="")
    assert [document.path.zh for document in outcome.documents] == [
        "回款/对账单-2026-11-一汽.xlsx", "回款/对账单-2026-11-东风.xlsx"
    ]  # fmt: skip
    assert outcome.reply.closing == D("683.18") - 70
    assert "一汽：期初 0.00" in outcome.notes[0].zh


def test_an_invoice_without_lines_in_the_month_is_said() -> None:
    office = branch(invoice("F1", 500, date=date(2026, 11, 3)))
    outcome = pressed(office)
    assert outcome.reply.opening == 500
    assert any("1 张 2026-10-26 及以后的发票没有明细（500.00 元）" in n.zh for n in outcome.notes)


def test_a_customer_with_a_row_that_cannot_be_read_gets_no_statement() -> None:
    unread = payment("HK-202611-009", 1).model_copy(
        update={"amount": None, "bad": frozenset({"amount"})}
    )
    outcome = pressed(branch(*month_of_rows(), unread))
    assert outcome.documents == ()
    assert outcome.refused
    assert "东风：有 1 行" in outcome.notes[0].zh
    assert outcome.reply.closing == 0


def test_goods_of_an_unknown_order_are_said_to_be_nobodys() -> None:
    stray = delivered(order("CL-202611-ZS-077"), 3, "SH-202611-ZS-009", signed=3)
    outcome = pressed(branch(*month_of_rows(), stray))
    assert len(outcome.documents) == 1
    assert outcome.refused
    assert "另有 1 行" in outcome.notes[-1].zh


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"month": "2026-13", "all": True}, "“2026-13”不是有效月份"),
        ({"month": "2026-11"}, "请写明一个客户"),
        ({"month": "2026-11", "customer": "没有"}, "没有客户“没有”"),
        ({"month": "2026-11", "customer": "一汽"}, "一汽到 2026-11-25 没有送货"),
        ({"month": "2020-01", "all": True}, "所有客户到 2020-01-25 没有送货"),
    ],
)
def test_what_cannot_be_stated_is_refused_with_a_sentence(asked: dict[str, Any], said: str) -> None:
    office = branch(ORDER, delivered(ORDER, 20, signed=20))
    with pytest.raises(Refusal) as refused:
        statement(office, Call(TODAY, StatementArgs.model_validate(asked), COLLECTION))
    assert refused.value.words.said(Lang.ZH).startswith(said)


def test_names_that_no_file_can_tell_apart_get_a_number() -> None:
    names = ("甲/乙", "甲:乙")
    office = branch(*(invoice(name, 5, customer=name) for name in names), *map(customer, names))
    paths = [document.path.zh for document in pressed(office, name="").documents]
    assert sorted(paths) == ["回款/对账单-2026-11-甲_乙-2.xlsx", "回款/对账单-2026-11-甲_乙.xlsx"]


# --- against plain loops ----------------------------------------------------------------------

_START = date(2026, 6, 1)


def _random(seed: int) -> tuple[tuple[Row, ...], int]:
    """Return the rows of a random office of two customers, and its closing day."""
    chance = Random(seed)
    rows: list[Row] = [customer("东风"), customer("一汽")]
    closing = chance.choice((1, 15, 25, 28, 30, 31))
    rows.append(setting("closing_day", str(closing)))

    def day() -> date:
        return _START + timedelta(days=chance.randrange(210))

    for number in range(chance.randrange(5)):
        name = chance.choice(("东风", "一汽"))
        price = D(chance.randrange(1, 99999)) / 100
        taken = order(f"CL-202606-ZS-{number:03d}", customer=name, unit_price=price, row=number + 3)
        rows.append(taken)
        for note in range(chance.randrange(1, 4)):
            no, quantity = f"SH-202606-ZS-{number}{note:02d}", chance.randrange(1, 40)
            cells: dict[str, Any] = {"date": day()}
            if chance.random() < 0.8:
                cells |= {
                    "signed_on": cells["date"] + timedelta(days=chance.randrange(9)),
                    "signed_qty": D(chance.randrange(quantity + 1)),
                    "receiver": "孙",
                }
            rows.append(delivered(taken, quantity, no, **cells))
            if chance.random() < 0.5:
                back: dict[str, Any] = {
                    "return_of": no,
                    "return_reason": "裂纹",
                    "disposition": Disposition.RESTOCK,
                }
                rows.append(
                    delivered(
                        taken, -chance.randrange(1, quantity + 1), f"TH-202606-ZS-{number}{note:02d}",
                        date=cells["date"] + timedelta(days=chance.randrange(20)), **back,
                    )
                )  # fmt: skip
    for number in range(chance.randrange(8)):
        amount = D(chance.randrange(-9999, 99999) or 1) / 100
        name = chance.choice(("东风", "一汽"))
        rows.append(payment(f"HK-202606-{number:03d}", amount, customer=name, date=day()))
    for number in range(chance.randrange(4)):
        name, lined = chance.choice(("东风", "一汽")), chance.random() < 0.4
        rows.append(invoice(f"F{number}", chance.randrange(1, 999), customer=name, date=day()))
        if lined:
            rows.append(invoice_line(f"F{number}", "SH-202606-ZS-000", "CL-202606-ZS-000", 1))
    return tuple(rows), closing


def _moved(rows: tuple[Row, ...], name: str) -> list[tuple[date, str, Decimal]]:
    """Return what each row adds or takes, with nothing of the product but the rows."""
    any_row: Any
    whose, unsigned = {}, {}
    for any_row in rows:
        if any_row.table.name == "orders":
            whose[any_row.order_no] = any_row.customer
        if any_row.table.name == "deliveries" and any_row.quantity > 0:
            unsigned[any_row.note_no] = any_row.quantity - (any_row.signed_qty or 0)
    moved: list[tuple[date, str, Decimal]] = []
    for any_row in rows:
        table = any_row.table.name
        if table == "payments" and any_row.customer == name:
            moved.append((any_row.date, "paid", -any_row.amount))
        if table != "deliveries" or whose[any_row.order_no] != name:
            continue
        if any_row.quantity < 0:
            counts = max(D(0), -any_row.quantity - unsigned[any_row.return_of])
            moved.append((any_row.date, "returned", -any_row.unit_price * counts))
        elif any_row.signed_on:
            moved.append((any_row.signed_on, "delivered", any_row.unit_price * any_row.signed_qty))
    return moved


def _by_loops(rows: tuple[Row, ...], name: str, first: date, last: date) -> tuple[Decimal, ...]:
    """Work a statement out row by row."""
    moved = _moved(rows, name)
    lined = {getattr(row, "invoice_no", None) for row in rows if row.table.name == "invoice_lines"}
    opening = sum((amount for day, _, amount in moved if day < first), D(0))
    for any_row in rows:
        row: Any = any_row
        if row.table.name == "invoices" and row.customer == name and row.invoice_no not in lined:
            opening += row.amount
    within = {
        kind: sum((a for day, what, a in moved if what == kind and first <= day <= last), D(0))
        for kind in ("delivered", "returned", "paid")
    }
    return opening, within["delivered"], -within["returned"], -within["paid"]


@given(st.integers(0, 2**32))
def test_statements_of_random_offices_are_those_of_plain_loops(seed: int) -> None:
    rows, closing_day = _random(seed)
    office = branch(*rows)
    for name in ("东风", "一汽"):
        before: Decimal | None = None
        for month in ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"):
            first, last = window(month, closing_day)
            made = account_of(office, name, first, last)
            assert (made.opening, made.delivered, made.returned, made.paid) == _by_loops(
                rows, name, first, last
            )
            assert made.closing == made.opening + made.delivered - made.returned - made.paid
            assert before is None or made.opening == before
            before = made.closing
