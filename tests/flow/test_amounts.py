"""What delivered, signed and returned goods are worth, to the fen."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.build import order
from tests.flow.branch import branch, delivered
from xlsales.core.office import Office
from xlsales.flow.facts.amounts import (
    Event,
    amounts,
    delivered_events,
    left_unsigned,
    next_amount,
    numbered,
    order_signed,
    signed_events,
    unreadable,
)
from xlsales.forms.choices import Disposition
from xlsales.forms.delivery import Delivery

D = Decimal
DAY = date(2026, 11, 13)
ORDER = order()
NO = "CL-202611-ZS-001"
NOTE = "SH-202611-ZS-001"
BACK = "TH-202611-ZS-001"


def returned(quantity: int | str, no: str = BACK, of: str | None = NOTE, **cells: Any) -> Delivery:
    values: dict[str, Any] = {
        "return_of": of,
        "return_reason": "裂纹",
        "disposition": Disposition.RESTOCK,
        "date": DAY + timedelta(3),
    }
    return delivered(ORDER, f"-{quantity}", no, **{**values, **cells})


def signed_on(row: Delivery, day: date, quantity: int | str) -> Delivery:
    return row.model_copy(update={"signed_on": day, "signed_qty": D(quantity)})


def said(events: tuple[Event, ...]) -> list[tuple[str, date, Decimal, Decimal]]:
    return [(e.kind, e.date, e.quantity, e.amount) for e in events]


# --- amounts of rows --------------------------------------------------------------------------


def test_two_deliveries_of_one_add_up_to_the_order() -> None:
    odd = order(unit_price=D("12.335"), quantity=D(2))
    office = branch(odd, delivered(odd, 1), delivered(odd, 1, "SH-202611-ZS-002"))
    assert amounts(office) == {(NOTE, 1): D("12.34"), ("SH-202611-ZS-002", 1): D("12.33")}


def test_a_whole_order_taken_back_is_worth_nothing() -> None:
    odd = order(unit_price=D("12.335"))
    office = branch(
        odd,
        delivered(odd, 1),
        delivered(odd, 1, "SH-202611-ZS-002"),
        delivered(odd, -1, BACK, date=date(2026, 12, 1)),
        delivered(odd, -1, "TH-202612-ZS-001", date=date(2026, 12, 2)),
    )
    assert list(amounts(office).values()) == [D("12.34"), D("12.33"), D("-12.33"), D("-12.34")]


def test_earlier_is_by_date_then_note_then_line() -> None:
    odd = order(unit_price=D("0.005"))
    rows = [
        delivered(odd, 1, "SH-202611-ZS-1000"),
        delivered(odd, 1, "SH-202611-ZS-999", line_no=2),
        delivered(odd, 1, "SH-202611-ZS-999", line_no=10),
        delivered(odd, 1, "SH-202611-ZS-998", date=DAY + timedelta(1)),
    ]
    found = numbered(branch(odd, *rows))[NO]
    assert [(row.note_no, row.line_no) for row in found] == [
        ("SH-202611-ZS-999", 2),
        ("SH-202611-ZS-999", 10),
        ("SH-202611-ZS-1000", 1),
        ("SH-202611-ZS-998", 1),
    ]
    assert list(amounts(branch(odd, *rows)).values()) == [D("0.01"), D(0), D("0.01"), D(0)]


def test_each_row_keeps_the_price_that_it_was_numbered_with() -> None:
    office = branch(
        ORDER, delivered(ORDER, 1), delivered(ORDER, 1, "SH-202611-ZS-002", unit_price=D(120))
    )
    assert list(amounts(office).values()) == [D(100), D(120)]


def test_rows_without_a_number_or_a_readable_price_are_worth_nothing() -> None:
    draft = delivered(ORDER, 1).model_copy(update={"note_no": None, "line_no": None})
    lost = delivered(ORDER, 1, "SH-202611-ZS-002", unit_price=None)
    spoilt = delivered(ORDER, 1, "SH-202611-ZS-003").model_copy(
        update={"quantity": None, "bad": frozenset({"quantity"})}
    )
    office = branch(ORDER, draft, lost, spoilt, delivered(ORDER, 3, "SH-202611-ZS-004"))
    assert amounts(office) == {("SH-202611-ZS-004", 1): D(300)}
    assert unreadable(office) == (lost, spoilt)


def test_what_a_new_row_adds_follows_those_before_it() -> None:
    odd = order(unit_price=D("12.335"))
    new = delivered(odd, 1, "SH-202611-ZS-002")
    assert next_amount(branch(odd, delivered(odd, 1)), new) == D("12.33")
    assert next_amount(branch(odd), new) == D("12.34")


# --- signed and returned ----------------------------------------------------------------------


def test_a_signed_row_counts_on_its_signing_date() -> None:
    office = branch(ORDER, delivered(ORDER, 10, signed=10))
    assert said(signed_events(office)) == [("signed", DAY + timedelta(1), D(10), D("1000.00"))]
    assert signed_events(office)[0].net == D("884.96")


def test_unsigned_rows_do_not_count() -> None:
    office = branch(ORDER, delivered(ORDER, 10))
    assert signed_events(office) == ()
    assert left_unsigned(office) == {(NOTE, NO): D(10)}


def test_goods_not_signed_for_and_then_taken_back_are_not_subtracted_twice() -> None:
    office = branch(ORDER, delivered(ORDER, 10, signed=8), returned(2))
    assert order_signed(office) == {NO: D("800.00")}
    assert said(signed_events(office))[1] == ("returned", DAY + timedelta(3), D(0), D("0.00"))
    assert left_unsigned(office) == {(NOTE, NO): D(0)}


def test_a_return_cancels_what_is_unsigned_first_and_subtracts_the_rest() -> None:
    office = branch(
        ORDER,
        delivered(ORDER, 10, signed=8),
        returned(1),
        returned(3, "TH-202611-ZS-002", date=DAY + timedelta(5)),
    )
    assert said(signed_events(office)) == [
        ("signed", DAY + timedelta(1), D(8), D("800.00")),
        ("returned", DAY + timedelta(3), D(0), D("0.00")),
        ("returned", DAY + timedelta(5), D(-2), D("-200.00")),
    ]
    assert signed_events(office)[2].net == D("-176.99")


def test_an_unsigned_row_taken_back_subtracts_nothing() -> None:
    office = branch(ORDER, delivered(ORDER, 10), returned(10))
    assert order_signed(office) == {NO: D(0)}


def test_another_note_of_the_order_is_not_what_a_return_cancels() -> None:
    office = branch(
        ORDER,
        delivered(ORDER, 5, signed=5),
        delivered(ORDER, 5, "SH-202611-ZS-002"),
        returned(2),
    )
    assert order_signed(office) == {NO: D("300.00")}
    assert left_unsigned(office)["SH-202611-ZS-002", NO] == D(5)


def test_several_lines_of_an_order_on_one_note_are_taken_together() -> None:
    office = branch(
        ORDER,
        delivered(ORDER, 5, signed=4),
        delivered(ORDER, 5, line_no=2, signed=3),
        returned(4),
    )
    # 7 signed; 3 of the 4 returned were never signed for
    assert order_signed(office) == {NO: D("600.00")}


def test_it_makes_no_difference_whether_the_note_is_signed_before_or_after_its_return() -> None:
    late = signed_on(delivered(ORDER, 10), DAY + timedelta(9), 10)
    assert order_signed(branch(ORDER, late, returned(3))) == {NO: D("700.00")}
    less = signed_on(delivered(ORDER, 10), DAY + timedelta(9), 7)
    assert order_signed(branch(ORDER, less, returned(3))) == {NO: D("700.00")}


def test_signed_for_more_than_was_delivered_counts_in_full() -> None:
    office = branch(ORDER, delivered(ORDER, 10, signed=12))
    assert said(signed_events(office)) == [("signed", DAY + timedelta(1), D(10), D("1000.00"))]


def test_a_signature_without_a_quantity_or_a_return_of_no_note_waits_and_is_listed() -> None:
    unsaid = delivered(ORDER, 10, signed=10).model_copy(update={"signed_qty": None})
    stray = returned(2, of=None)
    office = branch(ORDER, unsaid, stray)
    assert signed_events(office) == ()
    assert unreadable(office) == (unsaid, stray)


def test_signed_short_is_rounded_from_the_rows_amount() -> None:
    odd = order(unit_price=D("0.335"))
    office = branch(odd, delivered(odd, 3, signed=1))
    # 3 at 0.335 are 1.01; a third of that is 0.3366…
    assert said(signed_events(office))[0][3] == D("0.34")


def test_a_blank_tax_rate_reads_as_the_orders() -> None:
    cheap = order(tax_rate=D("0.06"))
    office = branch(cheap, delivered(cheap, 10, signed=10, tax_rate=None))
    assert signed_events(office)[0].net == D("943.40")


def test_events_come_by_date_then_order() -> None:
    other = order("CL-202611-ZS-002", row=4)
    office = branch(
        ORDER,
        other,
        delivered(other, 1, "SH-202611-ZS-002", signed=1),
        delivered(ORDER, 1, "SH-202611-ZS-003", signed=1),
        signed_on(delivered(ORDER, 1), date(2026, 12, 1), 1),
    )
    assert [(e.date.month, e.order_no[-1]) for e in signed_events(office)] == [
        (11, "1"),
        (11, "2"),
        (12, "1"),
    ]


def test_delivered_rows_count_in_full_on_their_day_and_returns_on_theirs() -> None:
    office = branch(ORDER, delivered(ORDER, 10, signed=8), returned(2))
    assert said(delivered_events(office)) == [
        ("delivered", DAY, D(10), D("1000.00")),
        ("returned", DAY + timedelta(3), D(-2), D("-200.00")),
    ]


# --- by another way ---------------------------------------------------------------------------


def half_up(value: Fraction) -> Fraction:
    """Half up to the fen, away from zero, in rationals all the way."""
    sign = -1 if value < 0 else 1
    return sign * Fraction(floor(abs(value) * 100 + Fraction(1, 2)), 100)


QUANTITIES = st.integers(1, 4000).map(lambda n: D(n) / 1000)
PRICES = st.integers(0, 50000).map(lambda n: D(n) / 10000)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Delivery, ...]:
    """Rows of one order: up to three notes with up to two lines, then returns of them."""
    rows: list[Delivery] = []
    for n in range(draw(st.integers(1, 3))):
        for line in range(1, draw(st.integers(1, 2)) + 1):
            quantity = draw(QUANTITIES)
            signed = min(quantity, draw(QUANTITIES)) if draw(st.booleans()) else None
            rows.append(
                delivered(
                    ORDER,
                    str(quantity),
                    f"SH-202611-ZS-{n:03}",
                    line_no=line,
                    unit_price=draw(PRICES),
                    signed=signed,
                )
            )
    for n in range(draw(st.integers(0, 4))):
        of = f"SH-202611-ZS-{draw(st.integers(0, 2)):03}"
        day = DAY + timedelta(draw(st.integers(0, 3)))
        number = f"TH-202611-ZS-{n:03}"
        rows.append(returned(str(draw(QUANTITIES)), number, of, unit_price=draw(PRICES), date=day))
    return tuple(draw(st.permutations(rows)))


def by_hand(rows: tuple[Delivery, ...]) -> Fraction:
    """The signed amount of one order, step by step as appraisal.md says."""
    rows = tuple(sorted(rows, key=lambda r: (r.date, r.note_no or "", r.line_no or 0)))
    amount: dict[int, Fraction] = {}
    running, before = Fraction(0), Fraction(0)
    for row in rows:
        running += Fraction(row.unit_price or 0) * Fraction(row.quantity)
        amount[id(row)] = half_up(running) - before
        before = half_up(running)
    total = Fraction(0)
    unsigned: defaultdict[str | None, Fraction] = defaultdict(Fraction)
    for row in rows:
        if row.quantity > 0:
            signed = Fraction(row.signed_qty or 0)
            unsigned[row.note_no] += Fraction(row.quantity) - signed
            total += half_up(amount[id(row)] * signed / Fraction(row.quantity))
    for row in rows:
        if row.quantity < 0:
            back = -Fraction(row.quantity)
            cancelled = min(back, unsigned[row.return_of])
            unsigned[row.return_of] -= cancelled
            total += half_up(amount[id(row)] * (back - cancelled) / back)
    return total


@given(ledgers())
def test_signed_amounts_are_as_computed_by_hand(rows: tuple[Delivery, ...]) -> None:
    found = order_signed(branch(ORDER, *rows)).get(NO, D(0))
    assert Fraction(found) == by_hand(rows)


@given(ledgers())
def test_rows_add_up_to_the_order(rows: tuple[Delivery, ...]) -> None:
    whole = sum((Fraction(r.unit_price or 0) * Fraction(r.quantity) for r in rows), Fraction(0))
    assert Fraction(sum(amounts(branch(ORDER, *rows)).values())) == half_up(whole)


def worth(office: Office) -> Decimal:
    return sum((e.amount for e in delivered_events(office)), D(0))


@given(ledgers())
def test_everything_signed_and_nothing_short_is_what_was_delivered(
    rows: tuple[Delivery, ...],
) -> None:
    signed = tuple(
        signed_on(row, DAY, str(row.quantity)) if row.quantity > 0 else row for row in rows
    )
    office = branch(ORDER, *signed)
    assert order_signed(office)[NO] == worth(office)
