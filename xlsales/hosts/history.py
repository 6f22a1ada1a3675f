"""*Journal*: what was done by whom, and whether the record of it is whole (flow.md)."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.words import Words
from xlsales.hosts.file import FileHost
from xlsales.hosts.memory import Change
from xlsales.office import backups, given, journal
from xlsales.office.folder import HIDDEN
from xlsales.office.journal import Head, Lines


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


def history(host: FileHost, call: Call[JournalArgs]) -> tuple[Outcome, tuple[Change, ...]]:
    """List the journals of all people and machines together, the newest press last.

    ``changes`` counts the cells that a press changed. ``whole`` is None unless ``verify`` asks
    for it.
    """
    found = {lines.name: lines for lines in journal.read(host.root / HIDDEN)}
    entries = sorted(
        (
            (str(line.get("time")), lines.name, number, line)
            for lines in found.values()
            for number, line in enumerate(lines.lines)
        ),
        key=lambda entry: entry[:3],
    )
    listed = [
        {
            "time": line.get("time"),
            "user": line.get("user"),
            "button": line.get("button"),
            "workbooks": line.get("workbooks"),
            "changes": _count(line.get("changes")),
            "files": line.get("files"),
        }
        for _, _, _, line in entries
    ]
    problems = tuple(_problems(host, found)) if call.args.verify else ()
    outcome = Outcome(
        reply={"entries": listed, "whole": not problems if call.args.verify else None},
        notes=problems,
        refused=bool(problems),
        read=len(listed),
    )
    return outcome, ()


def _count(changes: object) -> int:
    return len(changes) if isinstance(changes, list) else 0


def _problems(host: FileHost, found: Mapping[str, Lines]) -> Iterator[Words]:
    """Yield what is wrong with the journals: in themselves, then against what others know."""
    for lines in found.values():
        yield from lines.problems
    yield from given.problems(host.root / HIDDEN, host.known.given or {})
    seen: set[Words] = set()
    for name, known, where in _heads(host):
        problem = journal.against(found, name, known, where)
        if problem is not None and problem not in seen:
            seen.add(problem)
            yield problem


def _heads(host: FileHost) -> Iterator[tuple[str, Head, Words]]:
    """Yield every head that is kept outside the journal: journal, head, who knows it."""
    for name, head in host.known.heads.items():
        yield name, head, Words(".xlsales/last.json", ".xlsales/last.json")
    for info in host.infos.values():
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
