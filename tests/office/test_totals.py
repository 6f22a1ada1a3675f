"""A totals row that a person turned on is no order, and stays the last row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.office.branch import REGISTER, must, run
from xlsales.forms.register import Order
from xlsales.hosts.files.host import of_folder

WORKBOOK = "{}/" + REGISTER


def total(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook.worksheets[0]
    listed = sheet.tables["orders"]
    listed.ref = listed.ref[:-1] + "5"
    listed.autoFilter.ref = listed.ref[:-1] + "4"
    listed.totalsRowCount = 1
    sheet["A5"] = "汇总"
    workbook.save(path)


def test_a_totals_row_is_no_order_and_is_not_written_over(office: Path) -> None:
    total(office / REGISTER)
    assert len(of_folder(office).cells.office(["register"]).rows(Order)) == 2
    must(office, "submit", WORKBOOK)
    sheet: Any = openpyxl.load_workbook(office / REGISTER).worksheets[0]
    assert sheet["A5"].value == "汇总"
    assert sheet["A4"].value == "CL-202611-ZS-002"
    assert run(office, "validate", WORKBOOK)[0] in {0, 1}
