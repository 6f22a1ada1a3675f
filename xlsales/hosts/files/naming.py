"""Which workbook a person means who names a file of an office."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.office.folder import Folder, no_workbook
from xlsales.office.unusable import Unusable


def named(folder: Folder, path: Path, kinds: Sequence[str], button: Words) -> Book:
    """Return the workbook that a person named by its file.

    Raises:
        Unusable: it is no standard workbook, cannot be used, or the button is not for it.
    """
    if path in folder.troubles:
        raise Unusable(*folder.troubles[path])
    absent = _absent(folder, path)
    if absent is not None:
        finding = folder.gone[absent]
        raise Unusable(finding.message(Lang.ZH), finding.message(Lang.EN))
    if not path.is_file():
        raise no_workbook(path)
    if path in folder.aside:
        raise _copy(folder, path)
    book = next((b for b, found in folder.books.items() if found.path == path), None)
    if book is None:
        raise Unusable(
            f"{path.name} 不是本系统的标准工作簿。请用 xlsales new 建立。",
            f"{path.name} is no standard workbook. Make one with xlsales new.",
        )
    if book.kind not in kinds:
        suits = [kind for kind in Kind if kind in kinds]
        raise Unusable(
            f"“{button.zh}”用于{'、'.join(kind.words.zh for kind in suits)}，"
            f"{path.name} 是{Kind(book.kind).words.zh}。",
            f"{button.en} belongs to: {', '.join(kind.words.en for kind in suits)}; "
            f"{path.name} is another kind ({Kind(book.kind).words.en}).",
        )
    return book


def opened(folder: Folder, path: Path) -> Book:
    """Return the workbook that a program has open.

    Raises:
        Unusable: it is no standard workbook of the office, or cannot be used.
    """
    for book, found in folder.books.items():
        if found.path.samefile(path):
            return book
    for copy in folder.aside:
        if copy.samefile(path):
            raise _copy(folder, copy)
    trouble = next((w for p, w in folder.troubles.items() if p.samefile(path)), None)
    if trouble is not None:
        raise Unusable(*trouble)
    raise Unusable(
        f"{path.name} 不是本系统的标准工作簿。请打开标准工作簿再点按钮。",
        f"{path.name} is no standard workbook. Open one of those and press the button there.",
    )


def _copy(folder: Folder, path: Path) -> Unusable:
    mine = folder.relative(folder.books[folder.aside[path].identity.book].path)
    return Unusable(
        f"{path.name} 是副本，不计入。请在 {mine} 中操作，副本中的内容可按“合并副本”并入。",
        f"{path.name} is a copy and set aside. Work in {mine}; what the copy holds comes in there "
        "by Merge copy.",
    )


def formerly(folder: Folder, path: Path) -> Book | None:
    """Return what a damaged workbook was, or one that is gone, so that it can be restored."""
    if path not in folder.troubles:
        return _absent(folder, path)
    name = folder.relative(path)
    for book, kept in folder.known.workbooks.items():
        if kept.path == name and book not in folder.books:
            return book
    return None


def _absent(folder: Folder, path: Path) -> Book | None:
    """Return the workbook that is gone from a path, or lies there in another format."""
    for book, finding in folder.gone.items():
        if path in {folder.root / str(finding.facts.get(at, "")) for at in ("file", "other")}:
            return book
    return None
