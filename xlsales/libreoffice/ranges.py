"""Ranges: addresses, values, and what changes where cells are. Their looks are in ``looks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsales.libreoffice import blocks
from xlsales.libreoffice.addresses import address_of
from xlsales.libreoffice.boxes import LAST_COLUMN, LAST_ROW, Box
from xlsales.libreoffice.bridge import enum, load_uno, properties, struct, url_of
from xlsales.libreoffice.looks import Looks
from xlsales.libreoffice.notes import Note, add_note, note_of
from xlsales.libreoffice.undo import document_step

if TYPE_CHECKING:
    from xlsales.libreoffice.books import Book
    from xlsales.libreoffice.names import Name
    from xlsales.libreoffice.sheets import Sheet
    from xlsales.libreoffice.tables import Table

_URL_FIELD = "com.sun.star.text.TextField.URL"
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


def selected(book: Book) -> Range | None:
    """What is selected in a workbook's window, of several ranges the first; None for a picture."""
    controller = book.controller
    selection: Any = None if controller is None else controller.getSelection()
    if hasattr(selection, "getRangeAddress"):
        cells = selection
    elif hasattr(selection, "getRangeAddresses") and selection.getCount():
        cells = selection.getByIndex(0)
    else:
        return None
    sheet = book.sheets(cells.getSpreadsheet().getName())
    return sheet.at(Box.at(cells.getRangeAddress()))


class Range(Looks):
    """A rectangle of cells; ``api`` is the UNO cell range, ``box`` its place counted from zero."""

    # blocks of any size go through in one call
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, box: Box) -> None:
        if not (
            0 <= box.top <= box.bottom <= LAST_ROW and 0 <= box.left <= box.right <= LAST_COLUMN
        ):
            raise IndexError(f"no such cells on a sheet: {box}")
        self._sheet = sheet
        self.box = box
        self._cells: Any = None

    @property
    def api(self) -> Any:
        """The UNO cell range."""
        if self._cells is None:
            self._cells = self.box.of(self._sheet.api)
        return self._cells

    @property
    def sheet(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    # --- where it is -----------------------------------------------------------------------

    @property
    def row(self) -> int:
        """Its first row, from 1."""
        return self.box.top + 1

    @property
    def column(self) -> int:
        """Its first column, from 1."""
        return self.box.left + 1

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.box.height, self.box.width

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, first row, first column, rows, columns."""
        return self._sheet.name, self.row, self.column, *self.shape

    def __len__(self) -> int:
        return self.box.height * self.box.width

    def __call__(self, row: int, column: int | None = None) -> Range:
        """One of its cells, by row and column or by number, from 1."""
        if column is None:
            row, column = divmod(row - 1, self.box.width)
            row, column = row + 1, column + 1
        top, left = self.box.top + row - 1, self.box.left + column - 1
        return self._sheet.at(Box(top, left, top, left))

    @property
    def address(self) -> str:
        """``$A$1:$B$2``."""
        return address_of(self.box)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Its address in any form; ``external`` with workbook and sheet."""
        plain = address_of(self.box, row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return plain
        name = f"[{self._sheet.book.name}]{self._sheet.name}"
        return f"{name}!{plain}" if name.isascii() and " " not in name else f"'{name}'!{plain}"

    @property
    def rows(self) -> list[Range]:
        """Its rows."""
        top, left, bottom, right = self.box
        return [self._sheet.at(Box(row, left, row, right)) for row in range(top, bottom + 1)]

    @property
    def columns(self) -> list[Range]:
        """Its columns."""
        top, left, bottom, right = self.box
        return [self._sheet.at(Box(top, col, bottom, col)) for col in range(left, right + 1)]

    # --- what is in it ----------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """The value of a cell, or rows of values; see ``blocks.read_values``."""
        rows = blocks.read_values(self._sheet.api, self.box, self._sheet.book.formats)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._write(data)

    @property
    def formula(self) -> Any:
        """The formula of a cell, or rows of formulas, as Excel writes them."""
        rows = blocks.read_formulas(self._sheet.api, self.box)
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        if isinstance(value, str) and len(self) > 1:
            self._fill(value)
        else:
            self._write(value)

    formula2 = formula

    def _fill(self, formula: str) -> None:
        """One formula in all cells, its references moved along."""
        box, cells = self.box, self.api
        with document_step(self._document, self._title):
            self._write(
                [[formula] + [None] * (box.width - 1)] + [[None] * box.width] * (box.height - 1)
            )
            down, right = (
                enum("com.sun.star.sheet.FillDirection", f"TO_{to}") for to in ("BOTTOM", "RIGHT")
            )
            self._sheet.at(box._replace(right=box.left)).api.fillAuto(down, 1)
            cells.fillAuto(right, 1)

    @property
    def formula_array(self) -> Any:
        """The formula that fills the range as one."""
        from xlsales.libreoffice.formulas import to_excel

        return to_excel(str(self.api.getArrayFormula())) or None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        from xlsales.libreoffice.formulas import to_office

        self.api.setArrayFormula(to_office(value))

    @property
    def has_array(self) -> bool:
        """Whether a formula fills it as one."""
        return bool(self.api.getArrayFormula())

    def _write(self, data: Any) -> None:
        """Write a value into all cells, or rows of values from the first cell on."""
        rows = (
            data if isinstance(data, (list, tuple)) else [[data] * self.box.width] * self.box.height
        )
        if not rows:
            return
        if not isinstance(rows[0], (list, tuple)):
            rows = [rows]
        top, left = self.box.top, self.box.left
        box = Box(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)
        target = self if box == self.box else self._sheet.at(box)
        book = self._sheet.book
        blocks.write_values(
            book.api, self._sheet.api, target.box, rows, book.formats, title=self._title
        )

    @property
    def _document(self) -> Any:
        return self._sheet.book.api

    @property
    def _title(self) -> str:
        return "Input"

    def clear_contents(self) -> None:
        """Empty the cells; looks and notes stay."""
        self.api.clearContents(blocks.CONTENTS)

    def clear_formats(self) -> None:
        """Take the looks away; the contents stay."""
        self.api.clearContents(32 | 64)  # com.sun.star.sheet.CellFlags.HARDATTR, STYLES

    def clear(self) -> None:
        """Empty the cells and take their looks and notes away."""
        self.api.clearContents(blocks.CONTENTS | blocks.NOTES | 32 | 64)

    # --- around it ---------------------------------------------------------------------------

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        down, right = _STEPS[
            {"d": "down", "u": "up", "r": "right", "l": "left"}.get(direction, direction)
        ]
        used = self._sheet.used_range.box
        row, column = self.box.top, self.box.left
        if down:
            line = Box(0, column, max(used.bottom, row), column)
            full = [values[0] != "" for values in line.of(self._sheet.api).getDataArray()]
            row = _end(full, row, down, LAST_ROW)
        else:
            line = Box(row, 0, row, max(used.right, column))
            full = [value != "" for value in line.of(self._sheet.api).getDataArray()[0]]
            column = _end(full, column, right, LAST_COLUMN)
        return self._sheet.at(Box(row, column, row, column))

    @property
    def current_region(self) -> Range:
        """The block of filled cells around it."""
        cursor = self._sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self._sheet.at(Box.at(cursor.getRangeAddress()))

    @property
    def table(self) -> Table | None:
        """The table its first cell is in."""
        corner = self.box._replace(bottom=self.box.top, right=self.box.left)
        return next(
            (table for table in self._sheet.tables if table.box.common(corner) is not None), None
        )

    @property
    def name(self) -> Name | None:
        """The name defined for exactly these cells."""
        for names in (self._sheet.book.names, self._sheet.names):
            for name in names:
                cells = name.refers_to_range
                if cells is not None and cells.coords == self.coords:
                    return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={self._sheet.quoted}!{self.address}")

    def select(self) -> None:
        """Select it, with its workbook's window showing its sheet."""
        self._sheet.activate()
        controller = self._sheet.book.controller
        if controller is not None:
            controller.select(self.api)

    # --- moving cells ------------------------------------------------------------------------

    def insert(self, shift: str | None = None, copy_origin: Any = None) -> None:  # noqa: ARG002
        """Insert empty cells here; what is there moves down or to the right."""
        self._sheet.api.insertCells(
            self.box.address(self._sheet.index - 1),
            enum(
                "com.sun.star.sheet.CellInsertMode",
                self._mode(shift or ("right" if self.box.height > self.box.width else "down")),
            ),
        )

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells; what is below moves up, or what is to the right to the left."""
        self._sheet.api.removeRange(
            self.box.address(self._sheet.index - 1),
            enum(
                "com.sun.star.sheet.CellDeleteMode",
                self._mode(shift or ("left" if self.box.height >= self.box.width else "up")),
            ),
        )

    def _mode(self, shift: str) -> str:
        if self.box.whole_rows:
            return "ROWS"
        return "COLUMNS" if self.box.whole_columns else shift.upper()

    def copy(self, destination: Range | None = None) -> None:
        """Copy the cells with their looks to another place of this workbook.

        LibreOffice leaves out hidden rows.
        """
        if destination is None:
            raise NotImplementedError("LibreOffice's clipboard is not used: give a destination")
        corner = struct(
            "com.sun.star.table.CellAddress",
            Sheet=destination.sheet.index - 1,
            Row=destination.row - 1,
            Column=destination.column - 1,
        )
        destination.sheet.api.copyRange(corner, self.box.address(self._sheet.index - 1))

    def merge(self, across: bool = False) -> None:
        """Make one cell of them, with ``across`` one of each row."""
        self.unmerge()  # LibreOffice would keep the smaller merged cells
        for part in self.rows if across else [self]:
            part.api.merge(True)

    def unmerge(self) -> None:
        """Make single cells again."""
        self.api.merge(False)

    @property
    def merge_area(self) -> Range:
        """The merged cell its first cell belongs to, or that cell."""
        cursor = self._sheet.api.createCursorByRange(self.api.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        return self._sheet.at(Box.at(cursor.getRangeAddress()))

    @property
    def merge_cells(self) -> bool | None:
        """Whether all its cells belong to a merged cell, None where some do."""
        area = self.merge_area
        if area.box.common(self.box) == self.box:
            return len(area) > 1
        # of several cells LibreOffice only tells whether all begin a merged cell
        merged = [len(self(number).merge_area) > 1 for number in range(1, min(len(self), 100) + 1)]
        return all(merged) if all(merged) or not any(merged) else None

    # --- notes and links ------------------------------------------------------------------------

    @property
    def note(self) -> Note | None:
        """The note of its first cell."""
        return note_of(self(1, 1))

    def add_note(self, text: str) -> Note:
        """Write a note at its first cell."""
        return add_note(self(1, 1), text)

    @property
    def hyperlink(self) -> str:
        """The address its cell leads to.

        Raises:
            Exception: it leads nowhere (as xlwings does with Excel).
        """
        fields = self.api.getCellByPosition(0, 0).getTextFields().createEnumeration()
        while fields.hasMoreElements():
            field = fields.nextElement()
            if field.getPropertySetInfo().hasPropertyByName("URL"):
                return str(field.URL)
        raise Exception("The cell doesn't seem to contain a hyperlink!")

    def add_hyperlink(
        self,
        address: str,
        text_to_display: str | None = None,
        screen_tip: str | None = None,  # noqa: ARG002  # LibreOffice shows the address
    ) -> None:
        """Have its cell lead to an address."""
        cell = self.api.getCellByPosition(0, 0)
        field = self._document.createInstance(_URL_FIELD)
        field.URL = address
        field.Representation = text_to_display or address
        with document_step(self._document, self._title):
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)

    def to_pdf(self, path: str, quality: Any = None) -> None:  # noqa: ARG002  # of Excel only
        """Write it as a PDF."""
        only = load_uno().Any("[]com.sun.star.beans.PropertyValue", properties(Selection=self.api))
        options = properties(FilterName="calc_pdf_Export", FilterData=only)
        self._document.storeToURL(url_of(path), options)


def _end(full: list[bool], start: int, step: int, last: int) -> int:
    """Where a way along cells ends: at the last filled one, or the first after a gap."""

    def filled(place: int) -> bool:
        return 0 <= place < len(full) and full[place]

    place = start
    if filled(place) and filled(place + step):
        while filled(place + step):
            place += step
        return place
    place += step
    while 0 <= place < len(full) and not full[place]:
        place += step
    if place >= len(full):
        return last if step > 0 else start
    return max(place, 0)
