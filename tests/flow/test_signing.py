"""Sign off: receiver, date and quantities of a delivery note."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import order
from tests.flow.branch import TODAY, branch, delivered
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells
from xlsales.core.reply import mapped
from xlsales.flow.delivery.signing import SignArgs, Signed, sign

D = Decimal
ORDER = order()
TWO = order("CL-202611-ZS-002", row=4)
NO, NO2 = "CL-202611-ZS-001", "CL-202611-ZS-002"
NOTE = "SH-202611-ZS-001"
DAY = date(2026, 11, 15)
FIRST = delivered(ORDER, 8)
SECOND = delivered(TWO, 4, line_no=2, row=4)


def press(office: Office, **args: Any) -> Outcome[Signed]:
    values = {"note": NOTE, "date": DAY, "by": "刘工"}
    return sign(office, Call(TODAY, SignArgs.model_validate({**values, **args})))


def codes(outcome: Outcome[Signed]) -> list[tuple[int, str | None, str]]:
    return [(f.place.at.row, f.place.column, f.rule.code) for f in outcome.findings]


def signature(quantity: int | str) -> dict[str, object]:
    return {"receiver": "刘工", "signed_on": DAY, "signed_qty": D(quantity)}


def test_a_note_is_signed_for_in_full_unless_said_otherwise() -> None:
    outcome = press(branch(ORDER, TWO, FIRST, SECOND))
    assert outcome.edits == (SetCells(FIRST, signature(8)), SetCells(SECOND, signature(4)))
    assert mapped(outcome.reply) == {
        "note_no": NOTE,
        "lines": [{"order_no": NO, "quantity": D(8)}, {"order_no": NO2, "quantity": D(4)}],
    }
    assert (outcome.findings, outcome.refused) == ((), False)


def test_a_shortfall_is_a_warning() -> None:
    outcome = press(branch(ORDER, TWO, FIRST, SECOND), qty={NO: D(6)})
    assert outcome.edits[0] == SetCells(FIRST, signature(6))
    assert codes(outcome) == [(3, "signed_qty", "signed-short")]
    assert outcome.findings[0].facts["short"] == D(2)
    assert not outcome.refused


def test_nothing_signed_for_is_a_signature_too() -> None:
    outcome = press(branch(ORDER, FIRST), qty={NO: D(0)})
    assert outcome.edits == (SetCells(FIRST, signature(0)),)


def test_several_lines_of_an_order_are_filled_one_after_the_other() -> None:
    more = delivered(ORDER, 5, line_no=2, row=4)
    outcome = press(branch(ORDER, FIRST, more), qty={NO: D(10)})
    assert outcome.edits == (SetCells(FIRST, signature(8)), SetCells(more, signature(2)))
    over = press(branch(ORDER, FIRST, more), qty={NO: D(14)})
    assert codes(over) == [(4, "signed_qty", "signed-over-delivered")]


def test_more_than_was_delivered_is_refused_and_the_rest_is_signed() -> None:
    outcome = press(branch(ORDER, TWO, FIRST, SECOND), qty={NO: D(9)})
    assert outcome.edits == (SetCells(SECOND, signature(4)),)
    assert codes(outcome) == [(3, "signed_qty", "signed-over-delivered")]
    assert outcome.refused


def test_nobody_signs_before_the_delivery() -> None:
    outcome = press(branch(ORDER, FIRST), date=date(2026, 11, 12))
    assert codes(outcome) == [(3, "signed_on", "signed-before-delivery")]
    assert (outcome.edits, outcome.refused) == ((), True)


def test_a_note_that_is_signed_is_not_signed_again() -> None:
    signed = delivered(ORDER, 8, signed=8)
    outcome = press(branch(ORDER, signed))
    assert codes(outcome) == [(3, "signed_on", "already-signed")]
    assert (outcome.edits, outcome.refused) == ((), True)


def test_the_rows_that_are_open_are_signed_beside_those_that_are_not() -> None:
    signed = delivered(ORDER, 8, signed=8)
    outcome = press(branch(ORDER, TWO, signed, SECOND))
    assert outcome.edits == (SetCells(SECOND, signature(4)),)
    assert not outcome.refused
    again = press(branch(ORDER, TWO, signed, SECOND), qty={NO: D(8)})
    assert codes(again) == [(3, "signed_on", "already-signed")]


def test_what_a_person_typed_of_the_signature_stays() -> None:
    begun = FIRST.model_copy(update={"receiver": "老刘", "signed_qty": D(7)})
    outcome = press(branch(ORDER, begun))
    assert outcome.edits == (SetCells(begun, {"signed_on": DAY}),)
    assert mapped(outcome.reply.lines) == [{"order_no": NO, "quantity": D(7)}]


def test_without_a_date_it_is_today() -> None:
    (edit,) = press(branch(ORDER, FIRST), date=None).edits
    assert isinstance(edit, SetCells)
    assert edit.values["signed_on"] == TODAY


def test_pieces_are_whole() -> None:
    outcome = press(branch(ORDER, FIRST), qty={NO: D("7.5")})
    assert codes(outcome) == [(3, "signed_qty", "counted-whole")]


@pytest.mark.parametrize(
    "args",
    [{"note": "SH-202611-ZS-099"}, {"by": " "}, {"qty": {NO2: D(1)}}, {"qty": {NO: D(-1)}}],
)
def test_wrong_usage_is_refused_as_a_whole(args: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        press(branch(ORDER, FIRST), **args)
