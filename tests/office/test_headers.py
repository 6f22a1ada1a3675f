"""Headers and table names in files: found, named, and put right with nothing else changed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as ListObject

from tests.office import raw
from tests.office.raw import same_bytes
from tests.schema import problems
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook
from xlsales.forms.choices import Kind
from xlsales.forms.reading import read_grid
from xlsales.forms.register import Expense, Order
from xlsales.forms.tables import TABLES, tables_of
from xlsales.office.editing import BookChange, edit
from xlsales.office.reading.headers import heads_of
from xlsales.office.reading.reader import read_workbook
from xlsales.office.unusable import Unusable

REGISTER = Book(Kind.REGISTER, "张三", 2026)
HEADER = 2
LANGS = pytest.mark.parametrize("lang", list(Lang))


@pytest.fixture(scope="module", params=list(Kind), ids=str)
def blank(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path]:
    """A blank workbook of each kind."""
    book = Book(request.param, "张三", 2026)
    path = tmp_path_factory.mktemp("blank") / f"{request.param}.xlsx"
    new_workbook(path, book, Lang.ZH)
    return book, path


def read(path: Path, book: Book) -> dict[str, Grid]:
    return {g.table.name: g for g in read_workbook(path, book, Lang.ZH, tables_of(book.kind))}


def edited(path: Path, name: str, change: BookChange) -> Path:
    new = path.with_name(name)
    edit(path, new, change)
    return new


def headed(path: Path, name: str, table: str, at: int, header: str) -> Path:
    return edited(path, name, BookChange(cells={table: {(HEADER, at): header}}))


def shown(path: Path, table: str) -> tuple[list[str], list[str]]:
    """Return the headers of a table's cells, and those that the table lists."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        if table in sheet.tables:
            found: Any = sheet.tables[table]
            cells = [cell.value for cell in sheet[found.ref][0]]
            return cells, [column.name for column in found.tableColumns]
    raise KeyError(table)


def said(grid: Grid) -> list[Finding]:
    return list(read_grid(grid)[1])


def test_a_header_is_put_right_in_its_cell_and_its_table_and_nowhere_else(
    blank: tuple[Book, Path],
) -> None:
    book, path = blank
    for n, table in enumerate(tables_of(book.kind)):
        told = [column for column in table.columns if len(column.zh) > 1]
        column = told[n % len(told)]
        at = list(table.by_key).index(column.key)
        worse = headed(path, "worse.xlsx", table.name, at, f"{column.zh}栏")
        grid = read(worse, book)[table.name]
        (found,) = said(grid)
        assert (found.rule.code, found.place.column, found.value, found.fix) == (
            "missing-column", column.key, f"{column.zh}栏", column.zh
        )  # fmt: skip
        assert found.place.at.row == HEADER
        mended = headed(worse, "mended.xlsx", table.name, at, column.zh)
        assert shown(mended, table.name) == shown(path, table.name)
        assert said(read(mended, book)[table.name]) == []
        changed = set(raw.members(path)) - same_bytes(path, mended)
        kinds = sorted(name.split("/")[1].split(".")[0] for name in changed)
        assert kinds in (["tables", "worksheets"], ["workbook", "worksheets"], ["worksheets"])


def test_a_tables_name_is_put_right_in_one_part(blank: tuple[Book, Path]) -> None:
    book, path = blank
    for table in tables_of(book.kind):
        worse = edited(path, "worse.xlsx", BookChange(names={table.name: f"{table.name}_1"}))
        grid = read(worse, book)[table.name]
        assert grid.named == (f"{table.name}_1",)
        (part,) = set(raw.members(path)) - same_bytes(path, worse)
        assert part.startswith("xl/tables/")
        assert problems(worse.read_bytes()) == []
        mended = edited(worse, "mended.xlsx", BookChange(names={f"{table.name}_1": table.name}))
        assert raw.part(mended, part) == raw.part(path, part)
        assert read(mended, book)[table.name].named == ()


def test_a_header_that_only_its_cell_has_otherwise_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    new_workbook(path, REGISTER, Lang.ZH)
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["承揽登记"]
    at = list(Order.table.by_key).index("quantity")
    sheet.cell(HEADER, at + 1).value = "件数"  # and not in the table's own list
    workbook.save(path)
    grid = read(path, REGISTER)["orders"]
    assert grid.missing == ("quantity",)
    assert grid.near["quantity"].header == "件数"
    mended = headed(path, "b.xlsx", "orders", at, "数量")
    assert shown(mended, "orders")[0] == shown(mended, "orders")[1]


# --- copies of a sheet ----------------------------------------------------------------------------


def copied(path: Path, *names: str, rows: int = 1) -> None:
    """Copy the sheet of expenses as a spreadsheet program does: its table gets another name."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook["费用"]
    for n, name in enumerate(names, 2):
        copy: Any = workbook.copy_worksheet(sheet)
        copy.title = f"费用 ({n})"
        for row in range(rows):
            copy.cell(HEADER + 1 + row, 1).value = "2026-11-01"
        ref = sheet.tables["expenses"].ref
        table = ListObject(displayName=name, ref=ref)
        table._initialise_columns()  # type: ignore[attr-defined]
        for column, cell in zip(table.tableColumns, copy[ref][0], strict=True):
            column.name = cell.value
        copy.add_table(table)
    workbook.save(path)


def without_first(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    del workbook["费用"]
    workbook.save(path)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    new_workbook(path, REGISTER, Lang.ZH)
    return path


def test_a_copied_sheet_whose_first_is_gone_stands_for_it(register: Path) -> None:
    copied(register, "expenses2")
    without_first(register)
    grid = read(register, REGISTER)["expenses"]
    assert (grid.named, grid.sheet, len(grid.cells)) == (("expenses2",), "费用 (2)", 1)


def test_beside_the_first_a_copy_is_named_if_it_holds_anything(register: Path) -> None:
    copied(register, "expenses2")
    grid = read(register, REGISTER)["expenses"]
    assert (grid.named, grid.copies, grid.sheet) == ((), ("费用 (2)",), "费用")
    (found,) = said(grid)
    assert (found.rule.code, found.fix) == ("copied-table", None)
    assert "“费用 (2)”" in found.message(Lang.ZH)


def test_a_copy_without_rows_is_no_matter(register: Path) -> None:
    copied(register, "expenses2", rows=0)
    assert said(read(register, REGISTER)["expenses"]) == []


def test_of_two_copies_none_is_sure(register: Path) -> None:
    copied(register, "expenses2", "expenses3")
    without_first(register)
    assert read(register, REGISTER)["expenses"].named == ("expenses2", "expenses3")


def test_two_tables_of_one_name_are_refused(register: Path, tmp_path: Path) -> None:
    copied(register, "expenses2")
    twice = tmp_path / "twice.xlsx"
    members = raw.members(register)
    renamed = {n: d.replace(b'"expenses2"', b'"expenses"') for n, d in members.items()}
    with zipfile.ZipFile(twice, "w") as package:
        for name, data in renamed.items():
            package.writestr(name, data)
    with pytest.raises(Unusable, match="两个名为 expenses 的表"):
        read(twice, REGISTER)


# --- what cannot be renamed -----------------------------------------------------------------------


def with_formula(register: Path, formula: str) -> Path:
    workbook = openpyxl.load_workbook(register)
    sheet: Any = workbook["市场信息"]
    sheet["Z1"] = formula
    workbook.save(register)
    return register


def test_a_name_that_a_formula_goes_by_is_left_to_the_person(register: Path) -> None:
    worse = edited(register, "b.xlsx", BookChange(names={"expenses": "expenses2"}))
    with_formula(worse, "=SUM(expenses2[金额])")
    before = worse.read_bytes()
    with pytest.raises(Unusable, match="引用了表名 expenses2"):
        edited(worse, "c.xlsx", BookChange(names={"expenses2": "expenses"}))
    assert worse.read_bytes() == before


def test_a_header_that_a_formula_goes_by_is_left_to_the_person(register: Path) -> None:
    at = list(Expense.table.by_key).index("amount")
    worse = headed(register, "b.xlsx", "expenses", at, "金额栏")
    with_formula(worse, "=SUM(expenses[金额栏])")
    with pytest.raises(Unusable, match="引用了标题“金额栏”"):
        headed(worse, "c.xlsx", "expenses", at, "金额")


# --- which header is near ---------------------------------------------------------------------------


def near(table: Table, headers: list[str], key: str) -> tuple[str, bool] | None:
    found = heads_of(table, headers, 0).near.get(key)
    return (found.header, found.sure) if found else None


def altered(table: Table, lang: Lang, key: str, header: str) -> list[str]:
    return [header if c.key == key else c.words.said(lang) for c in table.columns]


def off_by_one(table: Table, lang: Lang) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        word = column.words.said(lang)
        yield column.key, f"{word}栏" if lang is Lang.ZH else f"{word}s"
        yield column.key, f"的{word}" if lang is Lang.ZH else f"X{word}"
        for i in range(len(word)):
            yield column.key, word[:i] + word[i + 1 :]


@LANGS
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_character_lost_or_gained_is_sure_or_left_alone_but_never_another_columns(
    table: Table, lang: Lang
) -> None:
    for key, header in off_by_one(table, lang):
        heads = heads_of(table, altered(table, lang, key, header), 0)
        at = list(table.by_key).index(key)
        if key in heads.missing and key in heads.near:
            assert heads.near[key].position == at
        elif key in heads.missing:
            others = {word for c in table.columns if c.key != key for word in c.words}
            assert not header.strip() or header in others  # 不合格数量 without its 不
        for other, found in heads.near.items():
            assert other == key or not found.sure


def test_what_is_sure() -> None:
    table = Order.table

    def heads(header: str) -> list[str]:
        return altered(table, Lang.ZH, "required_date", header)

    assert near(table, heads("要求交期间"), "required_date") == ("要求交期间", True)
    assert near(table, heads("要求交"), "required_date") == ("要求交", True)
    # a figure is how programs tell the second of two columns of one header from the first
    assert near(table, heads("要求交期2"), "required_date") == ("要求交期2", False)
    assert near(table, heads("交货时间"), "required_date") == ("交货时间", False)
    # an added column may be called like it by chance
    beside = [*heads("交货时间"), "要求交期间"]
    assert near(table, beside, "required_date") == ("要求交期间", False)
    moved = [header for header in heads("要求交期间") if header != "要求交期间"] + ["要求交期间"]
    assert near(table, moved, "required_date") == ("要求交期间", True)
    gone = [header for header in heads("") if header]
    assert near(table, gone, "required_date") is None
    two = [*heads("要求交"), "要求交期间"]
    assert near(table, two, "required_date") == ("要求交期间", False)  # or the other one


def test_copies_are_read_in_no_workbook_that_has_none(register: Path, tmp_path: Path) -> None:
    same = shutil.copy(register, tmp_path / "same.xlsx")
    assert all(not grid.copies and not grid.named for grid in read(Path(same), REGISTER).values())
