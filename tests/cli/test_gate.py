"""Headers and tables edited in files, and what the commands say: exit 3, and the way to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import Office, cells, type_rows
from tests.office.test_headers import copied, without_first
from xlsales.buttons import BY_ID, macro_of
from xlsales.core.needs import needs_of
from xlsales.core.row import Book
from xlsales.forms.tables import BY_NAME
from xlsales.office.packages.package import identify

REGISTER = "承揽登记/承揽登记-张三-2026.xlsx"
MASTERS, MANAGEMENT = "基础资料.xlsx", "经营考核.xlsx"
SCORE = ("score", "--period", "2026-11")


def headed(path: Path, table: str, key: str, header: str) -> None:
    """Type over a header as a person does: the table lists the new one too."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    old = BY_NAME[table].by_key[key].zh
    next(cell for cell in sheet[2] if cell.value == old).value = header
    next(each for each in sheet.tables[table].tableColumns if each.name == old).name = header
    workbook.save(path)


def named(path: Path, table: str, name: str) -> None:
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    found = sheet.tables.pop(table)
    found.name = found.displayName = name
    sheet.tables[name] = found
    workbook.save(path)


def scored(office: Office) -> Any:
    return office.json(*SCORE, office.at(""))["subjects"]


def test_a_header_typed_over_stops_what_needs_it_and_nothing_else(office: Office) -> None:
    before = scored(office)
    headed(office.path(MANAGEMENT), "targets", "target", "指标数")
    held = office.path(MANAGEMENT).read_bytes()
    _, err = office.run(*SCORE, office.at(""), code=3)
    head, line = err.splitlines()
    assert head == "“计算考核”未执行，没有任何改动：所需的表或列无法读取。"
    assert line == (
        "经营考核.xlsx：工作表“目标”缺少“目标值”列，最接近的是“指标数”。"
        "请将该列的标题改为“目标值”（须完全一致）；该列已删除的，请按空白工作簿补上。"
    )
    _, err = office.run(*SCORE, office.at(""), "--lang", "en", code=3)
    assert (
        "经营考核.xlsx: The sheet “目标” lacks the column “目标值”; the nearest there is “指标数”"
        in err
    )
    office.run("stock", office.at(""))
    office.run("ageing", office.at(""))
    found = office.json("validate", office.at(MANAGEMENT), code=1)["findings"]
    assert [
        (f["sheet"], f["row"], f["column"], f["value"], f["code"], f["fix"]) for f in found
    ] == [("目标", 2, "target", "指标数", "missing-column", None)]
    left = office.json("fix", office.at(MANAGEMENT), code=1)
    assert [f["code"] for f in left["left"]] == ["missing-column"]
    assert office.path(MANAGEMENT).read_bytes() == held
    headed_back(office.path(MANAGEMENT), "指标数", "目标值")
    assert scored(office) == before


def headed_back(path: Path, old: str, header: str) -> None:
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            for cell in sheet[table.ref][0]:
                if cell.value == old:
                    cell.value = header
            for column in table.tableColumns:
                column.name = header if column.name == old else column.name
    workbook.save(path)


def test_what_lost_or_gained_a_character_is_put_right_by_apply_fixes(office: Office) -> None:
    before = scored(office)
    headed(office.path(MANAGEMENT), "targets", "target", "目标值额")
    headed(office.path(MANAGEMENT), "costs", "unit_cost", "单位成")
    _, err = office.run(*SCORE, office.at(""), code=3)
    assert "“目标值额”" in err
    assert "“单位成”" in err
    assert "一键修正" in err
    fixed = office.json("fix", office.at(MANAGEMENT))["fixed"]
    assert [(f["column"], f["value"], f["fix"]) for f in fixed] == [
        ("target", "目标值额", "目标值"),
        ("unit_cost", "单位成", "单位成本"),
    ]
    assert scored(office) == before
    assert office.json("journal", office.at(""), "--verify")["whole"]
    office.run("undo", office.at(MANAGEMENT))
    office.run(*SCORE, office.at(""), code=3)


def test_a_table_that_goes_by_another_name_is_put_right_by_apply_fixes(office: Office) -> None:
    before = scored(office)
    named(office.path(MANAGEMENT), "targets", "targets_1")
    _, err = office.run(*SCORE, office.at(""), code=3)
    assert "经营考核.xlsx：本工作簿中没有表“目标”（表名 targets），最接近的是“targets_1”" in err
    (fixed,) = office.json("fix", office.at(MANAGEMENT))["fixed"]
    assert (fixed["code"], fixed["value"], fixed["fix"]) == (
        "missing-table",
        ["targets_1"],
        "targets",
    )
    assert scored(office) == before
    assert len(cells(office.path(MANAGEMENT), "targets")) == 2
    office.run("undo", office.at(MANAGEMENT))
    office.run(*SCORE, office.at(""), code=3)


def test_one_salespersons_register_without_its_table_stops_the_score_of_all(office: Office) -> None:
    office.run("new", "register", office.at(""), "--owner", "李四", "--year", "2026")
    scored(office)
    copied(office.path(REGISTER.replace("张三", "李四")), "expenses2", "expenses3")
    without_first(office.path(REGISTER.replace("张三", "李四")))
    _, err = office.run(*SCORE, office.at(""), code=3)
    assert "承揽登记-李四-2026.xlsx" in err
    assert "“expenses2”、“expenses3”" in err
    assert "一键修正" not in err  # which of them is meant?


def test_a_copy_beside_its_sheet_is_named_and_its_rows_are_not_read(office: Office) -> None:
    copied(office.path(REGISTER), "expenses2")
    found = office.json("validate", office.at(REGISTER))["findings"]
    assert [(f["code"], f["severity"], f["fix"]) for f in found] == [
        ("copied-table", "warning", None)
    ]
    scored(office)


def test_validate_of_one_workbook_says_what_another_lacks(office: Office) -> None:
    type_rows(
        office.path(REGISTER),
        "expenses",
        {"date": "2026-11-03", "salesperson": "张三", "category": "差旅", "amount": 5},
    )
    headed(office.path(MASTERS), "people", "name", "名字")
    out, _ = office.run("validate", office.at(REGISTER), code=1)
    assert "基础资料.xlsx：工作表“人员”缺少“姓名”列" in out
    assert "unknown-person" not in [
        f["code"] for f in office.json("validate", office.at(REGISTER), code=1)["findings"]
    ]


@pytest.mark.parametrize("command", ["today", "undo", "journal", "doctor"])
def test_what_shows_and_takes_back_is_not_stopped(office: Office, command: str) -> None:
    office.run("validate", office.at(REGISTER), "--annotate")
    headed(office.path(MASTERS), "customers", "name", "名字")
    where = office.at(REGISTER if command in {"today", "undo"} else "")
    office.run(command, where, code=1 if command in {"today", "doctor"} else 0)


def needed() -> list[tuple[str, str]]:
    """Return a column of each table that Score needs, another one of each in turn."""
    tables = needs_of(macro_of(BY_ID["score"]), Book("management")).tables
    chosen = [(table, sorted(keys)) for table, keys in tables.items()]
    return [(table.name, keys[n % len(keys)]) for n, (table, keys) in enumerate(chosen)]


@pytest.mark.parametrize(("table", "key"), needed())
def test_score_stops_for_a_column_of_each_of_its_tables(
    office: Office, table: str, key: str
) -> None:
    kind = BY_NAME[table].kind
    path = next(
        p for p in office.root.rglob("*.xlsx") if (i := identify(p)) and i.book.kind == kind
    )
    headed(path, table, key, "另外一栏")
    held = {each: each.read_bytes() for each in office.root.rglob("*.xlsx")}
    _, err = office.run(*SCORE, office.at(""), code=3)
    assert path.relative_to(office.root).as_posix() in err
    assert f"缺少“{BY_NAME[table].by_key[key].zh}”列" in err
    assert {each: each.read_bytes() for each in office.root.rglob("*.xlsx")} == held
    office.run("validate", office.at(""), code=1)
