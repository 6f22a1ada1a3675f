"""New rows of the register by a button that is an entry (forms.md, *Who fills a column*)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.typed import read_cell
from xlsales.core.words import Lang, Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.finding import the_one
from xlsales.flow.choosing.picking import unknown, with_cells
from xlsales.forms.choices import Findable, OrderKind, PlanType
from xlsales.forms.masters import Customer, Product
from xlsales.forms.register import Order

_COPIED = (
    "customer", "kind", "product", "quantity", "unit_price", "plan_type", "customer_wish", "remark",
)  # fmt: skip
"""What a copy takes over: not what was given, nor the contract, which was that order's."""


class NewOrderArgs(Arguments):
    """What *New order* asks for; what the picker cannot know comes first."""

    quantity: Annotated[str, Ask("数量", "Quantity")]
    required_date: Annotated[dt.date | None, Ask("要求交期", "Required date")] = None
    customer: Annotated[
        str,
        Ask("客户", "Customer", "名称、编码或其中一部分", "the name, the code or a part of it"),
    ]
    product: Annotated[
        str,
        Ask("产品", "Product", "编码，或名称、首字母的一部分", "the code, or a part of the name"),
    ]
    price: Annotated[
        str | None,
        Ask(
            "含税单价", "Unit price", "不填则按该客户上次单价，没有则按指导价",
            "default: the customer's last price, else the guide price",
        ),
    ] = None  # fmt: skip
    kind: Annotated[
        OrderKind | None,
        Ask("业务类别", "Kind", "不填则同该客户上次", "default: as the customer's last order"),
    ] = None


class CopyOrderArgs(Arguments):
    """What *Copy order* asks for."""

    order: Annotated[
        str | None,
        Ask(
            "承揽编号", "Order no.", "不填则为本登记簿最近一笔", "default: the latest of the register",
            metavar="NO",
        ),
    ] = None  # fmt: skip
    quantity: Annotated[
        str | None, Ask("数量", "Quantity", "不填则与原单相同", "default: as before")
    ] = None
    required_date: Annotated[
        dt.date | None,
        Ask(
            "要求交期",
            "Required date",
            "不填则与原单相同，已过期的留空",
            "default: as before, if not past",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Added(Reply):
    """The order that was added, as far as it is filled in; ``unit_price`` in yuan with tax."""

    customer: str | None
    product: str | None
    quantity: Decimal | None
    unit_price: Decimal | None
    required_date: dt.date | None


@needs(Customer, Order, (Product, ("drawing_no",)))
def new_order(office: Office, call: Call[NewOrderArgs]) -> Outcome[Added]:
    """Add an order to the register: today, its owner's, with what is known of its customer.

    Raises:
        Refusal: customer or product is not known, a figure cannot be read, or there is no
            price.
    """
    args = call.args
    customer = the_one(office, Findable.CUSTOMERS, args.customer)
    if customer is None:
        raise unknown(Findable.CUSTOMERS, args.customer)
    product = the_one(office, Findable.PRODUCTS, args.product)
    if product is None:
        raise unknown(Findable.PRODUCTS, args.product)
    price = (
        _figure("unit_price", args.price)
        if args.price
        else about.likely_price(office, customer.value, product.value)
    )
    if price is None:
        raise Refusal(
            f"产品 {product.value} 没有上次单价，也没有指导价，请填含税单价。",
            f"The product {product.value} has neither a last price nor a guide price; give one.",
        )
    cells: dict[str, object] = {
        "customer": customer.value,
        "kind": args.kind or about.last_kind(office, customer.value) or OrderKind.NEW,
        "product": product.value,
        "quantity": _figure("quantity", args.quantity),
        "unit_price": price,
        "required_date": args.required_date,
        "plan_type": PlanType.MONTHLY,
    }
    return _added(office, call.book, call.today, cells)


@needs(Product, (Order, ("remark",)))
def copy_order(office: Office, call: Call[CopyOrderArgs]) -> Outcome[Added]:
    """Add an order to the register like an earlier one, as of today.

    Raises:
        Refusal: there is no such order, or a figure cannot be read.
    """
    args = call.args
    order = before(office, call.book, args.order)
    if order is None:
        if args.order:
            raise unknown(Findable.ORDERS, args.order)
        raise Refusal(
            "本登记簿尚无可以复制的承揽，请用“新增承揽”。",
            "This register has no order to copy yet; use New order.",
        )
    cells = {key: getattr(order, key) for key in _COPIED if key not in order.bad}
    if args.quantity:
        cells["quantity"] = _figure("quantity", args.quantity)
    cells["required_date"] = args.required_date or still_ahead(order, call.today)
    return _added(office, call.book, call.today, cells)


def before(office: Office, book: Book, number: str | None) -> Order | None:
    """Return the order with a number, or without one the latest of a register."""
    if number:
        return office.first(Order, "order_no", number)
    mine = [row for row in office.within(book, Order) if "order_date" not in row.bad]
    return max(mine, key=lambda row: (row.order_date, row.at.row), default=None)


def still_ahead(order: Order, today: dt.date) -> dt.date | None:
    """Return the required date of an order unless it has passed."""
    if "required_date" in order.bad or order.required_date < today:
        return None
    return order.required_date


def _figure(key: str, text: str) -> Decimal:
    """Read a figure as a cell of its column is read.

    Raises:
        Refusal: it cannot be one.
    """
    column = Order.table.by_key[key]
    value = read_cell(column, text).value
    number = Decimal(value) if isinstance(value, Decimal | int) else None
    if number is None or column.trouble(number) is not None:
        raise Refusal(
            f"{column.zh}“{text}”不是有效数字，请填如 20。",
            f"{column.en}: “{text}” is no valid figure; write one like 20.",
        )
    return number


def _added(
    office: Office, book: Book, today: dt.date, cells: Mapping[str, object]
) -> Outcome[Added]:
    """Append a row for today in the owner's name; the press fills its grey cells and checks it."""
    person = {"order_date": today, "salesperson": book.owner or None}
    row = with_cells(Order.table, {**person, **cells})
    assert isinstance(row, Order)
    product = office.first(Product, "code", cells.get("product"))
    name, unit = (product.name, product.unit) if product else (str(cells.get("product")), "")
    quantity, price = cells.get("quantity"), cells.get("unit_price")
    customer = cells.get("customer")
    zh = f"已新增：{customer}，{name} {_plain(quantity)} {unit}，单价 {_money(price)} 元。"
    en = f"Added: {customer}, {name} {_plain(quantity)} {unit}, unit price {_money(price)}."
    notes = [Words(zh, en)]
    if cells.get("required_date") is None:
        notes.append(
            Words("要求交期尚未填写，请补填。", "The required date is still blank; fill it in.")
        )
    return Outcome(
        Added(
            customer=row.customer,
            product=row.product,
            quantity=row.quantity,
            unit_price=row.unit_price,
            required_date=row.required_date,
        ),
        edits=(Append(book, (row,)),),
        notes=tuple(notes),
        annotate=True,
        read=1,
    )


def _plain(value: object) -> str:
    return about.shown("quantity", value, Lang.ZH)


def _money(value: object) -> str:
    return about.shown("unit_price", value, Lang.ZH)
