"""*Undo*: puts back what a workbook was before the last press that changed it (flow.md).

It is about one workbook, that of the person who presses it: other workbooks that the same press
changed belong to other people and are only named. A number that the press gave stays used, and
its documents stay too, marked void in their names and across their pages.
"""

import contextlib
import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from zipfile import BadZipFile

from xlsales.core.arguments import Ask
from xlsales.core.cells import same
from xlsales.core.grid import Grid
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.forms.files import FORM_VERSION
from xlsales.forms.tables import tables_of
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.files.noticing import between
from xlsales.hosts.files.papers import free
from xlsales.hosts.files.task import Restoring
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.hosts.tools import resting
from xlsales.office.folder import HIDDEN
from xlsales.office.packages.package import Identity, damaged, identify
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import backups, journal, keeping
from xlsales.office.saving.backups import Backup
from xlsales.office.unusable import Unusable

_VOID = Words("-作废", "-void")
_NAMED = 4


class LosesChanges(Refusal):
    """What was changed since would be lost; with ``force`` it is.

    How a person asks for that is said where they press: a window asks, the command line has an
    option.
    """


class RestsOn(LosesChanges):
    """Others have built on the press; with ``force`` it is taken back all the same."""


@dataclass(frozen=True)
class Foreseen:
    """What *Undo* would take back, for the person to look at before it is done."""

    press: Words
    did: Words


class UndoArgs(Arguments):
    """What *Undo* asks for."""

    force: Annotated[
        bool,
        Ask(
            "放弃之后的改动",
            "Give up later changes",
            "即使工作簿之后又有改动，也予恢复",
            "restore even if the workbook was changed since",
        ),
    ] = False
    redo: Annotated[
        bool,
        Ask("恢复撤销", "Redo", "取消上一次撤销", "takes the last undo back"),
    ] = False
    forward: Annotated[
        bool,
        Ask(
            "换回最新",
            "Forward",
            "工作簿被换回旧内容或找不到时，换回最后一次操作之后的内容",
            "the workbook was put back to an older content or is gone: fetch its newest one",
        ),
    ] = False


@dataclass(frozen=True, kw_only=True)
class PutBack(Reply):
    """The workbook that was put back, by its path."""

    restored: str


def undo(host: OfficeHost, call: Call[UndoArgs]) -> tuple[Outcome[PutBack], tuple[Change, ...]]:
    """Put a workbook back by one press; pressed again, by one more.

    One that is gone comes back with its newest content, and so does one that was put back to an
    older content where ``forward`` asks for it (memory.md, *Older contents*).

    Returns what to say, and the cells that changed.

    Raises:
        Refusal: there is nothing to undo, or the workbook was changed since and ``force`` is off.
        Unusable: a file is open or cannot be written; nothing changed.
    """
    book = call.book
    if call.args.forward or book in host.source.folder.gone:
        return _forward(host, call)
    host.source.folder.newest_of(book)
    name = host.name_of(book)
    assert name is not None
    path = host.root / name
    if not call.args.redo and (taken := host.saver.take_back(force=call.args.force)) is not None:
        said, turned = taken
        return Outcome(PutBack(restored=name), notes=(said,)), turned
    host.saver.settle(book)
    found = backups.backups(backups.folder_of(host.root / HIDDEN, book))
    backup, changed = backups.step_back(found)
    if call.args.redo:
        backup, changed = backups.step_forward(found), False
    if backup is None:
        what = Words("撤销", "undo") if not call.args.redo else Words("恢复", "redo")
        raise Refusal(
            f"{path.name} 没有可以{what.zh}的操作。",
            f"There is nothing to {what.en} in {path.name}.",
        )
    if book not in host.cells.infos:  # what is damaged says nothing of itself
        host.renew(book, _identity(found[-1]))
    changed = changed or keeping.digest(path) != found[-1].said.get("after")
    if changed and not call.args.force:
        said = resting.pressed(backup.said)
        raise LosesChanges(
            f"{path.name} 在该次操作（{said.zh}）之后又有改动，撤销会丢失这些改动，未撤销。",
            f"{path.name} was changed after that press ({said.en}). "
            "Undo would lose those changes and was not done.",
        )
    mine, rests = _built_on(host, book, found, backup)
    if rests and not call.args.force and not call.args.redo:
        said = resting.pressed(backup.said)
        raise RestsOn(
            "\n".join((f"未撤销：{said.zh}。之后别处已据此办理：", *(each.zh for each in rests))),
            "\n".join(
                (f"Not undone: {said.en}. Others have built on it:", *(each.en for each in rests))
            ),
        )
    renames = dict(_renames(host, backup, redo=call.args.redo))
    copies = dict(_copies(host, backup, redo=call.args.redo))
    for name in (*renames, *copies):
        keeping.check_writable(host.root / name)
    changes, rows = _changes(host, book, backup)
    entry = Entry(call.user, call.moment, "undo", changes, files=(), books=(book,), said=rows)
    contents = dict(_stamped(host.root, renames, host.cells.lang, redo=call.args.redo))
    moved = {**renames, **copies}
    host.saver.restore(Restoring(book, backup, moved, contents), entry)
    did = () if call.args.redo else _did(host, book, mine, changes)
    notes = (
        *_notes(backup, renames, resting.told(did), redo=call.args.redo),
        *_put_back(copies, redo=call.args.redo),
        *_form(host, book),
    )
    return Outcome(PutBack(restored=host.cells.infos[book].path), notes=notes), changes


def foreseen(host: OfficeHost, call: Call[UndoArgs]) -> Foreseen | None:
    """Return what *Undo* would take back; None where there is nothing, or it only puts forward."""
    book = call.book
    if call.args.forward or call.args.redo or book in host.source.folder.gone:
        return None
    unsaved = host.saver.to_take_back()
    if unsaved is not None:
        said, changes = unsaved
        return Foreseen(said, resting.told(resting.cells_of(changes)))
    found = backups.backups(backups.folder_of(host.root / HIDDEN, book))
    backup, _ = backups.step_back(found)
    if backup is None or book not in host.cells.infos:
        return None
    mine = resting.of_backup(host, book, found, backup, resting.presses(host))
    did = _did(host, book, mine, () if mine else _changes(host, book, backup)[0])
    return Foreseen(resting.pressed(backup.said), resting.told(did))


def _did(
    host: OfficeHost, book: Book, mine: Sequence[resting.Press], changes: Sequence[Change]
) -> tuple[resting.Did, ...]:
    """Return the cells of the presses that are taken back; of the restoring where none is known."""
    names = host.names_of(book)
    told = tuple(did for press in mine for did in press.did(names))
    return told or resting.cells_of(changes)


def _built_on(
    host: OfficeHost, book: Book, found: Sequence[Backup], backup: Backup
) -> tuple[tuple[resting.Press, ...], tuple[Words, ...]]:
    """Return the presses that a backup was made for, and what rests on them."""
    everyone = resting.presses(host)
    mine = resting.of_backup(host, book, found, backup, everyone)
    return mine, resting.resting(host, book, mine, everyone)


def _forward(host: OfficeHost, call: Call[UndoArgs]) -> tuple[Outcome[PutBack], tuple[Change, ...]]:
    """Put a workbook's newest content in its place."""
    book = call.book
    name, folder = host.name_of(book), backups.folder_of(host.root / HIDDEN, book)
    assert name is not None
    found, newest = backups.backups(folder), backups.newest(folder)
    absent, path = book in host.source.folder.gone, host.root / name
    if not absent and book in host.cells.infos and book not in host.source.folder.older:
        raise Refusal(
            f"{name} 未被换回旧内容，无需换回最新内容。",
            f"{name} was not put back to an older content; there is nothing to fetch.",
        )
    note = Words(f"已换回 {name} 的最新内容。", f"{name} has its newest content again.")
    if newest is None and absent and found:
        # an office of before the content after a press was kept
        newest, said = found[-1], resting.pressed(found[-1].said)
        note = Words(
            f"已取回 {name}，是最后一次操作（{said.zh}）之前的内容。",
            f"{name} is back, as it was before the last press ({said.en}).",
        )
    if newest is None:
        raise Refusal(
            f"办公文件夹中没有保留 {name} 的最新内容。请从其他途径找回，或用 xlsales accept-older 认可。",
            f"The office has not kept the newest content of {name}. Find it elsewhere, or let it "
            "stand with xlsales accept-older.",
        )
    host.saver.settle(book)
    now = keeping.digest(path)
    known = {None, *(one.said.get(at) for one in found for at in ("before", "after"))}
    if now not in known and not call.args.force:
        raise LosesChanges(
            f"{name} 的现有内容不在备份中，换回最新内容会丢失其中的改动，未换回。",
            f"What {name} holds now is in no backup. Fetching the newest would lose it and was "
            "not done.",
        )
    host.renew(book, _identity(newest))
    changes, _ = _changes(host, book, newest)
    # the journal accounts for the newest content, whatever lay in its place
    rows: Mapping[str, object] = (
        {journal.ROWS: []} if backups.is_newest(newest.path) else {journal.LOST: ""}
    )
    entry = Entry(call.user, call.moment, "undo", changes, files=(), books=(book,), said=rows)
    host.saver.restore(Restoring(book, newest, {}), entry)
    return Outcome(PutBack(restored=name), notes=(note,)), changes


def _identity(backup: Backup) -> Identity:
    """Return what a backup says of itself.

    Raises:
        Unusable: it has lost that, or cannot be read.
    """
    found = identify(backup.path)
    if found is None:
        raise damaged(backup.path)
    return found


def _renames(host: OfficeHost, backup: Backup, *, redo: bool) -> Iterator[tuple[str, str]]:
    """Yield the documents that get another name: void ones, or back to valid."""
    if redo:
        yield from (pair for pair in _renamed_back(host, backup) if not _is_merged(pair[1]))
        return
    for name in resting.void_names(host.root, backup.said.get("files") or ()):
        for path in (host.root / name, *_beside(host.root / name)):
            void = free(path.with_name(path.stem + _VOID.said(host.cells.lang) + path.suffix))
            yield host.source.folder.relative(path), host.source.folder.relative(void)


def _copies(host: OfficeHost, backup: Backup, *, redo: bool) -> Iterator[tuple[str, str]]:
    """Yield the copies that come back where their merge is undone, or go again."""
    if redo:
        yield from (pair for pair in _renamed_back(host, backup) if _is_merged(pair[1]))
        return
    for was, now in _mapping(backup.said.get("merged")).items():
        if (host.root / now).exists():
            yield now, host.source.folder.relative(free(host.root / was))


def _renamed_back(host: OfficeHost, backup: Backup) -> Iterator[tuple[str, str]]:
    for was, now in _mapping(backup.said.get("renamed")).items():
        if (host.root / now).exists() and not (host.root / was).exists():
            yield now, was


def _is_merged(name: str) -> bool:
    return name.startswith(f"{HIDDEN}/")


def _put_back(copies: Mapping[str, str], *, redo: bool) -> Iterator[Words]:
    for name in copies.values() if not redo else ():
        yield Words(f"副本已放回：{name}。", f"The copy is back: {name}.")


def _beside(document: Path) -> Iterator[Path]:
    """Yield the PDF and the pictures that were made of a document."""
    stem = glob.escape(document.stem)
    for pattern in (f"{stem}.pdf", f"{stem}.png", f"{stem}-[0-9]*.png"):
        yield from sorted(document.parent.glob(pattern))


def _stamped(
    root: Path, renames: Mapping[str, str], lang: Lang, *, redo: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield void documents by their new names, saying so across their pages; valid ones, no more.

    Its name says it in any case: one that cannot be read any more is left as it is.
    """
    from xlsales.documents.void import unvoided, voided

    for was, now in renames.items():
        if was.lower().endswith(".xlsx"):
            with contextlib.suppress(OSError, BadZipFile, KeyError, ValueError):
                data = (root / was).read_bytes()
                yield now, unvoided(data) if redo else voided(data, lang)


def _mapping(found: Any) -> Mapping[str, str]:
    return found if isinstance(found, dict) else {}


def _changes(
    host: OfficeHost, book: Book, backup: Backup
) -> tuple[tuple[Change, ...], Mapping[str, object]]:
    """Return the cells that the restoring changes, and what the journal says of the rows.

    Nothing, and that it is not known, if one of the two cannot be read.
    """
    lang, tables = host.cells.infos[book].lang, tables_of(book.kind)
    try:
        now = {g.table.name: g for g in read_workbook(host.path(book), book, lang, tables)}
        then = {g.table.name: g for g in read_workbook(backup.path, book, lang, tables)}
    except Unusable:
        return (), {journal.LOST: ""}
    name = host.cells.infos[book].path
    rows = [{"workbook": name, **each} for each in between(now.values(), then.values())]
    changes = tuple(
        change
        for table in tables
        if table.name in now and table.name in then
        for change in _between(now[table.name], then[table.name])
    )
    return changes, {journal.ROWS: rows}


def _between(now: Grid, then: Grid) -> Iterator[Change]:
    first = min(now.first_row, then.first_row)
    last = max(grid.first_row + len(grid.cells) for grid in (now, then))
    for row in range(first, last):
        for key in now.table.by_key:
            if key not in now.columns or key not in then.columns:
                continue  # an older form has it not, or by another header
            was, will = _cell(now, row, key), _cell(then, row, key)
            if not same(was, will):
                yield Change(now.book, now.table.name, row, key, was, will)


def _cell(grid: Grid, row: int, key: str) -> Cell:
    index = row - grid.first_row
    if not 0 <= index < len(grid.cells) or key not in grid.columns:
        return None
    cells, at = grid.cells[index], grid.columns[key]
    return (cells[at] if at < len(cells) else None) or None if cells else None


def _form(host: OfficeHost, book: Book) -> Iterator[Words]:
    """Say of a workbook that was put back that it is of an older form again."""
    identity = identify(host.path(book))
    if identity is not None and identity.form_version < FORM_VERSION:
        version = identity.form_version
        yield Words(
            f"{host.cells.infos[book].path} 又是第 {version} 版工作簿；"
            "按基础资料中的“工具 - 升级工作簿”（xlsales upgrade）可再次升级。",
            f"{host.cells.infos[book].path} has form version {version} again; Upgrade under Tools "
            "(xlsales upgrade) brings it to the newest.",
        )


def _notes(
    backup: Backup, renames: Mapping[str, str], did: Words, *, redo: bool
) -> Iterator[Words]:
    said = resting.pressed(backup.said)
    yield (
        Words(f"已取消撤销（{said.zh}）。", f"The undo was taken back ({said.en}).")
        if redo
        else Words(f"已撤销：{said.zh}。", f"Undone: {said.en}.")
    )
    if did.zh:
        yield did
    if renames:
        names = "、".join(Path(name).name for name in renames.values())
        yield Words(
            f"单据改名为：{names}；编号不再使用。" if not redo else f"单据恢复为：{names}。",
            f"Documents renamed to: {names}" + ("" if redo else "; their numbers stay used."),
        )
    others = backup.said.get("others") or ()
    if others and not redo:
        zh, en = "、".join(others[:_NAMED]), ", ".join(others[:_NAMED])
        if len(others) > _NAMED:
            zh, en = f"{zh} 等 {len(others)} 个工作簿", f"{en} … ({len(others)} workbooks)"
        yield Words(
            f"该操作还改动了 {zh}，未撤销；需要时请分别在其中按“撤销”。",
            f"That press also changed {en}, which was left; press Undo there if it is needed.",
        )
