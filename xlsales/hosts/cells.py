"""The cells of an office's workbooks: read when they are asked for, edited, what changed kept.

They are the same to every press, wherever they come from (:class:`~xlsales.hosts.source.Source`) and
wherever what changed goes then (:class:`~xlsales.hosts.saver.Saver`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from xlsales.core.arrangement import Arrangement
from xlsales.core.cells import same, to_cell
from xlsales.core.column import By
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.journalled import NOTHING, Journal
from xlsales.core.office import BookInfo, Earlier, Office
from xlsales.core.outcome import (
    Append,
    Edit,
    PutRight,
    Replace,
    SetCells,
    SetOwner,
    SetProperty,
)
from xlsales.core.part import Part
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.flow.facts import numbering, terms
from xlsales.forms.files import workbook_path
from xlsales.forms.given import Record, key_of
from xlsales.forms.reading import missing_table
from xlsales.forms.rules.reading import LEFT_BESIDE
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.grids import Change, TypedGrid
from xlsales.hosts.recomputing import recomputed
from xlsales.hosts.source import Source
from xlsales.office.beside import Beside
from xlsales.office.editing import BookChange
from xlsales.office.unusable import Unusable


class Cells:
    """The cells of an office's workbooks, and what edits changed since they were last saved."""

    def __init__(
        self,
        source: Source,
        earlier: Callable[[State], Earlier] | None = None,
        journal: Callable[[Cells], Journal] = lambda _: NOTHING,
    ) -> None:
        """Take where the workbooks are found; none is read yet.

        ``earlier`` gives what was worked out before of an office that is as a :class:`State` says,
        ``journal`` what the journals tell.
        """
        self._source = source
        self._journal = journal
        self._earlier = earlier
        self.lang: Lang = source.lang
        self.infos: dict[Book, BookInfo] = dict(source.found())
        self.sheets: dict[tuple[Book, str], TypedGrid] = {}
        self.left: list[Finding] = []
        """What stood beside rows that went with the last edits."""
        self.unplaced: dict[tuple[Book, str], Grid] = {}
        """What edits meant for columns that are not there, by workbook and column."""
        self.changes: dict[Book, BookChange] = {}
        """What is to be written into each workbook that has something to save."""
        self.made: set[Book] = set()
        """Those that are to be made when the office is saved."""
        self.owned: dict[Book, Book] = {}
        """Those that got another owner, with what they were."""
        self._here: set[Book] = set()
        self._version = 0
        """Counts how often a workbook as a whole changed: its properties, its owner, all of it."""
        self._offices: dict[frozenset[str], tuple[tuple[int, ...], Office]] = {}

    # --- reading --------------------------------------------------------------------------

    def office(self, kinds: Iterable[str]) -> Office:
        """Return the rows of every workbook of these kinds, as they are now.

        What was not read yet is read; what was is put together once until cells change.

        Raises:
            Unusable: a workbook that is needed is damaged, newer, there twice or unreadable.
        """
        wanted = frozenset(kinds)
        self._source.needed(wanted)
        books = [book for book in self.infos if book.kind in wanted and book not in self._here]
        for n, book in enumerate(books):
            self._source.progress(n, len(books), Words("读取", "Reading"), self.infos[book].path)
            self.load(book)
        mine = (sheet for (book, _), sheet in self.sheets.items() if book.kind in wanted)
        state = (self._version, *(sheet.version for sheet in mine))
        kept = self._offices.get(wanted)
        if kept is None or kept[0] != state:
            kept = self._offices[wanted] = state, self._assembled(wanted)
        return kept[1]

    def _assembled(self, wanted: frozenset[str]) -> Office:
        parts: dict[type[Row], list[Part]] = {}
        findings: list[Finding] = []
        whole: list[Finding] = []
        read: list[tuple[Book, str, str | None]] = []
        for kind in sorted(wanted):
            for table in tables_of(kind):
                parts[table.model] = []
        for book in sorted(self.infos):
            if book.kind not in wanted:
                continue
            for table in tables_of(book.kind):
                sheet = self.sheets.get((book, table.name))
                if sheet is None or sheet.grid.named:
                    whole.append(missing_table(book, table, sheet.grid if sheet else None))
                    findings.append(whole[-1])
                    continue
                part = sheet.part()
                read.append((book, table.name, sheet.read_of))
                parts[table.model].append(part)
                findings += part.findings
        whole += (about := self._source.about(wanted))
        findings += about
        infos = {
            book: replace(info, properties=_told(info.properties))
            for book, info in self.infos.items()
        }
        earlier = None
        told = [(book, table, said) for book, table, said in read if said]
        if self._earlier is not None and len(told) == len(read):
            earlier = self._earlier(_state(wanted, told, infos, whole))
        journal, numbers = self._journal(self), self._numbers()
        return Office({}, infos, findings, parts, earlier, journal, numbers)

    def _numbers(self) -> Mapping[str, int]:
        """Return the last number of each stem, as workbooks or their source know it."""
        found = dict(self._source.numbers)
        for info in self.infos.values():
            for stem, count in numbering.last_numbers(info.properties).items():
                found[stem] = max(count, found.get(stem, 0))
        return found

    def load(self, book: Book) -> None:
        """Read a workbook, unless it is here already."""
        if book not in self._here:
            for sheet in self._source.read(book, self.infos[book]):
                self.sheets[book, sheet.grid.table.name] = sheet
            self._here.add(book)

    def sheets_of(self, book: Book) -> list[TypedGrid]:
        """Return the tables of a workbook, as far as it was read."""
        return [sheet for (each, _), sheet in self.sheets.items() if each == book]

    def know(self, book: Book, info: BookInfo) -> None:
        """Take a workbook for what its source says of it by now."""
        self.infos[book] = info
        self._version += 1

    def forget(self, book: Book) -> None:
        """Have a workbook read anew when it is next asked for."""
        for table in tables_of(book.kind):
            self.sheets.pop((book, table.name), None)
        self._here.discard(book)
        self._version += 1

    # --- editing --------------------------------------------------------------------------

    def add_book(self, book: Book) -> None:
        """Make a blank workbook."""
        self.know(book, BookInfo(workbook_path(book, self.lang), self.lang))
        for table in tables_of(book.kind):
            self.sheets[book, table.name] = TypedGrid(blank_grid(table, book, self.lang))
        self._here.add(book)
        self.made.add(book)
        self.change(book)

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

    def bring(
        self, book: Book, table: str, values: Mapping[str, Cell], row: int | None = None
    ) -> list[Change]:
        """Put cells into a row that a copy of the workbook holds; what is given is on record then.

        Without ``row`` the row comes directly under the table.
        """
        sheet = self._sheet(book, BY_NAME[table])
        at = sheet.last_row + 1 if row is None else row
        changes = self._put(sheet, at, values)
        sheet.note(changes, values)
        return changes

    def put_right(self, book: Book) -> list[Change]:
        """Have given cells that were typed over hold again what a button gave them."""
        changes: list[Change] = []
        for sheet in self.sheets_of(book):
            mine = sheet.put_right()
            if mine:
                self._keep(sheet, mine)
                changes += mine
        return changes

    def change(self, book: Book) -> BookChange:
        """Return what is to be written into a workbook, which is saved from now on."""
        return self.changes.setdefault(book, BookChange())

    def settle(self) -> None:
        """Note that all that changed is saved."""
        for sheet in self.sheets.values():
            if isinstance(sheet.given, Record):
                sheet.given.is_changed = False
        self.changes.clear()
        self.made.clear()
        self.owned.clear()

    def _sheet(self, book: Book, table: Table) -> TypedGrid:
        self.load(book)
        sheet = self.sheets.get((book, table.name))
        if sheet is None:
            name = self.infos[book].path
            raise Unusable(
                f"{name} 中没有表“{table.title.zh}”（{table.name}）。请从空白工作簿复制过来。",
                f"{name} has no table {table.name}. Copy its sheet over from a blank workbook.",
            )
        return sheet

    def _set(self, sheet: TypedGrid, row: int, values: Mapping[str, object]) -> list[Change]:
        table, lang = sheet.grid.table, self.infos[sheet.grid.book].lang
        cells = {key: to_cell(table.by_key[key], value, lang) for key, value in values.items()}
        changes = self._put(sheet, row, cells)
        sheet.note(changes, cells)
        return changes

    def _put(self, sheet: TypedGrid, row: int, values: Mapping[str, Cell]) -> list[Change]:
        grid, table = sheet.grid, sheet.grid.table
        index = row - grid.first_row
        width = max(grid.columns.values(), default=-1) + 1
        while len(grid.cells) <= index:
            grid.cells.append([None] * width)
        cells = grid.cells[index]
        cells += [None] * (width - len(cells))
        changed: list[tuple[str, Cell, Cell]] = []
        rekeys = not values.keys().isdisjoint(table.key)
        former = key_of(grid, index) if rekeys else None
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
        if changed and rekeys:
            sheet.rekey(former, name or None)
        told = [key for key, _, _ in changed if table.by_key[key].by is not By.MACRO]
        of = sheet.shown_by(index, name) if told else None
        shown = dict.fromkeys(told, of)  # grey cells are no part of what it shows
        changes = [
            Change(grid.book, table.name, row, key, was, now, name, of=shown.get(key))
            for key, was, now in changed
        ]
        if changes:
            sheet.touch(row)
            self._keep(sheet, changes)
        return changes

    def _replace(self, edit: Replace) -> list[Change]:
        """Put a macro's table right by the keys of its rows; rows that stay are not rewritten."""
        sheet, table = self._sheet(edit.book, edit.model.table), edit.model.table
        grid = sheet.grid
        if not all(key in grid.columns for key in table.key):
            return []  # a header that is missing or doubled is a finding already
        beside = cache(partial(self._beside, sheet))
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
            self._keep_arranged(sheet, arrangement)
        for at, new in found.rows:
            changes += self._set(sheet, at, {**_blank(table), **_values(new)})
        return changes

    def _put_right(self, edit: PutRight) -> Change:
        """Give a column its header, or a table its name; the rows are read anew."""
        sheet = self._sheet(edit.book, edit.table)
        grid = sheet.grid
        if edit.column is None:
            change = Change(edit.book, edit.table.name, 0, "", grid.named[0], edit.table.name)
            grid.named = ()
        else:
            key, near = edit.column, grid.near[edit.column]
            row = grid.first_row - 1
            put = near.header, grid.header(key)
            change = Change(edit.book, edit.table.name, row, key, *put, is_header=True)
            grid.columns = {**grid.columns, key: near.position}
            grid.missing = tuple(each for each in grid.missing if each != key)
        sheet.forget()
        self._keep(sheet, (change,))
        return change

    def _property(self, edit: SetProperty) -> None:
        info = self.infos[edit.book]
        self.know(edit.book, replace(info, properties={**info.properties, edit.name: edit.value}))
        self.change(edit.book)

    def _own(self, edit: SetOwner) -> None:
        was, now = edit.book, edit.now
        self.know(now, self.infos.pop(was))
        for table in tables_of(now.kind):
            sheet = self.sheets.pop((was, table.name), None)
            if sheet is not None:
                sheet.grid = replace(sheet.grid, book=now)
                sheet.forget()
                self.sheets[now, table.name] = sheet
        if was in self._here:
            self._here.add(now)
        self.owned[now] = was
        self.change(was)
        self.changes[now] = self.changes.pop(was)

    # --- what changed ---------------------------------------------------------------------

    def _keep(self, sheet: TypedGrid, changes: Sequence[Change]) -> None:
        """Keep what is to be written of a table's changed cells."""
        grid = sheet.grid
        book = self.change(grid.book)
        cells = book.cells.setdefault(grid.table.name, {})
        for change in changes:
            if change.is_name:
                book.names[str(change.was)] = grid.table.name
                continue
            cells[change.row, grid.columns[change.column]] = change.now

    def _keep_arranged(self, sheet: TypedGrid, arrangement: Arrangement) -> None:
        """Keep how a table's rows stand, and where that leaves cells waiting to be written."""
        book, name = sheet.grid.book, sheet.grid.table.name
        change = self.change(book)
        waiting = change.cells.get(name, {})
        moved = ((arrangement.row(row), column, cell) for (row, column), cell in waiting.items())
        change.cells[name] = {(row, column): cell for row, column, cell in moved if row is not None}
        if book not in self.made:
            earlier = change.arranged.get(name)
            change.arranged[name] = earlier.then(arrangement) if earlier else arrangement

    def _beside(self, sheet: TypedGrid) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside a macro's rows, by the sheet rows that they have now."""
        grid = sheet.grid
        if grid.book in self.made:
            return {}
        change = self.changes.get(grid.book)
        earlier = change.arranged.get(grid.table.name) if change else None
        found = self._source.beside(grid, self.infos[grid.book])
        if earlier is None:
            return found
        moved = ((earlier.row(row), each) for row, each in found.items())
        return {row: each for row, each in moved if row is not None}


class State(NamedTuple):
    """All that an office is made of: two that say the same are the same.

    ``read`` says of which bytes each table was read; ``frame`` what workbooks are and say besides,
    and what is wrong with them as a whole.
    """

    frame: str
    read: Sequence[tuple[Book, str, str]]


def _state(
    kinds: Iterable[str],
    read: Sequence[tuple[Book, str, str]],
    infos: Mapping[Book, BookInfo],
    whole: Sequence[Finding],
) -> State:
    books = [
        (book, info.path, info.lang.value, sorted(info.properties.items()))
        for book, info in sorted(infos.items())
    ]
    odd = [(each.rule.code, each.place, sorted(each.facts.items())) for each in whole]
    return State(repr((sorted(kinds), books, odd)), read)


def _told(properties: Mapping[str, str]) -> Mapping[str, str]:
    """Return what macros are told of a workbook's properties, which all that they answer rests on.

    Not the heads of journals, which every press moves, and of numbers only that some were given.
    """
    return {
        name: "" if name.startswith(numbering.PROPERTY) else value
        for name, value in properties.items()
        if name.startswith(_KEPT)
    }


_KEPT = (numbering.PROPERTY, terms.PROPERTY)
"""What macros keep in the properties of workbooks."""


def left_beside(row: Row, beside: Beside) -> Finding:
    """Return the finding that keeps what stood beside a row that is gone."""
    facts = {"row": named(row), "number": row.at.row, "where": beside.where}
    return Finding(LEFT_BESIDE, Place(At(row.at.book, 0), row.table), beside.text, facts)


def named(row: Row) -> str:
    """Return what a macro's row is about, as the person reads it."""
    said = row.identity or (getattr(row, column.key) for column in row.table.columns[:2])
    return " ".join(str(part) for part in said if part is not None)


def _values(row: Row) -> dict[str, object]:
    return {
        column.key: value
        for column in row.table.columns
        if (value := getattr(row, column.key, None)) is not None
    }


def _blank(table: Table) -> dict[str, object]:
    return dict.fromkeys(table.by_key)
