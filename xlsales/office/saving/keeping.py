"""What surrounds a save: who holds a file open, copies, flushing, files that take their names."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xlsales.office.unusable import Unusable

BLOCK = 1 << 20
"""Bytes that are read at once when a file is copied or hashed."""


def holder(path: Path) -> str | None:
    """Return who has a workbook open, by the owner files of Excel and LibreOffice.

    Excel's ``~$NAME``: byte 0 the length, then the name. LibreOffice's ``.~lock.NAME#``:
    ``name,login,host,time,profile;``.
    """
    excel = path.with_name(f"~${path.name}")
    if excel.exists():
        try:
            data = excel.read_bytes()
            wide = int.from_bytes(data[55:57], "little") if len(data) >= 57 else 0
            name = data[57 : 57 + 2 * wide].decode("utf-16-le", "replace")
            return name.strip("\0 ") or "Excel"
        except OSError:
            return "Excel"
    office = path.with_name(f".~lock.{path.name}#")
    if office.exists():
        try:
            fields = office.read_text("utf-8", "replace").split(",")
            return next((part for part in fields[:3] if part.strip()), "LibreOffice")
        except OSError:
            return "LibreOffice"
    return None


def check_writable(path: Path) -> None:
    """Make sure that a file may be replaced now.

    Raises:
        Unusable: somebody has it open, or it is read-only.
    """
    who = holder(path)
    if who is not None:
        raise Unusable(
            f"{path.name} 正被 {who} 打开。请关闭后再试。",
            f"{path.name} is open by {who}. Close it and try again.",
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise Unusable(
            f"{path.name} 是只读文件。请去掉只读属性后再试。",
            f"{path.name} is read-only. Make it writable and try again.",
        )


def check_closed(paths: Iterable[Path]) -> None:
    """Make sure that nobody has any of these workbooks open.

    Raises:
        Unusable: some are, and by whom.
    """
    held = {path.name: who for path in paths if (who := holder(path)) is not None}
    if held:
        zh = "、".join(f"{name}（{who}）" for name, who in held.items())
        en = ", ".join(f"{name} ({who})" for name, who in held.items())
        raise Unusable(
            f"以下工作簿正被打开，没有改动：{zh}。请全部关闭后再试。",
            f"Nothing was changed, since these workbooks are open: {en}. Close them all and try again.",
        )


Stamp = tuple[int, int]
"""What shows that a file was saved anew: time of its last change in nanoseconds, and size."""


def stamp(path: Path) -> Stamp | None:
    """Return a file's stamp, or None if there is no such file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal, or None if there is no such file."""
    summed = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                summed.update(block)
    except FileNotFoundError:
        return None
    return summed.hexdigest()


def copied(source: Path, target: Path) -> str:
    """Copy a file with its rights and times, flushed to the disk; return the copy's SHA-256."""
    summed = hashlib.sha256()
    with source.open("rb") as file, target.open("wb") as copy:
        while block := file.read(BLOCK):
            summed.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    with suppress(OSError):  # some shares keep neither
        shutil.copystat(source, target)
    return summed.hexdigest()


def put(path: Path, data: bytes) -> None:
    """Write a file, flushed to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush(path: Path) -> None:
    """Make the disk keep a file as it is now."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Make the disk keep which files a folder holds, where the file system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folder, and keeps its names without being told
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def is_torn(path: Path) -> bool:
    """Return whether a workbook is gone or only begun, since its program died while it wrote."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except FileNotFoundError:
        return True
    return b"PK\x03\x04".startswith(head) and not zipfile.is_zipfile(path)


def beside(path: Path) -> Path:
    """Return the name under which a file is written before it takes its own."""
    return path.with_name(f".{path.name}.part")


def settle(part: Path, final: Path) -> None:
    """Let a written file take its name in one step, in place of what had it.

    On Windows a file that somebody is just reading cannot be replaced; that passes.
    """
    tries = 20 if os.name == "nt" else 1
    for left in reversed(range(tries)):
        try:
            part.replace(final)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.1)
        else:
            return
