"""The tables of workbooks as cells, each with its rows as typed, and what of them changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from xlsales.core.arrangement import Arrangement
from xlsales.core.column import By
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.part import Made, Part
from xlsales.core.row import Book, Row
from xlsales.core.typed import Cell
from xlsales.forms.given import Record, given_columns, hold, key_of, keys_of
from xlsales.forms.reading import read_grid
from xlsales.forms.states import accounted


@dataclass(frozen=True)
class Change:
    """One cell that an edit changed, for the journal: place, column, from what to what.

    ``row`` is where the row stands afterwards; of one that is ``gone``, where it stood.
    A header is a cell of the row above the first. Row 0 without a column is the table's name.
    """

    book: Book
    table: str
    row: int
    column: str
    was: Cell
    now: Cell
    key: str = ""
    """The key of its row as people write it; "" while it has none."""
    gone: bool = False
    of: tuple[tuple[str, Cell], ...] | None = field(default=None, compare=False)
    """What its row shows afterwards, where no key tells which it is."""
    is_header: bool = False
    """Whether it is a header that was given to a column."""

    @property
    def is_name(self) -> bool:
        """Whether the table was named, and no cell changed."""
        return self.row == 0


class AsRead(Part, Protocol):
    """A table as its workbook has it: what its rows and cells are without a cell being looked at."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading found."""


_ONE_BY_ONE = 8
"""How many times longer a row takes alone than among all the others."""


@dataclass
class TypedGrid:
    """A table's grid with its rows as typed, kept until its cells change.

    ``version`` counts how often they did.
    """

    grid: Grid
    given: Record | Callable[[], Record] | None = None
    version: int = 0
    as_read: AsRead | None = None
    """Its rows and findings where they are known without its cells, until one changes."""
    told_as: str | None = None
    """Says of which bytes all of it was read, until a cell changes; equal ones read the same."""
    _rows: dict[int, Row] | None = None
    _found: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    _stale: set[int] = field(default_factory=set)
    _keys: Counter[str | None] | None = None
    """How many rows have each key."""

    @property
    def record(self) -> Record | None:
        """What presses wrote into its given cells, as far as that is known."""
        if callable(self.given):
            self.given = self.given()
        return self.given

    @property
    def has_changed_record(self) -> bool:
        """Whether more was given than was kept."""
        return isinstance(self.given, Record) and self.given.is_changed

    @property
    def read_of(self) -> str | None:
        """Which bytes its rows follow from; None once anything of it changed."""
        return None if self.has_changed_record else self.told_as

    def part(self) -> AsRead:
        """Return its rows as they are now; whatever becomes of the cells, these stay."""
        if self.as_read is not None:
            return self.as_read
        rows, findings = self.read()
        return Made(self.grid.book, rows, tuple(findings))

    def read(self) -> tuple[tuple[Row, ...], list[Finding]]:
        """Return the typed rows and what reading them found."""
        if self._rows is None or len(self._stale) * _ONE_BY_ONE > len(self._rows):
            known = self.as_read
            self._take(*(read_grid(self.grid) if known is None else (known.rows, known.findings)))
        elif self._stale:
            for row in self._stale:
                self._reread(row)
            self._rows = dict(sorted(self._rows.items()))
        self._stale.clear()
        assert self._rows is not None
        return tuple(self._rows.values()), [f for found in self._found.values() for f in found]

    def _take(self, rows: Sequence[Row], findings: Sequence[Finding]) -> None:
        self._rows = {row.at.row: row for row in rows}
        by_row: dict[int, list[Finding]] = {}
        for finding in findings:
            by_row.setdefault(finding.place.at.row, []).append(finding)
        self._found = {row: tuple(found) for row, found in by_row.items()}

    def _reread(self, row: int) -> None:
        index = row - self.grid.first_row
        one = replace(
            self.grid,
            first_row=row,
            cells=[self.grid.cells[index]],
            copies=(),
            formulas={
                (0, c): self.grid.formulas[index, c]
                for c in self.grid.columns.values()
                if (index, c) in self.grid.formulas
            },
            merged=frozenset({0} if index in self.grid.merged else ()),
            typed_over={
                (0, key): typed for (at, key), typed in self.grid.typed_over.items() if at == index
            },
            foreign={0} if index in self.grid.foreign else set(),
            below={},
        )
        rows, findings = read_grid(one)
        assert self._rows is not None
        self._rows.pop(row, None)
        self._found.pop(row, None)
        for found in rows:
            self._rows[row] = found
        if mine := tuple(each for each in findings if each.place.at.row == row):
            self._found[row] = mine  # what the table lacks was found with the others

    def note(self, changes: Sequence[Change], wrote: Iterable[str] = ()) -> None:
        """Keep what a press wrote into the given cells of a row.

        A row that gets its number is known from now on as it stands; one that no press wrote is
        known once a press has filled all its given cells. ``wrote``: the columns that it wrote,
        also where they held the same before.
        """
        grid = self.grid
        columns = grid.table.by_key
        written = [change for change in changes if columns[change.column].by is By.GIVEN]
        if not written:
            return
        index = written[0].row - grid.first_row
        for change in written:
            grid.typed_over.pop((index, change.column), None)
        key = key_of(grid, index)
        record = self.record
        if record is None:
            record = self.given = Record(grid.table)
        standing = {
            column.key: hold(column, grid.cell(index, column.key))
            for column in given_columns(grid.table)
        }
        mine = {change.column: standing[change.column] for change in written}
        left = {name for name, held in standing.items() if held is not None}
        if index in grid.foreign:
            known = key in record.rows
            if left - mine.keys() - set(wrote) and not known:
                return
            grid.foreign.discard(index)
            if known:  # it has its own number again; what else was given is put right when read
                return
        if key is not None:
            record.write(key, mine if key in record.rows else standing)

    def put_right(self) -> list[Change]:
        """Return what is to be written so that its given cells hold what buttons gave them."""
        grid, changes = self.grid, []
        for (index, name), typed in sorted(grid.typed_over.items()):
            if (index, grid.columns[name]) in grid.formulas:
                grid.overwrite_formula(index, grid.columns[name])
            row = grid.first_row + index
            key, put = key_of(grid, index) or "", (typed.cell, typed.right)
            of = self.shown_by(index, key)
            changes.append(Change(grid.book, grid.table.name, row, name, *put, key, of=of))
            self.touch(row)
        grid.typed_over.clear()
        return changes

    def shown_by(self, index: int, key: str) -> tuple[tuple[str, Cell], ...] | None:
        """Return what people or presses filled of a row, where its key does not tell which it is."""
        grid = self.grid
        if self._keys is None:
            self._keys = Counter(keys_of(grid) if grid.table.key else ())
        if key and self._keys[key] == 1:
            return None
        cells = ((column.key, grid.cell(index, column.key)) for column in accounted(grid.table))
        return tuple((name, cell) for name, cell in cells if cell not in (None, ""))

    def rekey(self, was: str | None, now: str | None) -> None:
        """Note that a row has another key."""
        if self._keys is not None and was != now:
            self._keys[was] -= 1
            self._keys[now] += 1

    def touch(self, row: int) -> None:
        """Note that a row's cells have changed."""
        self.version += 1
        self.as_read = self.told_as = None
        if self._rows is not None:
            self._stale.add(row)

    def forget(self) -> None:
        """Note that all cells have changed."""
        self.version += 1
        self.as_read = self.told_as = None
        self._rows = self._keys = None
        self._found = {}
        self._stale.clear()

    def arrange(self, arrangement: Arrangement) -> None:
        """Let rows come, go and move."""
        grid, first = self.grid, self.grid.first_row
        held, rest = grid.cells, grid.cells[arrangement.count :]
        grid.cells = [[] if was is None else held[was - first] for was in arrangement.order] + rest
        moved = ((arrangement.row(first + index), index) for index in range(len(held)))
        places = {index: row - first for row, index in moved if row is not None}
        grid.formulas = {
            (places[index], position): valued
            for (index, position), valued in grid.formulas.items()
            if index in places
        }
        grid.merged = frozenset(places[index] for index in grid.merged if index in places)
        self.forget()

    @property
    def last_row(self) -> int:
        """The sheet row of the last row that is not blank; the row above the first if none."""
        cells = self.grid.cells
        index = len(cells)
        while index and not any(cell not in ("", None) for cell in cells[index - 1]):
            index -= 1
        return self.grid.first_row + index - 1
