"""The sheet 依据核对 of a score workbook: formulas that add the evidence up to the actuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openpyxl.cell.cell import Cell
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Actual, Score
from xlsales.appraisal.subjects import BRANCH, named
from xlsales.core.exact import rounded
from xlsales.core.words import Lang, Words
from xlsales.documents.raw_rows import Made
from xlsales.documents.report import MONEY, PLAIN, Head, Page
from xlsales.documents.score_evidence import (
    AMOUNT,
    FOR_BRANCH,
    INDICATOR,
    SCOPE,
    SUBJECT,
    YES,
    Layout,
    width_of_subjects,
)
from xlsales.documents.score_rows import Scope, Sums, sums
from xlsales.forms.indicators import Indicator

CHECK = Words("依据核对", "Evidence check")
CHECK_HEAD = 3
"""The row of its heads."""

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
_WIDTHS = {
    Lang.ZH: (13, 14, 18, 18, 12, 18, 18, 12),
    Lang.EN: (13, 26, 18, 18, 14, 18, 18, 14),
}


def add_checks(sheet: Worksheet, score: Score, layout: Layout, lang: Lang) -> Made:
    """Write a line an actual, of the period and of the year to date, with its formulas."""
    names, *widths = _WIDTHS[lang]
    page = Page(sheet, lang, (max(width_of_subjects(score, lang), names), *widths))
    page.title(f"{CHECK.said(lang)}　{score.period}")
    page.note(
        Words(
            "用公式将两张依据表的来源行加总，与实际数核对，应全部相符。",
            "Formulas add up the rows of the two sheets of evidence and compare them with the "
            "actuals; all should agree.",
        ).said(lang)
    )
    head = page.head(_CHECKS)
    assert head == CHECK_HEAD
    sheet.freeze_panes = f"C{head + 1}"
    totals = sums(block.entries for block in (*layout.period, *layout.earlier))
    made = Made(0)
    checked = list(_checked(score))
    if not checked:
        page.note(Words("本期和本年都没有可核对的行。", "There are no rows to check.").said(lang))
    for subject, indicator, now, to_date in checked:
        row = page.line(_CHECKS, [named(subject), indicator, *[None] * (len(_CHECKS) - 2)])
        _Formulas(sheet, row, subject, indicator, layout, lang).write(made, totals, now, to_date)
    return made


def _checked(score: Score) -> Iterator[tuple[str, Indicator, Actual, Actual | None]]:
    """Yield the actuals to check: those with anything behind them."""
    for scored in score.subjects:
        for indicator, actual in scored.now.actuals.items():
            to_date = scored.to_date.actuals[indicator] if scored.to_date else None
            if actual.evidence or actual.due or (to_date and (to_date.evidence or to_date.due)):
                yield scored.subject, indicator, actual, to_date


@dataclass(frozen=True)
class _Formulas:
    """The check of one subject's indicator: a row of the upper table."""

    sheet: Worksheet
    row: int
    subject: str
    indicator: Indicator
    layout: Layout
    lang: Lang

    def write(self, made: Made, totals: Sums, now: Actual, to_date: Actual | None) -> None:
        """Write the formulas of the period and of the year to date, with their results."""
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
        made: Made,
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
        words, blocks = self.layout.of(scope)
        title = quote_sheetname(words.said(self.lang))
        first = blocks[0].row if blocks else 4
        last = blocks[-1].last if blocks else first

        def column(letter: str) -> str:
            return f"{title}!${letter}${first}:${letter}${last}"

        whose = f"{column(SUBJECT)},$A{self.row}"
        if self.subject == BRANCH:
            whose = f'{column(FOR_BRANCH)},"{YES.said(self.lang)}"'
        return (
            f"SUMIFS({column(AMOUNT)},{whose},{column(INDICATOR)},$B{self.row},"
            f'{column(SCOPE)},"{scope.said(self.lang)}")'
        )
