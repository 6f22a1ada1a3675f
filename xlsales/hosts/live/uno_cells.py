"""Areas of sheet rows and columns from 1, as UNO's addresses and ranges, which count from 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xlsales.libreoffice.boxes import Box
from xlsales.libreoffice.bridge import struct
from xlsales.office.references import Area


def area_of(address: Any) -> Area:
    """Return the area of a UNO ``CellRangeAddress``."""
    top, left, bottom, right = Box.at(address)
    return Area(top + 1, left + 1, bottom + 1, right + 1)


def box_of(area: Area) -> Box:
    """Return an area as the engine counts."""
    top, left, bottom, right = area
    return Box(top - 1, left - 1, bottom - 1, right - 1)


def cells_of(sheet: Any, area: Area) -> Any:
    """Return the UNO range of an area of a UNO sheet."""
    return box_of(area).of(sheet)


def ranges_of(document: Any, index: int, areas: Iterable[Area]) -> Any:
    """Return many areas of the ``index``-th sheet (from 0) as one UNO object."""
    ranges = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    ranges.addRangeAddresses(tuple(box_of(area).address(index) for area in areas), False)
    return ranges


def address(index: int, row: int, column: int) -> Any:
    """Return the UNO address of a cell on the sheet of this number (from 0)."""
    kind = "com.sun.star.table.CellAddress"
    return struct(kind, Sheet=index, Row=row - 1, Column=column - 1)
