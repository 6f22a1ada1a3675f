"""The office folder: which workbooks there are, recognised by what they say of themselves."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlsales.core.finding import Finding
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.office import journal, missing
from xlsales.office.keeping import Stamp, stamp
from xlsales.office.known import Known, known
from xlsales.office.package import Identity, identify
from xlsales.office.unusable import UNSHOWN, Unusable, shown

HIDDEN = ".xlsales"
"""The folder of journal, backups, cache and locks; it makes a folder an office."""


_READ = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True)
class Found:
    """A workbook on disk, with its stamp from before it was looked at."""

    path: Path
    identity: Identity
    stamp: Stamp | None = None


@dataclass
class Folder:
    """An office on disk. ``troubles`` are files that cannot be used, with what to say.

    ``known`` is what the office remembers. ``gone`` are the workbooks that it had and that are not
    there, ``older`` those that were put back to an older content, each with what is wrong.
    """

    root: Path
    books: dict[Book, Found] = field(default_factory=dict)
    troubles: dict[Path, Words] = field(default_factory=dict)
    doubled: dict[Book, list[Path]] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    gone: dict[Book, Finding] = field(default_factory=dict)
    older: dict[Book, Finding] = field(default_factory=dict)

    def relative(self, path: Path) -> str:
        """Return a path within the office, with ``/``."""
        return path.relative_to(self.root).as_posix()

    def needed(self, kinds: set[str]) -> None:
        """Make sure that every workbook of these kinds can be used.

        Raises:
            Unusable: one is damaged or newer, or two claim to be the same.
        """
        for path, words in self.troubles.items():
            if self._kind(path) in kinds:
                raise Unusable(*words)
        for book, paths in self.doubled.items():
            if book.kind in kinds:
                names = [self.relative(path) for path in sorted(paths)]
                raise Unusable(
                    f"这些工作簿的类别、所有者和年份相同：{'、'.join(names)}。请只保留一个，其余移出文件夹。",
                    f"These workbooks claim to be the same: {', '.join(names)}. "
                    "Keep one and move the others out of the folder.",
                )

    def complete(self, kinds: Collection[str]) -> None:
        """Make sure that no workbook of these kinds is gone (forms.md, *The office folder*).

        Raises:
            Unusable: one is gone, or lies there in another format.
        """
        _refuse(self.gone, kinds)

    def newest(self, kinds: Collection[str]) -> None:
        """Make sure that no workbook of these kinds was put back (memory.md, *Older contents*).

        Raises:
            Unusable: one has an older content.
        """
        _refuse(self.older, kinds)

    def newest_of(self, book: Book) -> None:
        """Make sure that one workbook was not put back.

        Raises:
            Unusable: it has an older content.
        """
        _refuse({book: self.older[book]} if book in self.older else {}, {book.kind})

    def ignored(self) -> list[Words]:
        """Return what to say of files that cannot be read and are, by all signs, somebody's own."""
        return [
            Words(
                f"未读取 {shown(path)}（{words.zh.rstrip('。')}）。如为本系统的工作簿，请先处理。",
                f"{shown(path)} was not read ({words.en.rstrip('.')}). "
                "If it is one of this system's workbooks, put that right first.",
            )
            for path, words in self.troubles.items()
            if self._kind(path) is None
        ]

    def _kind(self, path: Path) -> str | None:
        """Return which kind a file that cannot be used is, by what was there or by its name."""
        name = self.relative(path)
        was = (book.kind for book, kept in self.known.workbooks.items() if kept.path == name)
        return next(was, _likely_kind(path))


def _refuse(wrong: Mapping[Book, Finding], kinds: Collection[str]) -> None:
    found = [finding for book, finding in sorted(wrong.items()) if book.kind in kinds]
    if not found:
        return
    first = Words(found[0].message(Lang.ZH), found[0].message(Lang.EN))
    if len(found) > 1:
        names = [str(finding.facts["file"]) for finding in found[1:]]
        first = Words(
            f"{first.zh}同样的还有：{'、'.join(names)}。",
            f"{first.en} The same holds for: {', '.join(names)}.",
        )
    raise Unusable(*first)


def _likely_kind(path: Path) -> str | None:
    """Return the kind that a damaged file's name suggests; its properties cannot be read.

    A folder that cannot be looked into suggests one by what lies there in a standard office.
    """
    for kind in Kind:
        if path.stem.startswith((kind.words.zh, kind.words.en)):
            return kind
        if any(workbook_path(Book(kind), lang).startswith(f"{path.name}/") for lang in Lang):
            return kind
    return None


def check_office(root: Path) -> None:
    """Make sure that a folder is an office.

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


def scan(root: Path, remembered: Known | None = None) -> Folder:
    """Find the workbooks of an office, and those that are missed.

    ``remembered`` was read before it was seen that nobody is writing: what is read later may know
    of a press whose workbooks were looked at before.

    Raises:
        Unusable: the folder is not there, or is no office.
    """
    check_office(root)
    folder = Folder(root, known=known(root / HIDDEN) if remembered is None else remembered)
    unmarked: list[str] = []
    others: list[str] = []
    for path in sorted(_workbooks(root, folder.troubles)):
        if path.suffix.lower() in missing.FORMATS:
            if not UNSHOWN.search(str(path)):
                others.append(folder.relative(path))
            continue
        trouble = _unfit(path)
        if trouble is not None:
            folder.troubles[path] = trouble
            continue
        seen = stamp(path)
        try:
            identity = identify(path)
        except Unusable as unusable:
            folder.troubles[path] = unusable.words
            continue
        if identity is None:
            unmarked.append(folder.relative(path))
            continue
        first = folder.books.setdefault(identity.book, Found(path, identity, seen))
        if first.path != path:
            folder.doubled.setdefault(identity.book, [first.path]).append(path)
    there = {book: folder.relative(found.path) for book, found in folder.books.items()}
    spoilt = [folder.relative(path) for path in folder.troubles]
    folder.gone = missing.gone(folder.known.workbooks, there, unmarked, others, spoilt)
    for book, found in folder.books.items():
        kept = folder.known.workbooks.get(book)
        heads = journal.heads_in(found.identity.properties)
        if kept is not None and kept.is_after(heads):
            names = (kept.path, there[book])
            folder.older[book] = missing.older(root / HIDDEN, book, names, heads)
    return folder


def _unfit(path: Path) -> Words | None:
    """Return what to say of a file whose name or nature makes it useless, whatever it holds."""
    if path.is_symlink():
        return Words(
            f"{shown(path)} 是链接，保存时会与原文件脱节。请换成文件本身。",
            f"{shown(path)} is a link, and saving would part it from its file. Put the file there.",
        )
    if UNSHOWN.search(str(path)):
        return Words(
            f"文件名 {shown(path)} 中有无法显示的字符。请改名。",
            f"The file name {shown(path)} holds characters that cannot be shown. Rename it.",
        )
    return None


def _workbooks(root: Path, troubles: dict[Path, Words]) -> Iterator[Path]:
    def closed(trouble: OSError) -> None:
        folder = Path(trouble.filename or root)
        if _likely_kind(folder) is None and folder != root:
            return  # somebody's own, and no place of a standard workbook
        troubles[folder] = Words(
            f"没有权限查看文件夹：{shown(folder)}。请联系管理员开通。",
            f"You may not look into the folder {shown(folder)}. Ask for access to it.",
        )

    for parent, folders, files in os.walk(root, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            hidden = name.startswith(("~$", "."))
            path = Path(parent, name)
            if not hidden and path.suffix.lower() in _READ | missing.FORMATS:
                yield path


def office_of(workbook: Path) -> Path:
    """Return the office that a workbook lies in, or lay: the nearest folder with ``.xlsales``.

    Raises:
        Unusable: there is none, or no such file either.
    """
    for parent in workbook.resolve().parents:
        if (parent / HIDDEN).is_dir():
            return parent
    if not workbook.is_file():
        raise no_workbook(workbook)
    raise Unusable(
        f"{workbook.name} 不在任何办公文件夹中。请将其移到办公文件夹，再试一次。",
        f"{workbook.name} lies in no office folder. Move it into one and try again.",
    )


def no_workbook(path: Path) -> Unusable:
    """Return what to say where no file of that name is."""
    return Unusable(
        f"找不到工作簿：{path}。请检查路径。", f"There is no workbook {path}. Check the path."
    )
