"""Which orders may go out on a delivery note, and how much of each (flow.md, *Delivery*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, Place, finding
from xlsales.core.office import Office
from xlsales.core.outcome import Refusal
from xlsales.core.row import At, Book
from xlsales.flow.checks.validation import findings
from xlsales.flow.facts.approvals import amount_of, salesperson_of
from xlsales.flow.facts.deliveries import customer_row, product_of_order
from xlsales.flow.facts.quantities import planned_quantity
from xlsales.flow.facts.stock import net_delivered, on_hand
from xlsales.flow.facts.whole_counts import broken
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as rules
from xlsales.forms.rules import reading
from xlsales.forms.settings import settings_of


@dataclass
class Load:
    """What is to go out on one note: orders of one customer, and what keeps some of them back."""

    customer: str = ""
    orders: dict[str, Order] = field(default_factory=dict)
    quantities: dict[str, Decimal] = field(default_factory=dict)
    refused: dict[str, list[Finding]] = field(default_factory=dict)
    warned: list[Finding] = field(default_factory=list)

    def take(self, order_no: str, order: Order, quantity: Decimal) -> None:
        """Put an order on the note."""
        self.orders[order_no] = order
        self.quantities[order_no] = quantity

    def refuse(self, order_no: str, found: Finding) -> None:
        """Keep an order back."""
        self.refused.setdefault(order_no, []).append(found)

    @property
    def released(self) -> tuple[str, ...]:
        """The orders that go out, as they were asked for."""
        return tuple(order_no for order_no in self.orders if order_no not in self.refused)


def open_quantity(office: Office, order_no: str) -> Decimal:
    """Return what of an order is still to be delivered; never negative."""
    wanted = planned_quantity(office).get(order_no, ZERO)
    return max(wanted - net_delivered(office).get(order_no, ZERO), ZERO)


def stock_of(office: Office, order_no: str) -> Decimal:
    """Return what of an order is in stock; never negative."""
    return max(on_hand(office).get(order_no, ZERO), ZERO)


def named(
    office: Office, quantities: Mapping[str, Decimal], customer: str, pressed_in: Book
) -> Load:
    """Load the orders named; unknown ones are refused.

    Raises:
        Refusal: orders of two customers, or a quantity that cannot be one.
    """
    load = Load()
    customers = {customer} if customer else set()
    for order_no, quantity in quantities.items():
        if quantity <= 0 or Delivery.table.by_key["quantity"].trouble(quantity) is not None:
            raise Refusal(
                f"承揽 {order_no} 的数量不能是 {quantity}：应大于 0，最多三位小数。",
                f"The quantity of order {order_no} cannot be {quantity}: "
                "it must be over 0, with three decimals at most.",
            )
        order = office.first(Order, "order_no", order_no)
        if order is None:
            place = Place(At(pressed_in, 0), key=order_no)
            load.refuse(order_no, Finding(rules.UNKNOWN_ORDER, place, order_no))
            continue
        load.take(order_no, order, quantity)
        if "customer" not in order.bad:
            customers.add(order.customer)
    if len(customers) > 1:
        said = "、".join(sorted(customers))
        raise Refusal(
            f"一张送货单只能送一个客户，现有{said}。请分别开单。",
            f"One note, one customer; here are {said}. Issue a note for each.",
        )
    load.customer = next(iter(customers), "")
    return load


def all_in_stock(office: Office, customer: str, owner: str) -> Load:
    """Load what is open and in stock of a customer's orders; the owner's own orders only.

    Raises:
        Refusal: there is no such customer.
    """
    if customer_row(office, customer) is None:
        raise Refusal(
            f"客户表中没有“{customer}”。请核对客户名称。",
            f"There is no customer “{customer}”. Check the name.",
        )
    load = Load(customer)
    for order in office.all_by(Order, "customer").get(customer, ()):
        order_no = order.order_no
        if order_no is None or order_no in load.orders or salesperson_of(order) != owner:
            continue
        quantity = min(open_quantity(office, order_no), stock_of(office, order_no))
        if quantity > 0:
            load.take(order_no, order, quantity)
    return load


def judge(office: Office, load: Load, owner: str, today: dt.date) -> None:
    """Keep back what may not go out; warn of more than was ordered."""
    for order_no, found in _errors(office, load, today):
        load.refuse(order_no, found)
    for order_no, order in load.orders.items():
        if order.bad and order_no not in load.refused:
            load.refuse(order_no, finding(reading.REQUIRED, order, min(order.bad)))
        for found in _obstacles(office, order, order_no, load.quantities[order_no], owner):
            if found.is_error:
                load.refuse(order_no, found)
            else:
                load.warned.append(found)


def _errors(office: Office, load: Load, today: dt.date) -> Iterator[tuple[str, Finding]]:
    """Yield the errors in the orders' own rows: they stop them from being delivered."""
    books: dict[Book, list[Order]] = {}
    for order in load.orders.values():
        books.setdefault(order.at.book, []).append(order)
    places = {order.at: order_no for order_no, order in load.orders.items()}
    for book, orders in books.items():
        for found in findings(office, book, today, orders):
            if found.is_error and found.place.at in places:
                yield places[found.place.at], found


def _obstacles(
    office: Office, order: Order, order_no: str, quantity: Decimal, owner: str
) -> Iterator[Finding]:
    theirs = salesperson_of(order)
    if theirs != owner:
        yield finding(
            rules.ORDER_OF_ANOTHER,
            order,
            "salesperson",
            order_no=order_no,
            theirs=theirs,
            owner=owner,
        )
    if order.cancelled_on is not None:
        yield finding(
            rules.CANCELLED_NOT_DELIVERED,
            order,
            "cancelled_on",
            order_no=order_no,
            day=order.cancelled_on,
        )
    yield from _contract(office, order, order_no)
    product = product_of_order(office, order_no)
    if (wrong := broken(product, order, "quantity", quantity)) is not None:
        yield wrong
    stock, still = stock_of(office, order_no), open_quantity(office, order_no)
    unit = product.unit if product else None
    facts = {"order_no": order_no, "quantity": quantity, "unit": unit}
    if quantity > stock:
        yield finding(rules.DELIVERED_OVER_STOCK, order, "quantity", stock=stock, **facts)
    elif quantity > still:
        yield finding(rules.DELIVERED_OVER_ORDER, order, "quantity", open=still, **facts)


def _contract(office: Office, order: Order, order_no: str) -> Iterator[Finding]:
    if order.contract_no is not None or order.bad & {"quantity", "unit_price", "contract_no"}:
        return
    amount, threshold = amount_of(order), settings_of(office).contract_threshold
    if amount >= threshold:
        yield finding(
            rules.CONTRACT_NEEDED,
            order,
            "contract_no",
            order_no=order_no,
            amount=amount,
            threshold=threshold,
        )
