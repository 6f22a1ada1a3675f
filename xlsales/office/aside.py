"""Copies of a workbook in the office's folder: which one is the office's own (memory.md).

People copy workbooks onto a stick, into a chat, by a sync program. By its properties each copy claims
to be the workbook itself, whatever its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.files import workbook_path
from xlsales.office.saving.journal import Head
from xlsales.office.saving.known import Kept

_NUMBER = r"[(\uff08]\d+[)\uff09]"
_MADE, _DOUBLE, _TAKEN, _CLASH = "副本", "复件", "复制", "冲突"
_BEFORE = f"{_MADE}|{_DOUBLE}|Copy of|~"
_AFTER = "|".join(
    (
        r"\s*-\s*(?:" + f"{_MADE}|{_TAKEN}|Copy" + r")(?:\s*" + _NUMBER + ")?",
        r"[\u7684 _-]?" + _MADE + ".*",
        r"\s*" + _NUMBER,
        r"\s*[(\uff08]?[^(\uff08]*conflicted copy.*",
        "[ _-]*" + _CLASH + ".*",
        "~+",
        r"\s+copy(?: \d+)?",
    )
)
_COPY = re.compile(rf"(?:{_BEFORE})?\s*(?P<stem>.+?)(?:{_AFTER})?", re.IGNORECASE)
"""How Windows, WPS, sync programs and chats name a copy."""


def own(book: Book, heads: Mapping[str, Mapping[str, Head]], kept: Kept | None) -> str | None:
    """Return which of several files of one workbook is the office's own; None where none is.

    ``heads``: the heads of journals that each has, by its path in the office. It is the one whose
    path and content the last press knew; else the one with the standard name.
    """
    if kept is not None and kept.path in heads and not kept.is_after(heads[kept.path]):
        return kept.path
    standard = [PurePosixPath(workbook_path(book, lang)) for lang in Lang]
    there = [path for path in heads if PurePosixPath(path) in standard]
    named = [path for path in heads if PurePosixPath(path).name in {each.name for each in standard}]
    return next((found[0] for found in (there, named) if len(found) == 1), None)


def original(stem: str) -> str:
    """Return the name of which a file's name is that of a copy; without any sign of it the same.

    >>> original("送货台账-刘芳-2026 - 副本 (2)"), original("计划台账-2026_冲突文件_刘芳_20260301")
    ('送货台账-刘芳-2026', '计划台账-2026')
    """
    found = _COPY.fullmatch(stem)
    return found["stem"] if found else stem
