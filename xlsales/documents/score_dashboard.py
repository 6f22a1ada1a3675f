"""The sheets 看板 and 看板数据 of a score workbook: six charts on a page, and their tables."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.charts import Chart
from xlsales.appraisal.score import Score
from xlsales.core.words import Lang, Words
from xlsales.documents.charts import Place, chart_of, lay
from xlsales.documents.page import set_page
from xlsales.documents.report import MONEY, Head, Page
from xlsales.documents.score_summary import TITLE

DASHBOARD = Words("看板", "Dashboard")
DATA = Words("看板数据", "Dashboard data")

_ACROSS = 2
_COLUMNS, _ROWS = 8, 14
"""Cells that a chart covers."""
_LEVEL = 8
"""Labels that go beside each other there; of more some would be broken and others not."""

_TOP = 2
"""Rows above the charts."""

_TABLE = 80.0
"""Points of a table's title, note and head."""
_LABEL = Head(Words("项目", "Item"))
_NUMBERS = {"%": "0.0", "次": "0"}


def add_dashboard(sheet: Worksheet, data: Worksheet, score: Score, lang: Lang) -> None:
    """Write each chart's table into ``data`` and draw it from there on ``sheet``.

    One without a figure, or with none but zeros, is named in its place, not drawn.
    """
    charts = score.charts
    tables = Page(data, lang, (20, 18, 18, 18, 40))
    tables.set_paper(lang, f"{TITLE.said(lang)} {score.period}", 80, on_end=True)
    tables.title(DATA.said(lang))
    page = Page(sheet, lang, [9] * (_ACROSS * _COLUMNS))
    page.title(DASHBOARD.said(lang), centred=True)
    for number, chart in enumerate(charts):
        place = _table(tables, chart)
        row = _TOP + number // _ACROSS * _ROWS
        column = number % _ACROSS * _COLUMNS
        if why := chart.why_not_drawn:
            cell = sheet.cell(row + 1, column + 1)
            cell.value = why.said(lang)
            continue
        drawn = chart_of(place, chart, lang, slanted=len(chart.labels) > _LEVEL)
        lay(drawn, sheet, (row, column), (_ROWS, _COLUMNS))
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
    page.begin(_TABLE + 18.0 * len(chart.labels))  # whole, as it is drawn
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
