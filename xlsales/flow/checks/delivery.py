"""What can be wrong in a delivery ledger (flow.md, *Validation* and *Delivery*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from xlsales.core.across import Across
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.words import Words
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Flags, of_other_year
from xlsales.flow.checks.tracking import check_first_visit, unvisited
from xlsales.flow.facts.amounts import left_unsigned
from xlsales.flow.facts.deliveries import (
    customer_of_order,
    delivered_by_note,
    note_rows,
    over_stock,
    product_of_order,
    returned_by_note,
    unit_of_order,
)
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.stock import in_turn, on_hand
from xlsales.flow.facts.whole_counts import broken, is_whole
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as rules
from xlsales.forms.settings import settings_of
from xlsales.forms.warehouse import Outbound


def _judge(office: Office, row: Delivery, today: dt.date) -> Iterator[Finding]:
    """Find what a delivery row gets wrong by its order, the stock, its note and signature.

    And the customer whom nobody has visited since this first delivery, though it is time.
    """
    yield from check_first_visit(office, row, today)
    yield from other_year(row, "date")
    yield from _order(office, row)
    if row.bad & {"quantity", "order_no"}:
        return
    yield from _number(office, row)
    if row.quantity > 0:
        yield from _stock(office, row)
        yield from _note(office, row)
        yield from _signature(office, row)
        yield from _shortfall(office, row)
        yield from _left_behind(office, row, today)
    else:
        yield from _return(office, row)


def _order(office: Office, row: Delivery) -> Iterator[Finding]:
    if "order_no" in row.bad:
        return
    if office.first(Order, "order_no", row.order_no) is None:
        yield finding(rules.UNKNOWN_ORDER, row, "order_no")
    product = product_of_order(office, row.order_no)
    if "quantity" in row.bad:
        return
    for column in ("quantity", "signed_qty"):
        if (wrong := broken(product, row, column, getattr(row, column))) is not None:
            yield wrong


def _number(office: Office, row: Delivery) -> Iterator[Finding]:
    if "note_no" in row.bad:
        return
    if row.note_no is None:
        back = row.quantity < 0
        yield finding(
            rules.DELIVERY_NOT_NUMBERED,
            row,
            "note_no",
            what=Words("退货", "return") if back else Words("送货", "delivery"),
            button=Words("退货", "Return") if back else Words("开送货单", "Delivery note"),
        )
        return
    came_with = _came_with(office, row) if row.quantity < 0 else ()
    for column in ("unit_price", "tax_rate"):
        if column in row.bad:
            continue
        value = getattr(row, column)
        theirs = tuple(dict.fromkeys(getattr(line, column) for line in came_with))
        fix = theirs[0] if len(theirs) == 1 else None
        if value is None:
            yield finding(rules.PRICE_MISSING, row, column, fix=fix, note_no=row.note_no)
        elif theirs and None not in theirs and value not in theirs:
            facts = {"note_no": row.return_of, "theirs": theirs}
            yield finding(rules.RETURN_OF_OTHER_TERMS, row, column, fix=fix, **facts)


def _stock(office: Office, row: Delivery) -> Iterator[Finding]:
    if "note_no" in row.bad:
        return
    if row.note_no is None:
        there = max(on_hand(office).get(row.order_no, ZERO), ZERO)
        stock = there if row.quantity > there else None
    else:
        stock = over_stock(office).get(id(row))
    if stock is not None:
        yield finding(
            rules.DELIVERED_OVER_STOCK,
            row,
            "quantity",
            order_no=row.order_no,
            quantity=row.quantity,
            stock=stock,
            unit=unit_of_order(office, row.order_no),
        )


def _note(office: Office, row: Delivery) -> Iterator[Finding]:
    """Hold a row against the first of its note: one note, one customer, one address."""
    first = note_rows(office).get(row.note_no or "", (row,))[0]
    if first is row:
        return
    own, theirs = (customer_of_order(office, r.order_no) for r in (row, first))
    if own is not None and theirs is not None and own != theirs:
        yield finding(
            rules.TWO_CUSTOMERS, row, "order_no", note_no=row.note_no, customer=theirs, other=own
        )
    if row.address is not None and first.address is not None and row.address != first.address:
        yield finding(rules.TWO_ADDRESSES, row, "address", note_no=row.note_no, other=first.address)


def _signature(office: Office, row: Delivery) -> Iterator[Finding]:
    if row.signed_qty is not None and row.signed_qty > row.quantity:
        yield finding(
            rules.SIGNED_OVER_DELIVERED,
            row,
            "signed_qty",
            signed=row.signed_qty,
            quantity=row.quantity,
            unit=unit_of_order(office, row.order_no),
        )
    if row.signed_on is not None and "date" not in row.bad and row.signed_on < row.date:
        yield finding(
            rules.SIGNED_BEFORE_DELIVERY, row, "signed_on", signed_on=row.signed_on, date=row.date
        )


def _shortfall(office: Office, row: Delivery) -> Iterator[Finding]:
    """Find what was not signed for and has not come back; returns of the note are pooled."""
    if row.note_no is None or row.signed_on is None or row.signed_qty is None:
        return
    if row.signed_qty >= row.quantity:
        return
    short = min(
        row.quantity - row.signed_qty,
        left_unsigned(office).get((row.note_no, row.order_no), ZERO),
    )
    if short > 0:
        yield finding(
            rules.SIGNED_SHORT,
            row,
            "signed_qty",
            quantity=row.quantity,
            signed=row.signed_qty,
            short=short,
            unit=unit_of_order(office, row.order_no),
        )


def _left_behind(office: Office, row: Delivery, today: dt.date) -> Iterator[Finding]:
    """Find what is signed but never went out, and what is out but not signed."""
    if row.note_no is None:
        return
    if row.signed_on is not None:
        if office.first(Outbound, "note_no", row.note_no) is None:
            yield finding(rules.SIGNED_NOT_OUT, row, "signed_on", note_no=row.note_no)
    elif "signed_on" not in row.bad and is_overdue(office, row, today):
        days = (today - row.date).days
        yield finding(rules.NOTE_UNSIGNED, row, "signed_on", note_no=row.note_no, days=days)


def is_overdue(office: Office, row: Delivery, today: dt.date) -> bool:
    """Return whether a delivered row should have been signed for by now, and is still out."""
    if row.note_no is None or row.signed_on is not None or row.bad & {"date", "quantity"}:
        return False
    place = (row.note_no, row.order_no)
    back = returned_by_note(office).get(place, ZERO) >= delivered_by_note(office).get(place, ZERO)
    return not back and (today - row.date).days > settings_of(office).unsigned_after_days


def _return(office: Office, row: Delivery) -> Iterator[Finding]:
    if row.return_of is None:
        return
    note = note_rows(office).get(row.return_of)
    if note is None:
        yield finding(rules.UNKNOWN_NOTE, row, "return_of")
        return
    mine = _came_with(office, row)
    if not mine:
        yield finding(rules.NOT_ON_THAT_NOTE, row, "order_no", note_no=row.return_of)
        return
    delivered = mine[0]
    if not {"date"} & (row.bad | delivered.bad) and row.date < delivered.date:
        yield finding(
            rules.RETURNED_BEFORE_DELIVERY,
            row,
            "date",
            date=row.date,
            note_no=row.return_of,
            delivered=delivered.date,
        )
    left = _over_returned(office).get(id(row))
    if left is not None:
        yield finding(
            rules.RETURNED_OVER_DELIVERED,
            row,
            "quantity",
            quantity=-row.quantity,
            note_no=row.return_of,
            left=left,
            unit=unit_of_order(office, row.order_no),
        )


def _came_with(office: Office, row: Delivery) -> tuple[Delivery, ...]:
    """Return the rows that a return's goods came with: of the note that it names, its order's."""
    note = note_rows(office).get(row.return_of or "", ())
    return tuple(line for line in note if line.order_no == row.order_no)


@kept
def _over_returned(office: Office) -> dict[int, Decimal]:
    """Return what could still come back for the returns of more than that, by ``id``."""
    left = dict(delivered_by_note(office))
    found: dict[int, Decimal] = {}
    for rows in in_turn(office).values():
        for row in rows:
            if row.quantity < 0 and row.return_of is not None:
                place = (row.return_of, row.order_no)
                still = left.get(place, ZERO)
                if -row.quantity > still:
                    found[id(row)] = max(still, ZERO)
                left[place] = still + row.quantity
    return found


def _odd_alone(_office: Office, rows: Across[Delivery], _today: dt.date) -> Flags:
    """Say which are returns, not numbered or priced, broken or oddly signed."""
    columns = ("quantity", "signed_qty", "note_no", "unit_price", "tax_rate", "date", "signed_on")
    return (
        note is None
        or price is None
        or rate is None
        or (signed is not None and signed != quantity)
        or quantity <= 0
        or (signed_on is not None and signed_on < day)
        or not is_whole(quantity)
        for quantity, signed, note, price, rate, day, signed_on in rows.zip(*columns)
    )


def _of_no_order(office: Office, rows: Across[Delivery], _today: dt.date) -> Flags:
    orders = office.all_by(Order, "order_no")
    return (number not in orders for number in rows["order_no"])


def _over_stock(office: Office, rows: Across[Delivery], _today: dt.date) -> Flags:
    return map(over_stock(office).__contains__, map(id, rows.rows))


def _with_others(office: Office, rows: Across[Delivery], _today: dt.date) -> Flags:
    """Say which stand with others on a note."""
    notes = note_rows(office)
    return (len(notes.get(note, ())) > 1 for note in rows["note_no"])


def _left_somewhere(office: Office, rows: Across[Delivery], today: dt.date) -> Flags:
    """Say which are signed and nowhere booked out, or late to be signed."""
    out = office.all_by(Outbound, "note_no")
    days = settings_of(office).unsigned_after_days
    return (
        (today - day).days > days if signed_on is None else note not in out
        for note, day, signed_on in rows.zip("note_no", "date", "signed_on")
    )


def _first_ones(office: Office, rows: Across[Delivery], today: dt.date) -> Flags:
    return map(unvisited(office, today).__contains__, map(id, rows.rows))


check_deliveries = Check(
    _judge,
    of_other_year("date"),
    _odd_alone,
    _of_no_order,
    _over_stock,
    _with_others,
    _left_somewhere,
    _first_ones,
)
"""Find what delivery rows get wrong, and customers whom nobody has visited though it is time."""
