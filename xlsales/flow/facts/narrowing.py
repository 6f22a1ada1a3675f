"""An office as one order knows it: what is asked of one needs no row of the others."""

from __future__ import annotations

from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.forms.delivery import Delivery
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.warehouse import Receipt

_BY_ORDER: tuple[type[Row], ...] = (Order, PlanLine, TradeRequest, Progress, Receipt, Delivery)
"""The large tables of which an order's state and story take its own rows alone.

Invoices and payments are whole: what is paid of an order hangs on what else is to be paid.
"""


def about(office: Office, order_no: str) -> Office:
    """Return the office with an order's own rows in place of all orders'.

    Its state and its story are the same there (flow.md, *Order states*).
    """
    mine = {
        model: office.having(model, "order_no", order_no)
        for model in _BY_ORDER
        if office.has(model)
    }
    return office.replaced(mine)
