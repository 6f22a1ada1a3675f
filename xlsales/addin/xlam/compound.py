"""Compound files (MS-CFB, version 3): the small file system that a VBA project lies in.

Written only, from memory, without times, so that equal contents give equal bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Storage: TypeAlias = Mapping[str, "bytes | Storage"]
"""Streams and storages by name."""

_SECTOR = 512
_MINI_SECTOR = 64
_CUTOFF = 4096
"""A stream shorter than this lies in the mini stream."""
_IN_HEADER = 109
"""FAT sectors that the header has room for: enough for 7 MB."""

_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_FAT = 0xFFFFFFFD
_NONE = 0xFFFFFFFF

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass
class _Entry:
    """One line of the directory; ``left``, ``right`` and ``child`` are numbers of others."""

    name: str
    kind: int
    content: bytes = b""
    start: int = _END
    size: int = 0
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        links = struct.pack("<3I", self.left, self.right, self.child)
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name) + 2, self.kind, self.colour)
            + links
            + bytes(36)  # class, state and times
            + struct.pack("<IQ", self.start, self.size)
        )


@dataclass
class _Chains:
    """Sectors of one size and the table that chains them."""

    sector: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Lay ``content`` down; return its first sector."""
        if not content:
            return _END
        first = len(self.table)
        count = -(-len(content) // self.sector)
        self.table += [*range(first + 1, first + count), _END]
        self.body += content.ljust(count * self.sector, b"\0")
        return first


def compound(root: Storage) -> bytes:
    """Return the bytes of a compound file that holds ``root``.

    Raises:
        ValueError: It would be longer than 7 MB.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _filed(root, entries)

    mini, large = _Chains(_MINI_SECTOR), _Chains(_SECTOR)
    for entry in entries[1:]:
        chains = mini if len(entry.content) < _CUTOFF else large
        entry.start = chains.add(entry.content) if entry.kind == _STREAM else 0
        entry.size = len(entry.content)
    entries[0].start = large.add(bytes(mini.body))
    entries[0].size = len(mini.body)
    mini_fat = _table(mini.table)
    mini_start = large.add(mini_fat)
    directory = b"".join(entry.packed() for entry in entries)
    unused = _Entry("", 0, start=0, colour=_RED).packed()[66:]  # three no-links among zeros
    while len(directory) % _SECTOR:
        directory += bytes(66) + unused
    directory_start = large.add(directory)

    # the FAT describes its own sectors too
    sectors, fat_sectors = len(large.table), 0
    while fat_sectors * (_SECTOR // 4) < sectors + fat_sectors:
        fat_sectors += 1
    if fat_sectors > _IN_HEADER:
        raise ValueError("a VBA project of more than 7 MB")
    fat = _table([*large.table, *[_FAT] * fat_sectors])

    header = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),  # versions, byte order, sizes of sectors as powers of two
        *(0, fat_sectors, directory_start, 0, _CUTOFF),
        *(mini_start, len(mini_fat) // _SECTOR, _END, 0),
    )
    places = [*range(sectors, sectors + fat_sectors)]
    places += [_FREE] * (_IN_HEADER - fat_sectors)
    return header + struct.pack(f"<{_IN_HEADER}I", *places) + bytes(large.body) + fat


def _filed(storage: Storage, entries: list[_Entry]) -> int:
    """Add what a storage holds to the directory; return the number of its tree's root."""
    numbers = []
    for name in sorted(storage, key=lambda name: (len(name), name.upper())):
        content = storage[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entry = _Entry(name, _STORAGE)
            entries.append(entry)
            entry.child = _filed(content, entries)
    whole_levels = (len(numbers) + 1).bit_length() - 1
    return _tree(numbers, entries, whole_levels)


def _tree(numbers: list[int], entries: list[_Entry], black_levels: int) -> int:
    """Link sorted entries into a red-black tree: halved, and red where a level is not whole."""
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.colour = _BLACK if black_levels > 0 else _RED
    entry.left = _tree(numbers[:middle], entries, black_levels - 1)
    entry.right = _tree(numbers[middle + 1 :], entries, black_levels - 1)
    return numbers[middle]


def _table(chain: list[int]) -> bytes:
    return b"".join(_rows(chain))


def _rows(chain: list[int]) -> Iterator[bytes]:
    row = _SECTOR // 4
    for start in range(0, len(chain), row):
        part = chain[start : start + row]
        yield struct.pack(f"<{row}I", *part, *[_FREE] * (row - len(part)))
