"""Rows of a table that come, go and move, each with all that stands beside it.

A row is its cells as they lie (values, formulas, styles), the cells beside it that belong to it
(:mod:`xlsales.office.beside`), their notes, links, merged areas, and where nothing else stands in
the sheet row its height and whether it is hidden. Conditional formats, validations and formulas
follow. The table ends where its rows end; what stands below it stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlsales.core.arrangement import Arrangement
from xlsales.core.words import Words
from xlsales.office import references
from xlsales.office.beside import Beside, columns_of_rows, computes, noted
from xlsales.office.editing import formulas, markup, notes
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.parts import Package
from xlsales.office.editing.references import follower
from xlsales.office.editing.rows import cells_of
from xlsales.office.editing.sheet import Like, SheetPart
from xlsales.office.editing.tables import (
    TablePart,
    check_free,
    grow,
    like_of,
    resize,
    tables_of,
    with_ranges,
)


def arrange(book: EditedBook, table: TablePart, wanted: Arrangement) -> TablePart:
    """Let rows of a table come, go and move; return the table as it is then.

    Raises:
        Unusable: merged cells or an array formula hold several rows together that part, or
            something stands below the table where it would grow.
    """
    found = _whole(table, wanted)
    sheet = table.sheet
    columns = columns_of(book, table)
    last = found.first + len(found.order) - 1
    if len(found.order) > found.count:
        check_free(book, table, (found.first + found.count, last), columns)
    _check_held(book, table, found, columns)
    like = like_of(table)
    _unshare(sheet)
    _follow(book, sheet, found, columns)
    moving = _Moving(sheet, found, columns, like, table)
    moving.rows()
    moving.ranges()
    notes.move(book, sheet, moving.place)
    sheet.changed_cells = True
    # rows typed under the table are not in it yet
    bottom = last if table.last >= found.first + found.count - 1 else min(table.last, last)
    if bottom > table.last:
        grow(table, bottom)
    elif bottom < table.last:
        resize(table, bottom)
    top, left, _, right = table.area
    return replace(table, area=references.Area(top, left, bottom + table.totals, right))


def _whole(table: TablePart, wanted: Arrangement) -> Arrangement:
    """Return the arrangement of all rows of a table, blank ones at its end too.

    One row at least stays, and a totals row stays where it is.
    """
    first, count = wanted.first, max(wanted.count, table.last - wanted.first + 1)
    order = [*wanted.order, *range(first + wanted.count, first + count)]
    least = count if table.totals else 1
    return Arrangement(first, count, (*order, *[None] * (least - len(order))))


def columns_of(book: EditedBook, table: TablePart) -> tuple[int, ...]:
    """Return the columns whose cells go where the rows of a table go."""
    _, left, _, right = table.area
    last = table.last
    filled = {c for r, c in notes.texts(book, table.sheet) if table.first <= r <= last}
    headed: set[int] = set()
    for row, _, inner in table.sheet.each_row(table.area[0], last):
        held = {
            column
            for column, span in cells_of(inner, table.sheet.prefix)
            if b"<" in inner[span.inner : span.inner_end]
        }
        filled |= held
        if row < table.first:
            headed |= held
    taken = {
        column
        for other in tables_of(book).values()
        if other.part != table.part and other.sheet is table.sheet
        for column in range(other.area[1], other.area[3] + 1)
        if other.area[0] <= last and other.area[2] >= table.area[0]
    }
    return columns_of_rows(left, right, filled, headed, taken)


def beside(path: Path, name: str, own: Collection[int]) -> dict[int, list[Beside]]:
    """Return what a person put beside the rows of a table, by sheet row; ``own`` are its columns.

    Raises:
        Unusable: the workbook cannot be read.
    """
    with Package(path) as package:
        book = EditedBook(package)
        table = tables_of(book).get(name)
        if table is None:
            return {}
        sheet = table.sheet
        columns = set(columns_of(book, table))
        head = book.texts(sheet, table.area[0], table.area[0])
        found: dict[int, list[Beside]] = {}
        computed = {place for place, _, _, text in _formulas(sheet) if computes(markup.text(text))}
        for (row, column), text in sorted(book.shown(sheet, table.first).items()):
            if column not in own and text.strip() and (row, column) not in computed:
                where = head.get((table.area[0], column)) or references.letters(column).decode()
                held = Beside(Words(where, where), text, moves=column in columns)
                found.setdefault(row, []).append(held)
        for (row, column), text in sorted(notes.texts(book, sheet).items()):
            if column in columns and row >= table.first:
                found.setdefault(row, []).append(
                    noted(
                        head.get((table.area[0], column)), references.letters(column).decode(), text
                    )
                )
        return found


def _check_held(
    book: EditedBook, table: TablePart, found: Arrangement, columns: Collection[int]
) -> None:
    """Make sure that no merged area or array formula spans rows or columns that part."""
    sheet = table.sheet
    last = found.first + found.count - 1
    arrays = list(formulas.arrays(sheet.rows, sheet.prefix))
    for area in (*sheet.merged(), *arrays):
        top, left, bottom, right = area
        if bottom < found.first or top > last:
            continue
        mine = [column in columns for column in range(left, right + 1)]
        stays = all(found.row(row) == row for row in range(top, bottom + 1))
        if stays or not any(mine) or (top == bottom and all(mine)):
            continue
        at = references.area_ref(area).decode()
        if area in arrays:
            raise book.package.refused(
                f"表“{sheet.name}”的 {at} 是一个数组公式，所在的行要移动",
                "请将该公式移到表外，或改成普通公式",
                f"{at} of sheet {sheet.name} is one array formula over rows that move",
                "Move it outside the table or make it an ordinary formula",
            )
        raise book.package.refused(
            f"表“{sheet.name}”的 {at} 是合并单元格，所在的行要移动",
            "请取消合并",
            f"{at} of sheet {sheet.name} is merged over rows that move",
            "Unmerge it",
        )


# --- formulas ------------------------------------------------------------------------------


def _unshare(sheet: SheetPart) -> None:
    """Give every cell that shares a formula its own text: those that move would take it away."""
    if b'"shared"' not in sheet.rows and b"'shared'" not in sheet.rows:
        return
    masters: dict[bytes, formulas.Filled] = {}
    for place, _, held, text in _formulas(sheet):
        if held.get(b"t") == b"shared" and text:
            masters[held.get(b"si", b"")] = formulas.Filled(markup.text(text), *place)
    out: list[bytes] = []
    at = 0
    for place, span, held, text in _formulas(sheet):
        master = masters.get(held.get(b"si", b""))
        if held.get(b"t") == b"shared" and master is not None:
            own = b"<%sf>%s</%sf>" % (sheet.prefix, text, sheet.prefix)
            out += (sheet.rows[at : span.start], own if text else master.at(*place, sheet.prefix))
            at = span.end
    sheet.write_rows(b"".join([*out, sheet.rows[at:]]))


def _formulas(
    sheet: SheetPart,
) -> Iterator[tuple[tuple[int, int], markup.Span, dict[bytes, bytes], bytes]]:
    """Yield place, element in the rows, attributes and text of each formula."""
    name = b"<" + sheet.prefix + b"f"
    for start, number, _, end in sheet.walk():
        inner = sheet.rows[start:end]
        if name not in inner:
            continue
        for column, cell in cells_of(inner, sheet.prefix):
            f = markup.find(inner[: cell.end], sheet.prefix, b"f", cell.start)
            if f is not None:
                span = markup.Span(f.name, *(start + each for each in f[1:]))
                held = markup.attributes(markup.tag_of(inner, f))
                yield (number, column), span, held, markup.inner_of(inner, f)


def _follow(
    book: EditedBook, moved: SheetPart, found: Arrangement, columns: Collection[int]
) -> None:
    """Let formulas and names of the whole workbook follow the rows."""
    followed = follower(moved.name, found, columns)
    for entry in book.workbook.sheets:
        if entry.kind != "worksheet":
            continue
        if entry.part != moved.part and b"!" not in book.package.read(entry.part):
            continue  # no formula there names another sheet
        sheet = book.sheet(entry)
        out: list[bytes] = []
        at = 0
        for _, span, _, text in _formulas(sheet):
            said = markup.text(text)
            if said and (new := followed(said, sheet.name)) != said:
                out += (sheet.rows[at : span.inner], markup.escaped(new))
                at = span.inner_end
        if out:
            sheet.write_rows(b"".join([*out, sheet.rows[at:]]))
            sheet.changed_cells = True
    book.workbook.change_names(lambda meaning: followed(meaning, ""))


# --- rows ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Moving:
    """One sheet whose rows move."""

    sheet: SheetPart
    found: Arrangement
    columns: Collection[int]
    like: Like
    table: TablePart

    def rows(self) -> None:
        """Put the rows where they are afterwards."""
        sheet, found = self.sheet, self.found
        height = max(found.count, len(found.order))
        start, end, there = sheet.rows_from(found.first, found.first + height - 1)
        alone = not any(
            column not in self.columns and b"<" in inner[span.inner : span.inner_end]
            for _, inner in there.values()
            for column, span in cells_of(inner, sheet.prefix)
        )
        made = b"".join(
            self._row(row, there, alone=alone) for row in range(found.first, found.first + height)
        )
        if any(b"<%sf" % sheet.prefix in inner for _, inner in there.values()) or (
            self.like.formulas and found.came
        ):
            sheet.changed_formulas = True
        sheet.write_rows(sheet.rows[:start] + made + sheet.rows[end:])

    def _row(self, row: int, there: Mapping[int, tuple[bytes, bytes]], *, alone: bool) -> bytes:
        found, p = self.found, self.sheet.prefix
        ends = row >= found.first + len(found.order)
        origin = None if ends else found.origin(row)
        cells: dict[int, bytes] = {}
        if origin is not None and origin in there:
            cells = dict(self._cells(there[origin][1], row, mine=True))
        elif not ends and origin is None:
            cells = dict(self._fresh(row))
        tag = there.get(row, (b"", b""))[0]
        if row in there:
            cells |= self._cells(there[row][1], row, mine=False)
        if alone and not ends:
            came = b"<%srow%s>" % (p, self.like.attributes)
            tag = came if origin is None else there.get(origin, (b"", b""))[0]
        elif alone:
            tag = b""
        if not tag and not cells:
            return b""
        tag = markup.put(tag or b"<%srow>" % p, b"spans", None)
        tag = markup.put(
            tag.removesuffix(b"/>").removesuffix(b">").rstrip() + b">", b"r", b"%d" % row
        )
        inner = b"".join(cells[column] for column in sorted(cells))
        return tag + inner + b"</%srow>" % p

    def _cells(self, inner: bytes, row: int, *, mine: bool) -> Iterator[tuple[int, bytes]]:
        """Yield the cells of a row that move with it, or those that do not, numbered anew."""
        for column, span in cells_of(inner, self.sheet.prefix):
            if (column in self.columns) is mine:
                at = references.ref(row, column)
                cell = inner[span.inner : span.end]
                if b" ref=" in cell:  # of an array formula in this one row
                    f = markup.find(cell, self.sheet.prefix, b"f")
                    area = f and references.area(
                        markup.text(markup.get(markup.tag_of(cell, f), b"ref") or b"")
                    )
                    if f and area:
                        ref = references.area_ref(references.Area(row, area[1], row, area[3]))
                        tag = markup.put(markup.tag_of(cell, f), b"ref", ref)
                        cell = cell[: f.start] + tag + cell[f.inner :]
                yield column, markup.put(markup.tag_of(inner, span), b"r", at) + cell

    def _fresh(self, row: int) -> Iterator[tuple[int, bytes]]:
        """Yield the blank cells of a row that comes, as the table's other rows look."""
        p = self.sheet.prefix
        for column in range(self.table.area[1], self.table.area[3] + 1):
            style = self.like.styles.get(column, 0)
            filled = self.like.formulas.get(column)
            content = filled.at(row, column, p) if filled else b""
            tag = b'<%sc r="%s" s="%d"' % (p, references.ref(row, column), style)
            yield column, tag + (b">%s</%sc>" % (content, p) if content else b"/>")

    def place(self, row: int, column: int) -> int | None:
        """Return the row where a cell is afterwards; None: it is gone."""
        found = self.found
        inside = found.first <= row < found.first + found.count and column in self.columns
        return found.row(row) if inside else row

    # --- what follows the rows -------------------------------------------------------------

    def ranges(self) -> None:
        """Let conditional formats, validations, links and merged areas follow."""
        sheet = self.sheet
        sheet.tail = with_ranges(sheet.tail, sheet.prefix, self._areas, ours=True)
        for name, group in ((b"hyperlink", b"hyperlinks"), (b"mergeCell", b"mergeCells")):
            self._refs(name, group)

    def _refs(self, name: bytes, group: bytes) -> None:
        sheet = self.sheet
        tail, p = sheet.tail, sheet.prefix
        for span in reversed(list(markup.find_all(tail, p, name))):
            tag = markup.tag_of(tail, span)
            area = references.area(markup.text(markup.get(tag, b"ref") or b""))
            if area is None or area[0] != area[2]:
                continue
            row = self.place(area[0], area[1])
            if row is None:
                tail = tail[: span.start] + tail[span.end :]
            elif row != area[0]:
                tag = markup.put(
                    tag, b"ref", references.area_ref(references.Area(row, area[1], row, area[3]))
                )
                tail = tail[: span.start] + tag + tail[span.inner :]
        sheet.tail = markup.counted(tail, p, group, name)

    def _areas(self, area: references.Area) -> list[references.Area]:
        """Return what an area covers afterwards: the whole table, or row by row where they are."""
        top, left, bottom, right = area
        found = self.found
        last = found.first + found.count - 1
        if bottom < found.first or top > last or (top <= found.first and bottom >= last):
            return [area]
        mine = [column for column in range(left, right + 1) if column in self.columns]
        if not mine:
            return [area]
        inside = range(max(top, found.first), min(bottom, last) + 1)
        rows = {row for each in inside if (row := found.row(each)) is not None}
        for row in found.came:  # one that came between two that it covers
            after = row + 1
            while after in found.came:
                after += 1
            if row - 1 in rows and after in rows:
                rows.add(row)
        made = []
        others = [column for column in range(left, right + 1) if column not in self.columns]
        end = found.first + len(found.order) - 1
        for west, east in references.runs(mine):
            made += [
                references.Area(first, west, last, east) for first, last in references.runs(rows)
            ]
            if top < found.first:
                made.append(references.Area(top, west, found.first - 1, east))
            if bottom > max(last, end):
                made.append(references.Area(end + 1, west, bottom, east))
        made += [references.Area(top, west, bottom, east) for west, east in references.runs(others)]
        return made
