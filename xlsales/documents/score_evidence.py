"""The sheet 依据 of a score workbook: each row behind each actual, and formulas that add them up.

The rows are many: they go into the finished sheet as they are, past openpyxl, which takes ten
times as long. The formulas carry their results, for programs that show a file without computing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.score import Actual, Score
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.exact import plain, rounded
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents.cells import FORMULA_STARTS, kept
from xlsales.documents.report import DATE, MONEY, PERCENT, PLAIN, WHOLE, Head, Page, style
from xlsales.documents.score_rows import Entry, Scope, Sums, entries, place_of, sums
from xlsales.forms.choices import Indicator

SHEET = Words("依据", "Evidence")
BRANCH_WORDS = Words("本单位", "Branch")

_COLUMNS: tuple[tuple[Head, float], ...] = (
    (Head(Words("对象", "Subject")), 10),
    (Head(Words("指标", "Indicator")), 14),
    (Head(Words("单号", "No.")), 19),
    (Head(Words("承揽编号", "Order no.")), 18),
    (Head(Words("范围", "Counts in"), align="center"), 13),
    (Head(Words("送货单号", "Note no.")), 18),
    (Head(Words("客户", "Customer")), 20),
    (Head(Words("计入本单位", "Branch too"), align="center"), 12),
    (Head(Words("计入日期", "Counts on"), DATE), 11),
    (Head(Words("类型", "What"), align="center"), 10),
    (Head(Words("产品编码", "Product")), 10),
    (Head(Words("数量", "Quantity"), PLAIN), 10),
    (Head(Words("单价", "Unit price"), PLAIN), 11),
    (Head(Words("税率", "Tax rate"), PERCENT), 9),
    (Head(Words("金额或次数", "Amount or count"), MONEY), 15),
    (Head(Words("来源工作簿", "Workbook")), 30),
    (Head(Words("行", "Row"), WHOLE), 7),
    (Head(Words("旁证（成本、认定、发票等）", "Beside it: cost, ruling, invoice")), 30),
)
"""Figures of the upper table stand in the same columns, so wide ones come at the right places."""

_SUBJECT, _INDICATOR, _SCOPE, _FOR_BRANCH, _AMOUNT = "A", "B", "E", "H", "O"

_CHECKS = (
    Head(Words("对象", "Subject")),
    Head(Words("指标", "Indicator")),
    Head(Words("本期实际", "Actual"), MONEY),
    Head(Words("依据合计", "Evidence"), MONEY),
    Head(Words("核对", "Check"), align="center"),
    Head(Words("累计实际", "Year to date"), MONEY),
    Head(Words("依据合计", "Evidence"), MONEY),
    Head(Words("核对", "Check"), align="center"),
)
_AGREES, _DIFFERS = Words("相符", "agrees"), Words("不符", "differs")
_YES = Words("是", "Yes")

_DAY_0 = date(1899, 12, 30)
"""The day from which a spreadsheet counts."""


@dataclass
class EvidenceSheet:
    """The sheet while it is made: where each group of rows begins, and what is to be put in.

    ``head`` is their head row, ``rows`` their XML, ``results`` what the formulas come to by cell.
    """

    head: int
    starts: dict[tuple[str, Indicator], int]
    rows: list[bytes]
    results: dict[str, str | Decimal] = field(default_factory=dict)

    def put_in(self, sheet: bytes) -> bytes:
        """Return the sheet's XML with its rows and results."""

        def with_result(found: re.Match[bytes]) -> bytes:
            result = self.results.get(found["cell"].decode())
            if result is None:
                return found[0]
            kind = b' t="str"' if isinstance(result, str) else b""
            value = escape(str(result)).encode()
            return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (
                found["cell"],
                found["rest"],
                kind,
                found["formula"],
                value,
            )

        last = self.head + len(self.rows)
        made = _DIMENSION.sub(rb"\g<1>%d" % last, sheet, count=1)
        made = _FORMULA_CELL.sub(with_result, made)
        head, end, tail = made.rpartition(b"</sheetData>")
        return head + b"".join(self.rows) + end + tail


_DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)\d+')
_FORMULA_CELL = re.compile(
    rb'<c r="(?P<cell>[A-Z]+\d+)"(?P<rest>[^>]*)>(?P<formula><f>.*?</f>)<v\s*(?:/>|></v>)</c>'
)


def add_evidence(sheet: Worksheet, score: Score, lang: Lang) -> EvidenceSheet:
    """Write titles and formulas, and make ready the rows that they add up."""
    page = Page(sheet, lang, [width for _, width in _COLUMNS])
    page.title(SHEET.said(lang))
    page.note(
        Words(
            "每个实际数的全部来源行。上表用公式将来源行加总，与实际数核对；"
            "“计入本单位”为“是”的行同时是本单位的依据。",
            "Every row behind every actual. Formulas add them up and compare them with it; rows "
            "of people that count for the branch too say so.",
        ).said(lang)
    )
    page.section(Words("核对", "Check"))
    page.head(_CHECKS)
    found = entries(score)
    checked = list(_checked(score))
    first = page.row + len(checked) + 4  # checks, a blank row, section, head
    last = first + max(len(found), 1) - 1
    made = EvidenceSheet(first - 1, {}, list(_rows(sheet, found, score, first, lang)))
    totals = sums(found)
    for subject, indicator, now, to_date in checked:
        row = page.line(_CHECKS, [None] * len(_CHECKS))
        formulas = _Formulas(sheet, row, subject, indicator, (first, last), lang)
        formulas.write(made, totals, now, to_date)
    page.skip()
    page.section(Words("来源行", "Rows"))
    page.head([head for head, _ in _COLUMNS])
    assert page.row == first - 1
    for place, entry in enumerate(found, start=first):
        indicator = entry.evidence.indicator
        made.starts.setdefault((entry.person or BRANCH, indicator), place)
        if entry.is_branch:
            made.starts[BRANCH, indicator] = min(made.starts.get((BRANCH, indicator), place), place)
    sheet.auto_filter.ref = f"A{first - 1}:{page.last}{last}"
    return made


def _checked(score: Score) -> Iterator[tuple[str, Indicator, Actual, Actual | None]]:
    """Yield the actuals to check: those with anything behind them."""
    for found in score.subjects:
        for indicator, actual in found.now.actuals.items():
            to_date = found.to_date.actuals[indicator] if found.to_date else None
            if actual.evidence or actual.due or (to_date and (to_date.evidence or to_date.due)):
                yield found.subject, indicator, actual, to_date


@dataclass(frozen=True)
class _Formulas:
    """The check of one subject's indicator: a row of the upper table."""

    sheet: Worksheet
    row: int
    subject: str
    indicator: Indicator
    rows: tuple[int, int]
    lang: Lang

    def write(self, made: EvidenceSheet, totals: Sums, now: Actual, to_date: Actual | None) -> None:
        """Write the formulas of the period and of the year to date, with their results."""
        branch = self.subject == BRANCH
        self._cell("A").value = BRANCH_WORDS.said(self.lang) if branch else self.subject
        self._cell("B").value = self.indicator.said(self.lang)
        self._cell("A").data_type = self._cell("B").data_type = "s"
        self._one(made, totals, now, "CDE", (Scope.PERIOD,), Scope.DUE_PERIOD)
        if to_date is not None:
            year = (Scope.PERIOD, Scope.EARLIER)
            self._one(made, totals, to_date, "FGH", year, Scope.DUE_TO_DATE)

    def _cell(self, letter: str) -> Cell:
        cell = self.sheet[f"{letter}{self.row}"]
        assert isinstance(cell, Cell)
        return cell

    def _one(
        self,
        made: EvidenceSheet,
        totals: Sums,
        actual: Actual,
        letters: str,
        scopes: Sequence[Scope],
        due: Scope,
    ) -> None:
        value, total, check = (self._cell(letter) for letter in letters)
        paid = sum((self._of(totals, scope) for scope in scopes), Decimal(0))
        formula = "+".join(self._sumifs(scope) for scope in scopes)
        result, places = Fraction(paid), 2
        if actual.due and actual.value is not None:
            owed = self._of(totals, due)
            formula = f"({formula})/{self._sumifs(due)}*100"
            result, places = Fraction(paid) / Fraction(owed) * 100, 6
            value.number_format = total.number_format = PLAIN
        total.value = f"={formula}"
        made.results[total.coordinate] = rounded(result, places)
        if actual.value is None:
            check.value = actual.problem.said(self.lang) if actual.problem else None
            return
        value.value = rounded(actual.value, places)
        agrees = rounded(actual.value, places) == rounded(result, places)
        yes, no = _AGREES.said(self.lang), _DIFFERS.said(self.lang)
        difference = f"ROUND({total.coordinate}-{value.coordinate},{places})"
        check.value = f'=IF({difference}=0,"{yes}","{no}")'
        made.results[check.coordinate] = yes if agrees else no

    def _of(self, totals: Sums, scope: Scope) -> Decimal:
        return totals.get((self.subject, self.indicator, scope), Decimal(0))

    def _sumifs(self, scope: Scope) -> str:
        first, last = self.rows

        def column(letter: str) -> str:
            return f"${letter}${first}:${letter}${last}"

        whose = f"{column(_SUBJECT)},$A{self.row}"
        if self.subject == BRANCH:
            whose = f'{column(_FOR_BRANCH)},"{_YES.said(self.lang)}"'
        return (
            f"SUMIFS({column(_AMOUNT)},{whose},{column(_INDICATOR)},$B{self.row},"
            f'{column(_SCOPE)},"{scope.said(self.lang)}")'
        )


def _rows(
    sheet: Worksheet, found: Sequence[Entry], score: Score, first: int, lang: Lang
) -> Iterator[bytes]:
    """Yield the XML of the rows."""
    paths: Mapping[Book, str] = dict(score.inputs.workbooks)
    styles = [_style_of(sheet, head) for head, _ in _COLUMNS]
    quoted = [_style_of(sheet, head, quoted=True) for head, _ in _COLUMNS]
    letters = [get_column_letter(index) for index in range(1, len(_COLUMNS) + 1)]
    for row, entry in enumerate(found, start=first):
        cells = []
        for letter, plain_style, text_style, value in zip(
            letters, styles, quoted, _values(entry, paths, lang), strict=True
        ):
            cells.append(_xml(f"{letter}{row}", plain_style, text_style, value))
        yield f'<row r="{row}">{"".join(cells)}</row>'.encode()


def _style_of(sheet: Worksheet, head: Head, *, quoted: bool = False) -> int:
    cell = Cell(sheet, row=1, column=1)
    style(cell, head, wrap=False)
    cell.quotePrefix = quoted
    return int(cell.style_id)


def _values(entry: Entry, paths: Mapping[Book, str], lang: Lang) -> Sequence[object]:
    row: Evidence = entry.evidence
    return (
        entry.person or BRANCH_WORDS.said(lang),
        row.indicator.said(lang),
        row.no,
        row.order_no,
        entry.scope.said(lang),
        row.note_no,
        row.customer,
        _YES.said(lang) if entry.is_branch else None,
        row.day,
        row.what.said(lang),
        row.product,
        row.quantity,
        row.unit_price,
        row.tax_rate,
        row.amount,
        paths.get(row.at.book) if row.at.row else None,
        row.at.row or None,
        place_of(row.beside, paths, lang),
    )


def _xml(cell: str, plain_style: int, text_style: int, value: object) -> str:
    if value is None:
        return f'<c r="{cell}" s="{plain_style}"/>'
    if isinstance(value, date):
        return f'<c r="{cell}" s="{plain_style}"><v>{(value - _DAY_0).days}</v></c>'
    if isinstance(value, Decimal | int):
        return f'<c r="{cell}" s="{plain_style}"><v>{plain(value, 10)}</v></c>'
    text = kept(str(value))
    number = text_style if text.startswith(FORMULA_STARTS) else plain_style
    space = ' xml:space="preserve"' if text != text.strip() else ""
    held = f"<is><t{space}>{escape(text)}</t></is>"
    return f'<c r="{cell}" s="{number}" t="inlineStr">{held}</c>'
