"""A master of the example branch renamed: its name is another everywhere, and nothing else is."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from xlsales.buttons import BY_ID, COMMAND_ONLY, FORMS, arguments_of, macro_of
from xlsales.core.column import Type
from xlsales.core.office import Call, Office
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.demo.story import Story
from xlsales.flow.checks.validation import findings
from xlsales.flow.masters.renaming import RenameArgs
from xlsales.forms.choices import Kind, Master
from xlsales.forms.tables import BY_NAME, REFERRED, REFERRING, TABLES
from xlsales.hosts.host import Host
from xlsales.press import press

TODAY = date(2026, 12, 31)
NEW = "Ω新名"
MISTYPED = {"801", "801.0"}
"""A code that lost its zeros: one of the demonstration's mistakes."""
FIGURES: Mapping[str, Mapping[str, Any]] = {
    "score": {"period": "2026-Q4"},
    "schedule": {},
    "ageing": {},
    "stock": {},
    "visits_due": {},
    "consolidate": {"month": "2026-12"},
}


def names(office: Office, master: str) -> set[str]:
    return {getattr(row, REFERRED[master]) for row in office.rows(BY_NAME[master].model)}


def busiest(office: Office, master: str) -> str:
    """Return the name that most cells say."""
    said = Counter(
        name
        for table, column in REFERRING[master]
        for row in office.rows(table.model)
        for name in (getattr(row, column.key) or "").split("、")
    )
    return max(sorted(names(office, master)), key=lambda name: said[name])


def renamed(host: Host, master: str, old: str, new: str) -> None:
    call = Call(TODAY, RenameArgs(table=Master(master), old=old, new=new))
    press(host, BY_ID["rename"], call)


def cells(host: Host) -> dict[tuple[Book, str, int, str], Cell]:
    return {
        (book, table, row, key): sheet.grid.cell(row, key)
        for (book, table), sheet in host.cells.sheets.items()
        if not BY_NAME[table].is_computed  # computed anew, in the order of the new name
        for row in range(len(sheet.grid.cells))
        for key in sheet.grid.columns
        if sheet.grid.cell(row, key) is not None
    }


def found(office: Office) -> Iterator[str]:
    for book in office.books:
        for each in findings(office, book, TODAY):
            place = each.place
            if place.column == "product" and str(each.value) in MISTYPED:
                continue  # what it is like depends on the name
            yield f"{book} {place.at.row} {place.column} {each.rule.code} {each.message(Lang.ZH)}"


def figures(office: Office) -> Iterator[str]:
    for name, given in FIGURES.items():
        button = BY_ID.get(name) or next(b for b in COMMAND_ONLY if b.id == name)
        call: Call[Any] = Call(TODAY, arguments_of(button)(**given), home(button.home.kind, office))
        for key, value in mapped(macro_of(button)(office, call).reply).items():
            rows = value if isinstance(value, list | tuple) else (value,)
            yield from (f"{name} {key} {row}" for row in rows)


def home(kind: str, office: Office) -> Book:
    return next((book for book in office.books if book.kind == kind), Book(kind or Kind.MASTERS))


def test_a_master_stands_only_where_the_columns_say_so(office: Office) -> None:
    for master in REFERRED:
        known = names(office, master)
        for table in TABLES:
            for column in table.columns:
                own = (table.name, column.key) == (master, REFERRED[master])
                if own or column.refers or column.type not in {Type.TEXT, Type.CODE}:
                    continue
                said = {getattr(row, column.key) for row in office.rows(table.model)}
                assert not said & known, f"{table.name}.{column.key} names {master}"


@pytest.mark.parametrize("master", REFERRED)
def test_a_name_changes_everywhere_and_nothing_else_does(
    master: str, story: Story, office: Office
) -> None:
    old = busiest(office, master)
    host = copy.deepcopy(story.desk.host)
    before = cells(host)
    renamed(host, master, old, NEW)

    after = cells(host)
    columns = {
        (table.name, column.key): column.several
        for table, column in (*REFERRING[master], (BY_NAME[master], key_of(master)))
    }
    changed = 0
    for (book, table, row, key), was in before.items():
        owner = NEW if master == Master.PEOPLE and book.owner == old else book.owner
        now = after.pop((book._replace(owner=owner), table, row, key))
        if (table, key) in columns:
            parts = str(was).split("、") if columns[table, key] else [was]
            assert now == "、".join(NEW if p == old else str(p) for p in parts) or now == was
            assert not {old} & set(str(now).split("、"))
            changed += now != was
        elif key != "order_hash":
            assert now == was, (book, table, row, key)
    assert after == {}
    assert changed > 5

    then = host.cells.office(FORMS)
    assert sorted(text.replace(NEW, old) for text in found(then)) == sorted(found(office))
    assert sorted(text.replace(NEW, old) for text in figures(then)) == sorted(figures(office))

    renamed(host, master, NEW, old)
    assert cells(host) == before
    known = story.desk.host.cells.infos
    assert {
        b: (i.path, i.properties.get("xlsales.owner", b.owner)) for b, i in host.cells.infos.items()
    } == {b: (i.path, b.owner) for b, i in known.items()}


def key_of(master: str) -> Any:
    return BY_NAME[master].by_key[REFERRED[master]]
