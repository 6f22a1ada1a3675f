"""The sheet *Customers and market*: who is new, who is lost, complaints, what was heard."""

from __future__ import annotations

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import NOTHING, counted_by
from xlsales.appraisal.analysis.known import Known
from xlsales.appraisal.analysis.ledgers import LOST
from xlsales.appraisal.analysis.model import Column, Section, Sheet
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.forms.register import MarketNote


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    complaints = counted_by(
        known.complaints,
        Column("cause", Words("原因", "Cause"), width=26),
        Words("投诉按原因", "Complaints by cause"),
        Words("本月日期的投诉，含未认定的。来源：投诉明细。", "All reported in the month."),
        ledgers.NUMBER,
        known.month,
    )
    sections = (
        customers(known, "new", Words("新客户", "New customers")),
        customers(known, "lost", Words("流失客户", "Lost customers")),
        complaints,
        notes(known),
    )
    return Sheet(Words("客户与市场", "Customers and market"), sections)


def customers(known: Known, key: str, words: Words) -> Section:
    """Return the customers that are marked as such."""
    ledger = known.customers
    place = ledger.place(key)
    lines = tuple(row[:3] for row in ledger.rows if row[place])
    return Section(
        key,
        words,
        ledger.columns[:3],
        lines,
        Words(
            f"新客户：第一笔销售在本月。流失：到本月已连续 {LOST} 个月没有销售。来源：客户明细。",
            f"New: the first sale was this month. Lost: as of this month {LOST} months "
            "without one. From the customer rows.",
        ),
        ledger.key,
        () if lines else (NOTHING,),
    )


def notes(known: Known) -> Section:
    """Return the month's market notes, by topic."""
    found = sorted(
        (
            row
            for row in sound(known.office.rows(MarketNote), "date")
            if row.date in known.month.span
        ),
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
