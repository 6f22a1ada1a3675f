"""Receipts: their numbers, and what Validate finds among them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.build import order
from tests.flow.branch import TODAY, WAREHOUSE, branch, delivered, issued, product, receipt
from xlsales.core.office import BookInfo, Office
from xlsales.core.outcome import SetCells, SetProperty
from xlsales.core.row import At, Row
from xlsales.flow.checks.receipts import check_receipts, number_receipts
from xlsales.forms.choices import Disposition
from xlsales.forms.warehouse import Receipt

D = Decimal
ORDER = order()
OTHER = order("CL-202611-ZS-002", row=4)
NO, NO2 = "CL-202611-ZS-001", "CL-202611-ZS-002"


def lot(quantity: int | str, row: int = 3, **cells: object) -> Receipt:
    """A receipt of the order, in its sheet row; its number follows the row."""
    made = receipt(NO, quantity, f"RK-202611-{row:03}")
    return made.model_copy(update={"at": At(WAREHOUSE, row), **cells})


def found(*rows: Row) -> list[tuple[int, str | None, str]]:
    office = branch(*rows)
    receipts = office.rows(Receipt)
    return [
        (f.place.at.row, f.place.column, f.rule.code)
        for f in check_receipts(office, receipts, TODAY)
    ]


# --- numbers ----------------------------------------------------------------------------------


def test_receipts_are_numbered_by_their_month_in_the_order_of_the_sheet() -> None:
    rows = (
        lot(1, 5, receipt_no=None),
        lot(1, 4, receipt_no=None, date=date(2026, 10, 31)),
        lot(1, 3, receipt_no="RK-202611-007"),
        lot(1, 6, receipt_no=None),
        lot(1, 7, receipt_no=None, date=None, bad=frozenset({"date"})),
    )
    edits, findings = number_receipts(branch(*rows), WAREHOUSE, TODAY)
    assert edits == (
        SetCells(rows[1], {"receipt_no": "RK-202610-001"}),
        SetCells(rows[0], {"receipt_no": "RK-202611-008"}),
        SetCells(rows[3], {"receipt_no": "RK-202611-009"}),
        SetProperty(WAREHOUSE, "xlsales.last.RK-202610", "1"),
        SetProperty(WAREHOUSE, "xlsales.last.RK-202611", "9"),
    )
    assert findings == ()


def test_a_deleted_number_is_not_given_again() -> None:
    office = branch(lot(1, receipt_no=None))
    known = Office(
        {Receipt: office.rows(Receipt)},
        {WAREHOUSE: BookInfo("库房.xlsx")},
        numbers={"RK-202611": 12},
    )
    edits, _ = number_receipts(known, WAREHOUSE, TODAY)
    assert edits[0] == SetCells(office.rows(Receipt)[0], {"receipt_no": "RK-202611-013"})


# --- checks -----------------------------------------------------------------------------------


def test_sound_receipts_have_no_findings() -> None:
    assert found(ORDER, lot(6), lot(0, 4, rejected_qty=D(2)), lot(4, 5)) == []


def test_an_unknown_order() -> None:
    assert found(lot(6)) == [(3, "order_no", "unknown-order")]


def test_a_receipt_of_nothing() -> None:
    assert found(ORDER, lot(0)) == [(3, "accepted_qty", "nothing-received")]
    assert found(ORDER, lot(0, rejected_qty=D(0))) == [(3, "accepted_qty", "nothing-received")]


def test_the_product_is_the_orders() -> None:
    assert found(ORDER, lot(6, product="P1")) == []
    assert found(ORDER, lot(6, product="P2")) == [(3, "product", "receipt-of-other-product")]


def test_pieces_are_whole() -> None:
    assert found(ORDER, lot("1.5", rejected_qty=D("0.5"))) == [
        (3, "accepted_qty", "counted-whole"),
        (3, "rejected_qty", "counted-whole"),
    ]
    assert found(ORDER, product("P1", unit="kg"), lot("1.5")) == []


@pytest.mark.parametrize(("last", "over"), [(5, False), (6, True)])
def test_more_than_five_percent_over_the_order(last: int, over: bool) -> None:
    hundred = order(quantity=D(100))
    said = found(hundred, lot(100), lot(last, 4))
    assert (said == [(4, "accepted_qty", "accepted-over-order")]) is over


def test_what_is_due_is_what_the_plan_says_once_issued() -> None:
    more = order(quantity=D(20))
    assert found(more, lot(20)) == []
    assert found(more, issued(ORDER), lot(20)) == [(3, "accepted_qty", "accepted-over-order")]


def test_what_came_back_for_rework_or_scrap_may_be_accepted_again() -> None:
    rows = (ORDER, lot(10), lot(2, 4), delivered(ORDER, 10))
    back = delivered(ORDER, -2, "TH-202611-ZS-001", row=4, return_of="SH-202611-ZS-001")
    for disposition in (Disposition.REWORK, Disposition.SCRAP):
        assert found(*rows, back.model_copy(update={"disposition": disposition})) == []
    restocked = back.model_copy(update={"disposition": Disposition.RESTOCK})
    assert found(*rows, restocked) == [(4, "accepted_qty", "accepted-over-order")]


def test_stock_is_moved_by_two_rows() -> None:
    there = (ORDER, OTHER, lot(10))
    away = lot(-4, 4)
    assert found(*there, away, lot(4, 5, order_no=NO2)) == []
    assert found(*there, away, lot(3, 5, order_no=NO2), lot(1, 6, order_no=NO2)) == []
    alone = [(4, "accepted_qty", "moved-nowhere")]
    assert found(*there, away) == alone
    assert found(*there, away, lot(4, 5, order_no=NO2, date=date(2026, 11, 13))) == alone
    assert (
        found(*there, away, lot(4, 5))
        == [
            (5, "accepted_qty", "accepted-over-order"),
            *alone,
        ]
        or found(*there, away, lot(4, 5)) == alone
    )


def test_no_more_can_be_moved_than_there_is() -> None:
    got = lot(8, 5, order_no=NO2)
    assert found(ORDER, OTHER, lot(10), delivered(ORDER, 3), lot(-8, 4), got) == [
        (4, "accepted_qty", "moved-over-stock")
    ]


def test_goods_without_an_order_are_moved_to_one() -> None:
    made = lot(5, 3, order_no=None, product="P1")
    away = lot(-2, 4, order_no=None, product="P1")
    assert found(ORDER, made, away, lot(2, 5)) == []
    too_much = lot(-6, 4, order_no=None, product="P1")
    assert found(ORDER, made, too_much, lot(6, 5)) == [(4, "accepted_qty", "moved-over-stock")]


def test_what_cannot_be_read_is_silent() -> None:
    for column in ("order_no", "accepted_qty", "date"):
        spoilt = lot(99).model_copy(update={column: None, "bad": frozenset({column})})
        said = found(ORDER, spoilt)
        assert said == ([(3, "accepted_qty", "accepted-over-order")] if column == "date" else [])


def test_a_row_of_another_year_is_said() -> None:
    assert found(ORDER, lot(5, date=date(2025, 11, 12))) == [(3, "date", "other-year")]
