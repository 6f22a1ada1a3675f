"""What cannot be told while something cannot be read (flow.md, *Validation*: it is silent).

A check that asks other tables would find fault with sound rows where one of those is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlsales.core.finding import Finding, Rule
from xlsales.core.needs import Need, Needs
from xlsales.core.office import Office
from xlsales.flow.facts import reads
from xlsales.forms.collection import Invoice
from xlsales.forms.delivery import Delivery
from xlsales.forms.gate import lacking, unread
from xlsales.forms.masters import Person
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.rules import collection, delivery, management, plan, reading, warehouse
from xlsales.forms.tables import referred
from xlsales.forms.warehouse import Outbound, Receipt

_RULES: Mapping[Rule, tuple[Need, ...]] = {
    management.UNKNOWN_SUBJECT: (Person,),
    management.DECIDER_WITHOUT_ROLE: (Person,),
    warehouse.KEEPER_WITHOUT_ROLE: (Person,),
    delivery.UNKNOWN_ORDER: (Order,),
    plan.ORDER_GONE: (Order,),
    delivery.UNKNOWN_NOTE: (Delivery,),
    delivery.NOT_ON_THAT_NOTE: (Delivery,),
    delivery.DELIVERED_OVER_STOCK: (Receipt,),
    delivery.SIGNED_NOT_OUT: (Outbound,),
    collection.UNKNOWN_INVOICE: (Invoice,),
    collection.INVOICED_OVER_SIGNED: (Delivery,),
    plan.PROGRESS_NOT_ISSUED: (PlanLine,),
    plan.LOAD_UNKNOWN: reads.SCHEDULED,
}
RESTS_ON = {rule.code: Needs.of(*tables) for rule, tables in _RULES.items()}
"""The rules that ask other tables, by code, and those tables; a reference asks its own."""
_REFERENCES = frozenset(
    rule.code for rule in (*reading.UNKNOWN.values(), reading.UNKNOWN_REFERENCE)
)


def certain(office: Office, found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out the findings that rest on what cannot be read."""
    blind = {
        (each.place.table, each.place.at.book, each.place.column)
        for each in unread(office)
        if each.place.column is not None
    }
    for each in found:
        place = each.place
        if (place.table, place.at.book, place.column) in blind:
            continue
        rests = RESTS_ON.get(each.rule.code)
        if each.rule.code in _REFERENCES and place.table is not None and place.column is not None:
            rests = Needs.of(referred(place.table.by_key[place.column]).model)
        if rests is None or not lacking(office, rests):
            yield each
