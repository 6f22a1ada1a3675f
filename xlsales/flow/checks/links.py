"""Which rows bear on each other: what is wrong with one follows from those that are linked with it.

The one place that says so. What is found wrong in a row of a table named in :data:`LINKED` follows

- from the row itself, and from rows of those tables that are linked with it, directly or over others;
- from all other tables that people fill, of which nothing may have changed then: masters, settings,
  calendar, rules;
- from a few things that are asked of the whole office, which :func:`linked` holds against before: the
  initials in numbers, the numbers of invoices, what is asked of the work centres.

Of the other tables only masters are asked about all rows (whether a name was changed by hand). A test
changes random cells of random offices and compares with everything judged anew
(``tests/flow/test_again.py``); and what was found of the linked rows as they were is found again
before it is believed (:mod:`xlsales.flow.checks.again`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, cast

from xlsales.core.finding import Finding
from xlsales.core.office import Office, Since
from xlsales.core.row import At, Row
from xlsales.flow.capacity.arranging import asked
from xlsales.flow.facts.initials import remembered, stems_of
from xlsales.forms.checking import unique_groups
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.gate import unread
from xlsales.forms.management import Approval, ComplaintRuling
from xlsales.forms.masters import Customer
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Expense, MarketNote, Order, Prospect
from xlsales.forms.tables import MODELS
from xlsales.forms.tracking import Card, Complaint
from xlsales.forms.warehouse import Outbound, Receipt

MOST = 4000
"""Where more rows than these bear on what changed, all are judged anew."""

_Column = tuple[type[Row], tuple[str, ...]]


class Link(NamedTuple):
    """Columns in which the same values (tuples of several) link rows; ``only`` some where it is said."""

    columns: tuple[_Column, ...]
    only: Callable[[Office, Since], Container[object]] | None = None


def _in(column: str, *models: type[Row]) -> tuple[_Column, ...]:
    return tuple((model, (column,)) for model in models)


def _visited(office: Office, _since: Since) -> Container[object]:
    """Return the customers who are to be visited now and then: all that is theirs tells when."""
    return {row.name for row in office.rows(Customer) if row.visit_cycle_days is not None}


def _moved(office: Office, since: Since) -> Container[object]:
    """Return the days on which goods were moved: it is told beside all that came on the day."""
    taken = {
        each
        for _, values in office.values(Receipt, "accepted_qty")
        for each in values
        if each is not None and cast("int", each) < 0
    }
    rows = (*office.among(Receipt, ("accepted_qty",), taken), *since.was.get(Receipt, ()))
    return {getattr(row, "date") for row in rows if (getattr(row, "accepted_qty") or 0) < 0}  # noqa: B009


LINKED: tuple[type[Row], ...] = (
    Order, Prospect, MarketNote, Expense, PlanLine, TradeRequest, Progress, Receipt, Outbound,
    Delivery, Card, Complaint, Invoice, InvoiceLine, Payment, Approval, ComplaintRuling,
)  # fmt: skip
"""The tables whose rows are judged by those that are linked with them."""

JUDGED: frozenset[type[Row]] = frozenset(
    {*LINKED, *(model for model in MODELS if model.table.is_computed)}
)
"""Those, and the tables that buttons make: what reading finds in one is all, and no row asks them."""

LINKS: tuple[Link, ...] = (
    Link(
        _in("order_no", Order, Prospect, PlanLine, TradeRequest, Progress, Receipt, Delivery,
            Complaint, InvoiceLine, Approval)
    ),
    Link(
        (*_in("note_no", Delivery, Outbound, Card, Complaint, InvoiceLine),
         *_in("return_of", Delivery))
    ),
    Link(_in("invoice_no", Invoice, InvoiceLine, Payment)),
    Link(_in("complaint_no", Complaint, ComplaintRuling)),
    Link(((Order, ("customer", "product")),)),  # ordered twice, or for the first time
    Link(_in("customer", Invoice, Payment)),
    Link(_in("product", Receipt)),  # of goods without an order
    Link(_in("customer", Order, Card), _visited),
    Link(_in("date", Receipt), _moved),
    *(
        Link(((model, group),))
        for model in LINKED
        for group in unique_groups(model.table)
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Linked:
    """The rows that what changed bears on, with all other tables: as they are, and as they were.

    ``spots`` is where they stand, by table.
    """

    now: Office
    was: Office
    spots: frozenset[tuple[str, At]]


def linked(office: Office, since: Since) -> Linked | None:
    """Return the rows that what changed bears on; None where all rows are to be judged anew."""
    key = linked, id(since)
    found = office.recall(key)
    if found is None:
        found = office.memo(key, (_linked(office, since), since))
    return cast("tuple[Linked | None, Since]", found)[0]


def _linked(office: Office, since: Since) -> Linked | None:
    there = {model for model in JUDGED if office.has(model)}
    if unread(office) or not {*since.was, *since.now} <= there:
        return None
    stems = partial(_stems, set(remembered(office)))
    if any(of(since.was) != of(since.now) for of in (stems, _invoice_numbers, _lines)):
        return None
    now = _reached(office, since, there)
    if now is None:
        return None
    gone = {(type(row), row.at) for rows in since.now.values() for row in rows}
    was = {spot: row for spot, row in now.items() if spot not in gone}
    was |= {(type(row), row.at): row for rows in since.was.values() for row in rows}
    spots = frozenset((model.table.name, at) for model, at in (*now, *was))
    found = [each for each in office.findings if (_table(each), each.place.at) in spots]
    changed = {(model.table.name, at) for model, at in gone}
    before = [each for each in found if (_table(each), each.place.at) not in changed]
    made = Linked(
        office.narrowed(_tables(there, now), found),
        office.narrowed(_tables(there, was), (*before, *since.found)),
        spots,
    )
    return made if asked(made.now).is_as(asked(made.was)) else None


_Spot = tuple[type[Row], At]
_Rows = Mapping[type[Row], Sequence[Row]]


def _reached(office: Office, since: Since, there: set[type[Row]]) -> dict[_Spot, Row] | None:
    """Return the rows that are linked with those that changed; None if they are too many."""
    found = {(type(row), row.at): row for rows in since.now.values() for row in rows}
    fresh = [row for rows in (*since.was.values(), *since.now.values()) for row in rows]
    only = [link.only(office, since) if link.only else None for link in LINKS]
    seen: list[set[object]] = [set() for _ in LINKS]
    while fresh:
        rows, fresh = fresh, []
        for link, done, among in zip(LINKS, seen, only, strict=True):
            values = {value for row in rows for value in _values(link, row)} - done
            if among is not None:
                values = {value for value in values if value in among}
            done.update(values)
            for model, columns in link.columns if values else ():
                for row in office.among(model, columns, values) if model in there else ():
                    if (model, row.at) not in found:
                        found[model, row.at] = row
                        fresh.append(row)
        if len(found) > MOST:
            return None
    return found


def _values(link: Link, row: Row) -> Iterator[object]:
    """Yield what links a row."""
    for model, columns in link.columns:
        if type(row) is model:
            values = tuple(getattr(row, column) for column in columns)
            if None not in values:
                yield values[0] if len(columns) == 1 else values


def _tables(there: set[type[Row]], rows: Mapping[_Spot, Row]) -> _Rows:
    made: dict[type[Row], list[Row]] = {model: [] for model in there}
    for model, at in sorted(rows, key=lambda spot: spot[1]):
        made[model].append(rows[model, at])
    return made


def _table(found: Finding) -> str:
    return found.place.table.name if found.place.table else ""


def _stems(known: Container[str], rows: _Rows) -> object:
    """Return the initials in numbers of people of whom nothing else tells them."""
    found = (each for model, mine in rows.items() for each in stems_of(model, mine))
    return {(owner, stem) for owner, stem in found if owner not in known}


def _invoice_numbers(rows: _Rows) -> object:
    return {getattr(row, "invoice_no") for row in rows.get(Invoice, ())}  # noqa: B009


def _lines(rows: _Rows) -> object:
    return {(getattr(row, "order_no"), row.at) for row in rows.get(PlanLine, ())}  # noqa: B009
