"""A document that is void says so across each of its pages; taken back, it is as it was.

The words are a shape on the sheet, so that the cells stay as they went out. Only the drawing and
what refers to it is touched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from xlsales.core.words import Lang, Words
from xlsales.documents.packing import Parts, parts_of, zipped

STAMP = Words("作　废", "VOID")
_NAME = "xlsales-void"
_PART = "xl/drawings/xlsalesVoid{}.xml"
_SCHEMAS = "http://schemas.openxmlformats.org"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships/drawing"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_BREAKS = re.compile(rb"<rowBreaks\b.*?</rowBreaks>", re.DOTALL)
_BREAK = re.compile(rb'<brk\b[^>]*\bid="(\d+)"')
_ROW = re.compile(rb'<row\b[^>]*\br="(\d+)"')
_DRAWING = re.compile(rb'<drawing\b[^>]*\br:id="([^"]*)"')
_BEHIND = re.compile(rb"<(?:legacyDrawing|picture|oleObjects|controls|tableParts|extLst)\b")
_ANCHOR = re.compile(
    rb"<xdr:(\w+Anchor)\b(?:(?!</xdr:\1>).)*?name=\"" + _NAME.encode() + rb" \d+\".*?</xdr:\1>",
    re.DOTALL,
)
_RELATIONSHIP = b'<Relationship Id="rIdVoid" Type="%s" Target="/%s"/>'
_EMU_A_POINT = 12700
_WIDE, _HIGH = 250, 84
"""Size of the stamp in points."""


def voided(data: bytes, lang: Lang) -> bytes:
    """Return a workbook of documents with the stamp on every page of each sheet."""
    parts = parts_of(data)
    for name in [name for name in parts if _SHEET.fullmatch(name)]:
        anchors = b"".join(_anchors(parts[name], lang))
        found = _drawing_of(parts, name)
        if found is None:
            _attach(parts, name, anchors)
        else:
            end = parts[found].rindex(b"</xdr:wsDr>")
            parts[found] = parts[found][:end] + anchors + parts[found][end:]
    return zipped(parts)


def unvoided(data: bytes) -> bytes:
    """Return a workbook without the stamps, as it was before."""
    parts = parts_of(data)
    for name in list(parts):
        found = _SHEET.fullmatch(name)
        if found is None:
            continue
        own = _PART.format(found[1])
        if own in parts:
            del parts[own]
            relation = _RELATIONSHIP % (_RELATION.encode(), own.encode())
            rels = parts[_rels(name)].replace(relation, b"")
            if b"<Relationship " in rels:
                parts[_rels(name)] = rels
            else:
                del parts[_rels(name)]
            parts[name] = parts[name].replace(_element(), b"")
            types = parts["[Content_Types].xml"]
            parts["[Content_Types].xml"] = types.replace(_override(own), b"")
    for name in [name for name in parts if name.startswith("xl/drawings/")]:
        parts[name] = _ANCHOR.sub(b"", parts[name])
    return zipped(parts)


def _anchors(sheet: bytes, lang: Lang) -> Iterator[bytes]:
    """Yield a stamp for each page, in the middle of its rows."""
    last = max((int(row) for row in _ROW.findall(sheet)), default=1)
    breaks = _BREAKS.search(sheet)
    starts = [0, *(int(at) for at in _BREAK.findall(breaks[0]))] if breaks else [0]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], last], strict=True), 1):
        yield _anchor(start + max((end - start) // 3, 1), number, STAMP.said(lang))


def _anchor(row: int, number: int, text: str) -> bytes:
    wide, high = _WIDE * _EMU_A_POINT, _HIGH * _EMU_A_POINT
    red = '<a:solidFill><a:srgbClr val="C00000"><a:alpha val="55000"/></a:srgbClr></a:solidFill>'
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{wide}" cy="{high}"/><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{9000 + number}" name="{_NAME} {number}"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        f'<xdr:spPr><a:xfrm rot="-600000"><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f'<a:ln w="47625">{red}</a:ln></xdr:spPr><xdr:txBody>'
        '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:p>'
        f'<a:pPr algn="ctr"/><a:r><a:rPr lang="zh-CN" sz="5400" b="1">{red}</a:rPr>'
        f"<a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
    ).encode()


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _drawing_of(parts: Parts, sheet: str) -> str | None:
    """Return the part with what is drawn on a sheet already, such as the logo."""
    used = _DRAWING.search(parts[sheet])
    if used is None:
        return None
    for relation in re.findall(rb"<Relationship\b[^>]*>", parts.get(_rels(sheet), b"")):
        if b'Id="' + used[1] + b'"' in relation:
            target = re.search(rb'Target="([^"]*)"', relation)
            if target:
                folder = "/" + posixpath.dirname(sheet)
                return posixpath.normpath(posixpath.join(folder, target[1].decode())).lstrip("/")
    return None


def _attach(parts: Parts, sheet: str, anchors: bytes) -> None:
    """Give a sheet that has none a drawing of its own."""
    found = _SHEET.fullmatch(sheet)
    assert found is not None
    own = _PART.format(found[1])
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{_SCHEMAS}/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="{_SCHEMAS}/drawingml/2006/main">'
    ).encode()
    parts[own] = drawing + anchors + b"</xdr:wsDr>"
    blank = f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"></Relationships>'
    rels = parts.get(_rels(sheet), blank.encode())
    relation = _RELATIONSHIP % (_RELATION.encode(), own.encode())
    parts[_rels(sheet)] = rels.replace(b"</Relationships>", relation + b"</Relationships>")
    content = parts[sheet]
    behind = _BEHIND.search(content)
    at = behind.start() if behind else content.rindex(b"</worksheet>")
    parts[sheet] = content[:at] + _element() + content[at:]
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", _override(own) + b"</Types>")


def _element() -> bytes:
    office = f"{_SCHEMAS}/officeDocument/2006/relationships"
    return f'<drawing xmlns:r="{office}" r:id="rIdVoid"/>'.encode()


def _override(part: str) -> bytes:
    return f'<Override PartName="/{part}" ContentType="{_TYPE}"/>'.encode()
