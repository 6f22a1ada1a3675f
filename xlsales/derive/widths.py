"""How wide a column is: enough for what it usually holds, and for its header on two lines."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.core.column import Column, Type
from xlsales.core.measuring import lines_of, width_of
from xlsales.core.row import Table
from xlsales.core.words import Lang
from xlsales.derive.wording import choices_of

_BY_TYPE: Mapping[Type, int] = {
    Type.CODE: 13,
    Type.MONEY: 14,
    Type.PRICE: 12,
    Type.QUANTITY: 10,
    Type.DECIMAL: 11,
    Type.PERCENT: 9,
    Type.INTEGER: 8,
    Type.DATE: 11,
    Type.DATETIME: 16,
    Type.MONTH: 10,
    Type.PERIOD: 10,
    Type.STATUS: 10,
}

_BY_KEY: Mapping[str, int] = {
    "approvals.opinion": 26,
    "cards.opinion": 35,
    "people.name": 12,
    "customers.name": 28,
    "name": 18,
    "initials": 8,
    "roles": 24,
    "address": 32,
    "contact": 10,
    "phone": 15,
    "tax_no": 21,
    "customer": 24,
    "products": 24,
    "product_name": 18,
    "spec": 16,
    "material": 11,
    "unit": 6,
    "capacity_unit": 9,
    "key": 26,
    "value": 18,
    "meaning": 64,
    "clause": 48,
    "subject": 12,
    "salesperson": 10,
    "order_no": 19,
    "note_no": 19,
    "return_of": 19,
    "card_no": 19,
    "complaint_no": 19,
    "receipt_no": 15,
    "request_no": 15,
    "payment_no": 15,
    "plan_no": 14,
    "invoice_no": 22,
    "draft_no": 22,
    "contract_no": 16,
    "certificate_no": 15,
    "work_center": 14,
    "caption": 18,
    "dates": 14,
    "week": 11,
    "revision": 6,
    "heat_nos": 20,
    "customer_wish": 24,
    "returned_reason": 18,
    "description": 43,
    "note": 46,
    "opinion": 36,
    "usage": 36,
    "action": 36,
    "cause": 36,
    "problem": 40,
    "customer_feedback": 36,
    "result": 30,
    "reason": 24,
    "cancel_reason": 16,
    "return_reason": 18,
    "remark": 18,
    "check": 34,
    "receiver": 12,
    "party": 20,
    "source": 16,
    "product": 13,
}

_CHECK_IN_VIEW = 22
"""Of a check that stands beside the number and stays in view, how much of its first finding."""

TALL = frozenset({"market_notes", "progress", "rulings", "cards", "complaints"})
"""The tables of sentences: their rows have room for two lines."""

_SENTENCES = frozenset(
    {
        "action", "cause", "customer_feedback", "description", "note", "opinion", "problem",
        "result", "usage",
    }
)  # fmt: skip

_NAMES = frozenset(
    {
        "address", "customer", "department", "heat_nos", "name", "party", "product",
        "product_name", "products", "receiver", "salesperson", "spec", "subject", "work_center",
    }
)  # fmt: skip


def is_wrapped(column: Column, table: Table) -> bool:
    """Return whether people write sentences there, which go on in a second line."""
    return table.name in TALL and column.key in _SENTENCES


def is_shrunk(column: Column, table: Table) -> bool:
    """Return whether a name or state that is too long for its cell is shown smaller, whole."""
    named = column.key in _NAMES or column.ref == "people.name" or column.type is Type.STATUS
    return named and table.name != "work_centers"


_BUTTON = 3
"""What the filter's button covers of a header."""

_BOLD = 1.1


def column_width(column: Column, table: Table, lang: Lang) -> float:
    """Return the width of a column in characters."""
    return max(_content(column, table, lang), _header(column.words.said(lang)))


def _content(column: Column, table: Table, lang: Lang) -> float:
    if column.width:
        return column.width
    if f"{table.name}.{column.key}" in _BY_KEY:
        return _BY_KEY[f"{table.name}.{column.key}"]
    if column.key == "check" and column is not table.columns[-1]:
        return _CHECK_IN_VIEW
    if column.key in _BY_KEY and not column.type.is_number:
        return _BY_KEY[column.key]
    words = choices_of(column, lang)
    if words:
        return max(width_of(word) for word in words) + 3
    return _BY_TYPE.get(column.type, 12 if column.ref else 14)


def _header(text: str) -> float:
    """Return the least width at which a header and its button need no more than two lines.

    A short one stands on one line: centred, half of it would be under the button.
    """
    wide = width_of(text)
    if wide <= 8:
        return wide * _BOLD + _BUTTON + 1
    least = max(width_of(word) for word in text.split()) if text.isascii() else 2
    width = max(wide / 2, least) * _BOLD + _BUTTON + 1
    while lines_of(text, (width - _BUTTON) / _BOLD) > 2:
        width += 1
    return round(width, 1)
