"""What a score does not count, or not for whom it should, is named in its reply and makes it exit 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.appraisal.branch import NOV, actual, branch, delivery, scored, unreadable
from tests.appraisal.test_macro import HALF, SALE, TARGETS, pressed
from tests.build import (
    complaint,
    cost,
    expense,
    invoice,
    invoice_line,
    order,
    payment,
    rule,
    scoring_setting,
    target,
)
from xlsales.appraisal.macro import READS, ScoreArgs, score
from xlsales.core.office import BookInfo, Call, Office
from xlsales.core.reply import mapped
from xlsales.core.row import Row
from xlsales.core.words import Lang
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicators import Indicator
from xlsales.forms.masters import Setting

ORDER = order("CL-1", order_date=NOV)
SOLD = delivery("SH-1", 1, order_no="CL-1", signed=1)
PAID: dict[str, Any] = {"date": NOV, "verified": True, "verified_on": NOV, "verified_by": "孙"}


def left_out(*rows: Row) -> list[tuple[str, int | None]]:
    found = scored(*rows)
    assert all(each.message(lang) for each in found.left_out for lang in Lang)
    return [(each.rule.code, each.place.at.row) for each in found.left_out]


def test_goods_of_an_order_whose_row_is_gone() -> None:
    rows = delivery("SH-1", 1, order_no="CL-9", signed=1, row=7)
    assert ("scored-order-unknown", 7) in left_out(rows, cost(1))
    assert actual(scored(rows), Indicator.REVENUE) == Decimal("88.5")  # the branch's all the same


def test_an_order_of_a_customer_whom_the_masters_do_not_know() -> None:
    stranger = order("CL-1", order_date=NOV, customer="没有这家", row=8)
    assert left_out(stranger, SOLD, cost(1)) == [("market-unknown", 8)]


def test_a_payment_of_a_customer_whom_the_masters_do_not_know() -> None:
    stranger = payment("HK-1", 5, customer="没有这家", row=6, **PAID)
    assert left_out(stranger) == [("payer-unknown", 6)]
    known = payment("HK-1", 5, row=6, **PAID)
    assert left_out(known) == []


def test_a_payment_of_an_invoice_whose_order_is_gone() -> None:
    rows = (
        invoice("F1", 10, date=NOV),
        invoice_line("F1", "SH-1", "CL-9", 10),
        payment("HK-1", 10, invoice_no="F1", row=6, **PAID),
    )
    assert left_out(*rows) == [("share-of-unknown-order", 6)]
    assert left_out(*rows, order("CL-9", order_date=NOV)) == []


def test_an_invoice_line_that_cannot_be_read() -> None:
    line = unreadable(invoice_line("F1", "SH-1", "CL-1", 10, row=9), "amount")
    assert left_out(invoice("F1", 10, date=NOV), line) == [("left-out-of-score", 9)]


@pytest.mark.parametrize(
    "row",
    [
        expense(5, NOV, salesperson="张山", row=6),
        complaint("TS-1", NOV, salesperson="张山", row=6),
        order("CL-1", order_date=NOV, salesperson="张山", row=6),
    ],
    ids=lambda row: row.table.name,
)
def test_a_row_of_a_salesperson_whom_the_people_table_does_not_know(row: Row) -> None:
    others = (SOLD, cost(1)) if row.table is ORDER.table else (SOLD, cost(1), ORDER)
    assert left_out(row, *others) == [("scored-person-unknown", 6)]


def test_a_target_of_somebody_unknown() -> None:
    stray = target(Indicator.REVENUE, 5, subject="张山", row=6)
    assert left_out(stray, target(Indicator.REVENUE, 5, subject="张三")) == [("unknown-subject", 6)]


def test_settings_that_cannot_be_read_and_whose_default_counts() -> None:
    assert [code for code, _ in left_out(scoring_setting("revenue_basis", "随便"))] == [
        "bad-setting"
    ]
    assert left_out(scoring_setting("revenue_basis", "signed")) == []
    assert [code for code, _ in left_out(Setting(key="tax_rate", value="多少"))] == ["bad-setting"]
    assert left_out(Setting(key="closing_day", value="多少")) == []  # no figure follows from it


def test_the_reply_names_each_row_with_its_workbook() -> None:
    lost = delivery("SH-1", 1, order_no="CL-9", signed=1, row=7)
    outcome = pressed(HALF, SALE, TARGETS, lost)
    assert outcome.refused
    assert outcome.skipped == 1
    (entry,) = mapped(outcome.reply.left_out)
    assert list(entry) == ["workbook", "table", "row", "key", "code", "message"]
    assert (entry["table"], entry["row"], entry["key"]) == ("deliveries", 7, "SH-1 1")
    assert entry["code"] == "scored-order-unknown"
    assert entry["workbook"] == "送货/送货台账-张三-2026.xlsx"
    assert "CL-9" in entry["message"].zh
    assert "1 行未计入考核，或未计入应计的人员，见“未列入”。" in [note.zh for note in outcome.notes]
    whole = pressed(HALF, SALE, TARGETS)
    assert (whole.reply.left_out, whole.refused) == ((), False)


def test_what_was_not_done_on_purpose_is_not_left_out() -> None:
    rows = (payment("HK-1", 5, date=NOV), complaint("TS-1", NOV), rule(1, Indicator.REVENUE, None))
    assert left_out(*rows) == []


def test_paths_come_from_the_office_where_it_knows_them() -> None:
    made = branch(delivery("SH-1", 1, order_no="CL-9", signed=1, row=7))
    book = made.rows(Delivery)[0].at.book
    known = Office(
        {model: made.rows(model) for model in READS}, {book: BookInfo("别处/我的台账.xlsx")}
    )
    reply = score(known, Call(NOV, ScoreArgs(period="2026-11"))).reply
    assert reply.left_out[0].workbook == "别处/我的台账.xlsx"
