"""What is done at once to be quicker: rows measured, notes read and put, calls in the main thread."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import xlwings as xw

from tests.desktop import Desktop, require_desktop
from xlsales.hosts.live import uno_notes
from xlsales.libreoffice import undo_step
from xlsales.libreoffice.bridge import failure
from xlsales.libreoffice.heights import measured_once
from xlsales.libreoffice.main_thread import at_once

LONG = "这一格的字很多，要好几行才放得下。" * 5
LINE = 1000
"""1/100 mm: more than one line of text, less than two."""


def height(sheet: xw.Sheet, row: int) -> int:
    return int(sheet.api.Rows.getByIndex(row - 1).Height)


@pytest.fixture
def wrapped(sheet: xw.Sheet) -> xw.Sheet:
    """A sheet whose first two columns wrap their text."""
    sheet.range("A:B").api.IsTextWrapped = True
    return sheet


@pytest.mark.parametrize("rows", [3, 300])
def test_rows_grow_with_their_text_and_shrink_when_it_is_undone(
    book: xw.Book, wrapped: xw.Sheet, rows: int
) -> None:
    wrapped.range((1, 1), (rows, 1)).value = [[LONG]] * rows
    assert height(wrapped, 1) > LINE
    assert height(wrapped, rows) > LINE
    book.api.UndoManager.undo()
    assert height(wrapped, rows) < LINE
    book.api.UndoManager.redo()
    assert height(wrapped, rows) > LINE


def test_all_that_is_written_in_one_step_is_measured_at_its_end(
    book: xw.Book, wrapped: xw.Sheet
) -> None:
    other = book.sheets.add()
    other.range("A:A").api.IsTextWrapped = True
    with undo_step(book, "several"), measured_once(book.impl.api):
        wrapped.range("A1:A2").value = [[LONG], [LONG]]
        wrapped.range("B500").value = LONG
        with measured_once(book.impl.api):
            other.range("A7:A8").value = [[LONG], ["short"]]
        assert height(wrapped, 1) < LINE
    tall = [height(wrapped, row) > LINE for row in (1, 2, 3, 499, 500)]
    assert tall == [True, True, False, False, True]
    assert [height(other, row) > LINE for row in (7, 8)] == [True, False]


def test_a_height_that_a_person_set_stays(book: xw.Book, wrapped: xw.Sheet) -> None:
    wrapped.range("A2").row_height = 20
    with measured_once(book.impl.api):
        wrapped.range("A1:A3").value = [[LONG]] * 3
    assert wrapped.range("A2").row_height == pytest.approx(20, abs=0.1)
    assert height(wrapped, 3) > LINE


def test_rows_are_measured_again_after_an_error(book: xw.Book, wrapped: xw.Sheet) -> None:
    with pytest.raises(ZeroDivisionError), measured_once(book.impl.api):
        raise ZeroDivisionError
    wrapped.range("A1:A2").value = [[LONG], [LONG]]
    assert height(wrapped, 1) > LINE


# --- notes -----------------------------------------------------------------------------------

OURS = "错误：产品表中没有“P999”（请*选*）.\n\n— xlsales"


def test_notes_are_found_whatever_they_are_thought_to_say(desktop: Desktop, book: xw.Book) -> None:
    sheet = book.sheets.add()
    context, index = desktop.app.impl.context, sheet.index - 1
    wanted = {(row, column): OURS for row in range(2, 60, 3) for column in (7, 3)}
    wanted |= {(5, 4): OURS + "x", (6, 3): "x" + OURS, (1, 1): OURS.upper(), (90, 9): "我的"}
    uno_notes.add_notes(context, sheet.api, index, wanted)
    for likely in ((), wanted.values(), [OURS] * 20, ["我的"] * 20, [OURS + "?"] * 20, ["x"] * 20):
        assert uno_notes.notes_of(sheet.api, likely) == wanted
    gone = {(2, 7), (90, 9), (5, 3), (99, 99)}
    uno_notes.remove_notes(sheet.api, gone)
    left = {at: text for at, text in wanted.items() if at not in gone}
    assert uno_notes.notes_of(sheet.api, [OURS] * 20) == left


def test_a_sheet_without_notes_has_none(sheet: xw.Sheet) -> None:
    assert uno_notes.notes_of(sheet.api, [OURS] * 20) == {}


# --- the main thread -------------------------------------------------------------------------


def test_calls_of_one_action_come_in_their_order(desktop: Desktop, sheet: xw.Sheet) -> None:
    def fill() -> None:
        for row in range(50):
            sheet.api.getCellByPosition(0, row).setValue(row)

    at_once(desktop.app.impl.context, fill)
    assert sheet.range("A1:A50").value == list(map(float, range(50)))


def test_an_error_of_the_action_comes_back(desktop: Desktop, sheet: xw.Sheet) -> None:
    def fails() -> None:
        sheet.api.getCellByPosition(-1, -1)

    with pytest.raises(failure()):
        at_once(desktop.app.impl.context, fails)

    def divides() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        at_once(desktop.app.impl.context, divides)


@pytest.fixture
def mortal() -> Iterator[Desktop]:
    require_desktop()
    with Desktop() as running:
        yield running


def test_nobody_waits_for_a_program_that_is_gone(mortal: Desktop) -> None:
    context: Any = mortal.app.impl.context

    def dies() -> None:
        mortal.kill()
        context.getServiceManager()

    began = time.monotonic()
    with pytest.raises(failure()):
        at_once(context, dies)
    with pytest.raises(failure()):
        at_once(context, lambda: None)
    assert time.monotonic() - began < 20
