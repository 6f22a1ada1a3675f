"""Print forms 单据: a template of the office, or the shipped one, filled (forms.md, *Print forms*).

What a form shows is decided by its defined names alone (``template.py``), so that the office may
change everything else about it. Besides what a macro gives, every form may use ``headline``
(company and branch), ``copy`` or ``copies``, and for each amount ``X`` its capitals ``X_capital``;
``total_capital`` is that of ``total_amount``. What stands in a second place, as on a reply slip, is
named ``X_2`` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from xlsales.core.outcome import Document, FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents.capitals import capitals
from xlsales.documents.drawings import carry_drawing
from xlsales.documents.filling import fill
from xlsales.documents.packing import parts_of, saved, zipped
from xlsales.documents.template import (
    COPIES,
    COPY,
    LINE,
    SPARE,
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
    "customer_card": Words("客户卡", "Customer card"),
    "statement": Words("对账单", "Statement"),
    "dunning": Words("催款函", "Dunning letter"),
}
"""The names of the forms' files, without their ending."""

NO_PRICES = Words("不含价", "no prices")
"""Added to the name of a form's variant without price columns."""

_CAPITAL = "_capital"
_AGAIN = re.compile(r"(\w+)_[2-9]")
SUFFIXES = re.compile(r"_(capital|[2-9])$")
"""What a name may have behind it: the amount in capitals, the same value in another place."""
_UNFIT_FOR_A_SHEET = re.compile(r"[\\/*?:\[\]']")


def render(document: Document, lang: Lang, folder: Path | None = None) -> bytes:
    """Return the finished workbook of a document.

    ``folder`` is the office's own ``templates`` folder, looked into before the shipped forms.
    UnusableTemplate if the form is missing or lacks what it needs.
    """
    content = document.filled()
    if not isinstance(content, FormContent):
        return _made_here(content, lang)
    path = template_path(document.form, content.fields, lang, folder)
    template = read_template(path)
    _check(template, content)
    sheets = list(_copies(template, content, lang))
    layouts = []
    for title, copy in sheets:
        fields = {**content.fields, **_made(template, content.fields, lang), **copy}
        _, made = fill(template, title, fields, content, lang)
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


def _made_here(content: object, lang: Lang) -> bytes:
    """Return a workbook that has no template: a score sheet, an analysis."""
    from xlsales.appraisal.analysis.model import Analysis

    if isinstance(content, Analysis):
        from xlsales.documents.analysis_book import analysis_book

        return analysis_book(content, lang)
    from xlsales.documents.score_sheet import score_sheet

    return score_sheet(content, lang)


def _check(template: Template, content: FormContent) -> None:
    """Raise UnusableTemplate where what is given would have no place on the form."""
    _check_places(template, content)
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
            cell = _cell_of(template, name)
            raise UnusableTemplate(
                template.path,
                f"中名称“{name}”指向 {cell}，应在名称“line”所在的行（第 {template.line} 行）上。",
                f"must have “{name}”, which points to {cell}, in the row named “line” (row "
                f"{template.line}).",
            )


def _check_places(template: Template, content: FormContent) -> None:
    """Raise UnusableTemplate where a name that is filled points to no cell that can be."""
    for name, said in template.astray.items():
        if _is_known(name, content):
            raise UnusableTemplate(
                template.path,
                f"中名称“{name}”指向 {said}，不是第一张工作表的单元格。请在“公式 → 名称管理器”中"
                "改为要填写的单元格，不需要的请删去该名称。",
                f"has the name “{name}” pointing to {said}, which is no cell of its first sheet; "
                "put it right under Formulas → Name Manager, or delete the name.",
            )
    joined = {
        (row, column): area.coord.partition(":")[0]
        for area in template.sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
        if (row, column) != (area.min_row, area.min_col)
    }
    for name, area in template.names.items():
        first = joined.get((area.top, area.left))
        if first and _is_known(name, content) and name not in {LINE, SPARE}:
            cell = _cell_of(template, name)
            raise UnusableTemplate(
                template.path,
                f"中名称“{name}”指向 {cell}，该单元格已并入 {first}。请改为指向 {first}。",
                f"has the name “{name}” pointing to {cell}, which is merged into {first}; point it "
                f"to {first}.",
            )


def _is_known(name: str, content: FormContent) -> bool:
    """Return whether a name is one that is filled, or says how the form is laid out."""
    base = SUFFIXES.sub("", name)
    if {name, base, f"{base}_amount"} & {LINE, SPARE, COPY, COPIES, "headline", *content.fields}:
        return True
    keys = content.lines[0] if content.lines else {}
    return name.startswith(f"{LINE}_") and name.removeprefix(f"{LINE}_") in keys


def _cell_of(template: Template, name: str) -> str:
    area = template.names[name]
    return f"{get_column_letter(area.left)}{area.top}"


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
    known = {**made, **fields}
    for name in template.names:
        again = _AGAIN.fullmatch(name)
        if again and again[1] in known:
            made[name] = known[again[1]]
    return {name: value for name, value in made.items() if name not in fields}


def _headline(fields: Mapping[str, object], lang: Lang) -> str | None:
    company, branch = (str(fields.get(key) or "") for key in ("company", "branch"))
    if branch.startswith(company):
        return branch or None
    return company + ("" if lang is Lang.ZH else " ") + branch
