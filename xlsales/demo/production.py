"""The forge and the warehouse: progress, delays, receipts, rejects."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from xlsales.demo.branch import PROGRESS, WAREHOUSE, Branch, Deal, dice
from xlsales.demo.people import INSPECTORS

_PROBLEMS = (
    ("模具开裂，停机修模", "抢修模具，调整班次"),
    ("来料规格不符，等料", "催供应商换料"),
    ("热处理硬度不均", "重新调质"),
    ("压力机检修", "转夜班补产"),
    ("机加尺寸超差", "返工并首件复检"),
)
_HEATS = dice("heats")


def make(branch: Branch, deal: Deal, start: dt.date, completion: dt.date) -> None:
    """Let an issued order be made, more or less as planned."""
    chance = deal.chance
    luck = chance.random()
    late = 0 if luck < 0.74 else chance.randint(1, 3) if luck < 0.92 else chance.randint(4, 9)
    post = deal.item.post
    forged = max(branch.workdays.subtract(completion, post), start)

    def report(stage: str, quantity: Decimal, trouble: bool = False) -> None:
        if deal.dead or quantity <= 0:
            return
        problem, action = chance.choice(_PROBLEMS) if trouble else (None, None)
        branch.desk.type(
            PROGRESS,
            "progress",
            date=branch.today,
            order_no=deal.no,
            stage=stage,
            qty_done=quantity,
            problem=problem,
            action=action,
        )

    half = deal.quantity // 2 if (forged - start).days >= 2 else Decimal(0)
    if branch.in_quarter or deal.amount > 60_000:
        branch.on(start, lambda: report("下料", deal.quantity))
    if half:
        middle = start + (forged - start) / 2
        branch.on(middle, lambda: report("锻造", half))
    branch.on(forged, lambda: report("锻造", deal.quantity - half, trouble=late > 3))
    if post >= 2 and branch.in_quarter:
        branch.on(branch.workdays.add(forged, 1), lambda: report("热处理", deal.quantity))
    if post >= 5 and branch.in_quarter:
        before = branch.workdays.subtract(completion, 1)
        branch.on(branch.workdays.add(before, late), lambda: report("机加", deal.quantity))
    ready = branch.workdays.add(completion, late)
    branch.on(ready, partial(_finish, branch, deal))


def _finish(branch: Branch, deal: Deal) -> None:
    """Let an order be accepted: at once, in parts, with a few rejects, a few over."""
    if deal.dead:
        return
    chance = deal.chance
    parts = [deal.quantity - deal.accepted]
    if deal.amount > 25_000 and deal.quantity >= 20 and chance.random() < 0.4:
        first = Decimal(int(deal.quantity * Decimal(str(chance.choice((0.4, 0.5, 0.6, 0.7))))))
        parts = [first, parts[0] - first]
    day = branch.today
    for part in parts:
        rejected = Decimal(0)
        if deal.quantity >= 40 and chance.random() < 0.12:
            rejected = Decimal(max(1, int(part * Decimal(str(chance.uniform(0.005, 0.03))))))
            again = branch.workdays.add(day, chance.randint(4, 9))
            branch.on(again, partial(accept, branch, deal, rejected))
        extra = Decimal(0)
        if deal.quantity >= 300 and part is parts[-1] and chance.random() < 0.05:
            extra = deal.quantity * 2 // 100
        good = part - rejected + extra
        branch.on(
            day,
            partial(accept, branch, deal, good, rejected),
        )
        day = branch.workdays.add(day, chance.randint(2, 5))


def arrive(branch: Branch, deal: Deal, day: dt.date) -> None:
    """Let bought-in goods arrive, in one lot or in two."""
    whole = deal.quantity
    first = whole if deal.chance.random() < 0.85 else whole // 2
    branch.on(day, partial(accept, branch, deal, first))
    if first < whole:
        later = branch.workdays.add(day, 6)
        branch.on(later, partial(accept, branch, deal, whole - first))


def accept(branch: Branch, deal: Deal, good: Decimal, bad: Decimal = Decimal(0)) -> None:
    """Let the warehouse take goods in."""
    if deal.dead or (good <= 0 and bad <= 0):
        return
    made = deal.item.centre and not deal.repair
    lot = _HEATS.randint(1, 9)
    branch.desk.type(
        WAREHOUSE,
        "receipts",
        date=branch.today,
        order_no=deal.no,
        accepted_qty=good,
        rejected_qty=bad or None,
        heat_no=f"L{branch.today:%y%m%d}-{lot}" if made else None,
        certificate_no=f"HG{branch.today:%m%d}{deal.number:04d}" if made else None,
        inspector=deal.chance.choice(INSPECTORS),
    )
    deal.accepted += good
    deal.stock += good


_FOR_STOCK = "0106"


def for_stock(branch: Branch) -> None:
    """Let the forge use a quiet week for goods that always sell."""
    _receive(branch, Decimal(800), None, "备货生产")


def from_stock(branch: Branch) -> None:
    """Let goods made for stock go to an order that waits for them."""
    for deal in _waiting(branch, _FOR_STOCK):
        moved = min(deal.quantity - deal.accepted, Decimal(600))
        _receive(branch, -moved, None, "备货转出")
        _receive(branch, moved, deal, "备货转入")
        deal.accepted += moved
        deal.stock += moved
        return


def lend(branch: Branch) -> None:
    """Let goods that lie ready for one customer go to another who needs them sooner."""
    for giver in branch.deals.values():
        if giver.stock < 40 or giver.dead:
            continue
        for taker in _waiting(branch, giver.item.code):
            moved = min(giver.stock // 2, taker.quantity)
            _receive(branch, -moved, giver, f"调给{taker.no}")
            _receive(branch, moved, taker, f"由{giver.no}调入")
            for deal, change in ((giver, -moved), (taker, moved)):
                deal.accepted += change
                deal.stock += change
            again = branch.ahead(8)
            branch.on(again, partial(accept, branch, giver, moved))
            return


def _waiting(branch: Branch, code: str) -> list[Deal]:
    return [
        deal
        for deal in branch.deals.values()
        if deal.item.code == code and deal.issued and not (deal.accepted or deal.dead)
    ]


def _receive(branch: Branch, quantity: Decimal, deal: Deal | None, remark: str) -> None:
    branch.desk.type(
        WAREHOUSE,
        "receipts",
        date=branch.today,
        order_no=deal.no if deal else None,
        product=None if deal else _FOR_STOCK,
        accepted_qty=quantity,
        inspector=INSPECTORS[0],
        remark=remark,
    )
