"""VBA run by LibreOffice, and a stand-in for xlwings' add-in made by the code that makes ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.desktop import Desktop
from xlsales.addin.xlam.macro_workbook import macro_workbook
from xlsales.addin.xlam.project import Module
from xlsales.libreoffice.bridge import load_uno, properties, remote_context, url_of

FILTERS = ("Calc MS Excel 2007 VBA XML", "Calc MS Excel 2007 XML")
TRUSTING = (("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),)
"""The setting of a profile in which macros run, as they do in Excel from a trusted place."""

_ALWAYS = 4  # com.sun.star.document.MacroExecMode: run macros, and do not ask

# notes what it is asked to run, and answers as its cells tell it to
_STAND_IN = """Attribute VB_Name = "Main"
Option Explicit

Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Cells(1, 2).Value = PythonCommand
    RunPython = ThisWorkbook.Worksheets(1).Cells(2, 2).Value
End Function

Public Function GetConfig(configKey As String, Optional default As String = "", _
        Optional source As String = "") As Variant
    Dim row As Long
    GetConfig = default
    For row = 3 To 6
        If ThisWorkbook.Worksheets(1).Cells(row, 2).Value = configKey And _
            (source = "" Or ThisWorkbook.Worksheets(1).Cells(row, 1).Value = source) Then
            GetConfig = ThisWorkbook.Worksheets(1).Cells(row, 3).Value
        End If
    Next row
End Function
"""


class StandIn:
    """An open ``xlwings.xlam`` that starts no Python."""

    def __init__(self, office: Office, folder: Path) -> None:
        file = folder / "xlwings.xlam"
        file.write_bytes(macro_workbook("xlwings", Module("Main", _STAND_IN), [("asked",)]))
        # with a window: LibreOffice runs the macros of no other add-in
        self._document = office.opened(file, hidden=False)
        self._sheet = self._document.Sheets.getByIndex(0)

    def close(self) -> None:
        self._document.close(True)

    def forget(self) -> None:
        """Be as new."""
        self._sheet.getCellByPosition(1, 0).String = ""
        self.answers(None)
        self.has()

    @property
    def asked(self) -> str:
        """The Python that it was asked to run last."""
        return str(self._sheet.getCellByPosition(1, 0).String)

    def answers(self, value: int | None) -> None:
        """What RunPython returns from now on: -1 is failure."""
        cell = self._sheet.getCellByPosition(1, 1)
        if value is None:
            cell.String = ""
        else:
            cell.Value = value

    def has(self, *settings: tuple[str, str, str]) -> None:
        """Give it settings: where from, which, what."""
        empty = ("", "", "")
        for number in range(4):
            setting = settings[number] if number < len(settings) else empty
            for column, text in enumerate(setting):
                self._sheet.getCellByPosition(column, 2 + number).String = text


class Office:
    """A running LibreOffice that opens add-ins and runs their functions."""

    def __init__(self, desktop: Desktop) -> None:
        self._context = remote_context(desktop.pipe)
        self._desktop = self._made("com.sun.star.frame.Desktop")

    def opened(self, file: Path, kind: str = FILTERS[0], *, hidden: bool = True) -> Any:
        """Open an add-in, without a window, as Excel does."""
        options = properties(
            MacroExecutionMode=_ALWAYS, FilterName=kind, Hidden=hidden, OnMainThread=True
        )
        document = self._desktop.loadComponentFromURL(url_of(file), "_blank", 0, options)
        assert document is not None, f"LibreOffice does not open {file.name}"
        return document

    def workbook(self) -> Any:
        """Return a new workbook, in front of all others."""
        main = properties(OnMainThread=True)  # else a window may wait for ever for its own
        return self._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, main)

    def control(self, button: str) -> Any:
        """Return what Excel gives a callback: a thing with an ``ID``."""
        bag = self._made("com.sun.star.beans.PropertyBag")
        bag.addProperty("ID", 0, button)
        return bag

    def _made(self, service: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)


def called(document: Any, name: str, *arguments: object) -> str:
    """Return what a function of our add-in's module answers."""
    load_uno()
    place = f"XlsalesAddin.XlsalesRibbon.{name}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(f"vnd.sun.star.script:{place}")
    answer, _, _ = script.invoke(arguments, (), ())
    return str(answer or "")
