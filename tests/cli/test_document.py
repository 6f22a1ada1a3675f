"""Money follows the document: what is typed into masters and registers later moves none of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.people import Office, cells, type_rows
from tests.office.branch import ORDER, REGISTER
from xlsales.forms.tables import BY_NAME

MASTERS, COLLECTION = "基础资料.xlsx", "回款/回款台账-2026.xlsx"
DELIVERY, WAREHOUSE = "送货/送货台账-张三-2026.xlsx", "库房/出入库台账-2026.xlsx"
NO, NOTE = "CL-202611-ZS-001", "SH-202611-ZS-001"


def retype(path: Path, table: str, row: int, **values: Any) -> None:
    """Type over cells of a row that is there."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    heads = {cell.value: cell.column for cell in sheet[2]}
    for key, value in values.items():
        sheet.cell(row, heads[BY_NAME[table].by_key[key].words.zh]).value = value
    workbook.save(path)


def accepted(office: Office, quantity: int, no: str, heat: str, day: int) -> None:
    row = {
        "receipt_no": f"RK-202611-{no}",
        "date": date(2026, 11, day),
        "order_no": NO,
        "accepted_qty": quantity,
        "heat_no": heat,
        "inspector": "周检",
    }
    type_rows(office.path(WAREHOUSE), "receipts", row)


def revenue(office: Office) -> tuple[str, str]:
    """Revenue and external sales of the branch in November."""
    subjects = office.json("score", office.at(""), "--period", "2026-11")["subjects"]
    branch = next(s for s in subjects if s["subject"] == "branch")
    said = {d["indicator"]: d["actual"] for d in branch["deductions"]}
    return said["revenue"], said["external_sales"]


def test_sales_stay_what_they_were_sold_as(office: Office) -> None:
    register = office.path(REGISTER)
    type_rows(register, "orders", ORDER)
    office.run("submit", office.at(REGISTER))
    assert cells(register, "orders")[0]["market"] == "外销"
    accepted(office, 12, "001", "H1", 10)
    accepted(office, 8, "002", "H2", 12)
    office.run("deliver", office.at(""), "--owner", "张三", "--order", f"{NO}=12")
    office.run("outbound", NOTE, office.at(""), "--keeper", "钱库管")
    office.run("sign", NOTE, office.at(""), "--by", "李收货")
    sold = revenue(office)
    assert sold == ("1200.00", "1200.00")

    # the customer moves, the price and the product's tax rate are lowered
    retype(office.path(MASTERS), "customers", 3, market="内销")
    retype(office.path(MASTERS), "products", 3, tax_rate=0.06)
    retype(register, "orders", 3, unit_price=95)
    office.run("refresh", office.at(REGISTER))
    assert cells(register, "orders")[0]["market"] == "外销"
    assert revenue(office) == sold

    # more goes out at the new price, then all of it comes back
    office.run("deliver", office.at(""), "--owner", "张三", "--order", f"{NO}=8")
    second = "SH-202611-ZS-002"
    office.run("outbound", second, office.at(""), "--keeper", "钱库管")
    office.run("sign", second, office.at(""), "--by", "李收货")
    back = ("--reason", "裂纹", "--disposition", "restock")
    office.run("return", NOTE, office.at(""), "--order", f"{NO}=12", *back)
    rows = cells(office.path(DELIVERY), "deliveries")
    told = [
        (r["quantity"], r["unit_price"], r["tax_rate"], r["amount"], r["heat_nos"]) for r in rows
    ]
    assert told == [
        (12, 113, 0.13, 1356, "H1"),
        (8, 95, 0.13, 760, "H2"),
        (-12, 113, 0.13, -1356, "H1"),
    ]
    office.run("return", second, office.at(""), "--order", f"{NO}=8", *back)
    assert revenue(office) == ("0.00", "0.00")
    # and what goes out next is of the heat that came back
    third = office.json("deliver", office.at(""), "--owner", "张三", "--order", f"{NO}=13")
    assert cells(office.path(DELIVERY), "deliveries")[-1]["heat_nos"] == "H1、H2"
    assert third["note_no"] == "SH-202611-ZS-003"


def test_an_order_takes_a_mended_customers_market_when_it_is_handed_in_again(
    office: Office,
) -> None:
    register = office.path(REGISTER)
    inside = {"code": "K002", "name": "长江轴承", "market": "内销", "credit_days": 30}
    more = {"visit_cycle_days": 90, "salesperson": "张三", "active": "是"}
    type_rows(office.path(MASTERS), "customers", {**inside, **more})
    type_rows(register, "orders", ORDER)
    office.run("submit", office.at(REGISTER))
    retype(register, "orders", 3, customer="长江轴承")
    found = office.json("validate", office.at(REGISTER), "--annotate")["findings"]
    assert ("market", "market-before") in {(f["column"], f["code"]) for f in found}
    assert cells(register, "orders")[0]["market"] == "外销"
    office.run("submit", office.at(REGISTER), "--order", NO)
    assert cells(register, "orders")[0]["market"] == "内销"
    assert office.json("validate", office.at(REGISTER))["findings"] == []


def test_a_due_date_follows_a_corrected_date_until_something_is_paid(office: Office) -> None:
    ledger = office.path(COLLECTION)

    def due() -> date:
        value = cells(ledger, "invoices")[0]["due_date"]
        assert isinstance(value, datetime)
        return value.date()

    def overdue() -> str:
        (row,) = office.json("ageing", office.at(""))["customers"]
        return f"{float(row['buckets']['d91_180']):.2f}"

    bill = {
        "invoice_no": "26420000000026420777",
        "date": date(2026, 11, 20),
        "customer": "东风机械厂",
    }
    type_rows(ledger, "invoices", {**bill, "amount": 100})
    office.run("validate", office.at(COLLECTION), "--annotate")
    assert (due(), overdue()) == (date(2026, 12, 20), "0.00")

    retype(office.path(MASTERS), "customers", 3, credit_days=60)
    office.run("refresh", office.at(COLLECTION))
    assert due() == date(2026, 12, 20)

    retype(ledger, "invoices", 3, date=date(2026, 7, 20))
    assert (due(), overdue()) == (date(2026, 12, 20), "100.00")  # before the next press too
    for press in (("validate", "--annotate"), ("refresh",)):
        office.run(press[0], office.at(COLLECTION), *press[1:])
        assert (due(), overdue()) == (date(2026, 8, 19), "100.00")

    paid = {"date": date(2026, 11, 23), "customer": "东风机械厂", "amount": 10, "method": "电汇"}
    type_rows(ledger, "payments", paid)
    retype(ledger, "invoices", 3, date=date(2026, 11, 20))
    found = office.json("validate", office.at(COLLECTION), "--annotate")["findings"]
    assert [(f["column"], f["code"]) for f in found] == [("due_date", "due-date-behind")]
    assert "2026-12-20" in found[0]["message"]
    assert due() == date(2026, 8, 19)
    retype(ledger, "invoices", 3, agreed_due_date=date(2026, 12, 20))
    assert office.json("validate", office.at(COLLECTION))["findings"] == []
    assert overdue() == "0.00"
