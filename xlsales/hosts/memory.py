"""Workbooks in memory: cells, edits and typed rows, with no file behind them.

The file host is this with loading and saving added, so that tests, ``demo`` and *Promise* press
the same buttons on the same cells as everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial

from xlsales.buttons import Button
from xlsales.core.arrangement import Arrangement
from xlsales.core.cells import to_cell
from xlsales.core.column import By
from xlsales.core.exact import decimal_of
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import (
    Append,
    Edit,
    PutRight,
    Replace,
    SetCells,
    SetOwner,
    SetProperty,
)
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.forms.files import workbook_path
from xlsales.forms.given import Record, given_columns, hold, key_of
from xlsales.forms.reading import missing_table, read_grid
from xlsales.forms.rules.reading import LEFT_BESIDE
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.recomputing import recomputed
from xlsales.office.beside import Beside


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
    record: Record | None = None
    """What presses wrote into its given cells, as far as that is known."""
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
        if self.record is None:
            self.record = Record(grid.table)
        standing = {
            column.key: hold(column, grid.cell(index, column.key))
            for column in given_columns(grid.table)
        }
        mine = {change.column: standing[change.column] for change in written}
        left = {name for name, held in standing.items() if held is not None}
        if index in grid.foreign:
            known = key in self.record.rows
            if left - mine.keys() - set(wrote) and not known:
                return
            grid.foreign.discard(index)
            if known:  # it has its own number again; what else was given is put right when read
                return
        if key is not None:
            self.record.write(key, mine if key in self.record.rows else standing)

    def put_right(self) -> list[Change]:
        """Return what is to be written so that its given cells hold what buttons gave them."""
        grid, changes = self.grid, []
        for (index, name), typed in sorted(grid.typed_over.items()):
            if (index, grid.columns[name]) in grid.formulas:
                grid.overwrite_formula(index, grid.columns[name])
            row = grid.first_row + index
            key = key_of(grid, index) or ""
            changes.append(
                Change(grid.book, grid.table.name, row, name, typed.cell, typed.right, key)
            )
            self.touch(row)
        grid.typed_over.clear()
        return changes

    def touch(self, row: int) -> None:
        """Note that a row's cells have changed."""
        if self._rows is not None:
            self._stale.add(row)

    def forget(self) -> None:
        """Note that all cells have changed."""
        self._rows = None
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


class MemoryHost:
    """Workbooks as cells in memory."""

    def __init__(self, lang: Lang = Lang.ZH) -> None:
        """Begin with no workbook; new ones are made in ``lang``."""
        self.lang = lang
        self.infos: dict[Book, BookInfo] = {}
        self.sheets: dict[tuple[Book, str], Sheet] = {}
        self.left: list[Finding] = []
        """What stood beside rows that went with the last edits."""
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
        findings += self.about(wanted)
        return Office(rows, {book: self.known_of(book) for book in self.infos}, findings)

    def gate(self, button: Button, *, writes: bool) -> tuple[Words, ...]:  # noqa: ARG002
        """Let a press pass: what is in memory is all there."""
        return ()

    def about(self, kinds: Collection[str]) -> list[Finding]:  # noqa: ARG002  # of files
        """Return what is wrong with workbooks of these kinds as a whole."""
        return []

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
        self.left = []
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
            elif isinstance(edit, SetOwner):
                self._own(edit)
                changes = [
                    replace(change, book=edit.now) if change.book == edit.book else change
                    for change in changes
                ]
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
        cells = {key: to_cell(table.by_key[key], value, lang) for key, value in values.items()}
        changes = self._put(sheet, row, cells)
        sheet.note(changes, cells)
        return changes

    def _put(self, sheet: Sheet, row: int, values: Mapping[str, Cell]) -> list[Change]:
        grid = sheet.grid
        index = row - grid.first_row
        width = max(grid.columns.values(), default=-1) + 1
        while len(grid.cells) <= index:
            grid.cells.append([None] * width)
        cells = grid.cells[index]
        cells += [None] * (width - len(cells))
        changed: list[tuple[str, Cell, Cell]] = []
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
            changed.append((key, was, now))
        name = key_of(grid, index) or "" if changed else ""
        changes = [
            Change(grid.book, grid.table.name, row, key, was, now, name)
            for key, was, now in changed
        ]
        if changes:
            sheet.touch(row)
            self.changed(sheet, changes)
        return changes

    def _replace(self, edit: Replace) -> list[Change]:
        """Put a macro's table right by the keys of its rows; rows that stay are not rewritten."""
        sheet, table = self._sheet(edit.book, edit.model.table), edit.model.table
        grid = sheet.grid
        if not all(key in grid.columns for key in table.key):
            return []  # a header that is missing or doubled is a finding already
        beside = cache(partial(self.beside, sheet))
        there, _ = sheet.read()
        found = recomputed(
            there, edit.rows, grid.first_row, sheet.last_row, lambda: any(beside().values())
        )
        arrangement = found.arrangement
        changes = [
            Change(grid.book, table.name, row.at.row, key, cell, None, gone=True)
            for row in found.gone
            for key in table.by_key
            if (cell := grid.cell(row.at.row - grid.first_row, key)) not in (None, "")
        ]
        for row in found.gone:
            held = beside().get(row.at.row, ())
            self.left += (left_beside(row, each) for each in held if each.moves)
        if not arrangement.changes_nothing:
            sheet.arrange(arrangement)
            self.arranged(sheet, arrangement)
        for at, new in found.rows:
            changes += self._set(sheet, at, {**_blank(table), **_values(new)})
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

    def _own(self, edit: SetOwner) -> None:
        now = edit.now
        self.infos[now] = self.infos.pop(edit.book)
        for table in tables_of(now.kind):
            sheet = self.sheets.pop((edit.book, table.name), None)
            if sheet is not None:
                sheet.grid = replace(sheet.grid, book=now)
                sheet.forget()
                self.sheets[now, table.name] = sheet

    def changed(self, sheet: Sheet, changes: Sequence[Change]) -> None:
        """Be told of changed cells; the file host keeps them for saving."""

    def put_right(self, book: Book) -> list[Change]:  # noqa: ARG002  # of workbooks read from files
        """Put given cells right; in memory nobody can have typed them over."""
        return []

    def arranged(self, sheet: Sheet, arrangement: Arrangement) -> None:
        """Be told of rows that came, went or moved; the file host keeps that for saving."""

    def beside(self, sheet: Sheet) -> Mapping[int, Sequence[Beside]]:  # noqa: ARG002  # of cells alone
        """Return what a person put beside a macro's rows, by sheet row; in memory there is none."""
        return {}


def same(was: Cell, now: Cell) -> bool:
    """Return whether two cells hold the same: numbers to 15 digits, dates by the day."""
    if isinstance(was, float | int | Decimal) and isinstance(now, float | int | Decimal):
        if isinstance(was, bool) or isinstance(now, bool):
            return was is now
        return decimal_of(float(was)) == decimal_of(float(now))
    if isinstance(was, date) and isinstance(now, date):
        return _midnight(was) == _midnight(now)
    return type(was) is type(now) and was == now


def left_beside(row: Row, beside: Beside) -> Finding:
    """Return the finding that keeps what stood beside a row that is gone."""
    facts = {"row": named(row), "number": row.at.row, "where": beside.where}
    return Finding(LEFT_BESIDE, Place(At(row.at.book, 0), row.table), beside.text, facts)


def named(row: Row) -> str:
    """Return what a macro's row is about, as the person reads it."""
    said = row.identity or (getattr(row, column.key) for column in row.table.columns[:2])
    return " ".join(str(part) for part in said if part is not None)


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
