"""Cells set by their place in the text: the cell is new, the rest is what it was."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.office import raw
from tests.office.raw import same_bytes
from tests.schema import problems
from xlsales.core.typed import Cell, CellError
from xlsales.office.editing.values import number_text
from xlsales.office.packages.compare import differences
from xlsales.office.unusable import Unusable


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return raw.write(tmp_path / "登记.xlsx")


def test_an_existing_cell_keeps_its_style_and_nothing_else_changes(book: Path) -> None:
    new = raw.set_cells(book, {"A3": 5})
    assert raw.part(new) == raw.part(book).replace('s="3"><v>1</v>', 's="3"><v>5</v>')
    assert same_bytes(book, new) == set(raw.members(book)) - {"xl/worksheets/sheet1.xml"}


def test_an_absent_cell_is_put_in_its_place_in_the_row(book: Path) -> None:
    new = raw.set_cells(book, {"B4": 9, "C3": 8})
    assert '<c r="A4"><v>3</v></c><c r="B4"><v>9</v></c><c r="C4"' in raw.part(new)
    assert '<c r="B3"><v>2</v></c><c r="C3"><v>8</v></c></row>' in raw.part(new)


def test_an_absent_row_is_put_between_its_neighbours(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    book = raw.write(tmp_path / "a.xlsx", rows, listed=raw.table("A2:C9"))
    new = raw.set_cells(book, {"B5": 1, "C5": 2, "A1": 0})
    assert [line.split('"')[0] for line in raw.part(new).split('<row r="')[1:]] == list("1259")
    assert '<row r="5"><c r="B5"><v>1</v></c><c r="C5"><v>2</v></c></row>' in raw.part(new)


def test_an_empty_sheet_and_an_empty_row_take_cells(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", '<row r="3" ht="20"/>')
    assert '<row r="3" ht="20"><c r="A3"><v>1</v></c></row>' in raw.part(
        raw.set_cells(book, {"A3": 1})
    )
    sheet = raw.part(book).replace('<sheetData><row r="3" ht="20"/></sheetData>', "<sheetData/>")
    bare = raw.write(tmp_path / "b.xlsx", parts={"xl/worksheets/sheet1.xml": sheet})
    assert '<sheetData><row r="3"><c r="A3"><v>1</v></c></row></sheetData>' in raw.part(
        raw.set_cells(bare, {"A3": 1})
    )


def test_a_cell_set_to_nothing_keeps_its_style_and_absent_ones_stay_absent(book: Path) -> None:
    new = raw.set_cells(book, {"A3": None, "C3": None, "B77": None, "A4": ""})
    assert raw.part(new) == raw.part(book).replace(
        '<c r="A3" s="3"><v>1</v></c>', '<c r="A3" s="3"/>'
    ).replace('<c r="A4"><v>3</v></c>', '<c r="A4"/>')


def test_dimension_and_spans_follow(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", before='<dimension ref="A1:B4"/>')
    new = raw.set_cells(book, {"D3": 1})
    assert '<dimension ref="A1:D4"/>' in raw.part(new)
    assert '<row r="3" spans="1:4">' in raw.part(new)


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c></row>"
    book = raw.write(tmp_path / "a.xlsx", rows)
    new = raw.set_cells(book, {"B2": 7, "C1": 8})
    assert (
        raw.part(new)
        .split("<sheetData>")[1]
        .startswith(
            '<row><c><v>1</v></c><c r="C1"><v>8</v></c></row><row><c><v>2</v></c><c r="B2"><v>7</v></c>'
        )
    )


def test_a_new_cell_takes_the_style_of_its_row_or_its_column(tmp_path: Path) -> None:
    book = raw.write(
        tmp_path / "a.xlsx",
        raw.ROWS + '<row r="5" s="1" customFormat="1"/>',
        before='<cols><col min="2" max="3" width="9" style="2"/></cols>',
        listed=raw.table("A2:C6"),
    )
    sheet = raw.part(raw.set_cells(book, {"C3": 1, "C5": 2, "C6": 3, "A6": 4}))
    for cell in ('r="C3" s="2"', 'r="C5" s="1"', 'r="C6" s="2"', 'r="A6"><v>4'):
        assert f"<c {cell}" in sheet


def test_prefixed_names_and_other_quotes_are_understood(tmp_path: Path) -> None:
    sheet = (
        f"<?xml version='1.0'?><x:worksheet xmlns:x='{raw.MAIN}' xmlns:r='{raw.R}'><x:sheetData>"
        "<x:row spans='1:1' r='3' ><x:c s='3' r='A3'><x:v>1</x:v></x:c></x:row></x:sheetData>"
        "<x:tableParts count='1'><x:tablePart r:id='t1'/></x:tableParts></x:worksheet>"
    )
    book = raw.write(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": sheet})
    new = raw.set_cells(book, {"A3": "甲", "B3": 2})
    assert (
        "<x:row spans='1:1' r='3' >".replace("spans='1:1'", 'spans="1:2"')
        + '<x:c r="A3" s="3" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
        '<x:c r="B3"><x:v>2</x:v></x:c></x:row>'
    ) in raw.part(new)
    assert problems(new.read_bytes()) == []


# --- values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("12.30"), "<v>12.3</v>"),
        (Decimal("0.1") + Decimal("0.2"), "<v>0.3</v>"),
        (Decimal("123456789012345678.25"), "<v>123456789012345678.25</v>"),
        (Decimal("-0.00"), "<v>0</v>"),
        (Decimal("1E+3"), "<v>1000</v>"),
        (Decimal("1E+40"), "<v>1E+40</v>"),
        (110101199001011234, "<v>110101199001011234</v>"),
        (2.0, "<v>2</v>"),
        (0.1, "<v>0.1</v>"),
        (True, ' t="b"><v>1</v>'),
        (CellError("#N/A"), ' t="e"><v>#N/A</v>'),
        (float("nan"), ' t="e"><v>#NUM!</v>'),
    ],
)
def test_numbers_are_written_shortest_and_exact(book: Path, value: Cell, written: str) -> None:
    assert f'<c r="B3"{written if written[0] == " " else ">" + written}</c>' in raw.part(
        raw.set_cells(book, {"B3": value})
    )


@example(Decimal(10**28 + 1))
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_never_another_number(value: Decimal) -> None:
    assert Decimal(number_text(value)) == value


@pytest.mark.parametrize(
    ("value", "serial"),
    [
        (date(2026, 11, 24), "46350"),
        (datetime(2026, 11, 24, 12), "46350.5"),
        (date(1900, 1, 1), "1"),
        (date(1900, 2, 28), "59"),
        (date(1900, 3, 1), "61"),
        (time(18), "0.75"),
    ],
)
def test_dates_are_serial_numbers_and_read_back(book: Path, value: Any, serial: str) -> None:
    new = raw.set_cells(book, {"B3": value})
    assert f"<v>{serial}</v>" in raw.part(new)
    read = openpyxl.load_workbook(new).worksheets[0]["B3"].value
    assert read == (
        value if isinstance(value, time | datetime) else datetime(*value.timetuple()[:3])
    )


def test_a_workbook_that_counts_from_1904_gets_its_own_serials(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", workbook='<workbookPr date1904="1"/>')
    new = raw.set_cells(book, {"B3": date(2026, 11, 24)})
    assert openpyxl.load_workbook(new).worksheets[0]["B3"].value == datetime(2026, 11, 24)


def test_a_date_gets_a_date_format_once_and_only_where_there_is_none(tmp_path: Path) -> None:
    rows = raw.ROWS.replace('<c r="B3">', '<c r="B3" s="1">')
    new = raw.set_cells(
        raw.write(tmp_path / "a.xlsx", rows),
        {"A3": date(2026, 1, 2), "B3": date(2026, 1, 3), "A4": date(2026, 1, 4)},
    )
    sheet: Any = openpyxl.load_workbook(new).worksheets[0]
    assert sheet["A3"].number_format == "yyyy-mm-dd"
    assert sheet["A3"].fill.patternType == "gray125"
    assert 'r="B3" s="1"' in raw.part(new)
    assert sheet["A4"].number_format == "yyyy-mm-dd"
    assert raw.part(new, "xl/styles.xml").count("yyyy-mm-dd") == 1
    assert '<cellXfs count="6">' in raw.part(new, "xl/styles.xml")
    assert problems(new.read_bytes()) == []


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+86 138", "-12", "@SUM(A1)", "00123", "110101199001011234", "2026-11-03",
        " 前后有空格 ", "两\n行", "<b>&amp;\"'", "_x0041_", "_x000D_", "𠮷野家", "a_xyz_", "TRUE", "1E5",
    ],
)  # fmt: skip
def test_a_text_stays_the_text_it_is(book: Path, text: str) -> None:
    new = raw.set_cells(book, {"B3": text})
    assert "<f" not in raw.part(new)
    with CalamineWorkbook.from_path(new) as workbook:
        assert workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)[2][1] == text
    cell: Any = openpyxl.load_workbook(new).worksheets[0]["B3"]
    assert cell.data_type == "s"
    assert problems(new.read_bytes()) == []
    turns = text not in {
        " 前后有空格 ",
        "两\n行",
        "<b>&amp;\"'",
        "_x0041_",
        "_x000D_",
        "𠮷野家",
        "a_xyz_",
        "TRUE",
    }
    assert cell.number_format == ("@" if turns else "General")


def test_characters_that_xml_cannot_hold_are_left_out_and_long_texts_cut(book: Path) -> None:
    new = raw.set_cells(book, {"B3": "甲\x00\x0b乙\ud800", "C3": "长" * 40_000})
    said = raw.texts(new)
    assert said[3, 2] == "甲乙"
    assert said[3, 3] == "长" * 32_766 + "…"


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["A3", "B3", "C3", "A4", "B4", "C4"]), _TEXTS, min_size=1))
def test_whatever_is_written_is_read_back(book: Path, texts: dict[str, str]) -> None:
    new = raw.set_cells(book, texts)
    with CalamineWorkbook.from_path(new) as workbook:
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for at, text in texts.items():
        assert cells[int(at[1]) - 1]["ABC".index(at[0])] == text
    changed = {each.place for each in differences(book, new) if each.part.endswith("sheet1.xml")}
    assert changed <= {*texts, "sheetData[1]"}


# --- formulas and merged cells ---------------------------------------------------------------

F = '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>A3*2</f><v>2</v></c></row>'


def test_overwriting_a_formula_drops_the_calculation_chain(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", F)
    new = raw.set_cells(book, {"B3": 5})
    assert '<c r="B3"><v>5</v></c>' in raw.part(new)
    assert "xl/calcChain.xml" not in raw.members(new)
    assert "calcChain" not in raw.part(new, "[Content_Types].xml")
    assert "calcChain" not in raw.part(new, "xl/_rels/workbook.xml.rels")


def test_other_formulas_stay_and_are_computed_anew_when_opened(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", F)
    new = raw.set_cells(book, {"A3": 7})
    assert "<f>A3*2</f><v>2</v>" in raw.part(new)
    assert '</sheets><calcPr fullCalcOnLoad="1"/></workbook>' in raw.part(new, "xl/workbook.xml")
    assert "xl/calcChain.xml" in raw.members(new)
    plain = raw.write(tmp_path / "b.xlsx")
    assert "calcPr" not in raw.part(raw.set_cells(plain, {"A3": 7}), "xl/workbook.xml")


SHARED = (
    '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f t="shared" ref="B3:B5" si="0">A3*$C$1</f></c>'
    '</row><row r="4"><c r="A4"><v>2</v></c><c r="B4"><f t="shared" si="0"/><v>1</v></c></row>'
    '<row r="5"><c r="A5"><v>3</v></c><c r="B5"><f t="shared" si="0"/><v>1</v></c></row>'
)


def test_a_shared_formula_lives_on_when_its_first_cell_is_overwritten(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", SHARED, listed=raw.table("A2:C5"))
    new = raw.set_cells(book, {"B3": 5})
    assert '<f t="shared" ref="B4:B5" si="0">A4*$C$1</f><v>1</v>' in raw.part(new)
    cells: Any = openpyxl.load_workbook(new).worksheets[0]
    assert [cells[f"B{n}"].value for n in (3, 4, 5)] == [5, "=A4*$C$1", "=A5*$C$1"]
    gone = raw.set_cells(book, {"B3": 5, "B4": 6, "B5": 7})
    assert "shared" not in raw.part(gone)


ARRAY = (
    '<row r="3"><c r="A3"><f t="array" ref="A3:A4">B3:B4*2</f><v>1</v></c><c r="B3"><v>1</v></c>'
    '</row><row r="4"><c r="A4"><v>2</v></c><c r="B4"><v>2</v></c></row>'
)


def test_a_part_of_an_array_formula_is_not_overwritten(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "a.xlsx", ARRAY)
    for at in ("A3", "A4"):
        with pytest.raises(Unusable, match="数组公式"):
            raw.set_cells(book, {at: 1})
    assert "array" not in raw.part(raw.set_cells(book, {"A3": 1, "A4": 2}))
    assert "array" in raw.part(raw.set_cells(book, {"B3": 1}))


def test_a_merged_cell_is_written_at_its_top_left_only(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells>'
    book = raw.write(tmp_path / "a.xlsx", after=merged)
    with pytest.raises(Unusable) as refusal:
        raw.set_cells(book, {"B4": 1})
    assert "B4" in refusal.value.words.zh
    assert "Unmerge" in refusal.value.words.en
    new = raw.set_cells(book, {"A3": 1, "C3": 2, "B3": None})
    assert merged in raw.part(new)
