"""An entry of the store: a head in JSON and blocks of bytes, under one checksum.

The head says what the blocks are; each is unpacked when it is asked for. The checksum tells damage
and half-written entries; it is no signature: who may write into the office's folder may write its
workbooks, too.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

MAGIC = b"xlsales store\n"
_SUM = 32  # bytes of a SHA-256
_LEVEL = 1  # half the time of the next, and a tenth more bytes


class Damaged(Exception):
    """An entry that is not what was written."""


def to_json(value: Any) -> bytes:
    """Return JSON in UTF-8; a half of a character, as some programs leave, stays as it is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def of_json(data: bytes) -> Any:
    """Return what JSON says."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


class Writing:
    """An entry being put together."""

    def __init__(self) -> None:
        """Begin without blocks."""
        self._blocks: list[bytes] = []

    def add(self, data: bytes) -> int:
        """Add a block; return its number."""
        self._blocks.append(zlib.compress(data, _LEVEL))
        return len(self._blocks) - 1

    def add_json(self, value: Any) -> int:
        """Add a block of JSON; return its number."""
        return self.add(to_json(value))

    def done(self, head: Mapping[str, Any]) -> bytes:
        """Return the entry as it lies on the disk."""
        said = to_json({**head, "blocks": [len(block) for block in self._blocks]})
        body = b"".join([len(said).to_bytes(4, "little"), said, *self._blocks])
        return MAGIC + hashlib.sha256(body).digest() + body


class Entry:
    """An entry as it was written."""

    def __init__(self, data: bytes) -> None:
        """Check it as a whole.

        Raises:
            Damaged: it is not what was written.
        """
        start = len(MAGIC) + _SUM
        body = memoryview(data)[start:]
        if not data.startswith(MAGIC) or hashlib.sha256(body).digest() != data[len(MAGIC) : start]:
            raise Damaged
        try:
            length = int.from_bytes(body[:4], "little")
            self.head: Mapping[str, Any] = of_json(bytes(body[4 : 4 + length]))
            sizes: Sequence[int] = self.head["blocks"]
        except (ValueError, LookupError, TypeError):
            raise Damaged from None
        self._blocks: list[memoryview] = []
        at = 4 + length
        for size in sizes:
            self._blocks.append(body[at : at + size])
            at += size

    def block(self, number: int) -> bytes:
        """Return a block."""
        return zlib.decompress(self._blocks[number])

    def packed(self, number: int) -> bytes:
        """Return a block as it lies there: the same bytes for the same block."""
        return bytes(self._blocks[number])

    def json(self, number: int) -> Any:
        """Return a block of JSON."""
        return of_json(self.block(number))
