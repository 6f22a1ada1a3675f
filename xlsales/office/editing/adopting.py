"""Looks taken over from another workbook: its styles added behind our own, each once."""

from __future__ import annotations

import re

from xlsales.office.editing import markup
from xlsales.office.editing.styles import Styles

_BUILT_IN = 164
"""From this number on a workbook says itself what a number format is."""
_PARTS = ((b"fontId", b"fonts"), (b"fillId", b"fills"), (b"borderId", b"borders"))
_TAG = re.compile(rb"<(/?)(?=[A-Za-z])")


class Adopted:
    """The styles of a workbook made here, which writes no prefixes, in one that a person uses."""

    def __init__(self, ours: Styles, theirs: Styles) -> None:
        """Take over nothing yet."""
        self._ours = ours
        self._theirs = theirs
        self._styles: dict[int, int] = {}
        self._colours: dict[int, int] = {}

    def style(self, theirs: int) -> int:
        """Return our style that looks like one of theirs."""
        if theirs not in self._styles:
            self._styles[theirs] = self._style(theirs)
        return self._styles[theirs]

    def _style(self, theirs: int) -> int:
        xf = self._theirs.items(b"cellXfs")[theirs]
        cut = xf.index(b">") + 1
        tag = xf[:cut]
        for key, section in _PARTS:
            item = self._theirs.items(section)[int(markup.get(tag, key) or 0)]
            index = self._ours.add(section, self._spelled(item))
            tag = markup.put(tag, key, b"%d" % index)
        if int(markup.get(tag, b"numFmtId") or 0) >= _BUILT_IN:
            number = self._ours.number_format(self._theirs.code_of(theirs))
            tag = markup.put(tag, b"numFmtId", b"%d" % number)
        tag = markup.put(tag, b"xfId", b"0")
        for key in (b"Font", b"Fill", b"Border", b"NumberFormat"):  # as programs read it
            tag = markup.put(tag, b"apply" + key, b"1")
        return self._ours.add(b"cellXfs", self._spelled(tag + xf[cut:]))

    def colour(self, theirs: int) -> int:
        """Return our conditional style that is one of theirs."""
        if theirs not in self._colours:
            item = self._theirs.items(b"dxfs")[theirs]
            self._colours[theirs] = self._ours.add(b"dxfs", self._spelled(item))
        return self._colours[theirs]

    def _spelled(self, item: bytes) -> bytes:
        return spelled(item, self._ours.prefix)


def spelled(item: bytes, prefix: bytes) -> bytes:
    """Return elements without prefixes as they stand where elements have one."""
    return _TAG.sub(rb"<\1" + prefix, item) if prefix else item
