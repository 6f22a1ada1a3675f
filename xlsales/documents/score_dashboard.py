"""The sheets 看板 and 看板数据 of a score workbook: six charts on a page, and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.charts import Chart
from xlsales.core.words import Lang, Words
from xlsales.documents.charts import Place, chart_of
from xlsales.documents.page import set_page
from xlsales.documents.report import MONEY, Head, Page

DASHBOARD = Words("看板", "Dashboard")
DATA = Words("看板数据", "Dashboard data")

_ACROSS = 2
_COLUMNS, _ROWS = 8, 14
"""Cells that a chart covers."""

_TOP = 2
"""Rows above the charts."""

_LABEL = Head(Words("项目", "Item"))
_NUMBERS = {"%": "0.0", "次": "0"}
_NOTHING = Words("没有可画的数据。", "There is nothing to draw.")
_COLON = Words("：", ": ")


def add_dashboard(sheet: Worksheet, data: Worksheet, charts: Sequence[Chart], lang: Lang) -> None:
    """Write each chart's table into ``data`` and draw it from there on ``sheet``.

    One without a figure is named in its place, not drawn.
    """
    tables = Page(data, lang, (20, 18, 18, 18, 40))
    tables.title(DATA.said(lang))
    page = Page(sheet, lang, [9] * (_ACROSS * _COLUMNS))
    page.title(DASHBOARD.said(lang), centred=True)
    for number, chart in enumerate(charts):
        place = _table(tables, chart)
        row = _TOP + number // _ACROSS * _ROWS
        column = number % _ACROSS * _COLUMNS
        if chart.is_blank:
            cell = sheet.cell(row + 1, column + 1)
            cell.value = f"{chart.title.said(lang)}{_COLON.said(lang)}{_NOTHING.said(lang)}"
            continue
        drawn = chart_of(place, chart, lang)
        drawn.anchor = TwoCellAnchor(  # type: ignore[assignment]
            editAs="oneCell",
            _from=AnchorMarker(col=column, row=row),
            to=AnchorMarker(col=column + _COLUMNS, row=row + _ROWS),
        )
        sheet.add_chart(drawn)
    last = _TOP + (len(charts) + _ACROSS - 1) // _ACROSS * _ROWS
    for row in range(_TOP + 1, last + 1):
        sheet.row_dimensions[row].height = 15
    set_page(sheet, lang, DASHBOARD.said(lang), "")
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:{page.last}{max(last, 2)}"


def _table(page: Page, chart: Chart) -> Place:
    """Write the table of a chart, and return where it lies."""
    lang = page.lang
    page.section(Words(*(f"{t}（{u}）" for t, u in zip(chart.title, chart.unit, strict=True))))
    page.note(chart.note.said(lang))
    shown = _NUMBERS.get(chart.unit.zh, MONEY)
    heads = [_LABEL, *(Head(one.words, shown) for one in chart.series)]
    head = page.head(heads)
    for place, label in enumerate(chart.labels):
        values: list[Words | Decimal | None] = [one.values[place] for one in chart.series]
        page.line(heads, [label, *values])
    found = Place(page.sheet, head, 1, page.row, len(chart.series))
    page.skip()
    return found
