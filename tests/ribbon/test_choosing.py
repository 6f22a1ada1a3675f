"""Choosing, *New order* and *Copy order* by clicks, at a desk that types and presses Enter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, REGISTER
from tests.ribbon.people import Recorder, Workbook, at_rest
from xlsales.ribbon import run
from xlsales.ribbon.sheets import cursor_of

NOW = dt.datetime(2026, 11, 24, 9, 30)
FIRST = "CL-202611-ZS-001"
MANAGEMENT = "经营考核.xlsx"


def click(office: Path, name: str, button_id: str, desk: Recorder, table: str, at: str) -> Workbook:
    book = Workbook(office / name, table, at)
    asking: Any = book
    run.click(asking.app, asking, button_id, desk, NOW, at_rest)
    return book


def letter_of(office: Path, name: str, header: str) -> str:
    """Return the letter of a column of the first sheet."""
    sheet = openpyxl.load_workbook(office / name).worksheets[0]
    return next(cell.column_letter for cell in sheet[2] if cell.value == header)


@pytest.mark.parametrize(
    ("address", "column"),
    [("$C$5", 2), ("$A$3:$F$6", 0), ("$AB$7", 27), ("$A:$A", -1), ("", -1)],
)
def test_the_cursors_column_is_read_off_the_selection(
    address: str, column: int, tmp_path: Path
) -> None:
    book: Any = Workbook(tmp_path, "orders", address)
    assert cursor_of(book) == column


def test_a_product_is_picked_into_a_new_row_and_the_grey_cells_fill(office: Path) -> None:
    type_rows(
        office / REGISTER, "orders", {"customer": "东风机械厂", "quantity": 7, "remark": "急"}
    )
    row = len(cells(office / REGISTER, "orders")) + 2
    desk = Recorder(typed=["clp"])
    at = letter_of(office, REGISTER, "产品编码")
    click(office, REGISTER, "pick", desk, "orders", f"${at}${row}")
    assert (desk.said, desk.forms) == ([], [])
    (picker,) = desk.pickers
    assert picker.finder.customer == "东风机械厂"
    assert picker.heads[:2] == ("编码", "名称")
    filled = cells(office / REGISTER, "orders")[-1]
    assert (filled["product"], filled["product_name"], filled["unit"]) == ("P001", "齿轮坯", "件")
    assert (filled["customer"], filled["quantity"], filled["remark"]) == ("东风机械厂", 7, "急")


def test_a_pick_is_taken_back_and_what_was_typed_beside_it_stays(office: Path) -> None:
    type_rows(office / REGISTER, "orders", {"customer": "东风机械厂", "quantity": 7})
    row = len(cells(office / REGISTER, "orders")) + 2
    at = letter_of(office, REGISTER, "产品编码")
    click(office, REGISTER, "pick", Recorder(typed=["clp"]), "orders", f"${at}${row}")
    assert cells(office / REGISTER, "orders")[-1]["product"] == "P001"
    click(office, REGISTER, "undo", Recorder(), "orders", "$A$3")
    last = cells(office / REGISTER, "orders")[-1]
    assert (last["product"], last["customer"], last["quantity"]) == (None, "东风机械厂", 7)


def test_an_order_is_picked_for_a_delivery_below_the_table(office: Path) -> None:
    before = len(cells(office / DELIVERY, "deliveries"))
    desk = Recorder(typed=["dfjx"])
    at = letter_of(office, DELIVERY, "承揽编号")
    click(office, DELIVERY, "pick", desk, "deliveries", f"${at}${before + 3}")
    rows = cells(office / DELIVERY, "deliveries")
    assert len(rows) == before + 1
    assert rows[-1]["order_no"].startswith("CL-202611-ZS-")
    assert rows[-1]["customer"] == "东风机械厂"


def test_chosen_far_below_the_table_the_row_begun_is_gone_to(office: Path) -> None:
    rows = len(cells(office / DELIVERY, "deliveries"))
    at = letter_of(office, DELIVERY, "承揽编号")
    desk = Recorder(typed=["dfjx"])
    book = click(office, DELIVERY, "pick", desk, "deliveries", f"${at}$90")
    column = ord(at) - ord("A") + 1
    assert book.gone_to == [("deliveries", rows + 3, column)]


def test_where_the_column_does_not_tell_it_is_asked_and_the_rows_own_column_is_filled(
    office: Path,
) -> None:
    type_rows(office / REGISTER, "orders", {"quantity": 7})
    row = len(cells(office / REGISTER, "orders")) + 2
    desk = Recorder({"table": "客户"}, typed=["东风"])
    at = letter_of(office, REGISTER, "数量")
    click(office, REGISTER, "pick", desk, "orders", f"${at}${row}")
    assert cells(office / REGISTER, "orders")[-1]["customer"] == "东风机械厂"


def test_where_nothing_can_be_filled_in_it_is_told(office: Path) -> None:
    desk = Recorder({"table": "products"}, typed=["clp"])
    click(office, MANAGEMENT, "pick", desk, "", "$A$1")
    assert desk.told.startswith("P001；齿轮坯；")


@pytest.mark.parametrize("typed", [[], ["没有这样的"]])
def test_escape_leaves_all_as_it_was(office: Path, typed: list[str]) -> None:
    before = (office / REGISTER).read_bytes()
    at = letter_of(office, REGISTER, "客户")
    click(office, REGISTER, "pick", Recorder(typed=typed), "orders", f"${at}$4")
    click(office, REGISTER, "new_order", Recorder(typed=typed), "orders", "$A$3")
    assert (office / REGISTER).read_bytes() == before


def test_a_new_order_is_two_picks_and_a_form(office: Path) -> None:
    desk = Recorder({"quantity": "1,200 件", "required_date": "2027-01-15"}, typed=["dfj", "clp"])
    book = click(office, REGISTER, "new_order", desk, "orders", "$A$3")
    (form,) = desk.forms
    standing = {field.name: field.value for field in form.fields}
    last = cells(office / REGISTER, "orders")
    assert standing["price"] == str(last[0]["unit_price"])
    new = last[-1]
    assert (new["order_date"], new["salesperson"]) == (dt.datetime(2026, 11, 24), "张三")
    assert (new["customer"], new["product"], new["quantity"]) == ("东风机械厂", "P001", 1200)
    assert (new["kind"], new["plan_type"]) == (last[0]["kind"], "月度")
    assert (new["product_name"], new["amount"]) == ("齿轮坯", 1200 * new["unit_price"])
    assert new["order_no"] is None
    assert book.gone_to[-1][:2] == ("orders", len(last) + 2)
    assert desk.told.startswith("已新增：东风机械厂，齿轮坯 1,200 件，单价 ")


def test_a_new_order_whose_date_is_no_working_day_says_so_in_its_row(office: Path) -> None:
    desk = Recorder({"quantity": "3", "required_date": "2027-01-16"}, typed=["dfj", "clp"])
    click(office, REGISTER, "new_order", desk, "orders", "$A$3")
    assert "2027-01-16 不是工作日" in desk.told


def test_what_cannot_be_read_is_said_in_the_form_and_nothing_is_lost(office: Path) -> None:
    desk = Recorder(
        {"quantity": "几件", "required_date": "2027-01-15"}, {"quantity": "3"}, typed=["dfj", "clp"]
    )
    click(office, REGISTER, "new_order", desk, "orders", "$A$3")
    again = desk.forms[1]
    assert "“几件”不是有效数字" in again.wrong[0].words.zh
    assert cells(office / REGISTER, "orders")[-1]["quantity"] == 3
    assert cells(office / REGISTER, "orders")[-1]["required_date"] == dt.datetime(2027, 1, 15)


def test_the_selected_order_is_copied_and_undone(office: Path) -> None:
    before = cells(office / REGISTER, "orders")
    desk = Recorder({"quantity": "9", "required_date": "2027-01-15"})
    click(office, REGISTER, "copy_order", desk, "orders", "$A$3")
    rows = cells(office / REGISTER, "orders")
    new, old = rows[-1], before[0]
    for key in ("customer", "product", "unit_price", "kind", "plan_type", "salesperson"):
        assert new[key] == old[key], key
    assert (new["quantity"], new["order_date"]) == (9, dt.datetime(2026, 11, 24))
    assert (new["order_no"], new["submitted_at"], new["contract_no"]) == (None, None, None)
    click(office, REGISTER, "undo", Recorder(), "orders", "$A$3")
    assert [row["order_no"] for row in cells(office / REGISTER, "orders")] == [
        row["order_no"] for row in before
    ]


def test_without_a_selection_the_latest_order_is_copied(office: Path) -> None:
    before = cells(office / REGISTER, "orders")
    desk = Recorder({"required_date": "2027-01-15"})
    click(office, REGISTER, "copy_order", desk, "", "$A$1")
    new = cells(office / REGISTER, "orders")[-1]
    assert (before[-1]["quantity"], new["quantity"]) == ("5件", 5)
    assert new["product"] == before[-1]["product"]
