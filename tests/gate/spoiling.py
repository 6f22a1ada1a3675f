"""What people do to headers and tables, done to the cells in memory as a host would read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.gate.month import copied
from xlsales.core.grid import Grid
from xlsales.core.row import Book, Table
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.memory import InMemory, in_memory
from xlsales.office.reading.headers import heads_of

STRANGE = "另外一栏"
"""A header like no other."""


def headers_of(grid: Grid) -> list[str]:
    return [grid.header(column.key) for column in grid.table.columns]


def gone(header: str) -> str:
    del header
    return ""


def strange(header: str) -> str:
    del header
    return STRANGE


def shortened(header: str) -> str:
    return header[:-1]


def lengthened(header: str) -> str:
    return header + "栏"


HEADERS: Mapping[str, Callable[[str], str]] = {
    "gone": gone,
    "strange": strange,
    "shortened": shortened,
    "lengthened": lengthened,
}


def with_header(grid: Grid, key: str, header: str) -> Grid:
    """Return a table in which a column is headed otherwise."""
    return with_headers(grid, {key: header})


def with_headers(grid: Grid, others: Mapping[str, str]) -> Grid:
    headers = headers_of(grid)
    for key, header in others.items():
        headers[grid.columns[key]] = header
    return _read(grid, headers)


def with_doubles(grid: Grid, keys: Sequence[str]) -> Grid:
    """Return a table with a further column for some, of the same header, as a copy of the first."""
    width = len(headers_of(grid))
    rows = [[*row, *[None] * (width - len(row))] for row in grid.cells]
    wider = [[*row, *(row[grid.columns[key]] for key in keys)] for row in rows]
    return _read(
        dataclasses.replace(grid, cells=wider),
        headers_of(grid) + [grid.header(key) for key in keys],
    )


def _read(grid: Grid, headers: list[str]) -> Grid:
    heads = heads_of(grid.table, headers, 0)
    return dataclasses.replace(
        grid,
        cells=[list(row) for row in grid.cells],
        columns=heads.columns,
        missing=heads.missing,
        doubled=heads.doubled,
        near=heads.near,
    )


def spoilt(grid: Grid, key: str) -> Iterator[tuple[str, Grid]]:
    """Yield a table spoilt in one column in every way, each with its name."""
    for name, made in HEADERS.items():
        if made(grid.header(key)) in grid.table.by_key[key].words:
            continue  # 1-30天 without its last character is the English header
        yield name, with_header(grid, key, made(grid.header(key)))
    yield "doubled", with_doubles(grid, [key])


def office_with(host: InMemory, *grids: Grid) -> InMemory:
    """Return an office with some tables in place of its own; all others are shared with it.

    For presses that are refused: they must not change the first.
    """
    new = in_memory(host.cells.lang)
    new.cells.infos = dict(host.cells.infos)
    new.cells.sheets = {
        **host.cells.sheets,
        **{(g.book, g.table.name): TypedGrid(g) for g in grids},
    }
    return new


def own_office_with(host: InMemory, *grids: Grid) -> InMemory:
    """The same, of which nothing is shared."""
    return copied(office_with(host, *grids))


def without_table(host: InMemory, book: Book, table: Table) -> InMemory:
    new = office_with(host)
    del new.cells.sheets[book, table.name]
    return new


def with_name(host: InMemory, book: Book, table: Table, *names: str) -> InMemory:
    """Return an office in which a table goes by other names."""
    grid = host.cells.sheets[book, table.name].grid
    return office_with(host, dataclasses.replace(grid, named=names))
