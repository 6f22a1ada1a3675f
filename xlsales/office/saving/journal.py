"""The journal: who pressed what, when, and which cells changed (flow.md, *Every macro*).

One file a person and machine under ``.xlsales/journal``; every line carries the hash of the one
before, so that a removed or edited line shows. The last line's number and hash, the *head*, is
also kept in the workbooks' properties, beside the backups and in ``.xlsales/last.json``, so that
lines cut off at the end show too. Append-only.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cmp_to_key
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from xlsales.core import journalled
from xlsales.core.exact import decimal_of, plain
from xlsales.core.words import Words
from xlsales.forms.files import file_name

Named: TypeAlias = tuple[str, Mapping[str, Any]]
"""A line with the name of its journal."""
TYPED, LOST, ROWS = journalled.TYPED, journalled.LOST, journalled.ROWS
_PLACES = 20
"""Decimals of a number: all that a spreadsheet has, which are 15 digits."""
UNSAVED = "unsaved"
"""Says in a line which workbooks' files do not hold its changes, or held them not by it."""
BROUGHT = "brought"
"""Says in a line what such files differ in, row by row, from when they held what was before."""
UNTOLD = "untold"
"""Says in a line which workbooks were changed by more than the lines tell."""
TYPED_WORDS = Words("手工填写", "Typed")
PROPERTY = "xlsales.journal."
"""Where a workbook keeps a journal's head: ``xlsales.journal.张三@PC-7`` = ``12:<hash>``."""


@dataclass(frozen=True)
class Head:
    """A journal's last line: how many lines there are, and its hash."""

    count: int
    hash: str

    def __str__(self) -> str:
        """Write it as a property holds it."""
        return f"{self.count}:{self.hash}"


START = Head(0, "0" * 64)
"""Before the first line."""


def head_of(text: str) -> Head | None:
    """Return the head that a property holds, or None if it is none."""
    count, colon, digest = text.partition(":")
    return Head(int(count), digest) if colon and count.isdecimal() else None


def heads_in(properties: Mapping[str, str]) -> dict[str, Head]:
    """Return the heads that a workbook's properties hold, by the journals' names."""
    return {
        key.removeprefix(PROPERTY): head
        for key, text in properties.items()
        if key.startswith(PROPERTY) and (head := head_of(text))
    }


def as_json(value: object) -> object:
    """Return a cell's value as JSON holds it: numbers in plain notation, dates in ISO."""
    if value is None or isinstance(value, bool | str):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    from decimal import Decimal

    if isinstance(value, int | float | Decimal):
        return plain(decimal_of(value), _PLACES)
    return str(value)


def chained(previous: str, line: Mapping[str, object]) -> str:
    """Return the hash of a line that follows ``previous``."""
    body = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def name_of(user: str) -> str:
    """Return the name of a person's journal on this machine: ``张三@PC-7``."""
    return f"{file_name(user or '-')}@{file_name(socket.gethostname())}"


def path_of(folder: Path, name: str) -> Path:
    """Return the file of a journal within ``.xlsales``."""
    return folder / "journal" / f"{name}.jsonl"


def written(previous: Head, line: Mapping[str, object]) -> tuple[str, Head]:
    """Return a line as the file holds it after ``previous``, and the new head."""
    full = {"n": previous.count + 1, **line, "before": previous.hash}
    digest = chained(previous.hash, full)
    text = json.dumps({**full, "hash": digest}, ensure_ascii=False, separators=(",", ":"))
    return text + "\n", Head(previous.count + 1, digest)


def append(path: Path, size: int, text: str) -> None:
    """Append lines to a journal that had ``size`` bytes, flushed to the disk.

    Lines that an interrupted command had begun to write are finished, not written twice.
    """
    data = text.encode()
    with path.open("r+b" if path.exists() else "x+b") as file:
        if _ours(file, size, len(data)) == data:
            return
        file.seek(0, os.SEEK_END)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def take_back(path: Path, size: int, text: str) -> None:
    """Take lines away again that a command which failed had appended."""
    data = text.encode()
    if not path.exists():
        return
    with path.open("r+b") as file:
        if _ours(file, size, len(data)) == data and file.seek(0, os.SEEK_END) == size + len(data):
            file.truncate(size)
        file.flush()
        os.fsync(file.fileno())


def _ours(file: BinaryIO, size: int, length: int) -> bytes:
    """Return what stands where a press wrote ``length`` bytes; cut off what is only begun.

    The press had the lock and nobody wrote since, so a shorter tail is its own, whatever a disk
    made of it when the power failed.
    """
    end = file.seek(0, os.SEEK_END)
    if size < end < size + length:
        file.truncate(size)
        return b""
    file.seek(size)
    return file.read(length)


def head(path: Path) -> Head:
    """Return a journal's head by its last line; the start if there is none to be read."""
    if not path.exists():
        return START
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        end = file.tell()
        step, tail = 4096, b""
        # The last line may be long: read back until its beginning is there.
        while end and tail.count(b"\n") < 2:
            start = max(0, end - step)
            file.seek(start)
            tail = file.read(end - start) + tail
            end, step = start, step * 2
    last = tail.rstrip(b"\n").rsplit(b"\n", 1)[-1]
    try:
        found = json.loads(last)
        return Head(int(found["n"]), str(found["hash"]))
    except (ValueError, KeyError, TypeError):
        return START  # damaged: what is known elsewhere counts, and verifying shows it


@dataclass(frozen=True)
class Lines:
    """A journal as it was read: its lines, and what is wrong with it by itself."""

    name: str
    lines: tuple[Mapping[str, object], ...]
    hashes: tuple[str, ...]
    problems: tuple[Words, ...]


def read(folder: Path) -> Iterator[Lines]:
    """Read every journal of an office, in the order of their names."""
    for path in sorted((folder / "journal").glob("*.jsonl")):
        yield _read(path)


def lines_with(folder: Path, texts: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the lines of all journals in which one of some texts stands, by the journals' names.

    Without looking whether they are whole: that is *Verify*'s, and takes longer.
    """
    wanted = [json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in texts]
    for path in sorted((folder / "journal").glob("*.jsonl")):
        for raw in path.read_bytes().splitlines():
            if any(text in raw for text in wanted):
                with suppress(ValueError):
                    line = json.loads(raw)
                    if isinstance(line, dict):
                        yield path.stem, line


def newest_first(lines: Iterable[Named]) -> list[Named]:
    """Order lines by what each knew of the others, where they do not say it by the clocks."""
    return sorted(lines, key=cmp_to_key(order), reverse=True)


def order(one: Named, other: Named) -> int:
    """Return -1 where one line was written before another, 1 where it was after it."""
    if _knows(other, one):
        return -1
    if _knows(one, other):
        return 1
    times = str(one[1].get("time")), str(other[1].get("time"))
    return (times[0] > times[1]) - (times[0] < times[1])


def _knows(one: Named, other: Named) -> bool:
    """Whether a line was written when another was there."""
    (name, line), (journal_of, earlier) = one, other
    number = int(earlier.get("n") or 0)
    if name == journal_of:
        return int(line.get("n") or 0) > number
    return int((line.get("since") or {}).get(journal_of, 0)) >= number


def _read(path: Path) -> Lines:
    name = path.stem
    lines: list[Mapping[str, object]] = []
    hashes: list[str] = []
    problems: list[Words] = []
    previous = START.hash
    data = path.read_bytes()
    for number, raw in enumerate(data.splitlines(), 1):
        where = Words(f"操作记录 {name} 第 {number} 行", f"Journal {name}, line {number}")
        try:
            line = json.loads(raw)
            body = {key: value for key, value in line.items() if key != "hash"}
            stated, before, count = str(line["hash"]), line["before"], line["n"]
        except (ValueError, KeyError, AttributeError):
            problems.append(Words(f"{where.zh}无法读取。", f"{where.en}: cannot be read."))
            continue
        if chained(str(before), body) != stated:
            problems.append(Words(f"{where.zh}被改动过。", f"{where.en}: was edited."))
        elif before != previous or count != len(hashes) + 1:
            problems.append(
                Words(
                    f"{where.zh}与上一行不衔接，之前有记录被删除或改动。",
                    f"{where.en}: does not follow the line before; something there was removed.",
                )
            )
        lines.append(body)
        hashes.append(stated)
        previous = stated
    if data and not data.endswith(b"\n"):
        problems.append(
            Words(f"操作记录 {name} 的末行不完整。", f"Journal {name}: its last line is cut off.")
        )
    return Lines(name, tuple(lines), tuple(hashes), tuple(problems))


def against(journals: Mapping[str, Lines], name: str, known: Head, where: Words) -> Words | None:
    """Return what is wrong when ``where`` knows a journal's head, or None if it agrees."""
    found = journals.get(name)
    count = len(found.hashes) if found else 0
    if known.count > count:
        return Words(
            f"操作记录 {name} 只有 {count} 行，{where.zh}记载为 {known.count} 行：末尾的记录被删除。",
            f"Journal {name} has {count} lines, but {where.en} knows of {known.count}: "
            "lines were removed at its end.",
        )
    assert found is not None or not known.count
    if found and known.count and found.hashes[known.count - 1] != known.hash:
        return Words(
            f"操作记录 {name} 第 {known.count} 行与{where.zh}记载的不同：记录被改写。",
            f"Journal {name}, line {known.count} is not the one that {where.en} knows: "
            "it was rewritten.",
        )
    return None
