"""The entry of a click in Excel: the add-in's one callback runs ``click("ID")`` through xlwings."""

from __future__ import annotations


def click(button_id: str) -> None:
    """Do what a button does in the workbook in front.

    Excel shows what a Python program writes to its error stream as a message of its own, so
    nothing is written there.
    """
    import xlwings as xw

    from xlsales.ribbon import run
    from xlsales.ribbon.tk import TkDesk

    book = xw.Book.caller()
    run.click(book.app, book, button_id, TkDesk(book.app))


def opened() -> None:
    """Welcome the person to the workbook in front, which was just opened."""
    import xlwings as xw

    from xlsales.ribbon.opening import opened as welcome
    from xlsales.ribbon.tk import TkDesk

    book = xw.Book.caller()
    welcome(book.app, book, TkDesk(book.app))
