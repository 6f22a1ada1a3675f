"""The drop-down lists of an open workbook (:mod:`xlsales.office.editing.lists`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xlsales.hosts.live.native import Native
from xlsales.office.editing.lists import LISTS, named_column, reaches

if TYPE_CHECKING:
    import xlwings as xw


def set_lists(program: Native, lists: Mapping[str, Sequence[str]]) -> None:
    """Rewrite lists by their defined names; a list that says the same already is left alone."""
    sheet = _sheet(program)
    used = sheet.used_range
    held: list[list[str]] = sheet.range((1, 1), used.last_cell).options(ndim=2, empty="").value
    heads = {str(text): column for column, text in enumerate(held[0], 1) if text != ""}
    width = max((0, *heads.values(), *(column for row in held for column, text in enumerate(row, 1)
                                       if text != "")))  # fmt: skip
    meanings = {name.name.casefold(): name.refers_to for name in program.book.names}
    for name, values in lists.items():
        head = name.removeprefix("list_")
        meaning = meanings.get(name.casefold())
        said = meaning.removeprefix("=") if meaning else None
        column = named_column(said) or heads.get(head) or heads.get(name)
        if column is None:
            width += 1
            column = heads[head] = width
            program.put(sheet.range((1, column)), [[head]])
        before = [row[column - 1] if column <= len(row) else "" for row in held[1:]]
        while before and before[-1] == "":
            before.pop()
        if before != list(values):
            _write(program, sheet, column, [*values, *[None] * (len(before) - len(values))])
        if not reaches(said, column, len(values) + 1):
            last = max(2, len(values) + 1)
            cells = sheet.range((2, column), (last, column)).get_address(True, True)
            program.book.names.add(name, f"={LISTS}!{cells}")


def _write(program: Native, sheet: xw.Sheet, column: int, values: Sequence[str | None]) -> None:
    cells = sheet.range((2, column), (len(values) + 1, column))
    if not program.keeps_text:
        program.set_format(cells, "@")
    program.put(cells, [[value] for value in values])


def _sheet(program: Native) -> xw.Sheet:
    for sheet in program.book.sheets:
        if sheet.name.casefold() == LISTS:
            return sheet
    return program.add_sheet(LISTS, hidden=True)
