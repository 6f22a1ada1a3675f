"""Revenue, external sales and profit (appraisal.md, *Indicators*)."""

from datetime import date
from decimal import Decimal

import pytest

from tests.appraisal.branch import (
    actual,
    codes,
    deduction,
    delivery,
    now,
    scored,
    unreadable,
)
from tests.build import (
    branch_expense,
    cost,
    customer,
    expense,
    invoice,
    invoice_line,
    order,
    rule,
    scoring_setting,
    target,
)
from xlsales.core.row import Row
from xlsales.forms.choices import Market
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

REVENUE, PROFIT, EXTERNAL = Indicator.REVENUE, Indicator.PROFIT, Indicator.EXTERNAL_SALES
WITH_TAX = scoring_setting("revenue_tax", "included")
FREE = cost(0)
OURS = order()


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


def revenue(*rows: Row, subject: str = "branch") -> Decimal | None:
    return actual(scored(OURS, FREE, *rows), REVENUE, subject)


def test_a_signed_row_counts_net_of_tax_on_its_signing_date() -> None:
    signed = delivery("SH-1", 10, on(31, 10), signed=10, signed_on=on(2))
    assert revenue(signed) == Decimal("884.96")  # 1000.00 / 1.13
    assert revenue(signed, subject="张三") == Decimal("884.96")
    assert revenue(signed, subject="李四") == 0
    assert revenue(signed, WITH_TAX) == 1000


def test_what_is_unsigned_unnumbered_or_signed_elsewhen_does_not_count() -> None:
    assert revenue(delivery("SH-1", 10), delivery(None, 10, signed=10)) == 0
    assert revenue(delivery("SH-1", 10, signed=10, signed_on=on(1, 12))) == 0
    assert revenue(delivery("SH-1", 10, on(1, 10), signed=10, signed_on=on(31, 10))) == 0


def test_the_rows_of_an_order_add_up_to_it() -> None:
    """Price 12.335, two deliveries of 1: 12.34 and 12.33, together 24.67."""
    two = [delivery(f"SH-{n}", 1, on(n), price="12.335", signed=1) for n in (1, 2)]
    found = scored(OURS, WITH_TAX, FREE, *two)
    rows = now(found).actuals[REVENUE].evidence
    assert [row.amount for row in rows] == [Decimal("12.34"), Decimal("12.33")]
    assert actual(found, REVENUE) == Decimal("24.67")


def test_signed_short_then_returned_is_not_subtracted_twice() -> None:
    """10 delivered at 100.00, 8 signed, then 2 returned of that note: 800.00, not 600.00."""
    short = delivery("SH-1", 10, on(1), signed=8)
    back = delivery("TH-1", -2, on(9), return_of="SH-1")
    assert revenue(WITH_TAX, short, back) == 800
    assert revenue(WITH_TAX, short) == 800
    three = delivery("TH-1", -3, on(9), return_of="SH-1")
    assert revenue(WITH_TAX, short, three) == 700
    again = delivery("TH-2", -1, on(10), return_of="SH-1")
    assert revenue(WITH_TAX, short, back, again) == 700


def test_on_delivery_rows_and_returns_count_in_full_on_their_dates() -> None:
    delivered = scoring_setting("revenue_basis", "delivered")
    short = delivery("SH-1", 10, on(30), signed=8, signed_on=on(2, 12))
    back = delivery("TH-1", -2, on(30), return_of="SH-1")
    assert revenue(WITH_TAX, delivered, short) == 1000
    assert revenue(WITH_TAX, delivered, short, back) == 800
    assert revenue(delivered, short) == Decimal("884.96")


def test_invoiced_counts_the_lines_on_their_invoices_date() -> None:
    rows = (
        scoring_setting("revenue_basis", "invoiced"),
        delivery("SH-1", 10, on(30, 10), signed=10, tax_rate=Decimal("0.06")),
        invoice("0001", 1000, date=on(3)),
        invoice_line("0001", "SH-1", "CL-202611-ZS-001", 600),
        invoice_line("0001", "SH-2", "CL-202611-ZS-001", 400),
        invoice("0002", 300, date=on(1, 12)),
        invoice_line("0002", "SH-1", "CL-202611-ZS-001", 300),
        invoice("0003", 5000, date=on(4)),  # without lines: an opening balance
        invoice_line(None, "SH-1", "CL-202611-ZS-001", 50),  # only proposed
    )
    assert revenue(WITH_TAX, *rows) == 1000
    # 600 at the 6 % of its goods, 400 at the 13 % of its order: 566.04 + 353.98
    assert revenue(*rows) == Decimal("920.02")
    assert revenue(*rows, subject="张三") == Decimal("920.02")


def test_external_sales_are_the_orders_of_customers_outside() -> None:
    inside = order("CL-202611-LS-001", salesperson="李四", customer="兄弟厂")
    rows = (
        delivery("SH-1", 10, signed=10),
        delivery("SH-2", 5, order_no="CL-202611-LS-001", signed=5),
    )
    found = scored(OURS, inside, FREE, WITH_TAX, *rows)
    assert actual(found, REVENUE) == 1500
    assert actual(found, EXTERNAL) == 1000
    assert actual(found, EXTERNAL, "张三") == 1000
    assert actual(found, EXTERNAL, "李四") == 0


def test_a_customers_new_market_does_not_move_old_sales() -> None:
    goods = delivery("SH-1", 10, signed=10)
    for given, sold in ((Market.INSIDE, 0), (Market.OUTSIDE, 1000)):
        submitted = OURS.model_copy(update={"market": given})
        for later in Market:
            moved = order(customer="新客户", market=given)
            theirs = customer("新客户", market=later)
            assert actual(scored(moved, theirs, FREE, WITH_TAX, goods), EXTERNAL) == sold
        assert actual(scored(submitted, FREE, WITH_TAX, goods), EXTERNAL) == sold
    # one submitted before there was a market counts by its customer's, until it is given
    assert actual(scored(OURS, FREE, WITH_TAX, goods), EXTERNAL) == 1000


def test_a_market_that_cannot_be_read_is_no_external_sale_and_is_named() -> None:
    found = scored(unreadable(OURS, "market"), FREE, delivery("SH-1", 10, signed=10))
    assert actual(found, EXTERNAL) == 0
    assert codes(found) == [("left-out-of-score", 3, "market")]


def test_a_customer_of_no_known_market_is_no_external_sale_and_is_named() -> None:
    found = scored(order(customer="新客户"), FREE, delivery("SH-1", 10, signed=10))
    assert actual(found, EXTERNAL) == 0
    assert codes(found) == [("market-unknown", 3, "customer")]


def test_goods_of_an_unknown_order_are_the_branchs_alone() -> None:
    found = scored(FREE, WITH_TAX, delivery("SH-1", 10, order_no="CL-0", signed=10, row=7))
    assert actual(found, REVENUE) == 1000
    assert actual(found, EXTERNAL) == 0
    assert ("scored-order-unknown", 7, "order_no") in codes(found)


def test_profit_is_net_revenue_less_costs_less_expenses() -> None:
    found = scored(
        OURS,
        cost("60.005"),
        WITH_TAX,  # profit is net of tax all the same
        delivery("SH-1", 10, signed=9),
        expense("50.50", on(3)),
        expense("7", on(3), salesperson="李四"),
        branch_expense(100, on(30)),
        expense(1000, on(1, 12)),
    )
    # 900.00 / 1.13 = 796.46; 9 × 60.005 = 540.045 → 540.05
    assert actual(found, PROFIT, "张三") == Decimal("796.46") - Decimal("540.05") - Decimal("50.50")
    assert actual(found, PROFIT, "李四") == -7
    assert actual(found, PROFIT) == Decimal("205.91") - 7 - 100
    whats = [row.what.en for row in now(found).actuals[PROFIT].evidence]
    assert sorted(whats) == sorted(["Signed", "Cost", "Expense", "Expense", "Branch expense"])


@pytest.mark.parametrize("basis", ["delivered", "invoiced"])
def test_profit_goes_by_what_is_signed_whatever_the_basis_of_revenue(basis: str) -> None:
    found = scored(
        OURS,
        cost(60),
        scoring_setting("revenue_basis", basis),
        delivery("SH-1", 10, signed=5),
        delivery("SH-2", 10),
    )
    assert actual(found, PROFIT) == Decimal("442.48") - 300


def test_a_returns_rest_gives_its_cost_back() -> None:
    rows = (
        OURS,
        cost(60),
        delivery("SH-1", 10, on(1), signed=8),
        delivery("TH-1", -3, on(9), return_of="SH-1"),
    )
    # 8 signed, 2 of the return were unsigned: one comes back
    assert actual(scored(*rows), PROFIT) == Decimal("707.96") - 480 - Decimal("88.50") + 60


def test_the_cost_valid_on_the_day_is_the_latest_from_then_or_before() -> None:
    costs = [
        cost(50, from_date=on(1, 1)),
        cost(70, from_date=on(10)),
        cost(90, from_date=on(11)),
        cost(1, product="P2", from_date=on(10)),
    ]
    rows = [delivery(f"SH-{day}", 1, on(day), signed=1, price=113) for day in (9, 10, 11)]
    found = scored(OURS, *costs, *rows)
    spent = [r.amount for r in now(found).actuals[PROFIT].evidence if r.what.en == "Cost"]
    assert spent == [-50, -70, -90]


def test_without_a_cost_the_profit_of_those_concerned_is_not_scored() -> None:
    found = scored(
        rule(2, PROFIT, "0.5"),
        OURS,
        order("CL-202611-LS-001", salesperson="李四", product="P2"),
        cost(60, from_date=on(11)),
        cost(1, product="P2"),
        target(Indicator.PROFIT, 100),
        target(Indicator.PROFIT, 100, subject="张三"),
        target(Indicator.PROFIT, 1, subject="李四"),
        delivery("SH-1", 10, on(10), signed=10, row=9),
        delivery("SH-2", 10, on(11), signed=10),
        delivery("SH-3", 10, order_no="CL-202611-LS-001", signed=10),
    )
    for subject in ("branch", "张三"):
        assert deduction(found, PROFIT, subject).not_scored is NotScored.COST_MISSING
        assert now(found, subject).partial
    assert deduction(found, PROFIT, "李四").points == 0
    assert codes(found) == [("cost-missing", 9, "quantity")]
    assert [now(found, who).rank for who in ("branch", "张三", "李四")] == [None, None, 1]


def test_nothing_signed_needs_no_cost() -> None:
    assert actual(scored(OURS, delivery("SH-1", 10, signed=0)), PROFIT) == 0


def test_an_unreadable_customer_is_listed_once_and_is_no_external_sale() -> None:
    found = scored(unreadable(order(row=12), "customer"), FREE, delivery("SH-1", 10, signed=10))
    assert actual(found, EXTERNAL) == 0
    assert actual(found, REVENUE, "张三") == Decimal("884.96")
    assert codes(found) == [("left-out-of-score", 12, "customer")]


def test_an_order_that_cannot_be_read_is_left_out_and_its_goods_are_the_branchs() -> None:
    found = scored(
        unreadable(order(row=12), "salesperson"),
        FREE,
        WITH_TAX,
        delivery("SH-1", 10, signed=10),
    )
    assert actual(found, REVENUE) == 1000
    assert actual(found, REVENUE, "张三") == 0
    assert codes(found) == [("left-out-of-score", 12, "salesperson")]


@pytest.mark.parametrize("column", ["quantity", "unit_price", "signed_qty", "signed_on", "date"])
def test_a_delivery_that_cannot_be_read_is_left_out_and_listed(column: str) -> None:
    found = scored(
        OURS,
        FREE,
        WITH_TAX,
        delivery("SH-1", 10, signed=10),
        unreadable(delivery("SH-2", 10, signed=10, row=8), column),
    )
    assert actual(found, REVENUE) == 1000
    assert codes(found) == [("left-out-of-score", 8, column)]
    assert found.skipped == 1


def test_a_broken_draft_of_an_order_or_a_row_of_another_year_is_not_listed() -> None:
    found = scored(
        OURS,
        FREE,
        unreadable(order("CL-202611-ZS-002"), "customer"),
        unreadable(delivery("SH-2", 10, on(1, 12), signed=10), "quantity"),
        unreadable(expense(5, on(1, 12)), "amount"),
    )
    assert codes(found) == []


@pytest.mark.parametrize("row", [expense(5, on(3), row=6), branch_expense(5, on(3))])
def test_an_expense_that_cannot_be_read_is_left_out_and_listed(row: Row) -> None:
    found = scored(unreadable(row, "amount"))
    assert actual(found, PROFIT) == 0
    assert codes(found) == [("left-out-of-score", row.at.row, "amount")]


def test_other_findings_do_not_exclude_a_row() -> None:
    """An expense of −5 is out of range, yet it can be read."""
    odd = expense(5, on(3)).model_copy(update={"amount": Decimal(-5)})
    assert actual(scored(odd), PROFIT) == 5


def test_a_blank_name_on_an_order_is_the_registers_owner() -> None:
    blank = OURS.model_copy(update={"salesperson": None})
    found = scored(blank, FREE, WITH_TAX, delivery("SH-1", 10, signed=10))
    assert actual(found, REVENUE, "张三") == 1000


def test_a_customer_twice_in_the_masters_counts_as_first_written() -> None:
    again = customer("东风", market="inside")
    found = scored(OURS, FREE, WITH_TAX, again, delivery("SH-1", 10, signed=10))
    assert actual(found, EXTERNAL) == 1000
