"""How cells look: formats, colours, sizes, alignment, fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.bridge import enum
from xlsales.libreoffice.undo import document_step

if TYPE_CHECKING:
    from xlsales.libreoffice.boxes import Box
    from xlsales.libreoffice.sheets import Sheet

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {
    "top": 1,
    "center": 2,
    "bottom": 3,
    "justify": 4,
}  # com.sun.star.table.CellVertJustify2
_STANDARD_VERTICAL = 0  # what LibreOffice shows at the bottom, as Excel does
# Excel counts a column in figures of the standard font: 7 pixels each and 5 around them
_FIGURE, _AROUND, _PIXEL = 7, 5, 2540 / 96


def points(hundredths: float) -> float:
    """Hundredths of a millimetre as points, to the quarter point in which Excel counts."""
    return round(hundredths * 72 / 2540 * 4) / 4


def colour(value: Any) -> int:
    """A colour as people give it (RGB, ``#RRGGBB``, Excel's number) as LibreOffice counts it."""
    if isinstance(value, str):
        digits = int(value.removeprefix("#"), 16)
        value = digits >> 16, digits >> 8 & 255, digits & 255
    elif isinstance(value, int):
        value = value & 255, value >> 8 & 255, value >> 16  # Excel counts red lowest
    red, green, blue = value
    return int(red) << 16 | int(green) << 8 | int(blue)


def rgb(value: int | None) -> tuple[int, int, int] | None:
    """LibreOffice's colour as red, green, blue; None for none, or for several."""
    if value is None or value < 0:
        return None
    return value >> 16 & 255, value >> 8 & 255, value & 255


class Looks(base_classes.Range):
    """The part of a range that is about looks. A mix of several looks reads as None."""

    box: Box

    @property
    def api(self) -> Any:
        """The UNO cell range."""
        raise NotImplementedError

    @property
    def sheet(self) -> Sheet:
        """Its sheet."""
        raise NotImplementedError

    @property
    def number_format(self) -> str | None:
        """As Excel writes it: ``yyyy-mm-dd``, ``#,##0.00``, ``@``, ``General``."""
        # of several formats LibreOffice gives the first
        if self.api.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE":
            return None
        return self.sheet.book.formats.text_of(self.api.NumberFormat)

    @number_format.setter
    def number_format(self, value: str) -> None:
        formats = self.sheet.book.formats
        with document_step(self.sheet.book.api, "Number Format"):
            formats.apply(self.api, formats.key_of(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The background's red, green, blue."""
        return rgb(self.api.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CellBackColor = -1 if value is None else colour(value)

    @property
    def font(self) -> Font:
        """Its font."""
        return Font(self.api)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long text goes on in a new line."""
        wrapped: bool | None = self.api.IsTextWrapped
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """``left``, ``center`` and so on."""
        value = self.api.HoriJustify
        return (
            None if value is None else next(k for k, v in _HORIZONTAL.items() if v == value.value)
        )

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(f"LibreOffice has no horizontal alignment {value!r}")
        self.api.HoriJustify = enum("com.sun.star.table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """``top``, ``center`` and so on."""
        value = self.api.VertJustify
        if value is None:
            return None
        if value == _STANDARD_VERTICAL:
            return "bottom"
        return next(name for name, number in _VERTICAL.items() if number == value)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise NotImplementedError(f"LibreOffice has no vertical alignment {value!r}")
        self.api.VertJustify = _VERTICAL[value]

    # --- places and sizes, in points ---------------------------------------------------------

    @property
    def left(self) -> float:
        """How far from the sheet's left edge."""
        return points(self.api.Position.X)

    @property
    def top(self) -> float:
        """How far from the sheet's upper edge."""
        return points(self.api.Position.Y)

    @property
    def width(self) -> float:
        """How wide in all."""
        return points(self.api.Size.Width)

    @property
    def height(self) -> float:
        """How high in all."""
        return points(self.api.Size.Height)

    @property
    def column_width(self) -> float | None:
        """Each column's width in figures of the standard font."""
        columns = self.api.Columns
        widths = {columns.getByIndex(number).Width for number in range(min(self.box.width, 100))}
        if len(widths) != 1:
            return None
        pixels = widths.pop() / _PIXEL
        return float(round(max(pixels - _AROUND, 0) / _FIGURE, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round((value * _FIGURE + _AROUND) * _PIXEL)

    @property
    def row_height(self) -> float | None:
        """Each row's height in points."""
        rows = self.api.Rows
        heights = {rows.getByIndex(number).Height for number in range(min(self.box.height, 100))}
        return float(points(heights.pop())) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * 2540 / 72)

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden."""
        return _hidden(self.api.Rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether its columns are hidden."""
        return _hidden(self.api.Columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Make columns and rows as wide and high as their contents need."""
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True


def _hidden(lines: Any) -> bool | None:
    shown = {lines.getByIndex(number).IsVisible for number in range(min(lines.getCount(), 1000))}
    return not shown.pop() if len(shown) == 1 else None


class Font(base_classes.Font):
    """The font of a range: for Latin and Chinese letters alike."""

    _BOLD = 150.0  # com.sun.star.awt.FontWeight

    def __init__(self, cells: Any) -> None:
        self._cells = cells

    def _set(self, name: str, value: Any) -> None:
        for script in ("", "Asian"):
            self._cells.setPropertyValue(f"Char{name}{script}", value)

    @property
    def api(self) -> Any:
        """The UNO cell range."""
        return self._cells

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = self._cells.CharWeight
        return None if weight is None else weight > 100

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("Weight", self._BOLD if value else 100.0)

    @property
    def italic(self) -> bool | None:
        """Whether it is slanted."""
        posture = self._cells.CharPosture
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("Posture", enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """In points."""
        size: float | None = self._cells.CharHeight
        return size

    @size.setter
    def size(self, value: float) -> None:
        self._set("Height", float(value))

    @property
    def name(self) -> str | None:
        """The family."""
        name: str | None = self._cells.CharFontName
        return name

    @name.setter
    def name(self, value: str) -> None:
        self._set("FontName", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green, blue; black where it is automatic."""
        value = self._cells.CharColor
        return (0, 0, 0) if value == -1 else rgb(value)

    @color.setter
    def color(self, value: Any) -> None:
        self._cells.CharColor = -1 if value is None else colour(value)
