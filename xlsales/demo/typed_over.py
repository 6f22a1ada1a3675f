"""A signing date that somebody typed over when the scores had been made (memory.md)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsales.core.words import Words
from xlsales.demo.branch import delivery
from xlsales.demo.people import SELLERS
from xlsales.demo.story import ANALYSED, Story
from xlsales.forms.delivery import Delivery
from xlsales.forms.tables import tables_of
from xlsales.office.editing import BookChange, edit
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import keeping

WHO = SELLERS[2].name
SAID = Words(
    "查看一个签收日期的来历：计入考核之后被改早", "a signing date typed over after it counted"
)
_EARLIER = dt.timedelta(days=2)


def change(root: Path, story: Story) -> str:
    """Have a signature say that it came two days earlier, in the same month; return its note."""
    cells = story.desk.host.cells
    book = story.desk.book(delivery(WHO))
    row = next(
        row
        for row in reversed(cells.office((book.kind,)).within(book, Delivery))
        if row.signed_on
        and f"{row.signed_on:%Y-%m}" == f"{row.signed_on - _EARLIER:%Y-%m}" == ANALYSED
        and row.date <= row.signed_on - _EARLIER
    )
    path, info = root / cells.infos[book].path, cells.infos[book]
    grids = read_workbook(path, book, info.lang, tables_of(book.kind))
    grid = next(each for each in grids if each.table is Delivery.table)
    typed = BookChange()
    assert row.signed_on is not None
    typed.cells[Delivery.table.name] = {
        (row.at.row, grid.columns["signed_on"]): row.signed_on - _EARLIER
    }
    part = keeping.beside(path)
    edit(path, part, typed)
    part.replace(path)
    return row.note_no or ""
