"""From a closed workbook to grids of cells, one a table (design.md, *Reading*).

python-calamine reads the cells. It shows error cells as blank and no formulas at all, and
numbers as floats: a sheet that holds any of those, or numbers past 15 digits, is looked at a
second time in its XML, so that nothing is read as if it were not there.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineTable,
    CalamineWorkbook,
    TableNotFound,
)

from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.core.typed import CellError
from xlsales.core.words import Lang
from xlsales.office.package import damaged, opened, xml

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CALLS_FOR_A_SECOND_LOOK = re.compile(rb'<(?:\w+:)?f[ >/]| t="e"|<(?:\w+:)?v>-?\d{16,}<')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class _Second:
    """What a second look at a sheet found, by (row, column) counting from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    long_numbers: dict[tuple[int, int], str] = field(default_factory=dict)


def read_workbook(path: Path, book: Book, lang: Lang, tables: Iterable[Table]) -> list[Grid]:
    """Return the grids of those of ``tables`` that the workbook has.

    Raises:
        Unusable: the file is missing, damaged or too large.
    """
    with opened(path) as package:
        try:
            with CalamineWorkbook.from_path(path, load_tables=True) as workbook:
                grids = []
                for table in tables:
                    try:
                        found = workbook.get_table_by_name(table.name)
                    except TableNotFound:
                        continue
                    sheet = workbook.get_sheet_by_name(found.sheet)
                    second = _look_again(path, package, found.sheet)
                    grids.append(_grid(table, book, lang, found, sheet, second))
                return grids
        except (CalamineError, zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError):
            raise damaged(path) from None


def _grid(
    table: Table,
    book: Book,
    lang: Lang,
    found: CalamineTable,
    sheet: CalamineSheet,
    second: _Second,
) -> Grid:
    start = found.start or (2, 0)
    first, left = start
    cells: list[list[Any]] = sheet.to_python(skip_empty_area=False)[first:]
    end = (found.end or start)[0] - first + 1
    # A row typed directly under the table belongs to it (forms.md).
    while end < len(cells) and any(
        cell not in ("", None) for cell in cells[end][left : left + len(found.columns)]
    ):
        end += 1
    del cells[end:]
    for row in cells:
        for i, cell in enumerate(row):
            if isinstance(cell, timedelta):
                row[i] = str(cell)
    for (r, c), text in second.errors.items():
        if 0 <= r - first < len(cells) and c < len(cells[r - first]):
            cells[r - first][c] = CellError(text)
    for (r, c), text in second.long_numbers.items():
        if 0 <= r - first < len(cells) and c < len(cells[r - first]):
            cells[r - first][c] = int(text)
    columns, missing, doubled = _header(table, found.columns, left)
    merged: set[int] = set()
    for (top, west), (bottom, east) in sheet.merged_cell_ranges or ():
        if bottom >= first and west < left + len(found.columns) and east >= left:
            merged.update(range(max(top, first) - first, bottom - first + 1))
    return Grid(
        table,
        book,
        lang,
        columns,
        first + 1,
        cells,
        missing,
        doubled,
        {(r - first, c): cached for (r, c), cached in second.formulas.items() if r >= first},
        frozenset(merged),
    )


def _header(
    table: Table, headers: list[str], left: int
) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Find each column by its header, in either language; spaces and line breaks do not count."""
    places: dict[str, list[int]] = {}
    for i, header in enumerate(headers):
        places.setdefault(folded(header), []).append(left + i)
    columns, missing, doubled = {}, [], []
    for column in table.columns:
        zh = places.get(folded(column.zh), [])
        found = zh or places.get(folded(column.en), [])
        if not found:
            missing.append(column.key)
            continue
        if len(found) > 1:
            doubled.append(column.key)
        columns[column.key] = found[0]
    return columns, tuple(missing), tuple(doubled)


def folded(header: str) -> str:
    """Return a header as it is compared: without spaces and line breaks, in lower case."""
    return re.sub(r"_x000[aAdD]_|\s", "", header).casefold()


def _look_again(path: Path, package: zipfile.ZipFile, sheet: str) -> _Second:
    member = sheet_member(path, package, sheet)
    data = package.read(member)
    second = _Second()
    if not _CALLS_FOR_A_SECOND_LOOK.search(data):
        return second
    for cell in xml(path, data).iter(f"{_MAIN}c"):
        formula, value = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        text = (value.text or "") if value is not None else ""
        at = _position(cell)
        if at is None:
            continue
        if cell.get("t") == "e":
            second.errors[at] = text
        if formula is not None:
            second.formulas[at] = bool(text) or cell.get("t") == "str"
        elif cell.get("t") in {None, "n"} and re.fullmatch(r"-?\d{16,}", text):
            second.long_numbers[at] = text
    return second


def _position(cell: ElementTree.Element) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(cell.get("r", ""))
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def sheet_member(path: Path, package: zipfile.ZipFile, sheet: str) -> str:
    """Return the member that holds a sheet.

    Raises:
        Unusable: the workbook names a sheet that is not in the package.
    """
    names = package.namelist()
    relations = {
        element.get("Id"): element.get("Target", "")
        for element in xml(path, package.read("xl/_rels/workbook.xml.rels"))
    }
    for element in xml(path, package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        if element.get("name") == sheet:
            target = relations.get(element.get(_RELATION), "")
            member = posixpath.normpath(posixpath.join("xl", target)).removeprefix("/")
            member = target.lstrip("/") if target.startswith("/") else member
            if member in names:
                return member
    raise damaged(path)
