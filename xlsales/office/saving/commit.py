"""Saving the files of one press together: all of them, or none (flow.md, *Every macro*).

Whenever the process is killed or a call fails, the office is as before the press or as after it,
or the next command makes it so (:func:`recover`). The order:

1. ``.xlsales/pending/<id>/begun.json`` names the parts that are about to be written.
2. Every new file is written beside its place as ``.NAME.part``, or into the pending folder, and
   flushed; so is a copy of every file that is to be replaced. From here on no more space on the
   disk is needed but for the journal's line.
3. ``ready.json`` says which part takes which name, with the hashes of what is there now and of
   what will be. Once it is there, the press has happened.
4. The numbers given are noted; backups, workbooks and documents take their names, one rename
   each; the journal's line is appended; folders are flushed.
5. ``ready.json`` is removed.

If step 4 fails (a disk, a share, a workbook opened in that moment), ``ready.json`` becomes
``back.json`` and the copies take their places again. Numbers noted stay used.

A workbook that a person has open is saved by their spreadsheet program, between steps 2 and 3.
``open.json`` is put down before that: if it is found later, the press has happened if that
workbook was saved with the property that the press gave it. A program that dies while it writes
the file may leave half of it: then the copy from before the press takes its place.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xlsales.core.words import Words
from xlsales.office.packages.package import opened, properties
from xlsales.office.saving import journal, keeping, known
from xlsales.office.unusable import Unusable

_BEGUN, _OPEN, _READY, _BACK = "begun.json", "open.json", "ready.json", "back.json"
PENDING = "pending"


@dataclass(frozen=True)
class Move:
    """A file that takes its name. Paths are within the office, with ``/``.

    ``was`` and ``now``: SHA-256 of the file in its place before and after, ``was`` None where
    there was none. ``saved``: where the copy of the old one is, first before, then after the
    backups took their names.
    """

    part: str
    final: str
    was: str | None
    now: str
    saved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Lines for a journal that had ``size`` bytes."""

    file: str
    size: int
    text: str


@dataclass(frozen=True)
class Opened:
    """A workbook that is open in a spreadsheet program, and the property that its saving sets.

    ``saved``: where the copy from before is; "" where an earlier version noted none.
    """

    file: str
    name: str
    value: str
    saved: str = ""


@dataclass(frozen=True)
class Plan:
    """What a press does to files, in the order in which it is done.

    ``known`` and ``known_back``: parts of ``last.json`` after the press, and after it failed.
    ``renames`` are files that get another name and keep their content. ``old``: backups to
    remove in the end.
    """

    parts: tuple[str, ...]
    known: str
    known_back: str
    backups: tuple[Move, ...] = ()
    books: tuple[Move, ...] = ()
    renames: tuple[Move, ...] = ()
    papers: tuple[Move, ...] = ()
    journals: tuple[Lines, ...] = ()
    old: tuple[str, ...] = ()
    opened: Opened | None = None

    @classmethod
    def of(cls, held: Any) -> Plan:
        """Make it of what the file holds."""
        moves = {
            key: tuple(Move(**{**move, "saved": tuple(move["saved"])}) for move in held[key])
            for key in ("backups", "books", "renames", "papers")
        }
        return cls(
            tuple(held["parts"]),
            held["known"],
            held["known_back"],
            journals=tuple(Lines(**lines) for lines in held["journals"]),
            old=tuple(held["old"]),
            opened=Opened(**held["opened"]) if held.get("opened") else None,
            **moves,
        )


class _Changed(Exception):
    """A file is not what it was when the press read it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


class Transaction:
    """The files of one press; the office's lock must be held all the while."""

    def __init__(self, root: Path, hidden: Path, place: Path | None = None) -> None:
        """Begin a new one, or take up the one left in ``place``."""
        self.root = root
        self._hidden = hidden
        name = f"{time.time_ns():016x}-{os.getpid()}"
        self._place = place or hidden / PENDING / name

    # --- preparing ------------------------------------------------------------------------

    def begin(self, parts: Iterable[Path]) -> None:
        """Note which parts are about to be written beside their places."""
        self._place.mkdir(parents=True)
        keeping.flush_folder(self._place.parent)
        names = [self.name(part) for part in parts]
        keeping.put(self._place / _BEGUN, json.dumps(names, ensure_ascii=False).encode())
        keeping.flush_folder(self._place)

    def aside(self, name: str) -> Path:
        """Return a path for a file that waits within the pending folder."""
        return self._place / name

    def name(self, path: Path) -> str:
        """Return a path within the office, with ``/``."""
        return path.relative_to(self.root).as_posix()

    def abandon(self) -> None:
        """Remove what was prepared; what cannot be removed now the next command removes.

        Nothing is removed of a press that its open workbook was saved with: that one is finished
        by the next command. Nor is half a file left of that workbook.
        """
        with suppress(OSError, Unusable):
            waited = self._plan(_OPEN)
            if waited is None or not self.was_saved(waited):
                self._clear(self._parts())

    def waiting(self, plan: Plan) -> None:
        """Declare that all is written but the workbook that a person has open."""
        self._declare(plan, _OPEN)

    def ready(self, plan: Plan) -> None:
        """Declare that everything is written: from now on the press has happened."""
        self._declare(plan, _READY)

    def _declare(self, plan: Plan, name: str) -> None:
        for folder in {(self.root / part).parent for part in plan.parts}:
            keeping.flush_folder(folder)
        waiting = self._place / "ready.tmp"
        keeping.put(waiting, json.dumps(asdict(plan), ensure_ascii=False).encode())
        waiting.replace(self._place / name)
        keeping.flush_folder(self._place)

    # --- doing ----------------------------------------------------------------------------

    def finish(self, plan: Plan) -> None:
        """Let all files take their names, or put back what was.

        Raises:
            Unusable: a file is open or was changed meanwhile, or the disk fails; nothing changed.
        """
        try:
            self._forward(plan, fresh=True)
        except BaseException as trouble:
            try:
                self._backward(plan, fresh=True)
            except (OSError, Unusable) as worse:
                raise _unfinished(worse) from trouble
            if isinstance(trouble, _Changed):
                raise changed_meanwhile(trouble.path) from trouble
            raise
        self._done(plan)

    def take_up(self) -> Words | None:
        """Finish or roll back what was left; return what to say of it, if anything.

        Raises:
            Unusable: it can be neither, for now.
        """
        try:
            plan = self._plan(_BACK)
            if plan is None:
                plan = self._plan(_READY)
                waited = self._plan(_OPEN) if plan is None else None
                if waited is not None and self.was_saved(waited):
                    plan = waited
                if plan is None:
                    self._clear(self._parts())
                    return _unsaved(waited) if waited else None
                with suppress(OSError, Unusable, _Changed):
                    self._forward(plan, fresh=False)
                    self._done(plan)
                    return Words(
                        "上一次未完成的操作已补完。",
                        "What an interrupted operation had begun was finished.",
                    )
            self._backward(plan, fresh=False)
        except (OSError, Unusable) as trouble:
            raise _unfinished(trouble) from trouble
        return Words(
            "上一次未完成的操作已撤回，请重新操作。",
            "What an interrupted operation had begun was rolled back; do it again.",
        )

    def _forward(self, plan: Plan, *, fresh: bool) -> None:
        """Give every file its name. What is done already is left out unless it is ``fresh``."""
        left = {
            move
            for move in (*plan.backups, *plan.books, *plan.renames, *plan.papers)
            if fresh or self._at(move.part).exists()
        }
        for move in (*plan.books, *plan.papers):
            if move in left:
                self._check(move)
        for move in plan.renames:
            if move in left:
                keeping.check_writable(self._at(move.part))
        if fresh or self._at(plan.known).exists():
            keeping.settle(self._at(plan.known), self._hidden / known.FILE)
            keeping.flush_folder(self._hidden)
        for move in (*plan.backups, *plan.books, *plan.renames, *plan.papers):
            if move not in left:
                continue
            final = self._at(move.final)
            if move in plan.books:
                keeping.check_writable(final)  # it may have been opened this very moment
            keeping.settle(self._at(move.part), final)
        self._flush(plan)
        for lines in plan.journals:
            journal.append(self._at(lines.file), lines.size, lines.text)
            keeping.flush_folder(self._at(lines.file).parent)

    def _check(self, move: Move) -> None:
        final = self._at(move.final)
        keeping.check_writable(final)
        if keeping.digest(final) != move.was:
            raise _Changed(final)

    def _backward(self, plan: Plan, *, fresh: bool) -> None:
        """Put back what was, as far as nobody has written into it since.

        A workbook that was replaced and that a person has saved since stays: their work comes
        first. So does one that its program saved, unless the press is ``fresh`` and takes that
        back itself. Then the journal's line stays too, for what it says did happen there.
        """
        moved = [move for move in (*plan.books, *plan.papers) if not self._at(move.part).exists()]
        kept = [
            move
            for move in moved
            if move in plan.books
            and keeping.digest(self._at(move.final)) not in {move.was, move.now}
        ]
        for move in moved:
            if keeping.digest(self._at(move.final)) == move.now:
                keeping.check_writable(self._at(move.final))
        # From here on there is no way but back, also for the next command.
        with suppress(FileNotFoundError):
            (self._place / _READY).replace(self._place / _BACK)
        keeping.flush_folder(self._place)
        stays = kept or (plan.opened is not None and not fresh)
        if stays:
            records = self._kept_records(plan)
            moved = [move for move in moved if move not in records]
        journals = journal.append if stays else journal.take_back
        for lines in plan.journals:
            journals(self._at(lines.file), lines.size, lines.text)
        for move in reversed(moved):
            final = self._at(move.final)
            if keeping.digest(final) == move.now:
                self._restore(move, final)
        for move in reversed(plan.renames):
            part, final = self._at(move.part), self._at(move.final)
            if final.exists() and not part.exists():
                keeping.settle(final, part)
        self._flush(plan)
        if not stays:
            for move in plan.backups:
                self._at(move.final).unlink(missing_ok=True)
            if self._at(plan.known_back).exists():
                keeping.settle(self._at(plan.known_back), self._hidden / known.FILE)
        self._clear(plan.parts)

    def _kept_records(self, plan: Plan) -> list[Move]:
        """Keep the record of the cells that the press gave, as the journal's line does."""
        hidden = f"{self.name(self._hidden)}/"
        records = [move for move in plan.papers if move.final.startswith(hidden)]
        for move in records:
            if self._at(move.part).exists():
                keeping.settle(self._at(move.part), self._at(move.final))
        return records

    def _restore(self, move: Move, final: Path) -> None:
        if move.was is None:
            final.unlink(missing_ok=True)
            return
        for saved in map(self._at, move.saved):
            if saved.exists() and keeping.digest(saved) == move.was:
                keeping.settle(saved, final)
                return

    def _done(self, plan: Plan) -> None:
        """Remove what is no longer needed; all of it may as well be removed later."""
        with suppress(OSError):
            for old in map(self._at, plan.old):
                old.unlink(missing_ok=True)
        with suppress(OSError):
            self._clear(plan.parts)

    def was_saved(self, plan: Plan) -> bool:
        """Return whether the open workbook was saved with what the press did to it.

        If half a file is left of it, the copy from before the press takes its place.

        Raises:
            Unusable: half a file is left, which a program seems to have open still; or the
                workbook cannot be read for another reason.
        """
        if plan.opened is None:
            return False
        path, copy = self._at(plan.opened.file), self._at(plan.opened.saved)
        if keeping.is_torn(path) and copy.is_file():
            keeping.check_writable(path)
            keeping.settle(copy, path)
            keeping.flush_folder(path.parent)
            return False
        with opened(path) as package:
            found = properties(path, package).get(plan.opened.name)
        return found == plan.opened.value

    # --- the pending folder ---------------------------------------------------------------

    def _at(self, name: str) -> Path:
        return self.root / name

    def _flush(self, plan: Plan) -> None:
        moves = (*plan.backups, *plan.books, *plan.renames, *plan.papers)
        for folder in {self._at(name).parent for move in moves for name in (move.part, move.final)}:
            keeping.flush_folder(folder)

    def _plan(self, name: str) -> Plan | None:
        try:
            return Plan.of(json.loads((self._place / name).read_bytes()))
        except FileNotFoundError:
            return None

    def _parts(self) -> Sequence[str]:
        """Return the parts that were about to be written; if that was not noted, none was."""
        try:
            names = json.loads((self._place / _BEGUN).read_bytes())
        except (FileNotFoundError, ValueError):
            return ()
        return [str(name) for name in names]

    def _clear(self, parts: Iterable[str]) -> None:
        """Remove the parts that did not take their names, and the pending folder.

        The plan goes first, since a part that is missing counts as one that took its name.
        """
        for name in (_READY, _BACK, _OPEN):
            (self._place / name).unlink(missing_ok=True)
        keeping.flush_folder(self._place)
        for part in map(self._at, parts):
            part.unlink(missing_ok=True)
        (self._place / _BEGUN).unlink(missing_ok=True)
        if self._place.exists():
            shutil.rmtree(self._place)


def left_over(hidden: Path) -> list[Path]:
    """Return the pending folders of commands that were interrupted, the oldest first."""
    try:
        return sorted((hidden / PENDING).iterdir())
    except FileNotFoundError:
        return []


def recover(root: Path, hidden: Path) -> list[Words]:
    """Finish or roll back what interrupted commands had begun; the lock must be held.

    Returns what to say of it. Raises:
        Unusable: something can be neither finished nor rolled back for now.
    """
    said = [Transaction(root, hidden, place).take_up() for place in left_over(hidden)]
    return [words for words in said if words is not None]


def changed_meanwhile(path: Path) -> Unusable:
    """Return what to say of a file that somebody saved while a button was working on it."""
    return Unusable(
        f"{path.name} 在操作期间被改动，未写入任何内容。请再试一次。",
        f"{path.name} was changed meanwhile; nothing was saved. Try again.",
    )


def _unsaved(plan: Plan) -> Words:
    name = Path(plan.opened.file).name if plan.opened else ""
    return Words(
        f"上一次在 {name} 中的操作中断，未完成。请核对相关的行，再操作一次。",
        f"The last press in {name} was interrupted and is void. Check its rows and press again.",
    )


def _unfinished(trouble: Exception) -> Unusable:
    if isinstance(trouble, Unusable):
        zh, en = trouble.words
    else:
        zh = en = f"{getattr(trouble, 'strerror', None) or trouble}"
    return Unusable(
        f"有一次操作未完成，将在下一次操作时继续处理，目前尚不能处理：{zh.rstrip('。')}。",
        f"An operation was interrupted; the next one will settle it. For now it cannot be: {en}",
    )
