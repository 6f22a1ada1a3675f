"""What fills the forms of delivery notes and tracking cards (forms.md, *Print forms*)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.outcome import FormContent
from xlsales.core.words import Words
from xlsales.flow.facts.deliveries import (
    customer_of_note,
    customer_row,
    note_rows,
    product_of_order,
)
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of
from xlsales.forms.tracking import Card

NOTE_COPIES = (
    Words("存根联", "Kept copy"),
    Words("客户联", "Customer's copy"),
    Words("库房联", "Warehouse copy"),
)
"""The three copies of a delivery note (regulation (三) 4)."""


def note_content(office: Office, rows: Sequence[Delivery], owner: str) -> FormContent:
    """Return what fills a delivery note; without prices where the office prints none.

    ``paper`` is the setting: on A4 each copy has its page, on continuous paper one page names
    them all. ``total_quantity`` is there where all lines have one unit.
    """
    settings = settings_of(office)
    prices = settings.delivery_prices
    first = rows[0]
    units = {line["unit"] for line in (_line(office, row, prices) for row in rows)}
    total = sum((row.amount or ZERO for row in rows), ZERO)
    fields = {
        **_heading(office, first.customer),
        "note_no": first.note_no,
        "date": first.date,
        "address": first.address,
        "salesperson": owner,
        "carrier": first.carrier,
        "vehicle": first.vehicle,
        "total_quantity": _total(rows) if len(units) == 1 else None,
        "total_amount": total if prices else None,
        "currency": settings.currency if prices else None,
        "prices": prices,
        "paper": settings.delivery_paper,
    }
    sums = (("quantity",) if len(units) == 1 else ()) + (("amount",) if prices else ())
    lines = tuple(_line(office, row, prices) for row in rows)
    return FormContent(fields, lines, NOTE_COPIES, sums)


def card_content(office: Office, card: Card) -> FormContent:
    """Return what fills a tracking card; what the visit is to find out stays blank."""
    rows = note_rows(office).get(card.note_no or "", ())
    note = rows[0] if rows else None
    customer = card.customer or customer_of_note(office, card.note_no or "")
    columns = (column.key for column in Card.table.columns if column.key != "check")
    fields = {
        **{key: getattr(card, key) for key in columns},
        **_heading(office, customer),
        "date": note.date if note and "date" not in note.bad else None,
        "address": note.address if note else None,
    }
    return FormContent(fields, tuple(_line(office, row, prices=False) for row in rows))


def _heading(office: Office, name: str | None) -> dict[str, object]:
    settings = settings_of(office)
    customer = customer_row(office, name)
    return {
        "company": settings.company,
        "branch": settings.branch,
        "customer": name,
        "contact": customer.contact if customer else None,
        "phone": customer.phone if customer else None,
    }


def _line(office: Office, row: Delivery, prices: bool) -> dict[str, object]:
    product = product_of_order(office, row.order_no)
    order = office.first(Order, "order_no", row.order_no)
    return {
        "line_no": row.line_no,
        "order_no": row.order_no,
        "contract_no": order.contract_no if order else None,
        "product": product.code if product else None,
        "product_name": product.name if product else None,
        "spec": product.spec if product else None,
        "material": product.material if product else None,
        "drawing_no": product.drawing_no if product else None,
        "unit": product.unit if product else None,
        "quantity": row.quantity,
        "unit_price": row.unit_price if prices else None,
        "amount": row.amount if prices else None,
        "heat_nos": row.heat_nos,
        "remark": row.remark,
    }


def _total(rows: Sequence[Delivery]) -> Decimal:
    return sum((row.quantity for row in rows), ZERO)
