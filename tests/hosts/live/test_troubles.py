"""What may go wrong around an open workbook: nothing is lost, and somebody is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.cli.people import cells
from tests.desktop import Desktop, require_desktop
from tests.office.branch import REGISTER, TODAY, run
from tests.office.test_commit import settled
from xlsales.libreoffice.bridge import load_uno
from xlsales.libreoffice.main_thread import at_once

MASTERS = "基础资料.xlsx"


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with Desktop("zh-CN") as opened:
        yield opened


def clicked(desktop: Desktop, uid: str, button: str) -> subprocess.Popen[str]:
    """Start what the extension starts for a click."""
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", desktop.pipe]
    return subprocess.Popen(
        [*command, "--document", uid, "--button", button],
        env=os.environ | {"XLSALES_TODAY": TODAY},
        stderr=subprocess.PIPE,
        text=True,
    )


def answered(desktop: Desktop, title: str) -> None:
    desktop.wait(lambda: title in desktop.windows())
    time.sleep(0.5)
    desktop.answer(title)


def _closed(book: xw.Book) -> bool:
    """Close a workbook if that may be: LibreOffice keeps one open that a box stands over."""
    try:
        book.close()
    except load_uno().getClass("com.sun.star.util.CloseVetoException"):
        return False
    return True


@pytest.mark.parametrize("tenths", [4, 7, 9, 10, 11, 12, 14, 16])
def test_libreoffice_killed_in_the_middle_of_a_click_loses_nothing(
    desktop: Desktop, office: Path, tenths: int
) -> None:
    book = desktop.open(office / REGISTER)
    running = clicked(desktop, book.api.RuntimeUID, "submit")
    answered(desktop, "上报")  # what will be done; from now on it is done
    time.sleep((tenths - 4) / 10)
    desktop.kill()
    _, err = running.communicate(timeout=180)
    assert "Traceback" not in err
    for owner in office.rglob(".~lock*"):
        owner.unlink()
    assert run(office, "validate", "{}")[0] in {0, 1}  # settles what was begun
    rows = cells(office / REGISTER, "orders")
    assert [row["customer"] for row in rows] == ["东风机械厂"] * 2
    told = "".join(path.read_text("utf-8") for path in office.glob(".xlsales/journal/*.jsonl"))
    assert bool(rows[0]["submitted_at"]) is ('"submit"' in told)
    settled(office)


def test_two_windows_of_one_workbook_are_one_workbook(desktop: Desktop, office: Path) -> None:
    book = desktop.open(office / REGISTER)
    frames = desktop.app.api.Frames
    before = frames.Count
    book.api.CurrentController.Frame.activate()
    dispatcher = desktop.app.impl.context.ServiceManager.createInstance(
        "com.sun.star.frame.DispatchHelper"
    )
    frame = book.api.CurrentController.Frame
    at_once(  # as a click in the menu does; from another thread it may wait for itself for ever
        desktop.app.impl.context,
        lambda: dispatcher.executeDispatch(frame, ".uno:NewWindow", "", 0, ()),
    )
    desktop.wait(lambda: frames.Count > before)
    running = clicked(desktop, book.api.RuntimeUID, "submit")
    answered(desktop, "上报")  # what will be done
    answered(desktop, "上报")  # what was done
    assert running.wait(180) == 0
    assert any(row["submitted_at"] for row in cells(office / REGISTER, "orders"))
    settled(office)


def test_two_clicks_in_two_workbooks_wait_for_each_other(desktop: Desktop, office: Path) -> None:
    register = desktop.open(office / REGISTER)
    masters = desktop.open(office / MASTERS)
    first = clicked(desktop, register.api.RuntimeUID, "submit")
    second = clicked(desktop, masters.api.RuntimeUID, "validate")
    said: set[str] = set()
    end = time.monotonic() + 300  # both start a Python, perhaps beside much else
    while first.poll() is None or second.poll() is None:
        assert time.monotonic() < end, desktop.windows()
        # both boxes may be there at once; the one that came first goes only after the other
        for title in {"上报", "校验"}.intersection(desktop.windows()):
            said.update(part.name for part in desktop.parts(title))
            desktop.nudge(title)
        time.sleep(0.5)
    assert (first.wait(180), second.wait(180)) == (0, 0)
    assert any(row["submitted_at"] for row in cells(office / REGISTER, "orders")), said
    settled(office)


def test_a_workbook_closed_in_the_middle_of_a_click_loses_nothing(
    desktop: Desktop, office: Path
) -> None:
    desktop.open(office / MASTERS)  # so that a window stays
    book = desktop.open(office / REGISTER)
    running = clicked(desktop, book.api.RuntimeUID, "submit")
    time.sleep(0.7)
    end = time.monotonic() + 180
    closed = False
    while not closed or running.poll() is None:
        closed = closed or _closed(book)
        assert time.monotonic() < end, desktop.windows()
        if "上报" in desktop.windows():
            desktop.nudge("上报")
        time.sleep(0.2)
    copy = office.with_name("copy")
    shutil.copytree(office, copy)
    assert run(office, "validate", "{}")[0] in {0, 1}
    rows = cells(office / REGISTER, "orders")
    assert [row["customer"] for row in rows] == ["东风机械厂"] * 2
    settled(office)


def test_a_click_for_a_workbook_that_is_closed_ends_in_a_line(
    desktop: Desktop, office: Path
) -> None:
    book = desktop.open(office / REGISTER)
    uid = book.api.RuntimeUID
    book.close()
    running = clicked(desktop, uid, "submit")
    _, err = running.communicate(timeout=180)
    assert running.returncode == 1  # the extension tells the person
    assert err.count("\n") == 1
