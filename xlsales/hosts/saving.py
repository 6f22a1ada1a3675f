"""What a press writes to the disk, put together for :mod:`xlsales.office.commit`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.hosts.memory import Change
from xlsales.office import backups, given, journal, keeping
from xlsales.office.commit import Lines, Move, Opened, Plan, Transaction, changed_meanwhile
from xlsales.office.folder import HIDDEN
from xlsales.office.journal import Head
from xlsales.office.known import Known, known
from xlsales.office.package import opened, properties
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    from xlsales.hosts.file import FileHost

APPROVED = "xlsales.approved"
"""The property of a score sheet that is frozen: it is never overwritten."""


@dataclass(frozen=True)
class Entry:
    """A press for the journal.

    ``numbers``: the last ones given by stem. ``files``: its documents; None: those that are saved
    with it. ``books``: workbooks that it saves though none of their cells changed. ``said``: what
    the person gave as their reason, and the like.
    """

    user: str
    moment: datetime
    button: str
    changes: Sequence[Change] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] | None = None
    books: tuple[Book, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> tuple[Book, ...]:
        """The workbooks that it writes."""
        return tuple(dict.fromkeys((*(change.book for change in self.changes), *self.books)))


@dataclass(frozen=True)
class Restoring:
    """An *Undo*: which backup takes the workbook's place, and which documents get other names."""

    book: Book
    backup: backups.Backup
    renames: Mapping[str, str]


class OpenBook(Protocol):
    """A workbook that is open in a spreadsheet program.

    ``saves``: whether the program saves it as part of the press, or leaves that to the person.
    """

    book: Book
    saves: bool

    def save_as_typed(self) -> None:
        """Save what the person typed, so that the backup holds it."""

    def change(self, extra: Mapping[str, str]) -> None:
        """Make the press's changes and ``extra`` properties.

        Raises:
            Unusable: it could not; the workbook is as it was.
        """

    def save(self) -> None:
        """Have the program save it.

        Raises:
            Unusable: it could not.
        """

    def put_back(self) -> None:
        """Put back what :meth:`change` changed; it is not saved."""


@dataclass(frozen=True)
class _Paper:
    final: Path
    data: bytes
    replaces: bool


class Saving:
    """One save of all workbooks that changed, with documents and lines for the journal."""

    def __init__(
        self,
        host: FileHost,
        keep: int,
        entries: Sequence[Entry],
        restoring: Restoring | None = None,
        open_book: OpenBook | None = None,
        forgets: Collection[Book] = (),
    ) -> None:
        """Take what is to be saved; ``keep`` backups of each workbook stay.

        ``open_book`` is the one among them that is not a closed file; ``forgets`` are those that are
        gone and not missed any more.
        """
        self._host = host
        self._root = host.root
        self._hidden = host.root / HIDDEN
        self._keep = keep
        self._entries = entries
        self._restoring = restoring
        self._open = open_book
        self._forgets = forgets
        self._changed = False
        """Whether the open workbook holds what the press did to it."""
        self._records: dict[str, _Paper] = {}
        self._files: list[str] = []
        self._tx = Transaction(self._root, self._hidden)

    def run(
        self, documents: Mapping[str, bytes], replacing: Collection[str]
    ) -> tuple[list[Path], dict[str, Head]]:
        """Save; return the documents' paths and the journals' new heads.

        Raises:
            Unusable: nothing was saved, and why.
        """
        books = {book: self._host.path(book) for book in self._host.pending}
        opened = books.pop(self._open.book, None) if self._open else None
        try:
            if self._open:
                self._open.save_as_typed()
            for book, path in books.items():
                self._check(book, path)
            papers = list(self._papers(documents, replacing))
            self._records = {
                given.name_of(self._hidden, book): _Paper(
                    path := given.path_of(self._hidden, book), data, path.exists()
                )
                for book, data in self._host.recording.after(self._restoring).items()
            }
            finals = [*books.values(), *(p.final for p in (*papers, *self._records.values()))]
            for folder in {final.parent for final in finals} | {self._hidden / "journal"}:
                folder.mkdir(parents=True, exist_ok=True)
            self._tx.begin(keeping.beside(final) for final in finals)
            plan, heads = self._prepared(books, papers)
            for book, path in books.items():
                self._check(book, path)
            self._host.lock.check()
            if self._open and opened and self._open.saves:
                plan = self._save_open(self._open, opened, plan, heads)
            elif self._open and opened:
                self._open.change({})
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
        return [paper.final for paper in papers], heads

    def _take_back(self) -> None:
        """Have the open workbook as it was before the press, on the screen and on the disk.

        If its program cannot do that any more, what was begun is left: the next command settles
        it.
        """
        if self._open and self._changed:
            self._open.put_back()
            if self._open.saves:
                self._open.save()

    def _save_open(
        self, open_book: OpenBook, path: Path, plan: Plan, heads: Mapping[str, Head]
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
        return plan

    def _check(self, book: Book, path: Path) -> None:
        keeping.check_writable(path)
        if keeping.stamp(path) != self._host.seen(book):
            if self._host.seen(book) is None:
                raise Unusable(
                    f"文件名 {path.name} 已被占用，未写入任何内容。请将该文件改名或移走。",
                    f"The name {path.name} is taken; nothing was saved. Rename that file or move it.",
                )
            raise changed_meanwhile(path)

    def _papers(
        self, documents: Mapping[str, bytes], replacing: Collection[str]
    ) -> Iterator[_Paper]:
        taken: set[Path] = set()
        for name, data in documents.items():
            final = self._root / name
            replaces = name in replacing and final.exists() and not is_approved(final)
            if replaces:
                keeping.check_writable(final)
            else:
                final = free(final, taken)
            taken.add(final)
            yield _Paper(final, data, replaces)

    # --- preparing ------------------------------------------------------------------------

    def _prepared(
        self, books: Mapping[Book, Path], papers: Sequence[_Paper]
    ) -> tuple[Plan, dict[str, Head]]:
        files = self._files = [self._tx.name(paper.final) for paper in papers]
        remembered = known(self._hidden)
        records = self._records
        sums = {name: given.digest(record.data) for name, record in records.items()}
        lines, heads = self._lines(files, remembered, sums)
        after = remembered.with_numbers(self._numbers())
        self._put("known.back", after.text())
        unsaved = self._open.book if self._open and not self._open.saves else None
        now = (
            after.with_given(sums)
            .with_heads(heads)
            .with_workbooks(
                self._host.kept(heads, unsaved),
                without={*self._forgets, *self._host.recording.former},
            )
        )
        self._put("known", now.text())
        moves: list[Move] = []
        kept: list[Move] = []
        old: list[str] = []
        for n, (book, path) in enumerate(books.items()):
            saving = Words("保存", "Saving")
            self._host.progress(n, len(books), saving, self._host.infos[book].path)
            moves.append(self._book(n, book, path, heads))
            kept += self._backup(n, book, moves[-1], files, heads)
            old += self._pruned(book)
        for n, paper in enumerate((*papers, *records.values())):
            moves.append(self._paper(n, paper))
        renames = self._restoring.renames if self._restoring else {}
        return (
            Plan(
                tuple(move.part for move in moves),
                self._tx.name(self._tx.aside("known")),
                self._tx.name(self._tx.aside("known.back")),
                tuple(kept),
                tuple(moves[: len(books)]),
                tuple(Move(was, now, None, "") for was, now in renames.items()),
                tuple(moves[len(books) :]),
                tuple(lines),
                tuple(old),
            ),
            heads,
        )

    def _put(self, name: str, data: bytes) -> None:
        keeping.put(self._tx.aside(name), data)

    def _numbers(self) -> dict[str, int]:
        given: dict[str, int] = {}
        for entry in self._entries:
            for stem, count in entry.numbers.items():
                given[stem] = max(count, given.get(stem, 0))
        return given

    def _lines(
        self, files: Sequence[str], remembered: Known, sums: Mapping[str, str]
    ) -> tuple[list[Lines], dict[str, Head]]:
        """Return the journals' new lines, each journal's together, and their heads."""
        texts: dict[str, str] = {}
        heads: dict[str, Head] = {}
        for entry in self._entries:
            name = journal.name_of(entry.user)
            if name not in heads:
                found = journal.head(journal.path_of(self._hidden, name))
                other = remembered.heads.get(name, journal.START)
                # A line cut off since must not be forgotten by writing on in its place.
                heads[name] = other if other.count >= found.count else found
            line = self._line(entry, files)
            if others := {n: h.count for n, h in remembered.heads.items() if n != name}:
                line["since"] = others
            if sums and entry is self._entries[-1]:
                line["given"] = dict(sums)
                if remembered.given is None:
                    line["adopted"] = sorted(sums)
            text, heads[name] = journal.written(heads[name], line)
            texts[name] = texts.get(name, "") + text
        lines = []
        for name, text in texts.items():
            path = journal.path_of(self._hidden, name)
            size = path.stat().st_size if path.exists() else 0
            lines.append(Lines(self._tx.name(path), size, text))
        return lines, heads

    def _line(self, entry: Entry, files: Sequence[str]) -> dict[str, object]:
        infos = self._host.infos
        return {
            "time": entry.moment.isoformat(timespec="seconds"),
            "user": entry.user,
            "button": entry.button,
            "workbooks": [self._host.name_of(book) for book in entry.touched],
            "changes": [
                {
                    "workbook": infos[change.book].path,
                    "table": change.table,
                    "row": change.row,
                    **({"key": change.key} if change.key else {}),
                    "column": change.column,
                    "from": journal.as_json(change.was),
                    "to": journal.as_json(change.now),
                }
                for change in entry.changes
            ],
            "files": list(files if entry.files is None else entry.files),
            **({"numbers": dict(entry.numbers)} if entry.numbers else {}),
            **entry.said,
            **({"renamed": dict(self._restoring.renames)} if self._restoring else {}),
        }

    def _book(self, n: int, book: Book, path: Path, heads: Mapping[str, Head]) -> Move:
        """Write a workbook's part and the copy of what it was."""
        saved, part = self._tx.aside(f"{n}{path.suffix}"), keeping.beside(path)
        was, source = None, path
        if path.exists():
            was = keeping.copied(path, saved)
        elif self._restoring:
            keeping.copied(self._restoring.backup.path, saved)
        else:
            self._host.write_blank(book, saved)
            source = saved
        if self._restoring:
            source = self._restoring.backup.path
        extra = {journal.PROPERTY + name: str(head) for name, head in heads.items()}
        self._host.write(book, source, part, extra)
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
        mine = [entry for entry in self._entries if book in entry.touched]
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
                self._host.infos[other].path for other in self._host.pending if other != book
            ],
            "before": move.was,
            "after": move.now,
            "heads": {name: str(head) for name, head in heads.items()},
        }
        if self._restoring:
            said["restored"] = self._restoring.backup.number
            said["renamed"] = dict(self._restoring.renames)
        self._put(f"{n}.json", json.dumps(said, ensure_ascii=False, indent=0).encode())
        waiting, final = move.saved
        note = Path(final).with_suffix(".json").as_posix()
        newest = self._tx.name(backups.after(self._root / final))
        yield Move(waiting, final, None, "")
        record = given.path_of(self._hidden, self._host.recording.was(book))
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
        newest = (backups.after(backup.path) for backup in found)
        yield from (self._tx.name(path) for path in newest if path.exists())
        for backup in found[: max(0, len(found) + 1 - self._keep)]:
            if self._restoring is None or backup.number != self._restoring.backup.number:
                yield self._tx.name(backup.path)
                yield self._tx.name(backups.record_of(backup.path))
                yield self._tx.name(backup.path.with_suffix(".json"))

    def _paper(self, n: int, paper: _Paper) -> Move:
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


def is_approved(path: Path) -> bool:
    """Return whether a generated workbook was approved; one that cannot be read counts as such."""
    if not path.exists():
        return False
    try:
        with opened(path) as package:
            return APPROVED in properties(path, package)
    except Unusable:
        return True


def free(path: Path, taken: Collection[Path] = ()) -> Path:
    """Return the path, or the first numbered one beside it that is not taken."""
    number, found = 1, path
    while found in taken or found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def _disk(trouble: OSError) -> Unusable:
    name = Path(str(trouble.filename)).name if trouble.filename else ""
    return Unusable(
        f"写入失败，原有文件均未改动：{name} {trouble.strerror}。请检查磁盘空间和权限后再试。",
        f"Nothing was saved and no file changed: {name} {trouble.strerror}. "
        "Check disk space and rights, then try again.",
    )
