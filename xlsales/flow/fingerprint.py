"""Fingerprints of orders: whether one still says what the plan or a decision was made on.

Sources: flow.md, *Changes after submission* and *Approvals*.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from xlsales.core.exact import plain
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


def approval(order: Order) -> str:
    """Return the fingerprint of an order as manager or deputy decide on it."""
    return _mark("a", _values(order, APPROVAL))


def decided(line: PlanLine) -> str:
    """Return :func:`approval` of the order as it stands in a plan line."""
    return _mark("a", _values(line, APPROVAL))


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
        if mark == _mark("a", _values(was, APPROVAL)):
            return _mark("a", _values(now, APPROVAL))
    return mark


def _plan(row: Holder, cancelled_on: date | None) -> str:
    return _mark("p", (*_values(row, PLAN), cancelled_on))


def _values(row: Holder, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in columns)


def _mark(what: str, values: tuple[object, ...]) -> str:
    # A letter in front keeps a spreadsheet from taking digits alone, or 12e34, for a number.
    text = json.dumps([_text(value) for value in values], ensure_ascii=True)
    return f"{what}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _text(value: object) -> str:
    """Return a value as it is meant, however its cell is formatted: 1.50 is 1.5."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
