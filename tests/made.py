"""Rows of any table, made at random but as a workbook could hold them."""

from __future__ import annotations

import string
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from xlsales.core.column import Column, Type
from xlsales.core.row import Row

TEXTS = st.text(string.ascii_letters + string.digits + "承揽计划=+-@'#&<>\" ", min_size=1).map(
    lambda text: text.strip() or "甲"
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MONTHS = DAYS.map(lambda day: f"{day:%Y-%m}")


def decimals(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-places))


def values(column: Column) -> st.SearchStrategy[Any]:
    """Values that the column may hold and reads back without a word."""
    if column.choices is not None:
        members = st.sampled_from(list(column.choices))
        if column.type is Type.CHOICES:
            return st.lists(members, min_size=1, unique=True).map(tuple)
        return members
    match column.type:
        case Type.DATE:
            return DAYS
        case Type.DATETIME:
            return st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
                lambda moment: moment.replace(second=0, microsecond=0)
            )
        case Type.MONTH:
            return MONTHS
        case Type.PERIOD:
            return st.one_of(MONTHS, DAYS.map(lambda d: f"{d.year}"), st.just("2026-Q4"))
        case Type.YES_NO:
            return st.booleans()
        case Type.INTEGER:
            low, high = column.at_least, column.at_most
            found: st.SearchStrategy[Any] = st.integers(
                -(10**6) if low is None else low, 10**6 if high is None else int(high)
            )
        case Type.PERCENT:
            found = st.integers(0, 99).map(lambda n: Decimal(n).scaleb(-2))
        case Type.TEXT | Type.CODE | Type.STATUS:
            return TEXTS
        case _:
            found = decimals(column.type.places or 0)
    return found.filter(lambda value: column.trouble(value) is None)


@st.composite
def rows(draw: st.DrawFn, model: type[Row]) -> Row:
    """One row of a table: what is required is filled, the rest may be blank."""
    filled: dict[str, Any] = {}
    for column in model.table.columns:
        must = column.required or column.default is not None or column is model.table.columns[0]
        if must or draw(st.booleans()):
            filled[column.key] = draw(values(column))
    return model(**filled)
