"""What a column's cells are checked and coloured by, taken over from a workbook made here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsales.office import references
from xlsales.office.editing import formulas, markup
from xlsales.office.editing.adopting import Adopted, spelled
from xlsales.office.editing.colours import is_ours, last_priority
from xlsales.office.editing.sheet import SheetPart
from xlsales.office.editing.tables import with_ranges
from xlsales.office.references import Area

_VALIDATIONS = b"dataValidation", b"dataValidations"
_IGNORED = b"ignoredError", b"ignoredErrors"
_NAME = re.compile(r"(?:list|labels|live)_\w+")


@dataclass(frozen=True)
class Model:
    """A sheet made here whose columns stand elsewhere on ours, and rows ``rows`` further down."""

    sheet: SheetPart
    columns: Mapping[int, int]
    rows: int

    def area(self, theirs: Area, column: int) -> Area:
        """Return where a column of an area of theirs is on our sheet."""
        at = self.columns[column]
        return Area(theirs.top + self.rows, at, theirs.bottom + self.rows, at)

    def covering(self, name: bytes, column: int) -> Iterator[tuple[bytes, bytes, Area, Area]]:
        """Yield tag and content of what covers a column of theirs, where, and where it begins.

        A formula in it is told from where it begins.
        """
        tail, p = self.sheet.tail, self.sheet.prefix
        for span in markup.find_all(tail, p, name):
            tag = markup.tag_of(tail, span)
            areas = areas_in(markup.get(tag, b"sqref") or b"")
            for area in areas:
                if area.left <= column <= area.right:
                    corner = Area(min(a.top for a in areas), min(a.left for a in areas), 0, 0)
                    yield tag, markup.inner_of(tail, span), area, corner

    def formula(self, text: str, corner: Area, at: references.Place) -> str | None:
        """Return a formula as our sheet has it; None if that lacks a column that it names."""
        here = formulas.translated(text, (corner.top, corner.left), at)
        return formulas.placed(here, self.columns, self.rows)

    def content(self, inner: bytes, corner: Area, at: references.Place, p: bytes) -> bytes | None:
        """Return the formulas of a check or format, and what they stand in, as our sheet has it."""
        for name in (b"formula", b"formula1", b"formula2"):
            for span in reversed(list(markup.find_all(inner, self.sheet.prefix, name))):
                text = self.formula(markup.text(markup.inner_of(inner, span)), corner, at)
                if text is None:
                    return None
                inner = inner[: span.inner] + markup.escaped(text) + inner[span.inner_end :]
        return spelled(inner, p)


def areas_in(sqref: bytes) -> list[Area]:
    """Return the areas of an ``sqref``."""
    return [a for part in sqref.split() if (a := references.area(part.decode())) is not None]


def add_check(ours: SheetPart, model: Model, column: int) -> set[str]:
    """Check the cells of a column of ours as theirs are; return the names of lists that it uses."""
    for tag, inner, area, corner in model.covering(b"dataValidation", column):
        content = model.content(inner, corner, (area.top, column), ours.prefix)
        if content is None:
            continue
        where = references.area_ref(model.area(area, column))
        line = spelled(markup.put(tag, b"sqref", where), ours.prefix)
        if not line.endswith(b"/>"):
            line += content + b"</%sdataValidation>" % ours.prefix
        _append(ours, *_VALIDATIONS, line)
        return set(_NAME.findall(markup.text(content)))
    return set()


def drop_checks(ours: SheetPart, column: int, first: int) -> None:
    """Check the cells of a column from row ``first`` on by nothing any more."""

    def without(area: Area) -> list[Area]:
        top, left, bottom, right = area
        if not left <= column <= right or bottom < first:
            return [area]
        found = [Area(top, left, first - 1, right)] if top < first else []
        top = max(top, first)
        if left < column:
            found.append(Area(top, left, bottom, column - 1))
        if column < right:
            found.append(Area(top, column + 1, bottom, right))
        return found

    ours.tail = with_ranges(ours.tail, ours.prefix, without, kinds=(_VALIDATIONS,))


def is_coloured(ours: SheetPart, column: int, first: int) -> bool:
    """Return whether a column's cells have a conditional format besides those of findings."""
    tail, p = ours.tail, ours.prefix
    return any(
        area.left <= column <= area.right and area.bottom >= first
        for span in markup.find_all(tail, p, b"conditionalFormatting")
        if not is_ours(markup.inner_of(tail, span), p)
        for area in areas_in(markup.get(markup.tag_of(tail, span), b"sqref") or b"")
    )


def add_colours(ours: SheetPart, model: Model, column: int, adopted: Adopted) -> None:
    """Colour the cells of a column of ours as theirs are, after all formats that are there."""
    p, priority = ours.prefix, last_priority(ours)
    for _, inner, area, corner in model.covering(b"conditionalFormatting", column):
        rules: list[bytes] = []
        for span in markup.find_all(inner, model.sheet.prefix, b"cfRule"):
            tag, held = markup.tag_of(inner, span), markup.inner_of(inner, span)
            content = model.content(held, corner, (area.top, column), p)
            if content is None:
                continue
            priority += 1
            tag = markup.put(tag, b"priority", b"%d" % priority)
            if (index := markup.get(tag, b"dxfId")) is not None:
                tag = markup.put(tag, b"dxfId", b"%d" % adopted.colour(int(index)))
            rules.append(spelled(tag, p) + content + b"</%scfRule>" % p)
        if rules:
            where = references.area_ref(model.area(area, column))
            ours.insert(
                b"conditionalFormatting",
                b'<%sconditionalFormatting sqref="%s">%s</%sconditionalFormatting>'
                % (p, where, b"".join(rules), p),
            )


def add_ignored(ours: SheetPart, model: Model, column: int) -> None:
    """Have no mark at numerals in a column's cells that are meant as text, where theirs have none."""
    for tag, _, area, _ in model.covering(b"ignoredError", column):
        where = references.area_ref(model.area(area, column))
        _append(ours, *_IGNORED, spelled(markup.put(tag, b"sqref", where), ours.prefix))


def _append(ours: SheetPart, name: bytes, group: bytes, line: bytes) -> None:
    tail, p = ours.tail, ours.prefix
    span = markup.find(tail, p, group)
    if span is None or span.inner == span.end:
        if span is not None:
            ours.tail = tail[: span.start] + tail[span.end :]
        count = b' count="1"' if group == _VALIDATIONS[1] else b""
        ours.insert(group, b"<%s%s%s>%s</%s%s>" % (p, group, count, line, p, group))
        return
    tail = tail[: span.inner_end] + line + tail[span.inner_end :]
    ours.tail = (
        markup.counted(tail, p, group, name) if b"count=" in tail[span.start : span.inner] else tail
    )
