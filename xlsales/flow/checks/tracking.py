"""What can be wrong with cards and complaints (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.flow.checks.register import other_year
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


def check_cards(office: Office, rows: Sequence[Card], today: dt.date) -> Iterator[Finding]:
    """Find what cards get wrong by their note, and whose next visit is overdue."""
    last = {id(card) for card in last_visits(office, today).values()}
    for row in rows:
        yield from other_year(row, "visit_date")
        yield from _number(office, row, "card_no")
        yield from _note(office, row)
        if id(row) in last:
            customer = customer_of_card(office, row)
            yield from _visit(office, row, "next_visit", customer, row.visit_date, today)


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
    day = min((line.date for line in note if "date" not in line.bad), default=None)
    if day is not None and "visit_date" not in row.bad and row.visit_date < day:
        yield finding(
            rules.VISITED_BEFORE_DELIVERY, row, "visit_date", visit_date=row.visit_date, date=day
        )


def check_complaints(
    office: Office, rows: Sequence[Complaint], today: dt.date
) -> Iterator[Finding]:
    """Find what complaints get wrong by themselves and by their note or order; overdue ones."""
    for row in rows:
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
