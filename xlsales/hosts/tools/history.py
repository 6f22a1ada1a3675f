"""*Journal*: what was done by whom, and whether the record of it is whole (flow.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply, ReplyRow, types_of
from xlsales.hosts.files import wholeness
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import journal


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
    infos = host.cells.infos.values()
    problems = tuple(wholeness.problems(host.source, infos, found)) if call.args.verify else ()
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
