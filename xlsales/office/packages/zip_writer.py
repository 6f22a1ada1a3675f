"""Zip archives written member by member, where the bytes of a packed member may come as they are.

The standard library packs each member anew; a workbook's unchanged parts are copied here instead.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipInfo

_LEVEL = 6
_UTF8 = 0x800


class ZipWriter:
    """An archive in the making; it is one only once :meth:`close` was called."""

    def __init__(self, out: BinaryIO) -> None:
        """Take a file that is open for writing and empty; it stays open."""
        self._out = out
        self._directory: list[bytes] = []

    def copy(self, info: ZipInfo, blocks: Iterable[bytes]) -> None:
        """Write a member whose bytes are packed already: ``info`` gives its sizes and checksum."""
        self._begin(info)
        for block in blocks:
            self._out.write(block)

    def pack(self, info: ZipInfo, data: Sequence[bytes]) -> None:
        """Pack and write a member from its content, given in pieces; ``info`` is filled in."""
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        packed = [*map(squeeze.compress, data), squeeze.flush()]
        info.CRC = 0
        for piece in data:
            info.CRC = zlib.crc32(piece, info.CRC)
        info.compress_type = ZIP_DEFLATED
        info.compress_size, info.file_size = sum(map(len, packed)), sum(map(len, data))
        self.copy(info, packed)

    def close(self) -> None:
        """Write the directory, with which the archive is whole."""
        start = self._out.tell()
        self._out.writelines(self._directory)
        size, count = self._out.tell() - start, len(self._directory)
        self._out.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, 0))

    def _begin(self, info: ZipInfo) -> None:
        """Write a member's local header and keep its line of the directory.

        Only what can be told of every archive is kept of the old headers: name, method, date and
        attributes; sizes stand in the header, not behind the data.
        """
        flags = info.flag_bits & _UTF8
        name = info.orig_filename.encode("utf-8" if flags else "cp437")
        if info.compress_type == ZIP_DEFLATED:
            flags |= info.flag_bits & 0x6  # how hard it was packed
        year, month, day, hour, minute, second = info.date_time
        date = (year - 1980) << 9 | month << 5 | day
        time = hour << 11 | minute << 5 | second // 2
        common = struct.pack(
            "<5H3L2H", 20, flags, info.compress_type, time, date, info.CRC, info.compress_size,
            info.file_size, len(name), 0,
        )  # fmt: skip
        self._directory.append(
            b"PK\1\2"
            + struct.pack("<2B", 20, info.create_system)
            + common
            + struct.pack("<3H2L", 0, 0, info.internal_attr, info.external_attr, self._out.tell())
            + name
        )
        self._out.write(b"PK\3\4" + common + name)
