"""The first page: the month in brief, against what was and was to be, and a year as a chart."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from decimal import Decimal

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import (
    COMPARED,
    NO_YEAR,
    REACHED,
    TARGET,
    amount,
    compared,
    difference,
    quotient,
)
from xlsales.appraisal.analysis.known import AHEAD, TOTAL, Known
from xlsales.appraisal.analysis.model import Cell, Column, Section, Summing
from xlsales.appraisal.charts import Chart, Series, same
from xlsales.appraisal.dashboard import last_months
from xlsales.core.exact import ZERO, rounded
from xlsales.core.finding import show
from xlsales.core.words import Lang, Words
from xlsales.forms.collection import AgeingRow
from xlsales.forms.indicators import Indicator

_ITEM = Column("item", Words("项目", "Item"), width=26)
_REVENUE, _MARGIN = Words("营业收入", "Revenue"), Words("毛利", "Margin")
_EXPENSES, _COMPLAINTS = Words("费用", "Expenses"), Words("投诉（次）", "Complaints")
_DUE = Words("本月应完成的计划（项）", "Plan lines due")
_LATE = Words("其中逾期（项）", "of these late")
_OWED, _NOT_DUE = Words("应收账款", "Receivables"), Words("其中未到期", "of these not due")
_TEN_THOUSAND = 10_000
_COLUMNS = (_ITEM, *COMPARED, TARGET, REACHED)


def section(known: Known) -> Section:
    """Return the figures of the month that are looked at first."""
    behind, figures = zip(*_key_figures(known), strict=True)
    lines = [(*line, *[None] * (len(_COLUMNS) - len(line))) for line in figures]
    missing = [] if known.has_year else [NO_YEAR]
    for month in _shown(known):
        if lacking := known.lacking.get(month):
            zh, en = (show(lacking, lang) for lang in Lang)
            when = "" if month == str(known.month) else f"{month} "
            missing.append(
                Words(
                    f"{when}产品 {zh} 缺少成本，不计毛利。", f"{when}No cost for {en}: no margin."
                )
            )
    return Section(
        "first",
        Words("本月要点", "The month in brief"),
        _COLUMNS,
        tuple(lines),
        Words(
            "金额为元。单击项目名称到明细；各数的计算方法见“说明”。",
            "Amounts in yuan. Click an item for its table; how each figure is made is said in "
            "the appendix.",
        ),
        missing=tuple(missing),
        said=_said(figures),
        behind=behind,
    )


def _said(figures: Sequence[Sequence[Cell]]) -> Words:
    """Return the month in a sentence: what is not there, and what is 0, is not said."""
    found = {line[0]: line for line in figures}

    def of(item: Words, place: int = 1) -> Decimal:
        line = found.get(item, ())
        return (amount(line[place]) if place < len(line) else None) or ZERO

    parts: list[Words] = []
    sold = _yuan(of(_REVENUE))
    zh, en = f"营业收入 {sold.zh}", f"Revenue {sold.en}"
    if reached := of(_REVENUE, 7):
        zh += f"，完成目标 {reached:.1%}"
        en += f", {reached:.1%} of the target"
    for place, than in ((2, Words("上月", "last month")), (4, Words("去年同月", "a year before"))):
        if (before := of(_REVENUE, place)) > 0:
            change = of(_REVENUE) / before - 1
            zh += f"，较{than.zh}{'增长' if change >= 0 else '下降'} {abs(change):.1%}"
            en += f", {change:+.1%} against {than.en}"
    parts.append(Words(zh, en))
    for item, said in ((_MARGIN, Words("毛利", "margin")), (_EXPENSES, Words("费用", "expenses"))):
        if of(item):
            parts.append(Words(*(f"{a} {b}" for a, b in zip(said, _yuan(of(item)), strict=True))))
    if due := of(_DUE):
        late = of(_LATE)
        parts.append(
            Words(f"计划应完成 {due} 项，逾期 {late} 项", f"{due} plan lines due, {late} late")
        )
    if number := of(_COMPLAINTS):
        parts.append(Words(f"投诉 {number} 次", f"{number} complaints"))
    if owed := of(_OWED):
        whole, past = _yuan(owed), _yuan(owed - of(_NOT_DUE))
        parts.append(
            Words(
                f"应收账款 {whole.zh}，其中已到期 {past.zh}",
                f"receivables {whole.en}, {past.en} of them past due",
            )
        )
    return Words("；".join(p.zh for p in parts) + "。", "; ".join(p.en for p in parts) + ".")


def _yuan(value: Decimal) -> Words:
    """Return money as it is said: Chinese in ten thousands from there on."""
    whole = f"{rounded(value, 0):,}"
    if abs(value) < _TEN_THOUSAND:
        return Words(f"{whole} 元", f"{whole} yuan")
    return Words(f"{rounded(value / _TEN_THOUSAND, 1):,} 万元", f"{whole} yuan")


def _key_figures(known: Known) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the lines, each behind the key of the section that it leads to."""
    name, before = str(known.month), str(known.month.previous)
    goal = known.goal(Indicator.REVENUE)
    yield "sales_customer", _compared(known, _REVENUE, known.by_month, goal)
    if name not in known.lacking:
        earned = Summing(known.margins, "margin", "month")
        yield "margins", _compared(known, _MARGIN, earned, without=known.lacking)
    spent = Summing(known.expenses, "amount", "month")
    budget = known.goal(Indicator.EXPENSES)
    yield "expenses_category", _compared(known, _EXPENSES, spent, budget)
    number = Summing(known.complaints, "number", "month")
    yield "complaints_cause", _compared(known, _COMPLAINTS, number)
    for key, to, words in (
        ("issued", "plan", _DUE),
        ("on_time", "plan", Words("其中按时入库（项）", "of these on time")),
        ("late", "late", _LATE),
    ):
        due = Summing(known.plan, key, "due_month")
        line: list[Cell] = [words, due.of(name), due.of(before)]
        line.append(difference(line, 1, 2))
        yield to, line
    for key, words in (
        ("new", Words("新客户（家）", "New customers")),
        ("lost", Words("流失客户（家）", "Lost customers")),
    ):
        yield key, [words, known.customers.whole(key)]
    yield "receivables_customer", [_OWED, known.receivables.whole("amount")]
    not_due = Summing(known.receivables, "amount", "age")
    yield "receivables_age", [_NOT_DUE, not_due.of(AgeingRow.table.by_key["not_due"].words)]
    items = Summing(known.stock, "items", "of")
    unordered = Words("无承揽库存（项）", "Stock without an order")
    yield "stock_of", [unordered, items.of(ledgers.NO_ORDER)]
    slow = Summing(known.stock, "items", "state")
    yield "stock_state", [Words("呆滞库存（项）", "Slow stock"), slow.of(ledgers.SLOW)]
    for each in known.coming:
        if known.forecast.value is not None:
            yield "forecast", [Words(f"预测 {each}", f"Forecast {each}"), known.forecast.value]


def _shown(known: Known) -> tuple[str, ...]:
    """Return the months that figures are shown of."""
    return tuple(str(each) for each in known.compared[: 3 if known.has_year else 2])


def _compared(
    known: Known,
    words: Words,
    summing: Summing,
    goal: Callable[[object], Decimal | None] | None = None,
    without: Container[str] = (),
) -> list[Cell]:
    """Return a line of a figure's months, with a goal, but for the months ``without`` it."""
    shown = [month for month in _shown(known) if month not in without]
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
