"""A workbook as Excel saves it: its texts shared, its rows with their spans, its own compression.

The product writes texts into the cells themselves; after the first save in Excel they lie in one
part for all sheets, which costs readers much more. Only what readers are sensitive to is done.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_INLINE = re.compile(
    r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="inlineStr"><is><t(?: xml:space="preserve")?>'
    r"([^<]*)</t></is></c>"
)
_EMPTY = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="n")?></c>')
_NUMBER = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="n">')


def save_as_excel(path: Path, mistyped: str = "") -> None:
    """Write a workbook anew as Excel would after opening and saving it.

    In the column ``mistyped`` every hundredth number becomes a text, as people paste them.
    """
    with zipfile.ZipFile(path) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    assert "xl/sharedStrings.xml" not in members, path
    shared: dict[str, int] = {}
    uses = 0
    for name in [each for each in members if each.startswith("xl/worksheets/sheet")]:
        text, found = _INLINE.subn(
            lambda cell: f'{cell[1]} t="s"><v>{shared.setdefault(cell[2], len(shared))}</v></c>',
            members[name].decode(),
        )
        uses += found
        if mistyped:
            text = re.sub(
                rf'(<c r="{mistyped}[0-9]*17"(?: s="[0-9]+")?)(?: t="n")?><v>([0-9.]+)</v></c>',
                lambda cell: (
                    f'{cell[1]} t="s"><v>{shared.setdefault(cell[2], len(shared))}</v></c>'
                ),
                text,
            )
        text = _NUMBER.sub(r"\1>", _EMPTY.sub(r"\1/>", text))
        members[name] = text.encode()
    members["xl/sharedStrings.xml"] = _strings(shared, uses)
    _list(
        members,
        "[Content_Types].xml",
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_CONTENT}"/></Types>',
    )
    _list(
        members,
        "xl/_rels/workbook.xml.rels",
        f'<Relationship Id="rIdShared" Type="{_TYPE}" Target="sharedStrings.xml"/></Relationships>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in members.items():
            package.writestr(name, data)


def _strings(shared: Mapping[str, int], uses: int) -> bytes:
    items = "".join(f"<si><t>{escape(unescape(text), quote=False)}</t></si>" for text in shared)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<sst xmlns="{_MAIN}" count="{uses}" uniqueCount="{len(shared)}">{items}</sst>'
    ).encode()


def _list(members: dict[str, bytes], name: str, entry: str) -> None:
    """Add an entry before the end of a list of parts."""
    end = entry[entry.rindex("</") :].encode()
    head, found, tail = members[name].rpartition(end)
    assert found, name
    members[name] = head + entry.encode() + tail
