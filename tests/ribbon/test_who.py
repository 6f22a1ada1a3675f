"""The first press under a name asks who it is, once; forms and journal then carry that name."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.office.branch import PLAN, REGISTER, run
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import MASTERS, NOW, click
from xlsales.office import profile


@pytest.fixture(autouse=True)
def newcomer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """At this computer nobody has said who they are."""
    monkeypatch.delenv("XLSALES_USER", raising=False)
    monkeypatch.setenv("LOGNAME", "pc-user")
    monkeypatch.setattr(profile, "place", lambda: tmp_path / "settings" / "profile.json")


def last_user(root: Path) -> str:
    """Return who clicked last; what the office did before bears the time of the tests' clock."""
    entries = json.loads(run(root, "journal", "{}", "--json")[1])["entries"]
    (*_, user) = [each["user"] for each in entries if each["time"] == NOW.isoformat()]
    return str(user)


def shown(desk: Recorder, index: int = 0) -> tuple[str, object, list[str]]:
    (field,) = desk.forms[index].fields
    return field.label.zh, field.value, [option.text for option in field.options]


def test_enter_says_that_the_workbooks_owner_sits_here(office: Path) -> None:
    desk = Recorder({}, {})
    click(office, REGISTER, "submit", desk, "orders")
    assert desk.forms[0].title.zh == "我是谁"
    label, value, names = shown(desk)
    assert (label, value, names[0]) == ("您是谁？", "张三", "张三")
    assert set(names) == {"张三", "王经理", "赵计划", "钱库管", "孙财务"}
    assert last_user(office) == "张三"
    again = Recorder({})
    click(office, REGISTER, "submit", again, "orders")
    assert "我是谁" not in [form.title.zh for form in again.forms]


def test_the_planners_name_stands_on_the_revised_plan(office: Path) -> None:
    path = office / REGISTER
    workbook = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in workbook.worksheets if "orders" in sheet.tables)
    heads = {cell.value: cell.column or 0 for cell in sheet[2]}
    sheet.cell(3, heads["数量"]).value = 21
    workbook.save(path)
    desk = Recorder({"set": "赵计划"}, {}, {}, sure=False)
    click(office, PLAN, "revise_plan", desk)
    assert shown(desk)[1:] == ("", ["赵计划", "张三", "王经理", "钱库管", "孙财务"])
    (form,) = (office / "计划").glob("*RW-202611-01-A.xlsx")
    sheet = openpyxl.load_workbook(form).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert cells[cells.index("编制：") + 1] == "赵计划"
    changing = Recorder({"set": "王经理"})  # somebody else sits down here
    click(office, PLAN, "who_am_i", changing)
    assert shown(changing)[1] == "赵计划"
    assert changing.told == "您是王经理。"


def test_who_turns_away_presses_nothing(office: Path) -> None:
    before = (office / REGISTER).read_bytes()
    desk = Recorder(None)
    click(office, REGISTER, "submit", desk, "orders")
    assert len(desk.forms) == 1
    assert desk.said == []
    assert (office / REGISTER).read_bytes() == before


def test_looking_asks_nobody(office: Path) -> None:
    for button in ("validate", "refresh", "today"):
        desk = Recorder()
        click(office, REGISTER, button, desk, "orders")
        assert desk.forms == []


def test_nobody_is_chosen_that_is_not_there(office: Path) -> None:
    desk = Recorder({"set": "张四"}, {"set": "张三"}, {})
    click(office, REGISTER, "submit", desk, "orders")
    assert "没有“张四”这一选项" in desk.forms[1].wrong[0].words.zh
    assert last_user(office) == "张三"


def test_who_was_renamed_is_asked_again(office: Path) -> None:
    click(office, REGISTER, "submit", Recorder({}), "orders")
    path = office / MASTERS
    workbook = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in workbook.worksheets if "people" in sheet.tables)
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "张三")
    cell.value = "张珊"
    workbook.save(path)
    desk = Recorder(None)
    click(office, REGISTER, "submit", desk, "orders")
    assert "张珊" in shown(desk)[2]
