"""What is grey in a workbook, put right after its rows changed (forms.md, *Who fills a column*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from xlsales.core.column import By
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Replace
from xlsales.core.row import Book, Row, Table
from xlsales.flow.every.refreshing import DERIVED, bare_codes, filled, following
from xlsales.forms.choices import Kind
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Saver
from xlsales.office.unusable import Unusable


def put_right(cells: Cells, office: Office, book: Book, today: dt.date) -> list[Change]:
    """Have the grey and given columns of a workbook be as its rows say.

    One reading serves them all: a grey column never follows from another grey column.
    """
    changes = cells.apply(bare_codes(office, book))
    changes += cells.apply(filled(office, book, today, DERIVED))
    return changes + cells.put_right(book)


def follow(
    cells: Cells,
    office: Office,
    book: Book,
    today: dt.date,
    changed: Collection[Table] | None,
    done: Collection[tuple[Book, type[Row]]] = (),
) -> list[Change]:
    """Have what follows from the tables that ``changed`` be as of now; None: all of the workbook.

    Not the tables that are ``done`` already.
    """
    late = following(office, book, today, changed)
    return cells.apply(
        [e for e in late if not (isinstance(e, Replace) and (e.book, e.model) in done)]
    )


def tables_in(changes: Sequence[Change], *, aside: bool = True) -> set[Table]:
    """Return the tables in which more than a grey cell changed; or more than what is ``aside``."""
    return {
        table
        for change in changes
        if (table := BY_NAME.get(change.table)) is not None
        and (column := table.by_key.get(change.column)) is not None
        and column.by is not By.MACRO
        and (aside or not column.aside)
    }


def after_tool(
    cells: Cells, saver: Saver, call: Call[Any], book: Book, changed: Sequence[Change]
) -> list[Change]:
    """Put right what follows in a workbook from the cells that a tool changed, before it is saved.

    Where cells were taken as they stand (the same before and after), those of their rows stay so.
    While something of the office cannot be read, it waits for the next press.
    """
    changes: list[Change] = []
    if not tables_in(changed, aside=False):
        return changes
    with suppress(Unusable):
        office = cells.office(tuple(Kind))
        if any(change.was != change.now for change in changed):
            changes += put_right(cells, office, book, call.today)
            changes += follow(cells, cells.office(tuple(Kind)), book, call.today, None)
        else:
            late = following(office, book, call.today, None)
            changes += cells.apply([edit for edit in late if isinstance(edit, Replace)])
        saver.say_as_of(book, [t for t in tables_of(book.kind) if t.is_computed], call.moment)
    return changes
