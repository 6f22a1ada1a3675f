"""From an open workbook to grids of cells, one a table, as its file would give them.

The same as :func:`xlsales.office.reading.reader.read_workbook` of the workbook once saved. A table comes
in one block, with the rows under it; formulas and merged cells are asked for beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.core.text import is_blank
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.hosts.live.native import Native, Spot
from xlsales.hosts.live.programs import native_of
from xlsales.office.reading.headers import claims, header_text, heads_of
from xlsales.office.references import LAST_ROW, Area
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    import xlwings as xw


def read_open(xlbook: xw.Book, book: Book, lang: Lang, tables: Iterable[Table]) -> list[Grid]:
    """Return the grids of those of ``tables`` that an open workbook has.

    Raises:
        Unusable: a table shows no header row.
    """
    program = native_of(xlbook)
    spots = program.spots()
    wanted = {table.name: table for table in tables}
    by_name = {spot.name: spot for spot in spots}
    others = {
        spot.name: _head(program, spot)
        for spot in spots
        if spot.headers and spot.name not in wanted
    }
    alike = claims(wanted.values(), others)
    grids = []
    for name, table in wanted.items():
        copies = alike.get(name, [])
        if name in by_name:
            grid = _grid(program, by_name[name], spots, table, book, lang)
            grid.copies = tuple(
                by_name[each].sheet.name for each in copies if _holds(program, by_name[each])
            )
        elif copies:
            grid = _grid(program, by_name[copies[0]], spots, table, book, lang)
            grid.named = tuple(copies)
        else:
            continue
        grids.append(grid)
    return grids


def _head(program: Native, spot: Spot) -> list[str]:
    """Return a table's headers."""
    top, left, _, right = spot.area
    (row,) = program.values(spot.sheet.range((top, left), (top, right)))
    return [header_text(cell) for cell in row]


def _holds(program: Native, spot: Spot) -> bool:
    """Return whether a table has anything in it."""
    _, left, _, right = spot.area
    if spot.last < spot.first:
        return False
    rows = program.values(spot.sheet.range((spot.first, left), (spot.last, right)))
    return any(not is_blank(cell) for row in rows for cell in row)


# --- a table -------------------------------------------------------------------------------


def _grid(
    program: Native, spot: Spot, spots: Sequence[Spot], table: Table, book: Book, lang: Lang
) -> Grid:
    if not spot.headers:
        raise Unusable(
            f"{program.name} 中表 {spot.name} 的标题行已关闭。请显示标题行，然后再试。",
            f"Table {spot.name} in {program.name} shows no header row. Show it, then try again.",
        )
    top, left, _, right = spot.area
    head, cells, below = _block(program, spot, spots)
    heads = heads_of(table, head, left - 1)
    grid = Grid(table, book, lang, heads.columns, top + 1, cells, heads.missing, heads.doubled)
    grid.near, grid.sheet = heads.near, spot.sheet.name
    grid.day_zero, grid.below = program.day_zero(), below
    if cells:
        whole = spot.sheet.range((top + 1, left), (max((top + len(cells), *below)), right))
        grid.formulas = _formulas(program.formulas(whole), top + 1)
        # one that begins above or beside the table may reach into it
        beside = spot.sheet.range((1, 1), (top + len(cells), right))
        grid.merged = _merged(program.merged(beside), spot.area, len(cells))
    return grid


def _block(
    program: Native, spot: Spot, spots: Sequence[Spot]
) -> tuple[list[str], list[list[Cell]], dict[int, list[Cell]]]:
    """Return a table's headers and rows, those directly under it with it, and what is below."""
    top, left, bottom, right = spot.area
    room = _room(spot, spots)
    held = program.filled(spot.sheet, Area(bottom + 1, left, room, right)) if room > bottom else []
    last = spot.last
    if held and held[0][0] == bottom + 1 and not spot.totals:
        last = held[0][1]
    rows = program.values(spot.sheet.range((top, 1), (last, right)))
    head = [header_text(cell) for cell in rows.pop(0)[left - 1 :]]
    kept = spot.last - top
    while kept < len(rows) and not all(map(is_blank, rows[kept][left - 1 :])):
        kept += 1
    under = dict(enumerate(rows[kept:], top + 1 + kept))
    for first, end in held:
        if first > last:
            block = program.values(spot.sheet.range((first, 1), (end, right)))
            under.update(enumerate(block, first))
    below = {
        row: cells for row, cells in under.items() if not all(map(is_blank, cells[left - 1 :]))
    }
    return head, rows[:kept], below


def _room(spot: Spot, spots: Sequence[Spot]) -> int:
    """Return the last row above the next table below this one."""
    below = (
        other.area[0] - 1
        for other in spots
        if other.sheet.name == spot.sheet.name
        and other.area[0] > spot.last
        and other.area[1] <= spot.area[3]
        and other.area[3] >= spot.area[1]
    )
    return min(below, default=LAST_ROW)


def _formulas(areas: Iterable[Area], first: int) -> dict[tuple[int, int], bool]:
    """Return formula cells by row index and position; an open workbook knows their values."""
    return {
        (row - first, column - 1): True
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _merged(areas: Iterable[Area], table: Area, count: int) -> frozenset[int]:
    """Return which of a table's rows a merged area touches."""
    first, found = table[0] + 1, set[int]()
    for top, left, bottom, right in areas:
        if left <= table[3] and right >= table[1]:
            found.update(range(max(top - first, 0), min(bottom - first + 1, count)))
    return frozenset(found)
