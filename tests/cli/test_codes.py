"""Codes as people enter them: with leading zeros, picked with their name, as numbers, long ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.people import Office, cells, type_rows
from tests.office.branch import ORDER, REGISTER
from xlsales.core.text import GAP
from xlsales.core.typed import read_cell
from xlsales.forms.register import Order
from xlsales.forms.tables import TABLES

MASTERS = "基础资料.xlsx"
COLLECTION = "回款/回款台账-2026.xlsx"
PRODUCTS = (
    {"code": "0101", "name": "齿轮坯", "spec": "φ120×45", "unit": "件", "supply": "自产",
     "work_center": "锻一", "active": "是"},
    {"code": "0502", "name": "法兰", "unit": "件", "supply": "自产", "work_center": "锻一",
     "active": "是"},
)  # fmt: skip


@pytest.fixture
def office(office: Office) -> Office:
    type_rows(office.path(MASTERS), "products", *PRODUCTS)
    return office


def order(office: Office, product: object) -> str:
    """Type an order; return its cell's letter and row."""
    type_rows(office.path(REGISTER), "orders", {**ORDER, "product": product})
    return office.at(REGISTER)


def of_product(office: Office, *argv: str) -> list[Any]:
    found = office.json("validate", office.at(REGISTER), *argv, code=0)["findings"]
    return [each for each in found if each["column"] == "product"]


def test_a_code_that_lost_its_zeros_gets_them_back_by_a_sure_fix(office: Office) -> None:
    book = order(office, 101)
    (found,) = (
        each
        for each in office.json("validate", book, code=1)["findings"]
        if each["column"] == "product"
    )
    assert (found["code"], found["severity"], found["fix"]) == ("unknown-product", "error", "0101")
    assert "前面的 0" in found["message"]
    office.run("fix", book)
    assert cells(office.path(REGISTER), "orders")[0]["product"] == "0101"
    assert of_product(office) == []


@pytest.mark.parametrize(
    ("name", "table", "column", "row"),
    [
        (REGISTER, "prospects", "product",
         {"date": date(2026, 11, 3), "customer": "东风机械厂", "expected_amount": 100,
          "probability": 0.5, "expected_month": "2026-12", "outcome": "进行中"}),
        ("经营考核.xlsx", "costs", "product", {"from_date": date(2026, 11, 3), "unit_cost": 3}),
        ("库房/出入库台账-2026.xlsx", "receipts", "product",
         {"date": date(2026, 11, 3), "accepted_qty": 3, "inspector": "周检"}),
    ],
)  # fmt: skip
def test_so_it_does_wherever_a_product_is_named(
    office: Office, name: str, table: str, column: str, row: dict[str, Any]
) -> None:
    """Also where a product need not be known yet, as in an intention."""
    type_rows(office.path(name), table, {**row, column: 101})
    found = office.json("validate", office.at(name), code=0 if table == "prospects" else 1)
    (said,) = (each for each in found["findings"] if each["column"] == column)
    rule = "spelled-otherwise" if table == "prospects" else "unknown-product"
    assert (said["code"], said["fix"]) == (rule, "0101")
    office.run("fix", office.at(name))
    assert cells(office.path(name), table)[-1][column] == "0101"


def test_every_column_that_refers_to_a_code_is_tried() -> None:
    refer = {
        (table.name, column.key)
        for table in TABLES
        for column in table.columns
        if column.refers == "products.code" and column.typed
    }
    assert refer == {("orders", "product"), ("prospects", "product"), ("costs", "product"),
                     ("receipts", "product")}  # fmt: skip


def test_of_two_codes_that_differ_in_zeros_alone_none_is_guessed(office: Office) -> None:
    type_rows(office.path(MASTERS), "products", {**PRODUCTS[0], "code": "00101", "name": "轴"})
    book = order(office, 101)
    found = [
        each
        for each in office.json("validate", book, code=1)["findings"]
        if each["column"] == "product"
    ]
    assert ("unknown-product", None) in [(each["code"], each["fix"]) for each in found]


def test_an_invoice_is_found_by_its_number_without_zeros(office: Office) -> None:
    book = office.path(COLLECTION)
    type_rows(book, "invoices", {"invoice_no": "00123456", "date": date(2026, 11, 3),
                                 "customer": "东风机械厂", "amount": 500})  # fmt: skip
    type_rows(book, "payments", {"date": date(2026, 11, 5), "customer": "东风机械厂",
                                 "amount": 500, "method": "电汇", "invoice_no": 123456})  # fmt: skip
    found = office.json("validate", str(book), code=1)["findings"]
    (named,) = (each for each in found if each["column"] == "invoice_no")
    assert (named["code"], named["fix"]) == ("unknown-invoice", "00123456")
    office.run("fix", str(book), "--code", "unknown-invoice", code=0)
    assert cells(book, "payments")[0]["invoice_no"] == "00123456"


def test_what_is_picked_with_its_name_is_the_code(office: Office) -> None:
    shown = f"0101{GAP}齿轮坯 φ120×45"
    book = order(office, shown)
    (found,) = of_product(office)
    assert (found["code"], found["severity"], found["fix"]) == ("code-with-name", "info", "0101")
    office.run("submit", book)
    row = cells(office.path(REGISTER), "orders")[0]
    assert (row["product"], row["product_name"]) == ("0101", "齿轮坯")
    assert of_product(office) == []


def test_the_drop_down_of_a_register_has_them(office: Office) -> None:
    book = order(office, "0101")
    office.run("validate", book, "--annotate", code=0)
    workbook = openpyxl.load_workbook(book)
    (rule,) = (
        rule
        for rule in workbook["承揽登记"].data_validations.dataValidation
        if rule.formula1 == "labels_products_code"
    )
    assert rule.errorStyle == "information"
    shown = [cell.value for cell in next(
        column for column in workbook["lists"].iter_cols() if column[0].value == rule.formula1
    )]  # fmt: skip
    shown = [text for text in shown if text is not None]
    assert shown == [
        "labels_products_code",
        f"P001{GAP}齿轮坯",
        f"0101{GAP}齿轮坯 φ120×45",
        f"0502{GAP}法兰",
        *("P001", "0101", "0502"),  # the codes alone may be typed too
    ]


@given(st.text("0123456789", min_size=1, max_size=15), st.text(max_size=20))
@settings(suppress_health_check=list(HealthCheck))
def test_every_code_is_read_as_it_was_picked(code: str, name: str) -> None:
    column = Order.table.by_key["product"]
    assert read_cell(column, code).value == code
    assert read_cell(column, f"{code}{GAP}{name}").value == code


def test_digits_that_a_cell_has_lost_are_said(office: Office) -> None:
    book = office.path(COLLECTION)
    type_rows(book, "invoices", {"invoice_no": 123456789012345678, "date": date(2026, 11, 3),
                                 "customer": "东风机械厂", "amount": 500})  # fmt: skip
    found = office.json("validate", str(book), code=1)["findings"]
    assert [each["code"] for each in found if each["column"] == "invoice_no"] == ["digits-lost"]


CODES = {
    ("承揽登记", "产品编码"), ("承揽登记", "合同编号"), ("意向", "产品"), ("成本", "产品编码"),
    ("入库", "产品编码"), ("入库", "炉号"), ("发票", "发票号"), ("发票明细", "发票号"),
    ("回款", "发票号"), ("产品", "产品编码"), ("客户", "客户编码"), ("计划明细", "产品编码"),
}  # fmt: skip


def test_every_workbook_takes_codes_as_text_in_all_its_rows(office: Office) -> None:
    seen: set[tuple[str, object]] = set()
    for path in sorted(office.root.rglob("*.xlsx")):
        workbook: Any = openpyxl.load_workbook(path)
        for sheet in workbook.worksheets:
            looks = {
                at: dimension.number_format
                for dimension in sheet.column_dimensions.values()
                for at in range(dimension.min, dimension.max + 1)
            }
            named = {(sheet.title, cell.value): looks.get(cell.column) for cell in sheet[2]}
            found = {which: look for which, look in named.items() if which in CODES}
            assert set(found.values()) <= {"@"}, (path.name, found)
            seen |= found.keys()
    assert seen == CODES
