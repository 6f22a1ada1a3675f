"""Print set-up of a sheet: landscape A4, fitted to the width, head row repeated, page n of m."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.words import Lang, Words

PAGE_OF = Words("第 &P 页 共 &N 页", "Page &P of &N")

A4 = 9

_PRINTABLE = 142
"""Characters of body text that fit across a landscape A4 sheet at full size: by LibreOffice, whose
are wider than Excel's."""

ACROSS = _PRINTABLE / 0.8
"""Characters that fit where the body's 10 points are printed at 8: less nobody likes to read."""


def set_page(sheet: Worksheet, lang: Lang, title: str, head: str, keys: str | None = None) -> None:
    """Set the page up for a table: fitted to one sheet of paper across.

    ``head`` are the rows to repeat (``1:2``), ``keys`` the columns to print before all others
    (``A:B``), where the print area does not begin with them.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    if head:
        sheet.print_title_rows = head
    if keys:
        sheet.print_title_cols = keys
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    set_footer(sheet, "left", title)
    set_footer(sheet, "center", PAGE_OF.said(lang))


def set_footer(sheet: Worksheet, side: Literal["left", "center"], text: str, size: int = 9) -> None:
    """Write a part of the footer; its font is the sheet's."""
    part = getattr(sheet.oddFooter, side)
    part.text, part.size = text, size
