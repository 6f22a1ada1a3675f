"""Print forms filled: what stands where, how they grow, and what the office may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.papers import (
    delivery_note,
    letter,
    line,
    opened,
    task_plan,
    tracking_card,
)
from tests.schema import problems
from xlsales.core.outcome import Document, FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents import fonts, render
from xlsales.documents.forms import template_path
from xlsales.documents.paging import Rows, turns
from xlsales.documents.template import UnusableTemplate
from xlsales.flow.collection.dunning import DunStage
from xlsales.forms.choices import Quality
from xlsales.office.unusable import Unusable


def place_of(sheet: Worksheet, name: str) -> str:
    return str(sheet.defined_names[name].attr_text).rpartition("!")[2].replace("$", "")


def at(sheet: Worksheet, name: str) -> object:
    """Return what stands where a name points to; a list for the cells of the lines."""
    found = sheet[place_of(sheet, name)]
    return [row[0].value for row in found] if isinstance(found, tuple) else found.value


# --- golden ------------------------------------------------------------------------------------


def test_a_task_plan_as_it_is_printed() -> None:
    book = opened(task_plan(line(1), line(2, mark=Words("变更", "Changed")), revision="A"))
    assert book.sheetnames == ["存根联", "生产联"]
    for sheet in book.worksheets:
        assert at(sheet, "headline") == "金鼎公司精密锻造分公司"
        assert at(sheet, "copy") == sheet.title
        assert [at(sheet, n) for n in ("plan_no", "revision", "month", "planner")] == [
            "RW-202611-01",
            "A",
            "2026-11",
            "王计划",
        ]
        assert at(sheet, "issued_on") == datetime(2026, 11, 6)
        assert at(sheet, "line_order_no") == ["CL-202611-ZS-001", "CL-202611-ZS-002"]
        assert at(sheet, "line_quantity") == [10, 20]
        assert at(sheet, "line_completion_date") == [datetime(2026, 11, 20)] * 2
        assert at(sheet, "line_mark") == [None, "变更"]
        assert at(sheet, "line_count") == 2


def test_a_delivery_note_as_it_is_printed() -> None:
    book = opened(delivery_note(line(1), line(2)))
    assert book.sheetnames == ["存根联", "客户联", "库房联"]
    sheet = book["客户联"]
    assert at(sheet, "note_no") == "SH-202611-ZS-001"
    assert at(sheet, "line_unit_price") == [12.335, 12.335]
    assert at(sheet, "line_amount") == [123.35, 246.7]
    assert at(sheet, "total_amount") == 1234.5
    assert at(sheet, "total_capital") == "人民币壹仟贰佰叁拾肆元伍角"
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "收货人签字：" in texts


def test_an_english_note_says_the_same_in_english() -> None:
    book = opened(delivery_note(line(1)), Lang.EN)
    assert book.sheetnames == ["Kept copy", "Customers copy", "Warehouse copy"]
    assert at(book.worksheets[1], "copy") == "Customer's copy"
    assert at(book.worksheets[1], "headline") == "金鼎公司 精密锻造分公司"


def test_continuous_paper_names_all_copies_on_one_sheet() -> None:
    book = opened(delivery_note(line(1), paper="241x140"))
    assert book.sheetnames == ["送货单"]
    sheet = book.worksheets[0]
    assert at(sheet, "copies") == "存根联、客户联、库房联"
    assert (sheet.page_setup.paperWidth, sheet.page_setup.paperHeight) == ("241mm", "140mm")


def test_a_note_without_prices_has_no_columns_for_them() -> None:
    document = delivery_note(line(1, unit_price=None, amount=None), prices=False, total_amount=None)
    texts = [cell.value for row in opened(document).worksheets[0].iter_rows() for cell in row]
    assert not {"含税单价", "金额"} & set(texts)


def test_boxes_are_ticked_where_the_value_is_known() -> None:
    sheet = opened(tracking_card(quality=Quality.GOOD, satisfaction=4)).worksheets[0]
    assert at(sheet, "quality") == "□优  ■良  □中  □差"
    assert "■4" in str(at(sheet, "satisfaction"))
    blank = opened(tracking_card()).worksheets[0]
    assert at(blank, "quality") == "□优  □良  □中  □差"


# --- growth ------------------------------------------------------------------------------------


def rows_of(sheet: Worksheet) -> int:
    return int(sheet.print_area.rpartition("$")[2])


def test_lines_take_the_place_of_the_blank_rows() -> None:
    few, more = (opened(task_plan(*map(line, range(1, n + 1)))).worksheets[0] for n in (1, 11))
    assert rows_of(few) == rows_of(more)
    assert not more.row_breaks.brk
    one_more = opened(task_plan(*map(line, range(1, 13)))).worksheets[0]
    assert rows_of(one_more) == rows_of(more) + 1


def test_sixty_lines_make_pages_that_repeat_their_head() -> None:
    sheet = opened(task_plan(*map(line, range(1, 61)))).worksheets[1]
    assert len(at(sheet, "line_line_no")) == 60  # type: ignore[arg-type]
    assert sheet.print_title_rows == "$1:$5"
    pages = len(sheet.row_breaks.brk) + 1
    assert pages == 4
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == f"第 &P 页 共 {pages} 页"
    assert sheet.page_setup.firstPageNumber == 1
    # the last line goes with the signatures
    assert sheet.row_breaks.brk[-1].id <= rows_of(sheet) - 3
    assert problems(render(task_plan(*map(line, range(1, 61))), Lang.ZH)) == []


def test_repeated_rows_keep_their_look() -> None:
    sheet = opened(task_plan(*map(line, range(1, 31)))).worksheets[0]
    first, last = sheet["I6"], sheet["I35"]
    assert last.value == 300
    assert last.number_format == first.number_format == "#,##0"
    assert last.border.left.style == first.border.left.style == "thin"
    assert sheet.row_dimensions[35].height == sheet.row_dimensions[6].height == 22
    assert {"B6:C6", "B35:C35"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_a_long_text_makes_its_row_higher() -> None:
    wish = "分两批送货，每批附超声波探伤报告和材质证明，到货前一天电话通知李工安排卸车"
    sheet = opened(task_plan(line(1), line(2, customer_wish=wish))).worksheets[0]
    short, long = (sheet.row_dimensions[row].height for row in (6, 7))
    assert short == 22
    assert long >= 6 * 9 * 1.3  # some six lines of the form's 9 points
    assert not sheet.row_breaks.brk  # blank rows gave way


def test_decimals_show_only_where_there_are_any() -> None:
    sheet = opened(task_plan(line(1, quantity=Decimal("12.5")), line(2))).worksheets[0]
    assert [sheet[f"I{row}"].number_format for row in (6, 7)] == ["#,##0.###", "#,##0"]


# --- text stays text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-@SUM(A1)", "@x", '=HYPERLINK("http://x","y")']
)
def test_a_text_never_becomes_a_formula(text: str) -> None:
    sheet = opened(task_plan(line(1, customer_wish=text), planner=text)).worksheets[0]
    for cell in (sheet["P6"], sheet[place_of(sheet, "planner")]):
        assert cell.value == text
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_what_xml_cannot_hold_is_left_out_and_escapes_stay_text() -> None:
    data = render(task_plan(line(1, customer="东\x00风", spec="_x0041_")), Lang.ZH)
    with ZipFile(BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_" in sheet
    assert load_workbook(BytesIO(data)).worksheets[0]["D6"].value == "东风"


# --- what the office may change ----------------------------------------------------------------


def restyled(path: Path, document: Document, lang: Lang = Lang.ZH) -> tuple[Workbook, Path]:
    """Return the shipped form for a document, and where the office's own one goes."""
    assert isinstance(document.content, FormContent)
    shipped = template_path(document.form, document.content.fields, lang)
    return load_workbook(shipped), path / shipped.name


@pytest.mark.parametrize("inside", ["", "zh"])
def test_the_offices_own_form_comes_first(tmp_path: Path, inside: str) -> None:
    document = task_plan(line(1))
    folder = tmp_path / inside
    folder.mkdir(exist_ok=True)
    book, path = restyled(folder, document)
    book.worksheets[0]["A1"].font = Font(name="楷体")
    book.save(path)
    made = load_workbook(BytesIO(render(document, Lang.ZH, tmp_path))).worksheets[0]
    assert made["A1"].font.name == "楷体"
    assert made["A1"].value == "金鼎公司精密锻造分公司"


def test_a_name_that_the_form_lacks_is_left_out(tmp_path: Path) -> None:
    document = task_plan(line(1))
    book, path = restyled(tmp_path, document)
    for name in ("plan_no", "line_quantity", "copy", "spare"):
        del book.defined_names[name]
    book.save(path)
    made = load_workbook(BytesIO(render(document, Lang.ZH, tmp_path))).worksheets[0]
    texts = [cell.value for row in made.iter_rows() for cell in row]
    assert "RW-202611-01" not in texts
    assert "CL-202611-ZS-001" in texts


@pytest.mark.parametrize("name", ["line", "line_order_no"])
def test_a_form_without_what_it_needs_says_so(tmp_path: Path, name: str) -> None:
    document = task_plan(line(1))
    book, path = restyled(tmp_path, document)
    if name == "line":
        del book.defined_names[name]
    else:
        book.defined_names[name].attr_text = "'任务计划单'!$A$1"
    book.save(path)
    with pytest.raises(UnusableTemplate) as problem:
        render(document, Lang.ZH, tmp_path)
    assert issubclass(UnusableTemplate, Unusable)
    for said in problem.value.words:
        assert path.name in said
        assert f"“{name}”" in said


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("plan_no", "#REF!", "“plan_no”指向 #REF!"),
        ("line_quantity", "'别的'!$A$1", "“line_quantity”指向 '别的'!$A$1"),
        ("line", "'任务计划单'!#REF!", "“line”指向 '任务计划单'!#REF!"),
        ("plan_no", "'任务计划单'!$D$4", "“plan_no”指向 D4，该单元格已并入 C4"),
        (
            "line_customer",
            "'任务计划单'!$A$1",
            "“line_customer”指向 A1，应在名称“line”所在的行（第 6 行）上",
        ),
    ],
)
def test_a_name_that_points_astray_is_told_with_its_cell(
    name: str, place: str, said: str, tmp_path: Path
) -> None:
    document = task_plan(line(1))
    book, path = restyled(tmp_path, document)
    book.defined_names[name].attr_text = place
    book.save(path)
    with pytest.raises(UnusableTemplate) as problem:
        render(document, Lang.ZH, tmp_path)
    assert f"单据模板“任务计划单.xlsx”中名称{said}" in problem.value.words.zh


def test_names_of_the_offices_own_may_point_anywhere(tmp_path: Path) -> None:
    document = task_plan(line(1))
    book, path = restyled(tmp_path, document)
    book.defined_names["our_rate"] = DefinedName("our_rate", attr_text="0.13")
    book.defined_names["old"] = DefinedName("old", attr_text="#REF!")
    book.save(path)
    assert render(document, Lang.ZH, tmp_path)


def test_a_restyled_form_still_fills(tmp_path: Path) -> None:
    """With another font, a cell moved, a column more, and a value in a second place."""
    document = task_plan(line(1, remark="加急"))
    book, path = restyled(tmp_path, document)
    sheet = book.worksheets[0]
    for row in sheet["A1:Q6"]:
        for cell in row:
            cell.font = Font(name="楷体", sz=12)
    sheet.column_dimensions["R"].width = 12
    for name, place in (
        ("plan_no", "$R$1"), ("plan_no_2", "$R$2"), ("line_remark", "$R$6"), ("line", "$A$6:$R$6")
    ):  # fmt: skip
        book.defined_names[name] = DefinedName(name, attr_text=f"'任务计划单'!{place}")
    book.save(path)
    made = load_workbook(BytesIO(render(document, Lang.ZH, tmp_path))).worksheets[0]
    assert (made["R1"].value, made["R2"].value, made["R6"].value) == (
        "RW-202611-01", "RW-202611-01", "加急",
    )  # fmt: skip
    assert made["C4"].value is None


def test_a_damaged_form_says_so(tmp_path: Path) -> None:
    (tmp_path / "任务计划单.xlsx").write_bytes(b"no workbook")
    with pytest.raises(UnusableTemplate) as problem:
        render(task_plan(line(1)), Lang.ZH, tmp_path)
    assert "无法打开" in problem.value.words.zh


def test_a_form_that_swells_or_declares_entities_is_not_opened(tmp_path: Path) -> None:
    document = task_plan(line(1))
    book, path = restyled(tmp_path, document)
    book.save(path)
    whole = path.read_bytes()
    for name, data in (
        ("xl/media/large.png", bytes(60_000_000)),
        ("xl/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ):
        path.write_bytes(whole)
        with ZipFile(path, "a", ZIP_DEFLATED) as package:
            package.writestr(name, data)
        with pytest.raises(UnusableTemplate):
            render(document, Lang.ZH, tmp_path)


def test_a_logo_is_on_every_copy_and_moves_with_what_is_under_the_table(tmp_path: Path) -> None:
    document = task_plan(*map(line, range(1, 21)))
    _, path = restyled(tmp_path, document)
    shipped = template_path("task_plan", {}, Lang.ZH)
    path.write_bytes(with_logo(shipped.read_bytes(), row=0, seal_row=18))
    with ZipFile(BytesIO(render(document, Lang.ZH, tmp_path))) as package:
        assert package.read("xl/media/logo.png") == b"\x89PNG logo"
        assert b'Extension="png"' in package.read("[Content_Types].xml")
        for number in (1, 2):
            drawing = package.read(f"xl/drawings/drawing{number}.xml").decode()
            # twenty lines in place of one and ten blank ones: nine rows further down
            assert "<xdr:row>0</xdr:row>" in drawing
            assert "<xdr:row>27</xdr:row>" in drawing
            rels = package.read(f"xl/worksheets/_rels/sheet{number}.xml.rels").decode()
            assert f"/xl/drawings/drawing{number}.xml" in rels
            assert b"<drawing " in package.read(f"xl/worksheets/sheet{number}.xml")
            assert (
                "../media/logo.png"
                in package.read(f"xl/drawings/_rels/drawing{number}.xml.rels").decode()
            )
    assert problems(render(document, Lang.ZH, tmp_path)) == []


def with_logo(form: bytes, row: int, seal_row: int) -> bytes:
    """Return a form with two pictures, as Excel keeps them."""
    anchor = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>"
        '<xdr:row>{}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="1" cy="1"/>'
        "<xdr:pic/><xdr:clientData/></xdr:oneCellAnchor>"
    )
    names = "http://schemas.openxmlformats.org"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{names}/drawingml/2006/spreadsheetDrawing">'
        f"{anchor.format(row)}{anchor.format(seal_row)}</xdr:wsDr>"
    )
    office = f"{names}/officeDocument/2006/relationships"

    def relations(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{names}/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>'
        )

    made = BytesIO()
    with ZipFile(BytesIO(form)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                element = f'<drawing xmlns:r="{office}" r:id="rId1"/></worksheet>'
                content = content.replace(b"</worksheet>", element.encode())
            if name == "[Content_Types].xml":
                default = b'<Default Extension="png" ContentType="image/png"/></Types>'
                content = content.replace(b"</Types>", default)
            new.writestr(name, content)
        sheet_rels = relations("drawing", "../drawings/drawing1.xml")
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", sheet_rels)
        new.writestr("xl/drawings/drawing1.xml", drawing)
        new.writestr("xl/drawings/_rels/drawing1.xml.rels", relations("image", "../media/logo.png"))
        new.writestr("xl/media/logo.png", b"\x89PNG logo")
    return made.getvalue()


def test_the_same_content_makes_the_same_bytes() -> None:
    document = delivery_note(line(1))
    assert render(document, Lang.ZH) == render(document, Lang.ZH)


def test_a_document_is_taken_for_no_workbook_of_the_office() -> None:
    with ZipFile(BytesIO(render(delivery_note(line(1)), Lang.ZH))) as package:
        assert "xlsales.kind" not in package.read("docProps/custom.xml").decode()


# --- nothing is cut ----------------------------------------------------------------------------

LONG = "重型自卸车转向节臂锻件毛坯（左）带超声波探伤报告、材质证明书、热处理曲线及首件尺寸检验记录各一式两份随货"


def test_a_word_that_does_not_fit_its_cell_is_set_smaller(tmp_path: Path) -> None:
    sheet = opened(delivery_note(line(1, material="20CrMnTiH3"))).worksheets[0]
    cell = sheet[place_of(sheet, "line_material").partition(":")[0]]
    assert cell.font.sz < 9
    width = sheet.column_dimensions[cell.column_letter].width
    assert fonts.points("20CrMnTiH3", cell.font.sz) <= fonts.room(width)
    assert sheet.row_dimensions[cell.row].height == 22


@pytest.mark.parametrize("paper", ["A4", "241x140", "241x93"])
def test_a_name_of_sixty_characters_makes_its_row_higher(paper: str) -> None:
    name = (LONG * 2)[:60]
    sheet = opened(delivery_note(line(1, product_name=name), paper=paper)).worksheets[0]
    cell = sheet[place_of(sheet, "line_product_name").partition(":")[0]]
    width = sheet.column_dimensions[cell.column_letter].width
    lines = fonts.lines(name, cell.font.sz, fonts.room(width))
    assert sheet.row_dimensions[cell.row].height >= lines * cell.font.sz * 1.45


def test_a_name_beside_a_label_is_not_cut_by_it() -> None:
    sheet = opened(delivery_note(line(1), salesperson="欧阳长风、司马相如、诸葛孔明")).worksheets[0]
    cell = sheet[place_of(sheet, "salesperson")]
    assert cell.alignment.wrap_text or cell.alignment.shrink_to_fit


def test_numbers_with_hyphens_begin_a_line_each_where_one_line_is_too_short() -> None:
    """A program breaks a line at a hyphen, and of L261008-4 would put 4 on the next."""
    sheet = opened(delivery_note(line(1, heat_nos="L261008-4、L261012-9"))).worksheets[0]
    assert at(sheet, "line_heat_nos") == ["L261008-4、\nL261012-9"]
    sheet = opened(delivery_note(line(1, heat_nos="L1-4、L2-9"))).worksheets[0]
    assert at(sheet, "line_heat_nos") == ["L1-4、L2-9"]


def test_a_letters_sentences_keep_their_size() -> None:
    """A text in a box may be set smaller, to stand on one line; a paragraph beside others not."""
    short = Words("请在方便时安排付款；如已付出，请忽略本函并告知付款日期。" * 2, "Please pay.")
    letters = letter(1, DunStage.FRIENDLY)
    assert isinstance(letters.content, FormContent)
    content = replace(letters.content, fields={**letters.content.fields, "after": short})
    sheet = opened(replace(letters, content=content)).worksheets[0]
    assert sheet[place_of(sheet, "after")].font.sz == sheet[place_of(sheet, "before")].font.sz == 11


# --- sums from page to page --------------------------------------------------------------------


def summed(document: Document, column: str) -> list[tuple[object, Decimal]]:
    """Return what carries sums on the first copy, with the sums in a line's column."""
    sheet = opened(document).worksheets[0]
    first = str(sheet.defined_names[f"line_{column}"].attr_text).split("!")[1].split("$")[1]
    found: list[tuple[object, Decimal]] = []
    for row in sheet.iter_rows():
        words = [cell.value for cell in row if cell.value in {"转次页", "承前页"}]
        if words:
            amount = sheet[f"{first}{row[0].row}"].value
            found.append((words[0], Decimal(str(amount))))
    return found


def test_a_note_of_several_pages_carries_its_sums_over() -> None:
    lines = tuple(line(n, amount=Decimal(n)) for n in range(1, 71))
    content = delivery_note(*lines).content
    assert isinstance(content, FormContent)
    document = Document("delivery_note", Words("a", "a"), replace(content, sums=("amount",)))
    sheet = opened(document).worksheets[0]
    pages = [brk.id for brk in sheet.row_breaks.brk]
    assert len(pages) == 2
    carried = summed(document, "amount")
    assert [words for words, _ in carried] == ["转次页", "承前页"] * 2
    column = str(sheet.defined_names["line_amount"].attr_text).split("$")[1]
    for end, ((_, forward), (_, brought)) in zip(
        pages, (carried[i : i + 2] for i in (0, 2)), strict=True
    ):
        above = [sheet[f"{column}{row}"].value for row in range(1, end)]
        words = [[c.value for c in sheet[row]] for row in range(1, end)]
        mine = [
            Decimal(str(amount))
            for amount, said in zip(above, words, strict=True)
            if isinstance(amount, int | float) and not {"转次页", "承前页"} & set(said)
        ]
        assert forward == brought == sum(mine)
    runs = str(sheet.defined_names["line_amount"].attr_text).split(",")
    assert len(runs) == 3  # the name skips the rows that carry


def test_a_note_of_one_page_carries_nothing() -> None:
    document = delivery_note(*map(line, range(1, 15)))
    assert summed(document, "amount") == []


@given(
    st.lists(st.integers(15, 60), min_size=1, max_size=60),
    st.integers(20, 150),
    st.integers(0, 60),
)
def test_no_page_with_sums_overflows(heights: list[int], head: int, tail: int) -> None:
    room, repeated, carry = 300.0, float(head), 20.0
    rows = Rows(float(head), [float(h) for h in heights], float(tail), carry)
    found = turns(rows, room, repeated)
    starts, ends = (0, *found), (*found, len(heights))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        assert end > start
        used = sum(heights[start:end]) + head + (carry if number else 0)
        used += tail if end == len(heights) else carry
        assert used <= room or end == start + 1
