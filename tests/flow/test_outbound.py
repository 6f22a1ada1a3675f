"""Outbound: a note leaves the warehouse, its copy comes back."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.build import order, person
from tests.flow.branch import PEOPLE, TODAY, WAREHOUSE, branch, delivered, outbound, setting
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Append, Outcome, Refusal, SetCells
from xlsales.core.reply import mapped
from xlsales.core.row import Row
from xlsales.flow.checks.outbound import check_outbound, is_copy_overdue
from xlsales.flow.delivery.outbound import BookedOut, OutboundArgs, book_out
from xlsales.forms.choices import Role
from xlsales.forms.warehouse import Outbound

ORDER = order()
NOTE = "SH-202611-ZS-001"
KEEPER = person("吴库", Role.WAREHOUSE)
SHIPPED = delivered(ORDER, 8)


def office_of(*rows: Row) -> Office:
    return branch(*PEOPLE, KEEPER, ORDER, SHIPPED, *rows)


def press(office: Office, user: str = "", **args: Any) -> Outcome[BookedOut]:
    values = {"note": NOTE, **args}
    return book_out(office, Call(TODAY, OutboundArgs.model_validate(values), user=user))


def codes(outcome: Outcome[BookedOut]) -> list[str]:
    return [found.rule.code for found in outcome.findings]


def test_a_note_is_booked_out_today() -> None:
    outcome = press(office_of(), keeper="吴库")
    row = Outbound(note_no=NOTE, date=TODAY, keeper="吴库")
    assert outcome.edits == (Append(WAREHOUSE, (row,)),)
    assert mapped(outcome.reply) == {"note_no": NOTE}


def test_the_keeper_is_who_presses_the_button() -> None:
    (edit,) = press(office_of(), user="吴库").edits
    assert isinstance(edit, Append)
    (row,) = edit.rows
    assert isinstance(row, Outbound)
    assert row.keeper == "吴库"


def test_the_copy_comes_back_to_the_row_that_is_there() -> None:
    out = outbound()
    outcome = press(office_of(out), copy_back=TODAY)
    assert outcome.edits == (SetCells(out, {"copy_returned_on": TODAY}),)
    assert not outcome.refused


def test_a_note_can_go_out_and_its_copy_come_back_at_once() -> None:
    (edit,) = press(office_of(), keeper="吴库", copy_back=TODAY).edits
    assert isinstance(edit, Append)
    assert edit.rows == (Outbound(note_no=NOTE, date=TODAY, keeper="吴库", copy_returned_on=TODAY),)


@pytest.mark.parametrize(
    ("cells", "args", "code"),
    [
        ({}, {"keeper": "吴库"}, "already-out"),
        ({"copy_returned_on": date(2026, 11, 20)}, {"copy_back": TODAY}, "already-back"),
        ({}, {"copy_back": date(2026, 11, 12)}, "copy-back-before-out"),
    ],
)
def test_what_was_booked_already_is_refused(
    cells: dict[str, Any], args: dict[str, Any], code: str
) -> None:
    outcome = press(office_of(outbound(**cells)), **args)
    assert codes(outcome) == [code]
    assert (outcome.edits, outcome.refused) == ((), True)


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"keeper": "张三"},
        {"keeper": "没有的"},
        {"keeper": "吴库", "note": "SH-202611-ZS-099"},
    ],
)
def test_wrong_usage_is_refused_as_a_whole(args: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        press(office_of(), **args)


def test_a_return_is_not_booked_out() -> None:
    back = delivered(ORDER, -1, "TH-202611-ZS-001", return_of=NOTE)
    with pytest.raises(Refusal):
        press(office_of(back), keeper="吴库", note="TH-202611-ZS-001")


# --- checks -----------------------------------------------------------------------------------


def found(office: Office, today: date = date(2026, 11, 14)) -> list[tuple[str | None, str]]:
    rows = office.rows(Outbound)
    return [(f.place.column, f.rule.code) for f in check_outbound(office, rows, today)]


def test_a_sound_row_has_no_findings() -> None:
    assert found(office_of(outbound())) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"no": "SH-202611-ZS-099"}, [("note_no", "unknown-note")]),
        ({"keeper": "张三"}, [("keeper", "keeper-without-role")]),
        ({"copy_returned_on": date(2026, 11, 12)}, [("copy_returned_on", "copy-back-before-out")]),
        ({"date": date(2025, 11, 13), "copy_returned_on": TODAY}, [("date", "other-year")]),
        ({"keeper": "没有的"}, []),  # the list of people says it
    ],
)
def test_what_is_wrong_is_found(cells: dict[str, Any], said: list[tuple[str, str]]) -> None:
    assert found(office_of(outbound(**cells))) == said


@pytest.mark.parametrize(("days", "overdue"), [(7, False), (8, True)])
def test_a_copy_that_does_not_come_back(days: int, overdue: bool) -> None:
    day = date(2026, 11, 13) + timedelta(days)
    out = outbound()
    assert (found(office_of(out), day) == [("copy_returned_on", "copy-not-back")]) is overdue
    assert is_copy_overdue(office_of(out), out, day) is overdue
    patient = setting("unsigned_after_days", "30")
    assert found(office_of(out, patient), day) == []


def test_what_cannot_be_read_is_silent() -> None:
    spoilt = outbound().model_copy(update={"date": None, "bad": frozenset({"date"})})
    assert found(office_of(spoilt), TODAY + timedelta(90)) == []
