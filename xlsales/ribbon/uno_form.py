"""The desk of a person with LibreOffice: dialogs and messages by its own toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from xlsales.buttons import TITLE
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.libreoffice.bridge import load_uno, service, struct
from xlsales.ribbon.desk import View, Wish
from xlsales.ribbon.fields import Given
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker
from xlsales.ribbon.uno_grid import Acts, fill
from xlsales.ribbon.uno_layout import EDGE, laid_out
from xlsales.ribbon.uno_pick import show_picker
from xlsales.ribbon.uno_view import show_view

_BOXES: Mapping[Severity, str] = {
    Severity.INFO: "INFOBOX",
    Severity.WARNING: "WARNINGBOX",
    Severity.ERROR: "ERRORBOX",
}
_OK, _YES_NO, _YES = 1, 3, 2
_ENTER_IS_YES = 0x40000  # DEFAULT_BUTTON_YES


class UnoDesk:
    """A person with a LibreOffice window.

    ``context`` is LibreOffice's component context, ``document`` the workbook in the window.
    """

    def __init__(self, context: Any, document: Any, lang: Lang = Lang.ZH) -> None:
        """Take the window that the workbook is in."""
        self.lang = lang
        self.title = TITLE
        self._context = context
        self._document = document
        self._indicator: Any = None
        self._doing = ""

    # --- dialogs ---------------------------------------------------------------------------

    def ask(self, form: Form) -> Mapping[str, Given] | None:
        """Ask for a form's fields; Enter is OK, Esc is Cancel."""
        layout = laid_out(form, self.lang)
        dialog = Dialog(self._context, form.title.said(self.lang), layout.width, layout.height)
        try:
            for kind, name, given in layout.controls:
                dialog.add(kind, name, given)
            for name, heads, rows in layout.tables:
                numeric = [False] * len(heads)
                room = layout.width - 2 * EDGE
                fill(dialog, dialog.model.getByName(name), heads, rows, numeric, room)
            first = form.wrong[0].field if form.wrong else ""
            focus = layout.firsts.get(first) or next(iter(layout.firsts.values()), "ok")
            if layout.pages:
                dialog.model.Step = 1
            turn = lambda: _let_turn(dialog, layout.pages)  # noqa: E731  # once there is a window
            if not dialog.run(self._window(), focus, turn if layout.pages else lambda: None):
                return None
            return {name: read(dialog.model) for name, read in layout.readers.items()}
        finally:
            dialog.close()

    def show(self, view: View) -> Wish | None:
        """Show a result as a list."""
        return show_view(view, self.lang, self._dialog, self._window())

    def pick(self, picker: Picker) -> str | None:
        """Let something be found and chosen while typing."""
        return show_picker(picker, self.lang, self._dialog, self._window())

    def _dialog(self, title: str, width: int, height: int) -> Dialog:
        return Dialog(self._context, title, width, height)

    # --- messages --------------------------------------------------------------------------

    def say(self, words: Words, severity: Severity = Severity.INFO) -> None:
        """Tell a message in a box."""
        self._box(_BOXES[severity], _OK, words)

    def confirm(self, words: Words, *, enter: bool = False) -> bool:
        """Ask a question that is answered by yes or no; ``enter``: Enter is yes."""
        buttons = _YES_NO | (_ENTER_IS_YES if enter else 0)
        return self._box("QUERYBOX", buttons, words) == _YES

    def _box(self, kind: str, buttons: int, words: Words) -> int:
        window = self._window()
        toolkit = window.getToolkit()
        shape = load_uno().Enum("com.sun.star.awt.MessageBoxType", kind)
        title, text = self.title.said(self.lang), words.said(self.lang)
        box = toolkit.createMessageBox(window, shape, buttons, title, text)
        try:
            return int(box.execute())
        finally:
            box.dispose()

    def busy(self, words: Words, done: int, total: int) -> None:
        """Show how far it is in the status bar; while *Undo* opens the workbook anew there is none."""
        text = words.said(self.lang)
        with suppress(Exception):  # UNO's exceptions cannot be named before
            if self._indicator is None:
                self._indicator = self._frame().createStatusIndicator()
                self._indicator.start(text, max(total, 1))
            elif text != self._doing:
                self._indicator.setText(text)
            self._doing = text
            self._indicator.setValue(done)

    def idle(self) -> None:
        """Give the status bar back."""
        indicator, self._indicator = self._indicator, None
        if indicator is not None:
            with suppress(Exception):  # its window may have been closed
                indicator.end()

    # --- the window ------------------------------------------------------------------------

    def _frame(self) -> Any:
        """Return the workbook's frame; where it was closed and opened anew, the one in front."""
        try:
            return self._document.getCurrentController().getFrame()
        except Exception:  # noqa: BLE001  # it is gone: UNO's exceptions cannot be named before
            return service(self._context, "com.sun.star.frame.Desktop").getCurrentFrame()

    def _window(self) -> Any:
        return self._frame().getContainerWindow()


class Dialog:
    """A dialog of LibreOffice, made while the program runs."""

    def __init__(self, context: Any, title: str, width: int, height: int) -> None:
        """Make it without a control; measures as in :mod:`xlsales.ribbon.uno_layout`."""
        self._context = context
        self.model = service(context, "com.sun.star.awt.UnoControlDialogModel")
        self.model.Title = title
        self.model.Width, self.model.Height = width, height
        self.control = service(context, "com.sun.star.awt.UnoControlDialog")

    def add(self, kind: str, name: str, given: Mapping[str, Any]) -> Any:
        """Put a control in; return its model."""
        service = kind if "." in kind else f"com.sun.star.awt.UnoControl{kind}Model"
        made = self.model.createInstance(service)
        plain = {key: given[key] for key in sorted(given) if not isinstance(given[key], tuple)}
        made.setPropertyValues(tuple(plain), tuple(plain.values()))
        for key in sorted(given.keys() - plain.keys(), reverse=True):
            # a list finds its type only one by one: first StringItemList, then SelectedItems
            setattr(made, key, given[key])
        self.model.insertByName(name, made)
        return made

    def run(self, window: Any, focus: str, ready: Callable[[], None] = lambda: None) -> int:
        """Show it over a window until it is closed; return 1 for OK, 0 for Cancel.

        ``focus`` names the control that has the keyboard; ``ready`` is called once it is made.
        """
        self.control.setModel(self.model)
        self.control.setVisible(False)
        self.control.createPeer(window.getToolkit(), window)
        around, mine = window.getPosSize(), self.control.getPosSize()
        x = max((around.Width - mine.Width) // 2, 0)
        y = max((around.Height - mine.Height) // 3, 0)
        self.control.setPosSize(x, y, 0, 0, 3)  # position only
        ready()
        first = self.control.getControl(focus)
        first.setFocus()
        if hasattr(first, "setSelection"):  # so that typing takes the place of what is there
            end = len(str(first.getModel().Text))
            first.setSelection(struct("com.sun.star.awt.Selection", Min=0, Max=end))
        return int(self.control.execute())

    def service(self, name: str) -> Any:
        """Make one of LibreOffice's objects."""
        return service(self._context, name)

    def close(self) -> None:
        """Put it away."""
        self.control.dispose()


def _let_turn(dialog: Dialog, pages: Sequence[str]) -> None:
    """Let the buttons turn the pages; the keyboard goes on at the first box of each."""

    def turn(by: int) -> None:
        page = min(max(dialog.model.Step + by, 1), len(pages))
        dialog.model.Step = page
        dialog.model.getByName("page").Label = f"{page} / {len(pages)}"
        dialog.control.getControl(pages[page - 1]).setFocus()

    for name, by in (("before", -1), ("next", 1)):
        dialog.control.getControl(name).addActionListener(Acts(partial(turn, by)))
