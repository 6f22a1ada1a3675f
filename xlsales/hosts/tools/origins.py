"""*History* 来历: what a row or a cell held before, who changed it and how (memory.md).

The journal tells it: presses cell by cell, typing in lines of its own. A row is followed by its
key; before it had one, and where it never has, by what it shows: each change says what the row held
after it, so that the one before is found again wherever the row was sorted to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Annotated, Any, TypeAlias

from xlsales.core.arguments import Ask
from xlsales.core.column import By
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import Book, Table
from xlsales.core.words import Lang, Words
from xlsales.flow.facts.past import lost
from xlsales.forms.states import TableState
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files import noticing
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import journal
from xlsales.office.unusable import Unusable

Said: TypeAlias = Mapping[str, Any]
Shown: TypeAlias = dict[str, object]
"""What a row shows, as the journal says cells: by the columns that people or presses fill."""
_PLACE = re.compile(r"(?P<table>[a-z_]+)#(?P<row>[1-9][0-9]*)")
_WORDS = 3
"""How many cells stand for a row without a key."""


class HistoryArgs(Arguments):
    """What *History* asks for."""

    key: Annotated[
        str,
        Ask(
            "编号",
            "No.",
            "编号；没有编号的行，填该行显示的几项内容，以空格分开，或填“表#行号”，例如 expenses#5",
            "a number; of a row without one some of what it shows, with blanks between, or its "
            "TABLE#ROW, such as expenses#5",
            positional=True,
            metavar="KEY",
        ),
    ]
    table: Annotated[str, Ask("表", "Table", "只看这个表", "this table only", metavar="T")] = ""
    column: Annotated[str, Ask("列", "Column", "只看这一列", "this column only", metavar="C")] = ""


@dataclass(frozen=True, kw_only=True)
class Changed(ReplyRow):
    """One change: ``edited`` a cell, ``added`` or ``deleted`` the row.

    ``at``: when the journal has it; ``by``: who pressed, or who saved the file last, as the file
    says; ``how``: ``typed`` or a button's id; ``journal``: its line; ``saved``: when the file was
    saved last, as it says.
    """

    change: str
    column: str | None
    before: str | None
    after: str | None
    at: str
    by: str
    how: str
    journal: str
    saved: str | None


@dataclass(frozen=True, kw_only=True)
class RowHistory(ReplyRow):
    """A row by its table and workbook, its sheet row now (None: it is gone), and its changes."""

    table: str
    workbook: str
    row: int | None
    changes: tuple[Changed, ...]


@dataclass(frozen=True, kw_only=True)
class History(Reply):
    """The rows that go by a key, each with its changes, the oldest first."""

    key: str
    rows: tuple[RowHistory, ...]


@dataclass(frozen=True)
class _Event:
    """What one line says of one row: its changes, the newest line first."""

    journal: str
    line: Said
    changes: Sequence[Said]

    @property
    def is_typed(self) -> bool:
        """Whether people typed it."""
        return self.line.get("button") == journal.TYPED


def history(
    host: OfficeHost, call: Call[HistoryArgs]
) -> tuple[Outcome[History], tuple[Change, ...]]:
    """Tell what the rows of a key held before.

    Raises:
        Refusal: neither the journal nor a workbook knows such a row, or there is no such table
            or column.
    """
    key = " ".join(call.args.key.split())
    table, column = _table(call.args.table), call.args.column
    if column and not any(
        column in each.by_key for each in ([table] if table else BY_NAME.values())
    ):
        raise Refusal(f"没有列 {column}。请用列的代号，例如 quantity。",
                      f"There is no column {column}. Give its key, such as quantity.")  # fmt: skip
    telling = _Telling(host, call.lang, column)
    if (place := _PLACE.fullmatch(key)) and place["table"] in BY_NAME:
        key, rows = telling.of_row(call.book, BY_NAME[place["table"]], int(place["row"]))
    else:
        rows = tuple(telling.keyed(key, table)) or tuple(telling.shown(key, table))
    if not rows:
        raise Refusal(
            f"操作记录和各工作簿中均没有“{key}”。请核对编号。",
            f"Neither the journal nor any workbook knows {key}. Check the number.",
        )
    count = sum(len(row.changes) for row in rows)
    none = Words(f"{key} 没有改动记录。", f"No change of {key} is on record.")
    notes = (*(() if count else (none,)), *telling.lost())
    return Outcome(History(key=key, rows=rows), notes=notes, read=count), ()


def _table(name: str) -> Table | None:
    if name and name not in BY_NAME:
        raise Refusal(f"没有表 {name}。请用表的代号，例如 orders。",
                      f"There is no table {name}. Give its name, such as orders.")  # fmt: skip
    return BY_NAME.get(name)


class _Telling:
    """What the journals of an office say of its rows."""

    def __init__(self, host: OfficeHost, lang: Lang, column: str) -> None:
        self._host = host
        self._lang = lang
        self._column = column
        self._hidden = host.root / HIDDEN
        self._typed: list[tuple[str, Said]] | None = None
        self._paths = {info.path for info in host.cells.infos.values()}
        self._names = {name: book for book in host.cells.infos for name in host.names_of(book)}

    # --- rows with a key ------------------------------------------------------------------

    def keyed(self, key: str, table: Table | None) -> Iterator[RowHistory]:
        """Yield the rows whose key this is, or a part of it (the lines of a delivery note)."""
        lines = list(journal.lines_with(self._hidden, (key,)))
        found: dict[tuple[str, str, str], list[_Event]] = {}
        for name, line in journal.newest_first(lines):
            mine: dict[tuple[str, str, str], list[Said]] = {}
            for change in line.get("changes") or ():
                said = str(change.get("key") or "")
                if key == said or key in said.split():
                    at = self._workbook(change), str(change.get("table")), said
                    mine.setdefault(at, []).append(change)
            for at, changes in mine.items():
                found.setdefault(at, []).append(_Event(name, line, changes))
        standing = {
            (path, name, said): (row, shown)
            for path, name, said, row, shown in self._standing({at[0] for at in found}, key)
        }
        here = {(name, said): path for path, name, said in standing}
        for path, name, said in list(found):
            if path not in self._paths and (name, said) in here:  # its file was renamed since
                together = found.setdefault((here[name, said], name, said), [])
                together += found.pop((path, name, said))
                together.sort(key=cmp_to_key(_turn), reverse=True)
        for at in dict.fromkeys((*standing, *found)):
            path, name, _ = at
            if name not in BY_NAME or BY_NAME[name].is_computed or (table and table.name != name):
                continue
            row, shown = standing.get(at, (None, {}))
            told = list(self._back(path, name, shown, found.get(at, [])))
            yield RowHistory(table=name, workbook=path, row=row, changes=tuple(told[::-1]))

    def _workbook(self, change: Said) -> str:
        """Return the path that a workbook has now."""
        path = str(change.get("workbook"))
        book = self._names.get(path)
        return self._host.cells.infos[book].path if book is not None else path

    def _standing(
        self, paths: set[str], key: str | None
    ) -> Iterator[tuple[str, str, str, int, Shown]]:
        """Yield the rows that are there: of these workbooks, else of all of them."""
        infos = self._host.cells.infos
        books = [book for book, info in infos.items() if info.path in paths] or list(infos)
        for book in books:
            for name, state in self._states(book).items():
                for at, said in enumerate(state.keys):
                    if key is None or (said and (said == key or key in said.split())):
                        shown = dict(noticing.as_told(state.row(at)))
                        yield infos[book].path, name, said or "", state.at[at], shown

    def _states(self, book: Book) -> Mapping[str, TableState]:
        with suppress(Unusable):  # what cannot be read is told by its own macros
            self._host.cells.load(book)
        return noticing.states(sheet.grid for sheet in self._host.cells.sheets_of(book))

    def _back(
        self, path: str, table: str, shown: Shown, events: Sequence[_Event]
    ) -> Iterator[Changed]:
        """Yield a keyed row's changes, the newest first, and those from before it had its key."""
        for event in events:
            keyed = {c.get("column") for c in event.changes if c.get("from") is None}
            for change in reversed(event.changes):
                yield from self._told(event, change)
                _undo(shown, change)
            if not event.is_typed and keyed >= set(BY_NAME[table].key):
                yield from self._unkeyed(path, table, shown, (event.journal, event.line))
                return

    # --- rows without ---------------------------------------------------------------------

    def of_row(self, book: Book, table: Table, row: int) -> tuple[str, tuple[RowHistory, ...]]:
        """Return the key of a row, else some of what it shows, and its history.

        It is looked for in the workbook that is pressed in; in every one where that is none.

        Raises:
            Refusal: nothing stands there.
        """
        infos = self._host.cells.infos
        told: list[RowHistory] = []
        words = ""
        for each in [book] if book.kind else list(infos):
            state = self._states(each).get(table.name)
            if state is None or row not in state.at:
                continue
            at, path = list(state.at).index(row), infos[each].path
            if key := state.keys[at]:
                words = key
                told += (
                    mine
                    for mine in self.keyed(key, table)
                    if mine.workbook == path and mine.row in {row, None}
                )
                continue
            shown = dict(noticing.as_told(state.row(at)))
            words = " ".join(map(str, list(shown.values())[:_WORDS]))
            changes = tuple(list(self._unkeyed(path, table.name, shown, None))[::-1])
            told.append(RowHistory(table=table.name, workbook=path, row=row, changes=changes))
        if not told:
            raise Refusal(
                f"{table.title.zh}第 {row} 行没有内容。请选中要查看的行，再按“来历”。",
                f"Row {row} of {table.title.en} is blank. Select the row that you mean, then press "
                "History.",
            )
        return words, tuple(told)

    def shown(self, words: str, table: Table | None) -> Iterator[RowHistory]:
        """Yield the rows without a key that show all these words."""
        wanted = words.split()
        for path, name, said, row, shown in self._standing(set(), None):
            texts = list(map(str, shown.values()))
            here = not table or table.name == name
            if here and not said and all(any(w in text for text in texts) for w in wanted):
                found = list(self._unkeyed(path, name, dict(shown), None))
                yield RowHistory(table=name, workbook=path, row=row, changes=tuple(found[::-1]))

    def _unkeyed(
        self, path: str, table: str, shown: Shown, before: tuple[str, Said] | None
    ) -> Iterator[Changed]:
        """Yield the changes of a row that shows this and has no key, the newest first."""
        for name, line in self._typed_lines():
            if before is not None and journal.order((name, line), before) > 0:
                continue
            mine = [
                change
                for change in line.get("changes") or ()
                if change.get("table") == table
                and not change.get("key")
                and self._may_be(change, path)
                and (change.get("added") == shown or change.get("of") == shown)
            ]
            first = [c for c in mine if "added" in c][:1]
            # of two rows that show the same, one
            row = next((c.get("row") for c in mine if "of" in c), None)
            changes = [c for c in mine if "of" in c and c.get("row") == row] or first
            event = _Event(name, line, changes)
            for change in reversed(changes):
                yield from self._told(event, change)
                _undo(shown, change)
            if changes and "added" in changes[0]:
                return

    def _may_be(self, change: Said, path: str) -> bool:
        """Whether a change was in a workbook, or in a file that was renamed or went since."""
        there = self._workbook(change)
        return there == path or there not in self._paths

    def _typed_lines(self) -> Sequence[tuple[str, Said]]:
        if self._typed is None:
            found = journal.lines_with(self._hidden, (journal.TYPED,))
            typed = (each for each in found if each[1].get("button") == journal.TYPED)
            self._typed = journal.newest_first(list(typed))
        return self._typed

    # --- what is said ---------------------------------------------------------------------

    def _told(self, event: _Event, change: Said) -> Iterator[Changed]:
        column = change.get("column")
        told = BY_NAME[str(change.get("table"))].by_key.get(str(column))
        if column is not None and (
            column != self._column
            if self._column
            else told is None or told.by is By.MACRO  # grey ones follow from the others
        ):
            return
        before, after = change.get("from"), change.get("to")
        what = next((each for each in ("added", "deleted") if each in change), "edited")
        if what != "edited":
            text = self._cells(str(change.get("table")), change[what])
            before, after = (None, text) if what == "added" else (text, None)
        saved = event.line.get("saved") or {}
        yield Changed(
            change=what,
            column=column,
            before=None if before is None else str(before),
            after=None if after is None else str(after),
            at=str(event.line.get("time")),
            by=str(event.line.get("user") or ""),
            how=str(event.line.get("button")),
            journal=f"{event.journal}:{event.line.get('n')}",
            saved=str(saved.get("at") or "") or None,
        )

    def _cells(self, table: str, cells: Said) -> str:
        """Return what a row showed; of one column alone, where that is asked."""
        columns = BY_NAME[table].by_key
        if self._column:
            return str(cells.get(self._column) or "")
        parts = (
            f"{columns[key].words.said(self._lang)} {cell}" if key in columns else f"{key} {cell}"
            for key, cell in cells.items()
        )
        return Words("；", "; ").said(self._lang).join(parts)

    def lost(self) -> tuple[Words, ...]:
        """Say since when what was typed into a workbook is not known."""
        return lost(self._typed_lines())


def _turn(one: _Event, other: _Event) -> int:
    return journal.order((one.journal, one.line), (other.journal, other.line))


def _undo(shown: Shown, change: Said) -> None:
    """Have a row show what it did before a change."""
    column = change.get("column")
    if column is None:
        shown.clear()
        shown.update(change.get("deleted") or {})
    elif change.get("from") is None:
        shown.pop(str(column), None)
    else:
        shown[str(column)] = change["from"]
