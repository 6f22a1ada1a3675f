"""The sheet *Sales*: by customer, product, market and salesperson, with the targets of these."""

from __future__ import annotations

from collections.abc import Callable

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import (
    COMPARED,
    NO_YEAR,
    REACHED,
    TARGET,
    compared,
    quotient,
)
from xlsales.appraisal.analysis.known import TOTAL, Known
from xlsales.appraisal.analysis.model import Cell, Column, Section, Sheet, Sum, Summing
from xlsales.core.words import Words
from xlsales.forms.indicators import Indicator


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    by = (ledgers.CUSTOMER, ledgers.PRODUCT, ledgers.MARKET, ledgers.SALESPERSON)
    return Sheet(Words("销售分析", "Sales"), tuple(sales_by(known, column) for column in by))


def sales_by(known: Known, column: Column) -> Section:
    """Return sales by one thing, the largest of the month first, and their total."""
    month = known.month
    goal = known.goal(Indicator.REVENUE) if column is ledgers.SALESPERSON else None
    summing = Summing(known.sales, "amount", column.key, "month")
    months = {str(each) for each in known.compared[: 3 if known.has_year else 2]}

    def sums_of(label: object) -> Callable[[str], Sum | None]:
        def of(name: str) -> Sum | None:
            if name not in months:
                return None
            return known.by_month.of(name) if label is TOTAL else summing.of(label, name)

        return of

    labels = [
        label for label in summing.labels() if any(summing.of(label, name).value for name in months)
    ]
    labels.sort(key=lambda label: -summing.of(label, str(month)).value)
    lines = []
    for label in (*labels, TOTAL):
        cells: list[Cell] = [label, *compared(sums_of(label), month)]
        if goal is not None:
            cells.append(goal(label))
            cells.append(quotient(cells, 1, len(cells) - 1))
        lines.append(tuple(cells))
    missing = []
    if not labels:
        missing.append(Words("这几个月没有销售记录。", "There are no sales in these months."))
    if not known.has_year:
        missing.append(NO_YEAR)
    if goal is not None and all(line[-2] is None for line in lines):
        missing.append(Words("没有本月目标。", "There is no target for the month."))
    named = column.words
    return Section(
        f"sales_{column.key}",
        Words(f"按{named.zh}", f"By {named.en.lower()}"),
        (column, *COMPARED, *((TARGET, REACHED) if goal else ())),
        tuple(lines),
        Words(
            "营业收入，口径与考核相同，按计入日期所在月份加总；来源：销售明细。"
            "客户改名后以现名合计。",
            "Revenue as it is appraised, by the month in which it counts; from the sales rows. "
            "A renamed customer is summed under the present name.",
        ),
        known.sales.key,
        tuple(missing),
        total=True,
    )
