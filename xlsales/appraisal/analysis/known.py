"""A month as it is known on a day: its days, what was gathered, the ledgers, the forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xlsales.appraisal.analysis import ledgers, plans
from xlsales.appraisal.analysis.forecast import Forecast, forecast
from xlsales.appraisal.analysis.model import Ledger, Summing
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.profit import Earned, earned, gather_expenses
from xlsales.appraisal.revenue import counted
from xlsales.appraisal.subjects import BRANCH
from xlsales.appraisal.targets import Goals
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.words import Words
from xlsales.forms.indicators import Indicator
from xlsales.forms.settings import scoring_of

HISTORY = 24
"""Months of sales whose rows are shown."""
AHEAD = 3
"""Months that are forecast."""
TOTAL = Words("合计", "Total")

_LONG_AGO = dt.date(2000, 1, 1)


class Gathered(NamedTuple):
    """What was sold by day, the compared months' goods with costs, which rows were left out."""

    sales: Sequence[ledgers.Counted]
    goods: Sequence[Earned]
    left_out: tuple[Finding, ...]


@dataclass(frozen=True)
class Known:
    """What all sheets of an analysis are made of, each worked out when it is first asked for."""

    office: Office
    month: Period
    today: dt.date

    # --- days ---------------------------------------------------------------------------------

    @cached_property
    def compared(self) -> tuple[Period, ...]:
        """The months that figures are shown of: this one, the one before, the year before."""
        return self.month, self.month.previous, Period(self.month.year - 1, self.month.month, 1)

    @cached_property
    def window(self) -> Span:
        """The days of the compared months and those between."""
        return Span(self.compared[2].span.first, self.month.span.last)

    @cached_property
    def day(self) -> dt.date:
        """The day as of which debts are shown: the month's last, or today if that is sooner."""
        return min(self.today, self.month.span.last)

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
        named = set(self.sales["month"])
        months = self._back(HISTORY)
        while months and str(months[-1]) not in named:
            months.pop()
        return tuple(reversed(months))

    def _back(self, number: int) -> list[Period]:
        """Return so many months back from this one, itself the first."""
        months = [self.month]
        while len(months) < number:
            months.append(months[-1].previous)
        return months

    @cached_property
    def has_year(self) -> bool:
        """Whether the office had begun a year ago, so that there is something to compare."""
        sales = self.gathered.sales
        return bool(sales) and sales[0][0].date <= self.compared[2].span.last

    # --- rows ---------------------------------------------------------------------------------

    @cached_property
    def gathered(self) -> Gathered:
        """What counts as revenue of all years up to the month's end, what some months earned."""
        window = Span(_LONG_AGO, self.month.span.last)
        g = Gathering(self.office, self.today, window, self.month.span, scoring_of(self.office))
        sales = sorted(counted(g), key=lambda each: each[0].date)
        goods = tuple(earned(g, [each.span for each in self.compared]))
        gather_expenses(g)
        return Gathered(sales, goods, tuple(each for each in g.findings if each.is_error))

    @cached_property
    def sales(self) -> Ledger:
        """The sales of the last two years."""
        first = self._back(HISTORY + 1)[-1]
        window = Span(first.span.first, self.month.span.last)
        return ledgers.sales(self.office, self.gathered.sales, window)

    @cached_property
    def by_month(self) -> Summing:
        """Sales by month."""
        return Summing(self.sales, "amount", "month")

    @cached_property
    def margins(self) -> Ledger:
        """Revenue and cost of the compared months' goods."""
        return ledgers.margins(self.office, self.gathered.goods)

    @cached_property
    def lacking(self) -> Mapping[str, Sequence[object]]:
        """The products, by month, that lack a cost on a day on which they were signed for."""
        found: dict[str, dict[object, None]] = {}
        rows = (self.margins[key] for key in ("month", "product", "margin"))
        for month, product, margin in zip(*rows, strict=True):
            if margin is None:
                found.setdefault(str(month), {})[product] = None
        return {month: tuple(products) for month, products in found.items()}

    @cached_property
    def plan(self) -> Ledger:
        """The issued lines of the plan."""
        return plans.plan(self.office, self.day + dt.timedelta(days=1))

    @cached_property
    def expenses(self) -> Ledger:
        """The expenses of the compared months."""
        return ledgers.expenses(self.office, self.window)

    @cached_property
    def complaints(self) -> Ledger:
        """The complaints of the compared months."""
        return ledgers.complaints(self.office, self.window)

    @cached_property
    def customers(self) -> Ledger:
        """Every customer with a sale: its first and last month, whether it is new or lost."""
        return ledgers.customers(self.gathered.sales, self.month)

    @cached_property
    def stock(self) -> Ledger:
        """What lies in the warehouse today."""
        return ledgers.stock(self.office, self.today)

    @cached_property
    def receivables(self) -> Ledger:
        """The open invoices."""
        return ledgers.receivables(self.office, self.day)

    @cached_property
    def prospects(self) -> Ledger:
        """The open prospects expected in the months to come."""
        return ledgers.prospects(self.office, self.coming)

    @property
    def ledgers(self) -> Sequence[Ledger]:
        """All of them, in the order of the workbook."""
        return (
            self.sales, self.margins, self.plan, self.expenses, self.complaints, self.customers,
            self.stock, self.receivables, self.prospects,
        )  # fmt: skip

    # --- what is held against them --------------------------------------------------------------

    @cached_property
    def forecast(self) -> Forecast:
        """The forecast of a month's sales."""
        return forecast([self.by_month.of(str(each)).value for each in self.past])

    def goal(self, indicator: Indicator) -> Callable[[object], Decimal | None]:
        """Return what tells somebody's target of the month; of the total the branch's."""
        goals = Goals(self.office)

        def of(label: object) -> Decimal | None:
            who = BRANCH if label is TOTAL else str(label)
            return goals.of(self.month, who, indicator).value

        return of
