"""What can be wrong with cards and complaints (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from xlsales.core.across import Across
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Condition, Flags, of_other_year
from xlsales.flow.facts.deliveries import (
    customer_of_note,
    customer_of_order,
    customer_row,
    note_rows,
)
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.visits import customer_of_card, due_after, first_deliveries, last_visits
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.rules import delivery as delivery_rules
from xlsales.forms.rules import tracking as rules
from xlsales.forms.tracking import Card, Complaint


def _judge_card(office: Office, row: Card, today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "visit_date")
    yield from _number(office, row, "card_no")
    yield from _note(office, row)
    if id(row) in _last(office, today):
        customer = customer_of_card(office, row)
        yield from _visit(office, row, "next_visit", customer, row.visit_date, today)


def _last(office: Office, today: dt.date) -> frozenset[int]:
    """Return the cards of each customer's last visit, by ``id``."""
    key = _last, today
    found = office.recall(key)
    if found is None:
        found = office.memo(key, frozenset(map(id, last_visits(office, today).values())))
    return cast("frozenset[int]", found)


def check_first_visit(office: Office, row: Delivery, today: dt.date) -> Iterator[Finding]:
    """Find a first delivery to a customer whom nobody has visited since, though it is time."""
    name = unvisited(office, today).get(id(row))
    if name is not None:
        yield from _visit(office, row, "customer", name, row.date, today)


def unvisited(office: Office, today: dt.date) -> Mapping[int, str]:
    """Return the customers whom nobody has visited, by ``id`` of their first delivery."""
    key = unvisited, today
    found = office.recall(key)
    if found is None:
        visited, first = last_visits(office, today), first_deliveries(office)
        never = {id(row): name for name, row in first.items() if name not in visited}
        found = office.memo(key, never)
    return cast("Mapping[int, str]", found)


def _visit(
    office: Office, row: Row, column: str, name: str | None, since: dt.date, today: dt.date
) -> Iterator[Finding]:
    customer, due = customer_row(office, name), due_after(office, name, since)
    if customer is None or not customer.active or due is None or due >= today:
        return
    days = (today - due).days
    yield finding(rules.VISIT_OVERDUE, row, column, customer=name, due_on=due, days=days)


def _number(office: Office, row: Card | Complaint, column: str) -> Iterator[Finding]:
    owner = row.at.book.owner
    if getattr(row, column) is None and owner and usable_initials(office, owner) is None:
        yield no_number(office, row, column, owner)


def _note(office: Office, row: Card) -> Iterator[Finding]:
    if row.note_no is None:
        return
    note = note_rows(office).get(row.note_no)
    if note is None:
        yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
        return
    theirs = customer_of_note(office, row.note_no)
    if row.customer is not None and theirs is not None and row.customer != theirs:
        yield finding(
            rules.CARD_OF_OTHER_CUSTOMER,
            row,
            "customer",
            note_no=row.note_no,
            theirs=theirs,
        )
    day = _delivered(note)
    if day is not None and "visit_date" not in row.bad and row.visit_date < day:
        yield finding(
            rules.VISITED_BEFORE_DELIVERY, row, "visit_date", visit_date=row.visit_date, date=day
        )


def _delivered(note: Sequence[Delivery]) -> dt.date | None:
    """Return the first day of a note's rows that can be read."""
    return min((line.date for line in note if "date" not in line.bad), default=None)


def _unnumbered(column: str) -> Condition[Any]:
    return lambda _office, rows, _today: rows.each(column, lambda number: number is None)


def _unlike_note(office: Office, rows: Across[Card], _today: dt.date) -> Flags:
    """Say which are of no note there is, of another customer than it, or before it."""
    notes = note_rows(office)
    known = {number: notes[number] for number in set(rows["note_no"]) if number in notes}
    theirs = {number: customer_of_note(office, number) for number in known}
    days = {number: _delivered(note) for number, note in known.items()}
    return (
        number is not None
        and (
            number not in known
            or theirs[number] not in {None, customer}
            or ((day := days[number]) is not None and visited < day)
        )
        for number, customer, visited in rows.zip("note_no", "customer", "visit_date")
    )


def _last_ones(office: Office, rows: Across[Card], today: dt.date) -> Flags:
    return map(_last(office, today).__contains__, map(id, rows.rows))


check_cards = Check(
    _judge_card,
    of_other_year("visit_date"),
    _unnumbered("card_no"),
    _unlike_note,
    _last_ones,
)
"""Find what cards get wrong by their note, and whose next visit is overdue."""


def _judge_complaint(office: Office, row: Complaint, today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "date")
    yield from _number(office, row, "complaint_no")
    yield from _whose(office, row)
    yield from _dates(row)
    if is_overdue(row, today) and row.due_date is not None:
        days = (today - row.due_date).days
        yield finding(
            rules.COMPLAINT_OVERDUE,
            row,
            "due_date",
            due_date=row.due_date,
            days=days,
            owner=row.owner,
        )


def is_overdue(row: Complaint, today: dt.date) -> bool:
    """Return whether a complaint is open past its due date."""
    open_ = row.closed_on is None and "closed_on" not in row.bad
    return open_ and row.due_date is not None and row.due_date < today


def _whose(office: Office, row: Complaint) -> Iterator[Finding]:
    """Hold the note and the order named against the registers, and against the customer."""
    if row.note_no is not None:
        if row.note_no not in note_rows(office):
            yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
        else:
            yield from _other(row, "note_no", customer_of_note(office, row.note_no))
    if row.order_no is not None:
        if office.first(Order, "order_no", row.order_no) is None:
            yield finding(delivery_rules.UNKNOWN_ORDER, row, "order_no")
        else:
            yield from _other(row, "order_no", customer_of_order(office, row.order_no))


def _other(row: Complaint, column: str, theirs: str | None) -> Iterator[Finding]:
    if theirs is not None and "customer" not in row.bad and row.customer != theirs:
        yield finding(
            rules.COMPLAINT_OF_OTHER_CUSTOMER, row, column, theirs=theirs, customer=row.customer
        )


def _dates(row: Complaint) -> Iterator[Finding]:
    if "date" in row.bad:
        return
    if row.closed_on is not None and row.closed_on < row.date:
        yield finding(
            rules.CLOSED_BEFORE_COMPLAINT,
            row,
            "closed_on",
            closed_on=row.closed_on,
            date=row.date,
        )
    if row.due_date is not None and row.due_date < row.date:
        yield finding(
            rules.DUE_BEFORE_COMPLAINT, row, "due_date", due_date=row.due_date, date=row.date
        )


def _of_others(office: Office, rows: Across[Complaint], _today: dt.date) -> Flags:
    """Say which name a note or order that there is none of, or another customer's."""
    notes, orders = note_rows(office), office.all_by(Order, "order_no")
    of_note = {no: customer_of_note(office, no) for no in set(rows["note_no"]) if no in notes}
    of_order = {no: customer_of_order(office, no) for no in set(rows["order_no"]) if no in orders}
    return (
        (note is not None and of_note.get(note, ...) not in {None, customer})
        or (order is not None and of_order.get(order, ...) not in {None, customer})
        for note, order, customer in rows.zip("note_no", "order_no", "customer")
    )


def _oddly_dated(_office: Office, rows: Across[Complaint], today: dt.date) -> Flags:
    """Say which were closed or due before they came, or are open past their due date."""
    return (
        (closed is not None and closed < day)
        or (due is not None and (due < day or (closed is None and due < today)))
        for day, closed, due in rows.zip("date", "closed_on", "due_date")
    )


check_complaints = Check(
    _judge_complaint, of_other_year("date"), _unnumbered("complaint_no"), _of_others, _oddly_dated
)
"""Find what complaints get wrong by themselves and by their note or order; overdue ones."""
