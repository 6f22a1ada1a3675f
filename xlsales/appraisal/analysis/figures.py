"""What the tables of an analysis share: their columns, figures beside each other, simple sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.analysis.known import TOTAL
from xlsales.appraisal.analysis.model import (
    Cell,
    Column,
    Difference,
    Ledger,
    Quotient,
    Section,
    Sum,
    Summing,
)
from xlsales.appraisal.periods import Period
from xlsales.core.exact import rounded
from xlsales.core.words import Words

THIS = Column("this", Words("本月", "This month"), "money", 16)
LAST = Column("last", Words("上月", "Last month"), "money", 16)
TO_LAST = Column("to_last", Words("较上月", "Against last month"), "money", 16)
YEAR = Column("year", Words("去年同月", "A year before"), "money", 16)
TO_YEAR = Column("to_year", Words("较去年同月", "Against a year before"), "money", 16)
TARGET = Column("target", Words("目标", "Target"), "money", 16)
REACHED = Column("reached", Words("完成率", "Completion"), "percent", 13)
COMPARED = (THIS, LAST, TO_LAST, YEAR, TO_YEAR)

NO_YEAR = Words(
    "没有去年同月的记录，不作比较。", "There are no rows of a year before to compare with."
)
NOTHING = Words("没有。", "None.")


def quotient(cells: Sequence[Cell], of: int, by: int) -> Quotient | None:
    """Return a cell by another one of a line; None where that one is missing or not positive."""
    top, bottom = amount(cells[of]), amount(cells[by])
    if top is None or bottom is None or bottom <= 0:
        return None
    return Quotient(of, by, rounded(Fraction(top) / Fraction(bottom), 6))


def difference(cells: Sequence[Cell], of: int, less: int) -> Difference | None:
    """Return a cell less another one of a line; None where one is missing."""
    first, other = amount(cells[of]), amount(cells[less])
    if first is None or other is None:
        return None
    return Difference(of, less, first - other)


def amount(cell: Cell) -> Decimal | None:
    """Return what a cell comes to."""
    if isinstance(cell, Sum | Difference | Quotient):
        return cell.value
    return cell if isinstance(cell, Decimal) else None


def compared(sums: Callable[[str], Sum | None], month: Period) -> list[Cell]:
    """Return the figures of a month, of the month before, of the year before, with differences.

    They stand behind one label, in the places from 1 on.
    """
    before, year = month.previous, Period(month.year - 1, month.month, 1)
    cells: list[Cell] = [None, sums(str(month)), sums(str(before))]
    cells.append(difference(cells, 1, 2))
    cells.append(sums(str(year)))
    cells.append(difference(cells, 1, 4))
    return cells[1:]


def counted_by(
    ledger: Ledger,
    column: Column,
    words: Words,
    note: Words,
    figure: Column,
    month: Period | None = None,
    order: Sequence[object] = (),
) -> Section:
    """Return what a ledger's column adds up to by another one, and in all; of a month if given.

    The largest comes first, unless there is an ``order``.
    """
    by = (column.key, "month") if month else (column.key,)
    end = (str(month),) if month else ()
    summing = Summing(ledger, figure.key, *by)
    labels = [label for label in summing.labels() if summing.of(label, *end).value]
    if order:
        labels.sort(key=order.index)
    else:
        labels.sort(key=lambda label: -summing.of(label, *end).value)
    lines: list[tuple[Cell, ...]] = [(label, summing.of(label, *end)) for label in labels]
    if month:
        lines.append((TOTAL, Summing(ledger, figure.key, "month").of(*end)))
    else:
        lines.append((TOTAL, ledger.whole(figure.key)))
    return Section(
        f"{ledger.key}_{column.key}",
        words,
        (column, figure),
        tuple(lines),
        note,
        ledger.key,
        () if labels else (NOTHING,),
        total=True,
    )
