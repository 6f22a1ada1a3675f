"""Values written through xlwings come back as they were, and Undo puts back what was there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlsales.libreoffice import undo_step

CHINESE = "销售订单：二〇二六年十一月，交货"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e300),
    st.integers(-(2**53), 2**53).map(float),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.just(CHINESE),
    st.just("x" * 3000),
    st.sampled_from(["00123", "2026-11-24", "1%", "TRUE", "+1", "-1", "1e5", " "]),
    # what begins with = or ' is a formula or a text mark, as in Excel: shown in tests of their own
    TEXT.filter(lambda text: text[:1] not in ("", "=", "'")),
)


def blocks(rows: int = 4, columns: int = 3) -> st.SearchStrategy[list[list[Any]]]:
    row = st.lists(VALUES, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def state(sheet: xw.Sheet) -> dict[str, Any]:
    """Everything that Undo has to put back."""
    cells = sheet["A1:F12"].api
    groups = cells.getUniqueCellFormatRanges()
    return {
        "entries": cells.getFormulaArray(),
        "values": cells.getDataArray(),
        "kinds": [cells.queryContentCells(kind).RangeAddressesAsString for kind in (1, 2, 4, 16)],
        "formats": sorted(
            groups.getByIndex(number).RangeAddressesAsString for number in range(groups.Count)
        ),
        "notes": [(note.location.address, note.text) for note in sheet.notes],
    }


def undo(book: xw.Book) -> None:
    book.api.getUndoManager().undo()


def redo(book: xw.Book) -> None:
    book.api.getUndoManager().redo()


# starting LibreOffice takes a moment, and one sheet serves all examples: it is cleared first
SLOW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SLOW
@given(before=blocks(), after=blocks())
def test_a_block_comes_back_and_undo_and_redo_are_exact(
    book: xw.Book, sheet: xw.Sheet, before: list[list[Any]], after: list[list[Any]]
) -> None:
    sheet.clear()
    sheet["B2"].value = before
    sheet["B2:D5"].number_format = "General"  # a date's format would make dates of numbers
    sheet["E5"].formula = "=COUNTA(B2:D5)"
    old = state(sheet)

    sheet["B2"].value = after
    assert sheet["B2:D5"].value == after

    new = state(sheet)
    undo(book)
    assert state(sheet) == old
    redo(book)
    assert state(sheet) == new


@SLOW
@given(
    before=blocks(),
    after=blocks(),
    noted=st.sets(st.tuples(st.integers(2, 5), st.integers(2, 4)), min_size=1, max_size=4),
)
def test_notes_outlive_writing_undo_and_redo(
    book: xw.Book,
    sheet: xw.Sheet,
    before: list[list[Any]],
    after: list[list[Any]],
    noted: set[tuple[int, int]],
) -> None:
    sheet.clear()
    sheet["B2"].value = before
    sheet["B2:D5"].number_format = "General"
    for place in sorted(noted):
        sheet[place[0] - 1, place[1] - 1].impl.add_note(f"{CHINESE}{place}")
    old = state(sheet)
    assert len(old["notes"]) == len(noted)

    sheet["B2"].value = after
    assert sheet["B2:D5"].value == after
    new = state(sheet)
    assert new["notes"] == old["notes"]
    undo(book)
    assert state(sheet) == old
    redo(book)
    assert state(sheet) == new


def test_a_whole_macro_is_one_step(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1:C3"].value = 1
    manager = book.api.getUndoManager()
    manager.clear()
    old = state(sheet)
    with undo_step(book, "登记订单"):
        sheet["A1:C1"].value = ["a", None, dt.datetime(2026, 11, 24)]
        sheet["A2:A9"].color = (255, 230, 153)
        sheet["D4"].value = [["=A1&B2", "x"], [None, True]]
        sheet["B7"].impl.add_note("查")
    assert manager.getAllUndoActionTitles() == ("登记订单",)
    undo(book)
    assert state(sheet) == old
    assert sheet["A2"].color is None


def test_undo_around_hidden_rows_merged_cells_and_pictures(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1:C8"].value = [[f"{row}", row, None] for row in range(8)]
    sheet["A3:A4"].color = "#FFFF00"
    sheet["E2:F3"].merge()
    sheet["3:4"].impl.row_hidden = True
    shape = book.api.createInstance("com.sun.star.drawing.RectangleShape")
    sheet.api.DrawPage.add(shape)
    old = state(sheet)
    sheet["A1:F8"].value = [["new", None, row, None, row, None] for row in range(8)]
    assert sheet["A1:C8"].value == [["new", None, row] for row in range(8)]
    assert sheet.api.DrawPage.Count == 1
    assert [sheet["A3"].color, sheet["A5"].color] == [(255, 255, 0), None]
    undo(book)
    assert state(sheet) == old
    assert sheet["E2"].merge_area.address == "$E$2:$F$3"
    assert sheet.api.DrawPage.Count == 1


def test_a_formula_and_a_text_that_looks_like_one(sheet: xw.Sheet) -> None:
    sheet["B1:B3"].number_format = "@"
    link = '=HYPERLINK("https://example.com","x")'
    sheet["A1"].value = [["=1+1", "=1+1"], ["00123", "00123"], ["'=1+1", link]]
    assert sheet["A1:B3"].value == [[2, "=1+1"], ["00123", "00123"], ["=1+1", link]]
    assert sheet["A1"].formula == "=1+1"
    # and a block of texts in a text column says what it is
    assert list(sheet["B1:B3"].formula) == [("=1+1",), ("00123",), (link,)]


def test_errors(sheet: xw.Sheet) -> None:
    sheet["A1"].value = ["=1/0", "=NA()", "=nosuchname", '=VALUE("x")', "=1E308*1E10", 1]
    assert sheet["A1:F1"].value == [None] * 5 + [1]
    assert sheet["A1:F1"].options(err_to_str=True).value == [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#NUM!",
        1,
    ]


def test_dates_take_a_format_only_where_there_is_none(sheet: xw.Sheet) -> None:
    sheet["B1"].number_format = "yyyy-mm-dd"
    day = dt.date(2026, 11, 24)
    sheet["A1:B1"].value = [day, day]
    assert [sheet["A1"].number_format, sheet["B1"].number_format] == ["yyyy/m/d", "yyyy-mm-dd"]
    assert sheet["A1:B1"].options(dates=dt.date).value == [day, day]
    assert sheet["A1"].api.getDataArray() == ((46350,),)


def test_truth_values_do_not_stick_to_numbers(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = [[True], [False], [True]]
    assert sheet["A1:A3"].value == [True, False, True]
    sheet["A2"].value = [[5], ["x"]]
    assert sheet["A1:A3"].value == [True, 5, "x"]
    assert sheet["A2"].number_format == "General"


@pytest.mark.parametrize("size", [(10_000, 20)])
def test_a_large_block_in_seconds(
    sheet: xw.Sheet, size: tuple[int, int], record_property: Any
) -> None:
    import time

    rows, columns = size
    data = [[f"{CHINESE}{i}" if j % 2 else i + j / 7 for j in range(columns)] for i in range(rows)]
    start = time.perf_counter()
    sheet["A1"].value = data
    written = time.perf_counter()
    back = sheet["A1"].resize(rows, columns).value
    read = time.perf_counter()
    assert back == data
    record_property(
        f"LibreOffice block of {rows} x {columns}",
        f"written in {written - start:.2f} s, read in {read - written:.2f} s",
    )
    assert read - start < 30
