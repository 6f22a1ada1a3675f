"""Scheduling: which lines get which days, worked out by hand and against brute force."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.flow.capacity.slots import Capacity, Demand, Placed, Plan, Taken, place
from xlsales.flow.capacity.workdays import Workdays

CALENDAR = Workdays({})
TODAY = date(2026, 11, 24)  # a Tuesday
WED, THU, FRI = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
SAT, SUN, MON, TUE = (date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1))
PRESS = "1600T压机"


def daily(capacity: int | str | Fraction) -> Capacity:
    return Capacity(((None, Fraction(capacity)),))


def line(
    order_no: str,
    load: int | str | Fraction,
    required: date = TUE,
    *,
    center: str = PRESS,
    post_days: int = 0,
    temporary: bool = False,
    order_date: date = date(2026, 11, 2),
    fixed: date | None = None,
) -> Demand:
    return Demand(
        key=order_no,
        center=center,
        load=Fraction(load),
        post_days=post_days,
        required=required,
        temporary=temporary,
        order_date=order_date,
        order_no=order_no,
        fixed=fixed,
    )


def issued(order_no: str, load: int | str, completion: date, *, center: str = PRESS) -> Taken:
    return Taken(order_no, center, Fraction(load), completion, order_no)


def scheduled(
    *demands: Demand,
    taken: Sequence[Taken] = (),
    capacity: Capacity | None = None,
    workdays: Workdays = CALENDAR,
) -> Plan:
    return place(demands, taken, {PRESS: capacity or daily(10)}, workdays, TODAY)


# --- worked by hand ---------------------------------------------------------------------------


def test_work_begins_on_the_next_working_day_after_today() -> None:
    plan = scheduled(line("A", 10))
    assert plan.placed == {"A": Placed(WED, WED, WED, 0)}
    friday = place([line("A", 10)], [], {PRESS: daily(10)}, CALENDAR, FRI)
    assert friday.placed["A"].start == MON


def test_a_line_runs_over_the_weekend_and_is_completed_after_its_post_days() -> None:
    # 35 at 10 a day: Wed, Thu, Fri, half of Mon; two working days after Mon is Wed 2 December;
    # required on Fri 27 November: late by Mon, Tue, Wed
    plan = scheduled(line("A", 35, FRI, post_days=2))
    assert plan.placed["A"] == Placed(WED, MON, date(2026, 12, 2), 3)
    assert plan.loads[PRESS] == {WED: 10, THU: 10, FRI: 10, MON: 5}


def test_lines_share_a_day_exactly() -> None:
    thirds = [line(f"A{n}", Fraction(1, 3)) for n in range(4)]
    plan = scheduled(*thirds, capacity=daily(1))
    starts = [plan.placed[third.key].start for third in thirds]
    assert starts == [WED, WED, WED, THU]
    assert plan.loads[PRESS] == {WED: 1, THU: Fraction(1, 3)}


def test_the_earliest_end_of_forging_goes_first_whatever_the_required_date() -> None:
    # A is required later, but needs three days after forging: Mon 30 − 3 = Wed 25
    plan = scheduled(line("A", 10, MON, post_days=3), line("B", 10, FRI))
    assert plan.placed["A"] == Placed(WED, WED, MON, 0)
    assert plan.placed["B"] == Placed(THU, THU, THU, 0)


def test_a_required_sunday_counts_as_the_friday_before_it() -> None:
    # equal ends of forging, so the temporary line goes first
    plan = scheduled(line("A", 10, FRI), line("B", 10, SUN, temporary=True))
    assert plan.placed["B"].start == WED
    assert plan.placed["A"].start == THU


def test_among_equals_temporary_then_order_date_then_order_number() -> None:
    demands = [
        line("CL-202611-ZS-1000", 10),
        line("CL-202611-ZS-999", 10),
        line("CL-202611-ZS-003", 10, order_date=date(2026, 11, 1)),
        line("CL-202611-ZS-004", 10, order_date=date(2026, 11, 20), temporary=True),
    ]
    plan = scheduled(*demands)
    by_start = sorted(plan.placed, key=lambda key: plan.placed[key].start)
    assert by_start == [
        "CL-202611-ZS-004",
        "CL-202611-ZS-003",
        "CL-202611-ZS-999",
        "CL-202611-ZS-1000",
    ]


def test_issued_lines_take_their_room_first_by_issued_completion_date() -> None:
    plan = scheduled(line("A", 10), taken=[issued("Y", 8, MON), issued("X", 7, FRI)])
    # X and Y fill Wed and half of Thu; A takes the other half and half of Fri
    assert plan.placed["A"] == Placed(THU, FRI, FRI, 0)
    assert plan.loads[PRESS] == {WED: 10, THU: 10, FRI: 5}
    assert set(plan.placed) == {"A"}  # issued lines keep their dates


def test_an_issued_line_with_nothing_left_takes_no_room() -> None:
    plan = scheduled(line("A", 10), taken=[issued("X", 0, FRI)])
    assert plan.placed["A"].start == WED
    assert not plan.taken_unplaceable


def test_a_fixed_date_is_placed_backwards_and_others_are_split_around_it() -> None:
    # fixed on Tue 1 December with one day after forging: Mon 30, then Fri 27
    plan = scheduled(line("A", 15, fixed=TUE, post_days=1), line("B", 28, WED))
    assert plan.placed["A"] == Placed(FRI, MON, TUE, 0)
    # B: Wed 10, Thu 10, Fri the 5 left, Tue 3
    assert plan.placed["B"] == Placed(WED, TUE, TUE, 4)
    assert plan.loads[PRESS] == {WED: 10, THU: 10, FRI: 10, MON: 10, TUE: 3}


def test_a_fixed_line_goes_before_a_more_urgent_one_and_may_be_late() -> None:
    plan = scheduled(line("A", 10, THU, fixed=MON), line("B", 40, WED))
    assert plan.placed["A"] == Placed(MON, MON, MON, 2)
    assert plan.placed["B"].last == TUE


def test_a_line_fixed_on_a_sunday_is_forged_by_friday_and_completed_on_the_sunday() -> None:
    plan = scheduled(line("A", 10, THU, fixed=SUN))
    assert plan.placed["A"] == Placed(FRI, FRI, SUN, 1)
    later = scheduled(line("A", 10, THU, fixed=SUN, post_days=1))
    assert later.placed["A"] == Placed(THU, THU, SUN, 1)


def test_the_earliest_fixed_date_takes_its_room_first() -> None:
    # C takes Thu; D, fixed later but with a day after forging, finds Thu full and takes Wed
    plan = scheduled(line("D", 10, fixed=FRI, post_days=1), line("C", 10, fixed=THU))
    assert plan.placed["C"].start == THU
    assert plan.placed["D"] == Placed(WED, WED, FRI, 0)


def test_one_fixed_date_goes_by_order_number() -> None:
    plan = scheduled(line("A-2", 10, fixed=FRI), line("A-1", 10, fixed=FRI))
    assert plan.placed["A-1"].start == FRI
    assert plan.placed["A-2"].start == THU


def test_a_fixed_date_without_room_is_told_and_goes_with_the_others() -> None:
    # from Wed to Thu there is room for 20; A takes none of it, so B gets what A could not use
    plan = scheduled(line("A", 21, fixed=THU), line("B", 20, fixed=THU))
    assert plan.fixed_unmet == {"A"}
    assert plan.placed["B"] == Placed(WED, THU, THU, 0)
    assert plan.placed["A"] == Placed(FRI, TUE, TUE, 0)


def test_an_unmet_fixed_line_is_placed_by_its_required_date() -> None:
    plan = scheduled(line("A", 30, MON, fixed=WED), line("B", 10, FRI))
    assert plan.fixed_unmet == {"A"}
    assert plan.placed["B"].start == WED
    assert plan.placed["A"] == Placed(THU, MON, MON, 0)


@pytest.mark.parametrize("fixed", [TODAY, date(2026, 11, 3), date(1900, 1, 1)])
def test_a_fixed_date_before_the_first_day_can_not_be_kept(fixed: date) -> None:
    plan = scheduled(line("A", 1, fixed=fixed))
    assert plan.fixed_unmet == {"A"}
    assert plan.placed["A"].start == WED


def test_a_fixed_date_far_ahead_is_kept() -> None:
    far = date(2099, 11, 24)  # a Tuesday
    assert scheduled(line("A", 5, fixed=far)).placed["A"].start == far


def test_issued_lines_lessen_the_room_for_fixed_ones() -> None:
    plan = scheduled(line("A", 6, fixed=WED), taken=[issued("X", 5, TUE)])
    assert plan.fixed_unmet == {"A"}
    assert plan.placed["A"] == Placed(WED, THU, THU, 0)


def test_a_capacity_holds_from_its_date_on() -> None:
    grows = Capacity(((MON, Fraction(25)), (None, Fraction(10))))
    assert [grows.on(day) for day in (FRI, SUN, MON, TUE)] == [10, 10, 25, 25]
    plan = scheduled(line("A", 60), capacity=grows)
    assert plan.loads[PRESS] == {WED: 10, THU: 10, FRI: 10, MON: 25, TUE: 5}
    backwards = scheduled(line("A", 60, fixed=TUE), capacity=grows)
    assert backwards.loads[PRESS] == {FRI: 10, MON: 25, TUE: 25}


def test_before_the_first_from_date_there_is_no_capacity() -> None:
    opens = Capacity(((MON, Fraction(10)),))
    assert opens.on(FRI) == 0
    assert scheduled(line("A", 12), capacity=opens).placed["A"] == Placed(MON, TUE, TUE, 0)


def test_of_two_capacities_from_one_date_the_smaller_holds() -> None:
    for rows in (
        ((MON, Fraction(9)), (MON, Fraction(8))),
        ((MON, Fraction(8)), (MON, Fraction(9))),
    ):
        assert Capacity(rows).on(MON) == 8


@pytest.mark.parametrize(
    "capacity",
    [
        Capacity(()),
        daily(0),
        Capacity(((None, Fraction(10)), (MON - timedelta(30), Fraction(0)))),
        Capacity(((date(2990, 1, 1), Fraction(10)),)),
    ],
)
@pytest.mark.parametrize("load", [0, 5])
def test_a_center_without_capacity_gives_no_dates(capacity: Capacity, load: int) -> None:
    demands = [line("A", load), line("B", load, fixed=TUE)]
    plan = scheduled(*demands, taken=[issued("X", 5, MON)], capacity=capacity)
    assert plan.unplaceable == {"A", "B"}
    assert plan.taken_unplaceable == {"X"}
    assert not plan.placed
    assert not plan.fixed_unmet


def test_an_unknown_center_gives_no_dates_and_disturbs_no_other() -> None:
    plan = scheduled(
        line("A", 5), line("B", 5, center="锤"), taken=[issued("X", 5, MON, center="锤")]
    )
    assert plan.unplaceable == {"B"}
    assert plan.taken_unplaceable == {"X"}
    assert plan.placed["A"].start == WED


def test_what_fits_before_a_center_closes_is_placed_and_the_rest_is_not() -> None:
    closes = Capacity(((None, Fraction(10)), (FRI, Fraction(0))))
    plan = scheduled(line("A", 21, WED), line("B", 12), line("C", 8), line("D", 1), capacity=closes)
    assert plan.unplaceable == {"A", "D"}
    assert plan.placed["B"] == Placed(WED, THU, THU, 0)
    assert plan.placed["C"] == Placed(THU, THU, THU, 0)


def test_where_issued_lines_do_not_all_fit_the_earliest_completion_date_does() -> None:
    closes = Capacity(((None, Fraction(10)), (FRI, Fraction(0))))
    both = [issued("X", 15, TUE), issued("Y", 15, MON)]
    plan = scheduled(line("A", 5), line("B", 1), taken=both, capacity=closes)
    assert plan.taken_unplaceable == {"X"}
    assert plan.placed["A"] == Placed(THU, THU, THU, 0)
    assert plan.unplaceable == {"B"}


@pytest.mark.parametrize(
    "mistyped",
    [line("A", 10**15), line("A", 1, post_days=10**9), line("A", -1), line("A", 1, post_days=-1)],
)
def test_a_mistyped_line_gets_no_dates_and_disturbs_no_other(mistyped: Demand) -> None:
    plan = scheduled(dataclasses.replace(mistyped, required=WED), line("B", 10))
    assert plan.unplaceable == {"A"}
    assert plan.placed["B"].start == WED


def test_a_line_without_load_takes_no_room() -> None:
    full = [issued("X", 30, FRI)]
    assert scheduled(line("A", 0, post_days=1), taken=full).placed["A"] == Placed(WED, WED, THU, 0)
    fixed = scheduled(line("A", 0, fixed=SUN, post_days=1), taken=full)
    assert fixed.placed["A"] == Placed(THU, THU, SUN, 0)
    assert fixed.loads[PRESS] == {WED: 10, THU: 10, FRI: 10}


def test_the_office_calendar_decides_which_days_have_room() -> None:
    office = Workdays({SAT: True, THU: False})
    plan = scheduled(line("A", 30), workdays=office)
    assert plan.loads[PRESS] == {WED: 10, FRI: 10, SAT: 10}


def test_centers_do_not_share_room() -> None:
    demands = [line("A", 10), line("B", 10, center="锤")]
    plan = place(demands, [], {PRESS: daily(10), "锤": daily("2.5")}, CALENDAR, TODAY)
    assert plan.placed["A"] == Placed(WED, WED, WED, 0)
    assert plan.placed["B"] == Placed(WED, MON, MON, 0)


def test_two_lines_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="share a key"):
        scheduled(line("A", 1), line("A", 2))


def test_nothing_to_place() -> None:
    assert scheduled() == Plan({}, frozenset(), frozenset(), frozenset(), {PRESS: {}})


# --- properties -------------------------------------------------------------------------------

LOADS = st.builds(Fraction, st.integers(0, 40), st.integers(1, 6))
ROOMS = st.builds(Fraction, st.integers(1, 30), st.integers(1, 6))
SOON = st.dates(date(2026, 11, 10), date(2026, 12, 20))
CENTERS = st.sampled_from(["press", "hammer"])
CAPACITIES = st.builds(
    lambda always, later: Capacity(((None, always), *later.items())),
    ROOMS,
    st.dictionaries(SOON, ROOMS, max_size=3),
)
OFFICE = st.dictionaries(SOON, st.booleans(), max_size=8).map(Workdays)


Situation: TypeAlias = tuple[list[Demand], list[Taken], dict[str, Capacity], Workdays]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    demands = [
        line(
            f"CL-{n:03}",
            draw(LOADS),
            draw(SOON),
            center=draw(CENTERS),
            post_days=draw(st.integers(0, 4)),
            temporary=draw(st.booleans()),
            order_date=draw(st.dates(date(2026, 11, 1), date(2026, 11, 3))),
            fixed=draw(st.none() | SOON),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    taken = [
        Taken(f"T{n}", draw(CENTERS), draw(LOADS), draw(SOON), f"CL-{n + 100}")
        for n in range(draw(st.integers(0, 4)))
    ]
    capacities = {center: draw(CAPACITIES) for center in ("press", "hammer")}
    return demands, taken, capacities, draw(OFFICE)


@given(situations())
def test_no_day_is_overfilled_and_every_load_is_placed_in_full(situation: Situation) -> None:
    demands, taken, capacities, workdays = situation
    plan = place(demands, taken, capacities, workdays, TODAY)
    assert not plan.unplaceable
    assert not plan.taken_unplaceable
    assert set(plan.placed) == {demand.key for demand in demands}
    wanted: dict[str, Fraction] = defaultdict(Fraction)
    for demand in demands:
        wanted[demand.center] += demand.load
    for issue in taken:
        wanted[issue.center] += issue.load
    for center, loads in plan.loads.items():
        assert sum(loads.values()) == wanted[center]
        for day, load in loads.items():
            assert workdays.is_working(day)
            assert day > TODAY
            assert 0 < load <= capacities[center].on(day)


@given(situations())
def test_the_dates_of_a_line_agree_with_each_other(situation: Situation) -> None:
    demands, taken, capacities, workdays = situation
    plan = place(demands, taken, capacities, workdays, TODAY)
    assert plan.fixed_unmet <= {demand.key for demand in demands if demand.fixed}
    for demand in demands:
        placed = plan.placed[demand.key]
        assert TODAY < placed.start <= placed.last <= placed.completion
        assert workdays.is_working(placed.start)
        assert workdays.is_working(placed.last)
        assert placed.late_days == workdays.between(demand.required, placed.completion)
        if demand.fixed and demand.key not in plan.fixed_unmet:
            assert placed.completion == demand.fixed
            assert workdays.add(placed.last, demand.post_days) <= demand.fixed
        else:
            assert placed.completion == workdays.add(placed.last, demand.post_days)


@given(situations(), st.data())
def test_the_order_of_the_rows_does_not_matter(situation: Situation, data: st.DataObject) -> None:
    demands, taken, capacities, workdays = situation
    plan = place(demands, taken, capacities, workdays, TODAY)
    shuffled, moved = data.draw(st.permutations(demands)), data.draw(st.permutations(taken))
    assert place(shuffled, moved, capacities, workdays, TODAY) == plan


@given(situations())
def test_the_plan_is_what_the_rule_says_step_by_step(situation: Situation) -> None:
    demands, taken, capacities, workdays = situation
    plan = place(demands, taken, capacities, workdays, TODAY)
    assert {key: (p.start, p.last) for key, p in plan.placed.items()} == _by_the_rule(
        demands, taken, capacities, workdays
    )


SMALL = st.lists(
    st.builds(
        line,
        st.just(""),
        st.builds(Fraction, st.integers(1, 30), st.integers(1, 3)),
        SOON,
        post_days=st.integers(0, 4),
        temporary=st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@given(SMALL, CAPACITIES, OFFICE)
def test_no_other_order_has_a_smaller_largest_lateness(
    lines: list[Demand], capacity: Capacity, workdays: Workdays
) -> None:
    demands = [dataclasses.replace(each, key=f"{n}") for n, each in enumerate(lines)]
    plan = place(demands, [], {PRESS: capacity}, workdays, TODAY)
    ends = {key: placed.last for key, placed in plan.placed.items()}
    best = min(
        _largest_lateness(order, _in_turn(order, capacity, workdays), workdays)
        for order in permutations(demands)
    )
    assert _largest_lateness(demands, ends, workdays) == best
    # and so in the days late that people see
    late = max(placed.late_days for placed in plan.placed.values())
    assert late == min(
        max(
            workdays.between(each.required, workdays.add(ends[each.key], each.post_days))
            for each in order
        )
        for order in permutations(demands)
        for ends in [_in_turn(order, capacity, workdays)]
    )


def _largest_lateness(demands: Iterable[Demand], ends: dict[str, date], workdays: Workdays) -> int:
    """In working days past the day on which forging should end; negative where all are early."""

    def lateness(demand: Demand) -> int:
        due = workdays.subtract(demand.required, demand.post_days)
        end = ends[demand.key]
        return workdays.between(due, end) - workdays.between(end, due)

    return max(map(lateness, demands))


def _in_turn(order: Sequence[Demand], capacity: Capacity, workdays: Workdays) -> dict[str, date]:
    """The last day of forging of each line, where they are forged in this order."""
    days: Iterator[date] = workdays.days(TODAY + timedelta(1))
    day = next(days)
    room = capacity.on(day)
    ends = {}
    for demand in order:
        need = demand.load
        while need > room:
            need -= room
            day = next(days)
            room = capacity.on(day)
        room -= need
        ends[demand.key] = day
    return ends


def _by_the_rule(
    demands: list[Demand], taken: list[Taken], capacities: dict[str, Capacity], workdays: Workdays
) -> dict[str, tuple[date, date]]:
    """The three steps in plain fractions over twelve years of days, as slow as they are simple."""
    days = [d for d in (TODAY + timedelta(n) for n in range(1, 4_400)) if workdays.is_working(d)]
    room = {(center, day): capacities[center].on(day) for center in capacities for day in days}

    def fill(center: str, load: Fraction, among: list[date]) -> tuple[date, date] | None:
        if load == 0:
            return (among[0], among[0]) if among else None
        parts: dict[date, Fraction] = {}
        need = load
        for day in among:
            parts[day] = min(need, room[center, day])
            need -= parts[day]
            if need == 0:
                break
        if need:
            return None
        used = [day for day in parts if parts[day]]
        for day in used:
            room[center, day] -= parts[day]
        return min(used), max(used)

    for each in sorted(taken, key=lambda each: (each.completion, each.order_no)):
        fill(each.center, each.load, days)
    found: dict[str, tuple[date, date]] = {}
    rest = []
    for demand in sorted(demands, key=lambda each: (each.fixed or date.max, each.order_no)):
        span = None
        if demand.fixed:
            latest = workdays.subtract(demand.fixed, demand.post_days)
            span = fill(demand.center, demand.load, [d for d in days[::-1] if d <= latest])
        if span:
            found[demand.key] = span
        else:
            rest.append(demand)
    rest.sort(key=lambda each: each.order_no)
    rest.sort(key=lambda each: each.order_date)
    rest.sort(key=lambda each: each.temporary, reverse=True)
    rest.sort(key=lambda each: workdays.subtract(each.required, each.post_days))
    for demand in rest:
        span = fill(demand.center, demand.load, days)
        assert span is not None
        found[demand.key] = span
    return found
