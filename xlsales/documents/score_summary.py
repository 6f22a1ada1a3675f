"""The sheet 汇总 of a score workbook: one A4 page that a manager reads in a minute.

Ranked, against the period before, with each one's main deductions in words, each of which leads
to its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Score, Standing, SubjectScore
from xlsales.appraisal.scoring import Deduction
from xlsales.appraisal.subjects import BRANCH, named
from xlsales.core.exact import plain
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.page import set_page
from xlsales.documents.report import CHANGE, PLAIN, WHOLE, Head, Page
from xlsales.documents.score_evidence import SHEET, Key, width_of_subjects
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

SUMMARY = Words("汇总", "Summary")
TITLE = Words("营销工作考核表", "Appraisal of sales work")

SUBJECT = Words("对象", "Subject")
SCORE = Words("本期得分", "Score")
_HEADS = (
    Head(SUBJECT, bold=True),
    Head(Words("名次", "Rank"), WHOLE),
    Head(SCORE, "0.00", bold=True),
    Head(Words("上期 → 本期", "Before → now"), align="center"),
    Head(Words("较上期", "Change"), CHANGE),
    Head(Words("累计得分", "Year to date"), "0.00"),
    Head(Words("累计名次", "Rank, year to date"), WHOLE),
    Head(Words("本期扣分", "Deducted"), PLAIN),
    Head(Words("主要扣分", "Main deductions")),
    Head(Words("", "")),
    Head(Words("", "")),
    Head(Words("未计分", "Not scored")),
)
_WIDTHS = {
    Lang.ZH: (10, 7, 10, 16, 10, 10, 10, 10, 26, 26, 26, 28),
    Lang.EN: (12, 7, 10, 16, 10, 10, 11, 12, 31, 31, 31, 34),
}
Unscored: TypeAlias = frozenset[tuple[Indicator, NotScored]]
"""Indicators that were not scored, and why."""

_FIRST_MAIN, _MAIN = 9, 3
_UPRIGHT = 18
"""With more subjects than these the page is upright."""


def add_summary(
    sheet: Worksheet,
    score: Score,
    evidence: Mapping[Key, int],
    deductions: tuple[str, Mapping[str, int]],
    lang: Lang,
) -> None:
    """Write the first page.

    ``evidence`` is where the rows behind each actual begin, ``deductions`` the title of that
    sheet and where each subject's begin.
    """
    names = width_of_subjects(score, lang)
    page = Page(sheet, lang, (max(names, _WIDTHS[lang][0]), *_WIDTHS[lang][1:]))
    page.title(TITLE.said(lang), centred=True)
    span = score.period.span
    base = plain(score.inputs.scoring.base_score)
    page.note(
        Words(
            f"考核期间：{score.period}（{span.first} 至 {span.last}）　"
            f"累计：{score.period.to_date.first} 至 {span.last}　基础分：{base}　"
            f"计算日：{score.inputs.today}",
            f"Period: {score.period} ({span.first} to {span.last}); year to date: from "
            f"{score.period.to_date.first}; base {base}; computed on {score.inputs.today}",
        ).said(lang),
        centred=True,
    )
    places = score.inputs.scoring.score_decimals
    shown = "0" + ("." + "0" * places if places else "")
    heads = [
        Head(h.words, shown if h.number_format == "0.00" else h.number_format, h.align, h.bold)
        for h in _HEADS
    ]
    head = page.head(heads)
    last = _FIRST_MAIN + _MAIN - 1
    sheet.merge_cells(start_row=head, end_row=head, start_column=_FIRST_MAIN, end_column=last)
    everyones = _everyones(score)
    for scored in ranked(score):
        is_branch = scored.subject == BRANCH
        mains = list(_mains(scored))
        values = _line(scored, [words for words, _ in mains], everyones)
        row = page.line(heads, values, shaded=is_branch)
        for column, (_, indicator) in enumerate(mains, start=_FIRST_MAIN):
            to = evidence.get((scored.subject, indicator)) if indicator else None
            if to is not None:
                page.link(row, column, SHEET.said(lang), to)
            elif scored.subject in deductions[1]:
                page.link(row, column, deductions[0], deductions[1][scored.subject])
    _colour_change(sheet, f"E{head + 1}:E{page.row}", f"E{head + 1}")
    page.skip(5)
    page.note(_reading(everyones).said(lang))
    page.skip(16)
    page.sign(
        (
            (1, Words("编制：", "Prepared:")),
            (5, Words("审核：", "Reviewed:")),
            (9, Words("批准：", "Approved:")),
            (11, Words("日期：", "Date:")),
        )
    )
    set_page(sheet, lang, f"{TITLE.said(lang)} {score.period}", "")
    sheet.page_setup.fitToHeight = 1
    if len(score.subjects) > _UPRIGHT:
        sheet.page_setup.orientation = "portrait"


def ranked(score: Score) -> Sequence[SubjectScore]:
    """Return the subjects as they are read: the branch, by rank, those without one."""
    return sorted(
        score.subjects,
        key=lambda one: (one.subject != BRANCH, one.now.rank is None, one.now.rank or 0),
    )


def deducted(standing: Standing) -> Fraction:
    """Return the points deducted."""
    return sum((one.points for one in standing.deductions if one.points is not None), Fraction(0))


def _line(scored: SubjectScore, mains: Sequence[Words], everyones: Unscored) -> Sequence[object]:
    now, year = scored.now, scored.to_date
    return (
        named(scored.subject),
        now.rank,
        now.score,
        _from_to(scored),
        scored.change,
        None if year is None else year.score,
        None if year is None else year.rank,
        deducted(now),
        *mains,
        *[None] * (_MAIN - len(mains)),
        _not_scored(scored, everyones),
    )


def _from_to(scored: SubjectScore) -> str | None:
    before = scored.previous
    if before is None:
        return None
    was = "—" if before.partial else plain(before.score)
    return f"{was} → {plain(scored.now.score)}"


def _mains(scored: SubjectScore) -> Iterator[tuple[Words, Indicator | None]]:
    """Yield the deductions that count most, each in words, and what is left of the others."""
    found = sorted(
        ((one.points, one) for one in scored.now.deductions if one.points),
        key=lambda pair: -pair[0],
    )
    shown = found if len(found) <= _MAIN else found[: _MAIN - 1]
    for points, one in shown:
        yield _said(one, points), one.rule.indicator
    if rest := found[len(shown) :]:
        lost = plain(sum((points for points, _ in rest), Fraction(0)), 2)
        yield (
            Words(f"其余 {len(rest)} 项，扣{lost}分", f"{len(rest)} others: −{lost}"),
            None,
        )


def _said(one: Deduction, points: Fraction) -> Words:
    what, lost = one.rule.indicator.words, plain(points, 2)
    if one.completion is not None:
        reached = plain(one.completion * 100, 1)
        return Words(f"{what.zh}{reached}%，扣{lost}分", f"{what.en} {reached} %: −{lost}")
    return Words(f"{what.zh}{one.count}次，扣{lost}分", f"{what.en}, {one.count}: −{lost}")


def _everyones(score: Score) -> Unscored:
    """Return what is scored for nobody, and why: said once under the table."""
    held = [
        {(one.rule.indicator, one.not_scored) for one in s.now.deductions if one.not_scored}
        for s in score.subjects
    ]
    return frozenset(held[0].intersection(*held[1:])) if held else frozenset()


def _not_scored(scored: SubjectScore, everyones: Unscored) -> Words | None:
    """Return what of a subject was not scored beside what nobody was scored for."""
    own = [
        (one.rule.indicator, one.not_scored)
        for one in scored.now.deductions
        if one.not_scored is not None and (one.rule.indicator, one.not_scored) not in everyones
    ]
    said = [] if not own else [_grouped(own)]
    if scored.subject != BRANCH:
        if scored.now.partial:
            said.append(Words("不排名", "not ranked"))
        elif scored.to_date is not None and scored.to_date.partial:
            said.append(Words("累计不排名", "not ranked in the year to date"))
    if not said:
        return None
    return Words("；".join(w.zh for w in said), "; ".join(w.en for w in said))


def _grouped(unscored: Sequence[tuple[Indicator, NotScored]]) -> Words:
    """Return indicators by why they were not scored: 没有目标：营业收入、利润."""
    groups: dict[NotScored, list[Indicator]] = {}
    for indicator, why in unscored:
        groups.setdefault(why, []).append(indicator)
    return Words(
        "；".join(
            f"{why.words.zh}：{'、'.join(i.words.zh for i in held)}" for why, held in groups.items()
        ),
        "; ".join(
            f"{why.words.en}: {', '.join(i.words.en for i in held)}" for why, held in groups.items()
        ),
    )


def _reading(everyones: Unscored) -> Words:
    order = {indicator: place for place, indicator in enumerate(Indicator)}
    zh = "单击“主要扣分”查看依据；百分数为目标完成率，“—”为上期有指标未能计分。"
    en = (
        "Click a deduction for its evidence; percentages are of the target, and — stands for a "
        "period before in which something could not be scored."
    )
    if everyones:
        said = _grouped(sorted(everyones, key=lambda pair: order[pair[0]]))
        zh = f"所有对象均未计分：{said.zh}。{zh}"
        en = f"Not scored for anybody: {said.en}. {en}"
    return Words(zh, en)


def _colour_change(sheet: Worksheet, where: str, first: str) -> None:
    for sign, ink in (("<", looks.RED_INK), (">", looks.GREEN_INK)):
        rule = Rule(
            type="expression",
            formula=[f"AND(ISNUMBER({first}),{first}{sign}0)"],
            dxf=DifferentialStyle(font=Font(color=ink)),
        )
        sheet.conditional_formatting.add(where, rule)
