"""Write a picture as PNG, with the same bytes on every machine."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

_BLOCK = 0xFFFF


def png(rows: Sequence[Sequence[tuple[int, int, int, int]]]) -> bytes:
    """Return the PNG file of ``rows`` of (red, green, blue, alpha), each 0 to 255.

    The pixels are stored, not compressed: compressors differ from machine to machine, and icons
    are small.
    """
    height, width = len(rows), len(rows[0])
    raw = b"".join(b"\0" + bytes(v for pixel in row for v in pixel) for row in rows)
    data = b"\x78\x01" + b"".join(_stored(raw)) + struct.pack(">I", zlib.adler32(raw))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", data)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _stored(raw: bytes) -> Iterator[bytes]:
    """Yield the blocks of a zlib stream that compresses nothing."""
    for start in range(0, len(raw), _BLOCK):
        block = raw[start : start + _BLOCK]
        last = start + _BLOCK >= len(raw)
        yield struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
