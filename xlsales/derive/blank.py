"""The blank workbooks, made from the table definitions (forms.md, *What every workbook has*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as ListObject
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core import measuring
from xlsales.core.cells import number_format, to_cell
from xlsales.core.column import Column, Type
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.derive.colours import colours
from xlsales.derive.instructions import add_instructions
from xlsales.derive.load_chart import add_load_charts, with_formats
from xlsales.derive.printed import printed_list
from xlsales.derive.starting import starting_rows
from xlsales.derive.validation import (
    LAST_ROW,
    is_inline,
    is_live,
    list_name,
    live_name,
    validations,
)
from xlsales.derive.widths import TALL, column_width, is_shrunk, is_wrapped
from xlsales.derive.wording import choices_of
from xlsales.documents import looks
from xlsales.documents.packing import Parts, properties_of, saved, zipped
from xlsales.documents.page import set_page
from xlsales.forms.choices import Kind
from xlsales.forms.plan import LoadBar
from xlsales.forms.settings import OFFICE, SCORING
from xlsales.forms.tables import list_name as master_list
from xlsales.forms.tables import referred, tables_of
from xlsales.office.editing.legend import COMPUTED

HEAD_ROW, FIRST_ROW = 2, 3

LISTS = "lists"
"""The hidden sheet of the drop-down lists."""

MASTER_LISTS = ("people.name", "customers.name", "products.code", "work_centers.name")
"""The lists from the masters that every workbook holds."""

_LEGEND = Words(
    "深蓝表头必填，浅蓝选填，灰色列由程序填写；新行直接写在最后一行下面。",
    "Dark blue headers: required; light blue: optional; grey: filled by the program. "
    "Type new rows under the last one.",
)
_LEGEND_OF_GIVEN = Words(
    "各行由程序列入，请勿手工加行；只填浅蓝表头的列，灰色列由程序填写。",
    "The program adds the rows, nobody else; fill the light blue columns only.",
)
"""Of a table in which nobody begins a row: none of what people fill is required."""


def blank_workbook(kind: Kind, lang: Lang) -> bytes:
    """Return the shipped blank workbook of a kind; its properties name no owner and no year."""
    workbook = looks.fresh_workbook()
    workbook.remove(workbook.worksheets[0])
    tables = tables_of(kind)
    for table in tables:
        _add_table(workbook, table, lang)
    add_instructions(workbook, tables, lang)
    _add_lists(workbook, tables, lang)
    _add_live_lists(workbook, tables, lang)
    workbook.active = 0
    parts = saved(workbook, properties_of(Book(kind), lang))
    with_formats(parts)
    for number, table in enumerate(tables, start=1):
        _accept_numerals_as_text(parts, f"xl/worksheets/sheet{number}.xml", table)
        _print_list(parts, number - 1, table, lang)
    return zipped(parts)


def _add_table(workbook: Workbook, table: Table, lang: Lang) -> None:
    title = table.title.said(lang)
    sheet = workbook.create_sheet(title)
    sheet.sheet_properties.tabColor = looks.SLATE if table.is_computed else looks.NAVY
    _write_top(sheet, table, lang)
    rows = starting_rows(table.name, lang)
    last = FIRST_ROW + max(len(rows), 1) - 1
    for index, column in enumerate(table.columns, start=1):
        letter = get_column_letter(index)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column_width(column, table, lang)
        if index == 1 and printed_list(table, lang).keys == "A:A":
            dimension.width = max(dimension.width, _title_width(table, lang))
        dimension.hidden = column.hidden
        _style(dimension, column, table, border=False)
        for row in range(FIRST_ROW, last + 1):
            cell = sheet.cell(row, index)
            _style(cell, column, table)
            if rows:
                value = getattr(rows[row - FIRST_ROW], column.key)
                cell.value = to_cell(column, value, lang)
    _add_list_object(sheet, table, lang, last)
    for validation in validations(table, lang):
        sheet.add_data_validation(validation)
    for validation in _setting_choices(table, lang):
        sheet.add_data_validation(validation)
    for place, rule in colours(table, lang):
        sheet.conditional_formatting.add(place, rule)
    start = sheet.cell(FIRST_ROW, _kept_in_view(table) + 1)
    sheet.freeze_panes = start
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = start.coordinate
    if table.name == LoadBar.table.name:
        add_load_charts(sheet, table, lang, FIRST_ROW)
    else:
        set_page(sheet, lang, title, "1:2", printed_list(table, lang).keys)


def _write_top(sheet: Worksheet, table: Table, lang: Lang) -> None:
    """Write title, legend and head row; nothing of the columns' own look shows in the first."""
    for index in range(1, len(table.columns) + 1):
        sheet.cell(1, index).alignment = looks.align()
    title = sheet.cell(1, 1, table.title.said(lang))
    title.font, title.alignment = looks.font(looks.TITLE, bold=True), looks.align()
    legend = sheet.cell(1, _legend_column(table, lang))
    legend.value = _legend(table).said(lang)
    legend.font, legend.alignment = looks.font(9, color=looks.PALE_INK), looks.align()
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[HEAD_ROW].height = looks.FILTERED
    sheet.sheet_format.defaultRowHeight = 33 if table.name in TALL else 16.5
    sheet.sheet_format.customHeight = True
    for index, column in enumerate(table.columns, start=1):
        cell = sheet.cell(HEAD_ROW, index, column.words.said(lang))
        cell.font = looks.font(bold=True, color=looks.WHITE)
        color = looks.SLATE
        if column.typed:
            color = looks.NAVY if column.required else looks.BLUE
        cell.fill, cell.border = looks.fill(color), looks.box(looks.WHITE)
        cell.alignment = looks.align("center", wrap=True)


def _legend(table: Table) -> Words:
    if table.is_computed:
        return COMPUTED
    begun = any(column.typed and column.required for column in table.columns)
    return _LEGEND if begun else _LEGEND_OF_GIVEN


def _legend_column(table: Table, lang: Lang) -> int:
    """Return the first column that the title leaves free, beyond those that stay in view."""
    room = _title_width(table, lang)
    for index, column in enumerate(table.columns, start=1):
        if room <= 0 and index > _kept_in_view(table):
            return index
        room -= column_width(column, table, lang)
    return len(table.columns)


def _title_width(table: Table, lang: Lang) -> float:
    """Return how much of a sheet's width its title takes; on paper it is cut behind the keys."""
    return measuring.width_of(table.title.said(lang)) * looks.TITLE / looks.BODY + 3


_CENTRED = {
    Type.DATE,
    Type.DATETIME,
    Type.MONTH,
    Type.PERIOD,
    Type.YES_NO,
    Type.CHOICE,
    Type.STATUS,
}


def _style(cell: SheetCell, column: Column, table: Table, *, border: bool = True) -> None:
    """Give a cell, or a whole column, the look of its column."""
    cell.font = looks.font(color=looks.RED_INK if column.key == "check" else looks.INK)
    cell.number_format = number_format(column)
    side, indent = "left", 1  # a number may stand left of it
    if column.type in _CENTRED:
        side, indent = "center", 0
    elif column.type.is_number:
        side, indent = "right", 0
    cell.alignment = looks.align(
        side,
        wrap=is_wrapped(column, table),
        shrink=is_shrunk(column, table),
        indent=indent,
    )
    if not column.typed:
        cell.fill = looks.fill(looks.GREY)
    if border:
        cell.border = looks.box()


def _add_list_object(sheet: Worksheet, table: Table, lang: Lang, last: int) -> None:
    ref = f"A{HEAD_ROW}:{get_column_letter(len(table.columns))}{last}"
    made = ListObject(displayName=table.name, name=table.name, ref=ref)
    made.tableColumns = [
        TableColumn(id=index, name=column.words.said(lang))
        for index, column in enumerate(table.columns, start=1)
    ]
    made.autoFilter = AutoFilter(ref=ref)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight16", showRowStripes=True)
    sheet.add_table(made)


def _key_columns(table: Table) -> int:
    """Return how many columns say which row it is: up to the last key, if that is not far."""
    keys = [c.key for c in table.columns[:-1][:4]]
    return max((keys.index(key) + 1 for key in table.key if key in keys), default=0)


def _kept_in_view(table: Table) -> int:
    """Return how many columns stay in view: which row it is, how it stands, for which customer."""
    where = {c.key: i for i, c in enumerate(table.columns[:-1], start=1)}
    standing = [where[key] for key in ("status", "check") if where.get(key, 9) <= 4]
    customer = where.get("customer", 9)
    near = customer if customer - len(standing) <= 4 else 0
    return max(_key_columns(table), near, *standing, 0)


def _setting_choices(table: Table, lang: Lang) -> Iterator[DataValidation]:
    """Yield a drop-down for each setting that takes one of a few words."""
    entries = {"settings": OFFICE, "scoring": SCORING}.get(table.name, {})
    letter = get_column_letter([c.key for c in table.columns].index("value") + 1) if entries else ""
    for row, entry in enumerate(entries.values(), start=FIRST_ROW):
        if entry.allowed:
            words = ",".join(words.said(lang) for words in entry.allowed)
            yield DataValidation(
                type="list", formula1=f'"{words}"', allow_blank=True, sqref=f"{letter}{row}"
            )


def _add_lists(workbook: Workbook, tables: Sequence[Table], lang: Lang) -> None:
    """Add the hidden sheet: one column a list, its name in row 1, and a defined name for it.

    The name reaches down to the last entry by itself, so that a macro that fills the column has
    nothing else to change; INDEX, unlike OFFSET, does not recalculate at every change.
    """
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    lists: dict[str, tuple[str, ...]] = {master_list(ref): () for ref in MASTER_LISTS}
    for table in tables:
        for column in table.columns:
            if column.ref or (choices_of(column, lang) and not is_inline(column, lang)):
                lists.setdefault(list_name(column, table), choices_of(column, lang))
    for index, (name, words) in enumerate(lists.items(), start=1):
        letter = get_column_letter(index)
        sheet.cell(1, index, name.removeprefix("list_")).font = looks.font(bold=True)
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[letter].number_format = "@"
        for row, word in enumerate(words, start=2):
            sheet.cell(row, index, word)
        column_range = f"{LISTS}!${letter}$2:${letter}${LAST_ROW}"
        end = f"INDEX({column_range},MAX(1,COUNTA({column_range})))"
        workbook.defined_names[name] = DefinedName(name, attr_text=f"{LISTS}!${letter}$2:{end}")


def _add_live_lists(workbook: Workbook, tables: Sequence[Table], lang: Lang) -> None:
    """Name the columns of the one workbook of a kind that others of it refer to, to their last."""
    for holder, column in ((table, column) for table in tables for column in table.columns):
        if is_live(column, holder):
            source = referred(column)
            keys = [each.key for each in source.columns]
            letter = get_column_letter(keys.index(column.ref.split(".")[1]) + 1)
            sheet = quote_sheetname(source.title.said(lang))
            whole = f"{sheet}!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"
            end = f"INDEX({whole},MAX(1,COUNTA({whole})))"
            name = live_name(column)
            text = f"{sheet}!${letter}${FIRST_ROW}:{end}"
            workbook.defined_names[name] = DefinedName(name, attr_text=text)


def _accept_numerals_as_text(parts: Parts, name: str, table: Table) -> None:
    """Keep Excel from marking every code, such as 007, as a number stored as text."""
    texts = [
        f"{get_column_letter(i)}{FIRST_ROW}:{get_column_letter(i)}{LAST_ROW}"
        for i, column in enumerate(table.columns, start=1)
        if number_format(column) == "@" or column.key == "value"
    ]
    if texts:
        told = f'<ignoredErrors><ignoredError sqref="{" ".join(texts)}" numberStoredAsText="1"/>'
        sheet = parts[name]
        at = sheet.index(b"<drawing" if b"<drawing" in sheet else b"<tableParts")
        parts[name] = sheet[:at] + told.encode() + b"</ignoredErrors>" + sheet[at:]


def _print_list(parts: Parts, index: int, table: Table, lang: Lang) -> None:
    """Print of a wide table the columns that make a list one can read: whole ones, as rows come.

    openpyxl knows no print area of whole columns, as Excel itself writes it.
    """
    columns = printed_list(table, lang).columns
    if columns:
        name = "xl/workbook.xml"
        place = f"{quote_sheetname(table.title.said(lang))}!{columns}"
        told = f'<definedName name="_xlnm.Print_Area" localSheetId="{index}">{place}</definedName>'
        assert parts[name].count(b"<definedNames>") == 1
        parts[name] = parts[name].replace(b"<definedNames>", b"<definedNames>" + told.encode())
