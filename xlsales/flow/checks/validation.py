"""What is wrong in a workbook, row by row (flow.md, *Validation*): all findings at once.

Reading has found what cells hold; the definitions of columns say what they may hold; each
field of work adds its own checks. ``CHECKS`` is the one list of those.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from xlsales.core.finding import Finding
from xlsales.core.office import Office, Since
from xlsales.core.row import Book, Row, Table
from xlsales.flow.checks import collection as collection_checks
from xlsales.flow.checks import delivery as delivery_checks
from xlsales.flow.checks import management as management_checks
from xlsales.flow.checks import masters as masters_checks
from xlsales.flow.checks import outbound as outbound_checks
from xlsales.flow.checks import plan as plan_checks
from xlsales.flow.checks import receipts
from xlsales.flow.checks import register as register_checks
from xlsales.flow.checks import tracking as tracking_checks
from xlsales.flow.checks.again import findings_again
from xlsales.flow.checks.doubts import certain
from xlsales.flow.checks.suspects import Check
from xlsales.forms import (
    collection,
    delivery,
    management,
    masters,
    plan,
    progress,
    register,
    tracking,
    warehouse,
)
from xlsales.forms.checking import check_columns
from xlsales.forms.gate import unread
from xlsales.forms.rules.reading import NUMBER_IN_CODE, SPELLED
from xlsales.forms.tables import tables_of

CHECKS: Mapping[type[Row], Check[Any]] = {
    masters.Person: masters_checks.check_people,
    masters.Customer: masters_checks.check_customers,
    masters.Product: masters_checks.check_products,
    masters.WorkCenter: masters_checks.check_work_centers,
    masters.Setting: masters_checks.check_office_settings,
    management.ScoringSetting: masters_checks.check_office_settings,
    management.DeductionRule: masters_checks.check_rules,
    management.Target: management_checks.check_targets,
    management.Approval: management_checks.check_approvals,
    management.ComplaintRuling: management_checks.check_rulings,
    register.Order: register_checks.check_orders,
    register.MarketNote: register_checks.check_market_notes,
    register.Prospect: register_checks.check_prospects,
    register.Expense: register_checks.check_expenses,
    plan.PlanLine: plan_checks.check_plan_lines,
    plan.TradeRequest: plan_checks.check_trade_requests,
    progress.Progress: plan_checks.check_progress,
    warehouse.Receipt: receipts.check_receipts,
    warehouse.Outbound: outbound_checks.check_outbound,
    delivery.Delivery: delivery_checks.check_deliveries,
    tracking.Card: tracking_checks.check_cards,
    tracking.Complaint: tracking_checks.check_complaints,
    collection.Invoice: collection_checks.check_invoices,
    collection.InvoiceLine: collection_checks.check_invoice_lines,
    collection.Payment: collection_checks.check_payments,
}


def findings(
    office: Office, book: Book, today: dt.date, rows: Sequence[Row] | None = None
) -> tuple[Finding, ...]:
    """Return every finding of a workbook's rows, or of ``rows`` alone where they are given.

    In the order of sheets, rows and columns; findings about a table as a whole come first. Those
    of a whole workbook are kept with the office, which a press asks more than once.
    """
    if rows is not None:
        return _found(office, book, today, rows)

    def again(since: Since, found: Sequence[Finding]) -> tuple[Finding, ...] | None:
        judge = partial(_in_rows, today=today)
        made = findings_again(office, book, since, found, judge)
        return None if made is None else in_order(book, made)

    what = "findings", book, today
    return office.worked_out(what, lambda: _found(office, book, today, None), again)


def _found(
    office: Office, book: Book, today: dt.date, rows: Sequence[Row] | None
) -> tuple[Finding, ...]:
    chosen = None if rows is None else {(row.table.name, row.at) for row in rows}
    found = [
        finding
        for finding in office.findings
        if finding.place.at.book == book
        and (chosen is None or (_table(finding), finding.place.at) in chosen)
    ]
    for table in tables_of(book.kind):
        if not office.has(table.model):
            continue
        mine: Sequence[Row] = (
            office.within(book, table.model)
            if rows is None
            else [row for row in rows if row.table is table]
        )
        check = CHECKS.get(table.model)
        found += _told(office, mine, check(office, mine, today) if check else ())
    return in_order(book, _without_echoes(found))


def _told(office: Office, rows: Sequence[Row], checked: Iterable[Finding]) -> Iterable[Finding]:
    """Return what rows of a table get wrong, beside what reading found."""
    told = [*check_columns(office, rows), *checked]
    return certain(office, told) if unread(office) else told


def _in_rows(
    office: Office, table: Table, rows: Sequence[Row], today: dt.date
) -> Sequence[Finding]:
    """Return what is wrong with rows of a table by themselves, with what reading found in them."""
    places = {row.at for row in rows}
    read = [
        each for each in office.findings if each.place.table is table and each.place.at in places
    ]
    check = CHECKS.get(table.model)
    checked = check.row_by_row(office, rows, today) if check else ()
    return _without_echoes([*read, *_told(office, rows, checked)])


def _without_echoes(found: Sequence[Finding]) -> Sequence[Finding]:
    """Leave out that a number was read as text where something better becomes of that cell.

    A product code 0101 that a cell kept as the number 101 is said once, with the code as its fix.
    """
    mended = {
        (_table(each), each.place.at, each.place.column)
        for each in found
        if (each.is_error or each.rule is SPELLED) and each.fix is not None
    }
    if not mended:
        return found
    return [
        each
        for each in found
        if each.rule is not NUMBER_IN_CODE
        or (_table(each), each.place.at, each.place.column) not in mended
    ]


def _table(finding: Finding) -> str:
    return finding.place.table.name if finding.place.table else ""


def in_order(book: Book, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings by sheet, row and column, as a person would walk through them."""
    places = {
        (table.name, column.key): (n, m)
        for n, table in enumerate(tables_of(book.kind))
        for m, column in enumerate(table.columns)
    }
    firsts = {table.name: (n, -1) for n, table in enumerate(tables_of(book.kind))}

    def order(finding: Finding) -> tuple[int, int, int, str]:
        name = _table(finding)
        sheet, column = places.get((name, finding.place.column or "")) or firsts.get(name, (-1, -1))
        return sheet, finding.place.at.row, column, finding.rule.code

    return tuple(sorted(found, key=order))
