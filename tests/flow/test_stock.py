"""What lies in the warehouse: how much, how old, of which heat."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.build import order
from tests.flow.branch import TODAY, branch, delivered, issued, product, receipt
from xlsales.core.office import Call
from xlsales.core.reply import mapped
from xlsales.core.row import Row
from xlsales.flow.facts.quantities import planned_quantity
from xlsales.flow.facts.stock import (
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


# --- what comes back keeps its heat number -----------------------------------------------------


LOTS = (lot(5, 10, "H1", 1), lot(5, 12, "H2", 2))


def sent(quantity: int, n: int, heats: str | None = None, day: int = 13) -> Delivery:
    number = f"SH-202611-ZS-{n:03}"
    return delivered(ORDER, quantity, number, heat_nos=heats, date=date(2026, 11, day))


def came_back(
    quantity: int,
    of: int,
    heats: str | None = None,
    disposition: Disposition = Disposition.RESTOCK,
    day: int = 20,
    n: int = 1,
) -> Delivery:
    row = back(quantity, disposition, n)
    cells = {"return_of": f"SH-202611-ZS-{of:03}", "heat_nos": heats, "date": date(2026, 11, day)}
    return row.model_copy(update=cells)


def there(*rows: Row) -> list[tuple[str | None, int]]:
    return [(x.heat_no, int(x.quantity)) for x in remaining(branch(ORDER, *rows), (NO, None))]


def test_goods_come_back_with_the_heat_number_they_went_out_with() -> None:
    """H1 went out first and H2 later: what comes back of the first note is H1."""
    notes = (sent(5, 1, "H1"), sent(3, 2, "H2", 14))
    assert there(*LOTS, *notes) == [("H2", 2)]
    assert there(*LOTS, *notes, came_back(4, 1, "H1")) == [("H1", 4), ("H2", 2)]
    office = branch(ORDER, *LOTS, *notes, came_back(4, 1, "H1"))
    assert heat_numbers(office, NO, D(4)) == "H1"
    assert heat_numbers(office, NO, D(5)) == "H1、H2"
    # and are as old as they were
    assert compute_stock(office, TODAY)[0].age_days == 14


def test_of_a_note_with_two_heats_the_last_out_is_the_first_back_unless_it_says_otherwise() -> None:
    notes = (sent(8, 1, "H1、H2"), sent(2, 2, "H2", 14))
    assert there(*LOTS, *notes, came_back(2, 1, "H1、H2")) == [("H2", 2)]
    assert there(*LOTS, *notes, came_back(4, 1, "H1、H2")) == [("H1", 1), ("H2", 3)]
    assert there(*LOTS, *notes, came_back(2, 1, "H1")) == [("H1", 2)]
    twice = (came_back(3, 1, "H1、H2"), came_back(1, 1, "H1、H2", n=2, day=21))
    assert there(*LOTS, *notes, *twice) == [("H1", 1), ("H2", 3)]


def test_what_is_scrapped_is_gone_and_the_rest_comes_back() -> None:
    note = sent(8, 1, "H1、H2")
    scrapped = came_back(3, 1, "H1、H2", Disposition.SCRAP)
    assert there(*LOTS, note, scrapped) == [("H2", 2)]
    assert there(*LOTS, note, scrapped, came_back(5, 1, "H1、H2", n=2)) == [("H1", 5), ("H2", 2)]


def test_a_heat_that_a_note_names_goes_out_before_the_oldest() -> None:
    assert there(*LOTS, sent(3, 1, "H2")) == [("H1", 5), ("H2", 2)]
    assert there(*LOTS, sent(7, 1, "H2")) == [("H1", 3)]
    assert there(*LOTS, sent(7, 1, "H2"), came_back(7, 1, "H2")) == [
        ("H1", 3),
        ("H2", 2),
        ("H2", 5),
    ]
    assert there(*LOTS, sent(3, 1, "手写"), came_back(2, 1, "手写")) == [
        ("H1", 2),
        ("手写", 2),
        ("H2", 5),
    ]


def test_what_came_back_on_a_day_may_go_out_again_on_it() -> None:
    again = sent(5, 2, "H1", 20)
    assert there(*LOTS, sent(5, 1, "H1"), came_back(5, 1, "H1"), again) == [("H2", 5)]
    same_day = (sent(5, 1, "H1", 20), came_back(5, 1, "H1"))
    assert there(*LOTS, *same_day) == [("H1", 5), ("H2", 5)]


def test_what_comes_back_first_makes_up_for_what_was_never_accepted() -> None:
    over = sent(8, 1)
    assert there(LOTS[0], over, came_back(3, 1)) == []
    assert there(LOTS[0], over, came_back(5, 1)) == [("H1", 2)]
    assert there(LOTS[0], sent(2, 1), came_back(3, 1)) == [("H1", 5), (None, 1)]


HEATS = ("H0", "H1", "H2")


@given(st.data())
def test_piece_by_piece_every_heat_is_where_it_went(data: st.DataObject) -> None:
    """Pieces carried by hand, one at a time: the shelf, and what is out with each note."""
    lots = [lot(data.draw(st.integers(1, 5)), 10, heat, n) for n, heat in enumerate(HEATS)]
    shelf = [n for n, row in enumerate(lots) for _ in range(int(row.accepted_qty))]
    out: dict[int, list[int]] = {}
    rows: list[Delivery] = []
    for n in range(data.draw(st.integers(0, 6))):
        kept = [note for note, pieces in out.items() if pieces]
        if data.draw(st.booleans()) and kept:
            note = data.draw(st.sampled_from(kept))
            part = data.draw(st.integers(1, len(out[note])))
            ending = data.draw(st.sampled_from(Disposition))
            rows.append(came_back(part, note, None, ending, day=14 + n, n=n))
            pieces = [out[note].pop() for _ in range(part)]
            shelf = sorted(shelf + pieces) if ending is Disposition.RESTOCK else shelf
        elif shelf:
            part = data.draw(st.integers(1, len(shelf)))
            enough = [heat for n, heat in enumerate(HEATS) if shelf.count(n) >= part]
            heat = data.draw(st.sampled_from([None, *enough]))
            rows.append(sent(part, n, heat, day=14 + n))
            wanted = [p for p in shelf if HEATS[p] == heat] + [p for p in shelf if HEATS[p] != heat]
            out[n] = wanted[:part]
            shelf = sorted(wanted[part:])
    office = branch(ORDER, *lots, *data.draw(st.permutations(rows)))
    found = remaining(office, (NO, None))
    assert [x.heat_no for x in found for _ in range(int(x.quantity))] == [HEATS[p] for p in shelf]
    assert sum(x.quantity for x in found) == on_hand(office)[NO]


@given(
    st.lists(st.integers(-6, 9).filter(bool), max_size=4),
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 9), st.sampled_from(Disposition)), max_size=4
    ),
)
def test_however_much_went_out_what_is_left_is_the_stock(
    came: list[int], went: list[tuple[int, int, Disposition]]
) -> None:
    """Of notes that took more than there was too, as long as nothing comes back that never went."""
    rows: list[Row] = [lot(quantity, 10, f"H{n}", n) for n, quantity in enumerate(came)]
    for n, (quantity, again, ending) in enumerate(went):
        rows.append(sent(quantity, n, None, day=13 + n))
        if min(again, quantity):
            rows.append(came_back(min(again, quantity), n, None, ending, day=20 + n, n=n))
    office = branch(ORDER, *rows)
    assert sum(x.quantity for x in remaining(office, (NO, None))) == max(
        on_hand(office).get(NO, 0), 0
    )


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
    assert mapped(reply) == {
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
