"""What the indicators gather their evidence into, and how they treat rows they cannot read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias

from xlsales.appraisal.evidence import Evidence, Ledger
from xlsales.appraisal.periods import Span
from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.row import At, R, Row, Table
from xlsales.flow.facts.orders import market_of
from xlsales.forms.choices import Market
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator
from xlsales.forms.masters import Person
from xlsales.forms.register import Order
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.rules.reading import NOT_GIVEN
from xlsales.forms.settings import Scoring


class Sold(NamedTuple):
    """An order as the appraisal needs it; None where that cannot be told. ``rows``: its row."""

    person: str | None = None
    customer: str | None = None
    product: str | None = None
    is_external: bool = False
    rows: tuple[Order, ...] = ()


@dataclass
class Gathering:
    """One scoring: the office on ``today``, the days it looks at, what it has found so far.

    ``listed`` are the days of which findings about a row are told: the period itself. Evidence
    of the days before is for the year to date and the comparison.
    """

    office: Office
    today: date
    window: Span
    listed: Span
    scoring: Scoring
    ledger: Ledger = field(default_factory=Ledger)
    findings: list[Finding] = field(default_factory=list)
    _orders: dict[str, Sold] = field(default_factory=dict)
    _told: set[tuple[str, int]] = field(default_factory=set)
    _foreign: set[tuple[str, At]] = field(default_factory=set)

    def list_foreign(self, tables: Collection[Table]) -> None:
        """List the rows of these that no press wrote: they count for nothing (memory.md).

        That is so where buttons give a row its number.
        """
        for foreign in self.office.findings:
            table = foreign.place.table
            if foreign.rule is not NOT_GIVEN or table is None:
                continue
            if table in tables and table.is_numbered:
                self.findings.append(foreign)
                self._foreign.add((table.name, foreign.place.at))

    def is_set(self, indicator: Indicator) -> bool:
        """Return whether the office has set what an indicator cannot be scored without."""
        return all(getattr(self.scoring, key) is not None for key in indicator.definition.settings)

    def problem(self, subject: str, indicator: Indicator, span: Span) -> NotScored | None:
        """Return why there is no actual of a subject over a span, None if there is one."""
        if not self.is_set(indicator):
            return NotScored.SETTING_MISSING
        return self.ledger.problem(subject, indicator, span)

    def tell(self, rule: Rule, row: Row, column: str | None = None, **facts: object) -> None:
        """Add a finding about a row, once."""
        self.repeat(row, finding(rule, row, column, **facts))

    def repeat(self, row: Row, *findings: Finding) -> None:
        """Add what is found in a row elsewhere too, once."""
        for each in findings:
            key = (each.rule.code, id(row))
            if key not in self._told:
                self._told.add(key)
                self.findings.append(each)

    def leave_out(self, row: Row, *columns: str) -> None:
        """List a row that is left out, since these columns cannot be read."""
        first = next(column for column in row.table.by_key if column in columns)
        named = tuple(row.table.by_key[c] for c in row.table.by_key if c in columns)
        if (row.table.name, row.at) not in self._foreign:
            self.tell(rules.LEFT_OUT, row, first, columns=named)

    def person(self, name: str | None, row: Row, column: str) -> str | None:
        """Return whose ``row`` is, telling once where nobody of that name is known."""
        if name is not None and not self.office.all_by(Person, "name").get(name):
            self.tell(rules.PERSON_UNKNOWN, row, column, person=name)
        return name

    def usable(self, rows: Iterable[R], *needed: str, day: str = "") -> Iterator[R]:
        """Yield the rows whose needed columns can be read, and list the others.

        Where ``day`` names the column of a row's day, what lies outside the window is neither
        yielded nor listed.
        """
        for row in rows:
            on = getattr(row, day) if day else None
            if on is not None and on not in self.window:
                continue
            lacking = row.bad.intersection(needed) if row.bad else None
            if lacking:
                self.leave_out(row, *lacking)
            else:
                yield row

    def order(self, order_no: str, row: Row) -> Sold:
        """Return what is known of the order that ``row`` names, telling once what is not."""
        sold = self._orders.get(order_no)
        if sold is None:
            sold = self._orders[order_no] = self._look_up(order_no, row)
        return sold

    def _look_up(self, order_no: str, row: Row) -> Sold:
        order = self.office.first(Order, "order_no", order_no)
        if order is None:
            self.tell(rules.ORDER_UNKNOWN, row, "order_no")
            return Sold()
        lacking = order.bad.intersection(("salesperson", "customer", "product"))
        if lacking:
            self.leave_out(order, *lacking)
        person = None
        if "salesperson" not in order.bad:
            named = order.salesperson or order.at.book.owner or None
            person = self.person(named, order, "salesperson")
        return Sold(person, order.customer, order.product, self._is_external(order), (order,))

    def _is_external(self, order: Order) -> bool:
        if "market" in order.bad:
            self.leave_out(order, "market")
            return False
        market = market_of(self.office, order)
        if market is None and "customer" not in order.bad:
            self.tell(rules.MARKET_UNKNOWN, order, "customer")
        return market is Market.OUTSIDE


Base: TypeAlias = Callable[[Span], Mapping[str, tuple[Evidence, ...]]]
"""Tells by subject what there was to reach in a span: that of which a rate is in percent."""

Gather: TypeAlias = Callable[[Gathering], Base | None]
"""Enters the evidence of one or several indicators; where one of them is a rate, returns its base.

It says by ``needs`` which tables it reads.
"""
