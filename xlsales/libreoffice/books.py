"""Open workbooks: whoever opened them, each a UNO spreadsheet document."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.bridge import failure, path_of, properties, url_of
from xlsales.libreoffice.formats import Formats
from xlsales.libreoffice.names import Names
from xlsales.libreoffice.sheets import Sheets

if TYPE_CHECKING:
    from xlsales.libreoffice.apps import App

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}


_UNKNOWN = (".xlsb", ".xltm", ".xlt", ".xla", ".xlam")


class Books(base_classes.Books):
    """The open workbooks of one LibreOffice, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> App:
        """The LibreOffice that they are open in."""
        return self._app

    @property
    def api(self) -> Any:
        """The UNO desktop."""
        return self._app.desktop

    @property
    def active(self) -> Book | None:
        """The workbook whose window is, or was last, in front."""
        document = self._app.desktop.getCurrentComponent()
        if _is_spreadsheet(document):
            return Book(self._app, document)
        return next(iter(reversed(list(self))), None)

    def __call__(self, key: int | str) -> Book:
        """The workbook of this name, full name or number, from 1."""
        books = list(self)
        if isinstance(key, Number):
            return books[int(key) - 1]
        for book in books:
            if key in (book.name, book.fullname):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Book]:
        documents = self._app.desktop.getComponents().createEnumeration()
        found = []
        while documents.hasMoreElements():
            document = documents.nextElement()
            if _is_spreadsheet(document):
                found.append(Book(self._app, document))
        # LibreOffice lists them anyhow; their numbers grow
        return iter(sorted(found, key=lambda book: int(book.api.RuntimeUID)))

    def add(self) -> Book:
        """Open an empty workbook."""
        document = self._load("private:factory/scalc")
        return Book(self._app, document)

    def open(
        self,
        fullname: str,
        update_links: Any = None,  # noqa: ARG002  # of Excel, here as of the next line
        read_only: bool | None = None,
        format: Any = None,  # noqa: A002, ARG002  # xlwings' signature
        password: str | None = None,
        *_: Any,
        **__: Any,
    ) -> Book:
        """Open a file in a window (a hidden one would lose its frozen panes when saved)."""
        if not Path(fullname).exists():
            raise FileNotFoundError(fullname)
        options: dict[str, Any] = {}
        if read_only:
            options["ReadOnly"] = True
        if password:
            options["Password"] = password
        return Book(self._app, self._load(url_of(fullname), **options))

    def _load(self, url: str, **options: Any) -> Any:
        # loaded in the thread of a bridge a window now and then waits for ever for its own
        options["OnMainThread"] = True
        document = self._app.desktop.loadComponentFromURL(url, "_blank", 0, properties(**options))
        if document is None:
            raise OSError(f"LibreOffice cannot open {url}")
        controller = document.getCurrentController()
        if controller is not None:
            # its window comes to the front in its own time; the workbook is the active one now
            controller.getFrame().activate()
        return document


def _is_spreadsheet(document: Any) -> bool:
    # something else may be in front: a text, or the window of Basic macros, which is no document
    return hasattr(document, "supportsService") and bool(document.supportsService(_SPREADSHEET))


class Book(base_classes.Book):
    """An open workbook; ``api`` is its UNO document."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self._document = document

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self._document

    @property
    def app(self) -> App:
        """The LibreOffice it is open in."""
        return self._app

    @property
    def uid(self) -> str:
        """LibreOffice's number for it as long as it is open (RuntimeUID)."""
        return str(self._document.RuntimeUID)

    @property
    def formats(self) -> Formats:
        """Its number formats."""
        return self._app.formats_of(self._document)

    @property
    def name(self) -> str:
        """Its file's name; of one never saved the title of its window."""
        path = path_of(self._document.URL)
        return Path(path).name if path else str(self._document.Title)

    @property
    def fullname(self) -> str:
        """Its file with the folder; of one never saved its name."""
        return path_of(self._document.URL) or self.name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The names defined for the whole workbook."""
        return Names(self, self._document.NamedRanges)

    # --- its window ------------------------------------------------------------------------

    @property
    def controller(self) -> Any:
        """The UNO controller of its window, None where it has no window."""
        return self._document.getCurrentController()

    @property
    def frame(self) -> Any:
        """The UNO frame of its window, None where it has no window."""
        controller = self.controller
        return None if controller is None else controller.getFrame()

    @property
    def window(self) -> Any:
        """Its UNO window."""
        return self.frame.getContainerWindow()

    def activate(self) -> None:
        """Bring its window to the front."""
        frame = self.frame
        if frame is not None:
            frame.activate()
            self.window.toFront()
            self.window.setFocus()
            self._app.desktop.setActiveFrame(frame)

    # --- files -----------------------------------------------------------------------------

    def close(self) -> None:
        """Close it without saving."""
        self._document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name when ``path`` is given.

        Raises:
            OSError: it cannot be written there.
        """
        try:
            if path is None and self._document.hasLocation():
                self._document.store()
                return
            target = Path(path or f"{self.name}.xlsx").absolute()
            if target.suffix.lower() in _UNKNOWN:
                raise NotImplementedError(f"LibreOffice does not write {target.suffix} files")
            if target.suffix.lower() not in _FILTERS:
                target = target.with_name(f"{target.name}.xlsx")
            if not target.parent.is_dir():
                # LibreOffice would make the folder
                raise FileNotFoundError(f"no folder {target.parent}")
            options = {"FilterName": _FILTERS[target.suffix.lower()], "Overwrite": True}
            if password:
                options["Password"] = password
            self._document.storeAsURL(url_of(target), properties(**options))
        except failure() as error:
            raise OSError(f"LibreOffice cannot save {path or self.fullname}: {error}") from error

    def to_pdf(self, path: str, quality: Any = None) -> None:  # noqa: ARG002  # of Excel only
        """Write it as a PDF."""
        self._document.storeToURL(url_of(path), properties(FilterName="calc_pdf_Export"))
