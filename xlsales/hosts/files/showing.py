"""How findings are shown in a workbook: marks at their cells, and a sheet that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlsales.core.finding import Finding, show
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Words
from xlsales.forms.rules.reading import LEFT_BESIDE
from xlsales.hosts.cells import Cells
from xlsales.office.editing import Mark, Report, blank_report


def marks_of(cells: Cells, book: Book, found: Sequence[Finding]) -> tuple[Mark, ...]:
    """Return the marks of findings, in the workbook's language."""
    marks, lang = [], cells.infos[book].lang
    colon = Words("\uff1a", ": ").said(lang)
    for finding in found:
        column = _column(cells, finding)
        if finding.place.table is not None and column is not None:
            severity = finding.rule.severity
            text = f"{severity.words.said(lang)}{colon}{finding.message(lang)}"
            marks.append(
                Mark(finding.place.table.name, finding.place.at.row, column, severity, text)
            )
    return tuple(marks)


def report_of(cells: Cells, book: Book, found: Sequence[Finding]) -> Report:
    """Return the sheet that lists findings, each with a link to its cell."""
    lang = cells.infos[book].lang
    rows: list[tuple[Cell, ...]] = []
    links: list[tuple[str, int, int] | None] = []
    for finding in found:
        place = finding.place
        column = _column(cells, finding)
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


def _column(cells: Cells, finding: Finding) -> int | None:
    place = finding.place
    if place.table is None or place.column is None:
        return None
    sheet = cells.sheets.get((place.at.book, place.table.name))
    if sheet is None:
        return None
    near = sheet.grid.near.get(place.column)
    return sheet.grid.columns.get(place.column, near.position if near else None)
