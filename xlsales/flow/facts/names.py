"""Masters that were renamed by hand while rows still say the old name.

Nobody writes down that a name changed, so it is told by what is left: a name that rows say and no
master has, and the one master that it can have become. Where there are two, nothing is said here;
the rows have their finding in any case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xlsales.core.alike import close, same
from xlsales.core.column import By, Column
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row
from xlsales.flow.facts.initials import initials_used
from xlsales.forms.masters import Person, Product
from xlsales.forms.plan import PlanLine
from xlsales.forms.rules import masters as rules
from xlsales.forms.tables import REFERRED, REFERRING

JOINED = "、"
"""What joins several names in a cell."""

_LIKE = 0.6
"""How much of a name that was changed by hand is still the same; less is another name."""

Places = tuple[tuple[Row, Column], ...]
"""The cells that say a name."""


def said_by(office: Office, table: str) -> Iterator[tuple[type[Row], Column, set[str]]]:
    """Yield the columns in which masters of a table stand, with all that they say."""
    for each, column in REFERRING[table]:
        names = {
            str(name)
            for _, values in office.values(each.model, column.key)
            for name in values
            if name is not None
        }
        if column.several:
            names = {name for joined in names for name in joined.split(JOINED)}
        yield each.model, column, names


def lost(office: Office, table: str, known: Collection[str]) -> Mapping[str, Places]:
    """Return the names that rows say though no master has them, with where.

    Only cells count that must name a master, or that macros took from a row which did.
    """
    found: dict[str, list[tuple[Row, Column]]] = {}
    for model, column, names in said_by(office, table):
        if not column.ref and column.by is not By.GIVEN:
            continue
        for name in names.difference(known):
            rows = office.having(model, column.key, name)
            found.setdefault(name, []).extend((row, column) for row in rows)
    return {name: tuple(places) for name, places in found.items() if not same(name, known)}


def renamed_by_hand(office: Office, model: type[Row]) -> Mapping[At, Finding]:
    """Return the masters that seem to have got their name by hand, by their places.

    The old name is a sure fix where the master can be told by more than its name, or where that
    is much like the old one and orders were handed in under it.
    """
    table, key = model.table.name, REFERRED[model.table.name]
    if not all(office.has(each.model) for each, _ in REFERRING[table]):
        return {}
    masters = {getattr(row, key): row for row in office.rows(model) if getattr(row, key)}
    gone = lost(office, table, masters)
    if not gone:
        return {}
    said = set[str]().union(*(names for _, _, names in said_by(office, table)))
    if model is Person:
        said |= {book.owner for book in office.books}
    unsaid = masters.keys() - said
    counted = [old for old, places in gone.items() if _counted(places)]
    became: dict[At, list[Finding]] = {}
    for old, places in gone.items():
        known = _told_otherwise(office, model, old, places)
        near = close(old, unsaid, _LIKE)
        new = known or (near[0] if len(near) == 1 else None)
        sure = known is not None or old in counted
        if new is None and not near and counted == [old] and len(unsaid) == 1:
            new, sure = next(iter(unsaid)), False
        if new is not None:
            facts = {"rows": len({row.at for row, _ in places}),
                     "books": len({row.at.book for row, _ in places})}  # fmt: skip
            fix = old if sure else None
            each = finding(rules.RENAMED_BY_HAND, masters[new], key, fix=fix, old=old, **facts)
            became.setdefault(masters[new].at, []).append(each)
    return {at: found[0] for at, found in became.items() if len(found) == 1}


def _counted(places: Places) -> bool:
    """Return whether a macro took the name, so that it was a master's then."""
    return any(
        column.by is By.GIVEN or getattr(row, "submitted_at", None) is not None
        for row, column in places
    )


def _told_otherwise(office: Office, model: type[Row], old: str, places: Places) -> str | None:
    """Return the master that has what the lost one had beside its name, if it is the only one."""
    found: set[str] = set()
    if model is Person:
        used = initials_used(office)
        theirs = used.get(old, {})
        owners = {book.owner for book in office.books}
        found = {
            person.name
            for person in office.rows(Person)
            if person.initials in theirs and person.name not in owners
        }
    elif model is Product:
        looks = {
            (line.product_name, line.spec, line.material)
            for line, _ in places
            if isinstance(line, PlanLine) and line.product_name
        }
        found = {
            product.code
            for product in office.rows(Product)
            if (product.name, product.spec, product.material) in looks
        }
    return found.pop() if len(found) == 1 else None
