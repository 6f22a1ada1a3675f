"""After a press the grey tables of its workbook are as Refresh would make them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, PLAN, REGISTER, Month, must
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.files import workbook_path
from xlsales.forms.tables import TABLES

WAREHOUSE = "库房/出入库台账-2026.xlsx"
TRACKING = workbook_path(Book("tracking", "张三", 2026), Lang.ZH)
COLLECTION = "回款/回款台账-2026.xlsx"
WHERE = {
    "submit": REGISTER,
    "consolidate": PLAN,
    "schedule": PLAN,
    "issue": PLAN,
    "deliver": DELIVERY,
    "outbound": WAREHOUSE,
    "sign": DELIVERY,
    "return": DELIVERY,
    "card": TRACKING,
    "verify": COLLECTION,
}


def grey(path: Path) -> dict[str, object]:
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    there = {name for sheet in workbook.worksheets for name in sheet.tables}
    return {
        table.name: cells(path, table.name)
        for table in TABLES
        if table.is_computed and table.name in there
    }


def test_refresh_finds_nothing_to_do_after_any_press_of_a_month(tmp_path: Path) -> None:
    month = Month(tmp_path)
    seen = set()
    for press in month.presses():
        if press.name not in WHERE:
            continue
        workbook = press.after / WHERE[press.name]
        before = grey(workbook)
        orders = cells(workbook, "orders") if press.name == "submit" else None
        must(press.after, "refresh", str(workbook))
        assert grey(workbook) == before, press.name
        if orders is not None:
            assert cells(workbook, "orders") == orders
        seen.add(press.name)
    assert seen == WHERE.keys()


def test_outbound_leaves_the_stock_as_the_command_tells_it(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "sign":
            break
    type_rows(
        month.root / WAREHOUSE,
        "receipts",
        {"date": date(2026, 11, 24), "order_no": "CL-202611-ZS-002", "accepted_qty": 4},
    )
    must(month.root, "validate", "{}/" + WAREHOUSE, "--annotate")
    (row,) = cells(month.root / WAREHOUSE, "stock")
    assert (row["order_no"], row["on_hand"]) == ("CL-202611-ZS-002", 4)
    must(month.root, "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂")
    must(month.root, "outbound", "SH-202611-ZS-002", "{}", "--keeper", "钱库管")
    assert json.loads(must(month.root, "stock", "{}", "--json"))["stock"] == []
    assert cells(month.root / WAREHOUSE, "stock") == []


def above(path: Path, sheet: str) -> list[object]:
    """Return what the first row of a sheet holds."""
    import openpyxl

    (row,) = openpyxl.load_workbook(path)[sheet].iter_rows(max_row=1, values_only=True)
    return [text for text in row if text is not None]


def test_a_computed_table_says_as_of_when_it_is(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "outbound":
            break
    before = above(press.before / WAREHOUSE, "库存")
    assert before[1] == "本表由程序生成，请勿手工填写。"
    title, line = above(press.after / WAREHOUSE, "库存")
    assert title == "库存"
    assert str(line).startswith("本表由程序生成，请勿手工填写。数据截至 2026-11-24 ")
    assert above(press.after / WAREHOUSE, "入库") == above(press.before / WAREHOUSE, "入库")


def test_a_line_that_a_person_wrote_there_stays(tmp_path: Path) -> None:
    import openpyxl

    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "outbound":
            break
    root, path = press.before, press.before / WAREHOUSE
    workbook = openpyxl.load_workbook(path)
    (cell,) = (c for c in workbook["库存"][1] if str(c.value).startswith("本表"))
    cell.value = "月底盘点后再看"
    workbook.save(path)
    must(root, *press.argv)
    assert above(path, "库存")[1] == "月底盘点后再看"
