"""Names defined in a workbook or on one of its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.boxes import Box
from xlsales.libreoffice.bridge import struct
from xlsales.libreoffice.formulas import to_excel, to_office

if TYPE_CHECKING:
    from xlsales.libreoffice.books import Book
    from xlsales.libreoffice.ranges import Range
    from xlsales.libreoffice.sheets import Sheet


class Names(base_classes.Names):
    """The names of a workbook, or of one sheet; ``api`` is the UNO collection."""

    def __init__(self, book: Book, all_names: Any, sheet: Sheet | None = None) -> None:
        self._book = book
        self._all = all_names
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO collection."""
        return self._all

    def __call__(self, key: int | str) -> Name:
        """The name so called, or of this number, from 1."""
        if isinstance(key, Number):
            return self._wrap(self._all.getByIndex(key - 1))  # type: ignore[operator]  # an int
        found = self._find(str(key))
        if found is None:
            raise KeyError(key)
        return self._wrap(self._all.getByName(found))

    def _wrap(self, name: Any) -> Name:
        return Name(self._book, name, self._all, self._sheet)

    def _find(self, key: str) -> str | None:
        plain = key.rpartition("!")[2].lower()
        return next((name for name in self._all.getElementNames() if name.lower() == plain), None)

    def contains(self, key: str) -> bool:
        """Whether there is such a name."""
        return self._find(str(key)) is not None

    __contains__ = contains

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names as they are now."""
        names = (self._wrap(self._all.getByName(name)) for name in self._all.getElementNames())
        return [(name.name, name) for name in names]

    def __len__(self) -> int:
        return int(self._all.getCount())

    def __iter__(self) -> Iterator[Name]:
        return iter(name for _, name in self.snapshot())

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; one that exists is defined anew."""
        sheet, mark, plain = name.rpartition("!")
        if mark and self._sheet is None:
            return self._book.sheets(sheet.strip("'")).names.add(plain, refers_to)
        old = self._find(plain)
        if old is not None:
            self._all.removeByName(old)
        self._all.addNewByName(plain, _content(refers_to), struct(_CELL), 0)
        return self._wrap(self._all.getByName(plain))


_CELL = "com.sun.star.table.CellAddress"


def _content(refers_to: str) -> str:
    return to_office(refers_to if refers_to.startswith("=") else f"={refers_to}")[1:]


class Name(base_classes.Name):
    """One name; ``api`` is the UNO named range."""

    def __init__(self, book: Book, name: Any, all_names: Any, sheet: Sheet | None) -> None:
        self._book = book
        self._name = name
        self._all = all_names
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO named range."""
        return self._name

    @property
    def name(self) -> str:
        """As Excel shows it: one of a sheet with the sheet before."""
        plain = str(self._name.getName())
        return plain if self._sheet is None else f"{self._sheet.quoted}!{plain}"

    @name.setter
    def name(self, value: str) -> None:
        self._name.setName(value.rpartition("!")[2])

    @property
    def refers_to(self) -> str:
        """The formula behind it: ``=Sheet1!$A$1:$B$2``."""
        return to_excel("=" + str(self._name.getContent()))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._name.setContent(_content(value))

    @property
    def refers_to_range(self) -> Range | None:
        """The cells it names, None where it names something else."""
        cells = self._name.getReferredCells()
        if cells is None:
            return None
        sheet = self._book.sheets(cells.getSpreadsheet().getName())
        return sheet.at(Box.at(cells.getRangeAddress()))

    def delete(self) -> None:
        """Forget it; the cells stay."""
        self._all.removeByName(self._name.getName())
