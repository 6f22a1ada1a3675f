"""The package that calamine is given: sheets as they lie in the file, under names of our own.

Whatever a file says of its sheets, and whichever of two directories it shows to whom, calamine
sees only members that were unpacked and measured before.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipInfo

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
    writing = _Writing()
    writing.add("_rels/.rels", _own(_related([("officeDocument", "xl/workbook.xml")])))
    writing.add("xl/workbook.xml", _own(workbook))
    related = _related([(kind, target) for kind, target, _ in names])
    writing.add("xl/_rels/workbook.xml.rels", _own(related))
    for _, target, packed in names:
        writing.add(f"xl/{target}", packed)
    return writing.done()


def _related(targets: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def _own(text: str) -> Packed:
    data = text.encode()
    info = ZipInfo()
    info.compress_type = ZIP_STORED
    info.file_size = info.compress_size = len(data)
    info.CRC = zlib.crc32(data)
    return Packed(info, [data])


class _Writing:
    def __init__(self) -> None:
        self._out = BytesIO()
        self._directory: list[bytes] = []

    def add(self, name: str, packed: Packed) -> None:
        info, at = packed.info, self._out.tell()
        named = name.encode("ascii")
        common = struct.pack(
            "<5H3L2H", 20, 0, info.compress_type, 0, 0x21, info.CRC, info.compress_size,
            info.file_size, len(named), 0,
        )  # fmt: skip
        self._out.write(b"PK\3\4" + common + named)
        for block in packed.data:
            self._out.write(block)
        self._directory.append(
            b"PK\1\2"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<3H2L", 0, 0, 0, 0, at)
            + named
        )

    def done(self) -> BytesIO:
        start = self._out.tell()
        self._out.writelines(self._directory)
        size, count = self._out.tell() - start, len(self._directory)
        self._out.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, 0))
        self._out.seek(0)
        return self._out
