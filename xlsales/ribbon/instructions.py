"""*Help*: the instructions that every standard workbook has, shown in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsales.core.finding import Severity
from xlsales.ribbon import sheets, words
from xlsales.ribbon.desk import Desk

if TYPE_CHECKING:
    import xlwings as xw


def show_instructions(book: xw.Book, desk: Desk) -> None:
    """Show the sheet of instructions of the open workbook, or say that it is gone."""
    from xlsales.derive.instructions import SHEET

    if not sheets.show_sheet(book, SHEET):
        desk.say(words.NO_INSTRUCTIONS, Severity.WARNING)
