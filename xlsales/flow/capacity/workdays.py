"""Working days: the national calendar, overruled by the office's own.

Source: flow.md, *Working days*. Days are `datetime.date`; a number
of days is always a number of working days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import cache


@cache
def _known(year: int) -> bool:
    """Whether the national calendar with its make-up days has been published for the year."""
    from chinese_calendar import is_workday

    try:
        is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@cache
def _national(year: int) -> frozenset[int]:
    """The ordinals of a year's working days, without the office's own."""
    january, december = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    everyday = range(january, december + 1)
    if _known(year):
        from chinese_calendar import is_workday

        return frozenset(day for day in everyday if is_workday(date.fromordinal(day)))
    from holidays import country_holidays

    public = {day.toordinal() for day in country_holidays("CN", years=year)}
    # an ordinal's remainder by 7 is 0 on Sunday and 6 on Saturday
    return frozenset(day for day in everyday if day % 7 not in (0, 6) and day not in public)


class Workdays:
    """The working days of the office.

    `overrides` are the office's `calendar` rows: True makes a day a working day, False a holiday.
    They overrule the national calendar with its make-up days; where that is not known yet (or
    not known any more), weekends and the public holidays decide, and the days are `provisional`.

    Every day that `date` can hold may be asked for. Counting beyond them raises OverflowError,
    a negative count ValueError.
    """

    def __init__(self, overrides: Mapping[date, bool]) -> None:
        self._overrides: dict[int, dict[int, bool]] = {}
        for day, working in overrides.items():
            self._overrides.setdefault(day.year, {})[day.toordinal()] = working
        self._years: dict[int, list[int]] = {}
        self._spans: dict[tuple[int, int], int] = {}

    def is_working(self, day: date) -> bool:
        """Whether the office works on the day."""
        return self._upto(day) > self._before(day)

    def provisional(self, day: date) -> bool:
        """Whether the day's year is unknown to the national calendar.

        It is a matter of the year, whatever the office's rows say of the one day: dates are
        counted, and the days counted through are not all in those rows.
        """
        return not _known(day.year)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`; `day` itself, working or not, where n is 0."""
        self._check(n)
        if n == 0:
            return day
        if n > date.max.toordinal() - day.toordinal():
            raise OverflowError(f"{n} working days after {day}")
        return self._nth(day, day.year, self._upto(day) + n - 1)

    def subtract(self, day: date, n: int) -> date:
        """The working day that lies n working days before `day`.

        Counting back from a day that is not one begins at the working day before it: 0 days
        before a Sunday is the Friday, 1 day before it the Thursday.
        """
        self._check(n)
        if n >= day.toordinal():
            raise OverflowError(f"{n} working days before {day}")
        return self._nth(day, day.year, self._upto(day) - 1 - n)

    def next(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self.add(day, 1)

    def between(self, after: date, to: date) -> int:
        """How many working days d have after < d <= to; 0 where `to` is not after `after`."""
        if to <= after:
            return 0
        span = after.year, to.year
        whole = self._spans.get(span)
        if whole is None:
            # a date mistyped by thousands of years must not be counted anew for every line
            whole = self._spans[span] = sum(len(self._year(year)) for year in range(*span))
        return whole + self._upto(to) - self._upto(after)

    def days(self, start: date) -> Iterator[date]:
        """The working days from `start` on, `start` among them if it is one."""
        at = self._before(start)
        for year in range(start.year, MAXYEAR + 1):
            yield from map(date.fromordinal, self._year(year)[at:])
            at = 0

    def _year(self, year: int) -> list[int]:
        """The year's working days as ascending ordinals, the office's rows taken in."""
        days = self._years.get(year)
        if days is None:
            own = self._overrides.get(year, {})
            kept = (day for day in _national(year) if own.get(day, True))
            added = (day for day, working in own.items() if working)
            days = self._years[year] = sorted({*kept, *added})
        return days

    def _upto(self, day: date) -> int:
        """How many working days the day's year has up to it, itself included."""
        return bisect_right(self._year(day.year), day.toordinal())

    def _before(self, day: date) -> int:
        """How many working days the day's year has before it."""
        return bisect_left(self._year(day.year), day.toordinal())

    def _nth(self, day: date, year: int, index: int) -> date:
        """The working day at `index` of the year's; the index may reach into other years."""
        while index < 0:
            year -= 1
            if year < MINYEAR:
                raise OverflowError(f"no such working day before {day}")
            index += len(self._year(year))
        while index >= len(self._year(year)):
            index -= len(self._year(year))
            year += 1
            if year > MAXYEAR:
                raise OverflowError(f"no such working day after {day}")
        return date.fromordinal(self._year(year)[index])

    @staticmethod
    def _check(n: int) -> None:
        if n < 0:
            raise ValueError(f"a negative number of working days: {n}")
