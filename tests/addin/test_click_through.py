"""A morning in the office: the add-in installed, rows typed by keys, buttons clicked by mouse.

Everything is real: LibreOffice in a window on a virtual screen, the extension in a fresh profile,
the workbooks of an office, the macros. Pictures of it are left in ``build/pictures``.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from tests.addin.test_oxt_window import on_the_toolbar, spots
from tests.cli.people import cells
from tests.desktop import Desktop, require_desktop
from tests.office.branch import PLAN, REGISTER, TODAY, approved, founded, must, run
from xlsales.addin.oxt import install
from xlsales.buttons import BY_ID
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
ROW = {
    "order_date": "2026-11-03", "customer": "东风机械厂", "product": "P001", "quantity": "20",
    "unit_price": "113", "required_date": "2026-12-01", "kind": "新制", "plan_type": "月度",
}  # fmt: skip
COLUMN, PLANNED = (
    {column.key: get_column_letter(i) for i, column in enumerate(table.columns, 1)}
    for table in (Order.table, PlanLine.table)
)


class Window:
    """The open workbook, its toolbar, and a person's hands and eyes."""

    def __init__(self, desktop: Desktop, root: Path) -> None:
        self.desktop = desktop
        self.root = root
        self.book: Any = None

    def open(self, name: str) -> None:
        self.book = self.desktop.open(self.root / name)
        self.desktop.wait(lambda: any(Path(name).stem in w for w in self.desktop.windows()))
        self.book.api.CurrentController.Frame.ContainerWindow.toFront()
        self.desktop.wait(lambda: self.frame == self.book.api.CurrentController.Frame)
        self.desktop.focus(f"^{Path(name).name}")  # no window manager raises it
        time.sleep(1)  # until it is painted over the one before

    @property
    def frame(self) -> Any:
        desktop = self.desktop.app.api
        return desktop.getCurrentFrame()

    def click(self, button_id: str) -> None:
        """Click the button on the toolbar where its picture is seen."""
        file = PICTURES / "screen.ppm"
        found = spots(self.desktop, on_the_toolbar(BY_ID[button_id]), file)
        if not found:
            pytest.fail(f"{button_id} is not on the toolbar")
        self.desktop.click(*found[len(found) // 2])  # a plain picture fits a pixel further too

    def answered(self, button_id: str, name: str, key: str = "Return") -> None:
        """Wait for the button's box, take a picture of it, answer it by a key."""
        title = BY_ID[button_id].words.zh
        self.desktop.wait(lambda: title in self.desktop.windows())
        time.sleep(0.6)  # until it is painted
        self.picture(name)
        self.desktop.answer(title, key)

    def idle(self) -> None:
        """Wait until the macro's own Python has ended."""
        time.sleep(0.8)

    def go(self, cell: str) -> None:
        controller = self.book.api.CurrentController
        sheet = controller.ActiveSheet
        controller.select(sheet.getCellRangeByName(cell))
        self.frame.ContainerWindow.setFocus()

    def type(self, cell: str, text: str) -> None:
        """Type into a cell; a sign that the keyboard swallowed is typed again, as people do."""
        for _ in range(6):
            self.go(cell)
            self.desktop.key("F2", "shift+Home", "Delete")
            self.desktop.type(text)
            self.desktop.key("Return")

            def is_there() -> bool:
                shown = self.shown(cell)
                return shown == text or bool(shown and text[:1].isdigit())

            with contextlib.suppress(AssertionError):
                self.desktop.wait(is_there, 3)
                return
            self.desktop.key("Escape", "Escape", "Escape")
        self.picture("not-typed")
        pytest.fail(f"{text} is not in {cell}, but {self.shown(cell)}")

    def shown(self, cell: str) -> str:
        return str(self.book.api.CurrentController.ActiveSheet.getCellRangeByName(cell).String)

    def picture(self, name: str) -> None:
        self.desktop.screenshot(PICTURES / f"{name}.png")


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    require_desktop()
    root = tmp_path_factory.mktemp("morning") / "办公室"
    founded(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLSALES_TODAY", TODAY)
        PICTURES.mkdir(parents=True, exist_ok=True)
        with Desktop("zh-CN", start=False) as desktop:
            assert install(desktop.profile).problems == ()
            desktop.start()
            yield Window(desktop, root)


def test_a_row_is_typed_checked_mended_and_submitted(window: Window) -> None:
    window.open(REGISTER)
    for column, text in ROW.items():
        window.type(f"{COLUMN[column]}3", text)
    window.type(COLUMN["customer"] + "4", "东风机械厂")  # a row with nothing but the customer
    window.picture("typed")

    window.click("validate")
    window.answered("validate", "validate")
    window.idle()
    assert window.shown("A3") == "CL-202611-ZS-001"
    sheet = window.book.api.CurrentController.ActiveSheet
    notes = [sheet.Annotations.getByIndex(i) for i in range(sheet.Annotations.Count)]
    noted = {(note.Position.Row + 1, get_column_letter(note.Position.Column + 1)) for note in notes}
    assert {(4, COLUMN["product"]), (4, COLUMN["quantity"])} <= noted  # neither is there
    assert {at for at in noted if at[0] == 3} == {(3, COLUMN["salesperson"])}  # blank: the owner
    window.picture("marked")

    window.click("submit")
    window.answered("submit", "submit-preview")
    window.answered("submit", "submit")
    window.idle()
    rows = cells(window.root / REGISTER, "orders")
    assert rows[0]["submitted_at"] is not None
    assert [rows[1][key] for key in ("submitted_at", "customer")] == [None, "东风机械厂"]


def test_the_planner_gathers_dates_issues_and_thinks_again(window: Window) -> None:
    if not cells(window.root / REGISTER, "orders"):
        pytest.fail("nothing was submitted before")
    must(window.root, "refresh", "{}/经营考核.xlsx")
    approved(window.root)
    window.open(PLAN)
    window.click("consolidate")
    window.answered("consolidate", "consolidate-asks")
    window.answered("consolidate", "consolidate")
    window.idle()
    assert window.shown(f"{PLANNED['order_no']}3") == "CL-202611-ZS-001"

    window.click("schedule")
    window.answered("schedule", "schedule")
    window.idle()
    window.picture("scheduled")

    window.click("issue_plan")
    window.answered("issue_plan", "issue-asks")
    window.answered("issue_plan", "issue-preview")
    window.answered("issue_plan", "issue", "Escape")  # open it now? no
    window.idle()
    (issued,) = window.root.glob("计划/任务计划单-*.xlsx")
    assert re.fullmatch(r"任务计划单-RW-202611-01\.xlsx", issued.name)
    assert "RW-202611-01" in str(cells(window.root / PLAN, "plan_lines"))

    window.open(REGISTER)
    window.click("undo")
    window.answered("undo", "undo-asks")
    window.answered("undo", "undo-refused", "Escape")  # all the same? no: it was issued
    window.idle()
    assert all(row["submitted_at"] for row in cells(window.root / REGISTER, "orders")[:1])

    window.open(PLAN)
    window.click("undo")
    window.answered("undo", "undo-plan-asks")
    window.answered("undo", "undo")
    window.idle()
    (void,) = window.root.glob("计划/任务计划单-*.xlsx")
    assert "作废" in void.name
    assert "RW-202611-01" not in str(cells(window.root / PLAN, "plan_lines"))
    assert window.desktop.app.books.active.name == Path(PLAN).name
    assert run(window.root, "journal", "{}", "--verify")[0] == 0
