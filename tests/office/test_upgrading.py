"""Workbooks of an older form become ones of the newest (forms.md, *Older workbooks*)."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table as ListObject
from openpyxl.worksheet.table import TableColumn

from tests.cli.people import cells, type_rows
from tests.office import older
from tests.office.additions import EXTENSIONS, PARTS, RICH, decorate, rearrange
from tests.office.branch import ORDER, REGISTER, must, run
from tests.office.faults import KILLED, Fault, Faults
from tests.office.older import MASTERS, typed
from tests.office.raw import members
from tests.office.soffice import SOFFICE, converted
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import click
from tests.schema import problems
from xlsales.office.packages.package import identify

WORKBOOK = "{}/" + REGISTER


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("older")
    root = place / "office"
    older.founded(root, place / "blanks")
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Path]:
    """The office of the older form, met by a program that has the newest."""
    with older.newer():
        yield older.copied(made, tmp_path)


def upgraded(office: Path) -> Any:
    return json.loads(must(office, "upgrade", "{}", "--json"))["upgraded"]


def workbooks(office: Path) -> list[Path]:
    found = (p for p in office.rglob("*.xlsx") if not p.name.startswith("~$"))
    return sorted(p for p in found if ".xlsales" not in p.parts)


def versions(office: Path) -> set[int]:
    found = (identify(path) for path in workbooks(office))
    return {each.form_version for each in found if each is not None}


def bytes_of(office: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in sorted(office.rglob("*")) if p.is_file()}


def change(path: Path, how: Callable[[Any], object]) -> None:
    workbook = openpyxl.load_workbook(path)
    how(workbook)
    workbook.save(path)


def head_of(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[2] if cell.value is not None}


def refused(office: Path) -> str:
    """Upgrade, which is refused and changes nothing; return what is said."""
    before = {path: path.read_bytes() for path in workbooks(office)}
    code, out, err = run(office, "upgrade", "{}")
    assert (code, out) == (3, ""), err
    assert {path: path.read_bytes() for path in workbooks(office)} == before
    assert not any((office / ".xlsales" / "pending").glob("*"))
    return err


# --- the whole office ------------------------------------------------------------------------


def test_an_office_is_upgraded_and_pressed(office: Path) -> None:
    done = upgraded(office)
    assert {each["workbook"] for each in done} >= {MASTERS, REGISTER}
    assert {(each["from"], each["to"]) for each in done} == {(1, 2)}
    assert versions(office) == {2}
    (customer,) = cells(office / MASTERS, "customers")
    assert (customer["address"], customer["phone"]) == ("工业路 1 号", None)
    assert json.loads(must(office, "validate", "{}", "--json"))["findings"] == []
    type_rows(office / MASTERS, "calendar", {"date": date(2026, 11, 28), "kind": "上班"})
    done = json.loads(must(office, "submit", WORKBOOK, "--json"))
    assert done["submitted"] == ["CL-202611-ZS-001", "CL-202611-ZS-002"]
    planned = json.loads(must(office, "consolidate", "{}", "--month", "2026-11", "--json"))
    assert planned["planned"] == ["CL-202611-ZS-002"]
    must(office, "schedule", "{}")
    must(office, "refresh", WORKBOOK)
    first, second = cells(office / REGISTER, "orders")
    assert (first["remark"], first["market"], first["customer_wish"]) == ("急件", "外销", None)
    assert second["status"] == "已列计划"


def test_an_office_that_is_not_older_stays_as_it_is(office: Path) -> None:
    upgraded(office)
    before = bytes_of(office)
    assert upgraded(office) == []
    assert "全部工作簿都已是第 2 版，无需升级。" in must(office, "upgrade", "{}")
    assert bytes_of(office) == before


def test_an_older_workbook_is_read_where_it_can_be_and_else_says_what_to_do(office: Path) -> None:
    found = json.loads(must(office, "validate", WORKBOOK, "--json"))["findings"]
    codes = {(each["workbook"], each["code"]) for each in found}
    assert (REGISTER, "older-form") in codes
    assert {name for name, code in codes if code == "older-form"} == {REGISTER, MASTERS}
    assert "第 1 版工作簿" in must(office, "today", WORKBOOK)
    assert must(office, "today", WORKBOOK)
    code, _, err = run(office, "submit", WORKBOOK)
    assert code == 3
    assert "缺少" in err
    assert "升级工作簿" in err
    upgraded(office)
    left = json.loads(must(office, "validate", WORKBOOK, "--json"))["findings"]
    assert left == []


def test_undo_brings_the_older_workbook_back_and_says_so(office: Path) -> None:
    before = cells(office / REGISTER, "orders")
    was = members(office / REGISTER)
    upgraded(office)
    told = must(office, "undo", WORKBOOK)
    assert "已撤销：2026-11-24" in told
    assert "升级工作簿" in told
    assert f"{REGISTER} 又是第 1 版工作簿" in told
    assert versions(office) == {1, 2}
    assert cells(office / REGISTER, "orders") == before
    now = members(office / REGISTER)
    assert {name for name in was if was[name] != now[name]} == {"docProps/custom.xml"}
    assert json.loads(must(office, "journal", "{}", "--verify", "--json"))["whole"]
    assert [each["workbook"] for each in upgraded(office)] == [REGISTER]
    assert versions(office) == {2}
    assert cells(office / REGISTER, "orders")[0]["remark"] == "急件"


def test_the_journal_tells_of_it(office: Path) -> None:
    upgraded(office)
    (entry, *_) = [
        each
        for each in json.loads(must(office, "journal", "{}", "--json"))["entries"]
        if each["button"] == "upgrade"
    ]
    assert REGISTER in entry["workbooks"]
    assert len(entry["workbooks"]) == len(workbooks(office))


# --- what stops it ---------------------------------------------------------------------------


def test_workbooks_that_are_open_are_all_named(office: Path) -> None:
    for name in (MASTERS, REGISTER):
        path = office / name
        path.with_name(f".~lock.{path.name}#").write_text(",王经理,pc,,", "utf-8")
    err = refused(office)
    assert "基础资料.xlsx（王经理）" in err
    assert "承揽登记-张三-2026.xlsx（王经理）" in err


def test_a_damaged_workbook_stops_it_with_a_sentence(office: Path) -> None:
    (office / REGISTER).write_bytes(b"PK\3\4 no more")
    assert "承揽登记-张三-2026.xlsx 不是可读的工作簿" in refused(office)


def test_one_of_a_newer_form_still_stops_it(office: Path) -> None:
    def newer(workbook: Any) -> None:
        for each in workbook.custom_doc_props.props:
            if each.name == "xlsales.form_version":
                each.value = "3"

    change(office / REGISTER, newer)
    assert "请先升级本程序" in refused(office)


def test_a_read_only_workbook_stops_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path).name != MASTERS and real(path, mode)
    )
    assert "基础资料.xlsx 是只读文件" in refused(office)


def test_a_file_that_is_nobodys_workbook_is_left(office: Path) -> None:
    openpyxl.Workbook().save(office / "我的.xlsx")
    before = (office / "我的.xlsx").read_bytes()
    upgraded(office)
    assert (office / "我的.xlsx").read_bytes() == before


def test_what_stands_beside_a_table_is_in_the_way_where_it_is_no_column(office: Path) -> None:
    last = 11
    typed_at = {"L9": "合计", "M20": 3}

    def beside(workbook: Any) -> None:
        for place, value in typed_at.items():
            workbook["客户"][place] = value
        assert len(head_of(workbook["客户"])) == last

    change(office / MASTERS, beside)
    err = refused(office)
    assert "基础资料.xlsx 没有改动：工作表“客户”表格右侧的 L9 有内容" in err


def test_a_column_of_ones_own_is_not_taken_for_a_renamed_one(office: Path) -> None:
    change(office / REGISTER, lambda book: own_column(book["承揽登记"], "orders", "备注", ["我的"]))
    assert "请先将自行添加的列改名" in refused(office)


@pytest.mark.skipif(sys.platform == "win32", reason="a fault needs a fork to die in")
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.ONCE])
def test_ended_anywhere_the_office_is_old_or_new(made: Path, tmp_path: Path, fault: Fault) -> None:
    with older.newer():
        calls = _with_fault(older.copied(made, tmp_path / "whole"), 0, Fault.NONE)
        seen = set()
        for n, at in enumerate([*range(1, calls - 1, max(1, calls // 3)), calls - 1]):
            root = older.copied(made, tmp_path / str(n))
            before = {path.name: path.read_bytes() for path in workbooks(root)}
            code = _with_fault(root, at, fault)
            assert code in ({KILLED} if fault is Fault.KILL else {0, 3}), at
            must(root, "validate", "{}")  # settles what was begun
            now = versions(root)
            assert len(now) == 1, at
            seen |= now
            if now == {1}:
                assert {p.name: p.read_bytes() for p in workbooks(root)} == before, at
                upgraded(root)
            assert versions(root) == {2}
            assert json.loads(must(root, "journal", "{}", "--verify", "--json"))["whole"]
            shutil.rmtree(root.parent)
    assert seen == {1, 2}


def _with_fault(root: Path, at: int, fault: Fault) -> int:
    """Upgrade in a process of its own; return its exit code, without a fault its calls."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            faults = Faults(root, at, fault, lambda: None)
            faults.install()
            code, _, _ = run(root, "upgrade", "{}")
            os.dup2(write, 1)
            os.write(1, str(faults.count).encode())
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as file:
        count = file.read()
    _, status = os.waitpid(pid, 0)
    return int(count) if fault is Fault.NONE else os.waitstatus_to_exitcode(status)


# --- the workbooks themselves ----------------------------------------------------------------


def test_what_came_is_as_in_a_new_workbook(office: Path) -> None:
    upgraded(office)
    for path in workbooks(office):
        assert problems(path.read_bytes()) == [], path.name
    workbook = openpyxl.load_workbook(office / MASTERS)
    new = openpyxl.load_workbook(older.SHIPPED / "zh" / "基础资料.xlsx")
    assert workbook.sheetnames == new.sheetnames
    ours, theirs = workbook["客户"], new["客户"]
    assert {*head_of(ours)} == {*head_of(theirs)}
    assert list(head_of(ours))[-1] == "电话"
    for sheet in (ours, theirs):
        letter = openpyxl.utils.get_column_letter(head_of(sheet)["电话"])
        assert sheet.column_dimensions[letter].width == 15
    for header, column in head_of(theirs).items():
        at = head_of(ours)[header]
        for row in (2, 3):
            a, b = ours.cell(row, at), theirs.cell(row, column)
            assert a.number_format == b.number_format, header
            assert a.fill.fgColor.rgb == b.fill.fgColor.rgb, header
            assert a.border.left.style == b.border.left.style, header
        assert checks(ours, at) == checks(theirs, column), header
    assert checks(ours, head_of(ours)["销售员"]) == ["list live_people_name"]
    assert ours.tables["customers"].autoFilter.ref == ours.tables["customers"].ref
    calendar, blank = workbook["日历"], new["日历"]
    assert calendar.tables["calendar"].ref == blank.tables["calendar"].ref
    assert calendar.print_title_rows == blank.print_title_rows
    assert calendar.freeze_panes == blank.freeze_panes
    ids = [t.id for sheet in workbook for t in sheet.tables.values()]
    assert len(ids) == len(set(ids))


def checks(sheet: Any, column: int) -> list[str]:
    """Return what the cells of a column are checked by."""
    place = f"{openpyxl.utils.get_column_letter(column)}3"
    return [
        f"{each.type} {each.formula1}"
        for each in sheet.data_validations.dataValidation
        if place in each.sqref
    ]


def test_a_new_columns_colours_look_at_the_right_columns_wherever_they_stand(office: Path) -> None:
    upgraded(office)
    sheet = openpyxl.load_workbook(office / REGISTER)["承揽登记"]
    head = head_of(sheet)
    at = {word: openpyxl.utils.get_column_letter(head[word]) for word in ("完成时间", "要求交期")}
    done, due = at["完成时间"], at["要求交期"]
    (rule,) = (
        rule
        for where in sheet.conditional_formatting
        if f"{done}3" in where.sqref
        for rule in where.rules
    )
    assert rule.formula == [f"AND(ISNUMBER(${done}3),ISNUMBER(${due}3),${done}3>${due}3)"]
    assert sheet[f"{done}3"].number_format == "yyyy-mm-dd"


def test_the_instructions_tell_of_what_came(office: Path) -> None:
    upgraded(office)
    sheet = openpyxl.load_workbook(office / MASTERS)["填表说明"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)]
    told = {(line[0], line[1]): line[2:] for line in lines}
    new = openpyxl.load_workbook(older.SHIPPED / "zh" / "基础资料.xlsx")["填表说明"]
    wanted = {(r[0].value, r[1].value): [c.value for c in r[2:]] for r in new.iter_rows(min_row=9)}
    assert told == wanted
    assert sheet.auto_filter.ref == new.auto_filter.ref


def own_column(sheet: Any, table: str, header: str, values: list[Any]) -> str:
    """Add a column of one's own at a table's right end; return its letter."""
    listed: ListObject = sheet.tables[table]
    bounds: Any = openpyxl.utils.range_boundaries(listed.ref)
    left, top, right, bottom = bounds
    column = right + 1
    letter: str = openpyxl.utils.get_column_letter(column)
    sheet.cell(top, column).value = header
    for row, value in enumerate(values, top + 1):
        sheet.cell(row, column).value = value
    first = openpyxl.utils.get_column_letter(left)
    listed.ref = f"{first}{top}:{letter}{bottom}"
    if listed.autoFilter is not None:
        listed.autoFilter.ref = listed.ref
    listed.tableColumns.append(
        TableColumn(id=max(c.id for c in listed.tableColumns) + 1, name=header)
    )
    return letter


def test_formulas_that_go_by_a_renamed_header_go_by_the_new_one(office: Path) -> None:
    def formulas(workbook: Any) -> None:
        sheet = workbook.create_sheet("我的")
        sheet["A1"] = "=COUNTA(orders[说明])+COUNTA(orders[[#This Row],[说明]])"
        sheet["A2"] = '=COUNTA(orders[说明书])&"orders[说明]"'
        letter = own_column(workbook["承揽登记"], "orders", "字数", [])
        workbook["承揽登记"][f"{letter}3"] = "=LEN(orders[[#This Row],[说明]])"

    change(office / REGISTER, formulas)
    upgraded(office)
    workbook = openpyxl.load_workbook(office / REGISTER)
    sheet = workbook["我的"]
    assert sheet["A1"].value == "=COUNTA(orders[备注])+COUNTA(orders[[#This Row],[备注]])"
    assert sheet["A2"].value.startswith("=COUNTA(orders[说明书])")
    register = workbook["承揽登记"]
    assert register.cell(3, head_of(register)["字数"]).value == "=LEN(orders[[#This Row],[备注]])"


def test_columns_beside_the_table_come_into_it_and_stay_where_they_are(office: Path) -> None:
    def beside(workbook: Any) -> None:
        sheet = workbook["客户"]
        assert sheet["L2"].value is None
        sheet["L2"], sheet["L3"], sheet["M2"], sheet["M3"] = "级别", "甲", "折扣", "=1-0.1"
        workbook["客户"]["O30"] = "远处的字"

    change(office / MASTERS, beside)
    upgraded(office)
    sheet = openpyxl.load_workbook(office / MASTERS)["客户"]
    assert [sheet[place].value for place in ("L2", "L3", "M2", "M3")] == [
        "级别",
        "甲",
        "折扣",
        "=1-0.1",
    ]
    assert (sheet["N2"].value, sheet["O30"].value) == ("电话", "远处的字")
    assert sheet.tables["customers"].ref == "A2:N3"
    assert [c.name for c in sheet.tables["customers"].tableColumns][-3:] == ["级别", "折扣", "电话"]


def test_a_header_that_a_person_changed_is_left_and_told(office: Path) -> None:
    change(office / MASTERS, lambda b: b["客户"].cell(2, head_of(b["客户"])["地址"], "收货地"))
    told = must(office, "upgrade", "{}")
    assert (
        "基础资料.xlsx：工作表“客户”中没有标题“地址”，未改名；请将该列的标题改为“送货地址”。"
        in told
    )
    assert "收货地" in head_of(openpyxl.load_workbook(office / MASTERS)["客户"])


def test_a_column_that_somebody_added_by_hand_is_taken_for_the_new_one(office: Path) -> None:
    change(office / MASTERS, lambda b: own_column(b["客户"], "customers", "电话", ["0535-1"]))
    told = must(office, "upgrade", "{}")
    assert "工作表“客户”中已有“电话”列，今后作为本系统的列使用。" in told
    (row,) = cells(office / MASTERS, "customers")
    assert row["phone"] == "0535-1"


def test_a_sheet_of_the_new_ones_title_stays(office: Path) -> None:
    change(office / MASTERS, lambda book: book.create_sheet("日历", 0).cell(1, 1, "我的日历"))
    upgraded(office)
    workbook = openpyxl.load_workbook(office / MASTERS)
    assert workbook["日历"]["A1"].value == "我的日历"
    assert list(workbook["日历 2"].tables) == ["calendar"]
    assert workbook["日历 2"].print_title_rows == "$1:$2"
    assert json.loads(must(office, "validate", "{}", "--json"))["findings"] == []


def test_a_sheet_that_was_deleted_comes_back_blank(office: Path) -> None:
    change(office / MASTERS, lambda book: book.remove(book["客户"]))
    assert "新增工作表“客户”。" in must(office, "upgrade", "{}")
    workbook = openpyxl.load_workbook(office / MASTERS)
    assert workbook.sheetnames[:3] == ["人员", "客户", "产品"]
    assert cells(office / MASTERS, "customers") == []
    assert problems((office / MASTERS).read_bytes()) == []


def test_a_table_that_a_program_named_otherwise_stops_it(office: Path) -> None:
    def named(workbook: Any) -> None:
        table = workbook["客户"].tables.pop("customers")
        table.name = table.displayName = "customers2"
        workbook["客户"].add_table(table)

    change(office / MASTERS, named)
    assert "表名是 customers2，应为 customers" in refused(office)


def test_an_english_workbook_gets_english_headers(made: Path, tmp_path: Path) -> None:
    root = tmp_path / "office"
    with older.newer(version=1) as patch:
        patch.setattr("xlsales.derive.new.shipped_workbooks", lambda: made.parent / "blanks")
        must(root, "init", "{}", "--year", "2026", "--lang", "en")
    with older.newer():
        upgraded(root)
        workbook = openpyxl.load_workbook(root / "Masters.xlsx")
    assert {"Delivery address", "Phone"} <= {*head_of(workbook["Customers"])}
    assert "Address" not in head_of(workbook["Customers"])
    assert workbook["Calendar"]["A2"].value == "Date"


def test_given_cells_of_an_office_without_records_are_not_lost(office: Path) -> None:
    """Its first press is the upgrade: of a column that it lacks by name nothing is put on record."""
    typed(office / REGISTER, "orders", "承揽编号", "CL-202611-ZS-001")
    typed(office / REGISTER, "orders", "增值税率", 0.09)
    upgraded(office)
    must(office, "refresh", WORKBOOK)
    assert cells(office / REGISTER, "orders")[0]["tax_rate"] == 0.09


def test_a_look_of_ones_own_stays(office: Path) -> None:
    def paint(workbook: Any) -> None:
        sheet = workbook["客户"]
        at = head_of(sheet)["账期天数"]
        sheet.cell(3, at).number_format = '0"天"'
        sheet.cell(3, head_of(sheet)["客户名称"]).fill = openpyxl.styles.PatternFill(
            "solid", fgColor="FFFF00"
        )

    change(office / MASTERS, paint)
    upgraded(office)
    sheet = openpyxl.load_workbook(office / MASTERS)["客户"]
    assert sheet.cell(3, head_of(sheet)["账期天数"]).number_format == '0"天"'
    assert sheet.cell(3, head_of(sheet)["客户名称"]).fill.fgColor.rgb == "00FFFF00"


def test_every_other_part_keeps_its_bytes(office: Path) -> None:
    was = {path: members(path) for path in workbooks(office)}
    upgraded(office)
    for path, before in was.items():
        now = members(path)
        differing = {name for name in before if before[name] != now[name]}
        allowed = {"docProps/custom.xml", "xl/workbook.xml", "xl/styles.xml"}
        tables = {"客户": "2", "承揽登记": "1"}
        if path.name == MASTERS:
            allowed |= {f"xl/worksheets/sheet{tables['客户']}.xml", "xl/tables/table2.xml"}
            allowed |= {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
            allowed |= {"xl/worksheets/sheet6.xml", "xl/worksheets/sheet7.xml"}
        if path.name.startswith("承揽登记"):
            allowed |= {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}
            allowed |= {"xl/worksheets/sheet5.xml", "xl/worksheets/sheet6.xml"}
        allowed |= {name for name in before if _is_lists(before, name)}
        assert differing <= allowed, path.name


def test_what_people_and_programs_added_stays(office: Path) -> None:
    path = office / REGISTER
    rearrange(path, "说明")
    decorate(path)
    assert problems(path.read_bytes()) == []
    was = members(path)
    before: Any = openpyxl.load_workbook(path)["承揽登记"]
    upgraded(office)
    assert problems(path.read_bytes()) == []
    now = members(path)
    assert {name: now[name] for name in PARTS} == {name: was[name] for name in PARTS}
    sheet = now["xl/worksheets/sheet1.xml"].decode()
    assert EXTENSIONS in sheet
    assert RICH in sheet
    after: Any = openpyxl.load_workbook(path)["承揽登记"]
    head = head_of(after)
    assert [*head][1:6:4] == ["备注", "我的列"]  # where the person had put them
    assert {"完成时间", "客户要求"} <= {*[*head][-2:]}
    assert after["AK3"].value == "旁边的字"
    assert after["AK9"].value == "=SUM(L3:L4)"
    assert after.row_dimensions[4].hidden
    (place,) = [c.coordinate for row in before.iter_rows() for c in row if c.comment]
    assert after[place].comment.text == before[place].comment.text
    name = "xl/_rels/workbook.xml.rels"
    assert now[name] == was[name]
    must(office, "submit", WORKBOOK)
    assert EXTENSIONS in members(path)["xl/worksheets/sheet1.xml"].decode()


def test_whoever_has_the_buttons_alone_is_told_by_them(office: Path) -> None:
    desk = Recorder()
    click(office, MASTERS, "upgrade", desk)
    assert versions(office) == {2}
    assert desk.told.splitlines() == [
        "已将 9 个工作簿升级为第 2 版。如要恢复，请分别在各工作簿中按“撤销”。",
        "工作表“客户”中，改名的列：地址 → 送货地址；更新了格式或下拉名单的列：账期天数、销售员；新增的列：电话。",
        "新增工作表“日历”。",
        "工作表“承揽登记”中，改名的列：说明 → 备注、增值税率 → 税率；更新了格式或下拉名单的列：市场；新增的列：客户要求、完成时间。",
    ]
    again = Recorder()
    click(office, MASTERS, "upgrade", again)
    assert "全部工作簿都已是第 2 版，无需升级。" in again.told


def _is_lists(parts: dict[str, bytes], name: str) -> bool:
    last = max(
        int(m[1]) for part in parts if (m := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part))
    )
    return name == f"xl/worksheets/sheet{last}.xml"


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here")
def test_libreoffice_opens_what_came(office: Path, tmp_path: Path) -> None:
    upgraded(office)
    for path in converted([office / MASTERS, office / REGISTER], tmp_path):
        workbook = openpyxl.load_workbook(path)
        table = "customers" if path.name == MASTERS else "orders"
        sheet = next(s for s in workbook.worksheets if table in s.tables)
        assert {"电话", "送货地址"} <= {*head_of(sheet)} or {"备注", "完成时间"} <= {
            *head_of(sheet)
        }
    again = shutil.copytree(tmp_path / "saved by LibreOffice", tmp_path / "again")
    assert {identify(path).form_version for path in again.glob("*.xlsx")} == {2}  # type: ignore[union-attr]


# --- whatever people did to it ---------------------------------------------------------------


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    order=st.permutations(range(28)),
    rows=st.lists(st.integers(1, 9), min_size=1, max_size=5),
    own=st.lists(
        st.sampled_from(["级别", "折扣", "我的\n列", "x", "a&b<c>"]), unique=True, max_size=3
    ),
    inside=st.booleans(),
)
def test_every_cell_that_a_person_has_is_kept(
    made: Path,
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    rows: list[int],
    own: list[str],
    inside: bool,
) -> None:
    """With columns moved, rows sorted, own columns in the table or beside it."""
    with older.newer():
        root = older.copied(made, tmp_path_factory.mktemp("any"))
        path = root / REGISTER

        def rearranged(workbook: Any) -> None:
            sheet = workbook["承揽登记"]
            listed = sheet.tables["orders"]
            heads = [c.name for c in listed.tableColumns]
            places = [*order, *range(28, len(heads))][: len(heads)]
            now = [heads[i] for i in places]
            for column, head in enumerate(now, 1):
                sheet.cell(2, column).value = head
            for row, quantity in enumerate(sorted(rows, reverse=True), 3):
                order_ = {**ORDER, "quantity": quantity, "remark": f"第 {row} 行"}
                by_word = {c.zh: c.key for c in older.OLDER_ORDERS}
                for column, head in enumerate(now, 1):
                    sheet.cell(row, column).value = order_.get(by_word[head])
            last = len(rows) + 2
            for column in range(1, len(now) + 1):
                sheet.cell(last + 1, column).value = None
            listed.tableColumns = [TableColumn(id=n, name=h) for n, h in enumerate(now, 1)]
            listed.ref = listed.autoFilter.ref = re.sub(r"\d+$", str(last), listed.ref)
            for n, header in enumerate(own):
                values = [f"{n}/{row}" for row in range(3, last + 1)]
                if inside:
                    own_column(sheet, "orders", header, values)
                else:
                    column = len(heads) + 1 + n
                    for row, value in enumerate([header, *values], 2):
                        sheet.cell(row, column).value = value

        change(path, rearranged)
        before: Any = openpyxl.load_workbook(path)["承揽登记"]
        upgraded(root)
        after: Any = openpyxl.load_workbook(path)["承揽登记"]
        assert problems(path.read_bytes()) == []
        renamed = {"说明": "备注", "增值税率": "税率"}
        for row in before.iter_rows():
            for cell in row:
                if cell.value is not None:
                    now = after[cell.coordinate].value
                    assert now == (
                        renamed.get(cell.value, cell.value) if cell.row == 2 else cell.value
                    )
        listed = after.tables["orders"]
        shown = [str(after.cell(2, c).value) for c in range(1, len(listed.tableColumns) + 1)]
        assert [c.name.replace("_x000a_", "\n") for c in listed.tableColumns] == shown
        assert {"客户要求", "完成时间", "备注"} <= {*shown}
        kept = [row["remark"] for row in cells(path, "orders")]
        assert kept == [f"第 {row} 行" for row in range(3, len(rows) + 3)]
        shutil.rmtree(root)
