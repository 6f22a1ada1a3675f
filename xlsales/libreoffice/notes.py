"""Notes at cells: what LibreOffice's menu calls comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.boxes import Box

if TYPE_CHECKING:
    from xlsales.libreoffice.ranges import Range
    from xlsales.libreoffice.sheets import Sheet


class Note(base_classes.Note):
    """The note of one cell; ``api`` is the UNO annotation."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    @property
    def api(self) -> Any:
        """The UNO annotation."""
        return self._cell.api.getCellByPosition(0, 0).getAnnotation()

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it, where LibreOffice knows."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Range:
        """Its cell."""
        return self._cell

    def delete(self) -> None:
        """Take it away."""
        self._cell.api.clearContents(8)  # com.sun.star.sheet.CellFlags.ANNOTATION


def note_of(cell: Range) -> Note | None:
    """The note of a range's first cell."""
    note = Note(cell)
    return note if note.text else None


def notes_of(sheet: Sheet) -> list[Note]:
    """All notes of a sheet, row by row."""
    found = sheet.api.queryContentCells(8).getRangeAddresses()
    places = sorted(place for address in found for place in Box.at(address).cells())
    return [Note(sheet.at(Box(row, column, row, column))) for row, column in places]


def add_note(cell: Range, text: str) -> Note:
    """Write a note at a range's first cell, in place of one that is there."""
    first = cell.api.getCellByPosition(0, 0)
    cell.sheet.api.Annotations.insertNew(first.getCellAddress(), text)
    return Note(cell)
