"""Every macro's table, annotated and sorted by a person, then computed anew in a window.

In LibreOffice each of them, in what passes for Excel one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.annotated import COMPUTED, Seen, seen
from tests.hosts.live.excel_model.facade import document_of
from tests.hosts.live.programs import Program, desktop, excel, in_libreoffice, libreoffice
from tests.hosts.live.test_live import book_of
from tests.hosts.test_computed import (
    BY_TABLE,
    CAME,
    GONE,
    MANY,
    TODAY,
    Office,
    afterwards,
    annotated,
    branch,
    check,
    rows_of,
)
from xlsales.core.office import Call
from xlsales.core.row import Row, Table
from xlsales.forms.collection import AgeingRow
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.live.host import with_open
from xlsales.hosts.tools.undoing import UndoArgs, undo
from xlsales.office.saving.locks import Lock
from xlsales.press import Pressed

__all__ = ["annotated", "branch", "desktop", "excel", "libreoffice"]

BY_PROGRAM = [
    *(pytest.param("libreoffice", table, id=table.name) for table in COMPUTED),
    pytest.param("excel", AgeingRow.table, id="excel-ageing"),
]


class Window:
    """The workbook of a macro's table, open in the window."""

    def __init__(self, desktop: Program, office: Office, *, heights: bool) -> None:
        self.office, self._heights = office, heights
        self.book: Any = desktop.open(office.path)
        self._copies = 0

    def host(self) -> OfficeHost:
        return with_open(
            self.office.root, self.book, lock=Lock(self.office.root / ".xlsales", "孙")
        )

    def press(self, rows: Sequence[Row]) -> Pressed:
        return self.office.press(rows, self.host())

    def undo(self) -> None:
        host = self.host()
        undo(host, Call(TODAY, UndoArgs(), book_of(host), "孙财务"))

    def seen(self) -> Seen:
        """Look into a copy that LibreOffice saved; what is open stays unsaved."""
        self._copies += 1
        copy = self.office.root.parent / f"copy {self._copies}.xlsx"
        store(self.book, copy)
        return seen(copy, self.office.table, heights=self._heights)


def store(book: Any, path: Path) -> None:
    """Save a copy as .xlsx; the document stays what it is."""
    from xlsales.libreoffice.bridge import struct

    as_xlsx = struct(
        "com.sun.star.beans.PropertyValue", Name="FilterName", Value="Calc MS Excel 2007 XML"
    )
    document_of(book).storeToURL(path.as_uri(), (as_xlsx,))


@pytest.fixture
def window(
    desktop: Program,
    annotated: Path,  # the fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: Table,
    way: str,
) -> Iterator[Window]:
    root = tmp_path / "办公室"
    shutil.copytree(annotated / table.name / way, root)
    opened = Window(desktop, Office(root, table, monkeypatch), heights="legend" not in way)
    yield opened
    opened.book.close()


@pytest.mark.parametrize(("desktop", "table"), BY_PROGRAM, indirect=["desktop"])
@pytest.mark.parametrize(
    ("way", "gone", "came"),
    [
        ("sorted", "some", "between"),
        ("sorted", "all", "after"),
        ("sorted, legend", "first", "after"),
    ],
)
def test_what_stands_beside_a_row_stays_beside_it(
    window: Window, table: Table, gone: str, came: str
) -> None:
    before = window.seen()
    rows = rows_of(table, afterwards(GONE[gone], CAME[came]), version=1)
    window.press(rows)
    after = window.seen()
    check(before, after, rows)
    assert window.press(rows).changes == ()
    assert window.seen() == after


@pytest.mark.parametrize(("desktop", "table"), BY_PROGRAM, indirect=["desktop"])
@pytest.mark.parametrize("way", ["sorted", "sorted, legend"])
def test_undo_brings_everything_back(window: Window, table: Table) -> None:
    undone(window, table, window.undo)


@in_libreoffice
@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["sorted"])
def test_the_programs_undo_brings_everything_back(window: Window, table: Table) -> None:
    undone(window, table, document_of(window.book).UndoManager.undo)


def undone(window: Window, table: Table, undo: Callable[[], object]) -> None:
    before = window.seen()
    window.press(rows_of(table, afterwards(GONE["some"], CAME["between"]), version=1))
    undo()
    assert window.seen() == before
    assert window.press(rows_of(table, range(MANY))).changes == ()
