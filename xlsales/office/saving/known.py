"""What the office remembers outside its workbooks: numbers given, heads of journals, workbooks.

``.xlsales/last.json`` repeats what the workbooks' properties and the journal hold, so that a
number is never given twice though a workbook was put back to an older state, so that a journal's
cut-off end shows even where no workbook was saved with it, and so that a workbook which is gone or
was put back to an older content is missed (memory.md, *Older contents*).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlsales.core.row import Book
from xlsales.forms.choices import Kind
from xlsales.office.packages.package import identify
from xlsales.office.saving import backups, journal, keeping
from xlsales.office.saving.journal import START, Head
from xlsales.office.unusable import Unusable

FILE = "last.json"
BLANK = "blank"
"""In place of a content's hash: the workbook was made and nobody had typed yet."""
LOST = "lost"
"""In place of a content's hash: what was noted cannot be told any more."""
FILLED = frozenset({Kind.MASTERS, Kind.MANAGEMENT})
"""Kinds whose new workbooks hold rows: their history begins with the first press."""


@dataclass(frozen=True)
class Kept:
    """A workbook as a press last saw it: its path in the office, the journals' heads in it."""

    path: str
    heads: Mapping[str, Head] = field(default_factory=dict)
    content: str = ""
    """The SHA-256 of the newest content whose typing the journal tells; "" where none was noted."""
    noted: Mapping[str, object] = field(default_factory=dict)
    """The press that noted it: ``journal``, ``n``, ``time``."""
    since: str = ""
    """When that began: the time of the press that first read or made it."""
    unsaved: Sequence[Sequence[object]] = ()
    """Cells that presses changed since, which its program was left to save: table, key (without
    one the sheet row), column, what they hold as the journal says it."""

    def is_after(self, heads: Mapping[str, Head]) -> bool:
        """Return whether a content with these heads is older: presses that it had are not in it.

        Heads that go further are no older ones: an open workbook may have been saved since.
        """
        return any(heads.get(name, START).count < head.count for name, head in self.heads.items())


@dataclass(frozen=True)
class Known:
    """Last numbers by stem (``CL-202611-ZS`` → 7), journals' heads by name, workbooks."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    given: Mapping[str, str] | None = None
    """Hashes of the records of given cells; None in an office that is older than those."""
    workbooks: Mapping[Book, Kept] = field(default_factory=dict)

    def with_numbers(self, numbers: Mapping[str, int]) -> Known:
        """Return it with numbers raised, never lowered."""
        return replace(self, numbers=highest(self.numbers, numbers))

    def with_heads(self, heads: Mapping[str, Head]) -> Known:
        """Return it with later heads."""
        return replace(self, heads={**self.heads, **heads})

    def with_given(self, given: Mapping[str, str]) -> Known:
        """Return it with the hashes of records as a press left them."""
        return replace(self, given={**(self.given or {}), **given}) if given else self

    def with_workbooks(self, kept: Mapping[Book, Kept], without: Collection[Book] = ()) -> Known:
        """Return it with workbooks as they are now; those ``without`` are not missed any more."""
        workbooks = {**self.workbooks, **kept}
        return replace(self, workbooks={b: k for b, k in workbooks.items() if b not in without})

    def text(self) -> bytes:
        """Return it as the file holds it."""
        held: dict[str, object] = {
            "numbers": dict(sorted(self.numbers.items())),
            "heads": _texts(self.heads),
            "workbooks": [
                {**book._asdict(), "path": kept.path, "heads": _texts(kept.heads), **_said(kept)}
                for book, kept in sorted(self.workbooks.items(), key=lambda item: item[0])
            ],
        }
        if self.given is not None:
            held["given"] = dict(sorted(self.given.items()))
        return json.dumps(held, ensure_ascii=False, indent=0).encode()


def _said(kept: Kept) -> dict[str, object]:
    said: dict[str, object] = {"content": kept.content, "noted": kept.noted, "since": kept.since}
    said["unsaved"] = kept.unsaved
    return {name: held for name, held in said.items() if held}


def _texts(heads: Mapping[str, Head]) -> dict[str, str]:
    return {name: str(head) for name, head in sorted(heads.items())}


def _heads(texts: Mapping[str, object]) -> dict[str, Head]:
    return {str(name): head for name, text in texts.items() if (head := journal.head_of(str(text)))}


def highest(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Return the higher number of each stem."""
    return {stem: max(one.get(stem, 0), other.get(stem, 0)) for stem in {*one, *other}}


def known(folder: Path) -> Known:
    """Read what an office remembers.

    If that is lost, the numbers are gathered from the journals, and the workbooks from their
    backups; so are the workbooks of an office that did not note them yet.
    """
    try:
        held = json.loads((folder / FILE).read_bytes())
        workbooks = held.get("workbooks")
        return Known(
            {str(stem): int(count) for stem, count in held["numbers"].items()},
            _heads(held["heads"]),
            workbooks=_backed_up(folder)
            if workbooks is None
            else {
                Book(each["kind"], each["owner"], each["year"]): Kept(
                    str(each["path"]),
                    _heads(each["heads"]),
                    str(each.get("content", "")),
                    dict(each.get("noted", {})),
                    str(each.get("since", "")),
                    list(each.get("unsaved", ())),
                )
                for each in workbooks
            },
            given={str(name): str(text) for name, text in held["given"].items()}
            if "given" in held
            else None,
        )
    except FileNotFoundError:
        pass
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # damaged: as good as lost
    numbers: dict[str, int] = {}
    records: dict[str, str] | None = None
    for found in journal.read(folder):
        for line in found.lines:
            given = line.get("numbers")
            if isinstance(given, dict):
                numbers = highest(numbers, {k: int(v) for k, v in given.items()})
            if isinstance(line.get("given"), dict):
                records = {}  # which hash came last the journals of several people do not say
    return Known(numbers, given=records, workbooks=_backed_up(folder))


def _backed_up(hidden: Path) -> dict[Book, Kept]:
    """Return the workbooks that were pressed once, by the newest backup of each."""
    found: dict[Book, Kept] = {}
    place = hidden / "backups"
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        heads: dict[str, Head] = {}
        there = backups.backups(folder)
        content = str(there[-1].said.get("after") or "") if there else ""
        for backup in reversed(there):
            heads = {**backup.heads, **heads}
            try:
                identity = identify(backup.path)
            except Unusable:
                continue  # what was damaged is kept too
            if identity is not None and "workbook" in backup.said:
                whole = {**journal.heads_in(identity.properties), **heads}
                found[identity.book] = Kept(str(backup.said["workbook"]), whole, content)
                break
    return found


def remember(hidden: Path, made: Mapping[Book, str]) -> None:
    """Note new workbooks by their paths, so that they are missed from now on, and as blank.

    The office's lock must be held, unless nobody can know of the office yet.
    """
    kept = {
        book: Kept(path, content="" if book.kind in FILLED else BLANK)
        for book, path in made.items()
    }
    after = known(hidden).with_workbooks(kept)
    part = keeping.beside(hidden / FILE)
    keeping.put(part, after.text())
    keeping.settle(part, hidden / FILE)
    keeping.flush_folder(hidden)
