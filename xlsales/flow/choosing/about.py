"""What is to be known of a customer, product or order before it is chosen, and remembered after.

Prices, kinds and addresses are remembered from the orders and deliveries of all years.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice

from xlsales.core.column import Column
from xlsales.core.exact import ZERO
from xlsales.core.finding import show
from xlsales.core.needs import Need
from xlsales.core.office import Office
from xlsales.core.row import Row, Table, sound
from xlsales.core.showing import grouped, money
from xlsales.core.words import Lang, Words
from xlsales.flow.delivery.outgoing import open_quantity, stock_of
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import ageing_at, number_key
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.states import is_bought_in, state_of, state_words
from xlsales.forms.choices import Findable, OrderKind
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer, Product
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, GROWING, REFERRED

HEADS: Mapping[str, Words] = {
    "code": Words("编码", "Code"),
    "name": Words("名称", "Name"),
    "spec": Words("规格", "Spec"),
    "drawing_no": Words("图号", "Drawing"),
    "material": Words("材质", "Material"),
    "unit": Words("单位", "Unit"),
    "guide_price": Words("指导价", "Guide price"),
    "last_price": Words("上次单价", "Last price"),
    "stock": Words("库存", "Stock"),
    "open_qty": Words("未交数量", "Open"),
    "salesperson": Words("销售员", "Salesperson"),
    "credit_days": Words("账期天数", "Credit days"),
    "open_orders": Words("未完承揽", "Open orders"),
    "receivable": Words("应收余额", "Receivable"),
    "address": Words("送货地址", "Address"),
    "order_no": Words("承揽编号", "Order no."),
    "customer": Words("客户", "Customer"),
    "product": Words("产品", "Product"),
    "quantity": Words("数量", "Quantity"),
    "state": Words("状态", "Status"),
}
"""What each fact of a customer, product or order is called."""
_MOST = 8
"""So many columns of any other table are shown."""


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return what is shown of a table that columns refer to: what it is known by, then the rest."""
    first = table.by_key[REFERRED[table.name]]
    rest = (c for c in table.columns if not c.hidden and c is not first and c.key != "check")
    return (first, *islice(rest, _MOST - 1))


def heads(what: str) -> Mapping[str, Words]:
    """Return what each fact of a table's rows is called, by its key."""
    if what in set(Findable):
        return HEADS
    return {column.key: column.words for column in columns_of(BY_NAME[what])}


MONEY = frozenset({"guide_price", "last_price", "unit_price", "receivable"})


def shown(key: str, value: object, lang: Lang) -> str:
    """Return a fact as a list shows it: money to the fen at least, thousands separated."""
    if isinstance(value, Decimal):
        return money(value) if key in MONEY else grouped(value)
    return show(value, lang)


NEEDED: tuple[Need, ...] = (
    *reads.STATES,
    (Customer, ("address",)),
    (Product, ("drawing_no",)),
    (Delivery, ("address",)),
    *(table.model for table in GROWING),
)
"""What the facts are made of."""


def of(office: Office, row: Row, customer: str = "") -> dict[str, object]:
    """Return the facts of a row that can be found, by the keys of :func:`heads`."""
    if isinstance(row, Product):
        return _product(office, row, customer)
    if isinstance(row, Customer):
        return _customer(office, row)
    if isinstance(row, Order):
        return _order(office, row)
    return {column.key: getattr(row, column.key) for column in columns_of(row.table)}


def _product(office: Office, row: Product, customer: str) -> dict[str, object]:
    numbers = _numbers(office).get(("product", row.code), ())
    return {
        "code": row.code,
        "name": row.name,
        "spec": row.spec,
        "drawing_no": row.drawing_no,
        "material": row.material,
        "unit": row.unit,
        "guide_price": row.guide_price,
        "last_price": last_price(office, customer, row.code) if customer else None,
        "stock": sum((stock_of(office, number) for number in numbers), ZERO),
        "open_qty": sum((_still_open(office, number) for number in numbers), ZERO),
    }


def _customer(office: Office, row: Customer) -> dict[str, object]:
    mine = _numbers(office).get(("customer", row.name), ())
    return {
        "code": row.code,
        "name": row.name,
        "salesperson": row.salesperson,
        "address": last_address(office, row.name) or row.address,
        "credit_days": None if "credit_days" in row.bad else row.credit_days,
        "open_orders": sum(_still_open(office, number) > 0 for number in mine),
        "receivable": _receivable(office).get(row.name, ZERO),
    }


def _order(office: Office, row: Order) -> dict[str, object]:
    product = office.first(Product, "code", row.product)
    number = row.order_no or ""
    return {
        "order_no": number,
        "customer": row.customer,
        "product": product.name if product else row.product,
        "quantity": row.quantity,
        "state": state_words(state_of(office, row), is_bought_in(office, row)),
        "open_qty": _still_open(office, number),
    }


@kept
def _living(office: Office) -> Mapping[str, Order]:
    """Return the orders with a number that are not cancelled."""
    found: dict[str, Order] = {}
    for order in office.rows(Order):
        if order.order_no and order.cancelled_on is None:
            found.setdefault(order.order_no, order)
    return found


@kept
def _numbers(office: Office) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the numbers of living orders by product and by customer: a key waits for them."""
    found: dict[tuple[str, str], list[str]] = {}
    for number, order in _living(office).items():
        found.setdefault(("product", order.product), []).append(number)
        found.setdefault(("customer", order.customer), []).append(number)
    return found


def _still_open(office: Office, number: str) -> Decimal:
    """Return what of an order is still to be delivered; of a cancelled one nothing."""
    return open_quantity(office, number) if number in _living(office) else ZERO


@kept
def _receivable(office: Office) -> Mapping[str, Decimal]:
    """Return what is invoiced and not paid, less what was paid on account, by customer."""
    ageing = ageing_at(office, None)
    found = dict(ageing.on_account)
    for fill in ageing.fills:
        customer = fill.invoice.customer
        found[customer] = found.get(customer, ZERO) + fill.open
    return found


# --- what is remembered ---------------------------------------------------------------------------


@kept
def _by_customer(office: Office) -> Mapping[str, tuple[Order, ...]]:
    """Return the orders of each customer that stand, the latest last."""
    found: dict[str, list[Order]] = {}
    for order in sound(office.rows(Order), "customer", "product", "order_date"):
        if order.cancelled_on is None:
            found.setdefault(order.customer, []).append(order)
    return {name: tuple(sorted(rows, key=_turn)) for name, rows in found.items()}


def _turn(order: Order) -> tuple[dt.date, tuple[str, int], int]:
    return order.order_date, number_key(order.order_no), order.at.row


def last_order(office: Office, customer: str) -> Order | None:
    """Return the latest order of a customer, or None."""
    rows = _by_customer(office).get(customer, ())
    return rows[-1] if rows else None


def last_kind(office: Office, customer: str) -> OrderKind | None:
    """Return what kind of business the latest order of a customer was."""
    last = last_order(office, customer)
    return None if last is None or "kind" in last.bad else last.kind


def last_price(office: Office, customer: str, product: str) -> Decimal | None:
    """Return the price last agreed with a customer for a product, or None."""
    for order in reversed(_by_customer(office).get(customer, ())):
        if order.product == product and "unit_price" not in order.bad:
            return order.unit_price
    return None


def likely_price(office: Office, customer: str, product: str) -> Decimal | None:
    """Return the price last agreed, else the guide price, or None."""
    last = last_price(office, customer, product)
    if last is not None:
        return last
    found = office.first(Product, "code", product)
    return found.guide_price if found else None


def last_address(office: Office, customer: str) -> str | None:
    """Return where goods of a customer last went, or None."""
    return _addresses(office).get(customer)


@kept
def _addresses(office: Office) -> Mapping[str, str]:
    """Return the last address of each customer that goods went to."""
    found: dict[str, str] = {}
    rows = sound(office.rows(Delivery), "date", "order_no")
    for row in sorted(rows, key=lambda row: (row.date, row.at.row)):
        order = office.first(Order, "order_no", row.order_no)
        if row.address and order is not None:
            found[order.customer] = row.address
    return found
