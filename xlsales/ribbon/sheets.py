"""The open workbook as the person sees it: what is selected, going to a cell, opening others."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsales.core.words import Lang, Words
from xlsales.forms.tables import BY_NAME
from xlsales.office.unusable import Unusable
from xlsales.ribbon import words
from xlsales.ribbon.scene import Selection

if TYPE_CHECKING:
    import xlwings as xw

    from xlsales.documents.replies import Listing
    from xlsales.ribbon.desk import View

_COLUMN = re.compile(r"\$?([A-Z]+)\$?[0-9]+")
_AREA = re.compile(r"\$?([A-Z]*)\$?([0-9]+)(?::\$?([A-Z]*)\$?([0-9]+))?")
"""An area of an address: ``$A$3``, ``$A$3:$C$7``, or whole rows, ``$3:$7``."""
_MOST = 100_000
"""A selection of more rows is a whole column: the person chose no rows."""


def path_of(book: xw.Book) -> Path:
    """Return the file of the open workbook.

    Raises:
        Unusable: it was never saved, or lies on a server that is no folder.
    """
    name = book.fullname
    if name.lower().startswith(("http:", "https:")):
        raise Unusable(*words.ONLINE)
    path = Path(name)
    if not path.is_absolute() or not path.is_file():
        raise Unusable(*words.UNSAVED)
    return path


def selection_of(book: xw.Book) -> Selection:
    """Return the table at the cursor and the rows selected; hidden and filtered rows are none."""
    sheet = book.sheets.active
    table = next((name for name in _tables(sheet) if name in BY_NAME), "")
    if not table:
        return Selection()
    areas = list(_selected(book, sheet))
    rows = tuple(sorted(set(chain.from_iterable(rows for rows, _ in areas))))
    wide = any(columns for rows, columns in areas if rows)
    return Selection(table, rows, len(rows) > 1 or wide)


def cursor_of(book: xw.Book) -> int:
    """Return the column of the selection, counted from 0; -1 where no cell is selected."""
    if is_libreoffice(book.app):
        marked: Any = book.api.getCurrentController().getSelection()
        if not hasattr(marked, "queryVisibleCells"):  # a drawing has none
            return -1
        found = marked.queryVisibleCells().getRangeAddresses()
        return int(found[0].StartColumn) if found else -1
    with suppress(Exception):  # a drawing is selected: each program raises what it likes
        marked = book.app.selection
        letters = _COLUMN.match(marked.address) if marked else None
        if letters:
            return reduce(lambda n, letter: 26 * n + ord(letter) - 64, letters[1], 0) - 1
    return -1


def _selected(book: xw.Book, sheet: xw.Sheet) -> Iterator[tuple[Sequence[int], bool]]:
    """Yield the rows of each selected area, and whether more than one column of them is."""
    if is_libreoffice(book.app):
        controller: Any = book.api.getCurrentController()
        marked: Any = controller.getSelection()
        if hasattr(marked, "queryVisibleCells"):  # a drawing has none
            for each in marked.queryVisibleCells().getRangeAddresses():
                if each.EndRow - each.StartRow < _MOST:
                    wide = each.EndColumn > each.StartColumn
                    yield range(each.StartRow + 1, each.EndRow + 2), wide
        return
    address = ""
    with suppress(Exception):  # a drawing is selected: each program raises what it likes
        marked = book.app.selection
        address = marked.address if marked else ""
    for found in _AREA.finditer(address):
        left, first, right, last = found[1], int(found[2]), found[3], int(found[4] or found[2])
        if last - first < _MOST:
            yield _visible(sheet, first, last), not left or (right or left) != left


def _visible(sheet: xw.Sheet, first: int, last: int) -> Sequence[int]:
    """Return the rows that are not hidden; a block of equal height is asked about only once."""
    rows = range(first, last + 1)
    if sheet.range(f"{first}:{last}").row_height:
        return rows
    return [row for row in rows if sheet.range(f"{row}:{row}").row_height != 0]


def _tables(sheet: xw.Sheet) -> list[str]:
    return [table.name for table in sheet.tables]


def is_libreoffice(app: xw.App) -> bool:
    """Return whether the program is LibreOffice."""
    return bool(app.engine.name == "libreoffice")


def go_to(book: xw.Book, table: str, row: int = 0, column: int = 0) -> None:
    """Show a table's sheet, and select a cell there: sheet row, column counted from 0."""
    for sheet in book.sheets:
        if table in _tables(sheet):
            book.activate()
            sheet.activate()
            if row:
                sheet.range((row, column + 1)).select()
            return


def show_sheet(book: xw.Book, names: Iterable[str]) -> bool:
    """Show the first of these sheets that is there; return whether there is one."""
    wanted = {sheet.name: sheet for sheet in book.sheets}
    for name in names:
        if name in wanted:
            book.activate()
            wanted[name].activate()
            return True
    return False


def open_file(app: xw.App, path: Path) -> xw.Book:
    """Open a workbook in the program, or come to it where it is open already."""
    book = app.books.open(str(path))
    book.activate()
    return book


def save_pdfs(app: xw.App, paths: Sequence[Path], busy: Callable[[int, int], None]) -> list[Path]:
    """Have Excel save documents as PDFs beside them; return the files.

    A document that was not open is closed again.

    Raises:
        CannotPrint: Excel did not make them, or they cannot be put there; then there is none.
    """
    from xlsales.documents.printing import CannotPrint, placed
    from xlsales.hosts.live.excel import Excel

    with tempfile.TemporaryDirectory(prefix="xlsales-", ignore_cleanup_errors=True) as folder:
        made: list[tuple[Path, Path]] = []
        for number, path in enumerate(paths):
            busy(number, len(paths))
            made.append((Path(folder, f"{number}.pdf"), path.with_suffix(".pdf")))
            is_open = path.name in {book.name for book in app.books}
            book = app.books.open(str(path))
            try:
                Excel(book).save_pdf(made[-1][0])
            except Exception as trouble:  # what COM throws has no class in common
                raise CannotPrint(*words.NO_PDF) from trouble
            finally:
                if not is_open:
                    book.close()
        return list(placed(made))


NO_PRINTER = "Generic Printer"
"""What LibreOffice calls the printer where a system has none."""


def print_files(app: xw.App, paths: Sequence[Path]) -> Words:
    """Print documents on the usual printer, by the program that they are opened in.

    Returns what to say of it.
    """
    for path in paths:
        book = open_file(app, path)
        document = book.api
        if app.engine.name == "libreoffice":
            name = next((each.Value for each in document.getPrinter() if each.Name == "Name"), "")
            if name in {"", NO_PRINTER}:
                return words.NO_PRINTER
            document.print(())
        else:
            try:
                document.PrintOut()
            except Exception:  # noqa: BLE001  # what COM throws has no class in common
                return words.NO_PRINTER
    return Words(f"已送打印 {len(paths)} 份单据。", f"{len(paths)} documents are being printed.")


def lay_out(app: xw.App, view: View, lang: Lang) -> None:
    """Put a result into a new workbook, to be sorted, printed or kept; nothing is saved."""
    book = app.books.add()
    sheet = book.sheets[0]
    lines = [[view.title], *([line] for line in view.lines)]
    _put(sheet, 1, lines, (False,))
    bold, at = [1], len(lines) + 2
    for listing in view.listings:
        heads = listing.heads(lang)
        if listing.title:
            _put(sheet, at, [[listing.title]], (False,))
            bold.append(at)
            at += 1
        _put(sheet, at, [list(heads)], [False] * len(heads))
        bold.append(at)
        rows = list(_cells(listing, lang))
        _put(sheet, at + 1, rows, listing.numeric)
        at += len(rows) + 2
    width = max((len(listing.keys) for listing in view.listings), default=1)
    for row in bold:
        sheet.range((row, 1), (row, width)).font.bold = True
    sheet.autofit("c")
    book.activate()


def _cells(listing: Listing, lang: Lang) -> Iterator[list[object]]:
    for row, texts in zip(listing.rows, listing.texts(lang), strict=True):
        yield [
            float(value) if number and isinstance(value, Decimal | int) else text
            for value, text, number in zip(row, texts, listing.numeric, strict=True)
        ]


def _put(sheet: Any, row: int, rows: Sequence[Sequence[object]], numeric: Iterable[bool]) -> None:
    """Write a block; texts stay texts, whatever sign they begin with."""
    if not rows:
        return
    for i, number in enumerate(numeric):
        if not number:
            sheet.range((row, i + 1), (row + len(rows) - 1, i + 1)).number_format = "@"
    sheet.range((row, 1)).value = [list(each) for each in rows]
