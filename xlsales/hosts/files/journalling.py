"""What an office's journals tell a macro of its rows (memory.md, *What was changed after it counted*).

What is asked of lines that were read once lies in the store: lines are only ever added, so after
a year of presses the new ones alone are read. That they follow those shows the hash of the last
one read; whether all are whole is *Verify*'s to say. What was typed since the last press, and will
be in the journal with the next, is told too.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlsales.core.journalled import LOST, TYPED, Line
from xlsales.core.row import Book
from xlsales.flow.facts.past import NUMBERS, PRESSES, is_told, lessened
from xlsales.hosts.cells import Cells
from xlsales.hosts.files import noticing
from xlsales.hosts.files.source import FolderSource
from xlsales.office.saving import journal
from xlsales.office.store import readers
from xlsales.office.store.blocks import of_json, to_json
from xlsales.office.store.results import address_of
from xlsales.office.store.store import Store

_HASH = re.compile(rb'"hash":"([0-9a-f]{64})"\}\n$')
_TAIL = 80  # bytes of a line in which its hash stands
_BUTTON = re.compile(rb'"user":"(?:[^"\\]|\\.)*","button":"([a-z_]+)"')
_HEAD = 400  # bytes of a line in which its button stands
_ODD = (ValueError, LookupError, TypeError, AttributeError, zlib.error)


@dataclass(frozen=True)
class _Read:
    """What of a journal was read: so many bytes, up to the line of that hash; what was asked."""

    size: int = 0
    hash: str = ""
    lines: Sequence[Line] = ()


class FileJournal:
    """The journals of an office folder, as they are when they are first asked for."""

    def __init__(self, cells: Cells, source: FolderSource) -> None:
        """Take the office; nothing is read yet."""
        self._cells = cells
        self._source = source

    @cached_property
    def state(self) -> str:
        """Say which lines there are, and up to which contents they tell of typing."""
        heads = [
            (path.stem, path.stat().st_size, str(journal.head(path)))
            for path in _journals(self._source.hidden)
        ]
        known = self._source.known.workbooks.items()
        return repr((heads, sorted((book, kept.content) for book, kept in known)))

    def lines(self) -> Sequence[tuple[str, Line]]:
        """Return the lines that tell of rows that count, and what was typed since."""
        return self._lines

    def added(self, book: Book, table: str) -> Collection[int]:
        """Return the rows that came into a table, of an open workbook as it stands there."""
        source, info = self._source, self._cells.infos.get(book)
        kept = source.known.workbooks.get(book)
        if info is None or kept is None or not kept.content or book in source.folder.older:
            return ()
        if source.contents.get(book) == kept.content:
            return ()
        before = noticing.noted(source, book, kept, info.lang)
        if before is None:
            return ()
        sheets = (sheet.grid for sheet in self._cells.sheets_of(book))
        now = [grid for grid in sheets if grid.table.name == table]
        were = [grid for grid in before if grid.table.name == table]
        found = noticing.between(were, now)
        return {int(str(each["row"])) for each in found if "added" in each}

    @cached_property
    def _lines(self) -> Sequence[tuple[str, Line]]:
        found = _read(self._source.store, self._source.hidden)
        told = [(name, line) for name, read in found.items() for line in read.lines]
        return (*told, *(("", lessened(line)) for line in self._not_yet_told()))

    def _not_yet_told(self) -> Iterator[Line]:
        for typed in noticing.not_yet_told(self._cells, self._source):
            lost = {LOST: str(typed.was.noted.get("time", ""))} if typed.changes is None else {}
            changes = list(typed.changes or ())
            yield {"button": TYPED, "workbooks": [typed.path], "changes": changes, **lost}


def _journals(hidden: Path) -> list[Path]:
    return sorted((hidden / "journal").glob("*.jsonl"))


def _read(store: Store, hidden: Path) -> Mapping[str, _Read]:
    """Read what was added to the journals since they were last read."""
    address = address_of(readers.CHECKS, "journal")
    before = _kept(store.recall(Book(""), address))
    now = {path.stem: _further(path, before.get(path.stem, _Read())) for path in _journals(hidden)}
    if {name: read.size for name, read in now.items()} != {n: r.size for n, r in before.items()}:
        held = {name: [read.size, read.hash, list(read.lines)] for name, read in now.items()}
        store.keep(Book(""), address, zlib.compress(to_json(held), 1))
    return now


def _kept(data: bytes | None) -> Mapping[str, _Read]:
    if data is None:
        return {}
    try:
        held = of_json(zlib.decompress(data))
        return {
            name: _Read(int(size), str(last), lines) for name, (size, last, lines) in held.items()
        }
    except _ODD:
        return {}


def _further(path: Path, before: _Read) -> _Read:
    """Read a journal on from where it was read before, or anew where that is not its beginning."""
    if not before.size:
        before = _Read()
    with path.open("rb") as file:
        start = max(0, before.size - _TAIL)
        file.seek(start)
        tail = file.read(before.size - start)
        found = _HASH.search(tail)
        if before.size and (found is None or found[1].decode() != before.hash):
            before = _Read()
            file.seek(0)
        data = file.read()
    data = data[: data.rfind(b"\n") + 1]  # a line that is being written counts when it is whole
    if not data:
        return before
    last = _HASH.search(data[-_TAIL:])
    if last is None:
        return _Read(0, "", (*before.lines, *_asked(data)))
    lines = [*before.lines, *_asked(data)]
    return _Read(before.size + len(data), last[1].decode(), lines)


def _asked(data: bytes) -> Iterator[Line]:
    """Yield the lines that tell of rows that count, lessened; of most only the button is read."""
    numbers = f'"{NUMBERS}":'.encode()
    for raw in data.splitlines():
        button = _BUTTON.search(raw, 0, _HEAD)
        if button and button[1].decode() not in PRESSES and numbers not in raw:
            continue
        try:
            line = json.loads(raw)
        except ValueError:
            continue  # Verify tells
        if isinstance(line, dict) and is_told(line):
            yield lessened(line)
