"""A table in the store: its cells as they stand, and its rows and findings as they were read.

Each column is kept once, as distinct cells and what each was read as (``columns``). So the rows come
without a cell being looked at, and the cells when somebody asks for them: to edit them, or since a
given cell was typed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from xlsales.core.coded import Coded, coded
from xlsales.core.finding import Finding
from xlsales.core.frame import Frame
from xlsales.core.grid import Grid, Near
from xlsales.core.row import Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.office.reading.glance import Formulas
from xlsales.office.store.blocks import Entry, Writing
from xlsales.office.store.columns import beside, from_bytes, to_bytes
from xlsales.office.store.findings import dump_finding, load_finding
from xlsales.office.store.values import CannotStore, dump, dump_all, load, load_all

_SAME = "same"
"""What typed values are where each is its cell, and None where that is an empty text."""
_LATER = frozenset({"cells", "formulas"})


# --- writing -------------------------------------------------------------------------------


def write(
    into: Writing, grid: Grid, rows: Sequence[Row], findings: Sequence[Finding]
) -> Mapping[str, Any]:
    """Write a table as it was read; return what the head says of it.

    Raises:
        CannotStore: it holds what the store does not know.
    """
    table = grid.table
    width = max(map(len, grid.cells), default=0)
    lengths = [len(row) for row in grid.cells]
    kept = [row.at.row - grid.first_row for row in rows]
    whole = len(kept) == len(grid.cells)
    read, grid.read = grid.read if whole else {}, {}
    held = list(map(vars, rows))  # a model's attributes one by one take five times as long
    positions = {position: key for key, position in grid.columns.items()}
    columns: list[Any] = []
    alone: dict[str, Any] = {}
    for position in range(width):
        key = positions.get(position, "")
        if key in read:
            columns.append(_column(into, *read[key]))
            continue
        raw = coded([row[position] if position < len(row) else None for row in grid.cells])
        typed = list(map(itemgetter(key), held)) if key else None
        found = None if typed is None else beside(raw, None if whole else kept, typed)
        columns.append(_column(into, raw, found))
        if key and found is None:
            alone[key] = _alone(into, typed or ())
    for column in table.columns:
        if grid.columns.get(column.key, width) >= width:
            alone[column.key] = _alone(into, list(map(itemgetter(column.key), held)))
    return {
        "table": table.name,
        "columns": dict(grid.columns),
        "first_row": grid.first_row,
        "missing": grid.missing,
        "doubled": grid.doubled,
        "near": {key: asdict(near) for key, near in grid.near.items()},
        "sheet": grid.sheet,
        "named": grid.named,
        "copies": grid.copies,
        "day_zero": grid.day_zero.toordinal(),
        "merged": sorted(grid.merged),
        "below": {row: list(map(dump, cells)) for row, cells in grid.below.items()},
        "height": len(grid.cells),
        "lengths": None if set(lengths) <= {width} else lengths,
        "cells": columns,
        "formulas": _formulas(into, grid),
        "rows": None if len(kept) == len(grid.cells) else kept,
        "alone": alone,
        "bad": into.add_json([[n, sorted(row.bad)] for n, row in enumerate(rows) if row.bad]),
        "findings": into.add_json([dump_finding(each, grid.book, table) for each in findings]),
    }


def _column(into: Writing, raw: Coded, read: Sequence[object] | None) -> dict[str, Any]:
    """Write a column's cells, and what each distinct one was read as where that is one thing."""
    codes = None if raw.codes is None else into.add(to_bytes(raw.codes, len(raw.values)))
    found: dict[str, Any] = {
        "count": len(raw.values),
        "codes": codes,
        "raw": into.add_json(dump_all(raw.values)),
        "typed": None,
    }
    if read is not None:
        texts = _is_text(raw.values) and _is_text(read)  # a choice is equal to its key
        same = texts and [cell or None for cell in raw.values] == read
        found["typed"] = _SAME if same else into.add_json(dump_all(read))
    return found


def _is_text(values: Sequence[object]) -> bool:
    return set(map(type, values)) <= {str, type(None)}


def _alone(into: Writing, typed: Sequence[object]) -> Mapping[str, Any]:
    """Write typed values that do not follow from a column's cells."""
    found = coded(typed)
    codes = None if found.codes is None else into.add(to_bytes(found.codes, len(found.values)))
    return {
        "count": len(found.values),
        "codes": codes,
        "typed": into.add_json(dump_all(found.values)),
    }


def _formulas(into: Writing, grid: Grid) -> Mapping[int, int]:
    if not grid.formulas:
        return {}
    if not isinstance(grid.formulas, Formulas):
        raise CannotStore("formulas")
    return {column: into.add(held) for column, held in grid.formulas.by_column().items()}


# --- reading -------------------------------------------------------------------------------


class StoredGrid(Grid):
    """A grid of the store: its cells and formulas come when they are first asked for."""

    _entry: Entry
    _said: Mapping[str, Any]

    @classmethod
    def of(cls, entry: Entry, said: Mapping[str, Any], table: Table, book: Book) -> StoredGrid:
        """Return what the head of an entry says of a table of a workbook."""
        grid = cls(
            table, book, Lang(entry.head["lang"]), said["columns"], said["first_row"], [],
            missing=tuple(said["missing"]),
            doubled=tuple(said["doubled"]),
            merged=frozenset(said["merged"]),
            day_zero=date.fromordinal(said["day_zero"]),
            below={int(row): list(map(load, cells)) for row, cells in said["below"].items()},
            near={key: Near(**near) for key, near in said["near"].items()},
            sheet=said["sheet"],
            named=tuple(said["named"]),
            copies=tuple(said["copies"]),
        )  # fmt: skip
        grid._entry, grid._said = entry, said
        for name in _LATER:
            delattr(grid, name)
        return grid

    def __getattr__(self, name: str) -> Any:
        """Read the cells or the formulas now."""
        if name not in _LATER:
            raise AttributeError(name)
        found = self._cells() if name == "cells" else self._formulas()
        setattr(self, name, found)
        return found

    @property
    def height(self) -> int:
        """How many rows of cells there are."""
        there = self.__dict__.get("cells")
        return int(self._said["height"]) if there is None else len(there)

    def column(self, key: str, rows: Sequence[int]) -> list[Cell]:
        """Return the cells of a column in some rows, without the others being read."""
        position = self.columns.get(key)
        if "cells" in self.__dict__ or self._said["lengths"] or position is None:
            return super().column(key, rows)
        if position >= len(self._said["cells"]):
            return [None] * len(rows)
        cells = self._across(position)
        return cells if rows == range(len(cells)) else [cells[index] for index in rows]

    def _across(self, position: int) -> list[Any]:
        said = self._said["cells"][position]
        values = load_all(self._entry.json(said["raw"]))
        return _spread(self._entry, said, values)

    def _cells(self) -> list[list[Any]]:
        columns = range(len(self._said["cells"]))
        if not columns:
            return [[] for _ in range(self._said["height"])]
        cells = list(map(list, zip(*map(self._across, columns), strict=True)))
        for row, length in zip(cells, self._said["lengths"] or (), strict=False):
            del row[length:]
        return cells

    def _formulas(self) -> Formulas:
        held = {int(column): self._entry.block(n) for column, n in self._said["formulas"].items()}
        return Formulas.of(held)

    # --- what was read of it ------------------------------------------------------------

    def frame(self, chosen: Sequence[int] | None = None) -> Frame:
        """Return its rows as they were read; or some of them, by their positions."""
        said, entry = self._said, self._entry  # whatever became of the grid
        at = said["first_row"]
        kept: Sequence[int] = range(said["height"]) if said["rows"] is None else said["rows"]
        bad = {row: frozenset(keys) for row, keys in entry.json(said["bad"])}
        if chosen is not None:
            bad = {n: bad[row] for n, row in enumerate(chosen) if row in bad}
        columns = {column.key: self._read(column.key, chosen) for column in self.table.columns}
        rows = range(at, at + len(kept)) if said["rows"] is None else [at + each for each in kept]
        if chosen is not None:
            rows = [rows[each] for each in chosen]
        return Frame(self.table, self.book, rows, columns, bad)

    @property
    def count(self) -> int:
        """How many rows were read."""
        rows = self._said["rows"]
        return int(self._said["height"]) if rows is None else len(rows)

    def where(self, keys: Sequence[str], wanted: Collection[object]) -> list[int]:
        """Return the positions of the rows that have one of some values in a column.

        Of several columns the values are tuples of theirs.
        """
        if len(keys) > 1:
            coded = map(self._coded, keys)
            across = zip(
                *(v if codes is None else map(v.__getitem__, codes) for v, codes in coded),
                strict=True,
            )
            return [n for n, each in enumerate(across) if each in wanted]
        values, codes = self._coded(keys[0])
        there = {code for code, value in enumerate(values) if value in wanted}
        if codes is None or not there:
            return sorted(there)
        return [n for n, code in enumerate(codes) if code in there]

    def values(self, key: str) -> Collection[object]:
        """Return what stands in a column, each value once."""
        values, codes = self._coded(key)
        if codes is None or self._said["rows"] is None:
            return set(values)
        return {values[code] for code in set(codes)}

    def _coded(self, key: str) -> tuple[Sequence[Any], Sequence[int] | None]:
        """Return what a column was read as, each value once, and which of them each row has."""
        found = self._known.get(key)
        if found is None:
            typed, mine, kept = self._typed(key)
            values = _loaded(typed, mine)
            if len(values) != mine["count"]:
                raise ValueError(key)
            codes: Sequence[int] | None = _codes(self._entry, mine)
            if kept is not None:
                codes = kept if codes is None else [codes[index] for index in kept]
            found = self._known[key] = values, codes
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[Sequence[Any], Sequence[int] | None]]:
        """The columns in which rows were looked for."""
        return {}

    def _typed(self, key: str) -> tuple[list[Any], Mapping[str, Any], Sequence[int] | None]:
        """Return a column as JSON holds it, what is said of it, and which of its cells are rows."""
        said, entry = self._said, self._entry
        mine = said["alone"].get(key)
        if mine is not None:
            return entry.json(mine["typed"]), mine, None
        mine = said["cells"][said["columns"][key]]
        return entry.json(mine["raw" if mine["typed"] == _SAME else "typed"]), mine, said["rows"]

    def _read(self, key: str, chosen: Sequence[int] | None = None) -> list[Any]:
        """Return what a column was read as in all rows, or in some."""
        if chosen is not None and key in self._known:
            known, codes = self._known[key]
            return [known[n if codes is None else codes[n]] for n in chosen]
        typed, mine, kept = self._typed(key)
        if chosen is None:
            spread = _spread(self._entry, mine, _loaded(typed, mine))
            return spread if kept is None else [spread[index] for index in kept]
        places = chosen if kept is None else [kept[n] for n in chosen]
        codes = _codes(self._entry, mine)
        typed[1] = [typed[1][each if codes is None else codes[each]] for each in places]
        return _loaded(typed, mine)

    @property
    def places(self) -> Sequence[int]:
        """The sheet rows of its rows."""
        at, rows = self._said["first_row"], self._said["rows"]
        return range(at, at + self._said["height"]) if rows is None else [at + n for n in rows]

    def _bytes(self, key: str) -> tuple[object, ...]:
        """Return what the store holds of a column that was read: the same bytes for the same."""
        said = self._said
        mine = said["alone"].get(key) or said["cells"][said["columns"][key]]
        typed = mine["raw" if mine["typed"] == _SAME else "typed"]
        held = [None if n is None else self._entry.packed(n) for n in (mine["codes"], typed)]
        return mine["count"], mine["typed"] == _SAME, *held

    def _noted(self, places: Sequence[int]) -> Mapping[int, object]:
        """Return by sheet row which cells are bad, and what reading found there, as JSON."""
        noted: dict[int, list[object]] = {
            places[n]: [keys] for n, keys in self._entry.json(self._said["bad"])
        }
        for held in self._entry.json(self._said["findings"]):
            noted.setdefault(held[1], []).append(held)
        return noted

    def findings(self) -> Iterator[Finding]:
        """Yield what reading it found."""
        for held in self._entry.json(self._said["findings"]):
            yield load_finding(held, self.book, self.table)


# --- two contents of one workbook ----------------------------------------------------------


def differing(was: StoredGrid, now: StoredGrid) -> tuple[list[int], list[int]] | None:
    """Return the rows (their positions) in which a table differs from what it was, before and now.

    Rows are the same where they stand on the same sheet row, all their cells were read as the
    same values and reading found the same in them. None where the tables differ as such.
    """
    if any(was._said[key] != now._said[key] for key in ("missing", "doubled", "named")):
        return None
    places = was.places, now.places
    odd: set[int] = set()
    for column in was.table.columns:
        if was._bytes(column.key) == now._bytes(column.key) and places[0] == places[1]:
            continue
        mine = [
            dict(zip(places[n], each._read(column.key), strict=True))
            for n, each in enumerate((was, now))
        ]
        odd.update(at for at, value in mine[1].items() if not _is_same(mine[0].get(at), value))
    odd.update(set(places[0]) ^ set(places[1]))
    said = was._noted(places[0]), now._noted(places[1])
    odd.update(at for at in said[0].keys() | said[1].keys() if said[0].get(at) != said[1].get(at))
    if not odd <= set(places[0]) | set(places[1]):
        return None  # something about the table as a whole
    before, after = ([n for n, at in enumerate(each) if at in odd] for each in places)
    return before, after


def _is_same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other and str(one) == str(other)


def _spread(entry: Entry, said: Mapping[str, Any], values: list[Any]) -> list[Any]:
    if len(values) != said["count"]:
        raise ValueError(said)
    codes = _codes(entry, said)
    return values if codes is None else list(map(values.__getitem__, codes))


def _loaded(typed: Sequence[Any], said: Mapping[str, Any]) -> list[Any]:
    values = load_all(typed)
    return [cell or None for cell in values] if said.get("typed") == _SAME else values


def _codes(entry: Entry, said: Mapping[str, Any]) -> list[int] | None:
    """Return which of a column's distinct values stands in each row; None: each has its own."""
    if said["codes"] is None:
        return None
    return from_bytes(entry.block(said["codes"]), said["count"])
