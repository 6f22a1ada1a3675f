"""*Upgrade*: workbooks of an older form become ones of the newest, all of them or none (forms.md).

What changed is computed from how the older version had its tables; what a workbook lacks comes from
the shipped blank one. Nothing that a person wrote moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from xlsales.core.cells import number_format
from xlsales.core.column import Column
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.derive.new import blank_path
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION
from xlsales.forms.former import Changed, FormerColumn, difference
from xlsales.forms.tables import tables_of
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.hosts.lists import fresh_lists
from xlsales.hosts.saver import Entry
from xlsales.office import editing
from xlsales.office.editing import BookChange, Look, Rebuilt, RebuiltTable, Told
from xlsales.office.packages.package import FORM_PROPERTY
from xlsales.office.reading.headers import folded
from xlsales.office.unusable import Unusable


@dataclass(frozen=True, kw_only=True)
class Raised(ReplyRow):
    """A workbook by its path, and its versions before and after."""

    workbook: str
    from_: int
    to: int


@dataclass(frozen=True, kw_only=True)
class Upgraded(Reply):
    """The workbooks that were of an older form."""

    upgraded: tuple[Raised, ...]


def upgrade(
    host: OfficeHost, call: Call[Arguments]
) -> tuple[Outcome[Upgraded], tuple[Change, ...]]:
    """Bring every workbook of an older form to the newest.

    Raises:
        Unusable: one is open, damaged, read-only or put back to an older content, or something of
            a person's is in the way; nothing changed.
    """
    host.source.folder.needed(set(Kind))
    older = {
        book: found.identity.form_version
        for book, found in sorted(host.source.folder.books.items())
        if found.identity.form_version < FORM_VERSION
    }
    if not older:
        said = Words(
            f"全部工作簿都已是第 {FORM_VERSION} 版，无需升级。",
            f"All workbooks have form version {FORM_VERSION}; there is nothing to upgrade.",
        )
        return Outcome(Upgraded(upgraded=()), notes=(said,)), ()
    host.source.folder.newest({book.kind for book in older})
    host.saver.check_closed(older)
    plans: dict[Book, _Plan] = {}
    for n, (book, version) in enumerate(older.items()):
        host.source.progress(
            n, len(older), Words("查看", "Looking at"), host.cells.infos[book].path
        )
        host.saver.settle(book)
        plans[book] = _planned(host, book, version)
    changes = {book: BookChange(rebuilt=plan.rebuilt) for book, plan in plans.items()}
    for change in changes.values():
        change.properties = {FORM_PROPERTY: str(FORM_VERSION)}
    with suppress(Unusable):  # no workbook stays old for a drop-down
        fresh = fresh_lists(host.cells.office, {book.kind for book in older})
        for book, change in changes.items():
            change.lists = fresh[book.kind]
    entry = Entry(call.user, call.moment, "upgrade", files=(), books=tuple(older))
    reply = Upgraded(
        upgraded=tuple(
            Raised(workbook=host.cells.infos[book].path, from_=version, to=FORM_VERSION)
            for book, version in older.items()
        )
    )
    host.saver.rebuild(changes, entry)
    return Outcome(reply, notes=tuple(_notes(host, plans))), ()


def _notes(host: OfficeHost, plans: Mapping[Book, _Plan]) -> Iterator[Words]:
    yield Words(
        f"已将 {len(plans)} 个工作簿升级为第 {FORM_VERSION} 版。"
        "如要恢复，请分别在各工作簿中按“撤销”。",
        f"Workbooks upgraded to form version {FORM_VERSION}: {len(plans)}. "
        "Undo, pressed in each, puts it back.",
    )
    yield from dict.fromkeys(words for plan in plans.values() for words in plan.done)
    for book, plan in plans.items():
        path = host.cells.infos[book].path
        for left in plan.left:
            yield Words(f"{path}：{left.zh}", f"{path}: {left.en}")


# --- one workbook --------------------------------------------------------------------------------


@dataclass
class _Plan:
    """What becomes of a workbook; what is ``done``, and what was ``left`` as it is."""

    rebuilt: Rebuilt
    done: list[Words] = field(default_factory=list)
    left: list[Words] = field(default_factory=list)


def _planned(host: OfficeHost, book: Book, version: int) -> _Plan:
    """Hold a workbook against what its version and the newest say.

    Raises:
        Unusable: it cannot be edited, or a person's own column has the header of a new one.
    """
    name, lang, path = host.cells.infos[book].path, host.cells.infos[book].lang, host.path(book)
    heads = editing.headers(path)
    changes = difference(version, book.kind)
    from xlsales.derive.instructions import SHEET  # openpyxl: nothing a click waits for

    plan = _Plan(Rebuilt(blank_path(book.kind, lang)))
    tables: dict[str, RebuiltTable] = {}
    told: list[Told] = []
    for change in changes:
        table = change.table
        if table.name not in heads:
            _check_gone(name, change, heads)
            continue
        held = _Held(name, lang, change, heads[table.name])
        tables[table.name] = held.rebuilt()
        told += held.told()
        plan.done += held.done
        plan.left += held.left
    sheets: dict[str, tuple[str, ...]] = {}
    for n, table in enumerate(tables_of(book.kind)):
        if table.name not in heads:
            sheets[table.name] = tuple(other.name for other in tables_of(book.kind)[:n])
            told += [Told(table.title.said(lang), c.words.said(lang)) for c in table.columns]
            said = table.title
            plan.done.append(Words(f"新增工作表“{said.zh}”。", f"New sheet: {said.en}."))
    plan.rebuilt = Rebuilt(plan.rebuilt.blank, sheets, tables, SHEET.said(lang), tuple(told))
    return plan


def _check_gone(workbook: str, change: Changed, heads: Mapping[str, Sequence[str]]) -> None:
    """Make sure that a table that is not there goes by no other name.

    Raises:
        Unusable: another one has all its headers; a program may have named it so.
    """
    words = [{folded(word) for word in was.words} for was, _ in change.kept]
    for name, headers in heads.items():
        there = set(map(folded, headers))
        if all(each & there for each in words):
            title = change.table.title
            raise Unusable(
                f"{workbook} 没有改动：工作表“{title.zh}”的表名是 {name}，应为 {change.table.name}。"
                "请在 Excel 的“表设计 - 表名称”（LibreOffice：数据 - 定义区域）中改名，然后再试。",
                f"{workbook} was not changed: the table on sheet {title.en} is named {name} instead "
                f"of {change.table.name}. Rename it under Table Design (LibreOffice: Data, Define "
                "Range), then try again.",
            )


class _Held:
    """One table of a workbook, held against what two versions say of it."""

    def __init__(self, workbook: str, lang: Lang, change: Changed, headers: Sequence[str]) -> None:
        self._workbook, self._lang, self._change = workbook, lang, change
        self._headers = {i: folded(header) for i, header in enumerate(headers)}
        self._did: dict[Words, list[Words]] = {}
        """What was done, and with which columns."""
        self.left: list[Words] = []

    @property
    def done(self) -> list[Words]:
        """What is done to the table, in one line; none where it stays as it is."""
        if not self._did:
            return []
        title = self._change.table.title
        zh = "；".join(
            f"{what.zh}：{'、'.join(words.zh for words in with_)}"
            for what, with_ in self._did.items()
        )
        en = "; ".join(
            f"{what.en}: {', '.join(words.en for words in with_)}"
            for what, with_ in self._did.items()
        )
        return [Words(f"工作表“{title.zh}”中，{zh}。", f"Sheet {title.en}, {en}.")]

    def rebuilt(self) -> RebuiltTable:
        """Return what becomes of the table.

        Raises:
            Unusable: a person's own column has the header of a new one.
        """
        table, lang = self._change.table, self._lang
        renamed = dict(self._renamed())
        self._headers |= {index: folded(header) for index, header in renamed.items()}
        added = tuple(column for column in self._change.added if self._comes(column))
        at = {column.key: self._place(column.words) for column in table.columns}
        places = {
            column.words.said(lang): index
            for column in table.columns
            if (index := at[column.key]) is not None
        }
        looks: dict[int, Look] = {}
        for was, now in self._change.kept:
            index = at[now.key]
            if _differs(was, now) and index is not None:
                looks[index] = _look(was, now, lang)
                self._say(
                    "更新了格式或下拉名单的列",
                    "columns with another format or drop-down",
                    now.words,
                )
        for column in added:
            self._say("新增的列", "new columns", column.words)
        for gone in self._change.dropped:
            self._say("本系统不再使用的列", "columns not used any more", gone.words)
        return RebuiltTable(renamed, tuple(c.words.said(lang) for c in added), looks, places)

    def told(self) -> Iterator[Told]:
        """Yield the lines of the instruction sheet that are renewed."""
        lang, title = self._lang, self._change.table.title.said(self._lang)
        for column in self._change.added:
            yield Told(title, column.words.said(lang))
        for was, column in self._change.kept:
            if was.words != column.words or _differs(was, column):
                yield Told(title, column.words.said(lang), was.words.said(lang))

    def _renamed(self) -> Iterator[tuple[int, str]]:
        """Yield the places of headers that get another name, in the language that they have."""
        pairs = [(was, column) for was, column in self._change.kept if was.words != column.words]
        going = {folded(word) for was, _ in pairs for word in was.words}
        for was, column in pairs:
            there = (
                (index, old, new)
                for old, new in zip(was.words, column.words, strict=True)
                if (index := self._at(old)) is not None
            )
            index, old, new = next(there, (None, "", ""))
            if index is None:
                self._leave(was, column)
            elif old != new:
                taken = self._at(new)
                if taken not in {None, index} and folded(new) not in going:
                    raise self._own(new)
                said = Words(f"{old} → {new}", f"{old} → {new}")
                self._say("改名的列", "columns renamed", said)
                yield index, new

    def _leave(self, was: FormerColumn, column: Column) -> None:
        """Tell of a header that a person changed, unless it is the new one already."""
        if self._place(column.words) is not None:
            return
        title, zh, en = self._change.table.title, column.zh, column.en
        self.left.append(
            Words(
                f"工作表“{title.zh}”中没有标题“{was.words.zh}”，未改名；请将该列的标题改为“{zh}”。",
                f"sheet {title.en} has no header “{was.words.en}”; give that column the header "
                f"“{en}” yourself.",
            )
        )

    def _comes(self, column: Column) -> bool:
        """Return whether a new column is added; one of its header that is there is taken for it."""
        if self._place(column.words) is None:
            return True
        title, words = self._change.table.title, column.words
        self.left.append(
            Words(
                f"工作表“{title.zh}”中已有“{words.zh}”列，今后作为本系统的列使用。",
                f"sheet {title.en} has a column “{words.en}” already; it is the program's now.",
            )
        )
        return False

    def _place(self, words: Words) -> int | None:
        return next((at for word in words if (at := self._at(word)) is not None), None)

    def _at(self, word: str) -> int | None:
        wanted = folded(word)
        return next((i for i, header in self._headers.items() if header == wanted), None)

    def _say(self, zh: str, en: str, words: Words) -> None:
        self._did.setdefault(Words(zh, en), []).append(words)

    def _own(self, header: str) -> Unusable:
        title = self._change.table.title
        return Unusable(
            f"{self._workbook} 没有改动：工作表“{title.zh}”中有自行添加的列“{header}”，"
            "升级后本系统的列也叫此名。请先将自行添加的列改名，然后再试。",
            f"{self._workbook} was not changed: sheet {title.en} has a column of your own, "
            f"“{header}”, which is what a column of the program will be called. Rename yours, "
            "then try again.",
        )


def _differs(was: FormerColumn, now: Column) -> bool:
    """Return whether a column looks, or is checked, otherwise than before."""
    like = was.type, was.number_format, was.by, was.ref, was.hidden
    return like != _like(now)


def _like(now: Column) -> tuple[object, ...]:
    return now.type.key, number_format(now), now.by.value, now.ref, now.hidden


def _look(was: FormerColumn, now: Column, lang: Lang) -> Look:
    return Look(
        now.words.said(lang),
        was.number_format,
        grey=was.by != now.by.value or was.hidden != now.hidden,
        checked=(was.type, was.ref) != (now.type.key, now.ref),
    )
