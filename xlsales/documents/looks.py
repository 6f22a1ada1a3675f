"""How everything made here looks: one font, few colours, widths that fit the text."""

from __future__ import annotations

from functools import cache

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from xlsales.documents.packing import themed

FONT = "Noto Sans CJK SC"
THEME_FONT = "微软雅黑"
"""Which font is shown: a cell names the free one, which LibreOffice uses as it stands, and refers
to the theme's (``scheme``), which Excel puts in its place; 微软雅黑 comes with every Windows and
every Office for Mac. Either has simplified glyphs; what is absent is replaced by a Japanese one.
"""

BODY, TITLE = 10, 16
"""Sizes in points."""

FILTERED = 42
"""Points of a head row with a filter, whose buttons then lie below the words, not on them."""

INK = "1F1F1F"
PALE_INK = "7F7F7F"
NAVY = "1F4E79"
BLUE = "4F81BD"
SLATE = "757575"
GREY = "EDEDED"
LINE = "BFBFBF"
WHITE = "FFFFFF"

RED, RED_INK = "F8CBAD", "9C0006"
AMBER, AMBER_INK = "FFE699", "7F6000"
GREEN, GREEN_INK = "C6E0B4", "375623"
SKY, SKY_INK = "DDEBF7", "1F4E79"


@cache
def font(size: float = BODY, *, bold: bool = False, color: str = INK, link: bool = False) -> Font:
    """Return the one font in some size; a link is underlined."""
    return Font(
        name=FONT,
        charset=134,  # where a system lacks the font it takes another one for simplified Chinese
        family=2,
        scheme="minor",
        sz=size,
        b=bold,
        color=NAVY if link else color,
        u="single" if link else None,
    )


def fresh_workbook() -> Workbook:
    """Return a workbook with one sheet, in the one font, without a trace of protection."""
    workbook = Workbook()
    themed(workbook, THEME_FONT)
    workbook.security = None
    # openpyxl has no public way to the style of cells that have none
    normal = next(
        style
        for style in workbook._named_styles  # type: ignore[attr-defined]
        if style.name == "Normal"
    )
    workbook._fonts = IndexedList([font()])  # type: ignore[attr-defined]
    normal.font = font()
    return workbook


@cache
def fill(color: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", fgColor=color)


@cache
def dxf_fill(color: str) -> PatternFill:
    """Return a plain fill for a conditional format, which takes it from the other colour."""
    return PatternFill("solid", fgColor=color, bgColor=color)


@cache
def align(
    horizontal: str | None = None,
    *,
    vertical: str = "center",
    wrap: bool = False,
    shrink: bool = False,
    indent: int = 0,
) -> Alignment:
    """Return an alignment, in the middle of the cell's height unless said otherwise."""
    return Alignment(
        horizontal=horizontal,
        vertical=vertical,
        wrap_text=wrap or None,
        shrink_to_fit=shrink or None,
        indent=indent,
    )


@cache
def box(color: str = LINE) -> Border:
    """Return a border on all four sides."""
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)
