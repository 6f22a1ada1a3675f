"""The people of the demonstration branch, and what is expected of its salespeople."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Colleague(NamedTuple):
    """A row of ``people``; roles in the words of the workbook."""

    name: str
    initials: str
    roles: str
    active: str = "是"


MANAGER = "周建国"
DEPUTY = "林海燕"
PLANNER = "何志强"
FINANCE = "许静"
KEEPERS = ("吴桂英", "马文")
PRODUCTION = "高大勇"
INSPECTORS = ("罗敏", "邓志刚")
"""Inspectors are named in receipts; they have no role in the sales office."""


@dataclass(frozen=True)
class Seller:
    """A salesperson: what they win, how careful they are, what they spend.

    ``intake``: the usual month's orders in yuan with tax; ``care``: the chance that an order is
    typed as it should be, with its contract; ``travel``: the usual yuan of a journey.
    """

    name: str
    initials: str
    intake: int
    care: float
    travel: int


SELLERS: tuple[Seller, ...] = (
    Seller("陈立军", "CLJ", 330_000, 0.97, 1900),
    Seller("王晓梅", "WXM", 255_000, 0.99, 1500),
    Seller("赵永刚", "ZYG", 220_000, 0.90, 2300),
    Seller("刘芳", "LF", 170_000, 0.96, 1400),
    Seller("孙伟", "SW", 120_000, 0.82, 2100),
    Seller("郑凯", "ZK", 245_000, 0.93, 1000),
)
SELLER: Mapping[str, Seller] = {seller.name: seller for seller in SELLERS}

PEOPLE: tuple[Colleague, ...] = (
    Colleague(MANAGER, "ZJG", "经理"),
    Colleague(DEPUTY, "LHY", "营销副经理"),
    Colleague(PLANNER, "HZQ", "计划员"),
    *(Colleague(seller.name, seller.initials, "销售员") for seller in SELLERS),
    *(
        Colleague(name, initials, "库管员")
        for name, initials in zip(KEEPERS, ("WGY", "MW"), strict=True)
    ),
    Colleague(FINANCE, "XJ", "财务"),
    Colleague(PRODUCTION, "GDY", "生产"),
    Colleague("冯德才", "FDC", "库管员", "否"),
)
