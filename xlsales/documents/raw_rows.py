"""Many rows put into a finished sheet as they are, past openpyxl, which takes ten times as long.

They are made while the sheet is packed, some at a time: 130,000 rows of evidence are 140 MB of XML.
Formulas carry their results, for programs that show a file without computing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count, islice, repeat
from operator import is_
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.core.exact import plain
from xlsales.documents.cells import FORMULA_STARTS, LONGEST, kept
from xlsales.documents.report import Head, style

_DAY_0 = date(1899, 12, 30)
"""The day from which a spreadsheet counts."""


@dataclass
class Made:
    """What is put into the XML of a sheet: rows after a row, results of formulas by cell.

    ``rows`` are XML in pieces, made when they are written, which is done once.
    """

    last: int
    rows: dict[int, Iterable[bytes]] = field(default_factory=dict)
    results: dict[str, str | Decimal] = field(default_factory=dict)

    def put_in(self, sheet: bytes) -> Iterator[bytes]:
        """Yield the sheet's XML with its rows and results."""

        def with_result(cell: re.Match[bytes]) -> bytes:
            result = self.results.get(cell["cell"].decode())
            if result is None:
                return cell[0]
            kind = b' t="str"' if isinstance(result, str) else b""
            value = escape(str(result)).encode()
            return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (
                cell["cell"],
                cell["rest"],
                kind,
                cell["formula"],
                value,
            )

        made = _FORMULA_CELL.sub(with_result, sheet)
        if self.rows:
            made = _DIMENSION.sub(rb"\g<1>%d" % self.last, made, count=1)
        begin = 0
        for row in _ROW.finditer(made):
            more = self.rows.get(int(row["row"]))
            if more is not None:
                yield made[begin : row.end()]
                yield from more
                begin = row.end()
        yield made[begin:]


_DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)\d+')
_ROW = re.compile(rb'<row r="(?P<row>\d+)".*?</row>', re.DOTALL)
_FORMULA_CELL = re.compile(
    rb'<c r="(?P<cell>[A-Z]+\d+)"(?P<rest>[^>]*)>(?P<formula><f>.*?</f>)<v\s*(?:/>|></v>)</c>'
)


def style_of(sheet: Worksheet, head: Head, *, quoted: bool = False) -> int:
    """Return the number of the style that a column's cells have, of texts marked as such."""
    cell = Cell(sheet, row=1, column=1)
    style(cell, head, wrap=False)
    cell.quotePrefix = quoted
    return int(cell.style_id)


class Known(dict[object, bytes]):
    """What stands between a row's number in one cell's name and in the next, made once a value.

    ``" s="3"><v>7</v></c><c r="D``: most values come many times.
    """

    def __init__(
        self, sheet: Worksheet, head: Head, after: str, shown: Callable[[object], object]
    ) -> None:
        """Take the look of a column; of a text that looks like a formula it is marked as such."""
        super().__init__()
        self._styles = style_of(sheet, head), style_of(sheet, head, quoted=True)
        self._after = after
        self._shown = shown

    def __missing__(self, value: object) -> bytes:
        """Make and keep the XML of a value."""
        xml = _xml(*self._styles, self._shown(value)) + self._after
        made = self[value] = xml.encode()
        return made

    def all_of(self, values: Sequence[object]) -> Iterable[bytes]:
        """Return the XML of some values."""
        if values and all(map(is_, values, repeat(values[0]))):
            return repeat(self[values[0]], len(values))
        if type(next(filter(None, values), None)) is str:
            self._learn(values)
        return map(self.__getitem__, values)

    def _learn(self, values: Iterable[object]) -> None:
        """Make that of many texts at once, if nothing in them is to be escaped or marked."""
        texts = [value for value in set(values).difference(self) if type(value) is str]
        joined = "\0".join(texts)
        if _ODD.search(joined) or joined.count("\0") != len(texts) - 1:
            return
        if max(map(len, texts)) <= LONGEST:
            before = f'" s="{self._styles[0]}" t="inlineStr"><is><t>'
            after = f"</t></is></c>{self._after}"
            made = [f"{before}{text}{after}".encode() for text in texts]
            self.update(zip(texts, made, strict=True))


_ODD = re.compile(
    rf"[&<>_\x01-\x1f]|(?:^|\0)[\s{''.join(map(re.escape, FORMULA_STARTS))}]|\s(?:\0|$)"
)
"""What is escaped or marked in texts that are joined by zeros: signs, first and last ones."""


class RawRows:
    """Writes rows as XML, each column in its look; ``shown`` says what a cell has of a value."""

    def __init__(
        self,
        sheet: Worksheet,
        heads: Sequence[Head],
        shown: Callable[[object], object] = lambda value: value,
    ) -> None:
        """Make the looks of a sheet's columns ready."""
        begins = [f'<c r="{get_column_letter(n)}' for n in range(2, len(heads) + 1)]
        self._columns = [
            Known(sheet, head, after, shown)
            for head, after in zip(heads, (*begins, "</row>"), strict=True)
        ]

    def xml(
        self, first: int, columns: Sequence[Sequence[object]], more: str = ""
    ) -> Iterator[bytes]:
        """Yield the XML of rows from ``first`` on; ``more`` are further attributes of each.

        ``columns`` are their values, column by column.
        """
        begins = repeat(b'<row r="'), repeat(f'"{more}><c r="A'.encode())
        between = (known.all_of(v) for known, v in zip(self._columns, columns, strict=True))
        numbers = (b"%d" % row for row in count(first))
        rows = map(bytes.join, numbers, zip(*begins, *between, strict=False))
        while piece := b"".join(islice(rows, _AT_ONCE)):
            yield piece


_AT_ONCE = 2000
"""Rows of a piece."""

_SIMPLE = re.compile(r"[^\W_](?:[^<>&_\x00-\x1f]*[^\W_])?")
"""A text in which nothing is to be escaped, as nearly all are."""


def _xml(plain_style: int, text_style: int, value: object) -> str:
    if value is None:
        return f'" s="{plain_style}"/>'
    if isinstance(value, date):
        return f'" s="{plain_style}"><v>{(value - _DAY_0).days}</v></c>'
    if isinstance(value, Decimal | int):
        return f'" s="{plain_style}"><v>{plain(value, 10)}</v></c>'
    text = str(value)
    if _SIMPLE.fullmatch(text) and len(text) <= LONGEST:
        return f'" s="{plain_style}" t="inlineStr"><is><t>{text}</t></is></c>'
    text = kept(text)
    number = text_style if text.startswith(FORMULA_STARTS) else plain_style
    space = ' xml:space="preserve"' if text != text.strip() else ""
    held = f"<is><t{space}>{escape(text)}</t></is>"
    return f'" s="{number}" t="inlineStr">{held}</c>'
