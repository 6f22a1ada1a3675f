"""Working days: the national calendar, the office's own, and the years that nobody knows yet."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xlsales.flow.capacity.workdays import Workdays

NATIONAL = Workdays({})

DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))
# years of the national calendar and years past it
NEAR = st.dates(date(2024, 1, 1), date(2031, 12, 31))
OFFICE = st.dictionaries(NEAR, st.booleans(), max_size=40).map(Workdays)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 9, 28), True),  # the Sunday made up for before 国庆
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),  # the Wednesday it was exchanged for
        (date(2025, 10, 11), True),  # the Saturday after
        (date(2025, 1, 26), True),  # the Sunday before 春节
        (date(2026, 2, 14), True),  # the Saturday before 春节
        (date(2026, 2, 16), False),  # 除夕, a Monday
        (date(2026, 2, 28), True),  # the Saturday after it
        (date(2026, 9, 20), True),  # the Sunday before 国庆
        (date(2026, 10, 10), True),  # the Saturday after it
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
    ],
)
def test_make_up_days_are_worked_and_public_holidays_are_not(day: date, working: bool) -> None:
    assert NATIONAL.is_working(day) is working


def test_the_office_has_the_last_word() -> None:
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)
    office = Workdays({saturday: True, monday: False})
    assert office.is_working(saturday)
    assert not office.is_working(monday)
    assert office.next(date(2026, 11, 27)) == saturday
    assert office.next(saturday) == date(2026, 12, 1)


def test_an_office_row_that_says_what_the_calendar_says_changes_nothing() -> None:
    office = Workdays({date(2026, 11, 27): True, date(2026, 11, 28): False})
    assert office.between(date(2026, 11, 1), date(2026, 11, 30)) == NATIONAL.between(
        date(2026, 11, 1), date(2026, 11, 30)
    )


def test_a_year_not_announced_yet_goes_by_weekends_and_public_holidays() -> None:
    # far enough ahead that no release of the national calendar knows it
    year = 2060
    new_year, labour, national = date(year, 1, 1), date(year, 5, 1), date(year, 10, 1)
    assert not any(map(NATIONAL.is_working, (new_year, labour, national)))
    weekends = [d for d in _all(date(year, 1, 1), date(year, 12, 31)) if d.weekday() >= 5]
    assert not any(map(NATIONAL.is_working, weekends))
    assert NATIONAL.is_working(date(year, 6, 16))  # a Wednesday like any other
    assert NATIONAL.provisional(date(year, 6, 16))


def test_a_known_year_is_not_provisional() -> None:
    assert not NATIONAL.provisional(date(2026, 12, 31))
    assert not NATIONAL.provisional(date(2004, 1, 1))
    assert NATIONAL.provisional(date(2003, 12, 31))


def test_an_office_row_does_not_settle_a_provisional_year() -> None:
    day = date(2060, 6, 19)  # a Saturday
    office = Workdays({day: True})
    assert office.is_working(day)
    assert office.provisional(day)


def test_counting_forwards_passes_over_weekends() -> None:
    friday = date(2026, 11, 27)
    assert NATIONAL.add(friday, 0) == friday
    assert NATIONAL.add(friday, 1) == date(2026, 11, 30)
    assert NATIONAL.add(friday, 5) == date(2026, 12, 4)
    assert NATIONAL.add(date(2026, 11, 28), 0) == date(2026, 11, 28)
    assert NATIONAL.add(date(2026, 11, 28), 1) == date(2026, 11, 30)


def test_counting_forwards_uses_make_up_days_and_passes_over_holidays() -> None:
    # Fri 13 Feb 2026; Sat 14 is worked, 15 to 23 are 春节
    assert NATIONAL.add(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert NATIONAL.add(date(2026, 2, 13), 2) == date(2026, 2, 24)


def test_counting_forwards_into_the_next_year() -> None:
    # Thu 31 Dec 2026; 1 Jan 2027 is a Friday and 元旦
    assert NATIONAL.add(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert NATIONAL.add(date(2026, 12, 31), 1) >= date(2027, 1, 2)


def test_counting_back_from_a_working_day() -> None:
    monday = date(2026, 11, 30)
    assert NATIONAL.subtract(monday, 0) == monday
    assert NATIONAL.subtract(monday, 1) == date(2026, 11, 27)
    assert NATIONAL.subtract(monday, 5) == date(2026, 11, 23)


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29)])
def test_counting_back_from_a_weekend_begins_at_the_friday(day: date) -> None:
    assert NATIONAL.subtract(day, 0) == date(2026, 11, 27)
    assert NATIONAL.subtract(day, 1) == date(2026, 11, 26)
    assert NATIONAL.subtract(day, 5) == date(2026, 11, 20)


def test_counting_back_from_a_holiday_over_the_year_s_end() -> None:
    # 元旦 2026 is Thu 1 to Sat 3 January; Sun 4 is made up for
    assert NATIONAL.subtract(date(2026, 1, 2), 0) == date(2025, 12, 31)
    assert NATIONAL.subtract(date(2026, 1, 2), 1) == date(2025, 12, 30)
    assert NATIONAL.subtract(date(2026, 1, 5), 1) == date(2026, 1, 4)


def test_days_late() -> None:
    thursday = date(2026, 11, 26)
    assert NATIONAL.between(thursday, thursday) == 0
    assert NATIONAL.between(thursday, date(2026, 11, 27)) == 1
    assert NATIONAL.between(thursday, date(2026, 11, 29)) == 1
    assert NATIONAL.between(thursday, date(2026, 11, 30)) == 2
    assert NATIONAL.between(date(2026, 11, 28), date(2026, 11, 30)) == 1
    assert NATIONAL.between(date(2026, 11, 30), thursday) == 0


def test_the_working_days_from_a_day_on() -> None:
    assert list(islice(NATIONAL.days(date(2026, 11, 27)), 3)) == [
        date(2026, 11, 27),
        date(2026, 11, 30),
        date(2026, 12, 1),
    ]
    assert next(NATIONAL.days(date(2026, 11, 28))) == date(2026, 11, 30)


def test_an_office_closed_for_years_opens_again() -> None:
    closed = Workdays(dict.fromkeys(_all(date(2025, 12, 1), date(2028, 2, 10)), False))
    assert closed.next(date(2025, 11, 30)) == date(2028, 2, 11)
    assert closed.subtract(date(2028, 2, 10), 0) == date(2025, 11, 28)
    assert closed.between(date(2025, 11, 28), date(2028, 2, 11)) == 1


def test_counting_past_the_last_or_before_the_first_date_says_so() -> None:
    for count in (1, 10**12):
        with pytest.raises(OverflowError):
            NATIONAL.add(date.max, count)
        with pytest.raises(OverflowError):
            NATIONAL.subtract(date.min, count)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        NATIONAL.add(date(2026, 11, 24), -1)
    with pytest.raises(ValueError, match="negative"):
        NATIONAL.subtract(date(2026, 11, 24), -1)


@given(DAYS)
@example(date(1900, 1, 1))
@example(date(9998, 12, 31))
def test_no_year_is_too_far(day: date) -> None:
    assert NATIONAL.is_working(day) in (True, False)
    assert NATIONAL.next(day) > day
    assert NATIONAL.subtract(day, 1) < day
    if NATIONAL.provisional(day) and day.weekday() >= 5:
        assert not NATIONAL.is_working(day)


@given(OFFICE, NEAR, NEAR)
def test_between_counts_day_by_day(office: Workdays, one: date, other: date) -> None:
    after, to = sorted((one, other))
    expected = sum(map(office.is_working, _all(after + timedelta(1), to)))
    assert office.between(after, to) == expected


@given(OFFICE, NEAR, st.integers(0, 600))
def test_adding_is_taking_the_working_days_one_by_one(
    office: Workdays, day: date, count: int
) -> None:
    steps = [day, *islice(office.days(day + timedelta(1)), count)]
    assert office.add(day, count) == steps[-1]
    assert office.between(day, office.add(day, count)) == count


@given(OFFICE, NEAR, st.integers(0, 600))
def test_subtracting_undoes_adding_on_working_days(office: Workdays, day: date, count: int) -> None:
    start = office.subtract(day, 0)
    assert office.is_working(start)
    assert start <= day
    assert office.between(start, day) == 0
    assert office.subtract(office.add(start, count), count) == start
    assert office.subtract(day, count) == office.subtract(start, count)


def _all(first: date, last: date) -> list[date]:
    return [first + timedelta(days) for days in range((last - first).days + 1)]
