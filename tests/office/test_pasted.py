"""A row copied and pasted is a new row at the first Validate, with one word about it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import ORDER, REGISTER, must, run

ORDERS = "{}/" + REGISTER
ONE = "CL-202611-ZS-001"


def paste(path: Path, table: str, row: int, at: int, **typed: Any) -> None:
    """Copy a whole row of the sheet and paste it at another, then type over some cells."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(at, column).value = sheet.cell(row, column).value
    heads = {cell.value: cell.column for cell in sheet[2]}
    for head, value in typed.items():
        sheet.cell(at, heads[head]).value = value
    workbook.save(path)


def validated(root: Path, name: str) -> list[tuple[str, str, int]]:
    out = run(root, "validate", "{}/" + name, "--annotate", "--json")[1]
    return [(f["severity"], f["code"], f["row"]) for f in json.loads(out)["findings"]]


@pytest.fixture
def submitted(office: Path) -> Path:
    must(office, "fix", ORDERS)
    must(office, "submit", ORDERS)
    return office


@pytest.mark.parametrize("times", [1, 2])
def test_a_submitted_order_pasted_below(submitted: Path, times: int) -> None:
    rows = [5, 6][:times]
    for n, at in enumerate(rows):
        paste(submitted / REGISTER, "orders", 3, at, 数量=31 + n)
    first = [each for each in validated(submitted, REGISTER) if each[2] in rows]
    assert [each for each in first if each[1] == "number-copied"] == [
        ("info", "number-copied", at) for at in rows
    ]
    after = cells(submitted / REGISTER, "orders")
    second = [each for each in validated(submitted, REGISTER) if each[2] in rows]
    assert [each for each in first if each[1] != "number-copied"] == second
    assert cells(submitted / REGISTER, "orders") == after
    for n, row in enumerate(after[2:]):
        assert row["order_no"] == f"CL-202611-ZS-{3 + n:03}"
        assert (row["submitted_at"], row["market"], row["status"]) == (None, None, "草稿")
    assert after[0]["order_no"] == ONE
    assert after[0]["submitted_at"] is not None


def test_an_order_pasted_above_its_original(submitted: Path) -> None:
    path = submitted / REGISTER
    paste(path, "orders", 4, 5)
    paste(path, "orders", 3, 4)
    paste(path, "orders", 4, 3, 数量=31)
    must(submitted, "refresh", "{}/经营考核.xlsx")
    validated(submitted, REGISTER)
    numbers = [row["order_no"] for row in cells(path, "orders")]
    assert sorted(numbers) == [ONE, "CL-202611-ZS-002", "CL-202611-ZS-003"]


def test_an_order_pasted_from_another_register(submitted: Path) -> None:
    must(submitted, "new", "register", "{}", "--owner", "李四", "--year", "2026")
    type_rows(
        submitted / "基础资料.xlsx",
        "people",
        {"name": "李四", "initials": "LS", "roles": "销售员", "active": "是"},
    )
    name = "承揽登记/承揽登记-李四-2026.xlsx"
    (row, *_) = cells(submitted / REGISTER, "orders")
    type_rows(submitted / name, "orders", {key: value for key, value in row.items() if value})
    first = validated(submitted, name)
    assert ("info", "number-copied", 3) in first
    assert not [each for each in first if each[0] == "error"]
    (mine,) = cells(submitted / name, "orders")
    assert (mine["order_no"], mine["submitted_at"]) == ("CL-202611-LS-001", None)
    assert [each for each in first if each[1] != "number-copied"] == validated(submitted, name)


@pytest.mark.parametrize(
    ("name", "table", "row", "number"),
    [
        (
            "库房/出入库台账-2026.xlsx",
            "receipts",
            {"date": date(2026, 11, 24), "order_no": ONE, "accepted_qty": 4},
            "RK-202611-002",
        ),
        (
            "回款/回款台账-2026.xlsx",
            "payments",
            {"date": date(2026, 11, 24), "customer": "东风机械厂", "amount": 100,
             "method": "电汇"},
            "HK-202611-002",
        ),
    ],
)  # fmt: skip
def test_other_numbered_rows_pasted(
    submitted: Path, name: str, table: str, row: dict[str, Any], number: str
) -> None:
    type_rows(submitted / name, table, row)
    validated(submitted, name)
    paste(submitted / name, table, 3, 4)
    first = [each for each in validated(submitted, name) if each[2] == 4]
    assert [each for each in first if each[1] == "number-copied"] == [("info", "number-copied", 4)]
    after = cells(submitted / name, table)
    assert number in {after[1].get("receipt_no"), after[1].get("payment_no")}
    second = [each for each in validated(submitted, name) if each[2] == 4]
    assert [each for each in first if each[1] != "number-copied"] == second
    assert cells(submitted / name, table) == after


def test_what_happened_to_the_original_has_not_happened_to_its_copy(submitted: Path) -> None:
    """A payment that finance verified, and an order that was cancelled, are pasted below."""
    name, day = "回款/回款台账-2026.xlsx", date(2026, 11, 24)
    paid = {"date": day, "customer": "东风机械厂", "amount": 100, "method": "电汇"}
    type_rows(submitted / name, "payments", paid)
    validated(submitted, name)
    must(submitted, "verify", "{}", "--payment", "HK-202611-001", "--by", "孙财务")
    paste(submitted / name, "payments", 3, 4, 金额=120)
    said = run(submitted, "validate", "{}/" + name, "--annotate")[1]
    assert "本行已重新编号，未带入：财务核准、核准人、核准日期。" in said
    first, copy = cells(submitted / name, "payments")
    assert (first["verified"], first["verified_by"]) == ("是", "孙财务")
    assert (copy["verified"], copy["verified_by"], copy["verified_on"]) == (None, None, None)
    paste(submitted / REGISTER, "orders", 4, 4, 取消日期=day, 取消原因="客户撤单")
    paste(submitted / REGISTER, "orders", 4, 5, 取消原因="重复登记")  # typed over: it stays
    validated(submitted, REGISTER)
    *_, cancelled, copy = cells(submitted / REGISTER, "orders")
    assert (cancelled["status"], copy["status"]) == ("取消", "草稿")
    assert (copy["cancelled_on"], copy["cancel_reason"]) == (None, "重复登记")


def test_a_number_that_the_office_does_not_know_is_no_copy(submitted: Path) -> None:
    type_rows(submitted / REGISTER, "orders", {**ORDER, "order_no": "CL-202611-QQ-777"})
    assert ("error", "not-given-by-a-press", 5) in validated(submitted, REGISTER)
    assert ("error", "not-given-by-a-press", 5) in validated(submitted, REGISTER)
