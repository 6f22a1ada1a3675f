"""Initials in numbers: kept once used, one series for one person (flow.md, *Numbers*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.numbering import PROPERTY, initials_of, split
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.register import Order
from xlsales.forms.rules import masters as rules
from xlsales.forms.tracking import Card, Complaint

_INITIALS = re.compile("[A-Z0-9]+")
_NUMBERED: tuple[tuple[type[Row], str], ...] = (
    (Order, "order_no"),
    (Delivery, "note_no"),
    (Card, "card_no"),
    (Complaint, "complaint_no"),
)
"""The tables of people's own workbooks whose numbers carry initials."""


def usable_initials(office: Office, name: str) -> str | None:
    """Return a person's initials if they can stand in a number, or None.

    They cannot while others stand in the numbers that the person has given, nor while they stand
    in somebody else's.
    """
    initials = initials_of(office, name)
    if not initials or not _INITIALS.fullmatch(initials):
        return None
    return None if initials_doubt(office, name) else initials


def no_number(office: Office, row: Row, column: str | None, name: str) -> Finding:
    """Return why a row gets no number where :func:`usable_initials` gives none."""
    doubt = initials_doubt(office, name)
    if doubt is not None:
        return finding(doubt.rule, row, column, **doubt.facts)
    return finding(rules.NO_INITIALS, row, column, person=name)


class Doubt(NamedTuple):
    """Why initials may not stand in numbers."""

    rule: Rule
    facts: Mapping[str, object]


def initials_doubt(office: Office, name: str) -> Doubt | None:
    """Return what is wrong with a person's initials beside the numbers given so far."""
    initials, used = initials_of(office, name), initials_used(office)
    mine = used.get(name, {})
    if initials is None or initials in mine:
        return None
    facts = {"person": name, "initials": initials}
    if mine:
        return Doubt(rules.INITIALS_CHANGED, {**facts, "used": last_used(office, name)})
    other = next((owner for owner, theirs in used.items() if initials in theirs), None)
    return Doubt(rules.INITIALS_TAKEN, {**facts, "other": other}) if other else None


def last_used(office: Office, name: str) -> str | None:
    """Return the initials that a person's latest numbers carry, if there are any."""
    mine = initials_used(office).get(name, {})
    return max(mine, key=lambda initials: mine[initials], default=None)


def initials_used(office: Office) -> Mapping[str, Mapping[str, str]]:
    """Return the initials in the numbers of each person's own workbooks, with the latest month.

    The workbooks' properties say which numbers macros gave there. Only where those are lost do
    the rows tell, which may have been pasted: initials that another person has are no sign then.
    """
    return _used(office.whole)


def stems_of(model: type[Row], rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yield whose workbook it is and what initials stand behind, of each number in some rows."""
    for column in (column for each, column in _NUMBERED if each is model):
        for row in rows:
            if (number := getattr(row, column)) is not None:
                yield row.at.book.owner, str(number).rpartition("-")[0]


def remembered(office: Office) -> Mapping[str, Mapping[str, str]]:
    """Return what :func:`initials_used` has of people whose workbooks' properties say it."""
    used: dict[str, dict[str, str]] = {}
    for book, info in office.books.items():
        for name in info.properties if book.owner else ():
            if name.startswith(PROPERTY):
                _note(used, book.owner, name.removeprefix(PROPERTY))
    return used


@kept
def _used(office: Office) -> Mapping[str, Mapping[str, str]]:
    told = remembered(office)
    used = {owner: dict(theirs) for owner, theirs in told.items()}
    stems = {
        (book.owner, str(number or "").rpartition("-")[0])
        for model, column in _NUMBERED
        if office.has(model)
        for book, numbers in office.values(model, column, lambda book: book.owner not in told)
        for number in numbers
    }
    for owner, stem in stems:
        if owner and split(f"{stem}-001") and _theirs(office, stem) in {None, owner}:
            _note(used, owner, stem)
    return used


def _note(used: dict[str, dict[str, str]], owner: str, stem: str) -> None:
    _, month, *initials = stem.split("-")
    if initials:
        mine = used.setdefault(owner, {})
        mine[initials[0]] = max(month, mine.get(initials[0], ""))


def _theirs(office: Office, stem: str) -> str | None:
    """Return who has the initials of a number's stem by the masters."""
    person = office.first(Person, "initials", stem.rpartition("-")[2])
    return person.name if person else None
