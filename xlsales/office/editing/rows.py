"""The forward pass over a sheet's rows that sets cells by their place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from itertools import pairwise

from xlsales.core.typed import Cell
from xlsales.office import references
from xlsales.office.editing import markup


class Keep(Enum):
    """In place of a value: the cell stays as it is, and is added blank where it is absent."""

    KEEP = 0


KEEP = Keep.KEEP

Value = Cell | Keep
Cells = Mapping[int, Mapping[int, Value]]
"""Values by row and column, both counting from 1; a row's columns in any order."""

_ROW = re.compile(rb'<[^\s>]+\s+r="(\d+)"')
_CELL = re.compile(rb'<[^\s>]+\s+r="([A-Z]+)\d+"')
_REFERENCE = re.compile(rb"([A-Z]+)(\d+)")


@dataclass
class Written:
    """How far the cells written reach."""

    top: int = references.LAST_ROW
    left: int = references.LAST_COLUMN
    bottom: int = 0
    right: int = 0

    def add(self, row: int, left: int, right: int) -> None:
        """Take in cells of one row."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, left), max(self.right, right)


def row_number(tag: bytes, before: int) -> int:
    """Return a row's number: as it says, or one more than the row before it."""
    if m := _ROW.match(tag):
        return int(m[1])
    said = markup.get(tag, b"r")
    return int(said) if said else before + 1


def cells_of(inner: bytes, prefix: bytes) -> Iterator[tuple[int, markup.Span]]:
    """Yield the column and the place of each cell of a row."""
    column = 0
    name = prefix + b"c"
    opening = markup.opening(prefix, b"c")
    at = 0
    while m := opening.search(inner, at):
        if found := _CELL.match(m[0]):
            column = references.number(found[1])
        else:
            said = _REFERENCE.fullmatch(markup.get(m[0], b"r") or b"")
            column = references.number(said[1]) if said else column + 1
        span = markup.span_of(inner, name, m)
        at = span.end
        yield column, span


class Pass:
    """Goes once through the rows, in order, and sets the cells it was given."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        self.written = Written()
        self.formulas: dict[tuple[int, int], bytes] = {}
        """The formulas that were overwritten, by row and column, as their elements."""
        self._row = markup.opening(prefix, b"row")
        self._cell = markup.opening(prefix, b"c")
        self._row_end = b"</" + prefix + b"row>"
        self._cell_end = b"</" + prefix + b"c>"
        self._formula = re.compile(rb"<" + re.escape(prefix) + rb"f(?=[\s/>])")
        self._plain = b"<" + prefix + b'c r="%s%d"'
        self._usual = re.compile(rb"<" + re.escape(prefix) + rb'c r="([A-Z]+)\d+"')
        self._any = re.compile(rb"<" + re.escape(prefix) + rb"c(?=[\s/>])")

    def cell(
        self, row: int, column: int, value: Cell, style: int | None, row_style: int | None
    ) -> bytes:
        """Return the XML of a cell; ``style`` is that of the cell that was there."""
        raise NotImplementedError

    def row_attributes(self, row: int) -> bytes:
        """Return what the tag of an added row says besides its number."""
        raise NotImplementedError

    def through(self, rows: bytes, cells: Cells) -> bytes:
        """Return the rows with the cells set (ValueError: the rows are out of order or cut)."""
        wanted = iter(sorted(cells))
        want = next(wanted, None)
        out = BytesIO()  # gives its content without a copy
        at = copied = number = 0
        while want is not None:
            m = self._row.search(rows, at)
            if m is None:
                break
            before, number = number, row_number(m[0], number)
            if number <= before:
                raise ValueError(number)
            end = inner_end = m.end()
            if not m[0].endswith(b"/>"):
                inner_end = rows.index(self._row_end, m.end())
                end = inner_end + len(self._row_end)
            while want is not None and want < number:
                out.write(rows[copied : m.start()])
                out.write(self._added(want, cells[want]))
                copied = m.start()
                want = next(wanted, None)
            if want == number:
                out.write(rows[copied : m.start()])
                out.write(self._row_with(number, m[0], rows[m.end() : inner_end], cells[number]))
                copied = end
                want = next(wanted, None)
            at = end
        out.write(rows[copied:])
        while want is not None:
            out.write(self._added(want, cells[want]))
            want = next(wanted, None)
        return out.getvalue()

    def _added(self, row: int, cells: Mapping[int, Value]) -> bytes:
        columns = sorted(column for column, value in cells.items() if value is not None)
        if not columns:
            return b""
        self.written.add(row, columns[0], columns[-1])
        inner = b"".join(self._new_cell(row, c, cells[c], None) for c in columns)
        name = self.prefix + b"row"
        return b'<%s r="%d"%s>%s</%s>' % (name, row, self.row_attributes(row), inner, name)

    def _new_cell(self, row: int, column: int, value: Value, row_style: int | None) -> bytes:
        return self.cell(row, column, None if value is KEEP else value, None, row_style)

    def _row_with(self, row: int, tag: bytes, inner: bytes, cells: Mapping[int, Value]) -> bytes:
        columns = sorted(cells)
        places = self._plain_places(row, inner, columns) or self._places(inner, columns)
        row_style = None
        if b"customFormat" in tag:
            held = markup.attributes(tag)
            if held.get(b"customFormat") in {b"1", b"true"}:
                row_style = int(held.get(b"s", 0))
        out: list[bytes] = []
        at = left = right = 0
        for column, (start, end) in zip(columns, places, strict=True):
            value = cells[column]
            if end == start:
                if value is None:
                    continue
                out += (inner[at:start], self._new_cell(row, column, value, row_style))
            else:
                if value is KEEP:
                    continue
                style = self._old(row, column, inner[start:end])
                out += (inner[at:start], self.cell(row, column, value, style, row_style))
            at = end
            left, right = left or column, column
        if not out:
            return tag + inner + (b"" if tag.endswith(b"/>") else self._row_end)
        out.append(inner[at:])
        self.written.add(row, left, right)
        if b"spans" in tag:
            tag = _spanning(tag, left, right)
        if tag.endswith(b"/>"):
            tag = tag[:-2].rstrip() + b">"
        return tag + b"".join(out) + self._row_end

    def _plain_places(
        self, row: int, inner: bytes, columns: list[int]
    ) -> list[tuple[int, int]] | None:
        """Find cells written the usual way; None if one is absent or written otherwise."""
        places = []
        at = 0
        for column in columns:
            start = inner.find(self._plain % (references.letters(column), row), at)
            if start < 0:
                return None
            at = self._end(inner, start)
            places.append((start, at))
        return places

    def _places(self, inner: bytes, columns: list[int]) -> list[tuple[int, int]]:
        """Find cells, or where they belong: a place of no length."""
        there = [(m[1], m.start()) for m in self._usual.finditer(inner)]
        if len(there) != len(self._any.findall(inner)):
            spans = list(cells_of(inner, self.prefix))
            order, starts = [column for column, _ in spans], [span.start for _, span in spans]
        else:
            order, starts = (
                [references.number(at) for at, _ in there],
                [start for _, start in there],
            )
        if any(a >= b for a, b in pairwise(order)):
            raise ValueError(order)
        end = self._end(inner, starts[-1]) if starts else 0
        places = []
        i = 0
        for column in columns:
            while i < len(order) and order[i] < column:
                i += 1
            if i < len(order) and order[i] == column:
                places.append((starts[i], self._end(inner, starts[i])))
            else:
                at = starts[i] if i < len(starts) else end
                places.append((at, at))
        return places

    def _end(self, inner: bytes, start: int) -> int:
        m = self._cell.match(inner, start)
        if m is None:
            raise ValueError(start)
        if m[0].endswith(b"/>"):
            return m.end()
        return inner.index(self._cell_end, m.end()) + len(self._cell_end)

    def _old(self, row: int, column: int, cell: bytes) -> int:
        """Return the style of a cell about to be overwritten; keep its formula."""
        if m := self._formula.search(cell):
            span = markup.span_of(cell, self.prefix + b"f", self._opening_f(cell, m.start()))
            self.formulas[row, column] = cell[span.start : span.end]
        tag = cell[: cell.index(b">") + 1]
        at = tag.find(b' s="')
        if at >= 0:
            return int(tag[at + 4 : tag.index(b'"', at + 4)])
        if b"s=" not in tag and b"s =" not in tag:
            return 0
        return int(markup.get(tag, b"s") or 0)

    def _opening_f(self, cell: bytes, at: int) -> re.Match[bytes]:
        m = markup.opening(self.prefix, b"f").match(cell, at)
        if m is None:
            raise ValueError(cell)
        return m


def _spanning(tag: bytes, left: int, right: int) -> bytes:
    """Return a row's tag whose ``spans`` covers the columns."""
    said = markup.get(tag, b"spans")
    parts = said.split() if said else []
    if len(parts) != 1 or parts[0].count(b":") != 1:
        return tag
    first, last = map(int, parts[0].split(b":"))
    if first <= left and right <= last:
        return tag
    return markup.put(tag, b"spans", b"%d:%d" % (min(first, left), max(last, right)))
