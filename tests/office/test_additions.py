"""Nothing that a person put into a register is lost, whichever button is pressed (forms.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import raw
from tests.office.additions import BUTTON, EXTENSIONS, OURS, PARTS, RICH, decorate, rearrange
from tests.office.branch import REGISTER, must
from tests.office.raw import same_bytes
from tests.office.soffice import SOFFICE, by_libreoffice
from tests.schema import problems
from xlsales.office.packages.compare import Difference, differences

WORKBOOK = "{}/" + REGISTER
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def register(office: Path) -> Path:
    path = office / REGISTER
    rearrange(path)
    decorate(path)
    assert problems(path.read_bytes()) == []
    return path


def heads(path: Path) -> dict[str, str]:
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    return {cell.column_letter: cell.value for cell in sheet[2]}


def strangers(before: Path, after: Path) -> list[Difference]:
    """Return the differences that are none of a macro's business."""
    columns = heads(before)
    free = {"docProps/custom.xml", "xl/styles.xml", "[Content_Types].xml"}
    found = []
    for each in differences(before, after):
        local = each.place.split("[")[0]
        is_cell = re.fullmatch(r"([A-Z]+)(\d+)", each.place)
        if each.part in free:
            continue
        if each.part == SHEET:
            if is_cell and columns.get(is_cell[1]) in OURS and int(is_cell[2]) > 2:
                continue
            if local == "conditionalFormatting" and "xlsales:" in f"{each.was}{each.now}":
                continue
        if each.part == "xl/workbook.xml" and local in {"sheets", "definedNames"}:
            continue
        found.append(each)
    return found


def test_everything_survives_every_button(register: Path, office: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.xlsx"
    first.write_bytes(register.read_bytes())
    lists = next(name for name in raw.members(first) if "sheet6" in name)
    comments = next(name for name in raw.members(first) if name.startswith("xl/comments/"))
    vml = next(name for name in raw.members(first) if name.endswith(".vml"))
    for press in (
        ("validate", WORKBOOK, "--annotate"),
        ("submit", WORKBOOK),
        ("refresh", WORKBOOK),
        ("validate", WORKBOOK, "--annotate"),
        ("undo", WORKBOOK),
        ("undo", WORKBOOK),
    ):
        must(office, *press)
        if "--annotate" in press:
            assert "<author>xlsales</author>" in raw.part(register, comments)
            assert 'LEN("xlsales:' in raw.part(register)
        left = [
            each
            for each in strangers(first, register)
            if each.part not in {lists, comments, vml}
            and "worksheets/sheet7" not in each.part
            and each.part != "xl/_rels/workbook.xml.rels"
        ]
        assert left == [], press
        assert same_bytes(first, register) >= set(PARTS), press
        sheet = raw.part(register)
        assert EXTENSIONS in sheet
        assert RICH in sheet
        assert re.search(r'<row r="4"[^>]* hidden="1"', sheet)
        assert "SUM(L3:L4)" in sheet
        assert BUTTON in raw.part(register, vml)
        assert "老客户" in raw.part(register, comments)
        assert problems(register.read_bytes()) == [], press
    columns = heads(register)
    assert [columns[at] for at in "BF"] == ["备注", "我的列"]


def test_the_rows_are_read_and_written_where_the_columns_are_now(
    register: Path, office: Path
) -> None:
    must(office, "submit", WORKBOOK)
    sheet: Any = openpyxl.load_workbook(register).worksheets[0]
    at = {head: letter for letter, head in heads(register).items()}
    assert sheet[f"{at['承揽编号']}3"].value == "CL-202611-ZS-001"
    assert sheet[f"{at['上报时间']}3"].value is not None
    assert sheet[f"{at['我的列']}4"].value == 7


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_afterwards(register: Path, office: Path, tmp_path: Path) -> None:
    must(office, "validate", WORKBOOK, "--annotate")
    workbook: Any = openpyxl.load_workbook(by_libreoffice(register, tmp_path))
    sheet = workbook["承揽登记"]
    said = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert "老客户" in " ".join(said)
    assert len(said) > 1
    assert "校验报告" in workbook.sheetnames
    assert len(sheet._charts) == 1
