"""A workbook in LibreOffice's window that passes for one in Excel.

What xlwings is asked goes to the engine over LibreOffice, as far as xlwings' Windows engine has it;
``.api`` gives Excel's objects (``model.py``) on LibreOffice's own implementation of them; and what
is typed into cells becomes what Excel makes of it (:func:`typed`).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.desktop import Desktop
from tests.hosts.live.excel_model.basic import Basic, Com
from tests.hosts.live.excel_model.model import Typed
from tests.hosts.live.excel_model.shims import Range, Workbook, Worksheet, World, shim_of
from tests.hosts.live.excel_model.windows import members

_ENGINE = "xlsales.libreoffice"
_NUMBER = re.compile(r"\s*[+-]?(\d[\d,]*\.?\d*|\.\d+)([Ee][+-]?\d+)?%?\s*")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?")


class Excel:
    """The workbooks of one LibreOffice, as they are in Excel."""

    def __init__(self, app: xw.App) -> None:
        self._basic = Basic(app.impl.context)
        self._books: dict[str, Model] = {}

    def taken(self, book: xw.Book) -> xw.Book:
        """Return an open workbook as one in Excel."""
        return xw.Book(impl=self.faced(book.impl))

    def model(self, document: Any) -> Model:
        """Return the model of an open workbook."""
        uid = document.RuntimeUID
        if uid not in self._books:
            self._books[uid] = Model(self._basic, document)
        return self._books[uid]

    def faced(self, found: Any) -> Any:
        """Return what the engine gave, with Excel's face."""
        if isinstance(found, list):
            return [self.faced(one) for one in found]
        if type(found).__module__.startswith(_ENGINE) and not isinstance(found, str):
            return Face(self, found)
        return found


class InExcel:
    """A window in which workbooks pass for open in Excel."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.excel = Excel(desktop.app)

    def open(self, path: Path) -> xw.Book:
        """Open a workbook."""
        return self.excel.taken(self.desktop.open(path))


class Model:
    """Excel's objects of one workbook."""

    def __init__(self, basic: Basic, document: Any) -> None:
        self.world = World(document)
        self._basic = basic
        self._root = basic.root(document)
        self._shim = partial(shim_of, self.world)
        application = self._root.get("Application")
        self._book = self._make("Workbook", application, document)
        self._sheets: dict[str, Worksheet] = {}

    def _make(self, name: str, parent: Com, what: Any, more: Any = "") -> Com:
        return self._basic.make(f"ooo.vba.excel.{name}", self._root, parent, what, more)

    def _sheet(self, sheet: Any) -> Worksheet:
        name = sheet.name
        found = self._sheets.get(name)
        if found is None or found.uno != sheet.api:
            made = self._make("Worksheet", self._book, self.world.document, name)
            found = self._sheets[name] = Worksheet(self.world, made)
        return found

    def api(self, one: Any) -> Typed:
        """Return Excel's object behind one of the engine's."""
        match type(one).__name__:
            case "Book":
                return Typed("Workbook", Workbook(self.world, self._book), self._shim)
            case "Sheet":
                return Typed("Worksheet", self._sheet(one), self._shim)
            case "Range":
                sheet = self._sheet(one.sheet)
                assert sheet.com is not None
                cells = self._make("Range", sheet.com, one.api)
                return Typed("Range", Range(self.world, cells, sheet), self._shim)
            case other:
                raise NotImplementedError(f"{other}.api")


class Face:
    """One of the engine's objects, seen as xlwings' Windows engine would have it."""

    def __init__(self, excel: Excel, inner: Any) -> None:
        self.__dict__.update(_excel=excel, _inner=inner)

    def __getattr__(self, name: str) -> Any:
        kind = type(self._inner).__name__
        if name.startswith("__"):
            raise AttributeError(name)
        if kind == "Engine":
            return "excel" if name == "name" else getattr(self._inner, name)
        _check(kind, name)
        if name == "api":
            return self._excel.model(_document(self._inner)).api(self._inner)
        if (kind, name) == ("Sheet", "range"):
            return self._range
        found = getattr(self._inner, name)
        if callable(found) and not type(found).__module__.startswith(_ENGINE):
            return lambda *given, **named: self._excel.faced(
                found(*map(_bare, given), **{key: _bare(value) for key, value in named.items()})
            )
        return self._excel.faced(found)

    def __setattr__(self, name: str, value: Any) -> None:
        kind = type(self._inner).__name__
        _check(kind, name)
        if (kind, name) in {("Range", "raw_value"), ("Range", "formula")}:
            value = typed(self._inner, value)
        setattr(self._inner, name, _bare(value))

    def _range(self, first: Any, last: Any = None) -> Any:
        if isinstance(first, str) and "," in first:
            return Several(self, first)
        return self._excel.faced(self._inner.range(_bare(first), _bare(last)))

    def __call__(self, *given: Any) -> Any:
        return self._excel.faced(self._inner(*map(_bare, given)))

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self._inner)

    def __iter__(self) -> Any:
        return (self._excel.faced(one) for one in self._inner)

    def __contains__(self, one: Any) -> bool:
        return _bare(one) in self._inner

    def __eq__(self, other: object) -> bool:
        return bool(self._inner == _bare(other))

    def __hash__(self) -> int:
        return hash(self._inner)


class Several:
    """Areas of a sheet as one range, which LibreOffice's engine does not have."""

    def __init__(self, sheet: Face, address: str) -> None:
        self.api = sheet.api.Range(address)
        self.sheet = sheet

    @property
    def color(self) -> Any:
        """Their fill."""
        return self.api.Interior.Color

    @color.setter
    def color(self, value: tuple[int, int, int]) -> None:
        red, green, blue = value
        self.api.Interior.Color = red + 256 * green + 65_536 * blue


def _check(kind: str, name: str) -> None:
    # xlwings itself hangs the options of a range on the engine's object
    if name != "options" and name not in members(kind):
        raise NotImplementedError(f"xlwings on Windows has no {kind}.{name}")


def _bare(value: Any) -> Any:
    if isinstance(value, xw.Range):  # a table is resized to one of xlwings' own
        return xw.Range(impl=_bare(value.impl))
    return value._inner if isinstance(value, Face) else value


def _document(inner: Any) -> Any:
    while type(inner).__name__ != "Book":
        inner = inner.sheet if type(inner).__name__ == "Range" else inner.book
    return inner.api


def document_of(book: xw.Book) -> Any:
    """Return the UNO document of an open workbook, whichever program it passes for."""
    return _bare(book.impl).api


# --- what Excel makes of what is typed -----------------------------------------------------


def typed(cells: Any, data: Any) -> Any:
    """Return what cells hold in Excel once some values were put into them.

    In a cell for text all becomes text; elsewhere a text that looks like a number, a date or a
    truth becomes that, unless an apostrophe stands before it.
    """
    rows = data if isinstance(data, (list, tuple)) else [[data]]
    if isinstance(data, str) and len(cells) > 1:
        return data  # one formula in all of them
    if not rows or not isinstance(rows[0], (list, tuple)):
        rows = [rows]
    whole = cells.number_format
    found = []
    for i, row in enumerate(rows):
        kept = []
        for j, value in enumerate(row):
            code = (
                whole if whole is not None or value is None else cells(i + 1, j + 1).number_format
            )
            kept.append(_in_text(value) if code == "@" else _in_other(value))
        found.append(kept)
    return found


def _in_text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return f"'{value:.15g}"
    if isinstance(value, dt.datetime):
        return f"'{(value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1):.10g}"
    return value


def _in_other(value: Any) -> Any:
    if not isinstance(value, str) or value[:1] in ("'", "="):
        return value
    if value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    if _NUMBER.fullmatch(value):
        number = float(value.replace(",", "").strip().rstrip("%"))
        return number / 100 if "%" in value else number
    if found := _DAY.fullmatch(value.strip()):
        try:
            return dt.datetime(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            return value
    return value
