"""What is to be saved together, besides the cells that changed; all that goes into a workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xlsales.core.row import Book
from xlsales.flow.facts.numbering import PROPERTY
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.opened import OpenPress
from xlsales.hosts.files.source import OWNER, FolderSource, ours
from xlsales.hosts.saver import Entry
from xlsales.office.editing import BookChange
from xlsales.office.saving import backups, given


@dataclass(frozen=True)
class Restoring:
    """An *Undo*: which backup takes the workbook's place, and which documents get other names.

    ``contents``: what documents hold under their new names; others keep what they hold.
    """

    book: Book
    backup: backups.Backup
    renames: Mapping[str, str]
    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One save of all workbooks that changed, with documents and lines for the journal.

    ``keep`` backups of each workbook stay. ``documents`` by path within the office; one whose name
    is taken is not overwritten, unless it is among ``replacing`` and was not approved: its file
    gets `` (2)`` and so on. ``opened`` is the one workbook that is not a closed file; ``forgets``
    are those that are gone and not missed any more. ``moves``: copies that were merged, with where
    they lie from then on.
    """

    keep: int
    entries: Sequence[Entry] = ()
    documents: Mapping[str, bytes] = field(default_factory=dict)
    replacing: Collection[str] = ()
    restoring: Restoring | None = None
    opened: OpenPress | None = None
    forgets: Collection[Book] = ()
    moves: Mapping[str, str] = field(default_factory=dict)


def whole_change(
    cells: Cells, source: FolderSource, book: Book, extra: Mapping[str, str]
) -> BookChange:
    """Return all that is to change in a workbook, ``extra`` properties included."""
    change = cells.changes[book]
    for table in change.cells:
        change.last_rows[table] = cells.sheets[book, table].last_row
    kept = {**cells.infos[book].properties, **extra, given.PROPERTY: "1"}
    for stem, count in source.known.numbers.items():
        if PROPERTY + stem in kept:  # a workbook put back must not fall behind
            kept[PROPERTY + stem] = str(max(count, _number(kept[PROPERTY + stem])))
    change.properties = {**change.properties, **ours(kept)}
    if book in cells.owned:
        change.properties[OWNER] = book.owner
    return change


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
