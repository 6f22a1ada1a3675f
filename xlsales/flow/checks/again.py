"""Findings of a workbook after a few rows of the office changed: those that nothing changed of stay.

What a finding follows from says :mod:`xlsales.flow.checks.links`; here nothing is judged otherwise.
The linked rows are judged as they were, too: unless that gives what was found of them then, all is
judged anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from xlsales.core.finding import Finding
from xlsales.core.office import Office, Since
from xlsales.core.row import Book, Row, Table
from xlsales.flow.checks.links import JUDGED, linked
from xlsales.forms.choices import Master
from xlsales.forms.rules.plan import FIXED_DATE_UNMET, LOAD_UNKNOWN, NO_ROOM
from xlsales.forms.tables import tables_of

OF_ALL_LINES = frozenset({LOAD_UNKNOWN, NO_ROOM, FIXED_DATE_UNMET})
"""What is found where lines are given dates, all of them together."""

Judge = Callable[[Office, Table, Sequence[Row]], Iterable[Finding]]
"""Finds what is wrong with rows of a table by itself, not where lines are given dates."""


def findings_again(
    office: Office, book: Book, since: Since, found: Sequence[Finding], judge: Judge
) -> list[Finding] | None:
    """Return what is found in a workbook now, of what was ``found`` before, in no order.

    None where all rows are to be judged anew.
    """
    part = linked(office, since)
    if part is None:
        return None
    tables = [table for table in tables_of(book.kind) if office.has(table.model)]
    masters = [table for table in tables if table.name in set(Master)]
    mine = [table for table in tables if table.model in JUDGED]
    anew = part.spots | {
        (table.name, row.at) for table in masters for row in office.within(book, table.model)
    }
    stay: list[Finding] = []
    were: list[Finding] = []
    for each in found:
        spot = each.place.table and each.place.table.name, each.place.at
        if each.rule in OF_ALL_LINES or spot not in anew:
            stay.append(each)
        elif spot in part.spots:
            were.append(each)
    before = _judged(part.was, book, mine, judge)
    if len(before) != len(were) or any(each not in before for each in were):
        return None
    now = _judged(part.now, book, mine, judge)
    return [*stay, *now, *_judged(office, book, masters, judge)]


def _judged(office: Office, book: Book, tables: Iterable[Table], judge: Judge) -> list[Finding]:
    return [
        each for table in tables for each in judge(office, table, office.within(book, table.model))
    ]
