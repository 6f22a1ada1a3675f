"""A table grows over the rows added under it, with all that went with its last row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import raw
from tests.schema import problems
from xlsales.office.unusable import Unusable

X14 = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation '
    'type="list"><x14:formula1><xm:f>lists!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>B3:B4 Z1'
    "</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
RULE = '<cfRule type="expression" priority="1"><formula>1</formula></cfRule>'


def grown(book: Path, cells: dict[str, Any], last: int) -> Path:
    return raw.set_cells(book, cells, last_rows={"orders": last})


def test_ref_filter_and_dimension_follow(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", before='<dimension ref="A1:C4"/>')
    new = grown(book, {"A5": 1, "B6": "二"}, 6)
    assert 'ref="A2:C6"><autoFilter ref="A2:C6"/>' in raw.part(new, "xl/tables/table1.xml")
    assert '<dimension ref="A1:C6"/>' in raw.part(new)
    assert problems(new.read_bytes()) == []
    assert openpyxl.load_workbook(new).worksheets[0].tables["orders"].ref == "A2:C6"


def test_a_table_never_shrinks(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx")
    new = grown(book, {"A4": None}, 3)
    assert raw.part(new, "xl/tables/table1.xml") == raw.part(book, "xl/tables/table1.xml")


def test_new_rows_look_like_the_first_data_row(tmp_path: Path) -> None:
    rows = raw.ROWS.replace(
        '<row r="3" spans="1:3">',
        '<row r="3" spans="1:3" ht="30" customHeight="1" hidden="1" s="1" customFormat="1">',
    ).replace('<c r="B3">', '<c r="B3" s="2">')
    new = grown(raw.write(tmp_path / "a.xlsx", rows), {"B5": 7}, 5)
    assert (
        '<row r="5" ht="30" customHeight="1" s="1" customFormat="1"><c r="A5" s="3"/>'
        '<c r="B5" s="2"><v>7</v></c><c r="C5" s="1"/></row>'
    ) in raw.part(new)


def test_ranges_that_reached_the_last_row_reach_the_new_one(tmp_path: Path) -> None:
    after = (
        f'<conditionalFormatting sqref="A3:C4 A1">{RULE}</conditionalFormatting>'
        f'<conditionalFormatting sqref="A3:A9">{RULE}</conditionalFormatting>'
        f'<conditionalFormatting sqref="E3:E4">{RULE}</conditionalFormatting>'
        f'<conditionalFormatting sqref="A4">{RULE}</conditionalFormatting>'
        '<dataValidations count="2"><dataValidation sqref="B3:B4" type="list">'
        '<formula1>"x,y"</formula1></dataValidation><dataValidation sqref="C2:C3 $C$3:$C$4"/>'
        '</dataValidations><ignoredErrors><ignoredError sqref="C3:C4" numberStoredAsText="1"/>'
        "</ignoredErrors>"
    )
    book = raw.write(tmp_path / "a.xlsx", after=after)
    sheet = raw.part(book).replace("</worksheet>", X14 + "</worksheet>")
    book = raw.write(tmp_path / "b.xlsx", parts={"xl/worksheets/sheet1.xml": sheet})
    said = raw.part(grown(book, {"A5": 1}, 6))
    for old, new in (
        ('"A3:C4 A1"', '"A3:C6 A1"'),
        ('"B3:B4"', '"B3:B6"'),
        ('"C2:C3 $C$3:$C$4"', '"C2:C3 C3:C6"'),
        ('ignoredError sqref="C3:C4"', 'ignoredError sqref="C3:C6"'),
        (">B3:B4 Z1<", ">B3:B6 Z1<"),
    ):
        sheet = sheet.replace(old, new)
    assert said.split("</sheetData>")[1] == sheet.split("</sheetData>")[1]


def test_ranges_past_the_last_row_stay(tmp_path: Path) -> None:
    """The shipped workbooks validate down to row 5000: nothing to do until a table gets there."""
    after = '<dataValidations count="1"><dataValidation sqref="B3:B5000"/></dataValidations>'
    new = grown(raw.write(tmp_path / "a.xlsx", after=after), {"A5": 1}, 5)
    assert after in raw.part(new)


def test_a_totals_row_is_not_written_over(tmp_path: Path) -> None:
    listed = raw.table("A2:C5", extra=' totalsRowCount="1"')
    rows = raw.ROWS + '<row r="5"><c r="A5" t="inlineStr"><is><t>合计</t></is></c></row>'
    book = raw.write(tmp_path / "a.xlsx", rows, listed=listed)
    for cells in ({"A5": 1}, {"A6": 1}):
        with pytest.raises(Unusable, match="汇总行") as refusal:
            grown(book, cells, 6)
        assert "Turn off Total Row" in refusal.value.words.en
    with pytest.raises(Unusable, match="汇总行"):
        raw.set_cells(book, {"A5": 1})
    assert "<v>9</v>" in raw.part(grown(book, {"A4": 9}, 4))


def test_what_stands_further_down_is_in_the_way(tmp_path: Path) -> None:
    rows = raw.ROWS + '<row r="7"><c r="B7"><v>9</v></c></row>'
    book = raw.write(tmp_path / "a.xlsx", rows)
    with pytest.raises(Unusable, match="第 7 行"):
        grown(book, {"A7": 1}, 7)
    assert 'ref="A2:C6"' in raw.part(grown(book, {"A5": 1, "A6": 1}, 6), "xl/tables/table1.xml")
    aside = raw.write(tmp_path / "b.xlsx", rows.replace("B7", "E7"))
    assert 'ref="A2:C8"' in raw.part(grown(aside, {"A8": 1}, 8), "xl/tables/table1.xml")


def test_rows_typed_directly_under_the_table_are_taken_in_as_they_are(tmp_path: Path) -> None:
    rows = raw.ROWS + '<row r="5"><c r="A5" s="2"><v>8</v></c><c r="B5"><v>9</v></c></row>'
    new = grown(raw.write(tmp_path / "a.xlsx", rows), {"A6": 1, "B5": 7}, 6)
    assert '<row r="5"><c r="A5" s="2"><v>8</v></c><c r="B5"><v>7</v></c><c r="C5"/></row>' in (
        raw.part(new)
    )
    assert 'ref="A2:C6"' in raw.part(new, "xl/tables/table1.xml")


def test_another_table_below_is_in_the_way(tmp_path: Path) -> None:
    other = raw.table("A8:C9", name="other").replace('id="1" name="other"', 'id="2" name="other"')
    book = raw.write(
        tmp_path / "a.xlsx",
        parts={"xl/tables/table2.xml": other},
        relations=f'<Relationship Id="t2" Type="{raw.R}/table" Target="../tables/table2.xml"/>',
    )
    with pytest.raises(Unusable, match="第 8 行"):
        grown(book, {"A8": 1}, 8)


def test_a_column_that_fills_itself_goes_on(tmp_path: Path) -> None:
    columns = (
        '<tableColumn id="1" name="a"/><tableColumn id="2" name="b"/><tableColumn id="3" name="c">'
        "<calculatedColumnFormula>A3*2</calculatedColumnFormula></tableColumn>"
    )
    rows = '<row r="3"><c r="A3"><v>1</v></c><c r="C3"><f>A3*2</f><v>2</v></c></row>'
    book = raw.write(tmp_path / "a.xlsx", rows, listed=raw.table("A2:C3", inner=columns))
    new = grown(book, {"A4": 1, "A5": 2}, 5)
    assert '<c r="C4"><f>A4*2</f></c>' in raw.part(new)
    assert '<c r="C5"><f>A5*2</f></c>' in raw.part(new)
    assert "fullCalcOnLoad" in raw.part(new, "xl/workbook.xml")


def test_a_sheet_that_is_full_says_so(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx")
    with pytest.raises(Unusable, match="已满"):
        grown(book, {"A5": 1}, 1_048_577)
