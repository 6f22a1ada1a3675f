"""A workbook is opened in a real LibreOffice window: where one is, what shows, what stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.cli.people import type_rows
from tests.desktop import Desktop, require_desktop
from tests.office.branch import ORDER, REGISTER, TODAY, founded
from xlsales.addin.oxt import install
from xlsales.addin.oxt.names import TOOLBAR
from xlsales.buttons import BUTTONS, BY_ID
from xlsales.core.text import GAP
from xlsales.forms.register import Order
from xlsales.office import profile

TODAYS = BY_ID["today"].words.zh
DATE = get_column_letter([c.key for c in Order.table.columns].index("order_date") + 1)
PRODUCT = get_column_letter([c.key for c in Order.table.columns].index("product") + 1)
NEXT = f"${DATE}$5"  # two orders stand in rows 3 and 4


class Window:
    """What a person sees of an office that has just two typed orders."""

    def __init__(self, desktop: Desktop, root: Path) -> None:
        self.desktop = desktop
        self.root = root

    def open(self, path: Path) -> Any:
        return self.desktop.open(path).api

    def at(self, document: Any) -> str:
        return str(document.CurrentController.getSelection().AbsoluteName).rpartition(".")[2]

    def buttons(self, document: Any) -> list[str]:
        """The words of the buttons that have a place on the toolbar."""
        bar = document.CurrentController.Frame.LayoutManager.getElement(TOOLBAR)
        context = bar.getRealInterface().getAccessibleContext()
        tools = [
            context.getAccessibleChild(i).getAccessibleContext()
            for i in range(context.getAccessibleChildCount())
        ]
        return [t.getAccessibleName() for t in tools if t.getSize().Width and t.getAccessibleName()]

    def has(self, document: Any, words: set[str]) -> None:
        """Wait until the toolbar shows these buttons and no others."""
        self.desktop.wait(lambda: set(self.buttons(document)) == words)

    def close(self, document: Any) -> None:
        document.close(True)
        time.sleep(0.5)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    require_desktop()
    folder = tmp_path_factory.mktemp("opening")
    with (
        pytest.MonkeyPatch.context() as patch,
        Desktop("zh-CN", start=False, size=(1366, 768)) as desktop,
    ):
        patch.setenv("XLSALES_TODAY", TODAY)
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        founded(folder / "办公室")
        type_rows(
            folder / "办公室" / REGISTER,
            "orders",
            ORDER,
            {**ORDER, "required_date": date(2026, 12, 20)},
        )
        assert install(desktop.profile).problems == ()
        desktop.start()
        yield Window(desktop, folder / "办公室")


def test_each_workbook_has_its_own_buttons(window: Window) -> None:
    for name, kind in ((REGISTER, "register"), ("经营考核.xlsx", "management")):
        document = window.open(window.root / name)
        window.has(document, {button.words.zh for button in BUTTONS if kind in button.kinds})
        window.close(document)
    foreign = window.root.parent / "other.xlsx"
    Workbook().save(foreign)
    document = window.open(foreign)
    window.has(document, {BY_ID["doctor"].words.zh})
    time.sleep(2)
    assert window.at(document) == "$A$1"
    window.close(document)


def test_it_opens_at_the_first_empty_row_and_is_not_changed(window: Window) -> None:
    document = window.open(window.root / REGISTER)
    window.desktop.wait(lambda: window.at(document) == NEXT)
    lists = document.Sheets.getByName("lists").getCellRangeByName("A1:Z20")

    def customers() -> list[object]:
        (found,) = [c for c in zip(*lists.getDataArray(), strict=True) if c[0] == "customers_name"]
        return [name for name in found[1:] if name]

    # they are typed in the masters; nobody has pressed a button in this register yet
    window.desktop.wait(lambda: "东风机械厂" in customers())
    time.sleep(0.5)
    assert not document.isModified()
    assert document.UndoManager.getAllUndoActionTitles() == ()
    time.sleep(2)
    assert TODAYS not in window.desktop.windows()  # nobody wished for it
    window.desktop.type("2026-11-24")
    window.desktop.key("Return")
    window.desktop.wait(document.isModified)
    window.close(document)


def test_a_line_picked_from_a_list_leaves_its_code_and_undo_takes_back_both(
    window: Window,
) -> None:
    document = window.open(window.root / REGISTER)
    window.desktop.wait(lambda: window.at(document) == NEXT)
    sheet = document.Sheets.getByIndex(0)
    at = f"{PRODUCT}5"
    lists = document.Sheets.getByName("lists").getCellRangeByName("A1:Z20")
    window.desktop.wait(lambda: any(GAP in str(v) for row in lists.getDataArray() for v in row))
    document.CurrentController.select(sheet.getCellRangeByName(at))
    window.desktop.key("alt+Down")
    time.sleep(1)
    window.desktop.key("Down", "Return")
    window.desktop.wait(lambda: sheet.getCellRangeByName(at).getString() == ORDER["product"])
    assert len(document.UndoManager.getAllUndoActionTitles()) == 1
    window.desktop.key("ctrl+z")
    window.desktop.wait(lambda: sheet.getCellRangeByName(at).getString() == "")
    window.close(document)


def test_one_who_reads_only_is_left_where_they_are(window: Window) -> None:
    document = window.desktop.app.books.open(window.root / REGISTER, read_only=True).api
    before = window.at(document)
    time.sleep(3)
    assert window.at(document) == before != NEXT
    window.close(document)


def test_today_shows_from_when_it_is_ticked_until_it_is_not(window: Window) -> None:
    profile.want_today(wanted=True)
    document = window.open(window.root / REGISTER)
    window.desktop.wait(lambda: TODAYS in window.desktop.windows())
    time.sleep(1)
    window.desktop.focus(f"^{TODAYS}$")
    window.desktop.key("alt+b")  # the tick's letter, as LibreOffice gave it
    window.desktop.answer(TODAYS, "Escape")
    window.desktop.wait(lambda: not profile.wants_today())
    assert window.at(document) == NEXT
    window.close(document)
    document = window.open(window.root / REGISTER)
    window.desktop.wait(lambda: window.at(document) == NEXT)
    time.sleep(2)
    assert TODAYS not in window.desktop.windows()
    window.close(document)


def test_lists_that_grew_leave_nothing_to_undo(window: Window) -> None:
    flange = {"code": "0101", "name": "法兰", "spec": "φ120×45", "unit": "件", "supply": "外购"}
    type_rows(window.root / "基础资料.xlsx", "products", flange)
    document = window.open(window.root / REGISTER)
    lists = document.Sheets.getByName("lists").getCellRangeByName("A1:Z20")
    shown = f"0101{GAP}法兰 φ120×45"
    window.desktop.wait(lambda: any(shown in row for row in lists.getDataArray()))
    time.sleep(0.5)
    assert not document.isModified()
    assert document.UndoManager.getAllUndoActionTitles() == ()
    window.close(document)
