"""Every row behind every actual (appraisal.md, *The score sheet*: Evidence)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from xlsales.appraisal.periods import Span
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.row import NOWHERE, At
from xlsales.core.words import Choice
from xlsales.forms.choices import Indicator


class What(Choice):
    """What a row of evidence is."""

    SIGNED = "signed", "签收"
    DELIVERED = "delivered", "送货"
    RETURNED = "returned", "退货"
    INVOICED = "invoiced", "开票"
    COST = "cost", "成本"
    EXPENSE = "expense", "费用"
    BRANCH_EXPENSE = "branch_expense", "单位费用"
    PAYMENT = "payment", "回款"
    DUE = "due", "应收到期"
    COMPLAINT = "complaint", "投诉"
    ASSUMED = "assumed", "假设"


class Evidence(NamedTuple):
    """A row and what it adds to an actual.

    ``amount`` is its contribution, in yuan or events: those of an actual add up to it to the
    fen. ``at`` is the row's workbook and sheet row, ``beside`` a second one that the amount
    rests on: the cost, the ruling, the invoice of a line. ``no`` is the document's own number,
    ``date`` the row's own day, on which it counts (:attr:`day`) unless ``counts_on`` is another.
    ``unit_price`` is with tax, a cost without.
    """

    indicator: Indicator
    what: What
    date: dt.date
    amount: Decimal
    at: At = NOWHERE
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
    def day(self) -> dt.date:
        """The day on which it counts."""
        return self.counts_on or self.date


_day = attrgetter("day")


def total(evidence: Iterable[Evidence]) -> Fraction:
    """Return what evidence adds up to."""
    return Fraction(sum((row.amount for row in evidence), Decimal(0)))


class Ledger:
    """Evidence by subject and indicator, in the order of the days on which it counts.

    A person's rows are the branch's too; what no person answers for is the branch's alone.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._rows: dict[tuple[str, Indicator], list[Evidence]] = {}
        self._days: dict[tuple[str, Indicator], list[dt.date]] = {}
        self._lacking: dict[str, list[dt.date]] = {}
        self._seen: dict[str, list[dt.date]] = {}

    def add(self, person: str | None, row: Evidence) -> None:
        """Enter a row for the branch and for ``person``."""
        self.add_for(BRANCH, row)
        if person is not None:
            self.add_for(person, row)

    def add_for(self, subject: str, row: Evidence) -> None:
        """Enter a row for one subject alone."""
        key = (subject, row.indicator)
        self._rows.setdefault(key, []).append(row)
        self._days.pop(key, None)

    def saw(self, person: str | None, *days: dt.date) -> None:
        """Note that there was something of a person on these days, whether it counts or not."""
        if person is not None:
            self._seen.setdefault(person, []).extend(days)

    def lacks_cost(self, person: str | None, day: dt.date) -> None:
        """Note that a cost is missing on a day, for the branch and for ``person``."""
        for subject in {BRANCH, person or BRANCH}:
            self._lacking.setdefault(subject, []).append(day)

    def is_costed(self, subject: str, span: Span) -> bool:
        """Return whether no cost of the subject is missing in a span."""
        return not any(day in span for day in self._lacking.get(subject, ()))

    def between(self, subject: str, indicator: Indicator, span: Span) -> tuple[Evidence, ...]:
        """Return the rows that count in a span, by day."""
        key = (subject, indicator)
        rows = self._rows.get(key)
        if not rows:
            return ()
        days = self._days.get(key)
        if days is None:
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
