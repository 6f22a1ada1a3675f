"""The sheet 计算依据 of a score workbook: what the score was made of, and what was left out."""

from __future__ import annotations

from dataclasses import fields

from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.score import Score
from xlsales.core.words import Lang, Words
from xlsales.documents.report import DATE, PLAIN, Head, Page
from xlsales.documents.score_rows import place_of
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
_FINDINGS = (
    Head(Words("工作簿与行", "Workbook and row")),
    Head(Words("提示", "Finding")),
)


def add_inputs(sheet: Worksheet, score: Score, lang: Lang) -> None:
    """Write period, settings, rules, workbooks, and the rows that did not count."""
    page = Page(sheet, lang, _WIDTHS)
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
    page.head(_SETTINGS)
    for entry in fields(score.inputs.scoring):
        value = getattr(score.inputs.scoring, entry.name)
        page.line(_SETTINGS, (entry.name, SCORING[entry.name].meaning, value))
    page.skip()
    page.section(Words("扣分规则", "Rules"))
    page.head(_RULES)
    for rule in score.inputs.rules:
        page.line(
            _RULES,
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
            ),
        )
    page.skip()
    page.section(Words("工作簿", "Workbooks"))
    page.head(_BOOKS)
    for book, path in score.inputs.workbooks:
        known = book.kind in set(Kind)
        kind = Kind(book.kind) if known else book.kind
        page.line(_BOOKS, (kind, path, book.owner or None, str(book.year) if book.year else None))
    page.skip()
    _findings(page, score, lang)


def _findings(page: Page, score: Score, lang: Lang) -> None:
    page.section(Words("未计入的行与提示", "Rows left out, and findings"))
    if not score.findings:
        page.note(Words("没有。", "None.").said(lang))
        return
    paths = dict(score.inputs.workbooks)
    page.head(_FINDINGS)
    for finding in score.findings:
        where = place_of(finding.place.at, paths, lang)
        page.wide_line(_FINDINGS, (where, finding.message(lang)))
