"""A small branch in a folder, with its masters filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli.people import Office, type_rows

REGISTER = "承揽登记/承揽登记-张三-2026.xlsx"
PLAN = "计划/计划台账-2026.xlsx"


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office as `init` leaves it, in a folder with spaces and Chinese in its name."""
    office = Office(tmp_path / "销售 办公", capsys)
    office.run("init", str(office.root), "--year", "2026")
    return office


@pytest.fixture
def office(empty: Office) -> Office:
    """The same with people, customers, products and a register for 张三."""
    masters = empty.path("基础资料.xlsx")
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
        {
            "code": "K001",
            "name": "东风机械厂",
            "market": "外销",
            "address": "工业路 1 号",
            "credit_days": 30,
            "visit_cycle_days": 90,
            "salesperson": "张三",
            "active": "是",
        },
    )
    type_rows(
        masters, "work_centers", {"name": "锻一", "capacity_unit": "件", "daily_capacity": 10}
    )
    type_rows(
        masters,
        "products",
        {
            "code": "P001",
            "name": "齿轮坯",
            "unit": "件",
            "supply": "自产",
            "work_center": "锻一",
            "post_days": 2,
            "guide_price": 100,
            "floor_price": 90,
            "active": "是",
        },
    )
    management = empty.path("经营考核.xlsx")
    type_rows(
        management,
        "targets",
        {"period": "2026-11", "subject": "张三", "indicator": "营业收入", "target": 2000},
        {"period": "2026-11", "subject": "本单位", "indicator": "营业收入", "target": 2000},
    )
    type_rows(
        management, "costs", {"product": "P001", "from_date": date(2026, 1, 1), "unit_cost": 50}
    )
    empty.run("new", "register", str(empty.root), "--owner", "张三", "--year", "2026")
    return empty
