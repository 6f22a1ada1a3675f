"""A row copied and pasted is a new row at the first Validate, with one word about it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, Month, approved, must, run
from xlsales.core.column import By
from xlsales.forms.tables import TABLES

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


def test_what_is_inserted_above_its_original_is_not_verified(submitted: Path) -> None:
    """As Excel inserts copied cells: the original goes down a row."""
    name, day = "回款/回款台账-2026.xlsx", date(2026, 11, 24)
    paid = {"date": day, "customer": "东风机械厂", "amount": 100, "method": "电汇"}
    type_rows(submitted / name, "payments", paid)
    validated(submitted, name)
    must(submitted, "verify", "{}", "--payment", "HK-202611-001", "--by", "孙财务")
    paste(submitted / name, "payments", 3, 4)
    paste(submitted / name, "payments", 3, 3, 金额=120)
    first = validated(submitted, name)
    assert {each for each in first if "copied" in each[1]} == {
        ("info", "row-copied", 3),
        ("info", "number-copied", 4),
    }
    copy, mine = cells(submitted / name, "payments")
    assert (copy["amount"], copy["verified"], copy["verified_by"]) == (120, None, None)
    assert (mine["amount"], mine["verified"], mine["verified_by"]) == (100, "是", "孙财务")
    assert [each for each in first if "copied" not in each[1]] == validated(submitted, name)


def test_a_row_of_a_note_stays_though_a_copy_is_inserted_above(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "sign":
            break
    paste(month.root / DELIVERY, "deliveries", 3, 4)
    paste(month.root / DELIVERY, "deliveries", 3, 3, 数量=5)
    assert ("error", "not-given-by-a-press", 4) in validated(month.root, DELIVERY)
    _, mine = cells(month.root / DELIVERY, "deliveries")
    assert (mine["note_no"], mine["quantity"], mine["receiver"]) == (
        "SH-202611-ZS-001",
        20,
        "李收货",
    )


def test_a_payment_pasted_without_its_number_is_not_verified(submitted: Path) -> None:
    """A person cleared the number, or copied only what is right of it."""
    name, day = "回款/回款台账-2026.xlsx", date(2026, 11, 24)
    paid = {"date": day, "customer": "东风机械厂", "amount": 100, "method": "电汇"}
    verified = {"verified": "是", "verified_by": "孙财务", "verified_on": day}
    type_rows(submitted / name, "payments", paid)
    validated(submitted, name)
    must(submitted, "verify", "{}", "--payment", "HK-202611-001", "--by", "孙财务")
    paste(submitted / name, "payments", 3, 4, 回款编号=None, 金额=120)
    first = [each for each in validated(submitted, name) if each[2] == 4]
    assert first == [("info", "row-copied", 4)]
    _, copy = cells(submitted / name, "payments")
    assert copy["payment_no"] == "HK-202611-002"
    assert [copy[key] for key in verified] == [None, None, None]
    assert [each for each in validated(submitted, name) if each[2] == 4] == []
    # what finance verifies while typing it is verified: another day, another customer's
    type_rows(
        submitted / "基础资料.xlsx",
        "customers",
        {"code": "K002", "name": "西厂", "market": "外销", "credit_days": 30, "active": "是"},
    )
    other = {**verified, "verified_on": date(2026, 11, 25)}
    type_rows(
        submitted / name,
        "payments",
        {**paid, "amount": 70, **other},
        {**paid, "customer": "西厂", **verified},
    )
    validated(submitted, name)
    assert [row["verified"] for row in cells(submitted / name, "payments")[2:]] == ["是", "是"]


def test_a_signed_row_of_a_note_pasted_below_is_neither_signed_nor_numbered(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "sign":
            break
    root = month.root
    paste(root / DELIVERY, "deliveries", 3, 4, 数量=5)
    type_rows(
        root / "库房/出入库台账-2026.xlsx",
        "receipts",
        {"date": date(2026, 11, 24), "order_no": ONE, "accepted_qty": 5, "inspector": "周检"},
    )
    first = [each for each in validated(root, DELIVERY) if each[2] == 4]
    assert ("info", "number-copied", 4) in first
    assert not [each for each in first if each[:2] == ("error", "not-given-by-a-press")]
    signed, copy = cells(root / DELIVERY, "deliveries")
    assert (signed["note_no"], signed["signed_qty"]) == ("SH-202611-ZS-001", 20)
    left = ("note_no", "line_no", "unit_price", "tax_rate", "signed_on", "signed_qty", "receiver")
    assert {copy[key] for key in left} == {None}
    second = [each for each in validated(root, DELIVERY) if each[2] == 4]
    assert [each for each in first if each[1] != "number-copied"] == second


def test_a_signed_row_whose_number_was_cleared_goes_on_no_note(submitted: Path) -> None:
    """As the message of before had people do; then the button took it with its signature."""
    day = date(2026, 11, 24)
    must(submitted, "refresh", "{}/经营考核.xlsx")
    approved(submitted)
    receipt = {"date": day, "order_no": ONE, "accepted_qty": 20, "inspector": "周检"}
    type_rows(submitted / "库房/出入库台账-2026.xlsx", "receipts", receipt)
    draft = {"date": day, "order_no": ONE, "quantity": 20}
    signed = {"signed_on": day, "signed_qty": 20, "receiver": "李收货"}
    type_rows(submitted / DELIVERY, "deliveries", {**draft, **signed})
    must(submitted, "deliver", "{}", "--owner", "张三", "--order", f"{ONE}=20")
    copy, fresh = cells(submitted / DELIVERY, "deliveries")
    assert (copy["note_no"], copy["receiver"]) == (None, "李收货")
    assert (fresh["note_no"], fresh["signed_on"]) == ("SH-202611-ZS-001", None)


def test_an_approved_adjustment_of_a_target_pasted_below_waits_for_its_own(submitted: Path) -> None:
    name, day = "经营考核.xlsx", date(2026, 11, 20)
    goal = {"period": "2026-12", "subject": "张三", "indicator": "营业收入", "target": 100}
    agreed = {"reason": "年中调整", "approved_by": "王经理", "approved_on": day}
    type_rows(submitted / name, "targets", goal, {**goal, "target": 200, **agreed})
    validated(submitted, name)
    paste(submitted / name, "targets", 4, 5, 对象="本单位", 目标值=300)
    first = [each for each in validated(submitted, name) if each[2] == 5]
    assert first == [("info", "row-copied", 5)]
    _, mine, copy = cells(submitted / name, "targets")
    assert (mine["approved_by"], copy["reason"]) == ("王经理", "年中调整")
    assert (copy["approved_by"], copy["approved_on"]) == (None, None)
    # the manager agrees to that, too, the same day: it stays
    workbook = openpyxl.load_workbook(submitted / name)
    sheet = workbook["目标"]
    for head, value in (("批准人", "王经理"), ("批准日期", day)):
        (at,) = (cell.coordinate for cell in sheet[2] if cell.value == head)
        sheet[at.replace("2", "5")] = value
    workbook.save(submitted / name)
    assert [each for each in validated(submitted, name) if each[2] == 5] == []
    assert cells(submitted / name, "targets")[2]["approved_by"] == "王经理"


def test_the_copy_of_another_note_is_not_back(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "outbound":
            break
    root, name = month.root, "库房/出入库台账-2026.xlsx"
    must(root, "outbound", "SH-202611-ZS-001", "{}", "--copy-back", "2026-11-24")
    paste(root / name, "outbound", 3, 4, 送货单号="SH-202611-ZS-002")
    first = [each for each in validated(root, name) if each[2] == 4]
    assert ("info", "row-copied", 4) in first
    back = [row["copy_returned_on"] for row in cells(root / name, "outbound")]
    assert back == [datetime(2026, 11, 24), None]


def test_what_a_copy_leaves_behind_is_said_of_every_signature_and_approval() -> None:
    """Whatever names who decided, verified or signed, or says when, is not what a copy has.

    But where the program adds the rows, and a pasted one counts for nothing.
    """
    words = ("批准", "核准", "签收", "收货人", "关闭", "取消", "回单")
    for table in TABLES:
        added = any(table.by_key[key].by is By.GIVEN and table.by_key[key].required
                    for key in table.key)  # fmt: skip
        for column in table.columns:
            if column.typed and not added and any(word in column.zh for word in words):
                assert column.happened, f"{table.name}.{column.key}"


def test_a_number_that_the_office_does_not_know_is_no_copy(submitted: Path) -> None:
    type_rows(submitted / REGISTER, "orders", {**ORDER, "order_no": "CL-202611-QQ-777"})
    assert ("error", "not-given-by-a-press", 5) in validated(submitted, REGISTER)
    assert ("error", "not-given-by-a-press", 5) in validated(submitted, REGISTER)
