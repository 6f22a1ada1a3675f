"""Formulas and rectangles, without a LibreOffice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.libreoffice.addresses import address_of, box_of, column_letters, column_number
from xlsales.libreoffice.boxes import LAST_COLUMN, LAST_ROW, Box, runs
from xlsales.libreoffice.formulas import to_excel, to_office

PAIRS = [
    ("=SUM(A1,B2:C3)", "=SUM(A1;B2:C3)"),
    ("='My Sheet'!A1+Orders!$B$2", "=$'My Sheet'.A1+$Orders.$B$2"),
    ("='客户 表'!A1:B2", "=$'客户 表'.A1:B2"),
    ("=客户!A:A", "=$客户.A:A"),
    ('=IF(A1>1.5,"a,b;c!d",#N/A)', '=IF(A1>1.5;"a,b;c!d";#N/A)'),
    ('="say ""x,y"""&A1', '="say ""x,y"""&A1'),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("=SUM(Orders[金额],1)", "=SUM(Orders[金额];1)"),
    ("=SUM(Orders[[#All],[金额]])", "=SUM(Orders[[#All];[金额]])"),
    ("=#REF!+1", "=#REF!+1"),
]


@pytest.mark.parametrize(("excel", "office"), PAIRS)
def test_both_ways(excel: str, office: str) -> None:
    assert to_office(excel) == office
    assert to_excel(office) == excel


@pytest.mark.parametrize(
    ("excel", "office"),
    [
        ("=Orders[@金额]*2", "=Orders[[#This Row];[金额]]*2"),
        ("=Orders[@[Unit price]]", "=Orders[[#This Row];[Unit price]]"),
        ("=Orders[#Headers]", "=Orders[[#Headers]]"),
        ("=_xlfn.STDEV.S(A1:A3)", "=STDEV.S(A1:A3)"),
        ("=_xlfn._xlws.SORT(A1)", "=SORT(A1)"),
    ],
)
def test_what_only_excel_writes(excel: str, office: str) -> None:
    assert to_office(excel) == office


def test_an_array_formula_comes_without_its_braces() -> None:
    assert to_excel("{=SUM(A1:A2;1)}") == "=SUM(A1:A2,1)"


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("A1", Box(0, 0, 0, 0)),
        ("$B$3:D5", Box(2, 1, 4, 3)),
        ("D5:B3", Box(2, 1, 4, 3)),
        ("A:C", Box(0, 0, LAST_ROW, 2)),
        ("2:3", Box(1, 0, 2, LAST_COLUMN)),
        ("XFD1048576", Box(LAST_ROW, LAST_COLUMN, LAST_ROW, LAST_COLUMN)),
        ("XFE1", None),
        ("Orders", None),
        ("A", None),
        ("A1:B", None),
        ("", None),
    ],
)
def test_addresses(address: str, box: Box | None) -> None:
    assert box_of(address) == box


@given(st.integers(0, LAST_COLUMN))
def test_column_letters(number: int) -> None:
    assert column_number(column_letters(number)) == number


CELLS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


@given(CELLS)
def test_holes_are_left_out_and_all_else_is_covered_once(holes: set[tuple[int, int]]) -> None:
    box = Box(1, 2, 6, 5)
    covered = [
        cell
        for part in box.without(c for c in holes if c in set(box.cells()))
        for cell in part.cells()
    ]
    assert sorted(covered) == sorted(set(box.cells()) - holes)


@given(CELLS)
def test_runs_cover_exactly_their_cells(cells: set[tuple[int, int]]) -> None:
    covered = [cell for part in runs(cells) for cell in part.cells()]
    assert sorted(covered) == sorted(cells)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_an_address_is_read_as_it_was_written(top: int, left: int, height: int, width: int) -> None:
    box = Box(top, left, top + height, left + width)
    assert box_of(address_of(box)) == box
