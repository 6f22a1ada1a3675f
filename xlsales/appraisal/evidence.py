"""Every row behind every actual (appraisal.md, *The score sheet*: Evidence)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.exact import ZERO
from xlsales.core.row import NOWHERE, At, Row
from xlsales.core.words import Words
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator


class Evidence(NamedTuple):
    """A row and what it adds to an actual.

    ``amount`` is its contribution, in yuan or events: those of an actual add up to it to the
    fen. ``what`` calls the row by its name. ``rests_on`` are the rows that it was made of, its own
    first; ``beside`` is where a second one stands that the amount rests on: the cost, the ruling,
    the invoice of a line. ``no`` is the document's own number, ``date`` the row's own day, on which
    it counts (:attr:`day`) unless ``counts_on`` is another. ``unit_price`` is with tax, a cost
    without.
    """

    what: Words
    date: dt.date
    amount: Decimal
    rests_on: tuple[Row, ...] = ()
    beside: At | None = None
    no: str | None = None
    order_no: str | None = None
    note_no: str | None = None
    customer: str | None = None
    product: str | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    tax_rate: Decimal | None = None
    counts_on: dt.date | None = None

    @property
    def at(self) -> At:
        """Where its own row stands; NOWHERE of what is assumed."""
        return self.rests_on[0].at if self.rests_on else NOWHERE

    @property
    def day(self) -> dt.date:
        """The day on which it counts."""
        return self.counts_on or self.date


_day, _amount = attrgetter("day"), attrgetter("amount")


def total(evidence: Iterable[Evidence]) -> Fraction:
    """Return what evidence adds up to."""
    return Fraction(sum(map(_amount, evidence), ZERO))


def by_day(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return rows in the order of the days on which they count."""
    return tuple(sorted(evidence, key=_day))


class Ledger:
    """Evidence by subject and indicator, in the order of the days on which it counts.

    A person's rows are the branch's too; what no person answers for is the branch's alone.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._rows: defaultdict[tuple[str, Indicator], list[Evidence]] = defaultdict(list)
        self._days: dict[tuple[str, Indicator], list[dt.date]] = {}
        self._lacking: dict[tuple[str, Indicator], list[tuple[dt.date, NotScored]]] = {}
        self._seen: dict[str, list[dt.date]] = {}

    def add(self, person: str | None, row: Evidence, *indicators: Indicator) -> None:
        """Enter a row that counts for some indicators for the branch and for ``person``."""
        for indicator in indicators:
            self._rows[BRANCH, indicator].append(row)
            if person is not None:
                self._rows[person, indicator].append(row)

    def add_for(self, subject: str, row: Evidence, indicator: Indicator) -> None:
        """Enter a row for one subject alone."""
        self._rows[subject, indicator].append(row)

    def saw(self, person: str | None, *days: dt.date) -> None:
        """Note that there was something of a person on these days, whether it counts or not."""
        if person is not None:
            self._seen.setdefault(person, []).extend(days)

    def lacks(self, person: str | None, indicator: Indicator, day: dt.date, why: NotScored) -> None:
        """Note why an indicator cannot be scored over a day, for the branch and ``person``."""
        assert why in indicator.definition.lacks
        for subject in {BRANCH, person or BRANCH}:
            self._lacking.setdefault((subject, indicator), []).append((day, why))

    def problem(self, subject: str, indicator: Indicator, span: Span) -> NotScored | None:
        """Return why a subject's indicator cannot be scored over a span, None if it can be."""
        lacking = self._lacking.get((subject, indicator), ())
        return next((why for day, why in lacking if day in span), None)

    def between(self, subject: str, indicator: Indicator, span: Span) -> tuple[Evidence, ...]:
        """Return the rows that count in a span, by day."""
        key = (subject, indicator)
        rows = self._rows.get(key)
        if not rows:
            return ()
        days = self._days.get(key)
        if days is None or len(days) < len(rows):
            rows.sort(key=_day)
            days = self._days[key] = [row.day for row in rows]
        return tuple(rows[bisect_left(days, span.first) : bisect_right(days, span.last)])

    def people(self, span: Span) -> frozenset[str]:
        """Return everyone of whom there was something in a span."""
        counting = {
            subject
            for subject, indicator in list(self._rows)
            if subject != BRANCH and self.between(subject, indicator, span)
        }
        seen = {person for person, days in self._seen.items() if any(day in span for day in days)}
        return frozenset(counting | seen)
