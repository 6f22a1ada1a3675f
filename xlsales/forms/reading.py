"""From cells to typed rows: whole columns first, then one row model a row (design.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlsales.core.column import OWNER, By, Column, Type
from xlsales.core.exact import plain, rounded
from xlsales.core.finding import Finding, Place, Severity
from xlsales.core.grid import Grid
from xlsales.core.row import At, Book, Row, Table, build
from xlsales.core.text import is_blank
from xlsales.core.typed import Cell, CellError, Reading, read_cell, read_column
from xlsales.core.words import Words
from xlsales.forms.below import is_total, rows_below
from xlsales.forms.not_given import foreign, leave_foreign, typed_over
from xlsales.forms.rules import reading as rules

_Noted = defaultdict[int, list[tuple[str, Reading]]]


def read_grid(grid: Grid) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Return the rows of a table and what reading their cells found.

    Blank rows are no rows. Row ``n`` of the grid is sheet row ``grid.first_row + n``. A cell
    that is required and blank, or cannot be read, is named in its row's ``bad``, and so is one
    whose column is not there or there twice: what is missing is no blank. A blank cell with a
    default reads as the default (an info with its fix). A total made by hand is no row.
    """
    table = grid.table
    unread = unreadable(grid)
    kept = [i for i, cells in enumerate(grid.cells) if _filled(grid, cells)]
    noted: _Noted = defaultdict(list)
    bad: defaultdict[int, set[str]] = defaultdict(set)
    columns = [_column(grid, column, kept, noted, bad) for column in table.columns]
    if grid.foreign:
        leave_foreign(grid, kept, columns, bad)
    names = [column.key for column in table.columns]
    totals = {n for n in bad if is_total(grid, grid.cells[kept[n]])}
    rows = {
        n: build(
            table.model,
            At(grid.book, grid.first_row + index),
            unread | bad[n] if n in bad else unread,
            names,
            values,
        )
        for n, (index, values) in enumerate(zip(kept, zip(*columns, strict=True), strict=True))
        if n not in totals
    }
    findings = [*_layout(grid), *rows_below(grid)]
    for n, index in enumerate(kept):
        if n in totals:
            at = At(grid.book, grid.first_row + index)
            findings.append(Finding(rules.TOTAL_BY_HAND, Place(at, table)))
            continue
        findings += (
            _said(rows[n], table.by_key[key], reading, grid.cell(index, key))
            for key, reading in noted.get(n, ())
        )
        if index in grid.merged:
            findings.append(Finding(rules.MERGED_CELLS, Place(rows[n].at, table)))
        if index in grid.foreign:
            findings += foreign(grid, index, rows[n])
    if grid.typed_over:
        findings += typed_over(grid, {kept[n]: row for n, row in rows.items()})
    return tuple(rows.values()), tuple(findings)


def unreadable(grid: Grid) -> frozenset[str]:
    """Return the columns that cannot be read, of those from which anything follows."""
    columns = (grid.table.by_key[key] for key in (*grid.missing, *grid.doubled))
    return frozenset(c.key for c in columns if not c.aside and c.by is not By.MACRO)


def _filled(grid: Grid, cells: list[Cell]) -> bool:
    for column in grid.table.columns:
        position = grid.columns.get(column.key)
        if position is None or position >= len(cells):
            continue
        cell = cells[position]
        # The grey leftovers of a row that a person cleared do not make it a row.
        if column.by is By.MACRO and not grid.table.is_computed:
            continue
        if not is_blank(cell):
            return True
    return False


def _column(
    grid: Grid,
    column: Column,
    kept: list[int],
    noted: _Noted,
    bad: defaultdict[int, set[str]],
) -> list[object]:
    """Read one column of the kept rows; note what was odd, and which cells cannot be used."""
    key = column.key
    if key in grid.missing or (key in grid.doubled and column.by is not By.MACRO):
        return [None] * len(kept)
    values, odd = read_column(column, grid.column(key, kept), grid.book.year, grid.day_zero)
    for n, reading in odd.items():
        if rules.BY_CODE[reading.code].severity is Severity.ERROR:
            bad[n].add(key)
        grey = column.by is By.MACRO
        noted[n].append((key, Reading(None, rules.GREY_CELL_TYPED.code) if grey else reading))
    if grid.formulas:
        _formulas(grid, column, kept, noted, bad)
    if column.by is not By.MACRO:
        _blanks(grid, column, values, noted, bad)
        if column.type.is_number:
            _bounds(column, values, noted)
    return values


def _formulas(
    grid: Grid, column: Column, kept: list[int], noted: _Noted, bad: defaultdict[int, set[str]]
) -> None:
    position = grid.columns.get(column.key, -1)
    for n, index in enumerate(kept):
        cached = grid.formulas.get((index, position))
        if cached is None:
            continue
        if column.by is not By.PERSON:
            noted[n].append((column.key, Reading(None, rules.FORMULA_IN_GREY.code)))
        elif not cached:
            noted[n].append((column.key, Reading(None, rules.FORMULA_WITHOUT_VALUE.code)))
            bad[n].add(column.key)


def _blanks(
    grid: Grid,
    column: Column,
    values: list[object],
    noted: _Noted,
    bad: defaultdict[int, set[str]],
) -> None:
    default = grid.book.owner or None if column.default is OWNER else column.default
    if default is None and not column.required:
        return
    for n, value in enumerate(values):
        if value is not None or (n in bad and column.key in bad[n]):
            continue
        if default is not None:
            values[n] = default
            noted[n].append((column.key, Reading(default, rules.DEFAULT_USED.code, default)))
        else:
            bad[n].add(column.key)
            noted[n].append((column.key, Reading(None, rules.REQUIRED.code)))


def _bounds(column: Column, values: list[object], noted: _Noted) -> None:
    troubles: dict[object, str | None] = {None: None}
    for n, value in enumerate(values):
        if value not in troubles:
            troubles[value] = column.trouble(value)
        code = troubles[value]
        if code is not None:
            fix = None
            if code == rules.TOO_MANY_DECIMALS.code and isinstance(value, Decimal):
                fix = rounded(value, column.type.places or 0)
            noted[n].append((column.key, Reading(value, code, fix)))


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
