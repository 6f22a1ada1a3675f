"""The score workbook 考核表: what managers read (appraisal.md, *The score sheet*).

Summary, deductions, evidence, inputs. It names itself ``score`` in its properties, so that it is
not taken for one of the standard workbooks.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Score, Standing, SubjectScore
from xlsales.appraisal.scoring import COUNTED, Deduction
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.exact import rounded
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.package import properties_of, saved, zipped
from xlsales.documents.page import set_page
from xlsales.documents.report import CHANGE, MONEY, PERCENT, PLAIN, WHOLE, Head, Page
from xlsales.documents.score_evidence import (
    BRANCH_WORDS,
    SHEET,
    EvidenceSheet,
    add_evidence,
)
from xlsales.documents.score_inputs import add_inputs
from xlsales.forms.choices import Indicator, TargetIndicator

KIND = "score"
"""What the workbook says that it is, in ``xlsales.kind``."""

SUMMARY = Words("汇总", "Summary")
DEDUCTIONS = Words("扣分明细", "Deductions")
INPUTS = Words("计算依据", "Inputs")

_TITLE = Words("营销工作考核表", "Appraisal of sales work")

SUBJECT = Words("对象", "Subject")
SCORE = Words("本期得分", "Score")
_SCORES = (
    Head(SUBJECT, bold=True),
    Head(Words("基础分", "Base"), PLAIN),
    Head(Words("本期扣分", "Deducted"), PLAIN),
    Head(SCORE, "0.00", bold=True),
    Head(Words("名次", "Rank"), WHOLE),
    Head(Words("上期得分", "Previous period"), "0.00"),
    Head(Words("较上期", "Change"), CHANGE),
    Head(Words("累计扣分", "Deducted, year to date"), PLAIN),
    Head(Words("累计得分", "Score, year to date"), "0.00", bold=True),
    Head(Words("累计名次", "Rank, year to date"), WHOLE),
    Head(Words("说明", "Note")),
)
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
    summary = workbook.worksheets[0]
    summary.title = SUMMARY.said(lang)
    deductions = workbook.create_sheet(DEDUCTIONS.said(lang))
    evidence = workbook.create_sheet(SHEET.said(lang))
    inputs = workbook.create_sheet(INPUTS.said(lang))
    made = add_evidence(evidence, score, lang)
    figures = _summary(summary, score, lang)
    _deductions(deductions, score, made, lang)
    add_inputs(inputs, score, lang)
    for sheet in workbook.worksheets:
        row = {summary: figures, deductions: 2, evidence: made.head}.get(sheet)
        head = f"{row}:{row}" if row else ""
        set_page(sheet, lang, f"{_TITLE.said(lang)} {score.period}", head)
    book = Book(KIND, "", score.period.year)
    properties = {**properties_of(book, lang), "xlsales.period": str(score.period)}
    parts = saved(workbook, properties)
    part = f"xl/worksheets/sheet{workbook.worksheets.index(evidence) + 1}.xml"
    parts[part] = made.put_in(parts[part])
    return zipped(parts)


def _name(subject: str) -> Words | str:
    return BRANCH_WORDS if subject == BRANCH else subject


def _deducted(standing: Standing) -> Fraction:
    """Return the points deducted."""
    return _deducted_for(standing, *Indicator) or Fraction(0)


def _deducted_for(standing: Standing, *indicators: Indicator) -> Fraction | None:
    """Return the points deducted for some indicators, None where nothing of them was scored."""
    scored = [
        one.points
        for one in standing.deductions
        if one.points is not None and one.rule.indicator in indicators
    ]
    return sum(scored, Fraction(0)) if scored else None


def _summary(sheet: Worksheet, score: Score, lang: Lang) -> int:
    """Write the summary, and return the row that further pages repeat."""
    page = Page(sheet, lang, _WIDTHS[lang])
    page.title(_TITLE.said(lang), centred=True)
    span = score.period.span
    page.note(
        Words(
            f"考核期间：{score.period}（{span.first} 至 {span.last}）　"
            f"累计：{score.period.to_date.first} 至 {span.last}　计算日：{score.inputs.today}",
            f"Period: {score.period} ({span.first} to {span.last}); year to date: from "
            f"{score.period.to_date.first}; computed on {score.inputs.today}",
        ).said(lang),
        centred=True,
    )
    page.section(Words("得分与名次", "Scores and ranks"))
    places = score.inputs.scoring.score_decimals
    shown = "0" + ("." + "0" * places if places else "")
    heads = [
        Head(h.words, shown if h.number_format == "0.00" else h.number_format, h.align, h.bold)
        for h in _SCORES
    ]
    first = page.head(heads) + 1
    for found in score.subjects:
        page.line(heads, _score_line(found, score), shaded=found.subject == BRANCH)
    _colour_change(sheet, f"G{first}:G{page.row}", f"G{first}")
    page.skip()
    page.section(Words("指标完成情况", "Indicators"))
    repeated = page.head(_FIGURES)
    for found in score.subjects:
        for indicator in Indicator:
            line = _figure_line(found, indicator)
            if line is None:
                continue
            row = page.line(_FIGURES, line, shaded=found.subject == BRANCH)
            if indicator in COUNTED:
                for column in (4, 8):
                    sheet.cell(row, column).number_format = WHOLE
    page.skip(20)
    page.sign(
        (
            (1, Words("编制：", "Prepared:")),
            (4, Words("审核：", "Reviewed:")),
            (7, Words("批准：", "Approved:")),
            (10, Words("日期：", "Date:")),
        )
    )
    return repeated


def _score_line(found: SubjectScore, score: Score) -> Sequence[object]:
    now, year, before = found.now, found.to_date, found.previous
    return (
        _name(found.subject),
        score.inputs.scoring.base_score,
        _deducted(now),
        now.score,
        now.rank,
        None if before is None else before.score,
        found.change,
        None if year is None else _deducted(year),
        None if year is None else year.score,
        None if year is None else year.rank,
        _remark(found),
    )


def _remark(found: SubjectScore) -> Words | None:
    said = []
    if found.now.partial:
        said.append(
            Words("本期有指标未能计分，不排名", "partial: an indicator could not be scored")
        )
    if found.to_date is not None and found.to_date.partial:
        said.append(Words("累计有指标未能计分，不排名", "partial in the year to date"))
    if not said:
        return None
    return Words("；".join(w.zh for w in said), "; ".join(w.en for w in said))


def _figure_line(found: SubjectScore, indicator: Indicator) -> Sequence[object] | None:
    """Return a line of figures, or None where there is nothing to say."""
    now, year = found.now, found.to_date
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
        _name(found.subject),
        indicator,
        *figures[0],
        *(figures[1] if year else (None,) * 4),
        tuple(reasons) or None,
    )


def _figures(standing: Standing, indicator: Indicator) -> tuple[object, object, object, object]:
    """Return target, actual, completion and points deducted."""
    actual = standing.actuals[indicator].value
    if indicator in COUNTED:
        count = None if actual is None else int(actual)
        return None, count, None, _deducted_for(standing, indicator)
    goal = standing.goals[TargetIndicator(indicator.value)]
    completion = None
    if actual is not None and goal.value is not None and goal.value > 0:
        completion = actual / Fraction(goal.value)
    return (
        goal.value,
        None if actual is None else rounded(actual),
        completion,
        _deducted_for(standing, indicator),
    )


def _deductions(sheet: Worksheet, score: Score, made: EvidenceSheet, lang: Lang) -> None:
    wider = {Lang.ZH: 0, Lang.EN: 8}[lang]  # for the names of the indicators
    page = Page(sheet, lang, [w + wider * (i == 3) for i, (_, w) in enumerate(_RULES)])
    heads = [head for head, _ in _RULES]
    page.title(f"{DEDUCTIONS.said(lang)}　{score.period}")
    head = page.head(heads)
    sheet.freeze_panes = f"B{head + 1}"
    total = [Head(h.words, h.number_format, h.align, bold=True) for h in heads]
    for found in score.subjects:
        for one in found.now.deductions:
            start = made.starts.get((found.subject, one.rule.indicator))
            row = page.line(heads, _deduction_line(found, one, start is not None))
            if start is not None:
                page.link(row, len(heads), SHEET.said(lang), start)
        score_is = Words(
            f"扣分合计；得分 {found.now.score}", f"Total deducted; score {found.now.score}"
        )
        values: list[object] = [None] * len(heads)
        values[0], values[2], values[13] = _name(found.subject), score_is, _deducted(found.now)
        page.line(total, values, shaded=True)


def _deduction_line(found: SubjectScore, one: Deduction, has_evidence: bool) -> Sequence[object]:
    rule = one.rule
    actual: object = None if one.actual is None else rounded(one.actual)
    return (
        _name(found.subject),
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


def _colour_change(sheet: Worksheet, where: str, first: str) -> None:
    for sign, ink in (("<", looks.RED_INK), (">", looks.GREEN_INK)):
        rule = Rule(
            type="expression",
            formula=[f"AND(ISNUMBER({first}),{first}{sign}0)"],
            dxf=DifferentialStyle(font=Font(color=ink)),
        )
        sheet.conditional_formatting.add(where, rule)
