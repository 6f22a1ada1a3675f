"""Keep the code alone where a line of a drop-down list was picked, inside LibreOffice's own Python.

A list shows `0101 齿轮坯 φ120×45`; what is meant is the code. The add-in carries this file beside
handler.py, under the same rules. Undo takes back both at once. In Excel nothing may do so: there a
cell that a macro changes empties the list of what can be undone; the first press does it.
"""
# ruff: noqa: N802 - UNO calls these by their names
# UNO's classes are made at run time, so they are Any:
# mypy: disable-error-code="misc"

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.uno import Exception as UnoException
from com.sun.star.util import XChangesListener

if TYPE_CHECKING:
    from collections.abc import Callable

GAP = "\u2009\u2002"  # what stands between a code and its names, and nobody types: core/text.py


def watch(context: Any, document: Any, busy: Callable[[], object]) -> None:
    """Have each cell that a person picks from a list keep the code alone, while it is not busy."""
    document.addChangesListener(_Picked(context, document, busy))


class _Picked(unohelper.Base, XChangesListener):
    def __init__(self, context: Any, document: Any, busy: Callable[[], object]) -> None:
        self.context = context
        self.document = document
        self.busy = busy

    def changesOccurred(self, event: Any) -> None:
        """Look at the one cell that changed; put its code there once LibreOffice is at rest."""
        if self.busy() or len(event.Changes) != 1:
            return
        cell = event.Changes[0].ReplacedElement
        with suppress(UnoException, AttributeError):  # a range of cells is not picked from a list
            if GAP in cell.getString():
                service = "com.sun.star.awt.AsyncCallback"
                made = self.context.ServiceManager.createInstanceWithContext(service, self.context)
                made.addCallback(_Later(lambda: self._shorten(cell)), None)

    def _shorten(self, cell: Any) -> None:
        code, gap, _names = cell.getString().partition(GAP)
        if gap and not self.busy():
            undo = self.document.getUndoManager()
            # hidden: it becomes part of what was done before it
            undo.enterHiddenUndoContext()
            try:
                cell.setString(code)
            finally:
                undo.leaveUndoContext()

    def disposing(self, _event: Any) -> None:
        """Do nothing: the document is closed, and this goes with it."""


class _Later(unohelper.Base, XCallback):
    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action

    def notify(self, _data: Any) -> None:
        """Do it; whatever happens, the person's window goes on."""
        with suppress(UnoException, AttributeError):
            self.action()
