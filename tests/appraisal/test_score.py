"""The whole score of a period: subjects, ranks, year to date, change (appraisal.md)."""

from datetime import date
from decimal import Decimal

from tests.appraisal.branch import (
    NOV,
    REGULATION,
    actual,
    branch,
    codes,
    deduction,
    delivery,
    now,
    scored,
    unreadable,
)
from tests.build import (
    complaint,
    cost,
    expense,
    order,
    payment,
    person,
    rule,
    scoring_setting,
    target,
)
from xlsales.appraisal.macro import READS
from xlsales.appraisal.periods import Period, Span
from xlsales.appraisal.score import Score, score_period
from xlsales.core.office import BookInfo, Office
from xlsales.core.row import At, Book, Row
from xlsales.forms.choices import Role, RuleKind
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator

REVENUE = Indicator.REVENUE
HALF = rule(1, REVENUE, "0.5")
MINE = order("CL-1")
YOURS = order("CL-2", salesperson="李四")
FREE = cost(0)
WITH_TAX = scoring_setting("revenue_tax", "included")


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


def sold(amount: int, order_no: str = "CL-1", day: date = NOV) -> Row:
    return delivery(f"SH-{day}-{order_no}", 1, day, order_no=order_no, price=amount, signed=1)


def goal(amount: int, subject: str = "本单位", period: str = "2026-11") -> Row:
    return target(Indicator.REVENUE, amount, subject=subject, period=period)


def subjects(found: Score) -> list[str]:
    return [one.subject for one in found.subjects]


def test_the_regulation_as_shipped() -> None:
    found = scored(
        REGULATION,
        WITH_TAX,
        MINE,
        cost(0),
        sold(974),
        target(Indicator.REVENUE, 1000),
        target(Indicator.PROFIT, "861.95"),  # 974 / 1.13
        target(Indicator.EXTERNAL_SALES, 1000),
        target(Indicator.COLLECTION, 500),
        complaint("TS-1"),
    )
    assert [(d.rule.rule_no, d.points, d.not_scored) for d in now(found).deductions] == [
        (1, 1, None),
        (2, 0, None),
        (3, 2, None),
        (4, 1, None),
        (5, 0, None),
        (6, None, NotScored.RATE_NOT_SET),
        (7, None, NotScored.RATE_NOT_SET),
    ]
    assert now(found).score == 96
    assert not now(found).partial


def test_subjects_are_the_branch_the_salespeople_and_whoever_had_something() -> None:
    people = (
        person("赵六", Role.DEPUTY),
        person("孙七", Role.FINANCE),
        person("周八", Role.DEPUTY),
    )
    found = scored(
        people,
        order("CL-9", salesperson="周八"),
        delivery("SH-1", 1, on(30), order_no="CL-9"),  # delivered, not signed
        expense(5, on(3), salesperson="离职者"),
        expense(5, on(3, 10), salesperson="孙七"),  # not in November
        complaint("TS-1", salesperson="赵六"),
        payment("HK-1", 5, date=on(3), customer="新客户", verified=True, verified_on=on(4)),
    )
    assert subjects(found) == ["branch", "张三", "李四", "赵六", "周八", "离职者"]


def test_a_person_whose_roles_cannot_be_read_is_listed() -> None:
    found = scored(unreadable(person("钱九"), "roles"))
    assert codes(found) == [("left-out-of-score", 0, "roles")]
    assert subjects(found) == ["branch", "张三", "李四"]


def test_ranks_are_by_score_shared_by_equals_and_not_for_the_partial() -> None:
    five = [person(name) for name in ("甲", "乙", "丙")]
    found = scored(
        HALF,
        WITH_TAX,
        five,
        MINE,
        YOURS,
        order("CL-3", salesperson="甲"),
        order("CL-4", salesperson="乙"),
        [goal(100, who) for who in ("张三", "李四", "甲", "乙")],
        sold(90),
        sold(95, "CL-2"),
        sold(95, "CL-3"),
        sold(10, "CL-4"),
    )
    assert [(s.subject, s.now.score, s.now.rank, s.now.partial) for s in found.subjects] == [
        ("branch", 100, None, True),
        ("张三", 95, 3, False),
        ("李四", Decimal("97.5"), 1, False),
        ("甲", Decimal("97.5"), 1, False),
        ("乙", 55, 4, False),
        ("丙", 100, None, True),
    ]


def test_the_branch_has_no_rank_even_when_it_is_scored() -> None:
    found = scored(HALF, goal(1), goal(1, "张三"), goal(1, "李四"))
    assert [s.now.rank for s in found.subjects] == [None, 1, 1]


def test_the_floor() -> None:
    found = scored(rule(1, REVENUE, 2), goal(100), goal(100, "张三"))
    assert now(found).score == 0
    floored = scored(rule(1, REVENUE, 2), goal(100), scoring_setting("score_floor", "60"))
    assert now(floored).score == 60


def test_year_to_date_sums_actuals_and_targets_from_january() -> None:
    found = scored(
        HALF,
        WITH_TAX,
        MINE,
        [goal(100, period=f"2026-{month:02d}") for month in range(1, 12)],
        [sold(95, day=on(28, month)) for month in range(1, 11)],
        sold(100),
        sold(1000, day=on(31, 12)),
        sold(1000, day=date(2025, 12, 31)),
        complaint("TS-1", on(5, 3)),
        rule(4, Indicator.ORDINARY_COMPLAINTS, 1),
    )
    (whole,) = [s for s in found.subjects if s.subject == "branch"]
    assert whole.to_date is not None
    assert whole.to_date.span == Span(on(1, 1), on(30))
    year = whole.to_date.deductions
    assert year[0].target == 1100
    assert year[0].actual == 1050
    assert [d.points for d in year] == [2, 1]
    assert whole.now.score == 100
    assert whole.to_date.score == 97


def test_the_change_against_the_period_before() -> None:
    rows = (HALF, WITH_TAX, MINE, goal(100, "张三"), goal(100, "张三", "2026-10"))
    found = scored(*rows, sold(98), sold(90, day=on(1, 10)), sold(80, day=on(30, 9)))
    (his,) = [s for s in found.subjects if s.subject == "张三"]
    assert his.previous is not None
    assert his.now.score == 99
    assert his.previous.score == 95
    assert his.change == 4
    (branchs,) = [s for s in found.subjects if s.subject == "branch"]
    assert branchs.change is None  # partial


def test_january_looks_back_into_the_year_before() -> None:
    rows = (HALF, WITH_TAX, MINE, goal(100, "张三", "2026-01"), goal(100, "张三", "2025-12"))
    found = scored(
        *rows, sold(100, day=on(1, 1)), sold(90, day=date(2025, 12, 31)), period="2026-01"
    )
    (his,) = [s for s in found.subjects if s.subject == "张三"]
    assert his.previous is not None
    assert his.to_date is not None
    assert his.now.score == his.to_date.score == 100
    assert his.previous.score == 95


def test_a_quarter_and_a_year_are_scored_over_all_their_days() -> None:
    rows = (HALF, WITH_TAX, MINE, [sold(10, day=on(15, month)) for month in range(1, 13)])
    assert actual(scored(*rows, period="2026-Q4"), REVENUE) == 30
    assert actual(scored(*rows, period="2026"), REVENUE) == 120


def test_a_persons_parts_add_up_to_the_branch() -> None:
    found = scored(WITH_TAX, MINE, YOURS, FREE, sold(90), sold(7, "CL-2"), expense(5, on(3)))
    for indicator in (REVENUE, Indicator.PROFIT, Indicator.EXTERNAL_SALES):
        parts = [actual(found, indicator, who) or Decimal(0) for who in ("张三", "李四")]
        assert sum(parts) == actual(found, indicator)


def test_a_rule_that_cannot_be_read_or_applied_is_left_out_and_listed() -> None:
    found = scored(
        HALF,
        unreadable(rule(2, REVENUE, 9, row=4), "points"),
        rule(3, REVENUE, 9, row=5, kind=RuleKind.COUNT),
        rule(4, Indicator.SERIOUS_COMPLAINTS, 9, row=6, kind=RuleKind.SHORTFALL, step_pct=1),
        rule(5, REVENUE, 9, row=7, step_pct=None),
        unreadable(rule(6, Indicator.ORDINARY_COMPLAINTS, 1, row=8), "clause"),
    )
    assert [d.rule.rule_no for d in now(found).deductions] == [1, 6]
    assert codes(found) == [
        ("left-out-of-score", 4, "points"),
        ("rule-kind", 5, "kind"),
        ("rule-kind", 6, "kind"),
        ("rule-step", 7, "step_pct"),
    ]
    assert found.skipped == 4


def test_several_rules_for_one_indicator_each_apply() -> None:
    found = scored(HALF, rule(2, REVENUE, 1, step_pct=10), WITH_TAX, MINE, goal(100), sold(75))
    assert [d.points for d in now(found).deductions] == [Decimal("12.5"), 2]
    assert now(found).score == Decimal("85.5")


def test_the_score_states_its_inputs() -> None:
    book = Book("management")
    rows = branch(HALF, scoring_setting("base_score", "120"))
    office = Office({model: rows.rows(model) for model in READS}, {book: BookInfo("经营考核.xlsx")})
    found = score_period(office, Period.asked("2026-11"), date(2026, 12, 5))
    assert found.inputs.rules == (HALF,)
    assert found.inputs.scoring.base_score == 120
    assert found.inputs.today == date(2026, 12, 5)
    assert found.inputs.workbooks == ((book, "经营考核.xlsx"),)
    assert now(found).score == 120


def test_every_row_of_evidence_names_its_workbook_and_row() -> None:
    found = scored(MINE, cost(60), sold(100), expense(5, on(3), row=8))
    rows = now(found).actuals[Indicator.PROFIT].evidence
    assert {(row.what.en, row.at.book.kind, row.at.row) for row in rows} == {
        ("Signed", "delivery", 3),
        ("Cost", "delivery", 3),
        ("Expense", "register", 8),
    }
    (spent,) = [row for row in rows if row.what.en == "Cost"]
    assert spent.beside == At(Book("management"), 3)
    assert spent.quantity == 1
    assert spent.unit_price == 60
    assert spent.amount == -60
    assert (spent.customer, spent.product, spent.order_no) == ("东风", "P1", "CL-1")


def test_scoring_the_same_again_gives_the_same() -> None:
    rows = (REGULATION, MINE, YOURS, cost(60), sold(100), sold(7, "CL-2"), complaint("TS-1"))
    assert scored(*rows) == scored(*rows)


def test_collection_needs_no_rate_to_be_shown() -> None:
    rows = (target(Indicator.COLLECTION, 500000), REGULATION)
    found = scored(*rows, payment("HK-1", 450000, date=on(3), verified=True, verified_on=on(4)))
    one = deduction(found, Indicator.COLLECTION)
    assert one.target == 500000
    assert one.actual == 450000
    assert one.shortfall_pct == 10
    assert one.not_scored is NotScored.RATE_NOT_SET
