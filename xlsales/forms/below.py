"""What stands under a table and is no part of it: rows that nobody would miss, totals, remarks.

A blank line ends what is typed under a table, and so does its totals row. What looks like rows of
the table further down is named (forms.md, *The office folder*), since its figures count nowhere; a
signature, a total made by hand, a remark are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlsales.core.column import Column, Type
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid
from xlsales.core.row import At
from xlsales.core.text import clean, is_blank
from xlsales.core.typed import Cell, CellError, read_cell
from xlsales.forms.rules import reading as rules

_TOTAL = re.compile(
    r"(?:本[页月季年])?[合总小累共][计計](?:[:：].*)?|(?:sub|grand)?total|sum", re.IGNORECASE
)
_LABEL = re.compile(r".*[:：]\s*\S{0,8}")  # 制表人：张三
_TEXTS = frozenset({Type.TEXT, Type.CODE, Type.STATUS})


def is_total(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Return whether a row says that it is a total, and holds less than half of what a row must."""
    must = [_at(grid, column, cells) for column in _must(grid)]
    filled = [cell for cell in must if not is_blank(cell) and not _says_total([cell])]
    return _says_total(cells) and 2 * len(filled) < max(len(must), 1)


def _says_total(cells: Sequence[Cell]) -> bool:
    return any(
        isinstance(cell, str)
        and not isinstance(cell, CellError)
        and _TOTAL.fullmatch(clean(cell).replace(" ", "")) is not None
        for cell in cells
    )


def _must(grid: Grid) -> list[Column]:
    """Return the columns that people must fill."""
    return [c for c in grid.table.columns if c.typed and c.required and c.default is None]


def _at(grid: Grid, column: Column, cells: Sequence[Cell]) -> Cell:
    position = grid.columns.get(column.key)
    return cells[position] if position is not None and position < len(cells) else None


def rows_below(grid: Grid) -> Iterator[Finding]:
    """Find rows past a blank line or a totals row: one finding, at the first of them."""
    if grid.table.is_computed:
        return
    found = [row for row, cells in sorted(grid.below.items()) if _is_row(grid, row, cells)]
    if found:
        place = Place(At(grid.book, found[0]), grid.table)
        yield Finding(rules.ROWS_BELOW, place, None, {"row": found[0], "count": len(found)})


def _is_row(grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
    """Return whether cells fit the columns that people fill: half of those required, at least two.

    One of them is more than a text, where the table has such columns, and typed, not computed.
    """
    fitting = {
        column.key
        for column in grid.table.columns
        if column.typed
        and (row - grid.first_row, grid.columns.get(column.key, -1)) not in grid.formulas
        and _fits(grid, column, _at(grid, column, cells))
    }
    must = _must(grid)
    if _says_total(cells) and not all(column.key in fitting for column in must):
        return False
    telling = {c.key for c in grid.table.columns if c.typed and c.type not in _TEXTS}
    return len(fitting) >= max(2, (len(must) + 1) // 2) and (
        not telling or not telling.isdisjoint(fitting)
    )


def _fits(grid: Grid, column: Column, cell: Cell) -> bool:
    if is_blank(cell) or (isinstance(cell, str) and _LABEL.fullmatch(cell)):
        return False
    return read_cell(column, cell, grid.book.year, grid.day_zero).value is not None
