"""A real LibreOffice window on a virtual screen, for tests.

    with Desktop() as desktop:
        book = desktop.open(path)
        desktop.key("ctrl+z")
        desktop.screenshot(Path("seen.png"))

Nothing is left behind: screen and LibreOffice end with this process, even if it is killed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pytest

if TYPE_CHECKING:
    import xlwings as xw

PROGRAMS = ("soffice", "Xvfb", "xdotool", "xkbcomp", "import", "convert")
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_XCU = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{}\n</oor:items>\n'
)
# what would stand in front of the workbook or behind the test's back: tips, greetings, autosave
_QUIET = (
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowDonation", "false"),
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "SessionData", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Office", "LastCompatibilityCheckID", ""),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
    ("/org.openoffice.Setup/Product", "LastTimeDonateShown", "4102444800"),
    ("/org.openoffice.Setup/Product", "LastTimeGetInvolvedShown", "4102444800"),
)
# without a window manager a window has no size of its own: it fills the screen
_CALC = (
    "/org.openoffice.Setup/Office/Factories/"
    "org.openoffice.Setup:Factory['com.sun.star.sheet.SpreadsheetDocument']"
)


def missing() -> list[str]:
    """Programs of a real window that this machine lacks."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def require_desktop() -> None:
    """Skip the test where no LibreOffice window can be had; in CI it fails instead."""
    if lacking := missing():
        message = f"no real window here: {', '.join(lacking)} not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


_GUARD = 'read nothing; kill -KILL "-$1"; [ -z "$2" ] || { sleep 1; rm -rf "$2"; }'


class Desktop:
    """A virtual screen with LibreOffice in it, under a fresh profile.

    Args:
        language: of LibreOffice's menus and of its dates and numbers, as ``zh-CN``.
        start: whether LibreOffice starts at once; otherwise ``start()`` does, for instance after
            an extension was put into ``profile``.
        settings: more of the profile: (path, name, value) as in registrymodifications.xcu.
        size: of the screen in pixels.

    Attributes:
        display: ``:99`` or the like, for the environment variable DISPLAY.
        profile: folder of LibreOffice's profile.
        pipe: name of the pipe it listens at.
    """

    def __init__(
        self,
        language: str = "en-US",
        *,
        start: bool = True,
        settings: tuple[tuple[str, str, str], ...] = (),
        size: tuple[int, int] = (1400, 900),
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="xlsales-desktop-"))
        self.profile = self.folder / "profile"
        self.pipe = f"xlsales{uuid.uuid4().hex[:12]}"
        self.display = ""
        self.size = size
        self._at_once = start
        self._screen: subprocess.Popen[bytes] | None = None
        self._screen_guard: subprocess.Popen[bytes] | None = None
        self._office: subprocess.Popen[bytes] | None = None
        self._office_guard: subprocess.Popen[bytes] | None = None
        self._app: xw.App | None = None
        self._last = ""
        self._keyed: set[str] = set()
        window = (_CALC, "ooSetupFactoryWindowAttributes", f"0,0,{size[0]},{size[1]};1;")
        self._write_profile((*_QUIET, window, *_language(language), *settings))

    def _write_profile(self, settings: tuple[tuple[str, str, str], ...]) -> None:
        file = self.profile / "user" / "registrymodifications.xcu"
        file.parent.mkdir(parents=True)
        items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in settings)
        file.write_text(_XCU.format("\n".join(items)), encoding="utf-8")

    # --- its life --------------------------------------------------------------------------

    def __enter__(self) -> Self:
        try:
            self._open_screen()
            if self._at_once:
                self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open_screen(self) -> None:
        reading, writing = os.pipe()
        width, height = self.size
        command = ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-noreset"]
        command += ["-screen", "0", f"{width}x{height}x24"]
        self._screen = subprocess.Popen(
            command,
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._screen_guard = _guard(self._screen, self.folder)
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = f":{answer.readline().strip()}"
        if self.display == ":":
            raise RuntimeError("Xvfb did not start")

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables of a program that shall appear on this screen."""
        return os.environ | {"DISPLAY": self.display, "NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11"}

    def start(self) -> None:
        """Start LibreOffice, and wait until it answers."""
        from xlsales.libreoffice import connect

        assert self._office is None, "LibreOffice runs already"
        command = ["soffice", "--norestore", "--nologo", "--nodefault"]
        command += [f"-env:UserInstallation={self.profile.as_uri()}"]
        command += [f"--accept=pipe,name={self.pipe};urp;"]
        self._office = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # with all it starts it can be ended as one group
        )
        self._office_guard = _guard(self._office)
        self._app = connect(self.pipe)

    def kill(self) -> None:
        """End LibreOffice at once, as a crash or a power cut would; ``start()`` starts it again."""
        self._app = None
        if self._office is not None:
            _end(self._office, self._office_guard)
            self._office = self._office_guard = None

    def close(self) -> None:
        """End everything and remove the profile."""
        self.kill()
        if self._screen is not None:
            _end(self._screen, self._screen_guard)
            self._screen = self._screen_guard = None
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- workbooks -------------------------------------------------------------------------

    @property
    def app(self) -> xw.App:
        """The running LibreOffice, as xlwings sees it."""
        assert self._app is not None, "LibreOffice does not run"
        return self._app

    def open(self, path: Path) -> xw.Book:
        """Open a workbook in the window."""
        return self.app.books.open(path)

    # --- hands and eyes --------------------------------------------------------------------

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            [_program("xdotool"), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def windows(self) -> list[str]:
        """Titles of the windows that can be seen."""
        return [self._xdotool("getwindowname", each).strip() for each in self.window_ids()]

    def window_ids(self) -> list[str]:
        """The windows that can be seen, as X numbers them."""
        return self._xdotool("search", "--onlyvisible", "--name", ".").split()

    def focus(self, title: str) -> None:
        """Give the keyboard to the window whose title has this text (a regular expression)."""
        found = self._xdotool("search", "--onlyvisible", "--name", title).split()
        assert found, f"no window {title!r} among {self.windows()}"
        self._xdotool("windowraise", found[-1], "windowfocus", "--sync", found[-1])

    def nudge(self, title: str, key: str = "Return") -> None:
        """Press a key in the window of this title, if it is still there."""
        self._xdotool("search", "--onlyvisible", "--name", f"^{title}$", "windowfocus", "key", key)

    def answer(self, title: str, key: str = "Return") -> None:
        """Answer a box of this title by a key; again, if the key went astray, until it is gone."""
        boxes: list[str] = []

        def is_there() -> bool:  # the one before it may still be in the list of windows
            boxes[:] = self._xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()
            return bool(boxes)

        self.wait(is_there)
        box = boxes[0]

        def is_gone() -> bool:
            return box not in self.window_ids()

        for _ in range(8):
            self._xdotool("windowraise", box, "windowfocus", box)
            self.key(key)
            with contextlib.suppress(AssertionError):
                self.wait(is_gone, 2)
                return
        raise AssertionError(f"the box {title} does not go; windows: {self.windows()}")

    def parts(self, title: str) -> list[Part]:
        """What stands in the box of this title, as a screen reader is told it; [] if it is gone."""
        from xlsales.libreoffice.bridge import failure, remote_context, service

        toolkit = service(remote_context(self.pipe), "com.sun.star.awt.Toolkit")
        try:
            windows = [toolkit.getTopWindow(i) for i in range(toolkit.getTopWindowCount())]
            boxes = [each.getAccessibleContext() for each in windows if each]
            return [
                part
                for box in boxes
                if box and box.getAccessibleName() == title
                for part in _within(box)
            ]
        except (failure(), AttributeError):  # it closes just now, and parts of it are None
            return []

    def says(self, title: str, text: str) -> bool:
        """Whether the box of this title says this."""
        return any(text in part.name for part in self.parts(title))

    def choose(self, title: str, text: str) -> None:
        """Go down by keys in the list of a box, once it is there, until this is chosen."""

        def chosen() -> str:
            return next((part.chosen for part in self.parts(title) if text in part.items), "")

        self.wait(chosen)
        for _ in range(20):
            if (before := chosen()) == text:
                return
            self.focus(f"^{title}$")
            self.key("Down")
            with contextlib.suppress(AssertionError):  # a key may go astray
                self.wait(lambda before=before: chosen() != before, 2)  # type: ignore[misc]
        raise AssertionError(f"{text} is not chosen in {title}, but {chosen()}")

    def key(self, *names: str) -> None:
        """Press keys one after another, as xdotool names them: ``ctrl+z``, ``Return``."""
        self._last = names[-1]
        self._xdotool("key", "--delay", "40", *names)

    def press_again(self, window: str) -> None:
        """Press the last key once more, in this window: without a window manager one may go astray."""
        self._xdotool("windowraise", window, "windowfocus", window)
        self.key(self._last)

    def type(self, text: str) -> None:
        """Type a text, of ASCII and of some two dozen other signs in all."""
        self._give_keys(text)
        self._xdotool("type", "--delay", "15", "--", text)

    def _give_keys(self, text: str) -> None:
        """Give signs that the keyboard lacks a key for good.

        xdotool would lend them one for a moment, too short for a program that is busy.
        """
        signs = sorted({sign for sign in text if not sign.isascii()}.difference(self._keyed))
        if not signs:
            return
        shown = [_program("xkbcomp"), "-w0", "-xkb", self.display, "-"]
        keyboard = subprocess.run(shown, capture_output=True, text=True, check=True).stdout
        taken = re.findall(r"key +<(\w+)>", keyboard)
        free = [key for key in re.findall(r"<(\w+)> = \d+;", keyboard) if key not in taken]
        names = [f"U{ord(sign):04X}" for sign in signs]
        pairs = [names[n : n + 2] for n in range(0, len(names), 2)]
        assert len(pairs) <= len(free), f"no keys are left for {text}"
        added = "".join(
            f"key <{key}> {{ [ {', '.join(pair)} ] }};\n"
            for key, pair in zip(free, pairs, strict=False)
        )
        keyboard = re.sub(r'(name\[group1\]="[^"]*";\n)', rf"\1{added}", keyboard, count=1)
        again = [_program("xkbcomp"), "-w0", "-", self.display]
        subprocess.run(again, input=keyboard, capture_output=True, text=True, check=True)
        self._keyed.update(signs)
        time.sleep(0.5)  # until programs have heard of it

    def click(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a point of the screen."""
        self._xdotool("mousemove", str(x), str(y))
        self._xdotool("click", "--repeat", str(times), "--delay", "80", str(button))

    def screenshot(self, path: Path) -> None:
        """Take a picture of the whole screen."""
        command = [_program("import"), "-window", "root", str(path)]
        subprocess.run(command, env=self.environment, check=True)

    def wait(self, until: Callable[[], object], seconds: float = 180.0) -> None:
        """Wait until something is true; an AssertionError when it stays false."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, f"not within {seconds} s; windows: {self.windows()}"
            time.sleep(0.05)


@dataclass(frozen=True)
class Part:
    """What a screen reader is told of a part of a box; of a list what it offers, what is chosen."""

    name: str
    items: tuple[str, ...] = ()
    chosen: str = ""


def _within(context: Any) -> Iterator[Part]:
    """Yield what stands in a part of a box and in its parts; not the cells of a table."""
    if hasattr(context, "getAccessibleRowCount"):
        return
    for number in range(context.getAccessibleChildCount()):
        inner = context.getAccessibleChild(number).getAccessibleContext()
        parts = list(_within(inner))
        chosen = ""
        if parts and hasattr(inner, "getSelectedAccessibleChild"):
            if inner.getSelectedAccessibleChildCount():
                chosen = (
                    inner.getSelectedAccessibleChild(0).getAccessibleContext().getAccessibleName()
                )
            yield Part(inner.getAccessibleName(), tuple(part.name for part in parts), chosen)
        else:
            yield Part(inner.getAccessibleName())
        yield from parts


def _guard(program: subprocess.Popen[bytes], folder: Path | None = None) -> subprocess.Popen[bytes]:
    """Have a program and all it started ended when this process ends, however that comes about.

    A folder is removed then, too.
    """
    return subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(program.pid), str(folder or "")],
        stdin=subprocess.PIPE,  # closed by the kernel when we are no more
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(program: subprocess.Popen[bytes], guard: subprocess.Popen[bytes] | None) -> None:
    if guard is not None:
        guard.communicate()
    program.wait()


def _program(name: str) -> str:
    return shutil.which(name) or name


def _language(language: str) -> tuple[tuple[str, str, str], ...]:
    return (
        ("/org.openoffice.Setup/L10N", "ooLocale", language),
        ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", language),
        ("/org.openoffice.Office.Linguistic/General", "UILocale", language),
    )
