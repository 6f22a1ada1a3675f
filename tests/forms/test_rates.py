"""Rates and settings with units: never a hundred times what was meant, in any column or setting."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from xlsales.core.column import By, Column, Type
from xlsales.core.finding import Finding
from xlsales.core.grid import blank_grid
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.management import ScoringSetting
from xlsales.forms.masters import Setting
from xlsales.forms.reading import read_grid
from xlsales.forms.settings import OFFICE, SCORING, check_settings, scoring_of, settings_of
from xlsales.forms.tables import TABLES

RATES = [
    pytest.param(table, column, id=f"{table.name}.{column.key}")
    for table in TABLES
    for column in table.columns
    if column.type is Type.PERCENT and column.by is not By.MACRO
]
TYPED: tuple[tuple[Cell, str], ...] = (
    (13.0, "percent-unclear"),
    ("13", "percent-unclear"),
    ("\uff11\uff13", "percent-unclear"),
    ("13\u2007", "percent-unclear"),
    ("0,13", "comma-in-number"),
    (1300.0, "out-of-range"),
    ("1300%", "out-of-range"),
    (-0.13, "out-of-range"),
    (0.13, ""),
    ("13%", "number-as-text"),
    ("\uff11\uff13\uff05", "number-as-text"),
)


def read(table: Table, column: Column, cell: Cell) -> tuple[Row, list[Finding]]:
    grid = blank_grid(table, Book(table.kind, "张三", 2026), Lang.ZH)
    cells: list[Cell] = [None] * len(grid.columns)
    cells[grid.columns[column.key]] = cell
    grid.cells.append(cells)
    (row,), findings = read_grid(grid)
    return row, [each for each in findings if each.place.column == column.key]


def test_these_are_the_rates() -> None:
    assert len(RATES) == 4


@pytest.mark.parametrize(("table", "column"), RATES)
@pytest.mark.parametrize(("cell", "code"), TYPED)
def test_a_rate_is_read_as_meant_or_not_at_all(
    table: Table, column: Column, cell: Cell, code: str
) -> None:
    row, found = read(table, column, cell)
    assert [each.rule.code for each in found] == [code][: bool(code)]
    sure = code in {"", "number-as-text"}
    assert getattr(row, column.key) == (Decimal("0.13") if sure else None)
    assert (column.key in row.bad) is not sure
    if code == "percent-unclear":
        assert found[0].fix == Decimal("0.13")
        assert "13% 还是 1300%" in found[0].message(Lang.ZH)


NUMBERS = [
    pytest.param(model, key, id=key)
    for model, entries in ((Setting, OFFICE), (ScoringSetting, SCORING))
    for key, entry in entries.items()
    if entry.written[:1].isdigit() or (key.startswith("consecutive_") and key[-1] != "e")
]
ABSURD = ("-1", "-0.5", "1e9", "1,2", "0,13", "12.3.4", "99999999999999", "nan", "十", "1300%")


def values_of(model: type[Row], text: str, key: str) -> object:
    values: dict[str, Any] = {"at": At(Book(""), 3), "key": key, "value": text}
    row = model(**values)
    office = Office({Setting: (), ScoringSetting: (), model: (row,)})
    read_all = settings_of if model is Setting else scoring_of
    return getattr(read_all(office), key)


@pytest.mark.parametrize(("model", "key"), NUMBERS)
@pytest.mark.parametrize("text", ABSURD)
def test_a_setting_with_a_unit_refuses_what_is_absurd(
    model: type[Setting] | type[ScoringSetting], key: str, text: str
) -> None:
    row = model.model_construct(at=At(Book(""), 3), bad=frozenset(), key=key, value=text)
    (found,) = check_settings((row,))
    assert found.rule.code == "bad-setting"
    entry = (OFFICE if model is Setting else SCORING)[key]
    assert values_of(model, text, key) == entry.read(entry.written)


@pytest.mark.parametrize(("model", "key"), NUMBERS)
@pytest.mark.parametrize("text", ["1.5", "2.25"])
def test_days_and_counts_are_whole(
    model: type[Setting] | type[ScoringSetting], key: str, text: str
) -> None:
    whole = key.endswith(("days", "day", "count", "decimals")) or key == "backups"
    row = model.model_construct(at=At(Book(""), 3), bad=frozenset(), key=key, value=text)
    assert bool(list(check_settings((row,)))) is (whole or key == "tax_rate")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("13", "没有百分号，无法确定是 13% 还是其一百倍"),
        ("1", "没有百分号，无法确定是 1% 还是其一百倍"),
        ("0,13", "中的逗号无法确定是小数点还是千位分隔符"),
        ("-13%", "超出范围（不小于 0%、不大于 99%）"),
        ("很多", "无法识别"),
    ],
)
def test_a_bad_rate_of_the_office_says_why_and_keeps_the_default(typed: str, said: str) -> None:
    row = Setting(at=At(Book("masters"), 3), key="tax_rate", value=typed)
    (found,) = check_settings((row,))
    assert found.message(Lang.ZH) == (
        f"设置“tax_rate”的值“{typed}”{said}。请填写：0.13；改正前按 0.13 处理。"
    )
    assert found.fix == (f"{typed}%" if typed in {"13", "1"} else None)
    assert values_of(Setting, typed, "tax_rate") == Decimal("0.13")


@pytest.mark.parametrize("typed", ["13%", "0.13", "\uff11\uff13\uff05", "13 %", "13\u00a0%", ".13"])
def test_a_good_rate_of_the_office(typed: str) -> None:
    row = Setting(at=At(Book("masters"), 3), key="tax_rate", value=typed)
    assert list(check_settings((row,))) == []
    assert values_of(Setting, typed, "tax_rate") == Decimal("0.13")


def test_how_many_were_tried() -> None:
    assert len(list(product(RATES, TYPED))) == 44
    assert len(list(product(NUMBERS, ABSURD))) >= 110
