"""The buttons Score, My score and What if: what they answer (cli.md)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.appraisal.branch import REGULATION, TODAY, branch, delivery, unreadable
from tests.build import (
    complaint,
    cost,
    expense,
    invoice,
    order,
    register_of,
    rule,
    scoring_setting,
    target,
)
from xlsales.appraisal.macro import (
    MyScoreArgs,
    ScoreArgs,
    WhatIfArgs,
    my_score,
    score,
    what_if,
)
from xlsales.appraisal.reply import Assumed, Scored
from xlsales.appraisal.score import Score
from xlsales.core.office import Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import Book, Row
from xlsales.forms.indicators import Indicator

DAY = date(2026, 11, 10)
SALE = (
    scoring_setting("revenue_tax", "included"),
    order(),
    delivery("SH-1", "9.74", signed="9.74"),
    cost(0),
)
TARGETS = (
    target(Indicator.REVENUE, 1000),
    target(Indicator.REVENUE, 1000, subject="张三"),
    target(Indicator.REVENUE, 10, subject="李四"),
)
HALF = rule(1, Indicator.REVENUE, "0.5")


def pressed(
    *rows: Row | tuple[Row, ...], period: str = "2026-11", subject: str = ""
) -> Outcome[Scored]:
    args = ScoreArgs(period=period, subject=subject)
    return score(branch(*rows), Call(TODAY, args))


def assumed(
    *rows: Row | tuple[Row, ...],
    add: Mapping[str, Decimal | int],
    subject: str = "",
    today: date = TODAY,
) -> Outcome[Assumed]:
    args = WhatIfArgs(period="2026-11", add=add, subject=subject)  # type: ignore[arg-type]
    return what_if(branch(*rows), Call(today, args))


def entry(outcome: Outcome[Scored | Assumed], subject: str = "branch") -> Any:
    (found,) = [one for one in outcome.reply.subjects if one.subject == subject]
    return mapped(found)


def test_score_answers_every_subject_and_makes_the_sheet() -> None:
    outcome = pressed(HALF, SALE, TARGETS)
    assert mapped(outcome.reply) == {
        "period": "2026-11",
        "subjects": [
            {
                "subject": subject,
                "score": Decimal(points),
                "rank": rank,
                "partial": False,
                "base": Decimal(100),
                "deductions": [
                    {
                        "rule_no": 1,
                        "indicator": "revenue",
                        "kind": "shortfall",
                        "target": Decimal(goal),
                        "actual": Decimal(reached),
                        "completion": Decimal(completion),
                        "shortfall_pct": Decimal(shortfall),
                        "steps": Decimal(steps),
                        "count": None,
                        "cap": None,
                        "points": Decimal(lost),
                        "not_scored": None,
                    }
                ],
            }
            for subject, points, rank, goal, reached, completion, shortfall, steps, lost in [
                ("branch", "99", None, 1000, 974, "0.974", "2.6", 2, 1),
                ("张三", "99", 1, 1000, 974, "0.974", "2.6", 2, 1),
                ("李四", "50", 2, 10, 0, "0", "100", 100, 50),
            ]
        ],
        "files": [],
        "left_out": [],
        "changed_after": [],
    }
    (sheet,) = outcome.documents
    assert (sheet.form, sheet.path.zh) == ("score", "考核/考核表-2026-11.xlsx")
    assert isinstance(sheet.content, Score)
    assert outcome.edits == ()
    assert not outcome.refused


def test_figures_are_shown_half_up_to_six_decimals_without_trailing_zeros() -> None:
    third = target(Indicator.REVENUE, 1500)
    found = entry(pressed(HALF, SALE, third))["deductions"][0]
    shown = {key: str(found[key]) for key in ("target", "actual", "completion", "shortfall_pct")}
    assert shown == {
        "target": "1500.00",
        "actual": "974.00",
        "completion": "0.649333",
        "shortfall_pct": "35.066667",
    }
    assert str(found["points"]) == "17.5"
    assert str(entry(pressed(HALF, SALE, third))["score"]) == "82.5"


def test_what_is_not_scored_is_null_with_its_reason() -> None:
    found = entry(pressed(REGULATION, complaint("TS-1")))
    shown = [(d["count"], d["steps"], d["points"], d["not_scored"]) for d in found["deductions"]]
    assert shown == [
        (None, None, None, "no_target"),
        (None, None, None, "no_target"),
        (None, None, None, "no_target"),
        (1, None, Decimal(1), None),
        (0, None, Decimal(0), None),
        (None, None, None, "rate_not_set"),
        (None, None, None, "rate_not_set"),
    ]
    assert found["partial"]
    assert found["rank"] is None


def test_one_subject_is_answered_alone_with_the_same_figures_and_rank() -> None:
    whole = pressed(HALF, SALE, TARGETS)
    one = pressed(HALF, SALE, TARGETS, subject="李四")
    assert mapped(one.reply.subjects) == [entry(whole, "李四")]
    assert one.documents == ()
    branchs = pressed(HALF, SALE, TARGETS, subject="本单位")
    assert mapped(branchs.reply.subjects) == [entry(whole)]


def test_an_unknown_subject_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="无此人") as refused:
        pressed(subject="无此人")
    assert "本单位、张三、李四" in refused.value.words.zh
    assert "branch, 张三, 李四" in refused.value.words.en


def test_an_impossible_period_is_refused() -> None:
    with pytest.raises(Refusal):
        pressed(period="2026-13")


def test_rows_left_out_are_listed_and_make_it_exit_1() -> None:
    outcome = pressed(HALF, unreadable(expense(5, DAY), "amount"))
    assert [f.rule.code for f in outcome.findings] == ["left-out-of-score"]
    assert outcome.refused
    assert outcome.skipped == 1
    # a complaint without a ruling is listed too, but nothing was left out
    unruled = pressed(HALF, complaint("TS-1", DAY))
    assert [f.rule.code for f in unruled.findings] == ["complaint-not-ruled"]
    assert not unruled.refused
    assert unruled.notes[0].en == "Complaints not ruled on yet, counted as reported: 1."


def test_without_rules_it_says_why_everybody_has_the_base_score() -> None:
    assert "没有扣分规则" in pressed().notes[0].zh


def test_my_score_is_what_score_gives_for_the_registers_owner_this_month() -> None:
    rows = branch(HALF, SALE, TARGETS)
    call = Call(date(2026, 11, 20), MyScoreArgs(), register_of("张三"))
    mine = my_score(rows, call)
    args = ScoreArgs(period="2026-11", subject="张三")
    assert mine.reply == score(rows, Call(date(2026, 11, 20), args)).reply
    assert mine.documents == ()
    with pytest.raises(Refusal):
        my_score(rows, Call(DAY, MyScoreArgs(), Book("management")))


# --- what if ---------------------------------------------------------------------------------------


def test_what_if_changes_that_indicators_actual_alone_and_writes_nothing() -> None:
    rules = (HALF, rule(2, Indicator.PROFIT, "0.5"), rule(3, Indicator.EXTERNAL_SALES, 1))
    goals = (
        *TARGETS,
        target(Indicator.PROFIT, 1000, subject="张三"),
        target(Indicator.EXTERNAL_SALES, 1000, subject="张三"),
    )
    before = entry(pressed(rules, SALE, goals), "张三")
    outcome = assumed(rules, SALE, goals, add={"revenue": Decimal("26.00")}, subject="张三")
    after = entry(outcome, "张三")
    assert after["deductions"][0]["actual"] == 1000
    assert after["deductions"][0]["points"] == 0
    assert after["deductions"][1:] == before["deductions"][1:]
    assert after["score"] == before["score"] + 1
    # of these two something is missing still, of the revenue nothing
    assert [each.indicator for each in outcome.reply.gains] == ["profit", "external_sales"]
    assert (outcome.documents, outcome.edits) == ((), ())
    assert len(outcome.reply.subjects) == 1


def test_without_a_subject_the_amounts_are_the_branchs() -> None:
    before = pressed(HALF, SALE, TARGETS)
    outcome = assumed(HALF, SALE, TARGETS, add={"营业收入": 26})
    assert entry(outcome)["score"] == 100
    assert entry(outcome, "张三") == entry(before, "张三")
    assert "本单位" in outcome.notes[0].zh


def test_assumed_complaints_count_from_today_on() -> None:
    rows = (
        rule(4, Indicator.ORDINARY_COMPLAINTS, 1, valid_to=DAY),
        rule(5, Indicator.ORDINARY_COMPLAINTS, 2, valid_from=date(2026, 11, 11)),
    )
    for today, points in [(DAY, 2), (date(2026, 11, 11), 4), (TODAY, 4), (date(2026, 10, 1), 2)]:
        found = entry(assumed(rows, add={"ordinary_complaints": 2}, today=today))
        assert found["score"] == 100 - points


def test_assumed_payments_raise_a_rate_by_what_was_due() -> None:
    rows = (
        scoring_setting("collection_basis", "rate"),
        rule(6, Indicator.COLLECTION, 1),
        invoice("F1", 400, date=date(2026, 10, 1)),
    )
    found = entry(assumed(rows, add={"collection": 100}))
    assert found["deductions"][0]["actual"] == 25


@pytest.mark.parametrize(
    "add",
    [
        {"turnover": 1},
        {"expenses": 1},
        {"serious_complaints": Decimal("0.5")},
        {"ordinary_complaints": -1},
    ],
)
def test_what_if_refuses_what_it_cannot_assume(add: Mapping[str, Decimal | int]) -> None:
    with pytest.raises(Refusal):
        assumed(add=add)


def test_what_if_refuses_a_subject_without_a_score() -> None:
    with pytest.raises(Refusal):
        assumed(add={"revenue": 1}, subject="无此人")
