"""Presses of the planner's buttons, one after another, on rows in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from tests.build import MASTERS
from tests.flow.branch import PLAN, TODAY, product
from xlsales.core.finding import Finding
from xlsales.core.office import Arguments, BookInfo, Call, Office
from xlsales.core.outcome import Append, Outcome, Replace, SetCells, SetProperty
from xlsales.core.reply import Reply
from xlsales.core.row import At, Book, Row
from xlsales.flow.facts.numbering import last_numbers
from xlsales.flow.plan.consolidate import ConsolidateArgs, Consolidated, consolidate
from xlsales.flow.plan.issuing import Issued
from xlsales.flow.plan.scheduling import ScheduleArgs, schedule
from xlsales.forms.choices import Supply
from xlsales.forms.masters import Product, WorkCenter
from xlsales.forms.plan import PlanLine, TradeRequest

A = TypeVar("A", bound=Arguments)
NOVEMBER = ConsolidateArgs(month="2026-11")


def center(
    name: str = "一车间", daily: int | str = 10, unit: str = "件", **cells: Any
) -> WorkCenter:
    values = {"name": name, "capacity_unit": unit, "daily_capacity": Decimal(daily)}
    return WorkCenter.model_validate({"at": At(MASTERS, 3), **values, **cells})


def made(code: str = "P1", post_days: int = 0, **cells: Any) -> Product:
    return product(code, post_days=post_days, **cells)


def bought(code: str = "B1", **cells: Any) -> Product:
    return product(code, name="轴承", supply=Supply.BUY, work_center=None, **cells)


def calling(
    args: A, *, today: date = TODAY, book: Book = PLAN, now: datetime | None = None, user: str = ""
) -> Call[A]:
    return Call(today, args, book, user, now or datetime(today.year, today.month, today.day, 8))


def after(office: Office, outcome: Outcome[Reply]) -> Office:
    """The office with an outcome's edits made in its workbooks."""
    rows: dict[type[Row], list[Row]] = {model: list(office.rows(model)) for model in office.models}
    books, numbers = dict(office.books), dict(office.numbers)
    for edit in outcome.edits:
        if isinstance(edit, SetCells):
            found = rows[type(edit.row)]
            place = next(n for n, row in enumerate(found) if row is edit.row)
            bad = edit.row.bad.difference(edit.values)
            found[place] = edit.row.model_copy(update={**edit.values, "bad": bad})
        elif isinstance(edit, Append):
            for row in edit.rows:
                found = rows[type(row)]
                last = max((it.at.row for it in found if it.at.book == edit.book), default=2)
                found.append(row.model_copy(update={"at": At(edit.book, last + 1)}))
        elif isinstance(edit, Replace):
            rows[edit.model] = [row for row in rows[edit.model] if row.at.book != edit.book]
            rows[edit.model] += [
                row.model_copy(update={"at": At(edit.book, 3)}) for row in edit.rows
            ]
        elif isinstance(edit, SetProperty):
            info = books.get(edit.book, BookInfo("x.xlsx"))
            books[edit.book] = replace(info, properties={**info.properties, edit.name: edit.value})
            numbers |= last_numbers({edit.name: edit.value})
    return Office(rows, books, office.findings, numbers=numbers)


def with_rows(office: Office, *rows: Row) -> Office:
    """The office with rows in place of those at the same place, or added."""
    new: dict[type[Row], list[Row]] = {}
    for row in rows:
        its = new.setdefault(type(row), list(office.rows(type(row))))
        its[:] = [it for it in its if it.at != row.at or it.identity != row.identity]
        its.append(row)
    return office.replaced(new)


def retyped(office: Office, row: Row, **cells: Any) -> Office:
    """The office after a person changed cells of a row."""
    rows = [it.model_copy(update=cells) if it is row else it for it in office.rows(type(row))]
    return office.replaced({type(row): rows})


def consolidated(office: Office, today: date = TODAY, month: str = "2026-11") -> Office:
    return after(office, consolidate(office, calling(ConsolidateArgs(month=month), today=today)))


def scheduled(office: Office, today: date = TODAY) -> Office:
    return after(office, schedule(office, calling(ScheduleArgs(), today=today)))


def line_of(office: Office, order_no: str) -> PlanLine:
    line = office.first(PlanLine, "order_no", order_no)
    assert line is not None
    return line


def request_of(office: Office, order_no: str) -> TradeRequest:
    row = office.first(TradeRequest, "order_no", order_no)
    assert row is not None
    return row


def codes(findings: Sequence[Finding]) -> list[tuple[str | None, str]]:
    """Whose row each finding is about, and its rule."""
    return [(it.place.key, it.rule.code) for it in findings]


def reasons(outcome: Outcome[Consolidated] | Outcome[Issued]) -> Mapping[str, str]:
    return {it.order_no: it.reason for it in outcome.reply.left_out}
