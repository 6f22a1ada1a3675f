"""What can be wrong in a register beyond what the columns themselves say (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, cast

from xlsales.core.across import Across
from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row, sound
from xlsales.core.words import Words
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.checks.suspects import Check, Flags, of_other_year
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.approvals import amount_of
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.lines import line_of, lines
from xlsales.flow.facts.orders import customers_market, has_older_market
from xlsales.flow.facts.whole_counts import broken, is_whole
from xlsales.forms.masters import Customer, Product
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Expense, MarketNote, Order, Prospect
from xlsales.forms.rules import register as rules
from xlsales.forms.settings import settings_of

TWICE_WITHIN = 7
"""Days between required dates within which equal orders look typed twice."""

OFF_GUIDE = Decimal("0.2")
"""The part of the guide price that a price may be off without a word."""

_FIRST_YEAR = 1900
"""A date before it is a slip of another kind, and has no calendar."""


def _judge_order(office: Office, row: Order, today: dt.date) -> Iterator[Finding]:
    """Find what an order gets wrong by itself, by the masters and beside others."""
    yield from _number(office, row)
    yield from other_year(row, "order_date")
    yield from not_owner(row)
    yield from _dates(office, row, today)
    product = office.first(Product, "code", row.product)
    if product is not None:
        if (wrong := broken(product, row, "quantity", row.quantity)) is not None:
            yield wrong
        yield from _price(product, row)
        if "tax_rate" in product.bad and row.tax_rate is None and "tax_rate" not in row.bad:
            yield finding(rules.RATE_UNCLEAR, row, "product")
    yield from _contract(office, row)
    yield from _twice(office, row)
    yield from _changed(office, row)
    if has_older_market(office, row):
        now = customers_market(office, row)
        yield finding(rules.MARKET_BEFORE, row, "market", customer=row.customer, now=now)


def _number(office: Office, row: Order) -> Iterator[Finding]:
    owner = row.at.book.owner
    waits = row.order_no is None and "order_no" not in row.bad
    if waits and owner and usable_initials(office, owner) is None:
        yield no_number(office, row, "order_no", owner)


def other_year(row: Row, column: str, rule: Rule = rules.OTHER_YEAR) -> Iterator[Finding]:
    """Find a typed row that is dated in another year than its workbook's."""
    year, day = row.at.book.year, getattr(row, column)
    if year and isinstance(day, dt.date) and day.year != year:
        yield finding(rule, row, column, year=str(year))


def not_owner(row: Order | Expense) -> Iterator[Finding]:
    """Find a row of one salesperson in another's register."""
    owner = row.at.book.owner
    if owner and row.salesperson and row.salesperson != owner:
        yield finding(rules.NOT_OWNER, row, "salesperson", owner=owner)


def _dates(office: Office, row: Order, today: dt.date) -> Iterator[Finding]:
    if "order_date" not in row.bad and row.cancelled_on and row.cancelled_on < row.order_date:
        yield finding(rules.CANCELLED_BEFORE_ORDER, row, "cancelled_on", order_date=row.order_date)
    if "required_date" in row.bad:
        return
    required = row.required_date
    if "order_date" not in row.bad and required < row.order_date:
        yield finding(rules.REQUIRED_BEFORE_ORDER, row, "required_date", order_date=row.order_date)
    if row.cancelled_on:
        return
    workdays = workdays_of(office)
    if required.year >= _FIRST_YEAR and not workdays.is_working(required):
        before = workdays.subtract(required, 0)
        yield finding(rules.REQUIRED_NOT_WORKING, row, "required_date", before=before)
    if required < today and row.submitted_at is None:
        yield finding(rules.REQUIRED_PAST, row, "required_date")


def _price(product: Product, row: Order) -> Iterator[Finding]:
    if not product.guide_price or "unit_price" in row.bad:
        return
    guide = product.guide_price
    if abs(row.unit_price - guide) > guide * OFF_GUIDE:
        yield finding(rules.OFF_GUIDE_PRICE, row, "unit_price", guide=guide)


def _contract(office: Office, row: Order) -> Iterator[Finding]:
    if row.bad & {"quantity", "unit_price", "contract_no"} or row.contract_no or row.cancelled_on:
        return
    threshold = settings_of(office).contract_threshold
    amount = amount_of(row)
    if amount >= threshold:
        yield finding(
            rules.CONTRACT_MISSING, row, "contract_no", amount=amount, threshold=threshold
        )


_EQUAL = ("customer", "product", "quantity")
_SAME = (*_EQUAL, "required_date")
_Key = tuple[bool, str, At]
_Alike = Mapping[tuple[str, str, Decimal], Mapping[dt.date, tuple[_Key, Order]]]


def _twice(office: Office, row: Order) -> Iterator[Finding]:
    """Tell the later of two equal orders of the earlier one; the cancelled one is not equal."""
    if row.cancelled_on or row.bad.intersection(_SAME):
        return
    days = _alike(office).get((row.customer, row.product, row.quantity), {})
    if len(days) == 1 and row is next(iter(days.values()))[1]:
        return
    day = row.required_date
    near = [each for each in _around(day) if each in days] if len(days) > TWICE_WITHIN else days
    earlier = [days[each] for each in near if abs((each - day).days) <= TWICE_WITHIN]
    first = min(earlier, default=None, key=lambda found: found[0])
    if first is not None and first[0] < _key(row):
        yield finding(rules.ORDER_TWICE, row, "quantity", other=_named(first[1]))


@cache
def _around(day: dt.date) -> tuple[dt.date, ...]:
    """Return the days from which equal orders look typed twice with one of this day."""
    last = dt.date.max.toordinal()
    around = range(day.toordinal() - TWICE_WITHIN, day.toordinal() + TWICE_WITHIN + 1)
    return tuple(dt.date.fromordinal(each) for each in around if 0 < each <= last)


@kept
def _alike(office: Office) -> _Alike:
    """Return the first of equal orders by customer, product and quantity, then required date.

    What is ordered once only is not there.
    """
    found: dict[tuple[str, str, Decimal], dict[dt.date, tuple[_Key, Order]]] = {}
    again = _repeated(office)
    for order in sound(office.rows(Order), *_SAME, "cancelled_on"):
        equal = order.customer, order.product, order.quantity
        if order.cancelled_on or equal not in again:
            continue
        days = found.setdefault(equal, {})
        entry = (_key(order), order)
        first = days.setdefault(order.required_date, entry)
        if entry[0] < first[0]:
            days[order.required_date] = entry
    return found


@kept
def _repeated(office: Office) -> frozenset[tuple[str, str, Decimal]]:
    """Return the customers, products and quantities that more orders than one have."""
    counts = Counter(office.across(Order).zip(*_EQUAL))
    return frozenset(
        cast(
            "Iterable[tuple[str, str, Decimal]]",
            (equal for equal, count in counts.items() if count > 1),
        )
    )


def _key(order: Order) -> _Key:
    """What comes first of equal orders: the one submitted first, else the one typed above."""
    at = order.submitted_at
    return at is None, at.isoformat() if at else "", order.at


def _named(order: Order) -> Words:
    number, row = order.order_no, order.at.row
    return Words(number, number) if number else Words(f"第 {row} 行", f"row {row}")


def _changed(office: Office, row: Order) -> Iterator[Finding]:
    if not (office.has(PlanLine) and office.has(TradeRequest)) or row.bad:
        return
    line = line_of(office, row)
    if line is not None and line.order_hash and line.order_hash != fingerprint.plan(row):
        yield finding(rules.CHANGED_AFTER_PLANNING, row, "order_no")


def _unnumbered(_office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    return orders.each("order_no", lambda number: number is None)


def _of_others(_office: Office, rows: Across[Any], _today: dt.date) -> Flags:
    owners = set(map(attrgetter("book.owner"), rows["at"]))
    return rows.each("salesperson", lambda name: name and owners != {name})


def _oddly_dated(office: Office, orders: Across[Order], today: dt.date) -> Flags:
    workdays = workdays_of(office)
    off = {
        day
        for day in set(orders["required_date"])
        if day.year < _FIRST_YEAR or not workdays.is_working(day)
    }
    return (
        cancelled or required < ordered or required in off or (not submitted and required < today)
        for ordered, required, cancelled, submitted in orders.zip(
            "order_date", "required_date", "cancelled_on", "submitted_at"
        )
    )


def _unlike_product(office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    """Say which are of a broken quantity or off the guide price, or get no certain tax rate."""
    found = {code: office.first(Product, "code", code) for code in set(orders["product"])}
    off = {
        code: (product.guide_price * (1 - OFF_GUIDE), product.guide_price * (1 + OFF_GUIDE))
        for code, product in found.items()
        if product is not None and product.guide_price
    }
    unclear = {code for code, product in found.items() if product and "tax_rate" in product.bad}
    for code, quantity, price in orders.zip("product", "quantity", "unit_price"):
        low, high = off.get(code, (price, price))
        yield code in unclear or not (low <= price <= high and is_whole(quantity))


def _without_contract(office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    nearly = settings_of(office).contract_threshold - 1  # amounts are rounded
    return (
        not contract and quantity * price >= nearly
        for contract, quantity, price in orders.zip("contract_no", "quantity", "unit_price")
    )


def _come_again(office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    return map(_repeated(office).__contains__, orders.zip(*_EQUAL))


def _unlike_plan(office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    if not (office.has(PlanLine) and office.has(TradeRequest)):
        return repeat(False, len(orders))
    marks, planned = fingerprint.plans(office), lines(office)
    return (
        line is not None and line.order_hash and line.order_hash != marks.get(id(row))
        for row, line in zip(orders.rows, map(planned.get, orders["order_no"]), strict=True)
    )


def _of_other_market(office: Office, orders: Across[Order], _today: dt.date) -> Flags:
    markets = {name: office.first(Customer, "name", name) for name in set(orders["customer"])}
    now = {name: row.market if row else None for name, row in markets.items()}
    return (
        market is not None and market is not now[name]
        for market, name in orders.zip("market", "customer")
    )


check_orders = Check(
    _judge_order,
    _unnumbered,
    of_other_year("order_date"),
    _of_others,
    _oddly_dated,
    _unlike_product,
    _without_contract,
    _come_again,
    _unlike_plan,
    _of_other_market,
)
"""Find what orders get wrong by themselves, by the masters and beside each other."""


def _judge_prospect(office: Office, row: Prospect, _today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "date")
    if _won_nowhere(office, row.order_no):
        yield finding(rules.WON_ORDER_UNKNOWN, row, "order_no")


def _won_nowhere(office: Office, number: str | None) -> bool:
    return bool(number) and office.first(Order, "order_no", number) is None


def _of_no_order(office: Office, rows: Across[Prospect], _today: dt.date) -> Flags:
    return rows.each("order_no", lambda number: _won_nowhere(office, number))


check_prospects = Check(_judge_prospect, of_other_year("date"), _of_no_order)
"""Find intentions of another year, and won ones whose order is in no register."""


def _judge_note(_office: Office, row: MarketNote, _today: dt.date) -> Iterator[Finding]:
    return other_year(row, "date")


check_market_notes: Check[MarketNote] = Check(_judge_note, of_other_year("date"))
"""Find market notes of another year."""


def _judge_expense(_office: Office, row: Expense, _today: dt.date) -> Iterator[Finding]:
    yield from other_year(row, "date")
    yield from not_owner(row)


check_expenses = Check(_judge_expense, of_other_year("date"), _of_others)
"""Find expenses of another year, or in another salesperson's register."""
