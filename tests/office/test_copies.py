"""Copies in the office's folder: set aside, then put together with the workbook that they are of."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, must, run
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files import naming
from xlsales.hosts.files.host import of_folder
from xlsales.office.aside import original
from xlsales.office.unusable import Unusable

NAMES = (
    "{} - 副本.xlsx", "{} (1).xlsx", "{}（2）.xlsx", "{} (刘芳's conflicted copy 2026-11-24).xlsx",
    "{}_冲突文件_刘芳_20261124.xlsx", "~{}.xlsx", "{}~.xlsx", "副本 {}.xlsx", "{} - Copy (2).xlsx",
)  # fmt: skip
"""How Windows, sync programs and chats name copies."""
TYPED: Mapping[str, tuple[str, dict[str, Any], str]] = {
    "masters": ("customers", {"code": "K9", "name": "新客户", "market": "外销"}, "address"),
    "management": (
        "branch_expenses", {"date": date(2026, 11, 3), "category": "水电", "amount": 9}, "remark",
    ),
    "register": ("orders", ORDER, "remark"),
    "plan": ("trade_requests", {"price_quoted": 12, "returned_reason": "改期"}, "remark"),
    "progress": (
        "progress", {"date": date(2026, 11, 3), "stage": "锻造", "qty_done": 3}, "problem",
    ),
    "warehouse": (
        "receipts", {"date": date(2026, 11, 3), "product": "P001", "accepted_qty": 3}, "remark",
    ),
    "delivery": (
        "deliveries", {"date": date(2026, 11, 3), "order_no": "CL-1", "quantity": 4}, "remark",
    ),
    "tracking": (
        "complaints", {"date": date(2026, 11, 3), "customer": "东风机械厂", "severity": "一般"},
        "cause",
    ),
    "collection": (
        "payments", {"date": date(2026, 11, 3), "customer": "东风机械厂", "amount": 5}, "remark",
    ),
}  # fmt: skip
"""Of each kind a table, a row typed there, and a column for remarks."""


@pytest.fixture(scope="module")
def _whole(tmp_path_factory: pytest.TempPathFactory, _made: Path) -> Path:
    root = tmp_path_factory.mktemp("copies") / "办公 室"
    shutil.copytree(_made, root)
    there = {book.kind for book in of_folder(root).cells.infos}
    for kind in TYPED.keys() - there:
        owner = ("--owner", "张三") if kind in {"delivery", "tracking"} else ()
        must(root, "new", kind, "{}", *owner, "--year", "2026")
    must(root, "submit", f"{{}}/{REGISTER}")
    return root


@pytest.fixture
def whole(_whole: Path, tmp_path: Path) -> Path:
    """An office with a workbook of each kind, an order of it submitted."""
    root = tmp_path / "办公 室"
    shutil.copytree(_whole, root)
    return root


def path_of(root: Path, kind: str) -> Path:
    infos = of_folder(root).cells.infos
    return root / next(info.path for book, info in infos.items() if book.kind == kind)


def copied(path: Path, name: str = NAMES[0]) -> Path:
    return Path(shutil.copy(path, path.with_name(name.format(path.stem))))


def typed(path: Path, table: str, at: int, column: str, value: object) -> None:
    """Type over a cell of a row, the first being 0."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    words = BY_NAME[table].by_key[column].words
    place = next(cell.column for cell in sheet[2] if cell.value in words)
    sheet.cell(3 + at, place).value = value
    workbook.save(path)


def cleared(path: Path, *tables: str) -> None:
    """Clear the first row of tables."""
    workbook = openpyxl.load_workbook(path)
    found: Any
    for found in workbook.worksheets:
        if set(tables) & set(found.tables):
            for cell in found[3]:
                cell.value = None
    workbook.save(path)


def says(path: Path, name: str, value: str) -> None:
    """Have a workbook say something else of itself."""
    workbook: Any = openpyxl.load_workbook(path)
    for each in workbook.custom_doc_props.props:
        if each.name.startswith(name):
            each.value = value
    workbook.save(path)


def merge(root: Path, copy: Path, *options: str, code: int = 0) -> Any:
    got, out, err = run(root, "merge", str(copy), "{}", *options, "--json")
    assert got == code, f"{got}\n{out}\n{err}"
    return json.loads(out) if code < 2 else err.strip()


def column(path: Path, table: str, name: str) -> list[Any]:
    return [row[name] for row in cells(path, table)]


# --- set aside -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_copys_name_tells_of_what_it_is_one(name: str) -> None:
    stem = "送货台账-刘芳-2026"
    assert original(Path(name.format(stem)).stem) == stem
    assert original(stem) == stem


def test_copies_of_each_kind_change_nothing_but_a_warning_each(whole: Path) -> None:
    asked = (
        ("validate", "{}"), ("today", f"{{}}/{REGISTER}"), ("stock", "{}"), ("ageing", "{}"),
        ("status", "CL-202611-ZS-001", "{}"), ("consolidate", "{}", "--month", "2026-11"),
        ("score", "{}", "--period", "2026-11"), ("journal", "{}"),
    )  # fmt: skip
    alone, copied_ = whole.with_name("ohne"), whole
    shutil.copytree(whole, alone)
    for kind, name in zip(TYPED, NAMES, strict=True):
        copied(path_of(alone, kind), name).rename(
            copied_
            / path_of(alone, kind)
            .relative_to(alone)
            .with_name(name.format(path_of(alone, kind).stem))
        )
    for argv in asked:
        (code, out, _), (code_, out_, err_) = (
            run(root, *argv, "--json") for root in (alone, copied_)
        )
        said, said_ = json.loads(out), json.loads(out_)
        found = [f for f in said_.get("findings", ()) if f["code"] == "copy-set-aside"]
        if found:
            said_["findings"] = [f for f in said_["findings"] if f not in found]
        assert (code, without_times(said)) == (code_, without_times(said_)), argv
        warned = err_.count("是") and sum(
            line.count("的副本，未计入") for line in err_.splitlines()
        )
        assert len(found) + warned <= len(TYPED)
        assert found or warned, argv
        assert all(f["severity"] == "warning" for f in found)


def without_times(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: without_times(value) for key, value in said.items() if key != "time"}
    return [without_times(each) for each in said] if isinstance(said, list) else said


def test_a_warning_names_both_files_what_differs_and_the_command(whole: Path) -> None:
    own = path_of(whole, "register")
    copy = copied(own)
    typed(copy, "orders", 0, "remark", "客户自提")
    code, out, _ = run(whole, "validate", "{}", "--json")
    (found,) = [f for f in json.loads(out)["findings"] if f["code"] == "copy-set-aside"]
    assert code == run(whole, "validate", "{}")[0]
    name = copy.relative_to(whole).as_posix()
    assert found["message"].startswith(f"{name} 是 {REGISTER} 的副本，未计入。")
    assert "承揽登记 CL-202611-ZS-001（共 1 格）" in found["message"]
    assert f'xlsales merge "{name}"' in found["message"]


def test_the_office_s_own_is_what_the_last_press_knew_whatever_its_name(whole: Path) -> None:
    own = whole / REGISTER
    mine = own.rename(own.with_name("我的登记.xlsx"))
    must(whole, "validate", f"{{}}/{mine.relative_to(whole)}", "--annotate")
    copy = Path(shutil.copy(mine, own))
    typed(copy, "orders", 0, "remark", "副本")
    folder = of_folder(whole).source.folder
    assert list(folder.aside) == [copy]
    shutil.copy(copied(mine), mine.with_name("登记二.xlsx"))
    copy.unlink()
    mine.unlink()
    must(whole, "journal", "{}")  # needs none of them
    code, _, err = run(whole, "validate", "{}")
    assert code == 3
    assert "无法判断以哪个为准" in err
    assert "登记二.xlsx" in err


def test_a_button_in_a_copy_says_where_to_press_it(whole: Path) -> None:
    copy = copied(whole / REGISTER)
    code, _, err = run(whole, "refresh", str(copy))
    assert code == 3
    assert f"{copy.name} 是副本，不计入。请在 {REGISTER} 中操作" in err
    with pytest.raises(Unusable, match=f"请在 {REGISTER} 中操作"):
        naming.opened(of_folder(whole).source.folder, copy)


def test_a_damaged_copy_stops_nothing(whole: Path) -> None:
    copy = copied(whole / REGISTER)
    copy.write_bytes(copy.read_bytes()[:2000])
    code, _, err = run(whole, "validate", "{}")
    assert code in {0, 1}
    assert copy.name in err
    assert "可能已损坏" in merge(whole, copy, "--write", code=3)


# --- merged --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPED)
def test_both_sides_of_a_workbook_of_each_kind_come_together(whole: Path, kind: str) -> None:
    table, row, remark = TYPED[kind]
    own = path_of(whole, kind)
    key = BY_NAME[table].key if kind == "masters" else ()
    second = {**row, **dict.fromkeys(key, "K8")}
    rows = len(cells(own, table))
    type_rows(own, table, row, second)
    must(whole, "validate", "{}")  # the base is known
    copy = copied(own, "{} (1).xlsx")
    typed(copy, table, rows, remark, "副本所写")
    typed(copy, table, rows + 1, remark, "两边")
    typed(own, table, rows + 1, remark, "原处")
    before = own.read_bytes()
    told = merge(whole, copy)
    assert (len(told["merged"]), told["added"], told["deleted"]) == (1, [], [])
    (clash,) = told["conflicts"]
    assert (clash["column"], clash["mine"], clash["theirs"]) == (remark, "原处", "两边")
    assert own.read_bytes() == before
    assert copy.is_file()

    wrote = merge(whole, copy, "--write", code=1)
    assert {**wrote, "written": False} == told
    assert column(own, table, remark)[rows:] == ["副本所写", "原处"]
    same_but_cells(before, own.read_bytes(), own, table)
    assert not copy.exists()
    held = own.read_bytes()
    shutil.copy(whole / ".xlsales" / "merged" / copy.name, copy)
    again = merge(whole, copy, "--write", code=1)
    assert (again["merged"], again["added"], again["deleted"]) == ([], [], [])
    assert column(own, table, remark)[rows:] == ["副本所写", "原处"]
    must(whole, "undo", str(own))
    must(whole, "undo", str(own))
    assert len(list(copy.parent.glob("* (1)*.xlsx"))) == 2
    assert own.read_bytes() != held
    assert column(own, table, remark)[rows:] == [None, "原处"]


def same_but_cells(before: bytes, after: bytes, own: Path, table: str) -> None:
    """Nothing of a package differs but the sheet of the table and the workbook's properties."""
    (own.parent / "before").write_bytes(before)
    one, other = zipfile.ZipFile(own.parent / "before"), zipfile.ZipFile(own)
    assert after == own.read_bytes()
    differ = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert one.namelist() == other.namelist()
    sheets = [name for name in differ if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 1, table
    table_parts = {name for name in differ if name.startswith("xl/tables/")}  # it grew by the rows
    assert len(table_parts) <= 1, table
    assert differ - {*sheets, *table_parts} == {"docProps/custom.xml"}
    (own.parent / "before").unlink()


def turned(path: Path, table: str, one: str, other: str) -> None:
    """Sort a table's rows the other way round, and let two of its columns change places."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    heads = {cell.value: cell.column for cell in sheet[2] if cell.value}
    by_key = BY_NAME[table].by_key
    here, there = (
        next(heads[word] for word in by_key[key].words if word in heads) for key in (one, other)
    )
    last = max(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, heads["客户"]).value)
    rows = [[sheet.cell(row, at).value for at in heads.values()] for row in range(3, last + 1)]
    for row, held in enumerate(reversed(rows), 3):
        for at, value in zip(heads.values(), held, strict=True):
            sheet.cell(row, at).value = value
    for row in range(2, last + 1):
        mine, yours = sheet.cell(row, here), sheet.cell(row, there)
        mine.value, yours.value = yours.value, mine.value
    listed = sheet.tables[table].tableColumns
    listed[here - 1].name, listed[there - 1].name = listed[there - 1].name, listed[here - 1].name
    workbook.save(path)


def test_rows_sorted_and_columns_moved_in_a_copy_are_no_change(whole: Path) -> None:
    own = whole / REGISTER
    type_rows(own, "orders", {**ORDER, "quantity": 5}, {**ORDER, "quantity": 7})
    must(whole, "submit", str(own))
    copy = copied(own)
    numbers = column(own, "orders", "order_no")
    assert len(set(numbers) - {None}) == len(numbers)
    turned(copy, "orders", "remark", "contract_no")
    assert column(copy, "orders", "order_no") == numbers[::-1]
    told = merge(whole, copy)
    assert [told[key] for key in ("merged", "added", "deleted", "conflicts")] == [[], [], [], []]
    typed(copy, "orders", 0, "remark", "副本所写")  # now the last order stands first
    typed(own, "orders", 0, "remark", "原处")
    merge(whole, copy, "--write")
    assert column(own, "orders", "order_no") == numbers
    assert column(own, "orders", "remark") == ["原处", *[None] * (len(numbers) - 2), "副本所写"]


def test_what_is_taken_from_the_copy_is_named_by_row_or_cell(whole: Path) -> None:
    own = whole / REGISTER
    copy = copied(own)
    typed(copy, "orders", 0, "remark", "副本")
    typed(own, "orders", 0, "remark", "原处")
    no = "CL-202611-ZS-001"
    assert "没有编号为“CL-9”的冲突" in merge(whole, copy, "--take", "theirs", "CL-9", code=2)
    assert "不能是“both”" in merge(whole, copy, "--take", "both", no, code=2)
    assert merge(whole, copy, "--take", "mine", no)["conflicts"] == []
    told = merge(whole, copy, "--take", "theirs", f"{no}.remark", "--write")
    assert [each["value"] for each in told["merged"]] == ["副本"]
    assert column(own, "orders", "remark")[0] == "副本"


def test_given_cells_come_from_no_copy_unless_a_press_wrote_them(whole: Path) -> None:
    own = whole / REGISTER
    copy = copied(own)
    typed(copy, "orders", 0, "market", "省内")
    typed(copy, "orders", 0, "submitted_at", None)
    type_rows(copy, "orders", {**ORDER, "order_no": "CL-202611-ZS-077", "quantity": 3})
    told = merge(whole, copy, "--write")
    assert told["merged"] == []
    assert len(told["added"]) == 1
    assert column(own, "orders", "quantity")[-1] == 3
    assert column(own, "orders", "order_no")[-1] is None
    assert column(own, "orders", "market")[0] != "省内"


def test_what_a_press_gave_elsewhere_comes_with_its_journal(whole: Path, tmp_path: Path) -> None:
    """A synced folder: pressed on two machines, the workbook in two copies, both journals here."""
    away = tmp_path / "家里"
    shutil.copytree(whole, away)
    type_rows(away / REGISTER, "orders", {**ORDER, "quantity": 7})
    must(away, "submit", f"{{}}/{REGISTER}", "--user", "张三")
    number = column(away / REGISTER, "orders", "order_no")[-1]
    copy = Path(shutil.copy(away / REGISTER, (whole / REGISTER).with_name("登记_冲突文件.xlsx")))
    typed(whole / REGISTER, "orders", 0, "remark", "原处")
    (journal,) = [p for p in (away / ".xlsales/journal").iterdir() if p.name.startswith("张三")]
    there = whole / ".xlsales/journal" / journal.name
    alone = merge(whole, copy)
    assert [each["key"] for each in alone["added"]] == [number]
    shutil.copy(journal, there)
    told = merge(whole, copy, "--write")
    assert [each["key"] for each in told["added"]] == [number]
    assert column(whole / REGISTER, "orders", "order_no")[-1] == number
    assert column(whole / REGISTER, "orders", "remark")[0] == "原处"
    type_rows(whole / REGISTER, "orders", {**ORDER, "quantity": 8})
    must(whole, "submit", f"{{}}/{REGISTER}")
    numbers = column(whole / REGISTER, "orders", "order_no")
    assert len(set(numbers)) == len(numbers)  # none is given twice


def test_a_numbered_row_is_never_deleted_for_a_copy(whole: Path) -> None:
    own = whole / REGISTER
    spent = {"date": date(2026, 11, 2), "category": "差旅费", "amount": 30}
    type_rows(own, "expenses", spent, {**spent, "amount": 31}, {**spent, "amount": 32})
    must(whole, "refresh", f"{{}}/{REGISTER}")
    copy = copied(own)
    cleared(copy, "orders", "expenses")
    told = merge(whole, copy, "--write", code=1)
    assert [each["table"] for each in told["deleted"]] == ["expenses"]
    assert [(each["table"], each["key"]) for each in told["conflicts"]] == [
        ("orders", "CL-202611-ZS-001")
    ]
    assert column(own, "orders", "order_no")[0] == "CL-202611-ZS-001"
    again = Path(shutil.copy(whole / ".xlsales" / "merged" / copy.name, copy))
    take = ("--take", "theirs", "CL-202611-ZS-001")
    assert "已编号，不能因副本中没有而删除" in merge(whole, again, *take, code=2)
    assert column(own, "expenses", "amount") == [31, 32]


def test_a_workbook_that_was_put_back_is_settled_before_a_copy_comes_in(whole: Path) -> None:
    own = whole / REGISTER
    old = own.read_bytes()
    copy = copied(own)
    typed(copy, "orders", 0, "remark", "副本")
    type_rows(own, "orders", {**ORDER, "quantity": 7})
    must(whole, "submit", f"{{}}/{REGISTER}")
    own.write_bytes(old)
    assert merge(whole, copy)["written"] is False
    assert "旧内容" in merge(whole, copy, "--write", code=3)
    assert own.read_bytes() == old
    must(whole, "undo", "--forward", "--force", f"{{}}/{REGISTER}")
    assert merge(whole, copy, "--write")["merged"][0]["value"] == "副本"
    assert column(own, "orders", "quantity")[-1] == 7


def test_bad_copies_are_refused_in_a_sentence_and_nothing_changes(
    whole: Path, tmp_path: Path
) -> None:
    own = whole / REGISTER
    other = tmp_path / "别处"
    shutil.copytree(whole, other)
    shutil.rmtree(other / ".xlsales" / "journal")
    (other / ".xlsales" / "last.json").unlink()
    type_rows(other / REGISTER, "orders", {**ORDER, "quantity": 7})
    assert "是办公文件夹使用的工作簿，不是副本" in merge(whole, own, code=2)
    assert "找不到工作簿" in merge(whole, own.with_name("没有.xlsx"), code=3)
    assert "不在办公文件夹中" in merge(whole, other / REGISTER, code=2)
    foreign = copied(own)
    says(foreign, "xlsales.journal.", f"1:{'0' * 64}")
    held = own.read_bytes()
    assert "可能来自其他办公文件夹" in merge(whole, foreign, "--write", code=3)
    foreign.unlink()
    copy = copied(own)
    lock = copy.with_name(f".~lock.{copy.name}#")
    lock.write_text("李四,ls,PC,24.11.2026 09:00,file:///;", encoding="utf-8")
    assert "正被 李四 打开" in merge(whole, copy, "--write", code=3)
    lock.unlink()
    merge(whole, copy, "--write")
    assert "已合并过" in merge(whole, copy, code=2)
    newer = copied(own)
    says(newer, "xlsales.form_version", "99")
    assert newer.name in merge(whole, newer, "--write", code=3)
    assert own.read_bytes() != held  # the one merge is its own press
    year = copied(own, "去年.xlsx")
    says(year, "xlsales.year", "2025")
    newer.unlink()
    assert "不是副本" in merge(whole, year, code=2)


def test_delivery_notes_of_a_copy_are_no_part_of_the_register(whole: Path) -> None:
    copy = copied(whole / DELIVERY)
    type_rows(copy, "deliveries", TYPED["delivery"][1])
    assert json.loads(must(whole, "stock", "{}", "--json"))["stock"] == []
