"""A macro's table as a person leaves it: sorted, coloured, with columns, notes and formulas of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import TableColumn

from tests.hosts.contract import filled
from xlsales.core.row import Row, Table
from xlsales.forms.plan import LoadBar
from xlsales.forms.tables import TABLES
from xlsales.office.editing.notes import SIGNATURE

COMPUTED: tuple[Table, ...] = tuple(
    table for table in TABLES if table.is_computed and table is not LoadBar.table
)
"""Macros' tables whose rows come and go; a chart's are numbered and stay where they are."""
OWN, SUMS, BESIDE, LEGEND = "催款备注", "自己的算法", "旁注", "图例"


def row_of(model: type[Row], n: int, version: int = 0) -> Row:
    """Return the n-th row that a macro might compute; ``version`` changes all but its key."""
    row = filled(model, n + 100 * version)
    keys: dict[str, str | None] = {key: f"{key} {n:03}" for key in model.table.key}
    if model.table.name == "stock":  # by order, or by product of goods made without one
        keys["product" if n % 2 else "order_no"] = None
    return row.model_copy(update=keys)


def key_of(row: Row) -> str:
    """Return by what a row is found again in a file."""
    return "|".join(str(getattr(row, key) or "") for key in row.table.key)


@dataclass
class Sheet:
    """The sheet of one table in a file."""

    path: Path
    table: Table

    def __post_init__(self) -> None:
        self.workbook = openpyxl.load_workbook(self.path)
        self.ws: Any = next(ws for ws in self.workbook.worksheets if self.table.name in ws.tables)
        self.listed = self.ws.tables[self.table.name]
        box: Any = range_boundaries(self.listed.ref)
        self.left, self.top, self.right, self.bottom = box
        self.heads = {
            self.ws.cell(self.top, c).value: c
            for c in range(1, self.ws.max_column + 1)
            if self.ws.cell(self.top, c).value is not None
        }

    def column(self, key: str) -> int:
        column = self.table.by_key[key]
        return next(at for word, at in self.heads.items() if word in column.words)

    def key(self, row: int) -> str:
        found = (self.ws.cell(row, self.column(key)).value for key in self.table.key)
        return "|".join("" if value is None else str(value) for value in found)

    def rows(self) -> list[tuple[int, str]]:
        """Return the sheet rows with a key, and the keys."""
        found = ((row, self.key(row)) for row in range(self.top + 1, self.ws.max_row + 1))
        return [(row, key) for row, key in found if key.strip("|") and row <= self.bottom]

    def save(self) -> None:
        self.workbook.save(self.path)


THINGS = ("own", "beside", "note", "second note", "colour", "height", "hidden")


def some(n: int) -> set[str]:
    """Return what a person puts into and beside the n-th row."""
    return {thing for i, thing in enumerate(THINGS) if (n + 1) % (i % 3 + 2) or thing == "height"}


def annotate(
    path: Path, table: Table, *, legend: bool = False, things: Callable[[int], set[str]] = some
) -> None:
    """Add what people add: a column of the table, a formula, a column beside, notes, colours."""
    sheet = Sheet(path, table)
    ws, right = sheet.ws, sheet.right
    last_id = max(column.id for column in sheet.listed.tableColumns)
    for i, head in enumerate((OWN, SUMS), 1):
        ws.cell(sheet.top, right + i).value = head
        sheet.listed.tableColumns.append(TableColumn(id=last_id + i, name=head))
    sheet.listed.ref = (
        f"{get_column_letter(sheet.left)}{sheet.top}:{get_column_letter(right + 2)}{sheet.bottom}"
    )
    if sheet.listed.autoFilter:
        sheet.listed.autoFilter.ref = sheet.listed.ref
    ws.cell(sheet.top, right + 3).value = BESIDE
    for n, (row, key) in enumerate(sheet.rows()):
        mine = things(n)
        ws.cell(row, right + 2).value = f"={get_column_letter(right)}{row}*2"
        if "own" in mine:
            ws.cell(row, right + 1).value = f"关于 {key}"
        if "beside" in mine:
            ws.cell(row, right + 3).value = f"旁边 {key}"
        if "note" in mine:
            ws.cell(row, sheet.left).comment = Comment(f"批注 {key}", "财务")
        if "second note" in mine:
            ws.cell(row, right).comment = Comment(f"第二条 {key}", "财务")
        if "colour" in mine:
            ws.cell(row, sheet.left).fill = PatternFill("solid", fgColor=f"FF{n * 7 % 256:02X}AA55")
        if "height" in mine:
            ws.row_dimensions[row].height = 20 + n
        if "hidden" in mine and n % 4 == 1:
            ws.row_dimensions[row].hidden = True
    if legend:  # it stands apart: a blank column between, no header
        ws.cell(sheet.top + 2, right + 6).value = LEGEND
    sheet.save()


@dataclass
class Seen:
    """What a workbook shows of a table and of what stands beside it."""

    rows: dict[str, dict[str, Any]]
    """What stands in and beside each row, by its key, in the order of the sheet."""
    report: list[tuple[Any, ...]]
    """The lines of the findings sheet."""
    legends: list[str]
    """Where the legend stands."""

    @property
    def kept(self) -> list[str]:
        """What the findings sheet keeps of rows that are gone."""
        return sorted(str(line[4]) for line in self.report if line[7] == "left-beside-a-row")

    def remarks(self, keys: Iterable[str]) -> list[str]:
        """Return the remarks beside some rows."""
        found: list[str] = []
        for key in keys:
            held = self.rows[key]
            found += [text for text in (held["own"], held["beside"]) if text]
            found += held["notes"].values()
        return sorted(found)


def seen(path: Path, table: Table, *, heights: bool = True) -> Seen:
    """Look into a workbook; ``heights``: whether those of the rows are told."""
    sheet = Sheet(path, table)
    ws, found = sheet.ws, {}
    last = get_column_letter(sheet.column(table.columns[-1].key))
    for row, key in sheet.rows():
        notes = {
            get_column_letter(c): note.text
            for c in range(1, ws.max_column + 1)
            if (note := ws.cell(row, c).comment) and not note.text.endswith(SIGNATURE)
        }
        said = ws.cell(row, sheet.heads[SUMS]).value
        fill = ws.cell(row, sheet.left).fill
        found[key] = {
            "own": ws.cell(row, sheet.heads[OWN]).value,
            "beside": ws.cell(row, sheet.heads[BESIDE]).value,
            "notes": notes,
            "formula": said and said.replace(f"{last}{row}", "here"),
            "colour": fill.fgColor.rgb if fill.fill_type else None,
            "height": ws.row_dimensions[row].height if heights else None,
            "hidden": ws.row_dimensions[row].hidden if heights else None,
        }
    name = "校验报告"
    lines = list(sheet.workbook[name].values)[1:] if name in sheet.workbook.sheetnames else []
    legends = [c.coordinate for row in ws.iter_rows() for c in row if c.value == LEGEND]
    return Seen(found, lines, legends)


def sort(path: Path, table: Table) -> None:
    """Sort as a person does: rows change places with all that stands beside them."""
    sheet = Sheet(path, table)
    ws, rows = sheet.ws, [row for row, _ in sheet.rows()]
    held = {
        row: [
            (c, cell.value, cell.comment and (cell.comment.text, cell.comment.author), cell._style)
            for c in range(1, sheet.right + 4)
            for cell in (ws.cell(row, c),)
        ]
        for row in rows
    }
    heights = {row: (ws.row_dimensions[row].height, ws.row_dimensions[row].hidden) for row in rows}
    for was, now in zip(rows, [*rows[1::2], *reversed(rows[::2])], strict=True):
        ws.row_dimensions[now].height, ws.row_dimensions[now].hidden = heights[was]
        for c, value, note, style in held[was]:
            cell = ws.cell(now, c)
            is_formula = isinstance(value, str) and value.startswith("=")
            cell.value = value.replace(str(was), str(now)) if is_formula else value
            cell._style = style
            cell.comment = Comment(*note) if note else None
    sheet.save()
