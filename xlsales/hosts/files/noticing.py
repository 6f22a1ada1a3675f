"""What people typed since the office last knew a workbook (memory.md, *The history of cells*).

At a save, under the office's lock: each workbook that the press read, and whose content is not the
one that the journal's lines account for, is held against that one. What differs is a line of its
own before the press's, once for a pair of contents, whoever sees it first.

The content that a press left is seldom in the store. The one that it read is: so its backup's note
says the cells that it wrote, and both together are what it left. Where that cannot be, the content
itself is read, which was kept as the newest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

from xlsales.core.column import By
from xlsales.core.grid import Grid
from xlsales.core.pairing import Added, Change, Deleted, Edited, changes
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.states import TableState, accounted, paired, state_of
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.files.task import Restoring, Task
from xlsales.office.packages.authorship import Authorship, authorship
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import backups, journal, keeping
from xlsales.office.saving.known import BLANK, Kept, Known
from xlsales.office.store.values import CannotStore, dump, load
from xlsales.office.unusable import Unusable

_MOST = 1000
"""How many cells a backup's note says at most; after a larger press its content is read."""


@dataclass(frozen=True)
class Typed:
    """What was typed into one workbook, between what was noted of it and the content it has.

    ``changes`` as the journal's line says them; None: what was noted is lost.
    """

    book: Book
    path: str
    was: Kept
    content: str
    changes: Sequence[Mapping[str, object]] | None
    said: Authorship


@dataclass(frozen=True)
class Noticed:
    """The contents of workbooks that a save accounts for, and what was typed into them."""

    contents: Mapping[Book, str] = field(default_factory=dict)
    typed: Sequence[Typed] = ()


def noticed(cells: Cells, source: FolderSource, task: Task, remembered: Known) -> Noticed:
    """Return what was typed into the workbooks that a press read or is to save.

    The office's lock must be held. ``remembered`` is what the office knew until now.
    """
    if not task.entries:
        return Noticed()
    noticing = _Noticing(cells, source, task)
    contents: dict[Book, str] = {}
    typed: list[Typed] = []
    for book, path in noticing.books():
        content = keeping.digest(path)
        if content is None:
            continue
        kept = remembered.workbooks.get(cells.owned.get(book, book))
        if kept is not None and kept.content and kept.content != content:
            found = noticing.typed(book, path, kept, content)
            if found.changes is None or found.changes:
                typed.append(found)
        contents[book] = content
    return Noticed(contents, typed)


def not_yet_told(cells: Cells, source: FolderSource) -> list[Typed]:
    """Return what was typed into workbooks as they were read, and no press has told yet.

    What stands in a program and in no file is left to the press that finds its file saved.
    """
    noticing, found = _Noticing(cells, source, Task(0)), []
    for book in dict.fromkeys(book for book, _ in cells.sheets):
        info, content = cells.infos.get(book), source.contents.get(book)
        kept = source.known.workbooks.get(book)
        if info is None or kept is None or book in source.folder.older:
            continue
        if content and kept.content and kept.content != content:
            typed = noticing.typed(book, source.path(info), kept, content)
            if typed.changes is None or typed.changes:
                found.append(typed)
    return found


class _Noticing:
    """The workbooks of one save, held against what was noted of them."""

    def __init__(self, cells: Cells, source: FolderSource, task: Task) -> None:
        self._cells = cells
        self._source = source
        self._task = task

    def books(self) -> Iterator[tuple[Book, Path]]:
        """Yield the workbooks that are looked at, and where they lie.

        Not one whose program is left to save it: what was typed there counts once the file holds
        it. Nor one that was put back to an older content, which nobody typed.
        """
        cells, source, task = self._cells, self._source, self._task
        read = dict.fromkeys(book for book, _ in cells.sheets)
        put_forward = task.restoring is not None and backups.is_newest(task.restoring.backup.path)
        for book in dict.fromkeys((*read, *cells.changes)):
            info = cells.infos.get(book)
            waits = task.opened is not None and not task.opened.saves and task.opened.book == book
            older = book in source.folder.older or (book in cells.changes and put_forward)
            if info is not None and book not in cells.made and not waits and not older:
                yield book, source.path(info)

    def typed(self, book: Book, path: Path, kept: Kept, content: str) -> Typed:
        """Return what was typed into a workbook; that of two contents is looked for once."""
        opened = self._task.opened is not None and book in self._source.as_typed
        asked = book, kept.content, content, repr(kept.unsaved)
        if opened or asked not in self._source.noticed:
            self._source.noticed[asked] = self._looked_for(book, path, kept, content)
        found: Typed = self._source.noticed[asked]
        return replace(found, was=kept)

    def _looked_for(self, book: Book, path: Path, kept: Kept, content: str) -> Typed:
        was = self._cells.owned.get(book, book)
        before = noted(self._source, was, kept, self._cells.infos[book].lang)
        found: list[Mapping[str, object]] | None = None
        with suppress(Unusable):  # it is damaged, and what takes its place is told by the press
            if before is not None:
                name = self._cells.infos[book].path
                now = self._read(book, path, content)
                told = list(between(before, now))
                left = [each for one in told for each in but_pressed(one, kept.unsaved)]
                left += not_saved(told, kept.unsaved, states(now))
                found = [{"workbook": name, **each} for each in left]
        said = authorship(path) if found is None or found else Authorship()
        return Typed(book, self._cells.infos[book].path, kept, content, found, said)

    def _read(self, book: Book, path: Path, content: str) -> Sequence[Grid]:
        opened = self._source.as_typed.get(book)
        if opened is not None and self._task.opened is not None:
            return opened
        held = self._source.store.get(content, book)
        if held is not None:
            return held.grids
        return read_workbook(path, book, self._cells.infos[book].lang, tables_of(book.kind))


def noted(source: FolderSource, book: Book, kept: Kept, lang: Lang) -> Sequence[Grid] | None:
    """Return the tables of the content of a workbook that was noted; None if it is lost."""
    if kept.content == BLANK:
        return ()
    held = source.store.get(kept.content, book)
    if held is not None:
        return held.grids
    folder = backups.folder_of(source.hidden, book)
    last = backups.last(folder)
    if last is None or last.said.get("after") != kept.content:
        return None
    wrote = last.said.get("wrote")
    if isinstance(wrote, dict):
        base = source.store.get(str(wrote.get("into")), book)
        if base is not None and _written(base.grids, wrote.get("cells") or ()):
            return base.grids
    newest = backups.newest(folder)
    with suppress(Unusable):
        if newest is not None:
            return read_workbook(newest.path, book, lang, tables_of(book.kind))
    return None


# --- what a press wrote --------------------------------------------------------------------


def wrote(cells: Cells, book: Book, was: str | None, restoring: Restoring | None) -> object:
    """Return what a backup's note says of the cells that a press wrote, and into which content.

    None where that does not say what the workbook holds then.
    """
    if restoring is not None:
        into = restoring.backup.said.get("before") if restoring.book == book else None
        return {"into": into, "cells": []} if into else None
    change, found = cells.changes[book], []
    if was is None or change.names or change.restored or change.rebuilt is not None:
        return None
    if any(not BY_NAME[table].is_computed for table in change.arranged):
        return None
    for table, held in change.cells.items():
        sheet = cells.sheets.get((book, table))
        if sheet is None:
            return None
        keys = {position: key for key, position in sheet.grid.columns.items()}
        counted = {column.key for column in accounted(BY_NAME[table])}
        for (row, position), cell in held.items():
            if row < sheet.grid.first_row:
                return None
            if keys.get(position) in counted:
                found.append((table, row, position, cell))
    if len(found) > _MOST:
        return None
    try:
        return {"into": was, "cells": [[*at, dump(cell)] for *at, cell in found]}
    except CannotStore:
        return None


def _written(grids: Iterable[Grid], cells: Iterable[Sequence[Any]]) -> bool:
    """Write into tables what a press wrote; return whether it could be."""
    by_name = {grid.table.name: grid for grid in grids}
    for table, row, position, held in cells:
        grid = by_name.get(table)
        if grid is None or row < grid.first_row:
            return False
        index = row - grid.first_row
        while len(grid.cells) <= index:
            grid.cells.append([])
        line = grid.cells[index]
        line += [None] * (position + 1 - len(line))
        line[position] = load(held)
    return True


# --- what differs --------------------------------------------------------------------------


def between(before: Iterable[Grid], after: Iterable[Grid]) -> Iterator[Mapping[str, object]]:
    """Yield what changed; the rows of a table that lost its name are gone until it has it again."""
    were, are = states(before), states(after)
    for name in dict.fromkeys((*were, *are)):
        nothing = TableState((), {}, BY_NAME[name], ())
        was, now = were.get(name, nothing), are.get(name, nothing)
        pairs = paired(was, now)
        stand, count = dict(pairs.both), Counter(now.keys)
        for change in changes(was, now, pairs):
            at = (
                was.at[change.row]
                if isinstance(change, Deleted)
                else now.at[stand[change.row] if isinstance(change, Edited) else change.row]
            )
            known: dict[str, object] = {"key": change.key} if change.key else {}
            if isinstance(change, Edited):
                key = now.keys[stand[change.row]]
                if key != change.key or key is None or count[key] > 1:  # no key tells it
                    known["of"] = as_told(now.row(stand[change.row]))
            yield {"table": name, "row": at, **known, **_said(change)}


def states(grids: Iterable[Grid]) -> dict[str, TableState]:
    """Return the tables that people fill, without their grey columns."""
    found: dict[str, TableState] = {}
    for grid in grids:
        if grid.table.is_computed or grid.named:
            continue
        state, counted = state_of(grid), {column.key for column in accounted(grid.table)}
        columns = {name: cells for name, cells in state.columns.items() if name in counted}
        found[grid.table.name] = replace(state, columns=columns)
    return found


def _said(change: Change) -> Mapping[str, object]:
    match change:
        case Edited():
            before, after = _json(change.before), _json(change.after)
            return {"column": change.column, "from": before, "to": after}
        case Added():
            return {"added": as_told(change.cells)}
        case Deleted():
            return {"deleted": as_told(change.cells)}


def as_told(cells: Mapping[str, Cell]) -> Mapping[str, object]:
    """Return a row's cells as the journal says them."""
    return {column: _json(cell) for column, cell in cells.items()}


def _json(cell: Cell) -> object:
    if isinstance(cell, datetime) and cell.time() == time():  # a day, as some programs hold it
        cell = cell.date()
    return journal.as_json(None if cell == "" else cell)


def unsaved(kept: Kept, task: Task, book: Book) -> Sequence[Sequence[object]]:
    """Return the cells that presses changed and no file was saved with, the newest last."""
    found = {tuple(each[:3]): each[3] for each in kept.unsaved}
    for entry in task.entries:
        for each in entry.changes:
            table = BY_NAME.get(each.table)
            column = table.by_key.get(each.column) if table else None
            if each.book == book and column is not None and column.by is not By.MACRO:
                found[each.table, each.key or each.row, each.column] = _json(each.now)
    return [[*at, to] for at, to in found.items()]


def but_pressed(
    change: Mapping[str, object], cells: Sequence[Sequence[object]]
) -> Iterator[Mapping[str, object]]:
    """Yield what of a change people did, where presses did some of it, which their lines tell."""
    pressed: dict[tuple[object, ...], object] = {tuple(each[:3]): each[3] for each in cells}
    at = change["table"], change.get("key", change["row"])
    if "column" in change:
        place = (*at, change["column"])
        if place not in pressed:
            yield change
        elif pressed[place] != change["to"]:
            yield {**change, "from": pressed[place]}
        return
    deleted = change.get("deleted")
    if isinstance(deleted, Mapping):
        over = {each[-1]: held for each, held in pressed.items() if each[:-1] == at}
        left = {name: held for name, held in {**deleted, **over}.items() if held is not None}
        yield {**change, "deleted": left}
        return
    added = change.get("added")
    if not isinstance(added, Mapping) or not any((*at, column) in pressed for column in added):
        yield change
        return
    rest = {name: held for name, held in change.items() if name != "added"}
    cleared = [each[-1] for each in pressed if each[:-1] == at and each[-1] not in added]
    for column in (*added, *cleared):
        was, held = pressed.get((*at, column)), added.get(column)
        if was != held:
            yield {**rest, "of": added, "column": column, "from": was, "to": held}


def not_saved(
    told: Iterable[Mapping[str, object]],
    cells: Sequence[Sequence[object]],
    now: Mapping[str, TableState],
) -> Iterator[Mapping[str, object]]:
    """Yield the cells that presses changed and that were given up: closed without being saved."""
    known = {(each["table"], each.get("key", each["row"]), each.get("column")) for each in told}
    for table, at, column, held in cells:
        state = now.get(str(table))
        if state is None or not known.isdisjoint({(table, at, column), (table, at, None)}):
            continue
        of = state.at if isinstance(at, int) else state.keys
        row = state.row(list(of).index(at)) if at in of else {}  # type: ignore[arg-type]
        is_now = _json(row.get(str(column)))
        if is_now != held:
            place = (
                {"row": at, "of": as_told(row)} if isinstance(at, int) else {"row": 0, "key": at}
            )
            yield {"table": table, **place, "column": column, "from": held, "to": is_now}
