"""What of an order's story production, warehouse, delivery and tracking tell, and collection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.core.showing import money
from xlsales.core.words import Words
from xlsales.flow.every.story_event import Event, Step, day_in, quantity_of, tail, unit_of, word
from xlsales.flow.facts.ageing import invoice_named
from xlsales.flow.facts.attribution import shares_of
from xlsales.flow.facts.deliveries import note_rows
from xlsales.flow.facts.states import is_bought_in
from xlsales.forms.choices import Ruling
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.management import ComplaintRuling
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card, Complaint
from xlsales.forms.warehouse import Outbound, Receipt


def made(office: Office, order: Order) -> Iterator[Event]:
    """Yield the order's progress and receipts."""
    unit = unit_of(office, order)
    for row in office.all_by(Progress, "order_no").get(order.order_no, ()):
        stage, done = word(row.stage), quantity_of(row.qty_done, unit)
        more = tail(row.problem)
        yield Event(
            Step.PROGRESS,
            day_in(row, "date"),
            Words(f"{stage.zh}完成 {done}{more.zh}", f"{stage.en}: {done} done{more.en}"),
            row,
        )
    bought = is_bought_in(office, order)
    for receipt in office.all_by(Receipt, "order_no").get(order.order_no, ()):
        yield Event(
            Step.RECEIPT, day_in(receipt, "date"), _received(receipt, unit, bought), receipt
        )


def _received(row: Receipt, unit: str, bought: bool) -> Words:
    number = row.receipt_no or "?"
    quantity = row.accepted_qty
    if "accepted_qty" not in row.bad and quantity < 0:
        moved = quantity_of(-quantity, unit)
        return Words(
            f"入库单 {number}：调出 {moved}", f"receipt {number}: {moved} moved to another order"
        )
    accepted, arrived = quantity_of(quantity, unit), "到货" if bought else "合格"
    rejected = quantity_of(row.rejected_qty, unit) if row.rejected_qty else ""
    return Words(
        f"入库单 {number}：{arrived} {accepted}" + (f"，不合格 {rejected}" if rejected else ""),
        f"receipt {number}: {accepted} accepted" + (f", {rejected} rejected" if rejected else ""),
    )


def delivered(office: Office, order: Order) -> Iterator[Event]:
    """Yield its numbered notes, their way out of the warehouse, signatures and returns."""
    unit = unit_of(office, order)
    notes: dict[str, None] = {}
    for row in sound(office.all_by(Delivery, "order_no").get(order.order_no, ()), "quantity"):
        if row.note_no is None:
            continue
        if row.quantity < 0:
            yield Event(Step.TAKEN_BACK, day_in(row, "date"), _taken_back(row, unit), row)
            continue
        notes[row.note_no] = None
        quantity = quantity_of(row.quantity, unit)
        yield Event(
            Step.NOTE,
            day_in(row, "date"),
            Words(
                f"开送货单 {row.note_no}：{quantity}", f"delivery note {row.note_no}: {quantity}"
            ),
            row,
        )
        if row.signed_on:
            signed, by = quantity_of(row.signed_qty, unit), row.receiver or "?"
            yield Event(
                Step.SIGNED,
                row.signed_on,
                Words(
                    f"送货单 {row.note_no} 签收 {signed}（{by}）",
                    f"note {row.note_no}: {signed} signed for by {by}",
                ),
                row,
            )
    for note_no in notes:
        for out in office.all_by(Outbound, "note_no").get(note_no, ()):
            yield from _out(out)


def _taken_back(row: Delivery, unit: str) -> Words:
    quantity, what, why = (
        quantity_of(-row.quantity, unit),
        word(row.disposition),
        tail(row.return_reason),
    )
    return Words(
        f"退货 {row.note_no}（自 {row.return_of or '?'}）：{quantity}，{what.zh}{why.zh}",
        f"return {row.note_no} (of {row.return_of or '?'}): {quantity}, {what.en.lower()}{why.en}",
    )


def _out(row: Outbound) -> Iterator[Event]:
    yield Event(
        Step.OUT,
        day_in(row, "date"),
        Words(f"送货单 {row.note_no} 出库", f"note {row.note_no}: left the warehouse"),
        row,
    )
    if row.copy_returned_on:
        yield Event(
            Step.COPY_BACK,
            row.copy_returned_on,
            Words(f"送货单 {row.note_no} 回单交回库房", f"note {row.note_no}: its copy is back"),
            row,
        )


def tracked(office: Office, order: Order) -> Iterator[Event]:
    """Yield visits and complaints about the order or a note that brought it."""
    notes = [
        note_no
        for note_no, rows in note_rows(office).items()
        if any(row.order_no == order.order_no for row in rows)
    ]
    cards = office.all_by(Card, "note_no")
    for note_no in notes:
        for card in cards.get(note_no, ()):
            good = word(card.quality)
            score = "?" if "satisfaction" in card.bad else card.satisfaction
            yield Event(
                Step.VISITED,
                day_in(card, "visit_date"),
                Words(
                    f"回访 {card.card_no or '?'}：质量评价{good.zh}，满意度 {score}",
                    f"visit {card.card_no or '?'}: quality {good.en.lower()}, satisfaction {score}",
                ),
                card,
            )
    complaints: dict[At, Complaint] = {}
    for row in office.all_by(Complaint, "order_no").get(order.order_no, ()):
        complaints[row.at] = row
    for note_no in notes:
        for row in office.all_by(Complaint, "note_no").get(note_no, ()):
            if row.order_no is None:
                complaints[row.at] = row
    for row in complaints.values():
        yield from _complained(office, row)


def _complained(office: Office, row: Complaint) -> Iterator[Event]:
    number, severity = row.complaint_no or "?", word(row.severity)
    yield Event(
        Step.COMPLAINT,
        day_in(row, "date"),
        Words(
            f"客户投诉 {number}（{severity.zh}）：{row.description or '?'}",
            f"complaint {number} ({severity.en.lower()}): {row.description or '?'}",
        ),
        row,
    )
    if row.closed_on:
        result = tail(row.result)
        yield Event(
            Step.CLOSED,
            row.closed_on,
            Words(f"投诉 {number} 关闭{result.zh}", f"complaint {number} closed{result.en}"),
            row,
        )
    if not office.has(ComplaintRuling) or row.complaint_no is None:
        return
    for ruling in office.all_by(ComplaintRuling, "complaint_no").get(row.complaint_no, ()):
        if ruling.confirmed:
            said = ruling.confirmed.words
            confirmed = ruling.confirmed is Ruling.YES and ruling.severity
            grave = ruling.severity.words if confirmed and ruling.severity else Words("", "")
            yield Event(
                Step.RULED,
                day_in(ruling, "decided_on"),
                Words(
                    f"投诉 {number} 认定{said.zh}{grave.zh}",
                    f"complaint {number} ruled: confirmed {said.en.lower()} {grave.en.lower()}".strip(),
                ),
                ruling,
            )


def collected(office: Office, order: Order) -> Iterator[Event]:
    """Yield what of invoices, and of the payments that name them, is the order's."""
    amounts: dict[str, Decimal] = {}
    first: dict[str, InvoiceLine] = {}
    for line in sound(office.all_by(InvoiceLine, "order_no").get(order.order_no, ()), "amount"):
        if line.invoice_no:
            amounts[line.invoice_no] = amounts.get(line.invoice_no, ZERO) + line.amount
            first.setdefault(line.invoice_no, line)
    for number, amount in amounts.items():
        invoice = office.first(Invoice, "invoice_no", number)
        yield Event(
            Step.INVOICED,
            day_in(invoice, "date") if invoice else None,
            Words(f"开票 {number}：{money(amount)} 元", f"invoice {number}: {money(amount)} yuan"),
            first[number],
        )
        for row in office.all_by(Payment, "invoice_no").get(number, ()):
            if invoice_named(office)(row) is not None:
                yield from _paid(office, row, order)


def _paid(office: Office, row: Payment, order: Order) -> Iterator[Event]:
    """What of a payment is the order's; money paid on account belongs to no order."""
    if row.bad & {"customer", "amount"}:
        return
    shares = shares_of(office, row)
    mine = sum((s.amount for s in shares if s.order_no == order.order_no), ZERO)
    verified = Words("已核准", "verified") if row.verified else Words("待核准", "not verified yet")
    number = row.payment_no or "?"
    yield Event(
        Step.PAID,
        day_in(row, "date"),
        Words(
            f"回款 {number}：{money(mine)} 元（发票 {row.invoice_no}），{verified.zh}",
            f"payment {number}: {money(mine)} yuan (invoice {row.invoice_no}), {verified.en}",
        ),
        row,
    )
