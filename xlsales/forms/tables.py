"""All tables, in the order of the workbooks and of their sheets (forms.md)."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from xlsales.core.column import Column
from xlsales.core.row import Row, Table
from xlsales.forms.choices import Kind
from xlsales.forms.references import is_listed_whole, known_by


def _models(kind: Kind) -> Iterator[type[Row]]:
    """Yield the row models of a kind of workbook: those of the module of its name, in its order."""
    module = import_module(f"xlsales.forms.{kind}")
    for found in vars(module).values():
        if (
            isinstance(found, type)
            and issubclass(found, Row)
            and found.__module__ == module.__name__
        ):
            yield found


MODELS: tuple[type[Row], ...] = tuple(model for kind in Kind for model in _models(kind))
TABLES: tuple[Table, ...] = tuple(model.table for model in MODELS)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def tables_of(kind: str) -> tuple[Table, ...]:
    """Return the tables of one kind of workbook, in the order of its sheets."""
    return tuple(table for table in TABLES if table.kind == kind)


REFERRED: Mapping[str, str] = known_by(TABLES)
"""The tables that rows elsewhere refer to, and the column that each is known by."""

REFERRING: Mapping[str, tuple[tuple[Table, Column], ...]] = {
    table: tuple(
        (each, column)
        for each in TABLES
        for column in each.columns
        if column.refers == f"{table}.{known_by}"
    )
    for table, known_by in REFERRED.items()
}
"""The columns of all tables in which what such a table is known by stands."""


def referred(column: Column) -> Table:
    """Return the table whose rows a column refers to, or names what is known by."""
    return BY_NAME[column.refers.partition(".")[0]]


def referred_from(tables: Iterable[Table]) -> tuple[Table, ...]:
    """Return the tables that columns of these refer to, each once."""
    columns = (column for table in tables for column in table.columns)
    return tuple(dict.fromkeys(referred(column) for column in columns if column.ref))


GROWING: tuple[Table, ...] = tuple(
    table for table in referred_from(TABLES) if not is_listed_whole(table)
)
"""What is referred to and grows all the year: drop-downs list the latest, the picker finds all."""


def list_name(ref: str) -> str:
    """Return the defined name of a reference's list in a workbook (``list_products_code``)."""
    return "list_" + ref.replace(".", "_")


LABELS: Mapping[str, tuple[str, ...]] = {"products.code": ("name", "spec")}
"""What a drop-down shows beside a code, since codes alone say little: columns of its table."""


def offered(ref: str) -> str:
    """Return the name of the list that a drop-down offers: of codes one that says what they are."""
    return "labels_" + ref.replace(".", "_") if ref in LABELS else list_name(ref)
