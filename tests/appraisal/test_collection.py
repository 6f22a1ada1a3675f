"""Collection: verified payments and whose they are (appraisal.md, *Indicators*)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.appraisal.branch import NOV, actual, codes, deduction, now, scored, unreadable
from tests.build import (
    customer,
    invoice,
    invoice_line,
    order,
    payment,
    rule,
    scoring_setting,
    target,
)
from xlsales.appraisal.evidence import total
from xlsales.core.row import Row
from xlsales.forms.choices import PaymentMethod
from xlsales.forms.collection import Payment
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

COLLECTION = Indicator.COLLECTION
RATE = scoring_setting("collection_basis", "rate")
WHEN_DUE = scoring_setting("acceptance_counts", "due")
ORDERS = (order("CL-1"), order("CL-2", salesperson="李四"), order("CL-3", salesperson="李四"))


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


def paid(amount: str | int, day: date = NOV, no: str = "HK-1", **cells: Any) -> Payment:
    """A payment that finance verified on the day after."""
    verified = {"verified": True, "verified_by": "钱", "verified_on": day.replace(day=28)}
    return payment(no, amount, date=day, **{**verified, **cells})


def draft(amount: str | int, received: date, due: date, no: str = "HK-9") -> Payment:
    return paid(amount, received, no, method=PaymentMethod.BANK_ACCEPTANCE, draft_due=due)


def collected(*rows: Row, subject: str = "branch", **more: Any) -> Decimal | None:
    return actual(scored(ORDERS, *rows, **more), COLLECTION, subject)


def test_payments_dated_in_the_period_and_verified_count() -> None:
    rows = (
        paid(100),
        paid(50, on(31, 10), "HK-2"),
        paid(70, on(1, 12), "HK-3"),
        payment("HK-4", 30, date=on(10)),
        payment("HK-5", 20, date=on(10), verified=False),
        paid(-10, on(30), "HK-6"),
    )
    assert collected(*rows) == 90


def test_verified_by_the_day_of_scoring() -> None:
    late = paid(100, verified_on=on(5, 12))
    assert collected(late, today=on(4, 12)) == 0
    assert collected(late, today=on(5, 12)) == 100


def test_what_finance_has_not_verified_is_told() -> None:
    found = scored(payment("HK-1", 30, date=on(10), row=5), payment("HK-2", 1, date=on(1, 10)))
    assert codes(found) == [("payment-not-verified", 5, "verified")]
    assert found.skipped == 0


def test_a_payment_is_attributed_by_its_invoices_lines() -> None:
    rows = (
        invoice("F1", 300),
        invoice_line("F1", "SH-1", "CL-1", 100),
        invoice_line("F1", "SH-2", "CL-2", 100),
        invoice_line("F1", "SH-3", "CL-3", 100),
        paid("100.00", invoice_no="F1"),
    )
    found = scored(ORDERS, *rows)
    # to the fen, by note and order; the last takes the rest: 33.33, 33.33, 33.34
    assert actual(found, COLLECTION) == 100
    assert actual(found, COLLECTION, "张三") == Decimal("33.33")
    assert actual(found, COLLECTION, "李四") == Decimal("66.67")
    rows_of = [(r.note_no, r.amount) for r in now(found, "李四").actuals[COLLECTION].evidence]
    assert rows_of == [("SH-2", Decimal("33.33")), ("SH-3", Decimal("33.34"))]


def test_without_an_invoice_or_lines_it_is_the_customers_salespersons() -> None:
    rows = (invoice("F1", 300), paid(100, invoice_no="F1"), paid(5, on(11), "HK-2"))
    assert collected(*rows, subject="张三") == 105
    assert collected(paid(7, customer="兄弟厂"), subject="李四") == 7


def test_a_payment_of_anothers_invoice_is_the_payers_on_account_and_told() -> None:
    rows = (
        invoice("F1", 300),  # 东风's, with an order of 张三
        invoice_line("F1", "SH-1", "CL-1", 300),
        paid(100, customer="兄弟厂", invoice_no="F1", row=4),
        paid(7, no="HK-2", invoice_no="F9", row=5),
        paid(1, on(1, 10), "HK-3", customer="兄弟厂", invoice_no="F1", row=6),
    )
    found = scored(ORDERS, *rows)
    assert actual(found, COLLECTION, "李四") == 100
    assert actual(found, COLLECTION, "张三") == 7
    assert codes(found) == [
        ("payment-of-other-customer", 4, "invoice_no"),
        ("unknown-invoice", 5, "invoice_no"),
    ]


def test_an_invoice_whose_customer_cannot_be_read_is_filled_by_nobody_and_listed() -> None:
    odd = unreadable(invoice("F1", 300, row=9), "customer")
    found = scored(ORDERS, odd, invoice_line("F1", "SH-1", "CL-2", 300), paid(7, invoice_no="F1"))
    assert actual(found, COLLECTION, "张三") == 7
    assert codes(found) == [("left-out-of-score", 9, "customer")]


def test_what_nobody_answers_for_is_the_branchs_alone() -> None:
    found = scored(customer("散户"), paid(100, customer="散户", row=4))
    assert actual(found, COLLECTION) == 100
    assert actual(found, COLLECTION, "张三") == 0
    assert codes(found) == [("payment-of-nobody", 4, "customer")]


def test_a_draft_counts_when_received_or_when_due() -> None:
    rows = (draft(100, on(10), on(10, 5).replace(year=2027)), draft(40, on(10, 5), on(10), "HK-8"))
    assert collected(*rows) == 100
    assert collected(*rows, WHEN_DUE) == 40
    # cash is cash
    assert collected(paid(7, method=PaymentMethod.CASH), WHEN_DUE) == 7


@pytest.mark.parametrize("column", ["amount", "date", "customer", "verified", "verified_on"])
def test_a_payment_that_cannot_be_read_is_left_out_and_listed(column: str) -> None:
    found = scored(ORDERS, paid(100), unreadable(paid(50, no="HK-2", row=6), column))
    assert actual(found, COLLECTION) == 100
    assert codes(found) == [("left-out-of-score", 6, column)]


def test_a_draft_without_a_due_date_cannot_be_told_where_that_matters() -> None:
    bare = paid(100, method=PaymentMethod.TRADE_ACCEPTANCE, row=6)
    assert codes(scored(bare)) == []
    assert codes(scored(bare, WHEN_DUE)) == [("left-out-of-score", 6, "draft_due")]


def test_the_rate_is_what_was_paid_of_what_was_due() -> None:
    """Open at the start and due by the end, plus invoiced within and due by the end."""
    rows = (
        invoice("F1", 1000, date=on(1, 9)),  # due 1 October; 400 paid before: 600 open
        paid(400, on(5, 10), "HK-1", invoice_no="F1"),
        invoice("F2", 500, date=on(20, 10)),  # due 19 November
        invoice("F3", 300, date=on(2), agreed_due_date=on(30)),
        invoice("F4", 9000, date=on(2)),  # due in December
        invoice("F5", -100, date=on(3), agreed_due_date=on(3)),  # red
        paid(700, on(1), "HK-2", invoice_no="F1"),
        paid(78, on(20), "HK-3"),
    )
    found = scored(rule(6, COLLECTION, "0.5"), ORDERS, RATE, *rows)
    reached = now(found).actuals[COLLECTION]
    assert total(reached.due) == 600 + 500 + 300 - 100
    assert total(row for row in reached.evidence) == 778
    one = deduction(found, COLLECTION)
    assert one.target == 100
    assert one.actual == Fraction(77800, 1300)
    assert one.steps == 40  # 40.1538… % short
    assert one.points == 20


def test_the_rates_base_is_attributed_by_lines_too() -> None:
    rows = (
        invoice("F1", 300, date=on(1, 10)),
        invoice_line("F1", "SH-1", "CL-1", 100),
        invoice_line("F1", "SH-2", "CL-2", 200),
        invoice("F2", 60, date=on(1, 10), customer="兄弟厂"),  # an opening balance: 李四's
        paid(150, on(5), "HK-1", invoice_no="F1"),
    )
    found = scored(ORDERS, RATE, *rows)
    base = {who: total(now(found, who).actuals[COLLECTION].due) for who in ("张三", "李四")}
    assert base == {"张三": 100, "李四": 260}
    assert now(found, "张三").actuals[COLLECTION].value == 50
    assert now(found, "李四").actuals[COLLECTION].value == Fraction(100 * 100, 260)


def test_the_rate_leaves_out_what_is_not_verified_or_not_due_yet() -> None:
    rows = (
        invoice("F1", 1000, date=on(1, 9)),
        payment("HK-1", 400, date=on(5, 10), invoice_no="F1"),
        draft(250, on(6, 10), on(15)),
    )
    found = scored(RATE, *rows)
    assert total(now(found).actuals[COLLECTION].due) == 750
    found = scored(RATE, WHEN_DUE, *rows)
    assert total(now(found).actuals[COLLECTION].due) == 1000
    assert now(found).actuals[COLLECTION].value == 25


def test_a_draft_that_counts_when_due_takes_its_turn_then() -> None:
    """Received before a refund, due after it: the refund finds nothing to reopen."""
    rows = (
        invoice("F1", 100, date=on(1, 9)),
        draft(100, on(2, 9), on(1, 10)).model_copy(update={"invoice_no": "F1"}),
        paid(-100, on(15, 9), "HK-2", invoice_no="F1"),
    )
    assert total(now(scored(RATE, *rows)).actuals[COLLECTION].due) == 100
    assert total(now(scored(RATE, WHEN_DUE, *rows)).actuals[COLLECTION].due) == 0


def test_the_targets_table_says_nothing_of_a_rate() -> None:
    rows = (target(Indicator.COLLECTION, 5), invoice("F1", 10, date=on(1, 10)))
    found = scored(rule(6, COLLECTION, 1), RATE, *rows, paid(10, on(5), invoice_no="F1"))
    assert deduction(found, COLLECTION).points == 0
    assert deduction(found, COLLECTION).target == 100


def test_with_nothing_due_there_is_no_rate() -> None:
    found = scored(rule(6, COLLECTION, 1), RATE, paid(10))
    assert deduction(found, COLLECTION).not_scored is NotScored.TARGET_NOT_POSITIVE
    assert deduction(found, COLLECTION).actual is None
