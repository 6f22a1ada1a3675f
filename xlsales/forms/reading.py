"""From cells to typed rows: whole columns first, then a row model (architecture.md, *Reading*)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.coded import coded
from xlsales.core.column import OWNER, By, Column, Type
from xlsales.core.exact import plain, rounded
from xlsales.core.finding import Finding, Place, Severity
from xlsales.core.frame import Frame
from xlsales.core.grid import Grid
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.text import are_all_blank, is_blank
from xlsales.core.typed import Cell, CellError, Reading, read_cell, read_distinct
from xlsales.core.words import Words
from xlsales.forms.below import is_total, rows_below
from xlsales.forms.not_given import foreign, leave_foreign, typed_over
from xlsales.forms.rules import reading as rules


def read_grid(grid: Grid) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Return the rows of a table and what reading their cells found.

    Blank rows are no rows. Row ``n`` of the grid is sheet row ``grid.first_row + n``. A cell
    that is required and blank, or cannot be read, is named in its row's ``bad``, and so is one
    whose column is not there or there twice: what is missing is no blank. A blank cell with a
    default reads as the default (an info with its fix). A total made by hand is no row.
    """
    frame, noted, kept = _frame(grid)
    table = grid.table
    totals = {n for n in noted.bad if is_total(grid, grid.cells[kept[n]])}
    rows = list(frame.rows())
    findings = [*_layout(grid), *rows_below(grid)]
    for n, index in enumerate(kept) if noted.odd or totals or grid.merged or grid.foreign else ():
        if n in totals:
            at = At(grid.book, grid.first_row + index)
            findings.append(Finding(rules.TOTAL_BY_HAND, Place(at, table)))
            continue
        findings += (
            _said(rows[n], table.by_key[key], reading, grid.cell(index, key))
            for key, reading in noted.odd.get(n, ())
        )
        if index in grid.merged:
            findings.append(Finding(rules.MERGED_CELLS, Place(rows[n].at, table)))
        if index in grid.foreign:
            findings += foreign(grid, index, rows[n])
    if grid.typed_over:
        typed = {kept[n]: row for n, row in enumerate(rows) if n not in totals}
        findings += typed_over(grid, typed)
    if totals:
        rows = [row for n, row in enumerate(rows) if n not in totals]
    return tuple(rows), tuple(findings)


@dataclass
class _Noted:
    """What was odd, by row (position among the filled ones).

    ``odd`` holds what is to be said of its cells, ``bad`` the columns that cannot be used.
    """

    odd: defaultdict[int, list[tuple[str, Reading]]]
    bad: defaultdict[int, set[str]]


def _frame(grid: Grid) -> tuple[Frame, _Noted, Sequence[int]]:
    """Return a grid's filled rows as columns, what was odd, and their indexes in the grid."""
    unread = unreadable(grid)
    across = cells_across(grid)
    kept = filled_rows(grid, across)
    noted = _Noted(defaultdict(list), defaultdict(set))
    whole = len(kept) == len(grid.cells)
    columns: list[list[object]] = []
    for column in grid.table.columns:
        cells = across.get(column.key)
        if cells is None:
            cells = [None] * len(kept)
        elif not whole:
            cells = [cells[index] for index in kept]
        columns.append(_column(grid, column, cells, kept, noted))
    if grid.foreign:
        grid.read.clear()
        leave_foreign(grid, kept, columns, noted.bad)
    frame = Frame(
        grid.table,
        grid.book,
        [grid.first_row + index for index in kept],
        dict(zip((column.key for column in grid.table.columns), columns, strict=True)),
        {n: unread | bad for n, bad in noted.bad.items()},
        unread,
    )
    return frame, noted, kept


def cells_across(grid: Grid) -> dict[str, Sequence[Cell]]:
    """Return the cells of each column that is there."""
    width = max(grid.columns.values(), default=-1) + 1
    rows = grid.cells
    if any(len(row) < width for row in rows):  # a row may end before the column
        rows = [row + [None] * (width - len(row)) for row in rows]
    across = list(zip(*rows, strict=False))
    return {key: across[at] if across else () for key, at in grid.columns.items()}


def unreadable(grid: Grid) -> frozenset[str]:
    """Return the columns that cannot be read, of those from which anything follows."""
    columns = (grid.table.by_key[key] for key in (*grid.missing, *grid.doubled))
    return frozenset(c.key for c in columns if not c.aside and c.by is not By.MACRO)


def filled_rows(grid: Grid, across: Mapping[str, Sequence[Cell]]) -> Sequence[int]:
    """Return the indexes of rows that are not blank.

    The grey leftovers of a row that a person cleared do not make it a row.
    """
    blank: Sequence[int] = range(len(grid.cells))
    for column in grid.table.columns:
        if column.by is By.MACRO and not grid.table.is_computed:
            continue
        cells = across.get(column.key)
        if cells is not None and not are_all_blank(cells):
            blank = [
                index
                for index in blank
                if not (cell := cells[index]) or (type(cell) is str and not cell[0].isalnum())
                if is_blank(cell)
            ]
        if not blank:
            return range(len(grid.cells))
    gone = set(blank)
    return [index for index in range(len(grid.cells)) if index not in gone]


def _column(
    grid: Grid, column: Column, cells: Sequence[Cell], kept: Sequence[int], noted: _Noted
) -> list[object]:
    """Read one column of the kept rows; note what was odd, and which cells cannot be used."""
    key = column.key
    if key in grid.missing or (key in grid.doubled and column.by is not By.MACRO):
        return [None] * len(kept)
    raw = coded(cells)
    read, said = read_distinct(column, raw.values, grid.book.year, grid.day_zero)
    if len(kept) == len(grid.cells):
        grid.read[key] = raw, read
    values = raw.spread(read)
    for n, reading in raw.where(said).items():
        if rules.BY_CODE[reading.code].severity is Severity.ERROR:
            noted.bad[n].add(key)
        grey = column.by is By.MACRO
        noted.odd[n].append((key, Reading(None, rules.GREY_CELL_TYPED.code) if grey else reading))
    if grid.formulas:
        _formulas(grid, column, kept, noted)
    if column.by is not By.MACRO:
        _blanks(grid, column, values, noted)
        if column.type.is_number:
            _bounds(column, {*read, column.default}, values, noted)
    return values


def _formulas(grid: Grid, column: Column, kept: Sequence[int], noted: _Noted) -> None:
    position = grid.columns.get(column.key, -1)
    for n, index in enumerate(kept):
        cached = grid.formulas.get((index, position))
        if cached is None:
            continue
        if column.by is not By.PERSON:
            noted.odd[n].append((column.key, Reading(None, rules.FORMULA_IN_GREY.code)))
        elif not cached:
            noted.odd[n].append((column.key, Reading(None, rules.FORMULA_WITHOUT_VALUE.code)))
            noted.bad[n].add(column.key)


def _blanks(grid: Grid, column: Column, values: list[object], noted: _Noted) -> None:
    default = grid.book.owner or None if column.default is OWNER else column.default
    if (default is None and not column.required) or None not in values:
        return
    for n, value in enumerate(values):
        if value is not None or (n in noted.bad and column.key in noted.bad[n]):
            continue
        if default is not None:
            grid.read.pop(column.key, None)
            values[n] = default
            noted.odd[n].append((column.key, Reading(default, rules.DEFAULT_USED.code, default)))
        else:
            noted.bad[n].add(column.key)
            noted.odd[n].append((column.key, Reading(None, rules.REQUIRED.code)))


def _bounds(
    column: Column, distinct: Collection[object], values: list[object], noted: _Noted
) -> None:
    wrong = {value: code for value in distinct if (code := column.trouble(value))}
    for n, value in enumerate(values) if wrong else ():
        code = wrong.get(value)
        if code is not None:
            fix = None
            if code == rules.TOO_MANY_DECIMALS.code and isinstance(value, Decimal):
                fix = rounded(value, column.type.places or 0)
            noted.odd[n].append((column.key, Reading(value, code, fix)))


_OF_ROWS = {
    **rules.BY_CODE,
    **{
        rule.code: rule
        for rule in (
            rules.REQUIRED,
            rules.DEFAULT_USED,
            rules.GREY_CELL_TYPED,
            rules.FORMULA_IN_GREY,
            rules.FORMULA_WITHOUT_VALUE,
        )
    },
}


def _said(row: Row, column: Column, reading: Reading, cell: Cell) -> Finding:
    facts: dict[str, object] = {}
    if reading.code == rules.NOT_IN_LIST.code and column.choices is not None:
        facts["known"] = tuple(column.choices)
    elif reading.code == rules.NOT_IN_LIST.code:
        facts["known"] = (Words("是", "Yes"), Words("否", "No"))
    if reading.code == rules.NUMBER_IN_CODE.code:
        facts["read"] = reading.value
    if reading.code == rules.TOO_MANY_DECIMALS.code:
        facts["places"] = column.type.places
        facts["value"] = f"{reading.value:f}"  # all its digits
    if reading.code == rules.PERCENT_UNCLEAR.code:
        number = _number(cell)
        facts["small"], facts["large"] = f"{plain(number)}%", f"{plain(number * 100)}%"
    if reading.code == rules.OUT_OF_RANGE.code:
        facts["bounds"] = bounds(column)
    identity = row.identity
    key = None if identity is None else " ".join(str(part) for part in identity)
    value: object = str(cell) if isinstance(cell, CellError) else cell
    place = Place(row.at, row.table, column.key, key)
    return Finding(_OF_ROWS[reading.code], place, value, facts, reading.fix)


def _number(cell: Cell) -> Decimal:
    """Return the number of a cell that can be read as one."""
    value = read_cell(_PLAIN, cell).value
    assert isinstance(value, Decimal)
    return value


_PLAIN = Column("", "", Type.DECIMAL)


def bounds(column: Column) -> Words:
    """Return the range that a column allows, in words."""
    zh, en = [], []
    scale = 100 if column.type.key == "percent" else 1
    unit = "%" if scale == 100 else ""
    for limit, said, written in (
        (column.more_than, "大于", "more than"),
        (column.at_least, "不小于", "at least"),
        (column.at_most, "不大于", "at most"),
    ):
        if limit is not None:
            shown = f"{plain(limit * scale)}{unit}"
            zh.append(f"{said} {shown}")
            en.append(f"{written} {shown}")
    if column.not_zero:
        zh.append("不为 0")
        en.append("not 0")
    return Words("、".join(zh), ", ".join(en))


# --- what a table lacks ----------------------------------------------------------------------


def _layout(grid: Grid) -> Iterator[Finding]:
    """Find columns that are not there or there twice; their place is the header row."""
    at = At(grid.book, grid.first_row - 1)
    for key in grid.missing:
        near, header = grid.near.get(key), grid.header(key)
        yield Finding(
            rules.MISSING_COLUMN,
            Place(at, grid.table, key),
            near.header if near else None,
            {
                "sheet": grid.title,
                "header": header,
                "near": _NO_NEAR if near is None else _near(f"“{near.header}”"),
            },
            header if near and near.sure else None,
        )
    for key in grid.doubled:
        facts = {"sheet": grid.title, "header": grid.header(key)}
        yield Finding(rules.DOUBLE_COLUMN, Place(at, grid.table, key), None, facts)
    for copy in grid.copies:
        facts = {"sheet": grid.title, "copy": copy}
        yield Finding(rules.TABLE_COPIED, Place(at, grid.table), None, facts)


def missing_table(book: Book, table: Table, grid: Grid | None) -> Finding:
    """Return the finding of a table that is not there; ``grid`` is what could be it, if any is."""
    names = grid.named if grid else ()
    quoted = [f"“{name}”" for name in names]
    near = _near(*quoted) if names else _NO_NEAR
    return Finding(
        rules.TABLE_MISSING,
        Place(At(book, 0), table),
        names or None,
        {"name": table.name, "near": near},
        table.name if len(names) == 1 else None,
    )


_NO_NEAR = Words("", "")


def _near(*what: str) -> Words:
    return Words(f"，最接近的是{'、'.join(what)}", f"; the nearest there is {', '.join(what)}")
