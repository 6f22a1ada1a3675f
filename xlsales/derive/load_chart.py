"""The charts of the plan workbook: of each work centre its weeks, bars under a line of capacity.

A centre has as many rows of the table as a chart has bars, so each chart's range is given for good:
nothing that a macro writes moves it. One for which there is no centre yet shows nothing at all: it
has no frame, no axis of values and, but for the first, no legend. What is different between charts
comes from cells; LibreOffice takes no title from them, but the outer labels of an axis, so a
chart's caption stands there.
"""

from __future__ import annotations

from typing import Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import AxDataSource, MultiLevelStrRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import Paragraph, ParagraphProperties, RichTextProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.row import Table
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.charts import EMU_A_POINT, draw_line, text_look
from xlsales.documents.packing import Parts
from xlsales.documents.page import set_page
from xlsales.forms.plan import CHART_WEEKS, CHARTS

_ACROSS = 3
_ROWS = 9
"""Rows of the sheet that a chart takes."""
_COLUMN = 48
_SLANTED = -45 * 60_000
_FORMAT = '[=0]"";[>=100]#,##0;General'
_READING = Words(
    "按“排产”后，每个工作中心一幅图，每周一根柱：柱为已排，虚线为产能；柱高过虚线的周超负荷。",
    "Drawn by Schedule, a chart a work centre, a bar a week: bars are what is planned, the dashed "
    "line is capacity; where a bar passes the line, the week is overloaded.",
)
_PLOT = Layout(
    ManualLayout(
        layoutTarget="inner", xMode="edge", yMode="edge", x=0.06, y=0.22, w=0.9, h=0.36
    )
)  # fmt: skip
"""Where bars and lines stand, the same in all charts, whether they have a legend or not."""


def add_load_charts(sheet: Worksheet, table: Table, lang: Lang, first: int) -> None:
    """Draw the charts right of their table, whose data begins in row ``first``; only they print."""
    left = len(table.columns) + 2
    sheet.column_dimensions[get_column_letter(left - 1)].width = 3
    for number in range(_ACROSS):
        sheet.column_dimensions[get_column_letter(left + number)].width = _COLUMN
    for number in range(CHARTS):
        down, across = divmod(number, _ACROSS)
        chart = _chart(sheet, table, first - 1, first + number * CHART_WEEKS)
        if not number:
            chart.legend = Legend()
            chart.legend.position = "t"
        column, row = left + across - 1, first - 1 + down * _ROWS
        chart.anchor = TwoCellAnchor(  # type: ignore[assignment]
            editAs="oneCell",
            _from=AnchorMarker(col=column, row=row),
            to=AnchorMarker(col=column + 1, row=row + _ROWS),
        )
        sheet.add_chart(chart)
    said = sheet.cell(1, left, _READING.said(lang))
    said.font, said.alignment = looks.font(9, color=looks.PALE_INK), looks.align()
    set_page(sheet, lang, table.title.said(lang), "")
    sheet.page_setup.fitToHeight = 1
    last = first - 1 + _ROWS * (CHARTS // _ACROSS)
    right = get_column_letter(left + _ACROSS - 1)
    sheet.print_area = f"{get_column_letter(left)}1:{right}{last}"


def with_formats(parts: Parts) -> None:
    """Have the amounts in the format said here, not in that of their cells."""
    for name in parts:
        if name.startswith("xl/charts/"):
            parts[name] = parts[name].replace(
                b"<dLbls><numFmt ", b'<dLbls><numFmt sourceLinked="0" '
            )


def _chart(sheet: Worksheet, table: Table, head: int, first: int) -> BarChart:
    at = {column.key: index for index, column in enumerate(table.columns, start=1)}
    last = first + CHART_WEEKS - 1
    name = quote_sheetname(sheet.title)
    caption, dates = (get_column_letter(at[key]) for key in ("caption", "dates"))
    labels = f"{name}!${caption}${first}:${dates}${last}"
    bars, line = BarChart(), LineChart()
    for chart, key in ((bars, "planned"), (line, "capacity")):
        letter = get_column_letter(at[key])
        series = SeriesFactory(Reference(range_string=f"{name}!${letter}${first}:${letter}${last}"))
        series.tx = SeriesLabel(strRef=StrRef(f"{name}!${letter}${head}"))
        series.cat = AxDataSource(multiLvlStrRef=MultiLevelStrRef(f=labels))
        chart.series.append(series)
    edge = LineProperties(solidFill=looks.INK, w=EMU_A_POINT // 2)
    bars.series[0].spPr = GraphicalProperties(solidFill=looks.SKY, ln=edge)
    bars.series[0].invertIfNegative = False
    bars.series[0].dLbls = _amounts("inBase")
    draw_line(line.series[0], 1)
    line.series[0].dLbls = _amounts("t")
    bars += line
    _dress(bars)
    return bars


def _amounts(place: Literal["inBase", "t"]) -> DataLabelList:
    return DataLabelList(
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        numFmt=_FORMAT,
        dLblPos=place,
        txPr=_small(),
    )


def _dress(chart: BarChart) -> None:
    """Leave nothing that shows without a figure."""
    nothing = LineProperties(noFill=True)
    chart.gapWidth = 25
    chart.legend = None
    chart.layout = _PLOT
    chart.visible_cells_only = False
    chart.display_blanks = "gap"
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=nothing)
    chart.plot_area.graphicalProperties = GraphicalProperties(noFill=True, ln=nothing)
    chart.x_axis.delete = False
    chart.x_axis.majorTickMark = chart.x_axis.minorTickMark = "none"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=nothing)
    chart.x_axis.txPr = _small(_SLANTED)
    chart.x_axis.noMultiLvlLbl = False
    chart.y_axis.delete = True  # amounts stand at the bars: an axis shows without any, too
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0


def _small(slant: int | None = None) -> RichText:
    look = text_look(700)
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)
    return RichText(bodyPr=RichTextProperties(rot=slant), p=[line])
