"""What plan lines ask of the work centres: loads and capacities (flow.md, *Schedule*).

A load is in the unit that its centre counts, exact: kilograms where that is kg, else pieces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.capacity.slots import Capacity
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.stock import accepted, rejected
from xlsales.forms.choices import Stage
from xlsales.forms.masters import Product, WorkCenter
from xlsales.forms.plan import PlanLine
from xlsales.forms.progress import Progress

_KILOGRAM = frozenset({"kg", "kgs", "公斤", "千克"})


def counts_kg(unit: str) -> bool:
    """Return whether a capacity unit is the kilogram, however it is written."""
    return unit.strip().casefold() in _KILOGRAM


@dataclass(frozen=True)
class Center:
    """What a work centre counts, and what it forges a working day."""

    unit: str
    capacity: Capacity


@dataclass(frozen=True)
class Work:
    """What a quantity of a line asks of its centre; ``per_unit`` is the load of one."""

    center: str
    per_unit: Fraction
    post_days: int
    required: dt.date
    quantity: Decimal

    def load(self, quantity: Decimal) -> Fraction:
        """Return the load of a quantity."""
        a, b = self.per_unit.as_integer_ratio()
        c, d = quantity.as_integer_ratio()
        if b * d == 1:  # most loads are whole numbers
            return Fraction(a * c)
        return Fraction(a * c, b * d)  # as exact as a product of two, in a third of the time


@kept
def centers(office: Office) -> Mapping[str, Center | None]:
    """Return the work centres by name; None for one whose rows count different units."""
    rows: dict[str, list[WorkCenter]] = {}
    for row in sound(
        office.rows(WorkCenter), "name", "capacity_unit", "daily_capacity", "from_date"
    ):
        rows.setdefault(row.name, []).append(row)
    found: dict[str, Center | None] = {}
    for name, mine in rows.items():
        units = {"kg" if counts_kg(row.capacity_unit) else row.capacity_unit for row in mine}
        steps = tuple((row.from_date, Fraction(row.daily_capacity)) for row in mine)
        found[name] = Center(units.pop(), Capacity(steps)) if len(units) == 1 else None
    return found


def capacities(office: Office) -> Mapping[str, Capacity]:
    """Return the capacity of each work centre that can be reckoned with."""
    return {name: center.capacity for name, center in centers(office).items() if center}


def work_of(office: Office, line: PlanLine) -> Work | Words:
    """Return what a line asks of its work centre, or why that cannot be told."""
    if line.bad & {"quantity", "product", "work_center", "required_date", "fixed_date"}:
        return Words("有单元格无法识别", "one of its cells cannot be read")
    if line.quantity is None or line.required_date is None:
        return Words("未填数量或要求交期", "it has no quantity or no required date")
    asked = _asked(office, line.product, line.work_center)
    if isinstance(asked, Words):
        return asked
    return Work(*asked, line.required_date, line.quantity)


_Asked = tuple[str, Fraction, int]
"""A centre, the load of one piece in its unit, and the days after forging."""


def _asked(office: Office, code: str | None, center: str | None) -> _Asked | Words:
    """Return what a piece of a product asks of a centre, told once each, or why none can tell."""
    key = _asked, code, center
    found = office.recall(key)
    if found is None:
        found = office.memo(key, _asks(office, code, center))
    return cast("_Asked | Words", found)


def _asks(office: Office, code: str | None, name: str | None) -> _Asked | Words:
    product = office.first(Product, "code", code)
    if product is None:
        return Words(f"产品表中没有“{code}”", f"there is no product “{code}”")
    if product.bad & {"post_days", "unit_weight_kg"}:
        return Words("产品的单重或后续工序天数无法识别", "its product's row cannot be read")
    if not name:
        return Words("未填工作中心", "it has no work centre")
    if name not in centers(office):
        return Words(f"工作中心“{name}”没有产能", f"work centre “{name}” has no capacity")
    center = centers(office)[name]
    if center is None:
        return Words(
            f"工作中心“{name}”的产能单位前后不一致",
            f"the rows of work centre “{name}” count different units",
        )
    if center.unit != "kg":
        per_unit = Fraction(1)
    elif product.unit_weight_kg is None:
        return Words(
            f"产品“{product.code}”没有单重", f"product “{product.code}” has no unit weight"
        )
    else:
        per_unit = Fraction(product.unit_weight_kg)
    return name, per_unit, product.post_days or 0


@kept
def forged(office: Office) -> Mapping[str, Decimal]:
    """Return the forging progress of each order."""
    totals: dict[str, Decimal] = {}
    for row in sound(office.rows(Progress), "order_no", "stage", "qty_done"):
        if row.stage is Stage.FORGING:
            totals[row.order_no] = totals.get(row.order_no, ZERO) + row.qty_done
    return totals


def is_complete(office: Office, line: PlanLine) -> bool:
    """Return whether all of a line's quantity was accepted."""
    if line.quantity is None:
        return False
    return accepted(office).get(line.order_no, ZERO) >= line.quantity


def remaining(office: Office, line: PlanLine, quantity: Decimal) -> Decimal:
    """Return how much of an issued line's quantity is still to be forged."""
    order_no = line.order_no
    good = forged(office).get(order_no, ZERO) - rejected(office).get(order_no, ZERO)
    return max(ZERO, quantity - max(accepted(office).get(order_no, ZERO), good))
