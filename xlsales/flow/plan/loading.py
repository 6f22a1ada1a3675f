"""How full the work centres are, week by week: the load table and what its charts are drawn of.

Planned is what *Schedule* would place now, issued lines first; of the first week only the days still
to come count (flow.md, *Schedule*).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsales.core.exact import rounded
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.flow.capacity.arranging import arrange
from xlsales.flow.capacity.calendar import workdays_of
from xlsales.flow.capacity.loads import Center, centers
from xlsales.flow.facts import reads
from xlsales.forms.plan import CHART_WEEKS, Load, LoadBar

_AHEAD = 4
"""Weeks that the load table shows at least."""
_EMPTY = 53
"""Weeks after which it shows only those with load."""


@dataclass(frozen=True)
class _Week:
    """A calendar week by its Monday, and the working days of it that are still to come."""

    monday: dt.date
    days: tuple[dt.date, ...]

    @property
    def iso(self) -> str:
        """Its ISO name, such as 2026-W48."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def dates(self) -> str:
        """Its first and last day as people say them, such as 12/21–12/27."""
        sunday = self.monday + dt.timedelta(days=6)
        return "–".join(f"{day.month}/{day.day}" for day in (self.monday, sunday))


@needs(*reads.SCHEDULED, Load)
def compute_load(office: Office, today: dt.date) -> tuple[Load, ...]:
    """Return how full each centre is, week by week from the next working day on."""
    loads = arrange(office, today).plan.loads
    last = max((day for days in loads.values() for day in days), default=today)
    weeks = _weeks(office, today, _AHEAD, last)
    found: list[Load] = []
    for name, center in _centers(office):
        for number, week in enumerate(weeks):
            planned, room = _sums(center, loads.get(name, {}), week)
            if planned or number < _EMPTY:
                found.append(
                    Load(
                        work_center=name,
                        week=week.iso,
                        dates=week.dates,
                        unit=center.unit,
                        capacity=_shown(room),
                        planned=_shown(planned),
                        free=_shown(room - planned),
                        load_pct=_shown(planned / room) if room else None,
                    )
                )
    return tuple(found)


@needs(*reads.SCHEDULED, LoadBar)
def compute_load_chart(office: Office, today: dt.date) -> tuple[LoadBar, ...]:
    """Return the same for the coming weeks alone, as many of each centre as a chart has bars.

    Where a week has no working day its capacity is 0.
    """
    loads = arrange(office, today).plan.loads
    weeks = _weeks(office, today, CHART_WEEKS)
    found: list[LoadBar] = []
    for name, center in _centers(office):
        for number, week in enumerate(weeks):
            planned, room = _sums(center, loads.get(name, {}), week)
            found.append(
                LoadBar(
                    bar=len(found) + 1,
                    work_center=name,
                    unit=center.unit,
                    caption=None if number else f"{name} ({center.unit})",
                    dates=week.dates,
                    planned=_shown(planned),
                    capacity=_shown(room),
                )
            )
    return tuple(found)


def _centers(office: Office) -> Iterator[tuple[str, Center]]:
    """Yield the work centres that can be reckoned with."""
    for name, center in centers(office).items():
        if center is not None:
            yield name, center


def _weeks(
    office: Office, today: dt.date, least: int, until: dt.date = dt.date.min
) -> Sequence[_Week]:
    """Return the weeks from the next working day on: ``least`` of them, and up to a day."""
    workdays = workdays_of(office)
    first = workdays.next(today)
    monday = first - dt.timedelta(days=first.weekday())
    end = max(until, monday + dt.timedelta(weeks=least, days=-1))
    days: dict[dt.date, list[dt.date]] = {}
    while monday <= end:
        days[monday] = []
        monday += dt.timedelta(weeks=1)
    for day in workdays.days(first):
        if day >= monday:
            break
        days[day - dt.timedelta(days=day.weekday())].append(day)
    return [_Week(start, tuple(mine)) for start, mine in days.items()]


def _sums(
    center: Center, placed: Mapping[dt.date, Fraction], week: _Week
) -> tuple[Fraction, Fraction]:
    """Return what is planned in a week, and what could be."""
    steps = center.capacity.steps()
    starts = [start for start, _ in steps]
    room = (steps[bisect_right(starts, day) - 1][1] for day in week.days)
    planned = (placed.get(day, Fraction(0)) for day in week.days)
    return sum(planned, Fraction(0)), sum(room, Fraction(0))


def _shown(value: Fraction) -> Decimal:
    """Return a value as the table keeps it: six decimals, no zeros behind them."""
    short = rounded(value, 6)
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()
