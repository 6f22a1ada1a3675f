"""The desk of a person with Excel: messages are Excel's own, forms and lists are tkinter's.

tkinter is imported when something is asked: most clicks ask nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from xlsales.buttons import TITLE
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.ribbon.desk import View, Wish
from xlsales.ribbon.fields import Given
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker

if TYPE_CHECKING:
    import tkinter

    import xlwings as xw

_MODES: Mapping[Severity, str] = {
    Severity.INFO: "info",
    Severity.WARNING: "info",
    Severity.ERROR: "critical",
}


class TkDesk:
    """A person with an Excel window."""

    def __init__(self, app: xw.App, lang: Lang = Lang.ZH) -> None:
        """Take the program that shows messages and the status bar."""
        self.lang = lang
        self.title = TITLE
        self._app: Any = app

    def ask(self, form: Form) -> Mapping[str, Given] | None:
        """Ask for a form's fields; Enter is OK, Esc is Cancel."""
        from xlsales.ribbon.tk_form import FormWindow

        root = _root()
        try:
            return FormWindow(root, form, self.lang).answer()
        finally:
            root.destroy()

    def show(self, view: View) -> Wish | None:
        """Show a result as a list."""
        from xlsales.ribbon.tk_form import ViewWindow

        root = _root()
        try:
            return ViewWindow(root, view, self.lang).wish()
        finally:
            root.destroy()

    def pick(self, picker: Picker) -> str | None:
        """Let something be found and chosen while typing."""
        from xlsales.ribbon.tk_pick import PickWindow

        root = _root()
        try:
            return PickWindow(root, picker, self.lang).chosen()
        finally:
            root.destroy()

    def say(self, words: Words, severity: Severity = Severity.INFO) -> None:
        """Tell a message in a box of Excel's."""
        self._alert(words, "ok", _MODES[severity])

    def confirm(self, words: Words, *, enter: bool = False) -> bool:
        """Ask a question that is answered by yes or no; in Excel's box Enter is yes anyhow."""
        del enter
        return bool(self._alert(words, "yes_no", "info") == "yes")

    def _alert(self, words: Words, buttons: str, mode: str) -> object:
        title = self.title.said(self.lang)
        return self._app.alert(words.said(self.lang), title=title, buttons=buttons, mode=mode)

    def busy(self, words: Words, done: int, total: int) -> None:
        """Show how far it is in the status bar."""
        said = words.said(self.lang)
        self._app.status_bar = f"{said} {done}/{total}" if total else said

    def idle(self) -> None:
        """Give the status bar back."""
        self._app.status_bar = False


def _root() -> tkinter.Tk:
    """Return a window of our own in front of Excel's, sharp on screens of many points."""
    import sys
    import tkinter

    if sys.platform == "win32":
        import ctypes

        call: Callable[[int], object] = ctypes.windll.shcore.SetProcessDpiAwareness
        call(1)
    root = tkinter.Tk()
    root.withdraw()
    root.attributes("-topmost", True)
    return root
