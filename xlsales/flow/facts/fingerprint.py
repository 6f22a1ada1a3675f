"""Fingerprints of orders: whether one still says what the plan or a decision was made on.

Sources: flow.md, *Changes after submission* and *Approvals*.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TypeAlias

from xlsales.core.exact import plain
from xlsales.core.office import Office
from xlsales.flow.facts.kept import kept
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order

Holder: TypeAlias = Order | PlanLine
"""A row that holds all that fingerprints are made of."""

APPROVAL = ("customer", "product", "kind", "quantity", "unit_price", "required_date")
"""What a decision was made on."""

PLAN = (*APPROVAL, "plan_type", "customer_wish")
"""What the plan took over of an order, beside whether it was cancelled."""


def plan(order: Order) -> str:
    """Return the fingerprint of an order as the plan takes it over (``order_hash``)."""
    return _plan(order, order.cancelled_on)


@kept
def plans(office: Office) -> Mapping[int, str]:
    """Return :func:`plan` of all orders, by ``id`` of the order."""
    orders = office.across(Order)
    marks = _marks("p", [orders[key] for key in (*PLAN, "cancelled_on")])
    return dict(zip(map(id, orders.rows), marks, strict=True))


def approval(order: Order) -> str:
    """Return the fingerprint of an order as manager or deputy decide on it."""
    return _mark("a", _approval(order))


def decided(line: PlanLine) -> str:
    """Return :func:`approval` of the order as it stands in a plan line."""
    return _mark("a", _approval(line))


def says_cancelled(line: PlanLine) -> bool:
    """Return whether a plan line was taken over from an order that was cancelled by then.

    A line keeps all that its fingerprint is made of but the day of cancellation: where the
    values without one do not give the fingerprint, there was one. A line without a
    fingerprint says nothing.
    """
    return bool(line.order_hash) and line.order_hash != _plan(line, None)


def carried(mark: str, renamed: Iterable[tuple[Holder, Holder]]) -> str:
    """Return a fingerprint as it is once a name in the order was changed everywhere.

    ``renamed``: the order and its lines, each before and after. A fingerprint that none of them
    had stood for something else before; it is kept, and so still does.
    """
    pairs = tuple(renamed)
    days = {None, *(getattr(was, "cancelled_on", None) for was, _ in pairs)}
    for was, now in pairs:
        for day in days:
            if mark == _plan(was, day):
                return _plan(now, day)
        if mark == _mark("a", _approval(was)):
            return _mark("a", _approval(now))
    return mark


def _plan(row: Holder, cancelled_on: date | None) -> str:
    return _mark("p", (*_planned(row), cancelled_on))


_approval: Callable[[Holder], tuple[object, ...]] = attrgetter(*APPROVAL)
_planned: Callable[[Holder], tuple[object, ...]] = attrgetter(*PLAN)


def _mark(what: str, values: Iterable[object]) -> str:
    return next(_marks(what, [[value] for value in values]))


def _marks(what: str, columns: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the marks of rows; ``columns`` are their values, what comes again quoted once."""
    quoted = []
    for values in columns:
        said = {value: _quoted(value) for value in set(values)}
        quoted.append(map(said.__getitem__, values))
    # A letter in front keeps a spreadsheet from taking digits alone, or 12e34, for a number.
    for text in map(", ".join, zip(*quoted, strict=True)):
        yield f"{what}-{hashlib.sha256(f'[{text}]'.encode()).hexdigest()[:20]}"


def _quoted(value: object) -> str:
    return json.dumps(_text(value), ensure_ascii=True)


def _text(value: object) -> str:
    """Return a value as it is meant, however its cell is formatted: 1.50 is 1.5."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
