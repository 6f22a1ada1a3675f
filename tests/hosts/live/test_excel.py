"""The code for Excel, on LibreOffice's own implementation of Excel's object model.

What it asks is in Excel's type library and in xlwings' Windows engine, and was run; what a step
that failed leaves behind; what an older Excel, and one on macOS, is told.
"""

from __future__ import annotations

import ast
import platform
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

import xlsales.hosts.live.excel
from tests.desktop import Desktop
from tests.hosts.contract import NO_REPORT, report_of, told
from tests.hosts.live.excel_model import model, windows
from tests.hosts.live.excel_model.basic import ComError
from tests.hosts.live.excel_model.facade import InExcel, document_of
from tests.hosts.live.excel_model.model import Noted, Typed, WrongUse
from tests.hosts.live.programs import excel, libreoffice
from xlsales.core.arrangement import Arrangement
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook
from xlsales.forms.register import Order
from xlsales.forms.tables import tables_of
from xlsales.hosts.live.excel import Excel
from xlsales.hosts.live.programs import native_of
from xlsales.hosts.live.reading import read_open
from xlsales.hosts.live.writing import write_open
from xlsales.office.editing import BookChange, Mark
from xlsales.office.references import Area
from xlsales.office.unusable import Unusable

__all__ = ["excel", "libreoffice"]  # fixtures

ORDERS = Book("register", "张三", 2026)
CODE = xlsales.hosts.live.excel
SOURCE = Path(CODE.__file__)
CONSTANT = re.compile(r"^(_\w+) = (-?\d+)  # (?:(Office)\.)?(\w+)\.(\w+)$", re.MULTILINE)


@pytest.fixture
def book(excel: InExcel, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "承揽登记.xlsx"
    new_workbook(path, ORDERS, Lang.ZH)
    found = excel.open(path)
    yield found
    found.close()


def saved(book: Any, tmp_path: Path) -> Any:
    path = tmp_path / "saved.xlsx"
    book.save(path)
    return openpyxl.load_workbook(path)


def fails(*_: object, **__: object) -> None:
    raise ComError(-2146827284, "the program says no")


# --- what is asked of Excel ----------------------------------------------------------------


def named() -> set[str]:
    """Return what the code names of Excel's: attributes with a capital, names of arguments."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    found = {node.attr for node in nodes if isinstance(node, ast.Attribute) and not _ours(node)}
    found |= {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg}
    return {name for name in found if name[0].isupper()}


def _ours(node: ast.expr) -> bool:
    """Return whether it is of a class or module that the file imports."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in {"xw", "Need"}


def test_every_constant_is_excels() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    found = CONSTANT.findall(text)
    for name, value, office, enum, member in found:
        prefix = f"{office}." if office else ""
        assert model.ENUMS[prefix + enum][member] == int(value), name
    body = ast.parse(text).body
    whole = {
        node.targets[0].id
        for node, after in pairwise(body)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(node.value, ast.Constant | ast.UnaryOp)
        if not isinstance(after, ast.Expr)  # one of ours is explained
    }
    assert whole == {name for name, *_ in found}


def test_every_member_and_constant_is_run(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Go through every method once; what LibreOffice would refuse or the type library lacks fails."""
    constants = {
        name: Noted(value) for name, value, *_ in CONSTANT.findall(SOURCE.read_text("utf-8"))
    }
    for name, value in constants.items():
        monkeypatch.setattr(CODE, name, value)
    model.used.clear()
    program = native_of(book)
    assert isinstance(program, Excel)
    sheet = book.sheets[0]
    sheet.range("D3").number_format = "General"
    sheet.range("A3:D3").value = [["x", 5, None, "=B3*2"]]
    sheet.range("A4").color = (0, 255, 0)
    sheet.range("F60:H61").merge()
    assert program.day_zero().year == 1899
    assert program.spots()[0].name == "orders"
    assert program.filled(sheet, Area(3, 1, 50, 10)) == [(3, 3)]
    assert program.filled(sheet, Area(40, 1, 50, 10)) == []
    assert list(program.formulas(sheet.range("A3:D4"))) == [(3, 4, 3, 4)]
    assert list(program.merged(sheet.range("A50:Z70"))) == [(60, 6, 61, 8)]
    assert not program.is_protected(sheet)
    assert program.is_modified()
    with program.unnoticed():
        program.put(sheet.range("A5"), [["unnoticed"]])
    program.needs_no_saving()
    assert not program.is_modified()
    assert program.fills(sheet.range("A4:D4"))[4, 1] == (0, 255, 0)
    program.extend_looks(sheet, Area(3, 1, 4, 4), Area(5, 1, 6, 4), 5)
    program.set_colours(
        sheet, {"error": [Area(3, 1, 4, 2), Area(7, 3, 8, 3)], "warning": [Area(5, 1, 5, 1)]}
    )
    program.set_colours(sheet, {})
    program.add_notes(sheet, {(3, 2): "一行\n两行"})
    assert program.notes(sheet) == {(3, 2): "一行\n两行"}
    assert program.has_drawings(sheet)
    assert not program.has_drawings(sheet, notes=False)
    program.remove_notes(sheet, [(3, 2)])
    assert program.notes(sheet) == {}
    document_of(book).DocumentProperties.UserDefinedProperties.addProperty("number", 128, 5.0)
    program.set_properties({"number": "5", "xlsales.kind": "register", "xlsales.lang": "en"})
    assert program.properties()["number"] == "5"
    assert program.properties()["xlsales.lang"] == "en"
    program.save_pdf(tmp_path / "登记.pdf")
    assert (tmp_path / "登记.pdf").read_bytes().startswith(b"%PDF")
    marks = (Mark("orders", 3, 0, "error", "一"), Mark("orders", 4, 1, "warning", "二"))
    found = program.add_sheet("报告", hidden=True)
    program.dress(found, report_of(marks), new=True)
    assert {name for _, name in model.used} | arguments() >= named()
    assert {name for name, value in constants.items() if id(value) not in model.given} == set()


def arguments() -> set[str]:
    """Return the names of arguments of the members that were used."""
    return {
        name
        for owner, member in model.used
        for use in model.CLASSES[owner][member]
        for name in use.arguments or ()
    }


class Anything:
    """Says yes to whatever is asked."""

    def get(self, member: str) -> Any:
        return self

    def put(self, member: str, value: Any) -> None:
        pass

    def call(self, member: str, *given: Any) -> Any:
        return self

    def every(self) -> list[Any]:
        return []


def object_of(name: str) -> Any:
    return Typed(name, Anything(), lambda _, value, __: value)


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: object_of("Range").MergedCells,
        lambda: object_of("Range").mergeCells,
        lambda: object_of("Range").AddComment("a", 1),
        lambda: object_of("Range").Find("*", LookInto=1),
        lambda: object_of("Range").Find(LookIn=1),
        lambda: object_of("Range").Find("*", What="*"),
        lambda: object_of("Workbook").Windows(1, 2),
        lambda: setattr(object_of("Worksheet"), "ProtectContents", True),
        lambda: setattr(object_of("Range"), "Copy", True),
        lambda: object_of("Range").FormatConditions.Add(Formula1="=1"),
        lambda: setattr(object_of("Range").Font, "Colour", 1),
        lambda: list(object_of("Worksheet")),
    ],
)
def test_what_excel_does_not_have_is_refused(mistake: Any) -> None:
    with pytest.raises(WrongUse):
        mistake()


# --- what is asked of xlwings --------------------------------------------------------------

SHARED = sorted(
    path
    for folder in (SOURCE.parent, SOURCE.parents[2] / "ribbon")
    for path in folder.glob("*.py")
    if path.name not in {"__init__.py", "libreoffice.py"} and not path.name.startswith("uno_")
)


def lacking(member: str) -> set[str]:
    """Return the classes of xlwings' that have a member, if on Windows none of them has it."""
    if any(hasattr(kind, member) for kind in (str, list, dict, set)):
        return set()  # as likely Python's own
    having = {name: asked for name in windows.classes() if (asked := windows.asked(name, member))}
    if any(asked <= windows.members(name) for name, asked in having.items()):
        return set()
    return set(having)


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.name)
def test_xlwings_has_on_windows_what_is_asked_of_it(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    members = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {member: found for member in sorted(members) if (found := lacking(member))} == {}


def test_what_xlwings_has_elsewhere_alone_is_known() -> None:
    assert lacking("freeze_panes") == {"Sheet"}
    assert lacking("number_format") == set()


# --- a step that fails ---------------------------------------------------------------------


def held(cells: Any) -> list[tuple[object, object, str]]:
    return [(cell.value, cell.formula, cell.number_format) for cell in cells]


def test_what_a_failed_step_wrote_is_put_back_with_its_number_formats(book: Any) -> None:
    program, sheet = native_of(book), book.sheets[0]
    cells = sheet.range("B60:I60")
    cells.number_format = "General"
    sheet.range("B60").number_format = "0.00"
    sheet.range("D60").number_format = "@"
    sheet.range("G60").number_format = "yyyy-mm-dd"
    cells.value = [[5.25, "'00123", "007", "=B60*2", True, datetime(2026, 11, 3), "text", None]]
    before = held(cells)
    assert [type(value) for value, *_ in before[:3]] == [float, str, str]

    def step() -> None:
        with program.one_step("x"):
            for cell in cells:
                program.set_format(cell, "@")
            program.put(cells, [["=1", "0", 1, 2, "3", "4", 5.0, "6"]])
            program.put(cells, [[None] * 8])
            fails()

    with pytest.raises(Unusable):
        step()
    assert held(cells) == before


def row(order: dict[str, Any]) -> list[Any]:
    return [order.get(key) for key in Order.table.by_key]


def test_rows_that_a_failed_step_moved_stand_as_they_did(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = book.sheets[0]
    last = len(Order.table.columns)
    orders = [{"customer": name, "remark": f"00{i}"} for i, name in enumerate("甲乙丙丁")]
    sheet.range((3, 1), (6, last)).number_format = "@"
    sheet.range((3, 1), (6, last)).value = list(map(row, orders))
    program = native_of(book)
    program.add_notes(sheet, {(4, 2): "mine"})
    sheet.range("C4").color = (255, 0, 0)
    sheet.tables["orders"].resize(sheet.range((2, 1), (6, last)))

    def seen() -> tuple[Any, ...]:
        grids = read_open(book, ORDERS, Lang.ZH, tables_of("register"))
        return (
            told(grids),
            program.notes(sheet),
            sheet.range("C4").color,
            sheet.tables[0].range.address,
        )

    before = seen()
    wanted = Arrangement(3, 4, (None, 3, 6, None))
    monkeypatch.setattr(Excel, "set_properties", fails)
    with pytest.raises(Unusable):
        write_open(book, BookChange({"orders": {(3, 1): "new"}}, arranged={"orders": wanted}), {})
    assert seen() == before
    with pytest.raises(Unusable):
        write_open(book, BookChange(arranged={"orders": Arrangement(3, 4, ())}), {})
    assert seen() == before


def test_the_findings_sheet_of_before_comes_back_when_a_step_fails(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = (Mark("orders", 3, 0, "error", "错误：一"),)
    write_open(book, BookChange(marks=marks, report=report_of(marks)), {})
    before = book.sheets["校验报告"].used_range.formula
    monkeypatch.setattr(Excel, "set_properties", fails)
    with pytest.raises(Unusable):
        write_open(book, BookChange(report=report_of((*marks, *marks))), {})
    assert book.sheets["校验报告"].range("A1:H2").formula == before
    assert book.sheets["校验报告"].range("A3").value is None


def test_excel_is_as_it_was_when_it_refuses_to_be_quiet(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a cell is being edited Excel takes some of it and refuses the calculation mode."""
    app = book.app
    before = app.screen_updating, app.enable_events, app.display_alerts
    refuses = property(lambda _: "automatic", fails)
    monkeypatch.setattr(xw.App, "calculation", refuses)
    with pytest.raises(Unusable), native_of(book).one_step("x"):
        pass
    assert (app.screen_updating, app.enable_events, app.display_alerts) == before


# --- marks ---------------------------------------------------------------------------------


def test_the_first_findings_sheet_keeps_its_header_in_view_and_texts_texts(
    book: Any, tmp_path: Path
) -> None:
    front = book.sheets.active.name
    marks = (Mark("orders", 3, 0, "error", "错误：一"),)
    write_open(book, BookChange(marks=marks, report=report_of(marks)), {})
    assert book.sheets.active.name == front
    assert book.sheets["校验报告"].range("E2").value == "007"  # a value as it was typed
    found = saved(book, tmp_path)["校验报告"]
    assert found.freeze_panes == "A2"
    assert found["A1"].font.bold
    assert found["A2"].fill.fgColor.rgb[-6:] == "F8CBAD"
    assert found["D2"].font.underline == "single"
    write_open(book, BookChange(marks=(), report=NO_REPORT), {})
    assert "校验报告" not in [sheet.name for sheet in book.sheets]


def test_threaded_comments_are_left_alone_and_an_older_excel_has_none(
    book: Any, excel: InExcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, sheet = native_of(book), book.sheets[0]
    world = excel.excel.model(document_of(book)).world
    for count, expected in ((0, {}), (1, None), (None, {})):
        world.threaded = count
        assert program.notes(sheet) == expected
    other = property(lambda _: fails())
    monkeypatch.setattr("tests.hosts.live.excel_model.shims.Worksheet.CommentsThreaded", other)
    with pytest.raises(ComError):
        program.notes(sheet)


# --- numbers and texts ---------------------------------------------------------------------


def test_a_number_stays_one_in_a_cell_that_somebody_formatted_as_text(book: Any) -> None:
    at = list(Order.table.by_key).index("quantity")
    cell = book.sheets[0].range((3, at + 1))
    cell.number_format = "@"
    write_open(book, BookChange({"orders": {(3, at): 1200.0}}), {})
    assert cell.value == 1200
    assert cell.number_format == "General"


def test_a_property_that_changes_makes_a_workbook_that_needs_saving(book: Any) -> None:
    program = native_of(book)
    program.needs_no_saving()
    program.set_properties({"xlsales.owner": "张三"})
    assert not program.is_modified()
    program.set_properties({"xlsales.owner": "李四"})
    assert program.is_modified()


# --- macOS ---------------------------------------------------------------------------------


def test_excel_on_macos_is_refused_in_the_persons_language(
    book: Any, libreoffice: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(Unusable) as refused:
        native_of(book)
    assert refused.value.words.zh.startswith("按钮暂不能在 macOS 的 Excel 中使用，未做任何改动")
    assert refused.value.words.en.startswith("The buttons do not work in Excel on macOS yet")
    native_of(libreoffice.app.books.active)
