"""What a save writes to the disk, put together for :mod:`xlsales.office.saving.commit`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.derive.new import new_workbook
from xlsales.hosts.cells import Cells
from xlsales.hosts.files import noticing
from xlsales.hosts.files.lines import Writing, noted_by
from xlsales.hosts.files.noticing import Noticed, noticed
from xlsales.hosts.files.opened import OpenPress
from xlsales.hosts.files.papers import Paper, placed
from xlsales.hosts.files.recording import Recording
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.files.task import Task, whole_change
from xlsales.office.editing import edit
from xlsales.office.saving import backups, given, journal, keeping
from xlsales.office.saving.commit import Move, Opened, Plan, Transaction, changed_meanwhile
from xlsales.office.saving.journal import Head
from xlsales.office.saving.known import LOST, Kept, Known, known
from xlsales.office.unusable import Unusable


@dataclass(frozen=True)
class Written:
    """What was saved: the documents' paths, the journals' new heads, who is another's now."""

    papers: Sequence[Path]
    heads: Mapping[str, Head]
    recording: Recording


class Saving:
    """One save of all workbooks that changed, with documents and lines for the journal."""

    def __init__(self, cells: Cells, source: FolderSource, task: Task) -> None:
        """Take the office, and what is to be saved besides what changed in its cells."""
        self._cells = cells
        self._source = source
        self._task = task
        self._root = source.root
        self._hidden = source.hidden
        self._recording = Recording(cells, source, task.restoring)
        self._changed = False
        """Whether the open workbook holds what the press did to it."""
        self._records: dict[str, Paper] = {}
        self._files: list[str] = []
        self._noticed = Noticed()
        self._contents: dict[Book, str] = {}
        """The hashes of the closed workbooks as they are after it."""
        self._after_press: Callable[[Mapping[Book, str]], Known] = lambda _: Known()
        """What the office remembers after the press, by the contents of workbooks then."""
        self._tx = Transaction(self._root, self._hidden)

    def run(self) -> Written:
        """Save all of it.

        Raises:
            Unusable: nothing was saved, and why.
        """
        cells, source, task = self._cells, self._source, self._task
        books = {book: source.path(cells.infos[book]) for book in cells.changes}
        opened = books.pop(task.opened.book, None) if task.opened else None
        try:
            if task.opened:
                task.opened.save_as_typed()
            for book, path in books.items():
                self._check(book, path)
            papers = list(placed(self._root, task.documents, task.replacing))
            self._records = {
                given.name_of(self._hidden, book): Paper(
                    path := given.path_of(self._hidden, book), data, path.exists()
                )
                for book, data in self._recording.after().items()
            }
            anew = {
                name: Paper(self._root / name, data, replaces=False)
                for name, data in (task.restoring.contents if task.restoring else {}).items()
            }
            prepared = (*papers, *self._records.values(), *anew.values())
            finals = [*books.values(), *(paper.final for paper in prepared)]
            finals += [self._root / name for name in task.moves.values()]
            for folder in {final.parent for final in finals} | {self._hidden / "journal"}:
                folder.mkdir(parents=True, exist_ok=True)
            self._tx.begin(keeping.beside(final) for final in finals)
            plan, heads = self._prepared(books, papers, anew)
            for book, path in books.items():
                self._check(book, path)
            source.lock.check()
            if task.opened and opened and task.opened.saves:
                plan = self._save_open(task.opened, opened, plan, heads)
            elif task.opened and opened:
                task.opened.change({})
                self._changed = True
            self._tx.ready(plan)
        except BaseException as trouble:
            self._take_back()
            self._tx.abandon()
            if isinstance(trouble, OSError):
                raise _disk(trouble) from trouble
            raise
        try:
            self._tx.finish(plan)
        except BaseException as trouble:
            self._take_back()
            if isinstance(trouble, OSError):
                raise _disk(trouble) from trouble
            raise
        return Written([paper.final for paper in papers], heads, self._recording)

    def _take_back(self) -> None:
        """Have the open workbook as it was before the press, on the screen and on the disk.

        If its program cannot do that any more, what was begun is left: the next command settles
        it.
        """
        mine = self._task.opened
        if mine and self._changed:
            mine.put_back()
            if mine.saves:
                mine.save()

    def _save_open(
        self, open_book: OpenPress, path: Path, plan: Plan, heads: Mapping[str, Head]
    ) -> Plan:
        """Let the open workbook be saved by its program; return the plan with its backup."""
        book, n = open_book.book, len(plan.books)
        saved = self._tx.aside(f"{n}{path.suffix}")
        was = keeping.copied(path, saved)
        extra = {journal.PROPERTY + name: str(head) for name, head in heads.items()}
        sign = next(iter(extra.items()))
        place = self._backup_place(book, path)
        move = Move("", self._tx.name(path), was, "", (self._tx.name(saved), place))
        kept = tuple(self._backup(n, book, move, self._files, heads))
        plan = replace(
            plan,
            backups=plan.backups + kept,
            old=(*plan.old, *self._pruned(book)),
            opened=Opened(self._tx.name(path), *sign, self._tx.name(saved)),
        )
        # should all end before the content is known that its program writes
        self._put("known", self._after_press({**self._contents, book: LOST}).text())
        self._tx.waiting(plan)
        open_book.change(extra)
        try:
            open_book.save()
        except Exception:
            # it may have written the file and have been gone before it could say so
            written = False
            with suppress(Unusable):
                written = self._tx.was_saved(plan)
            if not written:
                open_book.put_back()
                raise
        self._changed = True
        now = keeping.copied(path, self._after(n, path))
        tuple(self._backup(n, book, replace(move, now=now), self._files, heads))
        self._put("known", self._after_press({**self._contents, book: now}).text())
        return plan

    def _check(self, book: Book, path: Path) -> None:
        keeping.check_writable(path)
        seen = self._source.seen(self._cells.infos[book])
        if keeping.stamp(path) != seen:
            if seen is None:
                raise Unusable(
                    f"文件名 {path.name} 已被占用，未写入任何内容。请将该文件改名或移走。",
                    f"The name {path.name} is taken; nothing was saved. Rename that file or move it.",
                )
            raise changed_meanwhile(path)

    # --- preparing ------------------------------------------------------------------------

    def _prepared(
        self, books: Mapping[Book, Path], papers: Sequence[Paper], anew: Mapping[str, Paper]
    ) -> tuple[Plan, dict[str, Head]]:
        task, source = self._task, self._source
        files = self._files = [self._tx.name(paper.final) for paper in papers]
        remembered = known(self._hidden)
        records = self._records
        sums = {name: given.digest(record.data) for name, record in records.items()}
        self._noticed = noticed(self._cells, source, task, remembered)
        infos = self._cells.infos
        changed = self._cells.changes.keys()
        journals = Writing(source, infos, task, files, self._noticed, self._recording, changed)
        lines, heads = journals.lines(remembered, sums)
        after = remembered.with_numbers(journals.numbers)
        self._put("known.back", after.text())
        self._after_press = partial(self._known, remembered, after.with_given(sums), heads)
        moves: list[Move] = []
        kept: list[Move] = []
        old: list[str] = []
        for n, (book, path) in enumerate(books.items()):
            saving = Words("保存", "Saving")
            source.progress(n, len(books), saving, self._cells.infos[book].path)
            moves.append(self._book(n, book, path, heads))
            kept += self._backup(n, book, moves[-1], files, heads)
            old += self._pruned(book)
        self._contents = {book: move.now or "" for book, move in zip(books, moves, strict=True)}
        self._put("known", self._after_press(self._contents).text())
        for n, paper in enumerate((*papers, *records.values(), *anew.values())):
            moves.append(self._paper(n, paper))
        renames = task.restoring.renames if task.restoring else task.moves
        # what is written anew under another name goes aside under its own, and with the press away
        aside = {now: self._tx.name(self._tx.aside(f"renamed{n}")) for n, now in enumerate(anew)}
        return (
            Plan(
                tuple(move.part for move in moves),
                self._tx.name(self._tx.aside("known")),
                self._tx.name(self._tx.aside("known.back")),
                tuple(kept),
                tuple(moves[: len(books)]),
                tuple(Move(was, aside.get(now, now), None, "") for was, now in renames.items()),
                tuple(moves[len(books) :]),
                tuple(lines),
                tuple(old),
            ),
            heads,
        )

    def _put(self, name: str, data: bytes) -> None:
        keeping.put(self._tx.aside(name), data)

    def _known(
        self,
        remembered: Known,
        after: Known,
        heads: Mapping[str, Head],
        contents: Mapping[Book, str],
    ) -> Known:
        """Return what the office remembers once this is saved; ``contents`` of saved workbooks."""
        without = {*self._task.forgets, *self._recording.former}
        kept = self._kept(remembered, heads, {**self._noticed.contents, **contents})
        return after.with_heads(heads).with_workbooks(kept, without)

    def _kept(
        self, remembered: Known, heads: Mapping[str, Head], contents: Mapping[Book, str]
    ) -> dict[Book, Kept]:
        """Return the workbooks as they are once this is saved.

        One that the press changes without its file being saved stays as it is, and those with an
        older content as they were known.
        """
        mine = self._task.opened
        unsaved = mine.book if mine and not mine.saves else None
        found: dict[Book, Kept] = {}
        noted: Mapping[str, object] = {}
        if self._task.entries:
            last = self._task.entries[-1]
            name = journal.name_of(last.user)
            noted = noted_by(last, name, heads[name].count)
        for book, info in self._cells.infos.items():
            if book in self._source.folder.older:
                continue
            has = self._source.heads.get(info.path, {})
            if book in self._cells.changes and book != unsaved:
                has = {**has, **heads}
            kept = remembered.workbooks.get(self._recording.was(book), Kept(info.path))
            kept = replace(kept, path=info.path, heads=has)
            if book in contents:
                since = kept.since or str(noted.get("time", ""))
                kept = replace(kept, content=contents[book], noted=noted, since=since, unsaved=())
            elif book == unsaved:
                kept = replace(kept, unsaved=noticing.unsaved(kept, self._task, book))
            found[self._recording.becomes(book)] = kept
        return found

    def _book(self, n: int, book: Book, path: Path, heads: Mapping[str, Head]) -> Move:
        """Write a workbook's part and the copy of what it was."""
        saved, part = self._tx.aside(f"{n}{path.suffix}"), keeping.beside(path)
        was, source = None, path
        if path.exists():
            was = keeping.copied(path, saved)
        elif self._task.restoring:
            keeping.copied(self._task.restoring.backup.path, saved)
        else:
            new_workbook(saved, book, self._cells.infos[book].lang)
            source = saved
        if self._task.restoring:
            source = self._task.restoring.backup.path
        extra = {journal.PROPERTY + name: str(head) for name, head in heads.items()}
        edit(source, part, whole_change(self._cells, self._source, book, extra))
        with suppress(OSError):  # the rights that the workbook had, where they can be kept
            shutil.copymode(saved, part)
        keeping.flush(part)
        now = keeping.copied(part, self._after(n, path))
        places = self._tx.name(saved), self._backup_place(book, path)
        return Move(self._tx.name(part), self._tx.name(path), was, now, places)

    def _backup_place(self, book: Book, path: Path) -> str:
        folder = backups.folder_of(self._hidden, book)
        folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max((backup.number for backup in backups.backups(folder)), default=0)
        place = folder / f"{number:06d}{path.suffix}"
        backups.after(place).parent.mkdir(parents=True, exist_ok=True)
        return self._tx.name(place)

    def _backup(
        self, n: int, book: Book, move: Move, files: Sequence[str], heads: Mapping[str, Head]
    ) -> Iterator[Move]:
        """Give the copy of what a workbook was its name, with what is said of the press."""
        mine = [entry for entry in self._task.entries if book in entry.touched]
        last = mine[-1] if mine else None
        said: dict[str, Any] = {
            "workbook": move.final,
            "user": last.user if last else "",
            "time": last.moment.isoformat(timespec="seconds") if last else "",
            "button": last.button if last else "",
            "files": [
                file for entry in mine for file in (files if entry.files is None else entry.files)
            ],
            "others": [
                self._cells.infos[other].path for other in self._cells.changes if other != book
            ],
            "before": move.was,
            "after": move.now,
            "heads": {name: str(head) for name, head in heads.items()},
        }
        if cells := noticing.wrote(self._cells, book, move.was, self._task.restoring):
            said["wrote"] = cells
        if self._task.moves:
            said["merged"] = dict(self._task.moves)
        if self._task.restoring:
            said["restored"] = self._task.restoring.backup.number
            said["renamed"] = dict(self._task.restoring.renames)
        self._put(f"{n}.json", json.dumps(said, ensure_ascii=False, indent=0).encode())
        waiting, final = move.saved
        note = Path(final).with_suffix(".json").as_posix()
        newest = self._tx.name(backups.after(self._root / final))
        yield Move(waiting, final, None, "")
        record = given.path_of(self._hidden, self._recording.was(book))
        if record.exists():
            copy = self._tx.aside(f"{n}.given.json")
            keeping.copied(record, copy)
            place = backups.record_of(self._root / final)
            yield Move(self._tx.name(copy), self._tx.name(place), None, "")
        yield Move(self._tx.name(self._tx.aside(f"{n}.json")), note, None, "")
        yield Move(self._tx.name(self._after(n, Path(final))), newest, None, "")

    def _after(self, n: int, path: Path) -> Path:
        """Return where the copy waits of what a workbook is after the press."""
        return self._tx.aside(f"{n}.after{path.suffix}")

    def _pruned(self, book: Book) -> Iterator[str]:
        folder = backups.folder_of(self._hidden, book)
        found = backups.backups(folder)
        drop = found[: max(0, len(found) + 1 - self._task.keep)]
        now = keeping.digest(self._source.path(self._cells.infos[book]))
        befores = [*(backup.said.get("before") for backup in found[1:]), now]
        for backup, before in zip(found, befores, strict=False):
            left = backups.after(backup.path)  # else it is what a copy may come from
            if left.exists() and (backup in drop or backup.said.get("after") == before):
                yield self._tx.name(left)
        for backup in drop:
            if self._task.restoring is None or backup.number != self._task.restoring.backup.number:
                yield self._tx.name(backup.path)
                yield self._tx.name(backups.record_of(backup.path))
                yield self._tx.name(backup.path.with_suffix(".json"))

    def _paper(self, n: int, paper: Paper) -> Move:
        part = keeping.beside(paper.final)
        keeping.put(part, paper.data)
        was: str | None = None
        saved: tuple[str, ...] = ()
        if paper.replaces:
            copy = self._tx.aside(f"paper{n}.was")
            was, saved = keeping.copied(paper.final, copy), (self._tx.name(copy),)
        now = keeping.digest(part)
        assert now is not None
        return Move(self._tx.name(part), self._tx.name(paper.final), was, now, saved)


def _disk(trouble: OSError) -> Unusable:
    name = Path(str(trouble.filename)).name if trouble.filename else ""
    return Unusable(
        f"写入失败，原有文件均未改动：{name} {trouble.strerror}。请检查磁盘空间和权限后再试。",
        f"Nothing was saved and no file changed: {name} {trouble.strerror}. "
        "Check disk space and rights, then try again.",
    )
