"""What a press did, as the journal tells it, and what was built on it since (flow.md).

*Undo* names the one before it is done, and refuses where the other is there. Something rests on a
press if it came later, is in another workbook, still stands there, and names a number (承揽编号,
送货单号 …) of a row that the press gave or changed:

- a later press whose changes hold the number, in a row's key or in a cell;
- a row that a person typed with the number, unless the journal tells of it before the press: its
  own day is not before the press, or it has none, or the press gave the number. Of a press over
  several workbooks only the last counts.

Grey columns and tables follow from the rest and count for nothing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsales.buttons import EVERY
from xlsales.core.column import By, Column, Type
from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Words
from xlsales.forms.given import key_of
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import journal
from xlsales.office.saving.backups import Backup
from xlsales.office.unusable import Unusable

NUMBERED = re.compile(r"[A-Z]{2}-\d{6}(?:-[A-Z0-9]+)?-\d{2,}")
"""A document's number, wherever it stands (flow.md, *Numbers*)."""
_NAMED = 4


@dataclass(frozen=True)
class Did:
    """One cell that a press changed; ``now`` as the journal holds it."""

    table: str
    key: str
    row: int
    column: str
    was: object
    now: object

    @property
    def of(self) -> Column | None:
        """Its column; None for a table's name, or one that is no more."""
        table = BY_NAME.get(self.table)
        return table.by_key.get(self.column) if table else None

    @property
    def counts(self) -> bool:
        """Whether it is more than a grey cell."""
        return self.of is not None and self.of.by is not By.MACRO

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that its row's key names."""
        return frozenset(NUMBERED.findall(self.key))

    @property
    def gives(self) -> bool:
        """Whether it gave its row the number."""
        table = BY_NAME[self.table]
        return self.column in table.key and self.was is None and self.now is not None


@dataclass(frozen=True)
class Press:
    """A line of a journal."""

    journal: str
    number: int
    said: Mapping[str, Any]

    @property
    def time(self) -> str:
        """When it was, to the second."""
        return str(self.said.get("time") or "")

    @property
    def words(self) -> Words:
        """Say which press it was: when, who, which button."""
        return pressed(self.said)

    def did(self, names: frozenset[str]) -> tuple[Did, ...]:
        """Return the cells that it changed in the workbook of these names."""
        return tuple(
            Did(
                str(each.get("table")),
                str(each.get("key") or ""),
                int(each.get("row") or 0),
                str(each.get("column")),
                each.get("from"),
                each.get("to"),
            )
            for each in self.said.get("changes") or ()
            if each.get("workbook") in names
        )

    def is_after(self, other: Press) -> bool:
        """Whether it came later: by the lines that it knew of, in older journals by the clocks."""
        if self.journal == other.journal:
            return self.number > other.number
        since = self.said.get("since")
        if isinstance(since, dict):
            return int(since.get(other.journal, 0)) >= other.number
        return self.time >= other.time


def pressed(said: Mapping[str, Any]) -> Words:
    """Say which press it was: when, who, which button."""
    button = EVERY.get(str(said.get("button")))
    words = button.words if button else Words("？", "?")
    when, who = str(said.get("time") or "?").replace("T", " ")[:16], said.get("user") or "?"
    return Words(f"{when} {who} {words.zh}", f"{when} {who} {words.en}")


def presses(host: OfficeHost) -> tuple[Press, ...]:
    """Read all presses of an office, each journal's in its order."""
    return tuple(each for each in _lines(host) if each.said.get("button") != journal.TYPED)


def _lines(host: OfficeHost) -> Iterator[Press]:
    """Yield all lines of an office's journals, those of what was typed too."""
    for found in journal.read(host.root / HIDDEN):
        for line in found.lines:
            yield Press(found.name, int(str(line.get("n") or 0)), line)


def of_backup(
    host: OfficeHost, book: Book, found: Sequence[Backup], backup: Backup, all_of: Iterable[Press]
) -> tuple[Press, ...]:
    """Return the presses that were saved together after a backup was made, by the heads it knows.

    Usually one; several where an office was pressed in memory and saved once.
    """
    names = host.names_of(book)
    heads = backup.heads
    before = {
        name: max((b.heads[name].count for b in found if b.number < backup.number and name in b.heads),
                  default=head.count - 1)
        for name, head in heads.items()
    }  # fmt: skip
    return tuple(
        press
        for press in all_of
        if press.journal in heads
        and before[press.journal] < press.number <= heads[press.journal].count
        and names & set(press.said.get("workbooks") or ())
    )


def cells_of(changes: Iterable[Change]) -> tuple[Did, ...]:
    """Return cells that changed as a journal would tell them."""
    return tuple(
        Did(c.table, c.key, c.row, c.column, journal.as_json(c.was), journal.as_json(c.now))
        for c in changes
    )


def told(did: Iterable[Did]) -> Words:
    """Say which rows and columns a press changed, a table a line; "" where only grey ones."""
    rows: dict[str, dict[str, Words]] = {}
    columns: dict[str, dict[str, Words]] = {}
    for each in did:
        if not each.counts or each.of is None:
            continue
        numbers = " ".join(sorted(each.numbers)) or each.key
        name = Words(numbers, numbers) if numbers else Words(f"第 {each.row} 行", f"row {each.row}")
        rows.setdefault(each.table, {})[name.zh] = name
        columns.setdefault(each.table, {})[each.column] = each.of.words
    lines = []
    for table, named in rows.items():
        title, count = BY_NAME[table].title, len(named)
        which, what = _listed(named.values()), _listed(columns[table].values())
        lines.append(
            Words(
                f"{title.zh} {count} 项（{which.zh}）：{what.zh}",
                f"{title.en}, {count} ({which.en}): {what.en}",
            )
        )
    return Words("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))


def _listed(words: Iterable[Words]) -> Words:
    words = list(words)
    zh, en = "、".join(w.zh for w in words[:_NAMED]), ", ".join(w.en for w in words[:_NAMED])
    if len(words) > _NAMED:
        return Words(f"{zh} 等 {len(words)} 项", f"{en} … ({len(words)})")
    return Words(zh, en)


def resting(
    host: OfficeHost, book: Book, mine: Sequence[Press], all_of: Iterable[Press]
) -> tuple[Words, ...]:
    """Return what rests on presses of a workbook, each in one line."""
    names = host.names_of(book)
    did = [each for press in mine for each in press.did(names) if each.counts]
    numbers = frozenset(number for each in did for number in each.numbers)
    if not mine or not numbers:
        return ()
    given = frozenset(number for each in did if each.gives for number in each.numbers)
    last = max(mine, key=lambda press: (press.journal == mine[-1].journal, press.number))
    others = [other for other in host.cells.infos if other != book]
    later = [press for press in all_of if press.said.get("button") != "undo"]
    later = [press for press in later if press.is_after(last)]
    # what changed in several workbooks, as a name does, is taken back one by one
    # a merge is like typing: others rest on the numbers that came by it alone
    wide = any(
        len(press.said.get("workbooks") or ()) > 1 or press.said.get("button") == "merge_copy"
        for press in mine
    )
    named = given if wide else numbers
    found: list[Words] = []
    for other in others:
        lines = [*_pressed_on(host, other, numbers, later)]
        found += lines or _typed_on(host, other, named, given, last)
    return tuple(found)


def _grids(host: OfficeHost, book: Book) -> Mapping[str, Grid]:
    with suppress(Unusable):  # what cannot be read is told by its own macros
        host.cells.load(book)
    return {sheet.grid.table.name: sheet.grid for sheet in host.cells.sheets_of(book)}


def _pressed_on(
    host: OfficeHost, book: Book, numbers: frozenset[str], later: Iterable[Press]
) -> Iterator[Words]:
    names, path = host.names_of(book), host.cells.infos[book].path
    grids: Mapping[str, Grid] | None = None
    for press in later:
        if not names & set(press.said.get("workbooks") or ()):
            continue
        did = [each for each in press.did(names) if each.counts and _names(each) & numbers]
        if did and grids is None:
            grids = _grids(host, book)
        which = {
            number: Words(number, number)
            for each in did
            if grids is not None and _stands(grids, each)
            for number in sorted(_names(each) & numbers)
        }
        if which:
            said, listed = press.words, _listed(which.values())
            yield Words(f"{path}：{said.zh}（{listed.zh}）", f"{path}: {said.en} ({listed.en})")


def _names(did: Did) -> frozenset[str]:
    return did.numbers | ({str(did.now)} if did.now is not None else frozenset())


def _stands(grids: Mapping[str, Grid], did: Did) -> bool:
    """Whether a cell still holds what a press wrote, wherever its row stands by now."""
    grid = grids.get(did.table)
    if grid is None or did.now is None or not did.key:
        return False
    return any(
        key_of(grid, index) == did.key and _same(grid.cell(index, did.column), did.now)
        for index in range(len(grid.cells))
    )


def _same(cell: Cell, held: object) -> bool:
    if isinstance(cell, date | datetime):  # a program may hold a day as a moment
        return cell.isoformat()[:10] == str(held)[:10]
    return journal.as_json(cell) == held


def _typed_on(
    host: OfficeHost, book: Book, numbers: frozenset[str], given: frozenset[str], last: Press
) -> Iterator[Words]:
    """Yield the tables in which people typed a number since the ``last`` press, with the first rows."""
    path, day = host.cells.infos[book].path, last.time[:10]
    before: Counter[tuple[str, str, object]] | None = None
    for grid in _grids(host, book).values():
        typed = [c for c in grid.table.columns if c.by is By.PERSON]
        days = [c.key for c in grid.table.columns if c.by is By.PERSON and c.type is Type.DATE]
        rows: dict[int, str] = {}
        for column in typed:
            for index, cell in enumerate(grid.column(column.key, range(len(grid.cells)))):
                if cell in numbers and (cell in given or _is_since(grid, index, days, day)):
                    before = _stood(host, book, last) if before is None else before
                    before[grid.table.name, column.key, cell] -= 1
                    if before[grid.table.name, column.key, cell] < 0:  # new ones stand below
                        rows[grid.first_row + index] = str(cell)
        if rows:
            zh = _listed(Words(f"第 {row} 行 {no}", "") for row, no in sorted(rows.items())).zh
            en = _listed(Words("", f"row {row} {no}") for row, no in sorted(rows.items())).en
            title = grid.table.title
            yield Words(f"{path}：{title.zh} {zh}", f"{path}: {title.en} {en}")


def _stood(host: OfficeHost, book: Book, last: Press) -> Counter[tuple[str, str, object]]:
    """Return how often each value stood in each column of a workbook when a press was done.

    By table and column; of what lines of the journal tell.
    """
    names, found = host.names_of(book), Counter[tuple[str, str, object]]()
    for line in _lines(host):
        if line.is_after(last) or not names & set(line.said.get("workbooks") or ()):
            continue
        for each in line.said.get("changes") or ():
            if each.get("workbook") not in names:
                continue
            table, column = str(each.get("table")), each.get("column")
            was = {column: each.get("from")} if column else each.get("deleted")
            now = {column: each.get("to")} if column else each.get("added")
            for cells, more in ((was, -1), (now, 1)):
                for key, value in (cells or {}).items():
                    if isinstance(value, str):
                        found[table, str(key), value] += more
    return found


def _is_since(grid: Grid, index: int, days: Sequence[str], day: str) -> bool:
    cell = grid.cell(index, days[0]) if days else None
    return not isinstance(cell, date) or cell.isoformat()[:10] >= day


def void_names(root: Path, files: Iterable[object]) -> Iterator[str]:
    """Yield the documents of a press that are numbered and still there."""
    for name in files:
        path = root / str(name)
        if path.is_file() and NUMBERED.search(path.stem):
            yield str(name)
