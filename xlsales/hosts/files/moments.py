"""An office as it was known at a moment: who only shows figures reads it so (memory.md, *As known then*).

The tables that the journal accounts for are taken, and what its lines tell after the moment is undone
in them, given cells and owners with it. Nothing need be kept for that but the journal, and nothing is
written. Where a line cannot be undone, or does not reach so far back, that is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from xlsales.buttons import Button
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.journalled import Told
from xlsales.core.office import BookInfo
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.facts.past import is_told, lessened
from xlsales.forms.given import Held, Record, given_columns
from xlsales.forms.tables import tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.files import noticing, records, stored, wholeness
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.files.records import Records
from xlsales.hosts.files.rewinding import Lost, Tables
from xlsales.hosts.files.saver import FileSaver
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.source import Progress
from xlsales.office.beside import Beside
from xlsales.office.saving import given, journal, keeping
from xlsales.office.saving.journal import Named
from xlsales.office.saving.known import Kept
from xlsales.office.unusable import Unusable

Said: TypeAlias = Mapping[str, Any]
_Rows: TypeAlias = dict[str, dict[str, dict[str, Held]]]
"""A record of given cells: by table, row key and column."""
_UPGRADE = "upgrade"
"""The button that changes tables as no line tells."""
_MOST = 4
"""How many workbooks are named that were not known."""


def known_at(root: Path, moment: datetime, progress: Progress = lambda *_: None) -> OfficeHost:
    """Return the host of an office as it was known at a moment; nothing must be saved by it.

    Raises:
        Unusable: the folder is missing or is no office, or what was begun cannot be settled.
    """
    source = PastSource(root, moment, progress)
    cells = Cells(source, journal=lambda _: source.told_by_then)
    return OfficeHost(cells, source, FileSaver(cells, source))


@dataclass
class _Past:
    """A workbook on the way back: what it is ``now``, what it was, and what is undone in it.

    ``steps``: its changes by lines, the newest first, and whether they are what two contents differ
    in; ``unknown`` says why there is no
    content of it so old.
    """

    now: Book
    kept: Kept
    book: Book
    steps: list[tuple[str, Sequence[Said], bool]] = field(default_factory=list)
    unknown: Words | None = None


class PastSource(FolderSource):
    """The workbooks of an office folder, as they were known at a moment."""

    def __init__(self, root: Path, moment: datetime, progress: Progress = lambda *_: None) -> None:
        """Find the workbooks; the same promises as of :class:`FolderSource`."""
        super().__init__(root, progress)
        self.moment = moment
        self._present = dict(super().found())
        self._journals = {lines.name: lines for lines in journal.read(self.hidden)}
        self._records: dict[str, _Rows] = {}
        self._gone: dict[str, Words] = {}
        self._pasts: Mapping[Book, _Past] = self._way_back()

    # --- what there was -------------------------------------------------------------------

    def found(self) -> Mapping[Book, BookInfo]:
        """Return the workbooks, as whose they were."""
        infos = self._present
        return {
            book: infos[past.now]
            for book, past in self._pasts.items()
            if past.now in infos and not self._is_of_later(past)
        }

    def _is_of_later(self, past: _Past) -> bool:
        """Whether a workbook is of a year that had not begun, and nobody had read one of it."""
        return past.unknown is not None and past.book.year > self.moment.year

    def needed(self, kinds: Collection[str]) -> None:
        """Make sure that every workbook of these kinds was known at the moment.

        Raises:
            Unusable: some were not, the journal is not whole, or a file cannot be used.
        """
        super().needed(kinds)
        if problem := self._problem:
            raise Unusable(
                f"{problem.zh}操作记录不完整，无法推算以前的内容。请运行 xlsales journal --verify 核对。",
                f"{problem.en} The journal is not whole, so that what was before cannot be told. "
                "See xlsales journal --verify.",
            )
        pasts = [past for book, past in sorted(self._pasts.items()) if book.kind in kinds]
        unknown = [past.unknown for past in pasts if past.unknown and not self._is_of_later(past)]
        unknown += self._gone.values()
        if unknown:
            head = Words(
                f"无法按 {said(self.moment)} 时已知的内容计算，请选更晚的时间：",
                f"What was known at {said(self.moment)} cannot be told; take a later time:",
            )
            if len(unknown) > _MOST:
                more = len(unknown) - _MOST
                unknown[_MOST:] = [Words(f"……另有 {more} 个。", f"… and {more} more.")]
            lines = head, *unknown
            raise Unusable("\n".join(x.zh for x in lines), "\n".join(x.en for x in lines))

    def gate(self, button: Button, *, writes: bool) -> Sequence[Words]:  # noqa: ARG002
        """Let a press pass if the workbooks that it reads are all there.

        Raises:
            Unusable: one is gone.
        """
        self.folder.complete(set(button.reads))
        return ()

    def about(self, kinds: Collection[str]) -> Sequence[Finding]:  # noqa: ARG002
        """Find nothing: what is wrong with files now has no bearing on what was known."""
        return ()

    def aside(self, kinds: Collection[str]) -> Sequence[Finding]:  # noqa: ARG002
        """Have no copies of workbooks."""
        return ()

    def beside(self, grid: Grid, info: BookInfo) -> Mapping[int, Sequence[Beside]]:  # noqa: ARG002
        """Find nothing: there are cells of tables alone."""
        return {}

    # --- reading --------------------------------------------------------------------------

    def read(self, book: Book, info: BookInfo) -> Iterator[TypedGrid]:
        """Put together the tables of a workbook, their given cells as presses had written them.

        Raises:
            Unusable: a line cannot be undone, or what the journal accounts for is not kept.
        """
        past = self._pasts[book]
        there = self._accounted(past, info)
        grids = [grid for grid, _ in there.found]
        name = given.name_of(self.hidden, book)
        if not (past.steps or name in self._records or self.is_older):
            record = records.records_of(self.hidden, book, self.known.given)
            yield from records.held(self.store, book, there, record)  # as it is now
            return
        tables = Tables(past.now, noticing.states(grids))
        for where, changes, at_once in past.steps:
            try:
                tables.undo(changes, at_once=at_once)
            except Lost as lost:
                raise self._unfit(info, where, lost) from None
        mine = None if self._is_without_records else _records(book, self._record(book))
        for grid in tables.grids(book, info.lang, grids):
            yield records.held_against(grid, mine)

    def _unfit(self, info: BookInfo, where: str, lost: Lost) -> Unusable:
        when = said(self.moment)
        return Unusable(
            f"{info.path}：操作记录 {where} 的改动与表中内容不符（{lost.cell}），"
            f"无法推算 {when} 时的内容。请选该记录之后的时间。",
            f"{info.path}: the change in the journal's line {where} does not fit the table "
            f"({lost.cell}), so that what was known at {when} cannot be told. Take a time after "
            "that line.",
        )

    def _accounted(self, past: _Past, info: BookInfo) -> stored.Tables:
        """Return the tables of the newest content that the journal accounts for."""
        path = self.path(info)
        if keeping.digest(path) == past.kept.content:
            return stored.tables(self.store, path, past.now, info)
        grids = noticing.noted(self, past.now, past.kept, info.lang)
        if grids is None:
            raise Unusable(
                f"{info.path}：系统最后一次读取的内容未能留存（history-lost），无法推算以前的内容。"
                "请在该工作簿中按“刷新”，之后的内容即可推算。",
                f"{info.path}: what the office last read of it is not kept (history-lost), so that "
                "what was before cannot be told. Press Refresh in it: what comes then can be.",
            )
        return stored.Tables(None, [(grid, None) for grid in grids])

    # --- the way back ---------------------------------------------------------------------

    @cached_property
    def _undone(self) -> Sequence[Named]:
        """The lines after the moment, the newest first; none that came while this was read."""
        heads = self.known.heads
        lines = [
            (name, dict(line))
            for name, each in self._journals.items()
            for line in (each.lines[: heads[name].count] if name in heads else each.lines)
        ]
        newest: list[Named] = journal.newest_first(lines)
        known = (n for n, (_, line) in enumerate(newest) if not self._is_later(line.get("time")))
        return newest[: next(known, len(newest))]

    @cached_property
    def told_by_then(self) -> Told:
        """What the journals told of rows that count."""
        later = {(name, line.get("n")) for name, line in self._undone}
        return Told(
            [
                (name, lessened(line))
                for name, each in self._journals.items()
                for line in each.lines
                if (name, line.get("n")) not in later and is_told(line)
            ]
        )

    def _is_later(self, time: object) -> bool:
        return str(time)[:16] > self.moment.isoformat(timespec="minutes")

    @cached_property
    def _problem(self) -> Words | None:
        """What is wrong with the journal; None where it is whole."""
        found = wholeness.problems(self, self._present.values(), self._journals)
        return next(found, None)

    @property
    def _is_without_records(self) -> bool:
        """Whether the office had no record of given cells then."""
        return self.is_older or any("adopted" in line for _, line in self._undone)

    def _way_back(self) -> Mapping[Book, _Past]:
        """Return the workbooks by what they were, with what is to be undone in each."""
        kept = self.known.workbooks
        new = {book: Kept(info.path) for book, info in self._present.items() if book not in kept}
        pasts = {each.path: _Past(book, each, book) for book, each in (*kept.items(), *new.items())}
        for path, past in pasts.items():
            since = past.kept.since
            if not since or self._is_later(since):
                when = said(datetime.fromisoformat(since)) if since else ""
                past.unknown = Words(
                    f"{path}：{when} 才首次读取。" if when else f"{path}：尚未读取过。",
                    f"{path}: first read {when}." if when else f"{path}: not read yet.",
                )
        for name, line in self._undone:
            pasts = self._back(pasts, name, line)
        return {past.book: past for past in pasts.values()}

    def _back(self, pasts: Mapping[str, _Past], name: str, line: Said) -> dict[str, _Past]:
        """Go back over a line; return the workbooks by where they lay before it."""
        where = f"{name}:{line.get('n')}"
        self._note(pasts, where, line)
        former = line.get("given_were")
        if former is None and "adopted" not in line:  # a line of before that was told
            for past in pasts.values():
                if given.name_of(self.hidden, past.book) in (line.get("given") or ()):
                    self._cannot_be_told(past, where)
        for record, tables in (former or {}).items():
            self._undo_record(record, tables, pasts.values())
        for path, was in (line.get("were") or {}).items():
            if path in pasts:
                pasts[path].book = Book(*was)
        back = {now: was for was, now in (line.get("moved") or {}).items()}
        return {back.get(path, path): past for path, past in pasts.items()}

    def _note(self, pasts: Mapping[str, _Past], where: str, line: Said) -> None:
        """Note what of a line is to be undone in which workbook."""
        rows = line.get(journal.ROWS)
        at_once = rows is not None or line.get("button") == journal.TYPED
        mine = _by_path(line.get("changes") if rows is None else rows)
        unsaved = line.get(journal.UNSAVED) or ()
        for path in dict.fromkeys((*map(str, line.get("workbooks") or ()), *mine)):
            past = pasts.get(path)
            if past is None:
                self._gone[path] = Words(
                    f"{path}：操作记录 {where} 中有，现已不在。",
                    f"{path}: it is in the journal's line {where}, and gone now.",
                )
                continue
            if path not in unsaved:
                past.steps.append((where, mine.get(path, ()), at_once))
            if journal.LOST in line or line.get("button") == _UPGRADE:
                self._cannot_be_told(past, where)
        for path in line.get(journal.UNTOLD) or ():
            if path in pasts:
                self._cannot_be_told(pasts[path], where)
        for path, changes in _by_path(line.get(journal.BROUGHT)).items():
            if path in pasts:
                pasts[path].steps.append((where, changes, True))

    def _cannot_be_told(self, past: _Past, where: str) -> None:
        path = past.kept.path
        past.unknown = past.unknown or Words(
            f"{path}：操作记录 {where} 之前的内容无从推算（history-lost）。",
            f"{path}: what was before the journal's line {where} cannot be told (history-lost).",
        )

    # --- given cells ----------------------------------------------------------------------

    def _record(self, book: Book) -> _Rows:
        """Return the record of a workbook, as far as the way back has come."""
        name = given.name_of(self.hidden, book)
        if name not in self._records:
            mine = records.records_of(self.hidden, book, self.known.given)
            self._records[name] = {
                table.name: {
                    key: {column.key: held for column, held in zip(columns, row, strict=True)}
                    for key, row in mine.of(table.name).rows.items()
                }
                for table in tables_of(book.kind)
                if (columns := given_columns(table))
            }
        return self._records[name]

    def _undo_record(self, name: str, tables: Said, pasts: Iterable[_Past]) -> None:
        """Have a record hold what it held before a line."""
        for past in pasts:
            if given.name_of(self.hidden, past.book) == name:
                self._record(past.book)
        mine = self._records.setdefault(name, {})
        for table, rows in tables.items():
            held = mine.setdefault(table, {})
            for key, cells in rows.items():
                if cells is None:
                    held.pop(key, None)
                else:
                    held.setdefault(key, {}).update(cells)


def _by_path(changes: Iterable[Said] | None) -> dict[str, list[Said]]:
    """Return changes by the workbooks that they are in."""
    found: dict[str, list[Said]] = {}
    for change in changes or ():
        found.setdefault(str(change.get("workbook")), []).append(change)
    return found


def _records(book: Book, tables: _Rows) -> Records:
    """Return a record as reading takes it."""
    found = []
    for table in tables_of(book.kind):
        names = [column.key for column in given_columns(table)]
        rows = {
            key: [cells.get(name) for name in names]
            for key, cells in tables.get(table.name, {}).items()
        }
        if names:
            found.append(Record(table, rows))
    return Records(book, given.text_of(found))


def said(moment: datetime) -> str:
    """Return a moment as people read it."""
    return moment.isoformat(sep=" ", timespec="minutes")
