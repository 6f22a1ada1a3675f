"""Two states of a table put together by rows, three ways where it is known what both come from.

memory.md, *Copies come home*. ``mine`` is the office's own, ``theirs`` the copy. Nothing that both
changed is decided here, and nothing numbered goes: that is a conflict, which stays as mine unless the
person takes theirs. Grey cells come from presses alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsales.core.cells import same
from xlsales.core.column import By, Column
from xlsales.core.pairing import pair
from xlsales.core.typed import Cell
from xlsales.forms.states import TableState, known_by, paired

_HALF = 2


@dataclass(frozen=True)
class Facts:
    """What is known besides the three states.

    ``pressed``: whether a press wrote that value into a given column of the row of that key;
    ``referred``: whether rows elsewhere name that one; ``made``: whether something was made under a
    number.
    """

    pressed: Callable[[str, str, Cell], bool]
    referred: Callable[[str], bool]
    made: Callable[[str], bool]


@dataclass(frozen=True)
class Put:
    """A value for a cell of mine; ``at`` is the row's number among mine."""

    at: int
    column: str
    value: Cell


@dataclass(frozen=True)
class Add:
    """A row that mine lacks, with the cells that it gets; ``at`` is its number among theirs."""

    at: int
    cells: Mapping[str, Cell]
    renumbered: bool = False


@dataclass(frozen=True)
class Remove:
    """A row of mine that goes, by its number."""

    at: int


@dataclass(frozen=True)
class Conflict:
    """What cannot be told: a cell, or without a column a whole row that one side lacks.

    ``mine`` and ``theirs`` are the rows' numbers on their sides; ``does`` is what taking theirs does,
    None where it cannot be taken: a row with a number never goes.
    """

    mine: int | None
    theirs: int | None
    column: str | None
    base: Cell
    does: Put | Add | Remove | None


@dataclass
class Merge:
    """What becomes of a table of mine."""

    put: list[Put] = field(default_factory=list)
    added: list[Add] = field(default_factory=list)
    deleted: list[Remove] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merged(
    base: TableState | None,
    mine: TableState,
    theirs: TableState,
    facts: Facts,
    earlier: TableState | None = None,
) -> Merge:
    """Return what becomes of mine; without a base every difference is a conflict.

    ``earlier`` is a state before the base from which the copy may come as well. What differs
    between the two, mine may have changed after the copy was made: a conflict, too.
    """
    work = _Work(base, mine, theirs, facts, earlier)
    if base is None:
        work.two_ways()
    else:
        work.three_ways(base)
    return work.done


class _Work:
    def __init__(
        self,
        base: TableState | None,
        mine: TableState,
        theirs: TableState,
        facts: Facts,
        earlier: TableState | None,
    ) -> None:
        self.table = mine.table
        self.earlier = earlier
        self.before: dict[int, int] = {}
        """Where the rows of the base stood earlier."""
        self.had: set[int] = set()
        """The rows of the copy that were there earlier."""
        if earlier is not None and base is not None:
            self.before = {at: was for was, at in self._paired(earlier, base)[0].items()}
            self.had = set(self._paired(earlier, theirs)[0].values())
        self.base, self.mine, self.theirs, self.facts = base, mine, theirs, facts
        there = mine.columns.keys() & theirs.columns.keys()
        self.columns = [
            column
            for column in self.table.columns
            if column.by is not By.MACRO and column.key in there
        ]
        self.done = Merge()

    # --- rows -----------------------------------------------------------------------------

    def two_ways(self) -> None:
        both, ours, others = self._paired(self.mine, self.theirs)
        for at, to in both.items():
            self._cells(None, at, to)
        for at in ours:
            self._stays(at)
        for to in others:
            self.done.conflicts.append(Conflict(None, to, None, None, self._new(to)))

    def three_ways(self, base: TableState) -> None:
        ours, _, came = self._paired(base, self.mine)
        others, _, new = self._paired(base, self.theirs)
        for at in range(len(base)):
            here, there = ours.get(at), others.get(at)
            if here is not None and there is not None:
                self._cells(at, here, there)
            elif here is not None:
                self._gone_there(base, at, here)
            elif there is not None:
                self._gone_here(base, at, there)
        self._came(came, new)

    def _paired(
        self, before: TableState, after: TableState
    ) -> tuple[dict[int, int], list[int], list[int]]:
        """Pair rows; where buttons give the numbers, two numbers are two rows."""
        found = paired(before, after)
        both = dict(found.both)
        gone, came = list(found.deleted), list(found.added)
        if self.table.is_numbered:
            for at, to in found.both:
                one, other = before.keys[at], after.keys[to]
                if one is not None and other is not None and one != other:
                    del both[at]
                    gone.append(at)
                    came.append(to)
        return both, sorted(gone), sorted(came)

    def _gone_there(self, base: TableState, at: int, here: int) -> None:
        """The copy lacks a row: it goes here, too, if it was not touched and nobody needs it."""
        key = self.mine.keys[here]
        numbered = key is not None and self.table.is_numbered
        needed = numbered or (key is not None and self.facts.referred(key))
        needed = needed or (self.earlier is not None and at not in self.before)
        if needed or not self._unchanged(base, at, self.mine, here):
            self._stays(here)
        else:
            self.done.deleted.append(Remove(here))

    def _stays(self, here: int) -> None:
        """Leave it to the person whether a row goes that the copy lacks."""
        goes = self.mine.keys[here] is None or not self.table.is_numbered
        does = Remove(here) if goes else None
        self.done.conflicts.append(Conflict(here, None, None, None, does))

    def _gone_here(self, base: TableState, at: int, there: int) -> None:
        """Mine lacks a row: it stays away, unless the copy changed it, or it has a number."""
        numbered = self.theirs.keys[there] is not None and self.table.is_numbered
        if numbered or not self._unchanged(base, at, self.theirs, there):
            self.done.conflicts.append(Conflict(None, there, None, None, self._new(there)))

    def _came(self, ours: Sequence[int], others: Sequence[int]) -> None:
        """Add the rows that came in the copy alone."""
        left = list(ours)
        for there in others:
            alike = [here for here in left if self._equal(here, there)]
            alike.sort(key=lambda here: self.mine.keys[here] != self.theirs.keys[there])
            if alike:  # both have it; of grey cells presses may tell more
                left.remove(alike[0])
                if self.mine.keys[alike[0]] in {None, self.theirs.keys[there]}:
                    self._cells(None, alike[0], there)
                continue
            key = self.theirs.keys[there]
            here = self.mine.by_key.get(key) if key is not None else None
            if here is None and there in self.had:  # mine may have deleted it since
                self.done.conflicts.append(Conflict(None, there, None, None, self._new(there)))
            elif here is None:
                self.done.added.append(self._new(there))
            elif (
                self._likeness(here, there)
                or not self.table.is_numbered
                or self.facts.made(str(key))
            ):
                self._cells(None, here, there)
            else:
                self.done.added.append(self._new(there, renumbered=True))

    def _new(self, there: int, *, renumbered: bool = False) -> Add:
        """Return a row of the copy as it comes; of its grey cells what presses wrote."""
        key = self.theirs.keys[there]
        cells: dict[str, Cell] = {}
        for column in self.columns:
            cell = _cell(self.theirs, column.key, there)
            if cell is None or (
                column.by is By.GIVEN and (renumbered or not self._told(key, column, cell))
            ):
                continue
            cells[column.key] = cell
        if self.table.is_numbered and not all(name in cells for name in self.table.key):
            cells = {name: cell for name, cell in cells.items() if not self._is_given(name)}
        return Add(there, cells, renumbered)

    # --- cells ----------------------------------------------------------------------------

    def _cells(self, at: int | None, here: int, there: int) -> None:
        """Put the cells of one row together; without ``at`` it is not known what they were."""
        for column in self.columns:
            mine, theirs = _cell(self.mine, column.key, here), _cell(self.theirs, column.key, there)
            if same(mine, theirs):
                continue
            was = None if at is None or self.base is None else _cell(self.base, column.key, at)
            known = at is not None
            if column.by is By.GIVEN:
                key = self.theirs.keys[there] or self.mine.keys[here]
                if not self._told(key, column, theirs):
                    continue
                known = known or mine is None
            if known and same(theirs, was):
                continue
            put = Put(here, column.key, theirs)
            if known and same(mine, was) and not self._doubtful(at, column.key, was):
                self.done.put.append(put)
            else:
                self.done.conflicts.append(Conflict(here, there, column.key, was, put))

    def _doubtful(self, at: int | None, name: str, was: Cell) -> bool:
        """Return whether a cell of the base held something else earlier."""
        row = None if at is None else self.before.get(at)
        if row is None or self.earlier is None:
            return False
        return not same(_cell(self.earlier, name, row), was)

    def _told(self, key: str | None, column: Column, cell: Cell) -> bool:
        return key is not None and self.facts.pressed(key, column.key, cell)

    def _is_given(self, name: str) -> bool:
        return self.table.by_key[name].by is By.GIVEN

    def _persons(self) -> Iterator[str]:
        yield from (column.key for column in self.columns if column.by is By.PERSON)

    def _unchanged(self, base: TableState, at: int, state: TableState, row: int) -> bool:
        return all(
            same(_cell(base, column.key, at), _cell(state, column.key, row))
            for column in self.columns
            if column.key in base.columns
        )

    def _equal(self, here: int, there: int) -> bool:
        """Return whether people wrote the same into two rows."""
        return all(
            same(_cell(self.mine, name, here), _cell(self.theirs, name, there))
            for name in self._persons()
        )

    def _likeness(self, here: int, there: int) -> bool:
        """Return whether two rows with one number are one row: half of what is filled is equal."""
        pairs = [
            (_cell(self.mine, name, here), _cell(self.theirs, name, there))
            for name in self._persons()
        ]
        filled = [each for each in pairs if each != (None, None)]
        return _HALF * sum(same(*each) for each in filled) >= len(filled)


def _cell(state: TableState, name: str, row: int) -> Cell:
    cells = state.columns.get(name)
    cell = None if cells is None else cells[row]
    return None if cell == "" else cell


def differing(one: TableState, other: TableState) -> int:
    """Return in how many cells two states differ, those that macros compute left out."""
    names = [column.key for column in one.table.columns if column.by is not By.MACRO]
    found = pair(one, other, known_by(one.table))
    count = sum(len(_filled(one, names, at)) for at in found.deleted)
    count += sum(len(_filled(other, names, at)) for at in found.added)
    return count + sum(
        not same(_cell(one, name, at), _cell(other, name, to))
        for at, to in found.both
        for name in names
    )


def _filled(state: TableState, names: Sequence[str], at: int) -> list[str]:
    return [name for name in names if _cell(state, name, at) is not None]
