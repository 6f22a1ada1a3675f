"""*Merge copy*: a copy comes home, by rows and three ways (memory.md, *Copies come home*).

What did not conflict comes into the office's own workbook by one press, which *Undo* takes back; the
copy goes out of the way. What became of the rows says :mod:`xlsales.forms.merging`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.column import By
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Words
from xlsales.forms.merging import Add, Conflict, Facts, Merge, Put, Remove, merged
from xlsales.forms.states import TableState
from xlsales.forms.tables import BY_NAME
from xlsales.hosts import grey
from xlsales.hosts.files.bases import Base, base_of
from xlsales.hosts.files.copies import States, states, states_in
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.files.papers import free
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.hosts.tools import copying
from xlsales.hosts.tools.adopting import Keyed
from xlsales.office.saving import journal, keeping

MERGED = "merged"
"""The folder beside the journal in which merged copies lie."""


class MergeArgs(Arguments):
    """What *Merge copy* asks for."""

    copy_: Annotated[
        str,
        Ask(
            "副本",
            "Copy",
            "办公文件夹中的副本文件",
            "the copy, a file in the office's folder",
            positional=True,
            metavar="COPY",
        ),
    ]
    write: Annotated[
        bool,
        Ask("写入", "Write", "写入原工作簿；不选则只列出", "write it; without, it is only told"),
    ] = False
    take: Annotated[
        tuple[str, ...],
        Ask(
            "取舍",
            "Take",
            "冲突取哪一方：mine（原工作簿）或 theirs（副本），后跟编号或 编号.列",
            "of what both changed: mine or theirs, then the row's key, or KEY.COLUMN",
            metavar="mine|theirs KEY[.COLUMN]",
        ),
    ] = ()


@dataclass(frozen=True)
class Taken(ReplyRow):
    """A cell that comes from the copy."""

    table: str
    key: str
    column: str
    value: str | None


@dataclass(frozen=True)
class Clash(ReplyRow):
    """A cell, or without a column a row, that both sides changed; rows as their words."""

    table: str
    key: str
    column: str | None
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True, kw_only=True)
class Merging(Reply):
    """What comes from the copy, what went in it, what nobody can tell; whether it was written.

    ``base``: the kept content that both come from, by its path in the office.
    """

    base: str | None
    merged: tuple[Taken, ...]
    added: tuple[Keyed, ...]
    deleted: tuple[Keyed, ...]
    conflicts: tuple[Clash, ...]
    written: bool


@dataclass(frozen=True)
class Table:
    """What becomes of one table, with its rows on both sides."""

    mine: TableState
    theirs: TableState
    merge: Merge

    @property
    def name(self) -> str:
        """The table's name."""
        return self.mine.table.name

    def key(self, mine: int | None, theirs: int | None = None) -> str:
        """Return how a row is named: by its key, else by where it stands (in the copy: ``+``)."""
        if mine is not None:
            return self.mine.keys[mine] or f"{self.name}#{self.mine.at[mine]}"
        assert theirs is not None
        return self.theirs.keys[theirs] or f"{self.name}#+{self.theirs.at[theirs]}"


def merge(host: OfficeHost, call: Call[MergeArgs]) -> tuple[Outcome[Merging], tuple[Change, ...]]:
    """Put a copy and the office's own workbook together.

    Returns what to say, and the cells that changed.

    Raises:
        Refusal: it is no copy of a workbook here, was merged before, or a row to take is unknown.
        Unusable: the copy or the workbook cannot be used, or is open; nothing changed.
    """
    copy = copying.found(host, call.args.copy_, call.book)
    book = copy.identity.book
    if call.args.write:
        host.source.folder.newest_of(book)
        keeping.check_writable(copy.path)
    seen = keeping.digest(copy.path)
    base, tables = put_together(host, copy)
    tables = _decided(tables, call.args.take)
    reply = Merging(
        base=base.name if base else None,
        merged=tuple(_taken(tables)),
        added=tuple(Keyed(t.name, t.key(None, each.at)) for t in tables for each in t.merge.added),
        deleted=tuple(Keyed(t.name, t.key(each.at)) for t in tables for each in t.merge.deleted),
        conflicts=tuple(clash(t, each) for t in tables for each in t.merge.conflicts),
        written=call.args.write,
    )
    changes: list[Change] = []
    name = host.source.folder.relative(copy.path)
    if call.args.write:
        if keeping.digest(copy.path) != seen:
            raise copying.changed(copy.path)
        changes = _written(host, book, tables)
        changes += grey.after_tool(host.cells, host.saver, call, book, changes)
        place = free(host.source.hidden / MERGED / copy.path.name)
        said = {"copy": name, "base": base.name if base else ""}
        numbers = dict(copying.numbers(tables_added(tables)))
        entry = Entry(
            call.user, call.moment, "merge_copy", changes, numbers, books=(book,), said=said
        )
        moves = {name: host.source.folder.relative(place)}
        host.cells.change(book)
        host.saver.commit({}, host.saver.keep, entries=(entry,), moves=moves)
        host.source.brought(copy.path)
    notes = tuple(_notes(host, book, name, reply, tables))
    left = call.args.write and bool(reply.conflicts)
    read = sum(len(table.theirs) for table in tables)
    return Outcome(reply, notes=notes, refused=left, read=read), tuple(changes)


def put_together(host: OfficeHost, copy: copying.Found) -> tuple[Base | None, list[Table]]:
    """Return what the copy and the office's own come from, and what becomes of each table.

    Raises:
        Unusable: one of the files cannot be read.
    """
    book, source = copy.identity.book, host.source
    heads = journal.heads_in(copy.identity.properties)
    theirs = states_in(copy.path, book, copy.identity.lang)
    host.cells.load(book)
    mine = states(sheet.grid for sheet in host.cells.sheets_of(book))
    base = base_of(source, book, theirs, heads, host.cells.infos[book].lang)
    pressed = copying.pressed(source.hidden)
    tables = []
    for name, own in mine.items():
        if name not in theirs:
            continue
        facts = Facts(
            pressed=_of(pressed, name),
            referred=copying.referred(host, name),
            made=copying.made(host, name),
        )
        was = (base.tables.get(name) or _nothing(own)) if base else None
        earlier = base.earlier.get(name) if base and base.earlier is not base.tables else None
        merge_ = merged(was, own, theirs[name], facts, earlier)
        tables.append(Table(own, theirs[name], merge_))
    return base, tables


def _nothing(state: TableState) -> TableState:
    """Return a table without rows, as one has it that is older than the table."""
    return TableState([], {name: [] for name in state.columns}, state.table, [])


def _of(pressed: copying.Pressed, table: str) -> Callable[[str, str, Cell], bool]:
    return lambda key, column, cell: pressed(table, key, column, cell)


def tables_added(tables: Sequence[Table]) -> Iterator[str]:
    """Yield the numbers that come with rows of the copy."""
    for table in tables:
        kept = table.mine.table
        given = [name for name in kept.key if kept.by_key[name].by is By.GIVEN]
        for each in table.merge.added:
            for column in given:
                if isinstance(number := each.cells.get(column), str):
                    yield number


# --- what is taken -------------------------------------------------------------------------


def _decided(tables: list[Table], take: Sequence[str]) -> list[Table]:
    """Decide conflicts as the person wants them.

    Raises:
        Refusal: there is no such conflict, or it is not said which side is meant.
    """
    for text in take:
        side, _, wanted = text.partition(" ")
        if side not in {"mine", "theirs"}:
            raise Refusal(
                f"--take 之后应为 mine（原工作簿）或 theirs（副本），不能是“{side}”。",
                f"--take is followed by mine or theirs, not “{side}”.",
            )
        known = False
        for table in tables:
            left: list[Conflict] = []
            for each in table.merge.conflicts:
                key = table.key(each.mine, each.theirs)
                if wanted in {key, f"{key}.{each.column}"}:
                    known = True
                    if side == "theirs" and each.does is None:
                        raise Refusal(
                            f"{key} 已编号，不能因副本中没有而删除。需要取消的，请按正常办法办理。",
                            f"{key} has a number and does not go for a copy that lacks it. Cancel it "
                            "as usual if need be.",
                        )
                    if side == "theirs" and each.does is not None:
                        _take(table.merge, each.does)
                else:
                    left.append(each)
            table.merge.conflicts = left
        if not known:
            raise Refusal(
                f"没有编号为“{wanted}”的冲突。请按列出的冲突填写编号或 编号.列。",
                f"Nothing conflicts under “{wanted}”. Give KEY or KEY.COLUMN as they are listed.",
            )
    return tables


def _take(into: Merge, does: Put | Add | Remove) -> None:
    match does:
        case Put():
            into.put.append(does)
        case Add():
            into.added.append(does)
        case Remove():
            into.deleted.append(does)


def _written(host: OfficeHost, book: Book, tables: Sequence[Table]) -> list[Change]:
    """Bring what is taken into the cells of the workbook."""
    changes: list[Change] = []
    for table in tables:
        rows: dict[int, dict[str, Cell]] = {}
        for each in table.merge.put:
            rows.setdefault(each.at, {})[each.column] = each.value
        for gone in table.merge.deleted:
            rows[gone.at] = dict.fromkeys(table.mine.columns)
        for at, cells in sorted(rows.items()):
            changes += host.cells.bring(book, table.name, cells, table.mine.at[at])
        for new in table.merge.added:
            changes += host.cells.bring(book, table.name, new.cells)
    return changes


# --- what is said --------------------------------------------------------------------------


def _taken(tables: Sequence[Table]) -> Iterator[Taken]:
    for table in tables:
        for each in table.merge.put:
            yield Taken(table.name, table.key(each.at), each.column, text_of(each.value))


def clash(table: Table, each: Conflict) -> Clash:
    """Return a conflict as the reply has it."""
    key = table.key(each.mine, each.theirs)
    if each.column is None:
        mine = None if each.mine is None else _row(table.mine, each.mine)
        theirs = None if each.theirs is None else _row(table.theirs, each.theirs)
        return Clash(table.name, key, None, None, mine, theirs)
    assert each.mine is not None
    assert each.theirs is not None
    mine, theirs = (
        text_of(state.columns[each.column][at])
        for state, at in ((table.mine, each.mine), (table.theirs, each.theirs))
    )
    return Clash(table.name, key, each.column, text_of(each.base), mine, theirs)


def _row(state: TableState, at: int) -> str:
    """Return a row in a few words: what stands in its first columns."""
    cells = [text_of(cell) for cell in state.row(at).values()]
    return " ".join(cell for cell in cells[:6] if cell)


def text_of(cell: Cell) -> str | None:
    """Return a cell as a reply has it."""
    held = journal.as_json(cell)
    return None if held in (None, "") else str(held).removesuffix("T00:00:00")


def _notes(
    host: OfficeHost, book: Book, copy: str, reply: Merging, tables: Sequence[Table]
) -> Iterator[Words]:
    own = host.cells.infos[book].path
    cells, added, deleted = len(reply.merged), len(reply.added), len(reply.deleted)
    if reply.written:
        yield Words(
            f"已将 {copy} 并入 {own}：改 {cells} 格，增 {added} 行，删 {deleted} 行。副本已移走，撤销可放回。",
            f"{copy} came into {own}: cells {cells}, rows added {added}, rows cleared {deleted}. "
            "The copy was put away; Undo brings it back.",
        )
    else:
        yield Words(
            f"{copy} 可并入 {own}：改 {cells} 格，增 {added} 行，删 {deleted} 行。尚未写入，写入请加 --write。",
            f"{copy} would bring into {own}: cells {cells}, rows added {added}, rows cleared {deleted}. "
            "Nothing is written yet; --write does it.",
        )
    if reply.base is None:
        yield Words(
            "没有保留两者共同的旧内容，凡有不同均列为冲突。",
            "What both come from was not kept, so that every difference is a conflict.",
        )
    if reply.conflicts:
        count = len(reply.conflicts)
        kept = Words(
            f"双方均有改动的有 {count} 处，保留原工作簿的内容。",
            f"Both sides changed {count}; the workbook's own stay.",
        )
        how = Words("要取副本的，用 --take theirs 编号。", " --take theirs KEY takes the copy's.")
        yield kept if reply.written else Words(kept.zh + how.zh, kept.en + how.en)
    again = sorted(
        table.key(None, each.at)
        for table in tables
        for each in table.merge.added
        if each.renumbered
    )
    if again:
        yield Words(
            f"编号 {'、'.join(again)} 在原工作簿中是另一行，副本的行并入后由下一次操作重新编号。",
            f"{', '.join(again)} is another row in the workbook; the copy's rows come without a "
            "number and get a new one at the next press.",
        )
    lacking = [BY_NAME[n].title for n in _lacking(host, book, tables)]
    if lacking:
        yield Words(
            f"副本中没有工作表：{'、'.join(t.zh for t in lacking)}，未并入。",
            f"The copy lacks {', '.join(t.en for t in lacking)}, which was left.",
        )


def _lacking(host: OfficeHost, book: Book, tables: Sequence[Table]) -> list[str]:
    mine: States = states(sheet.grid for sheet in host.cells.sheets_of(book))
    there: Mapping[str, Table] = {table.name: table for table in tables}
    return [name for name in mine if name not in there]
