"""The score workbook 考核表: what managers read (appraisal.md, *The score sheet*).

Summary, dashboard, indicators, deductions, evidence and its check, inputs. It names itself
``score`` in its properties, so that it is not taken for one of the standard workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Score, Standing, SubjectScore
from xlsales.appraisal.scoring import Deduction
from xlsales.appraisal.subjects import BRANCH, BRANCH_WORDS
from xlsales.core.exact import rounded
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.packing import properties_of, saved, zipped
from xlsales.documents.page import set_page
from xlsales.documents.report import MONEY, PERCENT, PLAIN, WHOLE, Head, Page
from xlsales.documents.score_checks import CHECK, CHECK_HEAD, add_checks
from xlsales.documents.score_dashboard import DASHBOARD, DATA, add_dashboard
from xlsales.documents.score_evidence import (
    EARLIER,
    SHEET,
    Key,
    add_evidence,
    keep_from_printing,
    layout_of,
    width_of_subjects,
)
from xlsales.documents.score_inputs import add_inputs
from xlsales.documents.score_summary import (
    SUMMARY,
    TITLE,
    add_summary,
    deducted,
    ranked,
)
from xlsales.forms.indicators import SCORED, Indicator

KIND = "score"
"""What the workbook says that it is, in ``xlsales.kind``."""

INDICATORS = Words("指标完成情况", "Indicators")
DEDUCTIONS = Words("扣分明细", "Deductions")
INPUTS = Words("计算依据", "Inputs")

_DEDUCTION_HEAD = 2

_FIGURES = (
    Head(Words("对象", "Subject"), bold=True),
    Head(Words("指标", "Indicator")),
    Head(Words("本期目标", "Target"), MONEY),
    Head(Words("本期实际", "Actual"), MONEY),
    Head(Words("本期完成率", "Completion"), PERCENT),
    Head(Words("本期扣分", "Deducted"), PLAIN),
    Head(Words("累计目标", "Target, year to date"), MONEY),
    Head(Words("累计实际", "Actual, year to date"), MONEY),
    Head(Words("累计完成率", "Completion, year to date"), PERCENT),
    Head(Words("累计扣分", "Deducted, year to date"), PLAIN),
    Head(Words("未计分", "Not scored")),
)
_WIDTHS = {
    Lang.ZH: (13, 14, 16, 16, 12, 11, 16, 16, 12, 11, 30),
    Lang.EN: (13, 24, 16, 16, 12, 11, 16, 16, 12, 11, 30),
}

_RULES = (
    (Head(Words("对象", "Subject"), bold=True), 13),
    (Head(Words("序号", "No."), align="center"), 6),
    (Head(Words("条款", "Clause")), 38),
    (Head(Words("指标", "Indicator")), 16),
    (Head(Words("计分方式", "Kind"), align="center"), 13),
    (Head(Words("目标", "Target"), MONEY), 16),
    (Head(Words("实际", "Actual"), MONEY), 16),
    (Head(Words("完成率", "Completion"), PERCENT), 12),
    (Head(Words("未完成百分点", "Shortfall %"), PLAIN), 13),
    (Head(Words("档数", "Steps"), PLAIN), 9),
    (Head(Words("次数", "Count"), WHOLE), 7),
    (Head(Words("每档扣分", "Points a step"), PLAIN), 10),
    (Head(Words("扣分上限", "Cap"), PLAIN), 10),
    (Head(Words("扣分", "Deducted"), PLAIN, bold=True), 10),
    (Head(Words("未计分原因", "Not scored because")), 20),
    (Head(Words("依据", "Evidence"), align="center"), 10),
)


def score_sheet(score: object, lang: Lang) -> bytes:
    """Return the workbook of a score; TypeError for anything else."""
    if not isinstance(score, Score):
        raise TypeError(f"no document is made of {type(score).__name__}")
    workbook = looks.fresh_workbook()
    workbook.remove(workbook.worksheets[0])
    sheets = {
        words: workbook.create_sheet(words.said(lang))
        for words in (
            SUMMARY,
            DASHBOARD,
            INDICATORS,
            DEDUCTIONS,
            SHEET,
            EARLIER,
            CHECK,
            DATA,
            INPUTS,
        )
    }
    layout = layout_of(score)
    places, subjects = _deduction_places(score)
    add_summary(sheets[SUMMARY], score, layout.starts, (DEDUCTIONS.said(lang), subjects), lang)
    heads = {
        INDICATORS: _indicators(sheets[INDICATORS], score, lang),
        DEDUCTIONS: _DEDUCTION_HEAD,
        CHECK: CHECK_HEAD,
    }
    _deductions(sheets[DEDUCTIONS], score, layout.starts, lang)
    made = {CHECK: add_checks(sheets[CHECK], score, layout, lang)}
    for title, blocks in ((SHEET, layout.period), (EARLIER, layout.earlier)):
        made[title] = add_evidence(sheets[title], score, blocks, places, (title, DEDUCTIONS), lang)
    add_dashboard(sheets[DASHBOARD], sheets[DATA], score, lang)
    add_inputs(sheets[INPUTS], score, lang)
    for words, sheet in sheets.items():
        if words in {SUMMARY, DASHBOARD, DATA, INPUTS}:
            continue
        head = f"{heads[words]}:{heads[words]}" if words in heads else ""
        set_page(sheet, lang, f"{TITLE.said(lang)} {score.period}", head)
        if words in {SHEET, EARLIER}:
            keep_from_printing(sheet)
    book = Book(KIND, "", score.period.year)
    properties = {**properties_of(book, lang), "xlsales.period": str(score.period)}
    parts = saved(workbook, properties)
    filled = {}
    for words, content in made.items():
        part = f"xl/worksheets/sheet{workbook.worksheets.index(sheets[words]) + 1}.xml"
        filled[part] = content.put_in(parts[part])
    return zipped({**parts, **filled})


def _name(subject: str) -> Words | str:
    return BRANCH_WORDS if subject == BRANCH else subject


def _deducted_for(standing: Standing, *indicators: Indicator) -> Fraction | None:
    """Return the points deducted for some indicators, None where nothing of them was scored."""
    scored = [
        one.points
        for one in standing.deductions
        if one.points is not None and one.rule.indicator in indicators
    ]
    return sum(scored, Fraction(0)) if scored else None


def _indicators(sheet: Worksheet, score: Score, lang: Lang) -> int:
    """Write everybody's figures, and return the row of their heads."""
    names = max(width_of_subjects(score, lang), _WIDTHS[lang][0])
    page = Page(sheet, lang, (names, *_WIDTHS[lang][1:]))
    page.title(f"{INDICATORS.said(lang)}　{score.period}")
    head = page.head(_FIGURES)
    sheet.freeze_panes = f"C{head + 1}"
    for scored in ranked(score):
        for indicator in SCORED:
            line = _figure_line(scored, indicator)
            if line is None:
                continue
            row = page.line(_FIGURES, line, shaded=scored.subject == BRANCH)
            if indicator.definition.is_counted:
                for column in (4, 8):
                    sheet.cell(row, column).number_format = WHOLE
    return head


def _figure_line(scored: SubjectScore, indicator: Indicator) -> Sequence[object] | None:
    """Return a line of figures, or None where there is nothing to say."""
    now, year = scored.now, scored.to_date
    figures = [_figures(now, indicator), *([_figures(year, indicator)] if year else [])]
    if all(target is None and not actual for target, actual, *_ in figures) and not any(
        one.rule.indicator is indicator for one in now.deductions
    ):
        return None
    reasons = dict.fromkeys(
        one.not_scored
        for one in now.deductions
        if one.rule.indicator is indicator and one.not_scored is not None
    )
    if not reasons and (problem := now.actuals[indicator].problem) is not None:
        reasons = {problem: None}
    return (
        _name(scored.subject),
        indicator,
        *figures[0],
        *(figures[1] if year else (None,) * 4),
        tuple(reasons) or None,
    )


def _figures(standing: Standing, indicator: Indicator) -> tuple[object, object, object, object]:
    """Return target, actual, completion and points deducted."""
    actual = standing.actuals[indicator].value
    if indicator.definition.is_counted:
        count = None if actual is None else int(actual)
        return None, count, None, _deducted_for(standing, indicator)
    goal = standing.goals[indicator]
    completion = None
    if actual is not None and goal.value is not None and goal.value > 0:
        completion = actual / Fraction(goal.value)
    return (
        goal.value,
        None if actual is None else rounded(actual),
        completion,
        _deducted_for(standing, indicator),
    )


def _deduction_rows(score: Score) -> Iterator[tuple[SubjectScore, Sequence[Deduction]]]:
    """Yield the subjects in their order on the sheets, with their deductions."""
    for scored in ranked(score):
        yield scored, scored.now.deductions


def _deduction_places(score: Score) -> tuple[Mapping[Key, int], Mapping[str, int]]:
    """Return on which row each indicator's deduction will lie, and where each subject's begin."""
    row = _DEDUCTION_HEAD + 1
    places: dict[Key, int] = {}
    subjects: dict[str, int] = {}
    for scored, deductions in _deduction_rows(score):
        subjects[scored.subject] = row
        for one in deductions:
            places.setdefault((scored.subject, one.rule.indicator), row)
            row += 1
        row += 1
    return places, subjects


def _deductions(sheet: Worksheet, score: Score, starts: Mapping[Key, int], lang: Lang) -> None:
    wider = {Lang.ZH: 0, Lang.EN: 8}[lang]  # for the names of the indicators
    widths = [w + wider * (i == 3) for i, (_, w) in enumerate(_RULES)]
    page = Page(sheet, lang, [max(width_of_subjects(score, lang), widths[0]), *widths[1:]])
    heads = [head for head, _ in _RULES]
    page.title(f"{DEDUCTIONS.said(lang)}　{score.period}")
    head = page.head(heads)
    assert head == _DEDUCTION_HEAD
    sheet.freeze_panes = f"B{head + 1}"
    total = [Head(h.words, h.number_format, h.align, bold=True) for h in heads]
    for scored, deductions in _deduction_rows(score):
        for one in deductions:
            start = starts.get((scored.subject, one.rule.indicator))
            row = page.line(heads, _deduction_line(scored, one, start is not None))
            if start is not None:
                page.link(row, len(heads), SHEET.said(lang), start)
        score_is = Words(
            f"扣分合计；得分 {scored.now.score}", f"Total deducted; score {scored.now.score}"
        )
        values: list[object] = [None] * len(heads)
        values[0], values[2], values[13] = _name(scored.subject), score_is, deducted(scored.now)
        page.line(total, values, shaded=True)


def _deduction_line(scored: SubjectScore, one: Deduction, has_evidence: bool) -> Sequence[object]:
    rule = one.rule
    actual: object = None if one.actual is None else rounded(one.actual)
    return (
        _name(scored.subject),
        rule.rule_no,
        rule.clause,
        rule.indicator,
        rule.kind,
        None if one.target is None else rounded(one.target),
        actual,
        one.completion,
        one.shortfall_pct,
        one.steps,
        one.count,
        rule.points,
        rule.cap,
        one.points,
        one.not_scored,
        Words("查看", "see") if has_evidence else None,
    )
