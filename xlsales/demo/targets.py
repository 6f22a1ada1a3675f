"""What the branch and its salespeople are to reach, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xlsales.core.typed import Cell
from xlsales.demo.people import MANAGER, SELLERS

BRANCH = "本单位"
FIRST = 4
"""The month in which the workbooks were begun. The months before have a target of nothing, so
that the year to date can be scored."""


class Goal(NamedTuple):
    """A salesperson's targets.

    ``revenue`` without tax and ``external``, what of it is to come from outside the group, in
    thousands from April to December; ``profit`` as a part of the revenue; ``collection`` and the
    budget of ``expenses`` in yuan a month.
    """

    revenue: tuple[int, ...]
    external: tuple[int, ...]
    profit: str
    collection: int
    expenses: int


GOALS: Mapping[str, Goal] = {
    "陈立军": Goal(
        (0, 198, 209, 423, 188, 230, 161, 414, 334),
        (0, 180, 180, 383, 150, 169, 147, 345, 268),
        "0.19",
        260_000,
        6_500,
    ),
    "王晓梅": Goal(
        (0, 113, 209, 206, 304, 151, 190, 220, 268),
        (0, 106, 179, 165, 300, 149, 188, 191, 262),
        "0.19",
        190_000,
        5_500,
    ),
    "赵永刚": Goal(
        (10, 118, 466, 217, 147, 111, 181, 300, 189),
        (9, 82, 417, 145, 133, 89, 140, 239, 135),
        "0.18",
        170_000,
        7_500,
    ),
    "刘芳": Goal(
        (41, 85, 153, 80, 184, 143, 55, 121, 155),
        (35, 84, 150, 79, 182, 134, 54, 116, 144),
        "0.18",
        130_000,
        5_000,
    ),
    "孙伟": Goal(
        (0, 96, 38, 94, 139, 40, 75, 235, 131),
        (0, 90, 33, 88, 137, 28, 63, 220, 121),
        "0.15",
        100_000,
        6_500,
    ),
    "郑凯": Goal(
        (0, 65, 263, 280, 203, 250, 108, 298, 149),
        (0, 19, 239, 241, 187, 193, 64, 234, 115),
        "0.19",
        200_000,
        4_500,
    ),
}
_BRANCH_COSTS = 62_000
"""What the branch itself spends in a usual month."""

_INDICATORS = ("营业收入", "利润", "外销收入", "货款回收", "销售费用")


class Adjustment(NamedTuple):
    """A target that was changed, with the day of its approval if it was approved."""

    month: str
    subject: str
    indicator: str
    factor: str
    reason: str
    approved_on: str = ""


ADJUSTMENTS: tuple[Adjustment, ...] = (
    Adjustment("2026-10", "陈立军", "营业收入", "1.06", "车桥客户增量", "2026-10-09"),
    Adjustment("2026-11", "孙伟", "营业收入", "0.85", "起重客户停产检修", "2026-11-10"),
    Adjustment("2026-11", "孙伟", "外销收入", "0.85", "起重客户停产检修", "2026-11-10"),
    Adjustment("2026-12", "赵永刚", "营业收入", "0.90", "农机淡季，申请下调"),
)


def usual(subject: str, month: int) -> tuple[Decimal, ...]:
    """Return a subject's targets of a month, in the order of the indicators."""
    if month < FIRST:
        return (Decimal(0),) * len(_INDICATORS)
    if subject == BRANCH:
        mine = [usual(seller.name, month) for seller in SELLERS]
        revenue, profit, external, collection, expenses = (
            sum(column, Decimal(0)) for column in zip(*mine, strict=True)
        )
        profit = max(profit - _BRANCH_COSTS, Decimal(0))
        return revenue, profit, external, collection, expenses + _BRANCH_COSTS
    goal = GOALS[subject]
    revenue = Decimal(goal.revenue[month - FIRST] * 1000)
    return (
        revenue,
        (revenue * Decimal(goal.profit) / 500).quantize(Decimal(1)) * 500,
        Decimal(goal.external[month - FIRST] * 1000),
        Decimal(goal.collection),
        Decimal(goal.expenses),
    )


def rows() -> Iterator[dict[str, Cell]]:
    """Yield the cells of ``targets`` as they are typed at the start: all months, all subjects."""
    for month in range(1, 13):
        for subject in (BRANCH, *(seller.name for seller in SELLERS)):
            for indicator, target in zip(_INDICATORS, usual(subject, month), strict=True):
                yield {
                    "period": f"2026-{month:02}",
                    "subject": subject,
                    "indicator": indicator,
                    "target": target,
                }


def adjusted(one: Adjustment) -> dict[str, Cell]:
    """Return the cells of an adjustment but for the day of its approval."""
    index = _INDICATORS.index(one.indicator)
    was = usual(one.subject, int(one.month[5:]))[index]
    return {
        "period": one.month,
        "subject": one.subject,
        "indicator": one.indicator,
        "target": was * Decimal(one.factor),
        "reason": one.reason,
        "approved_by": MANAGER if one.approved_on else None,
    }
