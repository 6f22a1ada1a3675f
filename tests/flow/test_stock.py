"""What lies in the warehouse: how much, how old, of which heat."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.build import order
from tests.flow.branch import TODAY, branch, delivered, issued, product, receipt
from xlsales.core.office import Call
from xlsales.flow.quantities import planned_quantity
from xlsales.flow.stock import (
    StockArgs,
    accepted,
    compute_stock,
    free_stock,
    heat_numbers,
    net_delivered,
    on_hand,
    rejected,
    remaining,
    stock,
    to_make_again,
)
from xlsales.forms.choices import Disposition
from xlsales.forms.delivery import Delivery
from xlsales.forms.warehouse import Receipt

D = Decimal
ORDER = order()
NO = "CL-202611-ZS-001"
OTHER = order("CL-202611-ZS-002", row=4)


def back(quantity: int, disposition: Disposition, n: int = 1) -> Delivery:
    return delivered(
        ORDER,
        -quantity,
        f"TH-202611-ZS-{n:03}",
        return_of="SH-202611-ZS-001",
        disposition=disposition,
        date=date(2026, 11, 20),
    )


def lot(quantity: int, day: int, heat: str | None, n: int, of: str | None = NO) -> Receipt:
    row = receipt(NO, quantity, f"RK-202611-{n:03}", date=date(2026, 11, day), heat_no=heat)
    return row.model_copy(update={"order_no": of, "product": None if of else "P1"})


def test_stock_is_accepted_less_delivered_plus_what_was_restocked() -> None:
    office = branch(
        ORDER,
        receipt(NO, 10),
        delivered(ORDER, 8),
        back(1, Disposition.RESTOCK),
        back(2, Disposition.SCRAP, 2),
        back(1, Disposition.REWORK, 3),
    )
    assert on_hand(office) == {NO: D(3)}
    assert net_delivered(office) == {NO: D(4)}
    assert to_make_again(office) == {NO: D(3)}


def test_a_note_that_is_not_numbered_takes_nothing() -> None:
    draft = delivered(ORDER, 8).model_copy(update={"note_no": None, "line_no": None})
    office = branch(ORDER, receipt(NO, 10), draft)
    assert on_hand(office) == {NO: D(10)}
    assert net_delivered(office) == {}


def test_a_row_whose_quantity_cannot_be_read_stops_only_itself() -> None:
    spoilt = receipt(NO, 10, "RK-202611-002").model_copy(
        update={"accepted_qty": None, "bad": frozenset({"accepted_qty"})}
    )
    assert accepted(branch(ORDER, receipt(NO, 4), spoilt)) == {NO: D(4)}


def test_a_receipt_whose_order_cannot_be_read_is_not_stock_without_an_order() -> None:
    spoilt = lot(10, 12, None, 1).model_copy(
        update={"order_no": None, "product": "P1", "bad": frozenset({"order_no"})}
    )
    assert free_stock(branch(spoilt)) == {}


def test_two_receipts_move_stock_to_another_order() -> None:
    office = branch(
        ORDER, OTHER, lot(10, 12, "H1", 1), lot(-4, 13, "H1", 2), receipt(str(OTHER.order_no), 4)
    )
    assert on_hand(office) == {NO: D(6), "CL-202611-ZS-002": D(4)}


def test_goods_made_without_an_order_are_stock_of_their_product() -> None:
    office = branch(lot(5, 12, "H1", 1, of=None), lot(-2, 13, None, 2, of=None))
    assert free_stock(office) == {"P1": D(3)}
    assert on_hand(office) == {}


def test_rejected_goods_are_counted_apart() -> None:
    assert rejected(branch(ORDER, receipt(NO, 8, rejected_qty=D(2)))) == {NO: D(2)}


# --- first in, first out ----------------------------------------------------------------------


def test_the_oldest_receipt_leaves_first() -> None:
    lots = (lot(5, 12, "H2", 2), lot(5, 10, "H1", 1), lot(5, 14, "H3", 3))
    office = branch(ORDER, *lots, delivered(ORDER, 7))
    assert [(x.heat_no, x.quantity) for x in remaining(office, (NO, None))] == [
        ("H2", D(3)),
        ("H3", D(5)),
    ]
    assert heat_numbers(office, NO, D(3)) == "H2"
    assert heat_numbers(office, NO, D(4)) == "H2、H3"
    assert heat_numbers(office, NO, D(99)) == "H2、H3"


def test_what_was_restocked_is_there_again() -> None:
    lots = (lot(5, 10, "H1", 1), lot(5, 12, "H2", 2))
    office = branch(ORDER, *lots, delivered(ORDER, 6), back(2, Disposition.RESTOCK))
    assert [(x.heat_no, x.quantity) for x in remaining(office, (NO, None))] == [
        ("H1", D(1)),
        ("H2", D(5)),
    ]


def test_a_move_that_names_its_heat_takes_that_heat() -> None:
    lots = (lot(5, 10, "H1", 1), lot(5, 12, "H2", 2), lot(-4, 13, "H2", 3))
    assert heat_numbers(branch(ORDER, *lots), NO, D(6)) == "H1、H2"
    assert [x.quantity for x in remaining(branch(ORDER, *lots), (NO, None))] == [D(5), D(1)]
    more = (*lots, lot(-2, 14, "H2", 4))
    assert [x.quantity for x in remaining(branch(ORDER, *more), (NO, None))] == [D(4)]


def test_receipts_without_a_heat_number_propose_none() -> None:
    assert heat_numbers(branch(ORDER, receipt(NO, 5)), NO, D(5)) is None


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 5)), max_size=6),
    st.lists(st.integers(1, 9), max_size=6),
)
def test_what_is_left_of_the_receipts_is_the_stock(
    came: list[tuple[int, int]], went: list[int]
) -> None:
    office = branch(
        ORDER,
        *(lot(quantity, day, f"H{n}", n) for n, (quantity, day) in enumerate(came)),
        *(delivered(ORDER, quantity, f"SH-202611-ZS-{n:03}") for n, quantity in enumerate(went)),
    )
    left = remaining(office, (NO, None))
    assert sum(layer.quantity for layer in left) == max(on_hand(office).get(NO, 0), 0)
    # piece by piece: the oldest pieces are those that went
    pieces = [n for _, n in sorted((day, n) for n, (q, day) in enumerate(came) for _ in range(q))]
    kept = pieces[sum(went) :]
    assert [x.heat_no for x in left] == [f"H{n}" for n in dict.fromkeys(kept)]
    assert [x.quantity for x in left] == [kept.count(n) for n in dict.fromkeys(kept)]


# --- the table --------------------------------------------------------------------------------


def test_the_stock_table_lists_what_is_there_by_order_then_product() -> None:
    office = branch(
        OTHER,
        ORDER,
        product("P1", name="曲轴"),
        lot(10, 10, "H1", 1),
        lot(10, 14, "H2", 2),
        delivered(ORDER, 12),
        receipt("CL-202611-ZS-002", 4, "RK-202611-003"),
        delivered(OTHER, 4, "SH-202611-ZS-002"),
        lot(3, 20, None, 4, of=None),
    )
    rows = compute_stock(office, TODAY)
    shown = [
        (r.order_no, r.product, r.product_name, r.customer, r.accepted, r.delivered, r.on_hand)
        for r in rows
    ]
    assert shown == [
        (NO, "P1", "曲轴", "东风", D(20), D(12), D(8)),
        (None, "P1", "曲轴", None, D(3), D(0), D(3)),
    ]
    # since the 14th, and since the 20th, up to the 24th
    assert [row.age_days for row in rows] == [10, 4]


def test_negative_stock_is_listed_without_an_age() -> None:
    office = branch(ORDER, receipt(NO, 2), delivered(ORDER, 3))
    (row,) = compute_stock(office, TODAY)
    assert (row.on_hand, row.age_days) == (D(-1), None)


def test_the_stock_command_answers_with_the_table() -> None:
    reply = stock(branch(ORDER, receipt(NO, 2)), Call(TODAY, StockArgs())).reply
    assert reply == {
        "stock": [
            {
                "order_no": NO,
                "product": "P1",
                "product_name": "曲轴",
                "customer": "东风",
                "accepted": D(2),
                "delivered": D(0),
                "on_hand": D(2),
                "age_days": 12,
            }
        ]
    }


# --- Q ----------------------------------------------------------------------------------------


def test_q_is_the_orders_quantity_until_the_plan_is_issued() -> None:
    more = order(quantity=D(12))
    line = issued(ORDER)
    assert planned_quantity(branch(more)) == {NO: D(12)}
    unissued = line.model_copy(update={"plan_no": None, "issued_on": None})
    assert planned_quantity(branch(more, unissued)) == {NO: D(12)}
    assert planned_quantity(branch(more, line)) == {NO: D(10)}


def test_q_of_a_cancelled_order_is_what_was_delivered() -> None:
    gone = order(cancelled_on=date(2026, 11, 20), cancel_reason="停产")
    assert planned_quantity(branch(gone, issued(ORDER))) == {NO: D(10)}
    assert planned_quantity(branch(gone, issued(ORDER), delivered(gone, 4))) == {NO: D(4)}
    all_back = (delivered(gone, 4), back(4, Disposition.SCRAP))
    assert planned_quantity(branch(gone, *all_back)) == {NO: D(10)}


def test_an_order_without_a_readable_quantity_has_no_q_before_it_is_issued() -> None:
    spoilt = order().model_copy(update={"quantity": None, "bad": frozenset({"quantity"})})
    assert planned_quantity(branch(spoilt)) == {}
    assert planned_quantity(branch(spoilt, issued(ORDER))) == {NO: D(10)}


def test_a_receipt_dated_ahead_is_not_of_a_negative_age() -> None:
    ahead = lot(5, 12, None, 1).model_copy(update={"date": TODAY + timedelta(3)})
    assert compute_stock(branch(ORDER, ahead), TODAY)[0].age_days == 0
