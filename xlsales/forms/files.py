"""Where workbooks and documents lie in the office folder (forms.md, *The office folder*).

A name is only a convenience for people: a workbook is recognised by its properties.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind

FORM_VERSION = 1
"""The version of the standard workbooks, raised when a table changes."""

_WORKBOOKS: Mapping[str, Words] = {
    Kind.MASTERS: Words("基础资料", "Masters"),
    Kind.MANAGEMENT: Words("经营考核", "Management"),
    Kind.REGISTER: Words("承揽登记/承揽登记-{owner}-{year}", "Register/Register-{owner}-{year}"),
    Kind.PLAN: Words("计划/计划台账-{year}", "Plan/Plan-{year}"),
    Kind.PROGRESS: Words("生产/生产进度-{year}", "Production/Progress-{year}"),
    Kind.WAREHOUSE: Words("库房/出入库台账-{year}", "Warehouse/Warehouse-{year}"),
    Kind.DELIVERY: Words("送货/送货台账-{owner}-{year}", "Delivery/Delivery-{owner}-{year}"),
    Kind.TRACKING: Words("跟踪/跟踪卡台账-{owner}-{year}", "Tracking/Tracking-{owner}-{year}"),
    Kind.COLLECTION: Words("回款/回款台账-{year}", "Collection/Collection-{year}"),
}

_DOCUMENTS: Mapping[str, Words] = {
    "task_plan": Words("计划/任务计划单-{no}", "Plan/Task plan-{no}"),
    "trade_request": Words("计划/外购需求单-{no}", "Plan/Trade request-{no}"),
    "delivery_note": Words("送货/送货单-{no}", "Delivery/Delivery note-{no}"),
    "tracking_card": Words("跟踪/产品质量跟踪卡-{no}", "Tracking/Tracking card-{no}"),
    "score": Words("考核/考核表-{no}", "Appraisal/Score sheet-{no}"),
}

_LONGEST = 60
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def file_name(text: str) -> str:
    """Return ``text`` fit for a file name on Windows: what is forbidden there becomes ``_``.

    It is cut where a name of Chinese characters would be too long for Linux.
    """
    return _FORBIDDEN.sub("_", text).strip(" .")[:_LONGEST].rstrip(" .") or "_"


def workbook_path(book: Book, lang: Lang) -> str:
    """Return a workbook's path within the office, with ``/`` and ending ``.xlsx``."""
    name = _WORKBOOKS[book.kind].said(lang)
    return name.format(owner=file_name(book.owner), year=book.year) + ".xlsx"


def book_of(stem: str) -> Book | None:
    """Return the workbook whose standard file has that name (without its ending), or None."""
    for kind, pattern in _patterns():
        if found := pattern.fullmatch(stem):
            parts = found.groupdict()
            return Book(kind, parts.get("owner", ""), int(parts.get("year", 0)))
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what the standard files' names look like, in both languages."""
    parts = {re.escape("{owner}"): "(?P<owner>.+)", re.escape("{year}"): "(?P<year>[0-9]{4})"}
    found = []
    for kind, words in _WORKBOOKS.items():
        for path in words:
            pattern = re.escape(path.rpartition("/")[2])
            for part, matching in parts.items():
                pattern = pattern.replace(part, matching)
            found.append((kind, re.compile(pattern)))
    return tuple(found)


def document_path(form: str, no: str) -> Words:
    """Return a document's path within the office, in both languages, ending ``.xlsx``."""
    zh, en = _DOCUMENTS[form]
    return Words(zh.format(no=file_name(no)) + ".xlsx", en.format(no=file_name(no)) + ".xlsx")
