"""No button reads what is missing as blank: it is refused, or its figures are the same."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.gate.month import (
    BUTTONS,
    COLLECTION,
    DONGFENG,
    MASTERS,
    OWNER,
    REGISTER,
    Press,
    copied,
    presses,
)
from tests.gate.spoiling import (
    STRANGE,
    office_with,
    own_office_with,
    spoilt,
    with_doubles,
    with_header,
    with_headers,
    with_name,
    without_table,
)
from xlsales.buttons import FORMS, arguments_of, macro_of
from xlsales.core.column import By
from xlsales.core.grid import Grid
from xlsales.core.needs import Needs, needs_of
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Append, Outcome, Replace, SetCells
from xlsales.core.reply import Reply, mapped, of_press
from xlsales.core.row import Table
from xlsales.flow.checks.validation import findings
from xlsales.forms.collection import Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.management import Cost
from xlsales.forms.masters import Customer
from xlsales.forms.register import Expense, Order
from xlsales.forms.tables import TABLES, tables_of
from xlsales.hosts.lists import lists_of
from xlsales.hosts.memory import InMemory
from xlsales.office.unusable import Unusable
from xlsales.press import checked, press

PRESSES = pytest.mark.parametrize("pressed", presses(), ids=lambda press: press.name)


def needs(pressed: Press) -> Needs:
    return needs_of(macro_of(pressed.button), pressed.call.book)


def grids(host: InMemory) -> Iterator[Grid]:
    return (sheet.grid for sheet in host.cells.sheets.values())


def refused(pressed: Press, host: InMemory) -> str:
    with pytest.raises(Unusable) as trouble:
        checked(host, pressed.button, pressed.call.book)
    return trouble.value.words.zh


def test_every_button_that_reads_rows_says_what_it_needs() -> None:
    reading = [button for button in BUTTONS.values() if not button.tool]
    for button in reading:
        for book in presses()[0].before.cells.infos:
            assert {t.kind for t in needs_of(macro_of(button), book).tables} <= set(button.reads)
    shown = {pressed.button.id for pressed in presses()}
    going_on = {b.id for b in reading if not needs_of(macro_of(b), MASTERS).stops}
    assert going_on == {"validate", "apply_fixes", "today"}
    assert shown == {button.id for button in reading} - going_on


@PRESSES
def test_a_needed_column_that_is_missing_altered_or_doubled_is_refused(pressed: Press) -> None:
    before = pressed.before
    wanted = needs(pressed).tables
    for grid in grids(before):
        for key in wanted.get(grid.table, ()):
            for name, worse in spoilt(grid, key):
                said = refused(pressed, office_with(before, worse))
                place = f"{before.cells.infos[grid.book].path}：工作表“{grid.title}”"
                assert place in said, (name, grid.table, key)
                assert f"“{grid.header(key)}”" in said, (name, grid.table, key)
                if name == "strange":
                    assert f"“{STRANGE}”" in said  # it stands in the column's place


@PRESSES
def test_a_needed_table_that_is_missing_or_goes_by_another_name_is_refused(pressed: Press) -> None:
    before = pressed.before
    for grid in grids(before):
        if grid.table in needs(pressed).tables:
            name, path = grid.table.name, before.cells.infos[grid.book].path
            said = refused(pressed, without_table(before, grid.book, grid.table))
            assert f"{path}：本工作簿中没有表“{grid.table.title.zh}”（表名 {name}）" in said
            for others in ((f"{name}2",), (f"{name}_1", f"{name}_2")):
                said = refused(pressed, with_name(before, grid.book, grid.table, *others))
                assert all(f"“{other}”" in said for other in others)
                assert ("一键修正" in said) is (len(others) == 1)


def figures(outcome: Outcome[Reply], but: Table | None = None) -> Any:
    """Return what a macro answers and writes, but for the grey columns of one table."""
    pressed = {"rows", *of_press(type(outcome.reply))}
    reply = {key: value for key, value in mapped(outcome.reply).items() if key not in pressed}
    edits: list[object] = []
    for edit in outcome.edits:
        if isinstance(edit, SetCells):
            edits.append((edit.row.table, edit.row.at, _cells(edit.row.table, edit.values, but)))
        elif isinstance(edit, Append | Replace):
            edits += [(r.table, edit.book, _cells(r.table, dict(r), but)) for r in edit.rows]
        else:
            edits.append(edit)
    return reply, [edit for edit in edits if not isinstance(edit, tuple) or edit[-1]]


def _cells(table: Table, values: Any, but: Table | None) -> dict[str, object]:
    return {
        key: value
        for key, value in values.items()
        if key in table.by_key and not (table is but and table.by_key[key].by is By.MACRO)
    }


@PRESSES
def test_without_columns_that_it_does_not_need_its_figures_are_the_same(pressed: Press) -> None:
    before = pressed.before
    plain = pressed.again(copied(before)).outcome
    for grid in grids(before):
        wanted = needs(pressed).tables.get(grid.table, frozenset())
        spare = [column.key for column in grid.table.columns if column.key not in wanted]
        worse = [with_headers(grid, dict.fromkeys(spare, "")), with_doubles(grid, spare)]
        for each in worse:
            said = pressed.again(own_office_with(before, each)).outcome
            assert figures(said, grid.table) == figures(plain, grid.table), (
                grid.table,
                each.missing,
            )


@PRESSES
def test_a_table_that_it_does_not_read_is_no_matter(pressed: Press) -> None:
    plain = figures(pressed.again(copied(pressed.before)).outcome)
    wanted = needs(pressed).tables
    for grid in grids(pressed.before):
        # grey columns and computed tables of the workbook itself are filled by the press
        if grid.table not in wanted and grid.book != pressed.call.book:
            host = without_table(copied(pressed.before), grid.book, grid.table)
            assert figures(pressed.again(host).outcome) == plain, grid.table


# --- what is said, and what goes on ----------------------------------------------------------------


def score() -> Press:
    return next(pressed for pressed in presses() if pressed.name == "score")


def without(host: InMemory, table: Table, *keys: str) -> InMemory:
    (grid,) = (grid for grid in grids(host) if grid.table is table)
    return office_with(host, with_headers(grid, dict.fromkeys(keys, "")))


def test_all_troubles_are_told_together_and_many_are_counted() -> None:
    host = without(score().before, Customer.table, "market")
    host = without(host, Cost.table, "unit_cost", "from_date")
    said = refused(score(), host).splitlines()
    assert len(said) == 4
    assert said[0] == "“计算考核”未执行，没有任何改动：所需的表或列无法读取。"
    every = [grid for grid in grids(host) if grid.table is Order.table]
    host = without(host, Order.table, *(k for k in every[0].columns if k in needs_all(Order.table)))
    said = refused(score(), host).splitlines()
    assert len(said) == 7
    assert said[-1].startswith("……另有 ")


def needs_all(table: Table) -> frozenset[str]:
    return Needs.of(table.model).tables[table]


@pytest.mark.parametrize("button_id", ["validate", "apply_fixes", "today"])
def test_what_mends_it_goes_on_and_says_what_other_workbooks_lack(button_id: str) -> None:
    button = BUTTONS[button_id]
    call = Call(score().call.today, arguments_of(button)(), REGISTER)
    host = copied(without(score().before, Expense.table, "amount"))
    done = press(host, button, call).outcome
    assert not any("费用" in note.zh and "金额" in note.zh for note in done.notes)
    host = copied(without(score().before, Customer.table, "name"))
    done = press(host, button, call).outcome
    assert any("基础资料.xlsx：工作表“客户”缺少“客户名称”" in note.zh for note in done.notes)
    assert done.refused
    assert "unknown-customer" not in [found.rule.code for found in done.findings]


def alarms(office: Office) -> Counter[tuple[object, ...]]:
    """Count what Validate says of all workbooks."""
    return Counter(
        (each.rule.code, each.place.at.book, each.place.table, each.place.column)
        for book in office.books
        for each in findings(office, book, score().call.today)
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_validate_names_what_is_missing_once_and_gives_no_false_alarm(table: Table) -> None:
    before = score().before
    known = alarms(before.cells.office(FORMS))
    (grid,) = (grid for grid in grids(before) if grid.table is table)
    for column in table.columns:
        worse = office_with(before, with_header(grid, column.key, ""))
        new = alarms(worse.cells.office(FORMS)) - known
        assert new == {("missing-column", grid.book, table, column.key): 1}
    new = alarms(without_table(before, grid.book, table).cells.office(FORMS)) - known
    assert new == {("missing-table", grid.book, table, None): 1}


def test_the_tables_of_one_workbook_cannot_be_taken_for_each_other() -> None:
    for kind in FORMS:
        for one in tables_of(kind):
            for other in tables_of(kind):
                heads = {column.zh for column in other.columns}
                assert one is other or not {column.zh for column in one.columns} <= heads


# --- what a press fills besides ---------------------------------------------------------------------


def pressed_named(name: str) -> Press:
    return next(pressed for pressed in presses() if pressed.name == name)


def test_grey_columns_stay_while_what_they_follow_from_cannot_be_read() -> None:
    sign = pressed_named("sign_off")
    host = copied(without(sign.before, Customer.table, "market"))
    changed = {(c.table, c.column) for c in sign.again(host).changes}
    assert ("deliveries", "signed_qty") in changed
    card = pressed_named("verify_payments")
    host = copied(without(card.before, Customer.table, "salesperson"))
    (row,) = card.again(host).office.rows(Payment)
    assert row.salesperson == OWNER  # as the press before had filled it


def test_a_grey_column_that_is_gone_is_said_and_stops_nothing() -> None:
    sign = pressed_named("sign_off")
    (grid,) = (g for g in grids(sign.before) if g.table is Delivery.table)
    cells = [
        [None if n == grid.columns["amount"] else x for n, x in enumerate(r)] for r in grid.cells
    ]
    bare = dataclasses.replace(grid, cells=cells)
    host = own_office_with(sign.before, with_header(bare, "amount", ""))
    done = sign.again(host)
    assert mapped(done.reply)["lines"]
    assert [note.zh for note in done.outcome.notes if "灰色" in note.zh] == [
        "送货/送货台账-张三-2026.xlsx：工作表“送货”缺少灰色列“金额”，未填写。"
    ]
    assert not host.cells.unplaced


def test_drop_downs_stay_while_their_column_cannot_be_read() -> None:
    before = score().before
    whole = lists_of(before.cells.office(FORMS), "register")
    assert whole["list_customers_name"] == (DONGFENG,)
    assert whole["list_products_code"] == ("P001", "P002")
    host = without(before, Customer.table, "name")
    assert lists_of(host.cells.office(FORMS), "register") == {
        name: values for name, values in whole.items() if name != "list_customers_name"
    }


def test_nothing_is_numbered_in_a_column_that_is_not_there() -> None:
    refresh = pressed_named("refresh collection")
    validate = BUTTONS["validate"]
    call = Call(
        refresh.call.today, arguments_of(validate).model_validate({"annotate": True}), COLLECTION
    )
    host = copied(without(refresh.before, Payment.table, "payment_no"))
    press(host, validate, call)
    assert not any("HK" in name for name in host.cells.infos[COLLECTION].properties)
    host = copied(refresh.before)
    press(host, validate, call)
    assert any("HK" in name for name in host.cells.infos[COLLECTION].properties)
