"""Who is to be visited, and when (flow.md, *Visits due*; regulation (三) 5).

A customer with a visiting cycle is due so many days after the last visit, or where there was
none after the first delivery. A card counts as a visit on its day, however much of it is still
blank; a day that is yet to come is an appointment, not a visit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts import reads
from xlsales.flow.facts.attribution import salesperson_of_order
from xlsales.flow.facts.deliveries import customer_of_note, customer_of_order, customer_row
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.stock import counted
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer
from xlsales.forms.tracking import Card, VisitDue

_Turn = tuple[dt.date, str, int]


def customer_of_card(office: Office, card: Card) -> str | None:
    """Return whom a card is about: its customer, else its note's."""
    if card.customer is not None or card.note_no is None:
        return card.customer
    return customer_of_note(office, card.note_no)


def last_visits(office: Office, today: dt.date) -> Mapping[str, Card]:
    """Return the card of each customer's last visit up to today."""
    found: dict[str, Card] = {}
    for card in sound(office.rows(Card), "visit_date", "customer", "note_no"):
        customer = customer_of_card(office, card)
        if customer is None or card.visit_date > today:
            continue
        last = found.get(customer)
        if last is None or card.visit_date >= last.visit_date:
            found[customer] = card
    return found


@kept
def _ends(office: Office) -> tuple[Mapping[str, Delivery], Mapping[str, Delivery]]:
    """Return each customer's first and last delivery row."""
    first: dict[str, tuple[_Turn, Delivery]] = {}
    last: dict[str, tuple[_Turn, Delivery]] = {}
    for row in sound(counted(office), "date"):
        customer = customer_of_order(office, row.order_no) if row.quantity > 0 else None
        if customer is not None:
            turn = row.date, row.note_no or "", row.line_no or 0
            if customer not in first or turn < first[customer][0]:
                first[customer] = turn, row
            if customer not in last or turn >= last[customer][0]:
                last[customer] = turn, row
    return {name: row for name, (_, row) in first.items()}, {
        name: row for name, (_, row) in last.items()
    }


def first_deliveries(office: Office) -> Mapping[str, Delivery]:
    """Return the row of each customer's first delivery."""
    return _ends(office)[0]


def due_after(office: Office, customer: str | None, since: dt.date) -> dt.date | None:
    """Return when a customer is due after a visit or delivery; None without a cycle."""
    row = customer_row(office, customer)
    if row is None or row.visit_cycle_days is None:
        return None
    last = since.toordinal() + row.visit_cycle_days
    return dt.date.fromordinal(last) if last <= dt.date.max.toordinal() else None


@needs(*reads.VISITS, Card, VisitDue)
def compute_visits_due(office: Office, today: dt.date) -> tuple[VisitDue, ...]:
    """Return the table *visits_due*: customers due up to today, the longest due first."""
    visits, first = last_visits(office, today), first_deliveries(office)
    found: list[tuple[dt.date, VisitDue]] = []
    for customer in sound(office.rows(Customer), "name", "visit_cycle_days", "active"):
        card, delivery = visits.get(customer.name), first.get(customer.name)
        since = card.visit_date if card else delivery.date if delivery else None
        due = due_after(office, customer.name, since) if since else None
        if not customer.active or due is None or due > today:
            continue
        row = VisitDue(
            customer=customer.name,
            salesperson=customer.salesperson or _salesperson(office, customer.name),
            last_visit=card.visit_date if card else None,
            due_on=due,
            overdue_days=(today - due).days,
        )
        found.append((due, row))
    return tuple(row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1].customer)))


def visits_of(rows: Sequence[VisitDue], owner: str) -> tuple[VisitDue, ...]:
    """Return the visits that a salesperson has to make: theirs, and those that are nobody's.

    Without an owner it is the whole branch's list.
    """
    return tuple(row for row in rows if not owner or row.salesperson in {owner, None})


def _salesperson(office: Office, customer: str) -> str | None:
    """Return who delivered to a customer last: for one whom the masters give to nobody."""
    row = _ends(office)[1].get(customer)
    return salesperson_of_order(office, row.order_no) if row else None
