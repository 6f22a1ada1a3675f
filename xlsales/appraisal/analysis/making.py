"""An analysis put together: what is gathered, the sheets, the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from xlsales.appraisal.analysis import ledgers, plans, sections
from xlsales.appraisal.analysis.forecast import LEAST, Forecast, forecast
from xlsales.appraisal.analysis.model import (
    Analysis,
    Cell,
    Column,
    Ledger,
    Section,
    Sheet,
    Summing,
)
from xlsales.appraisal.charts import Chart, Series, same
from xlsales.appraisal.dashboard import last_months
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.profit import gather_profit
from xlsales.appraisal.revenue import gather_revenue
from xlsales.appraisal.subjects import BRANCH
from xlsales.appraisal.targets import Goals
from xlsales.core.exact import rounded
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import BUCKETS
from xlsales.forms.choices import ProspectOutcome
from xlsales.forms.collection import AgeingRow
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import Approval
from xlsales.forms.register import MarketNote, Prospect
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.settings import scoring_of

HISTORY = 24
"""Months of sales whose rows are shown."""
AHEAD = 3
"""Months that are forecast."""
LOST = 6
"""Months without a sale after which a customer is lost."""

_LONG_AGO = dt.date(2000, 1, 1)
_ITEM = Column("item", Words("项目", "Item"), width=26)
_TEXT = Column("text", Words("内容", "Text"), width=50)


def analyse(office: Office, month: Period, today: dt.date) -> Analysis:
    """Return the analysis of a month, as it is known on a day."""
    return _Making(office, month, today).analysis()


@dataclass(frozen=True)
class _Making:
    office: Office
    month: Period
    today: dt.date

    @cached_property
    def gathered(self) -> Gathering:
        """Revenue and profit of all years up to the month's end, as they are appraised."""
        window = Span(_LONG_AGO, self.month.span.last)
        g = Gathering(self.office, self.today, window, self.month.span, scoring_of(self.office))
        gather_revenue(g)
        gather_profit(g)
        return g

    @cached_property
    def compared(self) -> tuple[Period, ...]:
        """The months that figures are shown of: this one, the one before, the year before."""
        return self.month, self.month.previous, Period(self.month.year - 1, self.month.month, 1)

    @cached_property
    def sales(self) -> Ledger:
        """The sales of the last two years."""
        months = [self.month]
        while len(months) < HISTORY + 1:
            months.append(months[-1].previous)
        return ledgers.sales(self.gathered, Span(months[-1].span.first, self.month.span.last))

    @cached_property
    def by_month(self) -> Summing:
        """Sales by month."""
        return Summing(self.sales, "amount", "month")

    @cached_property
    def has_year(self) -> bool:
        """Whether the office had begun a year ago, so that there is something to compare."""
        first = self.gathered.ledger.first_day(BRANCH, Indicator.REVENUE)
        return first is not None and first <= self.compared[2].span.last

    @cached_property
    def day(self) -> dt.date:
        """The day as of which debts are shown: the month's last, or today if that is sooner."""
        return min(self.today, self.month.span.last)

    @cached_property
    def plan(self) -> Ledger:
        """The issued lines of the plan."""
        return plans.plan(self.office, self.day + dt.timedelta(days=1))

    @cached_property
    def margins(self) -> Ledger:
        """Revenue and cost of the month's goods."""
        return ledgers.margins(self.gathered, self.month)

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """The products without a cost on a day of the month on which they were signed for."""
        found = [
            str(finding.facts["product"])
            for finding in self.gathered.findings
            if finding.rule.code == rules.COST_MISSING.code
            and isinstance(day := finding.facts["day"], dt.date)
            and day in self.month.span
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def window(self) -> Span:
        """The days of the compared months and those between."""
        return Span(self.compared[2].span.first, self.month.span.last)

    @cached_property
    def complaints(self) -> Ledger:
        """The complaints of the compared months."""
        return ledgers.complaints(self.office, self.window)

    @cached_property
    def expenses(self) -> Ledger:
        """The expenses of the compared months."""
        return ledgers.expenses(self.office, self.window)

    @cached_property
    def stock(self) -> Ledger:
        """What lies in the warehouse today."""
        return ledgers.stock(self.office, self.today)

    @cached_property
    def receivables(self) -> Ledger:
        """The open invoices."""
        return ledgers.receivables(self.office, self.day)

    @cached_property
    def customers(self) -> Ledger:
        """Every customer with a sale: its first and last month, whether it is new or lost."""
        days: dict[object, list[tuple[dt.date, object]]] = {}
        rows = self.gathered.ledger.between(BRANCH, Indicator.REVENUE, self.gathered.window)
        for row in rows:
            if row.customer and row.amount > 0:
                days.setdefault(row.customer, []).append((row.day, row.at))
        gone = self.month
        for _ in range(LOST):
            gone = gone.previous
        made = []
        for customer, seen in days.items():
            first, last = ledgers.month_of(seen[0][0]), ledgers.month_of(seen[-1][0])
            made.append(
                (
                    customer,
                    first,
                    last,
                    Decimal(first == str(self.month)),
                    Decimal(last == str(gone)),
                    seen[-1][1],
                )
            )
        columns = (
            ledgers.CUSTOMER,
            Column("first", Words("首次销售月", "First sale")),
            Column("last", Words("最近销售月", "Last sale")),
            Column("new", Words("新客户", "New"), "number", 10),
            Column("lost", Words("流失", "Lost"), "number", 10),
        )
        return Ledger("customers", Words("客户明细", "Customer rows"), columns, tuple(made))

    @cached_property
    def prospects(self) -> Ledger:
        """The open prospects expected in the months to come."""
        months = {str(each) for each in self.coming}
        needed = ("customer", "expected_amount", "probability", "expected_month", "outcome")
        made = [
            (
                row.expected_month,
                row.customer,
                row.product or ledgers.UNKNOWN,
                row.expected_amount,
                row.probability,
                rounded(Fraction(row.expected_amount) * Fraction(row.probability)),
                row.at,
            )
            for row in sound(self.office.rows(Prospect), *needed)
            if row.outcome is ProspectOutcome.OPEN and row.expected_month in months
        ]
        columns = (
            ledgers.MONTH,
            ledgers.CUSTOMER,
            ledgers.PRODUCT,
            Column("expected", Words("预计金额", "Expected"), "money", 16),
            Column("probability", Words("把握", "Probability"), "percent", 10),
            Column("weighted", Words("折算金额", "Weighted"), "money", 16),
        )
        return Ledger("prospects", Words("意向明细", "Prospect rows"), columns, tuple(made))

    @cached_property
    def coming(self) -> tuple[Period, ...]:
        """The months that are forecast."""
        found = []
        year, month = self.month.year, self.month.month
        for _ in range(AHEAD):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            found.append(Period(year, month, 1))
        return tuple(found)

    @cached_property
    def past(self) -> tuple[Period, ...]:
        """The months of history, from that of the first sale at most two years back."""
        named = {str(row[0]) for row in self.sales.rows}
        months = [self.month]
        while len(months) < HISTORY:
            months.append(months[-1].previous)
        while months and str(months[-1]) not in named:
            months.pop()
        return tuple(reversed(months))

    @cached_property
    def forecast(self) -> Forecast:
        """The forecast of a month's sales."""
        return forecast([self.by_month.of(str(each)).value for each in self.past])

    def goal(self, indicator: Indicator) -> Callable[[object], Decimal | None]:
        """Return what tells somebody's target of the month; of the total the branch's."""
        goals = Goals(self.office)

        def of(label: object) -> Decimal | None:
            who = BRANCH if label is sections.TOTAL else str(label)
            return goals.of(self.month, who, indicator).value

        return of

    # --- the workbook -----------------------------------------------------------------------

    def analysis(self) -> Analysis:
        """Return the whole."""
        sheets = (
            Sheet(Words("销售分析", "Sales"), tuple(self._sales())),
            Sheet(Words("计划完成", "Plan"), self._plan()),
            Sheet(Words("毛利与费用", "Margins and expenses"), self._money()),
            Sheet(Words("客户与市场", "Customers and market"), tuple(self._market())),
            Sheet(Words("库存与应收", "Stock and receivables"), self._held()),
            Sheet(Words("预测", "Forecast"), self._ahead()),
        )
        made = (
            self.sales, self.margins, self.plan, self.expenses, self.complaints, self.customers,
            self.stock, self.receivables, self.prospects,
        )  # fmt: skip
        books = tuple((book, info.path) for book, info in sorted(self.office.books.items()))
        return Analysis(
            self.month, self.today, self._first(), sheets, (self._chart(),), made, books,
            tuple(f for f in self.gathered.findings if f.is_error),
        )  # fmt: skip

    def _sales(self) -> Iterator[Section]:
        for column in (ledgers.CUSTOMER, ledgers.PRODUCT, ledgers.MARKET):
            yield sections.sales_by(self.sales, column, self.month, self.has_year)
        goal = self.goal(Indicator.REVENUE)
        yield sections.sales_by(self.sales, ledgers.SALESPERSON, self.month, self.has_year, goal)

    def _plan(self) -> tuple[Section, ...]:
        return (
            sections.plan_kept(self.plan, self.month),
            sections.late_lines(self.plan, self.month),
            self._pending(),
        )

    def _money(self) -> tuple[Section, ...]:
        spent = sections.counted_by(
            self.expenses,
            ledgers.CATEGORY,
            Words("费用按类别", "Expenses by category"),
            Words(
                "销售员费用与单位费用，按日期所在月份；来源：费用明细。预算见首页。",
                "What salespeople and the branch spent in the month; the budget is on page one.",
            ),
            ledgers.AMOUNT,
            self.month,
        )
        return sections.by_product(self.margins, self.month, self.lacking), spent

    def _market(self) -> Iterator[Section]:
        new, lost = self.customers.place("new"), self.customers.place("lost")
        for place, key, words in (
            (new, "new", Words("新客户", "New customers")),
            (lost, "lost", Words("流失客户", "Lost customers")),
        ):
            lines = tuple(row[:3] for row in self.customers.rows if row[place])
            yield Section(
                key,
                words,
                self.customers.columns[:3],
                lines,
                Words(
                    f"新客户：第一笔销售在本月。流失：到本月已连续 {LOST} 个月没有销售。来源：客户明细。",
                    f"New: the first sale was this month. Lost: as of this month {LOST} months "
                    "without one. From the customer rows.",
                ),
                self.customers.key,
                () if lines else (Words("没有。", "None."),),
            )
        yield sections.counted_by(
            self.complaints,
            Column("cause", Words("原因", "Cause"), width=26),
            Words("投诉按原因", "Complaints by cause"),
            Words("本月日期的投诉，含未认定的。来源：投诉明细。", "All reported in the month."),
            ledgers.NUMBER,
            self.month,
        )
        yield self._notes()

    def _notes(self) -> Section:
        found = sorted(
            (row for row in sound(self.office.rows(MarketNote), "date") if self._is_now(row.date)),
            key=lambda row: (str(row.topic), row.date),
        )
        lines = tuple((row.topic, row.date, row.party, row.action, row.note) for row in found)
        return Section(
            "notes",
            Words("市场信息摘要", "Market notes"),
            (
                Column("topic", Words("主题", "Topic"), width=26),
                ledgers.DATE,
                Column("party", Words("客户或同行", "Customer or competitor"), width=22),
                Column("action", Words("措施", "Action"), width=16),
                Column("note", Words("内容", "Note"), width=60),
            ),
            lines,
            Words("本月各登记簿中的市场信息。", "The month's market notes of all registers."),
            missing=() if lines else (Words("本月没有市场信息。", "There are none this month."),),
        )

    def _is_now(self, day: dt.date) -> bool:
        return day in self.month.span

    def _pending(self) -> Section:
        needed = ("order_no", "kind", "decision")
        rows = [r for r in sound(self.office.rows(Approval), *needed) if r.decision is None]
        lines = tuple(
            (row.order_no, row.customer, row.kind, row.salesperson, row.amount) for row in rows
        )
        return Section(
            "pending",
            Words("待评审、待批准的合同", "Contracts pending"),
            (
                ledgers.ORDER_NO,
                ledgers.CUSTOMER,
                Column("kind", Words("事项", "Matter")),
                ledgers.SALESPERSON,
                ledgers.AMOUNT,
            ),
            lines,
            Words("经营考核“审批”表中尚无结论的行。", "Rows of Approvals without a decision yet."),
            missing=() if lines else (Words("没有。", "None."),),
        )

    def _held(self) -> tuple[Section, ...]:
        state = Words("库龄超过 90 天为呆滞；来源：库存明细。", "Slow: over 90 days old.")
        items = Column("items", Words("项数", "Items"), "number", 12)
        aged = Words(f"截至 {self.day}；来源：应收明细。", f"As of {self.day}; invoices open.")
        return (
            sections.counted_by(
                self.stock,
                Column("of", Words("归属", "Of"), width=26),
                Words("库存：有无承揽", "Stock with and without an order"),
                Words(f"{self.today} 的库存；来源：库存明细。", f"Stock of {self.today}."),
                items,
            ),
            sections.counted_by(
                self.stock,
                Column("state", Words("状态", "State"), width=26),
                Words("库存：呆滞与正常", "Slow stock"),
                state,
                items,
            ),
            sections.counted_by(
                self.receivables,
                Column("age", Words("账龄", "Age"), width=26),
                Words("应收账款按账龄", "Receivables by age"),
                aged,
                ledgers.AMOUNT,
                order=[AgeingRow.table.by_key[key].words for key, _ in BUCKETS],
            ),
            sections.counted_by(
                self.receivables,
                Column("customer", Words("客户", "Customer"), width=26),
                Words("应收账款按客户", "Receivables by customer"),
                aged,
                ledgers.AMOUNT,
            ),
        )

    def _ahead(self) -> tuple[Section, ...]:
        found = self.forecast
        weighted = Summing(self.prospects, "weighted", "month")
        lines = tuple(
            (str(each), found.value, found.method, weighted.of(str(each))) for each in self.coming
        )
        missing = []
        if found.value is None:
            missing.append(
                Words(
                    f"历史不足 {LEAST} 个月，不作预测。",
                    f"There are fewer than {LEAST} months of history: no forecast.",
                )
            )
        if not self.prospects.rows:
            missing.append(
                Words(
                    "没有预计在这几个月签约的意向。", "No prospects are expected in these months."
                )
            )
        to_come = Section(
            "forecast",
            Words("今后三个月的销售预测", "Sales forecast for three months"),
            (
                Column("month", Words("月份", "Month"), width=26),
                Column("value", Words("预测", "Forecast"), "money", 16),
                Column("method", Words("方法", "Method"), width=26),
                Column("weighted", Words("意向折算", "Prospects, weighted"), "money", 16),
            ),
            lines,
            Words(
                "按历史月度销售预测，取回测误差小者，相同时用上月值。意向折算为预计金额×把握，"
                "与预测并列供参考，不相加。",
                "From the months of history, by the method with the smaller error in the "
                "back-test, the last month again where they tie. Prospects are amount × "
                "probability: beside the forecast, not added to it.",
            ),
            missing=tuple(missing),
        )
        trials = tuple(
            (
                str(self.past[each.place]),
                self.by_month.of(str(self.past[each.place])),
                each.naive,
                each.smoothed,
            )
            for each in found.trials
        )
        errors: tuple[tuple[Cell, ...], ...] = ()
        if trials:
            said = Words("平均绝对误差", "Mean absolute error")
            errors = ((said, None, found.naive_error, found.smoothed_error),)
        tested = Section(
            "back_test",
            Words("回测：两种方法对以往月份的预测", "Back-test of both methods"),
            (
                Column("month", Words("月份", "Month"), width=26),
                Column("actual", Words("实际", "Actual"), "money", 16),
                Column("naive", Words("上月值法", "Last month again"), "money", 26),
                Column("smoothed", Words("指数平滑法", "Smoothing"), "money", 16),
            ),
            (*trials, *errors),
            Words(
                "每个月只用它以前的月份预测；误差为与实际之差的绝对值的平均。",
                "Each month is forecast from those before it alone; the error is the mean "
                "absolute difference.",
            ),
            self.sales.key,
            () if trials else (Words("历史太短，无法回测。", "Too few months for a back-test."),),
            total=bool(trials),
        )
        return to_come, tested

    # --- the first page ---------------------------------------------------------------------

    def _first(self) -> Section:
        columns = (_ITEM, *sections.COMPARED, sections.TARGET, sections.REACHED)
        lines = [self._pad(line) for line in self._key_figures()]
        missing = []
        if not self.has_year:
            missing.append(sections.NO_YEAR)
        if self.lacking:
            missing.append(
                Words(
                    f"产品 {'、'.join(self.lacking)} 缺少成本，不计毛利。",
                    f"No cost for {', '.join(self.lacking)}: no margin.",
                )
            )
        return Section(
            "first",
            Words("本月要点", "The month in brief"),
            columns,
            tuple(lines),
            Words(
                "金额为元。单击项目名称到明细；各数怎样算，见“说明”。",
                "Amounts in yuan. Click an item for its table; how each figure is made is said in "
                "the appendix.",
            ),
            missing=tuple(missing),
        )

    def _pad(self, line: Sequence[Cell]) -> tuple[Cell, ...]:
        return (*line, *[None] * (8 - len(line)))

    def _key_figures(self) -> Iterator[list[Cell]]:
        yield self._compared(
            Words("营业收入", "Revenue"), self.by_month, self.goal(Indicator.REVENUE)
        )
        if not self.lacking:
            margin = Summing(self.margins, "amount", "month").of(str(self.month))
            yield [Words("毛利", "Margin"), margin]
        spent = Summing(self.expenses, "amount", "month")
        yield self._compared(Words("费用", "Expenses"), spent, self.goal(Indicator.EXPENSES))
        number = Summing(self.complaints, "number", "month")
        yield self._compared(Words("投诉（次）", "Complaints"), number)
        name = str(self.month)
        for key, words in (
            ("issued", Words("本月应完成的计划（项）", "Plan lines due")),
            ("on_time", Words("其中按时入库（项）", "of these on time")),
            ("late", Words("其中逾期（项）", "of these late")),
        ):
            before = str(self.month.previous)
            due = Summing(self.plan, key, "due_month")
            line: list[Cell] = [words, due.of(name), due.of(before)]
            line.append(sections.difference(line, 1, 2))
            yield line
        for key, words in (
            ("new", Words("新客户（家）", "New customers")),
            ("lost", Words("流失客户（家）", "Lost customers")),
        ):
            yield [words, self.customers.whole(key)]
        yield [Words("应收账款", "Receivables"), self.receivables.whole("amount")]
        not_due = Summing(self.receivables, "amount", "age")
        yield [
            Words("其中未到期", "of these not due"),
            not_due.of(AgeingRow.table.by_key["not_due"].words),
        ]
        items = Summing(self.stock, "items", "of")
        yield [Words("无承揽库存（项）", "Stock without an order"), items.of(ledgers.NO_ORDER)]
        slow = Summing(self.stock, "items", "state")
        yield [Words("呆滞库存（项）", "Slow stock"), slow.of(ledgers.SLOW)]
        for each in self.coming:
            if self.forecast.value is not None:
                yield [Words(f"预测 {each}", f"Forecast {each}"), self.forecast.value]

    def _compared(
        self,
        words: Words,
        summing: Summing,
        goal: Callable[[object], Decimal | None] | None = None,
    ) -> list[Cell]:
        month, before, year = (str(each) for each in self.compared)
        shown = {month, before, *([year] if self.has_year else [])}
        line: list[Cell] = [
            words,
            *sections.compared(lambda m: summing.of(m) if m in shown else None, self.month),
        ]
        if goal is not None:
            line.append(goal(sections.TOTAL))
            line.append(sections.quotient(line, 1, 6))
        return line

    def _chart(self) -> Chart:
        months = last_months(self.month)
        named = {str(each) for each in self.past}
        labels = [str(each) for each in (*months, *self.coming)]
        actual = [
            self.by_month.of(str(each)).value if str(each) in named else None for each in months
        ]
        to_come = [self.forecast.value] * AHEAD
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
