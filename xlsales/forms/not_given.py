"""What is said of given cells that hold something else than buttons gave (memory.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xlsales.core.column import By, Type
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid
from xlsales.core.row import Row
from xlsales.core.text import is_blank
from xlsales.core.typed import CellError
from xlsales.core.words import Words
from xlsales.forms.given import given_columns, hold, key_of, text_of
from xlsales.forms.rules import reading as rules


def leave_foreign(
    grid: Grid, kept: Sequence[int], columns: list[list[object]], bad: defaultdict[int, set[str]]
) -> None:
    """Let the given cells of rows that no press wrote count as unreadable (memory.md)."""
    given = [c for c, column in enumerate(grid.table.columns) if column.by is By.GIVEN]
    for n, index in enumerate(kept):
        if index in grid.foreign:
            bad[n].update(grid.table.columns[c].key for c in given)
            for c in given:
                columns[c][n] = None


def foreign(grid: Grid, index: int, row: Row) -> Iterator[Finding]:
    """Say of a row that no press wrote: with a number once, else cell by cell, to be cleared."""
    filled = {
        column.key: cell
        for column in given_columns(grid.table)
        if not is_blank(cell := grid.cell(index, column.key))
    }
    keys = {key: grid.cell(index, key) for key in grid.table.key}
    numbered = not any(map(is_blank, keys.values()))
    words = {key: grid.table.by_key[key].words for key in filled}
    if not numbered:
        for key, cell in filled.items():
            place = Place(row.at, row.table, key)
            yield Finding(rules.NOT_GIVEN, place, cell, {"columns": words[key]}, fix="")
        return
    name, fix = _lost(grid, index) or (next(key for key in filled), None)
    titles = [words[key] for key in keys if key in words]
    columns = Words("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))
    number = key_of(grid, index)
    yield Finding(
        rules.NOT_GIVEN, Place(row.at, row.table, name, number), number, {"columns": columns}, fix
    )


def _lost(grid: Grid, index: int) -> tuple[str, object] | None:
    """Return the one column in which a row's key differs from that which the table lacks.

    With it what stood there. None where there is no such key, or more than that differs.
    """
    parts = grid.lost.split(" ") if grid.lost is not None else []
    if len(parts) != len(grid.table.key):
        return None
    columns = [grid.table.by_key[key] for key in grid.table.key]
    off = [
        (column.key, int(part) if column.type is Type.INTEGER else part)
        for column, part in zip(columns, parts, strict=True)
        if part != text_of(hold(column, grid.cell(index, column.key)))
    ]
    return off[0] if len(off) == 1 and grid.table.by_key[off[0][0]].by is By.GIVEN else None


def typed_over(grid: Grid, rows: Mapping[int, Row]) -> Iterator[Finding]:
    """Say of each cell that was typed over what it holds and what counts; ``rows`` by index."""
    for (index, key), typed in sorted(grid.typed_over.items()):
        row = rows.get(index)
        if row is not None:
            place = Place(row.at, row.table, key, key_of(grid, index))
            shown = str(typed.cell) if isinstance(typed.cell, CellError) else typed.cell
            right = _BLANK if typed.right is None else typed.right
            yield Finding(rules.GIVEN_TYPED_OVER, place, shown or _BLANK, {"right": right})


_BLANK = Words("空白", "blank")
