"""A result as a list in a LibreOffice dialog."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from xlsales.core.measuring import lines_of, width_of
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.hosts.libreoffice.bridge import load_uno
from xlsales.ribbon.desk import View, Wish

if TYPE_CHECKING:
    from xlsales.ribbon.uno_form import Dialog

_WIDTH = 500
_EDGE = 8
_LINE = 10
_BOX = 14
_LETTER = 4.4
_ROW = 12
_MOST = 500
_WIDEST = 320
_MOST_LINES = 8
_GO, _NEW = 1, 2

GO = Words("转到这一行", "Go to row")
NEW = Words("放到新工作簿", "New workbook")
CLOSE = Words("关闭", "Close")


def show_view(
    view: View, lang: Lang, dialog_of: Callable[[str, int, int], Dialog], window: Any
) -> Wish | None:
    """Show a result over a window; return what is wanted of it."""
    rows = max((len(listing.rows) for listing in view.listings), default=0)
    lines = "\n".join(view.lines[:_MOST_LINES])
    said = _LINE * lines_of(lines, (_WIDTH - 2 * _EDGE) / _LETTER) if lines else 0
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
        _fill(dialog, grid, view.listings[0], lang)

    def pick_another(event: Any) -> None:
        _fill(dialog, grid, view.listings[event.Selected], lang)

    def ready() -> None:
        control = dialog.control
        if view.listings and view.listings[0].rows:
            control.getControl("grid").goToCell(0, 0)
            control.getControl("grid").selectRow(0)
        control.getControl("new").addActionListener(_Ends(control, _NEW + 1))
        if pick:
            control.getControl("pick").addItemListener(_Picks(pick_another))

    try:
        result = dialog.run(window, "grid", ready)
        if view.tick and dialog.model.getByName("tick").State != view.tick.on:
            view.tick.keep(not view.tick.on)
        if result == _NEW + 1:
            return Wish()
        if result == _GO:
            row = int(dialog.control.getControl("grid").getCurrentRow())
            return Wish(max(row, 0))
        return None
    finally:
        dialog.close()


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
    for i, (name, words, more) in enumerate(buttons):
        label = words.said(lang)
        width = max(50, int(width_of(label) * _LETTER) + 12)
        right -= width
        _add(dialog, "Button", name, right, at, width, _BOX, Label=label, TabIndex=9 - i, **more)
        right -= 6


def _fill(dialog: Dialog, grid: Any, listing: Listing, lang: Lang) -> None:
    """Put a listing into the grid, with columns as wide as what stands in them."""
    heads = listing.heads(lang)
    rows = list(islice(listing.texts(lang), _MOST))
    columns = dialog.service("com.sun.star.awt.grid.DefaultGridColumnModel")
    letters = [
        max([width_of(head), *(width_of(row[i]) for row in rows)]) for i, head in enumerate(heads)
    ]
    widths = [min(int(widest * _LETTER) + 10, _WIDEST) for widest in letters]
    fits = sum(widths) < _WIDTH - 2 * _EDGE
    for i, (head, numeric) in enumerate(zip(heads, listing.numeric, strict=True)):
        column = columns.createColumn()
        column.Title = head
        column.ColumnWidth = widths[i]
        column.Resizeable = True
        column.Flexibility = int(fits and not numeric)
        align = "RIGHT" if numeric else "LEFT"
        column.HorizontalAlign = load_uno().Enum("com.sun.star.style.HorizontalAlignment", align)
        columns.addColumn(column)
    data = dialog.service("com.sun.star.awt.grid.DefaultGridDataModel")
    data.addRows(tuple(range(1, len(rows) + 1)), tuple(rows))
    grid.HScroll = not fits
    grid.ColumnModel = columns
    grid.GridDataModel = data


class Listener:
    """A Python object that LibreOffice calls back."""

    interface = ""

    def getTypes(self) -> tuple[Any, ...]:  # noqa: N802  # UNO's name
        """Return what it can be called as."""
        return (load_uno().getTypeByName(self.interface),)

    def getImplementationId(self) -> Any:  # noqa: N802  # UNO's name
        """Return nothing: the identity is not kept."""
        return load_uno().ByteSequence(b"")

    def disposing(self, event: Any) -> None:
        """Be told that the control is gone."""


class _Ends(Listener):
    """Ends a dialog with a result when its button is pressed."""

    interface = "com.sun.star.awt.XActionListener"

    def __init__(self, control: Any, result: int) -> None:
        self._control = control
        self._result = result

    def actionPerformed(self, _event: Any) -> None:  # noqa: N802  # UNO's name
        self._control.endDialog(self._result)


class _Picks(Listener):
    """Tells which of the listings is wanted."""

    interface = "com.sun.star.awt.XItemListener"

    def __init__(self, picked: Callable[[Any], None]) -> None:
        self._picked = picked

    def itemStateChanged(self, event: Any) -> None:  # noqa: N802  # UNO's name
        self._picked(event)
