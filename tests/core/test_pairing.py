"""Two states of a table: which rows are the same, and that the changes give the second exactly."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsales.core.pairing import Added, Deleted, Edited, State, applied, changes, pair
from xlsales.core.typed import Cell, CellError

CELLS = st.sampled_from(
    [
        None,
        "",
        "锻件",
        "法兰",
        1,
        2.0,
        Decimal("0.1"),
        0.1,
        True,
        date(2026, 3, 1),
        CellError("#N/A"),
    ]
)
ROWS = st.lists(st.tuples(st.sampled_from([None, "A", "B", "C"]), CELLS, CELLS, CELLS), max_size=9)


def state(*rows: tuple[Cell, ...], names: str = "kabcdefgh") -> State:
    """A table whose first column is its key."""
    width = max(map(len, rows), default=1)
    columns = {names[n]: [row[n] for row in rows] for n in range(width)}
    return State([None if row[0] is None else str(row[0]) for row in rows], columns)


def rows_of(table: State) -> Counter[tuple[object, ...]]:
    return Counter(map(_plain, map(table.row, range(len(table)))))


def _plain(row: dict[str, Cell]) -> tuple[object, ...]:
    return tuple(
        sorted(
            (name, str(type(cell)) if isinstance(cell, bool | CellError) else "", _said(cell))
            for name, cell in row.items()
        )
    )


def _said(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:.15g}" if isinstance(cell, float | int | Decimal) else str(cell)


@given(ROWS, ROWS)
@settings(max_examples=80, deadline=None)
def test_the_changes_of_any_two_states_applied_to_the_first_give_the_second(
    rows: list[tuple[Cell, ...]], others: list[tuple[Cell, ...]]
) -> None:
    before, after = state(*rows), state(*others)
    found = changes(before, after, pair(before, after))
    assert Counter(map(_plain, applied(before, found))) == rows_of(after)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_sorting_rows_and_moving_columns_is_no_change(
    rows: list[tuple[Cell, ...]], chance: Random
) -> None:
    before = state(*rows)
    turned = chance.sample(range(len(rows)), len(rows))
    names = chance.sample(list(before.columns), len(before.columns))
    after = State(
        [before.keys[at] for at in turned],
        {name: [before.columns[name][at] for at in turned] for name in names},
    )
    assert changes(before, after, pair(before, after)) == []


def test_a_row_with_its_key_is_the_same_whatever_else_was_typed() -> None:
    before = state(("A", "法兰", 10), ("B", "齿轮", 20))
    after = state(("C", "轴", 5), ("B", "轮毂", None), ("A", "法兰", 10))
    assert changes(before, after, pair(before, after)) == [
        Edited(1, "B", "a", "齿轮", "轮毂"),
        Edited(1, "B", "b", 20, None),
        Added(0, "C", {"k": "C", "a": "轴", "b": 5}),
    ]


def test_a_row_whose_key_was_typed_over_is_known_by_its_other_cells() -> None:
    before = state(("A", "法兰", 10, "3 月"), ("B", "齿轮", 20, "4 月"))
    after = state(("A", "法兰", 10, "3 月"), ("X", "齿轮", 20, "4 月"))
    assert changes(before, after, pair(before, after)) == [Edited(1, "B", "k", "B", "X")]


def test_a_row_that_gets_its_number_is_no_new_row() -> None:
    before, after = state((None, "法兰", 10, None)), state(("A", "法兰", 10, "已提交"))
    assert changes(before, after, pair(before, after, "ab")) == [
        Edited(0, "A", "k", None, "A"),
        Edited(0, "A", "c", None, "已提交"),
    ]


def test_rows_without_a_key_pair_by_the_most_equal_cells_then_by_order() -> None:
    before = state((None, "差旅费", 100, "北京"), (None, "差旅费", 100, "上海"))
    after = state(
        (None, "差旅费", 100, "西安"), (None, "差旅费", 120, "上海"), (None, "招待费", 9, "上海")
    )
    assert pair(before, after).both == [(0, 0), (1, 1)]
    alike = state((None, "差旅费", 1, None), (None, "差旅费", 2, None))
    later = state((None, "差旅费", 3, None), (None, "差旅费", 4, None))
    assert pair(alike, later).both == [(0, 0), (1, 1)]


@pytest.mark.parametrize(("equal", "paired"), [(2, True), (1, False)])
def test_half_of_the_filled_cells_must_be_equal(equal: int, paired: bool) -> None:
    before = state((None, "差旅费", 100, "北京", "火车"))
    after = state((None, *("差旅费", 100)[:equal], *("x", "y", "z")[: 4 - equal]))
    assert bool(pair(before, after).both) is paired


def test_one_of_several_rows_with_one_key_is_the_one_most_like_it() -> None:
    before = state(("A", "法兰", 10), ("A", "齿轮", 20))
    after = state(("A", "齿轮", 21), ("A", "法兰", 10), ("A", "轴", 1))
    assert pair(before, after).both == [(0, 1), (1, 0)]


def test_how_a_program_writes_a_cell_is_no_change() -> None:
    before = state(("A", 0.1, 1, date(2026, 3, 1), ""))
    after = state(("A", Decimal("0.10"), 1.0, datetime(2026, 3, 1), None))
    assert changes(before, after, pair(before, after)) == []
    keyless = state((None, *[cells[0] for cells in list(before.columns.values())[1:]]))
    again = state((None, *[cells[0] for cells in list(after.columns.values())[1:]]))
    assert changes(keyless, again, pair(keyless, again)) == []


def test_a_column_that_only_one_state_has_counts_as_blank_in_the_other() -> None:
    before = State(["A"], {"k": ["A"]})
    after = State(["A"], {"k": ["A"], "new": ["x"]})
    assert changes(before, after, pair(before, after)) == [Edited(0, "A", "new", None, "x")]
    assert changes(after, before, pair(after, before)) == [Edited(0, "A", "new", "x", None)]


def test_true_is_not_one_and_an_error_not_its_text() -> None:
    before, after = state(("A", True, CellError("#N/A"))), state(("A", 1, "#N/A"))
    assert len(changes(before, after, pair(before, after))) == 2


@pytest.mark.parametrize("keyed", [True, False])
def test_thousands_of_rows_with_few_changes_give_those_few(keyed: bool) -> None:
    height, chance = 10_000, Random(17)
    columns: dict[str, list[Cell]] = {
        "k": [f"CL-2026-{n:05}" if keyed else None for n in range(height)]
    }
    for n in range(8):
        columns[f"c{n}"] = [f"{chance.randrange(height)} 件" for _ in range(height)]
    other = {name: list(cells) for name, cells in columns.items()}
    for n in range(20):
        other[f"c{n % 8}"][chance.randrange(height)] = "改"
    before, after = (
        State([None if c is None else str(c) for c in each["k"]], each) for each in (columns, other)
    )
    found = changes(before, after, pair(before, after))
    assert len(found) == 20
    assert all(isinstance(each, Edited) for each in found)


def test_a_price_raised_in_thousands_of_rows_without_keys_is_an_edit_of_each() -> None:
    height = 1_000
    names: list[Cell] = [f"第 {n} 项" for n in range(height)]
    blank: list[str | None] = [None] * height
    before = State(blank, {"a": names, "b": [float(n) for n in range(height)], "c": ["x"] * height})
    after = State(blank, {**before.columns, "b": [n * 1.05 + 1 for n in range(height)]})
    found = changes(before, after, pair(before, after))
    assert len(found) == height
    assert all(isinstance(each, Edited) and each.column == "b" for each in found)


def test_thousands_of_rows_that_have_little_in_common_are_still_all_told() -> None:
    height = 800
    blank: list[str | None] = [None] * height
    before = State(
        blank, {"a": [f"{n % 7}" for n in range(height)], "b": [f"{n}" for n in range(height)]}
    )
    after = State(
        blank,
        {
            "a": [f"{n % 7}" for n in range(height)],
            "b": [f"-{n}" for n in range(height)],
            "c": ["z"] * height,
        },
    )
    found = changes(before, after, pair(before, after))
    assert Counter(map(_plain, applied(before, found))) == rows_of(after)
    assert not any(isinstance(each, Deleted) and not each.cells for each in found)
