"""Compression of VBA source and of the project's directory (MS-OVBA 2.4.1)."""

from __future__ import annotations

_CHUNK = 4096
_SHORTEST = 3
"""A copy token takes two bytes, so shorter matches gain nothing."""


def compress(data: bytes) -> bytes:
    """Return the compressed container of ``data``: a signature byte, then chunks of 4096 bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_compressed, chunks))


def _compressed(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) > _CHUNK:  # it would grow: a raw chunk, always of full length
        return b"\xff\x3f" + chunk.ljust(_CHUNK, b"\0")
    return (0xB000 | (len(tokens) - 1)).to_bytes(2, "little") + tokens


def _tokens(chunk: bytes) -> bytes:
    """Return the token sequences of one chunk: a flag byte, then up to eight tokens."""
    out = bytearray()
    at = 0
    while at < len(chunk):
        flags = 0
        group = bytearray()
        for bit in range(8):
            if at == len(chunk):
                break
            # as many bits for the offset as it can need here; the rest hold the length
            offset_bits = max(4, (at - 1).bit_length()) if at else 4
            length_bits = 16 - offset_bits
            longest = min((1 << length_bits) - 1 + _SHORTEST, len(chunk) - at)
            source, length = _match(chunk, at, longest)
            if length:
                token = (at - source - 1) << length_bits | (length - _SHORTEST)
                group += token.to_bytes(2, "little")
                flags |= 1 << bit
                at += length
            else:
                group.append(chunk[at])
                at += 1
        out.append(flags)
        out += group
    return bytes(out)


def _match(chunk: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return where the longest repetition of what follows ``at`` starts, and its length, or 0.

    It may reach into what it repeats.
    """
    source, length = 0, 0
    trial = _SHORTEST
    while trial <= longest:
        found = chunk.rfind(chunk[at : at + trial], 0, at + trial - 1)
        if found < 0:
            break
        source, length = found, trial
        while trial <= longest and chunk[found + trial - 1] == chunk[at + trial - 1]:
            length = trial
            trial += 1
    return source, length
