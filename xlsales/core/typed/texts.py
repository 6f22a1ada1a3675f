"""Texts and codes."""

from __future__ import annotations

import re
from datetime import date, time

from xlsales.core.column import Column
from xlsales.core.text import half
from xlsales.core.typed.numbers import EXACT_BELOW, exact_number
from xlsales.core.typed.reading import Calendar, Cell, Reading, mended

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)


def read_text(_column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a text cell or a code: a number is taken by its plain text.

    Above 15 digits a spreadsheet has lost some: what was typed must be typed again, also where the
    number came as ``2.643E+19`` out of a text file. But one that no binary float can be was written
    by a program that kept all digits. There is no sure mend for a date: nobody knows any more
    whether ``1-2`` was typed.
    """
    if isinstance(cell, str):
        lost = _SCIENTIFIC.fullmatch(half(cell))
        return Reading(None, "digits-lost") if lost else Reading(cell)
    if isinstance(cell, bool):
        return Reading(str(cell).upper())
    if isinstance(cell, date | time):
        text = str(cell).removesuffix(" 00:00:00")
    else:
        number = exact_number(cell)
        if number is None:
            return Reading(None, "error-cell")
        if abs(number) >= EXACT_BELOW and (isinstance(cell, float) or number == float(number)):
            return Reading(None, "digits-lost")
        text = f"{number:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return mended(text, "number-in-code")
    return Reading(text, "number-in-code")
