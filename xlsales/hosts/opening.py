"""A new office, and further workbooks in one (cli.md, ``init`` and ``new``)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.files import workbook_path
from xlsales.forms.masters import Setting
from xlsales.forms.settings import OFFICE
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.lists import fresh_lists
from xlsales.office.editing import BookChange, edit
from xlsales.office.folder import HIDDEN, check_office, scan
from xlsales.office.saving import keeping
from xlsales.office.saving.commit import recover
from xlsales.office.saving.known import remember
from xlsales.office.saving.locks import Lock
from xlsales.office.unusable import Unusable

_FIRST_ROW = 3
"""Title, headers, rows (forms.md, *What every workbook has*)."""


def open_office(root: Path, year: int, lang: Lang, today: dt.date | None = None) -> list[str]:
    """Make an empty office: one workbook of each kind that no salesperson owns.

    What was ordered before ``today`` is of no first order: its setting ``review_first_since``
    says so. Returns their paths within the office.

    Raises:
        Unusable: there is an office already, or the folder cannot be made.
    """
    if (root / HIDDEN).exists():
        raise Unusable(
            f"{root} 已经是办公文件夹，没有改动。", f"{root} is an office already; nothing changed."
        )
    books = [Book(kind, "", year if kind in YEARLY else 0) for kind in Kind if kind not in OWNED]
    taken = [path for book in books if (root / (path := workbook_path(book, lang))).exists()]
    if taken:
        raise Unusable(
            f"{root} 中已有同名文件：{'、'.join(taken)}。请换一个文件夹，没有改动。",
            f"{root} already holds {', '.join(taken)}. Choose another folder; nothing changed.",
        )
    try:
        (root / HIDDEN).mkdir(parents=True)
    except OSError as trouble:
        raise Unusable(
            f"不能在 {root} 建立文件夹：{trouble.strerror}。请检查路径和权限。",
            f"No folder can be made at {root}: {trouble.strerror}. Check path and rights.",
        ) from trouble
    began = _beginning(today) if today else None
    made = {
        book: make(root, book, lang, began if book.kind == Kind.MASTERS else None) for book in books
    }
    remember(root / HIDDEN, made)
    return list(made.values())


def _beginning(today: dt.date) -> BookChange:
    """Return what the masters of an office that begins today say otherwise than the shipped ones."""
    at = list(OFFICE).index("review_first_since"), list(Setting.table.by_key).index("value")
    row = _FIRST_ROW + at[0]
    return BookChange(cells={Setting.table.name: {(row, at[1]): today.isoformat()}})


def make(root: Path, book: Book, lang: Lang, change: BookChange | None = None) -> str:
    """Make one blank workbook, with what it says from the first; return its path in the office."""
    name = workbook_path(book, lang)
    path = root / name
    part = keeping.beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)  # left by a command that was killed
    new_workbook(part, book, lang)
    if change is not None:
        bare = part.with_name(f"{part.name}.bare")
        part.replace(bare)
        edit(bare, part, change)
        bare.unlink()
    keeping.settle(part, path)
    keeping.flush_folder(path.parent)
    return name


def new_book(root: Path, kind: str, owner: str, year: int, lang: Lang | None) -> str:
    """Make one more blank workbook in an office; return its path within it.

    Raises:
        Unusable: no office, a workbook of the same kind, owner and year, or no owner named.
    """
    check_office(root)
    with Lock(root / HIDDEN):
        recover(root, root / HIDDEN)
        return _new_book(root, kind, owner, year, lang)


def _new_book(root: Path, kind: str, owner: str, year: int, lang: Lang | None) -> str:
    folder = scan(root)
    if (kind in OWNED) is not bool(owner):
        words = Kind(kind).words
        if owner:
            raise Unusable(
                f"{words.zh}不分销售员，请去掉 --owner。",
                f"A {words.en.lower()} workbook has no owner; leave --owner out.",
            )
        raise Unusable(
            f"{words.zh}属于某位销售员，请加 --owner 姓名。",
            f"A {words.en.lower()} workbook belongs to a salesperson; add --owner NAME.",
        )
    book = Book(kind, owner, year if kind in YEARLY else 0)
    if book in folder.books:
        name = folder.relative(folder.books[book].path)
        raise Unusable(
            f"已有此工作簿：{name}，未作改动。", f"There is {name} already; nothing changed."
        )
    masters = folder.books.get(Book(Kind.MASTERS))
    spoken = lang or (masters.identity.lang if masters else Lang.ZH)
    if (root / workbook_path(book, spoken)).exists():
        name = workbook_path(book, spoken)
        raise Unusable(
            f"文件名 {name} 已被占用，没有改动。", f"The name {name} is taken; nothing changed."
        )
    if book in folder.gone:
        folder.complete({kind})
    # so that the drop-downs know the masters before the first button
    lists = fresh_lists(of_folder(root).cells.office, (kind,))[kind]
    made = make(root, book, spoken, BookChange(lists=lists))
    remember(root / HIDDEN, {book: made})
    return made
