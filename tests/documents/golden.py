"""What the parts of a printed workbook hold, as text that a person can read and compare.

``python -m tests.documents.golden`` writes the kept texts (``golden/``) anew, for git to show what
changed. A row stands on one line: its height, then each cell with the letter of its look; looks,
names and page follow from the parts alone, without openpyxl. Of many rows those at the ends of
pages stand there in full, the others as a digest. A further sheet says only what is other on it.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import ascii_letters

from lxml import etree

from tests.documents.papers import PAPERS
from xlsales.documents import render
from xlsales.documents.packing import Parts, parts_of

GOLDEN = Path(__file__).parent / "golden"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAY_0 = date(1899, 12, 30)
_EDGE = 2
"""Rows before and after each end of a page that are written in full."""


@cache
def made_of(name: str) -> bytes:
    """Return the workbook of a paper."""
    paper = PAPERS[name]
    return render(paper.document, paper.lang)


def text_of(workbook: bytes) -> str:
    """Return what a workbook's parts hold."""
    return "\n".join(_Reader(parts_of(workbook)).lines()) + "\n"


class _Reader:
    """Reads the parts of one workbook."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.book = etree.fromstring(parts["xl/workbook.xml"])
        self.looks = _looks(etree.fromstring(parts["xl/styles.xml"]))
        self.letters: dict[str, str] = {}
        shared = parts.get("xl/sharedStrings.xml")
        items = etree.fromstring(shared).iterfind(f"{_MAIN}si") if shared else ()
        self.shared = [_text(item) for item in items]

    def lines(self) -> Iterator[str]:
        yield "members: " + " ".join(sorted(self.parts))
        custom = etree.fromstring(self.parts["docProps/custom.xml"])
        yield "says: " + ", ".join(f"{p.get('name')}={_text(p)}" for p in custom)
        first: list[str] = []
        told: list[str] = []
        for number, sheet in enumerate(self.book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")):
            mine = [*self._sheet(self._part(sheet.get(_ID) or "")), *self._names(number)]
            told += ["", f"sheet {sheet.get('name')}"]
            told += mine if not first else _other(first, mine)
            first = first or mine
        yield "looks:"
        for look, letter in self.letters.items():
            yield f"  {letter} {look}"
        yield from told

    def _part(self, relation: str) -> etree._Element:
        rels = etree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        target = next(str(each.get("Target")) for each in rels if each.get("Id") == relation)
        return etree.fromstring(self.parts[posixpath.join("/xl", target)[1:]])

    def _names(self, number: int) -> Iterator[str]:
        for name in self.book.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName"):
            if name.get("localSheetId") == str(number):
                places = (each.rpartition("!")[2] for each in (name.text or "").split(","))
                yield f"  {name.get('name')} = {', '.join(places)}"

    def _sheet(self, sheet: etree._Element) -> Iterator[str]:
        widths = (f"{each.get('min')}-{each.get('max')}: {each.get('width')}"
                  for each in sheet.iterfind(f"{_MAIN}cols/{_MAIN}col"))  # fmt: skip
        yield f"  widths {', '.join(widths)}"
        for tag in ("sheetFormatPr", "printOptions", "pageMargins", "pageSetup"):
            for each in sheet.iterfind(_MAIN + tag):
                yield f"  {tag} {_attributes(each)}"
        for part in sheet.iterfind(f"{_MAIN}headerFooter/*"):
            if part.text:
                yield f"  {etree.QName(part).localname} {part.text}"
        ends = [int(str(each.get("id"))) for each in sheet.iterfind(f"{_MAIN}rowBreaks/{_MAIN}brk")]
        yield f"  pages end below rows {ends}"
        joined = {
            str(each.get("ref")).partition(":")[0]: str(each.get("ref")).partition(":")[2]
            for each in sheet.iterfind(f"{_MAIN}mergeCells/{_MAIN}mergeCell")
        }
        rows = [(int(str(row.get("r"))), self._row(row, joined))
                for row in sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row")]  # fmt: skip
        yield from _shortened(rows, ends)
        for drawing in sheet.iterfind(f"{_MAIN}drawing"):
            yield f"  drawing {drawing.get(_ID)}"

    def _row(self, row: etree._Element, joined: Mapping[str, str]) -> str:
        cells: list[str] = []
        for cell in row.iterfind(f"{_MAIN}c"):
            place, look = str(cell.get("r")), self.looks[int(cell.get("s", "0"))]
            letter = self.letters.setdefault(look, _letter(len(self.letters)))
            value, end = self._value(cell, look), joined.get(place, "")
            if value or end or not cells or not cells[-1].endswith(f"[{letter}]"):
                column = place.rstrip("0123456789") + (
                    f":{end.rstrip('0123456789')}" if end else ""
                )
                cells.append(f"{column}[{letter}]{value}")
        return f"({float(row.get('ht', '0')):g}) {' '.join(cells)}"

    def _value(self, cell: etree._Element, look: str) -> str:
        text = _text(cell)
        if not text:
            return ""
        kind = cell.get("t", "n")
        if kind == "n":
            is_date = "yyyy" in look
            return f" {_DAY_0 + timedelta(days=int(text))}" if is_date else f" {text}"
        return f" “{self.shared[int(text)] if kind == 's' else text}”"


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _letter(number: int) -> str:
    return ascii_letters[number] if number < len(ascii_letters) else f"z{number}"


def _attributes(element: etree._Element) -> str:
    return " ".join(f"{key!s}={value!s}" for key, value in sorted(element.attrib.items()))


def _shortened(rows: Sequence[tuple[int, str]], ends: Sequence[int]) -> Iterator[str]:
    """Yield the rows beside the ends of pages, and digests of those between."""
    edges = {0, *ends, rows[-1][0]} if rows else set()
    skipped: list[tuple[int, str]] = []
    for number, text in rows:
        near = len(ends) < 3 or any(-_EDGE < number - edge <= _EDGE for edge in edges)
        if near and skipped:
            yield _digest(skipped)
            skipped = []
        if near:
            yield f"  {number} {text}"
        else:
            skipped.append((number, text))
    if skipped:
        yield _digest(skipped)


def _digest(rows: Sequence[tuple[int, str]]) -> str:
    made = sha256("\n".join(text for _, text in rows).encode()).hexdigest()[:12]
    return f"  {rows[0][0]}-{rows[-1][0]} {made}"


def _other(first: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Return the lines of a further sheet that are other than the first one's."""
    return [line for line in mine if line not in set(first)]


def _looks(styles: etree._Element) -> list[str]:
    """Return what each style of a cell looks like."""
    formats = {each.get("numFmtId"): each.get("formatCode")
               for each in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")}  # fmt: skip
    fonts = [_said(each) for each in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    fills = [_said(each) for each in styles.iterfind(f"{_MAIN}fills/{_MAIN}fill")]
    borders = [_border(each) for each in styles.iterfind(f"{_MAIN}borders/{_MAIN}border")]
    return [
        "; ".join(
            filter(None, (
                fonts[int(str(xf.get("fontId")))],
                fills[int(str(xf.get("fillId")))],
                borders[int(str(xf.get("borderId")))],
                formats.get(xf.get("numFmtId"), f"format {xf.get('numFmtId')}"),
                " ".join(_attributes(each) for each in xf),
            ))
        )
        for xf in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    ]  # fmt: skip


def _border(border: etree._Element) -> str:
    """Return the sides of a box that are drawn, alike ones as one."""
    looks: dict[str, list[str]] = {}
    for side in border:
        if side.get("style"):
            look = " ".join([str(side.get("style")), *map(_said, side)])
            looks.setdefault(look, []).append(etree.QName(side).localname)
    return ", ".join(f"{' '.join(sides)}: {look}" for look, sides in looks.items())


def _said(element: etree._Element) -> str:
    """Return what a font, fill or border says, in a few words."""
    said = []
    for each in element.iter():
        values = " ".join(str(value) for _, value in sorted(each.attrib.items()))
        if values:
            said.append(f"{etree.QName(each).localname} {values}")
        elif each is not element and not len(each) and each.tag in {f"{_MAIN}b", f"{_MAIN}i"}:
            said.append(etree.QName(each).localname)
    return ", ".join(said)


def main() -> None:
    """Write all kept texts anew."""
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob("*.txt"):
        if path.stem not in PAPERS:
            path.unlink()
    for name in PAPERS:
        (GOLDEN / f"{name}.txt").write_text(text_of(made_of(name)), encoding="utf-8")
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
