"""How the plan was kept: each issued line, when it was accepted and delivered, and why late."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsales.appraisal.analysis.ledgers import (
    CUSTOMER,
    ORDER_NO,
    PRODUCT,
    QUANTITY,
    month_of,
    named,
)
from xlsales.appraisal.analysis.model import Column, Ledger
from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts.amounts import numbered
from xlsales.flow.facts.stock import receipts_of
from xlsales.forms.plan import PlanLine

_NEEDED = ("order_no", "quantity", "completion_date", "issued_on", "plan_no")
_NAMED = 3
"""Orders ahead that are named; of more their number is said."""

NONE = Words("—", "—")


def flag(key: str, words: Words) -> Column:
    """Return a column that is 1 where something is so, else 0."""
    return Column(key, words, "number", 10)


FLAGS = (
    flag("issued", Words("下达", "Issued")),
    flag("accepted", Words("已入库", "Accepted")),
    flag("on_time", Words("按时入库", "On time")),
    flag("late", Words("逾期", "Late")),
    flag("delivered", Words("已送齐", "Delivered")),
)
ISSUED_MONTH = Column("issued_month", Words("下达月份", "Issued in"), width=10)
DUE_MONTH = Column("due_month", Words("应完成月份", "Due in"), width=12)
WHY = Column("why", Words("逾期原因", "Why late"), width=60)


def plan(office: Office, today: dt.date) -> Ledger:
    """Return the issued lines of the plan, one row each.

    Accepted is the day on which receipts came to the whole quantity, delivered that on which
    delivery rows less returns did. Late is a line accepted after its completion date, or not
    accepted in full though that has passed.
    """
    lines = [line for line in sound(office.rows(PlanLine), *_NEEDED) if _is_dated(line)]
    by_center: dict[str, list[PlanLine]] = {}
    for line in lines:
        if line.work_center and line.start_date:
            by_center.setdefault(line.work_center, []).append(line)
    queues = {center: Queue.of(held) for center, held in by_center.items()}
    product = named(office)
    receipts, deliveries = receipts_of(office), numbered(office)
    rows = []
    for line in lines:
        assert line.quantity is not None
        assert line.completion_date
        assert line.issued_on
        received = [
            (row.date, row.accepted_qty)
            for row in receipts.get((line.order_no, None), ())
            if "date" not in row.bad
        ]
        accepted = reached(received, line.quantity)
        sent = [(row.date, row.quantity) for row in deliveries.get(line.order_no, ())]
        delivered = reached(sent, line.quantity)
        late = (accepted or today) > line.completion_date
        rows.append(
            (
                month_of(line.issued_on),
                month_of(line.completion_date),
                line.plan_no,
                line.order_no,
                line.customer or NONE,
                product(line.product) if line.product else NONE,
                line.work_center or NONE,
                line.quantity,
                line.required_date,
                line.completion_date,
                accepted,
                delivered,
                Decimal(1),
                Decimal(accepted is not None),
                Decimal(accepted is not None and not late),
                Decimal(late),
                Decimal(delivered is not None),
                _why(line, queues, accepted, today) if late else NONE,
                line.at,
            )
        )
    columns = (
        ISSUED_MONTH,
        DUE_MONTH,
        Column("plan_no", Words("计划号", "Plan no."), width=16),
        ORDER_NO,
        CUSTOMER,
        PRODUCT,
        Column("work_center", Words("工作中心", "Work centre"), width=14),
        QUANTITY,
        Column("required", Words("要求交期", "Required"), "date", 12),
        Column("completion", Words("计划完成", "Completion"), "date", 12),
        Column("accepted_on", Words("入库日期", "Accepted on"), "date", 12),
        Column("delivered_on", Words("送齐日期", "Delivered on"), "date", 12),
        *FLAGS,
        WHY,
    )
    return Ledger.of("plan", Words("计划明细", "Plan rows"), columns, rows)


def _is_dated(line: PlanLine) -> bool:
    return bool(line.plan_no and line.issued_on and line.completion_date and line.quantity)


def reached(rows: Iterable[tuple[dt.date, Decimal]], quantity: Decimal) -> dt.date | None:
    """Return the day on which quantities came to the whole, None if they have not.

    What was taken back afterwards undoes it: it is the last day on which they came to it.
    """
    total, day = ZERO, None
    for on, number in sorted(rows, key=lambda row: row[0]):
        total += number
        if total < quantity:
            day = None
        elif day is None:
            day = on
    return day


@dataclass(frozen=True)
class Queue:
    """The lines of a work centre in the order in which they begin, to tell what lay before one.

    ``starts`` and ``ends`` are their days, each in order; of the first n lines ``last`` has at n
    the few that are done latest.
    """

    starts: Sequence[dt.date]
    ends: Sequence[dt.date]
    last: Sequence[tuple[PlanLine, ...]]

    @classmethod
    def of(cls, lines: Iterable[PlanLine]) -> Queue:
        """Make it of lines with a completion date; one that ends before it begins holds up none."""
        held = sorted((start, _end(line)[0], n, line) for n, line in enumerate(lines)
                      if (start := line.start_date) and start <= _end(line)[0])  # fmt: skip
        last: list[tuple[PlanLine, ...]] = [()]
        for *_, line in held:
            few = last[-1]
            if len(few) < _NAMED or _end(line) > _end(few[-1]):
                few = tuple(sorted((*few, line), key=_end, reverse=True)[:_NAMED])
            last.append(few)
        return cls([each[0] for each in held], sorted(each[1] for each in held), last)

    def before(self, start: dt.date) -> tuple[tuple[str, ...], int]:
        """Return the orders that began sooner and are not done on a day, and their number.

        A few are named, the latest to be done first.
        """
        begun = bisect_left(self.starts, start)
        named = [line.order_no for line in self.last[begun] if _end(line)[0] >= start]
        return tuple(named), begun - bisect_left(self.ends, start)


def _end(line: PlanLine) -> tuple[dt.date, str]:
    assert line.completion_date is not None
    return line.completion_date, line.order_no


def _why(
    line: PlanLine,
    queues: Mapping[str, Queue],
    accepted: dt.date | None,
    today: dt.date,
) -> Words:
    """Say what a late line waited for: its work centre, and which orders were ahead of it there."""
    days = ((accepted or today) - _end(line)[0]).days
    if accepted is None:
        late = Words(f"超期 {days} 天尚未入库", f"{days} days over, not accepted yet")
    else:
        late = Words(f"晚 {days} 天入库", f"accepted {days} days late")
    center = line.work_center
    if not center or line.start_date is None:
        return late
    ahead, number = queues[center].before(line.start_date)
    if not ahead:
        return late
    more = number - len(ahead)
    return Words(
        f"{late.zh}；等待{center}，前面有 {'、'.join(ahead)}"
        + (f" 等 {number} 项" if more > 0 else ""),
        f"{late.en}; waited for {center}, behind {', '.join(ahead)}"
        + (f" and {more} more" if more > 0 else ""),
    )
