"""Whether the parts of a workbook are what the standard says (``data/xsd``)."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

SCHEMA = Path(__file__).parent / "data" / "xsd" / "sml.xsd"
PARTS = re.compile(r"xl/(workbook|styles|sharedStrings|worksheets/sheet\d+|tables/table\d+)\.xml")


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def problems(workbook: bytes) -> list[str]:
    """Return what is wrong with the parts of a workbook, each with the part's name."""
    found = []
    with ZipFile(BytesIO(workbook)) as package:
        for name in package.namelist():
            if PARTS.fullmatch(name):
                part = etree.fromstring(package.read(name))
                if not schema().validate(part):
                    found += [f"{name}: {line}" for line in str(schema().error_log).splitlines()]
    return found
