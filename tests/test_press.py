"""A press, whole, in memory: gate, macro, edits, what follows from them, one save, the reply.

The office's workbooks stand on a shelf, as people left them; what a press wants saved goes into a
drawer. Shelf and drawer are written to the protocols of a source and a saver, as folder and files
are, and note what they were asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from tests.gate.month import (
    BUTTONS,
    DONGFENG,
    MANAGEMENT,
    MASTERS,
    OWNER,
    PLAN,
    REGISTER,
    TODAY,
    copied,
    founded,
)
from xlsales.buttons import Button, arguments_of
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.office import BookInfo, Call
from xlsales.core.outcome import Document, Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import Book, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Review
from xlsales.forms.plan import Load
from xlsales.forms.register import Order
from xlsales.forms.tables import tables_of
from xlsales.hosts.cells import Cells
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.host import Host
from xlsales.hosts.memory import InMemory, in_memory
from xlsales.hosts.saver import Entry, Saved
from xlsales.hosts.source import Progress
from xlsales.office.beside import Beside
from xlsales.office.unusable import Unusable
from xlsales.press import Pressed, answer, press

NINE = dt.datetime.combine(TODAY, dt.time(9))
GOOD, BAD = "CL-202611-ZS-001", "CL-202611-ZS-002"
OPEN = Unusable("回款台账已打开。", "The ledger is open.")


class Shelf:
    """A source: workbooks as people left them, what stands beside their rows, what is amiss."""

    lang = Lang.ZH
    progress: Progress = staticmethod(lambda *_: None)
    numbers: Mapping[str, int] = MappingProxyType({})

    def __init__(self, kept: Cells) -> None:
        self.kept = kept
        self.read_books: list[Book] = []
        self.put_together: list[frozenset[str]] = []
        """The kinds of workbooks whose rows were put together, each time."""
        self.notes: dict[int, Sequence[Beside]] = {}
        self.shut: Unusable | None = None
        self.torn: Unusable | None = None

    def found(self) -> Mapping[Book, BookInfo]:
        return self.kept.infos

    def needed(self, kinds: Collection[str]) -> None:
        pass

    def read(self, book: Book, info: BookInfo) -> Iterator[TypedGrid]:
        assert info.path
        if self.torn:
            raise self.torn
        self.read_books.append(book)
        for sheet in self.kept.sheets_of(book):
            cells = [[*row] for row in sheet.grid.cells]
            yield TypedGrid(replace(sheet.grid, cells=cells))

    def beside(self, grid: Grid, info: BookInfo) -> Mapping[int, Sequence[Beside]]:
        assert (grid.table, info.path) == (Load.table, self.kept.infos[PLAN].path)
        return self.notes

    def about(self, kinds: Collection[str]) -> Sequence[Finding]:
        self.put_together.append(frozenset(kinds))
        return ()

    def aside(self, kinds: Collection[str]) -> Sequence[Finding]:
        del kinds
        return ()

    def gate(self, button: Button, *, writes: bool) -> Sequence[Words]:
        del button
        if self.shut and writes:
            raise self.shut
        return ()


@dataclass
class Drawer:
    """A saver: what a press had shown, and what it saved, in that order."""

    shown: dict[Book, Sequence[Finding]] = field(default_factory=dict)
    as_of: dict[Book, tuple[list[Table], dt.datetime]] = field(default_factory=dict)
    saved: list[tuple[Entry, Sequence[Document], bool]] = field(default_factory=list)
    stuck: Unusable | None = None

    def show(self, book: Book, found: Sequence[Finding]) -> None:
        assert not self.saved
        self.shown[book] = found

    def say_as_of(self, book: Book, tables: Iterable[Table], moment: dt.datetime) -> None:
        assert not self.saved
        self.as_of[book] = [*tables], moment

    def save(self, entry: Entry, documents: Sequence[Document], *, feeds: bool) -> Saved:
        if self.stuck:
            raise self.stuck
        self.saved.append((entry, documents, feeds))
        return Saved(tuple(each.path.zh for each in documents), ())

    def save_together(self, entries: Sequence[Entry], papers: Mapping[str, bytes]) -> None:
        raise AssertionError("a press saves itself")


@dataclass(frozen=True)
class Desk:
    """The host of a press here."""

    cells: Cells
    source: Shelf
    saver: Drawer

    def press(
        self, button_id: str, book: Book, today: dt.date = TODAY, *, save: bool = True, **given: Any
    ) -> Pressed:
        return press(self, BUTTONS[button_id], call(button_id, book, today, **given), save=save)

    def cell(self, book: Book, table: str, row: int, key: str) -> Cell:
        grid = self.cells.sheets[book, table].grid
        return grid.cell(row - grid.first_row, key)

    def now(self) -> dict[tuple[Book, str], list[list[Cell]]]:
        """Return all cells that were read or written."""
        sheets = self.cells.sheets.items()
        return {at: [[*row] for row in sheet.grid.cells] for at, sheet in sheets}


def call(button_id: str, book: Book, today: dt.date = TODAY, **given: Any) -> Call[Any]:
    args = arguments_of(BUTTONS[button_id]).model_validate(given)
    return Call(today, args, book, "张三", dt.datetime.combine(today, dt.time(9)))


@cache
def ordered() -> InMemory:
    """Return a branch whose salesperson typed two orders, the second with a fault."""
    host = founded()
    for quantity in (20, "约100"):
        order: Mapping[str, Cell] = {
            "order_date": dt.date(2026, 11, 3), "salesperson": OWNER, "customer": DONGFENG,
            "kind": "新制", "unit_price": 113, "required_date": dt.date(2026, 12, 30),
            "product": "P001", "quantity": quantity, "plan_type": "月度",
        }  # fmt: skip
        host.cells.type(REGISTER, "orders", order)
    return host


@cache
def planned() -> InMemory:
    """Return the branch with its first order in the plan."""
    host = copied(ordered())
    asked: tuple[tuple[str, Book, dict[str, Any]], ...] = (
        ("submit", REGISTER, {}),
        ("refresh", MANAGEMENT, {}),
        ("consolidate", PLAN, {"month": "2026-11"}),
        ("schedule", PLAN, {}),
    )
    decided: dict[str, Cell] = {"decision": "通过", "decided_by": "王经理", "decided_on": TODAY}
    for button_id, book, given in asked:
        press(host, BUTTONS[button_id], call(button_id, book, **given))
        if book == MANAGEMENT:
            host.cells.type(MANAGEMENT, "approvals", decided, 3)
    return host


def desk_at(left: Host) -> Desk:
    """Return the desk of whoever presses in an office as others left it."""
    shelf = Shelf(left.cells)
    return Desk(Cells(shelf), shelf, Drawer())


@pytest.fixture
def register() -> Desk:
    """Whoever sits before the register."""
    return desk_at(ordered())


@pytest.fixture
def plan() -> Desk:
    """Whoever sits before the plan."""
    return desk_at(planned())


# --- before anything is done --------------------------------------------------------------------


def test_the_gate_stops_a_press_that_writes_before_anything_is_read(register: Desk) -> None:
    register.source.shut = Unusable("缺少回款台账。", "The ledger is gone.")
    with pytest.raises(Unusable, match="缺少回款台账"):
        register.press("submit", REGISTER)
    assert not register.source.read_books
    assert not register.saver.saved
    looks = register.press("validate", REGISTER, annotate=False)  # which is no writing
    assert looks.outcome.findings


def test_a_column_that_the_macro_needs_stops_it_and_is_never_read_as_blank(register: Desk) -> None:
    register.cells.load(MASTERS)
    grid = register.cells.sheets[MASTERS, "customers"].grid
    grid.columns = {key: at for key, at in grid.columns.items() if key != "salesperson"}
    grid.missing = ("salesperson",)
    register.cells.sheets[MASTERS, "customers"].forget()
    before = register.now()
    with pytest.raises(Unusable, match="没有任何改动"):
        register.press("submit", REGISTER)
    assert {at: register.now()[at] for at in before} == before
    assert not register.saver.saved


def test_a_workbook_changed_while_it_was_read_stops_the_press(register: Desk) -> None:
    register.source.torn = Unusable("期间被改动。", "changed meanwhile")
    with pytest.raises(Unusable, match="期间被改动"):
        register.press("submit", REGISTER)
    assert not register.cells.changes
    assert not register.saver.saved


def test_what_a_macro_refuses_changes_nothing(plan: Desk) -> None:
    plan.cells.office(BUTTONS["issue_plan"].reads)
    before = plan.now()
    with pytest.raises(Refusal):
        plan.press("revise_plan", PLAN, plan_no="RW-202601-09")
    assert plan.now() == before
    assert not plan.cells.changes
    assert (plan.saver.shown, plan.saver.as_of, plan.saver.saved) == ({}, {}, [])


def test_an_answer_changes_nothing_and_can_be_pressed_later(register: Desk) -> None:
    button, asked = BUTTONS["submit"], call("submit", REGISTER)
    shown = answer(register, button, asked)
    assert shown.outcome.edits
    assert not register.cells.changes
    pressed = press(register, button, asked, answered=shown)
    assert pressed.outcome.edits == shown.outcome.edits
    assert len(register.saver.saved) == 1


# --- edits --------------------------------------------------------------------------------------


def test_each_row_gets_what_the_macro_meant_for_it_and_the_faulty_one_keeps_waiting(
    register: Desk,
) -> None:
    register.press("submit", REGISTER)
    orders = register.cells.office([REGISTER.kind]).rows(Order)
    assert [(each.order_no, each.submitted_at) for each in orders] == [(GOOD, NINE), (BAD, None)]
    assert register.cell(REGISTER, "orders", 4, "quantity") == "约100"  # as it was typed


def test_computed_rows_are_matched_by_their_keys_wherever_a_person_sorted_them(plan: Desk) -> None:
    plan.cells.load(PLAN)
    load = plan.cells.sheets[PLAN, "load"]
    load.grid.cells.reverse()
    load.forget()
    weeks = [plan.cell(PLAN, "load", row, "week") for row in range(3, 7)]
    assert weeks == ["2026-W51", "2026-W50", "2026-W49", "2026-W48"]
    pressed = plan.press("schedule", PLAN)
    assert [plan.cell(PLAN, "load", row, "week") for row in range(3, 7)] == weeks
    assert not [change for change in pressed.changes if change.table == "load"]


def test_what_stood_beside_a_row_that_went_is_told_and_kept(plan: Desk) -> None:
    plan.source.notes = {3: [Beside(Words("备注", "Remark"), "加班")]}
    pressed = plan.press("schedule", PLAN, dt.date(2026, 11, 30))  # a week later: W48 is over
    (left,) = [each for each in pressed.outcome.findings if each.rule.code == "left-beside-a-row"]
    assert (left.value, left.facts["row"]) == ("加班", "锻一 2026-W48")
    assert "已记入" in "".join(note.zh for note in pressed.outcome.notes)
    assert left in plan.saver.shown[PLAN]
    assert plan.cells.changes[PLAN].arranged["load"].gone


# --- what follows from them ---------------------------------------------------------------------


def test_grey_columns_are_right_afterwards(register: Desk) -> None:
    register.press("submit", REGISTER)
    order, faulty = register.cells.office([REGISTER.kind]).rows(Order)
    assert (order.product_name, order.amount) == ("齿轮坯", Decimal(2260))
    assert (order.status, order.review) == ("已上报", Review.PENDING)
    assert faulty.amount is None


def test_computed_tables_of_the_workbook_are_right_and_say_as_of_when(plan: Desk) -> None:
    def planned_in(desk: Desk) -> list[Cell]:
        return [desk.cell(PLAN, "load", row, "planned") for row in range(3, 6)]

    plan.cells.load(PLAN)
    assert planned_in(plan) == [20, 0, 0]
    plan.cells.type(PLAN, "plan_lines", {"quantity": 70}, 3)
    plan.press("schedule", PLAN)
    assert planned_in(plan) != [20, 0, 0]
    assert sum(float(str(cell)) for cell in planned_in(plan)) == 70
    computed = [table for table in tables_of(PLAN.kind) if table.is_computed]
    assert plan.saver.as_of == {PLAN: (computed, NINE)}


def test_findings_are_shown_as_they_stand_after_the_press(register: Desk) -> None:
    pressed = register.press("validate", REGISTER, annotate=True)
    found = pressed.outcome.findings
    codes = [(each.place.at.row, each.place.column, each.rule.code) for each in found]
    assert codes == [(4, "quantity", "not-a-number")]
    assert register.saver.shown == {REGISTER: found}
    assert register.cell(REGISTER, "orders", 3, "check") is None
    assert "约100" in str(register.cell(REGISTER, "orders", 4, "check"))

    register.cells.type(REGISTER, "orders", {"quantity": 50}, 4)
    again = desk_at(register)
    again.press("validate", REGISTER, annotate=True)
    assert again.saver.shown == {REGISTER: ()}
    assert again.cell(REGISTER, "orders", 4, "check") is None


# --- saving -------------------------------------------------------------------------------------


def test_all_of_it_is_saved_together_once_in_the_name_of_who_pressed(register: Desk) -> None:
    pressed = register.press("submit", REGISTER)
    ((entry, documents, feeds),) = register.saver.saved
    assert (entry.user, entry.moment, entry.button) == ("张三", NINE, "submit")
    assert tuple(entry.changes) == pressed.changes
    assert entry.touched == (REGISTER,)
    assert entry.numbers == {"CL-202611-ZS": 2}
    assert documents == ()
    assert not feeds  # no list of others is made of a register
    written = register.cells.changes[REGISTER].cells["orders"]
    assert len(written) == len({(change.row, change.column) for change in pressed.changes})


def test_documents_are_handed_to_the_saver_with_the_press(plan: Desk) -> None:
    pressed = plan.press("issue_plan", PLAN, month="2026-11")
    ((entry, documents, _),) = plan.saver.saved
    assert [each.path.zh for each in documents] == ["计划/任务计划单-RW-202611-01.xlsx"]
    assert entry.numbers == {"RW-202611": 1}
    assert pressed.files == ("计划/任务计划单-RW-202611-01.xlsx",)


def test_lists_of_other_workbooks_follow_the_masters(register: Desk) -> None:
    register.press("rename", MASTERS, table="customers", old=DONGFENG, new="东风机械")
    ((entry, _, feeds),) = register.saver.saved
    assert feeds
    assert {change.book for change in entry.changes} == {MASTERS, REGISTER}


def test_what_cannot_be_saved_stops_the_press_whole(register: Desk) -> None:
    register.saver.stuck = OPEN
    with pytest.raises(Unusable, match="已打开"):
        register.press("submit", REGISTER)
    assert not register.saver.saved


def test_with_save_off_what_changed_is_kept_for_later(register: Desk) -> None:
    pressed = register.press("submit", REGISTER, save=False)
    assert not register.saver.saved
    assert pressed.changes
    assert set(register.cells.changes) == {REGISTER}
    again = register.press("submit", REGISTER)  # finds it done, and it is saved with this one
    assert mapped(again.reply)["submitted"] == []
    assert len(register.saver.saved) == 1
    assert register.cell(REGISTER, "orders", 3, "order_no") == GOOD


def test_a_press_that_only_looks_has_nothing_to_save(register: Desk) -> None:
    pressed = register.press("ageing", Book("collection", "", 2026))
    assert pressed.changes == ()
    assert register.cells.changes == {}


# --- the reply ----------------------------------------------------------------------------------


def test_the_reply_is_filled_with_what_only_the_press_knows(register: Desk, plan: Desk) -> None:
    refreshed = register.press("refresh", REGISTER)
    assert mapped(refreshed.reply)["changed"] == len(refreshed.changes) > 0
    checked = desk_at(ordered()).press("validate", REGISTER, annotate=True)
    assert tuple(mapped(checked.reply)["findings"]) == checked.outcome.findings != ()
    issued = plan.press("issue_plan", PLAN, month="2026-11")
    assert tuple(mapped(issued.reply)["files"]) == issued.files != ()


# --- reading ------------------------------------------------------------------------------------


def test_every_workbook_is_read_once(register: Desk) -> None:
    register.press("submit", REGISTER)
    read = register.source.read_books
    assert (
        len(read) == len(set(read)) == len({book for book in ordered().cells.infos if book in read})
    )


@pytest.mark.parametrize(
    ("button_id", "book", "given", "states"),
    [
        ("submit", REGISTER, {}, 4),  # as found, with numbers, with prices, with the states of it
        ("validate", REGISTER, {"annotate": True}, 4),
        ("schedule", PLAN, {}, 1),  # it is scheduled already
    ],
)
def test_rows_are_put_together_once_for_each_state_of_the_cells(
    button_id: str, book: Book, given: Mapping[str, Any], states: int
) -> None:
    desk = desk_at(planned() if book == PLAN else ordered())
    pressed = desk.press(button_id, book, **given)
    assert len(desk.source.put_together) == states
    assert bool(pressed.changes) is (states > 1)


def test_the_rows_stay_the_same_until_a_cell_changes(register: Desk) -> None:
    kinds = BUTTONS["submit"].reads
    rows = register.cells.office(kinds)
    assert register.cells.office(kinds) is rows
    assert register.cells.apply([]) == []
    assert register.cells.office(kinds) is rows
    register.cells.type(REGISTER, "orders", {"remark": "急"}, 3)
    assert register.cells.office(kinds) is not rows


# --- nowhere ------------------------------------------------------------------------------------


def test_in_memory_alone_the_cells_keep_it_all() -> None:
    host: Host = in_memory()
    host.cells.add_book(REGISTER)
    host.cells.add_book(MASTERS)
    host.cells.type(REGISTER, "orders", {"customer": DONGFENG, "quantity": "约100"})
    pressed = press(host, BUTTONS["validate"], call("validate", REGISTER, annotate=True))
    assert pressed.files == ()
    assert host.cells.changes == {}
    assert "约100" in str(host.cells.sheets[REGISTER, "orders"].grid.cell(0, "check"))
