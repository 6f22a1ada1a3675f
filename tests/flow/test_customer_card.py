"""The customer's card: what stands, in its sections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.build import complaint, invoice, order, payment
from tests.flow.branch import branch, delivered, receipt
from xlsales.core.office import Call, Office
from xlsales.core.outcome import FormContent, Outcome, Refusal
from xlsales.core.row import At, Book
from xlsales.flow.tracking.customer_card import CardsMade, CustomerCardArgs, customer_card
from xlsales.forms.choices import Kind, Quality, VisitMethod
from xlsales.forms.tracking import Card

TODAY = date(2026, 11, 24)
ORDER = order()


def card(**cells: object) -> Card:
    values = {
        "at": At(Book(Kind.TRACKING, "张三", 2026), 3), "card_no": "GZ-202611-ZS-001",
        "customer": "东风", "visit_date": date(2026, 11, 2), "visitor": "张三",
        "method": VisitMethod.ON_SITE, "quality": Quality.GOOD, "satisfaction": 4,
    }  # fmt: skip
    return Card.model_validate({**values, **cells})


def pressed(office: Office, name: str = "") -> Outcome[CardsMade]:
    return customer_card(office, Call(TODAY, CustomerCardArgs(customer=name, all=not name)))


def office() -> Office:
    return branch(
        ORDER,
        receipt("CL-202611-ZS-001", 4),
        delivered(ORDER, 4, signed=4),
        order("CL-202611-ZS-002", quantity=Decimal(3), row=4),
        order("CL-202611-ZS-003", cancelled_on=date(2026, 11, 9), cancel_reason="不要了", row=5),
        invoice("F1", 400, due_date=date(2026, 11, 20)),
        payment("HK-202611-001", 150, invoice_no="F1"),
        complaint("TS-202611-ZS-001", date(2026, 11, 14)),
        card(),
        card(card_no="GZ-202611-ZS-002", visit_date=date(2026, 12, 2)),  # an appointment
    )


def test_a_card_shows_what_stands_with_a_customer() -> None:
    outcome = pressed(office(), "东风")
    (standing,) = outcome.reply.customers
    assert (standing.open_orders, standing.receivable, standing.overdue, standing.complaints) == (
        2, Decimal(250), Decimal(250), 1,
    )  # fmt: skip
    assert standing.last_visit == date(2026, 11, 2)
    made = outcome.documents[0].content
    assert isinstance(made, FormContent)
    said = [(line["section"], line["no"]) for line in made.lines]
    assert [(getattr(section, "zh", None), no) for section, no in said] == [
        ("未交承揽", "CL-202611-ZS-001"),
        (None, "CL-202611-ZS-002"),
        ("未收发票", "F1"),
        ("投诉", "TS-202611-ZS-001"),
        ("回访", "GZ-202611-ZS-001"),
    ]
    assert made.lines[0]["quantity"] == 6


def test_all_makes_a_card_of_each_with_whom_something_stands() -> None:
    outcome = pressed(office())
    assert [each.customer for each in outcome.reply.customers] == ["东风"]
    assert outcome.documents[0].path.zh == "跟踪/客户卡-2026-11-24-东风.xlsx"


def test_a_customer_with_whom_nothing_stands_has_a_card_all_the_same() -> None:
    outcome = pressed(office(), "一汽")
    assert outcome.reply.customers[0].open_orders == 0
    assert len(outcome.documents) == 1


def test_where_nothing_stands_at_all_there_is_no_card() -> None:
    with pytest.raises(Refusal, match="无需出客户卡"):
        pressed(branch())
