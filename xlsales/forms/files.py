"""Where workbooks and documents lie in the office folder (forms.md, *The office folder*).

A name is only a convenience for people: a workbook is recognised by its properties.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import PATHS
from xlsales.forms.versions import FORMS

FORM_VERSION = max(FORMS)
"""The version of the standard workbooks; a changed table raises it (add-a-column.md, *Then*)."""
RELEASED = 2
"""The newest version that offices have; a release sets it to ``FORM_VERSION``."""

_DOCUMENTS: Mapping[str, Words] = {
    "task_plan": Words("计划/任务计划单-{no}", "Plan/Task plan-{no}"),
    "trade_request": Words("计划/外购需求单-{no}", "Plan/Trade request-{no}"),
    "delivery_note": Words("送货/送货单-{no}", "Delivery/Delivery note-{no}"),
    "tracking_card": Words("跟踪/产品质量跟踪卡-{no}", "Tracking/Tracking card-{no}"),
    "customer_card": Words("跟踪/客户卡-{no}", "Tracking/Customer card-{no}"),
    "statement": Words("回款/对账单-{no}", "Collection/Statement-{no}"),
    "dunning": Words("回款/催款函-{no}", "Collection/Dunning letter-{no}"),
    "score": Words("考核/考核表-{no}", "Appraisal/Score sheet-{no}"),
    "report": Words("考核/月度分析-{no}", "Appraisal/Monthly analysis-{no}"),
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
    name = PATHS[book.kind].said(lang)
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
    for kind, words in PATHS.items():
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


def numbered_as(form: str, path: str) -> str | None:
    """Return the number of a document by its path, whichever copy of it that is; else None."""
    for words in _DOCUMENTS[form]:
        pattern = re.escape(words.rpartition("/")[2]).replace(re.escape("{no}"), "(.+?)")
        if found := re.fullmatch(pattern + r"(?: \([0-9]+\))?\.xlsx", path.rpartition("/")[2]):
            return found[1]
    return None
