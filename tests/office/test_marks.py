"""Notes, colours and the findings sheet: ours come and go, a person's stay as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import raw
from tests.office.soffice import SOFFICE, by_libreoffice
from tests.schema import problems
from xlsales.office.editing import AUTHOR, BookChange, Mark, Report
from xlsales.office.editing.notes import SIGNATURE
from xlsales.office.packages.compare import differences

MARKS = (
    Mark("orders", 3, 1, "error", "错误：<数量>没有填"),
    Mark("orders", 3, 1, "warning", "提醒：再看一下"),
    Mark("orders", 4, 0, "warning", "提醒：单价偏低"),
)
HEAD = ("程度", "工作表", "行", "列", "说明")
EMPTY = Report("校验报告", HEAD, (), (), (), (8, 12, 6, 14, 60))
FULL = Report(
    "校验报告",
    HEAD,
    (("错误", "承揽登记", 3, "数量", "=没有填"), ("提醒", "", 0, "", "无处可指")),
    ("error", "warning"),
    (("orders", 3, 1), None),
    (8, 12, 6, 14, 60),
)
SHEET = "xl/worksheets/sheet1.xml"

VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap '
    'v:ext="edit" data="1"/></o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t202">'
    '<v:textbox><br></v:textbox><x:ClientData ObjectType="Note"><x:Row>2</x:Row><x:Column>1'
    '</x:Column></x:ClientData></v:shape><v:shape id="_x0000_s1026"><x:ClientData '
    'ObjectType="Button"><x:Row>3</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>'
)
COMMENTS = (
    f'<comments xmlns="{raw.MAIN}"><authors><author>李四</author></authors><commentList>'
    '<comment ref="B3" authorId="0" shapeId="0"><text><t>我的批注</t></text></comment>'
    "</commentList></comments>"
)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return raw.write(tmp_path / "a.xlsx", before='<dimension ref="A1:C4"/>')


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """A sheet with a person's note at B3 and a form button, which share a drawing."""
    return raw.write(
        tmp_path / "b.xlsx",
        after=f'<legacyDrawing xmlns:r="{raw.R}" r:id="v1"/>',
        parts={"xl/comments1.xml": COMMENTS, "xl/drawings/vmlDrawing1.vml": VML},
        relations=f'<Relationship Id="v1" Type="{raw.R}/vmlDrawing" '
        f'Target="../drawings/vmlDrawing1.vml"/><Relationship Id="c1" Type="{raw.R}/comments" '
        'Target="../comments1.xml"/>',
    )


def marked(book: Path, *marks: Mark) -> Path:
    return raw.changed(book, BookChange(marks=marks))


def notes(book: Path) -> dict[str, tuple[str, str]]:
    sheet: Any = openpyxl.load_workbook(book).worksheets[0]
    return {
        cell.coordinate: (cell.comment.author, cell.comment.text)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_findings_are_shown_by_notes_and_colours(plain: Path) -> None:
    new = marked(plain, *MARKS)
    assert notes(new) == {
        "B3": (AUTHOR, "错误：<数量>没有填\n提醒：再看一下" + SIGNATURE),
        "A4": (AUTHOR, "提醒：单价偏低" + SIGNATURE),
    }
    sheet: Any = openpyxl.load_workbook(new).worksheets[0]
    rules = {
        str(place.sqref): (rule.formula[0], rule.dxf.fill.bgColor.rgb, rule.stopIfTrue)
        for place in sheet.conditional_formatting
        for rule in place.rules
    }
    assert rules == {
        "B3": ('LEN("xlsales:error")>0', "FFF8CBAD", True),
        "A4 B3": ('LEN("xlsales:warning")>0', "FFFFE699", True),
    }
    assert problems(new.read_bytes()) == []
    order = re.findall(r"<(conditionalFormatting|legacyDrawing|tableParts)", raw.part(new))
    assert order == ["conditionalFormatting"] * 2 + ["legacyDrawing", "tableParts"]
    shapes = raw.part(new, "xl/drawings/vmlDrawing1.vml")
    assert len(set(re.findall(r'<v:shape id="(\w+)"', shapes))) == 2


def test_they_go_again_without_a_trace_but_the_colours_themselves(plain: Path) -> None:
    new = marked(marked(plain, *MARKS))
    assert {each.part for each in differences(plain, new)} == {
        "xl/styles.xml",
        "[Content_Types].xml",
    }
    kept = [each.now for each in differences(plain, new) if each.part == "[Content_Types].xml"]
    assert len(kept) == 1  # what .vml means
    assert raw.part(new) == raw.part(plain)
    assert raw.members(new).keys() == raw.members(plain).keys()


def test_marking_again_neither_piles_up_notes_nor_styles(plain: Path) -> None:
    once = marked(plain, *MARKS)
    twice = marked(once, *MARKS)
    assert raw.members(twice) == raw.members(once)


def test_a_persons_note_and_button_stay_and_keep_their_places(noted: Path) -> None:
    new = marked(noted, *MARKS)
    assert notes(new) == {"B3": ("李四", "我的批注"), "A4": (AUTHOR, "提醒：单价偏低" + SIGNATURE)}
    drawing = raw.part(new, "xl/drawings/vmlDrawing1.vml")
    assert drawing.startswith(VML.replace('data="1"', 'data="1,2"').removesuffix("</xml>"))
    assert '<v:shape id="_x0000_s2049"' in drawing
    gone = marked(new)
    assert raw.part(gone, "xl/comments1.xml") == COMMENTS
    left = raw.part(gone, "xl/drawings/vmlDrawing1.vml")
    assert re.findall(r'<v:shape id="(\w+)"', left) == ["_x0000_s1025", "_x0000_s1026"]
    assert raw.part(gone) == raw.part(noted)


def test_a_note_of_a_person_added_beside_ours_stays_when_ours_go(plain: Path) -> None:
    new = marked(plain, *MARKS)
    theirs = raw.part(new, "xl/comments1.xml").replace(
        "</authors>", "<author>李四</author></authors>"
    ).replace(
        "</commentList>",
        '<comment ref="C3" authorId="1"><text><t>看</t></text></comment></commentList>',
    )  # fmt: skip
    shape = (
        '<v:shape id="_x0000_s9"><x:ClientData ObjectType="Note"><x:Row>2</x:Row>'
        "<x:Column>2</x:Column></x:ClientData></v:shape></xml>"
    )
    held: dict[str, Any] = {
        **raw.members(new),
        "xl/comments1.xml": theirs,
        "xl/drawings/vmlDrawing1.vml": raw.part(new, "xl/drawings/vmlDrawing1.vml").replace(
            "</xml>", shape
        ),
    }
    gone = marked(raw.write(plain.with_name("c.xlsx"), parts=held))
    assert notes(gone) == {"C3": ("李四", "看")}
    assert raw.part(gone, "xl/drawings/vmlDrawing1.vml").count("<v:shape ") == 1


def test_a_note_of_ours_that_a_person_wrote_on_is_theirs(plain: Path) -> None:
    new = marked(plain, *MARKS)
    held: dict[str, Any] = raw.members(new)
    end = f"提醒：单价偏低{SIGNATURE}"
    assert end in held["xl/comments1.xml"].decode()
    held["xl/comments1.xml"] = held["xl/comments1.xml"].decode().replace(end, end + "\n已问过")
    left = notes(marked(raw.write(plain.with_name("c.xlsx"), parts=held)))
    assert left == {"A4": (AUTHOR, end + "\n已问过")}


def test_a_sheet_with_threaded_comments_gets_colours_but_no_notes(noted: Path) -> None:
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    thread = (
        '<Relationship Id="x" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
        'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    held: dict[str, Any] = {
        **raw.members(noted),
        rels: raw.part(noted, rels).replace("</Relationships>", thread),
        "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
    }
    book = raw.write(noted.with_name("t.xlsx"), parts=held)
    new = marked(book, *MARKS)
    assert {each.part for each in differences(book, new)} == {SHEET, "xl/styles.xml"}
    assert raw.part(new).count("xlsales:") == 2


def test_a_persons_rule_in_the_same_format_stays(plain: Path) -> None:
    """Excel joins formats of the same cells when it saves."""
    joined = (
        '<conditionalFormatting sqref="B3"><cfRule type="expression" dxfId="0" priority="2">'
        '<formula>LEN("xlsales:error")&gt;0</formula></cfRule>{}</conditionalFormatting>'
    )
    mine = '<cfRule type="expression" priority="1"><formula>$A3&gt;1</formula></cfRule>'
    book = raw.write(plain.with_name("c.xlsx"), after=joined.format(mine))
    assert f'<conditionalFormatting sqref="B3">{mine}</conditionalFormatting>' in raw.part(
        marked(book)
    )


def test_thousands_of_marks_are_drawn_in_blocks_and_short_lists(plain: Path) -> None:
    marks = [Mark("orders", row, row % 2, "error", "x") for row in range(3, 3003)]
    new = marked(plain, *marks)
    ids = re.findall(r'<v:shape id="_x0000_s(\d+)"', raw.part(new, "xl/drawings/vmlDrawing1.vml"))
    assert len(set(ids)) == 3000
    assert 'data="1,2,3"' in raw.part(new, "xl/drawings/vmlDrawing1.vml")
    assert {int(each) // 1024 for each in ids} == {1, 2, 3}
    longest = max(len(each.split()) for each in re.findall(r'sqref="([^"]*)"', raw.part(new)))
    assert longest <= 500


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_ours_are_still_known_when_libreoffice_has_saved_them(plain: Path, tmp_path: Path) -> None:
    new = raw.changed(plain, BookChange(marks=MARKS, report=FULL))
    saved = by_libreoffice(new, tmp_path)
    assert set(notes(saved)) == {"A4", "B3"}
    gone = raw.changed(saved, BookChange(marks=(), report=EMPTY))
    assert notes(gone) == {}
    assert "xlsales" not in raw.part(gone)
    assert openpyxl.load_workbook(gone).sheetnames == ["承揽登记"]
    assert set(notes(marked(saved, MARKS[0]))) == {"B3"}


# --- the findings sheet ----------------------------------------------------------------------


def reported(book: Path, report: Report) -> Path:
    return raw.changed(book, BookChange(report=report))


def test_the_findings_sheet_is_added_behind_the_others(plain: Path) -> None:
    new = reported(plain, FULL)
    workbook: Any = openpyxl.load_workbook(new)
    assert workbook.sheetnames == ["承揽登记", "校验报告"]
    sheet = workbook["校验报告"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        list(HEAD),
        ["错误", "承揽登记", 3, "数量", "=没有填"],
        ["提醒", None, 0, None, "无处可指"],
    ]
    assert sheet["E2"].data_type == "s"
    assert sheet["D2"].hyperlink.location == "'承揽登记'!B3"
    assert sheet["D3"].hyperlink is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert sheet["A1"].font.b
    assert sheet["A1"].font.name == "宋体"
    assert sheet["A2"].fill.fgColor.rgb == "FFF8CBAD"
    assert sheet.print_title_rows == "$1:$1"
    assert problems(new.read_bytes()) == []
    assert raw.part(new) == raw.part(plain)


def test_it_is_replaced_in_its_place_and_goes_when_there_is_nothing_to_say(plain: Path) -> None:
    one = reported(plain, FULL)
    less = Report("校验报告", HEAD, FULL.rows[:1], ("error",), (None,), FULL.widths)
    two = reported(one, less)
    workbook = openpyxl.load_workbook(two)
    assert workbook["校验报告"].max_row == 2
    assert raw.part(two, "xl/styles.xml") == raw.part(one, "xl/styles.xml")
    gone = reported(two, EMPTY)
    assert {each.part for each in differences(plain, gone)} == {"xl/styles.xml"}


def test_what_a_person_put_on_it_keeps_it(plain: Path) -> None:
    one = reported(plain, FULL)
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="d" Type="{raw.R}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    page = raw.part(one, "xl/worksheets/sheet2.xml").replace(
        "</worksheet>", f'<drawing xmlns:r="{raw.R}" r:id="d"/></worksheet>'
    )
    held: dict[str, Any] = {
        **raw.members(one),
        "xl/worksheets/sheet2.xml": page,
        "xl/worksheets/_rels/sheet2.xml.rels": rels,
        "xl/drawings/drawing1.xml": "<wsDr><absoluteAnchor/></wsDr>",
    }
    kept = reported(raw.write(plain.with_name("d.xlsx"), parts=held), EMPTY)
    assert "<drawing" in raw.part(kept, "xl/worksheets/sheet2.xml")
    assert raw.members(kept)["xl/drawings/drawing1.xml"] == b"<wsDr><absoluteAnchor/></wsDr>"
    assert "错误" not in raw.part(kept, "xl/worksheets/sheet2.xml")


def test_a_persons_sheet_of_that_name_is_not_ours(plain: Path) -> None:
    own = openpyxl.Workbook()
    sheet: Any = own.active
    sheet.title = "校验报告"
    sheet["A1"] = "我自己的"
    path = plain.with_name("own.xlsx")
    own.save(path)
    new = reported(path, FULL)
    workbook: Any = openpyxl.load_workbook(new)
    assert workbook.sheetnames == ["校验报告", "校验报告 2"]
    assert workbook["校验报告"]["A1"].value == "我自己的"
    gone = reported(new, EMPTY)
    assert openpyxl.load_workbook(gone).sheetnames == ["校验报告"]


def test_names_of_sheets_behind_it_move_up_when_it_goes(tmp_path: Path) -> None:
    views = "<bookViews><workbookView/></bookViews>"
    one = reported(raw.write(tmp_path / "a.xlsx", workbook=views), FULL)
    workbook = openpyxl.load_workbook(one)
    later: Any = workbook.create_sheet("后来的")
    later.print_title_rows = "1:2"
    workbook.active = 2
    path = tmp_path / "later.xlsx"
    workbook.save(path)
    gone: Any = openpyxl.load_workbook(reported(path, EMPTY))
    assert gone.sheetnames == ["承揽登记", "后来的"]
    assert gone["后来的"].print_title_rows == "$1:$2"
    assert gone.active.title == "后来的"


def test_a_long_finding_is_shown_whole(plain: Path) -> None:
    """LibreOffice does not raise a row for wrapped text when it opens a file."""
    text = "金额达到一万元还没有合同编号。" * 6
    report = Report(
        "校验报告", HEAD, (("错误", "", 3, "", text),), ("error",), (None,), FULL.widths
    )
    sheet: Any = openpyxl.load_workbook(reported(plain, report))["校验报告"]
    widest = FULL.widths[4]
    assert sheet.row_dimensions[1].height == 18
    assert sheet.row_dimensions[2].height >= 15 * (2 * len(text) / widest)
