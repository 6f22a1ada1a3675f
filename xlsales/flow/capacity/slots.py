"""The scheduling kernel: which days of its work centre a line takes.

Source: flow.md, *Schedule*, steps 1 to 3. Loads and capacities are
in the unit that the centre counts (kg or pieces), capacities per working day, as exact rationals.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from fractions import Fraction
from functools import cache
from math import lcm
from typing import TypeAlias

from xlsales.flow.capacity.workdays import Workdays

HORIZON_YEARS = 50
"""A line that could not be forged in so many years is a mistyped quantity, not a plan."""
MOST_POST_DAYS = HORIZON_YEARS * 250
"""More working days after forging than these are a typing mistake too."""


@dataclass(frozen=True, slots=True)
class Demand:
    """An unissued line, to be given dates. `key` is unique among the demands."""

    key: str
    center: str
    load: Fraction
    post_days: int
    required: date
    temporary: bool
    order_date: date
    order_no: str
    fixed: date | None


@dataclass(frozen=True, slots=True)
class Taken:
    """An issued line not fully accepted: it keeps its dates, its remaining load takes room."""

    key: str
    center: str
    load: Fraction
    completion: date
    order_no: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a centre can forge on a working day, by the date from which that holds.

    `rows` are (from date, capacity); None means always. Valid on a day is the row with the latest
    from date that is not after it, in any order of the rows; before all of them there is no
    capacity. A capacity below 0 counts as 0; of two rows with one date the smaller holds.
    """

    rows: tuple[tuple[date | None, Fraction], ...]

    def steps(self) -> list[tuple[date, Fraction]]:
        """The capacities from the earliest day on, ascending, one a date."""
        rows = [(start or date.min, max(daily, Fraction(0))) for start, daily in self.rows]
        # of two entries with one date a dict keeps the last: here the smaller
        held = {date.min: Fraction(0)} | dict(sorted(rows, reverse=True))
        return sorted(held.items())

    def on(self, day: date) -> Fraction:
        """The capacity valid on the day (whether it is a working day is not asked)."""
        return [daily for start, daily in self.steps() if start <= day][-1]


@dataclass(frozen=True, slots=True)
class Placed:
    """The dates of a line: first and last day of forging, completion; late in working days."""

    start: date
    last: date
    completion: date
    late_days: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What `place` found.

    `placed` and `unplaceable` part the demands' keys between them. `fixed_unmet` are the keys of
    demands whose fixed date could not be kept, so that they went to step 3; they too are in one
    of those two. `taken_unplaceable` are the keys of issued lines for whose remaining load the
    centre has no room ever. `loads` are the loads placed on each centre and day, issued lines
    included; days without any are absent.
    """

    placed: Mapping[str, Placed]
    fixed_unmet: frozenset[str]
    unplaceable: frozenset[str]
    taken_unplaceable: frozenset[str]
    loads: Mapping[str, Mapping[date, Fraction]]


_Span: TypeAlias = tuple[date, date]


class _Room:
    """The room left on a centre's days, counted in whole parts of 1/scale of its unit.

    With `scale` a common denominator of all that is placed here, integers are as exact as
    fractions and many times as fast.
    """

    def __init__(
        self, capacity: Capacity, scale: int, workdays: Workdays, first: date, horizon: date
    ) -> None:
        steps = capacity.steps()
        self._starts = [start for start, _ in steps]
        self._daily = [int(daily * scale) for _, daily in steps]
        self._scale, self._workdays = scale, workdays
        self._first, self._horizon = first, horizon
        self._left: dict[date, int] = {}
        # No day from the first up to this one has room, so forward placing begins here.
        self._front = first
        # The same for backward placing: no day between this one and the key has room.
        self._back: dict[date, date] = {}
        # No more room than this from the first day to the horizon, known once a line did not fit:
        # the next one that does not is told at once.
        self._total: int | None = None
        # No more room than this from the first day to the key: many lines may fail on one date.
        self._short: dict[date, int] = {}

    def usable(self) -> bool:
        """Whether the centre has any capacity from the first day to the horizon."""
        ends = [*self._starts[1:], date.max]
        return any(
            daily and start <= self._horizon and end > self._first
            for start, end, daily in zip(self._starts, ends, self._daily, strict=True)
        )

    def forwards(self, load: Fraction) -> _Span | None:
        """Place the load as early as possible: first and last day, or None and nothing taken."""
        need = amount = int(load * self._scale)
        if need == 0:
            return self._first, self._first
        if self._total is not None and amount > self._total:
            return None
        taken: list[tuple[date, int]] = []
        day = self._front
        while day <= self._horizon:
            if part := min(need, self._room(day)):
                taken.append((day, part))
                need -= part
                if need == 0:
                    break
            day = self._workdays.next(day)
        if need:
            self._total = amount - need
            return None
        if self._total is not None:
            self._total -= amount
        self._front = day
        self._take(taken)
        return taken[0][0], day

    def backwards(self, load: Fraction, latest: date) -> _Span | None:
        """Place the load as late as possible up to `latest`, a working day."""
        need = amount = int(load * self._scale)
        if latest < self._first or amount > self._short.get(latest, amount):
            return None
        if need == 0:
            return latest, latest
        taken: list[tuple[date, int]] = []
        day = self._back.get(latest, latest)
        while day >= self._first:
            if part := min(need, self._room(day)):
                taken.append((day, part))
                need -= part
                if need == 0:
                    break
            day = self._workdays.subtract(day, 1)
        if need:
            self._short[latest] = amount - need
            return None
        self._back[latest] = day
        self._take(taken)
        return day, taken[0][0]

    def loads(self) -> dict[date, Fraction]:
        """The load placed on each day, in the centre's unit, by date."""
        return {
            day: Fraction(self._capacity(day) - left, self._scale)
            for day, left in sorted(self._left.items())
        }

    def _capacity(self, day: date) -> int:
        return self._daily[bisect_right(self._starts, day) - 1]

    def _room(self, day: date) -> int:
        left = self._left.get(day)
        return self._capacity(day) if left is None else left

    def _take(self, taken: Iterable[tuple[date, int]]) -> None:
        for day, part in taken:
            self._left[day] = self._room(day) - part


def place(
    demands: Sequence[Demand],
    taken: Sequence[Taken],
    capacities: Mapping[str, Capacity],
    workdays: Workdays,
    today: date,
) -> Plan:
    """Give every demand its days, beginning on the next working day after today.

    The order of `demands` and `taken` does not matter. Unplaceable, and without effect on other
    lines, is a demand whose centre has no capacity from the first day on, whose load is negative,
    or whose load or post days are out of all proportion (`HORIZON_YEARS`, `MOST_POST_DAYS`). A
    demand without load takes no room: it is forged on the first day, or with a fixed date on the
    last day that keeps it.

    Raises:
        ValueError: two demands share a key.
    """
    if len({demand.key for demand in demands}) < len(demands):
        raise ValueError("two demands share a key")
    first = workdays.next(today)
    horizon = date(min(first.year + HORIZON_YEARS, MAXYEAR - 1), 12, 31)
    rooms = _rooms(demands, taken, capacities, workdays, first, horizon)
    placed: dict[str, Placed] = {}
    fixed_unmet: set[str] = set()
    usable = {center for center, room in rooms.items() if room.usable()}
    unplaceable = {demand.key for demand in demands if not _sound(demand, usable)}
    sound = [demand for demand in demands if demand.key not in unplaceable]
    before, after = cache(workdays.subtract), cache(workdays.add)
    between = cache(workdays.between)

    def keep(demand: Demand, span: _Span, completion: date) -> None:
        late = between(demand.required, completion)
        placed[demand.key] = Placed(*span, completion, late)

    # 1. Issued lines keep their dates; what remains of them takes its room first.
    taken_unplaceable: set[str] = set()
    issued = sorted(taken, key=lambda line: (line.completion, _number(line.order_no), line.key))
    for line in issued:
        if line.load > 0 and (
            line.center not in rooms or rooms[line.center].forwards(line.load) is None
        ):
            taken_unplaceable.add(line.key)

    # 2. Fixed dates, backwards; those that cannot be kept join the others.
    others = [demand for demand in sound if demand.fixed is None]
    fixed = ((demand.fixed, demand) for demand in sound if demand.fixed is not None)
    for day, demand in sorted(fixed, key=lambda it: (it[0], _number(it[1].order_no), it[1].key)):
        latest = before(day, demand.post_days)
        span = rooms[demand.center].backwards(demand.load, latest)
        if span is None:
            fixed_unmet.add(demand.key)
            others.append(demand)
        else:
            keep(demand, span, day)

    # 3. The others by the day on which forging must end, which keeps the worst lateness least.
    def urgency(demand: Demand) -> tuple[date, bool, date, tuple[str, int, str], str]:
        due = before(demand.required, demand.post_days)
        number = _number(demand.order_no)
        return due, not demand.temporary, demand.order_date, number, demand.key

    for demand in sorted(others, key=urgency):
        span = rooms[demand.center].forwards(demand.load)
        if span is None:
            unplaceable.add(demand.key)
        else:
            keep(demand, span, after(span[1], demand.post_days))

    loads = {center: room.loads() for center, room in sorted(rooms.items())}
    return Plan(
        placed, frozenset(fixed_unmet), frozenset(unplaceable), frozenset(taken_unplaceable), loads
    )


def _rooms(
    demands: Sequence[Demand],
    taken: Sequence[Taken],
    capacities: Mapping[str, Capacity],
    workdays: Workdays,
    first: date,
    horizon: date,
) -> dict[str, _Room]:
    """The room of each centre, in parts of which all its capacities and loads are whole."""
    parts = {
        center: {daily.denominator for _, daily in capacity.rows}
        for center, capacity in capacities.items()
    }
    for demand in demands:
        parts.get(demand.center, set()).add(demand.load.denominator)
    for line in taken:
        parts.get(line.center, set()).add(line.load.denominator)
    return {
        center: _Room(capacity, lcm(*parts[center]), workdays, first, horizon)
        for center, capacity in capacities.items()
    }


def _sound(demand: Demand, usable: Container[str]) -> bool:
    """Whether dates can be looked for at all."""
    return (
        demand.center in usable
        and demand.load.numerator >= 0
        and 0 <= demand.post_days <= MOST_POST_DAYS
    )


def _number(order_no: str) -> tuple[str, int, str]:
    """A key that sorts order numbers as they were given: after 999 comes 1000."""
    stem, _, count = order_no.rpartition("-")
    if not (count.isascii() and count.isdigit()):
        return order_no, 0, ""
    count = count.lstrip("0")
    return stem, len(count), count
