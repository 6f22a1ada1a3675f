"""What people type between two presses is in the journal, once, exactly (memory.md)."""

from __future__ import annotations

import json
import random
import shutil
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import ORDER, REGISTER, founded, must, run
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.tables import tables_of
from xlsales.hosts.files import noticing
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.files.task import Task
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.hosts.tools import resting
from xlsales.office.folder import HIDDEN
from xlsales.office.packages.authorship import authorship
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving.known import known
from xlsales.office.store.store import Store

BOOK = Book(Kind.REGISTER, "张三", 2026)
NO = "CL-202611-ZS-001"
Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("typed") / "办公 室"
    founded(root)
    type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": 7, "unit_price": 99})
    must(root, "submit", "{}/" + REGISTER)
    return root


@pytest.fixture
def office(submitted: Path, tmp_path: Path) -> Path:
    root = tmp_path / "办公 室"
    shutil.copytree(submitted, root)
    return root


def edited(
    path: Path,
    change: Callable[[Any, dict[str, int]], object],
    by: str = "",
    table: str = "orders",
) -> None:
    """Change a workbook as a person would: a table's sheet, its columns by header."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    change(sheet, {str(cell.value): int(cell.column or 0) for cell in sheet[2]})
    workbook.properties.lastModifiedBy = by or None
    workbook.save(path)


def put(
    path: Path, row: int, head: str, value: object, by: str = "", table: str = "orders"
) -> None:
    def change(sheet: Any, heads: dict[str, int]) -> None:
        sheet.cell(row, heads[head]).value = value

    edited(path, change, by, table)


def lines(root: Path) -> Lines:
    """Return the journals' lines, each journal's in its order."""
    return [
        json.loads(line)
        for path in sorted((root / HIDDEN / "journal").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def typed(root: Path) -> Lines:
    return [line for line in lines(root) if line["button"] == "typed"]


def new_line(root: Path, *argv: str) -> dict[str, Any] | None:
    """Press; return the line of what was typed before it, which is the one before its own."""
    before = len(lines(root))
    must(root, *(argv or ("refresh", "{}/" + REGISTER)))
    found = [line for line in lines(root)[before:] if line["button"] == "typed"]
    assert len(found) <= 1
    assert json.loads(must(root, "journal", "{}", "--verify", "--json"))["whole"] is True
    return found[0] if found else None


def told(line: Mapping[str, Any] | None) -> list[tuple[Any, ...]]:
    assert line is not None
    keys = ("table", "key", "column", "from", "to", "added", "deleted")
    return [tuple(change.get(key) for key in keys) for change in line["changes"]]


def test_what_is_typed_into_a_new_workbook_came_as_rows(submitted: Path) -> None:
    first, *_ = [line for line in typed(submitted) if line["workbooks"] == [REGISTER]]
    assert [change["added"]["quantity"] for change in first["changes"]] == ["20", "7"]
    assert lines(submitted)[-1]["button"] == "submit"


def test_a_cell_typed_over_is_told_before_the_press_that_finds_it(office: Path) -> None:
    was = lines(office)[-1]
    put(office / REGISTER, 3, "数量", 15, by="李四")
    line = new_line(office)
    assert told(line) == [("orders", NO, "quantity", "20", "15", None, None)]
    assert line is not None
    assert line["saved"]["by"] == line["user"] == "李四"
    assert line["between"][0] == {key: was[key] for key in ("n", "time")} | {
        "journal": line["between"][1]["journal"]
    }
    assert line["between"][1]["n"] == line["n"] + 1
    assert lines(office)[-1]["n"] == line["n"] + 1
    assert new_line(office, "validate", "{}/" + REGISTER, "--annotate") is None  # once


def test_a_given_cell_typed_over_and_a_deleted_row_are_told(office: Path) -> None:
    put(office / REGISTER, 3, "上报时间", date(2026, 11, 1))
    edited(office / REGISTER, lambda sheet, _: sheet.delete_rows(4))
    found = told(new_line(office))
    assert found[0][:3] == ("orders", NO, "submitted_at")
    assert found[0][4] == "2026-11-01"
    (gone,) = (each for each in found if each[6])
    assert gone[1] == "CL-202611-ZS-002"
    assert gone[6]["quantity"] == "7"


def sorted_rows(sheet: Any, heads: dict[str, int]) -> None:
    three, four = ([cell.value for cell in sheet[row]] for row in (3, 4))
    for row, values in ((3, four), (4, three)):
        for n, value in enumerate(values, 1):
            sheet.cell(row, n).value = value


def moved_column(sheet: Any, heads: dict[str, int]) -> None:
    one, other = heads["数量"], heads["含税单价"]
    for row in (2, 3, 4):
        here, there = sheet.cell(row, one), sheet.cell(row, other)
        here.value, there.value = there.value, here.value
    names = {column.name: column for column in sheet.tables["orders"].tableColumns}
    names["数量"].name, names["含税单价"].name = "含税单价", "数量"


@pytest.mark.parametrize("change", [sorted_rows, moved_column, None])
def test_sorting_moving_a_column_and_renaming_the_file_are_no_change(
    office: Path, change: Callable[[Any, dict[str, int]], None] | None
) -> None:
    if change is None:
        (office / REGISTER).rename(office / "我的登记.xlsx")
        assert new_line(office, "refresh", "{}/我的登记.xlsx") is None
    else:
        edited(office / REGISTER, change)
        assert new_line(office) is None


def test_a_row_without_a_number_is_known_by_what_people_fill(office: Path) -> None:
    spent = {"date": date(2026, 11, 3), "salesperson": "张三", "category": "差旅费"}
    type_rows(office / REGISTER, "expenses", *({**spent, "amount": n} for n in (30, 40)))
    assert new_line(office) is not None
    edited(office / REGISTER, sorted_rows, table="expenses")
    put(office / REGISTER, 4, "金额", 45, table="expenses")
    assert [each[:5] for each in told(new_line(office))] == [
        ("expenses", None, "amount", "30", "45")
    ]


def test_who_only_reads_writes_nothing_and_two_machines_write_it_once(office: Path) -> None:
    put(office / REGISTER, 3, "数量", 15)
    was = len(lines(office))
    must(office, "status", NO, "{}")
    must(office, "validate", "{}/" + REGISTER)
    assert len(lines(office)) == was
    hosts = [of_folder(office) for _ in range(2)]
    for host in hosts:
        host.cells.office((Kind.REGISTER, Kind.MASTERS))
        assert host.cells.sheets
    for host, user in zip(hosts, ("张三", "李四"), strict=True):
        book = Book(Kind.MASTERS)
        host.cells.change(book)
        _saved(host, user, book)
    assert len([line for line in typed(office) if line["workbooks"] == [REGISTER]]) == 2


def _saved(host: OfficeHost, user: str, book: Book) -> None:
    moment = datetime(2026, 11, 24, 9)
    if user == "李四":  # the masters were saved by the other one meanwhile
        host.source.rewritten(host.cells.infos[book])
    host.saver.run(Task(5, (Entry(user, moment, "validate", books=(book,)),)))


def test_the_note_of_a_backup_says_exactly_what_a_press_left(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither read again nor in the store, and yet the same as the file."""
    get = Store.get
    for argv in (
        ("validate", "{}", "--annotate"),
        ("copy-order", "{}/" + REGISTER),
        ("submit", "{}/" + REGISTER),
        ("undo", "{}/" + REGISTER),
        ("rename", "customers", "东风机械厂", "东风重机", "{}"),
    ):
        code, out, err = run(office, *argv)
        assert code in {0, 1}, (argv, out, err)
        last = json.loads(newest_note(office).read_bytes())
        assert "wrote" in last, argv
        host, remembered = of_folder(office), known(office / HIDDEN)
        kept = remembered.workbooks[BOOK]
        monkeypatch.setattr(
            Store, "get", lambda s, c, b, k=kept.content: None if c == k else get(s, c, b)
        )
        before = noticing.noted(host.source, BOOK, kept, Lang.ZH)
        assert before is not None
        now = read_workbook(host.path(BOOK), BOOK, Lang.ZH, tables_of(BOOK.kind))
        monkeypatch.setattr(Store, "get", get)
        assert list(noticing.between(before, now)) == [], argv


def newest_note(root: Path) -> Path:
    return max((root / HIDDEN / "backups" / Path(REGISTER).stem).glob("0*[0-9].json"))


@pytest.mark.parametrize("gone", ["store", "note", "both"])
def test_a_store_that_is_gone_costs_history_only_where_no_backup_is_left(
    office: Path, gone: str
) -> None:
    put(office / REGISTER, 3, "数量", 15)
    shutil.rmtree(office / HIDDEN / "store")
    if gone != "store":
        shutil.rmtree(office / HIDDEN / "newest")
    if gone == "both":
        shutil.rmtree(office / HIDDEN / "backups")
    found = [new_line(office)]
    if gone == "store":
        assert told(found[0]) == [("orders", NO, "quantity", "20", "15", None, None)]
        return
    assert found[0] is not None
    assert found[0]["history-lost"] == found[0]["between"][0]["time"]
    assert found[0]["changes"] == []
    put(office / REGISTER, 3, "数量", 16)
    assert told(new_line(office)) == [("orders", NO, "quantity", "15", "16", None, None)]


def test_undo_takes_presses_back_and_nothing_typed(office: Path) -> None:
    put(office / REGISTER, 3, "数量", 15)
    must(office, "refresh", "{}/" + REGISTER)
    must(office, "undo", "{}/" + REGISTER)
    assert cells(office / REGISTER, "orders")[0]["quantity"] == 15
    assert all(each.said["button"] != "typed" for each in resting.presses(of_folder(office)))
    put(office / REGISTER, 3, "数量", 12)
    code, _, err = run(office, "undo", "{}/" + REGISTER)
    assert (code, "又有改动" in err) == (2, True)
    assert told(new_line(office, "undo", "{}/" + REGISTER, "--force"))[0][3:5] == ("15", "12")
    assert new_line(office) is None


def test_a_file_that_says_nothing_of_itself_is_told_so(office: Path, tmp_path: Path) -> None:
    put(office / REGISTER, 3, "数量", 15)
    line = new_line(office)
    assert line is not None
    assert line["saved"]["by"] == ""
    assert "openpyxl" in line["saved"]["program"].lower()
    nothing = tmp_path / "x.xlsx"
    nothing.write_bytes(b"no workbook")
    assert (authorship(nothing).by, authorship(nothing).at) == ("", "")


def test_whatever_people_do_to_a_table_is_told_exactly(office: Path) -> None:
    """The changes of each line, applied to the rows before, give the rows after."""
    chance = random.Random(16)
    seen = cells(office / REGISTER, "orders")
    for turn in range(6):
        edited(office / REGISTER, lambda sheet, heads: _typed_at_random(sheet, heads, chance))
        now = cells(office / REGISTER, "orders")
        line = new_line(office, "validate", "{}/" + REGISTER, "--annotate")
        assert line is not None, turn
        assert _applied(seen, line["changes"]) == _plain(now)
        seen = cells(office / REGISTER, "orders")


_TOLD = ("order_date", "customer", "quantity", "unit_price", "required_date")


def _typed_at_random(sheet: Any, heads: dict[str, int], chance: random.Random) -> None:
    last = max(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, heads["客户"]).value)
    match chance.randrange(3):
        case 0:
            row = chance.randint(3, last)
            sheet.cell(row, heads["数量"]).value = chance.randint(100, 999)
            sheet.cell(row, heads["含税单价"]).value = chance.randint(100, 999)
        case 1:
            source = chance.randint(3, last)
            for cell in list(sheet[source]):
                sheet.cell(last + 1, cell.column).value = cell.value
            sheet.cell(last + 1, heads["承揽编号"]).value = None
            sheet.cell(last + 1, heads["数量"]).value = chance.randint(100, 999)
        case _:
            sheet.cell(3, heads["要求交期"]).value = date(2027, 1, chance.randint(1, 28))
            sorted_rows(sheet, heads)


def _plain(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps({k: _said(row.get(k)) for k in _TOLD}) for row in rows)


def _said(value: Any) -> str:
    return "" if value is None else str(value).removesuffix(" 00:00:00")


def _applied(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """Apply a line's changes by what it says of each: the row's number, else the old value."""
    left = [{k: _said(row.get(k)) for k in (*_TOLD, "order_no")} for row in rows]
    for change in found:
        if "added" in change:
            left.append({k: _said(change["added"].get(k)) for k in (*_TOLD, "order_no")})
        elif "deleted" in change:
            gone = {k: _said(change["deleted"].get(k)) for k in (*_TOLD, "order_no")}
            left.remove(gone)
        elif change["column"] in _TOLD:
            mine = next(
                row
                for row in left
                if row["order_no"] == change.get("key", "")
                and row[change["column"]] == _said(change["from"])
            )
            mine[change["column"]] = _said(change["to"])
    return _plain(left)


def test_what_a_press_did_in_an_unsaved_workbook_is_not_taken_for_typed(office: Path) -> None:
    """In a window *New order* is saved by the person; its row may have been typed on since."""
    change = Change(BOOK, "orders", 5, "quantity", None, 9)
    task = Task(5, (Entry("张三", datetime(2026, 11, 24, 9), "new_order", (change,)),))
    kept = known(office / HIDDEN).workbooks[BOOK]
    noted = replace(kept, unsaved=noticing.unsaved(kept, task, BOOK))
    assert noted.unsaved == [["orders", 5, "quantity", "9"]]
    row = {"table": "orders", "row": 5, "added": {"quantity": "9", "contract_no": "H1"}}
    (left,) = noticing.but_pressed(row, noted.unsaved)
    assert (left["column"], left["from"], left["to"]) == ("contract_no", None, "H1")
    edit = {"table": "orders", "row": 5, "column": "quantity", "from": None, "to": "9"}
    assert list(noticing.but_pressed(edit, noted.unsaved)) == []
    (over,) = noticing.but_pressed({**edit, "to": "8"}, noted.unsaved)
    assert (over["from"], over["to"]) == ("9", "8")
    other = {**edit, "row": 6}
    assert list(noticing.but_pressed(other, noted.unsaved)) == [other]


# --- what a row or cell held before --------------------------------------------------------------


def history(root: Path, key: str, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(must(root, "history", key, "{}", *more, "--json"))[
        "rows"
    ]
    return found


def steps(row: dict[str, Any]) -> list[tuple[Any, ...]]:
    keys = ("change", "column", "before", "after", "by", "how")
    return [tuple(change[key] for key in keys) for change in row["changes"]]


def test_an_order_remembers_who_typed_and_which_buttons_filled_it(office: Path) -> None:
    put(office / REGISTER, 3, "数量", 15, by="李四")
    edited(office / REGISTER, sorted_rows)
    must(office, "refresh", "{}/" + REGISTER)
    put(office / REGISTER, 4, "数量", 12, by="王五")
    must(office, "refresh", "{}/" + REGISTER)
    (row,) = history(office, NO)
    assert (row["table"], row["workbook"], row["row"]) == ("orders", REGISTER, 4)
    found = steps(row)
    assert found[0][:2] == ("added", None)
    assert "数量 20" in found[0][3]
    assert ("edited", "order_no", None, NO) in [each[:4] for each in found]
    assert found[-2:] == [
        ("edited", "quantity", "20", "15", "", "typed"),
        ("edited", "quantity", "15", "12", "王五", "typed"),
    ]
    (one,) = history(office, NO, "--table", "orders", "--column", "quantity")
    assert [each[2:4] for each in steps(one)] == [(None, "20"), ("20", "15"), ("15", "12")]


def test_a_renamed_file_keeps_its_history(office: Path) -> None:
    was = history(office, NO)[0]["changes"]
    (office / REGISTER).rename(office / "我的登记.xlsx")
    put(office / "我的登记.xlsx", 4, "数量", 15)
    must(office, "refresh", "{}/我的登记.xlsx")
    (row,) = history(office, NO)
    assert (row["workbook"], row["changes"]) == ("我的登记.xlsx", was)


def test_a_row_without_a_key_is_followed_by_what_it_shows(office: Path) -> None:
    spent = {"date": date(2026, 11, 3), "salesperson": "张三", "category": "差旅"}
    type_rows(office / REGISTER, "expenses", *({**spent, "amount": n} for n in (30, 40)))
    must(office, "refresh", "{}/" + REGISTER)
    edited(office / REGISTER, sorted_rows, table="expenses")
    put(office / REGISTER, 4, "金额", 45, table="expenses")
    must(office, "refresh", "{}/" + REGISTER)
    (row,) = history(office, "差旅 45")
    assert (row["table"], row["row"]) == ("expenses", 4)
    assert [each[:4] for each in steps(row)][1:] == [("edited", "amount", "30", "45")]
    assert "金额 30" in steps(row)[0][3]


def test_a_deleted_row_is_remembered_and_an_unknown_number_refused(office: Path) -> None:
    edited(office / REGISTER, lambda sheet, _: sheet.delete_rows(4))
    must(office, "refresh", "{}/" + REGISTER)
    (row,) = history(office, "CL-202611-ZS-002")
    assert row["row"] is None
    assert steps(row)[-1][0] == "deleted"
    for argv, said in (
        (("CL-1",), "操作记录和各工作簿中均没有“CL-1”"),
        ((NO, "--table", "nothing"), "没有表 nothing"),
        ((NO, "--column", "nothing"), "没有列 nothing"),
    ):
        code, _, err = run(office, "history", argv[0], "{}", *argv[1:])
        assert (code, said in err) == (2, True), err


def test_what_is_lost_is_said(office: Path) -> None:
    put(office / REGISTER, 3, "数量", 15)
    for folder in ("store", "backups", "newest"):
        shutil.rmtree(office / HIDDEN / folder)
    must(office, "refresh", "{}/" + REGISTER)
    out = must(office, "history", NO, "{}")
    assert "之间的手工改动未能留存" in out


def test_one_value_is_put_back_checked_and_undoable(office: Path) -> None:
    put(office / REGISTER, 3, "数量", 15)
    must(office, "refresh", "{}/" + REGISTER)
    into = ("{}/" + REGISTER, "--into", "orders.quantity", "--row", "3")
    must(office, "put-back", "20", *into)
    assert cells(office / REGISTER, "orders")[0]["quantity"] == 20
    (row,) = history(office, NO, "--column", "quantity")
    assert [each[2:] for each in steps(row)][-2:] == [
        ("20", "15", "", "typed"),
        ("15", "20", lines(office)[-1]["user"], "put_back"),
    ]
    must(office, "undo", "{}/" + REGISTER)
    assert cells(office / REGISTER, "orders")[0]["quantity"] == 15
    for value, column, at, said in (
        ("x", "quantity", "3", "不能填“x”"),
        ("1", "tax_rate", "3", "由按钮填写"),
        ("1", "nothing", "3", "没有列"),
        ("1", "quantity", "99", "没有内容"),
    ):
        argv = ("{}/" + REGISTER, "--into", f"orders.{column}", "--row", at)
        code, _, err = run(office, "put-back", value, *argv)
        assert (code, said in err) == (2, True), err
