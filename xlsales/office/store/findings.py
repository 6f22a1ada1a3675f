"""What reading a table found, as the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from xlsales.core.column import Column
from xlsales.core.finding import Finding, Place, Rule
from xlsales.core.row import At, Book, Table
from xlsales.forms import rules
from xlsales.forms.rules import reading
from xlsales.forms.tables import BY_NAME
from xlsales.office.store.values import CannotStore, dump, load


@cache
def _rules() -> Mapping[str, Rule]:
    """Return the rules that reading may name, by code."""
    return _rules_in(reading)


@cache
def _every_rule() -> Mapping[str, Rule]:
    """Return all rules, by code."""
    found: dict[str, Rule] = {}
    for module in iter_modules(rules.__path__, f"{rules.__name__}."):
        found |= _rules_in(import_module(module.name))
    return found


def _rules_in(module: ModuleType) -> Mapping[str, Rule]:
    held = list(vars(module).values())
    held += [rule for each in held if isinstance(each, Mapping) for rule in each.values()]
    return {rule.code: rule for rule in held if isinstance(rule, Rule)}


def dump_finding(finding: Finding, book: Book, table: Table) -> Any:
    """Return a finding in a table of a workbook as JSON holds it.

    Raises:
        CannotStore: it is no finding of reading that table, or says what the store does not know.
    """
    rule, place = finding.rule, finding.place
    if _rules().get(rule.code) is not rule or place.at.book != book or place.table is not table:
        raise CannotStore(rule.code)
    held: list[Any] = [rule.code, place.at.row, place.column, place.key, dump(finding.value)]
    if finding.facts or finding.fix is not None:
        held.append({name: dump(fact) for name, fact in finding.facts.items()})
        held.append(dump(finding.fix))
    return held


def load_finding(held: Sequence[Any], book: Book, table: Table) -> Finding:
    """Return the finding that :func:`dump_finding` wrote."""
    code, row, column, key, value, *more = held
    facts, fix = more or ({}, None)
    place = Place(At(book, row), table, column, key)
    said = {name: load(fact) for name, fact in facts.items()}
    return Finding(_rules()[code], place, load(value), said, load(fix))


# --- of whatever was worked out --------------------------------------------------------------


def dump_worked_out(value: object) -> Any:
    """Return a finding of any rule and workbook, or another value, as JSON holds it.

    Raises:
        CannotStore: it says what the store does not know.
    """
    if not isinstance(value, Finding):
        return dump(value)
    rule, place = value.rule, value.place
    known = _every_rule().get(rule.code)
    if known is None or replace(rule, cure=known.cure) != known:
        raise CannotStore(rule.code)
    cure = None if rule == known else dump(rule.cure)
    table = place.table.name if place.table else None
    facts = {name: _dump_fact(fact, place.table) for name, fact in value.facts.items()}
    said = [rule.code, list(place.at.book), place.at.row, table, place.column, place.key]
    return ["finding", *said, dump(value.value), facts, dump(value.fix), cure]


def load_worked_out(held: Any) -> object:
    """Return what :func:`dump_worked_out` wrote.

    Raises:
        ValueError, TypeError, LookupError, ArithmeticError: it did not write that.
    """
    if not isinstance(held, list) or held[0] != "finding":
        return load(held)
    _, code, book, row, table, column, key, value, facts, fix, cure = held
    rule = _every_rule()[code]
    if cure is not None:  # told otherwise where it is sure
        words = load(cure)
        rule = replace(rule, cure=words)
    place = Place(At(Book(*book), row), BY_NAME[table] if table else None, column, key)
    said = {name: _load_fact(fact, place.table) for name, fact in facts.items()}
    return Finding(rule, place, load(value), said, load(fix))


def _dump_fact(fact: object, table: Table | None) -> Any:
    """Return a fact as JSON holds it: also columns of the table that a finding is about."""
    if table is None or not isinstance(fact, tuple) or not fact:
        return dump(fact)
    own = all(isinstance(each, Column) and table.by_key.get(each.key) is each for each in fact)
    return [_COLUMNS, *(each.key for each in fact)] if own else dump(fact)


def _load_fact(held: Any, table: Table | None) -> object:
    if isinstance(held, list) and held[0] == _COLUMNS and table is not None:
        return tuple(table.by_key[key] for key in held[1:])
    return load(held)


_COLUMNS = "columns"
