"""Rows of a table that come, go and move in a closed file, with everything that is tied to them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from tests.schema import problems
from xlsales.core.arrangement import Arrangement
from xlsales.office.editing import BookChange, beside, edit
from xlsales.office.unusable import Unusable

SHEET = "账 龄"
TAKES = Arrangement(3, 6, (3, 5, None, 6, 8))
"""Of rows 3 to 8 the rows 4 and 7 go, and one comes behind row 5: 5 → 4, 6 → 6, 8 → 7."""


def made(path: Path, change: Callable[[Any, Any], Any] = lambda *_: None) -> Path:
    """Make a workbook with a table of three columns in rows 3 to 8, a note at each first cell."""
    workbook = openpyxl.Workbook()
    ws: Any = workbook.active
    ws.title = SHEET
    other = workbook.create_sheet("别处")
    for column, head in enumerate("甲乙丙", 1):
        ws.cell(2, column).value = head
    for row in range(3, 9):
        for column in range(1, 4):
            ws.cell(row, column).value = f"{'甲乙丙'[column - 1]}{row}"
        ws.cell(row, 1).comment = Comment(f"注{row}", "人")
    ws.add_table(Table(displayName="ageing", ref="A2:C8"))
    change(ws, other)
    workbook.save(path)
    assert problems(path.read_bytes()) == []
    return path


def arranged(path: Path, arrangement: Arrangement = TAKES, **more: Any) -> Any:
    new = path.with_name("new.xlsx")
    edit(path, new, BookChange(arranged={"ageing": arrangement}, **more))
    assert problems(new.read_bytes()) == []
    return openpyxl.load_workbook(new)


def column(ws: Any, letter: str, last: int = 12) -> list[Any]:
    return [ws[f"{letter}{row}"].value for row in range(3, last + 1)]


def test_rows_come_and_go_and_the_table_ends_with_them(tmp_path: Path) -> None:
    ws = arranged(made(tmp_path / "a.xlsx"))[SHEET]
    assert column(ws, "B") == ["乙3", "乙5", None, "乙6", "乙8", *[None] * 5]
    assert ws.tables["ageing"].ref == "A2:C7"
    notes = {c.coordinate: c.comment.text for row in ws.iter_rows() for c in row if c.comment}
    assert notes == {"A3": "注3", "A4": "注5", "A6": "注6", "A7": "注8"}


def test_formulas_and_names_follow_the_rows(tmp_path: Path) -> None:
    def person(ws: Any, other: Any) -> None:
        other["A1"] = f"='{SHEET}'!B8"
        other["A2"] = f"='{SHEET}'!$B$4&\"A8\""
        other["A3"] = f"=COUNTA('{SHEET}'!B3:B8)"
        other["A4"] = f"=COUNTA('{SHEET}'!B4:B6)"
        other["A5"] = "=B8"  # of its own sheet
        ws["F1"] = "=B6&ageing[[#This Row],[甲]]"
        for row in range(3, 9):  # a formula beside the table, of its own row and of the one above
            ws[f"D{row}"] = f"=$C{row}&B{row - 1}"
        ws.parent.defined_names["谁"] = DefinedName("谁", attr_text=f"'{SHEET}'!$A$8")

    workbook = arranged(made(tmp_path / "a.xlsx", person))
    ws, other = workbook[SHEET], workbook["别处"]
    assert [cell.value for (cell,) in other["A1:A5"]] == [
        f"='{SHEET}'!B7",
        f"='{SHEET}'!#REF!&\"A8\"",
        f"=COUNTA('{SHEET}'!B3:B8)",
        f"=COUNTA('{SHEET}'!B4:B6)",
        "=B8",
    ]
    assert ws["F1"].value == "=B6&ageing[[#This Row],[甲]]"
    assert column(ws, "D", 7) == ["=$C3&B2", "=$C4&#REF!", None, "=$C6&B4", "=$C7&#REF!"]
    assert workbook.defined_names["谁"].attr_text == f"'{SHEET}'!$A$7"


def test_a_shared_formula_lives_on_in_every_row(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda ws, _: [ws.cell(r, 4, "=1") for r in range(3, 9)])
    shared = tmp_path / "shared.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(shared, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                first = b'<f t="shared" ref="D3:D8" si="0">B3&amp;"x"</f>'
                data = data.replace(b"<f>1</f>", first, 1)
                data = data.replace(b"<f>1</f>", b'<f t="shared" si="0"/>')
            new.writestr(name, data)
    ws = arranged(shared, Arrangement(3, 6, (4, 6, 8)))[SHEET]
    assert column(ws, "D", 6) == ['=B3&"x"', '=B4&"x"', '=B5&"x"', None]


def test_formats_validations_links_and_merged_cells_follow(tmp_path: Path) -> None:
    red = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFF0000"))

    def person(ws: Any, _: Any) -> None:
        ws.conditional_formatting.add("A3:C8", Rule("expression", dxf=red, formula=["$A3=1"]))
        ws.conditional_formatting.add("A8:C8", Rule("expression", dxf=red, formula=["$B8=2"]))
        ws.conditional_formatting.add("A7", Rule("expression", dxf=red, formula=["A7=3"]))
        ws.conditional_formatting.add("B5:B6 H5", Rule("expression", dxf=red, formula=["B5=4"]))
        for cells, formula in (("C5", "C5>1"), ("C4", "C4>2"), ("B3:B8", "B3>3")):
            rule = DataValidation("custom", formula1=formula)
            rule.add(cells)
            ws.add_data_validation(rule)
        for at in ("A6", "B7"):
            ws[at].hyperlink = Hyperlink(ref=at, location="别处!A1")
        for row in (5, 7):
            ws[f"D{row}"] = f"并{row}"
            ws[f"E{row}"] = None
            ws.merge_cells(f"D{row}:E{row}")
        ws["E2"] = "旁注"

    ws = arranged(made(tmp_path / "a.xlsx", person))[SHEET]
    formats = {str(f.sqref): f.rules[0].formula[0] for f in ws.conditional_formatting}
    assert formats == {
        "A3:C8": "$A3=1",
        "A7:C7": "$B7=2",
        "B4:B6 H5": "B4=4",
    }
    rules = {str(rule.sqref): rule.formula1 for rule in ws.data_validations.dataValidation}
    assert rules == {"C4": "C4>1", "B3:B8": "B3>3"}
    links = {cell.coordinate for row in ws.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"A6"}
    assert [str(area) for area in ws.merged_cells.ranges] == ["D4:E4"]
    assert column(ws, "D", 8) == [None, "并5", None, None, None, None]


def test_looks_height_and_hidden_rows_go_along_and_new_rows_look_as_most_do(tmp_path: Path) -> None:
    def person(ws: Any, _: Any) -> None:
        for row in range(3, 9):
            for c in range(1, 4):
                ws.cell(row, c).font = Font(italic=True)
        ws["B3"].fill = ws["B5"].fill = PatternFill("solid", fgColor="FFFFFF00")
        ws.row_dimensions[8].height = 40
        ws.row_dimensions[7].hidden = True
        ws.row_dimensions[6].hidden = True

    ws = arranged(made(tmp_path / "a.xlsx", person))[SHEET]
    assert [ws.cell(row, 2).fill.fill_type for row in range(3, 8)] == [
        "solid",
        "solid",
        *[None] * 3,
    ]
    assert [ws.cell(row, 2).font.italic for row in range(3, 9)] == [*[True] * 5, False]
    assert {row for row, held in ws.row_dimensions.items() if held.hidden} == {6}
    assert {row: held.height for row, held in ws.row_dimensions.items() if held.height} == {7: 40}


def test_what_stands_apart_keeps_its_place(tmp_path: Path) -> None:
    def person(ws: Any, _: Any) -> None:
        for row in range(3, 9):
            ws[f"D{row}"] = f"旁{row}"  # beside: it moves
            ws[f"F{row}"] = f"远{row}"  # a blank column between, no header
            ws[f"H{row}"] = f"有题{row}"
        ws["H2"] = "备注"  # apart, with a header: it moves
        ws["A10"], ws["D10"], ws["H10"] = "下", "下旁", "下远"
        ws.row_dimensions[8].height = 40

    ws = arranged(made(tmp_path / "a.xlsx", person))[SHEET]
    moved = [3, 5, None, 6, 8, None]
    assert column(ws, "D", 8) == [row and f"旁{row}" for row in moved]
    assert column(ws, "H", 8) == [row and f"有题{row}" for row in moved]
    assert column(ws, "F", 8) == [f"远{row}" for row in range(3, 9)]
    assert (ws["A10"].value, ws["D10"].value, ws["H10"].value) == ("下", "下旁", "下远")
    assert ws.row_dimensions[8].height == 40


def test_what_is_beside_is_told_as_a_person_reads_it(tmp_path: Path) -> None:
    def person(ws: Any, _: Any) -> None:
        ws["D2"] = "约定"
        ws["D3"], ws["D4"], ws["D5"], ws["D6"] = date(2026, 12, 1), 12.5, "=200+300", "=B6*2"
        ws["E4"] = "无题"

    found = beside(made(tmp_path / "a.xlsx", person), "ageing", {1, 2, 3})
    told = {row: [(each.where.zh, each.text) for each in held] for row, held in found.items()}
    assert told[3] == [("约定", "2026-12-01"), ("甲（批注）", "注3")]
    assert told[4] == [("约定", "12.5"), ("E", "无题"), ("甲（批注）", "注4")]
    assert told[6] == [("甲（批注）", "注6")]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (lambda ws, _: ws.merge_cells("D4:D6"), "D4:D6 是合并单元格"),
        (
            lambda ws, _: ws.__setitem__("D5", ArrayFormula("D5:D6", "=B5:B6")),
            "D5:D6 是一个数组公式",
        ),
    ],
)
def test_what_holds_rows_together_that_part_is_refused(
    tmp_path: Path, person: Callable[[Any, Any], None], said: str
) -> None:
    def more(ws: Any, other: Any) -> None:
        ws["D2"] = "旁注"
        person(ws, other)

    path = made(tmp_path / "a.xlsx", more)
    was = path.read_bytes()
    with pytest.raises(Unusable, match=re.escape(said)):
        arranged(path)
    assert path.read_bytes() == was


def test_rows_that_come_stop_at_what_stands_below(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda ws, _: ws.__setitem__("B9", "我的合计"))
    with pytest.raises(Unusable, match="第 9 行有内容"):
        arranged(path, Arrangement(3, 6, (None, 3, 4, 5, 6, 7, 8)))


def test_a_table_whose_rows_are_all_gone_keeps_one_blank_row(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx")
    workbook = arranged(path, Arrangement(3, 6, ()))
    assert workbook[SHEET].tables["ageing"].ref == "A2:C3"
    assert column(workbook[SHEET], "B") == [None] * 10
    with zipfile.ZipFile(tmp_path / "new.xlsx") as package:
        assert not [name for name in package.namelist() if "comment" in name.lower()]
