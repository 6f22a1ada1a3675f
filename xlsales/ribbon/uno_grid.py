"""A table in a LibreOffice dialog, and what LibreOffice calls back when keys and mouse are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xlsales.core.measuring import width_of
from xlsales.hosts.libreoffice.bridge import load_uno
from xlsales.ribbon.ticking import Ticking

if TYPE_CHECKING:
    from xlsales.ribbon.uno_form import Dialog

LETTER = 4.4
"""A letter's width in a dialog's measures, with some room."""

_WIDEST = 320
_SPACE = 1284
"""com.sun.star.awt.Key.SPACE"""


def fill(
    dialog: Dialog,
    grid: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    room: int,
) -> Any:
    """Put rows into a grid's model, with columns as wide as what stands in them.

    Returns its data, by which rows are changed later. ``room`` is the grid's width.
    """
    columns = dialog.service("com.sun.star.awt.grid.DefaultGridColumnModel")
    letters = [
        max([width_of(head), *(width_of(row[i]) for row in rows)]) for i, head in enumerate(heads)
    ]
    widths = [min(int(widest * LETTER) + 10, _WIDEST) for widest in letters]
    fits = sum(widths) < room
    for i, (head, number) in enumerate(zip(heads, numeric, strict=True)):
        column = columns.createColumn()
        column.Title = head
        column.ColumnWidth = widths[i]
        column.Resizeable = True
        column.Flexibility = int(fits and not number)
        align = "RIGHT" if number else "LEFT"
        column.HorizontalAlign = load_uno().Enum("com.sun.star.style.HorizontalAlignment", align)
        columns.addColumn(column)
    data = dialog.service("com.sun.star.awt.grid.DefaultGridDataModel")
    data.addRows(tuple(range(1, len(rows) + 1)), tuple(tuple(row) for row in rows))
    grid.HScroll = not fits
    grid.ColumnModel = columns
    grid.GridDataModel = data
    return data


def let_tick(dialog: Dialog, name: str, all_name: str, ticking: Ticking, room: int) -> None:
    """Show lines in the grid of that name, and let keys and mouse choose for them.

    ``all_name`` is the button that takes all or none, "" where nothing can be chosen.
    """
    rows = list(ticking.all_texts())
    numeric = [False] * len(ticking.heads)
    data = fill(dialog, dialog.model.getByName(name), ticking.heads, rows, numeric, room)
    control = dialog.control.getControl(name)
    if rows:
        control.goToCell(0, ticking.first)
        control.selectRow(ticking.first)

    def show(changed: Sequence[int]) -> None:
        for at in changed:
            data.updateRowData(tuple(range(len(ticking.heads))), at, ticking.texts(at))

    def pressed(event: Any) -> None:
        if event.KeyCode == _SPACE and control.getCurrentRow() >= 0:
            show(ticking.press(int(control.getCurrentRow())))

    def clicked(event: Any) -> None:
        row = int(control.getRowAtPoint(event.X, event.Y))
        on_box = int(control.getColumnAtPoint(event.X, event.Y)) == 0
        if row >= 0 and (on_box or event.ClickCount == 2):
            show(ticking.press(row))

    if all_name:
        control.addKeyListener(Keys(pressed))
        control.addMouseListener(Mouse(clicked))
        button = dialog.control.getControl(all_name)
        button.addActionListener(Acts(lambda: show(ticking.press_all())))


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


class Acts(Listener):
    """Does something when its button is pressed."""

    interface = "com.sun.star.awt.XActionListener"

    def __init__(self, act: Callable[[], object]) -> None:
        """Take what is to be done."""
        self._act = act

    def actionPerformed(self, _event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that it was pressed."""
        self._act()


class Picks(Listener):
    """Tells which of the listings is wanted."""

    interface = "com.sun.star.awt.XItemListener"

    def __init__(self, picked: Callable[[Any], None]) -> None:
        """Take whom to tell."""
        self._picked = picked

    def itemStateChanged(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that another one is chosen."""
        self._picked(event)


class Keys(Listener):
    """Tells which key was pressed."""

    interface = "com.sun.star.awt.XKeyListener"

    def __init__(self, pressed: Callable[[Any], None]) -> None:
        """Take whom to tell."""
        self._pressed = pressed

    def keyPressed(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told of a key."""
        self._pressed(event)

    def keyReleased(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that it is up again."""


class Mouse(Listener):
    """Tells where the mouse was pressed."""

    interface = "com.sun.star.awt.XMouseListener"

    def __init__(self, clicked: Callable[[Any], None]) -> None:
        """Take whom to tell."""
        self._clicked = clicked

    def mousePressed(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told of a button of the mouse."""
        self._clicked(event)

    def mouseReleased(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that it is up again."""

    def mouseEntered(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that the mouse came."""

    def mouseExited(self, event: Any) -> None:  # noqa: N802  # UNO's name
        """Be told that the mouse went."""
