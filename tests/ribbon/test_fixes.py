"""Fixes are made cell by cell; a name that is not known is chosen among the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import ORDER, REGISTER, must, run
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import click
from xlsales.core.words import Lang, Words
from xlsales.ribbon.fields import Field, Kind, Line, Option
from xlsales.ribbon.ticking import Ticking


@pytest.fixture
def misspelt(office: Path) -> Path:
    """The office with two more rows whose names nobody knows."""
    wrong = {**ORDER, "customer": "东方机械厂", "quantity": "1,200 件"}
    type_rows(office / REGISTER, "orders", wrong, {**ORDER, "product": "P01"})
    return office


def order(office: Path, row: int) -> dict[str, object]:
    return dict(cells(office / REGISTER, "orders")[row - 3])


def test_only_the_cells_that_stay_ticked_are_mended(misspelt: Path) -> None:
    desk = Recorder({"cell": ("orders.6.quantity",)})
    click(misspelt, REGISTER, "apply_fixes", desk, "orders")
    assert desk.views[0].lines[0].startswith("已修正 1 处，还有 ")
    assert order(misspelt, 6)["quantity"] == 1200
    assert order(misspelt, 5)["quantity"] == "5件"
    assert order(misspelt, 6)["customer"] == "东方机械厂"


def test_enter_makes_the_sure_fixes_and_chooses_no_name(misspelt: Path) -> None:
    click(misspelt, REGISTER, "apply_fixes", Recorder({}), "orders")
    assert (order(misspelt, 5)["quantity"], order(misspelt, 6)["quantity"]) == (5, 1200)
    assert order(misspelt, 6)["customer"] == "东方机械厂"
    assert order(misspelt, 7)["product"] == "P01"


def test_of_chosen_rows_alone_the_cells_are_ticked(misspelt: Path) -> None:
    desk = Recorder({})
    click(misspelt, REGISTER, "apply_fixes", desk, "orders", "$A$6:$F$7")
    (field,) = desk.forms[0].fields
    assert field.value == ("orders.6.quantity",)  # of row 7 a name is to be chosen
    assert len(field.lines) > 4  # the others are there to be ticked
    assert (order(misspelt, 5)["quantity"], order(misspelt, 6)["quantity"]) == ("5件", 1200)


def test_a_name_that_was_chosen_is_put_in(misspelt: Path) -> None:
    chosen = ("orders.6.customer=东风机械厂", "orders.7.product=P001")
    click(misspelt, REGISTER, "apply_fixes", Recorder({"cell": chosen}), "orders")
    assert order(misspelt, 6)["customer"] == "东风机械厂"
    assert order(misspelt, 7)["product"] == "P001"
    assert order(misspelt, 6)["quantity"] == "1,200 件"


def test_cells_are_named_on_the_command_line_too(misspelt: Path) -> None:
    must(misspelt, "fix", "{}/" + REGISTER, "--cell", "orders.6.customer=东风机械厂")
    assert order(misspelt, 6)["customer"] == "东风机械厂"
    assert order(misspelt, 5)["quantity"] == "5件"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("orders.6.customer=无名厂", "“无名厂”没有登记，或已停用，不能填入 orders.6.customer。"),
        ("orders.6.unit_price", "orders.6.unit_price 没有可作的修正。请重新校验后再选。"),
        ("orders.6.customer", "orders.6.customer 没有可作的修正。请重新校验后再选。"),
        ("什么", "什么 没有可作的修正。请重新校验后再选。"),
    ],
)
def test_what_cannot_be_mended_is_refused_in_a_line(misspelt: Path, cell: str, said: str) -> None:
    code, _, err = run(misspelt, "fix", "{}/" + REGISTER, "--cell", cell)
    assert code == 2
    assert said in err
    assert order(misspelt, 6)["customer"] == "东方机械厂"


def test_choices_come_in_turn_and_a_heading_takes_all_below_it() -> None:
    names = (Option("c=甲", "甲"), Option("c=乙", "乙"))
    lines = (
        Line(("数量", ""), leads=True),
        Line(("第 3 行", None), (Option("a", "1200"),)),
        Line(("第 4 行", None), (Option("b", "300"),)),
        Line(("客户", ""), leads=True),
        Line(("第 9 行", None), names),
    )
    label = Words("单元格", "Cells")
    field = Field("cell", label, label, Kind.TICKS, ("a", "b"), lines=lines, heads=("位置", "改为"))
    ticking = Ticking(field, Lang.ZH)
    assert ticking.texts(4) == ("☐", "第 9 行", "不改")
    seen = []
    for _ in range(3):
        ticking.press(4)
        seen.append(ticking.texts(4)[2])
    assert seen == ["甲", "乙", "不改"]
    ticking.press(1)
    assert ticking.texts(0)[0] == "◪"
    ticking.press(0)
    assert ticking.given == ("a", "b")
    ticking.press(0)
    assert list(ticking.given) == []
    assert ticking.texts(0)[0] == "☐"
    ticking.press_all()
    assert ticking.given == ("a", "b")  # a name is taken by nobody but a person
    ticking.press_all()
    assert list(ticking.given) == []
