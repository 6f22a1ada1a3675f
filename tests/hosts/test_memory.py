"""Workbooks in memory: what is typed is read, what macros write is kept, row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlsales.core.cells import same
from xlsales.core.outcome import Append, Replace, SetCells, SetProperty
from xlsales.core.row import Book, Row
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind, PlanType
from xlsales.forms.plan import Load, PlanLine
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS
from xlsales.hosts.memory import InMemory, in_memory

REGISTER = Book("register", "张三", 2026)
PLAN = Book("plan", "", 2026)


@pytest.fixture
def host() -> InMemory:
    made = in_memory()
    made.cells.add_book(REGISTER)
    made.cells.add_book(PLAN)
    return made


def typed(host: InMemory, **cells: Cell) -> int:
    return host.cells.type(
        REGISTER,
        "orders",
        {"order_date": date(2026, 11, 3), "customer": "东风", "product": "P1", **cells},
    )


def orders(host: InMemory) -> tuple[Order, ...]:
    return host.cells.office([Kind.REGISTER]).rows(Order)


def test_a_row_typed_under_the_table_belongs_to_it(host: InMemory) -> None:
    assert typed(host, quantity=1.0) == 3
    assert typed(host, quantity=2.0) == 4
    assert [order.quantity for order in orders(host)] == [1, 2]


def test_setting_cells_returns_what_changed_and_rereads_that_row(host: InMemory) -> None:
    typed(host, quantity=1.0)
    typed(host, quantity="二")
    first, second = orders(host)
    changes = host.cells.apply([SetCells(second, {"quantity": Decimal(2)}), SetCells(first, {})])
    assert [(c.row, c.column, c.was, c.now) for c in changes] == [(4, "quantity", "二", 2)]
    assert [order.quantity for order in orders(host)] == [1, 2]
    assert not any(f.rule.code == "not-a-number" for f in host.cells.office(["register"]).findings)


def test_setting_what_is_there_changes_nothing(host: InMemory) -> None:
    typed(host, quantity=1.5)
    (order,) = orders(host)
    assert (
        host.cells.apply([SetCells(order, {"quantity": Decimal("1.50"), "customer": "东风"})]) == []
    )


def test_a_persons_row_that_is_cleared_is_gone(host: InMemory) -> None:
    row = typed(host, quantity=1.0)
    assert len(orders(host)) == 1
    blank = dict.fromkeys(("order_date", "customer", "product", "quantity"))
    host.cells.type(REGISTER, "orders", blank, row)
    assert orders(host) == ()
    assert typed(host, quantity=2.0) == row


def test_appending_to_a_workbook_that_is_not_there_makes_it(host: InMemory) -> None:
    book = Book("plan", "", 2027)
    host.cells.apply([Append(book, (PlanLine(order_no="CL-202701-ZS-001"),))])
    (line,) = host.cells.office(["plan"]).rows(PlanLine)
    assert line.at == (book, 3)


def test_replacing_a_table_leaves_nothing_of_the_old_one(host: InMemory) -> None:
    def week(n: int) -> Load:
        return Load(work_center="锻造", week=f"2026-W{n}", capacity=Decimal(5))

    host.cells.apply([Replace(PLAN, Load, (week(1), week(2), week(3)))])
    host.cells.apply([Replace(PLAN, Load, (week(4),))])
    assert [load.week for load in host.cells.office(["plan"]).rows(Load)] == ["2026-W4"]


def test_properties_are_kept_with_the_workbook(host: InMemory) -> None:
    host.cells.apply([SetProperty(PLAN, "xlsales.last.RW-202611", "2")])
    host.cells.apply([SetProperty(PLAN, "xlsales.journal.张三@PC-7", "12:00")])
    assert host.cells.infos[PLAN].properties["xlsales.last.RW-202611"] == "2"
    office = host.cells.office(["plan"])
    assert office.numbers == {"RW-202611": 2}
    assert office.books[PLAN].properties == {"xlsales.last.RW-202611": ""}


def test_only_the_kinds_asked_for_are_there(host: InMemory) -> None:
    office = host.cells.office(["register"])
    assert office.has(Order)
    with pytest.raises(KeyError):
        office.rows(PlanLine)


def test_a_workbook_is_written_in_its_own_language() -> None:
    host = in_memory(Lang.EN)
    host.cells.add_book(PLAN)
    host.cells.apply([Append(PLAN, (PlanLine(order_no="A", plan_type=PlanType.MONTHLY),))])
    cells = host.cells.sheets[PLAN, "plan_lines"].grid
    assert cells.cell(0, "plan_type") == "Monthly"


@pytest.mark.parametrize(
    ("was", "now", "answer"),
    [
        (1.5, Decimal("1.50"), True),
        (0.1, Decimal("0.1"), True),
        (1, True, False),
        ("1", Decimal(1), False),
        (date(2026, 1, 1), date(2026, 1, 1), True),
        (None, "", False),
    ],
)
def test_cells_are_the_same_by_what_they_hold(was: Cell, now: Cell, answer: bool) -> None:
    assert same(was, now) is answer


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.table.name)
def test_a_blank_workbook_reads_as_no_rows_and_no_findings(model: type[Row]) -> None:
    host = in_memory()
    book = Book(model.table.kind, "", 2026)
    host.cells.add_book(book)
    office = host.cells.office([book.kind])
    assert office.rows(model) == ()
    assert office.findings == ()


def test_formulas_in_grey_cells_are_overwritten_one_by_one(host: InMemory) -> None:
    typed(host, quantity=1.0)
    typed(host, quantity=2.0)
    sheet = host.cells.sheets[REGISTER, "orders"]
    at = sheet.grid.columns["amount"]
    sheet.grid.formulas = {(0, at): True, (1, at): True}
    sheet.forget()
    first, second = orders(host)
    host.cells.apply([SetCells(first, {"amount": Decimal(5)})])
    told = [
        f.place.at.row for f in host.cells.office(["register"]).findings if "formula" in f.rule.code
    ]
    assert told == [second.at.row]
