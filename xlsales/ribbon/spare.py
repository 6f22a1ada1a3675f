"""A Python that has done its imports before the click: it waits for one click, serves it and ends.

The add-in starts it, keeps the other end of its standard input, and writes there one line, the
click as JSON: ``{"pipe": NAME, "document": RUNTIMEUID, "button": ID}``. Nothing of xlsales is
imported here, since the code on disk is looked at before any of it is.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeAlias

UNUSED = 0
"""Exit code: the input ended without a click, so LibreOffice is gone."""
NONSENSE = 2
"""Exit code: the line says no click."""
STALE = 3
"""Exit code: the code on disk is another one by now, or the wait was too long; nothing was done."""

LONGEST = 30 * 60.0
"""Seconds after which nobody is waited for any longer."""

_PACKAGE = Path(__file__).parents[1]

Code: TypeAlias = frozenset[tuple[str, int, int]]
"""Files and folders, each with its size and the time of its last change in nanoseconds."""


@dataclass(frozen=True)
class Click:
    """Which button was clicked in which document (RuntimeUID) of the LibreOffice at a pipe."""

    pipe: str
    document: str
    button: str


def stand_by(load: Callable[[], None], longest: float = LONGEST) -> Click | int:
    """Import by ``load`` what a click needs, and wait for it; the click, or an exit code."""
    places = _libraries()
    before = code_on_disk(_PACKAGE, places)
    load()
    os.chdir(_PACKAGE.anchor)  # a folder in which a program is can't be renamed on Windows
    claim = threading.Lock()
    patience = threading.Timer(longest, _give_up, [claim])
    patience.daemon = True
    patience.start()
    line = sys.stdin.buffer.readline()
    if not claim.acquire(blocking=False):
        return STALE
    patience.cancel()
    if not line:
        return UNUSED
    click = _click(line)
    if click is None:
        sys.stderr.write("the line says no click\n")
        return NONSENSE
    return click if code_on_disk(_PACKAGE, places) == before else STALE


def _give_up(claim: threading.Lock) -> None:
    """End this Python, unless its click has come."""
    if claim.acquire(blocking=False):
        os._exit(STALE)


def _click(line: bytes) -> Click | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    names = {field.name for field in fields(Click)}
    if not isinstance(said, dict) or said.keys() != names:
        return None
    return Click(**said) if all(isinstance(text, str) for text in said.values()) else None


def code_on_disk(package: Path, libraries: tuple[Path, ...]) -> Code:
    """Return what tells one state of the code from the next.

    Args:
        package: the folder of a package; each of its modules counts.
        libraries: folders that packages are installed in. Installing, upgrading or removing one
            there changes the folder itself.
    """
    whole = [_state(place) for place in (*libraries, Path(sys.executable))]
    return frozenset((*whole, *_modules(str(package))))


def _state(place: Path) -> tuple[str, int, int]:
    try:
        found = place.stat()
    except OSError:  # removed
        return str(place), -1, -1
    return str(place), found.st_size, found.st_mtime_ns


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    found = entry.stat()
                    yield entry.path, found.st_size, found.st_mtime_ns
                elif entry.name != "__pycache__" and entry.is_dir():
                    yield from _modules(entry.path)
    except OSError:  # it is being replaced: another state in any case
        yield folder, -1, -1


def _libraries() -> tuple[Path, ...]:
    """Return the folders that packages are installed in."""
    names = {"site-packages", "dist-packages"}
    return tuple(path for path in map(Path, sys.path) if path.name in names)
