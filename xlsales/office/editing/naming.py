"""A table's name and its columns' headers, put right where formulas do not go by the old ones."""

from __future__ import annotations

import re

from xlsales.office.editing import markup
from xlsales.office.editing.book import Book


def name_table(book: Book, part: str, old: str, new: str) -> None:
    """Give the table in ``part`` another name; nothing else in the workbook is changed.

    Raises:
        Unusable: a formula or a pivot table goes by its old name.
    """
    word = re.escape(old)
    uses = re.compile(rf'(?<![\w.]){word}\[|<(?:\w+:)?worksheetSource\b[^>]*"{word}"')
    _check_unused(book, uses, f"表名 {old}", f"the table name {old}")
    data = book.package.text(part)
    m = markup.sure(markup.opening(_prefix(data), b"table").search(data))
    tag = m[0]
    for attribute in (b"name", b"displayName"):
        tag = markup.put(tag, attribute, markup.escaped(new))
    book.package.write(part, data[: m.start()] + tag + data[m.end() :])


def name_column(book: Book, part: str, place: int, header: str) -> None:
    """List another header for a table's column, which counts from 0; its cell is set elsewhere.

    Raises:
        Unusable: a formula goes by the old one.
    """
    data = book.package.text(part)
    spans = list(markup.find_all(data, _prefix(data), b"tableColumn"))
    if place >= len(spans):
        raise book.package.strange(part)
    tag = markup.tag_of(data, spans[place])
    old = markup.text(markup.get(tag, b"name") or b"")
    if old == header:
        return
    uses = re.compile(rf"[\[@]{re.escape(old)}\]")
    _check_unused(book, uses, f"标题“{old}”", f"the header “{old}”")
    tag = markup.put(tag, b"name", markup.escaped(header))
    book.package.write(part, data[: spans[place].start] + tag + data[spans[place].inner :])


def _prefix(data: bytes) -> bytes:
    return markup.prefix_of(data, b"table") or b""


def _check_unused(book: Book, uses: re.Pattern[str], zh: str, en: str) -> None:
    """Make sure that nothing goes by an old name: it would be broken, and lost in a repair."""
    for part in book.package:
        if not (part.startswith("xl/") and part.endswith(".xml")):
            continue
        if uses.search(markup.text(book.package.read(part))):
            raise book.package.refused(
                f"有公式或数据透视表引用了{zh}",
                "请在 Excel 中自行改名，公式会随之更改",
                f"a formula or pivot table goes by {en}",
                "Rename it yourself in Excel, which adapts them",
            )
