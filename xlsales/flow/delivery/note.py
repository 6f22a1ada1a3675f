"""The macro *Delivery note* (flow.md, *Delivery*; regulation (三) 4)."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Document, Edit, Outcome, Refusal, SetCells
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import Book, sound
from xlsales.core.words import Words
from xlsales.flow.delivery.forms import note_content
from xlsales.flow.delivery.outgoing import Load, all_in_stock, judge, named
from xlsales.flow.facts import reads
from xlsales.flow.facts.amounts import next_amount
from xlsales.flow.facts.deliveries import (
    OrderQuantity,
    customer_row,
    left_blank,
    product_of_order,
    tax_rate_of,
)
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.flow.facts.reasons import LeftOut, joined, reasons_of
from xlsales.flow.facts.stock import heat_numbers
from xlsales.forms.choices import Kind
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import document_path
from xlsales.forms.masters import Person
from xlsales.forms.register import Order


class DeliverArgs(Arguments):
    """What *Delivery note* asks for: a customer, or orders with their quantities."""

    owner: Annotated[
        str,
        Ask(
            "销售员",
            "Salesperson",
            "空白为本送货台账的销售员",
            "blank: the owner of this workbook",
            metavar="NAME",
            names="people.name",
        ),
    ] = ""
    customer: Annotated[
        str,
        Ask(
            "客户",
            "Customer",
            "送该客户全部有库存的承揽",
            "deliver all of this customer's orders that are in stock",
            metavar="NAME",
            names="customers.name",
        ),
    ] = ""
    order: Annotated[
        Mapping[str, Decimal],
        Ask(
            "承揽编号=数量",
            "Order no.=quantity",
            "只送这些承揽，各送这些数量",
            "deliver these orders only, so much of each",
            metavar="NO=QTY",
        ),
    ] = {}
    address: Annotated[
        str,
        Ask("送货地址", "Address", "空白为客户的送货地址", "blank: the customer's", metavar="TEXT"),
    ] = ""
    carrier: Annotated[str, Ask("承运人", "Carrier", metavar="NAME")] = ""
    vehicle: Annotated[str, Ask("车号", "Vehicle", metavar="NO")] = ""


@dataclass(frozen=True, kw_only=True)
class Delivered(Reply):
    """The note's number, None where nothing goes out; what goes out, and what may not."""

    note_no: str | None
    lines: tuple[OrderQuantity, ...]
    files: tuple[str, ...] = by_press()
    refused: tuple[LeftOut, ...]


@needs(*reads.CHECKED, *reads.STOCK, *reads.PRINTED)
def deliver(office: Office, call: Call[DeliverArgs]) -> Outcome[Delivered]:
    """Issue a delivery note dated today: its number, its rows, its form.

    Orders that may not go out are refused one by one.

    Raises:
        Refusal: no such salesperson or customer, nothing asked for, orders of two
            customers or addresses, a quantity that cannot be one.
    """
    args = call.args
    owner = args.owner or call.book.owner
    person = office.first(Person, "name", owner) if owner else None
    if person is None:
        raise Refusal(
            f"人员表中没有销售员“{owner}”。请指明送货的销售员。",
            f"There is no salesperson “{owner}” among the people. Say who delivers.",
        )
    if args.order:
        load = named(office, args.order, args.customer, call.book)
    elif args.customer:
        load = all_in_stock(office, args.customer, owner)
    else:
        raise Refusal(
            "请选中要送的承揽，或填写客户。", "Select the orders to deliver, or name a customer."
        )
    judge(office, load, owner, call.today)
    initials = usable_initials(office, owner)
    if initials is None:
        lacking = no_number(office, person, "initials", owner)
        for order_no in load.released:
            load.refuse(order_no, lacking)
    if not load.released:
        return _outcome(office, load, None, (), ())
    book = Book(Kind.DELIVERY, owner, call.today.year)
    drafts = _drafts(office, load, book, call.today)
    address = _address(office, args, load.customer, drafts.values())
    numbers = Numbers(office, Series.DELIVERY_NOTE, Delivery, "note_no")
    note_no = numbers.give(book, call.today, initials or "")
    filled: list[Edit] = []
    added: list[Delivery] = []
    rows: list[Delivery] = []
    for line_no, order_no in enumerate(load.released, 1):
        row = _row(office, call, load, order_no)
        row = row.model_copy(update={"note_no": note_no, "line_no": line_no, "address": address})
        row = row.model_copy(update={"amount": next_amount(office, row)})
        draft = drafts.get(order_no)
        if draft is None:
            added.append(row)
        else:
            cells = left_blank(draft, row)
            filled.append(SetCells(draft, cells))
            row = draft.model_copy(update=cells)
        rows.append(row)
    edits = (*filled, *((Append(book, tuple(added)),) if added else ()), *numbers.edits)
    form = Document(
        "delivery_note",
        document_path("delivery_note", note_no),
        note_content(office, rows, owner),
    )
    return _outcome(office, load, note_no, edits, (form,), rows)


def _row(office: Office, call: Call[DeliverArgs], load: Load, order_no: str) -> Delivery:
    """Make the row of an order; unit price and tax rate are kept as they are now."""
    order, quantity = load.orders[order_no], load.quantities[order_no]
    product = product_of_order(office, order_no)
    return Delivery(
        date=call.today,
        order_no=order_no,
        customer=order.customer,
        product_name=product.name if product else None,
        quantity=quantity,
        unit_price=order.unit_price,
        tax_rate=tax_rate_of(office, order),
        heat_nos=heat_numbers(office, order_no, quantity),
        carrier=call.args.carrier or None,
        vehicle=call.args.vehicle or None,
    )


def _drafts(office: Office, load: Load, book: Book, today: dt.date) -> Mapping[str, Delivery]:
    """Return rows that a person typed for just this: same day, order and quantity, no number.

    They become the note's rows, so that nothing has to be typed or deleted twice. One that is
    signed already is a copy of a row that went out before.
    """
    found: dict[str, Delivery] = {}
    for row in sound(office.within(book, Delivery)):
        wanted = load.quantities.get(row.order_no) if row.order_no in load.released else None
        fresh = row.note_no is None and row.signed_on is None and row.signed_qty is None
        if fresh and row.date == today and row.quantity == wanted:
            found.setdefault(row.order_no, row)
    return found


def _address(
    office: Office, args: DeliverArgs, customer: str, drafts: Collection[Delivery]
) -> str | None:
    """Return the one address of the note: what was asked or typed, else the customer's."""
    typed = {row.address for row in drafts if row.address is not None}
    if args.address:
        typed.add(args.address)
    if len(typed) > 1:
        said = "、".join(sorted(typed))
        raise Refusal(
            f"一张送货单只能送一个地址，现有{said}。请改为一致，或分别开单。",
            f"One note, one address; here are {said}. Make them the same, or issue two notes.",
        )
    if typed:
        return typed.pop()
    found = customer_row(office, customer)
    return found.address if found else None


def _outcome(
    office: Office,
    load: Load,
    note_no: str | None,
    edits: Sequence[Edit],
    documents: tuple[Document, ...],
    rows: Sequence[Delivery] = (),
) -> Outcome[Delivered]:
    lines = tuple(OrderQuantity(number, load.quantities[number]) for number in load.released)
    refused = tuple(
        LeftOut(order_no, joined(reasons_of(found))) for order_no, found in load.refused.items()
    )
    if note_no is None:
        said = Words("没有可送的承揽，未开送货单。", "Nothing to deliver; no note was issued.")
    else:
        said = Words(
            f"已开送货单 {note_no}，共 {len(lines)} 行。",
            f"Delivery note {note_no} with {len(lines)} lines.",
        )
    kept_back = [found for finds in load.refused.values() for found in finds]
    warned = [found for found in load.warned if found.facts["order_no"] not in load.refused]
    return Outcome(
        edits=tuple(edits),
        findings=(*kept_back, *warned),
        documents=documents,
        reply=Delivered(note_no=note_no, lines=lines, refused=refused),
        notes=(said,),
        refused=bool(refused),
        read=len(office.rows(Order)),
        skipped=len(refused),
        about=tuple(rows),
    )
