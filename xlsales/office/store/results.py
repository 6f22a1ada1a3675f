"""What was worked out of workbooks, kept under the address of all that it depends on.

The address is a digest, so that a result is never stale: what depends on something else lies
elsewhere. Like an entry it is checked by its checksum, and to delete it costs time alone.
"""

from __future__ import annotations

import hashlib

from xlsales.office.store.blocks import Damaged

MAGIC = b"xlsales result\n"
_SUM = 32  # bytes of a SHA-256


def address_of(*parts: bytes | str) -> str:
    """Return the address of what depends on these alone; the version of the store is in the name."""
    summed = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        summed.update(len(data).to_bytes(8, "little"))
        summed.update(data)
    return summed.hexdigest()


def packed(name: str, data: bytes) -> bytes:
    """Return a result as it lies on the disk, in a file of this name."""
    return MAGIC + _sum(name, data) + data


def unpacked(held: bytes, name: str) -> bytes:
    """Return a result.

    Raises:
        Damaged: it is not what was written, or under another name.
    """
    start = len(MAGIC) + _SUM
    data = held[start:]
    if held[:start] != MAGIC + _sum(name, data):
        raise Damaged
    return data


def _sum(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + data).digest()
