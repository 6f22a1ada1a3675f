"""Numbers for rows that people typed (flow.md, *Numbers*): Validate, Submit and Refresh."""

from __future__ import annotations

from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.outcome import Edit, SetCells
from xlsales.core.row import Book, Row, sound
from xlsales.flow.initials import usable_initials
from xlsales.flow.numbering import Numbers, Series

Given = tuple[tuple[Edit, ...], tuple[Finding, ...]]


def number_rows(
    office: Office, book: Book, series: Series, model: type[Row], day: str = "date"
) -> Given:
    """Number the rows of a workbook that have no number yet, in the order of the sheet.

    The table's key is its number; ``day`` is the column whose month it carries. A row whose day
    cannot be read waits, and so do all while the workbook's owner has no initials (the checks
    say so).
    """
    (column,) = model.table.key
    initials = (usable_initials(office, book.owner) or "") if series.personal else ""
    if series.personal and not initials:
        return (), ()
    numbers = Numbers(office, series, model, column)
    edits: list[Edit] = [
        SetCells(row, {column: numbers.give(book, getattr(row, day), initials)})
        for row in sorted(sound(office.within(book, model), day), key=lambda row: row.at)
        if getattr(row, column) is None and column not in row.bad
    ]
    return (*edits, *numbers.edits), ()
