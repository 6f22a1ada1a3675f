"""Small packages written by hand, so that a test shows the very XML that is edited."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlsales.core.typed import Cell
from xlsales.office.editing import BookChange, edit
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.parts import Package
from xlsales.office.packages.package import opened

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c>'
    '<c r="B2" t="inlineStr"><is><t>b</t></is></c><c r="C2" t="inlineStr"><is><t>c</t></is></c>'
    '</row><row r="3" spans="1:3"><c r="A3" s="3"><v>1</v></c><c r="B3"><v>2</v></c></row>'
    '<row r="4"><c r="A4"><v>3</v></c><c r="C4" s="2"><v>4</v></c></row>'
)


def table(ref: str = "A2:C4", *, name: str = "orders", inner: str = "", extra: str = "") -> str:
    """A table of columns a, b, c."""
    columns = inner or "".join(
        f'<tableColumn id="{i}" name="{each}"/>' for i, each in enumerate("abc", 1)
    )
    start, end = ref.split(":")
    bottom = int(end.lstrip("ABC")) - ("totalsRowCount" in extra)
    filtered = f"{start}:{end[0]}{bottom}"
    return (
        f'<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}"{extra}>'
        f'<autoFilter ref="{filtered}"/><tableColumns count="3">{columns}</tableColumns></table>'
    )


def write(
    path: Path,
    rows: str = ROWS,
    *,
    before: str = "",
    after: str = "",
    listed: str | None = None,
    workbook: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    relations: str = "",
) -> Path:
    """Write a workbook with one sheet, its table, and whatever else is given."""
    listed = table() if listed is None else listed
    table_parts = f'<tableParts count="1"><tablePart xmlns:r="{R}" r:id="t1"/></tableParts>'
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CT}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{CT}.styles+xml"/>'
        f'<Override PartName="/xl/calcChain.xml" ContentType="{CT}.calcChain+xml"/>'
        f'<Override PartName="/xl/tables/table1.xml" ContentType="{CT}.table+xml"/></Types>',
        "_rels/.rels": f'{_RELS}<Relationship Id="r1" Type="{R}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}">{workbook}<sheets>'
        '<sheet name="承揽登记" sheetId="7" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_RELS}<Relationship Id="r1" Type="{R}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{R}/styles" '
        f'Target="/xl/styles.xml"/><Relationship Id="r3" Type="{R}/calcChain" '
        'Target="calcChain.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="B3" i="7"/></calcChain>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}'
        f"</sheetData>{after}{table_parts}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": f'{_RELS}<Relationship Id="t1" Type="{R}/table" '
        f'Target="../tables/table1.xml"/>{relations}</Relationships>',
        "xl/tables/table1.xml": listed,
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, data)
    return path


def set_cells(source: Path, cells: Mapping[str, Cell], **more: Any) -> Path:
    """Set cells by their references; return the new file."""
    from xlsales.office.references import area

    places: dict[tuple[int, int], Cell] = {}
    for at, value in cells.items():
        place = area(at)
        assert place is not None
        places[place[0], place[1] - 1] = value
    return changed(source, BookChange({"orders": places}, **more))


def changed(source: Path, change: BookChange) -> Path:
    target = source.with_name(f"new-{source.name}")
    edit(source, target, change)
    return target


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def texts(path: Path) -> dict[tuple[int, int], str]:
    """The cells of the first sheet as the editor reads them."""
    with Package(path) as package:
        book = EditedBook(package)
        return book.texts(book.sheet(book.workbook.sheets[0]))


def same_bytes(before: Path, after: Path) -> set[str]:
    """Return the members that lie in both archives with the same packed bytes."""
    a, b = _packed(before), _packed(after)
    return {name for name, data in a.items() if b.get(name) == data}


def _packed(path: Path) -> dict[str, bytes]:
    found = {}
    with opened(path) as package, path.open("rb") as file:
        for info in package.infolist():
            file.seek(info.header_offset + 26)
            lengths = file.read(4)
            skip = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
            file.seek(skip, 1)
            found[info.filename] = file.read(info.compress_size)
    return found
