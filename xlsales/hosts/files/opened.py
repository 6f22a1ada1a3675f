"""What an office folder asks of the one workbook that a spreadsheet program may have open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeAlias

from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.office.beside import Beside
from xlsales.office.editing import BookChange

if TYPE_CHECKING:
    import xlwings as xw

Whole: TypeAlias = Callable[[Book, Mapping[str, str]], BookChange]
"""What returns all that is to change in a workbook, with further properties."""
Taken: TypeAlias = tuple[Words, tuple[Change, ...]]
"""A press that is taken back: which, and the cells that it concerns."""


class OpenPress(Protocol):
    """The open workbook during one press that is saved.

    ``saves``: whether the program saves it as part of the press, or leaves that to the person.
    """

    @property
    def book(self) -> Book:
        """Which it is."""

    @property
    def saves(self) -> bool:
        """Whether its program saves it."""

    def save_as_typed(self) -> None:
        """Save what the person typed, so that the backup holds it."""

    def change(self, extra: Mapping[str, str]) -> None:
        """Make the press's changes and ``extra`` properties.

        Raises:
            Unusable: it could not; the workbook is as it was.
        """

    def save(self) -> None:
        """Have the program save it.

        Raises:
            Unusable: it could not.
        """

    def put_back(self) -> None:
        """Put back what :meth:`change` changed; it is not saved."""

    def done(self) -> None:
        """Note how what was not saved is taken back; what was saved the backups know."""


class OpenBook(Protocol):
    """A workbook that is open in a spreadsheet program, unsaved rows and all."""

    @property
    def book(self) -> Book:
        """Which it is."""

    @property
    def workbook(self) -> xw.Book:
        """The workbook in the program; another one once it was opened anew."""

    def properties(self) -> Mapping[str, str]:
        """Return its properties, unsaved ones too."""

    def read(self, lang: Lang) -> list[Grid]:
        """Read its tables."""

    def beside(self, grid: Grid) -> Mapping[int, Sequence[Beside]]:
        """Return what a person put beside the rows of a table."""

    def pressed(
        self, cells: Cells, entries: Sequence[Entry], whole: Whole, saves: bool
    ) -> OpenPress:
        """Begin to save presses; ``saves``: with the program's file."""

    def save_typed(self) -> None:
        """Have the program save it if the person has typed since it was last saved."""

    def closed(self) -> AbstractContextManager[None]:
        """Close it while its file is replaced, and open it again."""

    def take_back(self, cells: Cells, *, force: bool) -> Taken | None:
        """Take back the last press that was not saved; None if there is none.

        Raises:
            Refusal: its cells were changed since, and ``force`` is off.
        """

    def to_take_back(self, cells: Cells) -> Taken | None:
        """Return the press that :meth:`take_back` would take back."""
