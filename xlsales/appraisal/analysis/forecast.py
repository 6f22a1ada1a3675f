"""The forecast: exponential smoothing where it beats the naive method in a back-test.

Naive is the last month again. Smoothing is pandas' ``ewm`` (alpha 0.5, not adjusted). Both are
tried on the last months, each forecast from the months before it alone; the mean absolute error
decides, and the naive method wins a tie. Figures of the past are exact; a forecast is an estimate
and passes through binary floats, rounded to the yuan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsales.core.exact import ZERO, decimal_of, rounded
from xlsales.core.words import Words

ALPHA = 0.5
TRIED = 6
"""Months of the back-test at most."""
LEAST = 3
"""Months that a forecast is made from at least."""

NAIVE = Words("上月值法", "the last month again")
SMOOTHED = Words("指数平滑法（α=0.5）", "exponential smoothing (alpha 0.5)")


@dataclass(frozen=True)
class Trial:
    """A month of the back-test: its place in the history, and what each method said for it."""

    place: int
    actual: Decimal
    naive: Decimal
    smoothed: Decimal


@dataclass(frozen=True)
class Forecast:
    """The value for each month to come, by which method, and how both did on past months.

    ``value`` is None where there are fewer months of history than a forecast needs.
    """

    value: Decimal | None
    method: Words
    trials: tuple[Trial, ...]
    naive_error: Decimal | None
    smoothed_error: Decimal | None


def naive(history: Sequence[Decimal]) -> Decimal:
    """Return the last month."""
    return history[-1]


def smoothed(history: Sequence[Decimal]) -> Decimal:
    """Return the history smoothed, to the yuan."""
    import pandas as pd

    series = pd.Series([float(value) for value in history], dtype="float64")
    return rounded(decimal_of(float(series.ewm(alpha=ALPHA, adjust=False).mean().iloc[-1])), 0)


def forecast(history: Sequence[Decimal]) -> Forecast:
    """Return the forecast for the months after ``history``, one amount a month in yuan."""
    if len(history) < LEAST:
        return Forecast(None, NAIVE, (), None, None)
    first = max(LEAST, len(history) - TRIED)
    trials = tuple(
        Trial(place, history[place], naive(history[:place]), smoothed(history[:place]))
        for place in range(first, len(history))
    )
    if not trials:
        return Forecast(naive(history), NAIVE, (), None, None)
    by_naive = _error(trials, lambda each: each.naive)
    by_smoothing = _error(trials, lambda each: each.smoothed)
    if by_smoothing < by_naive:
        return Forecast(smoothed(history), SMOOTHED, trials, by_naive, by_smoothing)
    return Forecast(naive(history), NAIVE, trials, by_naive, by_smoothing)


def _error(trials: Sequence[Trial], said: Callable[[Trial], Decimal]) -> Decimal:
    """Return the mean absolute error in yuan, to the fen."""
    whole = sum((abs(t.actual - said(t)) for t in trials), ZERO)
    return rounded(Fraction(whole) / len(trials))
