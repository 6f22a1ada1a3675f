"""Strange files that people and programs do make: read for what they mean, or refused in words."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.office.packages import (
    KEYS,
    MAIN,
    PROPERTIES,
    REGISTER,
    TYPES,
    Strange,
    at,
    cell,
    column,
    letters,
    orders,
    related,
    row,
    typed,
)
from tests.office.test_hostile import SHEET, refused
from xlsales.core.typed import CellError
from xlsales.core.words import Lang
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.office.folder import HIDDEN, scan
from xlsales.office.packages.package import identify
from xlsales.office.reading.reader import read_workbook
from xlsales.office.unusable import Unusable

WIDE = letters(len(KEYS) - 1)
BAD_TABLE = "range of table orders"


def text_at(key: str, number: int, content: str, kind: str = "str", more: str = "") -> str:
    return f'<c r="{at(key, number)}" t="{kind}"{more}>{content}</c>'


def read_one(tmp_path: Path, content: str, **more: Any) -> Any:
    """The customer of row 3, whose cell is ``<c r="…"`` and then ``content``."""
    data = row(3, f'<c r="{at("customer", 3)}"{content}</c>', cell("remark", 3, "有"))
    (found,) = column(Strange(data, **more).grid(tmp_path), "customer")
    return found


# --- which rows ----------------------------------------------------------------------------


def test_rows_typed_under_a_table_belong_to_it_until_a_blank_one(tmp_path: Path) -> None:
    data = "".join(typed(n, customer=f"客户{n}") for n in (3, 4, 5, 7))
    grid = Strange(data).grid(tmp_path)
    assert column(grid, "customer") == ["客户3", "客户4", "客户5"]
    assert {row: "客户7" in cells for row, cells in grid.below.items()} == {7: True}


def test_a_row_of_spaces_is_blank(tmp_path: Path) -> None:
    data = typed(3, customer="甲") + typed(4, customer=" \t\u3000") + typed(5, customer="乙")
    assert column(Strange(data).grid(tmp_path), "customer") == ["甲"]


def test_a_row_of_errors_under_a_table_is_a_row(tmp_path: Path) -> None:
    data = typed(3, customer="甲") + row(4, text_at("customer", 4, "<v>#REF!</v>", "e"))
    found = column(Strange(data).grid(tmp_path), "customer")
    assert found == ["甲", "#REF!"]
    assert isinstance(found[1], CellError)


def test_a_totals_row_is_no_data_and_nothing_under_it_either(tmp_path: Path) -> None:
    data = "".join(typed(n, customer=f"客户{n}") for n in (3, 4, 5, 6))
    grid = Strange(data, last=5, table=' totalsRowCount="1"').grid(tmp_path)
    assert column(grid, "customer") == ["客户3", "客户4"]
    assert {row: "客户6" in cells for row, cells in grid.below.items()} == {6: True}


def test_a_table_directly_under_another_is_not_its_rows(tmp_path: Path) -> None:
    other = f'<table xmlns="{MAIN}" displayName="mine" ref="A5:B6"/>'
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": related(table="../tables/table1.xml").replace(
            "</Rel", f'<Relationship Id="x" Type="{TYPES}/table" Target="/xl/tables/t2.xml"/></Rel'
        ),
        "xl/tables/t2.xml": other,
    }
    data = "".join(typed(n, order_no=f"{n}", customer="甲") for n in (3, 4, 5, 6))
    grid = Strange(data, last=4, parts=parts).grid(tmp_path)
    assert len(grid.cells) == 2
    assert grid.below == {}


def test_hidden_and_filtered_rows_are_rows(tmp_path: Path) -> None:
    data = row(3, cell("customer", 3, "甲"), more=' hidden="1"') + typed(4, customer="乙")
    after = f'<autoFilter ref="A2:{WIDE}4"/>'
    head = '<cols><col min="1" max="5" hidden="1"/></cols>'
    strange = Strange(data, last=4, after=after)
    sheet = strange.members()[SHEET].replace(b"<sheetData>", head.encode() + b"<sheetData>")
    strange = Strange(parts={SHEET: sheet}, last=4)
    assert column(strange.grid(tmp_path), "customer") == ["甲", "乙"]


def test_protection_and_a_very_hidden_sheet_change_nothing(tmp_path: Path) -> None:
    strange = Strange(typed(3, customer="甲"), after='<sheetProtection sheet="1"/>')
    workbook = strange.members()["xl/workbook.xml"].replace(
        b"sheetId=", b'state="veryHidden" sheetId='
    )
    strange = Strange(
        typed(3, customer="甲"), after=strange.after, parts={"xl/workbook.xml": workbook}
    )
    assert column(strange.grid(tmp_path), "customer") == ["甲"]


def test_a_sheet_with_notes_alone_has_no_rows(tmp_path: Path) -> None:
    grid = Strange(after='<legacyDrawing r:id="rId1" xmlns:r="x"/>').grid(tmp_path)
    assert [key for key in KEYS for value in column(grid, key) if value] == []


# --- tables --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ref",
    ["", "junk", "A0:B3", "B3:A2", "A3:B2", "A2:XFE9", "A2:B1048577", "A2:B3:C4", "A2:B99999999"],
)
def test_a_table_whose_range_no_sheet_has_is_said(tmp_path: Path, ref: str) -> None:
    parts = {
        "xl/tables/table1.xml": Strange(ref="A2:B3")
        .members()["xl/tables/table1.xml"]
        .replace(b"A2:B3", ref.encode())
    }
    assert BAD_TABLE in refused(lambda: Strange(parts=parts).grid(tmp_path))


@pytest.mark.parametrize(("ref", "rows"), [("A2:{}2", 1), ("A2:{}1048576", 1), ("$A$2:${}$3", 1)])
def test_tables_without_rows_or_with_all_of_them(tmp_path: Path, ref: str, rows: int) -> None:
    grid = Strange(typed(3, customer="甲"), ref=ref.format(WIDE)).grid(tmp_path)
    assert len(grid.cells) == rows


def test_a_table_wider_than_what_was_typed(tmp_path: Path) -> None:
    grid = Strange(typed(3, customer="甲"), ref="A2:XFD3").grid(tmp_path)
    assert column(grid, "customer") == ["甲"]


def test_a_table_that_does_not_begin_in_column_a(tmp_path: Path) -> None:
    data = row(3, '<c r="C3"><v>1</v></c>', '<c r="D3"><v>2</v></c>')
    grid = Strange(data, ref=f"C2:{letters(len(KEYS) + 1)}3").grid(tmp_path)
    assert [grid.cell(0, key) for key in KEYS[:2]] == [1, 2]


def test_a_header_row_switched_off_is_said(tmp_path: Path) -> None:
    strange = Strange(typed(3, customer="甲"), table=' headerRowCount="0"')
    assert "Tick Header Row" in refused(lambda: strange.grid(tmp_path))


@pytest.mark.parametrize(
    "more", [' headerRowCount="9"', ' totalsRowCount="7"', ' totalsRowCount="x"']
)
def test_rows_that_no_table_has_are_damage(tmp_path: Path, more: str) -> None:
    assert "not a readable" in refused(lambda: Strange(table=more).grid(tmp_path))


def test_two_tables_of_one_name_are_said(tmp_path: Path) -> None:
    members = Strange().members()
    parts: dict[str, str | bytes | None] = {
        "xl/worksheets/_rels/sheet1.xml.rels": related(table="../tables/table1.xml").replace(
            "</Rel", f'<Relationship Id="x" Type="{TYPES}/table" Target="/xl/tables/t2.xml"/></Rel'
        ),
        "xl/tables/t2.xml": members["xl/tables/table1.xml"],
    }
    assert "two tables named orders" in refused(lambda: Strange(parts=parts).grid(tmp_path))


def test_a_workbook_without_its_tables_reads_as_empty(tmp_path: Path) -> None:
    path = Strange(parts={"xl/worksheets/_rels/sheet1.xml.rels": None}).write(tmp_path / "a.xlsx")
    assert identify(path) is not None
    assert read_workbook(path, REGISTER, Lang.ZH, tables_of("register")) == []


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", SHEET]
)
def test_a_part_that_is_not_there_is_damage(tmp_path: Path, part: str) -> None:
    assert "not a readable" in refused(lambda: Strange(parts={part: None}).grid(tmp_path))


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml", "docProps/custom.xml"])
def test_parts_that_need_not_be_there(tmp_path: Path, part: str) -> None:
    grid = Strange(typed(3, customer="甲"), parts={part: None}).grid(tmp_path)
    assert column(grid, "customer") == ["甲"]


def test_sheets_of_one_name_and_one_part_twice(tmp_path: Path) -> None:
    sheets = "".join(f'<sheet name="承揽登记" sheetId="{n}" r:id="r0"/>' for n in range(3))
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>{sheets}</sheets></workbook>'
    strange = Strange(typed(3, customer="甲"), parts={"xl/workbook.xml": workbook})
    assert column(strange.grid(tmp_path), "customer") == ["甲"]


def test_a_module_of_an_old_workbook_is_no_sheet(tmp_path: Path) -> None:
    sheets = '<sheet name="Module1" sheetId="2" r:id=""/><sheet name="甲" sheetId="1" r:id="r0"/>'
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>{sheets}</sheets></workbook>'
    strange = Strange(typed(3, customer="甲"), parts={"xl/workbook.xml": workbook})
    assert column(strange.grid(tmp_path), "customer") == ["甲"]


def test_capitals_in_the_names_of_parts_make_no_difference(tmp_path: Path) -> None:
    strange = Strange(typed(3, customer="甲"))
    path = tmp_path / "a.xlsx"
    parts: dict[str, str | bytes | None] = dict.fromkeys(strange.members())
    parts |= {name.upper(): data for name, data in strange.members().items()}
    Strange(parts=parts).write(path)
    assert identify(path) is not None
    assert column(orders(path), "customer") == ["甲"]


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    strange = Strange(typed(3, customer="甲"))
    strict = {
        name: data.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(TYPES.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
            b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
        )
        for name, data in strange.members().items()
    }
    path = Strange(parts=strict).write(tmp_path / "a.xlsx")
    found = identify(path)
    assert found is not None
    assert found.book == REGISTER
    assert column(orders(path), "customer") == ["甲"]


# --- cells ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("><v>1.5</v>", 1.5),
        ("><v></v>", ""),
        ("/><c r='A9'>", ""),
        (' t="b"><v>1</v>', True),
        (' t="b"><v>0</v>', False),
        (' t="str"><v> 甲 </v>', " 甲 "),
        (' t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is>', " 甲 "),
        (' t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></is>', "甲乙"),
        (' t="s"><v>0</v>', "甲乙"),
        (' t="s"><v>1</v>', ""),
        (' t="d"><v>2026-11-03</v>', date(2026, 11, 3)),
        (' t="d"><v>2026-11-03T08:30:00</v>', datetime(2026, 11, 3, 8, 30)),
        (' t="d"><v>12:30:00</v>', time(12, 30)),
        (' t="d"><v>someday</v>', "someday"),
        (' t="str"><v>a_x000D_b_x005F_x0041_</v>', "a\rb_x0041_"),
        (' s="1"><v>46329</v>', date(2026, 11, 3)),
        (' s="3"><v>46329.5</v>', datetime(2026, 11, 3, 12)),
        (' s="1"><v>-5</v>', time(0)),
        (' s="1"><v>1E9</v>', 1e9),
        (' s="2"><v>1.5</v>', "1 day, 12:00:00"),
        (' s="99"><v>7</v>', 7),
        ("><v>110101199001011234</v>", 110101199001011234),
        ("><v>-110101199001011234</v>", -110101199001011234),
        ("><v>1E400</v>", float("inf")),
        ("><v>" + "9" * 5000 + "</v>", float("inf")),
        ("><v>abc</v>", "abc"),
        (' t="e"><v>#N/A</v>', CellError("#N/A")),
        (' t="e"><f>NA()</f><v>#N/A</v>', CellError("#N/A")),
    ],
)
def test_a_cell_is_read_for_what_it_is(tmp_path: Path, content: str, value: Any) -> None:
    shared = ('<si><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>', "<si/>")
    found = read_one(tmp_path, content, shared=shared)
    assert found == value
    assert isinstance(found, CellError) is isinstance(value, CellError)


@pytest.mark.parametrize("content", ["><v>NaN</v>", ' s="1"><v>NaN</v>', ' s="1"><v>1E400</v>'])
def test_numbers_that_are_none_become_findings(tmp_path: Path, content: str) -> None:
    data = row(3, f'<c r="{at("quantity", 3)}"{content}</c>', cell("remark", 3, "有"))
    rows, findings = read_grid(Strange(data).grid(tmp_path))
    assert len(rows) == 1
    said = [f.rule.code for f in findings if f.place.column == "quantity"]
    assert said in (["not-a-number"], ["number-as-text"])


@pytest.mark.parametrize("serial", [46329, 44867], ids=["1900", "1904"])
@pytest.mark.parametrize("number", ["-1E300", "-999999999999", "9E18", "-9E9"])
@pytest.mark.parametrize("style", [1, 2])
def test_no_day_is_so_far_that_reading_breaks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], number: str, style: int, serial: int
) -> None:
    data = row(
        3,
        cell("order_date", 3, number, f' s="{style}"'),
        cell("required_date", 3, serial, ' s="1"'),
        cell("customer", 3, "甲"),
    )
    workbook = '<workbookPr date1904="1"/>' if serial == 44867 else ""
    rows, findings = read_grid(Strange(data, workbook=workbook).grid(tmp_path))
    assert rows[0].required_date == date(2026, 11, 3)  # type: ignore[attr-defined]
    assert [f.rule.code for f in findings if f.place.column == "order_date"] == ["not-a-date"]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("said", ["1", "true"])
def test_days_since_1904_are_the_days_that_people_see(tmp_path: Path, said: str) -> None:
    workbook = f'<workbookPr date1904="{said}"/>'
    assert read_one(tmp_path, ' s="1"><v>44867</v>', workbook=workbook) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "content",
    [' t="s"><v>99</v>', ' t="zz"><v>1</v>', ' t="b"><v>2</v>', ' t="str"><v>&foo;</v>', "<v"],
)
def test_cells_that_mean_nothing_are_damage(tmp_path: Path, content: str) -> None:
    assert "not a readable" in refused(lambda: read_one(tmp_path, content))


def test_cdata_is_said_and_not_read_as_blank(tmp_path: Path) -> None:
    assert "CDATA" in refused(lambda: read_one(tmp_path, ' t="str"><v><![CDATA[甲]]></v>'))
    assert "CDATA" in refused(
        lambda: read_one(tmp_path, "><v>1</v>", shared=("<si><t><![CDATA[甲]]></t></si>",))
    )


def test_cells_and_rows_without_places_are_counted(tmp_path: Path) -> None:
    n = KEYS.index("customer")
    cells = "<c><v>1</v></c>" * n + '<c t="e"><v>#N/A</v></c>'
    grid = Strange(f'<row r="3">{cells}</row><row>{cells}</row>').grid(tmp_path)
    assert column(grid, "customer") == ["#N/A", "#N/A"]
    assert all(isinstance(value, CellError) for value in column(grid, "customer"))


def test_formulas_are_noted_with_and_without_values(tmp_path: Path) -> None:
    formulas = [
        "<f>1+1</f><v>2</v>", "<f>1+1</f>", '<f t="shared" si="0"/><v>3</v>', "<v>4</v>",
        '<f t="array" ref="A6">{1}</f><v/>',
    ]  # fmt: skip
    data = "".join(
        row(n, f'<c r="{at("quantity", n)}">{formula}</c>', cell("customer", n, "甲"))
        for n, formula in enumerate(formulas, 3)
    )
    grid = Strange(data, last=7).grid(tmp_path)
    place = KEYS.index("quantity")
    assert dict(grid.formulas) == {
        (0, place): True, (1, place): False, (2, place): True, (4, place): False,
    }  # fmt: skip
    assert len(grid.formulas) == 4
    assert (3, place) not in grid.formulas
    assert grid.formulas.get((9, 9)) is None


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("rows", [3, 3000])
def test_odd_writing_shows_the_same_cells(tmp_path: Path, prefix: str, rows: int) -> None:
    """The same sheet in the writing of programs and in another: attributes turned, prefixed."""
    p = prefix
    told = [
        ("e", "#N/A", ""), ("n", "110101199001011234", ""), ("n", "5", f"<{p}f>A1</{p}f>"),
    ]  # fmt: skip
    data = ""
    for n in range(3, 3 + rows):
        kind, value, formula = told[n % 3]
        place = at("customer", n)
        data += (
            f"<{p}row><{p}c t='{kind}' s=\"0\" r='{place}' >{formula}<{p}v>{value}</{p}v></{p}c>"
            f"</{p}row>"
        )
    odd = Strange(data, last=2 + rows).grid(tmp_path)
    plain = Strange(
        "".join(
            row(n, f'<c r="{at("customer", n)}" t="{k}">{f}<v>{v}</v></c>'.replace(p, ""))
            for n in range(3, 3 + rows)
            for k, v, f in [told[n % 3]]
        ),
        last=2 + rows,
    ).grid(tmp_path)
    values = column(odd, "customer")
    assert values == column(plain, "customer")
    assert set(map(type, values)) == {CellError, int, float}
    assert dict(odd.formulas) == dict(plain.formulas)


# --- the folder ----------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "office" / HIDDEN).mkdir(parents=True)
    return tmp_path / "office"


def test_a_workbook_with_macros_is_read(root: Path) -> None:
    Strange(typed(3, customer="甲")).write(root / "登记.xlsm")
    folder = scan(root)
    assert folder.books[REGISTER].path.name == "登记.xlsm"
    assert folder.troubles == {}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    outside = Strange().write(tmp_path / "outside.xlsx")
    (root / "link.xlsx").symlink_to(outside)
    (root / "loop.xlsx").symlink_to("loop.xlsx")
    (root / "broken.xlsx").symlink_to("nowhere.xlsx")
    (root / "zero.xlsx").symlink_to("/dev/zero")
    folder = scan(root)
    assert folder.books == {}
    assert {path.name for path in folder.troubles} == {
        "link.xlsx", "loop.xlsx", "broken.xlsx", "zero.xlsx",
    }  # fmt: skip
    assert all("is a link" in words.en for words in folder.troubles.values())


def test_folders_and_owner_files_named_like_workbooks_are_passed_over(root: Path) -> None:
    (root / "x.xlsx").mkdir()
    (root / "~$登记.xlsx").write_bytes(b"\6")
    (root / ".登记.xlsx.part").write_bytes(b"")
    folder = scan(root)
    assert (folder.books, folder.troubles) == ({}, {})


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="such names cannot be there")
@pytest.mark.parametrize("name", [b"\xff.xlsx", b"a\x1b[2J.xlsx", b"a\nb.xlsx"])
def test_names_that_cannot_be_shown_are_said(root: Path, name: bytes) -> None:
    Strange().write(root / "a.xlsx").rename(root / os.fsdecode(name))
    (words,) = scan(root).troubles.values()
    assert "Rename it" in words.en
    words.zh.encode()


def test_a_folder_that_may_not_be_looked_into_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Strange().write(root / "承揽登记" / "a.xlsx")
    (root / "私人").mkdir()
    real = os.scandir

    def denied(path: str) -> Any:
        if Path(path).name in {"承揽登记", "私人"}:
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", denied)
    folder = scan(root)
    assert {path.name for path in folder.troubles} == {"承揽登记"}
    folder.needed({"plan"})
    with pytest.raises(Unusable, match="承揽登记"):
        folder.needed({"register"})


def test_two_claims_and_a_stranger(root: Path) -> None:
    Strange().write(root / "a.xlsx")
    Strange().write(root / "b.xlsx")
    Strange(properties={**PROPERTIES, "xlsales.kind": "salary"}).write(root / "c.xlsx")
    folder = scan(root)
    assert [path.name for path in folder.doubled[REGISTER]] == ["a.xlsx", "b.xlsx"]
    assert len(folder.books) == 1


def test_every_table_is_known_by_its_name() -> None:
    assert BY_NAME["orders"].columns[0].key == KEYS[0]
