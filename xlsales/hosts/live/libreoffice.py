"""LibreOffice over UNO, beside what the xlwings engine does (:mod:`xlsales.libreoffice`).

Each object that comes over the bridge costs about a millisecond, a call on it a tenth of one: so
ranges are taken whole, and many cells at once as ``SheetCellRanges``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from xlsales.core.typed import Cell
from xlsales.hosts.live.native import SHOWN, Native, Spot, link_to, plain, rgb
from xlsales.hosts.live.uno_cells import area_of, box_of, cells_of, ranges_of
from xlsales.hosts.live.uno_colours import Colours
from xlsales.hosts.live.uno_notes import add_notes, notes_of, remove_notes
from xlsales.hosts.live.uno_values import Values
from xlsales.libreoffice.heights import measured_once, written
from xlsales.libreoffice.main_thread import at_once
from xlsales.office.editing.change import COLOURS, Report
from xlsales.office.references import Area, Place, places_of

if TYPE_CHECKING:
    import xlwings as xw

_ANY_RESULT = 7  # com.sun.star.sheet.FormulaResult: VALUE, STRING and ERROR
_CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas
_CAPTION = "com.sun.star.drawing.CaptionShape"  # a note
_TOP = 1  # com.sun.star.table.CellVertJustify2
_REMOVABLE = 128  # com.sun.star.beans.PropertyAttribute
_LOOK = (
    "BottomBorder2", "CellBackColor", "CellProtection", "CellStyle", "CharColor", "CharFontName",
    "CharFontNameAsian", "CharHeight", "CharHeightAsian", "CharPosture", "CharPostureAsian",
    "CharStrikeout", "CharUnderline", "CharWeight", "CharWeightAsian", "HoriJustify",
    "IsTextWrapped", "LeftBorder2", "NumberFormat", "ParaIndent", "RightBorder2", "ShrinkToFit",
    "TopBorder2", "Validation", "VertJustify",
)  # fmt: skip
"""The properties of a cell's look, in the order of their names."""
_HEAD, _BLUE, _BOLD, _SINGLE = 0xD9D9D9, 0x0563C1, 150.0, 1
_PER_CHARACTER = 194  # 1/100 mm of a column's width


class LibreOffice(Native):
    """A document that is open in LibreOffice."""

    keeps_text: ClassVar[bool] = True
    undoes: ClassVar[bool] = True

    def __init__(self, book: xw.Book) -> None:
        """Take the open workbook."""
        super().__init__(book)
        self.document: Any = book.api
        self._context: Any = book.app.impl.context
        self._values = Values(self.document)
        self._later: list[Callable[[], None]] = []
        """What must not happen within a step that can be undone."""

    # --- what is there ---------------------------------------------------------------------

    def day_zero(self) -> date:
        """Return the day that the workbook's serial numbers count from."""
        return self._values.first_day.date()

    def spots(self) -> list[Spot]:
        """Return where the tables are; they stand in one list, whichever sheet they are on."""
        found = []
        sheets: dict[int, xw.Sheet] = {}
        ranges = self.document.DatabaseRanges
        for name in ranges.ElementNames:
            one = ranges.getByName(name)
            at = one.DataArea
            if at.Sheet not in sheets:
                sheets[at.Sheet] = self.book.sheets[at.Sheet]
            heads, totals = bool(one.ContainsHeader), bool(one.TotalsRow)
            found.append(Spot(name, sheets[at.Sheet], area_of(at), heads, totals))
        return found

    def values(self, cells: xw.Range) -> list[list[Cell]]:
        """Return a block of cells as calamine shows those of a file, error cells marked."""
        return self._values.of(cells.api)

    def filled(self, sheet: xw.Sheet, area: Area) -> list[Place]:
        """Return the first and last of the runs of rows that hold something in an area."""
        held = cells_of(sheet.api, area).queryContentCells(_CONTENTS).getRangeAddresses()
        spans = sorted((at.StartRow + 1, at.EndRow + 1) for at in held)
        found: list[Place] = []
        for first, last in spans:
            if found and first <= found[-1][1] + 1:
                found[-1] = found[-1][0], max(last, found[-1][1])
            else:
                found.append((first, last))
        return found

    def formulas(self, cells: xw.Range) -> Iterable[Area]:
        """Return the areas of a range that hold formulas."""
        return map(area_of, cells.api.queryFormulaCells(_ANY_RESULT).getRangeAddresses())

    def merged(self, cells: xw.Range) -> Iterator[Area]:
        """Return the merged areas that begin in a range; a half without one is not looked into."""
        sheet = cells.sheet.api
        waiting = [cells.api]
        while waiting:
            part = waiting.pop()
            if not part.getIsMerged():
                continue
            top, left, bottom, right = area_of(part.getRangeAddress())
            if top < bottom:
                middle = (top + bottom) // 2
                halves = Area(top, left, middle, right), Area(middle + 1, left, bottom, right)
            elif left < right:
                middle = (left + right) // 2
                halves = Area(top, left, bottom, middle), Area(top, middle + 1, bottom, right)
            else:
                cursor = sheet.createCursorByRange(part)
                cursor.collapseToMergedArea()
                yield area_of(cursor.getRangeAddress())
                continue
            waiting += (cells_of(sheet, half) for half in halves)

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Return whether a sheet refuses changes."""
        return bool(sheet.api.isProtected())

    def is_modified(self) -> bool:
        """Return whether something changed since the workbook was saved."""
        return bool(self.document.isModified())

    def needs_no_saving(self) -> None:
        """Say that the workbook is as it was saved."""
        self.document.setModified(False)

    @contextmanager
    def _unseen(self) -> Iterator[None]:
        # locking the undo manager is not enough: a write while controllers are locked unlocks it
        undoes = self.document.IsUndoEnabled
        self.document.IsUndoEnabled = False
        self.document.lockControllers()
        try:
            yield
        finally:
            self.document.unlockControllers()
            self.document.IsUndoEnabled = undoes

    # --- changing it -----------------------------------------------------------------------

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        manager = self.document.UndoManager
        before = len(manager.getAllUndoActionTitles())
        manager.enterUndoContext(title)
        self.document.lockControllers()
        try:
            with measured_once(self.document):
                yield
        except BaseException:
            with suppress(Exception):  # it may be the program that is gone
                self.document.unlockControllers()
                manager.leaveUndoContext()
                if len(manager.getAllUndoActionTitles()) > before:
                    manager.undo()
            raise
        self.document.unlockControllers()
        manager.leaveUndoContext()
        while self._later:
            self._later.pop()()

    def put(self, cells: xw.Range, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a block of values: the engine takes them as they are, without xlwings' stages."""
        zero = self.day_zero()
        cells.raw_value = [[plain(cell, zero) for cell in row] for row in rows]

    def put_links(self, cells: xw.Range, links: Sequence[tuple[str, str]]) -> None:
        """Fill a column with links, as formulas: that is one call for all of them."""
        cells.formula = [[link_to(target, text) if target else text] for target, text in links]

    def extend_looks(self, sheet: xw.Sheet, rows: Area, new: Area, blank: int) -> None:
        """Give new rows the look of most rows: cells that look alike go together.

        Those that do not look like the cell below the new rows have a look of a person's.
        """
        del blank  # here rows typed under a table have no borders either
        top, left, bottom, right = new
        free: dict[int, list[Area]] = {}
        for _, areas in self._alike(sheet, Area(top, left, bottom + 1, right)):
            open_ = {c for area in areas if area[2] > bottom for c in range(area[1], area[3] + 1)}
            for first, west, last, east in areas:
                for column in open_.intersection(range(west, east + 1)):
                    if first <= bottom:
                        area = Area(first, column, min(last, bottom), column)
                        free.setdefault(column, []).append(area)
        self._look(sheet, self.usual_look(sheet, rows), free)
        written(self.document, sheet.api, box_of(Area(top, left, bottom, right)))

    def usual_look(
        self, sheet: xw.Sheet, rows: Area, going: Collection[int] = ()
    ) -> Sequence[tuple[Any, Sequence[int]]]:
        """Return the looks that most of some rows have in their columns, each with these."""
        del going  # here looks are values
        top, left, bottom, right = rows
        groups = list(self._alike(sheet, Area(top, left, min(bottom, top + SHOWN), right)))
        found: dict[int, list[int]] = {}
        for column in range(left, right + 1):
            heights = [
                sum(area[2] - area[0] + 1 for area in areas if area[1] <= column <= area[3])
                for _, areas in groups
            ]
            found.setdefault(heights.index(max(heights)), []).append(column)
        return [
            (groups[i][0].getByIndex(0).getPropertyValues(_LOOK), columns)
            for i, columns in found.items()
        ]

    def fills(self, cells: xw.Range) -> Mapping[Place, tuple[int, int, int]]:
        """Return the colours that cells are filled with; cells that look alike are asked once."""
        found: dict[Place, tuple[int, int, int]] = {}
        for alike, areas in self._alike(cells.sheet, area_of(cells.api.getRangeAddress())):
            colour = alike.getByIndex(0).CellBackColor
            if colour >= 0:  # -1: none
                found |= dict.fromkeys(places_of(areas), rgb(f"{colour:06X}"))
        return found

    def give_look(self, sheet: xw.Sheet, look: Any, new: Area) -> None:
        """Give cells a look, column by column."""
        top, left, bottom, right = new
        free = {column: [Area(top, column, bottom, column)] for column in range(left, right + 1)}
        self._look(sheet, look, free)
        written(self.document, sheet.api, box_of(new))

    def _look(
        self,
        sheet: xw.Sheet,
        looks: Iterable[tuple[Any, Sequence[int]]],
        free: Mapping[int, Sequence[Area]],
    ) -> None:
        """Give areas, by their columns, the looks of these."""
        for look, columns in looks:
            if targets := [area for column in columns for area in free.get(column, ())]:
                ranges_of(self.document, sheet.index - 1, targets).setPropertyValues(_LOOK, look)

    def _alike(self, sheet: xw.Sheet, area: Area) -> Iterator[tuple[Any, list[Area]]]:
        """Yield the cells of an area that look alike, as one object and as areas."""
        groups = cells_of(sheet.api, area).getUniqueCellFormatRanges()
        for i in range(groups.getCount()):
            cells = groups.getByIndex(i)
            yield cells, [area_of(at) for at in cells.getRangeAddresses()]

    # --- marks -----------------------------------------------------------------------------

    def set_colours(self, sheet: xw.Sheet, areas: Mapping[str, Sequence[Area]]) -> None:
        """Show conditional colours by severity; those of ours that were there go."""
        Colours(self.document, sheet.api, sheet.index - 1).show(areas)

    def notes(self, sheet: xw.Sheet, likely: Iterable[str] = ()) -> dict[Place, str]:
        """Return the notes of a sheet; ``likely``: what some of them probably say."""
        return notes_of(sheet.api, likely)

    def remove_notes(self, sheet: xw.Sheet, places: Iterable[Place]) -> None:
        """Remove notes."""
        remove_notes(sheet.api, places)

    def add_notes(self, sheet: xw.Sheet, notes: Mapping[Place, str]) -> None:
        """Add notes to cells that have none."""
        add_notes(self._context, sheet.api, sheet.index - 1, notes)

    # --- beside the cells ------------------------------------------------------------------

    def properties(self) -> dict[str, str]:
        """Return the custom document properties that are texts, unsaved ones too."""
        held = self.document.DocumentProperties.UserDefinedProperties.getPropertyValues()
        return {each.Name: each.Value for each in held if isinstance(each.Value, str)}

    def set_properties(self, properties: Mapping[str, str]) -> None:
        """Set custom document properties; *Undo* does not reach them."""
        if not properties:
            return
        held = self.document.DocumentProperties.UserDefinedProperties
        known = {each.Name: each.Value for each in held.getPropertyValues()}
        for name, value in properties.items():
            if name in known and not isinstance(known[name], str):
                held.removeProperty(name)
                del known[name]
            if name not in known:
                held.addProperty(name, _REMOVABLE, value)
            elif known[name] != value:
                held.setPropertyValue(name, value)

    def add_sheet(self, name: str, *, hidden: bool = False) -> xw.Sheet:
        """Add a sheet behind the others.

        Not by xlwings, which brings it to the front: *Undo* of the whole step would then leave
        out its first parts (LibreOffice 7.4).
        """
        sheets = self.document.Sheets
        sheets.insertNewByName(name, sheets.Count)
        sheet = self.book.sheets[name]
        if hidden:
            sheet.api.IsVisible = False
        return sheet

    def has_drawings(self, sheet: xw.Sheet, *, notes: bool = True) -> bool:
        """Return whether something is drawn on a sheet; a note is a drawing too."""
        page = sheet.api.DrawPage
        shapes = (page.getByIndex(i) for i in range(page.getCount()))
        return any(notes or shape.ShapeType != _CAPTION for shape in shapes)

    def dress(self, sheet: xw.Sheet, report: Report, *, new: bool) -> None:
        """Give the findings sheet its look."""
        width = len(report.header)
        whole = cells_of(sheet.api, Area(1, 1, len(report.rows) + 1, width))
        whole.IsTextWrapped = True
        whole.VertJustify = _TOP
        head = cells_of(sheet.api, Area(1, 1, 1, width))
        head.CharWeight = head.CharWeightAsian = _BOLD
        head.CellBackColor = _HEAD
        for severity, colour in COLOURS.items():
            rows = [i for i, each in enumerate(report.severities, 2) if each == severity]
            if rows:
                ranges_of(
                    self.document, sheet.index - 1, (Area(row, 1, row, 1) for row in rows)
                ).CellBackColor = int(colour, 16)
        linked = [i for i, link in enumerate(report.links, 2) if link is not None]
        if linked:
            links = ranges_of(
                self.document, sheet.index - 1, (Area(row, 4, row, 4) for row in linked)
            )
            links.CharColor, links.CharUnderline = _BLUE, _SINGLE
        if new:
            columns = sheet.api.Columns
            for i, characters in enumerate(report.widths):
                columns.getByIndex(i).Width = characters * _PER_CHARACTER
            self._later.append(lambda: self._freeze(sheet))
        # within a step this makes them automatic alone; they are measured at its end
        whole.Rows.OptimalHeight = True

    def _freeze(self, sheet: xw.Sheet) -> None:
        """Keep the header in view; only the sheet in front can be frozen."""
        controller = self.document.getCurrentController()
        if controller is not None:
            front = controller.getActiveSheet()

            def freeze() -> None:
                controller.setActiveSheet(sheet.api)
                controller.freezeAtPosition(0, 1)
                controller.setActiveSheet(front)

            at_once(self._context, freeze)  # nobody sees the sheet flash up
