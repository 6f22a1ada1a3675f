"""Tables as they were before changes that the journal tells (memory.md, *As known then*).

Changes are undone one line after the other, the newest first. A row is found by its key, or by what
it showed after the change; where it is not there, does not hold what the change left, or could be
one of several, that is told and nothing is guessed. Given cells are not looked at but for keys: what
counts of them is their record, which is undone beside this one (*Given cells*).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from xlsales.core.column import By, Column, Type
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import Book, Table
from xlsales.core.text import is_blank
from xlsales.core.typed import Cell, CellError, whole_second
from xlsales.core.words import Lang
from xlsales.forms.given import hold, text_of
from xlsales.forms.states import TableState, accounted
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.office.saving import journal

Said: TypeAlias = Mapping[str, Any]
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SERIAL = frozenset({Type.DATE, Type.DATETIME, Type.MONTH, Type.PERIOD})
"""Types of which a number may be a day."""
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_MIDNIGHT = "T00:00:00"


class Lost(Exception):
    """A change cannot be undone, since the table does not hold what it left: where that is."""

    def __init__(self, change: Said) -> None:
        """Take the change as the journal says it."""
        super().__init__(change)
        table = str(change.get("table"))
        row = str(change.get("key") or f"#{change.get('row')}")
        column = str(change.get("column") or "")
        self.cell = f"{table} {row}" + (f" {column}" if column else "")


@dataclass(eq=False)
class _Row:
    """A row: its sheet row as far as that is known, its filled cells, and its key."""

    at: int
    cells: dict[str, Cell]
    key: str | None = None


class _Rows:
    """The rows of one table."""

    def __init__(self, table: Table, state: TableState | None) -> None:
        self.table = table
        self.rows: dict[_Row, None] = {}
        self.by_key: defaultdict[str | None, dict[_Row, None]] = defaultdict(dict)
        self._unchecked = frozenset(
            column.key
            for column in accounted(table)
            if column.by is By.GIVEN and column.key not in table.key
        )
        for n in range(len(state) if state else 0):
            assert state is not None
            self.put(_Row(state.at[n], state.row(n)))

    def put(self, row: _Row) -> None:
        """Have a row be there, by the key that it has now; a blank one is none."""
        self.drop(row)
        if not all(is_blank(cell) for cell in row.cells.values()):
            row.key = self.key_of(row.cells)
            self.rows[row] = None
            self.by_key[row.key][row] = None

    def drop(self, row: _Row) -> None:
        """Have a row be gone."""
        self.rows.pop(row, None)
        self.by_key[row.key].pop(row, None)

    def key_of(self, cells: Mapping[str, Cell]) -> str | None:
        """Return a row's key as people write it, or None while it has none."""
        parts = [hold(self.table.by_key[name], cells.get(name)) for name in self.table.key]
        return None if not parts or None in parts else " ".join(map(text_of, parts))

    # --- undoing --------------------------------------------------------------------------

    def undo(self, row: _Row, changes: Sequence[Said]) -> None:
        """Undo changes of one row: it was added or deleted, or the newest of its cells first."""
        if "added" in changes[0]:
            self.drop(row)
            return
        for name, held in changes[0].get("deleted", {}).items():
            self.hold(row, name, held)
        for change in changes:
            if "column" in change:
                self.hold(row, str(change["column"]), change.get("from"))

    def found(self, changes: Sequence[Said], taken: Collection[_Row] = ()) -> _Row:
        """Return the row that was changed, one of those that are not taken by other changes.

        Raises:
            Lost: there is none, or it could be one of several.
        """
        first = changes[0]
        if "deleted" in first or first.get("of") == {}:
            return _Row(int(first.get("row") or 0), {})
        return self._one(first, (row for row in self._changed(changes) if row not in taken))

    def hold(self, row: _Row, column: str, held: object) -> None:
        """Have a cell of a row hold what a line tells."""
        self.drop(row)
        row.cells.pop(column, None)
        if held not in (None, ""):
            row.cells[column] = self._cell(column, held)
        self.put(row)

    def undo_name(self) -> None:
        """Have the table no name again, by which its rows were read."""
        self.rows.clear()
        self.by_key.clear()

    def undo_header(self, column: str) -> None:
        """Have a column no header again, by which its cells were read."""
        for row in list(self.rows):
            self.drop(row)
            row.cells.pop(column, None)
            self.put(row)

    def _changed(self, changes: Sequence[Said]) -> Iterator[_Row]:
        """Yield the rows that can be the one that was changed."""
        first = changes[0]
        key, of = first.get("key") or None, first.get("added") or first.get("of")
        columns = {str(each["column"]): each for each in changes if "column" in each}
        rows: Iterable[_Row] = self.by_key[key]
        if not columns.keys().isdisjoint(self.table.key):  # the line may name it as before
            rows = (row for row in self.rows if row.key == key or self._was(row, columns) == key)
        for row in rows:
            if (of is None or self._shows(row, of)) and all(
                name in self._unchecked or _told(row.cells.get(name)) == _plain(change.get("to"))
                for name, change in columns.items()
            ):
                yield row

    def _was(self, row: _Row, columns: Mapping[str, Said]) -> str | None:
        """Return the key that a row had before changes."""
        cells = {name: row.cells.get(name) for name in self.table.key}
        for name in cells.keys() & columns.keys():
            cells[name] = self._cell(name, columns[name].get("from"))
        return self.key_of(cells)

    def _shows(self, row: _Row, cells: Said, but: frozenset[str] | None = None) -> bool:
        """Whether a row shows these cells and no others."""
        unchecked = self._unchecked if but is None else but
        names = (row.cells.keys() | cells.keys()) - unchecked
        return all(_told(row.cells.get(name)) == _plain(cells.get(name)) for name in names)

    def _one(self, change: Said, rows: Iterable[_Row]) -> _Row:
        """Return the one row that it can be; of several that show the same, any."""
        found = list(rows)
        shows = change.get("added") or change.get("of")
        if len(found) > 1 and shows:
            exact = [row for row in found if self._shows(row, shows, frozenset())]
            found = exact or found
        if not found:
            raise Lost(change)
        first = {name: _told(cell) for name, cell in found[0].cells.items()}
        if not all(self._shows(row, first, frozenset()) for row in found[1:]):
            raise Lost(change)
        return found[0]

    def _cell(self, column: str, held: object) -> Cell:
        told = self.table.by_key.get(column)
        return _cell(told, held) if told is not None else str(held)


class Tables:
    """The tables of a workbook, in which changes are undone."""

    def __init__(self, book: Book, states: Mapping[str, TableState]) -> None:
        """Take the tables as they are after the changes."""
        there = (table for table in tables_of(book.kind) if not table.is_computed)
        self._tables = {each.name: _Rows(each, states.get(each.name)) for each in there}
        self._changed: set[str] = set()

    def hold(self, cells: Iterable[Sequence[Any]]) -> None:
        """Have cells hold what presses put there and no file was saved with: table, row, column, it.

        A row is named by its key, or without one by its sheet row.

        Raises:
            Lost: there is no such row.
        """
        for name, at, column, held in cells:
            rows = self._rows({"table": name})
            found = [row for row in rows.rows if at in {row.at, row.key}]
            if not found and isinstance(at, str):
                raise Lost({"table": name, "key": at, "column": column})
            rows.hold(found[0] if found else _Row(at, {}), column, held)

    def undo(self, changes: Sequence[Said], *, at_once: bool = False) -> None:
        """Undo what one line tells of the workbook.

        ``at_once``: it tells what differs between two contents, and no step after the other.

        Raises:
            Lost: the tables do not hold what a change left.
        """
        found: dict[_Row, Sequence[Said]] = {}
        for group in _grouped(change for change in reversed(changes) if self._counts(change)):
            rows, first = self._rows(group[0]), group[0]
            if first.get("header"):
                rows.undo_header(str(first.get("column")))
            elif not _is_row(first) and not first.get("column"):
                rows.undo_name()
            elif at_once:
                found[rows.found(group, found)] = group
            else:
                rows.undo(rows.found(group), group)
        for row, group in found.items():
            self._rows(group[0]).undo(row, group)

    def _counts(self, change: Said) -> bool:
        """Whether a change is of a table and column that are accounted for."""
        table = BY_NAME.get(str(change.get("table")))
        if table is None or table.name not in self._tables:
            if table is None:  # it was of a form that is no more
                raise Lost(change)
            return False
        column = change.get("column")
        if _is_row(change) or not column:
            return True
        if column not in table.by_key:
            raise Lost(change)
        return table.by_key[str(column)].by is not By.MACRO

    def _rows(self, change: Said) -> _Rows:
        name = str(change.get("table"))
        self._changed.add(name)
        return self._tables[name]

    def grids(self, book: Book, lang: Lang, now: Iterable[Grid]) -> Iterator[Grid]:
        """Yield the tables as cells; ``now``: as they are after the changes.

        Where changes were undone a row stands where it stands now, as far as it can, and grey
        columns are blank; so are grey tables.
        """
        known = {grid.table.name: grid for grid in now}
        for table in tables_of(book.kind):
            held, there = self._tables.get(table.name), known.get(table.name)
            if table.name not in self._changed and held is not None:
                if there is not None:
                    yield there if there.book == book else replace(there, book=book)
                continue
            grid = blank_grid(table, book, lang)
            grid.day_zero = there.day_zero if there else grid.day_zero
            rows = sorted(held.rows, key=lambda row: row.at) if held else ()
            late: list[_Row] = []
            for row in rows:
                if row.at < grid.first_row + len(grid.cells):
                    late.append(row)
                    continue
                grid.cells += [[] for _ in range(row.at - grid.first_row - len(grid.cells))]
                grid.cells.append(_across(table, row))
            grid.cells += [_across(table, row) for row in late]
            yield grid


def _is_row(change: Said) -> bool:
    return "added" in change or "deleted" in change


def _grouped(changes: Iterable[Said]) -> Iterator[Sequence[Said]]:
    """Yield changes, those together that were made in one step: of one row, showing the same."""
    group: list[Said] = []
    for change in changes:
        if group and not _go_together(group, change):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _go_together(group: Sequence[Said], change: Said) -> bool:
    """Whether it is of the same row and step as what came after it, of which one says what it shows."""
    first = group[0]
    return (
        not any(map(_is_row, (change, *group)))
        and all(first.get(at) == change.get(at) for at in ("table", "row", "key"))
        and change.get("of", first.get("of")) == first.get("of")
        and all(change.get("column") != each.get("column") for each in group)
    )


def _across(table: Table, row: _Row) -> list[Cell]:
    return [row.cells.get(column.key) for column in table.columns]


# --- cells ---------------------------------------------------------------------------------


def _told(cell: Cell) -> object:
    """Return a cell so that it is equal to what a line says of it."""
    if isinstance(cell, datetime):
        cell = whole_second(cell)
    return _plain(journal.as_json(cell))


def _plain(held: object) -> object:
    if isinstance(held, str):
        return held.removesuffix(_MIDNIGHT) or None
    return held


def _cell(column: Column, held: object) -> Cell:
    """Return the cell that a line tells of."""
    if held is None or isinstance(held, bool):
        return held
    text = str(held)
    if column.type in {Type.DATE, Type.DATETIME}:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is not None:
            is_day = column.type is Type.DATE and text.removesuffix(_MIDNIGHT) == text[:10]
            return moment.date() if is_day else moment
    if (column.type.is_number or column.type in _SERIAL) and _NUMBER.fullmatch(text):
        return Decimal(text)
    return CellError(text) if text in _ERRORS else text
