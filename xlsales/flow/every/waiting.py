"""What waits for a decision, as a check says beside what is wrong (flow.md, *Approvals*)."""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.core.office import Office, Since
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.checks.links import linked
from xlsales.flow.facts.approvals import (
    Pending,
    in_turn,
    pending,
    place_of,
    unruled,
    waiting_note,
)
from xlsales.forms.choices import Kind
from xlsales.forms.management import Approval
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order

_ORDERS = frozenset({Kind.REGISTER, Kind.MANAGEMENT})
"""Where orders are entered, and where they are decided upon."""


def waiting(office: Office, books: tuple[Book, ...]) -> Iterator[Words]:
    """Say how much in these workbooks waits for a decision: no error, and no end either.

    Orders in a register, in the management workbook all of them, and complaints.
    """
    decides = any(book.kind == Kind.MANAGEMENT for book in books)
    if decides:
        yield from unruled(office)
    books = tuple(book for book in books if book.kind in _ORDERS)
    if not books or not all(
        office.has(model) for model in (Approval, Order, PlanLine, TradeRequest)
    ):
        return

    def compute(among: Office) -> tuple[Pending, ...]:
        if decides:
            return tuple(pending(among, among.rows(Order)))
        mine = [row for book in books for row in among.within(book, Order)]
        return tuple(pending(among, mine))

    def again(since: Since, found: tuple[Pending, ...]) -> tuple[Pending, ...] | None:
        part = linked(office, since)
        if part is None:
            return None
        spots, name = part.spots, Order.table.name
        were = tuple(each for each in found if (name, place_of(each)) in spots)
        if were != compute(part.was):
            return None
        stay = [each for each in found if (name, place_of(each)) not in spots]
        return tuple(in_turn([*stay, *compute(part.now)]))

    yield from waiting_note(office.worked_out(("waiting", *books), lambda: compute(office), again))
