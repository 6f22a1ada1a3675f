"""Findings in an open workbook: conditional colours, notes, the findings sheet.

Each is made so that the file editor (:mod:`xlsales.office.editing`) knows it again, and the other
way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from xlsales.hosts.live.native import Area, Native, Place, Spot
from xlsales.office.editing import markup
from xlsales.office.editing.change import COLOURS, Mark, Report
from xlsales.office.editing.colours import areas_of
from xlsales.office.editing.findings import LINK_COLUMN, title_of
from xlsales.office.editing.notes import SIGNATURE

if TYPE_CHECKING:
    import xlwings as xw

_MOST_LINKS = 65_000
_MOST_NOTES = 500
"""Most notes on a sheet: each takes a program some time, and nobody reads so many. The colour, the
check column and the findings sheet tell the rest; errors come before warnings."""


def set_marks(program: Native, spots: Mapping[str, Spot], marks: Sequence[Mark]) -> None:
    """Show findings by a note and a conditional colour; those of before go."""
    places: dict[str, dict[str, list[Place]]] = {}
    texts: dict[str, dict[Place, list[str]]] = {}
    for mark in marks:
        if mark.table in spots:
            title, at = spots[mark.table].sheet.name, (mark.row, mark.column + 1)
            places.setdefault(title, {}).setdefault(mark.severity, []).append(at)
            texts.setdefault(title, {}).setdefault(at, []).append(mark.text)
    for title, sheet in {spot.sheet.name: spot.sheet for spot in spots.values()}.items():
        if program.is_protected(sheet):
            continue  # it has no mark of this press, and keeps those it has
        colours: dict[str, Sequence[Area]] = {
            severity: areas_of(cells) for severity, cells in places.get(title, {}).items()
        }
        program.set_colours(sheet, colours)
        grave = [at for severity in COLOURS for at in places.get(title, {}).get(severity, ())]
        noted = islice(dict.fromkeys(grave), _MOST_NOTES)
        said = {at: "\n".join(dict.fromkeys(texts[title][at])) + SIGNATURE for at in noted}
        _set_notes(program, sheet, said)


def _set_notes(program: Native, sheet: xw.Sheet, wanted: Mapping[Place, str]) -> None:
    """Let a sheet have these notes of ours and no others; a person's note stays in its place."""
    held = program.notes(sheet)
    if held is None:
        return
    ours = {at: text for at, text in held.items() if text.rstrip().endswith(SIGNATURE)}
    program.remove_notes(sheet, [at for at, text in ours.items() if wanted.get(at) != text])
    kept = {at for at, text in held.items() if at not in ours or wanted.get(at) == text}
    program.add_notes(sheet, {at: text for at, text in wanted.items() if at not in kept})


# --- the findings sheet --------------------------------------------------------------------


def set_report(program: Native, spots: Mapping[str, Spot], report: Report) -> None:
    """Write the findings sheet anew, behind the others or where it stands; without rows it goes.

    A sheet of that name with another header is a person's: ours then takes a name of its own.
    """
    sheet, title = _ours(program, report)
    if not report.rows:
        if sheet is None:
            return
        if not program.has_drawings(sheet):
            sheet.delete()
            return
    new = sheet is None
    if sheet is None:
        sheet = program.add_sheet(title)
    else:
        sheet.clear()
    _fill(program, sheet, spots, report)
    program.dress(sheet, report, new=new)


def _ours(program: Native, report: Report) -> tuple[xw.Sheet | None, str]:
    sheets = {sheet.name.casefold(): sheet for sheet in program.book.sheets}

    def head_of(title: str) -> list[str] | None:
        sheet = sheets.get(title.casefold())
        return None if sheet is None else _head(sheet)

    there, title = title_of(report, head_of)
    return sheets[title.casefold()] if there else None, title


def _head(sheet: xw.Sheet) -> list[str]:
    row = sheet.range((1, 1), (1, 40)).value
    return [str(cell) for cell in row if cell not in (None, "")]


def _fill(program: Native, sheet: xw.Sheet, spots: Mapping[str, Spot], report: Report) -> None:
    width = len(report.header)
    rows = [report.header, *report.rows]
    program.put(sheet.range((1, 1), (len(rows), width)), rows)
    tables = {link[0] for link in report.links if link is not None and link[0] in spots}
    titles = {table: _quoted(spots[table].sheet.name) for table in tables}
    linked = []
    for i, (values, link) in enumerate(zip(report.rows, report.links, strict=True)):
        target = ""
        if link is not None and link[0] in titles and i < _MOST_LINKS:
            table, row, column = link
            target = f"{titles[table]}!{markup.ref(row, column + 1).decode()}"
        linked.append((target, str(values[LINK_COLUMN - 1] or "")))
    if any(target for target, _ in linked):
        last = len(linked) + 1
        program.put_links(sheet.range((2, LINK_COLUMN), (last, LINK_COLUMN)), linked)


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
