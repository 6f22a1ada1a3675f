"""The contract of all hosts: the same change gives the same cells, marks, lists and properties.

In memory (the fake), in a closed file, and in a workbook that is open in a real window, read back
from the window and from the file that was saved: in LibreOffice, and in what passes for Excel
(``live/excel_model``).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from tests.hosts.contract import (
    NO_REPORT,
    Gathering,
    edited,
    first_edits,
    marks_of,
    of_file,
    of_window,
    report_of,
    second_edits,
    told,
    unlike,
)
from tests.hosts.live.excel_model.facade import document_of
from tests.hosts.live.programs import Program, desktop, excel, in_libreoffice, libreoffice
from tests.office.branch import must
from tests.office.conftest import _made, office  # noqa: F401  # fixtures
from xlsales.buttons import BY_ID, arguments_of
from xlsales.core.grid import Grid
from xlsales.core.office import Call
from xlsales.core.row import Book
from xlsales.core.typed import Cell, CellError
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.register import Order
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.live.host import with_open
from xlsales.hosts.live.programs import native_of
from xlsales.hosts.live.writing import write_open
from xlsales.office.editing import BookChange, Mark
from xlsales.office.editing.notes import SIGNATURE
from xlsales.office.unusable import Unusable
from xlsales.press import Pressed, press

__all__ = ["desktop", "excel", "libreoffice"]  # fixtures

ORDERS = Book("register", "张三", 2026)
NEVER = "LEN(A3)=99"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "承揽登记.xlsx"
    new_workbook(path, ORDERS, Lang.ZH)
    return path


class Open:
    """A workbook open in the window."""

    def __init__(
        self, desktop: Program, path: Path, book: Book = ORDERS, lang: Lang = Lang.ZH
    ) -> None:
        self.path, self.book, self.lang = path, book, lang
        self.xlbook: Any = desktop.open(path)
        self.document: Any = document_of(self.xlbook)
        self.undoes = native_of(self.xlbook).undoes

    @property
    def uno(self) -> Any:
        """The UNO sheet of the first table."""
        return self.document.Sheets.getByIndex(0)

    @property
    def grids(self) -> list[Grid]:
        return of_window(self.xlbook, self.book, self.lang)

    @property
    def by_name(self) -> dict[str, Grid]:
        return {grid.table.name: grid for grid in self.grids}

    def write(self, change: BookChange) -> None:
        write_open(self.xlbook, change, self.by_name)

    def undo(self) -> None:
        self.document.UndoManager.undo()

    def saved(self) -> Path:
        path = self.path.with_name(f"saved {self.path.name}")
        self.xlbook.save(path)
        return path


@pytest.fixture
def opened(desktop: Program, register: Path) -> Iterator[Open]:
    found = Open(desktop, register)
    yield found
    found.xlbook.close()


def sheet_of(path: Path, table: str = "orders") -> Any:
    workbook = openpyxl.load_workbook(path)
    return next(sheet for sheet in workbook.worksheets if table in sheet.tables)


def ours(path: Path) -> tuple[set[str], set[str], list[str]]:
    """Return what stands in a file of ours: noted cells, coloured cells, all sheets."""
    workbook: Any = openpyxl.load_workbook(path)
    notes, colours = set(), set()
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            notes |= {
                f"{sheet.title}!{cell.coordinate}"
                for cell in row
                if cell.comment and cell.comment.text.rstrip().endswith(SIGNATURE)
            }
        for place in sheet.conditional_formatting:
            for rule in place.rules:
                if rule.formula and rule.formula[0].startswith('LEN("xlsales:'):
                    severity = rule.formula[0].split(":")[1].split('"')[0]
                    fill = rule.dxf.fill.bgColor.rgb[-6:]
                    for cells in place.sqref.ranges:
                        colours |= {
                            f"{sheet.title}!{row},{column} {severity} {fill}"
                            for row, column in cells.cells
                        }
    return notes, colours, workbook.sheetnames


# --- every workbook ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_every_host_makes_the_same_of_a_change(
    desktop: Program, tmp_path: Path, kind: Kind
) -> None:
    lang = list(Lang)[list(Kind).index(kind) % 2]
    owner = "张三" if kind in OWNED else ""
    book = Book(kind, owner, 2026 if kind in YEARLY else 0)
    closed, path = tmp_path / f"closed {kind}.xlsx", tmp_path / f"{kind}.xlsx"
    new_workbook(closed, book, lang)
    shutil.copy(closed, path)
    window = Open(desktop, path, book, lang)
    start = told(of_file(closed, book, lang))
    assert unlike(told(window.grids), start) == {}

    memory = Gathering(book, lang, of_file(closed, book, lang))
    live = Gathering(book, lang, window.grids)
    one = first_edits(book)
    for host, make in ((memory, edited), (live, None)):
        change = host.gather(one)
        change.marks = marks_of(host.grids)
        change.report = report_of(change.marks)
        change.lists = {"list_customers_name": ("甲", "00123", "=1"), "list_more": ("x",)}
        if make is None:
            write_open(window.xlbook, change, host.grids)
        else:
            make(closed, change)
    held = told(memory.grids.values())
    assert len(held) > len(start)
    assert unlike(held, told(of_file(closed, book, lang))) == {}
    assert unlike(held, told(window.grids)) == {}
    saved = window.saved()
    assert unlike(held, told(of_file(saved, book, lang))) == {}
    assert ours(saved) == ours(closed)
    assert list_of(saved) == list_of(closed)
    assert properties_of(saved) == properties_of(closed)

    for host, make in ((memory, edited), (live, None)):
        host.change = BookChange(marks=(), report=NO_REPORT)
        change = host.gather(second_edits(book, host.grids))
        if make is None:
            write_open(window.xlbook, change, host.grids)
        else:
            make(closed, change)
    held = told(memory.grids.values())
    assert unlike(held, told(of_file(closed, book, lang))) == {}
    assert unlike(held, told(window.grids)) == {}
    if window.undoes:
        window.undo()
        window.undo()
        assert unlike(told(window.grids), start) == {}
    window.xlbook.close()


def list_of(path: Path) -> list[list[Any]]:
    sheet: Any = openpyxl.load_workbook(path)["lists"]
    return [
        [cell.value for cell in column if cell.value is not None] for column in sheet.iter_cols()
    ]


def properties_of(path: Path) -> dict[str, Any]:
    workbook: Any = openpyxl.load_workbook(path)
    return {each.name: each.value for each in workbook.custom_doc_props.props}


# --- reading -------------------------------------------------------------------------------


def strange(path: Path) -> None:
    """Type into a register what people type, and let its headers be what people make of them."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    at = {column.key: i for i, column in enumerate(Order.table.columns, 1)}
    for key, head in (("market", "Market"), ("spec", "我的列"), ("material", "数 量")):
        sheet.cell(2, at[key]).value = head
        sheet.tables["orders"].tableColumns[at[key] - 1].name = head
    rows: tuple[dict[str, Any], ...] = (
        {"remark": "00123", "contract_no": 7, "quantity": 20, "order_date": date(2026, 11, 3)},
        {"remark": "text", "contract_no": True, "order_date": datetime(2026, 11, 3, 9, 30)},
        {"remark": "#N/A", "contract_no": "=1/0", "quantity": "=NA()"},
        {},
        {"unit": '=CONCATENATE("件","")', "quantity": "=3*4", "order_date": "2026-11-03"},
    )
    for row, cells in enumerate(rows, start=3):
        for key, value in cells.items():
            sheet.cell(row, at[key]).value = value
    sheet["A5"].value, sheet["A5"].data_type = "=1+1", "s"
    sheet.tables["orders"].ref = f"A2:{sheet.cell(2, len(at)).column_letter}6"
    sheet.merge_cells(start_row=5, end_row=6, start_column=at["check"], end_column=at["check"])
    sheet.cell(9, at["remark"]).value = "after a blank row"
    workbook.save(path)


def test_an_open_workbook_reads_as_its_file_does(desktop: Program, register: Path) -> None:
    strange(register)
    window = Open(desktop, register)
    live = window.by_name["orders"]
    saved = {grid.table.name: grid for grid in of_file(window.saved(), ORDERS, Lang.ZH)}["orders"]
    assert unlike(told([live]), told([saved])) == {}
    assert [type(cell) for row in live.cells for cell in row if isinstance(cell, CellError)] == [
        type(cell) for row in saved.cells for cell in row if isinstance(cell, CellError)
    ]
    assert live.columns == saved.columns
    assert (live.missing, live.doubled) == (saved.missing, saved.doubled)
    assert (set(live.missing), set(live.doubled)) == ({"material", "spec"}, {"quantity"})
    assert dict(live.formulas) == dict(saved.formulas.items())
    assert live.merged == saved.merged == {2, 3}
    assert (live.first_row, len(live.cells)) == (saved.first_row, len(saved.cells)) == (3, 5)
    window.xlbook.close()


def test_rows_far_below_the_table_are_read_to_the_last(opened: Open) -> None:
    sheet = opened.xlbook.sheets[0]
    sheet.range((3, 4), (400, 4)).value = [["东风"]] * 398
    assert len(opened.by_name["orders"].cells) == 398


# --- what a person has stays ---------------------------------------------------------------


def personal(path: Path) -> None:
    """Give a register a note, a colour and a conditional colour of a person's."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    sheet["A3"].comment = Comment("mine", "李四")
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    red = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFF0000"))
    never = Rule(type="expression", dxf=red, formula=[NEVER])
    sheet.conditional_formatting.add("A3:C9", never)
    workbook.save(path)


def people(path: Path) -> tuple[dict[str, str], str, set[str]]:
    """Return a person's notes, the colour of B4, where the conditional colour is."""
    sheet = sheet_of(path)
    notes = {
        cell.coordinate: cell.comment.text.strip()
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and not cell.comment.text.rstrip().endswith(SIGNATURE)
    }
    places = {
        f"{row},{column}"
        for place in sheet.conditional_formatting
        if any(rule.formula == [NEVER] for rule in place.rules)
        for cells in place.sqref.ranges
        for row, column in cells.cells
    }
    return notes, sheet["B4"].fill.fgColor.rgb[-6:], places


def test_marks_of_the_file_host_go_in_the_window_and_the_other_way_round(
    desktop: Program, register: Path
) -> None:
    personal(register)
    before = people(register)
    marks = (Mark("orders", 3, 0, "error", "错误：一"), Mark("orders", 4, 1, "warning", "提醒：二"))
    edited(register, BookChange(marks=marks, report=report_of(marks)))
    there = ours(register)
    assert there[0] == {"承揽登记!B4"}  # a person's note keeps its place

    window = Open(desktop, register)
    window.write(BookChange(marks=(), report=NO_REPORT))
    gone = window.saved()
    assert ours(gone) == (set(), set(), [name for name in there[2] if name != "校验报告"])
    assert people(gone) == before
    window.write(BookChange(marks=marks, report=report_of(marks)))
    again = window.saved()
    assert ours(again) == there
    assert people(again) == before
    window.xlbook.close()

    edited(again, BookChange(marks=(), report=NO_REPORT))
    assert ours(again) == ours(gone)
    assert people(again) == before


@in_libreoffice
def test_colours_are_seen_at_once_and_go_with_the_programs_undo(opened: Open) -> None:
    cell = opened.xlbook.sheets[0].range("D3").api  # no conditional format of its own
    assert cell.ConditionalFormat.getCount() == 0
    opened.write(BookChange(marks=(Mark("orders", 3, 3, "error", "错误：一"),)))
    assert cell.ConditionalFormat.getByIndex(0).StyleName == "xlsales error"
    opened.undo()
    assert cell.ConditionalFormat.getCount() == 0
    opened.write(BookChange(marks=(Mark("orders", 3, 3, "warning", "提醒：一"),)))
    assert cell.ConditionalFormat.getByIndex(0).StyleName == "xlsales warning"
    opened.write(BookChange(marks=()))
    assert cell.ConditionalFormat.getCount() == 0
    assert ours(opened.saved())[:2] == (set(), set())


def seen(opened: Open) -> dict[tuple[int, int], str]:
    """Return the colour of ours that a cell of rows 3 to 12 knows of, by row and position."""
    found = {}
    for row in range(3, 13):
        for position in range(1, 6):
            held = opened.xlbook.sheets[0].range((row, position + 1)).api.ConditionalFormat
            styles = [held.getByIndex(i).StyleName for i in range(held.getCount())]
            mine = [style.split()[1] for style in styles if style.startswith("xlsales ")]
            if mine:
                found[row, position] = mine[0]
    return found


def coloured(path: Path) -> dict[tuple[int, int], str]:
    """Return the colours of ours in a file, by row and position."""
    told = (each.partition("!")[2].split() for each in ours(path)[1])
    places = ((tuple(map(int, place.split(","))), severity) for place, severity, _ in told)
    return {(row, column - 1): severity for (row, column), severity in places}


@in_libreoffice
@pytest.mark.parametrize("first", [1, 3])  # on a person's conditional colours, and beside them
def test_colours_follow_what_is_mended_and_what_is_new(
    desktop: Program, register: Path, first: int
) -> None:
    personal(register)
    second, third = first + 1, first + 2
    before = people(register)
    window = Open(desktop, register)

    def mark(cells: dict[tuple[int, int], str]) -> None:
        marks = tuple(Mark("orders", *at, severity, "看") for at, severity in cells.items())
        window.write(BookChange(marks=marks))
        check(cells)

    def check(cells: dict[tuple[int, int], str]) -> None:
        assert coloured(window.saved()) == cells
        if first == 3:  # of a cell with several formats LibreOffice tells one
            assert seen(window) == cells

    many = {(row, first): "error" for row in range(3, 9)} | {(9, second): "warning"}
    mended = {at: severity for at, severity in many.items() if at != (5, first)}
    worse = {**mended, (9, second): "error", (11, third): "warning", (4, third): "error"}
    for cells in (many, mended, worse):
        mark(cells)
    window.undo()  # takes back what came, not what went
    check({at: severity for at, severity in mended.items() if at != (9, second)})
    mark(worse)
    for row in range(3, 12):  # ever one more and one less, until they are made anew
        mark({(row, first): "error", (row + 1, first): "error", (12, third): "warning"})
    mark({})
    assert people(window.saved()) == before
    window.xlbook.close()


@in_libreoffice
def test_notes_of_a_person_stay_whatever_is_undone_of_our_colours(opened: Open) -> None:
    sheet = opened.xlbook.sheets[0].api
    cell = sheet.getCellByPosition(3, 3)
    sheet.Annotations.insertNew(cell.getCellAddress(), "mine")
    here = Mark("orders", 4, 3, "error", "错误：一")
    there = Mark("orders", 5, 3, "warning", "提醒：二")
    for marks in ((here, there), (there,), (here,), ()):
        opened.write(BookChange(marks=marks))
        assert cell.Annotation.String == "mine"
    for _ in range(3):
        opened.undo()
        assert cell.Annotation.String == "mine"


def test_a_condition_in_one_format_with_ours_stays(desktop: Program, register: Path) -> None:
    mark = Mark("orders", 3, 3, "error", "错误：一")
    edited(register, BookChange(marks=(mark,), report=report_of((mark,))))
    workbook = openpyxl.load_workbook(register)
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    red = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFF0000"))
    sheet.conditional_formatting.add("D3", Rule(type="expression", dxf=red, formula=[NEVER]))
    workbook.save(register)
    window = Open(desktop, register)
    window.write(BookChange(marks=()))
    saved = window.saved()
    assert ours(saved)[1] == set()
    assert people(saved)[2] == {"3,4"}
    window.xlbook.close()


@in_libreoffice
def test_a_cell_with_two_colours_shows_the_graver(opened: Open) -> None:
    opened.write(BookChange(marks=(Mark("orders", 3, 3, "warning", "提醒"),)))
    both = (Mark("orders", 3, 3, "warning", "提醒"), Mark("orders", 3, 3, "error", "错误"))
    opened.write(BookChange(marks=both))
    assert seen(opened) == {(3, 3): "error"}


def test_what_a_person_has_in_the_cells_that_change_stays(desktop: Program, register: Path) -> None:
    personal(register)
    before = people(register)
    window = Open(desktop, register)
    columns = window.by_name["orders"].columns
    cells: dict[tuple[int, int], Cell] = {
        (row, columns[key]): "x" for row in range(3, 8) for key in ("order_no", "customer")
    }
    window.write(BookChange({"orders": cells}, {"orders": 7}))
    assert people(window.saved()) == before
    if window.undoes:
        window.undo()
        assert people(window.saved()) == before
    window.xlbook.close()


def test_hidden_rows_are_changed_like_others(opened: Open) -> None:
    sheet = opened.xlbook.sheets[0]
    sheet.range("A3:D8").value = [[f"CL-{n}", None, None, "东风"] for n in range(6)]
    table = opened.document.DatabaseRanges.getByName("orders")
    opened.uno.getCellRangeByName("A4:A5").Rows.IsVisible = False
    before = told(opened.grids)
    at = opened.by_name["orders"].columns
    change = BookChange(
        {"orders": {(row, at["check"]): f"check {row}" for row in range(3, 9)}}, {"orders": 8}
    )
    change.marks = tuple(Mark("orders", row, 3, "error", "错误：客户") for row in range(3, 9))
    opened.write(change)
    assert table.DataArea.EndRow == 7
    added = {("orders", row, "check"): (None, f"check {row}") for row in range(3, 9)}
    assert unlike(before, told(opened.grids)) == added
    assert len(ours(opened.saved())[1]) == 6
    if opened.undoes:
        opened.undo()
        assert unlike(before, told(opened.grids)) == {}


# --- trouble -------------------------------------------------------------------------------


def merged(sheet: Any) -> None:
    sheet.merge_cells("A3:B3")


def blocked(sheet: Any) -> None:
    sheet["A7"].value = "in the way"


def totals(sheet: Any) -> None:
    sheet.tables["orders"].totalsRowCount = 1
    sheet.tables["orders"].ref = sheet.tables["orders"].ref.replace("3", "4")


def untabled(sheet: Any) -> None:
    del sheet.tables["orders"]


@pytest.mark.parametrize("obstacle", [merged, blocked, totals, untabled], ids=lambda f: f.__name__)
def test_what_the_file_host_refuses_the_window_refuses_in_the_same_words(
    desktop: Program, register: Path, obstacle: Any
) -> None:
    workbook = openpyxl.load_workbook(register)
    obstacle(next(s for s in workbook.worksheets if "orders" in s.tables))
    workbook.save(register)
    cells: dict[tuple[int, int], Cell] = {
        (row, column): "x" for row in range(3, 9) for column in range(3)
    }
    change = BookChange({"orders": cells}, {"orders": 8})
    with pytest.raises(Unusable) as closed:
        edited(register, change)
    window = Open(desktop, register)
    before = window.xlbook.sheets[0].range("A1:AZ12").formula
    with pytest.raises(Unusable) as live:
        window.write(change)
    assert live.value.words == closed.value.words
    assert window.xlbook.sheets[0].range("A1:AZ12").formula == before
    window.xlbook.close()


def test_a_protected_sheet_is_said(opened: Open) -> None:
    opened.uno.protect("")
    with pytest.raises(Unusable, match="受保护"):
        opened.write(BookChange({"orders": {(3, 0): "x"}}, {"orders": 3}))


def test_a_failure_in_the_middle_leaves_the_workbook_as_it_was(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(opened.grids)
    marks = (Mark("orders", 3, 0, "error", "错误：一"),)
    change = BookChange({"orders": {(3, 0): "x"}}, {"orders": 9}, marks=marks)
    change.report = report_of(marks)
    opened.write(BookChange({"orders": {(3, 1): date(2026, 11, 3)}}, {"orders": 3}))
    before = told(opened.grids)

    def fails(*_: object) -> None:
        raise RuntimeError("the program says no")

    program = type(native_of(opened.xlbook))
    monkeypatch.setattr(program, "dress", fails)
    with pytest.raises(Unusable, match="已恢复原状"):
        opened.write(change)
    assert unlike(before, told(opened.grids)) == {}
    notes, colours, sheets = ours(opened.saved())
    if opened.undoes:
        assert (notes, colours) == (set(), set())
    assert "校验报告" not in sheets


# --- real buttons --------------------------------------------------------------------------

TODAY = date(2026, 11, 24)


def pressed(host: OfficeHost, button_id: str, book: Book, **given: Any) -> Pressed:
    button = BY_ID[button_id]
    moment = datetime(2026, 11, 24, 9, 0)
    return press(host, button, Call(TODAY, arguments_of(button)(**given), book, "张三", moment))


def test_real_buttons_do_the_same_in_the_window_as_to_the_file(
    desktop: Program,
    office: Path,  # noqa: F811  # a fixture
    tmp_path: Path,
) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(office, twin)
    plan = Book("plan", "", 2026)
    steps: tuple[tuple[Book, str, dict[str, Any]], ...] = (
        (ORDERS, "validate", {"annotate": True}),
        (ORDERS, "apply_fixes", {}),
        (ORDERS, "submit", {}),
        (ORDERS, "refresh", {}),
        (plan, "consolidate", {"month": "2026-11"}),
        (plan, "schedule", {}),
    )
    for book, steps_of in ((ORDERS, steps[:4]), (plan, steps[4:])):
        path = of_folder(office).path(book)
        window = Open(desktop, path, book)
        for _, button_id, given in steps_of:
            closed = pressed(of_folder(twin), button_id, book, **given)
            live = pressed(with_open(office, window.xlbook), button_id, book, **given)
            assert live.outcome.reply == closed.outcome.reply
            there = of_file(of_folder(twin).path(book), book, Lang.ZH)
            assert unlike(told(window.grids), told(there)) == {}, button_id
        window.xlbook.save()
        window.xlbook.close()
        assert ours(path) == ours(twin / path.relative_to(office))
        if book == ORDERS:
            for root in (office, twin):
                approve(root)


def approve(root: Path) -> None:
    """Let what the submitted orders asked for be approved, so that they can be planned."""
    from tests.office.branch import approved

    must(root, "refresh", "{}/经营考核.xlsx")
    approved(root)
