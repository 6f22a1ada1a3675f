"""The rows behind an analysis, ledger by ledger, each with the workbook and row it is from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

from xlsales.appraisal.analysis.model import Column, Ledger
from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import ageing_at, bucket_of
from xlsales.flow.facts.orders import market_of
from xlsales.flow.facts.stock import compute_stock
from xlsales.forms.choices import Market
from xlsales.forms.collection import AgeingRow
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import BranchExpense
from xlsales.forms.register import Expense, Order
from xlsales.forms.tracking import Complaint

UNKNOWN = Words("（未知）", "(unknown)")
NO_CAUSE = Words("（未填原因）", "(no cause given)")
NO_ORDER = Words("无承揽", "No order")
WITH_ORDER = Words("有承揽", "Of an order")
SLOW, FRESH = Words("呆滞", "Slow"), Words("正常", "Normal")
REVENUE, COST = Words("收入", "Revenue"), Words("成本", "Cost")

SLOW_DAYS = 90
"""Days in the warehouse after which stock is slow."""

MONTH = Column("month", Words("月份", "Month"), width=10)
DATE = Column("date", Words("日期", "Date"), "date", 12)
CUSTOMER = Column("customer", Words("客户", "Customer"), width=24)
PRODUCT = Column("product", Words("产品编码", "Product"), width=12)
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


def sales(g: Gathering, window: Span) -> Ledger:
    """Return what counts as revenue, by the row's day, as the appraisal counts it."""
    rows = []
    for row in g.ledger.between(BRANCH, Indicator.REVENUE, window):
        person, market = _whose(g.office, row)
        rows.append(
            (
                month_of(row.day),
                row.day,
                row.customer or UNKNOWN,
                row.product or UNKNOWN,
                market,
                person,
                row.order_no or UNKNOWN,
                row.note_no or row.no,
                row.amount,
                row.at,
            )
        )
    columns = (
        MONTH, DATE, CUSTOMER, PRODUCT, MARKET, SALESPERSON, ORDER_NO, NOTE_NO, AMOUNT,
    )  # fmt: skip
    return Ledger("sales", Words("销售明细", "Sales rows"), columns, tuple(rows))


def _whose(office: Office, row: Evidence) -> tuple[object, object]:
    """Return the salesperson and the market of a row's order."""
    order = office.first(Order, "order_no", row.order_no) if row.order_no else None
    if order is None:
        return UNKNOWN, UNKNOWN
    person: object = UNKNOWN
    if "salesperson" not in order.bad:
        person = order.salesperson or order.at.book.owner or UNKNOWN
    market = None if "market" in order.bad else market_of(office, order)
    return person, market.words if isinstance(market, Market) else UNKNOWN


def margins(g: Gathering, month: Period) -> Ledger:
    """Return what was earned on goods of the month and what they cost, without expenses."""
    rows = [
        (
            str(month),
            row.day,
            row.product or UNKNOWN,
            row.customer or UNKNOWN,
            COST if row.what.zh == "成本" else REVENUE,
            row.amount,
            row.at,
        )
        for row in g.ledger.between(BRANCH, Indicator.PROFIT, month.span)
        if row.order_no is not None
    ]
    kind = Column("kind", Words("收入或成本", "Revenue or cost"))
    columns = (MONTH, DATE, PRODUCT, CUSTOMER, kind, AMOUNT)
    return Ledger("margins", Words("毛利明细", "Margin rows"), columns, tuple(rows))


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
    return Ledger("complaints", Words("投诉明细", "Complaint rows"), columns, tuple(rows))


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
    return Ledger("expenses", Words("费用明细", "Expense rows"), columns, tuple(rows))


def stock(office: Office, today: dt.date) -> Ledger:
    """Return what lies in the warehouse today."""
    rows = []
    for row in compute_stock(office, today):
        slow = row.age_days is not None and row.age_days > SLOW_DAYS
        rows.append(
            (
                row.order_no or NO_ORDER,
                row.product or UNKNOWN,
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
    return Ledger("stock", Words("库存明细", "Stock rows"), columns, tuple(rows))


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
    return Ledger("receivables", Words("应收明细", "Receivable rows"), columns, tuple(rows))
