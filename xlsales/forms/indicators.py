"""The indicators of the appraisal: each is one definition here (appraisal.md, *Indicators*).

The choices of the tables *targets* and *rules*, the rules that a new office starts with, scoring,
its reply, the score sheet and the reference page all derive from these definitions. One that
cannot work is refused when it is imported: here what is wrong by itself, in
:mod:`xlsales.appraisal.indicators` what is wrong with its function and its settings.
"""

from __future__ import annotations

from decimal import Decimal
from enum import unique
from typing import Self

from xlsales.core.words import Choice, Words
from xlsales.forms.choices import RuleKind
from xlsales.forms.indicator_definition import (
    Clause,
    Definition,
    NotScored,
    Rate,
    Shown,
    Unit,
    check_together,
)

_PAPER: tuple[Shown, ...] = ("no", "order_no", "note_no", "customer")
_GOODS: tuple[Shown, ...] = ("product", "quantity", "unit_price", "tax_rate")


@unique
class Indicator(Choice):
    """What a target is set for and a deduction rule looks at, in the order of the score sheet."""

    definition: Definition

    def __new__(cls, definition: Definition) -> Self:
        """Make a member of its definition."""
        member = str.__new__(cls, definition.key)
        member._value_ = definition.key
        member._zh = definition.zh
        member.also = definition.also
        member.definition = definition
        return member

    REVENUE = Definition(
        key="revenue",
        zh="营业收入",
        also=("收入", "销售收入", "营收", "销售额"),
        kind=RuleKind.SHORTFALL,
        unit=Unit.YUAN,
        gather="xlsales.appraisal.revenue:gather_revenue",
        evidence=(*_PAPER, *_GOODS, "beside"),
        formula=Words(
            "期内签收的金额，减退货；送货或开票计入、是否含税，按考核设置",
            "what was signed for in the period, less returns; the scoring settings say whether "
            "it counts when delivered or invoiced, and whether with tax",
        ),
        clause=Clause(
            no=1,
            words=Words(
                "完成营业收入指标每降1%，扣0.5分", "Revenue: each 1 % below the target deducts 0.5"
            ),
            step_pct=Decimal(1),
            points=Decimal("0.5"),
        ),
    )
    PROFIT = Definition(
        key="profit",
        zh="利润",
        kind=RuleKind.SHORTFALL,
        unit=Unit.YUAN,
        gather="xlsales.appraisal.profit:gather_profit",
        evidence=(*_PAPER, *_GOODS, "beside"),
        formula=Words(
            "期内签收的不含税收入，减签收数量×当日有效的单位成本，减费用；本单位另减单位费用",
            "what was signed for in the period, without tax, less signed quantity × unit cost "
            "valid on the day, less expenses; for the branch its own expenses too",
        ),
        lacks=(NotScored.COST_MISSING,),
        clause=Clause(
            no=2,
            words=Words(
                "完成利润指标每降1%，扣0.5分", "Profit: each 1 % below the target deducts 0.5"
            ),
            step_pct=Decimal(1),
            points=Decimal("0.5"),
        ),
    )
    EXTERNAL_SALES = Definition(
        key="external_sales",
        zh="外销收入",
        also=("外部销售", "外销"),
        kind=RuleKind.SHORTFALL,
        unit=Unit.YUAN,
        gather="xlsales.appraisal.revenue:gather_revenue",
        evidence=(*_PAPER, *_GOODS, "beside"),
        formula=Words(
            "营业收入中外销承揽的部分", "the part of revenue that comes from outside orders"
        ),
        clause=Clause(
            no=3,
            words=Words(
                "完成外销收入每降1%，扣1分",
                "External sales: each 1 % below the target deducts 1",
            ),
            step_pct=Decimal(1),
            points=Decimal(1),
        ),
    )
    COLLECTION = Definition(
        key="collection",
        zh="货款回收",
        also=("回款", "收款", "货款回笼"),
        kind=RuleKind.SHORTFALL,
        unit=Unit.YUAN,
        rate=Rate(
            of=Words(
                "期初未收且期末前到期的，加期内开票且期末前到期的",
                "what was open when the period began, and what was invoiced in it, and due by "
                "its end",
            ),
            setting="collection_basis",
            value="rate",
            target=Decimal(100),
        ),
        gather="xlsales.appraisal.collection:gather_collection",
        evidence=_PAPER,
        formula=Words(
            "期内的回款中到计算日已经财务核准的，按发票明细分摊到承揽",
            "payments of the period that finance has verified by the day of scoring, shared out "
            "to orders by the lines of their invoice",
        ),
        clause=Clause(
            no=7,
            words=Words("完成货款回收指标（扣分标准未定）", "Collection (rate not known)"),
            step_pct=Decimal(1),
        ),
    )
    EXPENSES = Definition(
        key="expenses",
        zh="销售费用",
        also=("费用", "销售费"),
        kind=RuleKind.SHORTFALL,
        unit=Unit.YUAN,
    )
    ORDINARY_COMPLAINTS = Definition(
        key="ordinary_complaints",
        zh="一般投诉",
        kind=RuleKind.COUNT,
        gather="xlsales.appraisal.complaints:gather_complaints",
        evidence=(*_PAPER, "beside"),
        formula=Words(
            "期内一般投诉的次数；已认定的以认定为准，未认定的按上报程度",
            "ordinary complaints of the period, as ruled; one not ruled on as reported",
        ),
        clause=Clause(
            no=4,
            words=Words(
                "发现顾客一般投诉事件，扣1分/次", "An ordinary customer complaint deducts 1"
            ),
            points=Decimal(1),
        ),
    )
    SERIOUS_COMPLAINTS = Definition(
        key="serious_complaints",
        zh="严重投诉",
        kind=RuleKind.COUNT,
        gather="xlsales.appraisal.complaints:gather_complaints",
        evidence=(*_PAPER, "beside"),
        formula=Words(
            "期内严重投诉的次数；已认定的以认定为准，未认定的按上报程度",
            "serious complaints of the period, as ruled; one not ruled on as reported",
        ),
        clause=Clause(
            no=5,
            words=Words("发生顾客严重投诉事件，扣5分/次", "A serious customer complaint deducts 5"),
            points=Decimal(5),
        ),
    )
    CONSECUTIVE_COMPLAINTS = Definition(
        key="consecutive_complaints",
        zh="连续投诉",
        kind=RuleKind.COUNT,
        gather="xlsales.appraisal.complaints:gather_complaints",
        evidence=(*_PAPER, "beside"),
        formula=Words(
            "期内达到设定次数的连续投诉：范围相同，相邻两次不超过设定天数",
            "runs of complaints that reach the set count in the period, of one scope, with no "
            "more than the set days between neighbours",
        ),
        settings=("consecutive_window_days", "consecutive_count", "consecutive_scope"),
        clause=Clause(
            no=6,
            words=Words(
                "连续发生顾客投诉（扣分标准未定）",
                "Consecutive customer complaints (rate not known)",
            ),
        ),
    )


check_together(each.definition for each in Indicator)

SCORED = tuple(each for each in Indicator if each.definition.gather)
"""Those whose evidence is gathered: what a deduction rule may look at."""

TARGETED = tuple(each for each in Indicator if not each.definition.is_counted)
"""Those that are measured against a target: what a target may be set for."""
