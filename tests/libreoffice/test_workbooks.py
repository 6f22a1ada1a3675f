"""Workbooks, sheets, tables, notes and what else xlwings asks of an engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from tests.desktop import Desktop
from xlsales.libreoffice import book_of

NAME = "订单 张三 2026.xlsx"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "订单"
    for row in (["订单号", "金额", "备注"], ["CL-1", 20.5, None], ["CL-2", 30, "急"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Orders", ref="A1:C3"))
    sheet["A3"].comment = Comment("查：金额不对", "李四")
    made.create_sheet("Other")
    made.save(tmp_path / NAME)
    return tmp_path / NAME


@pytest.fixture
def orders(desktop: Desktop, path: Path) -> Iterator[xw.Book]:
    opened = desktop.open(path)
    yield opened
    opened.close()


def test_a_file_with_a_chinese_name(desktop: Desktop, orders: xw.Book, path: Path) -> None:
    assert orders.name == NAME
    assert orders.fullname == str(path)
    assert desktop.app.books[NAME] == orders
    assert desktop.app.books[str(path)] == orders
    assert desktop.app.books.active == orders
    assert desktop.app.version.major >= 15
    with pytest.raises(KeyError):
        desktop.app.books["closed.xlsx"]


def test_the_app_made_active_last_is_the_active_one(desktop: Desktop) -> None:
    desktop.app.activate()  # other tests of this process have started a LibreOffice since
    assert xw.apps.active == desktop.app


def test_a_book_is_found_by_its_document(desktop: Desktop, orders: xw.Book) -> None:
    other = desktop.app.books.add()
    assert book_of(desktop.app, orders.api.RuntimeUID) == orders
    assert desktop.app.books.active == other
    orders.activate()
    desktop.wait(lambda: desktop.app.books.active == orders)
    other.close()
    with pytest.raises(KeyError):
        book_of(desktop.app, "no such")


def test_save_and_read_again(desktop: Desktop, orders: xw.Book, path: Path) -> None:
    sheet = orders.sheets["订单"]
    sheet["B2"].value = 99.25
    assert orders.api.isModified()
    orders.save()
    assert not orders.api.isModified()
    copy = path.with_name("副本.xlsx")
    orders.save(copy)
    assert orders.fullname == str(copy)
    again = desktop.open(path)
    assert again.sheets["订单"]["A1:C3"].value == [
        ["订单号", "金额", "备注"],
        ["CL-1", 99.25, None],
        ["CL-2", 30, "急"],
    ]
    again.close()
    with pytest.raises(OSError, match="no folder"):
        orders.save(path.parent / "no folder" / "x.xlsx")


def test_tables(orders: xw.Book) -> None:
    sheet = orders.sheets["订单"]
    table = sheet.tables["orders"]
    assert [t.name for t in sheet.tables] == ["Orders"]
    assert len(orders.sheets["Other"].tables) == 0
    assert table.range.address == "$A$1:$C$3"
    header, body, amounts = (
        table.header_row_range,
        table.data_body_range,
        table.columns["金额"].data_body_range,
    )
    assert header is not None
    assert header.value == ["订单号", "金额", "备注"]
    assert body is not None
    assert body.address == "$A$2:$C$3"
    assert amounts is not None
    assert amounts.value == [20.5, 30]
    assert sheet["Orders[金额]"].address == "$B$2:$B$3"
    sheet["D2"].formula = "=Orders[@金额]*2"
    assert sheet["D2"].value == 41
    table.resize(sheet["A1:C9"])
    assert sheet.tables["Orders"].range.address == "$A$1:$C$9"
    orders.api.getUndoManager().undo()
    assert sheet.tables["Orders"].range.address == "$A$1:$C$3"


def test_notes(orders: xw.Book) -> None:
    sheet = orders.sheets["订单"]
    assert [(n.location.address, n.text) for n in sheet.notes] == [("$A$3", "查：金额不对")]
    assert sheet["A1"].note is None
    sheet["B2"].add_note("请核对")
    assert [n.text for n in sheet.notes] == ["请核对", "查：金额不对"]
    old = sheet["A3"].note
    assert old is not None
    old.delete()
    assert [n.location.address for n in sheet.notes] == ["$B$2"]
    assert sheet["A3"].value == "CL-2"


def test_sheets(orders: xw.Book) -> None:
    made = orders.sheets.add("汇总", after=orders.sheets["订单"])
    assert [sheet.name for sheet in orders.sheets] == ["订单", "汇总", "Other"]
    made.visible = False
    assert not made.visible
    made.name = "汇总 2"
    assert orders.sheets["汇总 2"].index == 2
    orders.sheets["Other"].activate()
    assert orders.sheets.active.name == "Other"
    made.delete()
    assert len(orders.sheets) == 2
    assert orders.sheets["订单"].used_range.address == "$A$1:$C$3"


def test_selection(desktop: Desktop, orders: xw.Book) -> None:
    orders.sheets["Other"]["B2:C3"].select()
    assert desktop.app.selection == orders.sheets["Other"]["B2:C3"]
    desktop.focus("2026")
    desktop.key("Down")
    desktop.wait(lambda: desktop.app.selection == orders.sheets["Other"]["B3"])


def test_names_and_formulas_across_sheets(orders: xw.Book) -> None:
    orders.names.add("total", "=订单!$B$2:$B$3")
    other = orders.sheets["Other"]
    other["A1"].formula = [["=SUM(total)", "=SUM('订单'!B2,1)"]]
    assert other["A1:B1"].value == [50.5, 21.5]
    assert other["B1"].formula == "=SUM(订单!B2,1)"
    assert orders.names["total"].refers_to == "=订单!$B$2:$B$3"
    assert orders.names["total"].refers_to_range == orders.sheets["订单"]["B2:B3"]


def test_looks(orders: xw.Book) -> None:
    sheet = orders.sheets["Other"]
    cells = sheet["A1:B2"]
    cells.number_format = "#,##0.00"
    cells.color = "#FFE699"
    assert (cells.number_format, cells.color) == ("#,##0.00", (255, 230, 153))
    formats = []
    for cell, wanted in (("A1", "@"), ("A1:B2", "General")):
        sheet[cell].number_format = wanted
        formats.append(cells.number_format)
    assert formats == [None, "General"]
    cells.column_width = 20
    cells.row_height = 30
    assert [cells.column_width, cells.row_height] == pytest.approx([20, 30], abs=0.1)
    sheet["A5:B6"].merge()
    assert [sheet[cell].merge_cells for cell in ("B6", "C6", "A4:A5")] == [True, False, None]
    assert sheet["B6"].merge_area.address == "$A$5:$B$6"
    sheet["A8"].add_hyperlink("https://example.com/订单", "订单")
    assert (sheet["A8"].value, sheet["A8"].hyperlink) == ("订单", "https://example.com/订单")


def test_rows_are_inserted_and_deleted(orders: xw.Book) -> None:
    sheet = orders.sheets["订单"]
    sheet["2:3"].insert("down")
    assert sheet["A4"].value == "CL-1"
    sheet["2:3"].delete("up")
    assert sheet["A2"].value == "CL-1"
    assert sheet.tables["Orders"].range.address == "$A$1:$C$3"


def test_the_screen_stands_still_while_much_is_written(desktop: Desktop, orders: xw.Book) -> None:
    with desktop.app.properties(screen_updating=False, calculation="manual"):
        assert orders.api.hasControllersLocked()
        orders.sheets["Other"]["A1"].value = [["=1+1"]]
    assert not orders.api.hasControllersLocked()
    assert orders.api.isAutomaticCalculationEnabled()


def test_the_status_line(desktop: Desktop, orders: xw.Book) -> None:
    shown = []
    for text in (False, "正在检查", False):
        desktop.app.status_bar = text
        shown.append(desktop.app.status_bar)
        if text:
            desktop.app.impl.progress("正在检查", 3, 10)
    assert shown == [False, "正在检查", False]


@pytest.mark.parametrize(("keys", "answer"), [(("Return",), "yes"), (("Escape",), "cancel")])
def test_a_message_is_answered(
    desktop: Desktop, orders: xw.Book, keys: tuple[str, ...], answer: str
) -> None:
    def press() -> None:
        desktop.wait(lambda: "提示" in desktop.windows())
        time.sleep(0.2)
        desktop.focus("提示")
        desktop.key(*keys)

    hand = threading.Thread(target=press)
    hand.start()
    assert desktop.app.alert("要登记吗？", "提示", "yes_no_cancel") == answer
    hand.join()


def test_pdf(orders: xw.Book, tmp_path: Path) -> None:
    file = tmp_path / "订单.pdf"
    orders.sheets["订单"].to_pdf(file)
    assert file.read_bytes().startswith(b"%PDF")
