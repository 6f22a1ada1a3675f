"""Tables: where they are, their cells, and growing one over rows added under it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from xlsales.core.typed import Cell
from xlsales.office import references
from xlsales.office.editing import formulas, markup
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.colours import is_ours
from xlsales.office.editing.naming import name_column
from xlsales.office.editing.rows import KEEP, Value, cells_of
from xlsales.office.editing.sheet import Like, SheetPart
from xlsales.office.unusable import Unusable


@dataclass(frozen=True)
class TablePart:
    """A table: its part, the sheet it is on, what it covers with header and totals row."""

    name: str
    part: str
    sheet: SheetPart
    area: references.Area
    headers: int
    totals: int

    @property
    def first(self) -> int:
        """The sheet row of its first data row."""
        return self.area[0] + self.headers

    @property
    def last(self) -> int:
        """The sheet row of its last data row."""
        return self.area[2] - self.totals


def tables_of(book: EditedBook) -> dict[str, TablePart]:
    """Return the tables of a workbook by their names."""
    found = {}
    for entry in book.workbook.sheets:
        if entry.kind != "worksheet":
            continue
        for relation in book.package.relations(entry.part):
            if relation.is_a("table"):
                data = book.package.text(relation.target)
                prefix = markup.prefix_of(data, b"table")
                m = prefix is not None and markup.opening(prefix, b"table").search(data)
                if not m:
                    raise book.package.strange(relation.target)
                held = markup.attributes(m[0])
                area = references.area(markup.text(held.get(b"ref", b"")))
                if area is None:
                    raise book.package.strange(relation.target)
                name = markup.text(held.get(b"displayName") or held.get(b"name", b""))
                found[name] = TablePart(
                    name, relation.target, book.sheet(entry), area,
                    int(held.get(b"headerRowCount", 1)), int(held.get(b"totalsRowCount", 0)),
                )  # fmt: skip
    return found


def set_table(
    book: EditedBook,
    table: TablePart,
    cells: Mapping[tuple[int, int], Cell],
    last: int,
) -> None:
    """Set cells by sheet row and column from 0, and let the table reach down to ``last``.

    One of the header row is a header, which the table lists as well.

    Raises:
        Unusable: something stands where it would grow, or a cell cannot be set alone.
    """
    for (row, column), value in cells.items():
        if table.headers and row == table.area[0]:
            name_column(book, table.part, column + 1 - table.area[1], str(value))
    plan: dict[int, dict[int, Value]] = {}
    for (row, column), value in cells.items():
        plan.setdefault(row, {})[column + 1] = value
    like = None
    if last > table.last:
        _check_room(book, table, last)
        like = like_of(table)
        for row in range(table.area[2] + 1, last + 1):
            held = plan.setdefault(row, {})
            for column in range(table.area[1], table.area[3] + 1):
                held.setdefault(column, KEEP)
    elif table.totals and any(row > table.last for row in plan):
        raise _totals(book, table)
    book.set_cells(table.sheet, plan, like)
    if last > table.last:
        grow(table, last)


def check_free(
    book: EditedBook, table: TablePart, rows: tuple[int, int], columns: Collection[int]
) -> None:
    """Make sure that a table may grow over rows, by ``columns``: its own and those beside it.

    Raises:
        Unusable: something stands there.
    """
    first, last = rows
    _check_ends(book, table, last)
    areas = [references.Area(first, column, last, column) for column in columns]
    for other in tables_of(book).values():
        if other.sheet is table.sheet and any(references.overlap(other.area, a) for a in areas):
            raise _in_way(book, table, max(other.area[0], first))
    for row, _, inner in table.sheet.each_row(first, last):
        for column, span in cells_of(inner, table.sheet.prefix):
            if column in columns and _holds(inner[span.inner : span.inner_end]):
                raise _in_way(book, table, row)


def _check_ends(book: EditedBook, table: TablePart, last: int) -> None:
    if table.totals:
        raise _totals(book, table)
    if last > references.LAST_ROW:
        raise book.package.refused(
            f"表“{table.sheet.name}”已满",
            "请新建一个年度的工作簿",
            f"sheet {table.sheet.name} is full",
            "Begin a workbook for a new year",
        )


def _in_way(book: EditedBook, table: TablePart, row: int) -> Unusable:
    name = table.sheet.name
    return book.package.refused(
        f"表“{name}”下方第 {row} 行有内容，占用了要添加行的位置",
        "请将这些内容移到别处",
        f"row {row} under the table on sheet {name} is in the way of new rows",
        "Move what stands there elsewhere",
    )


def _totals(book: EditedBook, table: TablePart) -> Unusable:
    return book.package.refused(
        f"表“{table.sheet.name}”有汇总行，无法写入新行",
        "请在“表设计”中取消“汇总行”",
        f"the table on sheet {table.sheet.name} has a totals row, which new rows would hit",
        "Turn off Total Row under Table Design",
    )


def _check_room(book: EditedBook, table: TablePart, last: int) -> None:
    """Make sure that nothing but rows typed directly under the table lies where it grows."""
    _check_ends(book, table, last)
    _, left, bottom, right = table.area
    new = references.Area(bottom + 1, left, last, right)
    in_way = next(
        (
            other.area[0]
            for other in tables_of(book).values()
            if other.part != table.part
            and other.sheet is table.sheet
            and references.overlap(other.area, new)
        ),
        None,
    )
    joined = True
    sheet = table.sheet
    before = bottom
    for row, _, inner in sheet.each_row(bottom + 1, last) if in_way is None else ():
        filled = any(
            left <= column <= right and _holds(inner[span.inner : span.inner_end])
            for column, span in cells_of(inner, sheet.prefix)
        )
        joined = joined and filled and row == before + 1
        before = row
        if filled and not joined:
            in_way = row
            break
    if in_way is not None:
        raise _in_way(book, table, in_way)


def _holds(content: bytes) -> bool:
    return b"<" in content


_SHOWN = 100
"""Rows that show how a table looks: a colour that a person gave to some of them is not its own."""


def like_of(table: TablePart) -> Like:
    """Take the look that most of a table's first rows have for the rows to come."""
    sheet = table.sheet
    styles: defaultdict[int, Counter[int | None]] = defaultdict(Counter)
    tags: Counter[bytes] = Counter()
    filled: dict[int, formulas.Filled] = {}
    columns = _calculated(table)
    for row, tag, inner in sheet.each_row(table.first, min(table.last, table.first + _SHOWN)):
        held = markup.attributes(tag)
        attributes = b""
        for name, value in held.items():
            local = name.split(b":")[-1]
            fixed = local in {b"ht", b"customHeight"} and b"customHeight" in held
            styled = local in {b"s", b"customFormat"} and b"customFormat" in held
            if fixed or styled or local == b"dyDescent":
                attributes += b' %s="%s"' % (name, value)
        tags[attributes] += 1
        whole = int(held.get(b"s", 0)) if b"customFormat" in held else None
        looks = dict.fromkeys(range(table.area[1], table.area[3] + 1), whole)
        for column, span in cells_of(inner, sheet.prefix):
            looks[column] = int(markup.get(markup.tag_of(inner, span), b"s") or 0)
            if column in columns and column not in filled:
                f = markup.find(markup.inner_of(inner, span), sheet.prefix, b"f")
                text = f and markup.inner_of(markup.inner_of(inner, span), f)
                if text:
                    filled[column] = formulas.Filled(markup.text(text), row, column)
        for column, look in looks.items():
            styles[column][look] += 1
    looked = ((column, counted.most_common(1)[0][0]) for column, counted in styles.items())
    usual = {column: look for column, look in looked if look is not None}
    attributes = tags.most_common(1)[0][0] if tags else b""
    return Like(table.area[2], usual, attributes, filled)


def _calculated(table: TablePart) -> set[int]:
    """Return the columns that fill themselves with a formula."""
    data = table.sheet.package.text(table.part)
    prefix = markup.prefix_of(data, b"table") or b""
    columns = markup.find_all(data, prefix, b"tableColumn")
    return {
        table.area[1] + i
        for i, span in enumerate(columns)
        if prefix + b"calculatedColumnFormula" in markup.inner_of(data, span)
    }


def resize(table: TablePart, last: int) -> None:
    """Let a table reach down to ``last``; a totals row follows it."""
    top, left, _, right = table.area
    package = table.sheet.package
    data = package.text(table.part)
    prefix = markup.prefix_of(data, b"table") or b""
    new = references.area_ref(references.Area(top, left, last + table.totals, right))
    for name in (b"table", b"autoFilter"):
        m = markup.opening(prefix, name).search(data)
        if m is not None:
            data = data[: m.start()] + markup.put(m[0], b"ref", new) + data[m.end() :]
    package.write(table.part, data)


def grow(table: TablePart, last: int) -> None:
    """Let a table without totals row grow, and the ranges that went with its last row."""
    _, left, old, right = table.area
    resize(table, last)

    def longer(area: references.Area) -> list[references.Area]:
        """Return the area, down to the new last row if it went with the table's last row."""
        first_row, first_column, last_row, last_column = area
        covers = first_row <= old <= last_row < last
        whole = first_row <= table.first or last_row > first_row
        beside = first_column > right or last_column < left
        return [area] if not covers or not whole or beside else [area._replace(bottom=last)]

    table.sheet.tail = with_ranges(table.sheet.tail, table.sheet.prefix, longer)


_X14_RANGES = re.compile(rb"(<(?:[\w.-]+:)?sqref>)([^<]*)(</)")
RANGED = (
    (b"conditionalFormatting", b""),
    (b"dataValidation", b"dataValidations"),
    (b"ignoredError", b"ignoredErrors"),
)
"""Elements that say by ``sqref`` which cells they are about, each with the group it is in."""


def with_ranges(
    tail: bytes,
    prefix: bytes,
    change: Callable[[references.Area], Sequence[references.Area]],
    *,
    ours: bool = False,
    kinds: Sequence[tuple[bytes, bytes]] = RANGED,
) -> bytes:
    """Return what follows the rows, with the ranges of validations and conditional formats changed.

    Those that are left without a cell go. The colours of findings are changed only if ``ours``;
    with fewer ``kinds`` only those, and no extensions.
    """

    def ranges(text: bytes) -> list[references.Area]:
        found: list[references.Area] = []
        for part in text.split():
            area = references.area(part.decode())
            if area is None:
                raise ValueError(part)
            found += change(area)
        return found

    for name, group in kinds:
        for span in reversed(list(markup.find_all(tail, prefix, name))):
            tag = markup.tag_of(tail, span)
            held = tail[span.inner : span.end]
            if not ours and is_ours(markup.inner_of(tail, span), prefix):
                continue
            old = [
                a
                for part in (markup.get(tag, b"sqref") or b"").split()
                if (a := references.area(part.decode()))
            ]
            new = ranges(markup.get(tag, b"sqref") or b"")
            if new == old:
                continue
            if not new:
                tail = tail[: span.start] + tail[span.end :]
                continue
            tag = markup.put(tag, b"sqref", b" ".join(map(references.area_ref, new)))
            held = _translated(held, prefix, _corner(old), _corner(new))
            tail = tail[: span.start] + tag + held + tail[span.end :]
        if group:
            tail = markup.counted(tail, prefix, group, name)

    def extended(m: re.Match[bytes]) -> bytes:
        new = b" ".join(map(references.area_ref, ranges(m[2])))
        return m[1] + (new or m[2]) + m[3]

    return _X14_RANGES.sub(extended, tail) if kinds is RANGED else tail


def _corner(areas: Sequence[references.Area]) -> tuple[int, int]:
    """Return the cell that the formulas of a format or validation are told from."""
    return min(area[0] for area in areas), min(area[1] for area in areas)


def _translated(held: bytes, prefix: bytes, old: tuple[int, int], new: tuple[int, int]) -> bytes:
    if old == new:
        return held
    for name in (b"formula", b"formula1", b"formula2"):
        for span in reversed(list(markup.find_all(held, prefix, name))):
            text = markup.text(markup.inner_of(held, span))
            if text:
                moved = markup.escaped(formulas.translated(text, old, new))
                held = held[: span.inner] + moved + held[span.inner_end :]
    return held
