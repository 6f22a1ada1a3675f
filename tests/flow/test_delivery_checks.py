"""What Validate finds in a delivery ledger, and what every macro puts right there."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import customer, order
from tests.flow.branch import TODAY, branch, delivered, outbound, product, receipt, setting
from xlsales.core.office import Office
from xlsales.core.outcome import SetCells
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang, Words
from xlsales.flow.checks.delivery import check_deliveries, is_overdue
from xlsales.flow.facts.deliveries import derive_deliveries
from xlsales.forms.choices import Disposition, Kind, Quality, VisitMethod
from xlsales.forms.delivery import Delivery
from xlsales.forms.tracking import Card

D = Decimal
ORDER = order()
NO = "CL-202611-ZS-001"
NOTE = "SH-202611-ZS-001"
OTHER = order("CL-202611-ZS-002", row=4, customer="一汽")
DAY = date(2026, 11, 20)


def note(quantity: int | str = 10, no: str = NOTE, *, row: int = 3, **cells: Any) -> Delivery:
    """A delivery of four days ago: not overdue yet."""
    return delivered(ORDER, quantity, no, row=row, **{"date": DAY, **cells})


def back(quantity: int | str, of: str | None = NOTE, *, row: int = 9, **cells: Any) -> Delivery:
    values: dict[str, Any] = {
        "return_of": of,
        "return_reason": "裂纹",
        "disposition": Disposition.RESTOCK,
        "date": TODAY,
    }
    no = cells.pop("no", "TH-202611-ZS-001")
    return delivered(ORDER, f"-{quantity}", no, row=row, **{**values, **cells})


def found(office: Office, today: date = TODAY) -> list[tuple[int, str | None, str]]:
    rows = office.rows(Delivery)
    return [
        (f.place.at.row, f.place.column, f.rule.code) for f in check_deliveries(office, rows, today)
    ]


def test_a_sound_ledger_has_no_findings() -> None:
    signed = note(8, signed=8)
    assert found(branch(ORDER, receipt(NO, 10), outbound(), signed, back(2))) == []


def test_an_unknown_order() -> None:
    assert (3, "order_no", "unknown-order") in found(branch(receipt(NO, 10), note()))


def test_rows_that_took_more_than_there_was() -> None:
    rows = (note(6), note(5, "SH-202611-ZS-002", row=4), note(2, "SH-202611-ZS-003", row=5))
    office = branch(ORDER, receipt(NO, 10), *rows)
    said = list(check_deliveries(office, office.rows(Delivery), TODAY))
    assert [(f.place.at.row, f.rule.code, f.facts["stock"]) for f in said] == [
        (4, "delivered-over-stock", D(4)),
        (5, "delivered-over-stock", D(0)),
    ]
    assert said[0].message(Lang.EN) == (
        "5 件 of order CL-202611-ZS-001 are to go out; only 4 件 are in stock. "
        "Lower the quantity; if the goods are there, have the warehouse enter the receipt first."
    )


def test_what_was_restocked_can_go_out_again() -> None:
    again = note(10, "SH-202611-ZS-002", row=4, date=TODAY)
    rows = (ORDER, receipt(NO, 10), note(10), again)
    restocked = back(10, date=DAY + timedelta(1))
    assert found(branch(*rows, restocked)) == []
    scrapped = restocked.model_copy(update={"disposition": Disposition.SCRAP})
    assert found(branch(*rows, scrapped)) == [(4, "quantity", "delivered-over-stock")]


def test_a_row_without_a_number_is_told_which_button_to_press() -> None:
    draft = note(11).model_copy(update={"note_no": None, "line_no": None})
    returned = back(1).model_copy(update={"note_no": None, "line_no": None})
    office = branch(ORDER, receipt(NO, 10), draft, returned)
    said = list(check_deliveries(office, office.rows(Delivery), TODAY))
    assert [(f.place.at.row, f.rule.code) for f in said] == [
        (3, "delivery-not-numbered"),
        (3, "delivered-over-stock"),
        (9, "delivery-not-numbered"),
        (9, "unknown-note"),
    ]
    assert [said[n].facts["button"] for n in (0, 2)] == [
        Words("开送货单", "Delivery note"),
        Words("退货", "Return"),
    ]


def test_a_numbered_row_without_its_price() -> None:
    lost = note(unit_price=None, tax_rate=None)
    assert found(branch(ORDER, receipt(NO, 10), lost)) == [
        (3, "unit_price", "delivery-without-price"),
        (3, "tax_rate", "delivery-without-price"),
    ]


def test_one_note_is_for_one_customer_and_one_address() -> None:
    stray = delivered(OTHER, 1, row=4, line_no=2, date=DAY, address="长春")
    office = branch(
        ORDER,
        OTHER,
        receipt(NO, 10),
        receipt("CL-202611-ZS-002", 1, "RK-202611-002"),
        note(address="十堰"),
        stray,
    )
    assert found(office) == [
        (4, "order_no", "two-customers-on-note"),
        (4, "address", "two-addresses-on-note"),
    ]


def test_pieces_are_whole() -> None:
    assert found(branch(ORDER, receipt(NO, 10), note("1.5"))) == [(3, "quantity", "counted-whole")]
    kilos = product("P1", unit="kg")
    assert found(branch(ORDER, kilos, receipt(NO, 10), note("1.5"))) == []


# --- signatures -------------------------------------------------------------------------------


def test_signed_for_more_than_was_delivered_or_before_it() -> None:
    wrong = note(signed=12).model_copy(update={"signed_on": DAY - timedelta(1)})
    assert found(branch(ORDER, receipt(NO, 10), outbound(), wrong)) == [
        (3, "signed_qty", "signed-over-delivered"),
        (3, "signed_on", "signed-before-delivery"),
    ]


def test_a_shortfall_stays_until_it_is_taken_back() -> None:
    rows = (ORDER, receipt(NO, 10), outbound(), note(signed=7))
    (short,) = check_deliveries(branch(*rows), [rows[3]], TODAY)
    assert (short.rule.code, short.facts["short"]) == ("signed-short", D(3))
    (less,) = check_deliveries(branch(*rows, back(1)), [rows[3]], TODAY)
    assert less.facts["short"] == D(2)
    assert found(branch(*rows, back(3))) == []


def test_signed_but_never_out_of_the_warehouse() -> None:
    rows = (ORDER, receipt(NO, 10), note(signed=10))
    assert found(branch(*rows)) == [(3, "signed_on", "signed-not-out")]
    assert found(branch(*rows, outbound())) == []


@pytest.mark.parametrize(("days", "overdue"), [(7, False), (8, True)])
def test_a_note_that_is_not_signed_for(days: int, overdue: bool) -> None:
    office = branch(ORDER, receipt(NO, 10), note())
    assert (found(office, DAY + timedelta(days)) == [(3, "signed_on", "note-unsigned")]) is overdue
    assert is_overdue(office, office.rows(Delivery)[0], DAY + timedelta(days)) is overdue


def test_how_long_that_may_take_is_a_setting() -> None:
    office = branch(ORDER, receipt(NO, 10), note(), setting("unsigned_after_days", "3"))
    assert found(office) == [(3, "signed_on", "note-unsigned")]


def test_a_note_taken_back_whole_needs_no_signature() -> None:
    office = branch(ORDER, receipt(NO, 10), note(), back(10))
    assert found(office, DAY + timedelta(90)) == []


# --- returns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "column", "code"),
    [
        ("SH-202611-ZS-099", "return_of", "unknown-note"),
        ("TH-202611-ZS-001", "return_of", "unknown-note"),
        ("SH-202611-ZS-002", "order_no", "not-on-that-note"),
    ],
)
def test_a_return_names_a_note_that_has_its_order(of: str, column: str, code: str) -> None:
    other = delivered(OTHER, 1, "SH-202611-ZS-002", row=4, date=DAY)
    office = branch(
        ORDER,
        OTHER,
        receipt(NO, 10),
        receipt("CL-202611-ZS-002", 1, "RK-202611-002"),
        note(),
        other,
        back(1, of),
    )
    assert found(office) == [(9, column, code)]


def test_more_than_was_delivered_cannot_come_back() -> None:
    rows = (ORDER, receipt(NO, 10), note(4), back(3))
    assert found(branch(*rows)) == []
    more = back(2, no="TH-202611-ZS-002", row=10)
    office = branch(*rows, more)
    said = list(check_deliveries(office, office.rows(Delivery), TODAY))
    assert [(f.place.at.row, f.rule.code, f.facts["left"]) for f in said] == [
        (10, "returned-over-delivered", D(1))
    ]


def test_goods_do_not_come_back_before_they_went() -> None:
    office = branch(ORDER, receipt(NO, 10), note(), back(1, date=DAY - timedelta(1)))
    assert found(office) == [(9, "date", "returned-before-delivery")]


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["date", "order_no", "quantity"])
def test_what_cannot_be_read_is_silent(column: str) -> None:
    spoilt = note(10).model_copy(update={column: None, "bad": frozenset({column})})
    assert found(branch(ORDER, receipt(NO, 10), spoilt), DAY + timedelta(90)) == []


def test_a_row_of_another_year_is_said() -> None:
    office = branch(ORDER, receipt(NO, 10), note(date=date(2025, 11, 20), signed=10), outbound())
    assert found(office) == [(3, "date", "other-year")]


# --- visits -----------------------------------------------------------------------------------


def test_a_customer_nobody_visited_since_the_first_delivery() -> None:
    regular = customer("东风", visit_cycle_days=30)
    rows: tuple[Row, ...] = (ORDER, regular, receipt(NO, 10), outbound(), note(signed=10))
    assert found(branch(*rows), DAY + timedelta(30)) == []
    assert found(branch(*rows), DAY + timedelta(31)) == [(3, "customer", "visit-overdue")]
    card = Card(
        at=At(Book(Kind.TRACKING, "张三", 2026), 3),
        card_no="GZ-202611-ZS-001",
        customer="东风",
        visit_date=TODAY,
        visitor="张三",
        method=VisitMethod.PHONE,
        quality=Quality.GOOD,
        satisfaction=5,
    )
    assert found(branch(*rows, card), DAY + timedelta(31)) == []


# --- grey columns -----------------------------------------------------------------------------


def test_customer_product_and_amount_are_put_right() -> None:
    row = note(3, customer="写错的", amount=D(300))
    draft = note(2, row=4).model_copy(update={"note_no": None, "line_no": None})
    office = branch(ORDER, row, draft)
    assert list(derive_deliveries(office, office.rows(Delivery), TODAY)) == [
        SetCells(row, {"customer": "东风", "product_name": "曲轴"}),
        SetCells(draft, {"customer": "东风", "product_name": "曲轴"}),
    ]


def test_what_is_right_is_left_alone() -> None:
    row = note(3, customer="东风", product_name="曲轴", amount=D(300))
    assert list(derive_deliveries(branch(ORDER, row), [row], TODAY)) == []


# --- what a return takes back -------------------------------------------------------------------


def terms(*rows: Delivery) -> list[tuple[str | None, str, object]]:
    office = branch(ORDER, receipt(NO, 20), outbound(), *rows)
    found = check_deliveries(office, office.rows(Delivery), TODAY)
    return [(f.place.column, f.rule.code, f.fix) for f in found]


def test_a_return_of_another_price_or_tax_rate_than_its_notes() -> None:
    whole = note(8, signed=8)
    assert terms(whole, back(8)) == []
    assert terms(whole, back(8, unit_price=D(90), tax_rate=D("0.06"))) == [
        ("unit_price", "return-of-other-terms", D(100)),
        ("tax_rate", "return-of-other-terms", D("0.13")),
    ]
    # typed, not numbered yet: Return gives it its terms
    typed = back(8, unit_price=D(90)).model_copy(update={"note_no": None, "line_no": None})
    assert terms(whole, typed) == [("note_no", "delivery-not-numbered", None)]


def test_a_return_without_a_price_has_its_notes_as_a_fix() -> None:
    assert terms(note(8, signed=8), back(8, unit_price=None)) == [
        ("unit_price", "delivery-without-price", D(100))
    ]


def test_of_a_note_with_two_prices_a_return_may_have_either() -> None:
    lines = (note(4, signed=4), note(4, row=4, line_no=2, unit_price=D(90), signed=4))
    assert terms(*lines, back(2), back(2, row=10, no="TH-202611-ZS-002", unit_price=D(90))) == []
    assert terms(*lines, back(4, unit_price=D(95))) == [
        ("unit_price", "return-of-other-terms", None)
    ]


def test_a_return_is_not_held_against_a_price_that_cannot_be_read() -> None:
    spoilt = note(8, signed=8, unit_price=None)
    spoilt = spoilt.model_copy(update={"bad": frozenset({"unit_price"})})
    assert terms(spoilt, back(8)) == []
