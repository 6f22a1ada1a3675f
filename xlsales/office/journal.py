"""The journal: who pressed what, when, and which cells changed (flow.md, *Every macro*).

One file a person and machine under ``.xlsales/journal``; every line carries the hash of the one
before, so that a removed or edited line shows. Append-only.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlsales.core.exact import plain
from xlsales.forms.files import file_name

START = "0" * 64
"""The hash before the first line."""


def as_json(value: object) -> object:
    """Return a cell's value as JSON holds it: numbers in plain notation, dates in ISO."""
    if value is None or isinstance(value, bool | str):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    from decimal import Decimal

    if isinstance(value, float):
        return plain(Decimal(repr(value)), 12)
    if isinstance(value, int | Decimal):
        return plain(value, 12)
    return str(value)


def chained(previous: str, line: Mapping[str, object]) -> str:
    """Return the hash of a line that follows ``previous``."""
    body = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def path_of(folder: Path, user: str) -> Path:
    """Return the journal file of a person on this machine."""
    return folder / "journal" / f"{file_name(user or '-')}@{file_name(socket.gethostname())}.jsonl"


def append(
    folder: Path,
    user: str,
    moment: datetime,
    button: str,
    workbooks: Sequence[str],
    changes: Sequence[Mapping[str, object]],
    files: Sequence[str],
) -> tuple[str, int]:
    """Append one line, flushed to the disk; return the new head and the count of lines."""
    path = path_of(folder, user)
    path.parent.mkdir(parents=True, exist_ok=True)
    previous, count = head(path)
    line: dict[str, object] = {
        "n": count + 1,
        "time": moment.isoformat(timespec="seconds"),
        "user": user,
        "button": button,
        "workbooks": list(workbooks),
        "changes": list(changes),
        "files": list(files),
        "before": previous,
    }
    digest = chained(previous, line)
    text = json.dumps({**line, "hash": digest}, ensure_ascii=False, separators=(",", ":"))
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return digest, count + 1


def head(path: Path) -> tuple[str, int]:
    """Return the hash and number of a journal's last line; the start if there is none."""
    if not path.exists():
        return START, 0
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
    if not last:
        return START, 0
    found = json.loads(last)
    return str(found["hash"]), int(found["n"])
