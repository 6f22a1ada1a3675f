"""One table of one workbook as cells: what hosts hand over, and what edits are applied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from xlsales.core.coded import Coded
from xlsales.core.row import Book, Table
from xlsales.core.typed import DAY_ZERO, Cell
from xlsales.core.words import Lang


class Typed(NamedTuple):
    """A given cell that was typed over: what stood there, and what a button had given."""

    cell: Cell
    right: Cell


@dataclass(frozen=True)
class Near:
    """What stands where a column is missed: the header most like its own, and where it is.

    ``sure``: it lost or gained but a character, and can be no other column's.
    """

    header: str
    position: int
    sure: bool = False


@dataclass
class Grid:
    """Cells of a table, row by row.

    ``columns`` says where each column key stands in a row (positions count from 0 at the
    sheet's column A); ``missing`` and ``doubled`` are keys whose header is not there or there
    twice, ``near`` what stands there in a missing one's place; ``first_row`` is the sheet row
    of ``cells[0]``. ``formulas`` holds the (row index, position) of formula cells, True where a
    cached value was there. ``merged`` holds row indexes that a merged range touches. ``sheet``
    is the name of its sheet. ``named``: the tables that could be this one, where none has its
    name; nothing is read of such a grid until it is named so. ``copies``: the sheets of further
    tables with its headers, which are not read. ``day_zero`` is the day that its serial numbers
    count from. ``below`` holds what stands further down, past a blank line or a totals row, by
    sheet row.
    Of given cells: ``typed_over`` names those that hold again what a button had given, by row index
    and column key; ``foreign`` the rows (indexes) whose given cells no button wrote; ``lost`` the
    one key that the table should have and has not.
    ``read`` is left by reading for whoever keeps that: of the columns that hold in each row what
    their cells say, the distinct cells and what each was read as.
    """

    table: Table
    book: Book
    lang: Lang
    columns: Mapping[str, int]
    first_row: int
    cells: list[list[Cell]]
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    formulas: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    merged: frozenset[int] = frozenset()
    typed_over: dict[tuple[int, str], Typed] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)
    lost: str | None = None
    day_zero: date = DAY_ZERO
    below: Mapping[int, list[Cell]] = field(default_factory=dict)
    near: Mapping[str, Near] = field(default_factory=dict)
    sheet: str = ""
    named: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    read: dict[str, tuple[Coded, Sequence[object]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def title(self) -> str:
        """The name of its sheet; the standard one where it is in no workbook yet."""
        return self.sheet or self.table.title.said(self.lang)

    def header(self, key: str) -> str:
        """Return the header that a column has in a workbook of its language."""
        return self.table.by_key[key].words.said(self.lang)

    def overwrite_formula(self, index: int, position: int) -> None:
        """Note that a formula cell holds a plain value now."""
        if not isinstance(self.formulas, dict):  # as read it is compact, and cannot be changed
            self.formulas = dict(self.formulas.items())
        del self.formulas[index, position]

    @property
    def height(self) -> int:
        """How many rows of cells there are."""
        return len(self.cells)

    def cell(self, index: int, key: str) -> Cell:
        """Return the cell of a column, None where the column is missing."""
        position = self.columns.get(key)
        row = self.cells[index]
        return row[position] if position is not None and position < len(row) else None

    def column(self, key: str, rows: Sequence[int]) -> list[Cell]:
        """Return the cells of a column in some rows (indexes), None where there are none."""
        position = self.columns.get(key)
        if position is None:
            return [None] * len(rows)
        every = rows == range(len(self.cells))
        chosen = self.cells if every else [self.cells[i] for i in rows]
        try:
            return [row[position] for row in chosen]
        except IndexError:  # a row may end before the column
            return [row[position] if position < len(row) else None for row in chosen]


def blank_grid(table: Table, book: Book, lang: Lang, first_row: int = 3) -> Grid:
    """Return a table without rows, laid out as the standard workbook has it."""
    columns = {column.key: i for i, column in enumerate(table.columns)}
    return Grid(table, book, lang, columns, first_row, [])
