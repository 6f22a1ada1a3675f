"""The store on the disk: .xlsales/store/WORKBOOK/CONTENT.VERSION (memory.md, *The store*).

It only saves time. Whatever goes wrong with it, workbooks are read as without it, and one line says
so. Entries are never changed: they are written beside and take their names in one step, so that
whoever comes second puts the same in place of the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.office.packages.package import Identity
from xlsales.office.saving import keeping
from xlsales.office.store import results
from xlsales.office.store.blocks import Damaged
from xlsales.office.store.content import Address, Content, ReadTable, packed, unpacked
from xlsales.office.store.readers import VERSION

FOLDER = "store"
KEPT = 5
"""How many contents of one workbook stay when another is put in, the newest of them."""
KEPT_RESULTS = 60
"""About how many results that were worked out of one workbook stay, the newest of them."""

_ENTRY = re.compile(r"(?P<content>[0-9a-f]{64})\.(?P<version>[0-9a-f]{12})")
_RESULT = ".result"
_WORKED_OUT = re.compile(_ENTRY.pattern + re.escape(_RESULT))
_ASIDE = re.compile(_ENTRY.pattern + r"\.damaged")
_PART = re.compile(r"\..*\.part")
_WORKBOOK = re.compile(r"[0-9a-f]{16}")
_HOUR = 3600.0


@dataclass(frozen=True)
class Held:
    """An entry on the disk."""

    path: Path
    content: str
    version: str
    size: int
    at: float
    """When it was written, by the clock of its disk."""

    @property
    def day(self) -> dt.date:
        """The day on which it was written, here."""
        return dt.datetime.fromtimestamp(self.at, dt.UTC).astimezone().date()

    @property
    def is_of_now(self) -> bool:
        """Whether this version of the program can read it."""
        return self.version == VERSION


class Store:
    """What an office's workbooks held, by content."""

    def __init__(
        self, hidden: Path, tell: Callable[[Words], object] = id, version: str = VERSION
    ) -> None:
        """Take the folder of an office's journal; nothing is read or made yet.

        ``tell`` is told what goes wrong, once each.
        """
        self.place = hidden / FOLDER
        self._tell_it = tell
        self._told: set[Words] = set()
        self._version = version
        self._writes = True

    def get(self, content: str, book: Book) -> Content | None:
        """Return what a workbook's content holds, or None if that is not known.

        An entry that is damaged is set aside.
        """
        path = self._path(content, book)
        try:
            found = unpacked(path.read_bytes(), Address(content, self._version))
            if found.book != book:
                raise Damaged
        except FileNotFoundError:
            return None
        except OSError as trouble:
            self._tell_unusable(trouble)
            return None
        except Damaged:
            with suppress(OSError):
                path.replace(path.with_name(f"{path.name}.damaged"))
            self._tell(
                Words(
                    "读取缓存有损坏，已搁置，相应工作簿已重新读取。",
                    "Part of what the office keeps of earlier readings is damaged; it was set "
                    "aside, and the workbook read anew.",
                )
            )
            return None
        return found

    def recall(self, book: Book, address: str) -> bytes | None:
        """Return what was worked out of a workbook and kept, or None if nothing was.

        What is damaged is not used; it is worked out again and takes its place.
        """
        try:
            path = self._result(book, address)
            return results.unpacked(path.read_bytes(), path.name)
        except (OSError, Damaged):
            return None

    def keep(self, book: Book, address: str, data: bytes) -> None:
        """Keep what was worked out of a workbook, if the disk lets us."""
        path = self._result(book, address)
        self._write(path, results.packed(path.name, data))

    def put(self, content: str, identity: Identity, tables: Sequence[ReadTable]) -> None:
        """Keep what a workbook's content holds, if the disk lets us."""
        if not self._writes:
            return
        data = packed(Address(content, self._version), identity, tables)
        if data is not None:
            self._write(self._path(content, identity.book), data)

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file beside and let it take its name in one step; thin out what is old."""
        if not self._writes:
            return
        part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
        try:
            self._folders(path.parent)
            try:
                part.write_bytes(data)
                self._share(part, 0o666)
                keeping.settle(part, path)
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
            if path.suffix != _RESULT or path.name.startswith("0"):  # every sixteenth will do
                with suppress(FileNotFoundError):  # another program let it go meanwhile
                    self._thin(path)
        except OSError as trouble:
            self._writes = False  # a press does not try again for every workbook
            self._tell_unusable(trouble)

    # --- keeping house ------------------------------------------------------------------

    def held(self) -> list[Held]:
        """Return all entries, the oldest first; what is no entry is left out."""
        found = [each for folder in self._folders_there() for each in _held(folder)]
        return sorted(found, key=lambda each: each.at)

    def damaged(self) -> list[Path]:
        """Return the entries that were set aside."""
        there = (path for folder in self._folders_there() for path in _files(folder))
        return [path for path in there if _ASIDE.fullmatch(path.name)]

    def rests(self) -> list[Path]:
        """Return parts of entries whose writers died long ago."""
        there = (path for folder in self._folders_there() for path in _files(folder))
        return [path for path in there if _PART.fullmatch(path.name) and _is_old(path)]

    def remove(self, paths: Collection[Path]) -> None:
        """Remove entries; one that is gone already is no trouble.

        Raises:
            OSError: the disk does not let us.
        """
        for path in paths:
            path.unlink(missing_ok=True)

    def is_sound(self, held: Held) -> bool:
        """Return whether an entry is what was written."""
        try:
            unpacked(held.path.read_bytes(), Address(held.content, held.version))
        except (OSError, Damaged):
            return False
        return True

    def _folders_there(self) -> Iterator[Path]:
        try:
            yield from (p for p in sorted(self.place.iterdir()) if _WORKBOOK.fullmatch(p.name))
        except OSError:
            return

    def _thin(self, newest: Path) -> None:
        """Let go what a workbook held long ago, so that nobody need think of it."""
        mine = sorted(_held(newest.parent), key=lambda each: each.at, reverse=True)
        old = [each for each in mine if each.path != newest]
        gone = [each.path for each in old[KEPT - 1 :]] if newest.suffix != _RESULT else []
        gone += _results(newest.parent)[KEPT_RESULTS:]
        gone += [
            path for path in _files(newest.parent) if _PART.fullmatch(path.name) and _is_old(path)
        ]
        self.remove(gone)

    def results(self, *, of_others: bool = False) -> list[Path]:
        """Return what was worked out and kept; of other versions alone where that is asked."""
        there = [path for folder in self._folders_there() for path in _results(folder)]
        return [each for each in there if not (of_others and self._version in each.name)]

    def size_of_results(self) -> int:
        """Return how many bytes they take."""
        size = 0
        for path in self.results():
            with suppress(FileNotFoundError):
                size += path.stat().st_size
        return size

    # --- where it lies ------------------------------------------------------------------

    def _path(self, content: str, book: Book) -> Path:
        summed = hashlib.sha256("\n".join(map(str, book)).encode()).hexdigest()[:16]
        return self.place / summed / f"{content}.{self._version}"

    def _result(self, book: Book, address: str) -> Path:
        return self._path(address, book).with_suffix(f".{self._version}{_RESULT}")

    def _folders(self, folder: Path) -> None:
        for each in (self.place, folder):
            if not each.is_dir():
                with suppress(FileExistsError):
                    each.mkdir()
                self._share(each, 0o7777)

    def _share(self, path: Path, mask: int) -> None:
        """Let those use it who may use the office's folder."""
        with suppress(OSError):  # some shares keep no rights
            path.chmod(stat.S_IMODE(self.place.parent.stat().st_mode) & mask)

    # --- what is said -------------------------------------------------------------------

    def _tell_unusable(self, trouble: OSError) -> None:
        reason = trouble.strerror or type(trouble).__name__
        self._tell(
            Words(
                f"读取缓存无法使用（{reason}），不影响结果，只是慢一些。"
                f"请检查文件夹 {self.place} 的权限和磁盘空间。",
                f"What the office keeps of earlier readings cannot be used ({reason}). Results are "
                f"the same, only slower. Check the rights and space of the folder {self.place}.",
            )
        )

    def _tell(self, words: Words) -> None:
        if words not in self._told:
            self._told.add(words)
            self._tell_it(words)


def _is_old(part: Path) -> bool:
    """Return whether nobody writes a part any more, by the clock that wrote it."""
    try:
        return time.time() - part.stat().st_mtime > _HOUR
    except FileNotFoundError:
        return False


def _results(folder: Path) -> list[Path]:
    """Return the results in a folder, the newest first."""
    found = []
    for path in _files(folder):
        if _WORKED_OUT.fullmatch(path.name):
            with suppress(FileNotFoundError):
                found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _held(folder: Path) -> Iterator[Held]:
    for path in _files(folder):
        said = _ENTRY.fullmatch(path.name)
        if said is None:
            continue
        try:
            found = path.stat()
        except FileNotFoundError:
            continue  # somebody else let it go
        yield Held(path, said["content"], said["version"], found.st_size, found.st_mtime)
