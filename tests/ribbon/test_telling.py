"""Replies: first what is to be done and where, then the rest; nothing that nobody can act on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, PLAN, REGISTER, approved, must
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import MANAGEMENT, click
from xlsales.core.finding import Severity
from xlsales.core.words import Lang
from xlsales.ribbon.desk import Wish


@pytest.fixture
def faulty(office: Path) -> Path:
    """The office with four rows that nobody can plan."""
    rows = ({**ORDER, "customer": f"没有的客户{n}", "quantity": n + 1} for n in range(4))
    type_rows(office / REGISTER, "orders", *rows)
    return office


def test_many_findings_are_a_list_kind_by_kind_with_errors_first(faulty: Path) -> None:
    desk = Recorder(wish=Wish(2))
    book = click(faulty, REGISTER, "validate", desk, "orders")
    (view,) = desk.views
    assert desk.said == []
    assert view.lines[0] == "检查了 7 行。"
    listing = view.listings[0]
    assert listing.heads(Lang.ZH) == ("程度", "表", "行", "列", "说明")
    assert [row[:4] for row in listing.rows[:4]] == [
        ("错误", "承揽登记", row, "客户") for row in (6, 7, 8, 9)
    ]
    assert {row[0] for row in listing.rows[4:]} == {"提醒", "提示"}
    assert book.gone_to[-1][:2] == ("orders", 8)  # the third was chosen in the list


def test_submit_says_how_many_wait_for_a_decision(office: Path) -> None:
    desk = Recorder({})
    must(office, "fix", "{}/" + REGISTER)
    row = {**ORDER, "unit_price": 9000, "quantity": 20, "required_date": dt.date(2026, 12, 17)}
    type_rows(office / REGISTER, "orders", row)
    click(office, REGISTER, "submit", desk, "orders", "$A$6:$B$6")
    assert "1 笔等待审批（合同评审 1 笔）。" in desk.told
    assert "没有问题" not in desk.told
    desk = Recorder()
    click(office, REGISTER, "validate", desk, "orders")
    assert "1 笔等待审批（合同评审 1 笔）。" in desk.told


def test_whoever_decides_is_told_what_waits(office: Path) -> None:
    """Refresh lists orders and complaints for the manager: that is not nothing."""
    must(office, "fix", "{}/" + REGISTER)
    row = {**ORDER, "unit_price": 9000, "quantity": 20, "required_date": dt.date(2026, 12, 17)}
    type_rows(office / REGISTER, "orders", row)
    must(office, "submit", "{}/" + REGISTER)
    tracking = "跟踪/跟踪卡台账-张三-2026.xlsx"
    complaint = {"date": dt.date(2026, 11, 20), "customer": "东风机械厂", "description": "划伤",
                 "severity": "一般", "owner": "张三", "salesperson": "张三"}  # fmt: skip
    type_rows(office / tracking, "complaints", complaint)
    must(office, "validate", "{}/" + tracking, "--annotate")
    for button_id, name in (("refresh", MANAGEMENT), ("validate", MANAGEMENT)):
        desk = Recorder()
        click(office, name, button_id, desk, "approvals")
        assert "1 起投诉等待认定。\n1 笔等待审批（合同评审 1 笔）。" in desk.told
        assert "\n没有问题。" not in desk.told
    approved(office)
    desk = Recorder()
    click(office, MANAGEMENT, "validate", desk, "approvals")
    assert "等待审批" not in desk.told
    assert "1 起投诉等待认定。" in desk.told


def test_submit_says_each_reason_once_and_what_waits_above_the_errors(faulty: Path) -> None:
    row = {**ORDER, "unit_price": 9000, "quantity": 20, "required_date": dt.date(2026, 12, 17)}
    type_rows(faulty / REGISTER, "orders", row)
    desk = Recorder({})
    click(faulty, REGISTER, "submit", desk, "orders", "$A$3:$B$10")
    (view,) = desk.views
    assert [listing.title for listing in view.listings] == ["问题"]
    assert view.lines[1] == "2 笔等待审批（合同评审 2 笔）。"
    (left,) = (line for line in view.lines if "请先改正标出的错误" in line)
    assert left.startswith("第 6（CL-202611-ZS-00")
    (rests,) = (line for line in view.lines if line.endswith("：已上报。"))
    assert rests.startswith("CL-202611-ZS-001、")


def test_consolidate_groups_the_reasons_and_only_counts_what_is_cancelled(office: Path) -> None:
    must(office, "fix", "{}/" + REGISTER)
    rows = [
        {**ORDER, "unit_price": 9000, "quantity": n, "required_date": dt.date(2026, 12, 17)}
        for n in (20, 40, 60)
    ]
    type_rows(office / REGISTER, "orders", *rows)
    must(office, "submit", "{}/" + REGISTER)
    workbook = openpyxl.load_workbook(office / REGISTER)
    sheet = workbook["承揽登记"]
    heads = [cell.value for cell in sheet[2]]
    sheet.cell(8, heads.index("取消日期") + 1, dt.datetime(2026, 11, 24))
    sheet.cell(8, heads.index("取消原因") + 1, "客户撤单")
    workbook.save(office / REGISTER)
    desk = Recorder({})
    click(office, PLAN, "consolidate", desk, "plan_lines")
    assert "合同评审尚无结论，2 笔：CL-202611-ZS-004、CL-202611-ZS-005。" in desk.told
    assert "无需处理：承揽已取消 1 笔。" in desk.told
    assert "另有" not in desk.told


def test_a_shortfall_is_told_at_sign_off(office: Path) -> None:
    desk = Recorder({"by": "李收货", "qty": (("CL-202611-ZS-001", "1"),)}, {})
    click(office, DELIVERY, "sign_off", desk)
    assert desk.told.startswith("送货单 SH-202611-ZS-001 登记签收 1 行。\n")
    assert "少签 4 件，尚未退回。" in desk.told


def test_the_command_tells_the_shortfall_too(office: Path) -> None:
    signed = ("--date", "2026-11-24", "--by", "李收货", "--qty", "CL-202611-ZS-001=1")
    assert "少签 4 件，尚未退回。" in must(office, "sign", "SH-202611-ZS-001", "{}", *signed)


def test_a_score_says_what_it_was_when_it_was_last_computed(office: Path) -> None:
    click(office, MANAGEMENT, "score", Recorder({"period": "2026-11"}))
    goal = {"period": "2026-11", "subject": "本单位", "indicator": "营业收入", "target": 120000}
    type_rows(office / MANAGEMENT, "targets", goal)
    desk = Recorder({"period": "2026-11"})
    click(office, MANAGEMENT, "score", desk)
    assert desk.told.startswith("与上次计算相比：本单位 100 → 50。\n")
    assert "2026-11 得分：本单位 50" in desk.told
    desk = Recorder({"period": "2026-11"})
    click(office, MANAGEMENT, "score", desk)
    assert "与上次计算相比" not in desk.told  # nothing has changed since


def test_a_refresh_says_how_many_rows_have_changed(office: Path) -> None:
    approved(office)
    desk = Recorder()
    click(office, REGISTER, "refresh", desk, "orders")
    assert "格" not in desk.told
    assert [severity for _, severity in desk.said] == [Severity.INFO]
    assert cells(office / REGISTER, "orders")
