"""Undo says what it takes back, and refuses where others have built on it (flow.md)."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, PLAN, REGISTER, Month, approved, must, run

ORDERS = "{}/" + REGISTER
PLANS = "{}/" + PLAN
NOTES = "{}/" + DELIVERY
WAREHOUSE = "库房/出入库台账-2026.xlsx"


def submitted(root: Path) -> list[Any]:
    return [row["submitted_at"] for row in cells(root / REGISTER, "orders")]


def refused(root: Path, workbook: str) -> str:
    before = (root / workbook).read_bytes()
    code, out, err = run(root, "undo", "{}/" + workbook)
    assert (code, out) == (2, "")
    assert (root / workbook).read_bytes() == before
    return err


@pytest.fixture
def planned(office: Path) -> Path:
    """Two orders, submitted by the salesperson, approved, consolidated and issued."""
    must(office, "fix", ORDERS)
    must(office, "submit", ORDERS, "--user", "张三")
    must(office, "refresh", "{}/经营考核.xlsx", "--user", "王经理")
    approved(office)
    must(office, "consolidate", "{}", "--month", "2026-11", "--user", "赵计划")
    must(office, "schedule", "{}", "--user", "赵计划")
    must(office, "issue", "{}", "--month", "2026-11", "--user", "赵计划")
    return office


def test_a_submission_that_was_planned_and_issued_is_not_taken_back(planned: Path) -> None:
    said = refused(planned, REGISTER)
    assert "张三 上报" in said
    assert f"{PLAN}：2026-11-24" in said
    assert "赵计划 汇总承揽（CL-202611-ZS-001、CL-202611-ZS-002）" in said
    assert "赵计划 下达计划（CL-202611-ZS-001、CL-202611-ZS-002）" in said
    assert "--force" in said
    assert all(submitted(planned))


def test_with_force_it_is_taken_back_all_the_same(planned: Path) -> None:
    must(planned, "undo", ORDERS, "--force")
    assert submitted(planned) == [None, None]


def test_the_later_presses_first_and_it_goes(planned: Path) -> None:
    for _ in ("issue", "schedule", "consolidate"):
        must(planned, "undo", PLANS)
    assert "王经理 刷新" in (said := refused(planned, REGISTER))
    assert PLAN not in said
    workbook = planned / "经营考核.xlsx"
    must(planned, "undo", "{}/" + workbook.name, "--force")  # what was decided is given up
    must(planned, "undo", ORDERS)
    assert submitted(planned) == [None, None]


def test_a_press_that_was_undone_and_redone_counts_again(planned: Path) -> None:
    for _ in ("issue", "schedule", "consolidate"):
        must(planned, "undo", PLANS)
    must(planned, "consolidate", "{}", "--month", "2026-11", "--user", "赵计划")
    assert "赵计划 汇总承揽" in refused(planned, REGISTER)


def test_right_after_submit_it_goes_and_says_what_it_took_back(office: Path) -> None:
    must(office, "fix", ORDERS)
    must(office, "submit", ORDERS, "--user", "张三")
    out = must(office, "undo", ORDERS)
    assert "张三 上报" in out
    assert "承揽登记 2 项（CL-202611-ZS-001、CL-202611-ZS-002）：" in out
    assert "上报时间" in out
    assert submitted(office) == [None, None]


def test_json_says_only_which_workbook_was_restored(office: Path) -> None:
    must(office, "submit", ORDERS)
    assert json.loads(must(office, "undo", ORDERS, "--json")) == {"restored": REGISTER}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "goes"), [("\n", True), ("n\n", False)])
def test_a_terminal_asks_and_enter_goes_on(
    office: Path, monkeypatch: pytest.MonkeyPatch, typed: str, goes: bool
) -> None:
    must(office, "fix", ORDERS)
    must(office, "submit", ORDERS, "--user", "张三")
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    code, _, err = run(office, "undo", ORDERS)
    assert "张三 上报" in err
    assert "CL-202611-ZS-001" in err
    assert "确定撤销吗？" in err
    assert code == (0 if goes else 2)
    assert all(submitted(office)) is not goes


def test_a_note_that_the_warehouse_booked_out_is_not_taken_back(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "outbound":
            break
    said = refused(month.root, DELIVERY)
    assert "开送货单" in said
    assert f"{WAREHOUSE}：2026-11-24" in said
    assert "出库（SH-202611-ZS-001）" in said
    must(month.root, "undo", "{}/" + WAREHOUSE)
    must(month.root, "undo", NOTES)
    assert cells(month.root / DELIVERY, "deliveries") == []


def test_a_note_that_is_invoiced_is_not_taken_back(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "deliver":
            break
    type_rows(
        month.root / "回款/回款台账-2026.xlsx",
        "invoice_lines",
        {"invoice_no": "12345678", "note_no": "SH-202611-ZS-001",
         "order_no": "CL-202611-ZS-001", "amount": 100},
    )  # fmt: skip
    said = refused(month.root, DELIVERY)
    assert "回款/回款台账-2026.xlsx：" in said
    assert "第 3 行 SH-202611-ZS-001" in said


def test_an_issued_plan_for_which_goods_came_in_is_not_taken_back(planned: Path) -> None:
    type_rows(
        planned / WAREHOUSE,
        "receipts",
        {"date": date(2026, 11, 24), "order_no": "CL-202611-ZS-001", "accepted_qty": 20},
    )
    said = refused(planned, PLAN)
    assert f"{WAREHOUSE}：" in said
    assert "第 3 行 CL-202611-ZS-001" in said


def test_what_was_booked_before_a_press_does_not_rest_on_it(tmp_path: Path) -> None:
    """Goods go out and are signed for on one day: the signature is mended by Undo."""
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "sign":
            break
    out = must(month.root, "undo", NOTES)
    assert "签收" in out
    assert cells(month.root / DELIVERY, "deliveries")[0]["signed_on"] is None
    must(month.root, "sign", "SH-202611-ZS-001", "{}", "--date", "2026-11-24", "--by", "李收货")
    note = {"visit_date": date(2026, 11, 24), "note_no": "SH-202611-ZS-001"}
    type_rows(month.root / "跟踪/跟踪卡台账-张三-2026.xlsx", "cards", note)
    said = refused(month.root, DELIVERY)
    assert "跟踪卡 第 3 行 SH-202611-ZS-001" in said
    assert WAREHOUSE not in said


RESTS = {
    REGISTER: {PLAN, WAREHOUSE, DELIVERY, "经营考核.xlsx"},
    PLAN: {WAREHOUSE, DELIVERY},
    WAREHOUSE: {DELIVERY, "跟踪/跟踪卡台账-张三-2026.xlsx"},
    "跟踪/跟踪卡台账-张三-2026.xlsx": set[str](),
    "回款/回款台账-2026.xlsx": set[str](),
}
"""The workbooks in which others have built on the last press of each, at a month's end."""


def test_the_last_press_in_each_workbook_of_a_month(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for _ in month.presses():
        pass
    for workbook, others in RESTS.items():
        if others:
            said = refused(month.root, workbook)
            named = {line.partition("：")[0] for line in said.splitlines()[1:-1]}
            assert named == others, workbook
        else:
            must(month.root, "undo", "{}/" + workbook)
