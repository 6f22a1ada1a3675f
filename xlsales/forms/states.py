"""What a table held at one time, to be held against what it held at another (memory.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from xlsales.core.column import By, Column
from xlsales.core.grid import Grid
from xlsales.core.pairing import Pairs, State, pair
from xlsales.core.row import Table
from xlsales.forms.given import keys_of
from xlsales.forms.reading import cells_across, filled_rows


@dataclass(frozen=True)
class TableState(State):
    """A table's rows that are not blank, with their sheet rows; cells as they stand there."""

    table: Table
    at: Sequence[int]


def state_of(grid: Grid) -> TableState:
    """Return the rows of a grid that are not blank, by columns."""
    across = cells_across(grid)
    kept = filled_rows(grid, across)
    keys: Sequence[str | None] = keys_of(grid) if grid.table.key else [None] * grid.height
    if len(kept) < grid.height:
        keys = [keys[index] for index in kept]
        across = {name: [cells[index] for index in kept] for name, cells in across.items()}
    return TableState(keys, across, grid.table, [grid.first_row + index for index in kept])


@cache
def accounted(table: Table) -> tuple[Column, ...]:
    """Return the columns whose changes are told: those of people and of presses, no grey ones."""
    return tuple(column for column in table.columns if column.by is not By.MACRO)


@cache
def known_by(table: Table) -> frozenset[str]:
    """Return the columns by which a row without a key is known: those that people fill.

    What macros write comes and goes by presses, as when a row gets its number.
    """
    return frozenset(column.key for column in table.columns if column.by is By.PERSON)


def paired(before: TableState, after: TableState) -> Pairs:
    """Return which rows of two states of a table are the same (:mod:`xlsales.core.pairing`)."""
    return pair(before, after, known_by(before.table))
