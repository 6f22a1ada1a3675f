"""Likely answers of the buttons about goods that go out, come back and are visited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xlsales.core.exact import plain
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.delivery.outgoing import open_quantity, stock_of
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.approvals import salesperson_of
from xlsales.flow.facts.deliveries import note_rows
from xlsales.forms.choices import Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card
from xlsales.forms.warehouse import Outbound
from xlsales.ribbon.fields import Likely, Option, settled
from xlsales.ribbon.scene import Scene, options

_MOST = 200


def issue_note(scene: Scene) -> Mapping[str, Likely]:
    """The selected rows that have no note yet; else all of the customer at the cursor."""
    stock = _in_stock(scene)
    drafts = [row for row in scene.selected(Delivery) if row.order_no and row.note_no is None]
    pairs = {row.order_no: plain(row.quantity) if row.quantity else "" for row in drafts}
    customers: dict[str, int] = {}
    for order, _ in stock.values():
        customers[order.customer] = customers.get(order.customer, 0) + 1
    at_cursor = [row.customer for row in scene.selected(Delivery) if row.customer in customers]
    if not at_cursor and len(customers) == 1:
        at_cursor = list(customers)
    customer = at_cursor[0] if at_cursor and not pairs else ""
    rows = scene.mine(Delivery)[::-1]
    return {
        "owner": settled(scene.book.owner),
        "customer": Likely(
            customer or "",
            tuple(
                Option(name, scene.said(name, Words(f"{n} 笔有库存", f"{n} orders in stock")))
                for name, n in sorted(customers.items())
            ),
        ),
        "order": Likely(
            tuple(pairs.items()),
            tuple(
                Option(
                    number,
                    scene.said(
                        number,
                        order.customer,
                        order.product_name or order.product,
                        Words(f"可送 {plain(quantity)}", f"{plain(quantity)} to deliver"),
                    ),
                    plain(quantity),
                )
                for number, (order, quantity) in stock.items()
            ),
        ),
        "address": Likely(options=options([row.address for row in rows if row.address])),
        "carrier": Likely(options=options([row.carrier for row in rows if row.carrier])),
        "vehicle": Likely(options=options([row.vehicle for row in rows if row.vehicle])),
    }


def _in_stock(scene: Scene) -> dict[str, tuple[Order, Decimal]]:
    """Return the owner's orders that could go out, with how much of each."""
    found: dict[str, tuple[Order, Decimal]] = {}
    for order in scene.office.rows(Order):
        number = order.order_no
        if number is None or number in found or order.bad & {"customer", "product"}:
            continue
        if salesperson_of(order) != scene.book.owner or order.cancelled_on is not None:
            continue
        quantity = min(open_quantity(scene.office, number), stock_of(scene.office, number))
        if quantity > 0:
            found[number] = order, quantity
    return {number: found[number] for number in sorted(found, key=number_key)}


def return_goods(scene: Scene) -> Mapping[str, Likely]:
    """The note and the orders of the selected rows; how much comes back the person says.

    Of returns typed already it is what they say.
    """
    notes = _notes(scene, mine=True)
    selected = sound(scene.selected(Delivery), "order_no", "quantity")
    named = [(row.note_no or row.return_of, row) for row in selected]
    rows = [(number, row) for number, row in named if number in notes]
    note = rows[0][0] if rows else None
    marked = [row for number, row in rows if number == note]
    lines = notes.get(note or "", ())
    back = [(row.order_no, "" if row.note_no else plain(-row.quantity)) for row in marked]
    return {
        "note": Likely(note or "", _shown(scene, notes)),
        "order": Likely(tuple(back), _lines(scene, lines)),
        "reason": Likely(
            options=options([r.return_reason for r in scene.mine(Delivery) if r.return_reason])
        ),
        "disposition": Likely(),
    }


def sign_off(scene: Scene) -> Mapping[str, Likely]:
    """The unsigned note at the cursor, or the only one; signed today, by who signed before."""
    notes = {
        number: rows
        for number, rows in _notes(scene, mine=True).items()
        if any(row.signed_on is None or row.signed_qty is None for row in rows)
    }
    note = _one(notes, [row.note_no for row in scene.selected(Delivery)])
    lines = notes.get(note, ())
    customer = lines[0].customer if lines else None
    before = [
        row.receiver
        for row in sorted(scene.mine(Delivery), key=lambda row: number_key(row.note_no or ""))
        if row.receiver and row.customer == customer
    ][::-1]
    return {
        "note": Likely(note, _shown(scene, notes)),
        "date": Likely(f"{scene.today}"),
        "by": Likely(before[0] if before else "", options(before)),
        "qty": Likely(options=_lines(scene, lines)),
    }


def outbound(scene: Scene) -> Mapping[str, Likely]:
    """The copy of the note at the cursor comes back; else a note goes out, if there is one."""
    notes = _notes(scene)
    out = {row.note_no: row for row in scene.office.rows(Outbound) if row.note_no}
    waiting = {number: rows for number, rows in notes.items() if number not in out}
    copies = {
        number: notes[number]
        for number, row in out.items()
        if number in notes and row.copy_returned_on is None
    }
    back = next((row.note_no for row in scene.selected(Outbound) if row.note_no in copies), None)
    keepers = scene.people(Role.WAREHOUSE)
    left = Words("待出库", "to go out")
    missing = Words("回单未收回", "copy not back")
    return {
        "note": Likely(
            back or _one(waiting, ()),
            (*_shown(scene, waiting, left), *_shown(scene, copies, missing)),
        ),
        "keeper": Likely("" if back else scene.likely_person(keepers), options(keepers)),
        "copy_back": Likely(f"{scene.today}" if back else ""),
    }


def new_card(scene: Scene) -> Mapping[str, Likely]:
    """The newest of the owner's notes that has no card yet."""
    carded = {row.note_no for row in scene.office.rows(Card)}
    notes = {
        number: rows
        for number, rows in _notes(scene).items()
        if number not in carded and rows[0].at.book.owner == scene.book.owner
    }
    return {"note": Likely(next(iter(notes), ""), _shown(scene, notes))}


def _notes(scene: Scene, *, mine: bool = False) -> dict[str, tuple[Delivery, ...]]:
    """Return the delivery notes with their rows, the newest first."""
    notes = note_rows(scene.office)
    newest = sorted(notes, key=number_key, reverse=True)
    return {
        number: notes[number]
        for number in newest
        if not mine or notes[number][0].at.book == scene.book
    }


def _one(notes: Mapping[str, object], marked: Iterable[str | None]) -> str:
    """Return the marked note, or the only one there is."""
    found = next((number for number in marked if number in notes), None)
    return found or (next(iter(notes)) if len(notes) == 1 else "")


def _shown(
    scene: Scene, notes: Mapping[str, Sequence[Delivery]], state: Words = Words("", "")
) -> tuple[Option, ...]:
    shown = []
    for number, rows in list(notes.items())[:_MOST]:
        first = rows[0]
        day = None if "date" in first.bad else first.date
        shown.append(Option(number, scene.said(number, first.customer, day, state)))
    return tuple(shown)


def _lines(scene: Scene, rows: Sequence[Delivery]) -> tuple[Option, ...]:
    return tuple(
        Option(
            row.order_no,
            scene.said(
                row.order_no,
                row.product_name,
                Words(f"送 {plain(row.quantity)}", f"{plain(row.quantity)} delivered"),
            ),
        )
        for row in rows
    )
