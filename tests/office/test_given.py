"""Given cells: what a button wrote counts, whatever is typed over it (memory.md, *Given cells*)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import ORDER, REGISTER, must, run
from xlsales.buttons import FORMS
from xlsales.core.column import Column, Type
from xlsales.core.finding import show
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo, Call, Office
from xlsales.core.row import Book, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.flow.checks.validation import findings
from xlsales.forms.given import given_columns, key_of
from xlsales.forms.tables import TABLES, tables_of
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.files.stored import Tables
from xlsales.office.folder import HIDDEN
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import given
from xlsales.office.store.store import Store

DAY = "2026-12-31"
GIVEN = [(table, column) for table in TABLES for column in given_columns(table)]
NAMES = [f"{table.name}.{column.key}" for table, column in GIVEN]
SCORED = {"orders", "deliveries", "payments", "complaints", "rulings", "invoices"}


def other(column: Column, cell: Cell) -> Cell:
    """Return something else that a person could type there."""
    if column.type in {Type.DATE, Type.DATETIME}:
        return datetime(2020, 1, 2, 3, 4) if cell != datetime(2020, 1, 2, 3, 4) else None
    if column.type.is_number:
        return float(cell or 0) * 10 + 1  # type: ignore[arg-type]  # a number stands there
    return f"{cell or ''}9"


@pytest.fixture(scope="module")
def read(demo: Path) -> Callable[[Callable[[Grid], None], tuple[str, ...]], Office]:
    """Return what reads the demonstration with something typed into one of its tables."""
    first = of_folder(demo)
    kept = {
        book: read_workbook(first.path(book), book, info.lang, tables_of(book.kind))
        for book, info in first.cells.infos.items()
    }

    def reading(spoil: Callable[[Grid], None], kinds: tuple[str, ...]) -> Office:
        def as_left(_store: Store, _path: Path, book: Book, _info: BookInfo) -> Tables:
            grids = [unread(grid) for grid in kept[book]]
            for grid in grids:
                spoil(grid)
            return Tables(None, [(grid, None) for grid in grids])

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("xlsales.hosts.files.stored.tables", as_left)
            return of_folder(demo).cells.office(kinds)

    return reading


def unread(grid: Grid) -> Grid:
    """Return a table as it was before it was held against the record."""
    cells = [[*row] for row in grid.cells]
    return replace(grid, cells=cells, typed_over={}, foreign=set(), lost=None)


def first_filled(grid: Grid, column: str) -> int | None:
    position = grid.columns[column]
    for index, row in enumerate(grid.cells):
        if position < len(row) and row[position] not in {None, ""} and key_of(grid, index):
            return index
    return None


class Typist:
    """Types over the first cell of a column, in the first workbook that has one filled."""

    def __init__(self, table: Table, column: Column) -> None:
        self.table, self.column = table, column
        self.was: Cell = None
        self.book: Book | None = None
        self.row = 0

    def __call__(self, grid: Grid) -> None:
        if grid.table is not self.table or self.book is not None:
            return
        index = first_filled(grid, self.column.key)
        if index is None:
            return
        position = grid.columns[self.column.key]
        self.book, self.row = grid.book, grid.first_row + index
        self.was = grid.cells[index][position]
        grid.cells[index][position] = other(self.column, self.was)


def nothing(_: Grid) -> None:
    """Leave all as it is."""


@pytest.mark.parametrize(("table", "column"), GIVEN, ids=NAMES)
def test_a_given_cell_typed_over_reads_as_it_was_given_or_its_row_counts_for_nothing(
    table: Table, column: Column, read: Any
) -> None:
    typist = Typist(table, column)
    office = read(typist, (table.kind,))
    true = read(nothing, (table.kind,))
    said = [f for f in office.findings if f not in true.findings]
    if typist.book is None:
        pytest.fail(f"the demonstration has no {table.name}.{column.key}")
    rows = {row.at: row for row in office.within(typist.book, table.model)}
    before = {row.at: row for row in true.within(typist.book, table.model)}
    at = next(at for at in rows if at.row == typist.row)
    codes = {"given-cell-typed-over", "not-given-by-a-press"}
    (mine,) = [f for f in said if f.place.at == at and f.rule.code in codes]
    if column.key in table.key:
        assert mine.rule.code == "not-given-by-a-press"
        assert rows[at].bad >= {c.key for c in given_columns(table)}
        assert show(mine.fix, Lang.ZH) == show(typist.was, Lang.ZH)  # what the table lacks
    else:
        assert mine.rule.code == "given-cell-typed-over"
        assert rows[at] == before[at]
    assert {at: row for at, row in rows.items() if at.row != typist.row} == {
        at: row for at, row in before.items() if at.row != typist.row
    }


@pytest.mark.parametrize(
    ("table", "column"),
    [pair for pair in GIVEN if pair[0].name in SCORED],
    ids=[name for name, pair in zip(NAMES, GIVEN, strict=True) if pair[0].name in SCORED],
)
def test_no_score_changes_without_a_word(table: Table, column: Column, read: Any) -> None:
    from xlsales.appraisal.macro import ScoreArgs, score

    call = Call(date(2026, 12, 31), ScoreArgs(period="2026"))
    true = score(read(nothing, FORMS), call)
    said = score(read(Typist(table, column), FORMS), call)
    if said.reply.subjects != true.reply.subjects:
        assert said.refused
        assert "not-given-by-a-press" in {f.rule.code for f in said.findings}
    if column.key not in table.key:
        assert said.reply.subjects == true.reply.subjects
        assert len(said.notes) == len(true.notes) + 1


def test_a_row_that_no_press_wrote_is_told_once_and_left_alone(read: Any) -> None:
    deliveries = next(table for table in TABLES if table.name == "deliveries")
    typist = Typist(deliveries, deliveries.by_key["note_no"])
    office = read(typist, FORMS)
    assert typist.book is not None
    found = findings(office, typist.book, date(2026, 12, 31))
    assert [f.rule.code for f in found if f.place.at.row == typist.row] == ["not-given-by-a-press"]


def test_what_was_left_out_is_told_in_the_persons_language(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "office"
    shutil.copytree(demo, root)
    typed(next(root.glob("送货/送货台账-陈*.xlsx")), "deliveries", "note_no", "SH-9", row=4)
    for lang, said, unsaid in (
        ("zh", "只能由按钮填写", "Only buttons"),
        ("en", "Only buttons", "按钮"),
    ):
        _, out, _ = run(root, "score", "{}", "--period", "2026", "--lang", lang)
        assert said in out.replace("\n", "")
        assert unsaid not in out


# --- as a person does it -------------------------------------------------------------------


def typed(path: Path, table: str, column: str, value: object, row: int = 3) -> None:
    """Type one cell of a closed workbook."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(s for s in workbook.worksheets if table in s.tables)
    heads = {cell.value: cell.column for cell in sheet[2]}
    zh = next(t for t in TABLES if t.name == table).by_key[column].zh
    sheet.cell(row, heads[zh]).value = value
    workbook.save(path)


def codes(root: Path, *argv: str) -> list[tuple[str, str]]:
    _, out, _ = run(root, *argv, "--json")
    return [
        (f["code"], f["column"])
        for f in json.loads(out)["findings"]
        if f["code"] in {"given-cell-typed-over", "not-given-by-a-press"}
    ]


@pytest.fixture
def submitted(office: Path) -> Path:
    must(office, "fix", "{}/" + REGISTER)
    must(office, "submit", "{}/" + REGISTER)
    return office


WORKBOOK = "{}/" + REGISTER


def test_validate_puts_back_what_submit_had_given_and_the_journal_says_so(submitted: Path) -> None:
    path = submitted / REGISTER
    (before, _) = cells(path, "orders")
    typed(path, "orders", "tax_rate", 0.5)
    typed(path, "orders", "submitted_at", None)
    both = [("given-cell-typed-over", "tax_rate"), ("given-cell-typed-over", "submitted_at")]
    assert codes(submitted, "validate", WORKBOOK) == both
    assert cells(path, "orders")[0]["tax_rate"] == 0.5  # a command that only reads writes nothing
    assert codes(submitted, "validate", WORKBOOK, "--annotate", "--user", "甲") == both
    assert codes(submitted, "validate", WORKBOOK) == []
    (after, _) = cells(path, "orders")
    assert (after["tax_rate"], after["submitted_at"]) == (
        before["tax_rate"],
        before["submitted_at"],
    )
    (journal,) = (submitted / ".xlsales/journal").glob("甲@*.jsonl")
    changes = json.loads(journal.read_text("utf-8").splitlines()[-1])["changes"]
    assert ("CL-202611-ZS-001", "tax_rate", "0.5", "0.13") in [
        (c.get("key"), c["column"], c["from"], c["to"]) for c in changes
    ]


def test_rows_are_found_again_wherever_they_were_sorted_to(submitted: Path) -> None:
    path = submitted / REGISTER
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=4)]
    for at, row in zip((4, 3), rows, strict=True):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value
    workbook.save(path)
    assert codes(submitted, "validate", WORKBOOK) == []
    typed(path, "orders", "tax_rate", 0.5, row=4)
    assert codes(submitted, "validate", WORKBOOK) == [("given-cell-typed-over", "tax_rate")]


def test_validating_launders_nothing(submitted: Path) -> None:
    path = submitted / REGISTER
    type_rows(path, "orders", {**ORDER, "quantity": 7, "order_no": "CL-202611-ZS-050"})
    type_rows(path, "orders", {**ORDER, "quantity": 9, "tax_rate": 0.01})
    for _ in range(2):
        assert codes(submitted, "validate", WORKBOOK, "--annotate") == [
            ("not-given-by-a-press", "order_no"),
            ("not-given-by-a-press", "tax_rate"),
        ]
    assert [row["order_no"] for row in cells(path, "orders")][2:] == ["CL-202611-ZS-050", None]
    code, _, _ = run(submitted, "submit", WORKBOOK)
    assert code == 1
    assert [bool(row["submitted_at"]) for row in cells(path, "orders")] == [
        True,
        True,
        False,
        False,
    ]
    must(submitted, "fix", WORKBOOK)  # what was brought along is cleared, and a button fills it
    must(submitted, "submit", WORKBOOK)
    last = cells(path, "orders")[3]
    assert (last["order_no"], last["tax_rate"]) == ("CL-202611-ZS-003", 0.13)


def test_a_number_typed_over_is_put_back_by_apply_fixes(submitted: Path) -> None:
    path = submitted / REGISTER
    before = cells(path, "orders")
    typed(path, "orders", "order_no", "CL-202611-ZS-009")
    assert codes(submitted, "validate", WORKBOOK) == [("not-given-by-a-press", "order_no")]
    must(submitted, "fix", WORKBOOK)
    after = cells(path, "orders")
    assert [row["order_no"] for row in after] == [row["order_no"] for row in before]
    assert codes(submitted, "validate", WORKBOOK) == []


def test_undo_takes_back_what_was_given(submitted: Path) -> None:
    must(submitted, "undo", WORKBOOK)
    assert codes(submitted, "validate", WORKBOOK) == []
    must(submitted, "undo", WORKBOOK, "--redo")
    assert codes(submitted, "validate", WORKBOOK) == []
    assert all(row["submitted_at"] for row in cells(submitted / REGISTER, "orders"))


def test_a_price_typed_over_before_the_press_that_was_undone_is_not_laundered(
    submitted: Path,
) -> None:
    path = submitted / REGISTER
    typed(path, "orders", "tax_rate", 0.5)
    must(submitted, "validate", WORKBOOK, "--annotate")
    must(submitted, "undo", WORKBOOK)
    assert cells(path, "orders")[0]["tax_rate"] == 0.5  # as it was before the press
    assert codes(submitted, "validate", WORKBOOK) == [("given-cell-typed-over", "tax_rate")]


# --- taking over -----------------------------------------------------------------------------


@pytest.fixture
def foreign(submitted: Path) -> Path:
    type_rows(
        submitted / REGISTER,
        "orders",
        {**ORDER, "quantity": 7, "order_no": "CL-202611-ZS-050", "tax_rate": 0.13},
    )
    return submitted


def adopt(root: Path, *argv: str) -> tuple[int, Any, str]:
    code, out, err = run(root, "adopt", WORKBOOK, *argv, "--json")
    return code, json.loads(out) if out else None, err


def test_the_manager_takes_a_row_over_and_the_journal_says_why(foreign: Path) -> None:
    before = (foreign / REGISTER).read_bytes()
    code, said, _ = adopt(foreign, "--by", "王经理", "--reason", "旧台账补录", "--user", "乙")
    assert (code, said["adopted"]) == (0, [{"table": "orders", "key": "CL-202611-ZS-050"}])
    assert (foreign / REGISTER).read_bytes() == before
    assert codes(foreign, "validate", WORKBOOK) == []
    (journal,) = (foreign / ".xlsales/journal").glob("乙@*.jsonl")
    line = json.loads(journal.read_text("utf-8").splitlines()[-1])
    assert (line["button"], line["by"], line["reason"]) == ("adopt", "王经理", "旧台账补录")
    assert json.loads(must(foreign, "journal", "{}", "--verify", "--json"))["whole"] is True
    typed(foreign / REGISTER, "orders", "tax_rate", 0.5, row=5)
    assert codes(foreign, "validate", WORKBOOK) == [("given-cell-typed-over", "tax_rate")]


def test_only_who_answers_for_the_appraisal_takes_rows_over(foreign: Path) -> None:
    code, _, err = adopt(foreign, "--by", "张三", "--reason", "x")
    assert code == 2
    assert "王经理" in err
    code, _, err = adopt(foreign, "--by", "王经理", "--reason", " ")
    assert (code, "原因" in err) == (2, True)
    code, _, err = adopt(foreign, "--by", "王经理", "--reason", "x", "--key", "CL-1")
    assert (code, "CL-1" in err) == (2, True)
    assert codes(foreign, "validate", WORKBOOK) == [("not-given-by-a-press", "order_no")]


def test_what_has_no_number_is_left_to_the_buttons(submitted: Path) -> None:
    type_rows(submitted / REGISTER, "orders", {**ORDER, "quantity": 9, "tax_rate": 0.01})
    code, said, _ = adopt(submitted, "--by", "王经理", "--reason", "x")
    assert (code, said["adopted"]) == (1, [])


# --- the record itself -----------------------------------------------------------------------


def record(root: Path) -> Path:
    return given.path_of(root / HIDDEN, Book("register", "张三", 2026))


def test_a_record_that_somebody_wrote_or_that_is_gone_vouches_for_nothing(submitted: Path) -> None:
    path = record(submitted)
    text = path.read_bytes()
    path.write_bytes(text.replace(b"0.13", b"0.05"))
    lost = [("not-given-by-a-press", "order_no")] * 2
    assert codes(submitted, "validate", WORKBOOK) == lost
    assert "被改动过" in run(submitted, "journal", "{}", "--verify")[1]
    path.unlink()
    assert "已丢失" in run(submitted, "journal", "{}", "--verify")[1]
    assert codes(submitted, "validate", WORKBOOK) == lost
    (submitted / ".xlsales/last.json").unlink()
    assert codes(submitted, "validate", WORKBOOK) == lost
    path.write_bytes(text)  # the journal still knows it
    assert codes(submitted, "validate", WORKBOOK) == []


def test_an_office_without_its_journal_is_not_taken_for_an_older_one(submitted: Path) -> None:
    for name in ("journal", "given"):
        shutil.rmtree(submitted / ".xlsales" / name)
    (submitted / ".xlsales/last.json").unlink()
    assert codes(submitted, "validate", WORKBOOK) == [("not-given-by-a-press", "order_no")] * 2


def test_an_office_older_than_its_record_is_taken_over_once_as_a_whole(office: Path) -> None:
    path = office / REGISTER
    typed(path, "orders", "order_no", "CL-202611-ZS-031")
    typed(path, "orders", "tax_rate", 0.13)
    assert codes(office, "validate", WORKBOOK) == []
    must(office, "refresh", "{}/经营考核.xlsx")  # a press anywhere puts the office on record
    (journal,) = (office / ".xlsales/journal").glob("*.jsonl")
    assert (
        "承揽登记-张三-2026" in json.loads(journal.read_text("utf-8").splitlines()[-1])["adopted"]
    )
    must(office, "validate", WORKBOOK, "--annotate")
    typed(path, "orders", "tax_rate", 0.5)
    assert codes(office, "validate", WORKBOOK) == [("given-cell-typed-over", "tax_rate")]


def test_the_deputy_sees_today_what_others_typed_over(submitted: Path) -> None:
    typed(submitted / REGISTER, "orders", "tax_rate", 0.5)
    items = json.loads(must(submitted, "today", "{}/经营考核.xlsx", "--json"))["items"]
    (mine,) = [item for item in items if "13%" in item["what"]]
    assert (mine["workbook"], mine["table"], mine["row"]) == (REGISTER, "orders", 3)
