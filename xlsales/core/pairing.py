"""Which rows of two states of one table are the same row, and what changed in them.

A row is the same that has the same key. Rows without one, and rows whose key was typed over: equal
rows cancel out; the rest pair by the most equal cells, then by order, with at least half their
filled cells equal; what is left was deleted or added (memory.md, *The history of cells*). So the
changes applied to the one state give the other, exactly; how rows and columns stand is no change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import compress
from operator import eq, ne
from typing import TypeAlias

from xlsales.core.cells import same
from xlsales.core.exact import decimal_of
from xlsales.core.typed import Cell, CellError

_MOST = 250_000
"""How many pairs of rows are weighed, each against each."""
_LIKELY = 64
"""Of more rows than that: how many are weighed for each, those that share its rarest cells."""
_WEIGHED: TypeAlias = tuple[int, int, int]  # cells that differ less, before, after


@dataclass(frozen=True)
class State:
    """The rows of a table at one time: their keys as people write them, None for none, and cells.

    ``columns`` has a cell a row for each column key; all are as long as ``keys``.
    """

    keys: Sequence[str | None]
    columns: Mapping[str, Sequence[Cell]]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.keys)

    def row(self, at: int) -> dict[str, Cell]:
        """Return the filled cells of a row by column key."""
        return {
            name: cells[at] for name, cells in self.columns.items() if cells[at] not in (None, "")
        }

    @cached_property
    def by_key(self) -> Mapping[str | None, int]:
        """The rows by their keys, of several the last."""
        return {key: at for at, key in enumerate(self.keys)}

    @cached_property
    def is_keyed(self) -> bool:
        """Whether each row has a key of its own."""
        return len(self.by_key) == len(self.keys) and None not in self.by_key


@dataclass(frozen=True)
class Pairs:
    """Rows by their numbers in the two states: the same ones, those that went, those that came."""

    both: Sequence[tuple[int, int]]
    deleted: Sequence[int] = ()
    added: Sequence[int] = ()


@dataclass(frozen=True)
class Edited:
    """A cell that holds another value; ``row`` is its row's number in the first state."""

    row: int
    key: str | None
    column: str
    before: Cell
    after: Cell


@dataclass(frozen=True)
class Added:
    """A row that came, with its filled cells; ``row`` is its number in the second state."""

    row: int
    key: str | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Deleted:
    """A row that went, with its filled cells; ``row`` is its number in the first state."""

    row: int
    key: str | None
    cells: Mapping[str, Cell]


Change: TypeAlias = Edited | Added | Deleted


def pair(before: State, after: State, by: Collection[str] = ()) -> Pairs:
    """Return which rows are the same; ``by``: the columns by which rows without a key are known.

    None named: all of them. Of several rows with one key those pair that have the most equal cells.
    """
    if before.is_keyed and after.is_keyed:
        theirs = after.by_key
        both = [
            (at, to) for at, key in enumerate(before.keys) if (to := theirs.get(key)) is not None
        ]
        if len(both) == len(before) == len(after):
            return Pairs(both)
        gone, came = _left(before, after, both)
    else:
        both, gone, came = _by_keys(before, after, by)
    found = _alike(_Weighing(before, after, by), gone, came, half=True)
    both = sorted([*both, *found])
    gone, came = _left(before, after, both)
    return Pairs(both, gone, came)


def changes(before: State, after: State, pairs: Pairs) -> list[Change]:
    """Return what changed: cells by row and column, then rows that went, then rows that came."""
    edited: list[tuple[int, int, Edited]] = []
    ours, theirs = (_in_order([pair[side] for pair in pairs.both]) for side in (0, 1))
    for place, name in enumerate(dict.fromkeys((*before.columns, *after.columns))):
        was, now = _column(before, name, ours), _column(after, name, theirs)
        for n in _different(was, now):
            key = before.keys[ours[n]]
            key = after.keys[theirs[n]] if key is None else key
            edited.append((ours[n], place, Edited(ours[n], key, name, was[n], now[n])))
    edited.sort(key=lambda each: each[:2])
    return [
        *(change for *_, change in edited),
        *(Deleted(at, before.keys[at], before.row(at)) for at in pairs.deleted),
        *(Added(at, after.keys[at], after.row(at)) for at in pairs.added),
    ]


def applied(before: State, found: Iterable[Change]) -> list[dict[str, Cell]]:
    """Return the rows of the second state by their filled cells: those that stayed, then the new."""
    rows = {at: before.row(at) for at in range(len(before))}
    added: list[dict[str, Cell]] = []
    for change in found:
        match change:
            case Edited(after=None | ""):
                rows[change.row].pop(change.column, None)
            case Edited():
                rows[change.row][change.column] = change.after
            case Deleted():
                del rows[change.row]
            case Added():
                added.append(dict(change.cells))
    return [*rows.values(), *added]


def _left(
    before: State, after: State, both: Iterable[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    ours, theirs = map(set, zip(*both, strict=True)) if both else (set(), set())
    return (
        [at for at in range(len(before)) if at not in ours],
        [at for at in range(len(after)) if at not in theirs],
    )


def _by_keys(
    before: State, after: State, by: Collection[str]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return the rows that have one key, and which are left, where keys are blank or doubled."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, state in enumerate((before, after)):
        for at, key in enumerate(state.keys):
            if key is not None:
                places[key][side].append(at)
    weighing = _Weighing(before, after, by)
    both: list[tuple[int, int]] = []
    for ours, theirs in places.values():
        if len(ours) == len(theirs) == 1:
            both.append((ours[0], theirs[0]))
        elif ours and theirs:
            both += _alike(weighing, ours, theirs, half=False)
    return (both, *_left(before, after, both))


# --- rows that no key tells ----------------------------------------------------------------


class _Weighing:
    """How alike rows of two states are, by some of their columns."""

    def __init__(self, before: State, after: State, by: Collection[str]) -> None:
        self.names = [
            name
            for name in dict.fromkeys((*before.columns, *after.columns))
            if not by or name in by
        ]
        self._states = before, after
        self._known: dict[tuple[type, Cell], Hashable] = {}

    def raw(self, side: int, rows: Sequence[int]) -> list[tuple[Cell, ...]]:
        """Return rows of the first or second state as they stand."""
        columns = [_column(self._states[side], name, rows) for name in self.names]
        return list(zip(*columns, strict=True)) if columns else [()] * len(rows)

    def plain(self, side: int, rows: Sequence[int]) -> list[tuple[Hashable, ...]]:
        """Return rows so that cells are equal that say the same."""
        return [tuple(map(self._plain, row)) for row in self.raw(side, rows)]

    def _plain(self, cell: Cell) -> Hashable:
        if cell is None or type(cell) is str:
            return cell or None
        at = type(cell), cell
        if at not in self._known:
            self._known[at] = _plain(cell)
        return self._known[at]


def _plain(cell: Cell) -> Hashable:
    if isinstance(cell, bool | CellError):
        return type(cell), cell
    if isinstance(cell, float | int | Decimal):
        return decimal_of(float(cell))
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell


def _alike(
    weighing: _Weighing, ours: Sequence[int], theirs: Sequence[int], *, half: bool
) -> list[tuple[int, int]]:
    """Pair rows: equal ones, then those with the most equal cells, then by order.

    ``half``: only those with at least half their filled cells equal. Rows that are that many that
    they cannot be weighed each against each pair first where they differ in one column alone.
    """
    found: list[tuple[int, int]] = []
    for view in (weighing.raw, weighing.plain):
        if not (ours and theirs):
            return found
        found += _equal(view(0, ours), view(1, theirs), ours, theirs)
        ours, theirs = _without(found, ours, theirs)
    if len(ours) * len(theirs) > _MOST:
        found += _but_for_one(weighing, ours, theirs)
        ours, theirs = _without(found, ours, theirs)
    if ours and theirs:
        rows, others = weighing.plain(0, ours), weighing.plain(1, theirs)
        weighed = sorted(_weighed(rows, others, half=half))
        free, open_ = set(range(len(ours))), set(range(len(theirs)))
        for _, at, to in weighed:
            if at in free and to in open_:
                free.remove(at)
                open_.remove(to)
                found.append((ours[at], theirs[to]))
    return found


def _without(
    found: Iterable[tuple[int, int]], ours: Sequence[int], theirs: Sequence[int]
) -> tuple[list[int], list[int]]:
    mine, yours = {at for at, _ in found}, {to for _, to in found}
    return [at for at in ours if at not in mine], [to for to in theirs if to not in yours]


def _equal(
    rows: Sequence[Hashable],
    others: Sequence[Hashable],
    ours: Sequence[int],
    theirs: Sequence[int],
) -> list[tuple[int, int]]:
    """Pair equal rows, those that stand in the same place first: most do."""
    mine = list(map(eq, rows, others))
    found = list(compress(zip(ours, theirs, strict=False), mine))
    places: dict[Hashable, list[int]] = {}
    for n in range(len(others) - 1, -1, -1):
        if n >= len(mine) or not mine[n]:
            places.setdefault(others[n], []).append(theirs[n])
    for n, row in enumerate(rows):
        if (n >= len(mine) or not mine[n]) and (left := places.get(row)):
            found.append((ours[n], left.pop()))
    return found


def _but_for_one(
    weighing: _Weighing, ours: Sequence[int], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair rows that differ in one column alone, in that first in which the most do."""

    def without(place: int) -> list[tuple[int, int]]:
        """Pair rows that are equal, and not blank, but for one column."""
        cut = [
            [row[:place] + row[place + 1 :] for row in weighing.plain(side, rows)]
            for side, rows in enumerate((ours, theirs))
        ]
        rows, others = (
            [
                row if any(cell is not None for cell in row) else (side, n)
                for n, row in enumerate(of)
            ]
            for side, of in enumerate(cut)
        )
        return _equal(rows, others, ours, theirs)

    found: list[tuple[int, int]] = []
    places = range(len(weighing.names))
    for place in sorted(places, key=lambda place: -len(without(place))):
        if not (ours and theirs):
            break
        found += without(place)
        ours, theirs = _without(found, ours, theirs)
    return found


def _weighed(
    rows: Sequence[tuple[Hashable, ...]], others: Sequence[tuple[Hashable, ...]], *, half: bool
) -> Iterator[_WEIGHED]:
    """Yield which rows could be the same, by their places, those with the most equal cells least."""
    places: dict[tuple[int, Hashable], list[int]] = defaultdict(list)
    for to, row in enumerate(others):
        for at_cell in enumerate(row):
            places[at_cell].append(to)
    every = len(rows) * len(others) <= _MOST
    filled = [{n for n, cell in enumerate(row) if cell is not None} for row in others]
    for at, row in enumerate(rows):
        mine = {n for n, cell in enumerate(row) if cell is not None}
        sharing = [places[n, row[n]] for n in mine if (n, row[n]) in places]
        if every:
            equal: Mapping[int, int] = Counter(to for each in sharing for to in each)
        else:
            likely: set[int] = set()
            for each in sorted(sharing, key=len):
                likely.update(each[: _LIKELY - len(likely)])
            equal = {to: sum(row[n] == others[to][n] for n in mine) for to in likely}
        if not half:
            equal = {to: equal.get(to, 0) for to in range(len(others))} if every else equal
        for to, count in equal.items():
            if not half or 2 * count >= len(mine | filled[to]):
                yield -count, at, to


# --- cells ---------------------------------------------------------------------------------


def _in_order(rows: list[int]) -> Sequence[int]:
    """Return rows as a range where they are the first ones in their order: most often all."""
    every = range(len(rows))
    return every if rows == list(every) else rows


def _column(state: State, name: str, rows: Sequence[int]) -> list[Cell]:
    cells = state.columns.get(name)
    if cells is None:
        return [None] * len(rows)
    in_order = len(rows) == len(cells) and rows == range(len(rows))
    return list(cells) if in_order else list(map(cells.__getitem__, rows))


def _different(was: list[Cell], now: list[Cell]) -> Iterator[int]:
    """Yield where two columns hold something else."""
    odd = {bool, CellError}  # True is 1 to Python, and an error its text
    if odd.isdisjoint(map(type, was)) and odd.isdisjoint(map(type, now)):
        if was == now:
            return
        likely: Iterable[int] = compress(range(len(was)), map(ne, was, now))
    else:
        likely = range(len(was))
    for n in likely:
        if not same(None if was[n] == "" else was[n], None if now[n] == "" else now[n]):
            yield n
