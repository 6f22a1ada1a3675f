"""What the masters say for the drop-down lists of other workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.text import GAP
from xlsales.forms.gate import lacks
from xlsales.forms.tables import BY_NAME, LABELS, list_name, offered, tables_of


def _references(kind: str) -> tuple[str, ...]:
    """Return what the columns of a kind of workbook refer to, such as ``customers.name``."""
    columns = (column for table in tables_of(kind) for column in table.columns)
    return tuple(dict.fromkeys(column.ref for column in columns if column.ref))


def lists_of(office: Office, kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of a kind of workbook, by their names there; only what is still in use.

    A list whose column cannot be read stays as it is in the workbook.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for ref in _references(kind):
        if not _lacks(office, ref):
            lists[list_name(ref)] = _values(office, ref)
            if offered(ref) != list_name(ref):
                lists[offered(ref)] = _labelled(office, ref)
    return lists


def _lacks(office: Office, ref: str) -> bool:
    name, key = ref.split(".")
    return lacks(office, BY_NAME[name], key)


def _values(office: Office, ref: str) -> tuple[str, ...]:
    """Return the values of a column of the masters, without repeats."""
    kept = office.recall(("list", ref))
    if kept is not None:
        return cast("tuple[str, ...]", kept)
    _, key = ref.split(".")
    made = tuple(dict.fromkeys(str(getattr(row, key)) for row in _used(office, ref)))
    office.memo(("list", ref), made)
    return made


def _used(office: Office, ref: str) -> Iterator[Row]:
    """Yield the masters that may be chosen: those in use that have the code or name."""
    name, key = ref.split(".")
    for row in office.rows(BY_NAME[name].model):
        if getattr(row, key) is not None and getattr(row, "active", True):
            yield row


def _labelled(office: Office, ref: str) -> tuple[str, ...]:
    """Return each code with what it stands for, then the codes alone, so that both may be typed."""
    _, key = ref.split(".")
    shown = [
        GAP.join((str(getattr(row, key)), " ".join(filter(None, texts))))
        for row in _used(office, ref)
        if any(texts := [getattr(row, each) for each in LABELS[ref]])
    ]
    return tuple(dict.fromkeys((*shown, *_values(office, ref))))
