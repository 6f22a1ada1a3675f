"""What the journal tells of a table is undone exactly, or not at all (memory.md, *As known then*)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files.noticing import as_told, between, states
from xlsales.hosts.files.rewinding import Lost, Tables
from xlsales.hosts.grids import Change
from xlsales.hosts.memory import in_memory
from xlsales.office.saving import journal

BOOK = Book(Kind.REGISTER, "张三", 2026)
CELLS: dict[str, list[Cell]] = {
    "order_no": [None, "CL-1", "CL-2", "CL-3"],
    "date": [date(2026, 11, 3), datetime(2026, 11, 4), "11月5日", None],
    "customer": ["东风机械厂", "长江重工", " 东风", None],
    "quantity": [20, 7.5, Decimal("0.1"), "5件", None],
    "amount": [1 / 3, 12.5, "1,200", None],
    "remark": ["急", 7, True, "", None],
    "submitted_at": [None, datetime(2026, 11, 3, 8, 30)],
}


def table(name: str, rows: Iterable[dict[str, Cell]]) -> Grid:
    grid = blank_grid(BY_NAME[name], BOOK, Lang.ZH)
    grid.cells = [[row.get(column.key) for column in grid.table.columns] for row in rows]
    return grid


def held(name: str, tables: Iterable[Grid]) -> list[str]:
    """Return the rows of a table as the journal would say them, in some order."""
    state = states(tables)[name]
    told = (as_told(state.row(at)) for at in range(len(state)))
    return sorted(json.dumps(row, sort_keys=True).replace("T00:00:00", "") for row in told)


def before(
    name: str, after: Iterable[Grid], lines: Iterable[list[Any]], *, at_once: bool = False
) -> list[str]:
    """Undo lines, the newest first, as the journal's file has them."""
    after = list(after)
    tables = Tables(BOOK, states(after))
    for changes in lines:
        tables.undo(json.loads(json.dumps(changes)), at_once=at_once)
    return held(name, tables.grids(BOOK, Lang.ZH, after))


@pytest.mark.parametrize("name", ["orders", "expenses", "market_notes"])
def test_whatever_differs_between_two_tables_is_undone(name: str) -> None:
    chance = random.Random(name)
    columns = [key for key in CELLS if key in BY_NAME[name].by_key]
    for _ in range(150):
        rows = [
            {key: chance.choice(CELLS[key]) for key in columns} for _ in range(chance.randint(0, 6))
        ]
        later = [dict(row) for row in rows if chance.random() < 0.8]
        for row in later:
            if chance.random() < 0.5:
                key = chance.choice(columns)
                row[key] = chance.choice(CELLS[key])
        later += [
            {key: chance.choice(CELLS[key]) for key in columns} for _ in range(chance.randint(0, 2))
        ] + [dict(row) for row in rows if chance.random() < 0.1]
        chance.shuffle(later)
        was, now = table(name, rows), table(name, later)
        found = [dict(each) for each in between([was], [now])]
        chance.shuffle(now.cells)  # sorted since
        assert before(name, [now], [found], at_once=True) == held(name, [was])


def said(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return what a press changed as its line says it."""
    return [
        {
            "table": each.table, "row": each.row, "column": each.column,
            **({"key": each.key} if each.key else {}),
            **({} if each.of is None else {"of": as_told(dict(each.of))}),
            "from": journal.as_json(each.was), "to": journal.as_json(each.now),
        }
        for each in changes
    ]  # fmt: skip


def test_what_presses_did_to_rows_without_a_number_or_with_one_twice_is_undone() -> None:
    host = in_memory(Lang.ZH)
    host.cells.add_book(BOOK)
    spent: dict[str, Cell] = {"salesperson": "张三", "category": "差旅"}
    for amount in (30, 40, 50):
        host.cells.type(BOOK, "expenses", {**spent, "amount": amount})
    for number in (None, "CL-1", "CL-1"):
        host.cells.type(BOOK, "orders", {"order_no": number, "quantity": 7})

    def grids() -> list[Grid]:
        return [sheet.grid for sheet in host.cells.sheets_of(BOOK)]

    was = {name: held(name, grids()) for name in ("expenses", "orders")}
    puts: list[tuple[str, dict[str, Cell], int | None]] = [
        ("expenses", {"remark": "x"}, 4),
        ("expenses", {"amount": 41, "remark": "y"}, 4),
        ("expenses", dict.fromkeys(BY_NAME["expenses"].by_key), 5),
        ("expenses", {"amount": 60}, None),
        ("orders", {"order_no": "CL-2"}, 5),
        ("orders", {"remark": "x"}, 4),
        ("orders", {"order_no": "CL-3"}, 3),
        ("orders", dict.fromkeys(BY_NAME["orders"].by_key), 4),
    ]
    lines = [said(host.cells.bring(BOOK, each, cells, row)) for each, cells, row in puts]
    for grid in grids():
        random.Random(1).shuffle(grid.cells)
    for name, rows in was.items():
        assert before(name, grids(), lines[::-1]) == rows


ROW: dict[str, Cell] = {"order_no": "CL-1", "quantity": 20, "unit_price": 5}


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"key": "CL-1", "column": "quantity", "from": "1", "to": "21"}, "orders CL-1 quantity"),
        ({"key": "CL-2", "column": "quantity", "from": "1", "to": "20"}, "orders CL-2 quantity"),
        ({"key": "CL-1", "added": {"order_no": "CL-1", "quantity": "2"}}, "orders CL-1"),
        ({"key": "CL-1", "column": "gone", "from": "1", "to": "20"}, "orders CL-1 gone"),
        ({"row": 9, "of": {"quantity": "3"}, "column": "quantity", "from": "1", "to": "3"},
         "orders #9 quantity"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(change: dict[str, Any], cell: str) -> None:
    with pytest.raises(Lost) as lost:
        before("orders", [table("orders", [ROW])], [[{"table": "orders", **change}]])
    assert lost.value.cell == cell


def test_one_of_two_rows_that_it_could_be_is_not_guessed() -> None:
    rows = [ROW, {**ROW, "unit_price": 6}]
    change = {"table": "orders", "key": "CL-1", "column": "quantity", "from": "1", "to": "20"}
    with pytest.raises(Lost):
        before("orders", [table("orders", rows)], [[change]])


def test_names_and_headers_that_a_press_put_right_are_taken_back() -> None:
    now = [table("orders", [ROW])]
    bare = held("orders", [table("orders", [{**ROW, "quantity": None}])])
    head = {
        "table": "orders",
        "row": 2,
        "column": "quantity",
        "header": True,
        "from": "数",
        "to": "数量",
    }
    name = {"table": "orders", "row": 0, "column": "", "from": "x", "to": "orders"}
    assert before("orders", now, [[head]]) == bare
    assert before("orders", now, [[name]]) == []
