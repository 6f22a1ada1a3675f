"""The rows that a blank workbook starts with: settings, and the regulation's deduction rules."""

from __future__ import annotations

from decimal import Decimal

from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import AppliesTo, Indicator, Rounding, RuleKind
from xlsales.forms.management import DeductionRule, ScoringSetting
from xlsales.forms.masters import Setting
from xlsales.forms.settings import OFFICE, SCORING

_RULES: tuple[tuple[Words, Indicator, RuleKind, str | None, str | None], ...] = (
    (
        Words("完成营业收入指标每降1%，扣0.5分", "Revenue: each 1 % below the target deducts 0.5"),
        Indicator.REVENUE,
        RuleKind.SHORTFALL,
        "1",
        "0.5",
    ),
    (
        Words("完成利润指标每降1%，扣0.5分", "Profit: each 1 % below the target deducts 0.5"),
        Indicator.PROFIT,
        RuleKind.SHORTFALL,
        "1",
        "0.5",
    ),
    (
        Words("完成外销收入每降1%，扣1分", "External sales: each 1 % below the target deducts 1"),
        Indicator.EXTERNAL_SALES,
        RuleKind.SHORTFALL,
        "1",
        "1",
    ),
    (
        Words("发现顾客一般投诉事件，扣1分/次", "An ordinary customer complaint deducts 1"),
        Indicator.ORDINARY_COMPLAINTS,
        RuleKind.COUNT,
        None,
        "1",
    ),
    (
        Words("发生顾客严重投诉事件，扣5分/次", "A serious customer complaint deducts 5"),
        Indicator.SERIOUS_COMPLAINTS,
        RuleKind.COUNT,
        None,
        "5",
    ),
    (
        Words(
            "连续发生顾客投诉（扣分标准未定）", "Consecutive customer complaints (rate not known)"
        ),
        Indicator.CONSECUTIVE_COMPLAINTS,
        RuleKind.COUNT,
        None,
        None,
    ),
    (
        Words("完成货款回收指标（扣分标准未定）", "Collection (rate not known)"),
        Indicator.COLLECTION,
        RuleKind.SHORTFALL,
        "1",
        None,
    ),
)
"""Clause, indicator, kind, step, points (appraisal.md, *The rules table*): where the source breaks
off nothing is invented, so that those two are not scored until the office fills them in.
"""


def starting_rows(name: str, lang: Lang) -> tuple[Row, ...]:
    """Return the rows that a table has in the blank workbook; most have none."""
    if name == "settings":
        return tuple(
            Setting(key=key, value=entry.written or None, meaning=entry.meaning.said(lang))
            for key, entry in OFFICE.items()
        )
    if name == "scoring":
        return tuple(
            ScoringSetting(key=key, value=entry.written or None, meaning=entry.meaning.said(lang))
            for key, entry in SCORING.items()
        )
    if name == "rules":
        return tuple(
            DeductionRule(
                rule_no=number,
                clause=clause.said(lang),
                indicator=indicator,
                kind=kind,
                step_pct=None if step is None else Decimal(step),
                points=None if points is None else Decimal(points),
                rounding=Rounding.FULL,
                applies_to=AppliesTo.BOTH,
            )
            for number, (clause, indicator, kind, step, points) in enumerate(_RULES, start=1)
        )
    return ()
