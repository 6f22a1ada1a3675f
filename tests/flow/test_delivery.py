"""Delivery note: what may go out, the rows it writes, the form it prints."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import customer, order, person
from tests.flow.branch import TODAY, branch, delivered, issued, product, receipt, setting
from xlsales.core.finding import finding
from xlsales.core.office import BookInfo, Call, Office
from xlsales.core.outcome import Append, FormContent, Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import mapped
from xlsales.core.row import Book, Row
from xlsales.flow.delivery.note import DeliverArgs, Delivered, deliver
from xlsales.forms.choices import Kind, Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.rules import reading

D = Decimal
LEDGER = Book(Kind.DELIVERY, "张三", 2026)
ONE = order(unit_price=D("12.335"))
TWO = order("CL-202611-ZS-002", row=4)
NO, NO2 = "CL-202611-ZS-001", "CL-202611-ZS-002"
NOTE = "SH-202611-ZS-001"
FENG = customer("东风", salesperson="张三", address="十堰一号门", contact="刘工", phone="0719-1")


def press(office: Office, **args: Any) -> Outcome[Delivered]:
    return deliver(office, Call(TODAY, DeliverArgs(**args), LEDGER))


def rows_of(outcome: Outcome[Delivered]) -> tuple[Row, ...]:
    (added,) = [edit for edit in outcome.edits if isinstance(edit, Append)]
    assert added.book == LEDGER
    return added.rows


def codes(outcome: Outcome[Delivered]) -> list[tuple[str | None, str]]:
    return [(found.place.column, found.rule.code) for found in outcome.findings]


# --- the note ---------------------------------------------------------------------------------


def test_the_orders_named_go_out_under_one_number() -> None:
    office = branch(
        FENG,
        ONE,
        TWO,
        receipt(NO, 6, heat_no="H1"),
        receipt(NO2, 8, "RK-202611-002"),
    )
    outcome = press(office, order={NO: D(3), NO2: D(8)})
    assert mapped(outcome.reply) == {
        "note_no": NOTE,
        "lines": [{"order_no": NO, "quantity": D(3)}, {"order_no": NO2, "quantity": D(8)}],
        "files": [],
        "refused": [],
    }
    assert not outcome.refused
    assert outcome.findings == ()
    assert rows_of(outcome) == (
        Delivery(
            note_no=NOTE,
            line_no=1,
            date=TODAY,
            order_no=NO,
            customer="东风",
            product_name="曲轴",
            quantity=D(3),
            unit_price=D("12.335"),
            tax_rate=D("0.13"),
            amount=D("37.01"),
            address="十堰一号门",
            heat_nos="H1",
        ),
        Delivery(
            note_no=NOTE,
            line_no=2,
            date=TODAY,
            order_no=NO2,
            customer="东风",
            product_name="曲轴",
            quantity=D(8),
            unit_price=D(100),
            tax_rate=D("0.13"),
            amount=D("800.00"),
            address="十堰一号门",
        ),
    )
    assert SetProperty(LEDGER, "xlsales.last.SH-202611-ZS", "1") in outcome.edits


def test_a_number_is_never_given_twice() -> None:
    rows = (ONE, receipt(NO, 10), delivered(ONE, 1, "SH-202611-ZS-004"))
    assert press(branch(*rows), order={NO: D(1)}).reply.note_no == "SH-202611-ZS-005"
    office = Office(
        {model: branch(*rows).rows(model) for model in branch()._rows},
        {LEDGER: BookInfo("送货.xlsx")},
        numbers={"SH-202611-ZS": 8},
    )
    assert press(office, order={NO: D(1)}).reply.note_no == "SH-202611-ZS-009"


def test_amounts_go_on_from_the_orders_earlier_rows() -> None:
    office = branch(ONE, receipt(NO, 10), delivered(ONE, 1))
    (row,) = rows_of(press(office, order={NO: D(1)}))
    assert isinstance(row, Delivery)
    assert row.amount == D("12.33")


def test_a_customer_gets_what_is_open_and_in_stock() -> None:
    three = order("CL-202611-ZS-003", row=5, quantity=D(4))
    four = order("CL-202611-ZS-004", row=6)
    theirs = order("CL-202611-LS-001", row=3, salesperson="李四")
    office = branch(
        ONE,
        TWO,
        three,
        four,
        theirs,
        receipt(NO, 6),
        receipt(NO2, 10, "RK-202611-002"),
        delivered(TWO, 7, "SH-202611-ZS-009"),
        receipt("CL-202611-ZS-003", 5, "RK-202611-003"),
        receipt("CL-202611-LS-001", 5, "RK-202611-004"),
    )
    reply = press(office, customer="东风").reply
    # 6 in stock of 10; 3 left of 10; 5 in stock of an order of 4; nothing; 李四's own
    assert mapped(reply.lines) == [
        {"order_no": NO, "quantity": D(6)},
        {"order_no": NO2, "quantity": D(3)},
        {"order_no": "CL-202611-ZS-003", "quantity": D(4)},
    ]
    assert reply.refused == ()


def test_what_is_open_is_what_the_plan_says_once_issued() -> None:
    more = order(quantity=D(12))
    office = branch(more, issued(ONE), receipt(NO, 12))
    assert mapped(press(office, customer="东风").reply.lines) == [
        {"order_no": NO, "quantity": D(10)}
    ]


def test_a_customer_of_whom_nothing_is_in_stock_gets_no_note() -> None:
    outcome = press(branch(ONE), customer="东风")
    assert mapped(outcome.reply) == {"note_no": None, "lines": [], "files": [], "refused": []}
    assert (outcome.edits, outcome.documents, outcome.refused) == ((), (), False)


# --- the form ---------------------------------------------------------------------------------


def form(outcome: Outcome[Delivered]) -> FormContent:
    (document,) = outcome.documents
    assert isinstance(document.content, FormContent)
    return document.content


def test_the_form_has_three_copies_and_what_the_customer_needs() -> None:
    signed = order(contract_no="HT-7")
    lathe = product("P1", spec="φ80", material="42CrMo", drawing_no="T-1")
    office = branch(FENG, lathe, signed, receipt(NO, 6, heat_no="H1"))
    outcome = press(office, order={NO: D(6)}, carrier="顺丰", vehicle="鄂C123")
    (document,) = outcome.documents
    assert (document.form, document.path.zh) == ("delivery_note", f"送货/送货单-{NOTE}.xlsx")
    content = form(outcome)
    assert [copy.zh for copy in content.copies] == ["存根联", "客户联", "库房联"]
    assert content.fields == {
        "company": "金鼎公司",
        "branch": "精密锻造分公司",
        "note_no": NOTE,
        "date": TODAY,
        "customer": "东风",
        "address": "十堰一号门",
        "contact": "刘工",
        "phone": "0719-1",
        "salesperson": "张三",
        "carrier": "顺丰",
        "vehicle": "鄂C123",
        "total_quantity": D(6),
        "total_amount": D("600.00"),
        "currency": "CNY",
        "prices": True,
        "paper": "A4",
    }
    assert content.lines == (
        {
            "line_no": 1,
            "order_no": NO,
            "contract_no": "HT-7",
            "product": "P1",
            "product_name": "曲轴",
            "spec": "φ80",
            "material": "42CrMo",
            "drawing_no": "T-1",
            "unit": "件",
            "quantity": D(6),
            "unit_price": D(100),
            "amount": D("600.00"),
            "heat_nos": "H1",
            "remark": None,
        },
    )


def test_an_office_that_prints_no_prices_keeps_them_out_of_the_form() -> None:
    office = branch(ONE, receipt(NO, 6), setting("delivery_prices", "no"))
    content = form(press(office, order={NO: D(6)}))
    line = content.lines[0]
    assert (line["unit_price"], line["amount"]) == (None, None)
    assert (content.fields["total_amount"], content.fields["prices"]) == (None, False)


def test_quantities_of_two_units_are_not_added_up() -> None:
    bar = order(NO2, row=4, product="P2")
    office = branch(
        ONE,
        bar,
        product("P1"),
        product("P2", unit="kg"),
        receipt(NO, 5),
        receipt(NO2, 5, "RK-202611-002"),
    )
    assert form(press(office, customer="东风")).fields["total_quantity"] is None


# --- what may not go out ----------------------------------------------------------------------


def test_more_than_stock_is_refused_and_the_others_go_out() -> None:
    office = branch(ONE, TWO, receipt(NO, 3), receipt(NO2, 3, "RK-202611-002"))
    outcome = press(office, order={NO: D(4), NO2: D(3)})
    assert mapped(outcome.reply) == {
        "note_no": NOTE,
        "lines": [{"order_no": NO2, "quantity": D(3)}],
        "files": [],
        "refused": [{"order_no": NO, "reason": "delivered-over-stock"}],
    }
    assert outcome.refused
    assert codes(outcome) == [("quantity", "delivered-over-stock")]
    assert outcome.findings[0].facts["stock"] == D(3)
    assert [row.line_no for row in rows_of(outcome) if isinstance(row, Delivery)] == [1]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"unit_price": D(1000)}, "contract_no", "contract-needed"),
        (
            {"cancelled_on": TODAY, "cancel_reason": "停产"},
            "cancelled_on",
            "cancelled-not-delivered",
        ),
        ({"customer": "东风", "product": "P9"}, "product", "unknown-product"),
    ],
)
def test_an_order_that_may_not_go_out_is_refused(
    cells: dict[str, Any], column: str, code: str
) -> None:
    office = branch(order(**cells), receipt(NO, 10))
    outcome = press(office, order={NO: D(2)})
    assert mapped(outcome.reply.refused) == [{"order_no": NO, "reason": code}]
    assert (column, code) in codes(outcome)
    assert (outcome.reply.note_no, outcome.edits, outcome.documents) == (None, (), ())


def test_a_contract_number_is_needed_from_the_threshold_on() -> None:
    dear = order(unit_price=D("999.99"))
    assert press(branch(dear, receipt(NO, 1)), order={NO: D(1)}).reply.note_no == NOTE
    signed = order(unit_price=D(1000), contract_no="HT-1")
    assert press(branch(signed, receipt(NO, 1)), order={NO: D(1)}).reply.note_no == NOTE
    low = setting("contract_threshold", "500")
    reply = press(branch(order(), receipt(NO, 1), low), order={NO: D(1)}).reply
    assert mapped(reply.refused) == [{"order_no": NO, "reason": "contract-needed"}]


def test_a_row_that_cannot_be_read_is_not_delivered() -> None:
    spoilt = order().model_copy(update={"unit_price": None, "bad": frozenset({"unit_price"})})
    rows = (spoilt, TWO, receipt(NO, 5), receipt(NO2, 5, "RK-202611-002"))
    said = finding(reading.NOT_A_NUMBER, spoilt, "unit_price", value="一百")
    reply = press(branch(*rows, findings=[said]), order={NO: D(1), NO2: D(1)}).reply
    assert mapped(reply.refused) == [{"order_no": NO, "reason": "not-a-number"}]
    assert mapped(reply.lines) == [{"order_no": NO2, "quantity": D(1)}]
    reply = press(branch(*rows), order={NO: D(1), NO2: D(1)}).reply
    assert mapped(reply.refused) == [{"order_no": NO, "reason": "required"}]
    assert mapped(reply.lines) == [{"order_no": NO2, "quantity": D(1)}]


def test_an_order_of_another_salesperson_is_theirs_to_deliver() -> None:
    theirs = order("CL-202611-LS-001", salesperson="李四")
    outcome = press(
        branch(theirs, receipt("CL-202611-LS-001", 5)), order={"CL-202611-LS-001": D(1)}
    )
    assert codes(outcome) == [("salesperson", "order-of-another")]


def test_an_unknown_order_is_refused() -> None:
    outcome = press(branch(ONE), order={"CL-202611-ZS-099": D(1)})
    assert mapped(outcome.reply.refused) == [
        {"order_no": "CL-202611-ZS-099", "reason": "unknown-order"}
    ]
    assert outcome.refused


def test_pieces_are_whole() -> None:
    outcome = press(branch(ONE, receipt(NO, 5)), order={NO: D("1.5")})
    assert codes(outcome) == [("quantity", "counted-whole")]


def test_more_than_was_ordered_goes_out_with_a_warning() -> None:
    outcome = press(branch(ONE, receipt(NO, 11)), order={NO: D(11)})
    assert outcome.reply.note_no == NOTE
    assert codes(outcome) == [("quantity", "delivered-over-order")]
    assert not outcome.refused


def test_without_initials_no_number_is_given() -> None:
    nobody = person("张三", Role.SALESPERSON, initials=None)
    outcome = press(branch(nobody, ONE, receipt(NO, 5)), order={NO: D(1)})
    assert mapped(outcome.reply.refused) == [{"order_no": NO, "reason": "no-initials"}]
    assert outcome.findings[0].place.table is Person.table


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"customer": "没有的"},
        {"owner": "没有的", "customer": "东风"},
        {"order": {NO: D(1), NO2: D(1)}},
        {"order": {NO: D(1)}, "customer": "一汽"},
        {"order": {NO: D(0)}},
        {"order": {NO: D("-1")}},
        {"order": {NO: D("0.0001")}},
    ],
)
def test_wrong_usage_is_refused_as_a_whole(args: dict[str, Any]) -> None:
    other = order(NO2, row=4, customer="一汽")
    with pytest.raises(Refusal):
        press(branch(ONE, other, receipt(NO, 5), receipt(NO2, 5, "RK-202611-002")), **args)


# --- typed rows -------------------------------------------------------------------------------


def typed(quantity: int = 3, **cells: Any) -> Delivery:
    row = delivered(ONE, quantity, row=9, date=TODAY)
    blank = {"note_no": None, "line_no": None, "unit_price": None, "tax_rate": None}
    return row.model_copy(update={**blank, **cells})


def test_a_row_typed_for_the_note_becomes_its_row() -> None:
    draft = typed(address="十堰二号门", carrier="自提")
    office = branch(FENG, ONE, TWO, draft, receipt(NO, 6), receipt(NO2, 6, "RK-202611-002"))
    outcome = press(office, order={NO: D(3), NO2: D(1)}, carrier="顺丰")
    (filled,) = [edit for edit in outcome.edits if isinstance(edit, SetCells)]
    assert filled.row is draft
    assert filled.values == {
        "note_no": NOTE,
        "line_no": 1,
        "customer": "东风",
        "product_name": "曲轴",
        "unit_price": D("12.335"),
        "tax_rate": D("0.13"),
        "amount": D("37.01"),
    }
    (added,) = rows_of(outcome)
    assert isinstance(added, Delivery)
    # one note, one address: the one that was typed
    assert (added.order_no, added.line_no, added.address) == (NO2, 2, "十堰二号门")


@pytest.mark.parametrize("cells", [{"quantity": D(2)}, {"date": date(2026, 11, 23)}])
def test_a_typed_row_of_another_day_or_quantity_is_left(cells: dict[str, Any]) -> None:
    outcome = press(branch(ONE, typed(**cells), receipt(NO, 6)), order={NO: D(3)})
    assert len(rows_of(outcome)) == 1
    assert not [edit for edit in outcome.edits if isinstance(edit, SetCells)]


def test_two_addresses_are_two_notes() -> None:
    with pytest.raises(Refusal):
        press(
            branch(ONE, typed(address="十堰二号门"), receipt(NO, 6)),
            order={NO: D(3)},
            address="十堰三号门",
        )
