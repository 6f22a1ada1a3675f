"""What a press will do is shown before others see it: how many rows, which, with what remarks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, PLAN, REGISTER, approved, must
from tests.ribbon.conftest import COLLECTION, WAREHOUSE
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import click
from xlsales.core.words import Lang
from xlsales.ribbon.form import Form
from xlsales.ribbon.ticking import Ticking

FIVE = [
    {**ORDER, "quantity": quantity, "required_date": dt.date(2026, 12, 17)}
    for quantity in (30, 31, 32, 33)
]


@pytest.fixture
def five(office: Path) -> Path:
    """The office with five rows that are not submitted; the last two are one, pasted twice."""
    must(office, "fix", "{}/" + REGISTER)
    type_rows(office / REGISTER, "orders", *FIVE[:3], FIVE[2])
    return office


def shown(form: Form) -> list[tuple[str, ...]]:
    """Return the table of a preview as it is seen."""
    (field,) = form.fields
    return list(Ticking(field, Lang.ZH).all_texts())


def submitted(office: Path) -> list[int]:
    """Return the sheet rows that were submitted; the first two were so before."""
    rows = cells(office / REGISTER, "orders")
    return [n for n, row in enumerate(rows, 3) if row["submitted_at"] and n > 4]


# --- rows that were selected ---------------------------------------------------------------------


def test_two_of_five_rows_are_submitted_and_the_preview_names_those(five: Path) -> None:
    desk = Recorder({})
    click(five, REGISTER, "submit", desk, "orders", "$A$6:$F$7")
    (preview,) = desk.forms
    assert preview.help.zh.startswith("将对 2 行执行“上报”，金额合计 ")
    assert [row[:2] for row in shown(preview)] == [("☑", "6"), ("☑", "7")]
    assert submitted(five) == [6, 7]
    assert desk.told.startswith("已上报 2 行。")


def test_rows_picked_one_by_one_are_those(five: Path) -> None:
    desk = Recorder({})
    click(five, REGISTER, "submit", desk, "orders", "$A$5,$C$8")
    assert submitted(five) == [5, 8]


def test_a_cursor_in_one_cell_chooses_nothing(five: Path) -> None:
    desk = Recorder({})
    click(five, REGISTER, "submit", desk, "orders", "$A$6")
    assert [row[1] for row in shown(desk.forms[0])] == ["5", "6", "7", "8", "9"]
    assert submitted(five) == [5, 6, 7, 8, 9]


def test_blank_rows_that_were_chosen_hand_nothing_in(five: Path) -> None:
    desk = Recorder({})
    click(five, REGISTER, "submit", desk, "orders", "$A$20:$F$21")
    assert desk.forms == []
    assert desk.told == "“承揽登记”第 20、21 行没有承揽，请核对行号。"
    assert submitted(five) == []


def test_what_is_unticked_stays(five: Path) -> None:
    desk = Recorder({"row": ("5", "9")})
    click(five, REGISTER, "submit", desk, "orders", "$A$6")
    assert submitted(five) == [5, 9]


def test_with_nothing_ticked_it_is_asked_again(five: Path) -> None:
    desk = Recorder({"row": ()}, None)
    click(five, REGISTER, "submit", desk, "orders")
    assert [wrong.words.zh for wrong in desk.forms[1].wrong] == ["请选“行”。"]
    assert submitted(five) == []


def test_escape_leaves_everything_as_it_was(five: Path) -> None:
    before = (five / REGISTER).read_bytes()
    desk = Recorder(None)
    click(five, REGISTER, "submit", desk, "orders")
    assert (len(desk.forms), desk.said) == (1, [])
    assert (five / REGISTER).read_bytes() == before


def test_a_row_that_was_pasted_twice_is_marked(five: Path) -> None:
    desk = Recorder(None)
    click(five, REGISTER, "submit", desk, "orders")
    last = shown(desk.forms[0])[-1]
    assert last[1] == "9"
    assert last[-1].startswith("与CL-202611-ZS-006相同：客户、产品、数量一样")
    assert "行有提醒" in desk.forms[0].help.zh


def test_a_row_with_errors_is_listed_with_the_reason_and_cannot_be_ticked(five: Path) -> None:
    type_rows(five / REGISTER, "orders", {**ORDER, "customer": "没有的客户"})
    desk = Recorder({})
    click(five, REGISTER, "submit", desk, "orders", "$A$9:$B$10")
    good, heading, bad = shown(desk.forms[0])
    assert good[:2] == ("☑", "9")
    assert heading[1] == "不处理的 1 行"
    assert bad[:2] == ("", "10")
    assert bad[-1].startswith("客户表中没有“没有的客户”。")
    assert submitted(five) == [9]


def test_a_promise_is_for_the_selected_rows_alone(five: Path) -> None:
    desk = Recorder()
    click(five, REGISTER, "promise", desk, "orders", "$A$7:$A$8")
    (view,) = desk.views
    assert [row[:2] for row in view.listings[0].rows] == [(7, None), (8, None)]


def test_rows_are_named_by_their_place_on_the_command_line_too(five: Path) -> None:
    must(five, "submit", "{}/" + REGISTER, "--row", "6", "--row", "7")
    assert submitted(five) == [6, 7]


# --- the other presses that others see -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "button_id", "answers", "table", "address", "columns"),
    [
        (DELIVERY, "issue_note", ({},), "deliveries", "$A$1",
         ("承揽编号", "客户", "产品名称", "数量", "金额")),
        (DELIVERY, "sign_off", ({"by": "李收货"},), "deliveries", "$A$1",
         ("送货单号", "承揽编号", "客户", "产品名称", "数量", "签收数量", "金额")),
        (WAREHOUSE, "outbound", ({},), "outbound", "$A$1",
         ("送货单号", "承揽编号", "客户", "产品名称", "数量", "金额")),
        (COLLECTION, "verify_payments", ({},), "payments", "$A$3",
         ("回款编号", "客户", "金额")),
        (DELIVERY, "return_goods",
         ({"order": (("CL-202611-ZS-001", "2"),), "reason": "划伤", "disposition": "restock"},),
         "deliveries", "$A$3", ("送货单号", "承揽编号", "客户", "产品名称", "数量", "金额")),
    ],
)  # fmt: skip
def test_it_is_shown_before_and_escape_leaves_it(
    office: Path, name: str, button_id: str, answers: Any, table: str, address: str, columns: Any
) -> None:
    before = {path: path.read_bytes() for path in office.rglob("*.xlsx")}
    desk = Recorder(*answers, None)
    click(office, name, button_id, desk, table, address)
    (field,) = desk.forms[-1].fields
    assert len(desk.forms) == 2
    assert set(columns) <= set(field.heads)
    assert len(field.lines) == 1
    assert {path: path.read_bytes() for path in office.rglob("*.xlsx")} == before


def test_a_plan_that_is_issued_is_shown_before_and_what_stays_is_told(five: Path) -> None:
    must(five, "submit", "{}/" + REGISTER, "--row", "6", "--row", "7")
    must(five, "refresh", "{}/经营考核.xlsx")
    approved(five)
    must(five, "consolidate", "{}", "--month", "2026-11")
    must(five, "schedule", "{}")
    desk = Recorder({}, {}, sure=False)
    click(five, PLAN, "issue_plan", desk, "plan_lines")
    table = shown(desk.forms[1])
    assert [row[1] for row in table] == ["CL-202611-ZS-004", "CL-202611-ZS-005"]
    assert desk.forms[1].help.zh.startswith("将对 2 行执行“下达计划”")
    assert "已下达计划 RW-202611-02" in desk.forms[2].help.zh  # and what to do with the form


def test_what_is_fit_for_nobody_is_told_without_a_preview(office: Path) -> None:
    desk = Recorder({"order": (("CL-202611-ZS-001", "500"),), "customer": ""})
    click(office, DELIVERY, "issue_note", desk)
    assert len(desk.forms) == 1
    assert desk.told.startswith("没有可送的承揽，未开送货单。")
