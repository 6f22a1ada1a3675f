"""Who am I: said once a computer, office and person, then on forms, in rows and in the journal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import type_rows
from tests.office.branch import ORDER, REGISTER, founded, must, run
from xlsales.office import profile


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("who") / "办公 室"
    founded(root)
    type_rows(root / REGISTER, "orders", ORDER)
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office at which the person of this computer, logged in as pc-user, is new."""
    monkeypatch.delenv("XLSALES_USER", raising=False)
    monkeypatch.setenv("LOGNAME", "pc-user")
    monkeypatch.setattr(profile, "place", lambda: tmp_path / "settings" / "profile.json")
    root = tmp_path / "办公 室"
    shutil.copytree(made, root)
    return root


def replied(root: Path, *argv: str) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(must(root, *argv, "--json"))
    return reply


def users(root: Path) -> list[str]:
    entries = replied(root, "journal", "{}")["entries"]
    return [entry["user"] for entry in entries]


def test_the_name_is_said_once_and_stands_in_the_journal(office: Path) -> None:
    assert replied(office, "whoami", "{}")["user"] is None
    must(office, "whoami", "{}", "--set", "张三")
    assert replied(office, "whoami", "{}")["user"] == "张三"
    must(office, "submit", "{}/" + REGISTER)
    assert users(office)[-1] == "张三"
    must(office, "whoami", "{}", "--set", "王经理")  # the next person at this computer
    must(office, "refresh", "{}/经营考核.xlsx")
    assert users(office)[-1] == "王经理"
    assert replied(office, "journal", "{}", "--verify")["whole"] is True
    must(office, "refresh", "{}/经营考核.xlsx", "--user", "赵计划")  # said for this once
    assert replied(office, "whoami", "{}")["user"] == "王经理"


def test_another_office_asks_anew(office: Path, tmp_path: Path) -> None:
    must(office, "whoami", "{}", "--set", "张三")
    other = tmp_path / "另一 室"
    shutil.copytree(office, other)
    assert replied(other, "whoami", "{}")["user"] is None


def test_somebody_unknown_is_refused_with_the_names_there_are(office: Path) -> None:
    code, _, err = run(office, "whoami", "{}", "--set", "张四")
    assert code == 2
    assert "在岗人员中没有“张四”。请从中选择：" in err
    assert "张三" in err


def test_who_has_left_is_asked_again(office: Path) -> None:
    must(office, "whoami", "{}", "--set", "王经理")
    path = office / "基础资料.xlsx"
    workbook = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in workbook.worksheets if "people" in sheet.tables)
    heads = {cell.value: cell.column or 0 for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, heads["姓名"]).value == "王经理":
            sheet.cell(row, heads["在岗"]).value = "否"
    workbook.save(path)
    assert replied(office, "whoami", "{}")["user"] is None


def test_the_login_is_taken_where_it_is_one_of_the_people(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "张三")
    assert replied(office, "whoami", "{}")["user"] == "张三"


def test_a_form_that_would_carry_the_login_says_how_to_mend_that(office: Path) -> None:
    code, out, err = run(office, "trade-request", "{}", "--json")
    assert code == 0
    assert "尚未说明您是谁，暂用登录名。请运行：xlsales whoami --set 姓名" in err
    json.loads(out)  # nothing but the reply
    must(office, "whoami", "{}", "--set", "赵计划")
    assert "whoami" not in run(office, "trade-request", "{}")[2]


def test_a_profile_that_cannot_be_written_stops_nothing(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(profile, "place", lambda: tmp_path / "file" / "profile.json")
    code, out, _ = run(office, "whoami", "{}", "--set", "张三")
    assert code == 0
    assert "您是张三。" in out
    assert "个人设置无法写入，下次还会询问" in out


def test_a_damaged_profile_is_as_good_as_none(office: Path) -> None:
    profile.place().parent.mkdir()
    profile.place().write_text("[nonsense", "utf-8")
    assert replied(office, "whoami", "{}")["user"] is None
    must(office, "whoami", "{}", "--set", "张三")
    assert replied(office, "whoami", "{}")["user"] == "张三"
