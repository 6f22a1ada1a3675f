"""Delivery notes, the warehouse's books, signatures and returns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from xlsales.demo import production
from xlsales.demo.branch import (
    WAREHOUSE,
    Branch,
    Note,
    NoteLine,
    delivery,
    dice,
)
from xlsales.demo.catalogue import CLIENTS, Client
from xlsales.demo.desk import rows_written
from xlsales.demo.people import KEEPERS
from xlsales.flow.delivery.note import Delivered
from xlsales.forms.choices import Disposition

_CARRIERS = (("顺达物流", "云A·6K218"), ("顺达物流", "云A·3D905"), ("宏运车队", "云B·71T66"))
_ROADS = dice("roads")
_REASONS: tuple[tuple[str, Disposition], ...] = (
    ("表面磕碰伤", Disposition.REWORK),
    ("尺寸超差", Disposition.REWORK),
    ("内部裂纹", Disposition.SCRAP),
    ("混料", Disposition.REWORK),
    ("包装破损，防锈失效", Disposition.RESTOCK),
)


def ship(branch: Branch, client: Client) -> None:
    """Let the salesperson deliver what of a customer's orders lies ready."""
    ready = [
        deal
        for deal in branch.deals.values()
        if deal.client is client and deal.stock > 0 and not (deal.dead or deal.blocked)
    ]
    soon = branch.today + dt.timedelta(days=6)
    if not any(deal.accepted >= deal.quantity or deal.due <= soon for deal in ready):
        return
    asked: dict[str, object] = {"customer": client.name}
    chance = ready[0].chance
    if len(ready) == 1 and ready[0].quantity >= 100 and chance.random() < 0.15:
        half = min(ready[0].stock, ready[0].quantity // 2)
        asked = {"order": {ready[0].no: half}}
    carrier, vehicle = _ROADS.choice(_CARRIERS)
    asked |= {"carrier": carrier, "vehicle": vehicle}
    pressed = branch.desk.press("issue_note", delivery(client.seller), client.seller, **asked)
    reply = pressed.reply
    assert isinstance(reply, Delivered)
    for entry in reply.refused:
        branch.deals[entry.order_no].blocked = True
    if reply.note_no is None:
        return
    rows = rows_written(pressed.changes, "deliveries", "order_no")
    note = Note(reply.note_no, client, branch.today, [])
    for line in reply.lines:
        deal, quantity = branch.deals[line.order_no], line.quantity
        note.lines.append(NoteLine(deal, quantity, rows[deal.no]))
        deal.stock -= quantity
        deal.delivered += quantity
    branch.notes.append(note)
    _book_out(branch, note)


def ship_all(branch: Branch, sellers: tuple[str, ...]) -> None:
    """Let these salespeople deliver."""
    for client in CLIENTS:
        if client.seller in sellers:
            ship(branch, client)


def _book_out(branch: Branch, note: Note) -> None:
    keeper = _ROADS.choice(KEEPERS)
    if branch.in_quarter:
        pressed = branch.desk.press("outbound", WAREHOUSE, keeper, note=note.no, keeper=keeper)
        note.out_row = rows_written(pressed.changes, "outbound", "note_no")[note.no]
    else:
        note.out_row = branch.desk.type(
            WAREHOUSE, "outbound", note_no=note.no, date=branch.today, keeper=keeper
        )
    luck = note.lines[0].deal.chance.random()
    if luck < 0.004:
        return  # the signed copy is lost
    days = _ROADS.randint(0, 3) if luck < 0.9 else _ROADS.randint(5, 14)
    if luck < 0.016:
        days = _ROADS.randint(16, 30)
    branch.on(branch.ahead(days), partial(_sign, branch, note))


def _sign(branch: Branch, note: Note) -> None:
    """Let the customer sign: mostly for all, now and then for less."""
    short: dict[str, Decimal] = {}
    for line in note.lines:
        if line.quantity >= 50 and line.deal.chance.random() < 0.035:
            lost = Decimal(max(1, int(line.quantity * Decimal("0.02"))))
            short[line.deal.no] = line.quantity - lost
    by = note.client.contact
    note.signed_on = branch.today
    if branch.in_quarter:
        asked = {"note": note.no, "date": branch.today, "by": by, "qty": short}
        branch.desk.press("sign_off", delivery(note.client.seller), note.client.seller, **asked)
    else:
        for line in note.lines:
            branch.desk.type(
                delivery(note.client.seller),
                "deliveries",
                line.row,
                receiver=by,
                signed_on=branch.today,
                signed_qty=short.get(line.deal.no, line.quantity),
            )
    _copy_back(branch, note)
    for line in note.lines:
        _consider_return(branch, note, line, short.get(line.deal.no))


def _copy_back(branch: Branch, note: Note) -> None:
    luck = note.lines[0].deal.chance.random()
    if luck < 0.005:
        return
    days = _ROADS.randint(1, 4) if luck < 0.9 else _ROADS.randint(6, 12)
    back = branch.ahead(_ROADS.randint(15, 30) if luck < 0.025 else days)

    def give() -> None:
        branch.desk.type(WAREHOUSE, "outbound", note.out_row, copy_returned_on=branch.today)

    branch.on(back, give)


def _consider_return(branch: Branch, note: Note, line: NoteLine, signed: Decimal | None) -> None:
    """Let what was signed short mostly come back, and now and then what turned out bad."""
    chance = line.deal.chance
    if signed is not None:
        if chance.random() < 0.7:
            missing = line.quantity - signed
            asked = ("到货短少，随车带回", Disposition.RESTOCK)
            back = branch.ahead(chance.randint(2, 6))
            branch.on(back, partial(_take_back, branch, note, line, missing, asked))
    elif line.quantity >= 10 and chance.random() < 0.03:
        bad = Decimal(max(1, int(line.quantity * Decimal(str(chance.uniform(0.01, 0.06))))))
        why = chance.choice(_REASONS)
        found = branch.today + dt.timedelta(days=chance.randint(6, 24))
        branch.on(found, partial(_take_back, branch, note, line, bad, why))


def _take_back(
    branch: Branch, note: Note, line: NoteLine, quantity: Decimal, why: tuple[str, Disposition]
) -> None:
    deal, owner = line.deal, note.client.seller
    reason, disposition = why
    asked = {
        "note": note.no,
        "order": {deal.no: quantity},
        "reason": reason,
        "disposition": disposition,
    }
    branch.desk.press("return_goods", delivery(owner), owner, **asked)
    deal.delivered -= quantity
    if disposition is Disposition.RESTOCK:
        deal.stock += quantity
    else:
        again = branch.ahead(deal.chance.randint(6, 12))
        branch.on(again, partial(production.accept, branch, deal, quantity))
