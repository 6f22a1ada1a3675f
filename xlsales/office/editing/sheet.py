"""One worksheet's XML: its cells are set in one forward pass, everything else stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xlsales.core.typed import Cell
from xlsales.office import references
from xlsales.office.editing import formulas, markup
from xlsales.office.editing.parts import Package
from xlsales.office.editing.rows import KEEP, Cells, Pass, Written, cells_of, row_number
from xlsales.office.editing.styles import Styles
from xlsales.office.editing.values import encoded

ORDER = (
    b"sheetPr", b"dimension", b"sheetViews", b"sheetFormatPr", b"cols", b"sheetData",
    b"sheetCalcPr", b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter",
    b"sortState", b"dataConsolidate", b"customSheetViews", b"mergeCells", b"phoneticPr",
    b"conditionalFormatting", b"dataValidations", b"hyperlinks", b"printOptions", b"pageMargins",
    b"pageSetup", b"headerFooter", b"rowBreaks", b"colBreaks", b"customProperties",
    b"cellWatches", b"ignoredErrors", b"smartTags", b"drawing", b"legacyDrawing",
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems",
    b"tableParts", b"extLst",
)  # fmt: skip
"""The order in which a worksheet's parts must stand (ECMA-376, CT_Worksheet)."""


@dataclass(frozen=True)
class Like:
    """What rows added under a table look like: styles by column, the row's own attributes.

    ``after`` is the last row that was there; ``formulas`` fill a column by themselves.
    """

    after: int
    styles: Mapping[int, int]
    attributes: bytes = b""
    formulas: Mapping[int, formulas.Filled] = field(default_factory=dict)


class SheetPart:
    """A worksheet: what stands before its rows, its rows, and what stands after them."""

    def __init__(self, package: Package, part: str, name: str) -> None:
        """Read and take it apart.

        Raises:
            Unusable: it is not written as spreadsheet programs write it.
        """
        self.package, self.part, self.name = package, part, name
        data = package.text(part)
        prefix = markup.prefix_of(data, b"worksheet")
        start = prefix is not None and markup.opening(prefix, b"sheetData").search(data)
        if prefix is None or not start:
            raise package.strange(part)
        self.prefix = prefix
        self._closing = b"</" + prefix + b"sheetData>"
        if start[0].endswith(b"/>"):
            self.head = data[: start.end() - 2].rstrip() + b">"
            self.rows, self.tail = b"", data[start.end() :]
        else:
            end = data.rfind(self._closing)
            if end < 0:
                raise package.strange(part)
            self.head = data[: start.end()]
            self.rows, self.tail = data[start.end() : end], data[end + len(self._closing) :]
        self._was = (self.head, self.tail)
        self._new_rows = False
        self.changed_formulas = False
        """Whether formulas came or went."""
        self.changed_cells = False

    def settle(self) -> None:
        """Hand the sheet back to the package, if it changed."""
        if self._new_rows or self._was != (self.head, self.tail):
            self.package.write(self.part, self.head, self.rows, self._closing, self.tail)
            self._was = (self.head, self.tail)
            self._new_rows = False

    def write_rows(self, rows: bytes) -> None:
        """Give the sheet other rows altogether."""
        self._new_rows = self._new_rows or rows != self.rows
        self.rows = rows

    # --- what stands beside the rows -------------------------------------------------------

    def insert(self, name: bytes, element: bytes) -> None:
        """Put an element after the rows, where the schema wants it."""
        at = markup.place(self.tail, 0, ORDER, name)
        self.tail = self.tail[:at] + element + self.tail[at:]

    def merged(self) -> list[references.Area]:
        """Return the merged areas."""
        found = []
        for m in markup.opening(self.prefix, b"mergeCell").finditer(self.tail):
            area = references.area(markup.text(markup.get(m[0], b"ref") or b""))
            if area is not None:
                found.append(area)
        return found

    def column_style(self, column: int) -> int:
        """Return the style of a column's empty cells."""
        for m in markup.opening(self.prefix, b"col").finditer(self.head):
            held = markup.attributes(m[0])
            if int(held.get(b"min", 0)) <= column <= int(held.get(b"max", 0)):
                return int(held.get(b"style", 0))
        return 0

    def each_row(self, first: int, last: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield number, tag and content of the rows from ``first`` to ``last`` that are there."""
        for at, number, tag, inner in self.walk():
            if number > last:
                return
            if number >= first:
                yield number, tag, self.rows[at:inner]

    def rows_from(self, first: int, last: int) -> tuple[int, int, dict[int, tuple[bytes, bytes]]]:
        """Return where some rows stand in the text, from where to where, and tag and content."""
        start = end = 0
        found: dict[int, tuple[bytes, bytes]] = {}
        for at, number, tag, inner in self.walk():
            if number > last:
                break
            end = inner
            if not tag.endswith(b"/>"):
                end += len(b"</" + self.prefix + b"row>")
            if number < first:
                start = end
            else:
                start = start if found else at - len(tag)
                found[number] = tag, self.rows[at:inner]
        return (start, end, found) if found else (end, end, {})

    def walk(self) -> Iterator[tuple[int, int, bytes, int]]:
        """Yield of each row where its content begins, its number, tag, where its content ends."""
        opening = markup.opening(self.prefix, b"row")
        closing = b"</" + self.prefix + b"row>"
        at = number = 0
        while m := opening.search(self.rows, at):
            number = row_number(m[0], number)
            if m[0].endswith(b"/>"):
                at = m.end()
                yield m.end(), number, m[0], m.end()
            else:
                end = self.rows.find(closing, m.end())
                if end < 0:
                    raise self.package.strange(self.part)
                at = end + len(closing)
                yield m.end(), number, m[0], end

    # --- cells -----------------------------------------------------------------------------

    def set_cells(
        self,
        cells: Cells,
        styles: Styles,
        like: Like | None = None,
        *,
        since_1904: bool = False,
    ) -> None:
        """Set cells by row and column, both counting from 1; those that are absent are added.

        Raises:
            Unusable: a cell lies inside a merged area or a formula that fills several cells, so
                that setting it would break what a person made.
        """
        cells = {row: held for row, held in sorted(cells.items()) if held}
        if not cells:
            return
        self._guard_merged(cells)
        self._guard_arrays(cells)
        walk = _Writing(self, styles, like, since_1904)
        try:
            self.write_rows(walk.through(self.rows, cells))
        except ValueError:
            raise self.package.strange(self.part) from None
        self.changed_cells = True
        if walk.formulas:
            self.changed_formulas = True
            self.rows = formulas.promoted(self.rows, self.prefix, walk.formulas)
        if walk.filled_formulas:
            self.changed_formulas = True
        self._widen(walk.written)

    def _guard_merged(self, cells: Cells) -> None:
        for top, left, bottom, right in self.merged():
            for row in range(top, bottom + 1) if bottom - top < len(cells) else cells:
                for column, value in cells.get(row, {}).items():
                    inside = top <= row <= bottom and left <= column <= right
                    if inside and (row, column) != (top, left) and value not in (None, KEEP):
                        at = references.ref(row, column).decode()
                        raise self.package.refused(
                            f"表“{self.name}”的单元格 {at} 位于合并单元格中",
                            "请取消合并",
                            f"cell {at} of sheet {self.name} lies inside merged cells",
                            "Unmerge them",
                        )

    def _guard_arrays(self, cells: Cells) -> None:
        for area in formulas.arrays(self.rows, self.prefix):
            top, left, bottom, right = area
            hit = sum(
                left <= column <= right
                for row in cells
                if top <= row <= bottom
                for column, value in cells[row].items()
                if value is not KEEP
            )
            if hit and hit != (bottom - top + 1) * (right - left + 1):
                at = references.area_ref(area).decode()
                raise self.package.refused(
                    f"表“{self.name}”的 {at} 是一个数组公式，不能只改其中一部分",
                    "请将该公式移到表外，或改成普通公式",
                    f"{at} of sheet {self.name} is one array formula; a part of it cannot change",
                    "Move it outside the table or make it an ordinary formula",
                )

    def _widen(self, written: Written) -> None:
        """Let ``dimension`` cover the cells written."""
        found = markup.find(self.head, self.prefix, b"dimension")
        if found is None or written.right == 0:
            return
        tag = markup.tag_of(self.head, found)
        old = references.area(markup.text(markup.get(tag, b"ref") or b""))
        if old is None:
            return
        new = references.Area(
            min(old[0], written.top), min(old[1], written.left),
            max(old[2], written.bottom), max(old[3], written.right),
        )  # fmt: skip
        if new != old:
            tag = markup.put(tag, b"ref", references.area_ref(new))
            self.head = self.head[: found.start] + tag + self.head[found.inner :]


class _Writing(Pass):
    """The pass over the rows of one sheet."""

    def __init__(
        self, sheet: SheetPart, styles: Styles, like: Like | None, since_1904: bool
    ) -> None:
        super().__init__(sheet.prefix)
        self._sheet, self._styles, self._like = sheet, styles, like
        self._since_1904 = since_1904
        self._column_styles: dict[int, int] = {}
        self.filled_formulas = False

    def cell(
        self, row: int, column: int, value: Cell, style: int | None, row_style: int | None
    ) -> bytes:
        kind, content, need = encoded(value, self.prefix, since_1904=self._since_1904)
        like = self._like if self._like is not None and row > self._like.after else None
        if not style and like is not None:
            style = like.styles.get(column)
        if style is None:
            style = row_style if row_style is not None else self._column_style(column)
        if like is not None and value is None and column in like.formulas:
            content = like.formulas[column].at(row, column, self.prefix)
            self.filled_formulas = True
        if need.value:
            style = self._styles.fitting(style, need)
        p = self.prefix
        at = references.letters(column)
        s = b' s="%d"' % style if style else b""
        if not content:
            return b'<%sc r="%s%d"%s/>' % (p, at, row, s)
        return b'<%sc r="%s%d"%s%s>%s</%sc>' % (p, at, row, s, kind, content, p)

    def row_attributes(self, row: int) -> bytes:
        if self._like is not None and row > self._like.after:
            return self._like.attributes
        return b""

    def _column_style(self, column: int) -> int:
        found = self._column_styles.get(column)
        if found is None:
            found = self._column_styles[column] = self._sheet.column_style(column)
        return found


def texts(
    rows: Iterator[tuple[int, bytes, bytes]], prefix: bytes, shared: Callable[[int], str]
) -> dict[tuple[int, int], str]:
    """Return the texts of rows by row and column; numbers as written."""
    found = {}
    for number, _, inner in rows:
        for column, span in cells_of(inner, prefix):
            tag, content = markup.tag_of(inner, span), markup.inner_of(inner, span)
            kind = markup.get(tag, b"t")
            said = b"".join(
                markup.inner_of(content, each)
                for name in ((b"t",) if kind == b"inlineStr" else (b"v",))
                for each in markup.find_all(content, prefix, name)
            )
            if kind == b"s" and said.strip().isdigit():
                found[number, column] = shared(int(said))
            elif said:
                found[number, column] = markup.text(said)
    return found
