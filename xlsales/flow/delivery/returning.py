"""The macro *Return* (flow.md, *Delivery*): goods taken back, a row of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, Refusal, SetCells
from xlsales.core.reply import Reply
from xlsales.core.row import Book, sound
from xlsales.core.words import Words
from xlsales.flow.facts.amounts import next_amount
from xlsales.flow.facts.attribution import salesperson_of_order
from xlsales.flow.facts.deliveries import (
    OrderQuantity,
    left_blank,
    may_come_back,
    note_of,
    product_of_order,
    unit_of_order,
)
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.flow.facts.whole_counts import broken
from xlsales.forms.choices import Disposition, Kind
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person, Product
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as rules


class ReturnArgs(Arguments):
    """What *Return* asks for."""

    note: Annotated[
        str,
        Ask(
            "送货单号",
            "Note no.",
            "原送货单",
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
            "退回的数量，填正数",
            "what comes back, as a positive quantity",
            metavar="NO=QTY",
        ),
    ]
    reason: Annotated[str, Ask("退货原因", "Reason", metavar="TEXT")]
    disposition: Annotated[
        Disposition,
        Ask("处置", "Disposition", "只有入库增加库存", "only restock adds to stock"),
    ]


@dataclass(frozen=True, kw_only=True)
class Returned(Reply):
    """The return's number, None where nothing was taken back, and what was: negative quantities."""

    note_no: str | None
    lines: tuple[OrderQuantity, ...]


@needs(Person, Product, Order, Delivery)
def return_goods(office: Office, call: Call[ReturnArgs]) -> Outcome[Returned]:
    """Record goods taken back today from a note: rows with negative quantities and a TH number.

    More than can still come back of the note is refused, order by order.

    Raises:
        Refusal: no such note, an order that is not on it, a quantity that cannot be one,
            no reason.
    """
    args = call.args
    note = note_of(office, args.note)
    if not args.order or not args.reason.strip():
        raise Refusal(
            "请写明退回的承揽、数量和退货原因。", "Say which orders come back, how much, and why."
        )
    found: list[Finding] = []
    back: dict[str, Decimal] = {}
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
            back[order_no] = quantity
        else:
            found.append(wrong)
    edits: tuple[Edit, ...] = ()
    rows: tuple[Delivery, ...] = ()
    if back:
        owner = _owner(office, back, note[0])
        initials = usable_initials(office, owner)
        if initials is None:
            lacking = office.first(Person, "name", owner) or note[0]
            found.append(no_number(office, lacking, None, owner))
        else:
            rows, edits = _written(office, call, back, owner, initials)
    number = rows[0].note_no if rows else None
    said = (
        Words(
            f"已登记退货 {number}，共 {len(rows)} 行。", f"Return {number} with {len(rows)} lines."
        )
        if number
        else Words("未登记退货。", "Nothing was returned.")
    )
    return Outcome(
        edits=edits,
        findings=tuple(found),
        reply=Returned(
            note_no=number,
            lines=tuple(OrderQuantity(row.order_no, row.quantity) for row in rows),
        ),
        notes=(said,),
        refused=bool(found),
        read=len(note),
        skipped=len(found),
        about=rows,
    )


def _wrong(
    office: Office, call: Call[ReturnArgs], row: Delivery, quantity: Decimal
) -> Finding | None:
    """Return why so much of a note's order cannot come back today, or None."""
    mine = may_come_back(office)[call.args.note, row.order_no]
    left = sum((still for _, still in mine), ZERO)
    if quantity > left:
        return finding(
            rules.RETURNED_OVER_DELIVERED,
            row,
            "quantity",
            value=quantity,
            quantity=quantity,
            note_no=row.note_no,
            left=left,
            unit=unit_of_order(office, row.order_no),
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
    return broken(product, row, "quantity", quantity)


def _owner(office: Office, back: Mapping[str, Decimal], first: Delivery) -> str:
    """Return whose ledger takes the return: the orders' salesperson, else the note's owner."""
    owners = {salesperson_of_order(office, order_no) or first.at.book.owner for order_no in back}
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
    back: Mapping[str, Decimal],
    owner: str,
    initials: str,
) -> tuple[tuple[Delivery, ...], tuple[Edit, ...]]:
    """Return the rows of the return, one for each of the note's rows, and the edits.

    A row that a person typed for just this becomes the return's, as in *Delivery note*.
    """
    book = Book(Kind.DELIVERY, owner, call.today.year)
    numbers = Numbers(office, Series.RETURN_NOTE, Delivery, "note_no")
    number = numbers.give(book, call.today, initials)
    rows: list[Delivery] = []
    added: list[Delivery] = []
    filled: list[Edit] = []
    typed = _typed(office, call, book)
    for order_no, quantity in back.items():
        rest = quantity
        for row, left in may_come_back(office)[call.args.note, order_no]:
            part = min(rest, left)
            if part:
                new = _row(office, call, (number, len(rows) + 1), row, part)
                new = new.model_copy(update={"amount": next_amount(office, new, rows)})
                draft = typed.pop((order_no, -part), None)
                if draft is None:
                    added.append(new)
                else:
                    filled.append(SetCells(draft, left_blank(draft, new)))
                rows.append(new)
            rest -= part
    appended = (Append(book, tuple(added)),) if added else ()
    return tuple(rows), (*filled, *appended, *numbers.edits)


def _typed(
    office: Office, call: Call[ReturnArgs], book: Book
) -> dict[tuple[str, Decimal], Delivery]:
    """Return the rows typed for this return, by order and quantity: of today, without a number."""
    found: dict[tuple[str, Decimal], Delivery] = {}
    for row in sound(office.within(book, Delivery)):
        if row.note_no is None and row.date == call.today and row.return_of == call.args.note:
            found.setdefault((row.order_no, row.quantity), row)
    return found


def _row(
    office: Office, call: Call[ReturnArgs], place: tuple[str, int], row: Delivery, part: Decimal
) -> Delivery:
    """Make the return of a part of a note's row: its price, tax rate and heat numbers come back."""
    order = office.first(Order, "order_no", row.order_no)
    product = product_of_order(office, row.order_no)
    return Delivery(
        note_no=place[0],
        line_no=place[1],
        date=call.today,
        order_no=row.order_no,
        customer=order.customer if order else None,
        product_name=product.name if product else None,
        quantity=-part,
        return_of=call.args.note,
        unit_price=row.unit_price,
        tax_rate=row.tax_rate,
        heat_nos=row.heat_nos,
        return_reason=call.args.reason.strip(),
        disposition=call.args.disposition,
    )
