"""The sheet *Margins and expenses*: what was earned by product, what was spent by category."""

from __future__ import annotations

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import counted_by, quotient
from xlsales.appraisal.analysis.known import TOTAL, Known
from xlsales.appraisal.analysis.model import Cell, Column, Section, Sheet, Summing
from xlsales.core.finding import show
from xlsales.core.words import Lang, Words


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    spent = counted_by(
        known.expenses,
        ledgers.CATEGORY,
        Words("费用按类别", "Expenses by category"),
        Words(
            "销售员费用与单位费用，按日期所在月份；来源：费用明细。预算见首页。",
            "What salespeople and the branch spent in the month; the budget is on page one.",
        ),
        ledgers.AMOUNT,
        known.month,
    )
    return Sheet(Words("毛利与费用", "Margins and expenses"), (by_product(known), spent))


def by_product(known: Known) -> Section:
    """Return margins by product; of those without a cost there is none."""
    ledger, lacking = known.margins, known.lacking
    keys = ("revenue", "cost", "margin")
    by = {key: Summing(ledger, key, "product") for key in keys}
    labels = sorted(by["revenue"].labels(), key=lambda label: -by["margin"].of(label).value)
    lines: list[tuple[Cell, ...]] = []
    for label in (*labels, TOTAL):
        if label in lacking or (lacking and label is TOTAL):
            # what lacks a cost would make the whole look better than it is
            revenue = ledger.whole("revenue") if label is TOTAL else by["revenue"].of(label)
            lines.append((label, revenue, None, None, None))
            continue
        cells: list[Cell] = [label]
        cells += [ledger.whole(key) if label is TOTAL else by[key].of(label) for key in keys]
        cells.append(quotient(cells, 3, 1))
        lines.append(tuple(cells))
    missing = []
    if lacking:
        zh, en = (show(lacking, lang) for lang in Lang)
        missing.append(
            Words(
                f"产品 {zh} 没有签收当日有效的成本，不计毛利，合计也不计。",
                f"No cost was valid on the day for {en}: no margin, nor a total.",
            )
        )
    if not labels:
        missing.append(Words("本月没有签收。", "Nothing was signed for in the month."))
    return Section(
        "margins",
        Words("按产品毛利", "Margins by product"),
        (
            ledgers.PRODUCT,
            *(ledger.columns[ledger.place(key)] for key in keys),
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
