"""How far orders have come: derived from the documents each time it is needed.

Source: flow.md, *Order states*. The state is the last one in that list whose condition holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.amounts import order_signed, signature
from xlsales.flow.facts.attribution import invoiced_amounts, paid_amounts
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.lines import Line, is_issued, is_returned, line_of, stands
from xlsales.flow.facts.quantities import planned_quantity
from xlsales.flow.facts.stock import accepted, counted, net_delivered
from xlsales.forms.choices import OrderState, Supply
from xlsales.forms.masters import Product
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order

_ARRIVED: Mapping[OrderState, Words] = {
    OrderState.PARTLY_ACCEPTED: Words("部分到货", "Partly arrived"),
    OrderState.ACCEPTED: Words("已到货", "Arrived"),
}
"""What the states of bought-in goods are called where made ones are accepted into stock."""


@dataclass(frozen=True)
class _Facts:
    """What the documents say of each order number; computed once an office."""

    quantity: Mapping[str, Decimal]
    progressed: frozenset[str]
    accepted: Mapping[str, Decimal]
    delivered: Mapping[str, Decimal]
    unsigned: frozenset[str]
    signed: Mapping[str, Decimal]
    invoiced: Mapping[str, Decimal]
    paid: Mapping[str, Decimal]
    verified: Mapping[str, Decimal]


@kept
def _facts(office: Office) -> _Facts:
    return _Facts(
        quantity=planned_quantity(office),
        progressed=frozenset(row.order_no for row in sound(office.rows(Progress), "order_no")),
        accepted=accepted(office),
        delivered=net_delivered(office),
        unsigned=frozenset(
            row.order_no for row in counted(office) if row.quantity > 0 and signature(row) is None
        ),
        signed=order_signed(office),
        invoiced=invoiced_amounts(office),
        paid=paid_amounts(office),
        verified=paid_amounts(office, verified_only=True),
    )


def state_of(office: Office, order: Order) -> OrderState:
    """Return the order's state. A row without a number is a draft, or cancelled."""
    line = line_of(office, order)
    state = _planned(order, line)
    number = order.order_no
    if number is None:
        return OrderState.CANCELLED if order.cancelled_on else state
    facts = _facts(office)
    delivered = facts.delivered.get(number, ZERO)
    if order.cancelled_on and delivered <= 0 and _cancellation_holds(line):
        return OrderState.CANCELLED
    return _delivered(facts, number) or _accepted(facts, number) or state


def _planned(order: Order, line: Line | None) -> OrderState:
    """The state as far as register and plan tell it."""
    if line is not None and is_issued(line):
        bought = isinstance(line, TradeRequest)
        return OrderState.REQUESTED if bought else OrderState.ISSUED
    if stands(order, line):
        return OrderState.PLANNED
    if is_returned(order, line):
        return OrderState.RETURNED
    return OrderState.SUBMITTED if order.submitted_at else OrderState.DRAFT


def _cancellation_holds(line: Line | None) -> bool:
    """Whether nothing stands against a cancellation: an issued line does until it is revised.

    A trade request is never revised, so the register's word is enough.
    """
    return not isinstance(line, PlanLine) or not is_issued(line) or fingerprint.says_cancelled(line)


def _accepted(facts: _Facts, number: str) -> OrderState | None:
    """The state as far as production and warehouse tell it."""
    quantity, there = facts.quantity.get(number), facts.accepted.get(number, ZERO)
    if there > 0:
        whole = quantity is not None and there >= quantity
        return OrderState.ACCEPTED if whole else OrderState.PARTLY_ACCEPTED
    return OrderState.IN_PRODUCTION if number in facts.progressed else None


def _delivered(facts: _Facts, number: str) -> OrderState | None:
    """The state as far as delivery and collection tell it."""
    quantity, delivered = facts.quantity.get(number), facts.delivered.get(number, ZERO)
    if delivered <= 0:
        return None
    if quantity is None or delivered < quantity:
        return OrderState.PARTLY_DELIVERED
    if number in facts.unsigned:
        return OrderState.DELIVERED
    invoiced = facts.invoiced.get(number, ZERO)
    if facts.signed.get(number, ZERO) == invoiced == facts.verified.get(number, ZERO):
        return OrderState.SETTLED
    return OrderState.PARTLY_PAID if facts.paid.get(number, ZERO) > 0 else OrderState.SIGNED


@kept
def states(office: Office) -> Mapping[str, OrderState]:
    """Return the state of every numbered order; of two rows with one number the first's."""
    found: dict[str, OrderState] = {}
    for order in office.rows(Order):
        if order.order_no is not None and order.order_no not in found:
            found[order.order_no] = state_of(office, order)
    return found


def is_bought_in(office: Office, order: Order) -> bool:
    """Return whether the order's goods are bought: its line in the plan says, else its product."""
    line = line_of(office, order)
    if line is not None:
        return isinstance(line, TradeRequest)
    product = office.first(Product, "code", order.product)
    return product is not None and product.supply is Supply.BUY


def state_words(state: OrderState, bought_in: bool) -> Words:
    """Return what people call a state: bought-in goods arrive (部分到货, 已到货)."""
    return _ARRIVED.get(state, state.words) if bought_in else state.words
