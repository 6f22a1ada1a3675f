"""Replies as people read them: keys and values in words, rows as small tables.

The command line prints them, a click shows them in a window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsales.core.column import Column, Type
from xlsales.core.finding import in_column
from xlsales.core.reply import mapped
from xlsales.core.showing import grouped, percent
from xlsales.core.words import Choice, Lang, Words
from xlsales.flow.facts.reasons import Reason, joined

_OWN: Mapping[str, Words] = {
    "workbooks": Words("工作簿", "Workbooks"),
    "workbook": Words("工作簿", "Workbook"),
    "rows": Words("行数", "Rows"),
    "row": Words("行", "Row"),
    "sheet": Words("工作表", "Sheet"),
    "table": Words("表", "Table"),
    "column": Words("列", "Column"),
    "value": Words("现在的值", "Value"),
    "message": Words("说明", "What to do"),
    "fix": Words("可修正为", "Fix"),
    "severity": Words("程度", "Severity"),
    "code": Words("代码", "Code"),
    "codes": Words("原因", "Reasons"),
    "findings": Words("问题", "Findings"),
    "fixed": Words("已修正", "Mended"),
    "left": Words("仍有问题", "Left"),
    "submitted": Words("已上报", "Submitted"),
    "skipped": Words("未上报", "Skipped"),
    "planned": Words("列入计划", "Planned"),
    "trade": Words("列入外购", "Trade requests"),
    "changed": Words("有改动", "Changed"),
    "unchanged": Words("无改动", "Unchanged"),
    "left_out": Words("未列入", "Left out"),
    "changed_after": Words("计入后改动", "Changed after counting"),
    "rule_no": Words("条款序号", "Rule"),
    "known": Words("发现时间", "Found"),
    "refused": Words("未开单", "Refused"),
    "reason": Words("原因", "Reason"),
    "lines": Words("明细", "Lines"),
    "files": Words("生成的文件", "Files"),
    "file": Words("文件", "File"),
    "request_nos": Words("需求号", "Request nos."),
    "key": Words("编号", "No."),
    "due": Words("到期", "Due"),
    "items": Words("待办", "Items"),
    "what": Words("事项", "What"),
    "events": Words("经过", "Events"),
    "date": Words("日期", "Date"),
    "stock": Words("库存", "Stock"),
    "customers": Words("客户", "Customers"),
    "buckets": Words("账龄", "Buckets"),
    "total": Words("合计", "Total"),
    "as_of": Words("截至", "As of"),
    "verified": Words("已核准", "Verified"),
    "period": Words("期间", "Period"),
    "subjects": Words("考核对象", "Subjects"),
    "subject": Words("对象", "Subject"),
    "score": Words("得分", "Score"),
    "rank": Words("名次", "Rank"),
    "partial": Words("不完整", "Partial"),
    "base": Words("基础分", "Base"),
    "deductions": Words("扣分", "Deductions"),
    "gains": Words("再完成多少可加分", "What would gain points"),
    "actual": Words("实际", "Actual"),
    "target": Words("目标", "Target"),
    "completion": Words("完成率", "Completion"),
    "shortfall_pct": Words("未完成%", "Shortfall %"),
    "steps": Words("档数", "Steps"),
    "count": Words("次数", "Count"),
    "points": Words("分数", "Points"),
    "not_scored": Words("未计分原因", "Not scored"),
    "command": Words("步骤", "Step"),
    "read": Words("读取", "Read"),
    "seconds": Words("秒", "Seconds"),
    "office": Words("办公文件夹", "Office"),
    "people": Words("在岗人员", "Active people"),
    "last_visit": Words("上次回访", "Last visit"),
    "revision": Words("版次", "Revision"),
    "on_account": Words("预收", "On account"),
    "entries": Words("操作记录", "Journal"),
    "time": Words("时间", "Time"),
    "user": Words("操作人", "User"),
    "button": Words("按钮", "Button"),
    "changes": Words("改动单元格数", "Cells changed"),
    "cells": Words("改动单元格数", "Cells changed"),
    "whole": Words("记录完整", "Whole"),
    "change": Words("改动", "Change"),
    "before": Words("原值", "Before"),
    "after": Words("改为", "After"),
    "at": Words("时间", "Time"),
    "by": Words("操作人", "By"),
    "how": Words("方式", "How"),
    "journal": Words("记录行", "Journal line"),
    "saved": Words("文件保存时间", "File saved"),
    "restored": Words("已恢复", "Restored"),
    "upgraded": Words("已升级", "Upgraded"),
    "from": Words("原版本", "From version"),
    "to": Words("新版本", "To version"),
    "lacks": Words("缺少的行", "Rows lacking"),
    "contents": Words("内容份数", "Contents"),
    "bytes": Words("字节", "Bytes"),
    "oldest": Words("最早一份", "Oldest"),
    "referred": Words("须保留", "To be kept"),
    "damaged": Words("已损坏", "Damaged"),
    "opening": Words("期初余额", "Opening"),
    "returned": Words("退货", "Returned"),
    "paid": Words("回款", "Paid"),
    "closing": Words("期末余额", "Closing"),
    "letters": Words("催款函", "Letters"),
    "stage": Words("催款阶段", "Stage"),
    "invoices": Words("逾期发票", "Overdue invoices"),
    "overdue": Words("逾期金额", "Overdue"),
    "open_orders": Words("未交承揽", "Open orders"),
    "receivable": Words("应收", "Receivable"),
    "complaints": Words("未关闭投诉", "Open complaints"),
    "merged": Words("取自副本的单元格", "Cells from the copy"),
    "added": Words("取自副本的新行", "Rows from the copy"),
    "deleted": Words("副本中已删的行", "Rows that the copy deleted"),
    "conflicts": Words("双方均有改动", "Changed on both sides"),
    "mine": Words("原工作簿", "The workbook"),
    "theirs": Words("副本", "The copy"),
    "written": Words("已写入", "Written"),
}
_AS_TEXT: Mapping[str, Words] = {"base": Words("共同的旧版", "What both come from")}
"""Keys that mean something else where they hold no number."""


def label(key: str, lang: Lang, *, text: bool = False) -> str:
    """Return what to call a JSON key in a table for people; ``text``: it holds no number."""
    own = (_AS_TEXT.get(key) if text else None) or _OWN.get(key)
    if own is not None:
        return own.said(lang)
    from xlsales.forms.tables import TABLES

    for table in TABLES:
        if key in table.by_key:
            return table.by_key[key].words.said(lang)
    return key


def said(key: str, value: object, lang: Lang) -> str:
    """Return a value of a reply as a person reads it: keys of lists and reasons in words."""
    if isinstance(value, Words):
        return value.said(lang)
    if isinstance(value, list | tuple):
        if reasons := [part for part in value if isinstance(part, Reason)]:
            return joined(reasons).words.said(lang)
        return Words("、", ", ").said(lang).join(said(key, part, lang) for part in value)
    if isinstance(value, Reason):
        return value.words.said(lang)
    if isinstance(value, str) and key in {"time", "at", "saved"}:
        return value.replace("T", " ")[: len("2026-11-24 09:30")]
    if isinstance(value, str) and key == "column":
        return label(value, lang)
    if isinstance(value, Decimal):
        return _figure(key, value, _places([value]))
    if key in _COUNTED and isinstance(value, int):
        return grouped(value)
    if isinstance(value, str) and key in _LISTED:
        words = _words(key).get(str(value))
        if words is not None:
            return words.said(lang)
    return spoken(value, lang)


_COUNTED = frozenset({"bytes", "cells", "changes", "changed", "contents", "read"})
"""Keys of counts, which may be of thousands: not of numbers by which something goes."""

_LISTED = frozenset(
    {
        "indicator", "kind", "not_scored", "status", "subject", "button", "how", "change", "table",
    }
)  # fmt: skip


_CHANGES = {
    "edited": Words("改写", "edited"),
    "added": Words("新增", "added"),
    "deleted": Words("删除", "deleted"),
}


def _words(key: str) -> Mapping[str, Words]:
    from xlsales.appraisal.subjects import BRANCH, BRANCH_WORDS
    from xlsales.buttons import BUTTONS
    from xlsales.forms.choices import OrderState, RuleKind
    from xlsales.forms.indicator_definition import NotScored
    from xlsales.forms.indicators import Indicator
    from xlsales.forms.tables import TABLES
    from xlsales.office.saving.journal import TYPED, TYPED_WORDS

    if key == "change":
        return _CHANGES
    if key in {"button", "how"}:
        return {TYPED: TYPED_WORDS, **{button.id: button.words for button in BUTTONS}}
    if key == "table":
        return {table.name: table.title for table in TABLES}
    if key == "subject":
        return {BRANCH: BRANCH_WORDS}
    lists: Mapping[str, type[Choice]] = {
        "indicator": Indicator,
        "kind": RuleKind,
        "status": OrderState,
        "not_scored": NotScored,
    }
    return {member.value: member.words for member in lists[key]}


def spoken(value: object, lang: Lang) -> str:
    """Return a single value as a person reads it."""
    from xlsales.core.finding import show

    return show(value, lang)


@dataclass(frozen=True)
class Listing:
    """Rows of a reply as one table: a title, the keys of its columns, the values."""

    title: str
    keys: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def heads(self, lang: Lang) -> tuple[str, ...]:
        """Return what to call the columns."""
        holds = zip(self.keys, self.numeric, strict=True)
        return tuple(label(key, lang, text=not numeric) for key, numeric in holds)

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Whether each column holds nothing but numbers: those stand to the right."""
        return tuple(
            all(isinstance(row[i], Decimal | int | None) for row in self.rows)
            for i in range(len(self.keys))
        )

    def texts(self, lang: Lang) -> Iterator[tuple[str, ...]]:
        """Yield the rows in words; a column's numbers have equally many decimals."""
        places = [_places([row[i] for row in self.rows]) for i in range(len(self.keys))]
        for row in self.rows:
            yield tuple(
                _figure(key, value, at) if isinstance(value, Decimal) else said(key, value, lang)
                for key, value, at in zip(self.keys, row, places, strict=True)
            )


def _figure(key: str, value: Decimal, places: int) -> str:
    """Return a number of a reply; shares of one and points of a hundred as percentages."""
    if key == "completion":
        return percent(value)
    if key == "shortfall_pct":
        return percent(value / 100)
    return grouped(value, places)


def listings(title: str, rows: Sequence[object], lang: Lang) -> Iterator[Listing]:
    """Yield rows of a reply as one table; nested rows follow as tables of their own."""
    yield from _listings(title, mapped(rows), lang)


def _listings(
    title: str, rows: Sequence[Mapping[str, Any]], lang: Lang, table: str = ""
) -> Iterator[Listing]:
    flat = [_of_cells(_flat(row), str(row.get("table") or table), lang) for row in rows]
    keys = tuple(dict.fromkeys(key for row in flat for key in row))
    yield Listing(title, keys, tuple(tuple(row.get(key) for key in keys) for row in flat))
    for nested in rows:
        for key, value in nested.items():
            if _are_rows(value):
                named = next((said(k, v, lang) for k, v in nested.items() if type(v) is str), "")
                within = str(nested.get("table") or table)
                yield from _listings(f"{named} {_title(key, lang)}", value, lang, within)


_HELD = frozenset({"before", "after", "base", "mine", "theirs"})
"""Keys under which a reply says what a cell held, as the journal says it."""


def _of_cells(row: dict[str, Any], table: str, lang: Lang) -> dict[str, Any]:
    """Return a row of a reply that tells of a cell, with the column's header and what it shows."""
    if not row.get("column"):
        return row
    from xlsales.forms.tables import BY_NAME

    columns = BY_NAME[table].by_key if table in BY_NAME else {}
    column = columns.get(str(row["column"]))
    if column is None:
        return row
    told = {key: held(column, row[key], lang) for key in row.keys() & _HELD}
    return {**row, "column": column.words, **told}


def held(column: Column, text: str | None, lang: Lang) -> str | None:
    """Return what a cell of a column held, which the journal has as text, as people read it."""
    if text is None or not (column.type.is_number or column.type is Type.DATETIME):
        return text
    from xlsales.core.typed import read_cell

    value = read_cell(column, text).value
    return text if value is None else in_column(column.type, value, lang)


def _title(key: str, lang: Lang) -> str:
    """Return what to call rows within rows; elsewhere their number goes by the same key."""
    return Words("改动经过", "Changes").said(lang) if key == "changes" else label(key, lang)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat.update(value)
        elif not _are_rows(value):
            flat[key] = value
    return flat


def _are_rows(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _places(values: Sequence[object]) -> int:
    """Return how many decimals a column needs, so that its points stand below each other."""
    exponents = (v.normalize().as_tuple().exponent for v in values if isinstance(v, Decimal))
    most = max((-e for e in exponents if isinstance(e, int)), default=0)
    return 2 if most == 1 else max(most, 0)
