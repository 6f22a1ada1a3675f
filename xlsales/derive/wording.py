"""What a definition says, in words: who fills a column, what goes in, when it must be filled."""

from __future__ import annotations

from decimal import Decimal

from xlsales.core.cells import YES
from xlsales.core.column import OWNER, By, Column, Type, When
from xlsales.core.exact import plain
from xlsales.core.row import Table
from xlsales.core.words import Choice, Lang, Words
from xlsales.forms.indicator_definition import Definition
from xlsales.forms.references import is_listed_whole
from xlsales.forms.settings import SCORING
from xlsales.forms.tables import REFERRED, referred

_TYPES = {
    Type.TEXT: Words("文本", "text"),
    Type.CODE: Words("编码（按文本保存）", "code (kept as text)"),
    Type.MONEY: Words("金额，2 位小数", "amount, 2 decimals"),
    Type.PRICE: Words("单价，最多 4 位小数", "price, up to 4 decimals"),
    Type.QUANTITY: Words("数量，最多 3 位小数", "quantity, up to 3 decimals"),
    Type.DECIMAL: Words("数字", "number"),
    Type.PERCENT: Words("百分比，如 13%", "percentage, such as 13%"),
    Type.INTEGER: Words("整数", "whole number"),
    Type.DATE: Words("日期，如 2026-11-03", "date, such as 2026-11-03"),
    Type.DATETIME: Words("日期和时间", "date and time"),
    Type.MONTH: Words("月份，如 2026-11", "month, such as 2026-11"),
    Type.PERIOD: Words("期间，如 2026、2026-Q4、2026-11", "period: 2026, 2026-Q4 or 2026-11"),
    Type.STATUS: Words("状态", "status"),
}

WHO = {
    By.PERSON: Words("人工填写", "People"),
    By.MACRO: Words("程序计算", "Computed"),
    By.GIVEN: Words("按钮给出", "Given by a button"),
}

REFRESHED = Words("按“刷新”更新", "updated by Refresh")


def choices_of(column: Column, lang: Lang) -> tuple[str, ...]:
    """Return the words of a closed list, in its order; none where the column has no list."""
    if column.type is Type.YES_NO:
        return YES_NO[lang]
    return tuple(member.said(lang) for member in column.choices) if column.choices else ()


YES_NO = {Lang.ZH: ("是", "否"), Lang.EN: ("Yes", "No")}
assert YES_NO[Lang.ZH][0] == YES.zh


def _source(column: Column) -> Words:
    """Return what a reference takes its values from: table and header."""
    table = referred(column)
    title, header = table.title, table.by_key[REFERRED[table.name]].words
    return Words(f"“{title.zh}”表的{header.zh}", f"{header.en} ({title.en})")


def bounds(column: Column) -> Words | None:
    """Return the bounds of a number, such as ``>0``, or None if it has none."""
    percent = column.type is Type.PERCENT

    def shown(bound: int | Decimal) -> str:
        return f"{plain(bound * 100)}%" if percent and bound else plain(bound)

    if column.at_least is not None and column.at_most is not None:
        text = f"{shown(column.at_least)}–{shown(column.at_most)}"
        return Words(text, text)
    if column.more_than is not None:
        return Words(f"大于 {shown(column.more_than)}", f"more than {shown(column.more_than)}")
    if column.at_least is not None:
        return Words(f"不小于 {shown(column.at_least)}", f"at least {shown(column.at_least)}")
    return Words("不为 0", "not 0") if column.not_zero else None


def type_of(column: Column) -> Words:
    """Return what goes into a column."""
    if column.ref:
        source = _source(column)
        if not is_listed_whole(referred(column)):
            return Words(f"下拉（最近的）：{source.zh}", f"list of the latest: {source.en}")
        return Words(f"下拉：{source.zh}", f"list: {source.en}")
    if column.type in {Type.CHOICE, Type.CHOICES, Type.YES_NO}:
        zh, en = (choices_of(column, lang) for lang in (Lang.ZH, Lang.EN))
        several = column.type is Type.CHOICES
        return Words(
            ("下拉（可多项）：" if several else "下拉：") + "、".join(zh),
            ("list, one or several: " if several else "list: ") + ", ".join(en),
        )
    words, limits = _TYPES[column.type], bounds(column)
    if limits is None:
        return words
    return Words(f"{words.zh}，{limits.zh}", f"{words.en}, {limits.en}")


def required_of(column: Column, table: Table) -> Words:
    """Return when a column must be filled; nothing for one that people do not fill."""
    if not column.typed:
        return Words("", "")
    if column.when is not None:
        return _condition(column.when, table)
    if column.required:
        return Words("必填", "Yes")
    return Words("", "")


def _condition(when: When, table: Table) -> Words:
    other = table.by_key[when.column].words
    if when.negative:
        return Words(f"“{other.zh}”为负数时必填", f"When {other.en} is negative")
    if when.values:
        members = [value for value in when.values if isinstance(value, Choice)]
        zh, en = (
            joint.join(member.said(lang) for member in members)
            for lang, joint in ((Lang.ZH, "、"), (Lang.EN, " or "))
        )
        return Words(f"“{other.zh}”为{zh}时必填", f"When {other.en} is {en}")
    if when.blank:
        return Words(f"“{other.zh}”空白时必填", f"When {other.en} is blank")
    return Words(f"填了“{other.zh}”时必填", f"When {other.en} is filled")


def note_of(column: Column) -> Words:
    """Return what else is to be said of a column: its note, default, uniqueness."""
    said = [column.note] if column.note.zh else []
    if column.unique:
        said.append(Words("不得重复", "unique"))
    if column.default is not None and column.default is not OWNER and not column.may_be_blank:
        shown = Words(*(_shown(column.default, lang) for lang in (Lang.ZH, Lang.EN)))
        said.append(Words(f"空白按“{shown.zh}”", f"blank: {shown.en}"))
    if column.refreshed:
        said.append(REFRESHED)
    return Words("；".join(w.zh for w in said), "; ".join(w.en for w in said))


def _shown(value: object, lang: Lang) -> str:
    if isinstance(value, Choice):
        return value.said(lang)
    if isinstance(value, bool):
        return YES_NO[lang][0 if value else 1]
    return plain(value) if isinstance(value, int) else str(value)


def measure_of(definition: Definition) -> Words:
    """Return how an indicator is measured: counted, or against a target, as a rate or as it is."""
    if definition.unit is None:
        return Words("按次数", "counted")
    unit, rate = definition.unit.words, definition.rate
    said = Words(f"对照目标，{unit.zh}", f"against a target, {unit.en.lower()}")
    if not definition.gather:
        return Words(f"{said.zh}；不计分", f"{said.en}; not scored")
    if rate is None:
        return said
    setting, to = SCORING[rate.setting].zh, plain(rate.target)
    return Words(
        f"{said.zh}；“{setting}”为 {rate.value} 时，占以下数额的百分比：{rate.of.zh}；目标 {to} %",
        f"{said.en}; where `{rate.setting}` is {rate.value}: in percent of {rate.of.en}; "
        f"the target is {to} %",
    )


def lacks_of(definition: Definition) -> Words:
    """Return what of its own leaves an indicator not scored; nothing where there is none."""
    said = [why.words for why in definition.lacks]
    if definition.settings:
        zh = "、".join(SCORING[key].zh for key in definition.settings)
        en = ", ".join(f"`{key}`" for key in definition.settings)
        said.append(Words(f"考核设置未填：{zh}", f"setting missing: {en}"))
    return Words("；".join(w.zh for w in said), "; ".join(w.en.lower() for w in said))
