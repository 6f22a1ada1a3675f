"""Print forms 单据: a template of the office, or the shipped one, filled (forms.md, *Print forms*).

What a form shows is decided by its defined names alone (``template.py``), so that the office may
change everything else about it. Besides what a macro gives, every form may use ``headline``
(company and branch), ``copy`` or ``copies``, and for each amount ``X`` its capitals ``X_capital``;
``total_capital`` is that of ``total_amount``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from xlsales.core.outcome import Document, FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents.capitals import capitals
from xlsales.documents.drawings import carry_drawing
from xlsales.documents.filling import fill
from xlsales.documents.package import parts_of, saved, zipped
from xlsales.documents.template import (
    COPIES,
    COPY,
    LINE,
    Template,
    UnusableTemplate,
    read_template,
)
from xlsales.resources import shipped_templates

FORMS: Mapping[str, Words] = {
    "task_plan": Words("任务计划单", "Task plan"),
    "delivery_note": Words("送货单", "Delivery note"),
    "tracking_card": Words("产品质量跟踪卡", "Tracking card"),
    "trade_request": Words("外购需求单", "Trade request"),
}
"""The names of the forms' files, without their ending."""

NO_PRICES = Words("不含价", "no prices")
"""Added to the name of a form's variant without price columns."""

_CAPITAL = "_capital"
_UNFIT_FOR_A_SHEET = re.compile(r"[\\/*?:\[\]']")


def render(document: Document, lang: Lang, folder: Path | None = None) -> bytes:
    """Return the finished workbook of a document.

    ``folder`` is the office's own ``templates`` folder, looked into before the shipped forms.
    UnusableTemplate if the form is missing or lacks what it needs.
    """
    content = document.content
    if not isinstance(content, FormContent):
        from xlsales.documents.score_sheet import score_sheet

        return score_sheet(content, lang)
    path = template_path(document.form, content.fields, lang, folder)
    template = read_template(path)
    _check(template, content)
    sheets = list(_copies(template, content, lang))
    layouts = []
    for title, copy in sheets:
        fields = {**content.fields, **_made(template, content.fields, lang), **copy}
        _, made = fill(template, title, fields, content.lines, lang)
        layouts.append(made)
    workbook = template.workbook
    for sheet in workbook.worksheets[: -len(sheets)]:
        workbook.remove(sheet)
    workbook.defined_names.clear()
    workbook.active = 0
    line = template.line
    parts = saved(workbook, {"xlsales.document": document.form, "xlsales.lang": str(lang)})
    carry_drawing(parts_of(path.read_bytes()), parts, layouts, line)
    return zipped(parts)


def _check(template: Template, content: FormContent) -> None:
    """Raise UnusableTemplate where the lines would have no place on the form."""
    if not content.lines:
        return
    if LINE not in template.names:
        raise UnusableTemplate(
            template.path,
            "缺少名称“line”（需重复的行），请在“公式 → 名称管理器”中补上。",
            "lacks the name “line” for the row to repeat; add it under Formulas → Name Manager.",
        )
    for key in content.lines[0]:
        name = f"{LINE}_{key}"
        if (
            name in template.names
            and key not in template.line_columns
            and name not in content.fields
        ):
            raise UnusableTemplate(
                template.path,
                f"中名称“{name}”应在名称“line”所在的行上。",
                f"must have “{name}” in the row named “line”.",
            )


def template_path(
    form: str, fields: Mapping[str, object], lang: Lang, folder: Path | None = None
) -> Path:
    """Return the form to fill: the office's own, in its folder or its language's, or the shipped.

    ``paper`` and ``prices`` of a delivery note choose among its variants.
    """
    name = file_name(form, fields, lang)
    shipped = shipped_templates() / str(lang)
    places = ([folder / str(lang), folder] if folder else []) + [shipped]
    found = next((place / name for place in places if (place / name).is_file()), None)
    if found is None:
        raise UnusableTemplate(
            shipped / name, "找不到，请重新安装 xlsales。", "is missing; install xlsales again."
        )
    return found


def file_name(form: str, fields: Mapping[str, object], lang: Lang) -> str:
    """Return the name of a form's file, such as ``送货单-241x140-不含价.xlsx``."""
    parts = [FORMS[form].said(lang)]
    paper = fields.get("paper", "A4")
    if paper != "A4":
        parts.append(str(paper))
    if fields.get("prices") is False:
        parts.append(NO_PRICES.said(lang))
    return "-".join(parts) + ".xlsx"


def _copies(
    template: Template, content: FormContent, lang: Lang
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the sheets to make: their titles, and what names the copy on them."""
    named = [copy.said(lang) for copy in content.copies]
    own = template.sheet.title
    template.sheet.title = f"{own[:25]}_form"  # each name once; this sheet goes in the end
    if COPIES in template.names or not named:
        all_of_them = (", " if lang is Lang.EN else "、").join(named)
        yield own, {COPIES: all_of_them or None, COPY: all_of_them or None}
        return
    for name in named:
        yield _UNFIT_FOR_A_SHEET.sub("", name)[:31], {COPY: name}


def _made(template: Template, fields: Mapping[str, object], lang: Lang) -> Mapping[str, object]:
    """Return what every form may use besides the fields that it is given."""
    made: dict[str, object] = {"headline": _headline(fields, lang)}
    for name in template.names:
        if name.endswith(_CAPITAL):
            base = name.removesuffix(_CAPITAL)
            amount = fields.get(base, fields.get(f"{base}_amount"))
            if isinstance(amount, Decimal | int):
                made[name] = capitals(amount)
    return {name: value for name, value in made.items() if name not in fields}


def _headline(fields: Mapping[str, object], lang: Lang) -> str | None:
    company, branch = (str(fields.get(key) or "") for key in ("company", "branch"))
    if branch.startswith(company):
        return branch or None
    return company + ("" if lang is Lang.ZH else " ") + branch
