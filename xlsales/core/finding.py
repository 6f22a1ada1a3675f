"""Findings: what is wrong, where, and how to mend it. Facts, no prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xlsales.core.column import Column, Type
from xlsales.core.exact import decimal_of, plain
from xlsales.core.row import At, Row, Table
from xlsales.core.showing import counted, grouped, limit, money, yuan
from xlsales.core.words import Choice, Lang, Words


class Severity(StrEnum):
    """An error stops its row from going on; the others do not (flow.md, *Validation*)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def words(self) -> Words:
        """The severity as people read it."""
        return _SEVERITIES[self]


_SEVERITIES: Mapping[Severity, Words] = {
    Severity.ERROR: Words("错误", "Error"),
    Severity.WARNING: Words("提醒", "Warning"),
    Severity.INFO: Words("提示", "Info"),
}


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong: a stable code, its weight, what it says and how to mend it.

    ``says`` and ``cure`` carry the same ``{placeholders}`` in both languages. ``{column}`` and
    ``{value}`` are filled from the finding's place; others from its facts. ``{amount:money}``
    stands for money with its currency, ``{threshold:limit}`` for a limit in money,
    ``{quantity:unit}`` for a quantity with the unit that the fact ``unit`` names, ``{fix:cell}``
    for a value as it is typed in its column: 13%, ``{old:held}`` as its column shows it: 1,200.
    """

    code: str
    severity: Severity
    says: Words
    cure: Words


@dataclass(frozen=True)
class Place:
    """Where, in the person's terms: the table, the sheet row they see, the column."""

    at: At
    table: Table | None = None
    column: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Finding:
    """A rule that a row breaks. ``fix`` is the sure new value of the cell, where there is one."""

    rule: Rule
    place: Place
    value: object = None
    facts: Mapping[str, object] = field(default_factory=dict)
    fix: object = None

    @property
    def is_error(self) -> bool:
        """Whether the finding stops its row."""
        return self.rule.severity is Severity.ERROR

    @property
    def words(self) -> Words:
        """What is wrong and how to mend it, in both languages."""
        return Words(self.message(Lang.ZH), self.message(Lang.EN))

    def message(self, lang: Lang) -> str:
        """Return what is wrong and how to mend it, in ``lang``."""
        facts: dict[str, object] = dict(self.facts)
        facts.setdefault("value", self.value)
        facts.setdefault("fix", self.fix)
        table, column = self.place.table, self.place.column
        facts.setdefault("table", table.title if table else "")
        header = table.by_key[column] if table and column else None
        facts.setdefault("column", header or "")
        unit, kind = show(facts.get("unit"), lang), header.type if header else None
        said = {name: _Fact(value, unit, kind, lang) for name, value in facts.items()}
        says, cure = self.rule.says.said(lang), self.rule.cure.said(lang)
        gap = "" if lang is Lang.ZH else " "
        return (says + (gap + cure if cure else "")).format_map(said)

    def typed_fix(self, lang: Lang) -> str:
        """Return the fix as a person would type it into its column: 13%."""
        table, column = self.place.table, self.place.column
        kind = table.by_key[column].type if table and column else None
        return f"{_Fact(self.fix, '', kind, lang):cell}"


@dataclass(frozen=True)
class _Fact:
    """A fact on its way into a message, which says how it is to be shown."""

    value: object
    unit: str
    column: Type | None
    lang: Lang

    def __format__(self, how: str) -> str:
        value = self.value
        if how == "cell" and isinstance(value, tuple):
            parts = (replace(self, value=part) for part in value)
            return ("、" if self.lang is Lang.ZH else ", ").join(f"{part:cell}" for part in parts)
        if not how or not isinstance(value, Decimal | int):
            return show(value, self.lang)
        if how == "unit":
            return counted(value, self.unit)
        if how == "held":
            return in_column(self.column, value, self.lang)
        if how == "cell":
            return f"{plain(value * 100)}%" if self.column is Type.PERCENT else plain(value)
        return {"money": yuan, "limit": limit}[how](Decimal(value)).said(self.lang)


def in_column(kind: Type | None, value: object, lang: Lang) -> str:
    """Return what a cell of a type of column holds, as people read it: 13%, 1,234.50, 1,200."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and kind is not None:
        if kind is Type.PERCENT:
            return f"{plain(value * 100)}%"
        if kind in {Type.MONEY, Type.PRICE}:
            return money(Decimal(value))
        if kind.is_number:
            return grouped(value)
    return show(value, lang)


def show(value: object, lang: Lang) -> str:
    """Return a fact as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, Words):
        return value.said(lang)
    if isinstance(value, Column):
        return value.words.said(lang)
    if isinstance(value, Choice):
        return value.said(lang)
    if isinstance(value, bool):
        return Words("是" if value else "否", "Yes" if value else "No").said(lang)
    if isinstance(value, Decimal | int | float):
        return plain(decimal_of(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return ("、" if lang is Lang.ZH else ", ").join(show(v, lang) for v in value)
    return str(value)


def finding(
    rule: Rule,
    row: Row,
    column: str | None = None,
    *,
    fix: object = None,
    value: object = None,
    **facts: object,
) -> Finding:
    """Make a finding about a row that was read; its value is the row's, unless given."""
    if value is None and column is not None:
        value = getattr(row, column, None)
    identity = row.identity
    key = None if identity is None else " ".join(str(part) for part in identity)
    return Finding(rule, Place(row.at, row.table, column, key), value, facts, fix)
