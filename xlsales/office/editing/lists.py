"""The hidden sheet of drop-down lists: one column a list, with a defined name (forms.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.parts import part_text
from xlsales.office.editing.rows import Value
from xlsales.office.editing.sheet import SheetPart

LISTS = "lists"


def set_lists(book: EditedBook, lists: Mapping[str, Sequence[str]]) -> None:
    """Rewrite lists by their defined names; a list that says the same already is left alone."""
    sheet = _sheet(book)
    held = book.texts(sheet)
    heads = {text: column for (row, column), text in held.items() if row == 1}
    lengths: dict[int, int] = {}
    for row, filled in held:
        lengths[filled] = max(lengths.get(filled, 1), row)
    plan: dict[int, dict[int, Value]] = {}
    for name, values in lists.items():
        head = name.removeprefix("list_")
        meaning = book.workbook.name(name)
        column = named_column(meaning) or heads.get(head) or heads.get(name)
        if column is None:
            column = max((0, *heads.values(), *lengths)) + 1
            heads[head] = column
            plan.setdefault(1, {})[column] = head
        for i in range(max(len(values), lengths.get(column, 1) - 1)):
            value = values[i] if i < len(values) else None
            if held.get((i + 2, column)) != value:
                plan.setdefault(i + 2, {})[column] = value
        if not reaches(meaning, column, len(values) + 1):
            letter = references.letters(column).decode()
            book.workbook.set_name(name, f"{LISTS}!${letter}$2:${letter}${max(2, len(values) + 1)}")
    book.set_cells(sheet, plan)


def _sheet(book: EditedBook) -> SheetPart:
    entry = book.workbook.sheet(LISTS)
    if entry is None:
        content = b'<worksheet xmlns="%s"><dimension ref="A1"/><sheetData></sheetData></worksheet>'
        book.workbook.add_sheet(LISTS, part_text(content % markup.MAIN), hidden=True)
        entry = book.workbook.sheet(LISTS)
    return book.sheet(markup.sure(entry))


def named_column(meaning: str | None) -> int | None:
    """Return the column that a list's name stands for now."""
    m = re.match(r"'?lists'?!\$?([A-Z]+)\$?2\b", meaning or "")
    return references.number(m[1].encode()) if m else None


def reaches(meaning: str | None, column: int, last: int) -> bool:
    """Return whether a name covers a list down to its last entry by itself.

    The names of the shipped workbooks count the entries, and need no change for years.
    """
    if meaning is None or "INDEX(" not in meaning or named_column(meaning) != column:
        return False
    return max(map(int, re.findall(r"\$(\d+)", meaning)), default=0) >= last
