"""What is to change in a workbook: cells, lists, properties, marks, the findings sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlsales.core.arrangement import Arrangement
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words

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
    keeps: str = ""
    """The code of lines that stay in the sheet until a person deletes them there."""
    drops: frozenset[str] = frozenset()
    """What those lines say that do not stay: the press that wrote them is taken back."""

    def with_kept(self, there: Iterable[Sequence[Cell]]) -> Report:
        """Return the report with the lines that stay, of those that the sheet has.

        They stand behind what is found anew, and before lines of their kind that come.
        """
        if not self.keeps:
            return self
        kept = [
            tuple(cell or "" for cell in line[: len(self.header)])
            for line in there
            if line[CODE - 1] == self.keeps and line[SAID - 1] not in self.drops
        ]
        codes = [line[CODE - 1] for line in self.rows]
        first = codes.index(self.keeps) if self.keeps in codes else len(codes)
        return replace(
            self,
            rows=(*self.rows[:first], *kept, *self.rows[first:]),
            severities=(
                *self.severities[:first], *["info"] * len(kept), *self.severities[first:]
            ),
            links=(*self.links[:first], *[None] * len(kept), *self.links[first:]),
        )  # fmt: skip


SAID, CODE = 6, 8
"""The columns of the findings sheet that hold a finding's text and its rule's code, from 1."""

_HEADERS = {
    Lang.ZH: ("程度", "工作表", "行", "列", "现在的值", "说明", "可修正为", "代码"),
    Lang.EN: ("Severity", "Sheet", "Row", "Column", "Value", "What to do", "Fix", "Code"),
}


def blank_report(lang: Lang, keeps: str) -> Report:
    """Return the findings sheet without findings; lines of the code ``keeps`` stay in it."""
    return Report(
        REPORT.said(lang), _HEADERS[lang], (), (), (), (8, 12, 6, 14, 20, 60, 16, 22), keeps
    )


@dataclass(frozen=True)
class Restored:
    """A cell of a row that comes back, counted from 1: what a person had put into it."""

    row: int
    column: int
    value: Cell = None
    formula: str | None = None
    note: str | None = None
    colour: tuple[int, int, int] | None = None
    number_format: str | None = None
    height: float | None = None
    hidden: bool | None = None
    """How high its row was, and whether it was hidden; one of the row's cells tells."""


@dataclass(frozen=True)
class Look:
    """How a table's column is to look: as a blank workbook's column of the header ``like``.

    Cells have its number format where they have the one that the column had before, ``formatted``.
    ``grey``: another than before fills the column, so that header and usual cells look otherwise;
    ``checked``: its drop-down or check is another one.
    """

    like: str
    formatted: str
    grey: bool = False
    checked: bool = False


@dataclass(frozen=True)
class RebuiltTable:
    """What becomes of a table; columns by their places in it, counted from 0.

    ``headers`` are new ones; ``added`` are the headers, in the blank workbook, of columns that
    come; ``places`` says where its other columns stand, by their headers in the blank workbook.
    """

    headers: Mapping[int, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    looks: Mapping[int, Look] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A line of the instruction sheet: sheet and header, before that the header ``was``."""

    sheet: str
    header: str
    was: str = ""


@dataclass(frozen=True)
class Rebuilt:
    """A workbook of an older form that becomes one of the newest, as the ``blank`` one is.

    ``sheets``: tables whose sheets are copied over, each with those that stand before it;
    ``instructions``: the title of the instruction sheet, whose lines ``told`` are renewed.
    """

    blank: Path
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, RebuiltTable] = field(default_factory=dict)
    instructions: str = ""
    told: tuple[Told, ...] = ()


@dataclass
class BookChange:
    """What is to change in one workbook: cells by table and (sheet row, column from 0).

    A cell of a table's header row is a column's header. ``names``: tables to be named otherwise,
    which comes first; ``legends``: the lines above computed tables. Where rows of a table come, go or move, ``arranged`` says so; that happens
    next, and cells are told where they are afterwards. ``restored`` are cells of rows that come
    back. ``last_rows`` says how far down each table reaches afterwards; it never shrinks. ``marks`` and
    ``report`` of None leave those that are there alone; no marks and a report without rows take
    them away.
    """

    cells: dict[str, dict[tuple[int, int], Cell]] = field(default_factory=dict)
    last_rows: dict[str, int] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: Sequence[Mark] | None = None
    report: Report | None = None
    arranged: dict[str, Arrangement] = field(default_factory=dict)
    restored: Mapping[str, Sequence[Restored]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rebuilt: Rebuilt | None = None
    legends: Mapping[str, str] = field(default_factory=dict)
