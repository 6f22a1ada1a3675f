"""The tables of an analysis: each figure a sum over a ledger, what is not there said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.model import (
    Cell,
    Column,
    Difference,
    Ledger,
    Look,
    Quotient,
    Section,
    Sum,
    Summing,
)
from xlsales.appraisal.analysis.plans import FLAGS
from xlsales.appraisal.periods import Period
from xlsales.core.exact import rounded
from xlsales.core.words import Words

THIS = Column("this", Words("本月", "This month"), "money", 16)
LAST = Column("last", Words("上月", "Last month"), "money", 16)
TO_LAST = Column("to_last", Words("较上月", "Against last month"), "money", 16)
YEAR = Column("year", Words("去年同月", "A year before"), "money", 16)
TO_YEAR = Column("to_year", Words("较去年同月", "Against a year before"), "money", 16)
TARGET = Column("target", Words("目标", "Target"), "money", 16)
REACHED = Column("reached", Words("完成率", "Completion"), "percent", 13)
TOTAL = Words("合计", "Total")
COMPARED = (THIS, LAST, TO_LAST, YEAR, TO_YEAR)

Goal = Callable[[object], Decimal | None]


def quotient(cells: Sequence[Cell], of: int, by: int) -> Quotient | None:
    """Return a cell by another one of a line; None where that one is missing or not positive."""
    top, bottom = amount(cells[of]), amount(cells[by])
    if top is None or bottom is None or bottom <= 0:
        return None
    return Quotient(of, by, rounded(Fraction(top) / Fraction(bottom), 6))


def difference(cells: Sequence[Cell], of: int, less: int) -> Difference | None:
    """Return a cell less another one of a line; None where one is missing."""
    first, other = amount(cells[of]), amount(cells[less])
    if first is None or other is None:
        return None
    return Difference(of, less, first - other)


def amount(cell: Cell) -> Decimal | None:
    """Return what a cell comes to."""
    if isinstance(cell, Sum | Difference | Quotient):
        return cell.value
    return cell if isinstance(cell, Decimal) else None


def compared(sums: Callable[[str], Sum | None], month: Period) -> list[Cell]:
    """Return the figures of a month, of the month before, of the year before, with differences.

    They stand behind one label, in the places from 1 on.
    """
    before, year = month.previous, Period(month.year - 1, month.month, 1)
    cells: list[Cell] = [None, sums(str(month)), sums(str(before))]
    cells.append(difference(cells, 1, 2))
    cells.append(sums(str(year)))
    cells.append(difference(cells, 1, 4))
    return cells[1:]


def sales_by(
    ledger: Ledger, column: Column, month: Period, has_year: bool, goal: Goal | None = None
) -> Section:
    """Return sales by one thing, the largest of the month first, and their total."""
    summing = Summing(ledger, "amount", column.key, "month")
    whole = Summing(ledger, "amount", "month")
    months = {str(month), str(month.previous)}
    if has_year:
        months.add(str(Period(month.year - 1, month.month, 1)))

    def sums_of(label: object) -> Callable[[str], Sum | None]:
        def of(name: str) -> Sum | None:
            if name not in months:
                return None
            return whole.of(name) if label is TOTAL else summing.of(label, name)

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
    columns = (column, *COMPARED, *((TARGET, REACHED) if goal else ()))
    missing = []
    if not labels:
        missing.append(Words("这几个月没有销售记录。", "There are no sales in these months."))
    if not has_year:
        missing.append(NO_YEAR)
    if goal is not None and all(line[-2] is None for line in lines):
        missing.append(Words("没有本月目标。", "There is no target for the month."))
    named = column.words
    return Section(
        f"sales_{column.key}",
        Words(f"按{named.zh}", f"By {named.en.lower()}"),
        columns,
        tuple(lines),
        Words(
            "营业收入，口径与考核相同，按计入日期所在月份加总；来源：销售明细。"
            "客户改名后以现名合计。",
            "Revenue as it is appraised, by the month in which it counts; from the sales rows. "
            "A renamed customer is summed under the present name.",
        ),
        ledger.key,
        tuple(missing),
        total=True,
    )


NO_YEAR = Words(
    "没有去年同月的记录，不作比较。", "There are no rows of a year before to compare with."
)


def plan_kept(ledger: Ledger, month: Period) -> Section:
    """Return how the plan of a month was kept, by work centre."""
    issued = Summing(ledger, "issued", "work_center", "issued_month")
    all_issued = Summing(ledger, "issued", "issued_month")
    due = {flag.key: Summing(ledger, flag.key, "work_center", "due_month") for flag in FLAGS}
    all_due = {flag.key: Summing(ledger, flag.key, "due_month") for flag in FLAGS}
    name = str(month)
    keys = ("issued", "accepted", "on_time", "late", "delivered")
    lines = []
    labels = [
        label
        for label in issued.labels()
        if issued.of(label, name).value or due["issued"].of(label, name).value
    ]
    for label in (*labels, TOTAL):
        whole = label is TOTAL
        cells: list[Cell] = [label]
        cells.append(all_issued.of(name) if whole else issued.of(label, name))
        cells += [all_due[key].of(name) if whole else due[key].of(label, name) for key in keys]
        cells.append(quotient(cells, 4, 2))
        lines.append(tuple(cells))
    number: Look = "number"
    columns = (
        Column("work_center", Words("工作中心", "Work centre"), width=24),
        Column("issued", Words("本月下达", "Issued in the month"), number, 12),
        Column("due", Words("本月应完成", "Due in the month"), number, 12),
        Column("accepted", Words("已入库", "Accepted"), number, 12),
        Column("on_time", Words("按时入库", "On time"), number, 12),
        Column("late", Words("逾期", "Late"), number, 12),
        Column("delivered", Words("已送齐", "Delivered"), number, 12),
        Column("rate", Words("按时率", "On-time rate"), "percent", 12),
    )
    nothing = Words("本月没有下达或应完成的计划。", "Nothing was issued or due in the month.")
    return Section(
        "plan",
        Words("计划完成情况（项）", "Plan fulfilment (lines)"),
        columns,
        tuple(lines),
        Words(
            "按计划行计数：入库累计达到数量的日期不晚于计划完成时间为按时；晚于的、到今天未入库的为逾期。"
            "来源：计划明细。",
            "Lines counted: on time where receipts came to the whole quantity by the completion "
            "date; late where later, or not yet though that has passed. From the plan rows.",
        ),
        ledger.key,
        () if labels else (nothing,),
        total=True,
    )


def late_lines(ledger: Ledger, month: Period) -> Section:
    """Return the lines due in a month that are late, and why."""
    keys = (
        "order_no", "customer", "work_center", "required", "completion", "accepted_on", "why",
    )  # fmt: skip
    places = [ledger.place(key) for key in keys]
    due, late = ledger.place("due_month"), ledger.place("late")
    lines = [
        tuple(row[place] for place in places)
        for row in ledger.rows
        if row[due] == str(month) and row[late]
    ]
    return Section(
        "late",
        Words("逾期的计划行及原因", "Late lines, and why"),
        tuple(ledger.columns[place] for place in places),
        tuple(lines),
        Words(
            "前面的承揽：同一工作中心、开工更早、到本行开工时尚未完成的计划行。",
            "Orders ahead: lines of the same work centre that began sooner and were not done when "
            "this one began.",
        ),
        ledger.key,
        () if lines else (Words("没有。", "None."),),
    )


def by_product(ledger: Ledger, month: Period, lacking: Sequence[str]) -> Section:
    """Return margins by product; ``lacking`` are those without a cost."""
    summing = Summing(ledger, "amount", "product", "kind")
    whole = Summing(ledger, "amount", "kind")
    margin, all_margins = Summing(ledger, "amount", "product"), Summing(ledger, "amount", "month")
    labels = sorted(margin.labels(), key=lambda label: -margin.of(label).value)
    lines: list[tuple[Cell, ...]] = []
    for label in (*labels, TOTAL):
        if label in lacking:
            cells: list[Cell] = [label, summing.of(label, ledgers.REVENUE), None, None, None]
        else:
            total = label is TOTAL
            kinds = (ledgers.REVENUE, ledgers.COST)
            cells = [label, *(whole.of(k) if total else summing.of(label, k) for k in kinds)]
            cells.append(all_margins.of(str(month)) if total else margin.of(label))
            cells.append(quotient(cells, 3, 1))
        lines.append(tuple(cells))
    if lacking:  # what lacks a cost would make the whole look better than it is
        lines[-1] = (TOTAL, whole.of(ledgers.REVENUE), None, None, None)
    missing = [
        Words(
            f"产品 {'、'.join(lacking)} 没有签收当日有效的成本，不计毛利，合计也不计。",
            f"No cost was valid on the day for {', '.join(lacking)}: no margin, nor a total.",
        )
    ] * bool(lacking)
    if not labels:
        missing.append(Words("本月没有签收。", "Nothing was signed for in the month."))
    return Section(
        "margins",
        Words("按产品毛利", "Margins by product"),
        (
            ledgers.PRODUCT,
            Column("revenue", Words("不含税收入", "Revenue without tax"), "money", 16),
            Column("cost", Words("成本", "Cost"), "money", 16),
            Column("margin", Words("毛利", "Margin"), "money", 16),
            Column("rate", Words("毛利率", "Margin %"), "percent", 10),
        ),
        tuple(lines),
        Words(
            "本月签收的不含税收入与签收数量×当日有效单位成本（成本记为负数），退货冲回；不含费用。来源：毛利明细。",
            "Signed revenue without tax, and signed quantity × unit cost valid on the day (costs "
            "are negative), returns taken back; without expenses. From the margin rows.",
        ),
        ledger.key,
        tuple(missing),
        total=True,
    )


def counted_by(
    ledger: Ledger,
    column: Column,
    words: Words,
    note: Words,
    figure: Column,
    month: Period | None = None,
    order: Sequence[object] = (),
) -> Section:
    """Return what a ledger's column adds up to by another one, and in all; of a month if given.

    The largest comes first, unless there is an ``order``.
    """
    by = (column.key, "month") if month else (column.key,)
    end = (str(month),) if month else ()
    summing = Summing(ledger, figure.key, *by)
    labels = [label for label in summing.labels() if summing.of(label, *end).value]
    if order:
        labels.sort(key=order.index)
    else:
        labels.sort(key=lambda label: -summing.of(label, *end).value)
    lines: list[tuple[Cell, ...]] = [(label, summing.of(label, *end)) for label in labels]
    if month:
        lines.append((TOTAL, Summing(ledger, figure.key, "month").of(*end)))
    else:
        lines.append((TOTAL, ledger.whole(figure.key)))
    return Section(
        f"{ledger.key}_{column.key}",
        words,
        (column, figure),
        tuple(lines),
        note,
        ledger.key,
        () if labels else (Words("没有。", "None."),),
        total=True,
    )
