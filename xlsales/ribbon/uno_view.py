"""A result as a list in a LibreOffice dialog."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from xlsales.core.measuring import lines_of, width_of
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.ribbon.desk import View, Wish
from xlsales.ribbon.uno_grid import LETTER, Acts, Picks, fill

if TYPE_CHECKING:
    from xlsales.ribbon.uno_form import Dialog

_WIDTH = 500
_EDGE = 8
_LINE = 10
_BOX = 14
_ROW = 12
_MOST = 500
_MOST_LINES = 8
_GO, _NEW, _FURTHER = 1, 2, 3

GO = Words("转到这一行", "Go to row")
NEW = Words("放到新工作簿", "New workbook")
CLOSE = Words("关闭", "Close")


def show_view(
    view: View, lang: Lang, dialog_of: Callable[[str, int, int], Dialog], window: Any
) -> Wish | None:
    """Show a result over a window; return what is wanted of it."""
    rows = max((len(listing.rows) for listing in view.listings), default=0)
    lines = "\n".join(view.lines[:_MOST_LINES])
    said = _LINE * lines_of(lines, (_WIDTH - 2 * _EDGE) / LETTER) if lines else 0
    table = _ROW * min(max(rows, 3), 16) + 24
    pick = _BOX + 4 if len(view.listings) > 1 else 0
    height = _EDGE + said + pick + table + _BOX + 3 * _EDGE
    dialog = dialog_of(view.title, _WIDTH, height)
    wide = _WIDTH - 2 * _EDGE
    at = _EDGE
    if lines:
        _add(
            dialog,
            "FixedText",
            "lines",
            _EDGE,
            at,
            wide,
            said,
            Label=lines,
            MultiLine=True,
            NoLabel=True,
        )
        at += said + 4
    if pick:
        titles = tuple(listing.title for listing in view.listings)
        _add(
            dialog, "ListBox", "pick", _EDGE, at, wide, _BOX,
            Dropdown=True, StringItemList=titles, SelectedItems=(0,), LineCount=12, TabIndex=0,
        )  # fmt: skip
        at += pick
    grid = _add(
        dialog, "com.sun.star.awt.grid.UnoControlGridModel", "grid", _EDGE, at, wide, table,
        ShowColumnHeader=True, VScroll=True, TabIndex=1, Tabstop=True,
    )  # fmt: skip
    at += table + _EDGE
    if view.tick:
        _add(
            dialog, "CheckBox", "tick", _EDGE, at + 2, _WIDTH // 2, _LINE,
            Label=view.tick.words.said(lang), State=int(view.tick.on), TabIndex=10,
        )  # fmt: skip
    _buttons(dialog, view, lang, at)
    if view.listings:
        _list(dialog, grid, view.listings[0], lang)

    def pick_another(event: Any) -> None:
        _list(dialog, grid, view.listings[event.Selected], lang)

    def ready() -> None:
        control = dialog.control
        if view.listings and view.listings[0].rows:
            control.getControl("grid").goToCell(0, 0)
            control.getControl("grid").selectRow(0)
        _ends(control, view, "new", _NEW)
        _ends(control, view, "further", _FURTHER)
        if pick:
            control.getControl("pick").addItemListener(Picks(pick_another))

    try:
        result = dialog.run(window, "grid", ready)
        if view.tick and dialog.model.getByName("tick").State != view.tick.on:
            view.tick.keep(not view.tick.on)
        return _wish(dialog, result)
    finally:
        dialog.close()


def _ends(control: Any, view: View, name: str, result: int) -> None:
    """Let a button end the dialog, if it is there."""
    if name == "new" or view.further:
        control.getControl(name).addActionListener(Acts(lambda: control.endDialog(result + 1)))


def _wish(dialog: Dialog, result: int) -> Wish | None:
    if result == _NEW + 1:
        return Wish()
    if result in {_GO, _FURTHER + 1}:
        row = int(dialog.control.getControl("grid").getCurrentRow())
        return Wish(max(row, 0), result != _GO)
    return None


def _add(
    dialog: Dialog, kind: str, name: str, x: int, y: int, width: int, height: int, **more: Any
) -> Any:  # fmt: skip
    place = {"PositionX": x, "PositionY": y, "Width": width, "Height": height}
    return dialog.add(kind, name, {**place, **more})


def _buttons(dialog: Dialog, view: View, lang: Lang, at: int) -> None:
    right = _WIDTH - _EDGE
    buttons = [("close", CLOSE, {"PushButtonType": 2}), ("new", NEW, {})]
    if view.spots:
        buttons.append(("go", GO, {"PushButtonType": 1, "DefaultButton": True}))
    else:
        buttons[0][2]["DefaultButton"] = True
    if view.further:
        buttons.append(("further", view.further.words, {}))
    for i, (name, words, more) in enumerate(buttons):
        label = words.said(lang)
        width = max(50, int(width_of(label) * LETTER) + 12)
        right -= width
        _add(dialog, "Button", name, right, at, width, _BOX, Label=label, TabIndex=9 - i, **more)
        right -= 6


def _list(dialog: Dialog, grid: Any, listing: Listing, lang: Lang) -> None:
    """Put a listing into the grid."""
    rows = list(islice(listing.texts(lang), _MOST))
    fill(dialog, grid, listing.heads(lang), rows, listing.numeric, _WIDTH - 2 * _EDGE)
