"""Whether the journals of an office are whole: in themselves, and against what others know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlsales.core.office import BookInfo
from xlsales.core.words import Words
from xlsales.hosts.files.source import FolderSource
from xlsales.office.saving import backups, given, journal
from xlsales.office.saving.journal import Head, Lines


def problems(
    source: FolderSource, infos: Iterable[BookInfo], found: Mapping[str, Lines]
) -> Iterator[Words]:
    """Yield what is wrong with the journals: in themselves, then against what others know."""
    for lines in found.values():
        yield from lines.problems
    yield from given.problems(source.hidden, source.known.given or {})
    seen: set[Words] = set()
    for name, known, where in _heads(source, infos):
        problem = journal.against(found, name, known, where)
        if problem is not None and problem not in seen:
            seen.add(problem)
            yield problem


def _heads(source: FolderSource, infos: Iterable[BookInfo]) -> Iterator[tuple[str, Head, Words]]:
    """Yield every head that is kept outside the journal: journal, head, who knows it."""
    for name, head in source.known.heads.items():
        yield name, head, Words(".xlsales/last.json", ".xlsales/last.json")
    for info in infos:
        for name, head in journal.heads_in(info.properties).items():
            yield name, head, Words(info.path, info.path)
    place = source.hidden / "backups"
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        for backup in backups.backups(folder):
            said = Words(
                f"备份 {folder.name}/{backup.path.name}", f"backup {folder.name}/{backup.path.name}"
            )
            for name, head in backup.heads.items():
                yield name, head, said
