"""What a macro reads, said where the macro is, so that a gate can ask for it (cli.md, *Exit codes*).

A table is needed with all its columns but those that are for people alone (``Column.aside``) or
that macros themselves fill; a macro that prints some of those names them, and so does one that
writes them. A table that macros alone write is needed as a whole by whoever computes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from xlsales.core.column import By
from xlsales.core.row import Book, Row, Table


@dataclass(frozen=True)
class Only:
    """A table of which these columns alone are read."""

    model: type[Row]
    columns: frozenset[str]


def only(model: type[Row], *columns: str) -> Only:
    """Name the very columns that are read, where it matters which; KeyError: there is none such."""
    return Only(model, frozenset(model.table.by_key[column].key for column in columns))


Need: TypeAlias = "type[Row] | tuple[type[Row], tuple[str, ...]] | Only"
"""A table; or a table with further columns, by their keys; or some columns of it alone."""


@dataclass(frozen=True)
class Needs:
    """The columns needed of each table; ``stops`` whether the macro must not go on without."""

    tables: Mapping[Table, frozenset[str]] = field(default_factory=dict)
    stops: bool = True

    @classmethod
    def of(cls, *what: Need, stops: bool = True) -> Needs:
        """Gather what is needed."""
        found: dict[Table, frozenset[str]] = {}
        for each in what:
            if isinstance(each, Only):
                table = each.model.table
                found[table] = found.get(table, frozenset()) | each.columns
                continue
            model, more = each if isinstance(each, tuple) else (each, ())
            table = model.table
            found[table] = found.get(table, frozenset()) | usual(table) | frozenset(more)
        return cls(found, stops)

    def __or__(self, other: Needs) -> Needs:
        """Return both."""
        tables = dict(self.tables)
        for table, columns in other.tables.items():
            tables[table] = tables.get(table, frozenset()) | columns
        return Needs(tables, self.stops and other.stops)

    def __iter__(self) -> Iterator[tuple[Table, str]]:
        """Yield each needed column with its table."""
        return ((table, key) for table, keys in self.tables.items() for key in sorted(keys))


def usual(table: Table) -> frozenset[str]:
    """Return the columns of a table from which something follows."""
    return frozenset(
        column.key
        for column in table.columns
        if table.is_computed or not (column.aside or column.by is By.MACRO)
    )


F = TypeVar("F", bound=Callable[..., Any])
Saying: TypeAlias = "Needs | Callable[[Book], Needs]"

_SAID: dict[Callable[..., Any], Saying] = {}


def needs(*what: Need, stops: bool = True) -> Callable[[F], F]:
    """Say what a macro or a part of one reads; without ``stops`` it goes on and is told."""
    return needs_by_book(Needs.of(*what, stops=stops))


def needs_by_book(saying: Saying) -> Callable[[F], F]:
    """Say what a macro reads where that hangs on the workbook it is pressed in."""

    def said(function: F) -> F:
        _SAID[function] = saying
        return function

    return said


def needs_of(function: Callable[..., Any], book: Book) -> Needs:
    """Return what a function reads when pressed in a workbook.

    KeyError: it does not say; none may leave that open.
    """
    saying = _SAID[function]
    return saying if isinstance(saying, Needs) else saying(book)
