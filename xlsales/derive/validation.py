"""Drop-downs and input checks of the blank workbooks, with messages that a person can read.

Nothing that a person typed is refused: ``1,200 件`` and ``20261224`` can be read, and a list of the
masters is as old as the last macro. A message says how it is usually written and offers to keep it;
what cannot be read is a finding of *Validate*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from xlsales.core.column import Column, Type
from xlsales.core.row import Table
from xlsales.core.words import Lang, Words
from xlsales.derive.wording import bounds, choices_of, note_of
from xlsales.forms.choices import OWNED, YEARLY
from xlsales.forms.references import is_listed_whole
from xlsales.forms.tables import offered, referred

FIRST_ROW, LAST_ROW = 3, 5000
"""The rows for which checks are prepared; those of a new row beyond are the table's."""

INLINE = 255
"""The longest list, commas included, that a validation can hold itself."""


@dataclass(frozen=True)
class Check:
    """What a cell must hold. ``formula`` may name the cell as ``{cell}``."""

    type: Literal["list", "date", "whole", "decimal", "custom"] | None
    operator: Literal["between", "notEqual", "greaterThan", "greaterThanOrEqual"] | None = None
    formula: str = ""
    second: str | None = None
    style: Literal["warning", "information"] = "information"
    title: str = ""
    message: str = ""
    tip: str = ""


def list_name(column: Column, table: Table) -> str:
    """Return the defined name of the list that a column chooses from."""
    return offered(column.ref) if column.ref else f"list_{table.name}_{column.key}"


def live_name(column: Column) -> str:
    """Return the name of the referred column itself, for drop-downs of the same workbook.

    What is typed there can be chosen at once; no macro has to run.
    """
    return "live_" + column.ref.replace(".", "_")


def is_live(column: Column, table: Table) -> bool:
    """Return whether a column refers to what stands whole in its own workbook."""
    return bool(column.ref) and referred(column).kind == table.kind not in OWNED | YEARLY


def is_inline(column: Column, lang: Lang) -> bool:
    """Return whether a column's closed list fits into its validation."""
    words = choices_of(column, lang)
    return len(",".join(words)) <= INLINE and not any("," in word for word in words)


def validations(table: Table, lang: Lang) -> list[DataValidation]:
    """Return the checks of a table's columns, those that are alike as one."""
    alike: dict[Check, list[str]] = {}
    for index, column in enumerate(table.columns, start=1):
        check = check_of(column, table, lang)
        if check is None:
            continue
        letter = get_column_letter(index)
        if "{cell}" in check.formula:
            formula = check.formula.replace("{cell}", f"{letter}{FIRST_ROW}")
            check = Check(**{**vars(check), "formula": formula})
        alike.setdefault(check, []).append(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    return [_made(check, ranges) for check, ranges in alike.items()]


def _made(check: Check, ranges: Iterable[str]) -> DataValidation:
    return DataValidation(
        type=check.type,
        operator=check.operator,
        formula1=check.formula or None,
        formula2=check.second,
        allow_blank=True,
        errorStyle=check.style,
        showErrorMessage=bool(check.message),
        showInputMessage=bool(check.tip),
        errorTitle=check.title or None,
        error=check.message or None,
        prompt=check.tip or None,
        sqref=" ".join(ranges),
    )


def _or_kept(said: Words) -> Words:
    """Return how an entry is best written, and that it may be read all the same."""
    return Words(
        f"{said.zh}点“确定”保留所填内容，由“校验”读取。",
        f"{said.en} OK keeps what you typed, for Validate to read.",
    )


def check_of(column: Column, table: Table, lang: Lang) -> Check | None:
    """Return what a column's cells must hold, or None if anything will do."""
    if not column.typed:
        return _grey(lang)
    tip = note_of(column).said(lang)
    if column.ref:
        return _reference(column, table, lang, tip)
    if choices_of(column, lang):
        return _closed(column, table, lang, tip)
    if column.type in {Type.MONTH, Type.PERIOD}:
        return _period(column.type, lang, tip)
    if column.type is Type.DATE:
        return _date(lang, tip)
    if column.type.is_number:
        return _number(column, lang, tip)
    return Check(None, tip=tip) if tip else None


def _grey(lang: Lang) -> Check:
    title = Words("灰色列", "Grey column")
    message = Words(
        "此列由程序填写，手工填写的内容会被还原。",
        "This column is filled by the program: what is typed here will be put right again.",
    )
    return Check(
        "custom",
        formula="FALSE",
        style="warning",
        title=title.said(lang),
        message=message.said(lang),
    )


def _reference(column: Column, table: Table, lang: Lang, tip: str) -> Check:
    formula = live_name(column) if is_live(column, table) else list_name(column, table)
    if not is_listed_whole(referred(column)):  # an older one is as right
        return Check("list", formula=formula, tip=tip)
    source = referred(column).title
    header = column.words
    title = Words("名单中没有", "Not in the list")
    message = Words(
        f"下拉名单中没有这个{header.zh}，请核对；新的请先在基础资料“{source.zh}”表登记。"
        "名单可能不是最新的：点“确定”保留所填内容，由“校验”核对。",
        f"This {header.en.lower()} is not in the list; enter new ones in the "
        f"{source.en.lower()} table of the masters first. The list may be old: OK keeps what you "
        "typed, for Validate to check.",
    )
    return Check(
        "list",
        formula=formula,
        title=title.said(lang),
        message=message.said(lang),
        tip=tip,
    )


def _closed(column: Column, table: Table, lang: Lang, tip: str) -> Check:
    words = choices_of(column, lang)
    formula = f'"{",".join(words)}"' if is_inline(column, lang) else list_name(column, table)
    if column.type is Type.CHOICES:  # the list offers one; several may be written
        return Check("list", formula=formula, tip=tip)
    title = Words("请从列表选择", "Choose from the list")
    message = _or_kept(
        Words(f"请选择：{'、'.join(words)}。", f"Choose one of: {', '.join(words)}.")
    )
    return Check(
        "list", formula=formula, title=title.said(lang), message=message.said(lang), tip=tip
    )


def _date(lang: Lang, tip: str) -> Check:
    title = Words("日期有误", "Not a date")
    message = _or_kept(
        Words(
            "日期一般写成 2026-11-03，不带时间。",
            "A date is best written like 2026-11-03, without a time.",
        )
    )
    return Check(
        "date",
        "between",
        "36526",  # 2000-01-01
        "73050",  # 2099-12-31
        title=title.said(lang),
        message=message.said(lang),
        tip=tip,
    )


def _number(column: Column, lang: Lang, tip: str) -> Check:
    whole = column.type is Type.INTEGER
    operator: Literal["between", "notEqual", "greaterThan", "greaterThanOrEqual"] = "between"
    formula, second = "-1000000000000", "1000000000000"
    if column.at_least is not None and column.at_most is not None:
        formula, second = str(column.at_least), str(column.at_most)
    elif column.more_than is not None:
        operator, formula, second = "greaterThan", str(column.more_than), ""
    elif column.at_least is not None:
        operator, formula, second = "greaterThanOrEqual", str(column.at_least), ""
    elif column.not_zero:
        operator, formula, second = "notEqual", "0", ""
    limits = bounds(column) or Words("", "")
    title = Words("数字有误", "Not a number") if not whole else Words("请填整数", "Whole number")
    message = _or_kept(
        Words(
            f"此处一般填{'整数' if whole else '数字'}{'，' if limits.zh else ''}{limits.zh}，不带单位。",
            f"A {'whole ' if whole else ''}number is best here{', ' if limits.en else ''}{limits.en}, "
            "without a unit.",
        )
    )
    return Check(
        "whole" if whole else "decimal",
        operator,
        formula,
        second or None,
        title=title.said(lang),
        message=message.said(lang),
        tip=tip,
    )


_MONTH = 'AND(LEN({cell})=7,ISNUMBER(DATEVALUE({cell}&"-01")))'
_PERIOD = (
    "OR(AND(LEN({cell})=4,ISNUMBER(VALUE({cell}))),"
    'AND(LEN({cell})=7,MID({cell},5,2)="-Q",ISNUMBER(FIND(MID({cell},7,1),"1234"))),'
    f"{_MONTH})"
)


def _period(kind: Type, lang: Lang, tip: str) -> Check:
    month = kind is Type.MONTH
    title = Words("月份有误", "Not a month") if month else Words("期间有误", "Not a period")
    message = _or_kept(
        Words("月份一般写成 2026-11。", "A month is best written like 2026-11.")
        if month
        else Words("期间一般写成 2026、2026-Q4 或 2026-11。", "Best: 2026, 2026-Q4 or 2026-11.")
    )
    formula = _MONTH if month else _PERIOD
    return Check(
        "custom", formula=formula, title=title.said(lang), message=message.said(lang), tip=tip
    )
