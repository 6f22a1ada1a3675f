"""A form's sheet filled: its rows laid out anew, each with its look, and its pages counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from math import ceil

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.measuring import lines_of
from xlsales.core.words import Lang
from xlsales.documents.cells import copy_look, put
from xlsales.documents.looks import BODY
from xlsales.documents.paging import breaks, height_of, page_height
from xlsales.documents.template import LINE, SPARE, Template

_LEADING = 1.5
"""Points of a line for each point of its font's size."""

_PADDING = 3.0
_INDENT = 1.5
"""Columns that an indent takes."""


@dataclass(frozen=True)
class Layout:
    """The rows of a filled sheet: for each, the row of the form that it looks like.

    ``lines`` are the rows of the lines; ``tail`` is the first row after all of the table.
    """

    sources: tuple[int, ...]
    lines: range
    tail: int

    @property
    def shift(self) -> int:
        """How far the rows under the table have moved down."""
        return self.tail - self.sources[self.tail - 1] if self.tail <= len(self.sources) else 0


def layout(template: Template, lines: int, spare: int) -> Layout:
    """Lay out so many lines, and under them so many of the form's spare rows."""
    last = _last_row(template)
    if not template.line:
        return Layout(tuple(range(1, last + 1)), range(0), last + 1)
    head = range(1, template.line)
    repeated = [template.line] * max(lines, 1)
    blank = range(template.line + 1, template.line + 1 + spare)
    tail = range(template.line + template.spare + 1, last + 1)
    first = template.line
    return Layout(
        (*head, *repeated, *blank, *tail),
        range(first, first + lines),
        first + len(repeated) + len(blank),
    )


def fill(
    template: Template,
    title: str,
    fields: Mapping[str, object],
    lines: Sequence[Mapping[str, object]],
    lang: Lang,
) -> tuple[Worksheet, Layout]:
    """Add a sheet to the form's workbook: the form with its fields and lines, and its pages."""
    spare = max(0, template.spare - max(len(lines) - 1, 0))
    while True:
        target = template.workbook.create_sheet(title)
        made = layout(template, len(lines), spare)
        _set_up(template, target)
        _write(template, target, made, fields, lines, lang)
        heights = [height_of(target, row) for row in range(1, len(made.sources) + 1)]
        excess = sum(heights) - page_height(target)
        if not spare or excess <= 0:
            break
        # long texts take the place of the blank rows
        template.workbook.remove(target)
        spare -= min(spare, ceil(excess / height_of(template.sheet, template.line + 1)))
    _page(template, target, made, heights)
    _name(template, target, made)
    return target, made


def _last_row(template: Template) -> int:
    named = max((area.last_row for area in template.names.values()), default=1)
    return max(template.sheet.max_row, named)


def _set_up(template: Template, target: Worksheet) -> None:
    """Take over what the form's sheet is besides its rows."""
    source = template.sheet
    for key, dimension in source.column_dimensions.items():
        made = copy(dimension)
        made.worksheet = target  # type: ignore[attr-defined]
        target.column_dimensions[key] = made
    target.sheet_format = copy(source.sheet_format)
    target.sheet_properties = copy(source.sheet_properties)
    target.page_margins = copy(source.page_margins)
    target.page_setup = copy(source.page_setup)
    target.print_options = copy(source.print_options)
    target.sheet_view.showGridLines = source.sheet_view.showGridLines
    target.sheet_view.zoomScale = source.sheet_view.zoomScale
    target.HeaderFooter = copy(source.HeaderFooter)


def _write(
    template: Template,
    target: Worksheet,
    made: Layout,
    fields: Mapping[str, object],
    lines: Sequence[Mapping[str, object]],
    lang: Lang,
) -> None:
    merged = _merged(template.sheet)
    for row, source in enumerate(made.sources, start=1):
        _copy_row(template.sheet, target, source, row)
        for top, left, bottom, right in merged.get(source, ()):
            target.merge_cells(
                start_row=row, start_column=left, end_row=row + bottom - top, end_column=right
            )
    for key, column in template.line_columns.items():
        for row, line in zip(made.lines, lines, strict=True):
            put(_cell(target, row, column), line.get(key), lang)
    for name, area in template.names.items():
        if name in fields and area.row != template.line:
            put(_cell(target, _moved(template, made, area.row), area.column), fields[name], lang)
    widths = _widths(target)
    for row, source in enumerate(made.sources, start=1):
        height = height_of(template.sheet, source)
        target.row_dimensions[row].height = max(height, _needed(target, row, widths))


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _merged(sheet: Worksheet) -> Mapping[int, list[tuple[int, int, int, int]]]:
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for area in sheet.merged_cells.ranges:
        bounds = (area.min_row, area.min_col, area.max_row, area.max_col)
        found.setdefault(area.min_row, []).append(bounds)
    return found


def _copy_row(source: Worksheet, target: Worksheet, row: int, to: int) -> None:
    for column in range(1, source.max_column + 1):
        cell = source.cell(row, column)
        made = _cell(target, to, column)
        if isinstance(cell, Cell):
            made.value, made.data_type = cell.value, cell.data_type
            if cell.hyperlink:
                made.hyperlink = copy(cell.hyperlink)
        copy_look(cell, made)


def _moved(template: Template, made: Layout, row: int) -> int:
    return row + made.shift if template.line and row > template.line else row


def _widths(sheet: Worksheet) -> Mapping[int, float]:
    """Return the width of each column; a form may set several with one entry."""
    found: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 1, (dimension.max or 1) + 1):
            found[column] = dimension.width
    return found


def _needed(sheet: Worksheet, row: int, widths: Mapping[int, float]) -> float:
    """Return the height that the wrapped texts of a row need."""
    spans = {
        (area.min_row, area.min_col): area.max_col
        for area in sheet.merged_cells.ranges
        if area.min_row == row == area.max_row
    }
    needed = 0.0
    for cell in sheet[row]:
        if isinstance(cell, MergedCell) or not cell.alignment.wrap_text or cell.value is None:
            continue
        size = cell.font.sz or BODY
        last = spans.get((row, cell.column), cell.column)
        width = sum(widths.get(i, 8.43) for i in range(cell.column, last + 1))
        width -= (cell.alignment.indent or 0) * _INDENT
        number = lines_of(str(cell.value), width * BODY / size)
        needed = max(needed, number * size * _LEADING + _PADDING)
    return needed


def _page(template: Template, target: Worksheet, made: Layout, heights: Sequence[float]) -> None:
    """End the pages, repeat the head on each, and say how many there are."""
    titles = template.sheet.print_title_rows
    repeated = 0.0
    if titles:
        _, first, _, last = range_boundaries(titles.replace("$", ""))
        repeated = sum(heights[int(first or 1) - 1 : int(last or 1)])
        target.print_title_rows = f"{first}:{last}"
    together = len(made.sources) - made.tail + 1
    if made.lines:
        together += 1 + made.tail - made.lines.stop  # the last line, and blank ones under it
    found = breaks(heights, page_height(target), repeated, together)
    for index in found:
        target.row_breaks.append(Break(id=index))
    pages = str(len(found) + 1)
    for part in _footers(target):
        if part.text:
            part.text = part.text.replace("&N", pages)
    target.page_setup.firstPageNumber = 1
    target.page_setup.useFirstPageNumber = True
    right = get_column_letter(_last_column(template))
    target.print_area = f"A1:{right}{len(made.sources)}"


def _footers(sheet: Worksheet) -> Iterator[_HeaderFooterPart]:
    for item in (sheet.oddHeader, sheet.oddFooter):
        for side in ("left", "center", "right"):
            yield getattr(item, side)


def _last_column(template: Template) -> int:
    area = template.sheet.print_area
    if area:
        bounds = range_boundaries(area.rpartition("!")[2].split(",")[0].replace("$", ""))
        return int(bounds[2] or template.sheet.max_column)
    return template.sheet.max_column


def _name(template: Template, target: Worksheet, made: Layout) -> None:
    """Name the filled cells within their sheet, so that they can be found again."""
    title = target.title.replace("'", "''")
    for name, area in template.names.items():
        column = get_column_letter(area.column)
        if name in {LINE, SPARE}:
            continue
        if area.row == template.line:
            if not made.lines:
                continue
            cells = f"${column}${made.lines.start}:${column}${made.lines.stop - 1}"
        else:
            cells = f"${column}${_moved(template, made, area.row)}"
        target.defined_names[name] = DefinedName(name, attr_text=f"'{title}'!{cells}")
