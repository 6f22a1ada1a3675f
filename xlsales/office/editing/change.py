"""What is to change in a workbook: cells, lists, properties, marks, the findings sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsales.core.typed import Cell
from xlsales.core.words import Words

AUTHOR = "xlsales"
"""The author of our notes, by whose name they also end."""

REPORT = Words("校验报告", "Findings")
"""The name of the findings sheet."""

COLOURS = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
"""The colour of each severity, gravest first."""


@dataclass(frozen=True)
class Mark:
    """A finding shown at its cell: severity and text; ``column`` counts from 0."""

    table: str
    row: int
    column: int
    severity: str
    text: str


@dataclass
class SheetMarks:
    """The marks of one sheet: cells by severity, texts by cell; (row, column), both from 1."""

    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    texts: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def note(self, at: tuple[int, int]) -> str:
        """Return what is said at a cell, each text once."""
        return "\n".join(dict.fromkeys(self.texts[at]))


def by_sheet(marks: Iterable[Mark], sheets: Mapping[str, str]) -> dict[str, SheetMarks]:
    """Return the marks of each sheet, of one without any too; ``sheets`` by table.

    Marks of a table that is not there are left out.
    """
    found = {sheet: SheetMarks() for sheet in sheets.values()}
    for mark in marks:
        if mark.table in sheets:
            mine, at = found[sheets[mark.table]], (mark.row, mark.column + 1)
            mine.cells.setdefault(mark.severity, []).append(at)
            mine.texts.setdefault(at, []).append(mark.text)
    return found


@dataclass(frozen=True)
class Report:
    """The findings sheet: its name, its header, its rows; a row may link to a cell."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    severities: tuple[str, ...]
    links: tuple[tuple[str, int, int] | None, ...]
    widths: tuple[int, ...]


@dataclass
class BookChange:
    """What is to change in one workbook: cells by table and (sheet row, column from 0).

    A cell of a table's header row is a column's header. ``names``: tables to be named otherwise,
    which comes first. ``last_rows`` says how far down each table reaches afterwards; it never shrinks. ``marks`` and
    ``report`` of None leave those that are there alone; no marks and a report without rows take
    them away.
    """

    cells: dict[str, dict[tuple[int, int], Cell]] = field(default_factory=dict)
    last_rows: dict[str, int] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: Sequence[Mark] | None = None
    report: Report | None = None
    names: dict[str, str] = field(default_factory=dict)
