"""Whether the parts of a workbook are what the standard says (``data/xsd``)."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

SCHEMA = Path(__file__).parent / "data" / "xsd" / "sml.xsd"
PARTS = re.compile(
    r"xl/(workbook|styles|sharedStrings|comments\d*|worksheets/[^/]+|tables/[^/]+)\.xml"
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def problems(workbook: bytes) -> list[str]:
    """Return what is wrong with the parts of a workbook, each with the part's name."""
    found = []
    with ZipFile(BytesIO(workbook)) as package:
        for name in package.namelist():
            data = package.read(name) if PARTS.fullmatch(name) else b""
            if data:  # some programs write an empty part for no shared texts
                part = plain(etree.fromstring(data))
                if not schema().validate(part):
                    found += [f"{name}: {line}" for line in str(schema().error_log).splitlines()]
    return found


def plain(part: etree._Element) -> etree._Element:
    """Return a part without what the schema leaves to others: extensions, and ``xml:space``."""
    ignorable = {
        space
        for element in part.iter(etree.Element)
        for prefix in element.get(f"{_MC}Ignorable", "").split()
        if (space := element.nsmap.get(prefix))
    }
    for element in list(part.iter(etree.Element)):
        for name in list(element.attrib):
            space = etree.QName(str(name)).namespace
            if space in ignorable or str(name) == _SPACE or str(name).startswith(_MC):
                del element.attrib[name]
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == f"{_MC}AlternateContent":
            for child in element.findall(f"{_MC}Fallback/*"):
                element.addprevious(child)
            parent.remove(element)
        elif etree.QName(element).namespace in ignorable:
            parent.remove(element)
    return part
