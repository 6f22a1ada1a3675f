"""Tables: an Excel table (ListObject) is a database range in LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.boxes import Box

if TYPE_CHECKING:
    from xlsales.libreoffice.ranges import Range
    from xlsales.libreoffice.sheets import Sheet


class Tables(base_classes.Tables):
    """The tables of one sheet from its top; ``api`` is the UNO collection of the workbook."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._all = sheet.book.api.DatabaseRanges

    @property
    def api(self) -> Any:
        """The UNO database ranges of the whole workbook."""
        return self._all

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    def __iter__(self) -> Iterator[Table]:
        number = self._sheet.index - 1
        areas = (self._all.getByName(name) for name in self._all.getElementNames())
        here = (Table(self._sheet, area) for area in areas if area.DataArea.Sheet == number)
        # LibreOffice lists them by name; from the top they come as people see them
        yield from sorted(here, key=lambda table: table.box)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int | str) -> Table:
        """The table of this name or number, from 1."""
        for number, table in enumerate(self, 1):
            if key == number if isinstance(key, Number) else table.name.lower() == str(key).lower():
                return table
        raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        return any(table.name.lower() == str(key).lower() for table in self)

    def add(
        self,
        source_type: Any = None,  # noqa: ARG002  # xlwings' signature; Excel has more kinds
        source: Any = None,
        link_source: Any = None,  # noqa: ARG002
        has_headers: bool = True,
        destination: Any = None,  # noqa: ARG002
        table_style_name: str | None = None,  # noqa: ARG002  # LibreOffice 7 has no table styles
        name: str | None = None,
    ) -> Table:
        """Make a table of cells, with drop-downs for filtering."""
        taken = {other.lower() for other in self._all.getElementNames()}
        number = 1
        while name is None:
            name = None if f"table{number}" in taken else f"Table{number}"
            number += 1
        self._all.addNewByName(name, source.impl.box.address(self._sheet.index - 1))
        area = self._all.getByName(name)
        area.ContainsHeader = bool(has_headers)
        area.AutoFilter = True
        return Table(self._sheet, area)


class Table(base_classes.Table):
    """One table; ``api`` is the UNO database range."""

    # what LibreOffice does not have
    insert_row_range = None
    table_style = None
    show_table_style_column_stripes = False
    show_table_style_first_column = False
    show_table_style_last_column = False
    show_table_style_row_stripes = False

    def __init__(self, sheet: Sheet, area: Any) -> None:
        self._sheet = sheet
        self._area = area

    @property
    def api(self) -> Any:
        """The UNO database range."""
        return self._area

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._area.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._area.setName(value)

    display_name = name

    @property
    def box(self) -> Box:
        """All its cells, counted from zero."""
        return Box.at(self._area.DataArea)

    @property
    def range(self) -> Range:
        """All its cells."""
        return self._sheet.at(self.box)

    @property
    def header_row_range(self) -> Range | None:
        """The row of its headers."""
        box = self.box
        return self._sheet.at(box._replace(bottom=box.top)) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        """The rows between headers and totals."""
        box = self.box
        top = box.top + int(self.show_headers)
        bottom = box.bottom - int(self.show_totals)
        return self._sheet.at(box._replace(top=top, bottom=bottom)) if top <= bottom else None

    @property
    def totals_row_range(self) -> Range | None:
        """The row of its totals."""
        box = self.box
        return self._sheet.at(box._replace(top=box.bottom)) if self.show_totals else None

    @property
    def columns(self) -> Columns:
        """Its columns, found by header or number."""
        return Columns(self)

    @property
    def show_headers(self) -> bool:
        """Whether the first row holds headers."""
        return bool(self._area.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self._area.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        """Whether the last row holds totals."""
        return bool(self._area.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if bool(value) == self.show_totals:
            return
        box, sheet = self.box, self._sheet.index - 1
        below = box._replace(top=box.bottom + 1, bottom=box.bottom + 1)
        if value:
            self._sheet.at(below).insert("down")
        self._area.DataArea = box._replace(bottom=box.bottom + (1 if value else -1)).address(sheet)
        self._area.TotalsRow = bool(value)

    @property
    def show_autofilter(self) -> bool:
        """Whether headers have drop-downs for filtering."""
        return bool(self._area.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._area.AutoFilter = bool(value)

    def resize(self, cells: Any) -> None:
        """Have it cover other cells."""
        self._area.DataArea = cells.impl.box.address(self._sheet.index - 1)


class Columns(base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def api(self) -> Any:
        """The UNO database range."""
        return self._table.api

    @property
    def _names(self) -> list[str]:
        header = self._table.header_row_range
        if header is None:
            return [f"Column{number}" for number in range(1, self._table.box.width + 1)]
        return [str(text) for text in header.api.getDataArray()[0]]

    def __len__(self) -> int:
        return self._table.box.width

    def __iter__(self) -> Iterator[Column]:
        return (Column(self._table, name, at) for at, name in enumerate(self._names))

    def __contains__(self, key: str) -> bool:
        return str(key).lower() in [name.lower() for name in self._names]

    def __call__(self, key: int | str) -> Column:
        """The column of this header or number, from 1."""
        for number, column in enumerate(self, 1):
            if (
                key == number
                if isinstance(key, Number)
                else column.name.lower() == str(key).lower()
            ):
                return column
        raise KeyError(key)


class Column(base_classes.TableColumn):
    """One column of a table."""

    def __init__(self, table: Table, name: str, place: int) -> None:
        self._table = table
        self._name = name
        self._place = place

    @property
    def name(self) -> str:
        """Its header."""
        return self._name

    @property
    def index(self) -> int:
        """Its place in the table, from 1."""
        return self._place + 1

    def _of(self, cells: Range) -> Range:
        column = cells.box.left + self._place
        return cells.sheet.at(cells.box._replace(left=column, right=column))

    @property
    def range(self) -> Range:
        """Its cells with header and total."""
        return self._of(self._table.range)

    @property
    def data_body_range(self) -> Range | None:
        """Its cells between header and total."""
        body = self._table.data_body_range
        return None if body is None else self._of(body)
