"""Blocks of cells, read and written whole; whatever is written can be undone exactly.

LibreOffice's ``setDataArray`` alone would not do: it deletes the notes of the cells it fills, and
its Undo leaves what was written in cells that were empty. The way out, found by trying (7.4):

1. ``setArrayFormula`` over the block: its Undo puts back just what was there, contents and formats,
   and it touches no note;
2. ``clearContents``, so that Redo finds cleared cells where nothing is written;
3. ``setDataArray``, and ``setFormulaArray`` where formulas go;
4. number formats last, since their Undo in a column never used before leaves them;
5. all in one undo context. Undo runs backwards, so whatever 2 to 4 leave wrong, 1 sets right;
6. of a tall block the rows are measured once, after all that (``heights``).

Cells with a note are left out of the block and written one by one, by 1 and 3: LibreOffice's Undo
of the first entry in an empty cell takes the note away. ``copyRange`` onto
itself also restores contents, but leaves out hidden rows and doubles pictures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from xlsales.libreoffice.boxes import Box, runs
from xlsales.libreoffice.formats import DATE, GENERAL, LOGICAL, TEXT, Formats
from xlsales.libreoffice.formulas import to_excel, to_office
from xlsales.libreoffice.heights import measured_once, written
from xlsales.libreoffice.undo import document_step
from xlsales.libreoffice.values import date_of, error_of, serial_of

# com.sun.star.sheet.CellFlags: numbers, dates, texts and formulas; notes
CONTENTS, NOTES = 1 | 2 | 4 | 16, 8
_ANY_RESULT = 1 | 2 | 4
# a text: a number would give the whole block the number format of its first cell
_NOTHING = '=""'
_TALL = 100
"""Rows whose measuring takes longer than the three calls that spare it."""
_FORMATS = {dt.datetime: "yyyy/m/d h:mm", dt.date: "yyyy/m/d", dt.time: "h:mm:ss"}


# --- reading -------------------------------------------------------------------------------------


def read_values(sheet: Any, box: Box, formats: Formats) -> list[list[Any]]:
    """What the cells of a block hold: text, float, bool, datetime, CellError, ``""`` where empty."""
    cells = box.of(sheet)
    data = [list(row) for row in cells.getDataArray()]
    dates = partial(date_of, null_date=formats.null_date)
    for kind, area in formats.areas_of(cells, DATE | LOGICAL):
        turn = dates if kind & DATE else bool
        for row in data[area.top - box.top : area.bottom - box.top + 1]:
            for column in range(area.left - box.left, area.right - box.left + 1):
                if type(row[column]) is float:
                    row[column] = turn(row[column])
    for number, row in enumerate(data):
        if None in row:  # only an error comes as nothing at all; its kind is asked cell by cell
            for column, value in enumerate(row):
                if value is None:
                    cell = sheet.getCellByPosition(box.left + column, box.top + number)
                    row[column] = error_of(cell.getError())
    return data


def read_formulas(sheet: Any, box: Box) -> list[list[str]]:
    """Formulas as Excel writes them, and constants as they would be typed."""
    cells = box.of(sheet)
    entered, data = cells.getFormulaArray(), cells.getDataArray()
    texts = [
        [value if type(value) is str else entry for entry, value in zip(*rows, strict=True)]
        for rows in zip(entered, data, strict=True)
    ]
    for address in cells.queryFormulaCells(_ANY_RESULT).getRangeAddresses():
        for row, column in Box.at(address).cells():
            number, place = row - box.top, column - box.left
            texts[number][place] = to_excel(entered[number][place])
    return texts


# --- writing -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sorted:
    """A block's values sorted by how they go into cells; cells counted from the sheet's corner."""

    data: list[list[Any]]  # text and float, "" for nothing
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    dates: dict[tuple[int, int], type] = field(default_factory=dict)
    truths: set[tuple[int, int]] = field(default_factory=set)
    numbers: bool = False
    texts: bool = False


def write_values(
    document: Any,
    sheet: Any,
    box: Box,
    rows: Sequence[Sequence[Any]],
    formats: Formats,
    title: str = "Input",
) -> None:
    """Write a block as Excel would take it: ``=…`` is a formula, unless the cell is for text.

    Args:
        document: the UNO document, ``sheet`` a UNO sheet of it.
        sheet: where to write.
        box: the cells.
        rows: their values, of the box's shape; None or ``""`` empties a cell.
        formats: the document's number formats.
        title: of the step in Edit > Undo, where it is not part of a larger one.
    """
    block = _sorted(box, rows, formats)
    if block.formulas:
        _keep_text(sheet, box, block, formats)
    cells = box.of(sheet)
    once = measured_once(document) if box.height >= _TALL else nullcontext()
    with document_step(document, title), once:
        for_text = set(formats.areas_of(cells, TEXT)) if block.texts else set()
        if box.height == box.width == 1:
            _write_cell(sheet, box.top, box.left, block, box)
        else:
            noted = {
                place
                for address in cells.queryContentCells(NOTES).getRangeAddresses()
                for place in Box.at(address).cells()
            }
            for part in box.without(noted):
                _write_part(sheet, part, block, box)
            for row, column in sorted(noted):
                _write_cell(sheet, row, column, block, box)
        if block.texts:
            # a text such as 00123 has had its cell formatted as text, which Redo would forget
            for _, area in set(formats.areas_of(cells, TEXT)) - for_text:
                formats.apply(area.of(sheet), formats.key_of("@"))
        _set_formats(sheet, box, block, formats)
        written(document, sheet, box)


def _sorted(box: Box, rows: Sequence[Sequence[Any]], formats: Formats) -> _Sorted:
    block = _Sorted([])
    null_date: dt.datetime | None = None
    for row, values in enumerate(rows, box.top):
        line: list[Any] = []
        for column, value in enumerate(values, box.left):
            kind = type(value)
            if kind is str:
                block.texts = True
                if value[:1] == "=" and len(value) > 1:
                    block.formulas[row, column] = value
                line.append(value[1:] if value[:1] == "'" else value)
            elif kind is float:
                block.numbers = True
                line.append(value)
            elif value is None:
                line.append("")
            elif kind is bool:
                block.truths.add((row, column))
                line.append(float(value))
            elif isinstance(value, (dt.date, dt.time, dt.timedelta)):
                block.dates[row, column] = kind
                null_date = null_date or formats.null_date
                line.append(serial_of(value, null_date))
            elif isinstance(value, str):
                block.texts = True
                line.append(str(value))
            else:
                block.numbers = True
                line.append(float(value))
        block.data.append(line)
    return block


def _keep_text(sheet: Any, box: Box, block: _Sorted, formats: Formats) -> None:
    """A cell formatted as text takes ``=1+1`` as text."""
    for _, area in formats.areas_of(box.of(sheet), TEXT):
        for place in [place for place in block.formulas if _within(place, area)]:
            del block.formulas[place]


def _within(place: tuple[int, int], box: Box) -> bool:
    return box.top <= place[0] <= box.bottom and box.left <= place[1] <= box.right


def _set_formats(sheet: Any, box: Box, block: _Sorted, formats: Formats) -> None:
    """Give a cell without a format that of its date or truth value, as Excel does."""
    if block.truths:
        for part in runs(block.truths):
            formats.apply(part.of(sheet), formats.logical())
    if block.dates:
        wanted: dict[str, set[tuple[int, int]]] = {}
        bare = {
            place
            for key, areas in formats.areas(box.of(sheet))
            if formats.text_of(key) == GENERAL or formats.type_of(key) & LOGICAL
            for area in areas
            for place in area.cells()
        }
        for place, kind in block.dates.items():
            if place in bare:
                text = next((_FORMATS[base] for base in kind.__mro__ if base in _FORMATS), "[h]:mm")
                wanted.setdefault(text, set()).add(place)
        for text, places in wanted.items():
            for part in runs(places):
                formats.apply(part.of(sheet), formats.key_of(text))
    if block.numbers:
        # 5 in a cell formatted for TRUE and FALSE would be shown as TRUE
        for _, area in formats.areas_of(box.of(sheet), LOGICAL):
            places = {
                (row, column)
                for row, column in area.cells()
                if type(block.data[row - box.top][column - box.left]) is float
                and (row, column) not in block.truths
            }
            for part in runs(places):
                formats.apply(part.of(sheet), formats.key_of(GENERAL))


def _write_part(sheet: Any, part: Box, block: _Sorted, box: Box) -> None:
    cells = part.of(sheet)
    cells.setArrayFormula(_NOTHING)
    cells.clearContents(CONTENTS)
    formulas = {place: text for place, text in block.formulas.items() if _within(place, part)}
    if len(formulas) < part.height * part.width:
        cells.setDataArray(
            tuple(
                tuple(
                    ""
                    if (row, column) in formulas
                    else block.data[row - box.top][column - box.left]
                    for column in range(part.left, part.right + 1)
                )
                for row in range(part.top, part.bottom + 1)
            )
            if formulas
            else tuple(
                tuple(line[part.left - box.left : part.right - box.left + 1])
                for line in block.data[part.top - box.top : part.bottom - box.top + 1]
            )
        )
    for run in runs(formulas):
        run.of(sheet).setFormulaArray(
            tuple(
                tuple(to_office(formulas[row, column]) for column in range(run.left, run.right + 1))
                for row in range(run.top, run.bottom + 1)
            )
        )


def _write_cell(sheet: Any, row: int, column: int, block: _Sorted, box: Box) -> None:
    cell = sheet.getCellByPosition(column, row)
    value = block.data[row - box.top][column - box.left]
    formula = block.formulas.get((row, column))
    if value == "" and formula is None:
        cell.clearContents(CONTENTS)
        return
    # the first entry in an empty cell would, undone, take its note away
    cell.setArrayFormula(_NOTHING)
    if formula is not None:
        cell.setFormula(to_office(formula))
    elif type(value) is str:
        cell.setString(value)
    else:
        cell.setValue(value)
