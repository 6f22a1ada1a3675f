"""*Journal*: what was done by whom, and whether the record of it is whole (flow.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply, ReplyRow, types_of
from xlsales.core.words import Words
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import backups, given, journal
from xlsales.office.saving.journal import Head, Lines


class JournalArgs(Arguments):
    """What *Journal* asks for."""

    verify: Annotated[
        bool,
        Ask(
            "核对",
            "Verify",
            "核对操作记录是否完整、未被改动",
            "check that no line was removed, edited or cut off",
        ),
    ] = False


@dataclass(frozen=True, kw_only=True)
class JournalEntry(ReplyRow):
    """A press as its line of the journal has it; ``changes`` counts the cells that it changed."""

    time: str | None
    user: str | None
    button: str | None
    workbooks: Sequence[str] | None
    changes: int
    files: Sequence[str] | None


@dataclass(frozen=True, kw_only=True)
class Journal(Reply):
    """All presses, the newest last; ``whole`` is None unless that was asked for."""

    entries: tuple[JournalEntry, ...]
    whole: bool | None


def history(
    host: OfficeHost, call: Call[JournalArgs]
) -> tuple[Outcome[Journal], tuple[Change, ...]]:
    """List the journals of all people and machines together."""
    found = {lines.name: lines for lines in journal.read(host.root / HIDDEN)}
    entries = sorted(
        (
            (str(line.get("time")), lines.name, number, line)
            for lines in found.values()
            for number, line in enumerate(lines.lines)
        ),
        key=lambda entry: entry[:3],
    )
    listed = tuple(_entry(line) for _, _, _, line in entries)
    problems = tuple(_problems(host, found)) if call.args.verify else ()
    outcome = Outcome(
        Journal(entries=listed, whole=not problems if call.args.verify else None),
        notes=problems,
        refused=bool(problems),
        read=len(listed),
    )
    return outcome, ()


def _entry(line: Mapping[str, Any]) -> JournalEntry:
    said: dict[str, Any] = {key: line.get(key) for key in types_of(JournalEntry)}
    changes = said["changes"]
    said["changes"] = len(changes) if isinstance(changes, list) else 0
    return JournalEntry(**said)


def _problems(host: OfficeHost, found: Mapping[str, Lines]) -> Iterator[Words]:
    """Yield what is wrong with the journals: in themselves, then against what others know."""
    for lines in found.values():
        yield from lines.problems
    yield from given.problems(host.root / HIDDEN, host.source.known.given or {})
    seen: set[Words] = set()
    for name, known, where in _heads(host):
        problem = journal.against(found, name, known, where)
        if problem is not None and problem not in seen:
            seen.add(problem)
            yield problem


def _heads(host: OfficeHost) -> Iterator[tuple[str, Head, Words]]:
    """Yield every head that is kept outside the journal: journal, head, who knows it."""
    for name, head in host.source.known.heads.items():
        yield name, head, Words(".xlsales/last.json", ".xlsales/last.json")
    for info in host.cells.infos.values():
        for name, head in journal.heads_in(info.properties).items():
            yield name, head, Words(info.path, info.path)
    place = host.root / HIDDEN / "backups"
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        for backup in backups.backups(folder):
            said = Words(
                f"备份 {folder.name}/{backup.path.name}", f"backup {folder.name}/{backup.path.name}"
            )
            for name, head in backup.heads.items():
                yield name, head, said
