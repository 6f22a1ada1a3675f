"""A small branch in the middle of its month: planned goods lie in stock, a note was signed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.cli.people import type_rows
from tests.office.branch import ORDER, REGISTER, approved, founded, must

COLLECTION = "回款/回款台账-2026.xlsx"
WAREHOUSE = "库房/出入库台账-2026.xlsx"


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office after a delivery, with more of the order in stock and a payment typed."""
    root = tmp_path_factory.mktemp("ribbon") / "办公 室"
    founded(root)
    type_rows(
        root / REGISTER,
        "orders",
        ORDER,
        {**ORDER, "quantity": 8, "required_date": date(2026, 12, 20)},
    )
    must(root, "submit", "{}/" + REGISTER)
    must(root, "refresh", "{}/经营考核.xlsx")
    approved(root)
    must(root, "consolidate", "{}", "--month", "2026-11")
    must(root, "schedule", "{}")
    must(root, "issue", "{}", "--month", "2026-11")
    received = {
        "date": date(2026, 11, 24), "order_no": "CL-202611-ZS-001", "accepted_qty": 20,
        "heat_no": "H0012", "inspector": "周检",
    }  # fmt: skip
    type_rows(root / WAREHOUSE, "receipts", received)
    must(root, "deliver", "{}", "--owner", "张三", "--order", "CL-202611-ZS-001=5")
    type_rows(
        root / COLLECTION,
        "payments",
        {"date": date(2026, 11, 24), "customer": "东风机械厂", "amount": 100, "method": "电汇"},
    )
    must(root, "validate", "{}/" + COLLECTION, "--annotate")
    type_rows(root / REGISTER, "orders", {**ORDER, "quantity": "5件", "required_date": "12月9日"})
    return root


@pytest.fixture
def office(month: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    root = tmp_path / "办公 室"
    shutil.copytree(month, root)
    return root
