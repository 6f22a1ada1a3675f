"""The office folder: which workbooks there are, recognised by what they say of themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.office.package import Identity, identify
from xlsales.office.unusable import Unusable

HIDDEN = ".xlsales"
"""The folder of journal, backups, cache and locks; it makes a folder an office."""


@dataclass(frozen=True)
class Found:
    """A workbook on disk."""

    path: Path
    identity: Identity


@dataclass
class Folder:
    """An office on disk. ``troubles`` are files that cannot be used, with what to say."""

    root: Path
    books: dict[Book, Found] = field(default_factory=dict)
    troubles: dict[Path, Words] = field(default_factory=dict)
    doubled: dict[Book, list[Path]] = field(default_factory=dict)

    def relative(self, path: Path) -> str:
        """Return a path within the office, with ``/``."""
        return path.relative_to(self.root).as_posix()

    def path_for(self, book: Book, lang: Lang) -> Path:
        """Return where a new workbook goes."""
        return self.root / workbook_path(book, lang)

    def needed(self, kinds: set[str]) -> None:
        """Make sure that every workbook of these kinds can be used.

        Raises:
            Unusable: one is damaged or newer, or two claim to be the same.
        """
        for path, words in self.troubles.items():
            kind = _likely_kind(path)
            if kind is None or kind in kinds:
                raise Unusable(*words)
        for book, paths in self.doubled.items():
            if book.kind in kinds:
                names = [self.relative(path) for path in sorted(paths)]
                raise Unusable(
                    f"这些工作簿的类别、所有者和年份相同：{'、'.join(names)}。请只留一个，其余移出文件夹。",
                    f"These workbooks claim to be the same: {', '.join(names)}. "
                    "Keep one and move the others out of the folder.",
                )


def _likely_kind(path: Path) -> str | None:
    """Return the kind that a damaged file's name suggests; its properties cannot be read."""
    for kind in Kind:
        if path.stem.startswith((kind.words.zh, kind.words.en)):
            return kind
    return None


def scan(root: Path) -> Folder:
    """Find the workbooks of an office.

    Raises:
        Unusable: the folder is not there, or is no office.
    """
    if not root.is_dir():
        raise Unusable(
            f"找不到文件夹：{root}。请检查路径。", f"There is no folder {root}. Check the path."
        )
    if not (root / HIDDEN).is_dir():
        raise Unusable(
            f"{root} 不是办公文件夹。请先用 xlsales init 建立，或进入正确的文件夹。",
            f"{root} is no office folder. Make one with xlsales init, or go to the right folder.",
        )
    folder = Folder(root)
    for path in sorted(_workbooks(root)):
        try:
            identity = identify(path)
        except Unusable as trouble:
            folder.troubles[path] = trouble.words
            continue
        if identity is None:
            continue
        first = folder.books.setdefault(identity.book, Found(path, identity))
        if first.path != path:
            folder.doubled.setdefault(identity.book, [first.path]).append(path)
    return folder


def _workbooks(root: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            hidden = name.startswith(("~$", "."))
            if not hidden and name.lower().endswith((".xlsx", ".xlsm")):
                yield Path(parent, name)


def office_of(workbook: Path) -> Path:
    """Return the office that a workbook lies in: the nearest folder above with ``.xlsales``.

    Raises:
        Unusable: there is none, or no such file.
    """
    if not workbook.is_file():
        raise Unusable(
            f"找不到工作簿：{workbook}。请检查路径。",
            f"There is no workbook {workbook}. Check the path.",
        )
    for parent in workbook.resolve().parents:
        if (parent / HIDDEN).is_dir():
            return parent
    raise Unusable(
        f"{workbook.name} 不在任何办公文件夹里。请把它移进去，或先用 xlsales init 建立。",
        f"{workbook.name} lies in no office folder. Move it into one, or make one with xlsales init.",
    )


def languages(folder: Folder) -> Mapping[Book, Lang]:
    """Return the language of each workbook."""
    return {book: found.identity.lang for book, found in folder.books.items()}
