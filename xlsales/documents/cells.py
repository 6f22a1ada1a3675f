"""Values into cells of a document: typed, and a text never as anything but text."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell

from xlsales.core.exact import rounded
from xlsales.core.finding import show
from xlsales.core.words import Lang

FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet takes for a formula when a text begins with it and is entered again."""

LONGEST = 32767
"""Characters that a cell can hold."""

BOX, TICKED = "□", "■"

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def put(cell: Cell, value: object, lang: Lang) -> None:
    """Write a value into a cell, which keeps its look; None leaves what the cell holds.

    In a cell with boxes to tick (``□优 □良``) the one of the value is ticked.
    """
    if value is None:
        return
    if isinstance(cell.value, str) and BOX in cell.value:
        box = f"{BOX}{show(value, lang)}"
        put_text(cell, cell.value.replace(box, TICKED + box[1:]))
    elif isinstance(value, bool) or not isinstance(value, date | Decimal | Fraction | int):
        put_text(cell, show(value, lang))
    elif isinstance(value, date):
        number_format = cell.number_format
        cell.value = value
        if number_format != "General":
            cell.number_format = number_format
    else:
        put_number(cell, value)


def put_text(cell: Cell, text: str) -> None:
    """Write a text; one that looks like a formula is marked as what it is."""
    cell.value = kept(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def kept(text: str) -> str:
    """Return a text as a workbook can hold it: what looks like an escape of its is escaped."""
    return _ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])


def put_number(cell: Cell, value: Decimal | Fraction | int) -> None:
    """Write a number; a whole one does not show a decimal point with nothing behind it."""
    if isinstance(value, Fraction):
        value = rounded(value, 6)
    cell.value = value
    if ".#" in cell.number_format and value == int(value):
        cell.number_format = cell.number_format.partition(".")[0]


def copy_look(source: Cell | MergedCell, target: Cell) -> None:
    """Give a cell the look of another one of the same workbook."""
    if source.has_style:
        # as openpyxl does it itself when it copies a sheet
        target._style = copy(source._style)  # type: ignore[attr-defined, union-attr]
