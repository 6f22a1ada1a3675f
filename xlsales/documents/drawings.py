"""The logo, and whatever else the office drew on a form: carried over as it is.

openpyxl drops shapes, and pictures too where no imaging library is installed. So the drawing of
the form's sheet goes into the finished package part by part; what stands under the table moves
down with it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from xlsales.documents.filling import Layout
from xlsales.documents.packing import Parts

_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")
_AFTER_DRAWING = re.compile(rb"<(?:legacyDrawing|picture|oleObjects|controls|tableParts|extLst)\b")


def carry_drawing(form: Parts, made: Parts, layouts: Sequence[Layout], line: int) -> None:
    """Give each sheet of ``made`` the drawing that the first sheet of ``form`` has, if it has one.

    ``layouts`` say how far the rows under ``line`` moved on each sheet.
    """
    found = _drawing(form)
    if found is None:
        return
    media = _media(form, found)
    for name in media:
        made.setdefault(name, form[name])
    _add_types(form, made, media, len(layouts))
    for number, layout in enumerate(layouts, start=1):
        drawing = f"xl/drawings/drawing{number}.xml"
        made[drawing] = _shifted(form[found], layout, line)
        if _rels(found) in form:
            made[_rels(drawing)] = form[_rels(found)]
        _attach(made, f"xl/worksheets/sheet{number}.xml", f"/{drawing}")


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _value(element: bytes, attribute: bytes) -> str:
    found = re.search(rb"\b" + attribute + rb'\s*=\s*["\']([^"\']*)', element)
    return found[1].decode() if found else ""


def _target(part: str, element: bytes) -> str:
    """Return the part that a relation of ``part`` leads to."""
    folder = "/" + posixpath.dirname(part)
    return posixpath.normpath(posixpath.join(folder, _value(element, b"Target"))).lstrip("/")


def _related(parts: Parts, part: str, kind: str) -> list[str]:
    relations = _RELATION.findall(parts.get(_rels(part), b""))
    return [
        _target(part, each)
        for each in relations
        if _value(each, b"Type").endswith(f"/{kind}") and _value(each, b"TargetMode") != "External"
    ]


def _drawing(form: Parts) -> str | None:
    """Return the part that holds the drawing of the form's first sheet."""
    workbook = next(iter(_related(form, "", "officeDocument")), "xl/workbook.xml")
    first = re.search(rb"<sheet\b[^>]*>", form[workbook])
    wanted = _value(first[0], rb"(?:\w+:)?id") if first else ""
    for relation in _RELATION.findall(form.get(_rels(workbook), b"")):
        if _value(relation, b"Id") == wanted:
            sheet = _target(workbook, relation)
            return next((d for d in _related(form, sheet, "drawing") if d in form), None)
    return None


def _media(form: Parts, drawing: str) -> list[str]:
    return [name for name in _related(form, drawing, "image") if name in form]


def _add_types(form: Parts, made: Parts, media: Sequence[str], drawings: int) -> None:
    """Declare the kinds of the parts that came along."""
    types = made["[Content_Types].xml"]
    added = b""
    for extension in sorted({name.rpartition(".")[2] for name in media}):
        wanted = re.compile(
            rb'<Default\b[^>]*Extension="' + extension.encode() + rb'"[^>]*>', re.IGNORECASE
        )
        if not wanted.search(types):
            declared = wanted.search(form["[Content_Types].xml"])
            added += declared[0] if declared else b""
    for number in range(1, drawings + 1):
        name = f"/xl/drawings/drawing{number}.xml"
        added += f'<Override PartName="{name}" ContentType="{_DRAWING}"/>'.encode()
    made["[Content_Types].xml"] = types.replace(b"</Types>", added + b"</Types>")


def _shifted(drawing: bytes, layout: Layout, line: int) -> bytes:
    """Move down what stands under the table; rows count from 0 here."""

    def moved(found: re.Match[bytes]) -> bytes:
        row = int(found[2])
        row += layout.shift if line and row >= line else 0
        return found[1] + str(row).encode() + found[3]

    return _ROW.sub(moved, drawing)


def _attach(made: Parts, sheet: str, drawing: str) -> None:
    """Refer to a drawing from a sheet that has none."""
    relation = (
        f'<Relationship Id="rIdDrawing" Type="{_RELATIONS}/drawing" Target="{drawing}"/>'
    ).encode()
    rels = made.get(_rels(sheet))
    if rels is None:
        rels = f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
    made[_rels(sheet)] = rels.replace(b"</Relationships>", relation + b"</Relationships>")
    element = f'<drawing xmlns:r="{_RELATIONS}" r:id="rIdDrawing"/>'.encode()
    content = made[sheet]
    after = _AFTER_DRAWING.search(content)
    at = after.start() if after else content.rindex(b"</worksheet>")
    made[sheet] = content[:at] + element + content[at:]
