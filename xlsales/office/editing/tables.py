"""Tables: where they are, their cells, and growing one over rows added under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlsales.core.typed import Cell
from xlsales.office.editing import formulas, markup
from xlsales.office.editing.book import Book
from xlsales.office.editing.colours import is_ours
from xlsales.office.editing.naming import name_column
from xlsales.office.editing.rows import KEEP, Value, cells_of
from xlsales.office.editing.sheet import Like, Sheet
from xlsales.office.unusable import Unusable


@dataclass(frozen=True)
class ListObject:
    """A table: its part, the sheet it is on, what it covers with header and totals row."""

    name: str
    part: str
    sheet: Sheet
    area: markup.Area
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


def tables_of(book: Book) -> dict[str, ListObject]:
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
                area = markup.area(markup.text(held.get(b"ref", b"")))
                if area is None:
                    raise book.package.strange(relation.target)
                name = markup.text(held.get(b"displayName") or held.get(b"name", b""))
                found[name] = ListObject(
                    name, relation.target, book.sheet(entry), area,
                    int(held.get(b"headerRowCount", 1)), int(held.get(b"totalsRowCount", 0)),
                )  # fmt: skip
    return found


def set_table(
    book: Book,
    table: ListObject,
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
        like = _like(table)
        for row in range(table.area[2] + 1, last + 1):
            held = plan.setdefault(row, {})
            for column in range(table.area[1], table.area[3] + 1):
                held.setdefault(column, KEEP)
    elif table.totals and any(row > table.last for row in plan):
        raise _totals(book, table)
    book.set_cells(table.sheet, plan, like)
    if last > table.last:
        _grow(book, table, last)


def _totals(book: Book, table: ListObject) -> Unusable:
    return book.package.refused(
        f"表“{table.sheet.name}”有汇总行，新行写不进去",
        "请在“表设计”里去掉“汇总行”",
        f"the table on sheet {table.sheet.name} has a totals row, which new rows would hit",
        "Turn off Total Row under Table Design",
    )


def _check_room(book: Book, table: ListObject, last: int) -> None:
    """Make sure that nothing but rows typed directly under the table lies where it grows."""
    if table.totals:
        raise _totals(book, table)
    _, left, bottom, right = table.area
    if last > markup.LAST_ROW:
        raise book.package.refused(
            f"表“{table.sheet.name}”已满",
            "请新建一个年度的工作簿",
            f"sheet {table.sheet.name} is full",
            "Begin a workbook for a new year",
        )
    new = (bottom + 1, left, last, right)
    in_way = next(
        (
            other.area[0]
            for other in tables_of(book).values()
            if other.part != table.part
            and other.sheet is table.sheet
            and markup.overlap(other.area, new)
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
        raise book.package.refused(
            f"表“{sheet.name}”下方第 {in_way} 行有内容，挡住了要添加的行",
            "请把那些内容移到别处",
            f"row {in_way} under the table on sheet {sheet.name} is in the way of new rows",
            "Move what stands there elsewhere",
        )


def _holds(content: bytes) -> bool:
    return b"<" in content


def _like(table: ListObject) -> Like:
    """Take the look of the first data row for the rows to come."""
    sheet = table.sheet
    styles: dict[int, int] = {}
    filled: dict[int, formulas.Filled] = {}
    columns = _calculated(table)
    attributes = b""
    for row, tag, inner in sheet.each_row(table.first, table.first):
        held = markup.attributes(tag)
        for name, value in held.items():
            local = name.split(b":")[-1]
            fixed = local in {b"ht", b"customHeight"} and b"customHeight" in held
            styled = local in {b"s", b"customFormat"} and b"customFormat" in held
            if fixed or styled or local == b"dyDescent":
                attributes += b' %s="%s"' % (name, value)
        for column, span in cells_of(inner, sheet.prefix):
            cell = markup.tag_of(inner, span)
            styles[column] = int(markup.get(cell, b"s") or 0)
            if column in columns:
                f = markup.find(markup.inner_of(inner, span), sheet.prefix, b"f")
                text = f and markup.inner_of(markup.inner_of(inner, span), f)
                if text:
                    filled[column] = formulas.Filled(markup.text(text), row, column)
        if b"customFormat" in held:
            for column in range(table.area[1], table.area[3] + 1):
                styles.setdefault(column, int(held.get(b"s", 0)))
    return Like(table.area[2], styles, attributes, filled)


def _calculated(table: ListObject) -> set[int]:
    """Return the columns that fill themselves with a formula."""
    data = table.sheet.package.text(table.part)
    prefix = markup.prefix_of(data, b"table") or b""
    columns = markup.find_all(data, prefix, b"tableColumn")
    return {
        table.area[1] + i
        for i, span in enumerate(columns)
        if prefix + b"calculatedColumnFormula" in markup.inner_of(data, span)
    }


def _grow(book: Book, table: ListObject, last: int) -> None:
    top, left, old, right = table.area
    package = book.package
    data = package.text(table.part)
    prefix = markup.prefix_of(data, b"table") or b""
    new = markup.area_ref((top, left, last, right))
    for name in (b"table", b"autoFilter"):
        m = markup.opening(prefix, name).search(data)
        if m is not None:
            data = data[: m.start()] + markup.put(m[0], b"ref", new) + data[m.end() :]
    package.write(table.part, data)

    def longer(area: markup.Area) -> markup.Area:
        """Return the area, down to the new last row if it went with the table's last row."""
        first_row, first_column, last_row, last_column = area
        covers = first_row <= old <= last_row < last
        whole = first_row <= table.first or last_row > first_row
        beside = first_column > right or last_column < left
        return area if not covers or not whole or beside else (*area[:2], last, last_column)

    table.sheet.tail = _with_ranges(table.sheet.tail, table.sheet.prefix, longer)


_X14_RANGES = re.compile(rb"(<(?:[\w.-]+:)?sqref>)([^<]*)(</)")


def _with_ranges(tail: bytes, prefix: bytes, change: Callable[[markup.Area], markup.Area]) -> bytes:
    """Return what follows the rows, with the ranges of validations and conditional formats changed."""

    def ranges(text: bytes) -> bytes:
        found = []
        for part in text.split():
            area = markup.area(part.decode())
            moved = area and change(area)
            found.append(markup.area_ref(moved) if moved and moved != area else part)
        return b" ".join(found)

    for name in (b"conditionalFormatting", b"dataValidation", b"ignoredError"):
        for span in reversed(list(markup.find_all(tail, prefix, name))):
            tag = markup.tag_of(tail, span)
            if is_ours(markup.inner_of(tail, span), prefix):
                continue
            old = markup.get(tag, b"sqref") or b""
            new = ranges(old)
            if new != b" ".join(old.split()):
                tag = markup.put(tag, b"sqref", new)
                tail = tail[: span.start] + tag + tail[span.inner :]
    return _X14_RANGES.sub(lambda m: m[1] + ranges(m[2]) + m[3], tail)
