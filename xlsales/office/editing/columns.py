"""Columns that come to a table at its right end, so that nothing else on the sheet moves.

What a person wrote beside the table stays where it is: columns of theirs with a header, between
the table and the first free one, become columns of the table; anything else there is in the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlsales.office import references
from xlsales.office.editing import formulas, markup
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.naming import listed
from xlsales.office.editing.rows import KEEP, Value, cells_of
from xlsales.office.editing.sheet import SheetPart
from xlsales.office.editing.tables import TablePart, tables_of
from xlsales.office.references import Area
from xlsales.office.unusable import Unusable

_MOST = 64
"""So many columns are looked at beside a table; a person's own are fewer."""


@dataclass(frozen=True)
class Room:
    """Where new columns stand, and the person's columns that come into the table before them."""

    places: tuple[int, ...]
    taken_in: Mapping[int, str]

    @property
    def right(self) -> int:
        """The last column."""
        return max(self.places)


def room_for(book: EditedBook, table: TablePart, headers: Sequence[str]) -> Room:
    """Find room for new columns at the right end of a table.

    Raises:
        Unusable: something stands there that is no column of the table's rows, and where.
    """
    beside = _Beside(book, table)
    names = {name.casefold() for name in (*listed_in(table), *headers)}
    places: list[int] = []
    taken: dict[int, str] = {}
    column = table.area.right
    while len(places) < len(headers):
        column += 1
        in_way = beside.in_way(column)
        if in_way is None:
            places.append(column)
            continue
        header = beside.header(column)
        if header is None or header.casefold() in names or len(taken) >= _MOST:
            raise _refused(book, table, in_way)
        names.add(header.casefold())
        taken[column] = header
    right = max(places)
    return Room(tuple(places), {at: header for at, header in taken.items() if at < right})


def _refused(book: EditedBook, table: TablePart, at: references.Place) -> Unusable:
    title, cell = table.sheet.name, references.ref(*at).decode()
    return book.package.refused(
        f"工作表“{title}”表格右侧的 {cell} 有内容，占用了新列的位置",
        "请将其移到其他工作表或更靠右的列",
        f"{cell}, right of the table on sheet {title}, is in the way of new columns",
        "Move it to another sheet or further right",
    )


class _Beside:
    """What stands right of a table, from its header row down."""

    def __init__(self, book: EditedBook, table: TablePart) -> None:
        top, left, _, right = table.area
        sheet = table.sheet
        self._top = top
        self._filled: dict[int, list[int]] = {}
        self._below: set[int] = set()
        self._heads: dict[int, str] = {}
        self._fixed = list(_fixed(book, table))
        for row, _, inner in sheet.each_row(top, references.LAST_ROW):
            mine = False
            beyond: list[int] = []
            for column, span in cells_of(inner, sheet.prefix):
                if b"<" not in inner[span.inner : span.inner_end]:
                    continue
                if column > right:
                    self._filled.setdefault(column, []).append(row)
                    beyond.append(column)
                mine = mine or left <= column <= right
                if row == top and _is_text(markup.tag_of(inner, span), inner, span, sheet.prefix):
                    self._heads[column] = ""
            if row > table.area.bottom and not mine:
                self._below.update(beyond)
        texts = book.texts(sheet, top, top)
        self._heads = {column: texts.get((top, column), "") for column in self._heads}

    def in_way(self, column: int) -> references.Place | None:
        """Return the first cell in a column that is not free; None if all of it is."""
        if self._at_fixed(column) is not None:
            return self._at_fixed(column)
        rows = self._filled.get(column)
        return (rows[0], column) if rows else None

    def header(self, column: int) -> str | None:
        """Return the header of a column that belongs to the table's rows; None if it does not."""
        if column in self._below or self._at_fixed(column) is not None:
            return None
        return self._heads.get(column) or None

    def _at_fixed(self, column: int) -> references.Place | None:
        areas = (a for a in self._fixed if a.left <= column <= a.right and a.bottom >= self._top)
        return next(((max(area.top, self._top), column) for area in areas), None)


def _is_text(tag: bytes, inner: bytes, span: markup.Span, prefix: bytes) -> bool:
    kind = markup.get(tag, b"t")
    formula = markup.find(inner[span.inner : span.inner_end], prefix, b"f")
    return kind in {b"s", b"inlineStr"} and formula is None


def _fixed(book: EditedBook, table: TablePart) -> Iterator[Area]:
    """Yield what no table may reach into: others, pivot tables, merged areas, array formulas."""
    sheet = table.sheet
    for other in tables_of(book).values():
        if other.sheet is sheet and other.part != table.part:
            yield other.area
    yield from sheet.merged()
    yield from formulas.arrays(sheet.rows, sheet.prefix)
    for relation in book.package.relations(sheet.part):
        if relation.is_a("pivotTable"):
            data = book.package.read(relation.target)
            found = re.search(rb'<(?:[\w.-]+:)?location\b[^>]*?\bref="([^"]*)"', data)
            area = references.area(found[1].decode()) if found else None
            if area is not None:
                yield area


def listed_in(table: TablePart) -> tuple[str, ...]:
    """Return the headers that a table lists, in their order."""
    data = table.sheet.package.text(table.part)
    prefix = markup.prefix_of(data, b"table") or b""
    tags = (markup.tag_of(data, span) for span in markup.find_all(data, prefix, b"tableColumn"))
    return tuple(markup.text(markup.get(tag, b"name") or b"") for tag in tags)


# --- the table -----------------------------------------------------------------------------------


def widen(
    book: EditedBook, table: TablePart, room: Room, headers: Sequence[str], looks: Sequence[int]
) -> TablePart:
    """Let a table have new columns; ``looks`` are their headers' styles. Return it as it is then.

    Their cells are there then, blank.
    """
    top, left, bottom, right = table.area
    named = {**room.taken_in, **dict(zip(room.places, headers, strict=True))}
    package, data = table.sheet.package, table.sheet.package.text(table.part)
    p = markup.prefix_of(data, b"table") or b""
    group = markup.sure(markup.find(data, p, b"tableColumns"))
    spans = list(markup.find_all(data, p, b"tableColumn", group.inner))
    ids = [int(markup.get(markup.tag_of(data, span), b"id") or 0) for span in spans]
    lines = b"".join(
        b'<%stableColumn id="%d" name="%s"/>' % (p, max(ids) + number, listed(named[column]))
        for number, column in enumerate(range(right + 1, room.right + 1), start=1)
    )
    tag = markup.put(markup.tag_of(data, group), b"count", b"%d" % (len(spans) + len(named)))
    data = (
        data[: group.start] + tag + data[group.inner : group.inner_end] + lines
        + data[group.inner_end :]
    )  # fmt: skip
    for name in (b"table", b"autoFilter"):
        m = markup.opening(p, name).search(data)
        area = m and references.area(markup.text(markup.get(m[0], b"ref") or b""))
        if m and area:
            wide = references.area_ref(area._replace(right=room.right))
            data = data[: m.start()] + markup.put(m[0], b"ref", wide) + data[m.end() :]
    package.write(table.part, data)
    cells: dict[int, dict[int, Value]] = {
        row: dict.fromkeys(room.places, KEEP) for row in range(table.first, bottom + 1)
    }
    cells[top] = dict(zip(room.places, headers, strict=True))
    book.set_cells(table.sheet, cells)
    restyle(
        table.sheet, (top, top), {c: always(s) for c, s in zip(room.places, looks, strict=True)}
    )
    return replace(table, area=Area(top, left, bottom, room.right))


def always(style: int) -> Callable[[int], int]:
    """Return what gives every cell one style."""
    return lambda _: style


# --- looks ---------------------------------------------------------------------------------------


def styles_in(sheet: SheetPart, rows: tuple[int, int], column: int) -> Counter[int]:
    """Return how often each style stands in the cells of a column."""
    found: Counter[int] = Counter()
    for _, _, inner in sheet.each_row(*rows):
        for at, span in cells_of(inner, sheet.prefix):
            if at == column:
                found[int(markup.get(markup.tag_of(inner, span), b"s") or 0)] += 1
    return found


def restyle(
    sheet: SheetPart, rows: tuple[int, int], wanted: Mapping[int, Callable[[int], int]]
) -> None:
    """Give the cells of some columns other styles, each by the one that it has."""
    first, last = rows
    out: list[bytes] = []
    at = 0
    for start, number, _, end in sheet.walk():
        if number > last:
            break
        if number < first:
            continue
        inner = sheet.rows[start:end]
        for column, place, tag in _tags(inner, sheet.prefix, number, wanted):
            was = int(markup.get(tag, b"s") or 0)
            if (style := wanted[column](was)) != was:
                out += (sheet.rows[at : start + place], markup.put(tag, b"s", b"%d" % style))
                at = start + place + len(tag)
    if out:
        sheet.write_rows(b"".join([*out, sheet.rows[at:]]))


def _tags(
    inner: bytes, prefix: bytes, row: int, columns: Iterable[int]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield column, place and tag of those cells of a row, in order; most are written one way."""
    usual = b'<%sc r="' % prefix
    if inner.count(usual) != inner.count(b"<%sc " % prefix):
        for column, span in cells_of(inner, prefix):
            if column in columns:
                yield column, span.start, markup.tag_of(inner, span)
        return
    for column in sorted(columns):
        place = inner.find(usual + references.ref(row, column) + b'"')
        if place >= 0:
            yield column, place, inner[place : inner.index(b">", place) + 1]


def set_column(sheet: SheetPart, column: int, change: Callable[[bytes], bytes]) -> None:
    """Change what a sheet says of a column's width and look; its neighbours' stays as it is.

    ``change`` is given the tag, one that says nothing where there was none.
    """
    p = sheet.prefix
    group = markup.find(sheet.head, p, b"cols")
    tags = (
        [m[0] for m in markup.opening(p, b"col").finditer(markup.inner_of(sheet.head, group))]
        if group
        else []
    )
    blank = b'<%scol min="%d" max="%d" width="9"/>' % (p, column, column)
    ranges: list[tuple[int, bytes]] = []
    held = blank
    for tag in tags:
        first, last = (int(markup.get(tag, key) or 0) for key in (b"min", b"max"))
        if not first <= column <= last:
            ranges.append((first, tag))
            continue
        held = tag
        for low, high in ((first, column - 1), (column + 1, last)):
            if low <= high:
                ranges.append((low, _span(tag, low, high)))
    ranges.append((column, change(_span(held, column, column))))
    line = b"<%scols>%s</%scols>" % (p, b"".join(tag for _, tag in sorted(ranges)), p)
    if group is not None:
        sheet.head = sheet.head[: group.start] + line + sheet.head[group.end :]
        return
    at = markup.sure(markup.opening(p, b"sheetData").search(sheet.head)).start()
    sheet.head = sheet.head[:at] + line + sheet.head[at:]


def _span(tag: bytes, first: int, last: int) -> bytes:
    return markup.put(markup.put(tag, b"min", b"%d" % first), b"max", b"%d" % last)
