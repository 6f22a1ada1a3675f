"""Rename: one name in every column that says it, refused where it would be another thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.build import MASTERS, customer, order, register_of
from tests.flow.branch import (
    AT_NINE,
    CUSTOMERS,
    FORGE,
    MANAGEMENT,
    PEOPLE,
    TODAY,
    branch,
    planned,
    product,
)
from tests.flow.branch import requested as asked_for
from xlsales.buttons import FORMS
from xlsales.core.column import Column, Type
from xlsales.core.office import BookInfo, Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells, SetOwner, SetProperty
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.words import Lang
from xlsales.flow.facts import fingerprint, terms
from xlsales.flow.masters.renaming import RenameArgs, Renamed, rename
from xlsales.forms.choices import OWNED, YEARLY, Kind, Master, Matter
from xlsales.forms.files import workbook_path
from xlsales.forms.management import Approval
from xlsales.forms.tables import BY_NAME, MODELS, REFERRED, REFERRING, TABLES
from xlsales.hosts.memory import in_memory

PLACES = [
    pytest.param(master, table, column, id=f"{table.name}.{column.key}")
    for master in REFERRED
    for table, column in REFERRING[master]
]


def book_of(kind: str) -> Book:
    return Book(kind, "李四" if kind in OWNED else "", 2026 if kind in YEARLY else 0)


def office_of(*rows: Row, books: Sequence[Book] = ()) -> Office:
    """A small branch whose masters stand in rows of their workbook; and empty workbooks."""
    usual = [*PEOPLE, *CUSTOMERS, product(), FORGE]
    given = {type(row) for row in rows}
    usual = [row for row in usual if type(row) not in given]
    masters = [
        row.model_copy(update={"at": At(MASTERS, n)}) if row.table.kind == Kind.MASTERS else row
        for n, row in enumerate([*usual, *rows], 3)
    ]
    office = branch(*masters)
    more = {book: BookInfo(workbook_path(book, Lang.ZH)) for book in (*books, MASTERS)}
    tables = {model: office.rows(model) for model in MODELS}
    return Office(tables, {**office.books, **more})


def called(table: str, old: str, new: str) -> Call[RenameArgs]:
    return Call(TODAY, RenameArgs(table=Master(table), old=old, new=new))


def test_the_masters_that_can_be_renamed_are_those_that_rows_refer_to() -> None:
    typed = {name for name, key in REFERRED.items() if BY_NAME[name].by_key[key].typed}
    assert set(Master) == typed


def test_every_column_called_like_a_reference_says_what_it_names() -> None:
    named = {(c.key, c.ref) for table in TABLES for c in table.columns if c.ref}
    for table in TABLES:
        for column in table.columns:
            wanted = {ref for key, ref in named if key == column.key}
            if column.type is Type.TEXT and wanted:
                assert {column.refers} == wanted, f"{table.name}.{column.key}"


@pytest.mark.parametrize(("master", "table", "column"), PLACES)
def test_a_name_is_changed_in_every_column_that_says_it(
    master: str, table: Table, column: Column
) -> None:
    host = in_memory()
    for kind in {Kind.MASTERS, Kind(table.kind)}:
        host.cells.add_book(book_of(kind))
    host.cells.type(book_of(Kind.MASTERS), master, {REFERRED[master]: "旧名"})
    here, several = book_of(table.kind), column.several
    texts = ["旧名", "旧名二", "甲、旧名、乙", " 旧名 "]
    typed = next((c.key for c in table.columns if c.typed and not c.refers), column.key)
    rows = [host.cells.type(here, table.name, {typed: "1", column.key: text}) for text in texts]
    host.cells.apply(rename(host.cells.office(FORMS), called(master, "旧名", "新名")).edits)
    grid = host.cells.sheets[here, table.name].grid
    assert [grid.cell(row - grid.first_row, column.key) for row in rows] == [
        "新名",
        "旧名二",
        "甲、新名、乙" if several else "甲、旧名、乙",
        "新名",
    ]
    grid = host.cells.sheets[book_of(Kind.MASTERS), master].grid
    assert [grid.cell(index, REFERRED[master]) for index in range(1)] == ["新名"]


def test_there_are_many_such_columns() -> None:
    assert len(PLACES) > 40


# --- what is no renaming ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("customers", "东风", "", "请填写新名称，不能与原名称相同。"),
        ("customers", "东风", " 东风 ", "请填写新名称，不能与原名称相同。"),
        ("customers", "东凤", "东风厂", "客户表中没有“东凤”。相近的有：东风。"),
        ("people", "王二", "王五", "人员表中没有“王二”。相近的有：王副。"),
        ("products", "9", "10", "产品表中没有“9”。请按表中的写法填写。"),
        ("customers", "东风", "一汽", "客户表中已有“一汽”，更名会将二者合并，未作更改。"),
        ("customers", "东风", "一 汽", "客户表中已有“一汽”，更名会将二者合并，未作更改。"),
        ("people", "张三", "李四", "人员表中已有“李四”，更名会将二者合并，未作更改。"),
        ("people", "张三", "周五", "已有“周五”的工作簿"),
    ],
)
def test_what_is_no_renaming_is_refused(table: str, old: str, new: str, said: str) -> None:
    office = office_of(order(customer="东风"), books=[register_of("周五")])
    with pytest.raises(Refusal) as refused:
        rename(office, called(table, old, new))
    assert refused.value.words.zh.startswith(said)


def test_what_was_renamed_by_hand_is_finished() -> None:
    office = office_of(order(customer="旧名"), customer("新名"))
    assert changes(rename(office, called("customers", "旧名", "新名"))) == {("orders", "customer")}


def test_two_masters_are_not_made_one_though_one_is_gone() -> None:
    office = office_of(order(customer="旧名"), order("CL-202611-ZS-002", row=4, customer="东风"))
    with pytest.raises(Refusal, match="更名会将二者合并"):
        rename(office, called("customers", "旧名", "东风"))


def test_what_is_only_written_otherwise_is_put_right() -> None:
    office = office_of(order(customer="东 风"), order("CL-202611-ZS-002", row=4, customer="东风"))
    edits = rename(office, called("customers", "东 风", "东风")).edits
    assert [edit.row.at.row for edit in edits if isinstance(edit, SetCells)] == [3]


# --- orders, their fingerprints, owners ------------------------------------------------------------


def changes(outcome: Outcome[Renamed]) -> set[tuple[str, str]]:
    return {
        (edit.row.table.name, column)
        for edit in outcome.edits
        if isinstance(edit, SetCells)
        for column in edit.values
    }


def approval(of: Any, **cells: Any) -> Approval:
    values = {"order_no": of.order_no, "kind": Matter.REVIEW, "customer": of.customer, **cells}
    return Approval.model_validate(
        {"at": At(MANAGEMENT, 3), "order_hash": fingerprint.approval(of), **values}
    )


@pytest.mark.parametrize(("table", "old"), [("customers", "东风"), ("products", "P1")])
@pytest.mark.parametrize("cancelled", [None, date(2026, 11, 20)])
def test_a_name_is_no_change_of_an_order(table: str, old: str, cancelled: date | None) -> None:
    column = table.removesuffix("s")
    one = order(cancelled_on=cancelled, submitted_at=AT_NINE)
    two = one.model_copy(update={column: "新名"})
    office = office_of(one, planned(one), asked_for(one), approval(one))
    edits = rename(office, called(table, old, "新名")).edits
    marks = {
        edit.row.table.name: edit.values["order_hash"]
        for edit in edits
        if isinstance(edit, SetCells) and "order_hash" in edit.values
    }
    assert marks == {
        "plan_lines": fingerprint.plan(two),
        "trade_requests": fingerprint.plan(two),
        "approvals": fingerprint.approval(two),
    }


def test_an_order_that_changed_since_stays_a_changed_one() -> None:
    then = order(quantity=12)
    office = office_of(order(), planned(then), asked_for(then))
    line, request = (
        edit.values.get("order_hash")
        for edit in rename(office, called("customers", "东风", "新名")).edits
        if isinstance(edit, SetCells) and edit.row.table.name in {"plan_lines", "trade_requests"}
    )
    assert line == fingerprint.plan(then.model_copy(update={"customer": "新名"}))
    assert request in {None, line}


def test_a_persons_workbooks_stay_theirs() -> None:
    office = office_of(
        order(), books=[register_of("张三", 2025), Book(Kind.DELIVERY, "张三", 2026)]
    )
    outcome = rename(office, called("people", "张三", "张珊"))
    owned = [edit for edit in outcome.edits if isinstance(edit, SetOwner)]
    assert {(edit.book.kind, edit.book.year, edit.owner) for edit in owned} == {
        ("register", 2025, "张珊"),
        ("register", 2026, "张珊"),
        ("delivery", 2026, "张珊"),
    }
    said = {each.workbook: each.cells for each in outcome.reply.changed}
    assert said["承揽登记/承揽登记-张三-2025.xlsx"] == 0
    assert said["承揽登记/承揽登记-张三-2026.xlsx"] == 1


def test_the_credit_days_kept_of_a_customer_go_on_under_the_new_name() -> None:
    ledger = Book("collection", "", 2026)
    kept = {"xlsales.credit.东风": "30,60@2026-12-31", "xlsales.credit.云陵": "45"}
    office = Office({}, {ledger: BookInfo("回款.xlsx", properties=kept)})
    assert list(terms.renamed(office, "东风", "东风机械")) == [
        SetProperty(ledger, "xlsales.credit.东风机械", "30,60@2026-12-31")
    ]
