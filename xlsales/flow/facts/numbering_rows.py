"""Numbers for rows that people typed or pasted (flow.md, *Numbers*).

*Validate*, *Submit* and *Refresh* give them. A pasted copy carries the number of the row that it
was copied from, which no press wrote there: it is a new row.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.core.column import By
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.outcome import Edit, SetCells
from xlsales.core.row import At, Book, Row, sound
from xlsales.core.words import Words
from xlsales.flow.facts.initials import usable_initials
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.forms.rules.reading import NOT_GIVEN
from xlsales.forms.rules.register import NUMBER_COPIED

Given = tuple[tuple[Edit, ...], tuple[Finding, ...]]


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
    copies = dict(copied(office, book, model))
    given = [each.key for each in model.table.columns if each.by is By.GIVEN]
    edits: list[Edit] = []
    found: list[Finding] = []
    for row in sorted(sound(office.within(book, model), day), key=lambda row: row.at):
        if row.at in copies:
            number, other = copies[row.at]
            edits.append(
                SetCells(
                    row,
                    {
                        **dict.fromkeys((*given, *brought(row, other))),
                        column: numbers.give(book, getattr(row, day), initials),
                    },
                )
            )
            found.append(copy_of(office, row, column, number, other))
        elif getattr(row, column) is None and column not in row.bad:
            edits.append(SetCells(row, {column: numbers.give(book, getattr(row, day), initials)}))
    return (*edits, *numbers.edits), tuple(found)


def copied(office: Office, book: Book, model: type[Row]) -> Iterator[tuple[At, tuple[str, Row]]]:
    """Yield where no press wrote the number that a row carries, but another row has it.

    With the number and the row that it belongs to.
    """
    (column,) = model.table.key
    owners = office.all_by(model, column)
    for found in office.findings:
        place = found.place
        if found.rule is NOT_GIVEN and place.at.book == book and place.table is model.table:
            number = str(found.value)
            owner = next((row for row in owners.get(number, ()) if row.at != place.at), None)
            if owner is not None:
                yield place.at, (number, owner)


def brought(row: Row, other: Row) -> tuple[str, ...]:
    """Return the columns that tell of a copy ``row`` what happened to its original ``other``."""
    return tuple(
        column.key
        for column in row.table.columns
        if column.happened
        and getattr(row, column.key) is not None
        and getattr(row, column.key) == getattr(other, column.key)
    )


def copy_of(office: Office, row: Row, column: str, number: str, other: Row) -> Finding:
    """Say that a row's number came with a copy, and whose it is."""
    left = [row.table.by_key[key].words for key in brought(row, other)]
    said = finding(
        NUMBER_COPIED,
        row,
        column,
        other=where(office, other, row.at.book),
        left=Words(
            f"，未带入：{'、'.join(words.zh for words in left)}" if left else "",
            f", without {', '.join(words.en.lower() for words in left)}" if left else "",
        ),
    )
    return Finding(said.rule, said.place, number, said.facts)


def where(office: Office, row: Row, book: Book) -> Words:
    """Say which row it is to somebody who looks at ``book``."""
    number, info = row.at.row, office.books.get(row.at.book)
    if row.at.book == book or info is None:
        return Words(f"第 {number} 行", f"row {number}")
    return Words(f"“{info.path}”第 {number} 行", f"row {number} of “{info.path}”")
