"""A table's name and its columns' headers, put right where formulas do not go by the old ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from xlsales.office.editing import markup
from xlsales.office.editing.book import EditedBook


def name_table(book: EditedBook, part: str, old: str, new: str) -> None:
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


def name_column(book: EditedBook, part: str, place: int, header: str) -> None:
    """List another header for a table's column, which counts from 0; its cell is set elsewhere.

    Raises:
        Unusable: a formula goes by the old one.
    """
    old = _listed(book, part, place)
    if old == header:
        return
    uses = re.compile(rf"[\[@]{re.escape(old)}\]")
    _check_unused(book, uses, f"标题“{old}”", f"the header “{old}”")
    _list(book, part, place, header)


def name_column_followed(book: EditedBook, table: str, part: str, place: int, header: str) -> None:
    """List another header for a column, and have the formulas that go by the old one say it."""
    old = _listed(book, part, place)
    if old == header:
        return
    _list(book, part, place, header)
    uses = re.compile(
        rf"(?<![\w.]){re.escape(table)}(?:\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])", re.IGNORECASE
    )
    within = re.compile(rf"\[{re.escape(_quoted(old))}\]", re.IGNORECASE)

    def followed(text: str) -> str:
        return uses.sub(lambda use: within.sub(lambda _: f"[{_quoted(header)}]", use[0]), text)

    for entry in book.workbook.sheets:
        if entry.kind == "worksheet" and b"[" in book.package.read(entry.part):
            sheet = book.sheet(entry)
            rows = _followed(sheet.rows, sheet.prefix, (b"f",), followed)
            if rows != sheet.rows:
                sheet.write_rows(rows)
                sheet.changed_cells = True
    for each in [name for name in book.package if name.startswith("xl/tables/")]:
        data = book.package.text(each)
        filled = (b"calculatedColumnFormula", b"totalsRowFormula")
        new = _followed(data, _prefix(data), filled, followed)
        if new != data:
            book.package.write(each, new)
    book.workbook.change_names(followed)


def _followed(
    data: bytes, prefix: bytes, names: tuple[bytes, ...], followed: Callable[[str], str]
) -> bytes:
    for name in names:
        for span in reversed(list(markup.find_all(data, prefix, name))):
            said = markup.text(markup.inner_of(data, span))
            if "[" in said and (new := followed(said)) != said:
                data = data[: span.inner] + markup.escaped(new) + data[span.inner_end :]
    return data


def _quoted(header: str) -> str:
    """Return a header as formulas write it between brackets."""
    return re.sub(r"(['\[\]#@])", r"'\1", header)


def _listed(book: EditedBook, part: str, place: int) -> str:
    data = book.package.text(part)
    spans = list(markup.find_all(data, _prefix(data), b"tableColumn"))
    if place >= len(spans):
        raise book.package.strange(part)
    return markup.text(markup.get(markup.tag_of(data, spans[place]), b"name") or b"")


def _list(book: EditedBook, part: str, place: int, header: str) -> None:
    data = book.package.text(part)
    span = list(markup.find_all(data, _prefix(data), b"tableColumn"))[place]
    tag = markup.put(markup.tag_of(data, span), b"name", listed(header))
    book.package.write(part, data[: span.start] + tag + data[span.inner :])


def listed(header: str) -> bytes:
    """Return a header as a table lists it: a line break in it is written out."""
    return markup.escaped(header).replace(b"\n", b"_x000a_")


def _prefix(data: bytes) -> bytes:
    return markup.prefix_of(data, b"table") or b""


def _check_unused(book: EditedBook, uses: re.Pattern[str], zh: str, en: str) -> None:
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
