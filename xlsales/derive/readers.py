"""The version of what reads workbooks, by the sources that it is made of.

What another version read and stored is not used (memory.md, *The store*). It is worked out here and
not while the program runs, since a click would wait for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import xlsales
from xlsales.derive import form_versions
from xlsales.office.store import readers

_ROOMS = ("core", "forms", "office/packages", "office/reading", "office/store")
"""Whatever a reading may come to depend on: the cells, what they mean, how they are kept."""
_CHECKS = ("buttons", "flow", "appraisal", "documents", "hosts/files")
"""Whatever findings and documents may come to depend on besides, given what was read."""


def path() -> Path:
    """Return the module that holds the version."""
    return Path(readers.__file__)


def written() -> bytes:
    """Return that module."""
    calamine = version("python-calamine")
    lines = (
        _HEAD,
        f'VERSION = "{_digest(calamine, *_sources())}"',
        f'CHECKS = "{_digest(*_checks())}"',
        '"""What findings follow from besides: the version of what checks what was read."""',
    )
    return "\n".join((*lines, "")).encode()


_HEAD = '"""The version of what reads workbooks and stores it; made by xlsales.derive."""\n'


def _digest(*parts: str | Path) -> str:
    summed = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part.read_bytes()
        summed.update(data.replace(b"\r\n", b"\n"))
    return summed.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    package = Path(xlsales.__file__).parent
    made = {path(), form_versions.path()}
    for room in _ROOMS:
        yield from (each for each in sorted((package / room).rglob("*.py")) if each not in made)
    yield package / "office" / "references.py"


def _checks() -> Iterator[Path]:
    package = Path(xlsales.__file__).parent
    for room in _CHECKS:
        yield from sorted((package / room).rglob("*.py"))
    yield package / "hosts" / "cells.py"
