"""What surrounds a save: who holds a file open, backups, and files that appear whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from xlsales.office.unusable import Unusable


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
    """Make sure that a workbook may be replaced now.

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


def back_up(path: Path, folder: Path, keep: int) -> None:
    """Copy a workbook into the backups before it changes; the oldest past ``keep`` go."""
    if not path.exists():
        return
    place = folder / "backups" / path.stem
    place.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(old.stem) for old in place.iterdir() if old.stem.isdecimal()), default=0)
    shutil.copy2(path, place / f"{number:06d}{path.suffix}")
    old = sorted(place.iterdir())
    for gone in old[: max(0, len(old) - keep)]:
        gone.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Make the disk keep a file or folder as it is now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some file systems cannot flush a folder
        pass
    finally:
        os.close(handle)


def beside(path: Path) -> Path:
    """Return the name under which a file is written before it takes its own."""
    return path.with_name(f".{path.name}.part")


def settle(parts: Mapping[Path, Path]) -> None:
    """Let written files take their names, one after the other, then flush their folders."""
    for part, final in parts.items():
        part.replace(final)
    for folder in {final.parent for final in parts.values()}:
        flush(folder)
