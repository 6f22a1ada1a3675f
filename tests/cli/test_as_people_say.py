"""What people give on the command line: a part of a name, the day of another time."""

from __future__ import annotations

import json

import pytest

from tests.cli.people import Office, type_rows
from tests.office.branch import REGISTER
from xlsales.cli import main

SECOND = {"code": "K002", "name": "东风车桥厂", "market": "外销", "address": "工业路 2 号",
          "credit_days": 30, "visit_cycle_days": 90, "salesperson": "张三", "active": "是"}  # fmt: skip


def test_a_part_of_a_customer_s_name_is_enough(office: Office) -> None:
    argv = ("deliver", office.at(""), "--owner", "张", "--customer")
    assert office.json(*argv, "机械厂")["note_no"] is None  # nothing is in stock, but it is known
    _, said = office.run(*argv, "机床", code=2)
    assert "机床" in said


def test_several_customers_are_told_and_none_is_guessed(office: Office) -> None:
    type_rows(office.path("基础资料.xlsx"), "customers", SECOND)
    _, said = office.run("deliver", office.at(""), "--owner", "张三", "--customer", "东风", code=2)
    assert said.strip() == "“东风”对应多个客户：东风机械厂、东风车桥厂。请写全。"


@pytest.mark.parametrize("text", ["K001", "dfjx", "机械厂"])
def test_a_code_or_initials_mean_a_customer_wherever_one_is_named(
    office: Office, text: str
) -> None:
    argv = ("statement", office.at(""), "--month", "2026-11", "--customer", text)
    _, said = office.run(*argv, code=2)  # nothing was delivered, but the customer is known
    assert said.startswith("东风机械厂到 2026-11-25 没有送货")
    values = ("--product", "P001", "--quantity", "5", "--price", "12")
    added = office.json("new-order", office.at(REGISTER), "--customer", text, *values)
    assert added["customer"] == "东风机械厂"


def test_a_new_order_tells_which_customers_a_part_may_mean(office: Office) -> None:
    type_rows(office.path("基础资料.xlsx"), "customers", SECOND)
    values = ("--customer", "东风", "--product", "P001", "--quantity", "5", "--price", "12")
    _, said = office.run("new-order", office.at(REGISTER), *values, code=2)
    assert said.strip() == "“东风”对应多个客户：东风机械厂、东风车桥厂。请写全。"


def test_a_part_of_the_owner_of_two_is_told(office: Office) -> None:
    office.run("new", "delivery", office.at(""), "--owner", "张伟", "--year", "2026")
    argv = ("deliver", office.at(""), "--owner", "张", "--customer", "东风")
    _, said = office.run(*argv, code=2)
    assert said.strip() == "“张”对应多个销售员：张三、张伟。请写全。"


def test_commands_act_on_the_day_that_is_set(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XLSALES_TODAY", "2026-11-24")
    assert main(["ageing", office.at(""), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-24"
    assert main(["ageing", office.at(""), "--json", "--today", "2026-11-25"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-25"


def test_a_day_that_is_none_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XLSALES_TODAY", "24/11/2026")
    assert main(["ageing", office.at("")]) == 2
    assert "XLSALES_TODAY" in capsys.readouterr().err
