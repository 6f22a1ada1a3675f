"""The workbook part: its sheets, defined names, and whether formulas are to be computed anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xlsales.office.editing import markup
from xlsales.office.editing.parts import Package
from xlsales.office.packages.package import damaged

_ORDER = (
    b"fileVersion", b"fileSharing", b"workbookPr", b"workbookProtection", b"bookViews", b"sheets",
    b"functionGroups", b"externalReferences", b"definedNames", b"calcPr", b"oleSize",
    b"customWorkbookViews", b"pivotCaches", b"smartTagPr", b"smartTagTypes", b"webPublishing",
    b"fileRecoveryPr", b"webPublishObjects", b"extLst",
)  # fmt: skip

_COUNTED = ((b"workbookView", (b"activeTab", b"firstSheet")), (b"definedName", (b"localSheetId",)))
"""What counts sheets from 0 in their order."""

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True)
class SheetEntry:
    """One sheet as the workbook lists it; ``kind`` is ``worksheet`` for one with cells.

    Some programs list sheets whose part they did not write (``missing``).
    """

    name: str
    part: str
    kind: str


class Workbook:
    """The workbook part of a package."""

    def __init__(self, package: Package) -> None:
        """Find and read it.

        Raises:
            Unusable: there is none, or it is Strict Open XML, which is written otherwise.
        """
        self.package = package
        main = [r for r in package.relations("") if r.is_a("officeDocument")]
        if not main or main[0].target not in package:
            raise damaged(package.path)
        self.part = main[0].target
        data = package.text(self.part)
        if b"http://purl.oclc.org/ooxml/" in data[:4096]:
            raise package.refused(
                "它是“Strict Open XML”格式",
                "请用 Excel 另存为“Excel 工作簿 (*.xlsx)”",
                "it is in the format Strict Open XML",
                "Save it in Excel as Excel Workbook (*.xlsx)",
            )
        prefix = markup.prefix_of(data, b"workbook")
        if prefix is None:
            raise package.strange(self.part)
        self.prefix = prefix
        properties = markup.find(data, prefix, b"workbookPr")
        self.since_1904 = properties is not None and markup.get(
            markup.tag_of(data, properties), b"date1904"
        ) in {b"1", b"true"}

    @property
    def data(self) -> bytes:
        """The part's XML as it is now."""
        return self.package.text(self.part)

    def _write(self, data: bytes) -> None:
        self.package.write(self.part, data)

    # --- sheets ----------------------------------------------------------------------------

    def _spans(self) -> list[markup.Span]:
        data = self.data
        return list(markup.find_all(data, self.prefix, b"sheet"))

    def _relation(self, tag: bytes) -> str:
        held = markup.attributes(tag)
        return next((v.decode() for k, v in held.items() if k.endswith(b":id")), "")

    @property
    def sheets(self) -> list[SheetEntry]:
        """All sheets in their order, chart sheets and the like too."""
        data = self.data
        relations = {r.id: r for r in self.package.relations(self.part)}
        found = []
        for span in self._spans():
            tag = markup.tag_of(data, span)
            relation = relations.get(self._relation(tag))
            name = markup.text(markup.get(tag, b"name") or b"")
            if relation is None or relation.target not in self.package:
                found.append(SheetEntry(name, "", "missing"))
            else:
                found.append(SheetEntry(name, relation.target, relation.type.rsplit("/", 1)[-1]))
        return found

    def sheet(self, name: str) -> SheetEntry | None:
        """Return a sheet by its name; capitals make no difference."""
        folded = name.casefold()
        return next((each for each in self.sheets if each.name.casefold() == folded), None)

    def add_sheet(
        self, name: str, content: bytes, *, hidden: bool = False, at: int | None = None
    ) -> str:
        """Add a sheet before the one that is the ``at``-th now, else behind all; return its part."""
        part = self.package.unused("xl/worksheets/sheet{}.xml")
        self.package.write(part, content)
        self.package.declare(part, SHEET_TYPE)
        relation = self.package.relate(self.part, "worksheet", part)
        data = self.data
        spans = self._spans()
        ids = [markup.get(markup.tag_of(data, span), b"sheetId") or b"0" for span in spans]
        line = b'<%ssheet xmlns:r="%s" name="%s" sheetId="%d"%s r:id="%s"/>' % (
            self.prefix, markup.RELATIONS, markup.escaped(name), max(map(int, ids)) + 1,
            b' state="hidden"' if hidden else b"", relation.encode(),
        )  # fmt: skip
        if at is None or at >= len(spans):
            place = data.index(b"</" + self.prefix + b"sheets>")
        else:
            place = spans[at].start
        data = data[:place] + line + data[place:]
        self._write(data if at is None else self._shifted(data, at))
        return part

    def _shifted(self, data: bytes, at: int) -> bytes:
        """Return the part with the sheets from the ``at``-th on counted one further."""
        for element, keys in _COUNTED:
            for span in reversed(list(markup.find_all(data, self.prefix, element))):
                tag = markup.tag_of(data, span)
                for key in keys:
                    said = markup.get(tag, key)
                    if said is not None and int(said) >= at:
                        tag = markup.put(tag, key, b"%d" % (int(said) + 1))
                data = data[: span.start] + tag + data[span.inner :]
        return data

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out with its own names; which sheet is shown is kept, if it is left."""
        index = next(i for i, each in enumerate(self.sheets) if each.name == name)
        part = self.sheets[index].part
        span, data = self._spans()[index], self.data
        self.package.unrelate(self.part, self._relation(markup.tag_of(data, span)))
        self.package.remove(part)
        data = data[: span.start] + data[span.end :]
        for view in reversed(list(markup.find_all(data, self.prefix, b"workbookView"))):
            tag = markup.tag_of(data, view)
            for which in (b"activeTab", b"firstSheet"):
                at = int(markup.get(tag, which) or 0)
                if at >= max(1, index):
                    tag = markup.put(tag, which, b"%d" % (at - 1))
            data = data[: view.start] + tag + data[view.inner :]
        for defined in reversed(list(markup.find_all(data, self.prefix, b"definedName"))):
            tag = markup.tag_of(data, defined)
            local = int(markup.get(tag, b"localSheetId") or -1)
            if local == index:
                data = data[: defined.start] + data[defined.end :]
            elif local > index:
                tag = markup.put(tag, b"localSheetId", b"%d" % (local - 1))
                data = data[: defined.start] + tag + data[defined.inner :]
        self._write(self._without_empty_names(data))

    def _without_empty_names(self, data: bytes) -> bytes:
        names = markup.find(data, self.prefix, b"definedNames")
        if names is not None and not markup.inner_of(data, names).strip():
            return data[: names.start] + data[names.end :]
        return data

    # --- names -----------------------------------------------------------------------------

    def name(self, name: str, sheet: int | None = None) -> str | None:
        """Return what a defined name stands for, of the workbook or of one sheet (by index)."""
        found = self._name(name, sheet)
        return markup.text(markup.inner_of(self.data, found)) if found else None

    def _name(self, name: str, sheet: int | None) -> markup.Span | None:
        data = self.data
        for span in markup.find_all(data, self.prefix, b"definedName"):
            tag = markup.attributes(markup.tag_of(data, span))
            local = tag.get(b"localSheetId")
            if markup.text(tag.get(b"name", b"")).casefold() == name.casefold() and (
                local is None if sheet is None else local == b"%d" % sheet
            ):
                return span
        return None

    def set_name(
        self, name: str, meaning: str, sheet: int | None = None, *, hidden: bool = False
    ) -> None:
        """Let a defined name stand for something."""
        data, p = self.data, self.prefix
        span = self._name(name, sheet)
        text = markup.escaped(meaning)
        if span is not None:
            if markup.inner_of(data, span) != text:
                self._write(data[: span.inner] + text + data[span.inner_end :])
            return
        line = b'<%sdefinedName name="%s"%s%s>%s</%sdefinedName>' % (
            p, markup.escaped(name), b"" if sheet is None else b' localSheetId="%d"' % sheet,
            b' hidden="1"' if hidden else b"", text, p,
        )  # fmt: skip
        names = markup.find(data, p, b"definedNames")
        if names is not None and names.inner != names.end:
            self._write(data[: names.inner_end] + line + data[names.inner_end :])
            return
        if names is not None:
            data = data[: names.start] + data[names.end :]
        line = b"<%sdefinedNames>%s</%sdefinedNames>" % (p, line, p)
        self._insert(data, b"definedNames", line)

    def change_names(self, change: Callable[[str], str]) -> None:
        """Change what defined names stand for."""
        data = was = self.data
        for span in reversed(list(markup.find_all(data, self.prefix, b"definedName"))):
            said = markup.text(markup.inner_of(data, span))
            if said and (new := change(said)) != said:
                data = data[: span.inner] + markup.escaped(new) + data[span.inner_end :]
        if data != was:
            self._write(data)

    def _insert(self, data: bytes, name: bytes, line: bytes) -> None:
        root = markup.sure(markup.opening(self.prefix, b"workbook").search(data))
        at = markup.place(data, root.end(), _ORDER, name)
        self._write(data[:at] + line + data[at:])

    # --- formulas --------------------------------------------------------------------------

    def recalculate(self) -> None:
        """Have every formula computed when the workbook is next opened."""
        data = self.data
        found = markup.find(data, self.prefix, b"calcPr")
        if found is None:
            self._insert(data, b"calcPr", b'<%scalcPr fullCalcOnLoad="1"/>' % self.prefix)
            return
        tag = markup.tag_of(data, found)
        if markup.get(tag, b"fullCalcOnLoad") not in {b"1", b"true"}:
            tag = markup.put(tag, b"fullCalcOnLoad", b"1")
            self._write(data[: found.start] + tag + data[found.inner :])

    def forget_calculation_order(self) -> None:
        """Take the calculation chain out: it names a cell that has no formula any more.

        It is no more than a cache, which spreadsheet programs make anew without a word. Its lines
        take the sheet from the line before, so that leaving one out could shift the others.
        """
        for relation in self.package.relations(self.part):
            if relation.is_a("calcChain"):
                self.package.unrelate(self.part, relation.id)
                self.package.remove(relation.target)
