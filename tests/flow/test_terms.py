"""Due dates: given once; they follow a corrected date, not the customer's later credit days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import COLLECTION, customer, invoice, money, payment
from tests.flow.branch import branch
from xlsales.core.office import Office
from xlsales.core.outcome import SetCells, SetProperty
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang
from xlsales.flow.checks.collection import check_invoices
from xlsales.flow.collection.payments import derive_invoices
from xlsales.flow.facts.ageing import ageing_at, ageing_rows
from xlsales.forms.choices import Kind
from xlsales.forms.collection import Invoice
from xlsales.forms.tables import MODELS

TODAY = date(2026, 12, 31)
WRITTEN, DUE = date(2026, 12, 30), date(2027, 1, 29)
SLIP, FOLLOWS = date(2026, 6, 30), date(2026, 7, 30)
DONGFENG = "xlsales.credit.东风"
KEPT = {DONGFENG: "30"}


def bill(day: date = SLIP, no: str = "A", **cells: Any) -> Invoice:
    """An invoice of 30 December, due 30 days later, that is dated ``day`` by now."""
    return invoice(no, 100, date=day, **{"due_date": DUE, **cells})


def office(*rows: Row, kept: Mapping[str, str] = KEPT) -> Office:
    mine = any(type(row).__name__ == "Customer" for row in rows)
    return branch(*(() if mine else (customer("东风"),)), *rows, properties=kept)


def pressed(made: Office) -> tuple[dict[str, date], dict[str, str]]:
    """What any press in the workbook makes of due dates, and what it keeps of credit days."""
    dues: dict[str, date] = {}
    kept: dict[str, str] = {}
    for edit in derive_invoices(made, made.rows(Invoice), TODAY):
        if isinstance(edit, SetCells):
            assert isinstance(edit.row, Invoice)
            (value,) = edit.values.values()
            assert isinstance(value, date)
            dues[edit.row.invoice_no] = value
        elif isinstance(edit, SetProperty):
            kept[edit.name] = edit.value
    return dues, kept


def dues(made: Office) -> dict[str, date]:
    return pressed(made)[0]


def told(made: Office) -> list[tuple[str | None, str]]:
    found = check_invoices(made, made.rows(Invoice), TODAY)
    return [(f.place.column, f.rule.code) for f in found if f.rule.code != "other-year"]


# --- following ---------------------------------------------------------------------------------


def test_a_due_date_follows_a_corrected_date() -> None:
    made = office(bill())
    assert pressed(made) == ({"A": FOLLOWS}, {})
    assert told(made) == []
    after = bill(due_date=FOLLOWS)
    assert pressed(office(after)) == ({}, {})


@pytest.mark.parametrize("day", [WRITTEN, DUE, date(2026, 12, 29), date(2025, 12, 30)])
def test_a_slip_of_a_day_or_a_year_is_one_too(day: date) -> None:
    expected = {} if day == WRITTEN else {"A": day + timedelta(30)}
    assert dues(office(bill(day))) == expected


def test_credit_days_changed_later_move_no_due_date() -> None:
    longer = customer("东风", credit_days=60)
    made = office(longer, bill(WRITTEN), bill(WRITTEN, "NEW", due_date=None))
    assert pressed(made) == ({"NEW": date(2027, 2, 28)}, {DONGFENG: "30,60@2026-12-31"})
    assert told(made) == []
    kept = {DONGFENG: "30,60@2026-12-31"}
    again = (bill(WRITTEN), bill(WRITTEN, "NEW", due_date=date(2027, 2, 28)))
    assert pressed(office(longer, *again, kept=kept)) == ({}, {})
    # once more, and back again: each time from its day on
    for days, text in ((45, "30,60@2026-12-31,45@2026-12-31"), (60, "30,60@2026-12-31")):
        now = customer("东风", credit_days=days)
        made = office(now, *again, bill(WRITTEN, "B", due_date=None), kept=kept)
        assert pressed(made)[1] == ({DONGFENG: text} if days == 45 else {})


def test_a_corrected_date_follows_with_the_credit_days_of_its_own_time() -> None:
    longer = customer("东风", credit_days=60)
    kept = {DONGFENG: "30,60@2026-12-31"}
    assert dues(office(longer, bill(), kept=kept)) == {"A": FOLLOWS}
    # also where it looks as if it were of the new ones, by which none was given yet
    by_chance = bill(date(2026, 11, 30))
    assert dues(office(longer, by_chance)) == {"A": WRITTEN}
    # dated on the day of the change: given by the 60 of then
    late = bill(due_date=date(2027, 3, 1))
    assert dues(office(longer, late, kept=kept)) == {"A": SLIP + timedelta(60)}
    # of no time that is known: as they are now
    odd = bill(due_date=date(2027, 2, 15))
    assert dues(office(longer, odd, kept=kept)) == {"A": SLIP + timedelta(60)}


def test_another_customer_has_other_credit_days() -> None:
    other = customer("长江", credit_days=90)
    moved = bill(WRITTEN, customer="长江")
    assert pressed(office(customer("东风"), other, moved)) == (
        {"A": WRITTEN + timedelta(90)},
        {"xlsales.credit.长江": "90"},
    )
    assert dues(office(customer("东风"), moved)) == {}  # nobody knows 长江's


def test_a_red_invoice_follows_and_an_agreed_date_stands_beside() -> None:
    red = invoice("RED", -100, date=SLIP, due_date=DUE)
    agreed = bill(agreed_due_date=TODAY)
    assert dues(office(red)) == {"RED": FOLLOWS}
    assert dues(office(agreed)) == {"A": FOLLOWS}
    assert dues(office(red, agreed)) == {"RED": FOLLOWS}  # what it gives pays the other
    assert [fill.due for fill in ageing_at(office(agreed), TODAY).fills] == [TODAY]


# --- paid, and standing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells", [{"invoice_no": "A"}, {}], ids=["by a payment that names it", "from the pool"]
)
def test_once_something_is_paid_the_due_date_stays_and_is_told(cells: dict[str, Any]) -> None:
    made = office(bill(), payment("HK-202612-001", 1, date=TODAY, **cells))
    assert dues(made) == {}
    (said,) = check_invoices(made, made.rows(Invoice), TODAY)
    assert (said.rule.code, said.place.column) == ("due-date-behind", "due_date")
    assert said.message(Lang.ZH).startswith(
        "开票日期 2026-06-30 按账期应于 2026-07-30 到期；已有回款，到期日仍是 2027-01-29。"
    )
    agreed = office(bill(agreed_due_date=FOLLOWS), *made.rows(type(payment("HK-1", 1))))
    assert told(agreed) == []


def test_money_that_fills_another_invoice_does_not_hold_it() -> None:
    earlier = bill(WRITTEN, "B")
    theirs = payment("HK-1", 50, date=TODAY, customer="长江", invoice_no="A")
    assert dues(office(bill(), earlier, payment("HK-2", 100, invoice_no="B"), theirs)) == {
        "A": FOLLOWS
    }


# --- what the figures go by --------------------------------------------------------------------


def test_figures_go_by_the_due_date_that_the_next_press_gives() -> None:
    (row,) = ageing_rows(office(bill()), TODAY)
    assert (row.not_due, row.d91_180) == (money(0), money(100))  # 154 days past due
    (row,) = ageing_rows(office(bill(due_date=FOLLOWS)), TODAY)
    assert (row.not_due, row.d91_180) == (money(0), money(100))
    (row,) = ageing_rows(office(bill(), payment("HK-1", 1)), TODAY)
    assert (row.not_due, row.d91_180) == (money(99), money(0))  # it stays, and is told


# --- what is kept ------------------------------------------------------------------------------


def test_a_workbook_that_kept_nothing_begins_with_the_due_dates_it_has() -> None:
    yangtze = customer("长江", credit_days=45)
    rows = (bill(), bill(WRITTEN, "B"), bill(WRITTEN, "C", customer="长江"))
    made = office(customer("东风"), yangtze, *rows, kept={})
    kept = {DONGFENG: "213,30", "xlsales.credit.长江": "30,45"}
    assert pressed(made) == ({}, kept)
    assert pressed(office(customer("东风"), yangtze, *rows, kept=kept)) == ({}, {})
    later = rows[1].model_copy(update={"date": SLIP - timedelta(1)})
    assert dues(office(later, kept=kept)) == {"B": FOLLOWS - timedelta(1)}


def test_each_workbook_keeps_its_own() -> None:
    before = bill(at=At(Book(Kind.COLLECTION, "", 2025), 3))
    made = office(before, bill(no="B"))
    books = {
        book: info if book == COLLECTION else type(info)(info.path)
        for book, info in made.books.items()
    }
    tables = {model: made.rows(model) for model in MODELS}
    assert dues(Office(tables, books)) == {"B": FOLLOWS}


@pytest.mark.parametrize("text", ["*", "", "30;60", "三十", "30@夏天"])
def test_what_is_not_ours_to_read_lets_every_due_date_stand(text: str) -> None:
    assert pressed(office(bill(), kept={DONGFENG: text})) == ({}, {})


def test_more_credit_days_than_a_property_holds_let_every_due_date_stand() -> None:
    rows = [bill(WRITTEN - timedelta(n), f"F{n}") for n in range(300)]
    assert pressed(office(*rows, kept={})) == ({}, {DONGFENG: "*"})


def test_names_that_differ_in_case_share_a_property_as_in_excel() -> None:
    firm = customer("Abc 厂")
    made = office(firm, bill(WRITTEN, due_date=None, customer="Abc 厂"))
    assert pressed(made)[1] == {"xlsales.credit.abc 厂": "30"}


@given(st.data())
def test_a_due_date_is_its_date_and_the_credit_days_of_its_own_time(data: st.DataObject) -> None:
    """Invoices are entered and credit days change day by day; then dates are corrected, once."""
    kept: dict[str, str] = {}
    used: list[tuple[int, date]] = []
    rows: list[Invoice] = []
    own: dict[str, int] = {}
    for n in range(data.draw(st.integers(1, 6))):
        day = date(2026, 3, 1) + timedelta(20 * n)
        credit = customer("东风", credit_days=data.draw(st.sampled_from([0, 7, 30, 45, 90])))
        new = invoice(f"F{n}", 100, date=day, row=3 + n)
        made = office(credit, *rows, new, kept=kept)
        for edit in derive_invoices(made, made.rows(Invoice), day):
            if isinstance(edit, SetProperty):
                kept[edit.name] = edit.value
            else:
                rows.append(new.model_copy(update=dict(edit.values)))
        own[new.invoice_no] = credit.credit_days
        if not used or used[-1][0] != credit.credit_days:
            used.append((credit.credit_days, day))
        assert [row.invoice_no for row in rows] == list(own)  # the older ones stood
    slips = [data.draw(st.integers(-400, 400)) for _ in rows]
    rows = [
        row.model_copy(update={"date": row.date + timedelta(slip)})
        for row, slip in zip(rows, slips, strict=True)
    ]
    given_by = set(own.values())
    found = dues(office(customer("东风", credit_days=credit.credit_days), *rows, kept=kept))
    for row in rows:
        assert row.due_date is not None
        due = found.get(row.invoice_no, row.due_date)
        if (row.due_date - row.date).days in given_by:
            # a slip by just the difference of two terms of the customer cannot be told from it
            assert due == row.due_date
            continue
        # by its own credit days; where it could have been given by others too, by these or those
        ends = [*(day for _, day in used[1:]), date.max]
        could = {
            days
            for (days, since), end in zip(used, ends, strict=True)
            if (since <= row.due_date - timedelta(days) or since == used[0][1])
            and row.due_date - timedelta(days) <= end
        }
        assert own[row.invoice_no] in could
        assert due in {row.date + timedelta(days) for days in could}
