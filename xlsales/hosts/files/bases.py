"""What a copy and the office's own come from: the base of a merge (memory.md, *Copies come home*)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.merging import differing
from xlsales.hosts.files.copies import States, states, states_in
from xlsales.hosts.files.source import FolderSource
from xlsales.office.packages.package import identify
from xlsales.office.saving import backups, journal, keeping
from xlsales.office.saving.journal import START, Head
from xlsales.office.unusable import Unusable


@dataclass(frozen=True)
class Base:
    """A kept content: where it lies in the office, and what it holds.

    ``earlier`` is what the last press before it left. People typed between the two, and nothing
    tells whether the copy was made before that or after it.
    """

    name: str
    tables: States
    earlier: States


@dataclass(frozen=True)
class _Kept:
    """A kept content: its hash and heads, when it was kept, what it holds."""

    content: str
    path: Path
    at: float
    heads: Mapping[str, Head]
    tables: States

    @property
    def turn(self) -> tuple[bool, float]:
        """Where it stands among those of the same presses: what a press left came first."""
        return not backups.is_newest(self.path), self.at


def base_of(
    source: FolderSource, book: Book, copy: States, heads: Mapping[str, Head], lang: Lang
) -> Base | None:
    """Return the kept content that a copy with these heads comes from; None where none is kept.

    Of those whose presses the copy knows, all of them, it is the one that differs from the copy in
    the fewest cells, then the newest; of those between the same two presses the first.
    """
    found = list(_kept(source, book, heads, lang))
    if not found:
        return None
    now = keeping.digest(source.folder.books[book].path)

    def rank(kept: _Kept) -> tuple[int, int, bool, tuple[bool, float]]:
        tables = kept.tables.items()
        count = sum(differing(table, copy[name]) for name, table in tables if name in copy)
        presses = sum(head.count for head in kept.heads.values())
        return count, -presses, kept.content == now, kept.turn

    best = min(found, key=rank)
    first = min((kept for kept in found if kept.heads == best.heads), key=lambda kept: kept.turn)
    return Base(source.folder.relative(best.path), best.tables, first.tables)


def _kept(
    source: FolderSource, book: Book, heads: Mapping[str, Head], lang: Lang
) -> Iterator[_Kept]:
    """Yield the contents whose presses are all known."""
    folder, seen = backups.folder_of(source.hidden, book), set[str]()
    for place in (backups.after(folder / "x").parent, folder):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            content = None if path.suffix == ".json" else keeping.digest(path)
            if content is None or content in seen:
                continue
            seen.add(content)
            try:
                identity = identify(path)
                if identity is None or identity.book != book:
                    continue
                mine = journal.heads_in(identity.properties)
                if is_known(mine, heads):
                    tables = states_in(path, book, identity.lang)
                    yield _Kept(content, path, path.stat().st_mtime, mine, tables)
            except Unusable:
                continue  # what was damaged is kept, too
    for entry in source.store.held():
        if entry.is_of_now and entry.content not in seen:
            stored = source.store.get(entry.content, book)
            if stored is not None and stored.lang == lang and is_known(stored.heads, heads):
                yield _Kept(entry.content, entry.path, entry.at, stored.heads, states(stored.grids))


def is_known(mine: Mapping[str, Head], heads: Mapping[str, Head]) -> bool:
    """Return whether a content with ``heads`` knows all presses of another."""
    return all(
        (there := heads.get(name, START)).count > head.count or there == head
        for name, head in mine.items()
    )
