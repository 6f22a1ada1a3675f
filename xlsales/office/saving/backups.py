"""Backups: what a workbook was before each press that changed it, and the way back through them.

``.xlsales/backups/<workbook>/000012.xlsx``, named for what the workbook is and not for its file,
so that it is found again after the file was renamed or moved, and two files of one name in two
folders have a folder each. ``000012.json`` beside it says of the press: who, when, which button,
its documents, the workbook's SHA-256 before and after, the cells it wrote where they are few, and
the heads of the journals;
``000012.given.json`` is the record of its given cells as it was then.

``.xlsales/newest/<workbook>/000012.xlsx`` is what the workbook was after its last press: the newest
content that the office has, should the workbook get lost or be put back to an older one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.files import file_name, workbook_path
from xlsales.office.saving import journal, keeping
from xlsales.office.saving.journal import Head


@dataclass(frozen=True)
class Backup:
    """A workbook as it was before a press; ``said`` tells of that press."""

    number: int
    path: Path
    said: Mapping[str, Any]

    @property
    def restored(self) -> int | None:
        """The backup that the press put back, if it was an *Undo*."""
        found = self.said.get("restored")
        return found if isinstance(found, int) else None

    @property
    def heads(self) -> Mapping[str, Head]:
        """The heads of the journals after the press."""
        found = self.said.get("heads")
        texts = found if isinstance(found, dict) else {}
        return {
            str(name): head for name, text in texts.items() if (head := journal.head_of(str(text)))
        }


def folder_of(hidden: Path, book: Book) -> Path:
    """Return the folder of a workbook's backups."""
    name = Path(workbook_path(book, Lang.ZH)).stem
    if file_name(book.owner) != book.owner and book.owner:
        # two names may differ in what a file name cannot hold
        name += "~" + hashlib.sha256(book.owner.encode()).hexdigest()[:6]
    return hidden / "backups" / name


def backups(folder: Path) -> list[Backup]:
    """Return the backups in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    found = [
        Backup(int(path.stem), path, _said(path.with_suffix(".json")))
        for path in folder.iterdir()
        if path.suffix != ".json" and path.stem.isdecimal()
    ]
    return sorted(found, key=lambda backup: backup.number)


def last(folder: Path) -> Backup | None:
    """Return the newest backup in a folder, without the others being looked at."""
    if not folder.is_dir():
        return None
    there = (path for path in folder.iterdir() if path.suffix != ".json" and path.stem.isdecimal())
    newest = max(there, key=lambda path: int(path.stem), default=None)
    if newest is None:
        return None
    return Backup(int(newest.stem), newest, _said(newest.with_suffix(".json")))


def _said(path: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def record_of(backup: Path) -> Path:
    """Return where the record of given cells as of a backup is kept, if there was one."""
    return backup.with_name(f"{backup.stem}.given.json")


def after(path: Path) -> Path:
    """Return where the content after a press lies, by the backup of the one before it."""
    folder = path.parent
    return folder.parents[1] / "newest" / folder.name / path.name


def is_newest(path: Path) -> bool:
    """Return whether a kept file is what its workbook was after its last press."""
    return path.parents[1].name == "newest"


def newest(folder: Path) -> Backup | None:
    """Return a workbook's newest content, that after its last press; None if it was not kept.

    It has the number of the backup that the next press will make, since it is what the workbook
    was before that.
    """
    found = backups(folder)
    path = after(found[-1].path) if found else None
    if path is None or keeping.digest(path) != found[-1].said.get("after"):
        return None
    return Backup(found[-1].number + 1, path, {})


def step_back(found: Sequence[Backup]) -> tuple[Backup | None, bool]:
    """Return the backup that *Undo* puts back: one press before what the workbook is now.

    After an *Undo* the workbook is what it was before the press undone, so the next *Undo* goes
    on from there. The second value tells whether somebody changed the workbook between the press
    to be undone and the one after it: that too would be lost.
    """
    by_number = {backup.number: backup for backup in found}
    at = found[-1].number if found else 0
    between = False
    while (event := by_number.get(at)) is not None:
        follower = by_number.get(at + 1)
        put_forward = follower is not None and follower.restored == follower.number
        # what *Forward* put away was older, no work after this press
        if (
            follower is not None
            and not put_forward
            and follower.said.get("before") != event.said.get("after")
        ):
            between = True
        if event.restored is None:
            break
        at = event.restored - 1
    return event, between


def step_forward(found: Sequence[Backup]) -> Backup | None:
    """Return the backup that takes the last *Undo* back; None if a press came after it."""
    return found[-1] if found and found[-1].restored is not None else None
