"""What the store keeps of a column: what its distinct cells were read as, codes as bytes."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from operator import is_

from xlsales.core.coded import Coded

_WIDTHS = ((1 << 8, "B"), (1 << 16, "H"), (1 << 32, "I"))


def beside(raw: Coded, kept: Sequence[int] | None, typed: Sequence[object]) -> list[object] | None:
    """Return what each distinct cell of a column was read as; None where that is not one thing.

    ``typed`` are the values of the ``kept`` cells (None: of all). What stands in no kept cell was
    read as nothing.
    """
    if len(raw.values) == 1 and typed.count(None) == len(typed):
        return [None]
    codes: Sequence[int] = range(len(raw.values)) if raw.codes is None else raw.codes
    if kept is not None:
        codes = list(map(codes.__getitem__, kept))
    read = dict(zip(codes, typed, strict=True))
    if not all(map(is_, map(read.__getitem__, codes), typed)):
        return None
    return [read.get(code) for code in range(len(raw.values))]


def to_bytes(codes: Sequence[int], count: int) -> bytes:
    """Return codes below ``count`` in as few bytes each as that takes, the lowest first."""
    packed = array(_width(count), codes)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def from_bytes(data: bytes, count: int) -> list[int]:
    """Return the codes that :func:`to_bytes` wrote.

    Raises:
        ValueError: it did not write that.
    """
    codes = array(_width(count))
    codes.frombytes(data)
    if sys.byteorder == "big":
        codes.byteswap()
    return codes.tolist()


def _width(count: int) -> str:
    return next(letter for most, letter in _WIDTHS if count <= most)
