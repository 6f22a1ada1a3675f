"""A macro's table by the keys of its rows: what stays, what comes, what goes (forms.md).

Rows that stay keep their order, whatever order a person gave them. New ones come where the macro
has them; where a person sorted the table, or wrote something beside it, they come at its end, and
no other row moves for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlsales.core.arrangement import Arrangement
from xlsales.core.row import Row


@dataclass(frozen=True)
class Recomputed:
    """How a table's rows stand afterwards: ``rows`` with the sheet row that each has then."""

    arrangement: Arrangement
    rows: tuple[tuple[int, Row], ...]
    gone: tuple[Row, ...]


def recomputed(
    there: Sequence[Row], rows: Sequence[Row], first: int, last: int, annotated: Callable[[], bool]
) -> Recomputed:
    """Match the rows of a table with those a macro computed, by their identities.

    ``there`` stand in sheet rows ``first`` to ``last``, perhaps with blank ones between, which
    stay. Whether a person wrote something beside them is asked where it matters.
    """
    pool: defaultdict[object, list[Row]] = defaultdict(list)
    for row in there:
        if row.identity is not None:
            pool[row.identity].append(row)
    staying: list[int | None] = []
    for row in rows:
        held = pool.get(row.identity)
        staying.append(held.pop(0).at.row if held else None)
    stay = {row for row in staying if row is not None}
    gone = tuple(row for row in there if row.at.row not in stay)
    leaving = {row.at.row for row in gone}
    kept = [row for row in range(first, last + 1) if row not in leaving]
    order = _inserted(kept, staying) if _in_order(staying) else None
    if order is None or (_moves(order) and annotated()):
        order = [*kept, *(None for row in staying if row is None)]
    places = {was: first + i for i, was in enumerate(order) if was is not None}
    came = iter([first + i for i, was in enumerate(order) if was is None])
    found = [
        (next(came) if was is None else places[was], row)
        for was, row in zip(staying, rows, strict=True)
    ]
    while order and order[-1] is None:  # these are added under the table
        order.pop()
    arrangement = Arrangement(first, max(0, last - first + 1), tuple(order))
    return Recomputed(arrangement, tuple(found), gone)


def _in_order(staying: Sequence[int | None]) -> bool:
    there = [row for row in staying if row is not None]
    return all(a < b for a, b in pairwise(there))


def _inserted(kept: Sequence[int], staying: Sequence[int | None]) -> list[int | None]:
    """Return the rows that are kept with new ones between, each behind the macro's row before it."""
    order: list[int | None] = []
    at = 0
    for row in staying:
        if row is None:
            order.append(None)
            continue
        end = kept.index(row, at) + 1
        order += kept[at:end]
        at = end
    return [*order, *kept[at:]]


def _moves(order: Sequence[int | None]) -> bool:
    """Return whether a row that comes stands above one that stays."""
    came = order.index(None) if None in order else len(order)
    return any(row is not None for row in order[came:])
