from datetime import date

import pytest

from xlsales.appraisal.periods import Period, Span
from xlsales.core.outcome import Refusal


@pytest.mark.parametrize(
    ("text", "first", "last", "previous", "to_date"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025", ["2026"]),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", ["2026-Q1"]),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), "2026-Q1", ["2026-Q1", "2026-Q2"]),
        (
            "2026-Q4",
            date(2026, 10, 1),
            date(2026, 12, 31),
            "2026-Q3",
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        ),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", ["2026-01"]),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-01", ["2028-01", "2028-02"]),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026-11", None),
    ],
)
def test_a_period_knows_its_days_and_its_neighbours(
    text: str, first: date, last: date, previous: str, to_date: list[str] | None
) -> None:
    period = Period.asked(text)
    assert str(period) == text
    assert period.span == Span(first, last)
    assert str(period.previous) == previous
    assert period.to_date == Span(date(first.year, 1, 1), last)
    if to_date is None:
        to_date = [f"2026-{month:02d}" for month in range(1, 13)]
    assert [str(p) for p in period.since_january] == to_date


def test_a_quarter_and_a_year_have_months() -> None:
    assert [str(m) for m in Period.asked("2026-Q3").months] == ["2026-07", "2026-08", "2026-09"]
    assert len(Period.asked("2026").months) == 12
    assert Period.month_of(date(2026, 11, 30)) == Period.asked("2026-11")


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-Q5", "2026-Q0", "26", "2026-1", "2026-11-01", "", "0000"]
)
def test_an_impossible_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Period.asked(text)
    assert f"“{text}”" in refused.value.words.zh
    assert f"“{text}”" in refused.value.words.en


def test_what_surrounds_a_period_as_typed_does_not_matter() -> None:
    assert str(Period.asked(" 2026-q4 ")) == "2026-Q4"
