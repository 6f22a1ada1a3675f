"""A new office: what is typed into the masters can be chosen at once, everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.people import Office, cells, type_rows
from tests.office.branch import ORDER, REGISTER
from tests.office.soffice import by_libreoffice

MASTERS = "基础资料.xlsx"
PERSON = {"name": "张三", "initials": "ZS", "roles": "销售员", "active": "是"}
CUSTOMER = {"code": "K001", "name": "东风机械厂", "market": "外销", "credit_days": 30,
            "visit_cycle_days": 90, "salesperson": "张三", "active": "是"}  # fmt: skip


def listed(path: Path, name: str) -> list[Any]:
    sheet: Any = openpyxl.load_workbook(path)["lists"]
    column = next(c for c in sheet.iter_cols(values_only=True) if c[0] == name)
    return [text for text in column[1:] if text is not None]


def test_a_register_made_before_its_customers_has_them_once_the_masters_are_checked(
    empty: Office,
) -> None:
    empty.run("new", "register", empty.at(""), "--owner", "张三", "--year", "2026")
    register = empty.path(REGISTER)
    assert listed(register, "customers_name") == []
    type_rows(empty.path(MASTERS), "people", PERSON)
    type_rows(empty.path(MASTERS), "customers", CUSTOMER)
    empty.run("validate", empty.at(MASTERS), "--annotate")
    assert listed(register, "customers_name") == ["东风机械厂"]
    was = register.stat().st_mtime_ns
    empty.run("validate", empty.at(MASTERS), "--annotate")
    assert register.stat().st_mtime_ns == was  # written once for the same lists


def test_a_register_that_somebody_has_open_or_pressed_in_is_left_alone(office: Office) -> None:
    type_rows(office.path(REGISTER), "orders", ORDER)
    office.run("submit", office.at(REGISTER))
    pressed = office.path(REGISTER).read_bytes()
    open_one = office.path("送货/送货台账-张三-2026.xlsx")
    owner = open_one.with_name(f".~lock.{open_one.name}#")
    owner.write_text("张三,zhangsan,pc,24.11.2026 09:00,file:///x;")
    was = open_one.read_bytes()
    type_rows(office.path(MASTERS), "customers", {**CUSTOMER, "code": "K002", "name": "西厂"})
    office.run("validate", office.at(MASTERS), "--annotate")
    assert office.path(REGISTER).read_bytes() == pressed
    assert open_one.read_bytes() == was
    office.run("undo", office.at(REGISTER))
    assert cells(office.path(REGISTER), "orders")[0]["submitted_at"] is None


def test_people_just_typed_can_be_chosen_in_the_same_workbook(empty: Office) -> None:
    masters = empty.path(MASTERS)
    type_rows(masters, "people", PERSON, {**PERSON, "name": "李四", "initials": "LS"})
    workbook: Any = openpyxl.load_workbook(masters)
    (rule,) = (
        rule
        for rule in workbook["客户"].data_validations.dataValidation
        if rule.formula1 == "live_people_name"
    )
    assert rule.errorStyle == "information"
    sheet = workbook["客户"]
    sheet["Z1"] = "=COUNTA(live_people_name)"
    workbook.save(masters)
    shown: Any = openpyxl.load_workbook(by_libreoffice(masters, masters.parent), data_only=True)
    assert shown["客户"]["Z1"].value == 2


def test_init_says_what_comes_next_and_from_when_first_orders_are_reviewed(
    tmp_path: Path, office: Office
) -> None:
    out, _ = office.run("init", str(tmp_path / "新"), "--year", "2026")
    assert "1. 计划员填“基础资料”" in out
    assert "xlsales new register" in out
    settings = {r["key"]: r["value"] for r in cells(tmp_path / "新" / MASTERS, "settings")}
    assert settings["review_first_since"] == "2026-11-24"


def test_on_its_first_day_what_can_be_made_is_and_the_rest_is_a_sentence(empty: Office) -> None:
    root = empty.at("")
    score = empty.json("score", root, "--period", "2026-11")
    assert [(each["subject"], each["score"]) for each in score["subjects"]] == [("branch", "100")]
    assert score["files"] == ["考核/考核表-2026-11.xlsx"]
    report = empty.json("report", root, "--month", "2026-11")
    assert report["files"] == ["考核/月度分析-2026-11.xlsx"]
    assert empty.json("schedule", root)["lines"] == []
    assert empty.json("ageing", root)["total"] == "0"
    for command in (
        ("statement", root, "--all", "--month", "2026-11"),
        ("dun", root),
        ("customer-card", root, "--all"),
    ):
        _, said = empty.run(*command, code=2)
        assert "无需" in said or "没有" in said
    made = {path.name for path in empty.root.glob("*/*.xlsx") if "2026-11" in path.name}
    assert made == {"考核表-2026-11.xlsx", "月度分析-2026-11.xlsx"}
