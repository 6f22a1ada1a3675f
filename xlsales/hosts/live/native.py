"""What xlwings has no call for, or none that is quick enough: one class an engine.

``programs.native_of(book)`` chooses it by the engine's name. Areas count sheet rows and columns from 1, as
people and xlwings do.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from xlsales.core.typed import DAY_ZERO, Cell, CellError
from xlsales.office.editing.change import Report
from xlsales.office.editing.values import shortened
from xlsales.office.references import Area, Place
from xlsales.office.unusable import UNSHOWN, Unusable

if TYPE_CHECKING:
    import xlwings as xw

SHOWN = 100
"""Rows that show how a table looks: a colour that a person gave to some of them is not its own."""

OURS = 'LEN("xlsales:'
"""How the formula of a conditional colour of ours begins."""


_MIDNIGHT = time()
_ERRORS = frozenset(
    {
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA",
        "#SPILL!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CALC!",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where a table is: its sheet, what it covers with header and totals row."""

    name: str
    sheet: xw.Sheet
    area: Area
    headers: bool = True
    totals: bool = False

    @property
    def first(self) -> int:
        """The sheet row of its first data row."""
        return self.area[0] + self.headers

    @property
    def last(self) -> int:
        """The sheet row of its last data row."""
        return self.area[2] - self.totals


class Native(ABC):
    """An open workbook, beyond what xlwings says of it."""

    keeps_text: ClassVar[bool]
    """Whether a text stays a text whatever the cell's number format."""

    undoes: ClassVar[bool]
    """Whether the program's own undo takes back all of a step that failed halfway."""

    def __init__(self, book: xw.Book) -> None:
        """Take the open workbook."""
        self.book = book

    @property
    def name(self) -> str:
        """The workbook's name as it can be shown."""
        return UNSHOWN.sub("\ufffd", self.book.name)

    # --- what is there ---------------------------------------------------------------------

    @abstractmethod
    def day_zero(self) -> date:
        """Return the day that the workbook's serial numbers count from."""

    @abstractmethod
    def spots(self) -> list[Spot]:
        """Return where the tables of the workbook are."""

    def values(self, cells: xw.Range) -> list[list[Cell]]:
        """Return a block of cells as calamine shows those of a file, error cells marked."""
        zero = self.day_zero()
        rows = _read(cells, zero, errors=True)
        if any(not _ERRORS.isdisjoint(row) for row in rows):  # or a text that says the same
            for row, told in zip(rows, _read(cells, zero, errors=False), strict=True):
                for position, cell in enumerate(row):
                    if told[position] is None and cell in _ERRORS:
                        row[position] = CellError(cell)
        return rows

    @abstractmethod
    def filled(self, sheet: xw.Sheet, area: Area) -> list[Place]:
        """Return the first and last of the runs of rows that hold something in an area."""

    @abstractmethod
    def formulas(self, cells: xw.Range) -> Iterable[Area]:
        """Return the areas of a range that hold formulas."""

    @abstractmethod
    def merged(self, cells: xw.Range) -> Iterable[Area]:
        """Return the merged areas that begin in a range, whole."""

    @abstractmethod
    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Return whether a sheet refuses changes."""

    @abstractmethod
    def is_modified(self) -> bool:
        """Return whether something changed since the workbook was saved."""

    @abstractmethod
    def needs_no_saving(self) -> None:
        """Say that the workbook is as it was saved."""

    @abstractmethod
    def _unseen(self) -> AbstractContextManager[None]:
        """Do what follows without repainting and, where that can be, without an undo step."""

    # --- changing it -----------------------------------------------------------------------

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """Do what follows without repainting, as no change of the person's.

        The program's own undo does not know of it where that can be, and a workbook that needed no
        saving needs none afterwards.
        """
        modified = self.is_modified()
        try:
            with self._unseen():
                yield
        finally:
            if not modified:
                self.needs_no_saving()

    @contextmanager
    def one_step(self, title: str) -> Iterator[None]:
        """Do what follows without repainting, as one step to be undone where that can be.

        Raises:
            Unusable: the program refused something; what was begun is undone.
        """
        name = self.name
        try:
            with self._step(title):
                yield
        except Unusable:
            raise
        except Exception as trouble:  # what programs throw has no class in common
            if not self.undoes:
                raise _halfway(name) from trouble
            raise Unusable(
                f"写入失败，{name} 已恢复原状。请先按 Esc 结束正在编辑的单元格，再点一次；"
                "如果仍然不行，请保存、关闭并重新打开该工作簿。",
                f"Writing failed; {name} is as it was. Press Esc to leave the cell being edited "
                "and click again; if it fails again, save, close and reopen the workbook.",
            ) from trouble

    @abstractmethod
    def _step(self, title: str) -> AbstractContextManager[None]:
        """Return what ``one_step`` is in this program."""

    def put(self, cells: xw.Range, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a block of values; no text becomes a formula.

        One that looks like a number stays a text where :attr:`keeps_text`, or in a text cell.
        """
        zero = self.day_zero()
        cells.value = [[plain(cell, zero) for cell in row] for row in rows]

    def name_table(self, table: xw.main.Table, name: str) -> None:
        """Name a table otherwise; formulas that go by its name follow."""
        table.name = name

    def set_format(self, cells: xw.Range, code: str) -> None:
        """Give cells a number format."""
        cells.number_format = code

    def remember(self, cells: xw.Range) -> None:  # noqa: B027  # nothing to do is an answer
        """Keep what cells hold for the case that the step fails, where ``undoes`` is off."""

    def on_failure(self, undo: Callable[[], object]) -> None:  # noqa: B027
        """Do something if the step fails, last things first, where ``undoes`` is off."""

    @abstractmethod
    def put_links(self, cells: xw.Range, links: Sequence[tuple[str, str]]) -> None:
        """Fill a column with (target such as ``'Sheet'!A1``, text); one without target is text."""

    @abstractmethod
    def extend_looks(self, sheet: xw.Sheet, rows: Area, new: Area, blank: int) -> None:
        """Give new rows of a table the look of most of its rows, but for a person's own look.

        ``blank`` is the first of the new rows that nobody has typed into.
        """

    @abstractmethod
    def usual_look(self, sheet: xw.Sheet, rows: Area, going: Collection[int] = ()) -> Any:
        """Return the look that most of some rows have, for :meth:`give_look`.

        It stays what it is while rows come and those that are ``going`` go.
        """

    @abstractmethod
    def fills(self, cells: xw.Range) -> Mapping[Place, tuple[int, int, int]]:
        """Return the colours that cells are filled with; those without one are left out."""

    @abstractmethod
    def give_look(self, sheet: xw.Sheet, look: Any, new: Area) -> None:
        """Give cells of the same columns a look."""

    # --- marks -----------------------------------------------------------------------------

    @abstractmethod
    def set_colours(self, sheet: xw.Sheet, areas: Mapping[str, Sequence[Area]]) -> None:
        """Show conditional colours by severity; those of ours that were there go."""

    @abstractmethod
    def notes(self, sheet: xw.Sheet, likely: Iterable[str] = ()) -> dict[Place, str] | None:
        """Return the notes of a sheet; None where none of ours may be put.

        ``likely`` may save time: what some of them probably say, a text for each.
        """

    @abstractmethod
    def remove_notes(self, sheet: xw.Sheet, places: Iterable[Place]) -> None:
        """Remove notes."""

    @abstractmethod
    def add_notes(self, sheet: xw.Sheet, notes: Mapping[Place, str]) -> None:
        """Add notes to cells that have none."""

    # --- beside the cells ------------------------------------------------------------------

    @abstractmethod
    def properties(self) -> dict[str, str]:
        """Return the custom document properties that are texts, unsaved ones too."""

    @abstractmethod
    def set_properties(self, properties: Mapping[str, str]) -> None:
        """Set custom document properties, as texts."""

    @abstractmethod
    def add_sheet(self, name: str, *, hidden: bool = False) -> xw.Sheet:
        """Add a sheet behind the others; the one in front stays there."""

    @abstractmethod
    def has_drawings(self, sheet: xw.Sheet, *, notes: bool = True) -> bool:
        """Return whether something is drawn on a sheet; ``notes``: whether they count."""

    @abstractmethod
    def dress(self, sheet: xw.Sheet, report: Report, *, new: bool) -> None:
        """Give the findings sheet its look; if it is ``new``, widths and frozen header too."""


def _halfway(name: str) -> Unusable:
    return Unusable(
        f"写入失败。{name} 的单元格已恢复原状，颜色、批注或表格大小可能留下了一部分。"
        "请按 Esc 结束正在编辑的单元格，再点一次。",
        f"Writing failed. The cells of {name} are as they were; colours, notes or the table's size "
        "may be left halfway. Press Esc to leave the cell being edited, then click again.",
    )


def _read(cells: xw.Range, zero: date, *, errors: bool) -> list[list[Any]]:
    def dates(**parts: Any) -> date | time:
        return moment(datetime(**parts), zero)

    found: list[list[Any]] = cells.options(ndim=2, empty="", dates=dates, err_to_str=errors).value
    return found


def moment(at: datetime, zero: date) -> date | time:
    """Return a point in time as calamine does: a whole day is a date, day ``zero`` a time."""
    if at.date() <= zero:
        return at.time()
    return at if at.time() != _MIDNIGHT else at.date()


def plain(value: Cell, zero: date = DAY_ZERO) -> str | float | bool | datetime | None:
    """Return a value as both programs take it; a time of day is that of day ``zero``."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | datetime):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return datetime.combine(zero, value)
    text = shortened(str(value)) if len(value) > 16_000 else str(value)
    return "'" + text if text[0] in "='" else text


def link_to(target: str, text: str) -> str:
    """Return the formula of a link to a cell such as ``'Sheet'!A1``."""
    said = text.replace('"', '""')
    return f'=HYPERLINK("#{target}","{said}")'


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green, blue of a colour such as ``F8CBAD``."""
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue
