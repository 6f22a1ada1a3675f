"""What an analysis is made of: ledgers of rows, and sections whose figures are sums over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

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
    """Rows behind figures, each with the workbook and row that it is from as its last value.

    Texts are never None: a label that is not known says so, so that sums can name it.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]

    def place(self, key: str) -> int:
        """Return where a column stands, from 0."""
        return next(n for n, column in enumerate(self.columns) if column.key == key)

    def held(self, key: str) -> list[object]:
        """Return what stands in a column."""
        place = self.place(key)
        return [row[place] for row in self.rows]

    def whole(self, column: str) -> Sum:
        """Return what a column adds up to in all."""
        place = self.place(column)
        value = _total([held for row in self.rows if isinstance(held := row[place], Decimal)])
        return Sum(self.key, column, (), value)

    def totals(self, column: str, *by: str) -> Mapping[tuple[object, ...], Decimal]:
        """Return what a column adds up to, by the values of others; exact."""
        import pandas as pd

        if not self.rows:
            return {}
        frame = pd.DataFrame(
            {key: self.held(key) for key in (*by, column)},
            dtype=object,
        )
        summed = frame.groupby(list(by), sort=False, dropna=False)[column].agg(_total)
        if len(by) == 1:
            return {(key,): value for key, value in summed.items()}
        return {tuple(key): value for key, value in summed.items()}  # type: ignore[arg-type]


def _total(values: Sequence[Decimal]) -> Decimal:
    return sum(values, ZERO)


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
