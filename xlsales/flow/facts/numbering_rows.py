"""Numbers for rows that people typed or pasted (flow.md, *Numbers*).

*Validate*, *Submit* and *Refresh* give them. A pasted copy is a new row.
"""

from __future__ import annotations

from xlsales.core.column import By
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.outcome import Edit, SetCells
from xlsales.core.row import Book, Row, sound
from xlsales.flow.facts.copied_rows import Given, copies, unmarked
from xlsales.flow.facts.initials import usable_initials
from xlsales.flow.facts.numbering import Numbers, Series


def number_rows(
    office: Office, book: Book, series: Series, model: type[Row], day: str = "date"
) -> Given:
    """Number the rows of a workbook that have no number yet, in the order of the sheet.

    The table's key is its number; ``day`` is the column whose month it carries. A row whose day
    cannot be read waits, and so do all while the workbook's owner has no initials (the checks
    say so). Of a pasted copy all given cells are cleared, and what happened to its original.
    """
    (column,) = model.table.key
    initials = (usable_initials(office, book.owner) or "") if series.personal else ""
    if series.personal and not initials:
        return (), ()
    numbers = Numbers(office, series, model, column)
    pasted = copies(office, book, model)
    given = [each.key for each in model.table.columns if each.by is By.GIVEN]
    edits: list[Edit] = []
    found: list[Finding] = []
    for row in sorted(sound(office.within(book, model), day), key=lambda row: row.at):
        if row.at in pasted:
            copy = pasted[row.at]
            left = () if copy.is_original else copy.brought
            cells: dict[str, object] = dict.fromkeys((*given, *left))
            cells[column] = numbers.give(book, getattr(row, day), initials)
            also, said = unmarked(office, copy)
            edits += (SetCells(row, cells), *also)
            found += (copy.said(office), *said)
        elif getattr(row, column) is None and column not in row.bad:
            edits.append(SetCells(row, {column: numbers.give(book, getattr(row, day), initials)}))
    return (*edits, *numbers.edits), tuple(found)
