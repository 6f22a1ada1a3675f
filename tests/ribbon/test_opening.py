"""A workbook is opened, at rest: the cursor's row, what *Today* offers, and silence on trouble.

In a real window it is tried in ``tests/addin/test_opening_window.py``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.office.branch import REGISTER
from tests.ribbon.people import Recorder, Workbook, at_rest
from xlsales.forms.register import Order
from xlsales.forms.tables import tables_of
from xlsales.hosts.live.native import Spot
from xlsales.office import profile
from xlsales.office.folder import HIDDEN
from xlsales.office.references import Area
from xlsales.ribbon import run
from xlsales.ribbon.opening import go_to_next_row, opened

NOW = dt.datetime(2026, 11, 24, 9, 30)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))


@dataclass
class Page:
    """A sheet whose cells are asked for by corners; the cell selected last is kept."""

    selected: list[tuple[int, int]] = field(default_factory=list)

    def activate(self) -> None:
        pass

    def range(self, *at: Any) -> Any:
        self.asked = at
        return self

    def select(self) -> None:
        self.selected.append(self.asked[0])


class Program:
    """A program with one table: its heads as they stand, how far its columns are filled."""

    def __init__(self, heads: list[str], ends: dict[int, int], left: int = 1) -> None:
        self.page: Any = Page()
        self.heads, self.ends = heads, ends
        self.area = Area(2, left, 3, left + len(heads) - 1)

    def spots(self) -> list[Spot]:
        return [Spot("orders", self.page, self.area)]

    def values(self, _cells: Any) -> list[list[str]]:
        return [self.heads]

    def filled(self, _sheet: Any, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        return [(area[0], self.ends[area[1]])] if area[1] in self.ends else []


def went(program: Any) -> list[tuple[int, int]]:
    go_to_next_row(program, "register")
    found: list[tuple[int, int]] = program.page.selected
    return found


HEADS = [column.words.zh for column in Order.table.columns]
DATE = HEADS.index("登记日期") + 1


def test_the_next_row_is_below_all_that_was_typed() -> None:
    assert went(Program(HEADS, {})) == [(3, DATE)]
    assert went(Program(HEADS, {DATE: 7, DATE + 2: 9})) == [(10, DATE)]  # below the table, too
    # what the program fills is nothing that was typed
    assert went(Program(HEADS, {1: 12, DATE: 7})) == [(8, DATE)]


def test_columns_are_known_by_their_heads_wherever_they_stand() -> None:
    moved = [HEADS[0], "备注一", *HEADS[:0:-1]]
    first = next(i for i, head in enumerate(moved) if head in _typed())
    assert went(Program(moved, {4 + first: 5}, left=4)) == [(6, 4 + first)]
    assert went(Program(["甲", "乙"], {})) == []  # nothing is known: the cursor stays


def _typed() -> set[str]:
    (main, *_) = tables_of("register")
    return {column.words.zh for column in main.columns if column.typed}


def test_today_offers_to_show_on_opening_and_keeps_what_was_ticked(office: Path) -> None:
    desk, book = Recorder(), Workbook(office / REGISTER)
    asking: Any = book
    run.click(asking.app, asking, "today", desk, NOW, at_rest)
    tick = desk.views[0].tick
    assert tick is not None
    assert (tick.words.zh, tick.on) == ("打开工作簿时显示今日待办", False)
    tick.keep(True)
    run.click(asking.app, asking, "today", desk, NOW, at_rest)
    again = desk.views[1].tick
    assert again is not None
    assert again.on
    assert profile.wants_today()


def test_trouble_on_opening_is_written_down_and_told_to_nobody(office: Path) -> None:
    desk, book = Recorder(), Workbook(office / REGISTER)
    asking: Any = book  # it has no cells: whatever looks at them fails
    opened(asking.app, asking, desk, NOW)
    assert (desk.said, desk.views, desk.questions) == ([], [], [])
    assert "opened" in (office / HIDDEN / "errors.log").read_text()


def test_what_is_no_standard_workbook_is_let_be(tmp_path: Path) -> None:
    desk, book = Recorder(), Workbook(tmp_path / "other.xlsx")
    Path(book.fullname).write_bytes(b"")
    asking: Any = book
    opened(asking.app, asking, desk, NOW)
    assert (desk.said, desk.views) == ([], [])
    assert not (tmp_path / "errors.log").exists()
