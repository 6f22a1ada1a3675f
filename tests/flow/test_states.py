"""Order states: the last one of flow.md's list whose condition holds."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import invoice, invoice_line, order, payment
from tests.flow.branch import (
    AT_NINE,
    branch,
    delivered,
    issued,
    planned,
    product,
    progress,
    receipt,
    requested,
)
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.flow.facts.states import is_bought_in, state_of, state_words, states
from xlsales.forms.choices import Disposition, OrderState, Supply
from xlsales.forms.collection import Payment
from xlsales.forms.register import Order

NO = "CL-202611-ZS-001"
DRAFT = order()
ORDER = order(submitted_at=AT_NINE)  # 10 at 100.00
AGAIN = order(submitted_at=AT_NINE + timedelta(hours=1))
GONE = order(submitted_at=AT_NINE, cancelled_on=date(2026, 11, 20))
SH = "SH-202611-ZS-001"
RETURN: dict[str, Any] = {
    "return_of": SH,
    "return_reason": "错发",
    "disposition": Disposition.RESTOCK,
}


def paid(amount: int, verified: bool = True, invoice_no: str | None = "F1") -> Payment:
    return payment("HK-202611-001", amount, invoice_no=invoice_no, verified=verified)


SIGNED = (issued(ORDER), receipt(NO, 10), delivered(ORDER, 10, signed=10))
INVOICED = (*SIGNED, invoice("F1", 1000), invoice_line("F1", SH, NO, 1000))

CASES: list[tuple[str, Order, tuple[Row, ...], OrderState]] = [
    ("typed", DRAFT, (), OrderState.DRAFT),
    ("handed in", ORDER, (), OrderState.SUBMITTED),
    ("in the plan", ORDER, (planned(ORDER),), OrderState.PLANNED),
    ("to be bought in", ORDER, (requested(ORDER),), OrderState.PLANNED),
    ("sent back", ORDER, (planned(ORDER, returned_reason="价格"),), OrderState.RETURNED),
    ("request sent back", ORDER, (requested(ORDER, returned_reason="价格"),), OrderState.RETURNED),
    (
        "again, reason still there",
        AGAIN,
        (planned(ORDER, returned_reason="价格"),),
        OrderState.SUBMITTED,
    ),
    ("again, the line is of the last time", AGAIN, (planned(ORDER),), OrderState.SUBMITTED),
    ("again, taken over again", AGAIN, (planned(AGAIN),), OrderState.PLANNED),
    ("issued", ORDER, (issued(ORDER),), OrderState.ISSUED),
    ("issued before it was handed in again", AGAIN, (issued(ORDER),), OrderState.ISSUED),
    (
        "a reason beside an issued line",
        ORDER,
        (issued(ORDER, returned_reason="晚"),),
        OrderState.ISSUED,
    ),
    (
        "asked of trade",
        ORDER,
        (requested(ORDER, request_no="MY-202611-001"),),
        OrderState.REQUESTED,
    ),
    ("forged", ORDER, (issued(ORDER), progress(NO, 3)), OrderState.IN_PRODUCTION),
    ("progress of nothing", ORDER, (issued(ORDER), progress(NO, 0)), OrderState.IN_PRODUCTION),
    ("some accepted", ORDER, (issued(ORDER), receipt(NO, 9)), OrderState.PARTLY_ACCEPTED),
    ("all accepted", ORDER, (issued(ORDER), receipt(NO, 10)), OrderState.ACCEPTED),
    ("all moved away", ORDER, (issued(ORDER), receipt(NO, 5), receipt(NO, -5)), OrderState.ISSUED),
    (
        "only rejects",
        ORDER,
        (issued(ORDER), receipt(NO, 0, rejected_qty=Decimal(2))),
        OrderState.ISSUED,
    ),
    ("some delivered", ORDER, (receipt(NO, 10), delivered(ORDER, 4)), OrderState.PARTLY_DELIVERED),
    ("all delivered", ORDER, (receipt(NO, 10), delivered(ORDER, 10)), OrderState.DELIVERED),
    (
        "a note without a number",
        ORDER,
        (delivered(ORDER, 10).model_copy(update={"note_no": None}),),
        OrderState.SUBMITTED,
    ),
    ("signed", ORDER, SIGNED, OrderState.SIGNED),
    (
        "one of two notes signed",
        ORDER,
        (delivered(ORDER, 6, signed=6), delivered(ORDER, 4, "SH-202611-ZS-002")),
        OrderState.DELIVERED,
    ),
    ("signed in part", ORDER, (delivered(ORDER, 6, signed=6),), OrderState.PARTLY_DELIVERED),
    (
        "taken back in part",
        ORDER,
        (*SIGNED, delivered(ORDER, -3, "TH-202611-ZS-001", **RETURN)),
        OrderState.PARTLY_DELIVERED,
    ),
    ("invoiced, unpaid", ORDER, INVOICED, OrderState.SIGNED),
    ("paid in part", ORDER, (*INVOICED, paid(400)), OrderState.PARTLY_PAID),
    ("paid, not verified", ORDER, (*INVOICED, paid(1000, verified=False)), OrderState.PARTLY_PAID),
    ("paid and verified", ORDER, (*INVOICED, paid(1000)), OrderState.SETTLED),
    ("paid on account", ORDER, (*INVOICED, paid(1000, invoice_no=None)), OrderState.SETTLED),
    ("paid more than was invoiced", ORDER, (*INVOICED, paid(1500)), OrderState.SETTLED),
    (
        "paid, but invoiced short of what was signed",
        ORDER,
        (*SIGNED, invoice("F1", 900), invoice_line("F1", SH, NO, 900), paid(900)),
        OrderState.PARTLY_PAID,
    ),
    ("a draft given up", order(cancelled_on=date(2026, 11, 3)), (), OrderState.CANCELLED),
    ("cancelled in the plan", GONE, (planned(ORDER),), OrderState.CANCELLED),
    ("cancelled, the plan was not revised", GONE, (issued(ORDER),), OrderState.ISSUED),
    (
        "cancelled, production goes on",
        GONE,
        (issued(ORDER), receipt(NO, 4)),
        OrderState.PARTLY_ACCEPTED,
    ),
    (
        "cancelled and revised",
        GONE,
        (issued(GONE, revision="A"), receipt(NO, 4)),
        OrderState.CANCELLED,
    ),
    (
        "cancelled at trade's",
        GONE,
        (requested(ORDER, request_no="MY-202611-001"),),
        OrderState.CANCELLED,
    ),
    (
        "cancelled after some went out",
        GONE,
        (issued(GONE, revision="A"), delivered(GONE, 4)),
        OrderState.DELIVERED,
    ),
    (
        "and that was signed for",
        GONE,
        (issued(GONE, revision="A"), delivered(GONE, 4, signed=4)),
        OrderState.SIGNED,
    ),
    (
        "cancelled and all taken back",
        GONE,
        (issued(GONE), delivered(GONE, 4), delivered(GONE, -4, "TH-202611-ZS-001", **RETURN)),
        OrderState.CANCELLED,
    ),
]


@pytest.mark.parametrize(
    ("row", "others", "state"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_state(row: Order, others: tuple[Row, ...], state: OrderState) -> None:
    office = branch(row, *others)
    assert state_of(office, row) is state
    assert states(office) == {NO: state}


def test_every_state_is_shown_above() -> None:
    assert {case[3] for case in CASES} == set(OrderState)


def test_q_is_the_plan_s_once_it_is_issued() -> None:
    more = order(submitted_at=AT_NINE, quantity=Decimal(12))
    assert state_of(branch(more, issued(ORDER), receipt(NO, 10)), more) is OrderState.ACCEPTED
    assert (
        state_of(branch(more, planned(ORDER), receipt(NO, 10)), more) is OrderState.PARTLY_ACCEPTED
    )


def test_a_row_without_a_number_is_a_draft_or_cancelled() -> None:
    row, dropped = order(None), order(None, row=4, cancelled_on=date(2026, 11, 3))
    office = branch(row, dropped)
    assert [state_of(office, it) for it in (row, dropped)] == [
        OrderState.DRAFT,
        OrderState.CANCELLED,
    ]
    assert states(office) == {}


def test_an_order_whose_quantity_cannot_be_read_is_never_whole() -> None:
    row = ORDER.model_copy(update={"quantity": None, "bad": frozenset({"quantity"})})
    assert state_of(branch(row, receipt(NO, 10)), row) is OrderState.PARTLY_ACCEPTED
    assert state_of(branch(row, delivered(row, 10)), row) is OrderState.PARTLY_DELIVERED


def test_the_issued_line_counts_when_the_product_changed_hands() -> None:
    line, request = issued(ORDER), requested(ORDER)
    assert state_of(branch(ORDER, line, request), ORDER) is OrderState.ISSUED


def test_bought_in_goods_arrive() -> None:
    row = order(product="B1", submitted_at=AT_NINE)
    bought = product("B1", supply=Supply.BUY)
    assert is_bought_in(branch(row, bought), row)
    assert is_bought_in(branch(row, requested(row)), row)
    assert not is_bought_in(branch(row, bought, planned(row)), row)
    assert state_words(OrderState.ACCEPTED, True) == Words("已到货", "Arrived")
    assert state_words(OrderState.PARTLY_ACCEPTED, True).zh == "部分到货"
    assert state_words(OrderState.ACCEPTED, False).zh == "已入库"
    assert state_words(OrderState.SIGNED, True).zh == "已签收"
