"""The sheet *Stock and receivables*: what lies in the warehouse, what customers owe."""

from __future__ import annotations

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import counted_by
from xlsales.appraisal.analysis.known import Known
from xlsales.appraisal.analysis.model import Column, Sheet
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import BUCKETS
from xlsales.forms.collection import AgeingRow


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    state = Words("库龄超过 90 天为呆滞；来源：库存明细。", "Slow: over 90 days old.")
    items = Column("items", Words("项数", "Items"), "number", 12)
    aged = Words(f"截至 {known.day}；来源：应收明细。", f"As of {known.day}; invoices open.")
    sections = (
        counted_by(
            known.stock,
            Column("of", Words("归属", "Of"), width=26),
            Words("库存：有无承揽", "Stock with and without an order"),
            Words(f"{known.today} 的库存；来源：库存明细。", f"Stock of {known.today}."),
            items,
        ),
        counted_by(
            known.stock,
            Column("state", Words("状态", "State"), width=26),
            Words("库存：呆滞与正常", "Slow stock"),
            state,
            items,
        ),
        counted_by(
            known.receivables,
            Column("age", Words("账龄", "Age"), width=26),
            Words("应收账款按账龄", "Receivables by age"),
            aged,
            ledgers.AMOUNT,
            order=[AgeingRow.table.by_key[key].words for key, _ in BUCKETS],
        ),
        counted_by(
            known.receivables,
            Column("customer", Words("客户", "Customer"), width=26),
            Words("应收账款按客户", "Receivables by customer"),
            aged,
            ledgers.AMOUNT,
        ),
    )
    return Sheet(Words("库存与应收", "Stock and receivables"), sections)
