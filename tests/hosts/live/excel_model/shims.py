"""What LibreOffice's model of Excel's objects lacks, over UNO. Each stands here and nowhere else.

========================  ======================================================================
CommentsThreaded          LibreOffice has none: their count is what the test says, and an Excel
                          older than 365 does not know the word
Comments(i).Parent        LibreOffice gives nothing: the cell of the note
CustomDocumentProperties  the document's user-defined properties
Date1904                  the document's null date
ExportAsFixedFormat       the document stored as a PDF
FormatConditions          the sheet's conditional formats
Interior.Color,           of cells filled differently LibreOffice says that they have no colour,
Interior.ColorIndex       Excel nothing (Null)
Range.Interior, .Font     of several areas: those of each
Range.Value2              what the cells hold, dates as numbers
========================  ======================================================================
"""

# ruff: noqa: N802  # the names are Excel's
from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.hosts.live.excel_model.basic import Com, ComError
from tests.hosts.live.excel_model.model import Source
from xlsales.hosts.live.uno_cells import cells_of, ranges_of
from xlsales.libreoffice.bridge import properties
from xlsales.office.references import Area

UNKNOWN_NAME = -2147352570  # DISP_E_UNKNOWNNAME
_ERROR = -2146826246  # what COM gives for #N/A; a number without fraction, as for each error
_EXPRESSION, _CELL_VALUE = 2, 1  # XlFormatConditionType
_PDF = 0  # XlFixedFormatType
_CONDITION = 0  # com.sun.star.sheet.ConditionEntryType
_OPERATOR = "com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"
_BOOLEAN, _DATE, _FLOAT, _STRING = 2, 3, 5, 4  # MsoDocProperties
_LOGICAL = 1024  # com.sun.star.util.NumberFormat
_REMOVABLE = 128  # com.sun.star.beans.PropertyAttribute
_AREA = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?$")


@dataclass
class World:
    """What all objects of a workbook share."""

    document: Any
    threaded: int | None = 0
    """How many threaded comments each sheet has; None: Excel is too old to know of them."""


class Shim:
    """An object whose members are LibreOffice's, but for those that its class defines."""

    def __init__(self, world: World, com: Com | None = None) -> None:
        self.world = world
        self.com = com

    def get(self, member: str) -> Any:
        """Return a property."""
        if hasattr(type(self), member):
            return getattr(self, member)
        assert self.com is not None, member
        return self.com.get(member)

    def put(self, member: str, value: Any) -> None:
        """Set a property."""
        if hasattr(type(self), member):
            setattr(self, member, value)
            return
        assert self.com is not None, member
        self.com.put(member, value)

    def call(self, member: str, *given: Any) -> Any:
        """Call a method."""
        if hasattr(type(self), member):
            return getattr(self, member)(*given)
        assert self.com is not None, member
        bare = (one.com if isinstance(one, Shim) else one for one in given)
        return self.com.call(member, *bare)

    def every(self) -> list[Any]:
        """Return the members of a collection."""
        assert self.com is not None
        return self.com.every()


class Listed(Shim):
    """A collection of things that Python holds."""

    def every(self) -> list[Any]:
        raise NotImplementedError

    @property
    def Count(self) -> int:
        return len(self.every())

    def Item(self, index: int) -> Any:
        return self.every()[index - 1]


def shim_of(world: World, name: str, com: Source, owner: Source) -> Source:
    """Return an object with what LibreOffice's lacks; ``owner`` has given it."""
    if not isinstance(com, Com):
        return com
    if name == "Comments":
        assert isinstance(owner, Worksheet)
        return Comments(world, com, owner)
    if name == "Interior":
        assert isinstance(owner, Range)
        return Interior(world, com, owner)
    if name == "Worksheet":
        return Worksheet(world, com)
    if name == "Range":
        return Range(world, com, owner.sheet if isinstance(owner, Worksheet | Range) else None)
    return Shim(world, com)


# --- sheets and cells ----------------------------------------------------------------------


class Workbook(Shim):
    """A workbook."""

    @property
    def Date1904(self) -> bool:
        return bool(self.world.document.NullDate.Year == 1904)

    @property
    def CustomDocumentProperties(self) -> Properties:
        return Properties(self.world)

    def ExportAsFixedFormat(self, kind: int, path: str) -> None:
        assert kind == _PDF, kind
        how = properties(FilterName="calc_pdf_Export")
        self.world.document.storeToURL(Path(path).as_uri(), how)


class Worksheet(Shim):
    """A sheet."""

    @cached_property
    def uno(self) -> Any:
        """The UNO sheet."""
        assert self.com is not None
        return self.world.document.Sheets.getByName(self.com.get("Name"))

    @property
    def sheet(self) -> Worksheet:
        """Itself."""
        return self

    @property
    def CommentsThreaded(self) -> Threaded:
        if self.world.threaded is None:
            raise ComError(UNKNOWN_NAME, "Unknown name.")
        return Threaded(self.world)


class Range(Shim):
    """Cells."""

    def __init__(self, world: World, com: Com, sheet: Worksheet | None = None) -> None:
        super().__init__(world, com)
        self._sheet = sheet

    @property
    def sheet(self) -> Worksheet:
        """Their sheet."""
        assert self.com is not None
        return self._sheet or Worksheet(self.world, self.com.get("Worksheet"))

    @property
    def areas(self) -> list[Area]:
        """The areas."""
        assert self.com is not None
        return [_area(one) for one in str(self.com.get("Address")).split(",")]

    @property
    def uno(self) -> Any:
        """The UNO cells."""
        sheet = self.sheet.uno
        return ranges_of(self.world.document, sheet.getRangeAddress().Sheet, self.areas)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self.world, self)

    @property
    def Interior(self) -> Com | Each:
        return self._each("Interior")

    @property
    def Font(self) -> Com | Each:
        return self._each("Font")

    def _each(self, member: str) -> Com | Each:
        assert self.com is not None
        areas: list[Com] = self.com.get("Areas").every()
        return areas[0].get(member) if len(areas) == 1 else Each([a.get(member) for a in areas])

    @property
    def Value2(self) -> Any:
        (area,) = self.areas
        cells = cells_of(self.sheet.uno, area)
        rows = [[_held(cell) for cell in row] for row in cells.getDataArray()]
        formats = self.world.document.NumberFormats
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell in (0, 1):
                    key = cells.getCellByPosition(j, i).NumberFormat
                    row[j] = bool(cell) if formats.getByKey(key).Type & _LOGICAL else cell
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))


def _held(cell: Any) -> Any:
    if cell is None:
        return _ERROR
    return None if cell == "" else cell


def _area(address: str) -> Area:
    found = _AREA.fullmatch(address)
    assert found, address
    left, top, right, bottom = found.groups()
    if right is None and bottom is None:
        right, bottom = left, top
    return Area(
        int(top or 1),
        _column(left) or 1,
        int(bottom or 1_048_576),
        _column(right) or 16_384 if left else 1024,
    )


def _column(letters: str | None) -> int:
    found = 0
    for letter in letters or "":
        found = 26 * found + ord(letter) - 64
    return found


class Each(Shim):
    """The fills or fonts of several areas."""

    def __init__(self, ones: list[Com]) -> None:
        self._ones = ones

    def put(self, member: str, value: Any) -> None:
        for one in self._ones:
            one.put(member, value)


class Interior(Shim):
    """The fill of cells."""

    def __init__(self, world: World, com: Com, cells: Range) -> None:
        super().__init__(world, com)
        self._cells = cells

    @property
    def _mixed(self) -> bool:
        state = self._cells.uno.getPropertyState("CellBackColor")
        return str(state.value) == "AMBIGUOUS_VALUE"

    def _told(self, member: str) -> Any:
        assert self.com is not None
        return None if self._mixed else self.com.get(member)

    @property
    def Color(self) -> Any:
        return self._told("Color")

    @Color.setter
    def Color(self, value: int) -> None:
        assert self.com is not None
        self.com.put("Color", value)

    @property
    def ColorIndex(self) -> Any:
        return self._told("ColorIndex")


# --- notes ---------------------------------------------------------------------------------


class Threaded(Shim):
    """The threaded comments of a sheet."""

    @property
    def Count(self) -> int:
        return self.world.threaded or 0


class Comment(Shim):
    """A note that knows its cell."""

    Parent: Any = None


class Comments(Listed):
    """The notes of a sheet."""

    def __init__(self, world: World, com: Com, sheet: Worksheet) -> None:
        super().__init__(world, com)
        self._sheet = sheet

    def every(self) -> list[Comment]:
        assert self.com is not None
        notes = self._sheet.uno.Annotations
        places = [notes.getByIndex(i).getPosition() for i in range(notes.getCount())]
        found = []
        for com, at in zip(self.com.every(), places, strict=True):
            one = Comment(self.world, com)
            assert self._sheet.com is not None
            cells = self._sheet.com.get("Cells")
            one.Parent = cells.call("Item", at.Row + 1, at.Column + 1)
            found.append(one)
        return found


# --- document properties -------------------------------------------------------------------


class Properties(Listed):
    """The custom properties of a document; Excel takes none for a change of the workbook."""

    @property
    def _bag(self) -> Any:
        return self.world.document.DocumentProperties.UserDefinedProperties

    def every(self) -> list[Property]:
        return [Property(self.world, each.Name) for each in self._bag.getPropertyValues()]

    def Add(self, name: str, link: bool, kind: int, value: Any) -> Property:
        assert not link
        assert kind == _STRING
        assert isinstance(value, str)
        with _unnoticed(self.world.document):
            self._bag.addProperty(name, _REMOVABLE, value)
        return Property(self.world, name)


class Property(Shim):
    """One of them."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__(world)
        self._bag = world.document.DocumentProperties.UserDefinedProperties
        self.Name = name

    Name = ""

    @property
    def Type(self) -> int:
        kinds = {str: _STRING, bool: _BOOLEAN, float: _FLOAT, int: _FLOAT}
        return kinds.get(type(self.Value), _DATE)

    @property
    def Value(self) -> Any:
        return self._bag.getPropertyValue(self.Name)

    @Value.setter
    def Value(self, value: Any) -> None:
        with _unnoticed(self.world.document):
            self._bag.setPropertyValue(self.Name, value)

    def Delete(self) -> None:
        with _unnoticed(self.world.document):
            self._bag.removeProperty(self.Name)


@contextmanager
def _unnoticed(document: Any) -> Iterator[None]:
    modified = document.isModified()
    yield
    document.setModified(modified)


# --- conditional formats -------------------------------------------------------------------


class FormatConditions(Listed):
    """The conditional formats of cells: of a whole sheet all."""

    def __init__(self, world: World, cells: Range) -> None:
        super().__init__(world)
        self._cells = cells

    @cached_property
    def _formats(self) -> Any:
        return self._cells.sheet.uno.ConditionalFormats

    @cached_property
    def _all(self) -> list[FormatCondition]:
        return [
            FormatCondition(self.world, self._formats, one, i)
            for one in self._formats.getConditionalFormats()
            for i in range(one.getCount())
        ]

    def every(self) -> list[FormatCondition]:
        return self._all

    def Add(self, kind: int, operator: Any = None, formula: str = "") -> FormatCondition:
        assert kind == _EXPRESSION
        assert formula.startswith("=")
        number = self._formats.createByRange(self._cells.uno)
        held = self._formats.getConditionalFormats()
        (one,) = (each for each in held if number == each.ID)
        one.createEntry(_CONDITION, 0)
        entry = one.getByIndex(0)
        entry.Operator = _constant(_OPERATOR)
        entry.Formula1 = formula.removeprefix("=")
        return FormatCondition(self.world, self._formats, one, 0)


def _constant(name: str) -> int:
    from xlsales.libreoffice.bridge import load_uno

    return int(load_uno().getConstantByName(name))


class FormatCondition(Shim):
    """One condition."""

    StopIfTrue = True

    def __init__(self, world: World, formats: Any, one: Any, index: int) -> None:
        super().__init__(world)
        self._formats, self._one, self._index = formats, one, index

    @property
    def _entry(self) -> Any:
        return self._one.getByIndex(self._index)

    @property
    def Type(self) -> int:
        is_condition = self._entry.getType() == _CONDITION
        is_formula = is_condition and self._entry.Operator == _constant(_OPERATOR)
        return _EXPRESSION if is_formula else _CELL_VALUE

    @property
    def Formula1(self) -> str:
        return f"={self._entry.Formula1}"

    @property
    def Interior(self) -> Fill:
        return Fill(self.world, self._entry)

    def Delete(self) -> None:
        if self._one.getCount() == 1:
            self._formats.removeByID(self._one.ID)
        else:  # LibreOffice 7.4 takes every index for a wrong one
            self._entry.Formula1 = "0"


class Fill(Shim):
    """The fill that a condition gives."""

    def __init__(self, world: World, entry: Any) -> None:
        super().__init__(world)
        self._entry = entry

    @property
    def Color(self) -> int:
        raise NotImplementedError

    @Color.setter
    def Color(self, value: int) -> None:
        document = self.world.document
        name = f"fill {value}"
        styles = document.StyleFamilies.getByName("CellStyles")
        if not styles.hasByName(name):
            styles.insertByName(name, document.createInstance("com.sun.star.style.CellStyle"))
            style = styles.getByName(name)
            style.ParentStyle = ""
            style.CellBackColor = value % 256 << 16 | value & 0xFF00 | value >> 16
        self._entry.StyleName = name
