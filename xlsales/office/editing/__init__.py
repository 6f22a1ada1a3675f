"""The lossless editor: sets what it was told to set, and copies everything else as it lies.

A workbook that people use is changed by this alone (architecture.md, *Files*). Only the text of the
cells, ranges and lines concerned is replaced; every other member of the package keeps its very
bytes. What is not understood is refused, with what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsales.office.editing.arranging import arrange, beside
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.change import (
    AUTHOR,
    REPORT,
    BookChange,
    Look,
    Mark,
    Rebuilt,
    RebuiltTable,
    Report,
    Restored,
    Told,
    blank_report,
    by_sheet,
)
from xlsales.office.editing.colours import colour, uncolour
from xlsales.office.editing.findings import set_report
from xlsales.office.editing.legend import set_legends
from xlsales.office.editing.lists import set_lists
from xlsales.office.editing.naming import name_table
from xlsales.office.editing.notes import note, unnote
from xlsales.office.editing.parts import Package
from xlsales.office.editing.properties import set_properties
from xlsales.office.editing.rebuilding import headers, rebuild
from xlsales.office.editing.tables import TablePart, set_table, tables_of

__all__ = [
    "AUTHOR",
    "REPORT",
    "BookChange",
    "Look",
    "Mark",
    "Rebuilt",
    "RebuiltTable",
    "Report",
    "Restored",
    "Told",
    "beside",
    "blank_report",
    "edit",
    "headers",
]


def edit(source: Path, target: Path, change: BookChange) -> None:
    """Write ``source`` with the change as ``target``; the caller flushes and renames it.

    Raises:
        Unusable: the workbook cannot be edited, and why, and what to do.
        OSError: the disk is full, or the like.
    """
    with Package(source) as package:
        try:
            _apply(package, change)
        except (ValueError, LookupError) as trouble:  # a part that no spreadsheet program wrote
            raise package.strange("XML") from trouble
        package.save(target)


def _apply(package: Package, change: BookChange) -> None:
    book = EditedBook(package)
    if change.names:
        _set_names(book, change.names)
    if change.rebuilt is not None:
        rebuild(book, change.rebuilt)
    tables = tables_of(book)
    for name in {**change.cells, **change.arranged}:
        cells = change.cells.get(name, {})
        table = tables.get(name)
        if table is None:
            raise package.refused(
                f"找不到表 {name}",
                "请从空白工作簿复制过来",
                f"it has no table {name}",
                "Copy its sheet over from a blank workbook",
            )
        if name in change.arranged:
            table = arrange(book, table, change.arranged[name])
        set_table(book, table, cells, change.last_rows.get(name, 0))
    if change.legends:
        set_legends(book, tables, change.legends)
    if change.lists:
        set_lists(book, change.lists)
    if change.marks is not None:
        _set_marks(book, tables, change.marks)
    if change.report is not None:
        set_report(book, tables, change.report)
    set_properties(package, change.properties)
    book.settle()


def _set_names(book: EditedBook, names: Mapping[str, str]) -> None:
    """Name tables otherwise; a name that is taken stays taken."""
    tables = tables_of(book)
    for old, new in names.items():
        if old in tables and new not in tables:
            name_table(book, tables[old].part, old, new)


def _set_marks(book: EditedBook, tables: dict[str, TablePart], marks: Sequence[Mark]) -> None:
    """Show findings by a note and a conditional colour; those of before go."""
    parts = {name: table.sheet.part for name, table in tables.items()}
    sheets = {table.sheet.part: table.sheet for table in tables.values()}
    for part, mine in by_sheet(marks, parts).items():
        sheet = sheets[part]
        uncolour(sheet)
        unnote(book, sheet)
        colour(sheet, book.styles, mine.cells)
        note(book, sheet, {at: mine.note(at) for at in mine.texts})
