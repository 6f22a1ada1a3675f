"""Tracking: cards from delivery notes, visits due, complaints and how they were ruled on."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.build import complaint, customer, order, person, ruling
from tests.flow.branch import TODAY, branch, delivered, product
from xlsales.core.office import Call, Office
from xlsales.core.outcome import (
    Append,
    FormContent,
    Outcome,
    Refusal,
    Replace,
    SetCells,
    SetProperty,
)
from xlsales.core.reply import mapped
from xlsales.core.row import At, Book, Row
from xlsales.flow.checks.tracking import check_cards, check_complaints
from xlsales.flow.every.refreshing import RefreshArgs, following, refresh
from xlsales.flow.facts.visits import compute_visits_due
from xlsales.flow.tracking.cards import (
    CardMade,
    NewCardArgs,
    ToVisit,
    VisitsArgs,
    derive_cards,
    new_card,
    number_cards,
    number_complaints,
    refresh_complaints,
    visits,
)
from xlsales.forms.choices import Kind, Quality, Role, Ruling, RulingState, VisitMethod
from xlsales.forms.tracking import Card, Complaint, VisitDue

D = Decimal
LEDGER = Book(Kind.TRACKING, "张三", 2026)
ORDER = order()
NO = "CL-202611-ZS-001"
NOTE = "SH-202611-ZS-001"
DAY = date(2026, 11, 13)
REGULAR = customer("东风", salesperson="张三", visit_cycle_days=30, contact="刘工", phone="0719-1")


def card(no: str | None = "GZ-202611-ZS-001", *, row: int = 3, **cells: Any) -> Card:
    values = {
        "note_no": NOTE,
        "customer": "东风",
        "visit_date": date(2026, 11, 20),
        "visitor": "张三",
        "method": VisitMethod.ON_SITE,
        "quality": Quality.GOOD,
        "satisfaction": 5,
    }
    return Card.model_validate({"at": At(LEDGER, row), "card_no": no, **values, **cells})


# --- new card ---------------------------------------------------------------------------------


def press(office: Office, note: str = NOTE) -> Outcome[CardMade]:
    return new_card(office, Call(TODAY, NewCardArgs(note=note)))


def test_a_card_begins_with_what_the_note_knows() -> None:
    shaft = product("P2", name="连杆", unit="kg")
    two = order("CL-202611-ZS-002", row=4, product="P2")
    lines = (
        delivered(ORDER, 3, heat_nos="H1、H2"),
        delivered(two, 2, line_no=2, row=4, heat_nos="H2"),
    )
    outcome = press(branch(REGULAR, product(), shaft, ORDER, two, *lines))
    assert mapped(outcome.reply) == {"card_no": "GZ-202611-ZS-001"}
    added, remembered = outcome.edits
    assert isinstance(added, Append)
    assert added.book == LEDGER
    assert remembered == SetProperty(LEDGER, "xlsales.last.GZ-202611-ZS", "1")
    (row,) = added.rows
    shown = {key: value for key, value in row if key != "at" and value is not None}
    assert shown == {
        "card_no": "GZ-202611-ZS-001",
        "note_no": NOTE,
        "customer": "东风",
        "products": "曲轴、连杆",
        "heat_nos": "H1、H2",
        "delivered_qty": D(5),
        "visit_date": TODAY,
        "visitor": "张三",
        "next_visit": TODAY + timedelta(30),
        # what the visit is to find out
        "bad": frozenset({"method", "quality", "satisfaction"}),
    }


def test_the_card_is_printed_for_the_visit() -> None:
    (document,) = press(branch(REGULAR, ORDER, delivered(ORDER, 3, address="十堰"))).documents
    assert (document.form, document.path.en) == (
        "tracking_card",
        "Tracking/Tracking card-GZ-202611-ZS-001.xlsx",
    )
    content = document.content
    assert isinstance(content, FormContent)
    shown = {key: value for key, value in content.fields.items() if value is not None}
    assert shown == {
        "company": "金鼎公司",
        "branch": "精密锻造分公司",
        "card_no": "GZ-202611-ZS-001",
        "note_no": NOTE,
        "customer": "东风",
        "contact": "刘工",
        "phone": "0719-1",
        "address": "十堰",
        "date": DAY,
        "products": "曲轴",
        "delivered_qty": D(3),
        "visit_date": TODAY,
        "visitor": "张三",
        "next_visit": TODAY + timedelta(30),
    }
    assert [line["quantity"] for line in content.lines] == [D(3)]
    assert content.lines[0]["amount"] is None


def test_no_card_without_a_note_or_initials() -> None:
    with pytest.raises(Refusal):
        press(branch(ORDER), "SH-202611-ZS-099")
    nobody = person("张三", Role.SALESPERSON, initials=None)
    outcome = press(branch(nobody, ORDER, delivered(ORDER, 3)))
    assert (outcome.reply, outcome.edits, outcome.refused) == (CardMade(card_no=None), (), True)
    assert [found.rule.code for found in outcome.findings] == ["no-initials"]


# --- visits due -------------------------------------------------------------------------------


def due(
    office: Office, today: date
) -> list[tuple[str | None, date | None, date | None, int | None]]:
    rows = compute_visits_due(office, today)
    return [(r.customer, r.last_visit, r.due_on, r.overdue_days) for r in rows]


def test_a_customer_is_due_a_cycle_after_the_last_visit() -> None:
    visited = (card(), card("GZ-202611-ZS-002", row=4, visit_date=date(2026, 11, 1)))
    office = branch(REGULAR, ORDER, delivered(ORDER, 3), *visited)
    last = date(2026, 11, 20)
    assert due(office, last + timedelta(29)) == []
    assert due(office, last + timedelta(30)) == [("东风", last, date(2026, 12, 20), 0)]
    assert due(office, last + timedelta(33)) == [("东风", last, date(2026, 12, 20), 3)]


def test_without_a_visit_it_is_the_first_delivery() -> None:
    later = delivered(ORDER, 1, "SH-202611-ZS-002", date=date(2026, 11, 30))
    office = branch(REGULAR, ORDER, later, delivered(ORDER, 3))
    assert due(office, DAY + timedelta(31)) == [("东风", None, date(2026, 12, 13), 1)]


def test_a_card_without_a_customer_is_of_its_notes_customer() -> None:
    visited = card(customer=None)
    office = branch(REGULAR, ORDER, delivered(ORDER, 3), visited)
    assert due(office, DAY + timedelta(31)) == []


def test_an_appointment_is_not_a_visit_yet() -> None:
    office = branch(REGULAR, ORDER, delivered(ORDER, 3), card(visit_date=date(2026, 12, 24)))
    assert [row[1] for row in due(office, date(2026, 12, 20))] == [None]


def test_nobody_is_due_without_a_cycle_a_delivery_or_when_inactive() -> None:
    rows = (ORDER, delivered(ORDER, 3))
    today = date(2027, 6, 1)
    assert due(branch(customer("东风"), *rows), today) == []
    assert due(branch(REGULAR, ORDER), today) == []
    assert due(branch(REGULAR.model_copy(update={"active": False}), *rows), today) == []
    never = REGULAR.model_copy(update={"visit_cycle_days": 10**9})
    assert due(branch(never, *rows), today) == []


def test_the_longest_due_comes_first_and_nobodys_customer_is_who_delivered_there() -> None:
    stray = customer("一汽", visit_cycle_days=10)
    theirs = order("CL-202611-LS-001", salesperson="李四", customer="一汽")
    office = branch(
        REGULAR,
        stray,
        ORDER,
        theirs,
        delivered(ORDER, 3),
        delivered(theirs, 1, "SH-202611-LS-001", date=DAY + timedelta(1)),
    )
    rows = compute_visits_due(office, date(2026, 12, 31))
    assert [(r.customer, r.salesperson) for r in rows] == [("一汽", "李四"), ("东风", "张三")]


def test_visits_due_fills_the_table_of_the_workbook_it_is_pressed_in() -> None:
    office = branch(REGULAR, ORDER, delivered(ORDER, 3))
    today = DAY + timedelta(31)
    row = {
        "customer": "东风",
        "salesperson": "张三",
        "last_visit": None,
        "due_on": date(2026, 12, 13),
        "overdue_days": 1,
    }
    outcome = visits(office, Call(today, VisitsArgs(), LEDGER))
    assert mapped(outcome.reply) == {"due": [row]}
    assert outcome.edits == (Replace(LEDGER, VisitDue, (VisitDue.model_validate(row),)),)
    assert visits(office, Call(today, VisitsArgs())).edits == ()
    there = VisitDue.model_validate({"at": At(LEDGER, 3), **row})
    again = branch(REGULAR, ORDER, delivered(ORDER, 3), there)
    assert visits(again, Call(today, VisitsArgs(), LEDGER)).edits == ()


def test_a_salespersons_list_holds_the_salespersons_own_customers() -> None:
    theirs = customer("一汽", code="K9", salesperson="李四", visit_cycle_days=10)
    other = order("CL-202611-LS-001", salesperson="李四", customer="一汽")
    office = branch(
        REGULAR,
        theirs,
        ORDER,
        other,
        delivered(ORDER, 3),
        delivered(other, 1, "SH-202611-LS-001"),
    )
    today = DAY + timedelta(40)

    def listed(outcome: Outcome[ToVisit]) -> list[object]:
        return [row.customer for row in outcome.reply.due]

    pressed = visits(office, Call(today, VisitsArgs(), LEDGER))
    assert listed(pressed) == ["东风"]
    assert pressed.notes[0].zh == "1 个客户应回访。"
    assert listed(visits(office, Call(today, VisitsArgs()))) == ["一汽", "东风"]  # the branch's
    refreshed = refresh(office, Call(today, RefreshArgs(), LEDGER))
    (table,) = (edit for edit in refreshed.edits if isinstance(edit, Replace))
    assert [row.customer for row in table.rows if isinstance(row, VisitDue)] == ["东风"]
    # what any press in the workbook puts off is the same
    late = following(office, LEDGER, today, None)
    (mine,) = (each for each in late if isinstance(each, Replace))
    assert mine.model is VisitDue
    assert [getattr(row, "customer", None) for row in mine.rows] == ["东风"]


# --- numbers and grey columns -----------------------------------------------------------------


def test_cards_and_complaints_are_numbered_with_their_owners_initials() -> None:
    first, second = card(None, row=4), card("GZ-202611-ZS-001")
    case = complaint(None, date(2026, 10, 2))
    office = branch(first, second, case)
    edits, _ = number_cards(office, LEDGER, TODAY)
    assert edits == (
        SetCells(first, {"card_no": "GZ-202611-ZS-002"}),
        SetProperty(LEDGER, "xlsales.last.GZ-202611-ZS", "2"),
    )
    edits, _ = number_complaints(office, LEDGER, TODAY)
    assert edits[0] == SetCells(case, {"complaint_no": "TS-202610-ZS-001"})


def test_without_initials_they_wait_and_the_checks_say_so() -> None:
    nobody = person("张三", Role.SALESPERSON, initials=None)
    office = branch(nobody, card(None, note_no=None), complaint(None))
    assert number_cards(office, LEDGER, TODAY) == ((), ())
    assert number_complaints(office, LEDGER, TODAY) == ((), ())
    assert card_codes(office) == [(3, "card_no", "no-initials")]
    assert complaint_codes(office) == [(3, "complaint_no", "no-initials")]


def test_grey_columns_of_a_card_follow_its_note() -> None:
    row = card(heat_nos="H9")
    office = branch(REGULAR, ORDER, delivered(ORDER, 3, heat_nos="H1"), row)
    assert list(derive_cards(office, [row], TODAY)) == [
        SetCells(
            row,
            {
                "products": "曲轴",
                "heat_nos": "H1",
                "delivered_qty": D(3),
                "next_visit": date(2026, 12, 20),
            },
        )
    ]


def test_a_visit_without_a_delivery_has_a_next_visit_only() -> None:
    row = card(note_no=None, products="曲轴")
    (edit,) = derive_cards(branch(REGULAR, row), [row], TODAY)
    assert edit.values == {"products": None, "next_visit": date(2026, 12, 20)}


# --- complaints -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ((), RulingState.PENDING),
        ((ruling("TS-202611-ZS-001", None),), RulingState.PENDING),
        ((ruling("TS-202611-ZS-001", Ruling.YES),), RulingState.YES),
        ((ruling("TS-202611-ZS-001", Ruling.NO),), RulingState.NO),
        ((ruling("TS-202611-ZS-009", Ruling.NO),), RulingState.PENDING),
        # 张三 may not rule at all, least of all on a complaint against himself
        ((ruling("TS-202611-ZS-001", Ruling.NO, decided_by="张三"),), RulingState.PENDING),
    ],
)
def test_confirmed_is_what_the_ruling_says(rows: tuple[Row, ...], state: RulingState) -> None:
    case = complaint("TS-202611-ZS-001")
    (edit,) = refresh_complaints(branch(case, *rows), [case], TODAY)
    assert edit == SetCells(case, {"confirmed": state})
    kept = case.model_copy(update={"confirmed": state})
    assert list(refresh_complaints(branch(kept, *rows), [kept], TODAY)) == []


# --- checks -----------------------------------------------------------------------------------


def card_codes(office: Office, today: date = TODAY) -> list[tuple[int, str | None, str]]:
    found = check_cards(office, office.rows(Card), today)
    return [(f.place.at.row, f.place.column, f.rule.code) for f in found]


def complaint_codes(office: Office, today: date = TODAY) -> list[tuple[int, str | None, str]]:
    found = check_complaints(office, office.rows(Complaint), today)
    return [(f.place.at.row, f.place.column, f.rule.code) for f in found]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, []),
        ({"note_no": None}, []),
        ({"note_no": "SH-202611-ZS-099"}, [("note_no", "unknown-note")]),
        ({"customer": "一汽"}, [("customer", "card-of-other-customer")]),
        ({"visit_date": date(2026, 11, 12)}, [("visit_date", "visited-before-delivery")]),
        ({"visit_date": date(2025, 12, 1), "note_no": None}, [("visit_date", "other-year")]),
    ],
)
def test_what_is_wrong_with_a_card_is_found(
    cells: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    office = branch(ORDER, delivered(ORDER, 3), card(**cells))
    assert card_codes(office) == [(3, *place) for place in said]


def test_the_last_card_of_a_customer_says_that_a_visit_is_overdue() -> None:
    earlier = card("GZ-202611-ZS-002", row=4, visit_date=date(2026, 11, 14))
    office = branch(REGULAR, ORDER, delivered(ORDER, 3), card(), earlier)
    assert card_codes(office, date(2026, 12, 20)) == []
    assert card_codes(office, date(2026, 12, 21)) == [(3, "next_visit", "visit-overdue")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"note_no": NOTE, "order_no": NO}, []),
        ({"note_no": "SH-202611-ZS-099"}, [("note_no", "unknown-note")]),
        ({"order_no": "CL-202611-ZS-099"}, [("order_no", "unknown-order")]),
        (
            {"customer": "一汽", "note_no": NOTE, "order_no": NO},
            [
                ("note_no", "complaint-of-other-customer"),
                ("order_no", "complaint-of-other-customer"),
            ],
        ),
        ({"due_date": TODAY}, []),
        ({"due_date": TODAY - timedelta(1)}, [("due_date", "complaint-overdue")]),
        ({"due_date": date(2026, 11, 5), "closed_on": TODAY, "result": "换货"}, []),
        (
            {"closed_on": date(2026, 10, 31), "result": "换货"},
            [("closed_on", "closed-before-complaint")],
        ),
        (
            {"due_date": date(2026, 10, 31), "closed_on": TODAY, "result": "换货"},
            [("due_date", "due-before-complaint")],
        ),
    ],
)
def test_what_is_wrong_with_a_complaint_is_found(
    cells: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    case = complaint("TS-202611-ZS-001", **cells)
    office = branch(ORDER, delivered(ORDER, 3), case)
    assert complaint_codes(office) == [(3, *place) for place in said]


def test_a_complaint_of_another_year_is_said() -> None:
    office = branch(complaint("TS-202511-ZS-001", date(2025, 11, 2)))
    assert complaint_codes(office) == [(3, "date", "other-year")]


def test_what_cannot_be_read_is_silent() -> None:
    spoilt = complaint("TS-202611-ZS-001", note_no=NOTE, closed_on=TODAY, result="换货")
    blind = spoilt.model_copy(
        update={"date": None, "customer": None, "bad": frozenset({"date", "customer"})}
    )
    assert complaint_codes(branch(ORDER, delivered(ORDER, 3), blind)) == []
    visited = card().model_copy(update={"visit_date": None, "bad": frozenset({"visit_date"})})
    office = branch(REGULAR, ORDER, delivered(ORDER, 3), visited)
    assert card_codes(office, date(2027, 1, 1)) == []
    (edit,) = derive_cards(office, office.rows(Card), TODAY)
    assert "next_visit" not in edit.values
