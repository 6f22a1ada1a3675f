"""What macros fill by themselves: numbers, grey columns, computed tables (forms.md).

Three registries say who computes what. ``derived`` columns follow from the masters and the row
and are put right by every macro; ``refreshed`` ones come from other people's workbooks and are
put right by *Refresh* and by a button for the rows that it touches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from xlsales.core.column import By
from xlsales.core.finding import Finding
from xlsales.core.needs import Needs, needs, needs_by_book, needs_of
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, Replace, SetCells, SetProperty
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import Book, Row, Table
from xlsales.flow.checks import plan as plan_checks
from xlsales.flow.checks import receipts
from xlsales.flow.checks.validation import findings
from xlsales.flow.collection import payments as collection
from xlsales.flow.every.waiting import waiting
from xlsales.flow.facts import approvals
from xlsales.flow.facts import orders as register
from xlsales.flow.facts import stock as stocks
from xlsales.flow.facts.copied_rows import Given, left_behind
from xlsales.flow.facts.deliveries import derive_deliveries
from xlsales.flow.facts.replacing import replaced
from xlsales.flow.facts.visits import compute_visits_due, visits_of
from xlsales.flow.plan import loading
from xlsales.flow.register import intake
from xlsales.flow.tracking import cards as tracking
from xlsales.forms.choices import Kind
from xlsales.forms.collection import AgeingRow, Invoice, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.gate import lacking
from xlsales.forms.management import ScoringSetting, Target
from xlsales.forms.masters import Setting
from xlsales.forms.plan import Load, LoadBar, PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.rules.reading import CODE_WITH_NAME
from xlsales.forms.settings import entry_of
from xlsales.forms.tables import MODELS, tables_of
from xlsales.forms.tracking import Card, Complaint, VisitDue
from xlsales.forms.warehouse import Outbound, Stock

Fill = Callable[[Office, Sequence[Any], dt.date], Iterator[SetCells | SetProperty]]
Give = Callable[[Office, Book, dt.date], tuple[tuple[Edit, ...], tuple[Finding, ...]]]


@needs()
def derive_settings(
    office: Office, rows: Sequence[Setting | ScoringSetting], _today: dt.date
) -> Iterator[SetCells]:
    """Keep the explanation beside each setting, in the workbook's language."""
    for row in rows:
        entry = entry_of(row)
        if entry is not None and row.meaning not in entry.meaning:
            yield SetCells(row, {"meaning": entry.meaning.said(office.books[row.at.book].lang)})


DERIVED: Mapping[type[Row], Fill] = {
    Setting: derive_settings,
    ScoringSetting: derive_settings,
    Order: register.derive_orders,
    PlanLine: plan_checks.derive_plan_lines,
    TradeRequest: plan_checks.derive_trade_requests,
    Delivery: derive_deliveries,
    Card: tracking.derive_cards,
    Invoice: collection.derive_invoices,
    Payment: collection.derive_payments,
}
REFRESHED: Mapping[type[Row], Fill] = {
    Order: register.refresh_orders,
    Complaint: tracking.refresh_complaints,
}
COMPUTED: Mapping[type[Row], Callable[[Office, dt.date], tuple[Row, ...]]] = {
    Load: loading.compute_load,
    LoadBar: loading.compute_load_chart,
    Stock: stocks.compute_stock,
    VisitDue: compute_visits_due,
    AgeingRow: collection.compute_ageing,
}
OWN: Mapping[Callable[..., Any], Callable[[Sequence[Any], str], tuple[Row, ...]]] = {
    compute_visits_due: visits_of
}
"""Of what is computed for the whole branch, the rows that a workbook's owner is shown."""


@needs(Delivery)
def give_deliveries(office: Office, book: Book, _today: dt.date) -> Given:
    """Have pasted rows of notes wait for a note of their own, unsigned."""
    return left_behind(office, book, Delivery)


@needs(Outbound)
def give_outbound(office: Office, book: Book, _today: dt.date) -> Given:
    """Have the signed copy of a note not be back because that of another is."""
    return left_behind(office, book, Outbound)


@needs(Target)
def give_targets(office: Office, book: Book, _today: dt.date) -> Given:
    """Have a pasted adjustment of a target wait for its own approval."""
    return left_behind(office, book, Target)


GIVEN: Mapping[str, tuple[Give, ...]] = {
    Kind.REGISTER: (intake.give_orders,),
    Kind.WAREHOUSE: (receipts.number_receipts, give_outbound),
    Kind.DELIVERY: (give_deliveries,),
    Kind.MANAGEMENT: (give_targets,),
    Kind.TRACKING: (tracking.number_cards, tracking.number_complaints),
    Kind.COLLECTION: (collection.number_payments,),
}


def rows_of(office: Office, book: Book) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of each table of a workbook, in the order of its sheets."""
    return tuple(
        office.within(book, table.model)
        for table in tables_of(book.kind)
        if office.has(table.model)
    )


def given(
    office: Office, book: Book, today: dt.date
) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """Number the rows of a workbook that have no number yet (flow.md, *Numbers*).

    Nothing is numbered while something that this follows from cannot be read.
    """
    edits: list[Edit] = []
    found: list[Finding] = []
    for give in GIVEN.get(book.kind, ()):
        if lacking(office, needs_of(give, book)):
            continue
        made, said = give(office, book, today)
        edits += made
        found += said
    return tuple(edits), tuple(found)


def filled(
    office: Office, book: Book, today: dt.date, which: Mapping[type[Row], Fill]
) -> tuple[SetCells | SetProperty, ...]:
    """Return the edits that put a workbook's grey columns right.

    A column stays as it is while something that it follows from cannot be read.
    """
    edits: list[SetCells | SetProperty] = []
    for table in tables_of(book.kind):
        fill = which.get(table.model)
        if fill is None or not office.has(table.model):
            continue
        if not lacking(office, needs_of(fill, book)):
            rows = office.within(book, table.model)
            edits += _cleared(rows, refreshed=which is not DERIVED)
            edits += fill(office, rows, today)
    return tuple(edits)


def bare_codes(office: Office, book: Book) -> tuple[SetCells, ...]:
    """Return the edits that leave just the code where a drop-down put it with its name."""
    picked = {
        (each.place.table, each.place.at): each
        for each in office.findings
        if each.rule is CODE_WITH_NAME and each.place.at.book == book
    }
    if not picked:
        return ()
    return tuple(
        SetCells(row, {each.place.column: each.fix})
        for rows in rows_of(office, book)
        for row in rows
        if (each := picked.get((row.table, row.at))) and each.place.column
    )


def _cleared(rows: Sequence[Row], *, refreshed: bool) -> Iterator[SetCells]:
    """Clear grey cells that hold nothing a macro could have written; what belongs there follows."""
    for row in rows:
        for key in sorted(row.bad):
            column = row.table.by_key[key]
            if column.by is By.MACRO and column.refreshed is refreshed:
                yield SetCells(row, {key: None})


def computed(office: Office, book: Book, today: dt.date) -> tuple[Replace, ...]:
    """Return a workbook's computed tables where they are not as they should be."""
    edits: list[Replace] = []
    for table in tables_of(book.kind):
        if table.model in COMPUTED and office.has(table.model):
            edits += _recomputed(office, book, table.model, today)
    return tuple(edits)


def _recomputed(
    office: Office, book: Book, model: type[Row], today: dt.date
) -> tuple[Replace, ...]:
    """Return a computed table of a workbook, where it is not as its owner is to see it."""
    compute = COMPUTED[model]
    rows, own = compute(office, today), OWN.get(compute)
    return replaced(office, book, model, own(rows, book.owner) if own else rows)


def following(
    office: Office, book: Book, today: dt.date, changed: Collection[Table] | None
) -> tuple[Edit, ...]:
    """Return what of a workbook's refreshed columns and computed tables a press has put off.

    ``changed``: the tables that it changed, by which those that follow are known; None: all of
    the workbook's are to be as they are now. What follows from tables that the press did not read
    waits for *Refresh*.
    """
    models: Mapping[Table, type[Row]] = {model.table: model for model in MODELS}

    def follows(part: Callable[..., Any]) -> bool:
        read = needs_of(part, book).tables
        if changed is not None and not (read.keys() & set(changed)):
            return False
        return all(office.has(models[table]) for table in read)

    columns = {model: fill for model, fill in REFRESHED.items() if follows(fill)}
    edits: list[Edit] = [*filled(office, book, today, columns)]
    for table in tables_of(book.kind):
        compute = COMPUTED.get(table.model)
        if compute is None or not office.has(table.model) or not follows(compute):
            continue
        if not lacking(office, needs_of(compute, book)):
            edits += _recomputed(office, book, table.model, today)
    return tuple(edits)


class RefreshArgs(Arguments):
    """*Refresh* asks for nothing."""


def _needs(book: Book) -> Needs:
    """Return what is read to recompute a workbook."""
    parts: list[Callable[..., Any]] = [*GIVEN.get(book.kind, ())]
    for table in tables_of(book.kind):
        parts += (which[table.model] for which in (DERIVED, REFRESHED) if table.model in which)
        if table.model in COMPUTED:
            parts.append(COMPUTED[table.model])
    if book.kind == Kind.MANAGEMENT:
        parts.append(approvals.refresh_management)
    return reduce(or_, (needs_of(part, book) for part in parts), Needs())


@dataclass(frozen=True, kw_only=True)
class Refreshed(Reply):
    """How many cells changed; ``rows`` counts those that the workbook has."""

    changed: int = by_press(0)
    rows: int


@needs_by_book(_needs)
def refresh(office: Office, call: Call[RefreshArgs]) -> Outcome[Refreshed]:
    """Recompute the grey columns and tables of a workbook; number what has no number."""
    book = call.book
    edits, found = given(office, book, call.today)
    changed: list[Edit] = [*edits, *filled(office, book, call.today, REFRESHED)]
    changed += computed(office, book, call.today)
    if book.kind == Kind.MANAGEMENT:
        changed += approvals.refresh_management(office, book, call.today)
    rows = sum(len(mine) for mine in rows_of(office, book))
    return Outcome(
        edits=tuple(changed),
        findings=(*findings(office, book, call.today), *found),
        reply=Refreshed(rows=rows),
        notes=tuple(waiting(office, (book,))),
        annotate=True,
        read=rows,
    )
