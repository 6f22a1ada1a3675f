"""Cells become rows; what was typed oddly is said, and a bad row hides no other."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from xlsales.core.finding import Finding
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import Book
from xlsales.core.typed import Cell, CellError
from xlsales.core.words import Lang
from xlsales.forms.choices import OrderKind, PlanType
from xlsales.forms.reading import read_grid
from xlsales.forms.register import Order

BOOK = Book("register", "张三", 2026)
GOOD: dict[str, Cell] = {
    "order_date": datetime(2026, 11, 3),
    "salesperson": "张三",
    "customer": "东风机械",
    "kind": "新制",
    "product": "P001",
    "quantity": 12.0,
    "unit_price": 12.335,
    "required_date": datetime(2026, 12, 1),
    "plan_type": "月度",
}


def register(*rows: dict[str, Cell]) -> Grid:
    grid = blank_grid(Order.table, BOOK, Lang.ZH)
    for row in rows:
        cells: list[Cell] = [None] * len(grid.columns)
        for key, value in row.items():
            cells[grid.columns[key]] = value
        grid.cells.append(cells)
    return grid


def told(findings: tuple[Finding, ...]) -> list[tuple[int, str | None, str]]:
    return [(f.place.at.row, f.place.column, f.rule.code) for f in findings]


def test_a_well_typed_row_is_read_exactly_and_says_nothing() -> None:
    (order,), findings = read_grid(register(GOOD))
    assert findings == ()
    assert isinstance(order, Order)
    assert order.at == (BOOK, 3)
    assert order.bad == frozenset()
    assert order.unit_price == Decimal("12.335")
    assert order.quantity == 12
    assert order.order_date == date(2026, 11, 3)
    assert order.kind is OrderKind.NEW
    assert order.plan_type is PlanType.MONTHLY
    assert order.order_no is None


def test_blank_rows_are_no_rows_and_rows_keep_the_number_that_the_person_sees() -> None:
    rows, findings = read_grid(register({}, GOOD, {"customer": "  "}, GOOD))
    assert [row.at.row for row in rows] == [4, 6]
    assert findings == ()


def test_grey_leftovers_do_not_make_a_row() -> None:
    rows, _ = read_grid(register({"amount": 12.0, "status": "草稿"}))
    assert rows == ()


def test_every_finding_of_a_row_is_given_at_once_and_others_are_read() -> None:
    odd = {**GOOD, "quantity": "一百", "customer": None, "required_date": "03/04/2026"}
    rows, findings = read_grid(register(odd, GOOD))
    assert told(findings) == [
        (3, "customer", "required"),
        (3, "quantity", "not-a-number"),
        (3, "required_date", "ambiguous-date"),
    ]
    assert rows[0].bad == {"customer", "quantity", "required_date"}
    assert rows[1].bad == frozenset()


def test_numbers_and_dates_as_people_type_them_are_read_and_said_with_their_fix() -> None:
    typed = {**GOOD, "quantity": "1,200 件", "order_date": "2026.11.3", "required_date": "12月1日"}
    (order,), findings = read_grid(register(typed))
    assert isinstance(order, Order)
    assert order.quantity == 1200
    assert order.required_date == date(2026, 12, 1)
    assert [(f.rule.code, f.fix) for f in findings] == [
        ("date-as-text", date(2026, 11, 3)),
        ("number-as-text", Decimal(1200)),
        ("date-as-text", date(2026, 12, 1)),
    ]


def test_a_blank_cell_with_a_default_reads_as_the_default() -> None:
    (order,), findings = read_grid(register({**GOOD, "kind": None, "salesperson": None}))
    assert isinstance(order, Order)
    assert order.kind is OrderKind.NEW
    assert order.salesperson == "张三"
    assert [(f.place.column, f.rule.code, f.fix) for f in findings] == [
        ("kind", "default-used", OrderKind.NEW),
        ("salesperson", "default-used", "张三"),
    ]


def test_what_a_person_typed_into_a_grey_cell_is_told() -> None:
    (order,), findings = read_grid(register({**GOOD, "amount": "一百", "accepted_qty": "5 件"}))
    assert told(findings) == [
        (3, "amount", "grey-cell-typed"),
        (3, "accepted_qty", "grey-cell-typed"),
    ]
    assert [f.fix for f in findings] == [None, None]
    assert order.bad == {"amount"}


def test_an_error_cell_is_seen_and_not_read_as_blank() -> None:
    (order,), findings = read_grid(register({**GOOD, "remark": CellError("#N/A")}))
    assert told(findings) == [(3, "remark", "error-cell")]
    assert order.bad == {"remark"}


def test_bounds_and_decimals_are_errors_but_the_value_is_known() -> None:
    (order,), findings = read_grid(register({**GOOD, "quantity": -1.0, "unit_price": 1.23456}))
    assert isinstance(order, Order)
    assert order.quantity == -1
    assert told(findings) == [
        (3, "quantity", "out-of-range"),
        (3, "unit_price", "too-many-decimals"),
    ]


def test_a_formula_in_a_grey_column_is_said() -> None:
    grid = register({**GOOD, "amount": 148.02})
    grid.formulas = {(0, grid.columns["amount"]): True}
    _, findings = read_grid(grid)
    assert told(findings) == [(3, "amount", "formula-in-macro-column")]


def test_a_formula_of_a_person_is_read_by_its_stored_value_and_missed_without_one() -> None:
    grid = register(GOOD, {**GOOD, "quantity": None})
    at = grid.columns["quantity"]
    grid.formulas = {(0, at): True, (1, at): False}
    rows, findings = read_grid(grid)
    assert told(findings) == [(4, "quantity", "formula-without-value")]
    assert rows[1].bad == {"quantity"}


def test_a_missing_or_doubled_column_is_said_at_the_header() -> None:
    grid = register(GOOD)
    grid.missing, grid.doubled = ("remark",), ("customer",)
    _, findings = read_grid(grid)
    assert told(findings) == [(2, "remark", "missing-column"), (2, "customer", "double-column")]


def test_merged_cells_are_said() -> None:
    grid = register(GOOD)
    grid.merged = frozenset({0})
    _, findings = read_grid(grid)
    assert told(findings) == [(3, None, "merged-cells")]


def test_messages_speak_both_languages() -> None:
    _, (finding,) = read_grid(register({**GOOD, "kind": "翻新"}))
    assert finding.message(Lang.ZH) == "“业务类别”没有“翻新”这一选项。可选：新制、维修。"
    assert (
        finding.message(Lang.EN)
        == "“翻新” is not in the list of “Kind”. Choose one of: New, Repair."
    )
