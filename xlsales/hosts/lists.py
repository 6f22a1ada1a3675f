"""What the masters say for the drop-down lists of other workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from xlsales.core.office import Office
from xlsales.forms.gate import lacks
from xlsales.forms.tables import BY_NAME, tables_of


def _references(kind: str) -> tuple[str, ...]:
    """Return what the columns of a kind of workbook refer to, such as ``customers.name``."""
    columns = (column for table in tables_of(kind) for column in table.columns)
    return tuple(dict.fromkeys(column.ref for column in columns if column.ref))


def lists_of(office: Office, kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of a kind of workbook, by their names there; only what is still in use.

    A list whose column cannot be read stays as it is in the workbook.
    """
    return {
        _name_of(ref): _values(office, ref) for ref in _references(kind) if not _lacks(office, ref)
    }


def _lacks(office: Office, ref: str) -> bool:
    name, key = ref.split(".")
    return lacks(office, BY_NAME[name], key)


def _name_of(ref: str) -> str:
    """Return the name that a list has in a workbook."""
    return "list_" + ref.replace(".", "_")


def _values(office: Office, ref: str) -> tuple[str, ...]:
    """Return the values of a column of the masters, without repeats."""
    kept = office.recall(("list", ref))
    if kept is not None:
        return cast("tuple[str, ...]", kept)
    name, key = ref.split(".")
    model = next(table.model for table in tables_of("masters") if table.name == name)
    found = [
        str(getattr(row, key))
        for row in office.rows(model)
        if getattr(row, key) is not None and getattr(row, "active", True)
    ]
    made = tuple(dict.fromkeys(found))
    office.memo(("list", ref), made)
    return made
