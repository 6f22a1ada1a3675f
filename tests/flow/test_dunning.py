"""Dunning letters: who gets one, how firm it is, and what it says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.build import COLLECTION, customer, invoice, payment
from tests.flow.branch import branch, setting
from xlsales.core.office import Call, Office
from xlsales.core.outcome import FormContent, Outcome, Refusal
from xlsales.core.words import Lang, Words
from xlsales.flow.collection.dunning import DunArgs, Dunned, DunStage, dun
from xlsales.forms.collection import Invoice

D = Decimal
TODAY = date(2026, 11, 24)


def due(no: str, amount: int, days: int, name: str = "东风") -> Invoice:
    """An invoice so many days past due."""
    on = TODAY - timedelta(days=days)
    return invoice(no, amount, customer=name, date=on - timedelta(30), due_date=on)


def pressed(office: Office, name: str = "") -> Outcome[Dunned]:
    return dun(office, Call(TODAY, DunArgs(customer=name), COLLECTION, "钱会计"))


@pytest.mark.parametrize(
    ("days", "stage"),
    [(1, DunStage.FRIENDLY), (30, DunStage.FRIENDLY), (31, DunStage.FIRM), (90, DunStage.FIRM),
     (91, DunStage.LAST), (500, DunStage.LAST)],
)  # fmt: skip
def test_a_letter_is_as_firm_as_its_oldest_invoice_is_late(days: int, stage: DunStage) -> None:
    (letter,) = pressed(branch(due("F1", 100, days), due("F2", 20, 1))).reply.letters
    assert (letter.stage, letter.overdue_days, letter.invoices) == (stage, days, 2)
    assert letter.overdue == 120


def test_the_days_are_the_offices_own() -> None:
    office = branch(
        due("F1", 100, 12), setting("dun_friendly_days", "10"), setting("dun_firm_days", "12")
    )
    assert pressed(office).reply.letters[0].stage is DunStage.FIRM


def test_a_letter_lists_what_is_open_and_nothing_else() -> None:
    office = branch(
        due("F1", 100, 40),
        due("F2", 200, 5),
        due("F3", 300, 0),  # due today: not overdue
        due("F4", 400, 60),
        payment("HK-202611-001", 30, invoice_no="F1"),
        payment("HK-202611-002", 400, invoice_no="F4"),
    )
    made = pressed(office).documents[0].content
    assert isinstance(made, FormContent)
    said = [(line["invoice_no"], line["paid"], line["open"]) for line in made.lines]
    assert said == [("F1", D(30), D(70)), ("F2", D(0), D(200))]
    assert made.fields["total_amount"] == D(270)
    before = made.fields["before"]
    assert isinstance(before, Words)
    assert "截至2026年11月24日，贵公司" in before.zh
    assert "合计人民币 270.00 元" in before.zh
    assert before.en.startswith("On 24\xa0November\xa02026 the")


def test_all_who_are_overdue_get_a_letter_each() -> None:
    outcome = pressed(branch(due("F1", 1, 9), due("F2", 2, 99, "一汽"), due("F3", 3, -9, "一汽")))
    assert [(letter.customer, letter.overdue) for letter in outcome.reply.letters] == [
        ("一汽", D(2)), ("东风", D(1)),
    ]  # fmt: skip
    assert [document.path.zh for document in outcome.documents] == [
        "回款/催款函-2026-11-24-一汽.xlsx", "回款/催款函-2026-11-24-东风.xlsx"
    ]  # fmt: skip


def test_a_customer_without_an_address_gets_a_letter_and_it_is_said() -> None:
    office = branch(due("F1", 1, 9), customer("东风", address=None), customer("一汽"))
    outcome = pressed(office)
    assert len(outcome.documents) == 1
    assert outcome.notes[-1].zh == "东风：客户资料中没有送货地址，单据上留空。"


def test_nobody_is_dunned_for_a_sum_that_cannot_be_read() -> None:
    unread = payment("HK-202611-001", 1).model_copy(
        update={"amount": None, "bad": frozenset({"amount"})}
    )
    outcome = pressed(branch(due("F1", 1, 9), due("F2", 1, 9, "一汽"), unread))
    assert [letter.customer for letter in outcome.reply.letters] == ["一汽"]
    assert outcome.refused
    assert outcome.notes[-1].zh.startswith("东风：有发票或回款无法识别")


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "没有客户的发票逾期满 1 天"), ("东风", "东风没有逾期满 1 天"), ("甲", "没有客户“甲”")],
)
def test_without_anything_overdue_there_is_no_letter(name: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        pressed(branch(due("F1", 100, 0)), name)
    assert refused.value.words.said(Lang.ZH).startswith(said)
