"""An xlwings engine over LibreOffice's UNO: the same xlwings calls, in a LibreOffice window.

    app = connect("a-pipe")            # a LibreOffice started with --accept=pipe,name=a-pipe;urp;
    book = book_of(app, "7")           # the document with this RuntimeUID
    with undo_step(book, "登记订单"):   # all of it one step in Edit > Undo
        book.sheets["Orders"]["A2:C2"].value = ["CL-1", 20.5, date(2026, 11, 24)]

``Book.api`` is the UNO document, ``Sheet.api`` the UNO sheet, ``Range.api`` the UNO cell range.
What differs from Excel is told in docs/en/libreoffice-engine.md.
"""

from __future__ import annotations

from xlsales.libreoffice.bridge import NoLibreOffice, load_uno
from xlsales.libreoffice.engine import book_of, connect, register
from xlsales.libreoffice.undo import undo_step

__all__ = ["NoLibreOffice", "book_of", "connect", "load_uno", "register", "undo_step"]
