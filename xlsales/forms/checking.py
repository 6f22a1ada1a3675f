"""The checks that the definitions of columns and tables say by themselves (columns.csv)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from xlsales.core.across import Across
from xlsales.core.alike import by_look, folded, look
from xlsales.core.column import By, Column, Type
from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.row import R, Row, Table
from xlsales.core.words import Words
from xlsales.forms.choices import Master
from xlsales.forms.references import is_in_use
from xlsales.forms.rules import masters as master_rules
from xlsales.forms.rules import reading as rules
from xlsales.forms.tables import REFERRED, referred


def check_columns(office: Office, rows: Sequence[R]) -> Iterator[Finding]:
    """Find what breaks conditions, references, patterns and uniqueness.

    ``rows`` are of one table, and may be a part of it; uniqueness is judged over the whole
    office. What cannot be read stays silent here: reading has said it.
    """
    if not rows:
        return
    table, across = rows[0].table, Across(rows)
    for column in table.columns:
        if column.by is By.MACRO:
            continue
        if column.when is not None:
            yield from _conditions(across, column)
        if column.ref:
            yield from _references(office, across, column)
        elif column.names and not column.several:
            yield from _spelled(office, across, column)
        if column.pattern:
            yield from _patterns(rows, column)
    for group in unique_groups(table):
        yield from _duplicates(office, rows, group)
    if table.name in set(Master):
        names = ((REFERRED[table.name],), *(_texts(table, group) for group in table.together))
        for texts in dict.fromkeys(names):
            yield from _likely_doubles(office, rows, texts)


def _conditions(rows: Across[R], column: Column) -> Iterator[Finding]:
    when = column.when
    assert when is not None
    if None not in rows[column.key]:
        return
    asked = rows.each(when.column, when.holds)
    for row, value, is_asked in zip(rows.rows, rows[column.key], asked, strict=True):
        if is_asked and value is None and not row.bad & {column.key, when.column}:
            yield finding(rules.REQUIRED, row, column.key)


def _references(office: Office, rows: Across[R], column: Column) -> Iterator[Finding]:
    target = referred(column)
    name, key = target.name, REFERRED[target.name]
    if not office.has(target.model):
        return
    known = office.all_by(target.model, key)
    active = {value for value, found in known.items() if any(map(is_in_use, found))}
    facts = {} if name in rules.UNKNOWN else {"of": target.title}
    odd = set(rows[column.key]) - active - {None}
    for row, value in zip(rows.rows, rows[column.key], strict=True) if odd else ():
        if value not in odd:
            continue
        if value not in known:
            rule = rules.UNKNOWN.get(name, rules.UNKNOWN_REFERENCE)
            yield unknown(office, rule, row, column.key, (target.model, key), **facts)
        elif is_new(row):
            rule = rules.INACTIVE.get(name, rules.INACTIVE_REFERENCE)
            yield finding(rule, row, column.key, **facts)


def _spelled(office: Office, rows: Across[R], column: Column) -> Iterator[Finding]:
    """Find what may be unknown, but is only written otherwise than a name or code in use."""
    target = referred(column)
    key = REFERRED[target.name]
    if not office.has(target.model):
        return
    odd = set(rows[column.key]) - {None}
    if odd:
        odd -= office.all_by(target.model, key).keys()
    for row, value in zip(rows.rows, rows[column.key], strict=True) if odd else ():
        if value in odd:
            alike = _looks(office, target.model, key).get(look(value), ())
            if len(alike) == 1:
                facts = {"of": target.title}
                yield finding(rules.SPELLED, row, column.key, fix=alike[0], **facts)


def unknown(
    office: Office,
    rule: Rule,
    row: Row,
    column: str,
    where: tuple[type[Row], str],
    **facts: object,
) -> Finding:
    """Return the finding of a name or code that ``where``, a model's column, does not know.

    If one there looks the same, as 0101 does where a cell kept the number 101, that is its fix.
    """
    alike = _looks(office, *where).get(look(getattr(row, column)), ())
    if len(alike) != 1:
        return finding(rule, row, column, **facts)
    rule = replace(rule, cure=rules.SPELLED_OTHERWISE)
    return finding(rule, row, column, fix=alike[0], **facts)


def _looks(office: Office, model: type[Row], key: str) -> Mapping[str, tuple[str, ...]]:
    """Return what is in use of a column, by its look."""
    office = office.whole
    kept = office.recall((_looks, model, key))
    if kept is None:
        found = office.all_by(model, key).items()
        used = (str(value) for value, rows in found if any(map(is_in_use, rows)))
        kept = office.memo((_looks, model, key), by_look(used))
    return cast("Mapping[str, tuple[str, ...]]", kept)


def is_new(row: Row) -> bool:
    """Return whether a row is not yet numbered, or for an order not yet submitted.

    What a new row refers to must be active; older rows keep what they were made with.
    """
    if "submitted_at" in row.table.by_key:
        return getattr(row, "submitted_at") is None  # noqa: B009  # not every row has one
    keys = [key for key in row.table.key if row.table.by_key[key].by is By.GIVEN]
    return any(getattr(row, key) is None for key in keys)


def _patterns(rows: Sequence[Row], column: Column) -> Iterator[Finding]:
    pattern = re.compile(column.pattern)
    for row in rows:
        value = getattr(row, column.key)
        if value is not None and not pattern.fullmatch(value):
            yield finding(master_rules.BAD_INITIALS, row, column.key)


def unique_groups(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the columns of a table, and groups of them, in which no two rows may have the same."""
    single = tuple((column.key,) for column in table.columns if column.unique)
    keys = (table.key,) if table.key and not table.is_computed else ()
    return tuple(dict.fromkeys((*single, *keys, *table.together)))


def _duplicates(office: Office, rows: Sequence[R], group: tuple[str, ...]) -> Iterator[Finding]:
    """Find rows whose values of ``group`` another row has; the later ones are told the first."""
    table, places = rows[0].table, _places(office, rows[0].table, group)
    mine = {row.at for row in rows} if places else set()
    titles = tuple(table.by_key[key].words for key in group)
    for values, found in places.items():
        for row in found[1:] if len(found) > 1 else ():
            if row.at in mine:
                shown = tuple(value for value in values if value is not None)
                yield finding(
                    rules.DUPLICATE,
                    row,
                    group[0],
                    value=shown[0] if len(shown) == 1 else shown,
                    columns=Words(
                        "、".join(title.zh for title in titles),
                        ", ".join(title.en for title in titles),
                    ),
                    other=found[0].at.row,
                )


_Places = Mapping[tuple[object, ...], Sequence[Row]]


def _places(office: Office, table: Table, group: tuple[str, ...]) -> _Places:
    """Return the rows by their values of ``group``, of those that share at least the first."""
    key = _places, table.name, group
    kept = office.recall(key)
    if kept is None:
        places: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
        for same in office.all_by(table.model, group[0]).values():
            for row in same if len(same) > 1 else ():  # nearly all are alone
                if not row.bad.intersection(group):
                    places[tuple(getattr(row, column) for column in group)].append(row)
        kept = office.memo(key, places)
    return cast("_Places", kept)


def _texts(table: Table, group: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in group if table.by_key[key].type in {Type.TEXT, Type.CODE})


def _likely_doubles(
    office: Office, rows: Sequence[Row], texts: tuple[str, ...]
) -> Iterator[Finding]:
    """Find masters that another row above them names too, but for spaces, width and case."""
    table = rows[0].table
    seen: dict[tuple[str, ...], Row] = {}
    mine = {row.at for row in rows}
    for row in office.rows(table.model):
        values = [getattr(row, key) for key in texts]
        if values[0] is None or row.bad.intersection(texts):
            continue
        first = seen.setdefault(tuple(map(folded, values)), row)
        others = [getattr(first, key) for key in texts]
        if values != others and row.at in mine:
            column = next(key for key, a, b in zip(texts, values, others, strict=True) if a != b)
            named = getattr(first, column) or ""
            yield finding(master_rules.LIKELY_DOUBLE, row, column, named=named, other=first.at.row)
