"""Return: rows with negative quantities, a number of their own, and what may not come back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import order, person
from tests.flow.branch import TODAY, branch, delivered
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Append, Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.flow.delivery.returning import ReturnArgs, Returned, return_goods
from xlsales.flow.facts.amounts import amounts, delivered_events, signed_events
from xlsales.forms.choices import Disposition, Kind, Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.register import Order

D = Decimal
ORDER = order()
TWO = order("CL-202611-ZS-002", row=4)
NO, NO2 = "CL-202611-ZS-001", "CL-202611-ZS-002"
NOTE = "SH-202611-ZS-001"
BACK = "TH-202611-ZS-001"
LEDGER = Book(Kind.DELIVERY, "张三", 2026)


def press(office: Office, quantities: dict[str, Decimal], **args: Any) -> Outcome[Returned]:
    values = {"note": NOTE, "order": quantities, "reason": "裂纹", "disposition": "scrap"}
    return return_goods(office, Call(TODAY, ReturnArgs.model_validate({**values, **args})))


def back(quantity: int, no: str = BACK) -> Delivery:
    return delivered(ORDER, -quantity, no, row=9, return_of=NOTE, disposition=Disposition.RESTOCK)


def codes(outcome: Outcome[Returned]) -> list[tuple[str | None, str]]:
    return [(found.place.column, found.rule.code) for found in outcome.findings]


def test_goods_taken_back_are_a_row_of_their_own() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8, heat_nos="H1")), {NO: D(2)})
    assert mapped(outcome.reply) == {
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
    assert outcome.reply.note_no == "TH-202611-ZS-002"


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
    assert mapped(outcome.reply.lines) == [{"order_no": NO2, "quantity": D(-4)}]
    assert codes(outcome) == [("quantity", "returned-over-delivered")]
    assert outcome.findings[0].facts["left"] == D(5)
    assert outcome.refused


def test_lines_of_one_order_on_a_note_come_back_together() -> None:
    note = (delivered(ORDER, 2), delivered(ORDER, 3, line_no=2, row=4))
    assert press(branch(ORDER, *note), {NO: D(5)}).reply.note_no == BACK
    assert press(branch(ORDER, *note), {NO: D(6)}).refused


def test_nothing_is_written_when_all_is_refused() -> None:
    outcome = press(branch(ORDER, delivered(ORDER, 8)), {NO: D(9)})
    assert (outcome.reply, outcome.edits) == (Returned(note_no=None, lines=()), ())


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
    assert outcome.reply.note_no is None
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


# --- money follows the note, whatever the order says by then -------------------------------------


def written(outcome: Outcome[Returned]) -> tuple[Delivery, ...]:
    """The rows that a return added."""
    appends = [edit for edit in outcome.edits if isinstance(edit, Append)]
    return tuple(row for edit in appends for row in edit.rows if isinstance(row, Delivery))


def after(office: Office, outcome: Outcome[Returned], **now: Any) -> Office:
    """The office once a return is written, its orders changed since."""
    orders = [row.model_copy(update=now) for row in office.rows(Order)]
    return branch(*orders, *office.rows(Delivery), *written(outcome))


def test_goods_come_back_at_the_price_and_tax_rate_of_their_note() -> None:
    sold = delivered(ORDER, 8, unit_price=D("46.5"), tax_rate=D("0.13"), heat_nos="H1、H2")
    now = order(unit_price=D(100), tax_rate=D("0.06"))
    (row,) = written(press(branch(now, sold), {NO: D(8)}))
    assert (row.unit_price, row.tax_rate, row.heat_nos) == (D("46.5"), D("0.13"), "H1、H2")
    assert row.amount == D("-372.00")


def test_a_note_with_two_prices_of_an_order_takes_back_each_at_its_own() -> None:
    note = (
        delivered(ORDER, 2, unit_price=D(40), heat_nos="H1", signed=2),
        delivered(ORDER, 3, unit_price=D(50), tax_rate=D("0.06"), heat_nos="H2", line_no=2, row=4),
    )
    office = branch(ORDER, *note)
    # what is signed for fills the first rows, so the last row's goods come back first
    first = press(office, {NO: D(4)})
    assert [
        (r.line_no, r.quantity, r.unit_price, r.heat_nos, r.amount) for r in written(first)
    ] == [
        (1, D(-3), D(50), "H2", D("-150.00")),
        (2, D(-1), D(40), "H1", D("-40.00")),
    ]
    (rest,) = written(press(after(office, first), {NO: D(1)}))
    assert (rest.unit_price, rest.quantity, rest.amount) == (D(40), D(-1), D("-40.00"))


def test_a_return_of_other_terms_took_from_the_rows_of_its_own_price_first() -> None:
    note = (delivered(ORDER, 2), delivered(ORDER, 3, unit_price=D(50), line_no=2, row=4))
    earlier = back(1)  # at 100, the first row's
    assert [
        row.unit_price for row in written(press(branch(ORDER, *note, earlier), {NO: D(4)}))
    ] == [
        D(50),
        D(100),
    ]
    older = back(4).model_copy(update={"unit_price": D(7)})  # priced before notes were followed
    (row,) = written(press(branch(ORDER, *note, older), {NO: D(1)}))
    assert (row.unit_price, row.quantity) == (D(100), D(-1))


def test_a_row_typed_for_just_this_return_becomes_its_row() -> None:
    """At the note's terms, whatever was typed there; what its person may type stays."""
    sold = delivered(ORDER, 8, unit_price=D("46.5"), heat_nos="H1、H2")
    typed = back(3).model_copy(
        update={
            "note_no": None, "line_no": None, "date": TODAY, "unit_price": D(90),
            "heat_nos": "H2", "return_reason": None,
        }
    )  # fmt: skip
    outcome = press(branch(ORDER, sold, typed), {NO: D(3)})
    assert outcome.edits == (
        SetCells(
            typed,
            {
                "note_no": BACK, "line_no": 1, "customer": "东风", "product_name": "曲轴",
                "unit_price": D("46.5"), "amount": D("-139.50"), "return_reason": "裂纹",
            },
        ),
        SetProperty(LEDGER, "xlsales.last.TH-202611-ZS", "1"),
    )  # fmt: skip
    for cells in ({"date": date(2026, 11, 23)}, {"quantity": D(-2)}, {"return_of": None}):
        other = typed.model_copy(update=cells)
        (added, _) = press(branch(ORDER, sold, other), {NO: D(3)}).edits
        assert isinstance(added, Append)


PRICES = st.decimals("0.0001", "99", places=4)
RATES = st.sampled_from([D("0.13"), D("0.06"), D(0), D("0.035")])


@st.composite
def sold_and_returned(draw: st.DrawFn) -> Office:
    """Goods on up to three notes, all of which came back in parts while prices changed."""
    rows: list[Delivery] = []
    for n in range(1, draw(st.integers(1, 3)) + 1):
        for line in range(1, draw(st.integers(1, 2)) + 1):
            quantity = draw(st.integers(1, 9))
            cells = {"unit_price": draw(PRICES), "tax_rate": draw(RATES), "line_no": line}
            number = f"SH-202611-ZS-{n:03}"
            day = TODAY - timedelta(draw(st.integers(1, 9)))
            rows.append(
                delivered(
                    ORDER, quantity, number, signed=quantity, date=day, row=len(rows), **cells
                )
            )
    office = branch(ORDER, *rows)
    while True:
        open_: dict[str, Decimal] = {}
        for row in office.rows(Delivery):
            note = row.return_of or row.note_no or ""
            open_[note] = open_.get(note, D(0)) + row.quantity
        notes = sorted(note for note, left in open_.items() if left)
        if not notes:
            return office
        note = draw(st.sampled_from(notes))
        part = D(draw(st.integers(1, int(open_[note]))))
        outcome = press(office, {NO: part}, note=note)
        assert not outcome.refused
        office = after(office, outcome, unit_price=draw(PRICES), tax_rate=draw(RATES))


@given(sold_and_returned())
def test_all_goods_back_take_all_their_revenue_back(office: Office) -> None:
    """With tax to the fen; each row's tax is rounded by itself (appraisal.md, *Revenue*, 4)."""
    rows = office.rows(Delivery)
    assert sum(amounts(office).values()) == 0
    for row in rows:
        if row.quantity < 0:
            assert row.amount == amounts(office)[row.note_no or "", row.line_no or 0]
    for events in (signed_events(office), delivered_events(office)):
        assert sum(event.amount for event in events) == 0
        assert abs(sum((event.net for event in events), D(0))) <= D("0.01") * len(rows)


@given(st.integers(1, 9), PRICES, RATES, PRICES)
def test_a_note_that_comes_back_whole_takes_its_revenue_back_without_tax_too(
    quantity: int, price: Decimal, rate: Decimal, now: Decimal
) -> None:
    note = delivered(ORDER, quantity, unit_price=price, tax_rate=rate, signed=quantity)
    office = branch(order(unit_price=now), note)
    office = after(office, press(office, {NO: D(quantity)}))
    assert sum(event.net for event in signed_events(office)) == 0
