"""What a press says besides what its macro does: unread rows, rows that went, what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlsales.buttons import Button, macro_of
from xlsales.core.finding import Finding
from xlsales.core.needs import needs_of
from xlsales.core.office import Office
from xlsales.core.outcome import Outcome
from xlsales.core.reply import P, lists_findings, of_press, tell
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.rules.reading import ROWS_BELOW
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import Change
from xlsales.office.editing import REPORT


def with_known(
    outcome: Outcome[P], changes: Sequence[Change], files: tuple[str, ...]
) -> Outcome[P]:
    """Have the reply say what a press knows of itself, as far as it has fields for that."""
    known = {"changed": len(changes), "files": files, "findings": outcome.findings}
    return replace(outcome, reply=tell(outcome.reply, known))


def with_unread(
    office: Office, button: Button, book: Book, outcome: Outcome[P]
) -> tuple[Outcome[P], tuple[Words, ...]]:
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
    if "findings" in of_press(type(outcome.reply)):
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


def not_listed(warned: Sequence[Words], outcome: Outcome[P]) -> tuple[Words, ...]:
    """Return what is still to be said where the reply lists findings: each is said once."""
    if not lists_findings(type(outcome.reply)):
        return tuple(warned)
    listed = {found.words for found in outcome.findings}
    return tuple(words for words in warned if words not in listed)


def with_left(outcome: Outcome[P], left: Sequence[Finding]) -> Outcome[P]:
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


def with_unplaced(outcome: Outcome[P], cells: Cells) -> Outcome[P]:
    """Have it said which grey columns are not there to be filled; nothing is computed from them."""
    notes = tuple(_unplaced(cells))
    cells.unplaced.clear()
    return replace(outcome, notes=(*outcome.notes, *notes)) if notes else outcome


def _unplaced(cells: Cells) -> Iterator[Words]:
    for (book, key), grid in sorted(cells.unplaced.items()):
        path, title, header = cells.infos[book].path, grid.title, grid.header(key)
        yield Words(
            f"{path}：工作表“{title}”缺少灰色列“{header}”，未填写。",
            f"{path}: the sheet “{title}” lacks the grey column “{header}”; it was not filled.",
        )


def with_notes(outcome: Outcome[P], notes: Sequence[Words]) -> Outcome[P]:
    """Have notes said before all others."""
    return replace(outcome, notes=(*notes, *outcome.notes)) if notes else outcome
