"""Which copy is meant, and what the office knows of its rows (memory.md, *Copies come home*)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

from xlsales.core.outcome import Refusal
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.files import workbook_path
from xlsales.forms.tables import REFERRED, REFERRING
from xlsales.hosts.files.host import OfficeHost
from xlsales.office.folder import Found, no_workbook
from xlsales.office.packages.package import identify
from xlsales.office.saving import journal, keeping
from xlsales.office.saving.journal import Head
from xlsales.office.unusable import Unusable

__all__ = ["Found", "Pressed", "changed", "found", "made", "numbers", "pressed", "referred"]

Pressed: TypeAlias = Callable[[str, str, str, Cell], bool]
"""Whether a press wrote a value: table, key, column, cell."""


def found(host: OfficeHost, text: str, book: Book) -> Found:
    """Return the copy that a person named, by its path or by its name alone.

    ``book``: the workbook whose copy it must be; of any where its kind is "".

    Raises:
        Refusal: it is no copy, or one of another workbook.
        Unusable: it cannot be used, is open, or is of another office.
    """
    folder = host.source.folder
    paths = [path for path in (Path(text).absolute(), host.root / text) if path.is_file()]
    named = [path for path in (*folder.aside, *folder.troubles) if path.name == Path(text).name]
    path = next(iter(paths), None) or (named[0] if len(named) == 1 else None)
    if path is None:
        if (host.source.hidden / "merged" / Path(text).name).is_file():
            raise Refusal(
                f"{Path(text).name} 已合并过，存放在 .xlsales/merged 中。要放回，请在原工作簿中撤销该次合并。",
                f"{Path(text).name} was merged already and lies in .xlsales/merged. To have it back, "
                "undo that merge in the workbook.",
            )
        raise no_workbook(Path(text))
    path = path.resolve()
    trouble = next((words for p, words in folder.troubles.items() if p.resolve() == path), None)
    if trouble is not None:
        raise Unusable(*trouble)
    copy = next((each for p, each in folder.aside.items() if p.resolve() == path), None)
    if copy is None:
        raise _no_copy(host, path)
    if book.kind and copy.identity.book != book:
        raise _others(host, copy)
    who = keeping.holder(path)
    if who is not None:
        raise Unusable(
            f"副本 {path.name} 正被 {who} 打开，未作改动。请保存并关闭后再试。",
            f"The copy {path.name} is open by {who}; nothing changed. Save and close it first.",
        )
    _check_office(host, copy)
    return copy


def _no_copy(host: OfficeHost, path: Path) -> Refusal | Unusable:
    folder = host.source.folder
    for book, found_ in folder.books.items():
        if found_.path.resolve() == path and book not in folder.doubled:
            return Refusal(
                f"{folder.relative(path)} 是办公文件夹使用的工作簿，不是副本。请填写副本的文件名。",
                f"{folder.relative(path)} is the office's own workbook and no copy. Name the copy.",
            )
        if path in {p.resolve() for p in folder.doubled.get(book, ())}:
            try:
                folder.needed({book.kind})
            except Unusable as trouble:
                return trouble
    if not path.is_relative_to(host.root.resolve()):
        return Refusal(
            f"{path.name} 不在办公文件夹中。请先将其复制到办公文件夹（换个文件名），再合并。",
            f"{path.name} lies outside the office's folder. Copy it there under another name first.",
        )
    if identify(path) is None or path.is_relative_to(host.source.hidden.resolve()):
        return Refusal(
            f"{path.name} 不是本系统工作簿的副本，无法合并。请核对文件名。",
            f"{path.name} is no copy of one of this system's workbooks. Check the name.",
        )
    return no_workbook(path)


def _others(host: OfficeHost, copy: Found) -> Refusal:
    name = host.source.folder.relative(copy.path)
    own = host.cells.infos.get(copy.identity.book)
    path = own.path if own else workbook_path(copy.identity.book, Lang.ZH)
    return Refusal(
        f"{name} 是 {path} 的副本，请打开该工作簿再合并。",
        f"{name} is a copy of {path}. Open that workbook and merge it there.",
    )


def _check_office(host: OfficeHost, copy: Found) -> None:
    """Make sure that a copy has something to do with this office: presses that its journal knows.

    Raises:
        Unusable: it has presses, and none of them is known here.
    """
    heads = journal.heads_in(copy.identity.properties)
    lines = {each.name: each for each in journal.read(host.source.hidden)}
    if heads and not any(_is_ours(lines.get(name), head) for name, head in heads.items()):
        name = host.source.folder.relative(copy.path)
        raise Unusable(
            f"{name} 中的操作在本办公文件夹没有记录，可能来自其他办公文件夹，未合并。请核对来源。",
            f"This office knows no press of those in {name}; it may be another office's. It was not "
            "merged: ask where it comes from.",
        )


def _is_ours(lines: journal.Lines | None, head: Head) -> bool:
    hashes = lines.hashes if lines else ()
    return 0 < head.count <= len(hashes) and hashes[head.count - 1] == head.hash


def changed(path: Path) -> Unusable:
    """Return what to say of a copy that changed while it was looked at."""
    return Unusable(
        f"{path.name} 在合并期间被改动，未写入任何内容。请再试一次。",
        f"{path.name} was changed meanwhile; nothing was saved. Try again.",
    )


# --- what is known of rows -----------------------------------------------------------------


def pressed(hidden: Path) -> Pressed:
    """Return what tells whether the journals know that a press wrote a value into a cell."""
    wrote: defaultdict[tuple[str, str, str], list[object]] = defaultdict(list)
    for lines in journal.read(hidden):
        for line in lines.lines:
            changes = line.get("changes")
            for change in changes if isinstance(changes, list) else ():
                at = (str(change.get("table")), str(change.get("key")), str(change.get("column")))
                wrote[at].append(change.get("to"))

    def told(table: str, key: str, column: str, cell: Cell) -> bool:
        return any(_same(cell, held) for held in wrote.get((table, key, column), ()))

    return told


def _same(cell: Cell, held: object) -> bool:
    if isinstance(cell, date | datetime):  # a program may hold a day as a moment
        one, other = cell.isoformat(), str(held)
        return one.removesuffix("T00:00:00") == other.removesuffix("T00:00:00")
    return journal.as_json(cell) == held


def referred(host: OfficeHost, table: str) -> Callable[[str], bool]:
    """Return what tells whether rows of any workbook refer to the row of a key."""
    referring = REFERRING.get(table, ())

    @cache
    def names() -> frozenset[str]:
        office = host.cells.office({each.kind for each, _ in referring})
        return frozenset(
            str(getattr(row, column.key))
            for each, column in referring
            for row in office.rows(each.model)
        )

    return lambda key: table in REFERRED and key in names()


def made(host: OfficeHost, table: str) -> Callable[[str], bool]:
    """Return what tells whether a document was made under a number, or rows refer to it."""
    is_referred = referred(host, table)

    @cache
    def documents() -> tuple[str, ...]:
        there = host.root.rglob("*.xlsx")
        return tuple(p.stem for p in there if host.source.hidden not in p.parents)

    return lambda key: is_referred(key) or any(key.split()[0] in stem for stem in documents())


def numbers(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the last numbers that came with rows of a copy, by stem, so that none is given again."""
    highest: dict[str, int] = {}
    for key in keys:
        stem, _, count = key.rpartition("-")
        if stem and count.isdecimal():
            highest[stem] = max(highest.get(stem, 0), int(count))
    yield from highest.items()
