"""A form's sheet filled: its rows laid out anew, each with its look, and its pages counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.outcome import FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents import fitting
from xlsales.documents.cells import copy_look, put
from xlsales.documents.paging import Rows, breaks, height_of, page_height, turns
from xlsales.documents.template import LINE, SPARE, Template
from xlsales.office.references import quoted

MARK = "mark"
"""The key of what a revision says beside a line: such a line is printed bold."""

FORWARD, BROUGHT = Words("转次页", "Carried forward"), Words("承前页", "Brought forward")
"""What stands in a row that carries sums from page to page."""


@dataclass(frozen=True)
class Carry:
    """A row that carries the sums of the first ``lines`` lines: forward, or brought."""

    row: int
    lines: int
    words: Words


@dataclass(frozen=True)
class Layout:
    """The rows of a filled sheet: for each, the row of the form that it looks like.

    ``lines`` are the rows of the lines; ``tail`` is the first row after all of the table;
    ``carries`` stand between the lines where a page ends.
    """

    sources: tuple[int, ...]
    lines: tuple[int, ...]
    tail: int
    carries: tuple[Carry, ...] = ()

    @property
    def shift(self) -> int:
        """How far the rows under the table have moved down."""
        return self.tail - self.sources[self.tail - 1] if self.tail <= len(self.sources) else 0


def layout(template: Template, lines: int, spare: int, turns: Sequence[int] = ()) -> Layout:
    """Lay out so many lines, and under them so many of the form's spare rows.

    ``turns``: the lines before which a page ends with a carried sum, and another begins with it.
    """
    last = _last_row(template)
    if not template.line:
        return Layout(tuple(range(1, last + 1)), (), last + 1)
    first = template.line
    sources, rows, carries = list(range(1, first)), list[int](), list[Carry]()
    for index in range(max(lines, 1)):
        if index in turns:
            for words in (FORWARD, BROUGHT):
                sources.append(first)
                carries.append(Carry(len(sources), index, words))
        sources.append(first)
        rows.append(len(sources))
    sources += range(first + 1, first + 1 + spare)
    tail = len(sources) + 1
    sources += range(first + template.spare + 1, last + 1)
    return Layout(tuple(sources), tuple(rows[:lines]), tail, tuple(carries))


def fill(
    template: Template, title: str, fields: Mapping[str, object], content: FormContent, lang: Lang
) -> tuple[Worksheet, Layout]:
    """Add a sheet to the form's workbook: the form with its fields and lines, and its pages.

    ``fields`` are those of the content and of this copy.
    """
    lines = content.lines
    spare = max(0, template.spare - max(len(lines) - 1, 0))
    turned: tuple[int, ...] = ()
    while True:
        target = template.workbook.create_sheet(title)
        made = layout(template, len(lines), spare, turned)
        _set_up(template, target)
        _write(template, target, made, fields, lines, lang)
        _carry(template, target, made, content, lang)
        heights = _fit(template, target, made)
        excess = sum(heights) - page_height(target)
        if excess > 0 and not spare and not turned:
            turned = _turns(template, target, made, content, heights)
            if turned:
                template.workbook.remove(target)
                continue
        if not spare or excess <= 0:
            break
        # long texts take the place of the blank rows
        template.workbook.remove(target)
        spare -= min(spare, ceil(excess / height_of(template.sheet, template.line + 1)))
    _page(template, target, made, heights)
    _name(template, target, made)
    return target, made


def _summed(template: Template, content: FormContent) -> tuple[str, ...]:
    """Return the keys that are carried from page to page on this form."""
    return tuple(key for key in content.sums if key in template.line_columns)


def _turns(
    template: Template,
    target: Worksheet,
    made: Layout,
    content: FormContent,
    heights: Sequence[float],
) -> tuple[int, ...]:
    """Return before which lines a page turns with a carried sum; none where nothing is summed."""
    if not made.lines or not _summed(template, content):
        return ()
    rows = Rows(
        head=sum(heights[: made.lines[0] - 1]),
        lines=[heights[row - 1] for row in made.lines],
        tail=sum(heights[made.lines[-1] :]),
        carry=height_of(template.sheet, template.line),
    )
    return turns(rows, page_height(target), _repeated(template, heights)[1])


def _carry(
    template: Template, target: Worksheet, made: Layout, content: FormContent, lang: Lang
) -> None:
    """Write the rows that carry sums: their words in the widest column, the sums in theirs."""
    if not made.carries:
        return
    widths = fitting.Fitting.of(target)
    columns = template.line_columns
    summed = {columns[key]: key for key in _summed(template, content)}
    running = {columns[key]: key for key in content.running if key in columns}
    free = [column for column in columns.values() if column not in {*summed, *running}]
    label = max(free, key=lambda column: widths.width(made.lines[0], column), default=0)
    for carry in made.carries:
        before = content.lines[: carry.lines]
        for column, key in summed.items():
            amounts = (line.get(key) for line in before)
            put(_cell(target, carry.row, column), _sum(amounts), lang)
        for column, key in running.items():
            put(_cell(target, carry.row, column), before[-1].get(key), lang)
        if label:
            put(_cell(target, carry.row, label), carry.words, lang)
        _embolden(target, carry.row)


def _sum(amounts: Iterable[object]) -> Decimal | None:
    found = [Decimal(each) for each in amounts if isinstance(each, Decimal | int)]
    return sum(found, Decimal(0)) if found else None


def _embolden(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        if isinstance(cell, Cell) and cell.value is not None:
            cell.font = fitting.with_font(cell, b=True)


def _fit(template: Template, target: Worksheet, made: Layout) -> list[float]:
    """Make every text fit its cell; return the heights of the rows, which grow where they must."""
    fits = fitting.Fitting.of(target)
    room = page_height(target)
    found = []
    for row, source in enumerate(made.sources, start=1):
        height = max(height_of(template.sheet, source), fits.fit(row, room / 2))
        target.row_dimensions[row].height = height
        found.append(height)
    return found


def _last_row(template: Template) -> int:
    named = max((area.bottom for area in template.names.values()), default=1)
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
    for row, line in zip(made.lines, lines, strict=True):
        if line.get(MARK) is not None:
            _embolden(target, row)
    for name, area in template.names.items():
        if name in fields and area.top != template.line:
            put(_cell(target, _moved(template, made, area.top), area.left), fields[name], lang)


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


def _page(template: Template, target: Worksheet, made: Layout, heights: Sequence[float]) -> None:
    """End the pages, repeat the head on each, and say how many there are."""
    titles, repeated = _repeated(template, heights)
    target.print_title_rows = titles
    together = len(made.sources) - made.tail + 1
    if made.lines:
        together += made.tail - made.lines[-1]  # the last line, and blank ones under it
    room = page_height(target)
    turned = [carry.row - 1 for carry in made.carries if carry.words is BROUGHT]
    first = turned[-1] if turned else 0
    rest = breaks(heights[first:], room - (repeated if first else 0), 0, together)
    if not first:
        rest = breaks(heights, room, repeated, together)
    found = [*turned, *(first + index for index in rest)]
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


def _repeated(template: Template, heights: Sequence[float]) -> tuple[str | None, float]:
    """Return the rows that further pages repeat, and their height."""
    titles = template.sheet.print_title_rows
    if not titles:
        return None, 0.0
    _, first, _, last = range_boundaries(titles.replace("$", ""))
    return f"{first}:{last}", sum(heights[int(first or 1) - 1 : int(last or 1)])


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
    title = quoted(target.title)
    for name, area in template.names.items():
        column = get_column_letter(area.left)
        if name in {LINE, SPARE}:
            continue
        if area.top == template.line:
            if not made.lines:
                continue
            cells = [f"${column}${first}:${column}${last}" for first, last in _runs(made.lines)]
        else:
            cells = [f"${column}${_moved(template, made, area.top)}"]
        text = ",".join(f"{title}!{place}" for place in cells)
        target.defined_names[name] = DefinedName(name, attr_text=text)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow each other."""
    first = rows[0]
    for row, after in pairwise((*rows, 0)):
        if after != row + 1:
            yield first, row
            first = after
