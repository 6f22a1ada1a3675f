"""What commands answer, as their page says it: each field of a reply with its label and type."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from xlsales.core.finding import Finding
from xlsales.core.reply import Reply, ReplyRow, types_of
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import label
from xlsales.flow.facts.reasons import Reason

_PLAIN: Mapping[type, Words] = {
    bool: Words("true 或 false", "true or false"),
    int: Words("整数", "whole number"),
    str: Words("文字", "text"),
    Words: Words("文字", "text"),
    Reason: Words("键", "key"),
    Decimal: Words("数值（以文字表示）", "number, as text"),
    dt.date: Words("日期", "date"),
    Finding: Words("问题", "finding"),
    object: Words("值", "value"),
}


def fields_of(model: type[Reply | ReplyRow], lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Yield a reply's fields: the path within the JSON, the label if it has one, the type."""
    yield from _fields(types_of(model), lang)


def _fields(kinds: Mapping[str, Any], lang: Lang, path: str = "") -> Iterator[tuple[str, str, str]]:
    for key, kind in kinds.items():
        words = label(key, lang)
        yield f"{path}{key}", "" if words == key else words, type_said(kind).said(lang)
        for row in get_args(kind):
            if isinstance(row, type) and issubclass(row, ReplyRow | Row):
                yield from _fields(_columns(row), lang, f"{path}{key}[].")


def _columns(row: type[ReplyRow | Row]) -> Mapping[str, Any]:
    if issubclass(row, ReplyRow):
        return types_of(row)
    hints = get_type_hints(row)
    return {column.key: hints[column.key] for column in row.table.columns}


def type_said(kind: Any) -> Words:
    """Return what a field of a type holds, in words; several, and null, are said behind it."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        (part,) = (each for each in parts if each is not type(None))
        words = type_said(part)
        return Words(f"{words.zh}，或 null", f"{words.en}, or null")
    if origin in {tuple, Sequence}:
        words = type_said(parts[0])
        return Words(f"{words.zh}，可多个", f"{words.en}, several")
    if origin is Mapping:
        words = type_said(parts[1])
        return Words(f"键与{words.zh}", f"{words.en} by key")
    return _PLAIN.get(kind, Words("记录", "record"))
