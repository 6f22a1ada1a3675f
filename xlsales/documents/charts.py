"""Native charts that stay readable in black and white: patterns for bars, markers for lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.charts import Chart
from xlsales.core.words import Lang
from xlsales.documents import looks

EMU_A_POINT, EMU_A_PIXEL = 12700, 9525
SLANTED = -45 * 60_000
"""The turn of labels for which there is no room beside each other."""
_PATTERNS: tuple[Literal["wdUpDiag", "pct20", "wdDnDiag"] | None, ...] = (
    "wdUpDiag",
    None,
    "pct20",
    "wdDnDiag",
)
"""The fill of each series of bars in turn; None is the plain dark one."""


@dataclass(frozen=True)
class Place:
    """Where the table of a chart lies: its head row, first column and last row, from 1.

    Labels stand in the first column, a series in each of the ``columns`` beside it.
    """

    sheet: Worksheet
    head: int
    first: int
    last: int
    columns: int


def chart_of(
    place: Place, drawn: Chart, lang: Lang, *, slanted: bool = False
) -> BarChart | LineChart:
    """Return a chart of a table's rows, all of them: bars, or lines with markers.

    Where nothing is below zero it begins there, so that a small change does not look large.
    """
    kind = drawn.kind
    chart = LineChart() if kind == "lines" else BarChart()
    labels = Reference(place.sheet, min_col=place.first, min_row=place.head + 1, max_row=place.last)
    for number in range(place.columns):
        column = place.first + 1 + number
        values = Reference(place.sheet, min_col=column, min_row=place.head + 1, max_row=place.last)
        one = SeriesFactory(values)
        cell = f"${get_column_letter(column)}${place.head}"
        sheet = quote_sheetname(place.sheet.title)
        one.tx = SeriesLabel(strRef=StrRef(f"{sheet}!{cell}"))
        draw_line(one, number) if kind == "lines" else _draw_bar(one, number)
        chart.series.append(one)
    chart.set_categories(labels)
    _dress(chart, drawn.title.said(lang), drawn.unit.said(lang))
    if slanted:
        chart.x_axis.txPr = text_of(900, slant=SLANTED)
    if all(value is None or value >= 0 for one in drawn.series for value in one.values):
        chart.y_axis.scaling.min = 0
    return chart


def lay(
    chart: BarChart | LineChart, sheet: Worksheet, at: tuple[int, int], size: tuple[int, int]
) -> None:
    """Lay a chart over the rows and columns of ``size`` from the cell ``at`` (row, column; from 0).

    It ends just within the last column: at the end of a print area its frame would be cut.
    """
    (row, column), (rows, columns) = at, size
    last = column + columns - 1
    pixels = int(sheet.column_dimensions[get_column_letter(last + 1)].width * 7) + 5
    to = AnchorMarker(col=last, colOff=(pixels - 3) * EMU_A_PIXEL, row=row + rows)
    chart.anchor = TwoCellAnchor(  # type: ignore[assignment]
        editAs="oneCell", _from=AnchorMarker(col=column, row=row), to=to
    )


def _draw_bar(series: Series, number: int) -> None:
    """Give bars a pattern of their own and a dark edge."""
    series.spPr = GraphicalProperties(ln=LineProperties(solidFill=looks.INK, w=EMU_A_POINT // 2))
    pattern = _PATTERNS[number % len(_PATTERNS)]
    if pattern is None:
        series.spPr.solidFill = looks.NAVY
    else:
        series.spPr.pattFill = PatternFillProperties(
            prst=pattern,
            fgClr=ColorChoice(srgbClr=looks.NAVY),  # type: ignore[arg-type]
            bgClr=ColorChoice(srgbClr=looks.WHITE),  # type: ignore[arg-type]
        )
    series.invertIfNegative = False


def draw_line(series: Series, number: int) -> None:
    """Give a line a dash and a marker of its own: the first is whole, with filled circles."""
    color = looks.NAVY if number == 0 else looks.SLATE
    line = LineProperties(solidFill=color, w=2 * EMU_A_POINT)
    if number:
        line.prstDash = "sysDash"
    series.spPr = GraphicalProperties(ln=line)
    series.marker = Marker(symbol="circle" if number == 0 else "diamond", size=6)
    filled = GraphicalProperties(solidFill=color if number == 0 else looks.WHITE)
    filled.ln = LineProperties(solidFill=color)
    series.marker.spPr = filled
    series.smooth = False


def _dress(chart: BarChart | LineChart, title: str, unit: str) -> None:
    chart.title = _title(title, 1200)
    chart.y_axis.title = _title(unit, 900)
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.numFmt.sourceLinked = False
    if unit == "%":
        chart.y_axis.scaling.max = 100
    thin = LineProperties(solidFill="D9D9D9", w=EMU_A_POINT // 2)
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=thin))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = text_of(900)
    chart.x_axis.tickLblPos = "low"
    chart.display_blanks = "gap"
    chart.legend = None
    if len(chart.series) > 1:
        chart.legend = Legend()
        chart.legend.position = "b"
    if isinstance(chart, BarChart):
        chart.gapWidth = 60


def text_of(size: int, *, slant: int | None = None, color: str = looks.INK) -> RichText:
    """Return how the texts of an axis or of labels look; ``size`` in hundredths of a point."""
    look = text_look(size, color=color)
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)
    return RichText(bodyPr=RichTextProperties(rot=slant), p=[line])


def _title(text: str, size: int) -> Title:
    """Return a title that lies level, beside what it names."""
    look = text_look(size, bold=size > 1000)
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    level = RichTextProperties(rot=0, vert="horz")
    return Title(tx=Text(rich=RichText(bodyPr=level, p=[line])), overlay=False)


def text_look(size: int, *, bold: bool = False, color: str = looks.INK) -> CharacterProperties:
    """Return how text looks; ``size`` in hundredths of a point."""
    return CharacterProperties(sz=size, b=bold, solidFill=color)
