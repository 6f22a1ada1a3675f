"""The rows behind an analysis, ledger by ledger, each with the workbook and row it is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from xlsales.appraisal.analysis.model import Column, Ledger
from xlsales.appraisal.gathering import Sold
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.profit import Earned
from xlsales.appraisal.revenue import Sale
from xlsales.core.exact import ZERO, rounded
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import ageing_at, bucket_of
from xlsales.flow.facts.orders import market_of
from xlsales.flow.facts.stock import compute_stock
from xlsales.forms.choices import Market, ProspectOutcome
from xlsales.forms.collection import AgeingRow
from xlsales.forms.management import BranchExpense
from xlsales.forms.masters import Product
from xlsales.forms.register import Expense, Order, Prospect
from xlsales.forms.tracking import Complaint

Counted: TypeAlias = tuple[Sale, Sold, Decimal]
"""A sale, its order, and the amount by which it counts as revenue."""

UNKNOWN = Words("（未知）", "(unknown)")
NO_CAUSE = Words("（未填原因）", "(no cause given)")
NO_ORDER = Words("无承揽", "No order")
WITH_ORDER = Words("有承揽", "Of an order")
SLOW, FRESH = Words("呆滞", "Slow"), Words("正常", "Normal")

SLOW_DAYS = 90
"""Days in the warehouse after which stock is slow."""
LOST = 6
"""Months without a sale after which a customer is lost."""

MONTH = Column("month", Words("月份", "Month"), width=10)
DATE = Column("date", Words("日期", "Date"), "date", 12)
CUSTOMER = Column("customer", Words("客户", "Customer"), width=24)
PRODUCT = Column("product", Words("产品", "Product"), width=24)
SALESPERSON = Column("salesperson", Words("销售员", "Salesperson"), width=12)
MARKET = Column("market", Words("市场", "Market"), width=10)
ORDER_NO = Column("order_no", Words("承揽编号", "Order no."), width=20)
AMOUNT = Column("amount", Words("金额", "Amount"), "money", 16)
CATEGORY = Column("category", Words("类别", "Category"), width=16)
NUMBER = Column("number", Words("次数", "Number"), "number", 8)
QUANTITY = Column("quantity", Words("数量", "Quantity"), "number", 12)
NOTE_NO = Column("note_no", Words("单号", "No."), width=20)


@cache
def month_of(day: dt.date) -> str:
    """Return a day's month as the ledgers write it: 2026-11."""
    return str(Period.month_of(day))


def named(office: Office) -> Callable[[str | None], object]:
    """Return what tells how a product is called here: its code with its name."""
    names = {row.code: row.name for row in sound(office.rows(Product), "code", "name")}

    @cache
    def product(code: str | None) -> object:
        if code is None:
            return UNKNOWN
        name = names.get(code) or code
        return code if name == code else f"{code} {name}"

    return product


def sales(office: Office, counted: Sequence[Counted], window: Span) -> Ledger:
    """Return what counts as revenue in some days, as the appraisal counts it, by the day."""
    orders: dict[str, tuple[object, object]] = {}
    product = named(office)
    rows = []
    for sale, sold, amount in counted:
        if sale.date not in window:
            continue
        whose = orders.get(sale.order_no)
        if whose is None:
            whose = orders[sale.order_no] = _whose(office, sale.order_no)
        rows.append(
            (
                month_of(sale.date),
                sale.date,
                sold.customer or UNKNOWN,
                product(sold.product),
                whose[1],
                whose[0],
                sale.order_no,
                sale.note_no or sale.no,
                amount,
                sale.row.at,
            )
        )
    columns = (
        MONTH, DATE, CUSTOMER, PRODUCT, MARKET, SALESPERSON, ORDER_NO, NOTE_NO, AMOUNT,
    )  # fmt: skip
    return Ledger.of("sales", Words("销售明细", "Sales rows"), columns, rows)


def _whose(office: Office, order_no: str) -> tuple[object, object]:
    """Return the salesperson and the market of an order."""
    order = office.first(Order, "order_no", order_no)
    if order is None:
        return UNKNOWN, UNKNOWN
    person: object = UNKNOWN
    if "salesperson" not in order.bad:
        person = order.salesperson or order.at.book.owner or UNKNOWN
    market = None if "market" in order.bad else market_of(office, order)
    return person, market.words if isinstance(market, Market) else UNKNOWN


def margins(office: Office, earned: Iterable[Earned]) -> Ledger:
    """Return what goods earned and what they cost; blank where there is no cost."""
    product = named(office)
    rows = [
        (
            month_of(sale.date),
            sale.date,
            product(sold.product),
            sold.customer or UNKNOWN,
            sale.note_no or sale.no,
            sale.net,
            None if spent is None else -spent,
            None if spent is None else sale.net - spent,
            sale.row.at,
        )
        for sale, sold, _, spent in earned
    ]
    columns = (
        MONTH,
        DATE,
        PRODUCT,
        CUSTOMER,
        NOTE_NO,
        Column("revenue", Words("不含税收入", "Revenue without tax"), "money", 16),
        Column("cost", Words("成本", "Cost"), "money", 16),
        Column("margin", Words("毛利", "Margin"), "money", 16),
    )
    return Ledger.of("margins", Words("毛利明细", "Margin rows"), columns, rows)


def complaints(office: Office, window: Span) -> Ledger:
    """Return the complaints of some days as they were reported, by cause."""
    rows = [
        (
            month_of(row.date),
            row.date,
            row.customer if "customer" not in row.bad else UNKNOWN,
            row.cause or NO_CAUSE,
            UNKNOWN if "severity" in row.bad else row.severity.words,
            row.complaint_no,
            Decimal(1),
            row.at,
        )
        for row in sound(office.rows(Complaint), "date")
        if row.date in window
    ]
    columns = (
        MONTH,
        DATE,
        CUSTOMER,
        Column("cause", Words("原因", "Cause"), width=24),
        Column("severity", Words("程度", "Severity")),
        NOTE_NO,
        NUMBER,
    )
    return Ledger.of("complaints", Words("投诉明细", "Complaint rows"), columns, rows)


def expenses(office: Office, window: Span) -> Ledger:
    """Return what salespeople and the branch spent in some days."""
    rows: list[tuple[object, ...]] = [
        (
            month_of(mine.date),
            mine.date,
            mine.category.words,
            mine.salesperson,
            mine.amount,
            mine.at,
        )
        for mine in sound(office.rows(Expense), "date", "salesperson", "amount", "category")
        if mine.date in window
    ]
    branch = Words("本单位", "Branch")
    rows += [
        (month_of(ours.date), ours.date, ours.category.words, branch, ours.amount, ours.at)
        for ours in sound(office.rows(BranchExpense), "date", "amount", "category")
        if ours.date in window
    ]
    columns = (MONTH, DATE, CATEGORY, SALESPERSON, AMOUNT)
    return Ledger.of("expenses", Words("费用明细", "Expense rows"), columns, rows)


def stock(office: Office, today: dt.date) -> Ledger:
    """Return what lies in the warehouse today."""
    product = named(office)
    rows = []
    for row in compute_stock(office, today):
        slow = row.age_days is not None and row.age_days > SLOW_DAYS
        rows.append(
            (
                row.order_no or NO_ORDER,
                product(row.product),
                row.customer or UNKNOWN,
                WITH_ORDER if row.order_no else NO_ORDER,
                SLOW if slow else FRESH,
                row.age_days,
                row.on_hand or ZERO,
                Decimal(1),
                row.at,
            )
        )
    columns = (
        ORDER_NO,
        PRODUCT,
        CUSTOMER,
        Column("of", Words("归属", "Of")),
        Column("state", Words("状态", "State")),
        Column("age_days", Words("库龄（天）", "Days"), "number", 10),
        QUANTITY,
        Column("items", Words("项数", "Items"), "number", 8),
    )
    return Ledger.of("stock", Words("库存明细", "Stock rows"), columns, rows)


def receivables(office: Office, day: dt.date) -> Ledger:
    """Return the invoices open at a day, by how long they are past due."""
    rows = []
    for entry in ageing_at(office, day).fills:
        if entry.open:
            column = AgeingRow.table.by_key[bucket_of(entry.days_past_due(day))]
            invoice = entry.invoice
            rows.append(
                (
                    invoice.customer,
                    invoice.invoice_no,
                    invoice.date,
                    entry.due,
                    column.words,
                    entry.open,
                    invoice.at,
                )
            )
    columns = (
        CUSTOMER,
        Column("invoice_no", Words("发票号", "Invoice no."), width=18),
        DATE,
        Column("due", Words("到期日", "Due"), "date", 12),
        Column("age", Words("账龄", "Age")),
        AMOUNT,
    )
    return Ledger.of("receivables", Words("应收明细", "Receivable rows"), columns, rows)


def customers(counted: Iterable[Counted], month: Period) -> Ledger:
    """Return every customer with a sale up to a month: first and last month, new or lost in it."""
    seen: dict[str, tuple[dt.date, dt.date, At]] = {}
    for sale, sold, amount in counted:
        if sold.customer and amount > 0:
            first = seen[sold.customer][0] if sold.customer in seen else sale.date
            seen[sold.customer] = first, sale.date, sale.row.at
    gone = month
    for _ in range(LOST):
        gone = gone.previous
    rows = []
    for customer, (first, last, at) in seen.items():
        begun, ended = month_of(first), month_of(last)
        is_new, is_lost = begun == str(month), ended == str(gone)
        rows.append((customer, begun, ended, Decimal(is_new), Decimal(is_lost), at))
    columns = (
        CUSTOMER,
        Column("first", Words("首次销售月", "First sale")),
        Column("last", Words("最近销售月", "Last sale")),
        Column("new", Words("新客户", "New"), "number", 10),
        Column("lost", Words("流失", "Lost"), "number", 10),
    )
    return Ledger.of("customers", Words("客户明细", "Customer rows"), columns, rows)


def prospects(office: Office, coming: Sequence[Period]) -> Ledger:
    """Return the open prospects expected in some months."""
    months = {str(each) for each in coming}
    needed = ("customer", "expected_amount", "probability", "expected_month", "outcome")
    rows = [
        (
            row.expected_month,
            row.customer,
            row.product or UNKNOWN,
            row.expected_amount,
            row.probability,
            rounded(Fraction(row.expected_amount) * Fraction(row.probability)),
            row.at,
        )
        for row in sound(office.rows(Prospect), *needed)
        if row.outcome is ProspectOutcome.OPEN and row.expected_month in months
    ]
    columns = (
        MONTH,
        CUSTOMER,
        PRODUCT,
        Column("expected", Words("预计金额", "Expected"), "money", 16),
        Column("probability", Words("把握", "Probability"), "percent", 10),
        Column("weighted", Words("折算金额", "Weighted"), "money", 16),
    )
    return Ledger.of("prospects", Words("意向明细", "Prospect rows"), columns, rows)
