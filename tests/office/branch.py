"""A small branch whose month is pressed button by button, with a copy of the folder before each."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.people import type_rows
from xlsales.cli import main

TODAY = "2026-11-24"
REGISTER = "承揽登记/承揽登记-张三-2026.xlsx"
PLAN = "计划/计划台账-2026.xlsx"
DELIVERY = "送货/送货台账-张三-2026.xlsx"
ORDER = {
    "order_date": date(2026, 11, 3),
    "salesperson": "张三",
    "customer": "东风机械厂",
    "kind": "新制",
    "product": "P001",
    "quantity": 20,
    "unit_price": 113,
    "required_date": date(2026, 12, 1),
    "plan_type": "月度",
}


@dataclass(frozen=True)
class Press:
    """A command, the folder as it was before it, and as it is after it."""

    name: str
    argv: tuple[str, ...]
    before: Path
    after: Path


def run(root: Path, *argv: str, today: str = TODAY) -> tuple[int, str, str]:
    """Run a command in an office; return its code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([arg.replace("{}", str(root)) for arg in (*argv, "--today", today)])
    return code, out.getvalue(), err.getvalue()


def must(root: Path, *argv: str, today: str = TODAY) -> str:
    code, out, err = run(root, *argv, today=today)
    assert code in {0, 1}, f"{argv}: {code}\n{out}\n{err}"
    return out


def founded(root: Path) -> None:
    """Make the office with its masters."""
    # an office older than its orders, so that first orders are reviewed
    must(root, "init", "{}", "--year", "2026", today="2026-11-01")
    masters = root / "基础资料.xlsx"
    type_rows(
        masters,
        "people",
        {"name": "张三", "initials": "ZS", "roles": "销售员", "active": "是"},
        {"name": "王经理", "roles": "经理", "active": "是"},
        {"name": "赵计划", "roles": "计划员", "active": "是"},
        {"name": "钱库管", "roles": "库管员", "active": "是"},
        {"name": "孙财务", "roles": "财务", "active": "是"},
    )
    type_rows(
        masters,
        "customers",
        {"code": "K001", "name": "东风机械厂", "market": "外销", "address": "工业路 1 号",
         "credit_days": 30, "visit_cycle_days": 90, "salesperson": "张三", "active": "是"},
    )  # fmt: skip
    type_rows(
        masters, "work_centers", {"name": "锻一", "capacity_unit": "件", "daily_capacity": 10}
    )
    type_rows(
        masters,
        "products",
        {"code": "P001", "name": "齿轮坯", "unit": "件", "supply": "自产", "work_center": "锻一",
         "post_days": 2, "guide_price": 113, "floor_price": 90, "active": "是"},
    )  # fmt: skip
    must(root, "new", "register", "{}", "--owner", "张三", "--year", "2026")
    must(root, "new", "delivery", "{}", "--owner", "张三", "--year", "2026")
    must(root, "new", "tracking", "{}", "--owner", "张三", "--year", "2026")


def approved(root: Path) -> None:
    path = root / "经营考核.xlsx"
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if "approvals" in sheet.tables)
    heads = {cell.value: cell.column for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, heads["承揽编号"]).value:
            sheet.cell(row, heads["结论"]).value = "通过"
            sheet.cell(row, heads["决定人"]).value = "王经理"
            sheet.cell(row, heads["决定日期"]).value = date(2026, 11, 24)
    workbook.save(path)


class Month:
    """Presses the month and keeps a copy of the folder before and after each press."""

    def __init__(self, place: Path) -> None:
        self.root = place / "办公 室"
        self._copies = place / "copies"
        self._count = 0

    def press(self, name: str, *argv: str, stay: bool = False) -> Press:
        """Press; with ``stay`` the folder is put back afterwards."""
        before = self._copy()
        must(self.root, *argv)
        after = self._copy()
        if stay:
            shutil.rmtree(self.root)
            shutil.copytree(before, self.root)
        return Press(name, argv, before, after)

    def _copy(self) -> Path:
        self._count += 1
        copy = self._copies / str(self._count)
        shutil.copytree(self.root, copy)
        return copy

    def presses(self) -> Iterator[Press]:
        """Press every button that writes, in the order of a month."""
        root, register = self.root, "{}/" + REGISTER
        founded(root)
        type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": "5件"})
        yield self.press("validate", "validate", "{}", "--annotate")
        yield self.press("fix", "fix", register)
        yield self.press("submit", "submit", register)
        yield self.press("refresh", "refresh", "{}/经营考核.xlsx")
        approved(root)
        yield self.press("consolidate", "consolidate", "{}", "--month", "2026-11")
        yield self.press("schedule", "schedule", "{}")
        yield self.press("issue", "issue", "{}", "--month", "2026-11")
        type_rows(
            root / "库房/出入库台账-2026.xlsx",
            "receipts",
            {"date": date(2026, 11, 24), "order_no": "CL-202611-ZS-001", "accepted_qty": 20,
             "heat_no": "H0012", "inspector": "周检"},
        )  # fmt: skip
        yield self.press("deliver", "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂")
        note = "SH-202611-ZS-001"
        yield self.press("undo", "undo", "{}/" + DELIVERY, stay=True)
        newest = (root / DELIVERY).read_bytes()
        *_, last = sorted((root / ".xlsales/backups" / Path(DELIVERY).stem).glob("*.xlsx"))
        (root / DELIVERY).write_bytes(last.read_bytes())  # as a sync program does
        yield self.press("forward", "undo", "--forward", "{}/" + DELIVERY, stay=True)
        yield self.press("accept", "accept-older", "{}/" + DELIVERY, "--by", "赵计划", stay=True)
        (root / DELIVERY).write_bytes(newest)
        copy = (root / DELIVERY).with_name("台账 (1).xlsx")
        shutil.copy(root / DELIVERY, copy)
        type_rows(copy, "deliveries", {"order_no": "CL-202611-ZS-001", "quantity": 3})
        yield self.press("merge", "merge", f"{{}}/送货/{copy.name}", "{}", "--write", stay=True)
        copy.unlink()
        yield self.press("outbound", "outbound", note, "{}", "--keeper", "钱库管")
        yield self.press("sign", "sign", note, "{}", "--date", TODAY, "--by", "李收货")
        yield self.press(
            "return", "return", note, "{}", "--order", "CL-202611-ZS-001=2", "--reason", "划伤",
            "--disposition", "restock",
        )  # fmt: skip
        yield self.press("card", "card", note, "{}")
        type_rows(
            root / "回款/回款台账-2026.xlsx",
            "payments",
            {"date": date(2026, 11, 24), "customer": "东风机械厂", "amount": 100, "method": "电汇"},
        )
        must(root, "refresh", "{}/回款/回款台账-2026.xlsx")
        must(root, "validate", "{}/回款/回款台账-2026.xlsx", "--annotate")
        yield self.press("verify", "verify", "{}", "--payment", "HK-202611-001", "--by", "孙财务")
        must(root, "score", "{}", "--period", "2026-11")
        goal = {"period": "2026-11", "subject": "张三", "indicator": "营业收入", "target": 100}
        type_rows(root / "经营考核.xlsx", "targets", goal)  # else there is nothing to write
        yield self.press("score", "score", "{}", "--period", "2026-11")
        yield self.press("rename", "rename", "people", "张三", "张珊", "{}", stay=True)
