"""Checks of the masters and of the deduction rules beyond single columns (columns.csv)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from xlsales.core.across import Across
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row, sound
from xlsales.flow.capacity.loads import counts_kg
from xlsales.flow.checks.suspects import Check, Flags, told_of
from xlsales.flow.facts.initials import Doubt, initials_doubt, initials_used, last_used
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.names import renamed_by_hand
from xlsales.forms.choices import Role, Supply
from xlsales.forms.management import DeductionRule, ScoringSetting
from xlsales.forms.masters import Customer, Person, Product, Setting, WorkCenter
from xlsales.forms.rules import masters as rules
from xlsales.forms.settings import check_settings

_SMALL_STEP = Decimal("0.5")
"""Percentage points: a spreadsheet keeps a typed ``5%`` as 0.05."""


def _by_hand(model: type[Row]) -> Callable[[Office], Mapping[At, Finding]]:
    """Return what finds masters of a table that were renamed by hand, once an office."""
    return kept(lambda office: renamed_by_hand(office, model))


def _look_up(
    *found: Callable[[Office], Mapping[At, Finding]],
) -> Callable[[Office, Row, dt.date], Iterator[Finding]]:
    """Return the judge that says what was found of a row in passes over all of them."""

    def judge(office: Office, row: Row, _today: dt.date) -> Iterator[Finding]:
        return (one for each in found if (one := each(office).get(row.at)) is not None)

    return judge


_people, _customers = _by_hand(Person), _by_hand(Customer)
_products, _centers = _by_hand(Product), _by_hand(WorkCenter)


@kept
def _initials(office: Office) -> Mapping[At, Finding]:
    """Return whose initials are missing, or not those in the numbers; propose them.

    What is proposed is what stands in the person's own numbers, else new over the office.
    """
    by_hand, people = _people(office), office.rows(Person)
    taken = {person.initials for person in people if person.initials}
    taken.update(initials for theirs in initials_used(office).values() for initials in theirs)
    found: dict[At, Finding] = {}
    for person in sound(people, "name", "roles", "initials"):
        doubt: Doubt | None = Doubt(rules.INITIALS_MISSING, {"person": person.name})
        if person.initials is not None or Role.SALESPERSON not in person.roles:
            doubt = None if person.at in by_hand else initials_doubt(office, person.name)
        if doubt is None:
            continue
        proposed = last_used(office, person.name) or proposed_initials(person.name, taken)
        taken.add(proposed)
        found[person.at] = finding(doubt.rule, person, "initials", fix=proposed, **doubt.facts)
    return found


check_people: Check[Person] = Check(
    _look_up(_people, _initials), told_of(_people), told_of(_initials)
)
"""Find people renamed by hand, and initials that are missing or not those in the numbers."""

check_customers: Check[Customer] = Check(_look_up(_customers), told_of(_customers))
"""Find customers that were renamed by hand."""


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


def _judge_product(office: Office, row: Product, today: dt.date) -> Iterator[Finding]:
    yield from _look_up(_products)(office, row, today)
    weighs = row.supply is Supply.MAKE and row.unit_weight_kg is None and not row.bad
    if weighs and row.work_center and _counts_kg(office, row.work_center):
        facts = {"work_center": row.work_center}
        yield finding(rules.UNIT_WEIGHT_MISSING, row, "unit_weight_kg", **facts)
    floor, guide = row.floor_price, row.guide_price
    if floor is not None and guide is not None and floor > guide:
        yield finding(rules.FLOOR_OVER_GUIDE, row, "floor_price", guide=guide)


def _counts_kg(office: Office, name: str) -> bool:
    """Return whether a work centre counts by weight."""
    centers = office.all_by(WorkCenter, "name") if office.has(WorkCenter) else {}
    units = (center.capacity_unit for center in centers.get(name, ()))
    return any(unit and counts_kg(unit) for unit in units)


def _without_weight(_office: Office, rows: Across[Product], _today: dt.date) -> Flags:
    return (
        weight is None and supply is Supply.MAKE
        for weight, supply in rows.zip("unit_weight_kg", "supply")
    )


def _turned(_office: Office, rows: Across[Product], _today: dt.date) -> Flags:
    return (
        floor is not None and guide is not None and floor > guide
        for floor, guide in rows.zip("floor_price", "guide_price")
    )


check_products = Check(_judge_product, told_of(_products), _without_weight, _turned)
"""Find made products whose load could not be told, turned prices, codes changed by hand."""


def _judge_center(office: Office, row: WorkCenter, today: dt.date) -> Iterator[Finding]:
    yield from _look_up(_centers)(office, row, today)
    odd = None if row.bad & {"name", "capacity_unit"} else _counted_otherwise(office, row)
    if odd is not None:
        facts = {"work_center": row.name, "product": odd.name, "unit": odd.unit}
        yield finding(rules.CAPACITY_UNIT, row, "capacity_unit", **facts)


def _counted_otherwise(office: Office, center: WorkCenter) -> Product | None:
    """Return a centre's first product that is not counted in the centre's unit, or None."""
    if counts_kg(center.capacity_unit):
        return None
    made = sound(office.all_by(Product, "work_center").get(center.name, ()), "unit")
    return next((each for each in made if each.unit != center.capacity_unit), None)


def _of_other_units(office: Office, rows: Across[WorkCenter], _today: dt.date) -> Flags:
    return (_counted_otherwise(office, row) for row in rows.rows)


check_work_centers = Check(_judge_center, told_of(_centers), _of_other_units)
"""Find centres renamed by hand, or counting in a unit that a product of theirs has not."""


def _judge_setting(
    office: Office, row: Setting | ScoringSetting, _today: dt.date
) -> Iterator[Finding]:
    yield from _settings(office).get(row.at, ())


@kept
def _settings(office: Office) -> Mapping[At, Sequence[Finding]]:
    """Return what is wrong with settings, which are held against each other."""
    found: dict[At, list[Finding]] = {}
    for model in (Setting, ScoringSetting):
        for each in check_settings(office.rows(model)) if office.has(model) else ():
            found.setdefault(each.place.at, []).append(each)
    return found


check_office_settings: Check[Setting | ScoringSetting] = Check(_judge_setting, told_of(_settings))
"""Find settings that nobody knows or that cannot be read."""


def _judge_rule(_office: Office, row: DeductionRule, _today: dt.date) -> Iterator[Finding]:
    if "step_pct" not in row.bad and row.step_pct is not None and 0 < row.step_pct < _SMALL_STEP:
        yield finding(rules.STEP_SMALL, row, "step_pct", likely=row.step_pct * 100)
    if row.bad & {"valid_from", "valid_to"}:
        return
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        yield finding(rules.VALID_TURNED, row, "valid_to", other=row.valid_from)


def _oddly_valid(_office: Office, rows: Across[DeductionRule], _today: dt.date) -> Flags:
    return (
        (step is not None and step < _SMALL_STEP) or (first and last and last < first)
        for step, first, last in rows.zip("step_pct", "valid_from", "valid_to")
    )


check_rules = Check(_judge_rule, _oddly_valid)
"""Find deduction rules that end before they begin, and steps that a ``5%`` has become."""
