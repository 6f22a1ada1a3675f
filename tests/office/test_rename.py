"""Rename on disk: all workbooks or none; initials changed by hand stop every press that numbers."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, TODAY, approved, founded, must, run
from xlsales.office.packages.package import identify

MASTERS = "基础资料.xlsx"
TRACKING = "跟踪/跟踪卡台账-张三-2026.xlsx"
NOTE, FIRST = "SH-202611-ZS-001", "CL-202611-ZS-001"


@pytest.fixture(scope="session")
def _month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of two years with a note signed, and goods left in stock."""
    root = tmp_path_factory.mktemp("rename") / "办公 室"
    founded(root)
    must(root, "new", "register", "{}", "--owner", "张三", "--year", "2025")
    old = {**ORDER, "order_date": date(2025, 11, 3), "required_date": date(2025, 12, 1)}
    type_rows(root / REGISTER.replace("2026", "2025"), "orders", old)
    type_rows(root / REGISTER, "orders", ORDER)
    must(root, "submit", "{}/" + REGISTER)
    must(root, "refresh", "{}/经营考核.xlsx")
    approved(root)
    must(root, "consolidate", "{}", "--month", "2026-11")
    must(root, "schedule", "{}")
    must(root, "issue", "{}", "--month", "2026-11")
    received = {"date": date(2026, 11, 24), "order_no": FIRST, "accepted_qty": 20,
                "heat_no": "H0012", "inspector": "周检"}  # fmt: skip
    type_rows(root / "库房/出入库台账-2026.xlsx", "receipts", received)
    must(root, "deliver", "{}", "--owner", "张三", "--order", FIRST + "=5")
    must(root, "sign", NOTE, "{}", "--date", TODAY, "--by", "李收货")
    must(root, "card", NOTE, "{}")
    must(root, "validate", "{}", "--annotate")
    return root


@pytest.fixture
def month(_month: Path, tmp_path: Path) -> Path:
    root = tmp_path / "办公 室"
    shutil.copytree(_month, root)
    return root


def workbooks(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.xlsx")
            if ".xlsales" not in p.parts}  # fmt: skip


def replied(root: Path, *argv: str) -> Any:
    return json.loads(must(root, *argv, "--json"))


def put(path: Path, table: str, key: str, value: object) -> None:
    """Type over the first cell of a column."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    head = next(cell for cell in sheet[2] if cell.value == key)
    sheet.cell(3, head.column).value = value
    workbook.save(path)


def findings(root: Path) -> list[str]:
    found = replied(root, "validate", "{}")["findings"]
    return sorted(f"{f['workbook']} {f['table']} {f['row']} {f['code']}" for f in found)


RENAMINGS = [
    ("customers", "东风机械厂", "东风机械有限公司"),
    ("products", "P001", "P-0001"),
    ("people", "张三", "张珊"),
    ("people", "王经理", "王总"),
    ("work_centers", "锻一", "一号锻"),
]


@pytest.mark.parametrize(("table", "old", "new"), RENAMINGS)
def test_a_name_is_changed_in_all_workbooks_and_back(
    table: str, old: str, new: str, month: Path
) -> None:
    before, was = workbooks(month), findings(month)
    changed = replied(month, "rename", table, old, new, "{}")["changed"]
    after = workbooks(month)
    assert {each["workbook"] for each in changed} == {n for n in before if before[n] != after[n]}
    assert all(set(each) == {"workbook", "cells"} for each in changed)
    assert MASTERS in {each["workbook"] for each in changed}
    assert findings(month) == was
    assert replied(month, "journal", "{}", "--verify")["whole"] is True
    told = replied(month, "rename", table, new, old, "{}")["changed"]
    assert {each["workbook"] for each in told} == {each["workbook"] for each in changed}
    assert said(month) == {name: said_of(data) for name, data in said_before(before).items()}


def said(root: Path) -> dict[str, object]:
    return {name: said_of(root / name) for name in workbooks(root)}


def said_before(before: dict[str, bytes]) -> dict[str, Any]:
    return {name: io.BytesIO(data) for name, data in before.items()}


def said_of(file: Any) -> object:
    """Return all cells of all sheets, and whose the workbook is."""
    workbook: Any = openpyxl.load_workbook(file)
    owner = {p.name: p.value for p in workbook.custom_doc_props.props}.get("xlsales.owner")
    return owner, {s.title: [[c.value for c in row] for row in s] for s in workbook.worksheets}


def test_a_persons_workbooks_and_numbers_go_on_under_the_new_name(month: Path) -> None:
    must(month, "rename", "people", "张三", "张珊", "{}")
    for name in (REGISTER, REGISTER.replace("2026", "2025"), DELIVERY, TRACKING):
        identity = identify(month / name)
        assert identity is not None
        assert identity.book.owner == "张珊"
    type_rows(month / REGISTER, "orders", {**ORDER, "salesperson": "张珊", "quantity": 7})
    assert replied(month, "submit", "{}/" + REGISTER)["submitted"] == ["CL-202611-ZS-002"]
    made = replied(month, "deliver", "{}", "--owner", "张珊", "--order", FIRST + "=2")
    assert made["note_no"] == "SH-202611-ZS-002"
    assert cells(month / DELIVERY, "deliveries")[-1]["note_no"] == "SH-202611-ZS-002"
    assert replied(month, "card", NOTE, "{}")["card_no"] == "GZ-202611-ZS-002"


def test_a_rename_is_taken_back_workbook_by_workbook(month: Path) -> None:
    before, was = said(month), findings(month)
    changed = replied(month, "rename", "people", "张三", "张珊", "{}")["changed"]
    for each in changed:
        assert "该操作还改动了" in must(month, "undo", "{}/" + each["workbook"])
    assert said(month) == before
    assert findings(month) == was


def test_while_somebody_has_one_of_them_open_nothing_is_changed(month: Path) -> None:
    probe = month.with_name("probe")
    shutil.copytree(month, probe)
    changed = replied(probe, "rename", "people", "张三", "张珊", "{}")["changed"]
    before = workbooks(month)
    assert len(changed) > 5
    for each in changed:
        path = month / each["workbook"]
        owner_file = path.with_name("~$" + path.name)
        owner_file.write_bytes(b"\x05Zhang" + b" " * 159)
        code, _, err = run(month, "rename", "people", "张三", "张珊", "{}")
        assert (code, path.name in err) == (3, True)
        owner_file.unlink()
    assert workbooks(month) == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("customers", "东风机械", "东风"), "客户表中没有“东风机械”。相近的有：东风机械厂。"),
        (("people", "张三", "王经理"), "人员表中已有“王经理”"),
        (("goods", "P001", "P002"), "TABLE（工作表）的值无效：goods。"),
    ],
)
def test_what_is_refused_changes_nothing(argv: tuple[str, ...], said: str, month: Path) -> None:
    before = workbooks(month)
    code, _, err = run(month, "rename", *argv, "{}")
    assert (code, workbooks(month)) == (2, before)
    assert err.startswith(said)


def test_a_wrong_spelling_becomes_the_right_one(month: Path) -> None:
    must(month, "rename", "customers", "东风机械厂", "东风 机械厂", "{}")
    assert cells(month / REGISTER, "orders")[0]["customer"] == "东风 机械厂"
    must(month, "rename", "customers", "东风 机械厂", "东风机械厂", "{}")
    assert cells(month / REGISTER, "orders")[0]["customer"] == "东风机械厂"


# --- by hand ---------------------------------------------------------------------------------------

GIVES = {
    "submit": ("submit", "{}/" + REGISTER),
    "validate": ("validate", "{}", "--annotate"),
    "refresh": ("refresh", "{}/" + REGISTER),
    "refresh tracking": ("refresh", "{}/" + TRACKING),
    "deliver": ("deliver", "{}", "--owner", "张三", "--order", FIRST + "=2"),
    "return": ("return", NOTE, "{}", "--order", FIRST + "=1", "--reason", "划伤",
               "--disposition", "restock"),
    "card": ("card", NOTE, "{}"),
}  # fmt: skip


@pytest.mark.parametrize("press", GIVES)
def test_initials_changed_by_hand_stop_every_press_that_numbers(press: str, month: Path) -> None:
    type_rows(month / REGISTER, "orders", {**ORDER, "quantity": 7})
    complaint = {"date": date(2026, 11, 24), "customer": "东风机械厂", "salesperson": "张三",
                 "severity": "一般", "description": "裂纹", "owner": "张三"}  # fmt: skip
    type_rows(month / TRACKING, "complaints", complaint)
    put(month / MASTERS, "people", "简码", "ZSX")
    numbers = given(month)
    code, _, err = run(month, *GIVES[press], "--json")
    assert given(month) == numbers
    assert code == (0 if press.startswith("refresh") else 1), err
    found = replied(month, "validate", "{}")["findings"]
    first = next(f for f in found if f["code"] == "initials-changed" and f["table"] == "people")
    assert (first["row"], first["column"], first["fix"]) == (3, "initials", "ZS")

    must(month, "fix", "{}/" + MASTERS)
    assert cells(month / MASTERS, "people")[0]["initials"] == "ZS"
    must(month, *GIVES[press])
    assert given(month) > numbers


def given(root: Path) -> set[str]:
    """Return all numbers with initials that rows carry."""
    columns = [
        (REGISTER, "orders", "order_no"),
        (DELIVERY, "deliveries", "note_no"),
        (TRACKING, "cards", "card_no"),
        (TRACKING, "complaints", "complaint_no"),
    ]
    found = {row[key] for name, table, key in columns for row in cells(root / name, table)}
    return {number for number in found if number}


def test_a_name_changed_by_hand_is_told_and_finished_by_rename(month: Path) -> None:
    put(month / MASTERS, "customers", "客户名称", "东风机械有限公司")
    found = replied(month, "validate", "{}/" + MASTERS)["findings"]
    assert [(f["row"], f["column"], f["fix"]) for f in found if f["code"] == "renamed-by-hand"] == [
        (3, "name", "东风机械厂")
    ]
    must(month, "rename", "customers", "东风机械厂", "东风机械有限公司", "{}")
    codes = {text.split()[-1] for text in findings(month)}
    assert not codes & {"renamed-by-hand", "unknown-customer", "changed-after-planning"}
    assert cells(month / REGISTER, "orders")[0]["customer"] == "东风机械有限公司"


def test_a_person_renamed_by_hand_gets_the_workbooks_by_rename(month: Path) -> None:
    put(month / MASTERS, "people", "姓名", "张珊")
    found = replied(month, "validate", "{}/" + MASTERS)["findings"]
    assert [(f["row"], f["column"], f["fix"]) for f in found if f["code"] == "renamed-by-hand"] == [
        (3, "name", "张三")
    ]
    must(month, "rename", "people", "张三", "张珊", "{}")
    assert not [text for text in findings(month) if "unknown-person" in text]
    type_rows(month / REGISTER, "orders", {**ORDER, "salesperson": "张珊", "quantity": 7})
    assert replied(month, "submit", "{}/" + REGISTER)["submitted"] == ["CL-202611-ZS-002"]
