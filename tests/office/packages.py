"""Workbooks written as raw XML, so that a test can make them as strange as it likes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xlsales.core.column import Type
from xlsales.core.grid import Grid
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME
from xlsales.office.reading.reader import read_workbook
from xlsales.office.references import number
from xlsales.office.unusable import Unusable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

REGISTER = Book("register", "张三", 2026)
PROPERTIES = {
    "xlsales.kind": "register",
    "xlsales.owner": "张三",
    "xlsales.year": "2026",
    "xlsales.lang": "zh",
    "xlsales.form_version": "1",
}
KEYS = [column.key for column in Order.table.columns]
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="46"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)


def letters(column: int) -> str:
    """The letters of a column, counting from 0."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def at(key: str, row: int) -> str:
    """Where a column of the orders stands in a row: ``at("customer", 3)`` is ``D3``, say."""
    return f"{letters(KEYS.index(key))}{row}"


def cell(key: str, row: int, value: object = None, more: str = "") -> str:
    """A cell as XML: text inline, numbers as such; ``more`` are further attributes."""
    if isinstance(value, str):
        content = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{at(key, row)}" t="inlineStr"{more}>{content}</c>'
    return f'<c r="{at(key, row)}"{more}><v>{value}</v></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def typed(number: int, **values: object) -> str:
    """A row with these cells."""
    return row(number, *(cell(key, number, value) for key, value in values.items()))


@dataclass
class Strange:
    """A register with one table, and whatever a test changes of it."""

    data: str = ""
    last: int = 3
    table: str = ""
    ref: str = ""
    shared: tuple[str, ...] = ()
    workbook: str = ""
    after: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: PROPERTIES)
    parts: Mapping[str, str | bytes | None] = field(default_factory=dict)

    def members(self) -> dict[str, bytes]:
        """Return every member; ``parts`` replaces, adds, or leaves out (None)."""
        heads = [column.zh for column in Order.table.columns]
        ref = self.ref or f"A2:{letters(len(heads) - 1)}{self.last}"
        left = number("".join(filter(str.isalpha, ref.split(":")[0])).encode()) - 1
        head = "".join(
            f'<c r="{letters(left + n)}2" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for n, text in enumerate(heads)
        )
        columns = "".join(
            f'<tableColumn id="{n + 1}" name={quoteattr(text)}/>' for n, text in enumerate(heads)
        )
        held = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" '
            f"name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
            for n, (name, value) in enumerate(self.properties.items(), 2)
        )
        parts: dict[str, str | bytes | None] = {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/></Types>'
            ),
            "_rels/.rels": related(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}">{self.workbook}<sheets>'
                '<sheet name="承揽登记" sheetId="1" r:id="r0"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": related(
                worksheet="worksheets/sheet1.xml",
                sharedStrings="sharedStrings.xml",
                styles="styles.xml",
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(self.shared)}</sst>',
            "xl/styles.xml": STYLES,
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><row r="2">{head}</row>'
                f"{self.data}</sheetData>{self.after}</worksheet>"
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": related(table="../tables/table1.xml"),
            "xl/tables/table1.xml": (
                f'<table xmlns="{MAIN}" id="1" name="orders" displayName="orders" ref="{ref}"'
                f'{self.table}><tableColumns count="{len(heads)}">{columns}</tableColumns></table>'
            ),
            "docProps/custom.xml": (
                f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VALUES}">{held}</Properties>'
            ),
            **self.parts,
        }
        return {
            name: data if isinstance(data, bytes) else data.encode()
            for name, data in parts.items()
            if data is not None
        }

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.members().items():
                package.writestr(name, data)
        return path

    def grid(self, folder: Path) -> Grid:
        """Write it, read it, and return the orders."""
        return orders(self.write(folder / "登记.xlsx"))


def orders(path: Path) -> Grid:
    (grid,) = read_workbook(path, REGISTER, Lang.ZH, [BY_NAME["orders"]])
    return grid


def related(**targets: str) -> str:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{TYPES}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def column(grid: Grid, key: str) -> list[Any]:
    """A column's cells, as many as there are rows."""
    return [grid.cell(n, key) for n in range(len(grid.cells))]


def doctored(path: Path, member: str, change: Callable[[bytes, int, int], bytes]) -> None:
    """Let ``change`` rewrite the file, told where the member's local and central header lie."""
    with zipfile.ZipFile(path) as package:
        local = package.getinfo(member).header_offset
        start = package.start_dir
    data = path.read_bytes()
    central = start
    while True:
        name, extra, comment = struct.unpack("<3H", data[central + 28 : central + 34])
        if data[central + 46 : central + 46 + name] == member.encode():
            break
        central += 46 + name + extra + comment
    path.write_bytes(change(data, local, central))


def lying(path: Path, member: str, size: int) -> None:
    """Have both headers claim that a member unpacks to its first ``size`` bytes, checksum and all."""
    with zipfile.ZipFile(path) as package:
        crc = zlib.crc32(package.read(member)[:size])

    def change(data: bytes, local: int, central: int) -> bytes:
        held = bytearray(data)
        for place in (local + 14, central + 16):
            held[place : place + 4] = struct.pack("<L", crc)
            held[place + 8 : place + 12] = struct.pack("<L", size)
        return bytes(held)

    doctored(path, member, change)


MONEY = next(c.key for c in Order.table.columns if c.type in {Type.MONEY, Type.PRICE})


def renamed_reading(path: Path, name: str, start: tuple[int, int], theirs: list[list[Any]]) -> bool:
    """Return whether the cells of any table are those that calamine shows, blanks aside."""
    table = copy(BY_NAME["orders"])
    table.name = name
    try:
        (grid,) = read_workbook(path, REGISTER, Lang.ZH, [table])
    except Unusable:
        return False
    ours = [row[start[1] : start[1] + len(theirs[0])] for row in grid.cells[: len(theirs)]]
    assert grid.first_row == start[0] + 1, (path, name)
    for mine, other in zip(ours, theirs, strict=False):
        for one, two in zip(mine, other, strict=False):
            assert str(one) == str(two) or two == "" or isinstance(one, int), (path, name, one, two)
    return True
