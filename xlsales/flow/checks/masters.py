"""Checks of the masters and of the deduction rules beyond single columns (columns.csv)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row, sound
from xlsales.flow.capacity.loads import counts_kg
from xlsales.flow.facts.initials import initials_doubt, initials_used, last_used
from xlsales.flow.facts.names import renamed_by_hand
from xlsales.forms.choices import Role, Supply
from xlsales.forms.management import DeductionRule, ScoringSetting
from xlsales.forms.masters import Customer, Person, Product, Setting, WorkCenter
from xlsales.forms.rules import masters as rules
from xlsales.forms.settings import check_settings

_SMALL_STEP = Decimal("0.5")
"""Percentage points: a spreadsheet keeps a typed ``5%`` as 0.05."""


def check_people(office: Office, rows: Sequence[Person], _today: dt.date) -> Iterator[Finding]:
    """Find initials that are missing, or not those in the numbers; propose them.

    What is proposed is what stands in the person's own numbers, else new over the office.
    """
    by_hand = renamed_by_hand(office, Person)
    yield from _of(by_hand, rows)
    taken = {person.initials for person in office.rows(Person) if person.initials}
    taken.update(initials for theirs in initials_used(office).values() for initials in theirs)
    for person in sound(rows, "name", "roles", "initials"):
        if person.initials is None and Role.SALESPERSON in person.roles:
            proposed = last_used(office, person.name) or proposed_initials(person.name, taken)
            taken.add(proposed)
            yield finding(
                rules.INITIALS_MISSING, person, "initials", fix=proposed, person=person.name
            )
        elif person.at not in by_hand:
            doubt = initials_doubt(office, person.name)
            if doubt is not None:
                proposed = last_used(office, person.name) or proposed_initials(person.name, taken)
                taken.add(proposed)
                yield finding(doubt.rule, person, "initials", fix=proposed, **doubt.facts)


def check_customers(office: Office, rows: Sequence[Customer], _today: dt.date) -> Iterator[Finding]:
    """Find customers that were renamed by hand."""
    yield from _of(renamed_by_hand(office, Customer), rows)


def _of(by_place: Mapping[At, Finding], rows: Sequence[Row]) -> Iterator[Finding]:
    return (by_place[row.at] for row in rows if row.at in by_place)


def proposed_initials(name: str, taken: set[str]) -> str:
    """Return the first letters of a name's pinyin, with a digit where they are taken.

    >>> proposed_initials("张三", {"ZS"})
    'ZS2'
    """
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    plain = "".join(c for c in "".join(letters).upper() if c.isascii() and c.isalnum()) or "X"
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}{number}"
    return found


def check_products(office: Office, rows: Sequence[Product], _today: dt.date) -> Iterator[Finding]:
    """Find made products whose load could not be told, turned prices, codes changed by hand."""
    yield from _of(renamed_by_hand(office, Product), rows)
    centers = office.all_by(WorkCenter, "name") if office.has(WorkCenter) else {}
    for product in rows:
        if product.supply is Supply.MAKE and product.work_center and not product.bad:
            units = (center.capacity_unit for center in centers.get(product.work_center, ()))
            if product.unit_weight_kg is None and any(unit and counts_kg(unit) for unit in units):
                yield finding(
                    rules.UNIT_WEIGHT_MISSING,
                    product,
                    "unit_weight_kg",
                    work_center=product.work_center,
                )
        floor, guide = product.floor_price, product.guide_price
        if floor is not None and guide is not None and floor > guide:
            yield finding(rules.FLOOR_OVER_GUIDE, product, "floor_price", guide=guide)


def check_work_centers(
    office: Office, rows: Sequence[WorkCenter], _today: dt.date
) -> Iterator[Finding]:
    """Find centres renamed by hand, or counting in a unit that a product of theirs has not."""
    yield from _of(renamed_by_hand(office, WorkCenter), rows)
    products = office.all_by(Product, "work_center")
    for center in sound(rows, "name", "capacity_unit"):
        if counts_kg(center.capacity_unit):
            continue
        for product in sound(products.get(center.name, ()), "unit"):
            if product.unit != center.capacity_unit:
                yield finding(
                    rules.CAPACITY_UNIT,
                    center,
                    "capacity_unit",
                    work_center=center.name,
                    product=product.name,
                    unit=product.unit,
                )
                break


def check_office_settings(
    _office: Office, rows: Sequence[Setting | ScoringSetting], _today: dt.date
) -> Iterator[Finding]:
    """Find settings that nobody knows or that cannot be read."""
    yield from check_settings(tuple(rows))


def check_rules(
    _office: Office, rows: Sequence[DeductionRule], _today: dt.date
) -> Iterator[Finding]:
    """Find deduction rules that end before they begin, and steps that a ``5%`` has become."""
    for rule in sound(rows, "step_pct"):
        if rule.step_pct is not None and 0 < rule.step_pct < _SMALL_STEP:
            yield finding(rules.STEP_SMALL, rule, "step_pct", likely=rule.step_pct * 100)
    for rule in sound(rows, "valid_from", "valid_to"):
        if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
            yield finding(rules.VALID_TURNED, rule, "valid_to", other=rule.valid_from)
