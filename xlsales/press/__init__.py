"""The one way a button runs, from the rows to the journal (architecture.md, *A press*)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from xlsales.buttons import Button, macro_of
from xlsales.core.needs import needs_of
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Edit, Outcome, SetCells, SetOwner, SetProperty
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.choosing.completing import completed
from xlsales.flow.facts.numbering import PROPERTY
from xlsales.forms.choices import Kind
from xlsales.forms.gate import lacking, told
from xlsales.forms.tables import tables_of
from xlsales.hosts.grids import Change
from xlsales.hosts.host import Host
from xlsales.hosts.lists import SOURCES
from xlsales.hosts.saver import Entry
from xlsales.office.unusable import UNSHOWN, Unusable
from xlsales.press import saying
from xlsales.press.afterwards import Touched, computed, put_right, shown


@dataclass(frozen=True)
class Pressed:
    """What a press did: the macro's outcome with what the press knows, what changed, files, seconds.

    ``unread``: which rows it did not read; ``warned``: what is wrong with workbooks that it read
    all the same, to be said first.
    """

    outcome: Outcome[Reply]
    changes: tuple[Change, ...] = ()
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    office: Office = field(default_factory=lambda: Office({}))
    unread: tuple[Words, ...] = ()
    warned: tuple[Words, ...] = ()

    @property
    def reply(self) -> Reply:
        """What the command answers."""
        return self.outcome.reply


@dataclass(frozen=True)
class Answer:
    """What a macro answers to the rows of the office, before anything of it is done.

    ``unread`` and ``warned`` are those of :class:`Pressed`.
    """

    office: Office
    outcome: Outcome[Reply]
    unread: tuple[Words, ...] = ()
    warned: tuple[Words, ...] = ()


@contextmanager
def no_sweeping(*, for_good: bool = False) -> Iterator[None]:
    """Look for no unreachable rings of objects meanwhile.

    Rows are no garbage before a press ends, and it takes a seventh of the time of 10,000 rows.
    ``for_good``: nor afterwards, in a process that ends then; it would begin with all that was read.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was and not for_good:
            gc.enable()


def answer(host: Host, button: Button, call: Call[Any]) -> Answer:
    """Ask a button's macro, which is no tool; nothing is changed by that.

    Raises:
        Refusal: the macro cannot do what was asked.
        Unusable: a workbook that it needs cannot be used.
    """
    writes = button.writes and bool(getattr(call.args, "annotate", True))
    warned = tuple(host.source.gate(button, writes=writes))
    office, untold = checked(host, button, call.book)
    call = replace(call, args=completed(office, call.args))
    outcome, unread = saying.with_unread(office, button, call.book, macro_of(button)(office, call))
    if untold:
        outcome = replace(outcome, notes=(*outcome.notes, *untold), refused=True)
    return Answer(office, outcome, unread, warned)


def press(
    host: Host,
    button: Button,
    call: Call[Any],
    *,
    save: bool = True,
    answered: Answer | None = None,
) -> Pressed:
    """Press a button: all of what it does, or nothing.

    With ``save`` off what changed stays in the host's cells, to be saved together later.
    ``answered`` is what the macro answered to the same call and rows, where it was asked before.

    Raises:
        Refusal: the macro cannot do what was asked.
        Unusable: a workbook that it needs cannot be used.
    """
    began = time.perf_counter()
    if button.tool:
        tool: Any = macro_of(button)
        outcome, cells = tool(host, call)
        outcome = saying.with_known(outcome, cells, ())
        copied = host.source.aside({call.book.kind} if call.book.kind else set(Kind))
        warned = tuple(found.words for found in copied)
        return Pressed(outcome, cells, seconds=time.perf_counter() - began, warned=warned)
    made = answered or answer(host, button, call)
    office, outcome = made.office, made.outcome
    changes = host.cells.apply(outcome.edits)
    outcome = saying.with_left(outcome, host.cells.left)
    touched = Touched(_books(host, button, call, made, outcome), outcome.edits, tuple(changes))
    if outcome.edits or outcome.annotate:
        changes += put_right(host.cells, button, call, touched)
        office = host.cells.office(button.reads)
    if outcome.annotate:
        outcome, marked = shown(host, office, button, call, touched.books, outcome)
        changes += marked
    outcome = saying.with_unplaced(outcome, host.cells)
    for book, tables in computed(button, call, touched):
        host.saver.say_as_of(book, tables, call.moment)
    files: tuple[str, ...] = ()
    if save:
        feeds = call.book.kind in SOURCES and bool(outcome.annotate or outcome.edits)
        numbers = numbers_given(outcome.edits)
        entry = Entry(call.user, call.moment, button.id, changes, numbers)
        saved = host.saver.save(entry, outcome.documents, feeds=feeds)
        files, outcome = saved.files, saying.with_notes(outcome, saved.notes)
    outcome = saying.with_known(outcome, changes, files)
    warned = saying.not_listed(made.warned, outcome)
    seconds = time.perf_counter() - began
    return Pressed(outcome, tuple(changes), files, seconds, office, made.unread, warned)


def press_of_past(host: Host, button: Button, call: Call[Any], moment: datetime) -> Pressed:
    """Press a button in an office as it was known at a moment; nothing is saved.

    Raises:
        Refusal, Unusable: as of :func:`press`.
    """
    pressed = press(host, button, call, save=False)
    when = moment.isoformat(sep=" ", timespec="minutes")
    said = Words(
        f"按 {when} 时系统已读取的内容计算，未写入任何内容。",
        f"Of what the office had read by {when}; nothing was written.",
    )
    outcome = saying.with_known(saying.with_notes(pressed.outcome, (said,)), (), ())
    return replace(pressed, outcome=outcome, changes=())


def _books(
    host: Host, button: Button, call: Call[Any], made: Answer, outcome: Outcome[Reply]
) -> tuple[Book, ...]:
    """Return the workbooks that a press is about, as far as all of their tables were read."""
    books = dict.fromkeys((*_edited(outcome.edits), *((call.book,) if button.writes else ())))
    if outcome.annotate and not call.book.kind:
        books = dict.fromkeys(host.cells.infos)  # the office as a whole was pressed
    return tuple(b for b in books if b in host.cells.infos and _known(made.office, b))


def checked(
    host: Host, button: Button, book: Book, chooser: Callable[..., object] | None = None
) -> tuple[Office, tuple[Words, ...]]:
    """Return the rows that a button reads, once nothing that its macro needs is missing.

    Nor what a ``chooser`` before it needs.

    What is missing is no blank: figures made of it would be wrong. A macro by which a person
    mends it goes on all the same; what other workbooks lack is then returned, to be told.

    Raises:
        Unusable: a table or column is missing or doubled; all of them are told together.
    """
    office = host.cells.office(button.reads)
    needs = needs_of(chooser or macro_of(button), book)
    found = lacking(office, needs)
    if not needs.stops:
        found = tuple(each for each in found if book.kind and each.place.at.book != book)
    lines = tuple(
        Words(*(UNSHOWN.sub("\ufffd", said) for said in line)) for line in told(office, found)
    )
    if found and needs.stops:
        name = button.words
        head = Words(
            f"“{name.zh}”未执行，没有任何改动：所需的表或列无法读取。",
            f"{name.en} was not done and nothing changed: what it needs cannot be read.",
        )
        raise Unusable(
            "\n".join(x.zh for x in (head, *lines)), "\n".join(x.en for x in (head, *lines))
        )
    return office, lines


def _known(office: Office, book: Book) -> bool:
    return all(office.has(table.model) for table in tables_of(book.kind))


def _edited(edits: Sequence[Edit]) -> tuple[Book, ...]:
    """Return the workbooks that edits change, as what they are afterwards."""
    owned = {edit.book: edit.now for edit in edits if isinstance(edit, SetOwner)}
    books = (edit.row.at.book if isinstance(edit, SetCells) else edit.book for edit in edits)
    return tuple(dict.fromkeys(owned.get(book, book) for book in books))


def numbers_given(edits: Sequence[Edit]) -> dict[str, int]:
    """Return the last numbers that a press gave, by stem (flow.md, *Numbers*)."""
    return {
        edit.name.removeprefix(PROPERTY): int(edit.value)
        for edit in edits
        if isinstance(edit, SetProperty) and edit.name.startswith(PROPERTY)
    }
