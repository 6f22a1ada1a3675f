"""What an analysis is made of: ledgers of rows, and sections whose figures are sums over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from xlsales.appraisal.charts import Chart
from xlsales.appraisal.periods import Period
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding
from xlsales.core.row import At, Book
from xlsales.core.words import Words

Look = Literal["text", "date", "money", "number", "percent"]


@dataclass(frozen=True)
class Column:
    """A column of a ledger or a section; ``key`` is what sums name it by."""

    key: str
    words: Words
    look: Look = "text"
    width: float = 14


@dataclass(frozen=True)
class Ledger:
    """Rows behind figures, column by column; ``at`` are the workbook and row that each is from.

    Texts are never None: a label that is not known says so, so that sums can name it.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    held: tuple[Sequence[object], ...]
    at: Sequence[At]
    _groups: dict[tuple[str, ...], dict[tuple[object, ...], list[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        key: str,
        title: Words,
        columns: tuple[Column, ...],
        rows: Iterable[tuple[object, ...]],
    ) -> Ledger:
        """Make one of rows, each with its place at the end."""
        held: list[Any] = list(zip(*rows, strict=True)) or [()] * (len(columns) + 1)
        return cls(key, title, columns, tuple(held[:-1]), held[-1])

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.at)

    @property
    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows, their places left out."""
        return zip(*self.held, strict=True)

    def place(self, key: str) -> int:
        """Return where a column stands, from 0."""
        return next(n for n, column in enumerate(self.columns) if column.key == key)

    def __getitem__(self, key: str) -> Sequence[object]:
        """Return what stands in a column."""
        return self.held[self.place(key)]

    def whole(self, column: str) -> Sum:
        """Return what a column adds up to in all."""
        value = sum((each for each in self[column] if isinstance(each, Decimal)), ZERO)
        return Sum(self.key, column, (), value)

    def totals(self, column: str, *by: str) -> Mapping[tuple[object, ...], Decimal]:
        """Return what a column adds up to, by the values of others; exact."""
        values: Sequence[Any] = [ZERO if each is None else each for each in self[column]]
        return {
            label: sum(map(values.__getitem__, rows), ZERO)
            for label, rows in self._grouped(by).items()
        }

    def _grouped(self, by: tuple[str, ...]) -> Mapping[tuple[object, ...], Sequence[int]]:
        """Return which rows have which values in some columns; asked for many sums."""
        found = self._groups.get(by)
        if found is None:
            found = self._groups[by] = {}
            for row, label in enumerate(zip(*(self[key] for key in by), strict=True)):
                found.setdefault(label, []).append(row)
        return found


@dataclass(frozen=True)
class Sum:
    """A figure: what ``column`` of a ledger adds up to over the rows where these are so."""

    ledger: str
    column: str
    where: tuple[tuple[str, object], ...]
    value: Decimal


@dataclass(frozen=True)
class Difference:
    """A figure less another one, of the cells at these places of its line, from 0."""

    of: int
    less: int
    value: Decimal


@dataclass(frozen=True)
class Quotient:
    """A figure by another one, of the cells at these places of its line, from 0."""

    of: int
    by: int
    value: Decimal


Cell: TypeAlias = "Sum | Difference | Quotient | Decimal | Words | str | int | At | object | None"


@dataclass(frozen=True)
class Section:
    """A table of the analysis: its lines, and ``note``, how its figures are made.

    ``missing`` says what could not be shown, and why.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    lines: tuple[tuple[Cell, ...], ...]
    note: Words
    ledger: str = ""
    missing: tuple[Words, ...] = ()
    total: bool = False
    """Whether the last line is the total."""
    said: Words | None = None
    """What it comes to, in a sentence that stands above it."""
    behind: tuple[str, ...] = ()
    """Of each line the section that it leads to."""


@dataclass(frozen=True)
class Sheet:
    """Sections that lie on one sheet."""

    title: Words
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Analysis:
    """The content of the workbook: the first page's section, sheets, charts, ledgers."""

    period: Period
    today: object
    first: Section
    sheets: tuple[Sheet, ...]
    charts: tuple[Chart, ...]
    ledgers: tuple[Ledger, ...]
    workbooks: tuple[tuple[Book, str], ...]
    left_out: tuple[Finding, ...] = ()

    @property
    def headline(self) -> Words:
        """What of the month is said at once: its revenue."""
        value = next(cell for cell in self.first.lines[0] if isinstance(cell, Sum)).value
        return Words(
            f"{self.period} 营业收入 {value:,.2f} 元。",
            f"{self.period}: revenue {value:,.2f} yuan.",
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All of its tables."""
        return (self.first, *(each for sheet in self.sheets for each in sheet.sections))

    def ledger(self, key: str) -> Ledger:
        """Return one of its ledgers."""
        return next(each for each in self.ledgers if each.key == key)


class Summing:
    """Makes sums over one column of a ledger: grouped once, looked up for each figure."""

    def __init__(self, ledger: Ledger, column: str, *by: str) -> None:
        """Group a ledger by some of its columns."""
        self.ledger, self.column, self.by = ledger, column, by
        self._totals = ledger.totals(column, *by)

    def of(self, *values: object) -> Sum:
        """Return the sum over the rows with these values in the columns grouped by."""
        where = tuple(zip(self.by, values, strict=True))
        value = self._totals.get(values, ZERO)
        return Sum(self.ledger.key, self.column, where, value)

    def labels(self, place: int = 0) -> tuple[object, ...]:
        """Return the values of one of the columns grouped by, as they come."""
        return tuple(dict.fromkeys(values[place] for values in self._totals))
