"""Return: rows with negative quantities, a number of their own, and what may not come back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import order, person
from tests.flow.branch import TODAY, branch, delivered
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Append, Outcome, Refusal, SetProperty
from xlsales.core.row import Book
from xlsales.flow.returning import ReturnArgs, return_goods
from xlsales.forms.choices import Disposition, Kind, Role
from xlsales.forms.delivery import Delivery

D = Decimal
ORDER = order()
TWO = order("CL-202611-ZS-002", row=4)
NO, NO2 = "CL-202611-ZS-001", "CL-202611-ZS-002"
NOTE = "SH-202611-ZS-001"
BACK = "TH-202611-ZS-001"
LEDGER = Book(Kind.DELIVERY, "张三", 2026)


def press(office: Office, quantities: dict[str, Decimal], **args: Any) -> Outcome:
    values = {"note": NOTE, "order": quantities, "reason": "裂纹", "disposition": "scrap"}
    return return_goods(office, Call(TODAY, ReturnArgs.model_validate({**values, **args})))


def back(quantity: int, no: str = BACK) -> Delivery:
    return delivered(ORDER, -quantity, no, row=9, return_of=NOTE, disposition=Disposition.RESTOCK)


def codes(outcome: Outcome) -> list[tuple[str | None, str]]:
    return [(found.place.column, found.rule.code) for found in outcome.findings]


def test_goods_taken_back_are_a_row_of_their_own() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8, heat_nos="H1")), {NO: D(2)})
    assert outcome.reply == {
        "note_no": BACK,
        "lines": [{"order_no": NO, "quantity": D(-2)}],
    }
    assert outcome.edits == (
        Append(
            LEDGER,
            (
                Delivery(
                    note_no=BACK,
                    line_no=1,
                    date=TODAY,
                    order_no=NO,
                    customer="东风",
                    product_name="曲轴",
                    quantity=D(-2),
                    return_of=NOTE,
                    unit_price=D(100),
                    tax_rate=D("0.13"),
                    amount=D("-200.00"),
                    heat_nos="H1",
                    return_reason="裂纹",
                    disposition=Disposition.SCRAP,
                ),
            ),
        ),
        SetProperty(LEDGER, "xlsales.last.TH-202611-ZS", "1"),
    )
    assert not outcome.refused


def test_the_next_return_has_the_next_number_and_the_rest_can_come_back() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8), back(3)), {NO: D(5)})
    assert outcome.reply["note_no"] == "TH-202611-ZS-002"


def test_several_orders_come_back_under_one_number() -> None:
    note = (delivered(ORDER, 8), delivered(TWO, 4, line_no=2, row=4))
    outcome = press(branch(ORDER, TWO, *note), {NO2: D(1), NO: D(1)})
    (added, _) = outcome.edits
    assert isinstance(added, Append)
    rows = [row for row in added.rows if isinstance(row, Delivery)]
    assert [(row.note_no, row.line_no, row.order_no) for row in rows] == [
        (BACK, 1, NO2),
        (BACK, 2, NO),
    ]


def test_more_than_can_still_come_back_is_refused_order_by_order() -> None:
    note = (delivered(ORDER, 8), delivered(TWO, 4, line_no=2, row=4))
    outcome = press(branch(ORDER, TWO, *note, back(3)), {NO: D(6), NO2: D(4)})
    assert outcome.reply["lines"] == [{"order_no": NO2, "quantity": D(-4)}]
    assert codes(outcome) == [("quantity", "returned-over-delivered")]
    assert outcome.findings[0].facts["left"] == D(5)
    assert outcome.refused


def test_lines_of_one_order_on_a_note_come_back_together() -> None:
    note = (delivered(ORDER, 2), delivered(ORDER, 3, line_no=2, row=4))
    assert press(branch(ORDER, *note), {NO: D(5)}).reply["note_no"] == BACK
    assert press(branch(ORDER, *note), {NO: D(6)}).refused


def test_nothing_is_written_when_all_is_refused() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8)), {NO: D(9)})
    assert (outcome.reply, outcome.edits) == ({"note_no": None, "lines": []}, ())


def test_goods_do_not_come_back_before_they_went() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8, date=date(2026, 11, 25))), {NO: D(1)})
    assert codes(outcome) == [("date", "returned-before-delivery")]


def test_pieces_come_back_whole() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8)), {NO: D("0.5")})
    assert codes(outcome) == [("quantity", "counted-whole")]


def test_without_initials_no_number_is_given() -> None:
    nobody = person("张三", Role.SALESPERSON, initials=None)
    outcome = press(branch(nobody, ORDER, delivered(ORDER, 8)), {NO: D(1)})
    assert codes(outcome) == [(None, "no-initials")]
    assert outcome.reply["note_no"] is None
    assert outcome.refused


@pytest.mark.parametrize(
    ("quantities", "args"),
    [
        ({NO: D(1)}, {"note": "SH-202611-ZS-099"}),
        ({NO: D(1)}, {"note": "TH-202611-ZS-009"}),
        ({NO2: D(1)}, {}),
        ({NO: D(0)}, {}),
        ({NO: D(-1)}, {}),
        ({}, {}),
        ({NO: D(1)}, {"reason": " "}),
    ],
)
def test_wrong_usage_is_refused_as_a_whole(
    quantities: dict[str, Decimal], args: dict[str, Any]
) -> None:
    office = branch(ORDER, TWO, delivered(ORDER, 8), back(1, "TH-202611-ZS-009"))
    with pytest.raises(Refusal):
        press(office, quantities, **args)


def test_orders_of_two_salespeople_are_two_returns() -> None:
    theirs = order("CL-202611-LS-001", salesperson="李四")
    note = (delivered(ORDER, 8), delivered(theirs, 4, line_no=2, row=4))
    with pytest.raises(Refusal):
        press(branch(ORDER, theirs, *note), {NO: D(1), "CL-202611-LS-001": D(1)})
