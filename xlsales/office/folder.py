"""The office folder: which workbooks there are, recognised by what they say of themselves."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlsales.core.finding import Finding
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.forms.files import workbook_path
from xlsales.office import missing
from xlsales.office.aside import original, own
from xlsales.office.packages.package import Identity, identify
from xlsales.office.saving import journal
from xlsales.office.saving.keeping import Stamp, stamp
from xlsales.office.saving.known import Known, known
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
    ``aside`` are copies of workbooks, by path, which are never counted and never written;
    ``doubled`` are workbooks of which it cannot be told which file is the office's own.
    """

    root: Path
    books: dict[Book, Found] = field(default_factory=dict)
    troubles: dict[Path, Words] = field(default_factory=dict)
    doubled: dict[Book, list[Path]] = field(default_factory=dict)
    aside: dict[Path, Found] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    gone: dict[Book, Finding] = field(default_factory=dict)
    older: dict[Book, Finding] = field(default_factory=dict)

    def relative(self, path: Path) -> str:
        """Return a path within the office, with ``/``."""
        return path.relative_to(self.root).as_posix()

    def needed(self, kinds: set[str]) -> None:
        """Make sure that every workbook of these kinds can be used.

        Raises:
            Unusable: one is damaged or newer, or of several the office's own cannot be told.
        """
        for path, words in self.troubles.items():
            if self._kind(path) in kinds and not self._is_copy(path):
                raise Unusable(*words)
        for book, paths in self.doubled.items():
            if book.kind in kinds:
                names = [self.relative(path) for path in sorted(paths)]
                raise Unusable(
                    f"以下文件是同一个工作簿，无法判断以哪个为准：{'、'.join(names)}。"
                    "请只保留一个，其余移出文件夹。",
                    f"These files are one workbook, and it cannot be told which counts: "
                    f"{', '.join(names)}. Keep one and move the others out of the folder.",
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
            if self._kind(path) is None or self._is_copy(path)
        ]

    def _is_copy(self, path: Path) -> bool:
        """Return whether a file that cannot be used is by its name a copy of one that can."""
        stem = original(path.stem)
        return stem != path.stem and any(f.path.stem == stem for f in self.books.values())

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
    candidates: dict[Book, list[Found]] = {}
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
        candidates.setdefault(identity.book, []).append(Found(path, identity, seen))
    for book, several in candidates.items():
        _choose(folder, book, several)
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


def _choose(folder: Folder, book: Book, several: Sequence[Found]) -> None:
    """Tell the office's own among the files of one workbook; the others are set aside."""
    by_path = {folder.relative(found.path): found for found in several}
    heads = {path: journal.heads_in(found.identity.properties) for path, found in by_path.items()}
    chosen = next(iter(by_path))
    if len(several) > 1:
        mine = own(book, heads, folder.known.workbooks.get(book))
        if mine is None:
            folder.doubled[book] = [found.path for found in several]
        else:
            chosen = mine
            folder.aside |= {f.path: f for path, f in by_path.items() if path != mine}
    folder.books[book] = by_path[chosen]


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
