"""Excel over COM (Windows), beside what xlwings does.

Written after Microsoft's documentation of Excel's object model. It has not run in Excel yet: the
tests run it on LibreOffice's own implementation of that model, each member and constant held
against Excel's type library (``tests/hosts/live/excel_model``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from xlsales.core.typed import DAY_ZERO, DAY_ZERO_1904, Cell
from xlsales.hosts.live.formats import format_of
from xlsales.hosts.live.native import OURS, Native, Spot, link_to, rgb
from xlsales.office.editing.change import COLOURS, Report
from xlsales.office.editing.values import Need, need_of
from xlsales.office.references import Area, Place, letters, places_of, runs

if TYPE_CHECKING:
    import xlwings as xw

_FORMATS = -4122  # XlPasteType.xlPasteFormats
_IN_FORMULAS = -4123  # XlFindLookIn.xlFormulas
_BY_ROWS = 1  # XlSearchOrder.xlByRows
_BACK = 2  # XlSearchDirection.xlPrevious
_EXPRESSION = 2  # XlFormatConditionType.xlExpression
_STRING = 4  # Office.MsoDocProperties.msoPropertyTypeString
_PDF = 0  # XlFixedFormatType.xlTypePDF
_TOP = -4160  # XlVAlign.xlVAlignTop
_SINGLE = 2  # XlUnderlineStyle.xlUnderlineStyleSingle
_NO_FILL = -4142  # XlColorIndex.xlColorIndexNone
_COMPARED = 20
"""Rows that show how a table looks."""
_UNKNOWN = frozenset({-2147352570, -2147352573})
"""What COM says of a member that an older Excel lacks: DISP_E_UNKNOWNNAME, _MEMBERNOTFOUND."""
_LONGEST_ADDRESS = 250
"""Characters; Excel takes no longer text as the address of a range."""
_QUIET: Mapping[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}
"""What Excel is told for a step."""


class Excel(Native):
    """A workbook that is open in Excel."""

    keeps_text: ClassVar[bool] = False
    undoes: ClassVar[bool] = False

    def __init__(self, book: xw.Book) -> None:
        """Take the open workbook."""
        super().__init__(book)
        self._back: list[Callable[[], object]] = []

    # --- what is there ---------------------------------------------------------------------

    def day_zero(self) -> date:
        """Return the day that the workbook's serial numbers count from."""
        return DAY_ZERO_1904 if self.book.api.Date1904 else DAY_ZERO

    def spots(self) -> list[Spot]:
        """Return where the tables of the workbook are."""
        found = []
        for sheet in self.book.sheets:
            for table in sheet.tables:
                area = _area(table.range)
                heads, totals = bool(table.show_headers), bool(table.show_totals)
                found.append(Spot(table.name, sheet, area, heads, totals))
        return found

    def filled(self, sheet: xw.Sheet, area: Area) -> list[Place]:
        """Return the rows down to the last that holds something in an area, as one run."""
        top, left, bottom, right = area
        whole = sheet.range((top, left), (bottom, right)).api
        last = whole.Find("*", LookIn=_IN_FORMULAS, SearchOrder=_BY_ROWS, SearchDirection=_BACK)
        return [] if last is None else [(top, last.Row)]

    def formulas(self, cells: xw.Range) -> Iterator[Area]:
        """Return the formula cells of a range: one block of formulas, compared with the values."""
        top, left, _, _ = _area(cells)
        formulas: Any = cells.formula
        values = cells.options(ndim=2).value
        block = formulas if isinstance(formulas, tuple) else ((formulas,),)
        for i, (said, held) in enumerate(zip(block, values, strict=True)):
            for j, (formula, value) in enumerate(zip(said, held, strict=True)):
                if isinstance(formula, str) and formula.startswith("=") and formula != value:
                    yield Area(top + i, left + j, top + i, left + j)

    def merged(self, cells: xw.Range) -> Iterator[Area]:
        """Return the merged areas that begin in a range; a half without one is not looked into."""
        waiting = [cells]
        while waiting:
            part = waiting.pop()
            if part.api.MergeCells is False:  # None: some of them are
                continue
            height, width = part.shape
            if height == width == 1:
                whole = part.merge_area
                if (whole.row, whole.column) == (part.row, part.column):
                    yield _area(whole)
            elif height > 1:
                waiting += [part[: height // 2, :], part[height // 2 :, :]]
            else:
                waiting += [part[:, : width // 2], part[:, width // 2 :]]

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Return whether a sheet refuses changes."""
        return bool(sheet.api.ProtectContents)

    def is_modified(self) -> bool:
        """Return whether something changed since the workbook was saved."""
        return not self.book.api.Saved

    def needs_no_saving(self) -> None:
        """Say that the workbook is as it was saved."""
        self.book.api.Saved = True

    def _unseen(self) -> AbstractContextManager[None]:
        return self._step("")

    # --- changing it -----------------------------------------------------------------------

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        """Do what follows without repainting and recalculating.

        Excel keeps no undo of what a program did; after a failure cells are put back from here.
        """
        del title
        self._back.clear()
        with ExitStack() as quiet:
            # one by one: if Excel refuses one of them, those before it are set back all the same
            for name, value in _QUIET.items():
                quiet.enter_context(self.book.app.properties(**{name: value}))
            try:
                yield
            except BaseException:
                back, self._back = self._back, []  # what this does is not undone again
                for undo in reversed(back):
                    with suppress(Exception):  # it may be Excel that is gone
                        undo()
                raise
            finally:
                self._back.clear()

    def put(self, cells: xw.Range, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a block of values, and remember what was there."""
        self.remember(cells)
        super().put(cells, rows)

    def set_format(self, cells: xw.Range, code: str) -> None:
        """Give cells a number format, and remember theirs."""
        self.remember(cells)
        super().set_format(cells, code)

    def remember(self, cells: xw.Range) -> None:
        """Keep what cells hold, and their number formats, which decide what Excel makes of it."""
        formats = list(_formats(cells))
        held = _held(cells)

        def put_back() -> None:
            for part, code in formats:
                part.number_format = code
            cells.formula = held

        self._back.append(put_back)

    def on_failure(self, undo: Callable[[], object]) -> None:
        """Do something if the step fails, last things first."""
        self._back.append(undo)

    def name_table(self, table: xw.main.Table, name: str) -> None:
        """Name a table otherwise, and remember its name."""
        before = table.name
        self._back.append(lambda: setattr(table, "name", before))
        super().name_table(table, name)

    def put_links(self, cells: xw.Range, links: Sequence[tuple[str, str]]) -> None:
        """Fill a column with links, as formulas: that is one call for all of them."""
        self.remember(cells)
        cells.formula = [
            [link_to(target, text) if target else _as_text(text)] for target, text in links
        ]

    def extend_looks(self, sheet: xw.Sheet, rows: Area, new: Area, blank: int) -> None:
        """Give new rows the look of most rows; those that were typed may have one of their own.

        So may cells that are filled otherwise than those of their column.
        """
        _, left, bottom, right = new
        if blank > bottom:
            return
        look = self.usual_look(sheet, rows)
        own = self.fills(sheet.range((blank, left), (bottom, right)))
        row = int(look.Row)
        usual = self.fills(sheet.range((row, left), (row, right)))
        self.give_look(sheet, look, Area(blank, left, bottom, right))
        for (at, column), colour in own.items():
            if usual.get((row, column)) != colour:
                sheet.range((at, column)).color = colour

    def usual_look(self, sheet: xw.Sheet, rows: Area, going: Collection[int] = ()) -> Any:
        """Return one of the rows that are filled with the colour that most of them have."""
        top, left, bottom, right = rows
        stay = [row for row in range(top, bottom + 1) if row not in going] or [top]
        some = [sheet.range((row, left), (row, right)) for row in stay[:_COMPARED]]
        colours = [row.api.Interior.Color for row in some]  # None: it has several
        usual, _ = Counter(colours).most_common(1)[0]
        return some[colours.index(usual)].api

    def fills(self, cells: xw.Range) -> Mapping[Place, tuple[int, int, int]]:
        """Return the colours that cells are filled with; halves filled alike are asked once."""
        found: dict[Place, tuple[int, int, int]] = {}
        waiting = [cells]
        while waiting:
            part = waiting.pop()
            fill = part.api.Interior
            if fill.ColorIndex == _NO_FILL:
                continue
            height, width = part.shape
            # cells with several colours have none (Null); a 0 may be that too, or black
            if fill.Color or height == width == 1:
                colour = int(fill.Color)
                one = colour % 256, colour // 256 % 256, colour // 65_536
                found |= dict.fromkeys(places_of([_area(part)]), one)
            elif width > 1:  # they differ from column to column, more than within one
                waiting += [part[:, : width // 2], part[:, width // 2 :]]
            else:
                waiting += [part[: height // 2, :], part[height // 2 :, :]]
        return found

    def give_look(self, sheet: xw.Sheet, look: Any, new: Area) -> None:
        """Give cells the formats of a row; Excel moves it along while others come and go."""
        top, left, bottom, right = new
        look.Copy()
        sheet.range((top, left), (bottom, right)).api.PasteSpecial(_FORMATS)
        self.book.app.cut_copy_mode = False

    # --- marks -----------------------------------------------------------------------------

    def set_colours(self, sheet: xw.Sheet, areas: Mapping[str, Sequence[Area]]) -> None:
        """Show conditional colours by severity; those of ours that were there go."""
        held = sheet.api.Cells.FormatConditions
        for i in range(held.Count, 0, -1):
            one = held.Item(i)
            if one.Type == _EXPRESSION and OURS in one.Formula1:
                one.Delete()
        for severity, colour in COLOURS.items():
            for address in _addresses(areas.get(severity, ())):
                formula = f'={OURS}{severity}")>0'
                made = sheet.range(address).api.FormatConditions.Add(
                    Type=_EXPRESSION, Formula1=formula
                )
                made.Interior.Color = _bgr(colour)
                made.StopIfTrue = True

    def notes(self, sheet: xw.Sheet, likely: Iterable[str] = ()) -> dict[Place, str] | None:
        """Return the notes of a sheet; None beside threaded comments, which would swallow ours."""
        del likely
        if _has_threads(sheet):
            return None
        found = {}
        for one in sheet.api.Comments:
            cell = one.Parent
            found[int(cell.Row), int(cell.Column)] = str(one.Text()).replace("\r", "")
        return found

    def remove_notes(self, sheet: xw.Sheet, places: Iterable[Place]) -> None:
        """Remove notes."""
        for place in places:
            if (note := sheet.range(place).note) is not None:
                note.delete()

    def add_notes(self, sheet: xw.Sheet, notes: Mapping[Place, str]) -> None:
        """Add notes to cells that have none."""
        for place, text in sorted(notes.items()):
            note = sheet.range(place).api.AddComment(text)
            note.Visible = False
            note.Shape.TextFrame.AutoSize = True

    # --- beside the cells ------------------------------------------------------------------

    def properties(self) -> dict[str, str]:
        """Return the custom document properties that are texts, unsaved ones too."""
        held = self.book.api.CustomDocumentProperties
        return {one.Name: one.Value for one in held if one.Type == _STRING}

    def set_properties(self, properties: Mapping[str, str]) -> None:
        """Set custom document properties, as texts."""
        held = self.book.api.CustomDocumentProperties
        known: dict[str, Any] = {one.Name: one for one in held} if properties else {}
        for name, value in properties.items():
            before = known.get(name)
            if before is not None and before.Type == _STRING:
                if before.Value == value:
                    continue
                self._back.append(partial(setattr, before, "Value", before.Value))
                before.Value = value
            else:
                if before is not None:
                    before.Delete()
                self._back.append(held.Add(name, False, _STRING, value).Delete)
            self.book.api.Saved = False  # Excel takes no property for a change

    def add_sheet(self, name: str, *, hidden: bool = False) -> xw.Sheet:
        """Add a sheet behind the others; the one in front stays there."""
        sheets = self.book.sheets
        front = sheets.active
        sheet = sheets.add(name, after=sheets[len(sheets) - 1])
        self._back.append(sheet.delete)
        if hidden:
            sheet.visible = False
        front.activate()
        return sheet

    def save_pdf(self, path: Path) -> None:
        """Save the workbook as it is printed, all of its sheets, as a PDF."""
        self.book.api.ExportAsFixedFormat(_PDF, str(path))

    def has_drawings(self, sheet: xw.Sheet, *, notes: bool = True) -> bool:
        """Return whether something is drawn on a sheet; a note is a shape too."""
        return bool(sheet.api.Shapes.Count > (0 if notes else sheet.api.Comments.Count))

    def dress(self, sheet: xw.Sheet, report: Report, *, new: bool) -> None:
        """Give the findings sheet its look."""
        last, width = len(report.rows) + 1, len(report.header)
        whole = sheet.range((1, 1), (last, width))
        whole.wrap_text = True
        whole.api.VerticalAlignment = _TOP
        head = sheet.range((1, 1), (1, width))
        head.font.bold = True
        head.color = rgb("D9D9D9")
        for severity, colour in COLOURS.items():
            rows = (i for i, each in enumerate(report.severities, 2) if each == severity)
            for address in _addresses(Area(a, 1, b, 1) for a, b in runs(rows)):
                sheet.range(address).color = rgb(colour)
        linked = (i for i, link in enumerate(report.links, 2) if link is not None)
        for address in _addresses(Area(a, 4, b, 4) for a, b in runs(linked)):
            font = sheet.range(address).api.Font
            font.Color, font.Underline = _bgr("0563C1"), _SINGLE
        if new:
            for column, characters in enumerate(report.widths, 1):
                sheet.range((1, column)).column_width = characters
            self._freeze(sheet)
        whole.rows.autofit()

    def _freeze(self, sheet: xw.Sheet) -> None:
        """Keep the header in view; a window freezes the sheet in front alone."""
        front = self.book.sheets.active
        sheet.activate()
        window = self.book.api.Windows(1)
        window.FreezePanes = False
        window.SplitColumn, window.SplitRow = 0, 1
        window.FreezePanes = True
        front.activate()


def _has_threads(sheet: xw.Sheet) -> bool:
    """Return whether a sheet has threaded comments; before Excel 365 there are none."""
    try:
        return bool(sheet.api.CommentsThreaded.Count)
    except AttributeError:
        return False
    except Exception as trouble:  # its class, pywintypes.com_error, is on Windows alone
        if getattr(trouble, "hresult", None) not in _UNKNOWN:
            raise
        return False


def _formats(cells: xw.Range) -> Iterator[tuple[xw.Range, str]]:
    """Yield the number formats of cells; halves that have one are asked once."""
    waiting = [cells]
    while waiting:
        part = waiting.pop()
        code = format_of(part)
        if code is not None:  # otherwise they have several
            yield part, code
            continue
        height, width = part.shape
        if width > 1:  # they differ from column to column, more than within one
            waiting += [part[:, : width // 2], part[:, width // 2 :]]
        else:
            waiting += [part[: height // 2, :], part[height // 2 :, :]]


def _held(cells: xw.Range) -> list[list[object]]:
    """Return what cells hold, to be put back as formulas: numbers exact, texts kept texts."""
    values: Any = cells.api.Value2
    formulas: Any = cells.formula
    if not isinstance(values, tuple):
        values, formulas = ((values,),), ((formulas,),)
    return [
        [_entered(value, formula) for value, formula in zip(*row, strict=True)]
        for row in zip(values, formulas, strict=True)
    ]


def _entered(value: object, formula: str) -> object:
    """Return what makes a cell hold again what it holds."""
    if formula.startswith("=") and formula != value:
        return formula
    if isinstance(value, str):
        return _as_text(value)
    return value if isinstance(value, bool | float) else formula  # an error is a whole number


def _as_text(text: str) -> str:
    """Return a text so that Excel takes it for one, whatever it looks like."""
    return f"'{text}" if need_of(text) is Need.TEXT or text.startswith("'") else text


def _area(cells: xw.Range) -> Area:
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def _addresses(areas: Iterable[Area]) -> Iterator[str]:
    """Return areas as addresses, as many in each as Excel takes."""
    said = ""
    for top, left, bottom, right in areas:
        one = f"{letters(left).decode()}{top}:{letters(right).decode()}{bottom}"
        if said and len(said) + len(one) >= _LONGEST_ADDRESS:
            yield said
            said = ""
        said = f"{said},{one}" if said else one
    if said:
        yield said


def _bgr(colour: str) -> int:
    red, green, blue = rgb(colour)
    return red + 256 * green + 65_536 * blue
