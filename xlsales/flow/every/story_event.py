"""What an order's story is told in: events, and how they say quantities, days and choices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.showing import counted
from xlsales.core.words import Choice, Words
from xlsales.forms.masters import Product
from xlsales.forms.register import Order


class Step(IntEnum):
    """What happens to an order, in the order in which it is told within one day."""

    REGISTERED = 0
    SUBMITTED = 1
    DECIDED = 2
    RETURNED = 3
    PLANNED = 4
    PROGRESS = 5
    RECEIPT = 6
    NOTE = 7
    OUT = 8
    SIGNED = 9
    COPY_BACK = 10
    VISITED = 11
    TAKEN_BACK = 12
    COMPLAINT = 13
    RULED = 14
    CLOSED = 15
    INVOICED = 16
    PAID = 17
    CANCELLED = 18


@dataclass(frozen=True)
class Event:
    """One thing that happened to an order; ``step`` orders those of one day.

    Without a ``day`` it is still to come, or nobody wrote down when it was.
    """

    step: Step
    day: dt.date | None
    what: Words
    row: Row


def day_in(row: Row, column: str) -> dt.date | None:
    """The day in a cell, or None where it is blank or cannot be read."""
    value = getattr(row, column)
    return value.date() if isinstance(value, dt.datetime) else value


def quantity_of(quantity: Decimal | None, unit: str = "") -> str:
    """Return a quantity with its unit."""
    return "?" if quantity is None else counted(quantity, unit)


def unit_of(office: Office, order: Order) -> str:
    """Return the unit of the order's product, or nothing."""
    product = office.first(Product, "code", order.product)
    return (product.unit if product else None) or ""


def tail(text: str | None) -> Words:
    """A remark to hang on, or nothing."""
    return Words(f"；{text}", f"; {text}") if text else Words("", "")


def word(choice: Choice | None) -> Words:
    """Return what a choice is called; ? where it cannot be read."""
    return choice.words if choice else Words("?", "?")
