"""The macro *Sign off* (flow.md, *Delivery*): who took the goods, when, and how many."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells
from xlsales.core.reply import Reply
from xlsales.core.words import Words
from xlsales.flow.facts.amounts import NoteOrder
from xlsales.flow.facts.deliveries import OrderQuantity, note_of, product_of_order, unit_of_order
from xlsales.flow.facts.whole_counts import broken
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Product
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as rules


class SignArgs(Arguments):
    """What *Sign off* asks for."""

    note: Annotated[str, Ask("送货单号", "Note no.", positional=True, metavar="NOTE")]
    date: Annotated[
        dt.date | None,
        Ask("签收日期", "Signed on", "空白为今天", "blank: today", metavar="YYYY-MM-DD"),
    ] = None
    by: Annotated[str, Ask("收货人", "Receiver", metavar="NAME")]
    qty: Annotated[
        Mapping[str, Decimal],
        Ask(
            "承揽编号=签收数量",
            "Order no.=signed quantity",
            "只填与送货数量不同的",
            "only where it differs from what was delivered",
            metavar="ORDER=QTY",
        ),
    ] = {}


@dataclass(frozen=True, kw_only=True)
class Signed(Reply):
    """A note, and what was signed for of each of its lines by this press."""

    note_no: str
    lines: tuple[OrderQuantity, ...]


@needs(Product, Order, Delivery)
def sign(office: Office, call: Call[SignArgs]) -> Outcome[Signed]:
    """Record the signature on a delivery note: in full, unless a quantity says otherwise.

    Rows signed already, signed before the delivery or for more than was delivered are refused.

    Raises:
        Refusal: no such note, a quantity for an order that is not on it, nobody named.
    """
    args = call.args
    note = note_of(office, args.note)
    if not args.by.strip():
        raise Refusal("请写明收货人。", "Say who signed for the goods.")
    stray = [order_no for order_no in args.qty if all(row.order_no != order_no for row in note)]
    if stray:
        raise Refusal(
            f"送货单 {args.note} 上没有承揽 {'、'.join(stray)}。请核对。",
            f"Order {', '.join(stray)} is not on the note {args.note}. Check both.",
        )
    open_rows = tuple(row for row in note if not _is_signed(row))
    day = args.date or call.today
    found: list[Finding] = [
        finding(
            rules.ALREADY_SIGNED,
            row,
            "signed_on",
            note_no=row.note_no,
            order_no=row.order_no,
            receiver=row.receiver,
            signed_on=row.signed_on,
        )
        for row in note
        if _is_signed(row) and (not open_rows or row.order_no in args.qty)
    ]
    edits: list[SetCells] = []
    lines: list[OrderQuantity] = []
    short: list[Finding] = []
    for row, share in _shares(open_rows, args.qty):
        quantity = share if row.signed_qty is None else row.signed_qty
        wrong = _wrong(office, row, quantity, day)
        if wrong is not None:
            found.append(wrong)
            continue
        edits.append(SetCells(row, _left_blank(row, args.by.strip(), day, quantity)))
        lines.append(OrderQuantity(row.order_no, quantity))
        if quantity < row.quantity:
            short.append(_short(office, row, quantity))
    said = Words(
        f"送货单 {args.note} 登记签收 {len(lines)} 行。",
        f"{len(lines)} lines of the note {args.note} signed for.",
    )
    return Outcome(
        edits=tuple(edits),
        findings=(*found, *short),
        reply=Signed(note_no=args.note, lines=tuple(lines)),
        notes=(said, *(each.words for each in short)),
        refused=bool(found),
        read=len(note),
        skipped=len(note) - len(lines),
        about=tuple(edit.row.model_copy(update=edit.values) for edit in edits),
    )


def _is_signed(row: Delivery) -> bool:
    return row.signed_on is not None and row.signed_qty is not None


def _left_blank(row: Delivery, by: str, day: dt.date, quantity: Decimal) -> dict[str, object]:
    """Return the cells to fill: what its person has typed of the signature stays."""
    signature = {"receiver": by, "signed_on": day, "signed_qty": quantity}
    return {key: value for key, value in signature.items() if getattr(row, key) is None}


def _shares(
    rows: Sequence[Delivery], signed: Mapping[str, Decimal]
) -> list[tuple[Delivery, Decimal]]:
    """Return what is signed for of each row.

    Of an order with several lines the quantity fills one after the other; what is over stays
    with the last, where it is found to be too much.
    """
    lines: dict[NoteOrder, list[Delivery]] = {}
    for row in rows:
        lines.setdefault((row.note_no or "", row.order_no), []).append(row)
    left = dict(signed)
    shares: list[tuple[Delivery, Decimal]] = []
    for row in rows:
        if row.order_no not in left:
            shares.append((row, row.quantity))
            continue
        is_last = lines[row.note_no or "", row.order_no][-1] is row
        rest = left[row.order_no]
        share = rest if is_last else min(row.quantity, max(rest, ZERO))
        left[row.order_no] = rest - share
        shares.append((row, share))
    return shares


def _wrong(office: Office, row: Delivery, quantity: Decimal, day: dt.date) -> Finding | None:
    if quantity < 0 or Delivery.table.by_key["signed_qty"].trouble(quantity) is not None:
        raise Refusal(
            f"承揽 {row.order_no} 的签收数量不能是 {quantity}：应填不小于 0 的数，最多三位小数。",
            f"{quantity} of order {row.order_no} cannot be signed for: "
            "write 0 or more, with three decimals at most.",
        )
    if quantity > row.quantity:
        return finding(
            rules.SIGNED_OVER_DELIVERED,
            row,
            "signed_qty",
            value=quantity,
            signed=quantity,
            quantity=row.quantity,
            unit=unit_of_order(office, row.order_no),
        )
    if "date" not in row.bad and day < row.date:
        return finding(
            rules.SIGNED_BEFORE_DELIVERY, row, "signed_on", value=day, signed_on=day, date=row.date
        )
    product = product_of_order(office, row.order_no)
    return broken(product, row, "signed_qty", quantity)


def _short(office: Office, row: Delivery, quantity: Decimal) -> Finding:
    return finding(
        rules.SIGNED_SHORT,
        row,
        "signed_qty",
        value=quantity,
        quantity=row.quantity,
        signed=quantity,
        short=row.quantity - quantity,
        unit=unit_of_order(office, row.order_no),
    )
