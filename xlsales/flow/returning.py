"""The macro *Return* (flow.md, *Delivery*): goods taken back, a row of its own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, Refusal
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.amounts import next_amount
from xlsales.flow.attribution import salesperson_of_order
from xlsales.flow.deliveries import (
    delivered_by_note,
    note_of,
    product_of_order,
    returned_by_note,
    tax_rate_of,
)
from xlsales.flow.numbering import Numbers, Series
from xlsales.flow.register_checks import COUNTED, usable_initials
from xlsales.forms.choices import Disposition, Kind
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as rules
from xlsales.forms.rules import masters as master_rules
from xlsales.forms.rules import register as register_rules


class ReturnArgs(Arguments):
    """What *Return* asks for."""

    note: Annotated[
        str,
        Ask(
            "送货单号",
            "Note no.",
            "货物当初的送货单",
            "the note that the goods came with",
            positional=True,
            metavar="NOTE",
        ),
    ]
    order: Annotated[
        Mapping[str, Decimal],
        Ask(
            "承揽编号=数量",
            "Order no.=quantity",
            "退回的数量，按正数填",
            "what comes back, as a positive quantity",
            metavar="NO=QTY",
        ),
    ]
    reason: Annotated[str, Ask("退货原因", "Reason", metavar="TEXT")]
    disposition: Annotated[
        Disposition,
        Ask("处置", "Disposition", "只有入库增加库存", "only restock adds to stock"),
    ]


@needs(Person, Product, Setting, Order, Delivery)
def return_goods(office: Office, call: Call[ReturnArgs]) -> Outcome:
    """Record goods taken back today from a note: rows with negative quantities and a TH number.

    Refusal: no such note, an order that is not on it, a quantity that cannot be one, no reason.
    More than can still come back of the note is refused, order by order.
    """
    args = call.args
    note = note_of(office, args.note)
    if not args.order or not args.reason.strip():
        raise Refusal(
            "请写明退回的承揽、数量和退货原因。", "Say which orders come back, how much, and why."
        )
    found: list[Finding] = []
    back: dict[str, Delivery] = {}
    for order_no, quantity in args.order.items():
        row = next((row for row in note if row.order_no == order_no), None)
        if row is None:
            raise Refusal(
                f"送货单 {args.note} 上没有承揽 {order_no}。请核对。",
                f"Order {order_no} is not on the note {args.note}. Check both.",
            )
        if quantity <= 0 or Delivery.table.by_key["quantity"].trouble(quantity) is not None:
            raise Refusal(
                f"承揽 {order_no} 的退货数量不能是 {quantity}：应填大于 0 的数，最多三位小数。",
                f"{quantity} of order {order_no} cannot come back: "
                "write a quantity over 0, with three decimals at most.",
            )
        wrong = _wrong(office, call, row, quantity)
        if wrong is None:
            back[order_no] = row
        else:
            found.append(wrong)
    edits: tuple[Edit, ...] = ()
    rows: tuple[Delivery, ...] = ()
    if back:
        owner = _owner(office, back)
        initials = usable_initials(office, owner)
        if initials is None:
            lacking = office.first(Person, "name", owner) or note[0]
            found.append(finding(master_rules.NO_INITIALS, lacking, person=owner))
        else:
            rows, edits = _written(office, call, tuple(back.values()), owner, initials)
    number = rows[0].note_no if rows else None
    said = (
        Words(
            f"已登记退货 {number}，共 {len(rows)} 行。", f"Return {number} with {len(rows)} lines."
        )
        if number
        else Words("没有登记退货。", "Nothing was returned.")
    )
    return Outcome(
        edits=edits,
        findings=tuple(found),
        reply={
            "note_no": number,
            "lines": [{"order_no": row.order_no, "quantity": row.quantity} for row in rows],
        },
        notes=(said,),
        refused=bool(found),
        read=len(note),
        skipped=len(found),
    )


def _wrong(
    office: Office, call: Call[ReturnArgs], row: Delivery, quantity: Decimal
) -> Finding | None:
    """Return why so much of a note's order cannot come back today, or None."""
    place = (call.args.note, row.order_no)
    left = max(delivered_by_note(office)[place] - returned_by_note(office).get(place, ZERO), ZERO)
    if quantity > left:
        return finding(
            rules.RETURNED_OVER_DELIVERED,
            row,
            "quantity",
            value=quantity,
            quantity=quantity,
            note_no=row.note_no,
            left=left,
        )
    if "date" not in row.bad and call.today < row.date:
        return finding(
            rules.RETURNED_BEFORE_DELIVERY,
            row,
            "date",
            date=call.today,
            note_no=row.note_no,
            delivered=row.date,
        )
    product = product_of_order(office, row.order_no)
    if product is not None and product.unit in COUNTED and quantity != int(quantity):
        rule = register_rules.COUNTED_WHOLE
        return finding(rule, row, "quantity", value=quantity, unit=product.unit)
    return None


def _owner(office: Office, back: Mapping[str, Delivery]) -> str:
    """Return whose ledger takes the return: the orders' salesperson, else the note's owner."""
    owners = {
        salesperson_of_order(office, order_no) or row.at.book.owner
        for order_no, row in back.items()
    }
    if len(owners) > 1:
        said = "、".join(sorted(owners))
        raise Refusal(
            f"这些承揽分属{said}。请分开登记退货。",
            f"These are orders of {said}. Record a return for each.",
        )
    return owners.pop()


def _written(
    office: Office,
    call: Call[ReturnArgs],
    back: tuple[Delivery, ...],
    owner: str,
    initials: str,
) -> tuple[tuple[Delivery, ...], tuple[Edit, ...]]:
    """Return the rows of the return, and the edits that write them."""
    book = Book(Kind.DELIVERY, owner, call.today.year)
    numbers = Numbers(office, Series.RETURN_NOTE, Delivery, "note_no")
    number = numbers.give(book, call.today, initials)
    rows = tuple(_row(office, call, (number, n), row) for n, row in enumerate(back, 1))
    return rows, (Append(book, rows), *numbers.edits)


def _row(office: Office, call: Call[ReturnArgs], place: tuple[str, int], row: Delivery) -> Delivery:
    """Make the return of a note's order; its price is the order's as it is now."""
    order = office.first(Order, "order_no", row.order_no)
    priced = order is not None and "unit_price" not in order.bad
    product = product_of_order(office, row.order_no)
    new = Delivery(
        note_no=place[0],
        line_no=place[1],
        date=call.today,
        order_no=row.order_no,
        customer=order.customer if order else None,
        product_name=product.name if product else None,
        quantity=-call.args.order[row.order_no],
        return_of=call.args.note,
        unit_price=order.unit_price if order and priced else row.unit_price,
        tax_rate=tax_rate_of(office, order) if order else row.tax_rate,
        heat_nos=row.heat_nos,
        return_reason=call.args.reason.strip(),
        disposition=call.args.disposition,
    )
    return new.model_copy(update={"amount": next_amount(office, new)})
