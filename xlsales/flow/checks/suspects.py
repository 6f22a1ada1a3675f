"""A check over many rows: columns tell which rows come into question, and those are judged.

A check is a function that judges a row, and conditions over columns. Each condition holds of every
row that the judge finds fault with for its reason, and of few others; what it costs is a pass over
some columns. So a single row is the same check on one row, and a test holds the conditions to the
judge alone (``tests/flow/test_suspects.py``). All checks are declared so, those of small tables, too.

Where one row can be judged only beside all others (names proposed, settings set twice), that is
worked out once for the office, and its judge and condition look there what was found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from operator import attrgetter
from typing import Generic

from xlsales.core.across import Across
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, R

Flags = Iterable[object]
"""Row by row whether something holds."""

Condition = Callable[[Office, Across[R], dt.date], Flags]
"""Says of each of some rows whether it comes into question; all their cells could be read."""

Judge = Callable[[Office, R, dt.date], Iterator[Finding]]
"""Finds what is wrong with one row."""

Together = Callable[[Office, dt.date], Iterable[Finding]]
"""Finds what is wrong with any of an office's rows, which cannot be judged one by one."""


class Check(Generic[R]):
    """What can be wrong with the rows of a table: called with rows, it finds all of it."""

    def __init__(
        self, judge: Judge[R], *conditions: Condition[R], together: Together | None = None
    ) -> None:
        """Take the judge of a row, which rows come into question, and what is found together."""
        self.judge = judge
        self._conditions = conditions
        self._together = together

    def __call__(self, office: Office, rows: Sequence[R], today: dt.date) -> Iterator[Finding]:
        """Yield the findings: those of all rows together, then row by row."""
        if self._together is not None and rows:
            mine = {row.at for row in rows}
            yield from (it for it in self._together(office, today) if it.place.at in mine)
        yield from self.row_by_row(office, rows, today)

    def row_by_row(self, office: Office, rows: Sequence[R], today: dt.date) -> Iterator[Finding]:
        """Yield the findings of each row by itself."""
        for row in self.suspects(office, rows, today):
            yield from self.judge(office, row, today)

    def suspects(self, office: Office, rows: Sequence[R], today: dt.date) -> Sequence[R]:
        """Return the rows that come into question; one with a bad cell always does."""
        if not rows:
            return ()
        odd = {n for n, row in enumerate(rows) if row.bad}
        sound = [n for n in range(len(rows)) if n not in odd] if odd else range(len(rows))
        across = Across([rows[n] for n in sound] if odd else rows)
        for condition in self._conditions if len(across) else ():
            odd.update(compress(sound, condition(office, across, today)))
        return [rows[n] for n in sorted(odd)]


def of_other_year(column: str) -> Condition[R]:
    """Return the condition of rows that are dated in another year than their workbook's."""

    def condition(_office: Office, rows: Across[R], _today: dt.date) -> Flags:
        years = set(map(attrgetter("book.year"), rows["at"]))
        if len(years) > 1:
            return repeat(True, len(rows))
        (year,) = years
        return rows.each(column, lambda day: year and day is not None and day.year != year)

    return condition


def told_of(found: Callable[[Office], Mapping[At, object]]) -> Condition[R]:
    """Return the condition of rows of which something was found in one pass over all of them."""

    def condition(office: Office, rows: Across[R], _today: dt.date) -> Flags:
        places = found(office)
        return map(places.__contains__, rows["at"]) if places else repeat(False, len(rows))

    return condition
