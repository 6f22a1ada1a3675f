"""A Python stands ready for the clicks in a real LibreOffice window: when, for whom, until when.

The code that the clicks run is a copy, so that it can be replaced under them.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import xlsales
from tests.addin.test_oxt_window import Click, on_the_toolbar, spots
from tests.desktop import Desktop, require_desktop
from tests.office.branch import REGISTER, TODAY, founded
from xlsales.addin.oxt import install
from xlsales.addin.oxt.names import SETTING
from xlsales.buttons import BY_ID, Button
from xlsales.libreoffice.bridge import failure, remote_context, service

VALIDATE = BY_ID["validate"]
PYTHON = '#!/bin/sh\ncd "{code}"\nPYTHONPATH="{code}" exec "{python}" "$@"\n'
DEAF = """#!/bin/sh
case "$*" in
*--spare) exec <&-; exec sleep 2 ;;
esac
exec "{other}" "$@"
"""


class Window(Click):
    """Windows of a LibreOffice, and the Pythons that it has started for clicks."""

    kind = ""  # its own workbook is an ordinary one

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        super().__init__(desktop, folder)
        self.office = folder / "办公室"
        self.code = folder / "code"

    def program(self, name: str, text: str) -> Path:
        """Make a program that answers clicks, and have it answer them from now on."""
        made = self.folder / name
        made.write_text(text)
        made.chmod(made.stat().st_mode | stat.S_IXUSR)
        setting = self.desktop.profile / "user" / "config" / SETTING
        setting.write_text(json.dumps({"python": str(made)}))
        return made

    def look_at(self, path: Path) -> None:
        """Open a workbook."""
        self.document = self.desktop.open(path).api
        self.wait(self.frame.ContainerWindow.isVisible)

    def press(self, button: Button) -> None:
        """Click with the mouse where the button's picture is seen."""

        def seen() -> list[tuple[int, int]]:
            return spots(self.desktop, on_the_toolbar(button), self.folder / "screen.ppm")

        self.wait(seen)
        found = seen()
        self.desktop.click(*found[len(found) // 2])

    def programs(self) -> dict[int, list[str]]:
        """All processes of this LibreOffice and its children, with their command lines."""
        found: dict[int, tuple[int, list[str]]] = {}
        for state in Path("/proc").glob("[0-9]*"):
            try:
                parent = (state / "stat").read_text().rpartition(")")[2].split()[1]
                line = (state / "cmdline").read_bytes().decode().rstrip("\0").split("\0")
            except OSError:  # ended meanwhile
                continue
            found[int(state.name)] = int(parent), line
        here = {
            pid
            for pid, (_, line) in found.items()
            if any(self.desktop.profile.as_uri() in word for word in line)
            and "soffice.bin" in line[0]
        }
        return {pid: line for pid, (parent, line) in found.items() if pid in here or parent in here}

    def soffice(self) -> int:
        (found,) = (pid for pid, line in self.programs().items() if "soffice.bin" in line[0])
        return found

    def pythons(self) -> dict[int, str]:
        """The children of LibreOffice, ended ones too until it lets them go: what each does."""
        mine = self.programs()
        return {
            pid: next((word for word in line if word in {"--spare", "--pipe"}), line[0])
            for pid, line in mine.items()
            if "soffice.bin" not in line[0]
        }

    def spare(self) -> int:
        """Wait until one stands ready and is all there is; its process id."""
        found = 0

        def stands_ready() -> bool:
            nonlocal found
            pythons = self.pythons()
            if list(pythons.values()) != ["--spare"]:
                return False
            (found,) = pythons
            try:
                return Path(f"/proc/{found}/cwd").readlink() == Path("/")
            except OSError:  # it has ended since
                return False

        self.wait(stands_ready)
        return found

    def validated(self) -> dict[int, str]:
        """Click on *Validate*; the Pythons at work while its message shows."""
        self.press(VALIDATE)
        shown = VALIDATE.words.zh
        self.wait(lambda: shown in self.desktop.windows())
        found = self.pythons()
        self.desktop.answer(shown)
        self.wait(lambda: not found.keys() & self.pythons().keys())
        return found


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    require_desktop()
    folder = tmp_path_factory.mktemp("spare")
    with pytest.MonkeyPatch.context() as patch, Desktop(start=False) as desktop:
        patch.setenv("XLSALES_TODAY", TODAY)
        made = Window(desktop, folder)
        founded(made.office)
        ours = Path(xlsales.__file__).parent
        left = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ours, made.code / "xlsales", ignore=left)
        assert install(desktop.profile).problems == ()
        made.program("python", PYTHON.format(code=made.code, python=sys.executable))
        desktop.start()
        yield made


def test_for_an_ordinary_workbook_none_is_started(window: Window) -> None:
    window.open()
    time.sleep(2)
    assert window.pythons() == {}
    window.document.close(True)  # one window would hide the other


def test_opening_a_standard_workbook_has_one_stand_ready(window: Window) -> None:
    window.look_at(window.office / REGISTER)
    controller = window.document.CurrentController
    window.wait(lambda: controller.getSelection().AbsoluteName.endswith("$D$3"))
    time.sleep(2)  # the one that went there has ended, another took its place
    spare = window.spare()
    time.sleep(1)
    assert window.pythons() == {spare: "--spare"}


def test_a_click_is_served_by_it_and_another_takes_its_place(window: Window) -> None:
    first = window.spare()
    assert window.validated() == {first: "--spare"}
    second = window.spare()
    assert window.validated() == {second: "--spare"}
    assert len({first, second, window.spare()}) == 3


def test_a_click_works_without_it(window: Window) -> None:
    spare = window.spare()
    os.kill(spare, signal.SIGKILL)
    window.wait(lambda: window.pythons() == {})
    assert list(window.validated().values()) == ["--pipe"]
    window.spare()


def test_one_that_was_made_before_the_code_was_replaced_serves_nothing(window: Window) -> None:
    window.spare()
    (window.code / "xlsales" / "ribbon" / "run.py").touch()
    assert list(window.validated().values()) == ["--pipe"]
    spare = window.spare()
    assert window.validated() == {spare: "--spare"}  # it has the new code


def test_a_click_is_lost_on_nobody(window: Window) -> None:
    """One of another installation is let go; one that does not listen is done without."""
    spare, python = window.spare(), window.folder / "python"
    kept = python.read_text()
    window.program("other", DEAF.format(other=python))
    assert list(window.validated().values()) == ["--pipe"]
    assert not Path(f"/proc/{spare}").exists()
    window.wait(lambda: list(window.pythons().values()) == ["sleep"])
    assert list(window.validated().values()) == ["--pipe"]
    window.program("python", kept)
    assert "--pipe" in window.validated().values()
    window.spare()


def test_without_a_python_none_is_started(window: Window) -> None:
    window.spare()
    python = window.folder / "python"
    kept = python.read_text()
    python.unlink()
    window.press(VALIDATE)
    window.wait(window.told)
    window.put_away()
    window.program("python", kept)
    assert list(window.validated().values()) == ["--spare"]


@pytest.mark.parametrize("way", ["closed", "killed"])
def test_none_is_left_when_libreoffice_is_gone(window: Window, way: str) -> None:
    if way == "killed":
        window.desktop.kill()
        window.desktop.start()
        window.look_at(window.office / REGISTER)
    spare, soffice = window.spare(), window.soffice()
    if way == "closed":
        for book in window.desktop.app.books:
            book.api.setModified(False)
        context: Any = remote_context(window.desktop.pipe)
        with suppress(failure()):  # it may be gone before it can answer
            service(context, "com.sun.star.frame.Desktop").terminate()
    else:
        os.kill(soffice, signal.SIGKILL)
    window.wait(lambda: not Path(f"/proc/{soffice}").exists())
    # it may be at work for the opening, and finds out at its next call
    window.desktop.wait(lambda: not Path(f"/proc/{spare}").exists())
