"""Rows of a table in an open workbook that come and go, each with all that stands beside it.

What :mod:`xlsales.office.editing.arranging` does to a closed workbook; here the program moves the
rows below up or down, with their looks, notes, conditional formats and validations, and formulas
follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlsales.core.arrangement import Arrangement
from xlsales.core.finding import show
from xlsales.core.text import is_blank
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.hosts.live.formats import set_formats
from xlsales.hosts.live.native import Native, Spot
from xlsales.office import references
from xlsales.office.beside import Beside, columns_of_rows, computes, noted
from xlsales.office.editing import Restored
from xlsales.office.editing.notes import SIGNATURE
from xlsales.office.references import Place, places_of, runs
from xlsales.office.unusable import UNSHOWN, Unusable

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Surroundings:
    """A table with what stands around it on its sheet."""

    program: Native
    spot: Spot
    spots: Sequence[Spot]
    last: int
    """The last row: of the table, or of those typed under it."""

    @cached_property
    def _values(self) -> list[list[Cell]]:
        """The cells from the header row on, from column A to the last that holds anything."""
        sheet, area = self.spot.sheet, self.spot.area
        used = sheet.used_range
        right = max(area[3], used.column + used.shape[1] - 1)
        return self.program.values(sheet.range((area[0], 1), (self.last, right)))

    @cached_property
    def notes(self) -> Mapping[Place, str]:
        """The notes that people wrote in these rows."""
        held = self.program.notes(self.spot.sheet) or {}
        return {
            at: text
            for at, text in sorted(held.items())
            if self.spot.first <= at[0] <= self.last and not text.rstrip().endswith(SIGNATURE)
        }

    @cached_property
    def formulas(self) -> Mapping[Place, str]:
        """The formulas in these rows."""
        sheet = self.spot.sheet
        cells = sheet.range((self.spot.first, 1), (self.last, self.right))
        found: dict[Place, str] = {}
        for top, left, bottom, right in self.program.formulas(cells):
            said = sheet.range((top, left), (bottom, right)).formula
            block = [[said]] if isinstance(said, str) else said
            places = places_of([references.Area(top, left, bottom, right)])
            found |= zip(places, (str(each) for row in block for each in row), strict=True)
        return found

    @property
    def right(self) -> int:
        """The last column that holds anything."""
        return len(self._values[0])

    def value(self, row: int, column: int) -> Cell:
        """Return a cell of the header row or one below."""
        cells = self._values[row - self.spot.area[0]]
        return cells[column - 1] if column <= len(cells) else None

    @cached_property
    def _filled(self) -> set[int]:
        rows = self._values
        held = {i for row in rows for i, cell in enumerate(row, 1) if not is_blank(cell)}
        return held | {column for _, column in self.notes}

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns whose cells go where the rows go."""
        top, left, _, right = self.spot.area
        headed = {i for i, cell in enumerate(self._values[0], 1) if not is_blank(cell)}
        taken = {
            column
            for other in self.spots
            if other.name != self.spot.name and other.sheet.name == self.spot.sheet.name
            if other.area[0] <= self.last and other.area[2] >= top
            for column in range(other.area[1], other.area[3] + 1)
        }
        return columns_of_rows(left, right, self._filled, headed, taken)

    @cached_property
    def alone(self) -> bool:
        """Whether nothing else stands in these sheet rows, so that they can move as a whole."""
        return self._filled <= set(self.columns) and not self.program.has_drawings(
            self.spot.sheet, notes=False
        )

    def ranges(self, first: int, last: int) -> Iterable[xw.Range]:
        """Yield what moves of some rows."""
        sheet = self.spot.sheet
        if self.alone:
            yield sheet.range(f"{first}:{last}")
            return
        for left, right in runs(self.columns):
            yield sheet.range((first, left), (last, right))


def surroundings(program: Native, name: str, last: int) -> Surroundings | None:
    """Return a table with what stands around it; ``last`` is its last row that is known."""
    spots = program.spots()
    spot = next((each for each in spots if each.name == name), None)
    return None if spot is None else Surroundings(program, spot, spots, max(spot.last, last))


# --- what is there -------------------------------------------------------------------------


def beside_open(found: Surroundings, own: Collection[int], lang: Lang) -> dict[int, list[Beside]]:
    """Return what a person put beside the rows, by sheet row; ``own`` are the table's columns."""
    top = found.spot.area[0]
    said: dict[int, list[Beside]] = {}
    computed = {at for at, formula in found.formulas.items() if computes(formula)}
    for row in range(found.spot.first, found.last + 1):
        for column in range(1, found.right + 1):
            cell = found.value(row, column)
            if column not in own and not is_blank(cell) and (row, column) not in computed:
                where = _where(found.value(top, column), column, lang)
                held = Beside(Words(where, where), show(cell, lang), moves=column in found.columns)
                said.setdefault(row, []).append(held)
    for (row, column), text in found.notes.items():
        if column in found.columns:
            head = _where(found.value(top, column), column, lang)
            said.setdefault(row, []).append(noted(head, head, text))
    return said


def _where(head: Cell, column: int, lang: Lang) -> str:
    return references.letters(column).decode() if is_blank(head) else show(head, lang)


def restorable(found: Surroundings, rows: Collection[int], own: Collection[int]) -> list[Restored]:
    """Return what a person put into and beside rows that are to go, so that it can come back.

    The values of the table's ``own`` columns are known otherwise.
    """
    kept: list[Restored] = []
    sheet, columns = found.spot.sheet, found.columns
    colours: dict[Place, tuple[int, int, int]] = {}
    for first, last in runs(rows):
        colours |= found.program.fills(sheet.range((first, columns[0]), (last, columns[-1])))
    for row in rows:
        for column in found.columns:
            cell = sheet.range((row, column))
            at = row, column
            value: Cell = None if column in own else found.value(row, column)
            formula = None if column in own else found.formulas.get(at)
            note, colour = found.notes.get(at), colours.get(at)
            tells = found.alone and column == columns[0]
            if not is_blank(value) or tells or (note, colour) != (None, None):
                kept.append(
                    Restored(
                        row, column, value, formula, note, colour,
                        None if is_blank(value) else cell.number_format,
                        cell.row_height if tells else None, cell.rows.hidden if tells else None,
                    )
                )  # fmt: skip
    return kept


# --- changing it ---------------------------------------------------------------------------


def arrange_open(found: Surroundings, wanted: Arrangement) -> None:
    """Let rows of a table come and go.

    Raises:
        Unusable: merged cells hold rows together that part.
    """
    first, count = wanted.first, max(wanted.count, found.spot.last - wanted.first + 1)
    rest = range(first + wanted.count, first + count)
    order = (*wanted.order, *rest) or (None,)  # one row stays
    full = Arrangement(first, count, order)
    _check_merged(found, full)
    kept = () if found.program.undoes else restorable(found, full.gone, ())
    _arrange(found, full)
    found.program.on_failure(lambda: _back(found, full.back, kept))


def _back(was: Surroundings, back: Arrangement, kept: Sequence[Restored]) -> None:
    """Let rows stand as they did, with what was in them."""
    found = surroundings(was.program, was.spot.name, back.first + back.count - 1)
    if found is None:
        return
    _arrange(found, back)
    restore_open(was.program, was.spot.sheet, kept)
    top, left, bottom, right = was.spot.area
    table = was.spot.sheet.tables[was.spot.name]
    if table.range.shape[0] != bottom - top + 1:
        table.resize(was.spot.sheet.range((top, left), (bottom, right)))


def _arrange(found: Surroundings, full: Arrangement) -> None:
    program, spot = found.program, found.spot
    first = full.first
    left, right = spot.area[1], spot.area[3]
    gone, came = list(full.gone), list(full.came)
    look = program.usual_look(spot.sheet, references.Area(first, left, spot.last, right), gone)
    for one, other in reversed(runs(gone if full.moved else gone[1:])):
        for cells in reversed(list(found.ranges(one, other))):
            cells.delete("up")
    if not full.moved:
        for cells in found.ranges(first, first):
            cells.clear_contents()
        notes = [at for at in found.notes if at[0] == first and at[1] in found.columns]
        program.remove_notes(spot.sheet, notes)
        program.give_look(spot.sheet, look, references.Area(first, left, first, right))
    for one, other in runs(came if full.moved else came[1:]):
        for cells in found.ranges(one, other):
            cells.insert("down")
        for cells in found.ranges(one, other):  # they look like the row above
            cells.clear_formats()
        program.give_look(spot.sheet, look, references.Area(one, left, other, right))


def _check_merged(found: Surroundings, full: Arrangement) -> None:
    sheet, top = found.spot.sheet, found.spot.area[0]
    cells = sheet.range((top, min(found.columns)), (found.last, max(found.columns)))
    for area in found.program.merged(cells):
        rows = range(area[0], area[2] + 1)
        if area[2] < full.first or all(full.row(row) == row for row in rows):
            continue
        across = [column in found.columns for column in range(area[1], area[3] + 1)]
        if not any(across) or (len(rows) == 1 and all(across)):
            continue
        at = references.area_ref(area).decode()
        title = UNSHOWN.sub("\ufffd", sheet.name)
        raise Unusable(
            f"{found.program.name} 没有改动：表“{title}”的 {at} 是合并单元格，所在的行要移动。"
            "请取消合并，然后再试。",
            f"{found.program.name} was not changed: {at} of sheet {title} is merged over rows "
            "that move. Unmerge it, then try again.",
        )


def restore_open(program: Native, sheet: xw.Sheet, cells: Sequence[Restored]) -> None:
    """Fill the cells of rows that came back with what stood there."""
    for one in cells:
        cell = sheet.range((one.row, one.column))
        if one.number_format is not None and cell.number_format != one.number_format:
            cell.number_format = one.number_format
        if one.formula is not None:
            cell.formula = one.formula
        elif one.value is not None:
            if not program.keeps_text:
                set_formats(program, sheet, one.column, {one.row: one.value})
            program.put(cell, [[one.value]])
        if one.colour is not None and cell.color != one.colour:
            cell.color = one.colour
        if one.height and cell.row_height != one.height:
            cell.row_height = one.height
        if one.hidden:
            cell.rows.hidden = True
    program.add_notes(
        sheet, {(one.row, one.column): one.note for one in cells if one.note is not None}
    )
