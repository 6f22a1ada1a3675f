"""A table in a LibreOffice dialog, and what LibreOffice calls back when keys and mouse are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xlsales.core.measuring import width_of
from xlsales.libreoffice.bridge import load_uno

if TYPE_CHECKING:
    from xlsales.ribbon.uno_form import Dialog

LETTER = 4.4
"""A letter's width in a dialog's measures, with some room."""

_WIDEST = 320


def fill(
    dialog: Dialog,
    grid: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    room: int,
) -> None:
    """Put rows into a grid's model, with columns as wide as what stands in them.

    ``room`` is the grid's width.
    """
    letters = [
        max([width_of(head), *(width_of(row[i]) for row in rows)]) for i, head in enumerate(heads)
    ]
    widths = [min(int(widest * LETTER) + 10, _WIDEST) for widest in letters]
    fits = sum(widths) < room
    data = with_columns(dialog, grid, heads, widths, numeric, fits=fits)
    data.addRows(tuple(range(1, len(rows) + 1)), tuple(tuple(row) for row in rows))
    grid.HScroll = not fits


def with_columns(
    dialog: Dialog,
    grid: Any,
    heads: Sequence[str],
    widths: Sequence[int],
    numeric: Sequence[bool],
    *,
    fits: bool,
) -> Any:
    """Give a grid's model its columns, and its data, still without a row, which are returned.

    Columns of text share the room that is left where all of them ``fits``.
    """
    columns = dialog.service("com.sun.star.awt.grid.DefaultGridColumnModel")
    for head, width, number in zip(heads, widths, numeric, strict=True):
        column = columns.createColumn()
        column.Title = head
        column.ColumnWidth = width
        column.Resizeable = True
        column.Flexibility = int(fits and not number)
        align = "RIGHT" if number else "LEFT"
        column.HorizontalAlign = load_uno().Enum("com.sun.star.style.HorizontalAlignment", align)
        columns.addColumn(column)
    data = dialog.service("com.sun.star.awt.grid.DefaultGridDataModel")
    grid.ColumnModel = columns
    grid.GridDataModel = data
    return data


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
