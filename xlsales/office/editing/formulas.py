"""Formulas in the way of a cell: those that fill several cells stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsales.office import references
from xlsales.office.editing import markup


@dataclass(frozen=True)
class Filled:
    """A formula that fills a table's column, as its first row has it."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int, prefix: bytes) -> bytes:
        """Return the element for another cell, its relative references moved along."""
        moved = markup.escaped(translated(self.text, (self.row, self.column), (row, column)))
        return b"<%sf>%s</%sf>" % (prefix, moved, prefix)


def translated(text: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    """Return a formula moved from one cell to another."""
    from openpyxl.formula.translate import Translator

    origin = references.ref(*source).decode()
    moved: str = Translator(f"={text}", origin).translate_formula(references.ref(*target).decode())
    return moved.removeprefix("=")


_PLACE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_PLACES = re.compile(rf"{_PLACE.pattern}(?::{_PLACE.pattern})?")


def placed(text: str, columns: Mapping[int, int], rows: int) -> str | None:
    """Return a formula about a sheet as another one has it; None if that lacks a column.

    ``columns`` says which column of the other one each is; its rows are ``rows`` further down.
    What names a sheet stays as it is.
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer

    found = Tokenizer(f"={text}")
    for token in found.items:
        if (token.type, token.subtype) != (Token.OPERAND, Token.RANGE):
            continue
        if not _PLACES.fullmatch(token.value):
            continue  # a name
        places = list(_PLACE.finditer(token.value))
        if any(references.number(m[2].encode()) not in columns for m in places):
            return None
        token.value = ":".join(
            f"{m[1]}{references.letters(columns[references.number(m[2].encode())]).decode()}"
            f"{m[3]}{int(m[4]) + rows}"
            for m in places
        )
    return "".join(token.value for token in found.items)


def arrays(rows: bytes, prefix: bytes) -> Iterator[references.Area]:
    """Yield the areas of array formulas and data tables."""
    if b"array" not in rows and b"dataTable" not in rows:
        return
    for m in markup.opening(prefix, b"f").finditer(rows):
        held = markup.attributes(m[0])
        if held.get(b"t") in {b"array", b"dataTable"}:
            area = references.area(markup.text(held.get(b"ref", b"")))
            if area is not None:
                yield area


def promoted(rows: bytes, prefix: bytes, gone: Mapping[tuple[int, int], bytes]) -> bytes:
    """Return rows in which shared formulas whose first cell is gone live on in the next one.

    Cells that share a formula hold only its number; the text stands in the first of them.
    """
    masters = {}
    for place, element in gone.items():
        tag = element[: element.index(b">") + 1]
        held = markup.attributes(tag)
        if held.get(b"t") == b"shared" and b"ref" in held and b"si" in held:
            inner = element[len(tag) : element.rfind(b"</")] if b"</" in element else b""
            masters[held[b"si"]] = (place, markup.text(inner))
    if not masters:
        return rows
    heirs: dict[bytes, list[tuple[int, int, int, int]]] = {}
    cell = re.compile(
        rb"<%sc\b(?=[^>]*\br=[\"']([A-Z]+)(\d+))[^>]*>(<%sf\b[^>]*>)"
        % (re.escape(prefix), re.escape(prefix))
    )
    for m in cell.finditer(rows):
        held = markup.attributes(m[3])
        si = held.get(b"si", b"")
        if held.get(b"t") == b"shared" and si in masters:
            heirs.setdefault(si, []).append(
                (int(m[2]), references.number(m[1]), m.start(3), m.end(3))
            )
    changes = []
    for si, found in heirs.items():
        place, text = masters[si]
        row, column, start, tag_end = min(found)
        covered = references.Area(
            min(f[0] for f in found), min(f[1] for f in found),
            max(f[0] for f in found), max(f[1] for f in found),
        )  # fmt: skip
        end = tag_end
        if not rows[start:tag_end].endswith(b"/>"):
            closing = b"</" + prefix + b"f>"
            end = rows.index(closing, tag_end) + len(closing)
        formula = markup.escaped(translated(text, place, (row, column)))
        changes.append(
            (start, end, b'<%sf t="shared" ref="%s" si="%s">%s</%sf>' % (
                prefix, references.area_ref(covered), si, formula, prefix
            ))
        )  # fmt: skip
    for start, end, element in sorted(changes, reverse=True):
        rows = rows[:start] + element + rows[end:]
    return rows
