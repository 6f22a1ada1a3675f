"""What a text means whoever typed or pasted it: the one place that says what a space is.

Excel, a browser, an invoice as PDF and a Chinese keyboard write spaces of their own (U+00A0, U+2007,
U+202F, U+3000 …). To people they are all one blank, so they are here (forms.md, *Types*).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Every space of Unicode (its category Zs) but the plain one, and the tab."""
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
GAP = "\u2009\u2002"
"""What parts a code from its name where a drop-down shows both; nobody types these two spaces.

A drop-down puts into the cell what it shows, so that the name goes again when the cell is read.
"""
_HALF = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x2212: "-", 0xFFE5: "¥"}


def clean(text: str) -> str:
    """Return a text as it is kept: NFC, trimmed, no control characters but inner line ends.

    Tabs and every space of Unicode become plain spaces, as many as there are. Byte order marks,
    zero-width spaces, soft hyphens, direction marks and what XML cannot hold go: they come with a
    paste and nobody sees them.
    """
    if not text.isprintable():  # no space but the plain one is
        text = _UNSEEN.sub("", _SPACE.sub(" ", _LINE_END.sub("\n", text)))
    return unicodedata.normalize("NFC", text).strip()


def half(text: str) -> str:
    """Return a clean text with half-width letters, digits and signs."""
    return text if text.isascii() else text.translate(_HALF)


def is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing that anybody sees."""
    if not isinstance(cell, str):
        return cell is None
    return not (cell.strip() if cell.isprintable() else clean(cell))


def are_all_blank(cells: Sequence[object]) -> bool:
    """Return whether all cells are None or "": a pass that stops at the first that is not."""
    return not any(cells) and set(map(type, cells)) <= {str, type(None)}
