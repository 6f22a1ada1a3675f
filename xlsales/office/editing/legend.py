"""The line above a computed table: that macros fill it, and as of when its rows are.

Other people's workbooks change after a table was computed, and a workbook is not written from
outside: so the table says what it knows. The line is found by its text wherever a person moved it;
where it is gone or was typed over, nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from xlsales.core.words import Lang, Words
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.rows import Value
from xlsales.office.editing.tables import TablePart

COMPUTED = Words(
    "本表由程序生成，请勿手工填写。", "This table is computed; please do not type here."
)


def as_of(moment: dt.datetime, lang: Lang) -> str:
    """Return the line of a table that was computed at that time.

    >>> as_of(dt.datetime(2026, 11, 24, 9, 30), Lang.ZH)
    '本表由程序生成，请勿手工填写。数据截至 2026-11-24 09:30。'
    """
    when = f"{moment:%Y-%m-%d %H:%M}"
    more = Words(f"数据截至 {when}。", f" As of {when}.")
    return COMPUTED.said(lang) + more.said(lang)


def is_legend(text: object) -> bool:
    """Return whether a cell of the first row holds such a line, in either language."""
    return isinstance(text, str) and text.startswith(tuple(COMPUTED))


def set_legends(
    book: EditedBook, tables: Mapping[str, TablePart], legends: Mapping[str, str]
) -> None:
    """Write the lines above tables, where they stand."""
    for name, text in legends.items():
        table = tables.get(name)
        if table is None or table.area[0] < 2:
            continue
        held = book.texts(table.sheet, 1, table.area[0] - 1)
        plan: dict[int, dict[int, Value]] = {}
        for (row, column), told in held.items():
            if is_legend(told) and told != text:
                plan.setdefault(row, {})[column] = text
        if plan:
            book.set_cells(table.sheet, plan)
