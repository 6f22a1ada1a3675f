"""When invoices are due (columns.csv, ``invoices.due_date``): the date, and the credit days then.

A due date is given once. Credit days changed later do not move it; a corrected date, or another
customer, does. To tell one from the other a collection workbook keeps, in a property a customer,
the credit days that it has given due dates by: ``xlsales.credit.东风`` = ``30,60@2026-12-31``, 60
since the last day of the year. A due date that is so many days after its invoice's date as any of
them stands; any other has strayed. Of a workbook that kept nothing yet all due dates stand, and
theirs are the credit days that it begins with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from xlsales.core.office import Office
from xlsales.core.outcome import SetProperty
from xlsales.core.row import Book, sound
from xlsales.flow.facts.kept import kept
from xlsales.forms.collection import Invoice
from xlsales.forms.masters import Customer

PROPERTY = "xlsales.credit."
_LONGEST = 255
"""The most characters of a property that Excel keeps."""
_ANY = "*"
"""Kept in place of more than that: whatever due dates the customer has stand."""


class Term(NamedTuple):
    """Credit days of a customer, and the first day on which they were used."""

    days: int
    since: date = date.min


_Key = tuple[Book, str]
_Terms = tuple[Term, ...] | None
"""The oldest first; None: any."""


@kept
def credit_days(office: Office) -> Mapping[str, int]:
    """Return the credit days of each customer for whom they can be read."""
    credit: dict[str, int] = {}
    for customer in sound(office.rows(Customer), "name", "credit_days"):
        credit.setdefault(customer.name, customer.credit_days)
    return credit


def due_after(day: date, days: int) -> date:
    """Return the date so many days later, or the last there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


@kept
def strayed(office: Office) -> Mapping[int, date]:
    """Return when invoices are due whose given due date no longer follows from them, by ``id``.

    Whether it may follow is another question: see :func:`xlsales.flow.facts.ageing.moving`.
    """
    terms, credit = _terms(office), credit_days(office)
    books = {book for book, _ in terms}
    names: dict[str, str] = {}
    found: dict[int, date] = {}
    for row in sound(office.rows(Invoice), "date", "customer") if books else ():
        now = credit.get(row.customer)
        if row.due_date is None or now is None or row.at.book not in books:
            continue
        name = names.get(row.customer) or names.setdefault(row.customer, _name(row.customer))
        own, days = terms.get((row.at.book, name), ()), (row.due_date - row.date).days
        if own is None or any(term.days == days for term in own):
            continue
        due = due_after(row.date, _days_then(own, row.due_date, now))
        if due != row.due_date:
            found[id(row)] = due
    return found


def _days_then(terms: Sequence[Term], due: date, now: int) -> int:
    """Return the credit days by which a due date was given: those in use that long before it."""
    until = date.max
    for days, since in reversed(terms):
        if since <= due - timedelta(days=min(days, (due - date.min).days)) <= until:
            return days
        until = since
    return now


def remembered(
    office: Office, book: Book, given: Mapping[str, int], today: date
) -> Iterator[SetProperty]:
    """Yield what a workbook keeps of the credit days that due dates were ``given`` by today."""
    terms = _terms(office)
    own: dict[str, _Terms] = {name: found for (of, name), found in terms.items() if of == book}
    if not own:
        own = dict(_as_found(office, book))
    for customer, days in given.items():
        name = _name(customer)
        mine = own.get(name, ())
        if mine is not None and (not mine or mine[-1].days != days):
            own[name] = (*mine, Term(days, today)) if mine else (Term(days),)
    for name, now in sorted(own.items()):
        if now is not None and now != terms.get((book, name)):
            text = ",".join(_text(term) for term in now)
            yield SetProperty(book, name, text if len(text) <= _LONGEST else _ANY)


def renamed(office: Office, old: str, new: str) -> Iterator[SetProperty]:
    """Yield what workbooks keep of a customer's credit days, under the customer's new name."""
    for book, info in office.books.items():
        held = info.properties.get(_name(old))
        if held is not None:
            yield SetProperty(book, _name(new), held)


def _as_found(office: Office, book: Book) -> Iterator[tuple[str, _Terms]]:
    """Yield the credit days behind the due dates of a workbook that kept none, and today's."""
    credit = credit_days(office)
    found: dict[str, dict[int, None]] = {}
    for row in sound(office.within(book, Invoice), "date", "customer"):
        if row.due_date is not None:
            found.setdefault(row.customer, {})[(row.due_date - row.date).days] = None
    for customer, days in found.items():
        now = credit.get(customer)
        older = sorted(each for each in days if each != now)
        yield _name(customer), tuple(map(Term, older if now is None else (*older, now)))


def _name(customer: str) -> str:
    # Excel takes names of properties that differ in case for the same.
    return PROPERTY + unicodedata.normalize("NFC", customer).casefold()


@kept
def _terms(office: Office) -> Mapping[_Key, _Terms]:
    return {
        (book, name): _read(text)
        for book, info in office.books.items()
        for name, text in info.properties.items()
        if name.startswith(PROPERTY)
    }


def _text(term: Term) -> str:
    return str(term.days) if term.since == date.min else f"{term.days}@{term.since}"


def _read(text: str) -> _Terms:
    """Return what is kept; what is not ours to read lets every due date stand."""
    with suppress(ValueError):
        parts = (part.partition("@") for part in text.split(","))
        return tuple(
            Term(int(days), date.fromisoformat(since) if since else date.min)
            for days, _, since in parts
        )
    return None
