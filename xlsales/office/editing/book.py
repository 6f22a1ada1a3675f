"""One workbook being edited: its package, sheets and styles at hand."""

from __future__ import annotations

import re
from functools import cached_property

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.parts import Package
from xlsales.office.editing.rows import Cells, cells_of
from xlsales.office.editing.sheet import Like, SheetPart, texts
from xlsales.office.editing.styles import Styles
from xlsales.office.editing.values import day_of
from xlsales.office.editing.workbook import SheetEntry, Workbook


class EditedBook:
    """A package with what several edits need of it."""

    def __init__(self, package: Package) -> None:
        """Read the workbook part; sheets are read when first asked for."""
        self.package = package
        self.workbook = Workbook(package)
        self.styles = Styles(package, self.workbook)
        self._sheets: dict[str, SheetPart] = {}

    def sheet(self, entry: SheetEntry) -> SheetPart:
        """Return a worksheet to be changed."""
        found = self._sheets.get(entry.part)
        if found is None:
            found = self._sheets[entry.part] = SheetPart(self.package, entry.part, entry.name)
        return found

    def set_cells(self, sheet: SheetPart, cells: Cells, like: Like | None = None) -> None:
        """Set cells of a sheet by row and column, both counting from 1."""
        sheet.set_cells(cells, self.styles, like, since_1904=self.workbook.since_1904)

    def forget(self, part: str) -> None:
        """Let a sheet go that is taken out of the workbook."""
        self._sheets.pop(part, None)

    @cached_property
    def _shared(self) -> tuple[bytes, bytes, list[int]]:
        """The part of the texts that cells share, its prefix, and where each text begins."""
        for relation in self.package.relations(self.workbook.part):
            if relation.is_a("sharedStrings") and relation.target in self.package:
                data = self.package.text(relation.target)
                prefix = markup.prefix_of(data, b"sst") or b""
                starts = re.finditer(rb"<" + re.escape(prefix) + rb"si(?=[\s/>])", data)
                return data, prefix, [m.start() for m in starts]
        return b"", b"", []

    def shared_text(self, index: int) -> str:
        """Return a text that cells share; blank if there is none of that number."""
        data, prefix, starts = self._shared
        if index >= len(starts):
            return ""
        item = markup.find(data, prefix, b"si", starts[index])
        return text_of(markup.inner_of(data, item), prefix) if item else ""

    def texts(self, sheet: SheetPart, first: int = 1, last: int = references.LAST_ROW) -> dict[
        tuple[int, int], str
    ]:  # fmt: skip
        """Return the texts of a sheet's rows by row and column, both counting from 1."""
        return texts(sheet.each_row(first, last), sheet.prefix, self.shared_text)

    def shown(self, sheet: SheetPart, first: int = 1) -> dict[tuple[int, int], str]:
        """Return what cells hold as a person reads it: as :meth:`texts`, but dates as such."""
        found = self.texts(sheet, first)
        for row, _, inner in sheet.each_row(first, references.LAST_ROW):
            for column, span in cells_of(inner, sheet.prefix):
                tag = markup.tag_of(inner, span)
                kind, said = markup.get(tag, b"t"), found.get((row, column))
                if said is None or kind not in {None, b"n"}:
                    continue
                if self.styles.is_date(int(markup.get(tag, b"s") or 0)):
                    found[row, column] = day_of(said, since_1904=self.workbook.since_1904)
        return found

    def settle(self) -> None:
        """Hand the changed sheets back, and see that formulas are computed anew."""
        changed = [sheet for sheet in self._sheets.values() if sheet.changed_cells]
        if any(sheet.changed_formulas for sheet in changed):
            self.workbook.forget_calculation_order()
        if changed and self._has_formulas():
            self.workbook.recalculate()
        while self._sheets:
            self._sheets.popitem()[1].settle()

    def _has_formulas(self) -> bool:
        """Return whether any sheet has a formula whose kept result may be old now."""
        for entry in self.workbook.sheets:
            if entry.kind != "worksheet":
                continue
            sheet = self._sheets.get(entry.part)
            data = sheet.rows if sheet else self.package.read(entry.part)
            prefix = sheet.prefix if sheet else markup.prefix_of(data, b"worksheet") or b""
            if any(b"<%sf%s" % (prefix, end) in data for end in (b">", b" ", b"/")):
                return True
        return False


def text_of(item: bytes, prefix: bytes) -> str:
    """Return a shared text: its runs joined, without how they are pronounced."""
    spans = list(markup.find_all(item, prefix, b"rPh"))
    for span in reversed(spans):
        item = item[: span.start] + item[span.end :]
    return "".join(
        markup.text(markup.inner_of(item, span)) for span in markup.find_all(item, prefix, b"t")
    )
