"""The gate before a macro: what it needs and cannot be read (cli.md, *Exit codes*)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from xlsales.core.finding import Finding
from xlsales.core.needs import Needs
from xlsales.core.office import Office
from xlsales.core.row import Table
from xlsales.core.words import Words
from xlsales.forms.rules.reading import LAYOUT
from xlsales.forms.rules.workbooks import OLDER_FORM

MOST = 5
"""So many troubles are told in full; the rest is counted."""


def unread(office: Office) -> tuple[Finding, ...]:
    """Return the findings of tables and columns that could not be read."""
    kept = office.recall(unread)
    if kept is None:
        found = tuple(each for each in office.findings if each.rule.code in LAYOUT)
        kept = office.memo(unread, found)
    return cast("tuple[Finding, ...]", kept)


def lacking(office: Office, needs: Needs) -> tuple[Finding, ...]:
    """Return what of the needed tables and columns is missing or doubled."""
    return tuple(
        each
        for each in unread(office)
        if (table := each.place.table) in needs.tables
        and table is not None
        and (each.place.column is None or each.place.column in needs.tables[table])
    )


def lacks(office: Office, table: Table, column: str) -> bool:
    """Return whether a column of a table cannot be read in one of the workbooks at least."""
    return bool(unread(office)) and bool(lacking(office, Needs({table: frozenset({column})})))


def told(office: Office, found: Sequence[Finding]) -> tuple[Words, ...]:
    """Return a line for each trouble, with its file; the rest is counted."""
    lines = [_line(office, each) for each in found[:MOST]]
    if len(found) > MOST:
        more = len(found) - MOST
        lines.append(Words(f"……另有 {more} 处。", f"… and {more} more."))
    old = {each.place.at.book for each in office.findings if each.rule is OLDER_FORM}
    if any(each.place.at.book in old for each in found):
        lines.append(OLDER_FORM.cure)
    if any(each.fix is not None for each in found):
        lines.append(
            Words(
                "其中确定无误的，可在该工作簿中按“一键修正”改正。",
                "Press Apply fixes in that workbook: what is sure is put right by it.",
            )
        )
    return tuple(lines)


def _line(office: Office, found: Finding) -> Words:
    path = office.books[found.place.at.book].path
    said = found.words
    return Words(f"{path}：{said.zh}", f"{path}: {said.en}")
