"""Sheets of a report: titles, tables, words and figures, in the looks of everything made here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core import measuring
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.cells import put
from xlsales.documents.page import set_page

MONEY = "#,##0.00"
PERCENT = "0.00%"
PLAIN = "#,##0.######"
WHOLE = "0"
DATE = "yyyy-mm-dd"
TEXT = "General"
CHANGE = "+0.00####;-0.00####;0.00"

SCALE = 76
"""Percent at which a report's tables fit across a sheet: said, since Excel keeps to no page break
where it is to fit a sheet itself."""
_PAPER, _ON_END = 515.0, 762.0
"""Points of a landscape A4 sheet, and of one that stands on end, within their margins."""
_TALL, _BEGUN, _ONE_MORE = 90.0, 130.0, 40.0
"""Points that are left for a tall line; what a table is begun for; what of the first is given to a
table's last line, which is not to stand alone on the next sheet."""
SENTENCE = 60.0
"""Points that a title takes with a sentence in place of its table."""

POINTS_A_LINE = 15.5
_INDENT = 1.5


@dataclass(frozen=True)
class Head:
    """A column of a report's table: its header, and the look of its cells."""

    words: Words
    number_format: str = TEXT
    align: str = "left"
    bold: bool = False


class Page:
    """Writes a sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, lang: Lang, widths: Sequence[float]) -> None:
        """Begin with the widths of the columns."""
        self.sheet, self.lang, self.widths = sheet, lang, widths
        self.row, self.paper = 0, float("inf")
        self._looks: dict[tuple[Head, bool], StyleArray] = {}
        sheet.sheet_view.showGridLines = False
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width

    @property
    def last(self) -> str:
        """The letter of the last column."""
        return get_column_letter(len(self.widths))

    def _next(self, height: float) -> int:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height
        return self.row

    def set_paper(
        self, lang: Lang, footer: str, scale: int = SCALE, *, on_end: bool = False
    ) -> None:
        """Print in percent of the size, on sheets that are begun by ``begin`` and ``goes_on``."""
        set_page(self.sheet, lang, footer, "")
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]
        self.sheet.page_setup.scale = scale
        if on_end:
            self.sheet.page_setup.orientation = "portrait"
        self.paper = (_ON_END if on_end else _PAPER) / (scale / 100)

    def begin(self, height: float = _TALL + _BEGUN) -> None:
        """Begin another sheet of paper where so much does not go on this one any more."""
        if self._used() > self.paper - height:
            self._turn()

    def goes_on(self, *, last: bool) -> bool:
        """Return whether a table goes on on this sheet of paper; begin another where it does not."""
        if self._used() <= self.paper - _TALL + _ONE_MORE * last:
            return True
        self._turn()
        return False

    def table(
        self, heads: Sequence[Head], lines: Iterable[Sequence[object]], *, wide: bool = False
    ) -> None:
        """Write a table, on each sheet of paper with its head; ``wide``: ``wide_line``."""
        self.head(heads)
        held = list(lines)
        for number, values in enumerate(held, start=1):
            if not self.goes_on(last=number == len(held)):
                self.head(heads)
            (self.wide_line if wide else self.line)(heads, values)

    def _used(self) -> float:
        """Return how much of a sheet of paper is written since it began, in points."""
        first = self.sheet.row_breaks.brk[-1].id + 1 if self.sheet.row_breaks.brk else 1
        heights = (self.sheet.row_dimensions[n].height for n in range(first, self.row + 1))
        return sum(height or POINTS_A_LINE for height in heights)

    def _turn(self) -> None:
        self.sheet.row_breaks.append(Break(id=self.row))

    def skip(self, height: float = 12) -> None:
        """Leave a row blank."""
        self._next(height)

    def title(self, text: str, *, centred: bool = False) -> None:
        """Write the title of the sheet."""
        cell = self._across(30)
        put(cell, text, self.lang)
        cell.font = looks.font(looks.TITLE, bold=True)
        cell.alignment = looks.align("center" if centred else None)

    def section(self, words: Words) -> None:
        """Write the title of a table."""
        cell = self._across(22)
        put(cell, words, self.lang)
        cell.font = looks.font(11, bold=True, color=looks.NAVY)

    def note(self, text: str, *, centred: bool = False, pale: bool = True) -> None:
        """Write a sentence across the sheet."""
        lines = measuring.lines_of(text, sum(self.widths))
        cell = self._across(POINTS_A_LINE * lines + 3)
        put(cell, text, self.lang)
        cell.font = looks.font(color=looks.PALE_INK if pale else looks.INK)
        cell.alignment = looks.align("center" if centred else None, wrap=True)

    def _across(self, height: float) -> Cell:
        row = self._next(height)
        self.sheet.merge_cells(f"A{row}:{self.last}{row}")
        cell = self.sheet.cell(row, 1)
        assert isinstance(cell, Cell)
        cell.alignment = looks.align()
        return cell

    def head(self, heads: Sequence[Head], *, filtered: bool = False) -> int:
        """Write the head row of a table, and return its row; over a filter's buttons if it has any."""
        lines = max(
            measuring.lines_of(head.words.said(self.lang), width - 1)
            for head, width in zip(heads, self.widths, strict=False)
        )
        height = POINTS_A_LINE * lines + 10
        row = self._next(max(height, looks.FILTERED) if filtered else height)
        for index, head in enumerate(heads, start=1):
            cell = self.sheet.cell(row, index, head.words.said(self.lang))
            cell.font = looks.font(bold=True, color=looks.WHITE)
            cell.fill, cell.border = looks.fill(looks.NAVY), looks.box()
            cell.alignment = looks.align("center", wrap=True)
        return row

    def line(self, heads: Sequence[Head], values: Sequence[object], *, shaded: bool = False) -> int:
        """Write a row of a table, and return its row."""
        row = self._next(18)
        lines = 1
        for index, (head, value) in enumerate(zip(heads, values, strict=True), start=1):
            cell = self.sheet.cell(row, index)
            assert isinstance(cell, Cell)
            self._style(cell, head, shaded)
            put(cell, value, self.lang)
            if isinstance(cell.value, str):
                lines = max(lines, measuring.lines_of(cell.value, self.widths[index - 1] - _INDENT))
        self.sheet.row_dimensions[row].height = max(18, POINTS_A_LINE * lines + 3)
        return row

    def _style(self, cell: Cell, head: Head, shaded: bool) -> None:
        """Give a cell the look of its column, which is put together once."""
        if (head, shaded) not in self._looks:
            style(cell, head, shaded=shaded)
            self._looks[head, shaded] = copy(cell._style)  # type: ignore[attr-defined]
        cell._style = copy(self._looks[head, shaded])  # type: ignore[attr-defined]

    def wide_line(self, heads: Sequence[Head], values: Sequence[object]) -> int:
        """Write a row whose last cell goes on to the end of the sheet."""
        row = self.line(heads, values)
        at = len(heads)
        for column in range(at, len(self.widths) + 1):
            self.sheet.cell(row, column).border = looks.box()
        self.sheet.merge_cells(
            start_row=row, end_row=row, start_column=at, end_column=len(self.widths)
        )
        room = [*(width - _INDENT for width in self.widths[: at - 1]), sum(self.widths[at - 1 :])]
        lines = max(
            measuring.lines_of(str(self.sheet.cell(row, place).value or ""), width)
            for place, width in enumerate(room, start=1)
        )
        self.sheet.row_dimensions[row].height = max(18, POINTS_A_LINE * lines + 3)
        return row

    def sign(self, labels: Sequence[tuple[int, Words]]) -> None:
        """Write a row of places to sign: the column that each begins in, and its label."""
        row = self._next(34)
        for column, words in labels:
            cell = self.sheet.cell(row, column, words.said(self.lang))
            cell.font, cell.alignment = looks.font(11), looks.align()

    def shade(self, row: int, first: int) -> None:
        """Make the cells of a row grey, from a column on."""
        for index in range(first, len(self.widths) + 1):
            self.sheet.cell(row, index).fill = looks.fill(looks.GREY)

    def link(self, row: int, column: int, sheet: str, to: int) -> None:
        """Link a cell to a row of another sheet."""
        cell = self.sheet.cell(row, column)
        location = f"'{sheet}'!A{to}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
        cell.font = looks.font(link=True)


def style(cell: Cell, head: Head, *, shaded: bool = False, wrap: bool = True) -> None:
    """Give a cell the look of its column; a text that may not wrap is shown smaller."""
    is_number = head.number_format not in {TEXT, DATE}
    cell.font, cell.border = looks.font(bold=head.bold), looks.box()
    cell.number_format = head.number_format
    side = "right" if is_number else "center" if head.number_format == DATE else head.align
    wraps = wrap and head.number_format == TEXT
    indent = 1 if side == "left" else 0  # or it would touch the figure before it
    cell.alignment = looks.align(side, wrap=wraps, shrink=not wraps, indent=indent)
    if shaded:
        cell.fill = looks.fill("F2F2F2")
