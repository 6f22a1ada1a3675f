"""The first page: the month in brief, against what was and was to be, and a year as a chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import (
    COMPARED,
    NO_YEAR,
    REACHED,
    TARGET,
    compared,
    difference,
    quotient,
)
from xlsales.appraisal.analysis.known import AHEAD, TOTAL, Known
from xlsales.appraisal.analysis.model import Cell, Column, Section, Summing
from xlsales.appraisal.charts import Chart, Series, same
from xlsales.appraisal.dashboard import last_months
from xlsales.core.finding import show
from xlsales.core.words import Lang, Words
from xlsales.forms.collection import AgeingRow
from xlsales.forms.indicators import Indicator

_ITEM = Column("item", Words("项目", "Item"), width=26)
_COLUMNS = (_ITEM, *COMPARED, TARGET, REACHED)


def section(known: Known) -> Section:
    """Return the figures of the month that are looked at first."""
    lines = [(*line, *[None] * (len(_COLUMNS) - len(line))) for line in _key_figures(known)]
    missing = []
    if not known.has_year:
        missing.append(NO_YEAR)
    if known.lacking:
        zh, en = (show(known.lacking, lang) for lang in Lang)
        missing.append(Words(f"产品 {zh} 缺少成本，不计毛利。", f"No cost for {en}: no margin."))
    return Section(
        "first",
        Words("本月要点", "The month in brief"),
        _COLUMNS,
        tuple(lines),
        Words(
            "金额为元。单击项目名称到明细；各数怎样算，见“说明”。",
            "Amounts in yuan. Click an item for its table; how each figure is made is said in "
            "the appendix.",
        ),
        missing=tuple(missing),
    )


def _key_figures(known: Known) -> Iterator[list[Cell]]:
    name, before = str(known.month), str(known.month.previous)
    yield _compared(
        known, Words("营业收入", "Revenue"), known.by_month, known.goal(Indicator.REVENUE)
    )
    if not known.lacking:
        yield [Words("毛利", "Margin"), Summing(known.margins, "margin", "month").of(name)]
    spent = Summing(known.expenses, "amount", "month")
    yield _compared(known, Words("费用", "Expenses"), spent, known.goal(Indicator.EXPENSES))
    number = Summing(known.complaints, "number", "month")
    yield _compared(known, Words("投诉（次）", "Complaints"), number)
    for key, words in (
        ("issued", Words("本月应完成的计划（项）", "Plan lines due")),
        ("on_time", Words("其中按时入库（项）", "of these on time")),
        ("late", Words("其中逾期（项）", "of these late")),
    ):
        due = Summing(known.plan, key, "due_month")
        line: list[Cell] = [words, due.of(name), due.of(before)]
        line.append(difference(line, 1, 2))
        yield line
    for key, words in (
        ("new", Words("新客户（家）", "New customers")),
        ("lost", Words("流失客户（家）", "Lost customers")),
    ):
        yield [words, known.customers.whole(key)]
    yield [Words("应收账款", "Receivables"), known.receivables.whole("amount")]
    not_due = Summing(known.receivables, "amount", "age")
    yield [
        Words("其中未到期", "of these not due"),
        not_due.of(AgeingRow.table.by_key["not_due"].words),
    ]
    items = Summing(known.stock, "items", "of")
    yield [Words("无承揽库存（项）", "Stock without an order"), items.of(ledgers.NO_ORDER)]
    slow = Summing(known.stock, "items", "state")
    yield [Words("呆滞库存（项）", "Slow stock"), slow.of(ledgers.SLOW)]
    for each in known.coming:
        if known.forecast.value is not None:
            yield [Words(f"预测 {each}", f"Forecast {each}"), known.forecast.value]


def _compared(
    known: Known,
    words: Words,
    summing: Summing,
    goal: Callable[[object], Decimal | None] | None = None,
) -> list[Cell]:
    month, before, year = (str(each) for each in known.compared)
    shown = {month, before, *([year] if known.has_year else [])}
    line: list[Cell] = [
        words,
        *compared(lambda m: summing.of(m) if m in shown else None, known.month),
    ]
    if goal is not None:
        line.append(goal(TOTAL))
        line.append(quotient(line, 1, 6))
    return line


def chart(known: Known) -> Chart:
    """Return twelve months of sales, and the forecast behind them."""
    months = last_months(known.month)
    named = {str(each) for each in known.past}
    labels = [str(each) for each in (*months, *known.coming)]
    actual = [known.by_month.of(str(each)).value if str(each) in named else None for each in months]
    to_come = [known.forecast.value] * AHEAD
    return Chart(
        "sales",
        Words("月度销售与预测", "Sales by month, and the forecast"),
        Words("元", "yuan"),
        "lines",
        same(labels),
        (
            Series(Words("实际", "Actual"), (*actual, *[None] * AHEAD)),
            Series(Words("预测", "Forecast"), (*[None] * len(months), *to_come)),
        ),
        Words(
            "营业收入，口径与考核相同；预测见“预测”。",
            "Revenue as it is appraised; the forecast is on its own sheet.",
        ),
    )
