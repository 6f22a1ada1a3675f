"""The one place where a workbook that people use is written.

For now through openpyxl, which keeps everything that a standard workbook has but loses some of
what people may add (charts and shapes, slicers …); it is to be replaced by an editor that
touches nothing but the cells given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsales.core.typed import Cell, CellError
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "xlsales"
"""The author of our notes: by it they are known and taken away again."""

_COLOURS = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}


@dataclass(frozen=True)
class Mark:
    """A finding shown at its cell: severity and text; ``column`` counts from 0."""

    table: str
    row: int
    column: int
    severity: str
    text: str


@dataclass(frozen=True)
class Report:
    """The findings sheet: its name, its header, its rows; a row may link to a cell."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    severities: tuple[str, ...]
    links: tuple[tuple[str, int, int] | None, ...]
    widths: tuple[int, ...]


@dataclass
class BookChange:
    """What is to change in one workbook: cells by table and (sheet row, column from 0)."""

    cells: dict[str, dict[tuple[int, int], Cell]] = field(default_factory=dict)
    last_rows: dict[str, int] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: Sequence[Mark] | None = None
    report: Report | None = None


def write(source: Path, target: Path, change: BookChange) -> None:
    """Write ``source`` with the change as ``target``, flushed to the disk.

    Raises:
        Unusable: the workbook cannot be edited.
    """
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm")
    except Exception as trouble:  # openpyxl raises whatever its parts raise
        raise Unusable(
            f"{source.name} 无法改写：{trouble}。请用 Excel 另存一份再试。",
            f"{source.name} cannot be edited: {trouble}. Save it anew in Excel first.",
        ) from trouble
    sheets = {name: sheet for sheet in workbook.worksheets for name in sheet.tables}
    for table, cells in change.cells.items():
        _write_cells(sheets[table], table, cells, change.last_rows.get(table, 0))
    if change.lists:
        _write_lists(workbook, change.lists)
    if change.marks is not None:
        _write_marks(sheets, change.marks)
    if change.report is not None:
        _write_report(workbook, sheets, change.report)
    _write_properties(workbook, change.properties)
    workbook.save(target)
    workbook.close()


def _write_cells(
    sheet: Worksheet, table: str, cells: Mapping[tuple[int, int], Cell], last: int
) -> None:
    from openpyxl.utils import get_column_letter, range_boundaries

    listed = sheet.tables[table]
    left, top, right, bottom = (int(n or 0) for n in range_boundaries(listed.ref))
    first = top + 1
    for (row, column), value in sorted(cells.items()):
        cell: Any = sheet.cell(row, column + 1)
        if row > bottom:
            _styled(cell, sheet.cell(first, column + 1))
        put(cell, value)
    if last > bottom:
        for row in range(bottom + 1, last + 1):
            for column in range(left, right + 1):
                _styled(sheet.cell(row, column), sheet.cell(first, column))
        listed.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
        if listed.autoFilter is not None:
            listed.autoFilter.ref = listed.ref


def _styled(cell: Any, like: Any) -> None:
    """Give a new cell the look of its column, unless a person gave it one."""
    if not cell.has_style:
        cell._style = copy(like._style)


def put(cell: Any, value: Cell) -> None:
    """Put a value into an openpyxl cell; a text stays a text, whatever it begins with."""
    if isinstance(value, CellError):
        cell.value = str(value)
        cell.data_type = "e"
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else value
    else:
        cell.value = value


def _write_lists(workbook: Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    """Rewrite the drop-downs' lists: a column each, with a defined name (forms.md)."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    if "lists" not in workbook.sheetnames:
        workbook.create_sheet("lists").sheet_state = "hidden"
    sheet = workbook["lists"]
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for name, values in lists.items():
        column = heads.get(name)
        if column is None:
            column = max(heads.values(), default=0) + 1
            heads[name] = column
            put(sheet.cell(1, column), name)
        old = sheet.max_row
        for i in range(max(old - 1, len(values))):
            put(sheet.cell(i + 2, column), values[i] if i < len(values) else None)
        letter = get_column_letter(column)
        workbook.defined_names[name] = DefinedName(
            name, attr_text=f"lists!${letter}$2:${letter}${max(2, len(values) + 1)}"
        )


def _write_marks(sheets: Mapping[str, Worksheet], marks: Sequence[Mark]) -> None:
    """Show findings by a note and a conditional colour, so that a cell's own fill stays."""
    from openpyxl.comments import Comment
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    for sheet in set(sheets.values()):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
        kept = ConditionalFormattingList()
        for formatting in sheet.conditional_formatting:
            for rule in formatting.rules:
                if not any(text.startswith('LEN("xlsales') for text in rule.formula):
                    kept.add(str(formatting.sqref), rule)
        sheet.conditional_formatting = kept
    places: dict[tuple[str, str], list[str]] = {}
    notes: dict[tuple[str, int, int], list[str]] = {}
    for mark in marks:
        at = f"{get_column_letter(mark.column + 1)}{mark.row}"
        places.setdefault((mark.table, mark.severity), []).append(at)
        notes.setdefault((mark.table, mark.row, mark.column), []).append(mark.text)
    order = list(_COLOURS)
    for (table, severity), cells in sorted(places.items(), key=lambda p: order.index(p[0][1])):
        fill = PatternFill(bgColor=_COLOURS[severity], fill_type="solid")
        rule = FormulaRule(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
            formula=[f'LEN("xlsales:{severity}")>0'], fill=fill, stopIfTrue=True
        )
        sheets[table].conditional_formatting.add(" ".join(dict.fromkeys(cells)), rule)
    for (table, row_no, column), texts in notes.items():
        cell = sheets[table].cell(row_no, column + 1)
        if cell.comment is None:  # a person's own note stays; the finding is in 校验结果 too
            comment = Comment("\n".join(dict.fromkeys(texts)), AUTHOR, width=320)
            comment.height = 40 + 22 * sum(1 + len(text) // 22 for text in texts)
            cell.comment = comment


def _write_report(workbook: Workbook, sheets: Mapping[str, Worksheet], report: Report) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter, quote_sheetname

    if report.title in workbook.sheetnames:
        index = workbook.sheetnames.index(report.title)
        del workbook[report.title]
    else:
        index = len(workbook.sheetnames)
    if not report.rows:
        return
    sheet = workbook.create_sheet(report.title, index)
    for row_no, values in enumerate((report.header, *report.rows), 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row_no, column)
            put(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if row_no == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="D9D9D9")
            elif column == 1:
                colour = _COLOURS[report.severities[row_no - 2]]
                cell.fill = PatternFill("solid", fgColor=colour)
    for row_no, link in enumerate(report.links, 2):
        if link is not None and link[0] in sheets:
            table, row, column = link
            place = f"{quote_sheetname(sheets[table].title)}!{get_column_letter(column + 1)}{row}"
            cell = sheet.cell(row_no, 4)
            cell.hyperlink = f"#{place}"
            cell.font = Font(color="0563C1", underline="single")
    for column, width in enumerate(report.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(report.header))}{len(report.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write_properties(workbook: Workbook, properties: Mapping[str, str]) -> None:
    from openpyxl.packaging.custom import StringProperty

    custom = workbook.custom_doc_props  # type: ignore[attr-defined]  # missing in the stubs
    for name, value in properties.items():
        if name in custom.names:
            del custom[name]
        custom.append(StringProperty(name=name, value=value))
