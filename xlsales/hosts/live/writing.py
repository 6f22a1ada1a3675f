"""Changes into an open workbook: what :func:`xlsales.office.editing.edit` does to a closed one.

Nothing is written but the cells of the change, in blocks; a block bridges cells that stay as they
are only where a macro owns the column, its cells are plain, and what they hold is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsales.core.column import By
from xlsales.core.grid import Grid
from xlsales.core.typed import Cell, CellError
from xlsales.hosts.live.arranging import arrange_open, restore_open, surroundings
from xlsales.hosts.live.formats import set_formats
from xlsales.hosts.live.listing import set_lists
from xlsales.hosts.live.marking import set_marks, set_report
from xlsales.hosts.live.native import Native, Spot
from xlsales.hosts.live.programs import native_of
from xlsales.office.editing.change import BookChange
from xlsales.office.editing.legend import is_legend
from xlsales.office.references import LAST_ROW, Area, Place, overlap, runs
from xlsales.office.unusable import UNSHOWN, Unusable

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "销售管理 · Sales"


def write_open(
    xlbook: xw.Book, change: BookChange, grids: Mapping[str, Grid], title: str = TITLE
) -> None:
    """Make a change in an open workbook, as one step of the program's undo where it has one.

    ``grids`` are its tables as they are with the change; ``title`` names the step.

    Raises:
        Unusable: something is in the way or the program refused it; the workbook is as it was.
    """
    program = native_of(xlbook)
    with program.one_step(title):
        spots = {spot.name: spot for spot in program.spots()}
        for old, new in change.names.items():
            if old in spots and new not in spots:
                program.name_table(spots[old].sheet.tables[old], new)
                spots[new] = replace(spots.pop(old), name=new)
        for sheet in _touched(spots, change):
            if program.is_protected(sheet):
                raise _refused(
                    program,
                    f"工作表“{_shown(sheet)}”受保护",
                    "请撤销工作表保护",
                    f"sheet {_shown(sheet)} is protected",
                    "Unprotect it",
                )
        for name, arrangement in change.arranged.items():
            found = surroundings(program, name, arrangement.first + arrangement.count - 1)
            if found is None:
                raise _missing(program, name)
            arrange_open(found, arrangement)
            restore_open(program, found.spot.sheet, change.restored.get(name, ()))
        if change.arranged:
            spots = {spot.name: spot for spot in program.spots()}
        for name, cells in change.cells.items():
            _set_table(program, spots, name, cells, change.last_rows.get(name, 0), grids.get(name))
        _set_legends(program, spots, change.legends)
        if change.lists:
            set_lists(program, change.lists)
        if change.marks is not None:
            set_marks(program, spots, change.marks)
        if change.report is not None:
            set_report(program, spots, change.report)
        # last: no program takes them back by its undo
        program.set_properties(change.properties)


def _set_legends(program: Native, spots: Mapping[str, Spot], legends: Mapping[str, str]) -> None:
    """Write the lines above computed tables, where they stand (``office/editing/legend.py``)."""
    for name, text in legends.items():
        spot = spots.get(name)
        top = spot.area[0] - 1 if spot else 0
        if spot is None or top < 1:
            continue
        above = spot.sheet.range((1, 1), (top, spot.area[3]))
        for row, cells in enumerate(above.options(ndim=2).value, 1):
            for column, told in enumerate(cells, 1):
                if is_legend(told) and told != text:
                    program.put(spot.sheet.range((row, column)), [[text]])


def _touched(spots: Mapping[str, Spot], change: BookChange) -> list[xw.Sheet]:
    names = {name for name, cells in change.cells.items() if cells} | {*change.arranged}
    names |= {mark.table for mark in change.marks or ()}
    found = {spots[name].sheet.name: spots[name].sheet for name in names if name in spots}
    return list(found.values())


def _shown(sheet: xw.Sheet) -> str:
    return UNSHOWN.sub("\ufffd", sheet.name)


def _refused(program: Native, zh: str, zh_cure: str, en: str, en_cure: str) -> Unusable:
    return Unusable(
        f"{program.name} 没有改动：{zh}。{zh_cure}，然后再试。",
        f"{program.name} was not changed: {en}. {en_cure}, then try again.",
    )


def _missing(program: Native, name: str) -> Unusable:
    return _refused(
        program,
        f"找不到表 {name}",
        "请从空白工作簿复制过来",
        f"it has no table {name}",
        "Copy its sheet over from a blank workbook",
    )


# --- a table -------------------------------------------------------------------------------


def _set_table(
    program: Native,
    spots: Mapping[str, Spot],
    name: str,
    cells: Mapping[Place, Cell],
    last: int,
    grid: Grid | None,
) -> None:
    """Set cells by sheet row and column from 0, and let the table reach down to ``last``."""
    spot = spots.get(name)
    if spot is None:
        raise _missing(program, name)
    columns: dict[int, dict[int, Cell]] = {}
    for (row, position), value in cells.items():
        columns.setdefault(position + 1, {})[row] = value
    if grid is None or grid.merged:
        _check_merged(program, spot, columns)
    if last > spot.last:
        blank = _blank_from(program, spots, spot, last)
        top, left, _, right = spot.area
        spot.sheet.tables[name].resize(spot.sheet.range((top, left), (last, right)))
        if spot.last >= spot.first:
            new = Area(spot.area[2] + 1, left, last, right)
            program.extend_looks(spot.sheet, Area(spot.first, left, spot.last, right), new, blank)
    elif spot.totals and any(row > spot.last for row, _ in cells):
        raise _totals(program, spot)
    for column, held in columns.items():
        set_formats(program, spot.sheet, column, held)
    for first, end, left, right in _blocks(columns, grid):
        block = [
            [_value(columns[column], row, column, grid) for column in range(left, right + 1)]
            for row in range(first, end + 1)
        ]
        program.put(spot.sheet.range((first, left), (end, right)), block)


def _value(held: Mapping[int, Cell], row: int, column: int, grid: Grid | None) -> Cell:
    if row in held:
        return held[row]
    assert grid is not None  # only its cells are bridged
    return grid.cells[row - grid.first_row][column - 1]


def _blocks(
    columns: Mapping[int, Mapping[int, Cell]], grid: Grid | None
) -> Iterable[tuple[int, int, int, int]]:
    """Yield (first row, last row, left, right) of few blocks that hold the cells."""
    found: dict[Place, list[int]] = {}
    for column, held in sorted(columns.items()):
        for run in runs(held, _bridge(grid, column)):
            found.setdefault(run, []).append(column)
    for (first, last), across in found.items():
        for left, right in runs(across):
            yield first, last, left, right


def _bridge(grid: Grid | None, column: int) -> set[int]:
    """Return the rows whose cell in a column may be written again as it is."""
    if grid is None:
        return set()
    key = next((key for key, at in grid.columns.items() if at == column - 1), None)
    if key is None or grid.table.by_key[key].by is By.PERSON:
        return set()
    return {
        grid.first_row + index
        for index, row in enumerate(grid.cells)
        if column <= len(row)
        and not isinstance(row[column - 1], CellError)
        and (index, column - 1) not in grid.formulas
    }


# --- what is in the way --------------------------------------------------------------------


def _check_merged(program: Native, spot: Spot, columns: Mapping[int, Mapping[int, Cell]]) -> None:
    rows = [row for held in columns.values() for row in held]
    if not rows:
        return
    for top, left, bottom, right in program.merged(
        spot.sheet.range((1, 1), (max(rows), max(columns)))
    ):
        for column in range(left, right + 1):
            for row, value in columns.get(column, {}).items():
                if top <= row <= bottom and (row, column) != (top, left) and value is not None:
                    at = spot.sheet.range((row, column)).get_address(False, False)
                    raise _refused(
                        program,
                        f"表“{_shown(spot.sheet)}”的单元格 {at} 位于合并单元格中",
                        "请取消合并",
                        f"cell {at} of sheet {_shown(spot.sheet)} lies inside merged cells",
                        "Unmerge them",
                    )


def _totals(program: Native, spot: Spot) -> Unusable:
    title = _shown(spot.sheet)
    return _refused(
        program,
        f"表“{title}”有汇总行，无法写入新行",
        "请在“表设计”中取消“汇总行”",
        f"the table on sheet {title} has a totals row, which new rows would hit",
        "Turn off Total Row under Table Design",
    )


def _blank_from(program: Native, spots: Mapping[str, Spot], spot: Spot, last: int) -> int:
    """Return the first blank row under a table that is to reach down to ``last``.

    Raises:
        Unusable: other than rows typed directly under it, something lies where it grows.
    """
    title = _shown(spot.sheet)
    if spot.totals:
        raise _totals(program, spot)
    if last > LAST_ROW:
        raise _refused(
            program,
            f"表“{title}”已满",
            "请新建一个年度的工作簿",
            f"sheet {title} is full",
            "Begin a workbook for a new year",
        )
    _, left, bottom, right = spot.area
    new = Area(bottom + 1, left, last, right)
    in_way = next(
        (
            other.area[0]
            for other in spots.values()
            if other.name != spot.name
            and other.sheet.name == spot.sheet.name
            and overlap(other.area, new)
        ),
        None,
    )
    blank = last + 1
    if in_way is None:
        cells = spot.sheet.range((bottom + 1, left), (last, right))
        rows = cells.options(ndim=2, err_to_str=True).value
        filled = [any(cell is not None for cell in row) for row in rows]
        if False in filled:
            blank = bottom + 1 + filled.index(False)
            if True in filled[blank - bottom - 1 :]:
                in_way = bottom + 1 + filled.index(True, blank - bottom - 1)
    if in_way is None:
        return blank
    raise _refused(
        program,
        f"表“{title}”下方第 {in_way} 行有内容，占用了要添加行的位置",
        "请将这些内容移到别处",
        f"row {in_way} under the table on sheet {title} is in the way of new rows",
        "Move what stands there elsewhere",
    )
