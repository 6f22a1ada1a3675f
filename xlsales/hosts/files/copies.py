"""What a copy of a workbook holds otherwise than the office's own (memory.md, *Copies come home*).

A copy is read for that alone; it never comes into the store, whose contents are those of the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlsales.core.column import By
from xlsales.core.finding import Finding, Place
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo
from xlsales.core.pairing import Added, Edited, changes
from xlsales.core.row import At, Book
from xlsales.core.words import Lang, Words
from xlsales.forms.rules.workbooks import COPY_SET_ASIDE
from xlsales.forms.states import TableState, paired, state_of
from xlsales.forms.tables import tables_of
from xlsales.hosts.files import stored
from xlsales.office.folder import Folder, Found
from xlsales.office.reading.reader import read_workbook
from xlsales.office.store.store import Store
from xlsales.office.unusable import Unusable

_NAMED = 3
_ALIKE = Words("内容相同", "nothing")

States = Mapping[str, TableState]
"""What a workbook's tables hold, by name; those that macros compute are left out."""


def states_in(path: Path, book: Book, lang: Lang) -> States:
    """Return what the tables of a file hold.

    Raises:
        Unusable: it cannot be read.
    """
    return states(read_workbook(path, book, lang, tables_of(book.kind)))


def states(grids: Iterable[Grid]) -> States:
    """Return what tables hold, as far as each is the one that its name says."""
    return {
        grid.table.name: state_of(grid)
        for grid in grids
        if not grid.table.is_computed and not grid.named
    }


def set_aside(folder: Folder, store: Store, copy: Found) -> Finding:
    """Return what is to be said of a copy: of which workbook, and where they differ."""
    book = copy.identity.book
    mine = folder.books[book]
    facts = {"copy": folder.relative(copy.path), "file": folder.relative(mine.path)}
    try:
        info = BookInfo(facts["file"], mine.identity.lang, mine.identity.properties)
        here = states(grid for grid, _ in stored.tables(store, mine.path, book, info).found)
        there = states_in(copy.path, book, copy.identity.lang)
    except Unusable as trouble:
        differs: tuple[Words, ...] = (trouble.words,)
    else:
        differs = tuple(_differ(here, there)) or (_ALIKE,)
    return Finding(COPY_SET_ASIDE, Place(At(book, 0)), facts={**facts, "differs": differs})


def _differ(here: States, there: States) -> Iterable[Words]:
    """Yield for each table which rows differ, and in how many cells; grey ones do not count."""
    for name, mine in here.items():
        theirs = there.get(name)
        if theirs is None:
            continue
        columns = mine.table.by_key
        rows: dict[Words, int] = {}
        for change in changes(mine, theirs, paired(mine, theirs)):
            if isinstance(change, Edited) and columns[change.column].by is By.MACRO:
                continue
            at = (theirs if isinstance(change, Added) else mine).at[change.row]
            row = Words(change.key, change.key) if change.key else Words(f"第 {at} 行", f"row {at}")
            cells = 1 if isinstance(change, Edited) else len(change.cells)
            rows[row] = rows.get(row, 0) + cells
        if rows:
            yield _told(mine.table.title, list(rows), sum(rows.values()))


def _told(title: Words, rows: Sequence[Words], cells: int) -> Words:
    zh = "、".join(row.zh for row in rows[:_NAMED])
    en = ", ".join(row.en for row in rows[:_NAMED])
    if len(rows) > _NAMED:
        zh, en = f"{zh} 等 {len(rows)} 行", f"{en} … ({len(rows)} rows)"
    return Words(f"{title.zh} {zh}（共 {cells} 格）", f"{title.en} {en} ({cells} cells)")
