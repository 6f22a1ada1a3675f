"""What is put right after a macro's edits: grey columns, computed tables, what findings show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsales.buttons import Button
from xlsales.core.finding import Finding, Severity
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Edit, Outcome, Replace, SetCells
from xlsales.core.reply import P
from xlsales.core.row import Book, Row, Table
from xlsales.flow.checks.validation import findings, in_order
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER, LEFT_BESIDE
from xlsales.forms.rules.register import NUMBER_COPIED, ROW_COPIED
from xlsales.forms.tables import tables_of
from xlsales.hosts import grey
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import Change
from xlsales.hosts.host import Host


@dataclass(frozen=True)
class Touched:
    """The workbooks that a press is about, the macro's edits and the cells that they changed."""

    books: tuple[Book, ...]
    edits: Sequence[Edit]
    changes: Sequence[Change]

    @property
    def replaced(self) -> set[tuple[Book, type[Row]]]:
        """The tables that the macro computed itself."""
        return {(edit.book, edit.model) for edit in self.edits if isinstance(edit, Replace)}


def put_right(cells: Cells, button: Button, call: Call[Any], touched: Touched) -> list[Change]:
    """Have what is grey in the workbooks be as of now; return what changed.

    Grey tables of the workbook pressed in all, where others are to see it; elsewhere, and after a
    mere check, those that follow from what the press changed. What the macro computed itself is.
    """
    office = cells.office(button.reads)
    changes: list[Change] = []
    for book in touched.books:
        changes += grey.put_right(cells, office, book, call.today)
    office = cells.office(button.reads)
    tables, done = grey.tables_in(touched.changes), touched.replaced
    for book in touched.books:
        whole = button.saves and book == call.book
        if whole or tables:
            late = None if whole else tables
            changes += grey.follow(cells, office, book, call.today, late, done)
    return changes


def computed(
    button: Button, call: Call[Any], touched: Touched
) -> Iterator[tuple[Book, list[Table]]]:
    """Yield the grey tables that the press computed, by workbook."""
    done = touched.replaced
    for book in touched.books:
        whole = button.saves and book == call.book
        fresh = [
            table
            for table in tables_of(book.kind)
            if table.is_computed and (whole or (book, table.model) in done)
        ]
        if fresh:
            yield book, fresh


def shown(
    host: Host,
    office: Office,
    button: Button,
    call: Call[Any],
    books: Sequence[Book],
    outcome: Outcome[P],
) -> tuple[Outcome[P], list[Change]]:
    """Show what is wrong in the workbooks after a press.

    A button that checks tells just that: what was wrong before it numbered rows may be no more.
    What it put right by itself it tells too.
    """
    checks, said = button.checks, outcome.findings
    told = [each for each in said if not checks or each.place.at.book not in books]
    if checks:
        copies = {_row(each) for each in said if each.rule is NUMBER_COPIED}
        said = tuple(
            each
            for each in said
            if each.rule in {NUMBER_COPIED, ROW_COPIED, LEFT_BESIDE}
            or (each.rule is GIVEN_TYPED_OVER and _row(each) not in copies)
        )
    changes: list[Change] = []
    for book in books:
        found = standing(office, book, call.today, said)
        changes += _annotate(host, office, book, found)
        told += found if checks else ()
    return replace(outcome, findings=tuple(told)), changes


def _row(found: Finding) -> tuple[object, ...]:
    return found.place.at, found.place.table and found.place.table.name


def standing(
    office: Office, book: Book, today: dt.date, said: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return what is wrong in a workbook after a press, with what the macro itself said of it."""
    found = findings(office, book, today)
    known = {_spot(finding) for finding in found}
    own = [
        finding for finding in said if finding.place.at.book == book and _spot(finding) not in known
    ]
    kept = [finding for finding in own if finding.rule is LEFT_BESIDE]
    return (*in_order(book, (*found, *(f for f in own if f.rule is not LEFT_BESIDE))), *kept)


def _spot(finding: Finding) -> tuple[object, ...]:
    """Return what a finding is about, whether or not its row has its number yet."""
    place = finding.place
    return finding.rule.code, place.at, place.table and place.table.name, place.column


def _annotate(host: Host, office: Office, book: Book, mine: Sequence[Finding]) -> list[Change]:
    """Show findings in a workbook: in its check columns, and as its saver shows them."""
    lang = host.cells.infos[book].lang
    said: dict[tuple[str, int], list[str]] = {}
    for finding in mine:
        if finding.place.table is not None and finding.rule.severity is not Severity.INFO:
            key = finding.place.table.name, finding.place.at.row
            said.setdefault(key, []).append(finding.message(lang))
    edits: list[SetCells] = []
    for table in tables_of(book.kind):
        if "check" not in table.by_key:
            continue
        for row in office.within(book, table.model):
            text = " ".join(dict.fromkeys(said.get((table.name, row.at.row), ()))) or None
            if getattr(row, "check", None) != text:
                edits.append(SetCells(row, {"check": text}))
    changes = host.cells.apply(edits)
    host.saver.show(book, mine)
    return changes
