"""The package that calamine is given: sheets of the file, under names of our own.

Whatever a file says of its sheets, and whichever of two directories it shows to whom, calamine
sees only members that were unpacked and measured before.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipInfo

from xlsales.office.packages.zip_writer import ZipWriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Packed:
    """A member as it lies in another archive: what its directory says, and its bytes."""

    info: ZipInfo
    data: Iterable[bytes]


def archive(
    sheets: Sequence[Packed],
    strings: Packed | None,
    styles: Packed | None,
    *,
    since_1904: bool,
) -> BytesIO:
    """Return an .xlsx of these sheets in their order, named ``0``, ``1`` and so on."""
    names = [("worksheet", f"worksheets/{n}.xml", sheet) for n, sheet in enumerate(sheets)]
    if strings is not None:
        names.append(("sharedStrings", "sharedStrings.xml", strings))
    if styles is not None:
        names.append(("styles", "styles.xml", styles))
    listed = "".join(
        f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets))
    )
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_TYPES}">'
        f'<workbookPr date1904="{since_1904:d}"/><sheets>{listed}</sheets></workbook>'
    )
    members = {
        "_rels/.rels": _own(_related([("officeDocument", "xl/workbook.xml")])),
        "xl/workbook.xml": _own(workbook),
        "xl/_rels/workbook.xml.rels": _own(_related([(kind, target) for kind, target, _ in names])),
        **{f"xl/{target}": packed for _, target, packed in names},
    }
    written = BytesIO()
    writer = ZipWriter(written)
    for name, packed in members.items():
        writer.copy(_renamed(packed.info, name), packed.data)
    writer.close()
    written.seek(0)
    return written


def _related(targets: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def _own(text: str) -> Packed:
    return stored([text.encode()])


def stored(blocks: Sequence[bytes]) -> Packed:
    """Return a member that is not packed: its bytes as they are to be read."""
    info = ZipInfo()
    info.compress_type = ZIP_STORED
    info.file_size = info.compress_size = sum(map(len, blocks))
    info.CRC = 0
    for block in blocks:
        info.CRC = zlib.crc32(block, info.CRC)
    return Packed(info, blocks)


def _renamed(info: ZipInfo, name: str) -> ZipInfo:
    """Return what a new archive's directory says of a member: nothing that only the old one knew."""
    new = ZipInfo(name)
    new.compress_type, new.CRC = info.compress_type, info.CRC
    new.compress_size, new.file_size = info.compress_size, info.file_size
    return new
