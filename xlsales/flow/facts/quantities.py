"""How much of an order is to be made and delivered: the Q of flow.md, *Order states*."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.stock import net_delivered
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order


@kept
def planned_quantity(office: Office) -> Mapping[str, Decimal]:
    """Return Q of each order: the plan's quantity once issued, before that the order's.

    Of a cancelled order of which something was delivered (and not taken back) it is what was
    delivered. Bought-in orders are not issued: theirs is the order's. Orders whose quantity
    cannot be read are not there.
    """
    found: dict[str, Decimal] = {}
    for order in sound(office.rows(Order), "order_no", "quantity"):
        if order.order_no is not None:
            found.setdefault(order.order_no, order.quantity)
    for line in sound(office.rows(PlanLine), "order_no", "quantity", "plan_no"):
        if line.plan_no is not None and line.quantity is not None:
            found[line.order_no] = line.quantity
    delivered = net_delivered(office)
    for order in sound(office.rows(Order), "order_no", "cancelled_on"):
        if order.order_no is not None and order.cancelled_on is not None:
            went = delivered.get(order.order_no, ZERO)
            if went > 0:
                found[order.order_no] = went
    return found
