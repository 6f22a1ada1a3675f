"""What was typed over after it counted shows in the score (memory.md, *What was changed after it counted*).

Each way to cheat, in memory: the journal's lines in, the score's reply and findings out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.appraisal.branch import REGULATION, branch, codes, delivery
from tests.build import (
    branch_expense,
    complaint,
    cost,
    expense,
    invoice,
    invoice_line,
    order,
    payment,
    ruling,
    scoring_setting,
)
from tests.journalled import TRACKING, added, by_several, deleted, edited, line, scored, told
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.indicators import FUNCTIONS
from xlsales.appraisal.macro import READS, ScoreArgs, score
from xlsales.appraisal.periods import Period
from xlsales.appraisal.score import score_period
from xlsales.core.journalled import LOST, NOTHING, Told
from xlsales.core.office import Call, Office
from xlsales.core.reply import mapped
from xlsales.core.row import At, Book, Row
from xlsales.flow.facts.past import evidence, lessened, past_of
from xlsales.forms.choices import ComplaintSeverity, Kind, PaymentMethod, Ruling
from xlsales.forms.settings import scoring_of

NO, NOTE = "CL-202611-ZS-001", "SH-202611-ZS-001"
NOV, DEC = date(2026, 11, 10), date(2026, 12, 5)
BEFORE, THEN = datetime(2026, 11, 12, 9), datetime(2026, 12, 2, 9)
LATER = datetime(2026, 12, 3, 9)
ORDER = order(NO, order_date=date(2026, 11, 1))
SIGNED = delivery(NOTE, 10, signed=8, order_no=NO)
ISSUED = line(
    "issue_note",
    BEFORE,
    edited("deliveries", f"{NOTE} 1", "note_no", None, NOTE),
    edited("deliveries", f"{NOTE} 1", "order_no", None, NO),
)
SCORED = scored("2026-11", THEN)
TS = {"date": "2026-11-10", "customer": "东风", "salesperson": "张三", "severity": "一般"}


def pressed(journal: Told, *rows: Any, period: str = "2026-11", subject: str = "") -> Any:
    made = branch(REGULATION, *rows)
    office = Office({model: made.rows(model) for model in READS}, journal=journal)
    return score(office, Call(DEC, ScoreArgs(period=period, subject=subject)))


def changes(journal: Told, *rows: Any, **more: Any) -> list[tuple[Any, ...]]:
    """What the reply says of the branch, a rule once."""
    outcome = pressed(journal, *rows, **more)
    found = dict.fromkeys(
        (each.table, each.key, each.column, each.before, each.after)
        for each in outcome.reply.changed_after
    )
    told_of = [f for f in outcome.findings if f.rule.code == "changed-after-counting"]
    assert len(told_of) == len(found)
    assert all(f.words.zh and f.words.en for f in told_of)
    return list(found)


# --- ways to cheat -------------------------------------------------------------------------------

TYPED_OVER = {
    "quantity": ("deliveries", f"{NOTE} 1", "quantity", "12", "10", (ORDER, SIGNED)),
    "signed quantity": ("deliveries", f"{NOTE} 1", "signed_qty", "7", "8", (ORDER, SIGNED)),
    "date": ("deliveries", f"{NOTE} 1", "date", "2026-11-09", "2026-11-10", (ORDER, SIGNED)),
    "signature": ("deliveries", f"{NOTE} 1", "signed_on", "2026-11-30", "2026-11-10",
                  (ORDER, SIGNED)),
    "order number": ("deliveries", f"{NOTE} 1", "order_no", "CL-202611-LS-001", NO,
                     (ORDER, SIGNED)),
    "salesperson": ("orders", NO, "salesperson", "李四", "张三", (ORDER, SIGNED)),
    "severity": ("complaints", "TS-1", "severity", "严重", "ordinary", (complaint("TS-1", NOV),)),
    "payment": ("payments", "HK-1", "amount", "90", "100",
                (payment("HK-1", 100, date=NOV, verified=True, verified_on=NOV),)),
}  # fmt: skip


@pytest.mark.parametrize("way", TYPED_OVER)
def test_a_cell_that_evidence_reads_typed_over_after_it_counted_shows(way: str) -> None:
    table, key, column, was, now, rows = TYPED_OVER[way]
    shown = was if way != "severity" else "serious"
    typed = line("typed", LATER, edited(table, key, column, was, now))
    assert changes(told(ISSUED, SCORED, typed), *rows) == [(table, key, column, shown, now)]
    if table not in {"orders", "deliveries"}:  # those count as soon as a note has its number
        assert changes(told(ISSUED, typed, SCORED), *rows) == []
    else:
        assert changes(told(ISSUED, typed), *rows) == [(table, key, column, shown, now)]
    assert changes(told(SCORED, line("typed", LATER)), *rows) == []


def test_the_reply_says_whose_and_which_rule_and_since_when() -> None:
    typed = line("typed", LATER, edited("deliveries", f"{NOTE} 1", "quantity", "12", "10"))
    reply = mapped(pressed(told(ISSUED, typed), ORDER, SIGNED, cost(1)).reply)
    assert reply["changed_after"][0] == {
        "subject": "branch",
        "rule_no": 1,
        "table": "deliveries",
        "key": f"{NOTE} 1",
        "column": "quantity",
        "before": "12",
        "after": "10",
        "known": LATER,
    }
    whose = [(each["subject"], each["rule_no"]) for each in reply["changed_after"]]
    assert whose == [(who, no) for who in ("branch", "张三") for no in (1, 2, 3)]
    mine = mapped(pressed(told(ISSUED, typed), ORDER, SIGNED, subject="李四").reply)
    assert mine["changed_after"] == []


def test_what_was_moved_to_another_period_or_person_shows_where_it_was() -> None:
    moved = complaint("TS-1", date(2026, 12, 1))
    typed = line("typed", LATER, edited("complaints", "TS-1", "date", "2026-11-10", "2026-12-01"))
    told_of = ("complaints", "TS-1", "date", "2026-11-10", "2026-12-01")
    assert changes(told(SCORED, typed), moved) == [told_of]
    away = complaint("TS-1", NOV, salesperson="李四")
    typed = line("typed", LATER, edited("complaints", "TS-1", "salesperson", "张三", "李四"))
    whose = {each.subject for each in pressed(told(SCORED, typed), away).reply.changed_after}
    assert whose == {"branch", "张三", "李四"}


def test_a_return_that_names_another_note_shows() -> None:
    back = delivery("TH-1", -2, date(2026, 11, 20), return_of="SH-9", row=4)
    typed = line("typed", LATER, edited("deliveries", "TH-1 1", "return_of", NOTE, "SH-9"))
    found = changes(told(ISSUED, SCORED, typed), ORDER, SIGNED, back)
    assert found == [("deliveries", "TH-1 1", "return_of", NOTE, "SH-9")]


def test_a_deleted_complaint_return_or_expense_shows() -> None:
    gone = line("typed", LATER, deleted("complaints", "TS-1", TS))
    assert changes(told(SCORED, gone)) == [
        ("complaints", "TS-1", None, "日期 2026-11-10；客户 东风；销售员 张三；程度 一般", None)
    ]
    assert changes(told(gone, SCORED)) == []
    assert changes(told(SCORED, gone), period="2026-10") == []
    cells = {"note_no": "TH-1", "line_no": "1", "order_no": NO, "quantity": "-2"}
    cells |= {"date": "2026-11-20", "return_of": NOTE}
    back = line("typed", LATER, deleted("deliveries", "TH-1 1", cells))
    ((table, key, column, *_),) = changes(told(ISSUED, back), ORDER, SIGNED)
    assert (table, key, column) == ("deliveries", "TH-1 1", None)
    spent = {"date": "2026-11-10", "salesperson": "张三", "category": "差旅费", "amount": "30"}
    typed = line("typed", LATER, deleted("expenses", "", spent))
    assert [each[:3] for each in changes(told(SCORED, typed))] == [("expenses", None, None)]
    line_of = {"invoice_no": "F1", "note_no": NOTE, "order_no": NO, "amount": "50"}
    typed_too = line("typed", LATER, deleted("invoice_lines", "", line_of))
    gone_too = changes(told(SCORED, typed_too), ORDER, invoice("F1", 50, date=NOV))
    assert [each[:3] for each in gone_too] == [("invoice_lines", None, None)]
    there = expense(30, NOV)
    assert changes(told(SCORED, typed), there) == []  # it was only moved


def test_a_cost_counts_from_its_day_on() -> None:
    typed = line("typed", LATER, edited("costs", "P1 2026-01-01", "unit_cost", "3", "1"))
    told_of = [("costs", "P1 2026-01-01", "unit_cost", "3", "1")]
    assert changes(told(SCORED, typed), ORDER, SIGNED, cost(1)) == told_of
    before = scored("2025-Q4", THEN)
    assert changes(told(before, typed), ORDER, SIGNED, cost(1)) == []


def test_an_expense_without_a_number_is_followed_by_what_it_shows() -> None:
    now = {"date": "2026-11-10", "salesperson": "张三", "category": "差旅费", "amount": "45"}
    typed = line("typed", LATER, edited("expenses", "", "amount", "30", "45", of=now))
    mine = expense(45, NOV)
    assert changes(told(SCORED, typed), mine) == [("expenses", None, "amount", "30", "45")]
    back = line(
        "typed", LATER, edited("expenses", "", "amount", "45", "30", of=now | {"amount": "30"})
    )
    assert changes(told(SCORED, typed, back), expense(30, NOV)) == []


def test_a_complaint_that_never_had_a_number_is_followed_too() -> None:
    typed = line("typed", BEFORE, added("complaints", TS | {"severity": "严重"}, row=5))
    over = line("typed", LATER, edited("complaints", "", "severity", "严重", "一般", of=TS))
    mine = complaint(None, NOV)
    told_of = ("complaints", None, "severity", "serious", "ordinary")
    assert changes(told(typed, SCORED, over), mine) == [told_of]
    assert changes(told(SCORED, typed, over), mine) == []
    gone = line("typed", LATER, deleted("complaints", "", TS | {"severity": "严重"}))
    assert [each[:3] for each in changes(told(typed, SCORED, gone))] == [("complaints", None, None)]
    number = edited("complaints", "TS-1", "complaint_no", None, "TS-1", workbook=TRACKING, row=3)
    over = {**over, "changes": [{**over["changes"][0], "workbook": TRACKING}]}
    numbered = line("validate", LATER, number, numbers={"TS": 1})
    assert changes(told(typed, SCORED, over, numbered), complaint("TS-1", NOV)) == [
        ("complaints", "TS-1", "severity", "serious", "ordinary")
    ]


def test_a_delivery_typed_by_hand_counts_from_its_number_on() -> None:
    cells = {"date": "2026-11-10", "order_no": NO, "quantity": "10"}
    typed = line("typed", BEFORE, added("deliveries", cells | {"quantity": "12"}, row=3))
    over = {"workbook": TRACKING, "table": "deliveries", "row": 3, "column": "quantity"}
    draft = line("typed", BEFORE, {**over, "from": "12", "to": "10", "of": cells})
    given = edited("deliveries", f"{NOTE} 1", "note_no", None, NOTE, workbook=TRACKING)
    numbered = line("validate", BEFORE, given, numbers={"SH": 1})
    assert changes(told(typed, draft, numbered), ORDER, SIGNED) == []
    moved = line("typed", LATER, edited("orders", NO, "salesperson", "李四", "张三"))
    assert len(changes(told(typed, draft, numbered, moved), ORDER, SIGNED)) == 1


# --- what is no change ------------------------------------------------------------------------------


def test_what_holds_again_what_counted_is_told_no_more() -> None:
    typed = line("typed", LATER, edited("deliveries", f"{NOTE} 1", "quantity", "10", "12"))
    assert changes(told(ISSUED, SCORED, typed), ORDER, SIGNED) == []


def test_two_changes_are_one_from_what_counted_to_what_is() -> None:
    one = line("typed", LATER, edited("deliveries", f"{NOTE} 1", "quantity", "8", "9"))
    two = line("typed", LATER, edited("deliveries", f"{NOTE} 1", "quantity", "9", "10"))
    assert changes(told(ISSUED, one, two), ORDER, SIGNED) == [
        ("deliveries", f"{NOTE} 1", "quantity", "8", "10")
    ]


def test_remarks_given_cells_and_what_is_recorded_for_the_first_time_are_none() -> None:
    key = f"{NOTE} 1"
    typed = line(
        "typed",
        LATER,
        edited("deliveries", key, "remark", "急", "不急"),
        edited("deliveries", key, "unit_price", "90", "100"),  # counts as given, and is told so
        edited("deliveries", key, "signed_on", None, "2026-11-10"),
        edited("deliveries", key, "signed_qty", None, "8"),
    )
    assert changes(told(ISSUED, typed), ORDER, SIGNED) == []
    verified = payment("HK-1", 100, date=NOV, verified=True, verified_on=DEC)
    checked = line("typed", LATER, edited("payments", "HK-1", "verified", None, "是"))
    assert changes(told(SCORED, checked), verified) == []


def test_a_draft_may_be_changed_until_its_plan_is_issued() -> None:
    typed = line("typed", BEFORE, edited("orders", NO, "salesperson", "李四", "张三"))
    planned = line("issue_plan", BEFORE, edited("plan_lines", NO, "plan_no", None, "RW-1"))
    assert changes(told(typed, planned, ISSUED), ORDER, SIGNED) == []
    assert changes(told(planned, typed), ORDER, SIGNED) == [
        ("orders", NO, "salesperson", "李四", "张三")
    ]


def test_a_blank_that_said_something_counts_as_that() -> None:
    """A blank salesperson is the register's owner; a payment without an invoice is on account."""
    owner = line("typed", LATER, edited("orders", NO, "salesperson", None, "张三"))
    assert changes(told(ISSUED, owner), ORDER, SIGNED) == []
    other = order(NO, salesperson="李四", at=ORDER.at)
    away = line("typed", LATER, edited("orders", NO, "salesperson", None, "李四"))
    assert changes(told(ISSUED, away), other, SIGNED) == [
        ("orders", NO, "salesperson", "张三", "李四")
    ]
    money = payment("HK-1", 100, date=NOV, invoice_no="F1", verified=True, verified_on=NOV)
    named = line("typed", LATER, edited("payments", "HK-1", "invoice_no", None, "F1"))
    assert changes(told(SCORED, named), money) == [("payments", "HK-1", "invoice_no", None, "F1")]


def test_lines_of_several_people_are_taken_in_the_order_in_which_they_were_written() -> None:
    """Clocks may say otherwise: each line knows how many there were before it."""
    typed = line("typed", BEFORE, edited("complaints", "TS-1", "severity", "严重", "一般"))
    row = complaint("TS-1", NOV)
    after = by_several(("李四@B", SCORED), ("张三@A", typed))
    assert len(changes(after, row)) == 1
    assert changes(by_several(("张三@A", typed), ("李四@B", SCORED)), row) == []


def test_what_is_typed_and_in_no_journal_yet_is_told_as_of_now() -> None:
    typed = {
        "button": "typed",
        "changes": [edited("complaints", "TS-1", "severity", "严重", "一般")],
    }
    journal = Told((("", typed), ("张三@A", {"n": 1, **SCORED})))
    outcome = pressed(journal, complaint("TS-1", NOV))
    assert {each.known for each in outcome.reply.changed_after} == {datetime(2026, 12, 5)}


# --- first known, dated back ---------------------------------------------------------------------------


def backdated(journal: Told, *rows: Any) -> list[int]:
    made = branch(REGULATION, *rows)
    office = Office({model: made.rows(model) for model in READS}, journal=journal)
    found = score_period(office, Period.asked("2026-11"), DEC)
    return [row for code, row, _ in codes(found) if code == "backdated"]


def test_what_is_dated_in_a_scored_period_and_first_known_after_it_is_backdated() -> None:
    sign = line(
        "sign_off", LATER, edited("deliveries", f"{NOTE} 1", "signed_on", None, "2026-11-10")
    )
    late = line("typed", LATER, added("complaints", TS, key="TS-1"))
    rows = ORDER, SIGNED, complaint("TS-1", NOV, row=7)
    assert backdated(told(ISSUED, SCORED, sign, late), *rows) == [3, 7]
    assert backdated(told(ISSUED, sign, late, SCORED), *rows) == []
    running = scored("2026-11", datetime(2026, 11, 20))  # it was not over then
    assert backdated(told(ISSUED, running, sign, late), *rows) == []
    money = payment("HK-1", 100, date=NOV, verified=True, verified_on=NOV, row=8)
    paid = line("typed", LATER, added("payments", {"date": "2026-11-10"}, key="HK-1"))
    back = delivery("TH-1", -2, NOV, return_of=NOTE, row=9, order_no=NO)
    came = line("return_goods", LATER, edited("deliveries", "TH-1 1", "note_no", None, "TH-1"))
    assert backdated(told(ISSUED, sign, SCORED, paid, came), ORDER, SIGNED, money, back) == [9, 8]


def test_a_date_typed_back_into_a_scored_period_is_backdated() -> None:
    typed = line("typed", LATER, edited("complaints", "TS-1", "date", "2026-12-01", "2026-11-10"))
    assert backdated(told(SCORED, typed), complaint("TS-1", NOV)) == [3]
    within = line("typed", LATER, edited("complaints", "TS-1", "date", "2026-11-02", "2026-11-10"))
    assert backdated(told(SCORED, within), complaint("TS-1", NOV)) == []


def test_a_row_is_first_known_when_it_was_read_before_it_had_its_number() -> None:
    typed = line("typed", BEFORE, added("complaints", TS, row=5))
    number = edited("complaints", "TS-1", "complaint_no", None, "TS-1", workbook=TRACKING, row=5)
    numbered = line("validate", LATER, number, numbers={"TS": 1})
    journal = told(typed, SCORED, numbered)
    assert backdated(journal, complaint("TS-1", NOV)) == []
    known = past_of(journal.lines()).known["complaints", "TS-1"]
    assert known.at == BEFORE
    lessened_too = ((name, lessened(each)) for name, each in journal.lines())
    assert past_of(lessened_too).known == past_of(journal.lines()).known


def test_typing_that_was_lost_is_said() -> None:
    gap = {**line("typed", LATER), LOST: "2026-11-01T09:00:00", "workbooks": ["a.xlsx"]}
    assert any("a.xlsx" in note.zh for note in pressed(told(gap)).notes)


# --- a complaint that was listed ---------------------------------------------------------------------------

LISTED = {"date": NOV, "customer": "东风", "salesperson": "张三"}


def test_a_listed_complaint_counts_by_what_was_given_though_its_row_is_gone() -> None:
    serious = ComplaintSeverity.SERIOUS
    waits = ruling("TS-1", None, decided_by=None, reported_severity=serious, **LISTED)
    outcome = pressed(NOTHING, waits)
    assert [s.score for s in outcome.reply.subjects if s.subject != "李四"] == [95, 95]
    assert [f.rule.code for f in outcome.findings] == ["complaint-gone"]
    graded = ruling("TS-1", Ruling.YES, severity=ComplaintSeverity.ORDINARY, **LISTED)
    assert pressed(NOTHING, graded).reply.subjects[0].score == 99
    assert pressed(NOTHING, ruling("TS-1", Ruling.NO, **LISTED)).reply.subjects[0].score == 100
    there = complaint("TS-1", NOV)
    assert pressed(NOTHING, graded, there).reply.subjects[0].score == 99  # once
    assert pressed(NOTHING, graded, period="2026-10").reply.subjects[0].score == 100
    bare = ruling("TS-1", Ruling.YES, at=At(Book(Kind.MANAGEMENT), 8))
    assert [each.row for each in pressed(NOTHING, bare).reply.left_out] == [8]


# --- which columns --------------------------------------------------------------------------------------


def test_evidence_reads_the_columns_that_it_says_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that what counts is told by the definitions, and by no list beside them."""
    rows = (
        ORDER,
        SIGNED,
        delivery("TH-1", -3, date(2026, 11, 20), return_of=NOTE, order_no=NO, row=4, tax_rate=None),
        cost(1),
        branch_expense(3, NOV),
        expense(3, NOV, customer="东风"),
        complaint("TS-1", NOV),
        complaint("TS-3", NOV),
        ruling("TS-1", Ruling.YES, severity=ComplaintSeverity.SERIOUS),
        ruling("TS-2", None, **LISTED, reported_severity=ComplaintSeverity.ORDINARY),
        invoice("F1", 50, date=NOV),
        invoice_line("F1", NOTE, NO, 50),
        payment("HK-1", 50, date=NOV, invoice_no="F1", verified=True, verified_on=NOV),
        payment("HK-2", 50, date=NOV, method=PaymentMethod.BANK_ACCEPTANCE, draft_due=NOV),
        scoring_setting("acceptance_counts", "due"),
        scoring_setting("collection_basis", "rate"),
        scoring_setting("consecutive_window_days", "9"),
        scoring_setting("consecutive_count", "2"),
        scoring_setting("consecutive_scope", "customer"),
    )
    read: dict[str, set[str]] = {table.name: set() for table in evidence()}
    plain = Row.__getattribute__

    def noted(row: Row, name: str) -> Any:
        if name[0] != "_" and name in type(row).model_fields:
            read.setdefault(row.table.name, set()).add(name)
        return plain(row, name)

    span = Period.asked("2026-11").span
    for basis in ("signed", "delivered", "invoiced"):
        office = branch(*rows, scoring_setting("revenue_basis", basis))
        g = Gathering(office, DEC, span, span, scoring_of(office))
        with monkeypatch.context() as patched:
            patched.setattr(Row, "__getattribute__", noted)
            for function in dict.fromkeys(FUNCTIONS.values()):
                base = function(g)
                if base is not None:
                    base(span)
    for table, columns in evidence().items():
        assert read[table.name] - {"at", "bad"} == columns, table
