"""Rows below a table: every command that reads the table says so, and nothing overwrites them."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.forms.test_below import TYPED, row_of
from tests.office.branch import ORDER, REGISTER, must, run
from tests.office.conftest import _made, office  # noqa: F401  # fixtures
from xlsales.buttons import BY_ID, Button, arguments_of
from xlsales.core.office import Call
from xlsales.core.outcome import Append, Refusal
from xlsales.core.reply import lists_findings
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang
from xlsales.flow.checks.validation import findings
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.register import Order
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.memory import InMemory, in_memory
from xlsales.office.unusable import Unusable
from xlsales.press import Pressed, press

TODAY = date(2026, 11, 24)
BOOKS = {
    kind: Book(kind, "张三" if kind in OWNED else "", 2026 if kind in YEARLY else 0)
    for kind in Kind
}
READING = (
    "validate",
    "refresh",
    "today",
    "ageing",
    "visits_due",
    "score",
    "schedule",
    "consolidate",
)
GIVEN: dict[str, dict[str, Any]] = {
    "score": {"period": "2026-11"},
    "consolidate": {"month": "2026-11"},
}


def host_with(table: Table) -> InMemory:
    """An office with nothing in it but two rows below one table."""
    host = in_memory(Lang.ZH)
    for book in BOOKS.values():
        host.cells.add_book(book)
    row = row_of(table)
    host.cells.sheets[BOOKS[Kind(table.kind)], table.name].grid.below = {9: row, 10: row}
    return host


def pressed(host: InMemory, button: Button, table: Table) -> Pressed | None:
    """Press a button where it is at home, or else in the table's workbook; None if it refuses."""
    args = arguments_of(button)(**GIVEN.get(button.id, {}))
    mine = table.kind if table.kind in button.kinds else button.kinds[0]
    book = Book("") if button.id == "validate" else BOOKS[Kind(button.home.kind or mine)]
    try:
        return press(host, button, Call(TODAY, args, book, "张三"))
    except Refusal:
        return None


def told(done: Pressed, table: Table) -> bool:
    """Whether a press said that rows of a table were not read; then it is no success."""
    found = [
        f
        for f in done.outcome.findings
        if f.rule.code == "rows-below" and f.place.table is table and f.place.at.row == 9
    ]
    if not found:
        return False
    assert len(found) == 1
    return True


@pytest.mark.parametrize("table", TYPED, ids=lambda t: t.name)
def test_validate_and_somebody_else_tell_of_rows_below_every_table(table: Table) -> None:
    by = {
        button_id
        for button_id in READING
        if (done := pressed(host_with(table), BY_ID[button_id], table)) and told(done, table)
    }
    assert "validate" in by
    assert len(by) > 1, by


@pytest.mark.parametrize(
    ("button_id", "tables"),
    [
        ("ageing", ("invoices", "payments")),
        ("score", ("targets", "rules", "deliveries", "invoices", "payments", "complaints")),
        ("score", ("costs", "branch_expenses", "rulings", "orders", "people", "customers")),
        ("refresh", ("receipts", "outbound", "deliveries", "progress", "trade_requests")),
        ("visits_due", ("cards", "customers")),
        ("schedule", ("plan_lines", "work_centers")),
        ("consolidate", ("orders", "plan_lines")),
    ],
)
def test_a_figure_that_lacks_rows_is_never_given_in_silence(
    button_id: str, tables: tuple[str, ...]
) -> None:
    for table in TYPED:
        if table.name not in tables:
            continue
        done = pressed(host_with(table), BY_ID[button_id], table)
        assert done is not None
        assert told(done, table), table.name
        listed = lists_findings(type(done.reply))
        assert done.outcome.refused or listed  # exit 1
        assert listed or any(done.office.books[BOOKS[Kind(table.kind)]].path in note.zh
                   for note in done.outcome.notes)  # fmt: skip


def test_who_does_not_read_a_table_does_not_speak_of_it() -> None:
    (table,) = (each for each in TYPED if each.name == "market_notes")
    for button_id in ("ageing", "score", "visits_due"):
        done = pressed(host_with(table), BY_ID[button_id], table)
        assert done is not None
        assert not told(done, table)
        assert not done.outcome.refused


# --- in files ----------------------------------------------------------------------------------


def type_below(root: Path, *rows: int) -> Path:
    """Type a register's order again further down."""
    path = root / REGISTER
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["承揽登记"]
    heads = {cell.value: cell.column for cell in sheet[2]}
    for row in rows:
        for key, value in ORDER.items():
            sheet.cell(row, heads[Order.table.by_key[key].zh]).value = value
    workbook.save(path)
    return path


def order_like(first: Order, number: int) -> Order:
    return first.model_copy(update={"order_no": f"CL-202611-ZS-09{number}", "remark": "新行"})


def test_rows_below_are_named_by_place_and_marked_in_the_findings_sheet(office: Path) -> None:  # noqa: F811
    path = type_below(office, 7, 8)
    code, out, _ = run(office, "validate", "{}/" + REGISTER, "--annotate", "--json")
    assert code == 1
    (found,) = (f for f in json.loads(out)["findings"] if f["code"] == "rows-below")
    assert (found["workbook"], found["sheet"], found["row"]) == (REGISTER, "承揽登记", 7)
    report: Any = openpyxl.load_workbook(path)["校验报告"]
    assert [row[7] for row in report.values if row[7] == "rows-below"] == ["rows-below"]
    code, _, err = run(office, "score", "--period", "2026-11", "--json", "{}")
    assert code == 1
    assert f"{REGISTER}：表“承揽登记”下方隔着空行或汇总行，第 7 行起还有 2 行" in err


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_rows_that_a_press_adds_never_overwrite_what_stands_below(office: Path, rows: int) -> None:  # noqa: F811
    """Orders stand in rows 3 and 4, one more below a blank line in row 6."""
    path = type_below(office, 6)
    before = path.read_bytes()
    host = of_folder(office)
    first, *_ = host.cells.office(["register"]).rows(Order)
    book = BOOKS[Kind.REGISTER]
    host.cells.apply([Append(book, tuple(order_like(first, n) for n in range(rows)))])
    if rows == 1:  # it takes the blank line, and what stood below belongs to the table again
        host.saver.commit({}, 20)
        orders = of_folder(office).cells.office(["register"]).rows(Order)
        assert [row.at.row for row in orders] == [3, 4, 5, 6]
        assert orders[3].customer == ORDER["customer"]
        return
    with pytest.raises(Unusable, match="第 6 行有内容"):
        host.saver.commit({}, 20)
    assert path.read_bytes() == before


def test_a_row_typed_below_is_read_once_the_blank_line_is_gone(office: Path) -> None:  # noqa: F811
    path = type_below(office, 6)
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["承揽登记"]
    for cell in sheet[6]:
        sheet.cell(5, cell.column).value, cell.value = cell.value, None
    workbook.save(path)
    host = of_folder(office)
    found = host.cells.office(["masters", "register"])
    assert len(found.rows(Order)) == 3
    assert not [
        f for f in findings(found, BOOKS[Kind.REGISTER], TODAY) if f.rule.code == "rows-below"
    ]


def test_a_remark_far_below_changes_nothing(office: Path, tmp_path: Path) -> None:  # noqa: F811
    other = tmp_path / "另一个"
    shutil.copytree(office, other)
    path = other / REGISTER
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["承揽登记"]
    sheet["A30"], sheet["C30"], sheet["A31"] = "制表人：张三", "审核：", datetime(2026, 11, 30)
    workbook.save(path)
    for argv in (("validate", "{}/" + REGISTER), ("score", "--period", "2026-11", "{}")):
        assert must(other, *argv, "--json") == must(office, *argv, "--json")
