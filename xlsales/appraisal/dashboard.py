"""The charts of the score workbook (appraisal.md, *The score sheet*): the branch at a glance.

Monthly figures are those of the twelve months that end with the period, so that January shows a
year too. What they are made of is gathered apart from the score: findings about rows of earlier
years are no findings of its period.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.charts import Chart, Series, same
from xlsales.appraisal.complaints import gather_complaints
from xlsales.appraisal.evidence import total
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.indicators import rate_of
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.revenue import revenues
from xlsales.appraisal.score import Score
from xlsales.appraisal.subjects import BRANCH
from xlsales.appraisal.targets import Goals
from xlsales.core.exact import ZERO, rounded
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import BUCKETS, ageing_rows
from xlsales.flow.facts.amounts import numbered
from xlsales.forms.collection import AgeingRow
from xlsales.forms.indicators import SCORED, TARGETED, Indicator
from xlsales.forms.management import BranchExpense
from xlsales.forms.register import Expense, Order

_YUAN = Words("元", "yuan")
_TARGET, _ACTUAL = Words("目标", "Target"), Words("实际", "Actual")
_MONTHS = 12


def dashboard(office: Office, score: Score) -> tuple[Chart, ...]:
    """Return the charts beside a score, of its period and the day on which it was computed."""
    months = last_months(score.period)
    year_before = tuple(Period(each.year - 1, each.month, 1) for each in months)
    today, last = score.inputs.today, score.period.span.last
    window = Span(year_before[0].span.first, last)
    g = Gathering(office, today, window, score.period.span, score.inputs.scoring)
    gather_complaints(g)
    return (
        _targets(score),
        _trend(g, months, year_before),
        _receivables(office, min(today, last)),
        _on_time(office, months, today),
        _complaints(g, months),
        _expenses(office, months),
    )


def last_months(period: Period) -> tuple[Period, ...]:
    """Return the twelve months that end with a period."""
    last = period.months[-1]
    months = [last]
    while len(months) < _MONTHS:
        months.append(months[-1].previous)
    return tuple(reversed(months))


def _targets(score: Score) -> Chart:
    branch = score.of(BRANCH)
    shown = [i for i in TARGETED if i in SCORED and not rate_of(i, score.inputs.scoring)]
    goals: list[Decimal | None] = []
    actuals: list[Decimal | None] = []
    for indicator in shown:
        goals.append(branch.now.goals[indicator].value if branch else None)
        value = branch.now.actuals[indicator].value if branch else None
        actuals.append(None if value is None else rounded(value))
    return Chart(
        "targets",
        Words(f"本单位 {score.period} 目标与实际", f"Branch, {score.period}: targets and actuals"),
        _YUAN,
        "bars",
        tuple(each.words for each in shown),
        (Series(_TARGET, tuple(goals)), Series(_ACTUAL, tuple(actuals))),
        Words(
            "与“指标完成情况”中本单位的数相同；没有目标或未能计分的不画。",
            "The branch's figures of the sheet of indicators; what has no target, or could not "
            "be told, is not drawn.",
        ),
    )


def _trend(g: Gathering, months: tuple[Period, ...], before: tuple[Period, ...]) -> Chart:
    held: dict[tuple[int, int], Decimal] = {}
    for sale, amount in revenues(g):
        month = sale.date.year, sale.date.month
        held[month] = held.get(month, ZERO) + amount
    first = min(held, default=None)

    def revenue(of: Iterable[Period]) -> tuple[Decimal | None, ...]:
        return tuple(
            rounded(held.get(month, ZERO)) if first is not None and first <= month else None
            for month in ((each.year, each.month) for each in of)
        )

    return Chart(
        "trend",
        Words("月度营业收入与去年同期", "Revenue by month, and a year before"),
        _YUAN,
        "lines",
        same([str(each) for each in months]),
        (
            Series(Words("本年", "These months"), revenue(months)),
            Series(Words("去年同期", "A year before"), revenue(before)),
        ),
        Words(
            "每月营业收入，口径与考核相同；第一笔营业收入以前的月份不画。",
            "Revenue as it is scored; nothing is drawn before the month of its first row.",
        ),
    )


def _receivables(office: Office, day: date) -> Chart:
    rows = ageing_rows(office, day)
    columns = [AgeingRow.table.by_key[key] for key, _ in BUCKETS]
    held = tuple(sum((getattr(row, c.key) or ZERO for row in rows), ZERO) for c in columns)
    return Chart(
        "receivables",
        Words(f"应收账款账龄（{day}）", f"Receivables by age, {day}"),
        _YUAN,
        "bars",
        tuple(column.words for column in columns),
        (Series(Words("未收金额", "Open"), held),),
        Words(
            "已开票未收的金额，按超过到期日的天数分档；预收未扣除。",
            "What is open of invoices, by days past due; money on account is not taken off.",
        ),
    )


def _on_time(office: Office, months: tuple[Period, ...], today: date) -> Chart:
    shares = on_time(office, months, today)
    return Chart(
        "on_time",
        Words("按期交货率", "On-time delivery"),
        Words("%", "%"),
        "bars",
        same([str(each) for each in months]),
        (Series(Words("按期交货率", "On time"), shares),),
        Words(
            "要求交期在该月、已上报且未取消的承揽中，到交期已送齐的比例；交期未到的不计。",
            "Of the orders submitted, not cancelled and required in the month, the share that was "
            "delivered in full by then; those not yet due are left out.",
        ),
    )


def on_time(office: Office, months: Iterable[Period], today: date) -> tuple[Decimal | None, ...]:
    """Return the share of each month's orders delivered in full by their required date, in %.

    None where no order was due. Orders required on ``today`` or later are not due yet.
    """
    delivered = numbered(office)
    kept_of: dict[Period, list[bool]] = {}
    for order in sound(office.rows(Order), "order_no", "quantity", "required_date"):
        if not order.order_no or not order.submitted_at or order.cancelled_on:
            continue
        if order.required_date < today:
            rows = delivered.get(order.order_no, ())
            there = sum((r.quantity for r in rows if r.date <= order.required_date), ZERO)
            month = Period.month_of(order.required_date)
            kept_of.setdefault(month, []).append(there >= order.quantity)
    return tuple(
        rounded(Fraction(sum(kept) * 100, len(kept)), 1) if (kept := kept_of.get(month)) else None
        for month in months
    )


def _complaints(g: Gathering, months: tuple[Period, ...]) -> Chart:
    def counted(indicator: Indicator) -> Series:
        held = (total(g.ledger.between(BRANCH, indicator, month.span)) for month in months)
        return Series(indicator.words, tuple(rounded(number, 0) for number in held))

    return Chart(
        "complaints",
        Words("顾客投诉", "Complaints"),
        Words("次", "complaints"),
        "bars",
        same([str(each) for each in months]),
        (counted(Indicator.ORDINARY_COMPLAINTS), counted(Indicator.SERIOUS_COMPLAINTS)),
        Words(
            "按发生日期；已认定的以认定为准，未认定的按上报程度。",
            "By their date; as ruled, and as reported where there is no ruling yet.",
        ),
    )


def _expenses(office: Office, months: tuple[Period, ...]) -> Chart:
    goals = Goals(office)
    budget = tuple(goals.of(month, BRANCH, Indicator.EXPENSES).value for month in months)
    return Chart(
        "expenses",
        Words("费用与预算", "Expenses and budget"),
        _YUAN,
        "bars",
        same([str(each) for each in months]),
        (Series(Words("预算", "Budget"), budget), Series(_ACTUAL, spent(office, months))),
        Words(
            "销售员费用与单位费用之和；预算为目标表中本单位的销售费用，没有的不画。",
            "What salespeople and the branch spent; the budget is the branch's target for "
            "expenses, and is not drawn where there is none.",
        ),
    )


def spent(office: Office, months: Iterable[Period]) -> tuple[Decimal, ...]:
    """Return what salespeople and the branch together spent in each month, in yuan."""
    held: dict[Period, Decimal] = {}
    rows: list[Expense | BranchExpense] = [
        *sound(office.rows(Expense), "date", "salesperson", "amount"),
        *sound(office.rows(BranchExpense), "date", "amount"),
    ]
    for row in rows:
        month = Period.month_of(row.date)
        held[month] = held.get(month, ZERO) + row.amount
    return tuple(held.get(month, ZERO) for month in months)
