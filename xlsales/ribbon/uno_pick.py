"""The picker in a LibreOffice dialog: a line to type in, and a list that narrows with each key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlsales.core.words import Lang
from xlsales.ribbon.picker import CHOOSE, TYPE, Picker, Shown
from xlsales.ribbon.uno_grid import LETTER, Listener, with_columns
from xlsales.ribbon.uno_layout import CANCEL

if TYPE_CHECKING:
    from xlsales.ribbon.uno_form import Dialog

_EDGE = 8
_LINE = 10
_BOX = 14
_ROWS = 15
_ROW = 12
_NARROWEST, _WIDEST = 300, 560
_DOWN, _UP = 1024, 1025
"""The keys of com.sun.star.awt.Key."""
_OK = 1
_BLUE, _WHITE = 0x1F74C4, 0xFFFFFF
"""The row at the cursor, though the keyboard is in the line above."""


def show_picker(
    picker: Picker, lang: Lang, dialog_of: Callable[[str, int, int], Dialog], window: Any
) -> str | None:
    """Let a person choose over a window; return the value, or None."""
    widths = [int(letters * LETTER) + 10 for letters in picker.widths]
    wide = min(max(sum(widths) + 14, _NARROWEST), _WIDEST)
    table = _ROW * _ROWS + 20
    height = _EDGE + _LINE + _BOX + 6 + table + 6 + _BOX + _EDGE
    dialog = dialog_of(picker.title, wide + 2 * _EDGE, height)

    def add(kind: str, name: str, x: int, y: int, width: int, tall: int, **more: Any) -> Any:
        place = {"PositionX": x, "PositionY": y, "Width": width, "Height": tall}
        return dialog.add(kind, name, {**place, **more})

    add("FixedText", "about", _EDGE, _EDGE, wide, _LINE, Label=TYPE.said(lang), NoLabel=True)
    at = _EDGE + _LINE
    add("Edit", "text", _EDGE, at, wide, _BOX, TabIndex=0)
    at += _BOX + 6
    grid = add(
        "com.sun.star.awt.grid.UnoControlGridModel", "grid", _EDGE, at, wide, table,
        ShowColumnHeader=True, VScroll=True, HScroll=sum(widths) > wide, TabIndex=1, Tabstop=True,
        InactiveSelectionBackgroundColor=_BLUE, InactiveSelectionTextColor=_WHITE,
    )  # fmt: skip
    at += table + 6
    right = _EDGE + wide - 50
    said = add("FixedText", "said", _EDGE, at + 2, wide - 120, _LINE, Label="", NoLabel=True)
    add(
        "Button", "ok", right - 56, at, 50, _BOX,
        Label=CHOOSE.said(lang), PushButtonType=1, DefaultButton=True, TabIndex=2,
    )  # fmt: skip
    add(
        "Button",
        "cancel",
        right,
        at,
        50,
        _BOX,
        Label=CANCEL.said(lang),
        PushButtonType=2,
        TabIndex=3,
    )
    fits = sum(widths) <= wide
    data = with_columns(dialog, grid, picker.heads, widths, picker.numeric, fits=fits)
    live = _Live(picker, lang, dialog, data, said)
    try:
        result = dialog.run(window, "text", live.begin)
        return live.chosen() if result == _OK else None
    finally:
        dialog.close()


class _Live:
    """The list as it narrows; the arrow keys move in it while the cursor stays in the line."""

    def __init__(self, picker: Picker, lang: Lang, dialog: Dialog, data: Any, said: Any) -> None:
        self._picker = picker
        self._lang = lang
        self._dialog = dialog
        self._data = data
        self._said = said
        self._shown = Shown((), (), CHOOSE)
        self._grid: Any = None

    def begin(self) -> None:
        """Show all there is, and listen."""
        self._grid = self._dialog.control.getControl("grid")
        self.fill("")
        line = self._dialog.control.getControl("text")
        line.addTextListener(_Typed(self.fill))
        line.addKeyListener(_Keys(self.move))
        self._grid.addMouseListener(_Clicked(lambda: self._dialog.control.endDialog(_OK)))

    def fill(self, text: str) -> None:
        """Show what fits, the first of it selected: five calls, however many rows."""
        self._shown = shown = self._picker.shown(text)
        self._data.removeAllRows()
        if shown.values:
            self._data.addRows(tuple(range(1, len(shown.values) + 1)), shown.cells)
            self._grid.goToCell(0, 0)
            self._grid.selectRow(0)
        self._said.Label = shown.said.said(self._lang)

    def move(self, by: int) -> None:
        """Go a row up or down."""
        if self._shown.values:
            at = self._grid.getCurrentRow() + by
            row = min(max(at, 0), len(self._shown.values) - 1)
            self._grid.goToCell(0, row)
            self._grid.deselectAllRows()
            self._grid.selectRow(row)

    def chosen(self) -> str | None:
        """Return the value of the row at the cursor, or None where nothing fits."""
        row = int(self._grid.getCurrentRow())
        return self._shown.values[row] if 0 <= row < len(self._shown.values) else None


class _Typed(Listener):
    """Tells the text after each key."""

    interface = "com.sun.star.awt.XTextListener"

    def __init__(self, typed: Callable[[str], None]) -> None:
        self._typed = typed

    def textChanged(self, event: Any) -> None:  # noqa: N802  # UNO's name
        self._typed(str(event.Source.getText()))


class _Keys(Listener):
    """Tells the arrow keys up and down."""

    interface = "com.sun.star.awt.XKeyListener"

    def __init__(self, moved: Callable[[int], None]) -> None:
        self._moved = moved

    def keyPressed(self, event: Any) -> None:  # noqa: N802  # UNO's name
        if event.KeyCode in {_DOWN, _UP}:
            self._moved(1 if event.KeyCode == _DOWN else -1)

    def keyReleased(self, event: Any) -> None:  # noqa: N802  # UNO's name
        pass


class _Clicked(Listener):
    """Tells a double click."""

    interface = "com.sun.star.awt.XMouseListener"

    def __init__(self, twice: Callable[[], None]) -> None:
        self._twice = twice

    def mousePressed(self, event: Any) -> None:  # noqa: N802  # UNO's name
        if event.ClickCount == 2:
            self._twice()

    def mouseReleased(self, event: Any) -> None:  # noqa: N802  # UNO's name
        pass

    def mouseEntered(self, event: Any) -> None:  # noqa: N802  # UNO's name
        pass

    def mouseExited(self, event: Any) -> None:  # noqa: N802  # UNO's name
        pass
