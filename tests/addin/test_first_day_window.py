"""The page *First day* in a window: what it has people press is clicked on the toolbar.

Its rows are typed into the closed workbooks, as in :mod:`tests.cli.test_first_day`.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.addin.test_click_through import PICTURES, Window
from tests.cli.people import cells
from tests.cli.test_first_day import PAGES, ROOT, steps, type_into
from tests.desktop import Desktop, require_desktop
from tests.office.branch import PLAN, TODAY, must
from xlsales.addin.oxt import install
from xlsales.buttons import BUTTONS

BOXES = {
    "validate": ("Return",),
    "fix": ("Return", "Return"),  # which ones; what was done
    "submit": ("Return", "Return"),  # what will be done; what was done
    "refresh": ("Return",),
    "consolidate": ("Return", "Return"),  # which month; what was done
    "schedule": ("Return",),
    "issue": ("Return", "Return", "Escape"),  # which month; what will be done; open it now? no
}
"""The boxes that each button shows, and the key that answers each."""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    require_desktop()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLSALES_TODAY", TODAY)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))  # who I am is kept there
        with Desktop("zh-CN", start=False) as desktop:
            assert install(desktop.profile).problems == ()
            desktop.start()
            yield Window(desktop, tmp_path / "办公室")


def press(window: Window, command: str, name: str) -> None:
    """Open a workbook, click on a button, answer its boxes, save and close."""
    (button,) = (each.id for each in BUTTONS if each.command == command)
    window.open(name)
    time.sleep(2)  # until the workbook has come to rest
    window.click(button)
    for n, key in enumerate(BOXES[command]):
        window.answered(button, f"first-day-{command}-{n}", key)
    window.idle()
    window.book.save()
    window.book.close()


def test_a_new_office_comes_to_its_first_task_plan_by_clicks(window: Window) -> None:
    page, named = PAGES["zh"]
    place = named.replace("\\", "/")
    for step in steps((ROOT / page).read_text("utf-8")):
        if not step.command:
            type_into(window.root, step.sheet, step.rows)
            continue
        _, command, *given = shlex.split(step.command.replace("\\", "/"))
        if command not in BOXES:
            there = [str(window.root) + a.removeprefix(place) if a.startswith(place) else a
                     for a in given]  # fmt: skip
            must(window.root, command, *there)
            continue
        book = given[0].removeprefix(place).strip("/")
        press(window, command, book or PLAN)
    assert (window.root / "计划" / "任务计划单-RW-202611-01.xlsx").is_file()
    (line,) = cells(window.root / PLAN, "plan_lines")
    assert (line["product"], line["plan_no"]) == ("0101", "RW-202611-01")
