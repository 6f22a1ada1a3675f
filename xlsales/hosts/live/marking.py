"""Findings in an open workbook: conditional colours, notes, the findings sheet.

Each is made so that the file editor (:mod:`xlsales.office.editing`) knows it again, and the other
way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from xlsales.core.typed import Cell
from xlsales.hosts.live.native import Native, Spot, link_to, plain
from xlsales.office import references
from xlsales.office.editing.change import COLOURS, Mark, Report, by_sheet
from xlsales.office.editing.colours import areas_of
from xlsales.office.editing.findings import LINK_COLUMN, title_of
from xlsales.office.editing.notes import SIGNATURE
from xlsales.office.editing.values import Need, need_of
from xlsales.office.references import Area, Place

if TYPE_CHECKING:
    import xlwings as xw

_MOST_LINKS = 65_000
_MOST_NOTES = 500
"""Most notes on a sheet: each takes a program some time, and nobody reads so many. The colour, the
check column and the findings sheet tell the rest; errors come before warnings."""


def set_marks(program: Native, spots: Mapping[str, Spot], marks: Sequence[Mark]) -> None:
    """Show findings by a note and a conditional colour; those of before go."""
    titles = {table: spot.sheet.name for table, spot in spots.items()}
    sheets = {titles[table]: spot.sheet for table, spot in spots.items()}
    for title, mine in by_sheet(marks, titles).items():
        sheet = sheets[title]
        if program.is_protected(sheet):
            continue  # it has no mark of this press, and keeps those it has
        colours: dict[str, Sequence[Area]] = {
            severity: areas_of(cells) for severity, cells in mine.cells.items()
        }
        program.set_colours(sheet, colours)
        grave = [at for severity in COLOURS for at in mine.cells.get(severity, ())]
        noted = islice(dict.fromkeys(grave), _MOST_NOTES)
        _set_notes(program, sheet, {at: mine.note(at) + SIGNATURE for at in noted})


def _set_notes(program: Native, sheet: xw.Sheet, wanted: Mapping[Place, str]) -> None:
    """Let a sheet have these notes of ours and no others; a person's note stays in its place."""
    held = program.notes(sheet, wanted.values())
    if held is None:
        return
    ours = {at: text for at, text in held.items() if text.rstrip().endswith(SIGNATURE)}
    program.remove_notes(sheet, [at for at, text in ours.items() if wanted.get(at) != text])
    kept = {at for at, text in held.items() if at not in ours or wanted.get(at) == text}
    program.add_notes(sheet, {at: text for at, text in wanted.items() if at not in kept})


# --- the findings sheet --------------------------------------------------------------------


def set_report(program: Native, spots: Mapping[str, Spot], report: Report) -> None:
    """Write the findings sheet, behind the others or where it stands; without rows it goes.

    A sheet of that name with another header is a person's: ours then takes a name of its own. One
    that says the same already is left as it is.
    """
    sheet, title = _ours(program, report)
    if sheet is not None:
        used = sheet.used_range
        lines = sheet.range((1, 1), (used.row + used.shape[0] - 1, len(report.header)))
        report = report.with_kept(program.values(lines)[1:])
    if not report.rows:
        if sheet is None:
            return
        if not program.has_drawings(sheet):
            sheet.delete()
            return
    new = sheet is None
    links = _links(spots, report)
    if sheet is None:
        sheet = program.add_sheet(title)
    elif _says(program, sheet, report, links):
        return
    else:
        program.remember(sheet.used_range)
        sheet.clear()
    width = len(report.header)
    rows = [report.header, *report.rows]
    if not program.keeps_text:
        _keep_texts(program, sheet, rows)
    program.put(sheet.range((1, 1), (len(rows), width)), rows)
    if any(target for target, _ in links):
        program.put_links(_linked(sheet, links), links)
    program.dress(sheet, report, new=new)


def _keep_texts(program: Native, sheet: xw.Sheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Make columns for texts of those whose texts a program would take for numbers or dates."""
    for column, cells in enumerate(zip(*rows, strict=True), 1):
        texts = all(isinstance(cell, str) for cell in cells if cell is not None)
        # the formulas of the links would be none in a cell for text
        if column != LINK_COLUMN and texts and any(need_of(cell) is Need.TEXT for cell in cells):
            program.set_format(sheet.range((1, column), (len(rows), column)), "@")


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


def _links(spots: Mapping[str, Spot], report: Report) -> list[tuple[str, str]]:
    """Return of each finding the cell it is about, as a link's target, and the text to show."""
    tables = {link[0] for link in report.links if link is not None and link[0] in spots}
    titles = {table: references.quoted(spots[table].sheet.name) for table in tables}
    links = []
    for i, (values, link) in enumerate(zip(report.rows, report.links, strict=True)):
        target = ""
        if link is not None and link[0] in titles and i < _MOST_LINKS:
            table, row, column = link
            target = f"{titles[table]}!{references.ref(row, column + 1).decode()}"
        links.append((target, str(values[LINK_COLUMN - 1] or "")))
    return links


def _linked(sheet: xw.Sheet, links: Sequence[object]) -> xw.Range:
    return sheet.range((2, LINK_COLUMN), (len(links) + 1, LINK_COLUMN))


def _says(
    program: Native, sheet: xw.Sheet, report: Report, links: Sequence[tuple[str, str]]
) -> bool:
    """Return whether the findings sheet holds just these findings and links."""
    used = sheet.used_range
    size = (len(report.rows) + 1, len(report.header))
    if (used.row, used.column) != (1, 1) or used.shape != size:
        return False
    held = [list(map(_plain, row)) for row in program.values(used)]
    wanted = [list(map(_plain, row)) for row in (report.header, *report.rows)]
    formulas = _linked(sheet, links).formula
    shown = [formulas] if isinstance(formulas, str) else [row[0] for row in formulas]
    for row, formula in zip(held[1:], shown, strict=True):
        row[LINK_COLUMN - 1] = formula
    for row, (target, text) in zip(wanted[1:], links, strict=True):
        row[LINK_COLUMN - 1] = link_to(target, text) if target else text
    return held == wanted


def _plain(cell: Cell) -> object:
    """Return what a cell holds once it is written, and what an empty one gives."""
    value = plain(cell)
    return value.removeprefix("'") if isinstance(value, str) else value
