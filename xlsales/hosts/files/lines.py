"""The journal's lines of a save: what people had typed before, then one a press.

They are in the journal of whoever pressed; what was typed in that of the first press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlsales.core.office import BookInfo
from xlsales.core.row import Book
from xlsales.hosts.files.noticing import Typed, as_told
from xlsales.hosts.files.recording import Recording
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.files.task import Task
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.office.saving import journal
from xlsales.office.saving.commit import Lines
from xlsales.office.saving.journal import Head
from xlsales.office.saving.known import Known


class Writing:
    """What a save adds to the journals."""

    def __init__(
        self,
        source: FolderSource,
        infos: Mapping[Book, BookInfo],
        task: Task,
        files: Sequence[str],
        typed: Sequence[Typed],
        recording: Recording,
    ) -> None:
        """Take the workbooks by what is known of them; ``files`` are the documents saved."""
        self._source = source
        self._infos = infos
        self._task = task
        self._files = files
        self._typed = typed
        self._recording = recording

    def lines(
        self, remembered: Known, sums: Mapping[str, str]
    ) -> tuple[list[Lines], dict[str, Head]]:
        """Return the journals' new lines, each journal's together, and their heads.

        ``sums`` are the hashes of the records that the save writes. Besides what was done a line
        says what is needed to tell what was before it: ``moved``, where workbooks lay that were
        moved or renamed since the line before; ``were``, what those were that got another owner;
        ``given_were``, what the records held, where that differs.
        """
        texts: dict[str, str] = {}
        moved = dict(self._moved(remembered))
        first_of_all: dict[str, object] = {"moved": moved} if moved else {}
        heads: dict[str, Head] = {}
        hidden, entries = self._source.hidden, self._task.entries
        for entry in entries:
            name = journal.name_of(entry.user)
            if name not in heads:
                found = journal.head(journal.path_of(hidden, name))
                other = remembered.heads.get(name, journal.START)
                # A line cut off since must not be forgotten by writing on in its place.
                heads[name] = other if other.count >= found.count else found
            others = {n: h.count for n, h in remembered.heads.items() if n != name}
            since = {"since": others} if others else {}
            first = self._typed if entry is entries[0] else ()
            before = noted_by(entry, name, heads[name].count + len(first) + 1)
            for typed in first:
                text, heads[name] = journal.written(
                    heads[name], {**_typed_line(typed, entry, before), **since, **first_of_all}
                )
                texts[name] = texts.get(name, "") + text
                first_of_all = {}
            line = self._line(entry) | since | first_of_all
            first_of_all = {}
            if entry is entries[-1]:
                line |= self._former()
            if sums and entry is entries[-1]:
                line["given"] = dict(sums)
                line["given_were"] = self._recording.before()
                if remembered.given is None:
                    line["adopted"] = sorted(sums)
            text, heads[name] = journal.written(heads[name], line)
            texts[name] = texts.get(name, "") + text
        return [self._appended(journal.path_of(hidden, name), texts[name]) for name in texts], heads

    def _moved(self, remembered: Known) -> Iterator[tuple[str, str]]:
        """Yield where workbooks lay that were moved or renamed since, with where they lie."""
        for book, info in self._infos.items():
            kept = remembered.workbooks.get(self._recording.was(book))
            if kept is not None and kept.path != info.path:
                yield kept.path, info.path

    def _former(self) -> dict[str, object]:
        """Return what workbooks were, by path, that have another owner after the press."""
        infos, recording = self._infos, self._recording
        were = {infos[book].path: list(recording.was(book)) for book in recording.turning}
        return {"were": were} if were else {}

    def _appended(self, path: Path, text: str) -> Lines:
        size = path.stat().st_size if path.exists() else 0
        return Lines(path.relative_to(self._source.root).as_posix(), size, text)

    def _line(self, entry: Entry) -> dict[str, object]:
        infos, restoring = self._infos, self._task.restoring
        return {
            "time": entry.moment.isoformat(timespec="seconds"),
            "user": entry.user,
            "button": entry.button,
            "workbooks": [self._source.name_of(book, infos) for book in entry.touched],
            "changes": [
                {
                    "workbook": infos[change.book].path,
                    "table": change.table,
                    "row": change.row,
                    **({"key": change.key} if change.key else {}),
                    **_of(change, follower),
                    **({"header": True} if change.is_header else {}),
                    "column": change.column,
                    "from": journal.as_json(change.was),
                    "to": journal.as_json(change.now),
                }
                for change, follower in zip(entry.changes, (*entry.changes[1:], None), strict=False)
            ],
            "files": list(self._files if entry.files is None else entry.files),
            **({"numbers": dict(entry.numbers)} if entry.numbers else {}),
            **entry.said,
            **({"renamed": dict(restoring.renames)} if restoring else {}),
        }

    @property
    def numbers(self) -> dict[str, int]:
        """The last numbers that the presses gave, by stem."""
        given: dict[str, int] = {}
        for entry in self._task.entries:
            for stem, count in entry.numbers.items():
                given[stem] = max(count, given.get(stem, 0))
        return given


def _of(change: Change, follower: Change | None) -> dict[str, object]:
    """Return what a row shows where no key tells which it is, once for cells that changed at once."""
    if change.of is None or (follower is not None and follower.of is change.of):
        return {}
    return {"of": as_told(dict(change.of))}


def noted_by(entry: Entry, name: str, number: int) -> Mapping[str, object]:
    """Say which press it was: its line in a journal, and when."""
    return {"journal": name, "n": number, "time": entry.moment.isoformat(timespec="seconds")}


def _typed_line(typed: Typed, entry: Entry, before: Mapping[str, object]) -> dict[str, object]:
    """Return the line of what was typed; ``before``: the press that found it."""
    return {
        "time": entry.moment.isoformat(timespec="seconds"),
        "user": typed.said.by,
        "button": journal.TYPED,
        "workbooks": [typed.path],
        "changes": list(typed.changes or ()),
        "files": [],
        **({journal.LOST: str(typed.was.noted.get("time", ""))} if typed.changes is None else {}),
        "found_by": entry.user,
        "saved": {"by": typed.said.by, "at": typed.said.at, "program": typed.said.program},
        "between": [dict(typed.was.noted), dict(before)],
        "contents": [typed.was.content, typed.content],
    }
