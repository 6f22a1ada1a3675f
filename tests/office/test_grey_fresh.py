"""After a press the grey tables of its workbook are as Refresh would make them."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import Month, must
from xlsales.core.column import By
from xlsales.forms.tables import TABLES
from xlsales.office.packages.package import identify

WAREHOUSE = "库房/出入库台账-2026.xlsx"
RESTORED = {"undo", "forward", "accept"}
"""What has a whole content stand again, which says as of when it is."""


def grey(path: Path) -> dict[str, object]:
    """Return the computed tables of a workbook and the grey columns of the others."""
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    there = {name for sheet in workbook.worksheets for name in sheet.tables}
    held = {table: cells(path, table.name) for table in TABLES if table.name in there}
    macros = {
        table: {c.key for c in table.columns if c.by is By.MACRO and c.key != "check"}
        for table in held
    }
    return {
        table.name: [{key: row.get(key) for key in macros[table]} for row in rows]
        for table, rows in held.items()
    }


def stale(before: Path, after: Path) -> list[str]:
    """Refresh the workbooks that a press changed; return those in which that changed a figure."""
    found = []
    for path in sorted(after.rglob("*.xlsx")):
        name = path.relative_to(after)
        was = before / name
        if ".xlsales" in name.parts or (was.exists() and was.read_bytes() == path.read_bytes()):
            continue
        if identify(path) is None:
            continue  # a document
        left = grey(path)
        must(after, "refresh", str(path))
        if grey(path) != left:
            found.append(str(name))
    return found


def test_refresh_finds_nothing_to_do_after_any_press_of_a_month(tmp_path: Path) -> None:
    month = Month(tmp_path)
    seen = set()
    for press in month.presses():
        if press.name not in RESTORED:
            assert stale(press.before, press.after) == [], press.name
            seen.add(press.name)
    assert {"submit", "issue", "outbound", "sign", "return", "merge", "verify", "rename"} <= seen


@pytest.fixture
def stocked(tmp_path: Path) -> Path:
    """An office in which five pieces of the second order came in, as typed and not yet numbered."""
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "outbound":
            break
    return month.root


RECEIPT = {"date": date(2026, 11, 24), "order_no": "CL-202611-ZS-002", "accepted_qty": 5,
           "inspector": "周检"}  # fmt: skip


def pressed(root: Path, *argv: str) -> list[dict[str, object]]:
    """Press, see that nothing is stale then; return the stock as its workbook has it."""
    before = root.with_name("before")
    shutil.copytree(root, before)
    must(root, *argv)
    stock = cells(root / WAREHOUSE, "stock")
    assert stale(before, root) == []
    return [row for row in stock if row["order_no"] == RECEIPT["order_no"]]


def test_receipts_that_a_copy_brings_are_in_stock_at_once(stocked: Path) -> None:
    copy = (stocked / WAREHOUSE).with_name("台账 (1).xlsx")
    shutil.copy(stocked / WAREHOUSE, copy)
    type_rows(copy, "receipts", RECEIPT)
    (row,) = pressed(stocked, "merge", f"{{}}/库房/{copy.name}", "{}", "--write")
    assert row["on_hand"] == 5


def test_a_receipt_that_was_taken_over_is_in_stock_at_once(stocked: Path) -> None:
    type_rows(stocked / WAREHOUSE, "receipts", {**RECEIPT, "receipt_no": "RK-202611-009"})
    argv = "adopt", "{}/" + WAREHOUSE, "--reason", "旧单补登", "--by", "王经理"
    (row,) = pressed(stocked, *argv)
    assert row["on_hand"] == 5


def test_a_receipt_that_is_put_back_is_so_in_stock_at_once(stocked: Path) -> None:
    type_rows(stocked / WAREHOUSE, "receipts", RECEIPT)
    must(stocked, "validate", "{}/" + WAREHOUSE, "--annotate")
    at = 2 + len(cells(stocked / WAREHOUSE, "receipts"))
    argv = "put-back", "7", "{}/" + WAREHOUSE, "--into", "receipts.accepted_qty", "--row", str(at)
    (row,) = pressed(stocked, *argv)
    assert row["on_hand"] == 7


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
