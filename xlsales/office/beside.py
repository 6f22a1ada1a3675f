"""What stands beside a table and belongs to its rows."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from xlsales.core.words import Words


@dataclass(frozen=True)
class Beside:
    """What a person put beside a row of a macro's table: a cell, or a note at one of its cells.

    ``moves``: whether it goes where the row goes, or stands apart.
    """

    where: Words
    text: str
    moves: bool = True


def noted(head: str | None, column: str, text: str) -> Beside:
    """Return a note at a cell of a column, which has a header or only its letters."""
    where = head or column
    return Beside(Words(f"{where}（批注）", f"the note at {where}"), text)


def computes(formula: str) -> bool:
    """Return whether a formula follows from other cells: then nothing that it shows was typed.

    A blank one shares the text of another's.
    """
    return not formula or bool(re.search(r"\[|[A-Za-z]\$?\d", re.sub('"[^"]*"', "", formula)))


def columns_of_rows(
    left: int, right: int, filled: Collection[int], headed: Collection[int], taken: Collection[int]
) -> tuple[int, ...]:
    """Return the columns whose cells go where the rows of a table go.

    Its own, those that adjoin it without a blank column between (``filled``), and any with a
    header of their own in its header row (``headed``); none that another table has (``taken``).
    The rest of a sheet row has its own place: a sum at the side, a legend.
    """
    found = set(range(left, right + 1))
    for step, column in ((1, right + 1), (-1, left - 1)):
        at = column
        while at in filled and at not in taken:
            found.add(at)
            at += step
    found.update(column for column in headed if column not in taken)
    return tuple(sorted(found))
