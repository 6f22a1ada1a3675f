"""The sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from xlsales.libreoffice import addresses
from xlsales.libreoffice.boxes import LAST_COLUMN, LAST_ROW, Box
from xlsales.libreoffice.names import Names
from xlsales.libreoffice.notes import Note, notes_of
from xlsales.libreoffice.ranges import Range
from xlsales.libreoffice.tables import Tables

if TYPE_CHECKING:
    from xlsales.libreoffice.books import Book


class Sheets(base_classes.Sheets):
    """The sheets of a workbook in their order; ``api`` is the UNO collection."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._all = book.api.Sheets

    @property
    def api(self) -> Any:
        """The UNO collection."""
        return self._all

    @property
    def active(self) -> Sheet:
        """The one in front."""
        controller = self._book.controller
        front = self._all.getByIndex(0) if controller is None else controller.getActiveSheet()
        return Sheet(self._book, front)

    def _find(self, key: Any) -> str | None:
        """A sheet's name, whatever capitals it is asked with."""
        plain = str(key).lower()
        return next((name for name in self._all.getElementNames() if name.lower() == plain), None)

    def __call__(self, key: int | str) -> Sheet:
        """The sheet of this name or number, from 1."""
        if isinstance(key, Number):
            if not 1 <= key <= len(self):  # type: ignore[operator]  # a Number that is an int
                raise NoSuchObjectError(f"Sheet {key} doesn't exist.")
            return Sheet(self._book, self._all.getByIndex(key - 1))  # type: ignore[operator]
        name = self._find(key)
        if name is None:
            raise NoSuchObjectError(f"Sheet {key} doesn't exist.")
        return Sheet(self._book, self._all.getByName(name))

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def __len__(self) -> int:
        return int(self._all.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        for number in range(len(self)):
            yield Sheet(self._book, self._all.getByIndex(number))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Insert a sheet, where nothing is said before the active one, and activate it."""
        if before is not None:
            place = before.index - 1
        elif after is not None:
            place = after.index
        else:
            place = self.active.index - 1
        self._all.insertNewByName(name or self._free_name("Sheet"), place)
        made = Sheet(self._book, self._all.getByIndex(place))
        made.activate()
        return made

    def _free_name(self, stem: str) -> str:
        taken = {name.lower() for name in self._all.getElementNames()}
        number = 1
        while f"{stem}{number}".lower() in taken:
            number += 1
        return f"{stem}{number}"

    def free_copy_name(self, name: str) -> str:
        """A name for a copy: ``Sheet1 (2)``."""
        number = 2
        while f"{name} ({number})" in self:
            number += 1
        return f"{name} ({number})"


class Sheet(base_classes.Sheet):
    """One sheet; ``api`` is the UNO sheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self._sheet

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._sheet.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.setName(value)

    @property
    def quoted(self) -> str:
        """Its name as it stands in a reference."""
        name = self.name
        return name if name.isidentifier() else "'{}'".format(name.replace("'", "''"))

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self._sheet.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._sheet.IsVisible = bool(value)

    @property
    def names(self) -> Names:
        """The names defined on this sheet alone."""
        return Names(self._book, self._sheet.NamedRanges, self)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def notes(self) -> list[Note]:
        """Its notes, row by row."""
        return notes_of(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether lines are shown between the cells."""
        self.activate()
        return bool(self._book.controller.ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self.activate()
        self._book.controller.ShowGrid = bool(value)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    # --- cells -----------------------------------------------------------------------------

    def at(self, box: Box) -> Range:
        """The range of a rectangle counted from zero."""
        return Range(self, box)

    @property
    def cells(self) -> Range:
        """All its cells."""
        return self.at(Box(0, 0, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds anything."""
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.at(Box.at(cursor.getRangeAddress()))

    def range(self, first: Any, second: Any = None) -> Range:
        """Cells by address, name, ``(row, column)``, ``(row, column, height, width)`` or corners."""
        if second is None:
            if isinstance(first, Range):
                return first
            if isinstance(first, str):
                return addresses.find(self, first)
            if len(first) == 4:
                row, column, height, width = first
                return self.at(Box(row - 1, column - 1, row + height - 2, column + width - 2))
        one = self._corner(first)
        two = one if second is None else self._corner(second)
        return self.at(
            Box(
                min(one.top, two.top),
                min(one.left, two.left),
                max(one.bottom, two.bottom),
                max(one.right, two.right),
            )
        )

    def _corner(self, given: Any) -> Box:
        if isinstance(given, Range):
            return given.box
        if isinstance(given, str):
            return addresses.find(self, given).box
        row, column = given
        if row == 0 or column == 0:
            raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
        return Box(row - 1, column - 1, row - 1, column - 1)

    def clear_contents(self) -> None:
        """Empty all cells; their looks stay."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take all looks away; the contents stay."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty all cells and take their looks away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Make columns and rows as wide and high as their contents need."""
        self.used_range.autofit(axis)

    # --- the sheet as a whole ------------------------------------------------------------------

    def activate(self) -> None:
        """Bring it to the front."""
        controller = self._book.controller
        if controller is not None:
            controller.setActiveSheet(self._sheet)

    select = activate

    def delete(self) -> None:
        """Delete it."""
        self._book.api.Sheets.removeByName(self.name)

    def _place(self, before: Sheet | None, after: Sheet | None) -> int:
        if before is not None:
            return before.index - 1
        assert after is not None
        return after.index

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it beside another sheet, also of another workbook, and activate the copy."""
        beside = before or after
        assert beside is not None
        sheets = beside.book.sheets
        place = self._place(before, after)
        if beside.book.uid == self._book.uid:
            name = sheets.free_copy_name(self.name)
            sheets.api.copyByName(self.name, name, place)
        else:
            sheets.api.importSheet(self._book.api, self.name, place)
        Sheet(beside.book, sheets.api.getByIndex(place)).activate()

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it beside another sheet of its workbook."""
        self._book.api.Sheets.moveByName(self.name, self._place(before, after))

    def to_pdf(self, path: str, quality: Any = None) -> None:
        """Write it as a PDF."""
        self.cells.to_pdf(path, quality)


class PageSetup(base_classes.PageSetup):
    """How a sheet is printed; ``api`` is the UNO sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self._sheet.api

    @property
    def print_area(self) -> str | None:
        """The cells that are printed, None for all."""
        areas = self.api.getPrintAreas()
        return addresses.address_of(Box.at(areas[0])) if areas else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = [] if value is None else [self._sheet.range(value).box]
        self.api.setPrintAreas(tuple(box.address(self._sheet.index - 1) for box in areas))
