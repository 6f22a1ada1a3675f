"""The place of an order in the plan: its plan line or trade request, and what that says of it.

Source: flow.md, *Order states*, *Return*.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.kept import kept
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order

Line = PlanLine | TradeRequest


@kept
def lines(office: Office) -> Mapping[str, Line]:
    """Return the line of each order in the plan, by order number.

    An issued one goes before others: a product that is bought in from now on may have left an
    older line behind.
    """
    found: dict[str, Line] = {}
    rows: tuple[Line, ...] = (*office.rows(PlanLine), *office.rows(TradeRequest))
    for row in sound(rows, "order_no"):
        if row.order_no is None:
            continue
        first = found.setdefault(row.order_no, row)
        if row is not first and is_issued(row) and not is_issued(first):
            found[row.order_no] = row
    return found


def line_of(office: Office, order: Order) -> Line | None:
    """Return the order's line in the plan, or None."""
    return None if order.order_no is None else lines(office).get(order.order_no)


def is_issued(line: Line) -> bool:
    """Return whether a line is issued on a plan, or requested under a number."""
    return bool(line.request_no if isinstance(line, TradeRequest) else line.plan_no)


def is_current(order: Order, line: Line) -> bool:
    """Return whether a line was taken over from the order's latest submission."""
    return order.submitted_at is not None and line.submitted_at == order.submitted_at


def is_returned(order: Order, line: Line | None) -> bool:
    """Return whether the planner sent the order back and it has not been handed in since.

    What is issued goes on: it changes only through a revision.
    """
    return (
        line is not None
        and bool(line.returned_reason)
        and is_current(order, line)
        and not is_issued(line)
    )


def stands(order: Order, line: Line | None) -> bool:
    """Return whether a line stands for the order: issued, or of its latest submission."""
    return line is not None and (
        is_issued(line) or (is_current(order, line) and not line.returned_reason)
    )
