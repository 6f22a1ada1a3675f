"""Where the pages of a form end, from the heights of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

POINTS_AN_INCH = 72
_MM_AN_INCH = 25.4
_DEFAULT_HEIGHT = 15.0
_USED = 0.992
"""What of a page's height is used: printers round, LibreOffice ends a page at 0.993 of it."""

_PAPERS: Mapping[int, tuple[float, float]] = {
    1: (215.9, 279.4),  # Letter
    5: (215.9, 355.6),  # Legal
    8: (297, 420),  # A3
    9: (210, 297),  # A4
    11: (148, 210),  # A5
    13: (182, 257),  # B5
}
"""Width and height in mm by the number that a workbook has for a paper."""


def page_height(sheet: Worksheet) -> float:
    """Return the points that rows may take on a page of the sheet, at its scale."""
    setup, margins = sheet.page_setup, sheet.page_margins
    height = _paper_height(sheet) / _MM_AN_INCH - margins.top - margins.bottom
    return height * POINTS_AN_INCH * _USED * 100 / (setup.scale or 100)


def _paper_height(sheet: Worksheet) -> float:
    setup = sheet.page_setup
    if setup.paperHeight:
        return _millimetres(str(setup.paperHeight))
    width, height = _PAPERS.get(int(setup.paperSize or 9), _PAPERS[9])
    return width if setup.orientation == "landscape" else height


def _millimetres(text: str) -> float:
    units = {"mm": 1.0, "cm": 10.0, "in": _MM_AN_INCH, "pt": _MM_AN_INCH / POINTS_AN_INCH}
    return float(text[:-2]) * units.get(text[-2:], 1.0)


def height_of(sheet: Worksheet, row: int) -> float:
    """Return the height of a row in points."""
    own = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
    return float(own or sheet.sheet_format.defaultRowHeight or _DEFAULT_HEIGHT)


def breaks(
    heights: Sequence[float], room: float, repeated: float, together: int
) -> tuple[int, ...]:
    """Return the indexes of the rows that begin a new page.

    ``heights`` of all rows, ``room`` on a page, ``repeated`` what the repeated head takes of
    each further page. The last ``together`` rows stay on one page if they fit on one.
    """
    found = []
    used = 0.0
    first_together = len(heights) - together
    block = sum(heights[first_together:])
    for index, height in enumerate(heights):
        needed = height
        if index == first_together and block <= room - repeated:
            needed = block
        if used > 0 and used + needed > room:
            found.append(index)
            used = repeated
        used += height
    return tuple(found)


@dataclass(frozen=True)
class Rows:
    """Heights in points of what stands on a form: head, lines, what follows; ``carry`` of a sum."""

    head: float
    lines: Sequence[float]
    tail: float
    carry: float


def turns(rows: Rows, room: float, repeated: float) -> tuple[int, ...]:
    """Return the indexes of the lines that begin a page, where sums are carried over.

    A page that ends leaves place for a row that carries forward, the next begins with one. The
    last line stays with what follows. What fits on no page at all is put there all the same.
    """
    found: list[int] = []
    used, fresh = rows.head, True
    last = len(rows.lines) - 1
    for index, height in enumerate(rows.lines):
        if used + sum(rows.lines[index:]) + rows.tail <= room:
            break
        needed = height + (rows.tail if index == last else rows.carry)
        if used + needed > room and not fresh:
            found.append(index)
            used = repeated + rows.carry
        used += height
        fresh = False
    return tuple(found)
