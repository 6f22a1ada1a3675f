"""The workbook of a monthly analysis 月度分析 (analysis.md).

Each figure is a formula over the sheet of its rows, with its result; each table leads to those
rows, each item of the first page to its table. It names itself ``report`` in its properties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.analysis.model import (
    Analysis,
    Cell,
    Column,
    Difference,
    Ledger,
    Quotient,
    Section,
    Sum,
)
from xlsales.appraisal.charts import Chart
from xlsales.core.finding import show
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.charts import Place, chart_of, lay
from xlsales.documents.packing import properties_of, saved, zipped
from xlsales.documents.page import set_page
from xlsales.documents.raw_rows import Made, RawRows
from xlsales.documents.report import (
    DATE,
    MONEY,
    PERCENT,
    PLAIN,
    SENTENCE,
    TEXT,
    WHOLE,
    Head,
    Page,
)
from xlsales.documents.score_inputs import FINDINGS, NONE
from xlsales.documents.score_rows import place_of, places_of

KIND = "report"
TITLE = Words("月度分析", "Monthly analysis")
FIRST = Words("首页", "Brief")
HOW = Words("说明", "Appendix")
_CHART = Words("图表数据", "Chart data")

_FORMATS = {"text": TEXT, "date": DATE, "money": MONEY, "number": PLAIN, "percent": PERCENT}
_LEDGER_HEAD = 3
_WORKBOOK = Words("来源工作簿与行", "Workbook and row")
_HOW = (Head(Words("表", "Table"), bold=True), Head(Words("计算方法", "How it is made")))
_WIDTHS = {
    Lang.ZH: (26, 22, 16, 16, 16, 16, 24, 16, 30),
    Lang.EN: (34, 22, 16, 16, 16, 16, 24, 16, 22),
}

Tops = Mapping[str, tuple[str, int]]
"""The sheet and row of each section, by its key."""


def analysis_book(made: Analysis, lang: Lang) -> bytes:
    """Return the workbook of an analysis."""
    workbook = looks.fresh_workbook()
    workbook.remove(workbook.worksheets[0])
    first = workbook.create_sheet(FIRST.said(lang))
    writer = _Writer(made, lang, {})
    results: dict[str, Made] = {}
    for sheet in made.sheets:
        page = Page(workbook.create_sheet(sheet.title.said(lang)), lang, _WIDTHS[lang])
        page.set_paper(lang, f"{TITLE.said(lang)} {made.period}")
        page.title(f"{sheet.title.said(lang)}　{made.period}")
        page.note(f"← {FIRST.said(lang)}")
        page.link(page.row, 1, FIRST.said(lang), 1)
        found = results[page.sheet.title] = Made(0)
        for section in sheet.sections:
            writer.section(page, section, found)
    data = workbook.create_sheet(_CHART.said(lang))
    results[first.title] = writer.first(first, data)
    _how(workbook.create_sheet(HOW.said(lang)), made, lang)
    for ledger in made.ledgers:
        sheet_of = workbook.create_sheet(ledger.title.said(lang))
        back = next(writer.tops[each.key] for each in made.sections if each.ledger == ledger.key)
        results[sheet_of.title] = _rows(sheet_of, ledger, made, back, lang)
    properties = properties_of(Book(KIND, "", made.period.year), lang)
    parts = saved(workbook, {**properties, "xlsales.period": str(made.period)})
    filled = {}
    for number, each in enumerate(workbook.worksheets, start=1):
        if each.title in results:
            part = f"xl/worksheets/sheet{number}.xml"
            filled[part] = results[each.title].put_in(parts[part])
    return zipped({**parts, **filled})


class _Writer:
    """Writes the sections, and remembers where they begin."""

    def __init__(self, made: Analysis, lang: Lang, tops: dict[str, tuple[str, int]]) -> None:
        self.made, self.lang, self.tops = made, lang, tops

    def section(self, page: Page, section: Section, results: Made) -> int:
        """Write a section: title, how it is made, what is missing, its table; return its head."""
        page.begin()
        page.section(section.title)
        self.tops[section.key] = (page.sheet.title, page.row)
        if section.said:
            page.note(section.said.said(self.lang), pale=False)
        page.note(section.note.said(self.lang))
        for missing in section.missing:
            page.note(missing.said(self.lang), pale=False)
        head = self.table(page, section, results) if section.lines else page.row
        page.skip()
        return head

    def table(self, page: Page, section: Section, results: Made) -> int:
        """Write the table of a section, and return its head row; each sheet of paper has one."""
        heads = [Head(c.words, _FORMATS[c.look]) for c in section.columns]
        head = self.head(page, section, heads)
        bold = [Head(h.words, h.number_format, h.align, bold=True) for h in heads]
        for number, line in enumerate(section.lines, start=1):
            is_last = number == len(section.lines)
            if not page.goes_on(last=is_last):
                self.head(page, section, heads)
            is_total = section.total and is_last
            shown = [None if isinstance(c, Sum | Difference | Quotient) else c for c in line]
            row = self.line(page, section, bold if is_total else heads, shown, is_total)
            for place, cell in enumerate(line):
                if isinstance(cell, Sum | Difference | Quotient):
                    target = page.sheet.cell(row, place + 1)
                    assert isinstance(target, SheetCell)
                    target.value = self.formula(cell, row)
                    results.results[target.coordinate] = cell.value
                    if self.is_number(line, cell):
                        target.number_format = WHOLE if cell.value % 1 == 0 else PLAIN
        if section.ledger:
            ledger = self.made.ledger(section.ledger)
            page.sheet.cell(head, 1).hyperlink = None
            page.link(self.tops[section.key][1], 1, ledger.title.said(self.lang), 1)
        return head

    def head(self, page: Page, section: Section, heads: Sequence[Head]) -> int:
        """Write a head row, as wide as its lines."""
        head = page.head(heads)
        if _is_wide(section, page.widths):
            for place in range(len(heads), len(page.widths) + 1):
                page.sheet.cell(head, place).fill = looks.fill(looks.NAVY)
            page.sheet.merge_cells(
                start_row=head, end_row=head, start_column=len(heads), end_column=len(page.widths)
            )
        return head

    def line(
        self,
        page: Page,
        section: Section,
        heads: Sequence[Head],
        cells: Sequence[object],
        last: bool,
    ) -> int:
        """Write a line; a long text at its end goes on to the end of the sheet."""
        if _is_wide(section, page.widths):
            return page.wide_line(heads, cells)
        return page.line(heads, cells, shaded=last)

    def is_number(self, line: Sequence[Cell], cell: Cell) -> bool:
        """Return whether a figure counts things, and is no money."""
        if isinstance(cell, Difference):
            return self.is_number(line, line[cell.of])
        if not isinstance(cell, Sum):
            return False
        ledger = self.made.ledger(cell.ledger)
        return ledger.columns[ledger.place(cell.column)].look == "number"

    def formula(self, cell: Sum | Difference | Quotient, row: int) -> str:
        """Return the formula of a figure."""
        if isinstance(cell, Difference):
            return f"={_at(cell.of, row)}-{_at(cell.less, row)}"
        if isinstance(cell, Quotient):
            return f"={_at(cell.of, row)}/{_at(cell.by, row)}"
        ledger = self.made.ledger(cell.ledger)
        title = quote_sheetname(ledger.title.said(self.lang))
        last = _LEDGER_HEAD + max(len(ledger), 1)

        def column(key: str) -> str:
            letter = get_column_letter(ledger.place(key) + 1)
            return f"{title}!${letter}${_LEDGER_HEAD + 1}:${letter}${last}"

        if not cell.where:
            return f"=SUM({column(cell.column)})"
        criteria = ",".join(
            f"{column(key)},{_criterion(show(value, self.lang))}" for key, value in cell.where
        )
        return f"=SUMIFS({column(cell.column)},{criteria})"

    def first(self, sheet: Worksheet, data: Worksheet) -> Made:
        """Write the first page: the month in brief, its chart, the table of that."""
        lang, made = self.lang, self.made
        page = Page(sheet, lang, [c.width for c in made.first.columns])
        page.title(f"{TITLE.said(lang)}　{made.period}", centred=True)
        page.note(Words(f"制表日：{made.today}", f"Made on {made.today}").said(lang), centred=True)
        results = Made(0)
        head = self.section(page, made.first, results)
        for row, key in enumerate(made.first.behind, start=head + 1):
            page.link(row, 1, *self.tops[key])
        tables = Page(data, lang, (16, 18, 18, 40))
        for chart in made.charts:
            tables.section(chart.title)
            tables.note(chart.note.said(lang))
            heads = [Head(Words("月份", "Month")), *(Head(s.words, MONEY) for s in chart.series)]
            head = tables.head(heads)
            for number, label in enumerate(chart.labels):
                tables.line(heads, [label, *(s.values[number] for s in chart.series)])
            if why := chart.why_not_drawn:
                page.note(why.said(lang), pale=False)
                continue
            place = Place(data, head, 1, tables.row, len(chart.series))
            drawn = chart_of(place, chart, lang)
            lay(drawn, sheet, (page.row, 0), (15, len(made.first.columns)))
            sheet.add_chart(drawn)
            sheet.print_area = f"A1:{page.last}{page.row + 15}"
        set_page(sheet, lang, f"{TITLE.said(lang)} {made.period}", "")
        sheet.page_setup.fitToHeight = 1
        set_page(data, lang, _CHART.said(lang), "")
        return results


def _is_wide(section: Section, widths: Sequence[float]) -> bool:
    """Return whether the texts of a table's last column need more room than it has."""
    last, place = section.columns[-1], len(section.columns) - 1
    return last.look == "text" and last.width > widths[place] and place < len(widths) - 1


def _at(place: int, row: int) -> str:
    return f"{get_column_letter(place + 1)}{row}"


def _criterion(text: str) -> str:
    """Return a criterion of SUMIFS that is met by exactly this text."""
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return '"=' + text.replace('"', '""') + '"'


def _rows(
    sheet: Worksheet, ledger: Ledger, made: Analysis, back: tuple[str, int], lang: Lang
) -> Made:
    """Make ready the rows of a ledger, under heads that stay in view and a filter.

    ``back`` is the table that they are behind.
    """
    where = Column("where", _WORKBOOK, width=40)
    columns = (*ledger.columns, where)
    page = Page(sheet, lang, [column.width for column in columns])
    page.title(f"← {ledger.title.said(lang)}")
    page.link(1, 1, *back)
    sheet.cell(1, 1).font = looks.font(looks.TITLE, bold=True, color=looks.NAVY)
    page.note(
        Words(
            f"{len(ledger)} 行；各表的数用公式在此加总，可按月份、名称筛选。",
            f"{len(ledger)} rows; the tables' formulas add these up; filter by month or name.",
        ).said(lang)
    )
    heads = [Head(column.words, _FORMATS[column.look]) for column in columns]
    head = page.head(heads, filtered=True)
    assert head == _LEDGER_HEAD
    sheet.freeze_panes = f"A{head + 1}"
    last = head + len(ledger)
    sheet.auto_filter.ref = f"A{head}:{page.last}{max(last, head + 1)}"
    raw = RawRows(sheet, heads, lambda value: _shown(value, lang))
    places = places_of(ledger.at, dict(made.workbooks), lang)
    rows = raw.xml(head + 1, (*ledger.held, places))
    set_page(sheet, lang, ledger.title.said(lang), "")
    sheet.print_title_rows = None
    sheet.print_area = f"{get_column_letter(len(columns) + 2)}1"
    return Made(max(last, head), {head: rows})


def _shown(value: object, lang: Lang) -> object:
    if value is None or isinstance(value, date | Decimal | int):
        return value
    return show(value, lang)


def _how(sheet: Worksheet, made: Analysis, lang: Lang) -> None:
    """Write how each figure is made, and which rows were left out."""
    page = Page(sheet, lang, (30, 110))
    page.set_paper(lang, HOW.said(lang))
    page.title(HOW.said(lang))
    noted: Sequence[Section | Chart] = (*made.sections, *made.charts)
    page.table(_HOW, [(each.title, each.note) for each in noted])
    page.skip()
    page.begin(*(() if made.left_out else (SENTENCE,)))
    page.section(Words("未计入的行", "Rows left out"))
    if not made.left_out:
        page.note(NONE.said(lang))
        return
    paths = dict(made.workbooks)
    page.table(
        FINDINGS,
        [(place_of(e.place.at, paths, lang), e.message(lang)) for e in made.left_out],
    )
