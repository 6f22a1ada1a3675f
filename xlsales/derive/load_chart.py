"""The charts of the plan workbook: of each work centre its weeks, bars under a line of capacity.

A centre has as many rows of the table as a chart has bars, so each chart's range is given for good:
nothing that a macro writes moves it. One for which there is no centre yet shows nothing at all: it
has no frame, no axis of values and, but for the first, no legend. What is different between charts
comes from cells; LibreOffice takes no title from them, but the outer labels of an axis, so a
chart's caption stands there.

Amounts stand in two rows over the bars, never on a bar or line, however high these are: both
columns are drawn once more, unseen, on a second axis that has all of them at its upper end.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import AxDataSource, MultiLevelStrRef, StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.row import Table
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.charts import EMU_A_POINT, SLANTED, draw_line, text_of
from xlsales.documents.packing import Parts
from xlsales.documents.page import set_page
from xlsales.forms.plan import CHART_WEEKS, CHARTS

_ACROSS = 3
_ROWS = 9
"""Rows of the sheet that a chart takes."""
_COLUMN = 48
_SIZE = 700
_FORMAT = '[=0]"";[>=100]#,##0;General'
_READING = Words(
    "按“排产”后，每个工作中心一幅图，每周一根柱：柱为已排，虚线为产能；柱高过虚线的周超负荷。"
    "图上方两行数，灰的一行为产能，黑的一行为已排。",
    "Drawn by Schedule, a bar a week: what is planned; the dashed line is capacity, and a bar past "
    "it an overloaded week. Figures: the grey row is capacity, the dark one planned.",
)
_PLOT = Layout(
    ManualLayout(
        layoutTarget="inner", xMode="edge", yMode="edge", x=0.06, y=0.3, w=0.9, h=0.32
    )
)  # fmt: skip
"""Where bars and lines stand, the same in all charts, whether they have a legend or not."""
_FAR = 1e12
"""The lower end of the axis of amounts: against it any amount lies at the upper end."""
_HIGHER = b'<layout><manualLayout><x val="0"/><y val="-0.075"/></manualLayout></layout>'
"""How far one row of amounts lies over the other, in parts of a chart's height."""


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
            unseen = [LegendEntry(idx=place, delete=True) for place in (2, 3)]
            chart.legend = Legend(legendEntry=unseen)
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
    """Have the amounts in the format said here, not in that of their cells, in two rows.

    openpyxl writes none of it: a label may have a place of its own, as far from its usual one as
    said, and an axis no labels.
    """
    for name in parts:
        if name.startswith("xl/charts/"):
            drawn = parts[name].replace(
                b"<numFmt formatCode=", b'<numFmt sourceLinked="0" formatCode='
            )
            drawn = drawn.replace(b'<tickLblPos val="high"', b'<tickLblPos val="none"')
            parts[name] = re.sub(rb'(<dLbl><idx val="\d+" ?/>)', rb"\1" + _HIGHER, drawn)


def _chart(sheet: Worksheet, table: Table, head: int, first: int) -> BarChart:
    at = {column.key: index for index, column in enumerate(table.columns, start=1)}
    last = first + CHART_WEEKS - 1
    name = quote_sheetname(sheet.title)
    caption, dates = (get_column_letter(at[key]) for key in ("caption", "dates"))
    labels = f"{name}!${caption}${first}:${dates}${last}"
    bars, line, amounts = BarChart(), LineChart(), LineChart()
    for chart, key in (
        (bars, "planned"), (line, "capacity"), (amounts, "planned"), (amounts, "capacity"),
    ):  # fmt: skip
        letter = get_column_letter(at[key])
        series = SeriesFactory(Reference(range_string=f"{name}!${letter}${first}:${letter}${last}"))
        series.tx = SeriesLabel(strRef=StrRef(f"{name}!${letter}${head}"))
        series.cat = AxDataSource(multiLvlStrRef=MultiLevelStrRef(f=labels))
        chart.series.append(series)
    edge = LineProperties(solidFill=looks.INK, w=EMU_A_POINT // 2)
    bars.series[0].spPr = GraphicalProperties(solidFill=looks.SKY, ln=edge)
    bars.series[0].invertIfNegative = False
    draw_line(line.series[0], 1)
    for series in amounts.series:
        _hide(series)
    amounts.series[0].dLbls = _amounts(looks.INK)
    amounts.series[1].dLbls = _amounts(looks.SLATE, higher=True)
    amounts.y_axis.axId = 200
    amounts.y_axis.delete = False  # LibreOffice draws on the first axis what has none of its own
    amounts.y_axis.tickLblPos = "high"  # none, once it is packed
    amounts.y_axis.majorTickMark = amounts.y_axis.minorTickMark = "none"
    amounts.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    amounts.y_axis.majorGridlines = None
    amounts.y_axis.scaling.orientation = "maxMin"
    amounts.y_axis.scaling.min, amounts.y_axis.scaling.max = 0, _FAR
    amounts.y_axis.crosses = "max"
    bars += line
    bars += amounts
    _dress(bars)
    return bars


def _hide(series: Series) -> None:
    series.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker = Marker(symbol="none")
    series.smooth = False


def _amounts(color: str, *, higher: bool = False) -> DataLabelList:
    shown: dict[str, Any] = {
        "showVal": True,
        "showSerName": False,
        "showCatName": False,
        "showLegendKey": False,
        "showPercent": False,
        "numFmt": _FORMAT,
        "dLblPos": "t",
        "txPr": text_of(_SIZE, color=color),
    }
    made = DataLabelList(showLeaderLines=False, **shown)
    if higher:
        made.dLbl = [DataLabel(idx=idx, **shown) for idx in range(CHART_WEEKS)]
    return made


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
    chart.x_axis.txPr = text_of(_SIZE, slant=SLANTED)
    chart.x_axis.noMultiLvlLbl = False
    chart.y_axis.delete = True  # amounts stand at the bars: an axis shows without any, too
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
