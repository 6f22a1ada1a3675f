"""The styles part: formats are only ever added behind the others, each once."""

from __future__ import annotations

import re
from functools import cached_property

from xlsales.office.editing import markup
from xlsales.office.editing.parts import Package
from xlsales.office.editing.values import Need
from xlsales.office.editing.workbook import Workbook

_ORDER = (
    b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs", b"cellStyles",
    b"dxfs", b"tableStyles", b"colors", b"extLst",
)  # fmt: skip
CODES = {Need.DATE: "yyyy-mm-dd", Need.DATETIME: "yyyy-mm-dd hh:mm", Need.TIME: "hh:mm:ss"}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_AS_TEXT = b"49"
_FIRST_CUSTOM = 164


class Styles:
    """The styles of a workbook."""

    def __init__(self, package: Package, workbook: Workbook) -> None:
        """Find the part; it is read when first needed."""
        self._package = package
        self._workbook = workbook
        self._fitting: dict[tuple[int, Need], int] = {}

    @cached_property
    def part(self) -> str:
        """The member that holds the styles."""
        for relation in self._package.relations(self._workbook.part):
            if relation.is_a("styles") and relation.target in self._package:
                return relation.target
        raise self._package.refused(
            "它没有样式部分",
            "请用 Excel 打开并保存一次",
            "it has no styles",
            "Open and save it in Excel once",
        )

    @cached_property
    def prefix(self) -> bytes:
        """The prefix of the part's elements."""
        found = markup.prefix_of(self._package.text(self.part), b"styleSheet")
        if found is None:
            raise self._package.strange(self.part)
        return found

    def items(self, section: bytes) -> list[bytes]:
        """Return the elements of a section such as ``cellXfs``."""
        data = self._package.text(self.part)
        span = markup.find(data, self.prefix, section)
        if span is None or span.inner == span.end:
            return []
        return [
            data[each.start : each.end]
            for each in markup.children(data, span.inner, span.inner_end)
        ]

    def add(self, section: bytes, item: bytes) -> int:
        """Return the index of an element in its section; it is added unless it is there."""
        items = self.items(section)
        wanted = _bare(item)
        for i, each in enumerate(items):
            if _bare(each) == wanted:
                return i
        data, p = self._package.text(self.part), self.prefix
        span = markup.find(data, p, section)
        if span is None or span.inner == span.end:
            if span is not None:
                data = data[: span.start] + data[span.end :]
            root = markup.sure(markup.opening(p, b"styleSheet").search(data))
            at = markup.place(data, root.end(), _ORDER, section)
            line = b'<%s%s count="1">%s</%s%s>' % (p, section, item, p, section)
            self._package.write(self.part, data[:at] + line + data[at:])
            return 0
        tag = markup.put(markup.tag_of(data, span), b"count", b"%d" % (len(items) + 1))
        data = (
            data[: span.start] + tag + data[span.inner : span.inner_end] + item
            + data[span.inner_end :]
        )  # fmt: skip
        self._package.write(self.part, data)
        return len(items)

    # --- number formats --------------------------------------------------------------------

    def fitting(self, style: int, need: Need) -> int:
        """Return the style itself if its number format shows the value, else one like it."""
        if need is Need.NOTHING:
            return style
        found = self._fitting.get((style, need))
        if found is None:
            found = self._fitting[style, need] = self._fit(style, need)
        return found

    def _fit(self, style: int, need: Need) -> int:
        formats = self.items(b"cellXfs")
        xf = formats[style] if style < len(formats) else formats[0]
        tag = xf[: xf.index(b">") + 1]
        held = int(markup.get(tag, b"numFmtId") or 0)
        if need is Need.TEXT:
            if held or markup.get(tag, b"quotePrefix") in {b"1", b"true"}:
                return style
            wanted = _AS_TEXT
        else:
            if held in _BUILT_IN_DATES or shows_dates(self._code(held)):
                return style
            wanted = b"%d" % self._number_format(CODES[need])
        tag = markup.put(markup.put(tag, b"numFmtId", wanted), b"applyNumberFormat", b"1")
        return self.add(b"cellXfs", tag + xf[xf.index(b">") + 1 :])

    def is_date(self, style: int) -> bool:
        """Return whether a style shows numbers as dates or times."""
        formats = self.items(b"cellXfs")
        held = int(markup.get(formats[style], b"numFmtId") or 0) if style < len(formats) else 0
        return held in _BUILT_IN_DATES or shows_dates(self._code(held))

    def code_of(self, style: int) -> str:
        """Return the number format of a style, as a person would write it."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        formats = self.items(b"cellXfs")
        tag = formats[style] if style < len(formats) else b"<xf>"
        number = int(markup.get(tag[: tag.index(b">") + 1], b"numFmtId") or 0)
        return self._code(number) or BUILTIN_FORMATS.get(number, "General")

    def with_code(self, style: int, code: str) -> int:
        """Return a style like another one that shows numbers by this format."""
        formats = self.items(b"cellXfs")
        xf = formats[style] if style < len(formats) else formats[0]
        cut = xf.index(b">") + 1
        tag = markup.put(xf[:cut], b"numFmtId", b"%d" % self.number_format(code))
        tag = markup.put(tag, b"applyNumberFormat", b"1")
        return self.add(b"cellXfs", tag + xf[cut:])

    def number_format(self, code: str) -> int:
        """Return the number of a format, which is added unless it is there."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

        found: int | None = BUILTIN_FORMATS_REVERSE.get(code)
        return self._number_format(code) if found is None else found

    def _code(self, number: int) -> str:
        for item in self.items(b"numFmts"):
            if markup.get(item, b"numFmtId") == b"%d" % number:
                return markup.text(markup.get(item, b"formatCode") or b"")
        return ""

    def _number_format(self, code: str) -> int:
        taken = {}
        for item in self.items(b"numFmts"):
            held = markup.attributes(item)
            taken[markup.text(held.get(b"formatCode", b""))] = int(held.get(b"numFmtId", 0))
        if code not in taken:
            number = max((_FIRST_CUSTOM - 1, *taken.values())) + 1
            line = b'<%snumFmt numFmtId="%d" formatCode="%s"/>'
            self.add(b"numFmts", line % (self.prefix, number, markup.escaped(code)))
            return number
        return taken[code]


def shows_dates(code: str) -> bool:
    """Return whether a number format shows a date or a time."""
    bare = re.sub(
        r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code.split(";", maxsplit=1)[0]
    )
    return "general" not in bare.lower() and bool(re.search(r"[ymdhs]", bare, re.IGNORECASE))


def _bare(item: bytes) -> tuple[tuple[tuple[bytes, bytes], ...], bytes]:
    """Return an element as it is compared: its attributes in any order, then its content."""
    cut = item.index(b">") + 1
    held = tuple(sorted(markup.attributes(item[:cut]).items()))
    return held, re.sub(rb">\s+<", b"><", item[cut:])
