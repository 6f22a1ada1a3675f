"""Addresses as people write them: ``A1``, ``$A$1:B2``, ``A:C``, ``1:3``, a name, a table's column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlwings import NoSuchObjectError

from xlsales.libreoffice.boxes import LAST_COLUMN, LAST_ROW, Box

if TYPE_CHECKING:
    from xlsales.libreoffice.ranges import Range
    from xlsales.libreoffice.sheets import Sheet

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]{0,6})?")
_TABLE = re.compile(r"([^\W\d][\w.]*)(?:\[(.*)\])?")


def column_number(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is ``A``, 26 is ``AA``."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def box_of(address: str) -> Box | None:
    """The cells of an address in letters and figures, None where it is none."""
    first, colon, second = address.partition(":")
    found = [_CORNER.fullmatch(text) for text in ((first, second) if colon else (first,))]
    corners = [corner.groups() for corner in found if corner is not None]
    if len(corners) != len(found) or corners == [(None, None)]:
        return None
    columns = [column_number(column) for column, _ in corners if column]
    rows = [int(row) - 1 for _, row in corners if row]
    if not colon and not (columns and rows):
        return None  # a word, such as a name
    if len(columns) not in (0, len(corners)) or len(rows) not in (0, len(corners)):
        return None
    box = Box(
        min(rows, default=0),
        min(columns, default=0),
        max(rows, default=LAST_ROW),
        max(columns, default=LAST_COLUMN),
    )
    return box if box.bottom <= LAST_ROW and box.right <= LAST_COLUMN else None


def find(sheet: Sheet, address: str) -> Range:
    """The cells of any address on a sheet.

    Raises:
        NoSuchObjectError: there are none.
    """
    place, mark, plain = address.rpartition("!")
    if mark:
        return find(sheet.book.sheets(place.strip("'").replace("''", "'")), plain)
    box = box_of(address)
    if box is not None:
        return sheet.at(box)
    for names in (sheet.names, sheet.book.names):
        if names.contains(address):
            named = names(address).refers_to_range
            if named is not None:
                return named
    if part := _TABLE.fullmatch(address):
        cells = _of_table(sheet, part[1], part[2] or "#Data")
        if cells is not None:
            return cells
    raise NoSuchObjectError(f"The address/named range '{address}' doesn't exist.")


def _of_table(sheet: Sheet, name: str, part: str) -> Range | None:
    for tables in (sheet.tables, *(other.tables for other in sheet.book.sheets)):
        if name not in tables:
            continue
        table = tables(name)
        parts = {
            "#all": table.range,
            "#headers": table.header_row_range,
            "#data": table.data_body_range,
            "#totals": table.totals_row_range,
        }
        if part.lower() in parts:
            return parts[part.lower()]
        columns = table.columns
        return columns(part).data_body_range if part in columns else None
    return None


def address_of(box: Box, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """``$A$1:$B$2`` and the like."""
    row, column = "$" if row_absolute else "", "$" if column_absolute else ""
    left, right = (f"{column}{column_letters(at)}" for at in (box.left, box.right))
    top, bottom = (f"{row}{at + 1}" for at in (box.top, box.bottom))
    if box.whole_columns:
        return f"{left}:{right}"
    if box.whole_rows:
        return f"{top}:{bottom}"
    if box.height == box.width == 1:
        return f"{left}{top}"
    return f"{left}{top}:{right}{bottom}"
