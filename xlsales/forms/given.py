"""What presses wrote into the given columns, and what stands there (forms.md, *Who fills a column*).

A given cell is changed by a button and by nobody else. What a button wrote is kept by row key, so
that a row is found again wherever it was sorted or moved to. Held against a table as it was read:

- a row that presses know shows what they wrote; a cell that was typed over reads as it was given;
- a row that none wrote (a typed number, a price brought along by a copied row) is *foreign*: its
  given cells are not read, until the deputy takes it over (memory.md, *Given cells*). Where people
  type the number themselves (invoices), what none wrote reads as blank, and the next press fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TypeAlias, cast

from xlsales.core.coded import Coded
from xlsales.core.column import By, Column, Type
from xlsales.core.grid import Grid, Typed
from xlsales.core.row import Table
from xlsales.core.text import are_all_blank, is_blank
from xlsales.core.typed import Cell, CellError, whole_second

Read: TypeAlias = Mapping[str, Coded]
Held: TypeAlias = str | float | bool | None
"""A cell as it is kept: numbers as a spreadsheet has them, dates in ISO, blank as None."""


@cache
def given_columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table that buttons give; none for one that macros compute."""
    return tuple(column for column in table.columns if column.by is By.GIVEN)


@dataclass
class Record:
    """What presses wrote into one table of one workbook: by row key, a value a given column."""

    table: Table
    rows: dict[str, list[Held]] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    """Columns that were not given yet when it was kept: there a row stands as it is."""
    absent: frozenset[str] = frozenset()
    """Columns that the table lacked when it was taken over: of those nothing is kept."""
    is_changed: bool = False

    def write(self, key: str, values: Mapping[str, Held]) -> None:
        """Note what a press wrote into some columns of a row."""
        self.is_changed = True
        columns = given_columns(self.table)
        row = self.rows.setdefault(key, [None] * len(columns))
        for n, column in enumerate(columns):
            if column.key in values:
                row[n] = values[column.key]


def key_of(grid: Grid, index: int) -> str | None:
    """Return the key of a row as people write it, or None while it has none."""
    parts = []
    for name in grid.table.key:
        held = hold(grid.table.by_key[name], grid.cell(index, name))
        if held is None:
            return None
        parts.append(text_of(held))
    return " ".join(parts) if parts else None


def text_of(held: Held) -> str:
    """Return a part of a key as people write it."""
    return f"{held:g}" if isinstance(held, float) else str(held)


def keys_of(grid: Grid, read: Read = MappingProxyType({})) -> list[str | None]:
    """Return the keys of all rows."""
    columns = [
        [held if held is None or type(held) is str else text_of(held) for held in mine]
        for mine in (_column(grid, grid.table.by_key[key], read) for key in grid.table.key)
    ]
    if len(columns) == 1:
        return columns[0]
    return [
        None if None in parts else " ".join(map(str, parts)) for parts in zip(*columns, strict=True)
    ]


def all_of(grid: Grid) -> Record:
    """Return the record of a table as it stands, for an office older than its record."""
    given = given_columns(grid.table)
    absent = frozenset(column.key for column in given if column.key not in grid.columns)
    record = Record(grid.table, absent=absent)
    columns = [_column(grid, column) for column in given]
    if columns:
        for key, *row in zip(keys_of(grid), *columns, strict=True):
            if key is not None and any(held is not None for held in row):
                record.rows.setdefault(key, row)
    return record


def compare(grid: Grid, record: Record, read: Read = MappingProxyType({})) -> None:
    """Put the given cells of a grid right by the record, and note what stood there instead.

    ``grid.typed_over`` names the cells that were put right, ``grid.foreign`` the rows that no
    press wrote. Of several rows with one key the first is the one that is known. ``read`` are the
    columns of which reading told the distinct cells, as they stand.
    """
    if grid.named or not grid.columns.keys() >= set(grid.table.key):
        return  # which table or row it is cannot be told; the missing name or header is
    columns = given_columns(grid.table)
    standing = [_column(grid, column, read) for column in columns]
    absent = [n for n, column in enumerate(columns) if column.key not in grid.columns]
    fresh = [n for n, column in enumerate(columns) if column.key in record.lacking]
    numbered = any(column.key in grid.table.key for column in columns)
    one_each = not grid.table.model.sorts_copies
    blank: list[Held] = [None] * len(columns)
    keys = keys_of(grid, read)
    rows = list(map(list, zip(*standing, strict=True)))
    is_plain = not (absent or fresh or grid.formulas) and len(set(keys)) == len(keys)
    if is_plain and list(map(record.rows.get, cast("list[str]", keys))) == rows:
        return  # all of it is as presses wrote it, as nearly always
    seen: set[str] = set()
    for index, (key, row) in enumerate(zip(keys, rows, strict=True)):
        known = record.rows.get(key) if key is not None else None
        if known is not None and key is not None and not (one_each and key in seen):
            seen.add(key)
            for n in fresh:
                known[n] = row[n]
            for n in absent:
                row[n] = known[n]
            if row != known:
                _put_right(grid, index, columns, known)
        elif row != blank:
            if numbered:
                grid.foreign.add(index)
            else:
                _put_right(grid, index, columns, blank)
    if grid.formulas and seen:
        _take_out_formulas(grid, record, columns, keys)
    _name_missing(grid, record, keys)


def _take_out_formulas(
    grid: Grid, record: Record, columns: Sequence[Column], keys: Sequence[str | None]
) -> None:
    """Note the formulas in given cells, though they may show for now what belongs there."""
    for n, column in enumerate(columns):
        position = grid.columns.get(column.key, -1)
        for index, key in enumerate(keys):
            known = record.rows.get(key) if key is not None and index not in grid.foreign else None
            if known is not None and (index, position) in grid.formulas:
                right = _cell(column, known[n])
                typed = grid.typed_over.get((index, column.key))
                shown = typed.cell if typed else grid.cell(index, column.key)
                grid.typed_over[index, column.key] = Typed(shown, right)


def _put_right(grid: Grid, index: int, columns: Sequence[Column], known: Sequence[Held]) -> None:
    for column, held in zip(columns, known, strict=True):
        position = grid.columns.get(column.key)
        if position is None:
            continue
        typed = grid.cell(index, column.key)
        if _alike(column, hold(column, typed), held):
            continue
        right = _cell(column, held)
        row = grid.cells[index]
        row += [None] * (position + 1 - len(row))
        row[position] = right
        grid.typed_over[index, column.key] = Typed(typed, right)


def _name_missing(grid: Grid, record: Record, keys: Iterable[str | None]) -> None:
    """Where one foreign row stands in a table that lacks one known row, that may be its number."""
    if len(grid.foreign) == 1:
        left = set(record.rows).difference(key for key in keys if key is not None)
        if len(left) == 1:
            grid.lost = left.pop()


# --- cells ---------------------------------------------------------------------------------


def hold(column: Column, cell: Cell) -> Held:
    """Return a cell as the record keeps it."""
    return _holder(column.type)(cell)


def _column(grid: Grid, column: Column, read: Read = MappingProxyType({})) -> list[Held]:
    """Return a column as the record keeps it; each distinct cell is looked at once."""
    coded = read.get(column.key)
    if coded is not None:
        cells = cast("list[Cell]", coded.values)
        return cast("list[Held]", coded.spread(_held(column, cells)))
    return _held(column, grid.column(column.key, range(grid.height)))


def _held(column: Column, cells: Sequence[Cell]) -> list[Held]:
    """Return cells as the record keeps them."""
    if are_all_blank(cells):
        return [None] * len(cells)
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)} and _holder(column.type) is _text:
        texts = cast("list[str | None]", cells)
        if kinds == {str} and all(map(str.strip, cast("list[str]", texts))):
            return list(texts)
        blank = {text for text in set(texts) if not text or not text.strip()}
        return [None if text in blank else text for text in texts] if blank else list(texts)
    known = {kind: _Known(_holder(column.type)) for kind in kinds}  # 1, 1.0 and True are one key
    return [known[type(cell)][cell] for cell in cells]


class _Known(dict[Cell, Held]):
    """What each cell is kept as, asked once."""

    def __init__(self, holder: Callable[[Cell], Held]) -> None:
        super().__init__({None: None, "": None})
        self._holder = holder

    def __missing__(self, cell: Cell) -> Held:
        held = self[cell] = self._holder(cell)
        return held


@cache
def _holder(kind: Type) -> Callable[[Cell], Held]:
    if kind in {Type.DATE, Type.DATETIME}:
        return _moment
    return _number if kind.is_number else _text


def _number(cell: Cell) -> Held:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return _text(cell)
    return float(f"{cell:.15g}")  # the digits that a spreadsheet has


def _moment(cell: Cell) -> Held:
    if isinstance(cell, datetime):
        return whole_second(cell).isoformat().removesuffix("T00:00:00")
    return cell.isoformat() if isinstance(cell, date) else _text(cell)


def _text(cell: Cell) -> Held:
    if cell is None:
        return None
    if isinstance(cell, CellError):
        return f"={cell}"  # an error is no text
    if isinstance(cell, float | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else f"{cell:.15g}"
    return None if is_blank(cell) else str(cell)


def _alike(column: Column, one: Held, other: Held) -> bool:
    """Return whether two cells say the same, though a program may have written them otherwise."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and not column.type.is_number:
        return " ".join(one.split()) == " ".join(other.split())
    return False


def _cell(column: Column, held: Held) -> Cell:
    """Return the cell that a record stands for."""
    if isinstance(held, float) and column.type.is_number:
        return int(held) if column.type is Type.INTEGER else Decimal(repr(held)).normalize()
    if isinstance(held, str) and column.type in {Type.DATE, Type.DATETIME}:
        try:
            moment = datetime.fromisoformat(held)
        except ValueError:
            return held
        return moment if column.type is Type.DATETIME else moment.date()
    return held
