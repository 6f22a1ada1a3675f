"""Workbooks in memory: cells, edits and typed rows, with no file behind them.

The file host is this with loading and saving added, so that tests, ``demo`` and *Promise* press
the same buttons on the same cells as everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from xlsales.core.cells import to_cell
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import Append, Edit, PutRight, Replace, SetCells, SetProperty
from xlsales.core.row import Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.files import workbook_path
from xlsales.forms.reading import missing_table, read_grid
from xlsales.forms.tables import BY_NAME, tables_of


@dataclass(frozen=True)
class Change:
    """One cell that an edit changed, for the journal: place, column, from what to what.

    A header is a cell of the row above the first. Row 0 without a column is the table's name.
    """

    book: Book
    table: str
    row: int
    column: str
    was: Cell
    now: Cell

    @property
    def is_name(self) -> bool:
        """Whether the table was named, and no cell changed."""
        return self.row == 0


_ONE_BY_ONE = 8
"""How many times longer a row takes alone than among all the others."""


@dataclass
class Sheet:
    """A table's grid with its rows as typed, kept until its cells change."""

    grid: Grid
    _rows: dict[int, Row] | None = None
    _found: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    _stale: set[int] = field(default_factory=set)

    def read(self) -> tuple[tuple[Row, ...], list[Finding]]:
        """Return the typed rows and what reading them found."""
        if self._rows is None or len(self._stale) * _ONE_BY_ONE > len(self._rows):
            self._take(*read_grid(self.grid))
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
        )
        rows, findings = read_grid(one)
        assert self._rows is not None
        self._rows.pop(row, None)
        self._found.pop(row, None)
        for found in rows:
            self._rows[row] = found
        if mine := tuple(each for each in findings if each.place.at.row == row):
            self._found[row] = mine  # what the table lacks was found with the others

    def touch(self, row: int) -> None:
        """Note that a row's cells have changed."""
        if self._rows is not None:
            self._stale.add(row)

    def forget(self) -> None:
        """Note that all cells have changed."""
        self._rows = None
        self._found = {}
        self._stale.clear()

    @property
    def last_row(self) -> int:
        """The sheet row of the last row that is not blank; the row above the first if none."""
        cells = self.grid.cells
        index = len(cells)
        while index and not any(cell not in ("", None) for cell in cells[index - 1]):
            index -= 1
        return self.grid.first_row + index - 1


class MemoryHost:
    """Workbooks as cells in memory."""

    def __init__(self, lang: Lang = Lang.ZH) -> None:
        """Begin with no workbook; new ones are made in ``lang``."""
        self.lang = lang
        self.infos: dict[Book, BookInfo] = {}
        self.sheets: dict[tuple[Book, str], Sheet] = {}
        self.unplaced: dict[tuple[Book, str], Grid] = {}
        """What edits meant for columns that are not there, by workbook and column."""

    # --- reading --------------------------------------------------------------------------

    def office(self, kinds: Iterable[str]) -> Office:
        """Return the rows of every workbook of these kinds, as they are now."""
        wanted = set(kinds)
        rows: dict[type[Row], list[Row]] = {}
        findings: list[Finding] = []
        for kind in sorted(wanted):
            for table in tables_of(kind):
                rows[table.model] = []
        for book in sorted(self.infos):
            if book.kind not in wanted:
                continue
            for table in tables_of(book.kind):
                sheet = self.sheets.get((book, table.name))
                if sheet is None or sheet.grid.named:
                    findings.append(missing_table(book, table, sheet.grid if sheet else None))
                    continue
                read, found = sheet.read()
                rows[table.model] += read
                findings += found
        return Office(rows, {book: self.known_of(book) for book in self.infos}, findings)

    def known_of(self, book: Book) -> BookInfo:
        """Return what a macro is told of a workbook: path, language, properties."""
        return self.infos[book]

    # --- editing --------------------------------------------------------------------------

    def add_book(self, book: Book) -> None:
        """Make a blank workbook."""
        self.infos[book] = BookInfo(workbook_path(book, self.lang), self.lang)
        for table in tables_of(book.kind):
            self.sheets[book, table.name] = Sheet(blank_grid(table, book, self.lang))

    def apply(self, edits: Sequence[Edit]) -> list[Change]:
        """Apply edits to the cells; return every cell that they changed."""
        changes: list[Change] = []
        for edit in edits:
            if isinstance(edit, SetCells):
                book, row = edit.row.at
                changes += self._set(self._sheet(book, edit.row.table), row, edit.values)
            elif isinstance(edit, Append):
                if edit.book not in self.infos:
                    self.add_book(edit.book)
                for new in edit.rows:
                    sheet = self._sheet(edit.book, new.table)
                    changes += self._set(sheet, sheet.last_row + 1, _values(new))
            elif isinstance(edit, Replace):
                changes += self._replace(edit)
            elif isinstance(edit, PutRight):
                changes.append(self._put_right(edit))
            else:
                self._property(edit)
        return changes

    def type(
        self, book: Book, table: str, values: Mapping[str, Cell], row: int | None = None
    ) -> int:
        """Put cells into a row as a person would type them; return the sheet row.

        Without ``row`` the row is typed directly under the table.
        """
        sheet = self._sheet(book, BY_NAME[table])
        at = sheet.last_row + 1 if row is None else row
        self._put(sheet, at, values)
        return at

    def _sheet(self, book: Book, table: Table) -> Sheet:
        return self.sheets[book, table.name]

    def _set(self, sheet: Sheet, row: int, values: Mapping[str, object]) -> list[Change]:
        table, lang = sheet.grid.table, self.infos[sheet.grid.book].lang
        return self._put(
            sheet,
            row,
            {key: to_cell(table.by_key[key], value, lang) for key, value in values.items()},
        )

    def _put(self, sheet: Sheet, row: int, values: Mapping[str, Cell]) -> list[Change]:
        grid = sheet.grid
        index = row - grid.first_row
        width = max(grid.columns.values(), default=-1) + 1
        while len(grid.cells) <= index:
            grid.cells.append([None] * width)
        cells = grid.cells[index]
        cells += [None] * (width - len(cells))
        changes = []
        for key, now in values.items():
            position = grid.columns.get(key)
            if position is None:
                if now is not None:
                    self.unplaced[grid.book, key] = grid
                continue
            was = cells[position] if cells[position] != "" else None
            had_formula = (index, position) in grid.formulas
            if same(was, now) and not had_formula:
                continue
            cells[position] = now
            if had_formula:
                grid.overwrite_formula(index, position)
            changes.append(Change(grid.book, grid.table.name, row, key, was, now))
        if changes:
            sheet.touch(row)
            self.changed(sheet, changes)
        return changes

    def _replace(self, edit: Replace) -> list[Change]:
        sheet = self._sheet(edit.book, edit.model.table)
        old = sheet.last_row
        changes = []
        row = sheet.grid.first_row
        for new in edit.rows:
            changes += self._set(sheet, row, {**_blank(edit.model.table), **_values(new)})
            row += 1
        for left in range(row, old + 1):
            changes += self._set(sheet, left, _blank(edit.model.table))
        return changes

    def _put_right(self, edit: PutRight) -> Change:
        """Give a column its header, or a table its name; the rows are read anew."""
        sheet = self.sheets[edit.book, edit.table.name]
        grid = sheet.grid
        if edit.column is None:
            change = Change(edit.book, edit.table.name, 0, "", grid.named[0], edit.table.name)
            grid.named = ()
        else:
            key, near = edit.column, grid.near[edit.column]
            row = grid.first_row - 1
            change = Change(edit.book, edit.table.name, row, key, near.header, grid.header(key))
            grid.columns = {**grid.columns, key: near.position}
            grid.missing = tuple(each for each in grid.missing if each != key)
        sheet.forget()
        self.changed(sheet, (change,))
        return change

    def _property(self, edit: SetProperty) -> None:
        info = self.infos[edit.book]
        self.infos[edit.book] = replace(info, properties={**info.properties, edit.name: edit.value})

    def changed(self, sheet: Sheet, changes: Sequence[Change]) -> None:
        """Be told of changed cells; the file host keeps them for saving."""


def same(was: Cell, now: Cell) -> bool:
    """Return whether two cells hold the same: numbers by their exact value, dates by the day."""
    if isinstance(was, float | int | Decimal) and isinstance(now, float | int | Decimal):
        if isinstance(was, bool) or isinstance(now, bool):
            return was is now
        return Decimal(repr(was) if isinstance(was, float) else was) == now
    if isinstance(was, date) and isinstance(now, date):
        return _midnight(was) == _midnight(now)
    return type(was) is type(now) and was == now


def _midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def _values(row: Row) -> dict[str, object]:
    return {
        column.key: value
        for column in row.table.columns
        if (value := getattr(row, column.key, None)) is not None
    }


def _blank(table: Table) -> dict[str, object]:
    return dict.fromkeys(table.by_key)
