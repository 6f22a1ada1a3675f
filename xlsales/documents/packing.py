"""Workbooks as packages of parts: the same parts for the same content, and their properties.

No openpyxl here: who only copies a blank workbook does not wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.files import FORM_VERSION

if TYPE_CHECKING:
    from openpyxl import Workbook

Parts = dict[str, bytes]
"""The members of a package by name, in their order."""

CUSTOM = "docProps/custom.xml"

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b"<cp:coreProperties "
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<dc:creator>xlsales</dc:creator></cp:coreProperties>"
)

Date = tuple[int, int, int, int, int, int]
_LONG_AGO: Date = (1980, 1, 1, 0, 0, 0)
_MINOR_FONT = re.compile(
    r'(<a:m(?:aj|in)orFont>\s*<a:latin typeface=")[^"]*("\s*/>\s*<a:ea typeface=")[^"]*'
)
_HANS = re.compile(r'(<a:font script="Hans" typeface=")[^"]*')


def properties_of(book: Book, lang: Lang) -> Mapping[str, str]:
    """Return the properties by which a workbook is recognised; blank where it has none."""
    return {
        "xlsales.kind": str(book.kind),
        "xlsales.owner": book.owner,
        "xlsales.year": str(book.year or ""),
        "xlsales.lang": str(lang),
        "xlsales.form_version": str(FORM_VERSION),
    }


def custom_xml(properties: Mapping[str, str]) -> bytes:
    """Return the part that holds a package's custom properties, all of them texts."""
    from xml.sax.saxutils import (
        escape,
        quoteattr,
    )  # brings the whole of urllib, ssl and email along

    held = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" '
        f"name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes">{held}</Properties>'
    ).encode()


def saved(workbook: Workbook, properties: Mapping[str, str]) -> Parts:
    """Return the parts of a workbook made here, without times or other chance content."""
    from openpyxl.packaging.custom import StringProperty

    held = workbook.custom_doc_props  # type: ignore[attr-defined]
    if not len(held):  # so that the part is there and referred to
        held.append(StringProperty(name="xlsales", value=""))
    file = BytesIO()
    workbook.save(file)
    parts = parts_of(file.getvalue())
    parts["docProps/core.xml"] = _CORE
    parts[CUSTOM] = custom_xml(properties)
    return parts


def themed(workbook: Workbook, typeface: str) -> None:
    """Make ``typeface`` the font of a new workbook's theme."""
    from openpyxl.writer.theme import theme_xml

    theme = _MINOR_FONT.sub(rf"\g<1>{typeface}\g<2>{typeface}", theme_xml)
    workbook.loaded_theme = _HANS.sub(rf"\g<1>{typeface}", theme).encode()


def parts_of(data: bytes) -> Parts:
    """Return the members of a package."""
    with ZipFile(BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


_QUICK = 2
"""How hard is packed what comes in pieces: in a third of the time, into a fifth more bytes."""


def zipped(
    parts: Mapping[str, bytes | Iterable[bytes]],
    method: int = ZIP_DEFLATED,
    date: Date = _LONG_AGO,
) -> bytes:
    """Return the package of the parts; the same bytes for the same parts.

    A large part may come in pieces, and is never whole here. On every machine it is the same bytes
    only if ``method`` is ``ZIP_STORED``: what a compressor makes of a part differs with its version.
    """
    file = BytesIO()
    with ZipFile(file, "w", method, compresslevel=_QUICK) as package:
        for name, content in parts.items():
            if isinstance(content, bytes):
                info = ZipInfo(name, date)
                info.compress_type = method
                info.create_system = 0
                package.writestr(info, content)
            else:
                with package.open(name, "w") as member:
                    member.writelines(content)
    return file.getvalue()


def is_same(data: bytes, other: bytes) -> bool:
    """Return whether two packages hold the same: member by member, as XML where it is XML.

    How a part is compressed or serialised depends on the libraries at hand, not on its content.
    """
    ours, theirs = parts_of(data), parts_of(other)
    return ours.keys() == theirs.keys() and all(
        ours[name] == theirs[name] or _plain(name, ours[name]) == _plain(name, theirs[name])
        for name in ours
    )


def _plain(name: str, content: bytes) -> bytes | str:
    if not name.endswith((".xml", ".rels")):
        return content
    return canonicalize(content.decode(), rewrite_prefixes=True)
