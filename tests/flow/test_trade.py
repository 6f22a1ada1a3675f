"""Trade request: bought-in demand numbered and printed."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.build import order
from tests.flow.branch import AT_NINE, PLAN, TODAY, branch, requested
from tests.flow.planning import after, bought, calling, codes, request_of
from xlsales.core.office import Office
from xlsales.core.outcome import FormContent, Outcome, SetProperty
from xlsales.core.reply import mapped
from xlsales.flow.facts.states import state_of
from xlsales.flow.plan.trade import Requested, TradeRequestArgs, trade_request
from xlsales.forms.choices import OrderState
from xlsales.forms.plan import TradeRequest
from xlsales.forms.register import Order

A, B, C = "CL-202611-ZS-001", "CL-202611-ZS-002", "CL-202611-ZS-003"


def submitted(no: str = A, **cells: Any) -> Order:
    return order(no, **{"submitted_at": AT_NINE, "product": "B1", **cells})


def shop(*rows: Any) -> Office:
    return branch(bought(spec="6208", unit="套"), *rows)


def press(office: Office) -> Outcome[Requested]:
    return trade_request(office, calling(TradeRequestArgs(), user="钱计划"))


def test_each_row_gets_a_number_and_all_go_on_one_form() -> None:
    a, b = submitted(A), submitted(B, row=4, quantity=Decimal(3))
    office = shop(a, b, requested(b, row=4, product_name="轴承"), requested(a))
    outcome = press(office)
    assert mapped(outcome.reply) == {"request_nos": ["MY-202611-001", "MY-202611-002"], "files": []}
    then = after(office, outcome)
    row = request_of(then, B)
    assert (row.request_no, row.requested_on) == ("MY-202611-002", TODAY)
    assert state_of(then, b) is OrderState.REQUESTED
    assert SetProperty(PLAN, "xlsales.last.MY-202611", "2") in outcome.edits
    (document,) = outcome.documents
    assert document.path.zh == "计划/外购需求单-MY-202611-001~002.xlsx"
    assert isinstance(document.content, FormContent)
    assert document.content.fields["line_count"] == 2
    shown = [(it["request_no"], it["order_no"], it["spec"]) for it in document.content.lines]
    assert shown == [("MY-202611-001", A, "6208"), ("MY-202611-002", B, "6208")]
    assert not document.content.copies


def test_nothing_is_requested_twice() -> None:
    a = submitted(A)
    office = shop(a, requested(a))
    office = after(office, press(office))
    again = press(office)
    assert mapped(again.reply) == {"request_nos": [], "files": []}
    assert not again.edits
    assert not again.documents


def test_a_single_request_names_its_form_by_its_number() -> None:
    a, b = submitted(A), submitted(B, row=4)
    old = requested(b, row=4, request_no="MY-202611-004")
    outcome = press(shop(a, b, requested(a), old))
    assert outcome.documents[0].path.zh == "计划/外购需求单-MY-202611-005.xlsx"


def test_returned_cancelled_and_faulty_rows_wait() -> None:
    back, gone = submitted(A), submitted(B, row=4)
    bad = submitted(C, row=5)
    office = shop(
        back,
        gone.model_copy(update={"cancelled_on": date(2026, 11, 20), "cancel_reason": "撤单"}),
        bad.model_copy(update={"customer": "无名"}),
        requested(back, returned_reason="型号不明"),
        requested(gone, row=4),
        requested(bad, row=5),
    )
    outcome = press(office)
    assert mapped(outcome.reply) == {"request_nos": [], "files": []}
    assert outcome.skipped == 3
    assert outcome.refused
    assert codes(outcome.findings) == [(C, "unknown-customer")]
    assert [row.request_no for row in after(office, outcome).rows(TradeRequest)] == [None] * 3
