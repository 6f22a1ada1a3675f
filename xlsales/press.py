"""The one way a button runs: read → macro → apply → save → documents → journal (design.md)."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xlsales.buttons import Button, macro_of
from xlsales.core.column import By
from xlsales.core.finding import Finding, Severity, show
from xlsales.core.needs import needs_of
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Document, Edit, Outcome, Replace, SetCells, SetOwner, SetProperty
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.flow.numbering import PROPERTY
from xlsales.flow.refreshing import DERIVED, bare_codes, filled, following
from xlsales.flow.validation import findings, in_order
from xlsales.forms.choices import Kind
from xlsales.forms.completing import completed
from xlsales.forms.gate import lacking, told
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER, LEFT_BESIDE, ROWS_BELOW
from xlsales.forms.rules.register import NUMBER_COPIED
from xlsales.forms.settings import settings_of
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.file import FileHost
from xlsales.hosts.freshening import freshen
from xlsales.hosts.lists import lists_of
from xlsales.hosts.memory import Change, MemoryHost
from xlsales.hosts.saving import Entry
from xlsales.office.editing import REPORT, Mark, Report, blank_report
from xlsales.office.unusable import UNSHOWN, Unusable


@dataclass(frozen=True)
class Pressed:
    """What a press did: the macro's outcome, what changed, the files made, seconds.

    ``unread``: which rows it did not read; ``warned``: what is wrong with workbooks that it read
    all the same, to be said first.
    """

    outcome: Outcome
    changes: tuple[Change, ...] = ()
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    office: Office = field(default_factory=lambda: Office({}))
    unread: tuple[Words, ...] = ()
    warned: tuple[Words, ...] = ()

    @property
    def reply(self) -> dict[str, object]:
        """The command's JSON object, files included."""
        return {**self.outcome.reply, "files": list(self.files)}


@dataclass(frozen=True)
class Answer:
    """What a macro answers to the rows of the office, before anything of it is done.

    ``unread`` and ``warned`` are those of :class:`Pressed`.
    """

    office: Office
    outcome: Outcome
    unread: tuple[Words, ...] = ()
    warned: tuple[Words, ...] = ()


@contextmanager
def no_sweeping() -> Iterator[None]:
    """Look for no unreachable rings of objects meanwhile.

    Rows are no garbage before a press ends, and it takes a seventh of the time of 10,000 rows.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def answer(host: MemoryHost, button: Button, call: Call[Any]) -> Answer:
    """Ask a button's macro, which is no tool; nothing is changed by that.

    Raises:
        Refusal: the macro cannot do what was asked.
        Unusable: a workbook that it needs cannot be used.
    """
    writes = button.writes and bool(getattr(call.args, "annotate", True))
    warned = host.gate(button, writes=writes)
    office, untold = checked(host, button, call.book)
    call = replace(call, args=completed(office, call.args))
    outcome, unread = _with_unread(office, button, call.book, macro_of(button)(office, call))
    if untold:
        outcome = replace(outcome, notes=(*outcome.notes, *untold), refused=True)
    return Answer(office, outcome, unread, warned)


def press(
    host: MemoryHost,
    button: Button,
    call: Call[Any],
    *,
    save: bool = True,
    answered: Answer | None = None,
) -> Pressed:
    """Press a button: all of what it does, or nothing.

    With ``save`` off the edits stay in the host's memory, to be saved together later.
    ``answered`` is what the macro answered to the same call and rows, where it was asked before.

    Raises:
        Refusal: the macro cannot do what was asked.
        Unusable: a workbook that it needs cannot be used.
    """
    began = time.perf_counter()
    if button.tool:
        tool: Any = macro_of(button)
        outcome, cells = tool(host, call)
        return Pressed(outcome, cells, seconds=time.perf_counter() - began)
    made = answered or answer(host, button, call)
    office, outcome, unread, warned = made.office, made.outcome, made.unread, made.warned
    changes = host.apply(outcome.edits)
    outcome = _with_left(outcome, host.left)
    books = dict.fromkeys((*_touched(outcome.edits), *((call.book,) if button.writes else ())))
    if outcome.annotate and not call.book.kind:
        books = dict.fromkeys(host.infos)  # the office as a whole was pressed
    mine = [book for book in books if book in host.infos and _known(office, book)]
    if outcome.edits:
        office = host.office(button.reads)
    if outcome.edits or outcome.annotate:
        office, grey = _greyed(host, office, button, call, mine, (outcome.edits, changes))
        changes += grey
    if outcome.annotate:
        outcome, shown = _told(host, office, button, call, mine, outcome)
        changes += shown
    if host.unplaced:
        outcome = replace(outcome, notes=(*outcome.notes, *_unplaced(host)))
    files: tuple[str, ...] = ()
    if isinstance(host, FileHost):
        _say_as_of(host, button, call, mine, outcome.edits)
    if isinstance(host, FileHost) and save:
        changed = tuple(_otherwise(host, outcome.documents))
        outcome = replace(outcome, notes=(*changed, *outcome.notes)) if changed else outcome
        files = _save(host, outcome, call, button, changes)
    seconds = time.perf_counter() - began
    return Pressed(outcome, tuple(changes), files, seconds, office, unread, warned)


def _greyed(
    host: MemoryHost,
    office: Office,
    button: Button,
    call: Call[Any],
    books: Sequence[Book],
    did: tuple[Sequence[Edit], Sequence[Change]],
) -> tuple[Office, list[Change]]:
    """Have what is grey in the workbooks put right; return the office as it is then."""
    # one reading serves them all: a grey column never follows from another grey column
    grey: list[Change] = []
    for book in books:
        grey += host.apply(bare_codes(office, book))
        grey += host.apply(filled(office, book, call.today, DERIVED))
        grey += host.put_right(book)
    if grey:
        office = host.office(button.reads)
    late = _follow(host, office, button, call, books, did)
    if late:
        office = host.office(button.reads)
    return office, [*grey, *late]


def _told(
    host: MemoryHost,
    office: Office,
    button: Button,
    call: Call[Any],
    books: Sequence[Book],
    outcome: Outcome,
) -> tuple[Outcome, list[Change]]:
    """Show what is wrong in the workbooks after a press.

    A button that checks tells just that: what was wrong before it numbered rows may be no more.
    What it put right by itself it tells too.
    """
    checks, said = button.id in _CHECKS, outcome.findings
    told = [each for each in said if not checks or each.place.at.book not in books]
    if checks:
        copies = {_row(each) for each in said if each.rule is NUMBER_COPIED}
        said = tuple(
            each
            for each in said
            if each.rule in {NUMBER_COPIED, LEFT_BESIDE}
            or (each.rule is GIVEN_TYPED_OVER and _row(each) not in copies)
        )
    changes: list[Change] = []
    for book in books:
        found = standing(office, book, call.today, said)
        changes += _annotate(host, book, found)
        told += found if checks else ()
    return replace(outcome, findings=tuple(told)), changes


def _row(found: Finding) -> tuple[object, ...]:
    return found.place.at, found.place.table and found.place.table.name


_CHECKS = frozenset({"validate", "refresh"})
"""Buttons whose findings are what is wrong with the workbook, and nothing else."""


def _follow(
    host: MemoryHost,
    office: Office,
    button: Button,
    call: Call[Any],
    books: Sequence[Book],
    did: tuple[Sequence[Edit], Sequence[Change]],
) -> list[Change]:
    """Have the grey tables of the workbooks that a press changed be as of now.

    Those of the workbook pressed in all, where others are to see it; elsewhere, and after a mere
    check, those that follow from what the press changed. What the macro computed itself is.
    """
    edits, changes = did
    tables = {
        table
        for change in changes
        if (table := BY_NAME.get(change.table)) is not None
        and (column := table.by_key.get(change.column)) is not None
        and column.by is not By.MACRO
    }
    done = {(edit.book, edit.model) for edit in edits if isinstance(edit, Replace)}
    found: list[Change] = []
    for book in books:
        whole = button.saves and book == call.book
        if whole or tables:
            late = following(office, book, call.today, None if whole else tables)
            found += host.apply(
                [e for e in late if not (isinstance(e, Replace) and (e.book, e.model) in done)]
            )
    return found


def _say_as_of(
    host: FileHost, button: Button, call: Call[Any], books: Sequence[Book], edits: Sequence[Edit]
) -> None:
    """Let the grey tables that the press computed say as of when they are."""
    done = {(edit.book, edit.model) for edit in edits if isinstance(edit, Replace)}
    for book in books:
        whole = button.saves and book == call.book
        fresh = [
            table
            for table in tables_of(book.kind)
            if table.is_computed and (whole or (book, table.model) in done)
        ]
        if fresh:
            host.say_as_of(book, fresh, call.moment)


def _with_unread(
    office: Office, button: Button, book: Book, outcome: Outcome
) -> tuple[Outcome, tuple[Words, ...]]:
    """Have a macro's answer tell which rows of its tables were not read: its figures lack them.

    What is to be said of them is returned beside it, unless the reply lists findings.
    """
    read = needs_of(macro_of(button), book).tables
    unread = [
        found
        for found in office.findings
        if found.rule is ROWS_BELOW
        and found.place.table is not None
        and (found.place.table in read or found.place.at.book == book)
    ]
    if not unread:
        return outcome, ()
    told = (*outcome.findings, *(found for found in unread if found not in outcome.findings))
    if "findings" in button.reply:
        return replace(outcome, findings=told), ()
    notes = tuple(
        Words(
            f"{office.books[found.place.at.book].path}：{found.message(Lang.ZH)}",
            f"{office.books[found.place.at.book].path}: {found.message(Lang.EN)}",
        )
        for found in unread
    )
    told_too = (*outcome.notes, *notes)
    return replace(outcome, findings=told, notes=told_too, refused=True), notes


def _with_left(outcome: Outcome, left: Sequence[Finding]) -> Outcome:
    """Have it said, and kept in the findings sheet, what stood beside rows that are gone."""
    if not left:
        return outcome
    return replace(
        outcome,
        findings=(*outcome.findings, *left),
        notes=(*outcome.notes, _kept(left)),
        annotate=True,
    )


def _kept(left: Sequence[Finding]) -> Words:
    rows = len({(finding.place.table, finding.facts["row"]) for finding in left})
    return Words(
        f"有 {rows} 行已不在表中，旁边填写的 {len(left)} 处内容已记入“{REPORT.zh}”。",
        f"Rows that left their table: {rows}. What stood beside them ({len(left)}) is in the sheet "
        f"{REPORT.en}.",
    )


def checked(host: MemoryHost, button: Button, book: Book) -> tuple[Office, tuple[Words, ...]]:
    """Return the rows that a button reads, once nothing that its macro needs is missing.

    What is missing is no blank: figures made of it would be wrong. A macro by which a person
    mends it goes on all the same; what other workbooks lack is then returned, to be told.

    Raises:
        Unusable: a table or column is missing or doubled; all of them are told together.
    """
    office = host.office(button.reads)
    needs = needs_of(macro_of(button), book)
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


def _unplaced(host: MemoryHost) -> Iterator[Words]:
    """Say which grey columns are not there to be filled; nothing is computed from them."""
    for (book, key), grid in sorted(host.unplaced.items()):
        path, title, header = host.infos[book].path, grid.title, grid.header(key)
        yield Words(
            f"{path}：工作表“{title}”缺少灰色列“{header}”，未填写。",
            f"{path}: the sheet “{title}” lacks the grey column “{header}”; it was not filled.",
        )
    host.unplaced.clear()


def _known(office: Office, book: Book) -> bool:
    return all(office.has(table.model) for table in tables_of(book.kind))


def _touched(edits: Sequence[Edit]) -> tuple[Book, ...]:
    """Return the workbooks that edits change, as what they are afterwards."""
    owned = {edit.book: edit.now for edit in edits if isinstance(edit, SetOwner)}
    books = (edit.row.at.book if isinstance(edit, SetCells) else edit.book for edit in edits)
    return tuple(dict.fromkeys(owned.get(book, book) for book in books))


def standing(
    office: Office, book: Book, today: dt.date, said: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return what is wrong in a workbook after a press, with what the macro itself said of it."""
    found = findings(office, book, today)
    known = {_spot(finding) for finding in found}
    own = [
        finding for finding in said if finding.place.at.book == book and _spot(finding) not in known
    ]
    kept = [finding for finding in own if finding.rule is LEFT_BESIDE]
    return (*in_order(book, (*found, *(f for f in own if f.rule is not LEFT_BESIDE))), *kept)


def _spot(finding: Finding) -> tuple[object, ...]:
    """Return what a finding is about, whether or not its row has its number yet."""
    place = finding.place
    return finding.rule.code, place.at, place.table and place.table.name, place.column


def _annotate(host: MemoryHost, book: Book, mine: Sequence[Finding]) -> list[Change]:
    """Show findings in a workbook: the check column, and for files marks and a report."""
    lang = host.infos[book].lang
    said: dict[tuple[str, int], list[str]] = {}
    for finding in mine:
        if finding.place.table is not None and finding.rule.severity is not Severity.INFO:
            key = finding.place.table.name, finding.place.at.row
            said.setdefault(key, []).append(finding.message(lang))
    edits: list[SetCells] = []
    office = host.office((book.kind,))
    for table in tables_of(book.kind):
        if "check" not in table.by_key:
            continue
        for row in office.within(book, table.model):
            text = " ".join(dict.fromkeys(said.get((table.name, row.at.row), ()))) or None
            if getattr(row, "check", None) != text:
                edits.append(SetCells(row, {"check": text}))
    changes = host.apply(edits)
    if isinstance(host, FileHost):
        host.show(book, _marks(host, mine, lang), _report(host, mine, lang))
    return changes


def _column(host: MemoryHost, finding: Finding) -> int | None:
    place = finding.place
    if place.table is None or place.column is None:
        return None
    sheet = host.sheets.get((place.at.book, place.table.name))
    if sheet is None:
        return None
    near = sheet.grid.near.get(place.column)
    return sheet.grid.columns.get(place.column, near.position if near else None)


def _marks(host: MemoryHost, found: Sequence[Finding], lang: Lang) -> tuple[Mark, ...]:
    marks = []
    colon = Words("\uff1a", ": ").said(lang)
    for finding in found:
        column = _column(host, finding)
        if finding.place.table is not None and column is not None:
            severity = finding.rule.severity
            text = f"{severity.words.said(lang)}{colon}{finding.message(lang)}"
            marks.append(
                Mark(finding.place.table.name, finding.place.at.row, column, severity, text)
            )
    return tuple(marks)


def _report(host: MemoryHost, found: Sequence[Finding], lang: Lang) -> Report:
    rows: list[tuple[Cell, ...]] = []
    links: list[tuple[str, int, int] | None] = []
    for finding in found:
        place = finding.place
        column = _column(host, finding)
        title = place.table.title.said(lang) if place.table else ""
        named = place.table.by_key[place.column] if place.table and place.column else None
        rows.append(
            (
                finding.rule.severity.words.said(lang),
                title,
                place.at.row or None,
                named.words.said(lang) if named else "",
                show(finding.value, lang),
                finding.message(lang),
                show(finding.fix, lang),
                finding.rule.code,
            )
        )
        told = place.table if place.at.row else None
        links.append((told.name, place.at.row, column or 0) if told else None)
    return replace(
        blank_report(lang, LEFT_BESIDE.code),
        rows=tuple(rows),
        severities=tuple(finding.rule.severity.value for finding in found),
        links=tuple(links),
    )


def _save(
    host: FileHost,
    outcome: Outcome,
    call: Call[Any],
    button: Button,
    changes: Sequence[Change],
) -> tuple[str, ...]:
    """Save what changed, the documents and the journal's line; lists follow the masters."""
    if not host.pending and not outcome.documents:
        _pass_lists_on(host, outcome, call.book)
        return ()
    papers = rendered(outcome.documents, host.lang, host.root)
    replacing = {paper.path.said(host.lang) for paper in outcome.documents if paper.replaces}
    entry = Entry(
        call.user, call.moment, button.id, changes, numbers_given(outcome.edits), None, host.pending
    )
    files = save(host, papers, (entry,), replacing)
    _pass_lists_on(host, outcome, call.book)
    return files


def _pass_lists_on(host: FileHost, outcome: Outcome, book: Book) -> None:
    """Give other workbooks the lists of masters that were pressed in."""
    if book.kind == Kind.MASTERS and (outcome.annotate or outcome.edits):
        freshen(host)


def _otherwise(host: FileHost, documents: Sequence[Document]) -> Iterator[Words]:
    """Say what documents say otherwise than their former selves, which they take the place of."""
    for document in documents:
        path = host.root / document.path.said(host.lang)
        if document.replaces and path.is_file():
            from xlsales.documents import changed_since

            said = changed_since(document, path)
            if said is not None:
                yield said


def numbers_given(edits: Sequence[Edit]) -> dict[str, int]:
    """Return the last numbers that a press gave, by stem (flow.md, *Numbers*)."""
    return {
        edit.name.removeprefix(PROPERTY): int(edit.value)
        for edit in edits
        if isinstance(edit, SetProperty) and edit.name.startswith(PROPERTY)
    }


def save(
    host: FileHost,
    papers: Mapping[str, bytes],
    entries: Sequence[Entry],
    replacing: Collection[str] = (),
) -> tuple[str, ...]:
    """Save every workbook that changed, documents (by path) and the journal's entries.

    Returns the paths that the documents got.
    """
    settings = settings_of(host.office(("masters",)))
    refresh_lists(host)
    made = host.commit(papers, settings.backups, replacing, entries)
    return tuple(host.folder.relative(path) for path in made)


def rendered(documents: Sequence[Document], lang: Lang, root: Path) -> dict[str, bytes]:
    """Make the documents of an outcome, by their path within the office."""
    if not documents:
        return {}
    from xlsales.documents import render

    return {
        document.path.said(lang): render(document, lang, root / "templates")
        for document in documents
    }


def refresh_lists(host: FileHost) -> None:
    """Give every workbook about to be saved the lists of the masters for its drop-downs."""
    office = host.office(("masters",))
    for book in host.pending:
        host.set_lists(book, lists_of(office, book.kind))
