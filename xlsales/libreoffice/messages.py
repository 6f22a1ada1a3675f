"""The status line and message boxes."""

from __future__ import annotations

import contextlib
from typing import Any

from xlsales.libreoffice.bridge import enum, failure, service

# com.sun.star.awt.MessageBoxButtons, the first of them preselected as in Excel, and
# MessageBoxResults
_OK, _YES = 0x10000, 0x40000
_BUTTONS = {"ok": 1 + _OK, "ok_cancel": 2 + _OK, "yes_no": 3 + _YES, "yes_no_cancel": 4 + _YES}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class StatusLine:
    """A text, or a text with a bar, in a window's status line."""

    def __init__(self) -> None:
        self.text = ""
        self._indicator: Any = None
        self._total = 0

    def show(self, frame: Any, text: str, done: int = 0, total: int = 0) -> None:
        """Show a text, with ``total`` also how much of it is done; an empty text ends it."""
        if self._indicator is not None and (not text or total != self._total):
            # its window may have been closed meanwhile
            with contextlib.suppress(failure()):
                self._indicator.end()
            self._indicator = None
        self.text = text
        if not text or frame is None:
            return
        if self._indicator is None:
            self._indicator = frame.createStatusIndicator()
            self._indicator.start(text, total)
            self._total = total
        self._indicator.setText(text)
        self._indicator.setValue(done)


def message_box(
    context: Any, frame: Any, text: str, title: str, buttons: str, mode: str | None
) -> str:
    """Show a message box over a window and wait for the answer."""
    if buttons not in _BUTTONS:
        raise ValueError(f"buttons must be one of {', '.join(_BUTTONS)}, not {buttons!r}")
    kind = "ERRORBOX" if mode == "critical" else "INFOBOX" if buttons == "ok" else "QUERYBOX"
    box = service(context, "com.sun.star.awt.Toolkit").createMessageBox(
        None if frame is None else frame.getContainerWindow(),
        enum("com.sun.star.awt.MessageBoxType", kind),
        _BUTTONS[buttons],
        title,
        text,
    )
    try:
        return _ANSWERS.get(box.execute(), "cancel")
    finally:
        box.dispose()
