"""One LibreOffice window for all tests here; each works on a sheet, or in a workbook, of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.desktop import Desktop, require_desktop


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with Desktop() as running:
        yield running


@pytest.fixture(scope="session")
def book(desktop: Desktop) -> Iterator[xw.Book]:
    made = desktop.app.books.add()
    yield made
    made.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets.add()
