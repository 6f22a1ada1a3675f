"""References to tables that grow all the year: what tests/test_references.py runs in its copy.

There market notes have two columns more: ``about_order``, a reference to ``orders.order_no``, and
``about_note``, one to ``deliveries.note_no``, of which one note has several rows.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, must, run
from tests.ribbon.people import Recorder
from tests.ribbon.test_choosing import click
from xlsales.forms.files import FORM_VERSION, RELEASED
from xlsales.forms.tables import BY_NAME

FIRST, SECOND, THIRD, FOURTH = (f"CL-202611-ZS-00{n}" for n in range(1, 5))
NOTE = {
    "date": date(2026, 11, 24), "source": "展会", "topic": "价格", "note": "询价",
}  # fmt: skip
OTHER = "承揽登记/承揽登记-李四-2026.xlsx"


def wrong(office: Path, book: str = REGISTER) -> dict[str, tuple[str, str | None]]:
    """Return the code and the fix of what Validate says of each new column."""
    found = json.loads(run(office, "validate", "{}/" + book, "--json")[1])["findings"]
    return {
        each["column"]: (each["code"], each["fix"])
        for each in found
        if each["table"] == "market_notes"
    }


def listed(office: Path, book: str, name: str) -> list[str]:
    sheet: Any = openpyxl.load_workbook(office / book)["lists"]
    (column,) = (column for column in sheet.iter_cols(values_only=True) if column[0] == name)
    return [value for value in column[1:] if value is not None]


def note_no(office: Path) -> str:
    return str(cells(office / DELIVERY, "deliveries")[0]["note_no"])


def at(office: Path, key: str) -> str:
    """Return the letter of a column of the market notes."""
    sheet = openpyxl.load_workbook(office / REGISTER)[BY_NAME["market_notes"].title.zh]
    head = BY_NAME["market_notes"].by_key[key].zh
    return next(cell.column_letter for cell in sheet[2] if cell.value == head)


def test_the_forms_have_a_version_of_their_own() -> None:
    assert FORM_VERSION == RELEASED + 1


def test_what_is_there_is_right_and_what_is_not_is_told(office: Path) -> None:
    there = {**NOTE, "about_order": FIRST, "about_note": note_no(office)}
    type_rows(office / REGISTER, "market_notes", there)
    assert wrong(office) == {}
    type_rows(office / REGISTER, "market_notes", {**NOTE, "about_order": "X9", "about_note": "Y9"})
    assert wrong(office) == {
        "about_order": ("unknown-reference", None),
        "about_note": ("unknown-reference", None),
    }
    told = run(office, "validate", "{}/" + REGISTER)[1]
    assert "“承揽登记”表中没有“X9”。" in told
    assert run(office, "today", "{}/" + REGISTER)[0] in {0, 1}


def test_one_written_otherwise_is_put_right(office: Path) -> None:
    typed = {**NOTE, "about_order": FIRST.lower(), "about_note": f" {note_no(office).lower()} "}
    type_rows(office / REGISTER, "market_notes", typed)
    assert wrong(office) == {
        "about_order": ("unknown-reference", FIRST),
        "about_note": ("unknown-reference", note_no(office)),
    }
    must(office, "fix", "{}/" + REGISTER)
    (row,) = cells(office / REGISTER, "market_notes")
    assert (row["about_order"], row["about_note"]) == (FIRST, note_no(office))


def test_one_that_is_not_there_can_be_named(office: Path) -> None:
    type_rows(office / REGISTER, "market_notes", {**NOTE, "about_order": "CL-202611-ZS-022"})
    must(office, "fix", "{}/" + REGISTER, "--cell", f"market_notes.3.about_order={SECOND}")
    assert cells(office / REGISTER, "market_notes")[0]["about_order"] == SECOND
    code, _, told = run(office, "fix", "{}/" + REGISTER, "--cell", "market_notes.3.about_order=Z")
    assert (code, "market_notes.3.about_order" in told) == (2, True)


def test_what_cannot_be_read_is_not_called_unknown(office: Path) -> None:
    type_rows(office / REGISTER, "market_notes", {**NOTE, "about_note": "Y9"})
    assert wrong(office)["about_note"] == ("unknown-reference", None)
    workbook = openpyxl.load_workbook(office / DELIVERY)
    (head,) = (cell for cell in workbook.worksheets[0][2] if cell.value == "送货单号")
    head.value = "单号"
    workbook.save(office / DELIVERY)
    assert wrong(office) == {}
    before = (office / REGISTER).read_bytes()
    desk = Recorder(typed=["SH"])
    click(office, REGISTER, "pick", desk, "market_notes", f"${at(office, 'about_note')}$3")
    assert desk.pickers == []
    assert "单号" in desk.told
    assert (office / REGISTER).read_bytes() == before


def test_the_drop_downs_list_the_latest_first_and_each_once(office: Path) -> None:
    must(office, "validate", "{}/" + REGISTER, "--annotate")
    assert listed(office, REGISTER, "orders_order_no") == [THIRD, SECOND, FIRST]
    assert listed(office, REGISTER, "deliveries_note_no") == [note_no(office)]
    sheet = openpyxl.load_workbook(office / REGISTER)[BY_NAME["market_notes"].title.zh]
    letter = at(office, "about_order")
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if f"{letter}3" in rule.sqref)
    assert rule.formula1 == "list_orders_order_no"
    assert not rule.showErrorMessage  # an older one is as right
    assert sheet[f"{letter}3"].number_format == "@"


def test_a_list_is_cut_off_where_nobody_would_read_on_and_leaves_out_the_cancelled(
    office: Path,
) -> None:
    many = [{**ORDER, "order_date": date(2026, 11, 5), "remark": str(n)} for n in range(120)]
    type_rows(office / REGISTER, "orders", *many)
    must(office, "submit", "{}/" + REGISTER)
    found = listed(office, REGISTER, "orders_order_no")
    assert len(found) == 100
    numbers = [row["order_no"] for row in cells(office / REGISTER, "orders")]
    assert found == numbers[:-101:-1]
    workbook = openpyxl.load_workbook(office / REGISTER)
    sheet: Any = workbook.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[2]}
    last = len(numbers) + 2
    sheet.cell(last, heads["取消日期"]).value = date(2026, 11, 24)
    workbook.save(office / REGISTER)
    must(office, "validate", "{}/" + REGISTER, "--annotate")
    assert listed(office, REGISTER, "orders_order_no") == numbers[-2:-102:-1]


def test_a_new_workbook_has_the_lists_and_gets_them_anew_by_a_press_elsewhere(
    office: Path,
) -> None:
    must(office, "new", "register", "{}", "--owner", "李四", "--year", "2026")
    assert listed(office, OTHER, "orders_order_no") == [SECOND, FIRST]
    type_rows(office / REGISTER, "orders", {**ORDER, "order_date": date(2026, 11, 24)})
    must(office, "submit", "{}/" + REGISTER)
    assert listed(office, OTHER, "orders_order_no") == [FOURTH, THIRD, SECOND, FIRST]


@pytest.mark.parametrize(("key", "typed"), [("about_order", "clp"), ("about_note", "dfjx")])
def test_the_picker_finds_them(office: Path, key: str, typed: str) -> None:
    type_rows(office / REGISTER, "market_notes", NOTE)
    desk = Recorder(typed=[typed])
    click(office, REGISTER, "pick", desk, "market_notes", f"${at(office, key)}$3")
    (picker,) = desk.pickers
    wanted = SECOND if key == "about_order" else note_no(office)
    assert picker.title == ("选择承揽" if key == "about_order" else "选择送货单号")
    assert picker.shown("").values[0] == wanted
    assert cells(office / REGISTER, "market_notes")[0][key] in {FIRST, wanted}


def test_a_customers_new_name_leaves_references_as_they_are(office: Path) -> None:
    there = {**NOTE, "about_order": FIRST, "about_note": note_no(office)}
    type_rows(office / REGISTER, "market_notes", there)
    must(office, "rename", "customers", "东风机械厂", "东风机械", "{}")
    assert wrong(office) == {}
    (row,) = cells(office / REGISTER, "market_notes")
    assert (row["about_order"], row["about_note"]) == (FIRST, note_no(office))


def test_the_reference_page_says_what_is_listed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "zh" / "tables.md").read_text("utf-8")
    assert "| 相关承揽 | `about_order` | 下拉（最近的）：“承揽登记”表的承揽编号 |" in page
