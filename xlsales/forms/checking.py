"""The checks that the definitions of columns and tables say by themselves (columns.csv)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlsales.core.column import By, Column
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import R, Row, Table
from xlsales.core.words import Words
from xlsales.forms.rules import masters as master_rules
from xlsales.forms.rules import reading as rules
from xlsales.forms.tables import BY_NAME


def check_columns(office: Office, rows: Sequence[R]) -> Iterator[Finding]:
    """Find what breaks conditions, references, patterns and uniqueness.

    ``rows`` are of one table, and may be a part of it; uniqueness is judged over the whole
    office. What cannot be read stays silent here: reading has said it.
    """
    if not rows:
        return
    table = rows[0].table
    for column in table.columns:
        if column.by is By.MACRO:
            continue
        if column.when is not None:
            yield from _conditions(rows, column)
        if column.ref:
            yield from _references(office, rows, column)
        if column.pattern:
            yield from _patterns(rows, column)
    for group in _unique_groups(table):
        yield from _duplicates(office, rows, group)


def _conditions(rows: Sequence[Row], column: Column) -> Iterator[Finding]:
    when = column.when
    assert when is not None
    for row in rows:
        blank = getattr(row, column.key) is None and not row.bad & {column.key, when.column}
        if blank and when.holds(getattr(row, when.column)):
            yield finding(rules.REQUIRED, row, column.key)


def _references(office: Office, rows: Sequence[Row], column: Column) -> Iterator[Finding]:
    name, key = column.ref.split(".")
    target = BY_NAME[name]
    if not office.has(target.model):
        return
    known = office.all_by(target.model, key)
    active = {v for v, found in known.items() if any(getattr(f, "active", True) for f in found)}
    for row in rows:
        value = getattr(row, column.key)
        if value is None or value in active:
            continue
        if value not in known:
            yield finding(rules.UNKNOWN[name], row, column.key)
        elif is_new(row):
            yield finding(rules.INACTIVE[name], row, column.key)


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


def _unique_groups(table: Table) -> tuple[tuple[str, ...], ...]:
    single = tuple((column.key,) for column in table.columns if column.unique)
    keys = (table.key,) if table.key and not table.is_computed else ()
    return tuple(dict.fromkeys((*single, *keys, *table.together)))


def _duplicates(office: Office, rows: Sequence[R], group: tuple[str, ...]) -> Iterator[Finding]:
    """Find rows whose values of ``group`` another row has; the later ones are told the first."""
    table = rows[0].table
    places: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in office.rows(table.model):
        values = tuple(getattr(row, key) for key in group)
        if values[0] is not None and not row.bad.intersection(group):
            places[values].append(row)
    mine = {row.at for row in rows}
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
