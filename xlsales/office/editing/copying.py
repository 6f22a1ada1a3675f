"""A sheet with its table and its charts, copied over from a workbook made here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.adopting import Adopted
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.tables import TablePart, tables_of

_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_STYLED = re.compile(rb'(<(?:c|row)\b[^>]*? s="|<col\b[^>]*? style=")(\d+)(")')
_COLOURED = re.compile(rb'(<cfRule\b[^>]*? dxfId=")(\d+)(")')
_SELECTED = re.compile(rb' tabSelected="[^"]*"')
_LINKED = re.compile(rb'(<tablePart\b[^>]*? (?:\w+:)?id=")[^"]*(")')
_DRAWN = re.compile(rb'(<drawing\b[^>]*? (?:\w+:)?id=")([^"]*)(")')
_CHARTED = re.compile(rb'(<(?:\w+:)?chart\b[^>]*? (?:\w+:)?id=")([^"]*)(")')
_OWN_NAMES = ("_xlnm.Print_Titles", "_xlnm.Print_Area")


def copy_sheet(
    book: EditedBook, blank: EditedBook, table: TablePart, before: Collection[str], adopted: Adopted
) -> None:
    """Copy a table's sheet behind the last of the tables ``before``, else before all sheets.

    A sheet of its title that is there is a person's: the new one gets another title.

    Raises:
        Unusable: a name of the table's is taken.
    """
    if book.workbook.name(table.name) is not None:
        raise book.package.refused(
            f"名称 {table.name} 已被占用，无法加入同名的表",
            "请在“公式 - 名称管理器”中改名",
            f"the name {table.name} is taken, which a new table needs",
            "Rename it under Formulas, Name Manager",
        )
    title = _free(book, table.sheet.name)
    place = _place(book, before)
    relation = next(r for r in blank.package.relations(table.sheet.part) if r.target == table.part)
    data = blank.package.text(table.sheet.part)
    data = _SELECTED.sub(b"", data)
    data = _STYLED.sub(_numbered(adopted.style), data)
    data = _COLOURED.sub(_numbered(adopted.colour), data)
    part = book.workbook.add_sheet(title, data, at=place)
    made = book.package.unused("xl/tables/table{}.xml")
    book.package.write(made, _table(book, blank.package.text(relation.target)))
    book.package.declare(made, _TABLE_TYPE)
    link = book.package.relate(part, "table", made).encode()
    data = _LINKED.sub(rb"\g<1>" + link + rb"\2", data)
    renamed = references.quoted(table.sheet.name), references.quoted(title)
    book.package.write(part, _with_charts(book, blank, (table.sheet.part, part), data, renamed))
    theirs = [each.part for each in blank.workbook.sheets].index(table.sheet.part)
    ours = [each.part for each in book.workbook.sheets].index(part)
    for name in _OWN_NAMES:
        meaning = blank.workbook.name(name, theirs)
        if meaning is not None:
            book.workbook.set_name(name, meaning.replace(*renamed), ours)


def _with_charts(
    book: EditedBook,
    blank: EditedBook,
    parts: tuple[str, str],
    data: bytes,
    renamed: tuple[str, str],
) -> bytes:
    """Return a sheet's content with its drawing, whose charts are drawn of the sheet's cells.

    ``parts`` and ``renamed`` are the sheet's part and its quoted title, there and here.
    """
    there, here = parts
    was, now = (markup.escaped(title) for title in renamed)
    for relation in blank.package.relations(there):
        if not relation.is_a("drawing"):
            continue
        drawing = book.package.unused("xl/drawings/drawing{}.xml")
        drawn = blank.package.text(relation.target)
        book.package.write(drawing, drawn)
        book.package.declare(drawing, _DRAWING_TYPE)
        ids: dict[bytes, bytes] = {}
        for chart in blank.package.relations(relation.target):
            made = book.package.unused("xl/charts/chart{}.xml")
            book.package.write(made, blank.package.text(chart.target).replace(was, now))
            book.package.declare(made, _CHART_TYPE)
            ids[chart.id.encode()] = book.package.relate(drawing, "chart", made).encode()
        book.package.write(drawing, _CHARTED.sub(_linked(ids), drawn))
        link = book.package.relate(here, "drawing", drawing).encode()
        data = _DRAWN.sub(_linked({relation.id.encode(): link}), data)
    return data


def _linked(ids: Mapping[bytes, bytes]) -> Callable[[re.Match[bytes]], bytes]:
    return lambda m: m[1] + ids[m[2]] + m[3]


def _numbered(adopted: Callable[[int], int]) -> Callable[[re.Match[bytes]], bytes]:
    return lambda m: m[1] + b"%d" % adopted(int(m[2])) + m[3]


def _free(book: EditedBook, title: str) -> str:
    number, found = 1, title
    while book.workbook.sheet(found) is not None:
        number += 1
        found = f"{title} {number}"
    return found


def _place(book: EditedBook, before: Collection[str]) -> int:
    parts = [entry.part for entry in book.workbook.sheets]
    there = [t.sheet.part for name, t in tables_of(book).items() if name in before]
    return max((parts.index(part) + 1 for part in there), default=0)


def _table(book: EditedBook, data: bytes) -> bytes:
    """Return a table's part with a number that no table of the workbook has."""
    taken = {0}
    for name in book.package:
        if name.startswith("xl/tables/"):
            found = book.package.text(name)
            m = markup.opening(markup.prefix_of(found, b"table") or b"", b"table").search(found)
            taken.add(int(markup.get(m[0], b"id") or 0) if m else 0)
    m = markup.sure(markup.opening(b"", b"table").search(data))
    tag = markup.put(m[0], b"id", b"%d" % (max(taken) + 1))
    return data[: m.start()] + tag + data[m.end() :]
