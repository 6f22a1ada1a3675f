"""Making a print form: a boxed table on a grid of columns, its names, its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.packing import saved, zipped
from xlsales.documents.page import PAGE_OF, set_footer

_BLACK = "000000"
_LABEL_FILL = "F2F2F2"
_MM_AN_INCH = 25.4


@dataclass(frozen=True)
class Paper:
    """A sheet of paper and its margins in mm; ``continuous`` copies through its layers."""

    width: float = 210
    height: float = 297
    sides: float = 12
    top: float = 12
    bottom: float = 14
    landscape: bool = False
    continuous: bool = False


A4 = Paper(sides=10)
A4_LANDSCAPE = Paper(landscape=True, sides=9, top=11, bottom=13)


@dataclass(frozen=True)
class Col:
    """A column of the table of lines: the key of its value, its header, its cells' look.

    ``span`` joins it of several columns of the grid, so that labels above may be narrower.
    """

    key: str
    words: Words
    widths: tuple[float, ...]
    align: str = "left"
    number_format: str = "General"


@dataclass(frozen=True)
class Item:
    """A label or a field in the head or the tail: ``A`` or ``A:C`` are its columns.

    What is boxed wraps; ``wrapped``: so does what is not, as a paragraph of a letter. ``size`` in
    points, 0: that of the form.
    """

    columns: str
    words: Words | None = None
    name: str = ""
    align: str = "left"
    number_format: str = "General"
    bold: bool = False
    boxed: bool = True
    wrapped: bool = False
    size: float = 0


@dataclass(frozen=True)
class Band:
    """A row of the head or tail."""

    items: tuple[Item, ...]
    height: float


@dataclass(frozen=True)
class Form:
    """A print form in both languages.

    ``titled``: the title may be said by a field ``title``; ``letter``: further pages repeat the
    head row of the table alone.
    """

    title: Words
    columns: tuple[Col, ...]
    head: tuple[Band, ...]
    tail: tuple[Band, ...]
    paper: Paper = A4
    spare: int = 0
    line_height: float = 22
    header_height: float = 24
    size: float = 9
    title_size: float = 18
    head_on_one_row: bool = False
    titled: bool = False
    letter: bool = False


def label(columns: str, zh: str, en: str) -> Item:
    """Return a label in a shaded box."""
    return Item(columns, Words(zh, en), align="center")


def value(columns: str, name: str, align: str = "left", number_format: str = "General") -> Item:
    """Return a box that a value goes into."""
    return Item(columns, None, name, align, number_format)


def text(columns: str, zh: str, en: str, align: str = "left") -> Item:
    """Return words without a box, such as a place to sign."""
    return Item(columns, Words(zh, en), align=align, boxed=False)


def paragraph(columns: str, name: str, size: float) -> Item:
    """Return a place for sentences, which go on from line to line."""
    return Item(columns, name=name, boxed=False, wrapped=True, size=size)


def made(form: Form, lang: Lang) -> bytes:
    """Return a form as a workbook."""
    workbook = looks.fresh_workbook()
    sheet = workbook.worksheets[0]
    sheet.title = form.title.said(lang)
    _Writer(workbook, sheet, form, lang).write()
    return zipped(saved(workbook, {"xlsales.lang": str(lang)}))


class _Writer:
    """Writes one form from top to bottom."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, form: Form, lang: Lang) -> None:
        self.workbook, self.sheet, self.form, self.lang = workbook, sheet, form, lang
        self.row = 0
        self.grid = sum(len(col.widths) for col in form.columns)
        self.last = get_column_letter(self.grid)

    def write(self) -> None:
        widths = [width for col in self.form.columns for width in col.widths]
        for index, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        self._titles()
        for band in self.form.head:
            self._band(band)
        header = self._header()
        self._lines()
        for band in self.form.tail:
            self._band(band)
        self._page(header)

    def _name(self, name: str, first: str, last: str = "") -> None:
        title = self.sheet.title
        reference = f"'{title}'!{first}" + (f":{last}" if last else "")
        self.workbook.defined_names[name] = DefinedName(name, attr_text=reference)

    def _next(self, height: float) -> int:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height
        return self.row

    def _titles(self) -> None:
        """Write company and branch, the form's title, and which copy it is."""
        form, size = self.form, self.form.title_size
        copies = "copies" if form.paper.continuous else "copy"
        if not form.head_on_one_row:
            self._merged(self._next(size * 1.5), "A", self.last, "headline", "center", size - 4)
            title = "title" if form.titled else ""
            cell = self._merged(self._next(size * 1.7), "A", self.last, title, "center", size)
            self._merged(self._next(15), "A", self.last, copies, "right", looks.BODY)
        else:
            row = self._next(size * 1.55)
            left, right = self._thirds()
            self._merged(row, "A", get_column_letter(left), "headline", "left", looks.BODY)
            middle = (get_column_letter(left + 1), get_column_letter(right - 1))
            cell = self._merged(row, *middle, "", "center", size)
            self._merged(row, get_column_letter(right), self.last, copies, "right", looks.BODY)
        cell.value = form.title.said(self.lang)

    def _thirds(self) -> tuple[int, int]:
        """Return the last column of about a third of the width, and the first of another one."""
        widths = [width for col in self.form.columns for width in col.widths]
        third = sum(widths) / 3
        left = next(i for i in range(1, len(widths)) if sum(widths[: i + 1]) > third)
        right = next(i for i in range(len(widths), 0, -1) if sum(widths[i - 2 :]) > third)
        return left, right

    def _merged(self, row: int, first: str, last: str, name: str, align: str, size: float):  # type: ignore[no-untyped-def]
        if first != last:
            self.sheet.merge_cells(f"{first}{row}:{last}{row}")
        cell = self.sheet[f"{first}{row}"]
        cell.font = looks.font(size, bold=size > looks.BODY)
        cell.alignment = looks.align(align, shrink=True)
        if name:
            self._name(name, f"${first}${row}")
        return cell

    def _band(self, band: Band) -> None:
        row = self._next(band.height)
        for item in band.items:
            first, _, last = item.columns.partition(":")
            last = last or first
            self._box(row, first, last, boxed=item.boxed)
            if first != last:
                self.sheet.merge_cells(f"{first}{row}:{last}{row}")
            cell = self.sheet[f"{first}{row}"]
            if item.words is not None:
                cell.value = item.words.said(self.lang)
            is_label = item.words is not None and item.boxed and not item.name
            cell.font = looks.font(item.size or self.form.size, bold=item.bold)
            if is_label:
                self._fill(row, first, last)
            cell.number_format = item.number_format
            indent = 1 if item.boxed and item.align != "center" else 0
            is_number = item.number_format != "General"
            wrap = (item.boxed or item.wrapped) and not is_number
            cell.alignment = looks.align(item.align, wrap=wrap, shrink=is_number, indent=indent)
            if item.name:
                self._name(item.name, f"${first}${row}")

    def _box(self, row: int, first: str, last: str, *, boxed: bool = True) -> None:
        if not boxed:
            return
        start, end = column_index_from_string(first), column_index_from_string(last)
        for column in range(start, end + 1):
            self.sheet.cell(row, column).border = looks.box(_BLACK)

    def _fill(self, row: int, first: str, last: str) -> None:
        start, end = column_index_from_string(first), column_index_from_string(last)
        for column in range(start, end + 1):
            self.sheet.cell(row, column).fill = looks.fill(_LABEL_FILL)

    def _header(self) -> int:
        """Write the head row of the table of lines, and return its row."""
        row = self._next(self.form.header_height)
        for col, first, last in self._columns():
            self._box(row, first, last)
            self._fill(row, first, last)
            if first != last:
                self.sheet.merge_cells(f"{first}{row}:{last}{row}")
            cell = self.sheet[f"{first}{row}"]
            cell.value = col.words.said(self.lang)
            cell.font = looks.font(self.form.size, bold=True)
            cell.alignment = looks.align("center", wrap=True)
        return row

    def _lines(self) -> None:
        """Write the row to repeat and the blank ones under it."""
        for index in range(1 + self.form.spare):
            row = self._next(self.form.line_height)
            before = ""
            for col, first, last in self._columns():
                self._box(row, first, last)
                if first != last:
                    self.sheet.merge_cells(f"{first}{row}:{last}{row}")
                cell = self.sheet[f"{first}{row}"]
                cell.font = looks.font(self.form.size)
                cell.number_format = col.number_format
                is_number = col.number_format != "General"
                wraps = col.align == "left" and not is_number
                indent = 1 if wraps and before == "right" else 0  # or it would touch the figure
                cell.alignment = looks.align(col.align, wrap=wraps, shrink=not wraps, indent=indent)
                before = col.align
                if index == 0:
                    self._name(f"line_{col.key}", f"${first}${row}")
            if index == 0:
                self._name("line", f"$A${row}", f"${self.last}${row}")
        if self.form.spare:
            top = self.row - self.form.spare + 1
            self._name("spare", f"$A${top}", f"${self.last}${self.row}")

    def _columns(self) -> Sequence[tuple[Col, str, str]]:
        found, at = [], 1
        for col in self.form.columns:
            found.append((col, get_column_letter(at), get_column_letter(at + len(col.widths) - 1)))
            at += len(col.widths)
        return found

    def _page(self, header: int) -> None:
        sheet, paper = self.sheet, self.form.paper
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape" if paper.landscape else "portrait"
        if paper.continuous:
            sheet.page_setup.paperWidth = f"{paper.width:g}mm"
            sheet.page_setup.paperHeight = f"{paper.height:g}mm"
        else:
            sheet.page_setup.paperSize = 9
        sheet.page_setup.scale = 100
        margins = sheet.page_margins
        margins.left = margins.right = paper.sides / _MM_AN_INCH
        margins.top, margins.bottom = paper.top / _MM_AN_INCH, paper.bottom / _MM_AN_INCH
        margins.header = 0.1
        margins.footer = max(paper.bottom - 8, 2) / _MM_AN_INCH
        sheet.print_options.horizontalCentered = True
        sheet.print_title_rows = f"{header if self.form.letter else 1}:{header}"
        sheet.print_area = f"A1:{self.last}{self.row}"
        set_footer(sheet, "center", PAGE_OF.said(self.lang), 8)
