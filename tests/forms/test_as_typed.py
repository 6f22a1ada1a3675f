"""Spaces of every make and numbers of every length, in every column that they can stand in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import pytest

from xlsales.core.column import By, Column, Type
from xlsales.core.finding import Finding
from xlsales.core.grid import blank_grid
from xlsales.core.row import Book, Row, Table
from xlsales.core.text import clean, is_blank
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import TABLES
from xlsales.office.reading.headers import heads_of

SPACES = [chr(i) for i in range(0x11000) if unicodedata.category(chr(i)) == "Zs"]
UNSEEN = ["\u200b", "\ufeff", "\u2060", "\u200e", "\xad"]
NBSP = "\xa0"

Place = tuple[Table, Column]


def places(*types: Type) -> list[Place]:
    """Every column of these types that does not belong to macros."""
    return [
        (table, column)
        for table in TABLES
        for column in table.columns
        if column.type in types and column.by is not By.MACRO
    ]


NUMBERS = places(*(kind for kind in Type if kind.is_number))
TEXTS = places(Type.TEXT, Type.CODE)
CODES = places(Type.CODE)
LISTS = places(Type.CHOICE)


def readings(place: Place, *typed: Cell) -> Iterator[tuple[object, Row, list[Finding]]]:
    """The value of a column in rows that hold nothing else, each with what is said of it."""
    table, column = place
    grid = blank_grid(table, Book(table.kind, "张三", 2026), Lang.ZH)
    for cell in typed:
        grid.cells.append([None] * len(grid.columns))
        grid.cells[-1][grid.columns[column.key]] = cell
    rows, findings = read_grid(grid)
    assert len(rows) == len(typed)
    for row in rows:
        mine = [f for f in findings if f.place.at == row.at and f.place.column == column.key]
        yield getattr(row, column.key), row, mine


def one(column: Column) -> str:
    """A whole number in the thousands that fits the column's bounds; else a small one."""
    return "1200" if column.trouble(Decimal(1200)) is None else "5"


def test_there_are_spaces_and_columns() -> None:
    assert len(SPACES) == 17
    assert len(NUMBERS) > 40
    assert len(TEXTS) > 60
    assert len(CODES) > 5
    assert len(LISTS) > 10


@pytest.mark.parametrize("space", SPACES, ids=lambda s: f"U+{ord(s):04X}")
def test_every_space_parts_thousands_and_surrounds_numbers(space: str) -> None:
    """In 17 spaces × every number column × 3 ways of typing."""
    for place in NUMBERS:
        column = place[1]
        if column.type is Type.PERCENT:
            typed = [f"13{space}%", f"{space}13%", f"\uff11\uff13%{space}"]
            wanted = Decimal("0.13")
        elif one(column) == "1200":
            typed = [f"1{space}200", f"{space}1,200{space}", f"\uff11{space}\uff12\uff10\uff10"]
            wanted = Decimal(1200)
        else:
            typed = [f"5{space}", f"{space}5", f"{space}\uff15{space}"]
            wanted = Decimal(5)
        for value, _, said in readings(place, *typed):
            assert value == wanted, place
            assert [f.rule.code for f in said] == ["number-as-text"], place
            assert said[0].fix == wanted


@pytest.mark.parametrize("space", [*SPACES, *UNSEEN], ids=lambda s: f"U+{ord(s):04X}")
def test_every_space_at_the_ends_of_a_text_goes(space: str) -> None:
    for place in TEXTS:
        for value, _, said in readings(place, f"{space}A1{space}", f"A1 {space}"):
            assert value == "A1", place
            assert [f.rule.code for f in said if f.is_error] == []


@pytest.mark.parametrize("space", SPACES, ids=lambda s: f"U+{ord(s):04X}")
def test_names_with_another_space_between_are_the_same_name(space: str) -> None:
    for place in TEXTS:
        plain, other = (value for value, _, _ in readings(place, "ZHANG SAN", f"ZHANG{space}SAN"))
        assert plain == other == "ZHANG SAN"


@pytest.mark.parametrize("space", [*SPACES, *UNSEEN], ids=lambda s: f"U+{ord(s):04X}")
def test_every_space_around_a_word_of_a_list_goes(space: str) -> None:
    for place in LISTS:
        assert place[1].choices is not None
        member = next(iter(place[1].choices))
        for value, _, said in readings(place, f"{space}{member.words.zh}{space}"):
            assert value is member
            assert said == []


@pytest.mark.parametrize("space", [*SPACES, *UNSEEN], ids=lambda s: f"U+{ord(s):04X}")
def test_every_space_in_a_header_goes(space: str) -> None:
    for table in TABLES:
        heads = [f"{space}{c.zh[:1]}{space}{c.zh[1:]}" for c in table.columns]
        found = heads_of(table, heads, 0)
        assert (len(found.columns), found.missing, found.doubled) == (len(table.columns), (), ())


@pytest.mark.parametrize("space", [*SPACES, *UNSEEN], ids=lambda s: f"U+{ord(s):04X}")
def test_a_cell_of_spaces_is_blank(space: str) -> None:
    assert is_blank(space * 3)
    for table in TABLES:
        grid = blank_grid(table, Book(table.kind, "张三", 2026), Lang.ZH)
        grid.cells.append([space] * len(grid.columns))
        assert read_grid(grid)[0] == ()


@pytest.mark.parametrize("space", SPACES, ids=lambda s: f"U+{ord(s):04X}")
def test_every_space_in_a_date_is_one(space: str) -> None:
    for place in places(Type.DATE):
        typed = f"{space}2026{space}年{space}11{space}月{space}3{space}日"
        ((value, _, said),) = readings(place, typed)
        assert str(value) == "2026-11-03", place
        assert [f.rule.code for f in said] == ["date-as-text"]


def test_line_ends_stay_and_a_hard_space_is_one_blank() -> None:
    assert clean("甲\r\n乙") == "甲\n乙"
    assert clean(f"甲{NBSP}{NBSP}乙") == "甲  乙"


# --- digits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", TEXTS, ids=lambda p: f"{p[0].name}.{p[1].key}")
def test_a_code_in_a_number_cell_is_sure_up_to_15_digits_and_lost_beyond(place: Place) -> None:
    digits = "264299990000000123456789"
    cells: list[Cell] = [
        float(digits[:15]),
        float(digits[:16]),
        float(digits[:20]),
        913301001234567890.0,
    ]
    cells.append(int(digits[:15] + "000"))  # written in full, as some programs do
    first, *others = readings(place, *cells)
    assert first[0] == digits[:15]
    assert [(f.rule.code, f.severity, f.fix) for f in map(Said, first[2])] == [
        ("number-in-code", "info", digits[:15])
    ]
    for value, row, said in others:
        assert value is None
        assert place[1].key in row.bad
        assert [(f.rule.code, f.severity, f.fix) for f in map(Said, said)] == [
            ("digits-lost", "error", None)
        ]
        assert "已丢失" in said[0].message(Lang.ZH)


@pytest.mark.parametrize("place", CODES, ids=lambda p: f"{p[0].name}.{p[1].key}")
def test_a_long_code_that_no_spreadsheet_can_have_written_is_whole(place: Place) -> None:
    """A program that exports integers writes them to the last digit; a float ends elsewhere."""
    ((value, _, said),) = readings(place, 26429999000000012345)
    assert value == "26429999000000012345"
    assert [(f.rule.code, f.fix) for f in said] == [("number-in-code", value)]


class Said:
    """What a finding comes to."""

    def __init__(self, found: Finding) -> None:
        self.rule, self.fix = found.rule, found.fix
        self.severity = found.rule.severity.value


@pytest.mark.parametrize("place", CODES, ids=lambda p: f"{p[0].name}.{p[1].key}")
def test_a_long_code_typed_as_text_is_kept_to_the_last_digit(place: Place) -> None:
    for length in (15, 16, 20):
        ((value, _, said),) = readings(place, "26429999000000012345"[:length])
        assert value == "26429999000000012345"[:length]
        assert said == []
    ((value, _, said),) = readings(place, "2.6429999E+19")
    assert value is None
    assert [f.rule.code for f in said] == ["digits-lost"]


@pytest.mark.parametrize("place", NUMBERS, ids=lambda p: f"{p[0].name}.{p[1].key}")
def test_numbers_are_read_to_the_digits_that_everybody_sees(place: Place) -> None:
    column = place[1]
    cells: dict[Cell, Decimal] = {
        100 * 1.13: Decimal(113),
        41.15 * 1.13: Decimal("46.4995"),
        0.1 + 0.2: Decimal("0.3"),
        1.1 - 1.0: Decimal("0.1"),
    }
    for seen, (value, _, said) in zip(cells.values(), readings(place, *cells), strict=True):
        whole = seen == seen.to_integral_value()
        if column.type is Type.INTEGER and not whole:
            assert [f.rule.code for f in said] == ["not-a-whole-number"]
            continue
        if column.type is Type.PERCENT and seen >= 1:
            assert value is None
            continue
        assert value == seen
        places = column.type.places or 0
        long = not whole and len(str(seen)) - 2 > places
        for found in said:
            if found.rule.code == "too-many-decimals":
                assert long
                assert f"“{seen}”" in found.message(Lang.ZH)
                assert found.fix == round(seen, places)
    ((value, _, said),) = readings(place, 1.23e17)
    assert value is None
    assert [f.rule.code for f in said] == ["digits-lost"]


def test_too_many_decimals_are_shown_to_the_last_and_rounded_as_a_fix() -> None:
    for place in NUMBERS:
        column = place[1]
        shown = "0.12345678"
        ((_, _, said),) = readings(place, float(shown))
        codes = {f.rule.code: f for f in said}
        if column.type is Type.INTEGER:
            continue
        found = codes.get("too-many-decimals")
        if found is None:
            assert "out-of-range" in codes, place
            continue
        assert f"“{shown}”的小数位数过多" in found.message(Lang.ZH)
        assert found.fix == round(Decimal(shown), column.type.places or 0)
        assert isinstance(found.facts["value"], str)
