"""Where a demonstration goes: into a new folder, or in place of an earlier demonstration."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsales.office.folder import HIDDEN
from xlsales.office.unusable import Unusable

MARK = "demo"
"""The file within ``.xlsales`` that says that an office is only a demonstration."""


@contextmanager
def built(root: Path) -> Iterator[Path]:
    """Give a folder beside ``root`` to build in; if all goes well its content takes the place.

    Raises:
        Unusable: ``root`` holds something that is no demonstration, or cannot be written.
    """
    _check(root)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{root.name or 'demo'}-", dir=root.parent))
    except OSError as trouble:
        raise _cannot(root, trouble) from trouble
    try:
        place.chmod(0o755)  # a temporary folder is its owner's alone
        yield place
        (place / HIDDEN / MARK).touch()
        _take_place(place, root)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check(root: Path) -> None:
    if not root.exists() or (root / HIDDEN / MARK).is_file():
        return
    if root.is_dir() and not any(root.iterdir()):
        return
    raise Unusable(
        f"{root} 中已有其他内容，未作改动。请换一个文件夹：xlsales demo 新文件夹。",
        f"{root} holds something else and was left alone. Choose another folder: xlsales demo DIR.",
    )


def _take_place(place: Path, root: Path) -> None:
    """Move an earlier demonstration aside, the new one in; on failure all is as it was."""
    aside = Path(tempfile.mkdtemp(prefix=f".{root.name}-", dir=root.parent))
    moved: list[tuple[Path, Path]] = []
    try:
        root.mkdir(exist_ok=True)
        for folder, into in ((root, aside), (place, root)):
            for entry in sorted(folder.iterdir()):
                entry.rename(into / entry.name)
                moved.append((entry, into / entry.name))
    except OSError as trouble:
        for was, now in reversed(moved):
            now.rename(was)
        raise _cannot(root, trouble) from trouble
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _cannot(root: Path, trouble: OSError) -> Unusable:
    name = Path(str(trouble.filename)).name if trouble.filename else root.name
    return Unusable(
        f"无法写入 {root}（{name}：{trouble.strerror}）。请关闭里面打开的文件，检查权限后再试。",
        f"{root} cannot be written ({name}: {trouble.strerror}). "
        "Close the files that are open in it, check your rights, then try again.",
    )
