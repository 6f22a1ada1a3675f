"""Which program an open workbook is in, and what drives it."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from xlsales.hosts.live.excel import Excel
from xlsales.hosts.live.libreoffice import LibreOffice
from xlsales.hosts.live.native import Native
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    import xlwings as xw


def native_of(book: xw.Book) -> Native:
    """Return what drives the program that a workbook is open in.

    Raises:
        Unusable: it is Excel on macOS.
    """
    if book.app.engine.name == "libreoffice":
        return LibreOffice(book)
    if platform.system() == "Darwin":
        # there xlwings speaks AppleScript: ``.api`` has neither Excel's objects nor their names
        raise Unusable(
            "按钮暂不能在 macOS 的 Excel 中使用，未做任何改动；请在 LibreOffice 中打开该工作簿再点按钮，"
            "或使用命令 xlsales。",
            "The buttons do not work in Excel on macOS yet, and nothing was done; open the workbook "
            "in LibreOffice and press the button there, or use the command xlsales.",
        )
    return Excel(book)
