"""Number formats: which cells hold dates and truth values, and a format's text as in Excel."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from xlsales.libreoffice.boxes import Box
from xlsales.libreoffice.bridge import struct

# com.sun.star.util.NumberFormat
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
GENERAL = "General"
# what LibreOffice writes in capitals only, and Excel in small letters
_PARTS = re.compile(r'("[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|A/P|General)|([YMDHS]+)')


class Formats:
    """The number formats of one document, remembered: a key means the same as long as it is open."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._document = document
        self._all = document.getNumberFormats()
        self._english = struct("com.sun.star.lang.Locale", Language="en", Country="US")
        self._types: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._keys: dict[str, int] = {}

    @property
    def null_date(self) -> dt.datetime:
        """The day that the document's serial numbers count from: its owner may change it."""
        said = self._document.NullDate
        return dt.datetime(said.Year, said.Month, said.Day)

    def type_of(self, key: int) -> int:
        """The kinds of value a format is for: ``DATE``, ``TIME``, ``LOGICAL``, ``TEXT`` and more."""
        if key not in self._types:
            self._types[key] = self._all.getByKey(key).Type
        return self._types[key]

    def text_of(self, key: int) -> str:
        """A format as Excel writes it: ``yyyy-mm-dd``, ``General``."""
        if key not in self._texts:
            english = self._all.getFormatForLocale(key, self._english)
            text = self._all.getByKey(english).FormatString
            if self.type_of(key) & (DATE | TIME):
                text = _PARTS.sub(lambda found: found[1] or found[2].lower(), text)
            self._texts[key] = text
        return self._texts[key]

    def key_of(self, text: str) -> int:
        """The key of a format as Excel writes it, made when the document has none like it."""
        if text not in self._keys:
            key = self._all.queryKey(text, self._english, False)
            self._keys[text] = self._all.addNew(text, self._english) if key == -1 else key
        return self._keys[text]

    def apply(self, cells: Any, key: int) -> None:
        """Give a UNO range a number format.

        Setting the property alone leaves cells as they are when the first one has it already.
        """
        cells.setPropertyToDefault("NumberFormat")
        if self.text_of(key) != GENERAL:
            cells.NumberFormat = key

    def logical(self) -> int:
        """The key of the format of TRUE and FALSE."""
        key: int = self._all.getStandardFormat(LOGICAL, self._english)
        return key

    def areas(self, cells: Any) -> Iterator[tuple[int, list[Box]]]:
        """Each number format in a UNO range, with the rectangles that have it; a few calls in all."""
        groups = cells.getUniqueCellFormatRanges()
        for number in range(groups.getCount()):
            group = groups.getByIndex(number)
            yield group.NumberFormat, [Box.at(address) for address in group.getRangeAddresses()]

    def areas_of(self, cells: Any, kinds: int) -> Iterator[tuple[int, Box]]:
        """The rectangles in a UNO range whose format is of these kinds, with the format's type."""
        for key, boxes in self.areas(cells):
            kind = self.type_of(key)
            if kind & kinds:
                for box in boxes:
                    yield kind, box
