"""Complaints as ruled, and consecutive ones (appraisal.md, *Indicators*)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.appraisal.branch import REGULATION, actual, codes, deduction, now, scored, unreadable
from tests.build import complaint, person, rule, ruling, scoring_setting
from xlsales.core.row import Row
from xlsales.forms.choices import ComplaintSeverity, Role, Ruling
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

ORDINARY, SERIOUS = Indicator.ORDINARY_COMPLAINTS, Indicator.SERIOUS_COMPLAINTS
RUNS = Indicator.CONSECUTIVE_COMPLAINTS
GRAVE = ComplaintSeverity.SERIOUS


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


def numbers(*rows: Row, subject: str = "branch") -> tuple[object, object]:
    found = scored(*rows)
    return actual(found, ORDINARY, subject), actual(found, SERIOUS, subject)


def consecutive(days: int, count: int, scope: str) -> tuple[Row, ...]:
    return (
        scoring_setting("consecutive_window_days", str(days)),
        scoring_setting("consecutive_count", str(count)),
        scoring_setting("consecutive_scope", scope),
    )


def test_two_ordinary_and_a_serious_one_cost_seven_points() -> None:
    rows = [complaint("TS-1"), complaint("TS-2"), complaint("TS-3", severity=GRAVE)]
    found = scored(REGULATION, rows)
    assert now(found).score == 93
    assert now(found, "张三").score == 93
    assert now(found, "李四").score == 100
    assert numbers(complaint("TS-1", on(31, 10)), complaint("TS-2", on(1, 12))) == (0, 0)


def test_the_ruling_counts() -> None:
    as_reported = complaint("TS-1"), complaint("TS-2", severity=GRAVE)
    assert numbers(*as_reported) == (1, 1)
    graded = ruling("TS-1", Ruling.YES, severity=GRAVE)
    assert numbers(*as_reported, graded) == (0, 2)
    assert numbers(*as_reported, ruling("TS-2", Ruling.NO)) == (1, 0)
    assert numbers(*as_reported, ruling("TS-2", Ruling.YES)) == (1, 1)


def test_one_without_a_ruling_counts_as_reported_and_is_listed() -> None:
    pending = ruling("TS-1", None, severity=GRAVE)
    found = scored(complaint("TS-1", row=4), complaint(None, row=5), pending)
    assert actual(found, ORDINARY) == 2
    assert codes(found) == [
        ("complaint-not-ruled", 4, "severity"),
        ("complaint-not-ruled", 5, "severity"),
    ]
    assert found.skipped == 0


@pytest.mark.parametrize("decider", ["李四", "无此人", "张三"])
def test_a_ruling_by_whoever_may_not_rule_does_not_count(decider: str) -> None:
    deputy_too = person("张三", Role.SALESPERSON, Role.DEPUTY)
    void = ruling("TS-1", Ruling.NO, decided_by=decider, row=9)
    found = scored(deputy_too, complaint("TS-1", row=4), void)
    assert actual(found, ORDINARY) == 1
    assert codes(found) == [
        ("ruling-void", 3, "decided_by"),
        ("complaint-not-ruled", 4, "severity"),
    ]


def test_who_is_deputy_and_salesperson_may_rule_on_others() -> None:
    deputy_too = person("赵六", Role.SALESPERSON, Role.DEPUTY)
    by_him = ruling("TS-1", Ruling.NO, decided_by="赵六")
    assert numbers(deputy_too, complaint("TS-1"), by_him) == (0, 0)


@pytest.mark.parametrize("column", ["date", "salesperson", "severity"])
def test_a_complaint_that_cannot_be_read_is_left_out_and_listed(column: str) -> None:
    found = scored(unreadable(complaint("TS-1", row=4), column))
    assert actual(found, ORDINARY) == 0
    assert codes(found) == [("left-out-of-score", 4, column)]


def test_a_ruling_makes_an_unreadable_severity_good() -> None:
    bare = unreadable(complaint("TS-1"), "severity")
    assert numbers(bare, ruling("TS-1", Ruling.YES, severity=GRAVE)) == (0, 1)
    assert codes(scored(bare, ruling("TS-1", Ruling.NO))) == []


def test_an_unreadable_ruling_is_listed_and_the_report_counts() -> None:
    bad = unreadable(ruling("TS-1", Ruling.NO), "confirmed")
    found = scored(complaint("TS-1", row=4), bad)
    assert actual(found, ORDINARY) == 1
    assert ("left-out-of-score", 3, "confirmed") in codes(found)
    assert found.skipped == 1


# --- runs ------------------------------------------------------------------------------------------


def test_while_the_settings_are_blank_runs_are_not_scored() -> None:
    scored_with_points = rule(7, RUNS, 3)
    some = consecutive(7, 2, "customer")[:2]
    found = scored(scored_with_points, complaint("TS-1"), complaint("TS-2"), some)
    assert deduction(found, RUNS).not_scored is NotScored.SETTING_MISSING
    assert not now(found).partial
    assert now(found).rank is None
    assert now(found, "张三").rank == 1
    assert deduction(scored(REGULATION), RUNS).not_scored is NotScored.RATE_NOT_SET


def runs(*rows: Row, days: int = 7, count: int = 2, scope: str = "customer", who: str = "branch"):  # type: ignore[no-untyped-def]
    return actual(scored(*consecutive(days, count, scope), *rows), RUNS, who)


def test_a_run_is_enough_complaints_with_no_long_gap_between() -> None:
    def of(*days: int) -> list[Row]:
        return [complaint(f"TS-{day}", on(day)) for day in days]

    assert runs(*of(1, 8)) == 1  # 7 days lie between
    assert runs(*of(1, 9)) == 0
    assert runs(*of(1, 2, 3, 4)) == 1  # one run, counted once
    assert runs(*of(1, 2, 10, 11)) == 2
    assert runs(*of(1, 8, 15, 22), count=3) == 1
    assert runs(*of(1), count=1) == 1


def test_a_run_counts_in_the_period_in_which_it_reaches_the_count() -> None:
    rows = [complaint("TS-1", on(28, 10)), complaint("TS-2", on(30, 10)), complaint("TS-3", on(2))]
    assert runs(*rows, count=2) == 0  # in October
    assert runs(*rows, count=3) == 1
    december = [complaint("TS-4", on(30)), complaint("TS-5", on(1, 12))]
    assert runs(*december) == 0


def test_a_run_is_within_its_scope() -> None:
    same_customer = complaint("TS-1"), complaint("TS-2", salesperson="李四")
    same_person = complaint("TS-1"), complaint("TS-2", customer="兄弟厂")
    nothing_shared = complaint("TS-1"), complaint("TS-2", customer="兄弟厂", salesperson="李四")
    assert [runs(*same_customer, scope=s) for s in ("customer", "salesperson", "branch")] == [
        1,
        0,
        1,
    ]
    assert [runs(*same_person, scope=s) for s in ("customer", "salesperson", "branch")] == [0, 1, 1]
    assert [runs(*nothing_shared, scope=s) for s in ("customer", "salesperson", "branch")] == [
        0,
        0,
        1,
    ]
    # a person's runs are of that person's complaints alone
    assert runs(*same_customer, who="张三") == 0
    assert runs(*same_person, scope="branch", who="张三") == 1


def test_what_is_not_confirmed_breaks_no_gap() -> None:
    rows = [complaint(f"TS-{day}", on(day)) for day in (1, 6, 11)]
    assert runs(*rows) == 1
    assert runs(*rows, ruling("TS-6", Ruling.NO)) == 0


def test_a_runs_evidence_is_its_complaints_up_to_the_one_that_counts() -> None:
    rows = [complaint(f"TS-{n}", on(30, 10) + timedelta(days=n)) for n in range(4)]
    found = scored(rule(7, RUNS, 3), *consecutive(7, 3, "branch"), *rows)
    evidence = now(found).actuals[RUNS].evidence
    assert [row.amount for row in evidence] == [0, 0, 1]
    assert [(row.day, row.no, row.date) for row in evidence] == [
        (on(1), "TS-0", on(30, 10)),
        (on(1), "TS-1", on(31, 10)),
        (on(1), "TS-2", on(1)),
    ]
    assert deduction(found, RUNS).points == 3


@given(
    st.lists(st.integers(0, 60), max_size=12),
    st.integers(0, 10),
    st.integers(1, 4),
)
def test_runs_are_the_maximal_chains_that_are_long_enough(
    days: list[int], window: int, count: int
) -> None:
    """Differently: cut the sorted days at every gap over the window, look at the piece's n-th."""
    start = on(1, 10)
    rows = [complaint(f"TS-{n:03d}", start + timedelta(days=d)) for n, d in enumerate(days)]
    ordered = sorted(days)
    cuts = [i for i, (a, b) in enumerate(pairwise(ordered), start=1) if b - a > window]
    pieces = [ordered[i:j] for i, j in pairwise([0, *cuts, len(ordered)])]
    reached = [start + timedelta(days=p[count - 1]) for p in pieces if len(p) >= count]
    expected = sum(day.month == 11 for day in reached)
    assert runs(*rows, days=window, count=count, scope="customer") == expected
