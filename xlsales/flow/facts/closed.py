"""Which findings nobody can act on any more: those of orders and complaints that are over.

*Validate* tells them all the same; *Today* tells only what still changes money or points (flow.md,
*Today*).
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.core.column import Type
from xlsales.core.finding import Finding
from xlsales.core.office import Office
from xlsales.core.row import At, Row
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.states import states
from xlsales.forms.choices import OrderState
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER, NOT_GIVEN
from xlsales.forms.tables import TABLES
from xlsales.forms.tracking import Complaint

_AMOUNTS = frozenset({Type.MONEY, Type.PRICE, Type.QUANTITY, Type.PERCENT})
_WHOSE = frozenset(
    {"order_no", "note_no", "customer", "product", "salesperson", "date", "signed_on"}
)
"""Columns that say whose an amount is, and when it counts."""
_GRAVE = frozenset({"date", "customer", "salesperson", "severity"})
"""Columns of a complaint that points hang on."""
_NO_MONEY = (Order, PlanLine, TradeRequest, Progress)
"""Tables of which a cancelled order's rows count nowhere."""


def is_over(office: Office, finding: Finding) -> bool:
    """Return whether a finding is about something closed, and changes no amount or score."""
    place = finding.place
    if place.table is None or finding.rule in {GIVEN_TYPED_OVER, NOT_GIVEN}:
        return False
    row = _rows(office).get((place.table.name, place.at))
    if isinstance(row, Complaint):
        done = row.closed_on is not None and "closed_on" not in row.bad
        return done and place.column is not None and place.column not in _GRAVE
    number = getattr(row, "order_no", None)
    state = states(office).get(number) if isinstance(number, str) else None
    if state is OrderState.CANCELLED:
        return isinstance(row, _NO_MONEY)
    if state is not OrderState.SETTLED or place.column is None:
        return False
    column = place.table.by_key[place.column]
    return column.type not in _AMOUNTS and column.key not in _WHOSE


@kept
def _rows(office: Office) -> Mapping[tuple[str, At], Row]:
    """Return every row that a finding may be about, by table and place."""
    models = [table.model for table in TABLES if not table.is_computed and office.has(table.model)]
    return {(model.table.name, row.at): row for model in models for row in office.rows(model)}
