"""The sheet 计算依据 of a score workbook: what the score was made of, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Score
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents.report import DATE, PLAIN, SENTENCE, Head, Page
from xlsales.documents.score_rows import place_of
from xlsales.documents.score_summary import TITLE
from xlsales.forms.choices import Kind
from xlsales.forms.settings import SCORING

_TITLE = Words("计算依据", "Inputs")
_WIDTHS = (26, 44, 16, 16, 12, 12, 12, 12, 12, 12)

_SETTINGS = (
    Head(Words("设置", "Setting")),
    Head(Words("说明", "Meaning")),
    Head(Words("值", "Value"), align="center"),
)
_RULES = (
    Head(Words("序号", "No."), align="center"),
    Head(Words("条款", "Clause")),
    Head(Words("指标", "Indicator")),
    Head(Words("计分方式", "Kind"), align="center"),
    Head(Words("每降百分点", "Step %"), PLAIN),
    Head(Words("每档扣分", "Points"), PLAIN),
    Head(Words("尾数", "Rounding"), align="center"),
    Head(Words("扣分上限", "Cap"), PLAIN),
    Head(Words("启用日期", "Valid from"), DATE),
    Head(Words("停用日期", "Valid to"), DATE),
)
_BOOKS = (
    Head(Words("类别", "Kind")),
    Head(Words("工作簿", "Workbook")),
    Head(Words("负责人", "Owner")),
    Head(Words("年度", "Year"), align="center"),
)
FINDINGS = (
    Head(Words("工作簿与行", "Workbook and row")),
    Head(Words("提示", "Finding")),
)
NONE = Words("没有。", "None.")


def add_inputs(sheet: Worksheet, score: Score, lang: Lang) -> None:
    """Write period, settings, rules, workbooks, and the rows that did not count."""
    page = Page(sheet, lang, _WIDTHS)
    page.set_paper(lang, f"{TITLE.said(lang)} {score.period}")
    page.title(_TITLE.said(lang))
    span, today = score.period.span, score.inputs.today
    page.note(
        Words(
            f"期间 {score.period}：{span.first} 至 {span.last}；计算日 {today}。"
            "用同样的工作簿、规则和设置再算一次，结果相同。",
            f"Period {score.period}: {span.first} to {span.last}; computed on {today}. The same "
            "workbooks, rules and settings give the same score.",
        ).said(lang)
    )
    page.section(Words("考核设置", "Settings"))
    scoring = score.inputs.scoring
    page.table(
        _SETTINGS,
        [(e.name, SCORING[e.name].meaning, getattr(scoring, e.name)) for e in fields(scoring)],
    )
    page.skip()
    page.begin()
    page.section(Words("扣分规则", "Rules"))
    page.table(
        _RULES,
        [
            (
                rule.rule_no,
                rule.clause,
                rule.indicator,
                rule.kind,
                rule.step_pct,
                rule.points,
                rule.rounding,
                rule.cap,
                rule.valid_from,
                rule.valid_to,
            )
            for rule in score.inputs.rules
        ],
    )
    page.skip()
    page.begin()
    page.section(Words("工作簿", "Workbooks"))
    page.table(_BOOKS, [_book(book, path) for book, path in score.inputs.workbooks])
    page.skip()
    page.begin(*(() if score.findings else (SENTENCE,)))
    _findings(page, score, lang)


def _book(book: Book, path: str) -> Sequence[object]:
    kind = Kind(book.kind) if book.kind in set(Kind) else book.kind
    return kind, path, book.owner or None, str(book.year) if book.year else None


def _findings(page: Page, score: Score, lang: Lang) -> None:
    page.section(Words("未计入的行与提示", "Rows left out, and findings"))
    if not score.findings:
        page.note(NONE.said(lang))
        return
    paths = dict(score.inputs.workbooks)
    page.table(
        FINDINGS,
        [(place_of(e.place.at, paths, lang), e.message(lang)) for e in score.findings],
        wide=True,
    )
