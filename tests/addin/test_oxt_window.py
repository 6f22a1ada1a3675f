"""Real clicks on the add-in in a real LibreOffice window.

The workbook is one of a register's kind, so it has a register's buttons. What the buttons do is
shown elsewhere; here a small script stands for xlsales' Python, notes how
it was called, and does to the open workbook what the test wants.
"""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from tests.desktop import Desktop, require_desktop
from xlsales.addin.oxt import install
from xlsales.addin.oxt.names import SETTING, TOOLBAR
from xlsales.addin.oxt.registry import grouped
from xlsales.buttons import BUTTONS, TITLE, Button
from xlsales.derive.icons import BIG, SMALL, STRIPS, file_of, strip_of
from xlsales.libreoffice.bridge import properties, remote_context
from xlsales.resources import shipped_icons

ROOT = Path(__file__).parents[2]
STAND_IN = """#!{python}
import json, os, signal, sys, time
from pathlib import Path
here = Path(__file__).parent
asked = dict(zip(sys.argv[3::2], sys.argv[4::2]))
if asked.get("--button", "opened").startswith("opened"):  # none stands ready, nothing is welcomed
    sys.exit(1)
foreign = [name for name in os.environ if name in ("PYTHONHOME", "PYTHONPATH")]
with (here / "clicks").open("a") as clicks:
    clicks.write(json.dumps([sys.argv[1:3], asked["--button"], foreign, os.getpid()]) + "\\n")
sys.path.insert(0, {root!r})
from xlsales.libreoffice.bridge import remote_context
context = remote_context(asked["--pipe"])
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
components = desktop.getComponents().createEnumeration()
while components.hasMoreElements():
    document = components.nextElement()
    if document.RuntimeUID == asked["--document"]:
        break
sheet = document.Sheets.getByIndex(0)
assert remote_context(asked["--pipe"]) is not None  # a second connection is welcome
code = 0
try:
    exec((here / "task.py").read_text())
except ValueError:
    code = 1
sys.stdout.flush()
os._exit(code)  # the bridge may hang a Python that ends in the usual way
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)"
HALF = "undo = document.getUndoManager(); undo.enterUndoContext('half')\n"
TAB_STRIP = 17  # pixels below the top of the window


class Click:
    """A window with the add-in in it, and the stand-in behind its buttons."""

    kind = "register"

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self.folder = folder
        self.document: Any = None
        self.aside = 0

    def open(self) -> None:
        file = self.folder / "book.xlsx"
        book = Workbook()
        book.worksheets[0]["A1"] = "here before"
        if self.kind:
            custom: Any = book.custom_doc_props  # type: ignore[attr-defined]  # not in the stubs
            custom.append(StringProperty(name="xlsales.kind", value=self.kind))
        book.save(file)
        context = remote_context(self.desktop.pipe)
        loader = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        self.document = loader.loadComponentFromURL(
            file.as_uri(), "_default", 0, properties(OnMainThread=True)
        )
        self.desktop.wait(self.frame.ContainerWindow.isVisible)

    @property
    def frame(self) -> Any:
        return self.document.CurrentController.Frame

    def task(self, code: str) -> None:
        (self.folder / "task.py").write_text(code)
        (self.folder / "clicks").unlink(missing_ok=True)

    def calls(self) -> list[list[Any]]:
        """How the stand-in was called since the task was set: how, for which button, its id."""
        noted = self.folder / "clicks"
        return [json.loads(n) for n in noted.read_text().splitlines()] if noted.exists() else []

    def pressed(self) -> list[str]:
        return [button for _, button, _, _ in self.calls()]

    def settled(self) -> None:
        """Wait until the buttons may be clicked again."""
        self.wait(lambda: not any(Path(f"/proc/{call[-1]}").exists() for call in self.calls()))
        time.sleep(0.5)

    def text(self, cell: str) -> str:
        return str(self.document.Sheets.getByIndex(0).getCellRangeByName(cell).String)

    def shows(self, cell: str, text: str) -> None:
        """Wait until a cell shows the text."""
        self.wait(lambda: self.text(cell) == text)

    def types(self, cell: str, text: str) -> None:
        """Type into a cell; again, if the keyboard was still in another window."""
        sheet = self.document.Sheets.getByIndex(0)
        for _ in range(5):
            self.desktop.focus("^book.xlsx")
            self.document.CurrentController.select(sheet.getCellRangeByName(cell))
            self.frame.ContainerWindow.setFocus()
            time.sleep(0.3)
            self.desktop.key("F2", "shift+Home", "Delete")
            self.desktop.type(text)
            self.desktop.key("Return")
            time.sleep(0.3)
            if self.text(cell) == text:
                return
            self.desktop.key("Escape", "Escape")
        pytest.fail(f"{text} is not in {cell}")

    def on(self, thing: Any) -> None:
        """Click with the mouse on something that can be seen."""
        place, size = thing.getLocationOnScreen(), thing.getSize()
        self.aside = 2 - self.aside  # xdotool waits long for a mouse that is there already
        self.desktop.click(place.X + size.Width // 2 + self.aside, place.Y + size.Height // 2)

    def tools(self) -> list[Any]:
        bar = self.frame.LayoutManager.getElement(TOOLBAR).getRealInterface()
        context = bar.getAccessibleContext()
        return [
            context.getAccessibleChild(i).getAccessibleContext()
            for i in range(context.getAccessibleChildCount())
        ]

    def tool(self, button: Button) -> Any:
        (found,) = [t for t in self.tools() if t.getAccessibleName() == button.words.en]
        return found

    def press(self, button: Button) -> None:
        self.on(self.tool(button))

    def wait(self, until: Callable[[], object]) -> None:
        self.desktop.wait(until)

    def told(self) -> bool:
        """Whether a message of ours is in front."""
        return TITLE.en in self.desktop.windows()

    def put_away(self) -> None:
        self.desktop.focus(f"^{TITLE.en}$")
        self.desktop.key("Return")
        self.wait(lambda: not self.told())


Picture: TypeAlias = list[list[bytes]]
"""Rows of pixels: red, green, blue, opacity."""


def on_the_toolbar(button: Button) -> list[Picture]:
    """How the toolbar may show a button: by its own pictures, or by the tab's."""
    own = [_picture(file_of(button, size), size) for size in (BIG, SMALL)]
    return [*own, *(in_the_tab(button, size) for size in STRIPS)]


def in_the_tab(button: Button, size: int) -> Picture:
    """A button's place in a strip of pictures."""
    return _picture(strip_of(size), size, BUTTONS.index(button))


@cache
def _picture(name: str, size: int, place: int = 0) -> Picture:
    convert = shutil.which("convert") or "convert"
    part = ["-crop", f"{size}x{size}+{place * size}+0", "-depth", "8", "RGBA:-"]
    command = [convert, str(shipped_icons() / name), *part]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    pixels = [data[at : at + 4] for at in range(0, len(data), 4)]
    return [pixels[at : at + size] for at in range(0, len(pixels), size)]


def spots(desktop: Desktop, pictures: Iterable[Picture], file: Path) -> list[tuple[int, int]]:
    """Where on the screen the first of the pictures that is there is shown: its middle."""
    desktop.screenshot(file)
    _, size, deepest, pixels = file.read_bytes().split(b"\n", 3)  # a PPM
    pixels = pixels[::2] if int(deepest) > 255 else pixels
    width, height = map(int, size.split())
    rows = [pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height)]
    return next(filter(None, (_spots(rows, picture) for picture in pictures)), [])


def _spots(rows: list[bytes], picture: Picture) -> list[tuple[int, int]]:
    """Where a picture is shown, pixel for pixel."""
    solid = [
        (x, y, pixel[:3])
        for y, row in enumerate(picture)
        for x, pixel in enumerate(row)
        if pixel[3] == 255
    ]
    left, top, first = solid[0]
    found = []
    for y in range(len(rows) - len(picture)):
        x = rows[y + top].find(first)
        while x >= 0:
            at = x // 3 - left
            if x % 3 == 0 and all(
                rows[y + j][3 * (at + i) : 3 * (at + i) + 3] == c for i, j, c in solid
            ):
                found.append((at + len(picture) // 2, y + len(picture) // 2))
            x = rows[y + top].find(first, x + 1)
    return found


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Click]:
    require_desktop()
    folder = tmp_path_factory.mktemp("window")
    stand_in = folder / "python"
    stand_in.write_text(STAND_IN.format(python=sys.executable, root=str(ROOT)))
    stand_in.chmod(stand_in.stat().st_mode | stat.S_IXUSR)
    mode = "/org.openoffice.Office.UI.ToolbarMode/Applications/"
    calc = f"{mode}org.openoffice.Office.UI.ToolbarMode:Application['Calc']"
    tabs = ((calc, "Active", "notebookbar.ui"),)
    with Desktop(start=False, settings=tabs, size=(1600, 900)) as desktop:
        assert install(desktop.profile).problems == ()
        setting = desktop.profile / "user" / "config" / SETTING
        setting.write_text(json.dumps({"python": str(stand_in)}))
        desktop.start()
        click = Click(desktop, folder)
        click.open()
        yield click


def test_the_toolbar_has_the_buttons_in_their_order(window: Click) -> None:
    names = [tool.getAccessibleName() for tool in window.tools()]
    shown = [name for name in names if name]
    assert shown == [b.words.en for _, buttons in grouped(BUTTONS) for b in buttons]
    assert len(names) == len(BUTTONS) + len(grouped(BUTTONS)) - 1  # lines between groups


def test_only_the_workbooks_own_buttons_are_shown_with_their_words(window: Click) -> None:
    """What is not shown has no size; a picture alone would be no wider than 40 pixels."""
    widths = {t.getAccessibleName(): t.getSize().Width for t in window.tools()}
    for button in BUTTONS:
        words = button.words.en
        if "register" in button.kinds:
            assert widths[words] > 40 + 3 * len(words)
        else:
            assert widths[words] == 0, words
    places = [t.getLocationOnScreen() for t in window.tools() if t.getSize().Width]
    assert len({place.Y for place in places}) == 1  # in one row, nothing behind an arrow


def test_the_tab_has_the_buttons(window: Click) -> None:
    """The tab is the last one; LibreOffice tells nobody where its tabs are."""
    file = window.folder / "screen.ppm"
    width, _ = window.desktop.size
    for x in range(width - 70, width // 2, -50):
        window.desktop.click(x, TAB_STRIP)
        time.sleep(0.5)
        first = spots(window.desktop, [in_the_tab(BUTTONS[0], 16)], file)
        if first:
            break
    shown = [b for b in BUTTONS if spots(window.desktop, [in_the_tab(b, 16)], file)]
    assert shown == [b for b in BUTTONS if "register" in b.kinds]
    window.task("sheet.getCellRangeByName('B1').String = 'by the tab'")
    window.desktop.click(*first[0])
    window.shows("B1", "by the tab")
    window.settled()
    assert window.pressed() == [BUTTONS[0].id]


def test_a_click_reaches_the_macro_once(window: Click) -> None:
    window.task("sheet.getCellRangeByName('B1').String = asked['--button']")
    for button in BUTTONS[:3]:
        window.press(button)
        window.shows("B1", button.id)
        window.settled()
    time.sleep(1)  # a second call for one click would come now
    assert [call[:-1] for call in window.calls()] == [
        [["-m", "xlsales.ribbon.libreoffice"], button.id, []] for button in BUTTONS[:3]
    ]


def test_keys_press_the_daily_five(window: Click) -> None:
    window.task("sheet.getCellRangeByName('B1').String = asked['--button']")
    for button in filter(lambda each: each.key, BUTTONS):
        window.desktop.focus("^book.xlsx")
        window.frame.ContainerWindow.setFocus()
        time.sleep(0.3)
        window.desktop.key(f"ctrl+shift+{button.key.lower()}")
        window.shows("B1", button.id)
        window.settled()
    assert window.pressed() == [button.id for button in BUTTONS if button.key]


def test_the_window_is_alive_meanwhile_and_a_second_click_waits(window: Click) -> None:
    window.task(
        "while not (here / 'go').exists():\n    time.sleep(0.05)\n"
        "(here / 'go').unlink(); sheet.getCellRangeByName('B1').String = 'done'"
    )
    window.press(BUTTONS[0])
    window.wait(lambda: len(window.calls()) == 1)
    window.press(BUTTONS[1])
    window.wait(window.told)
    window.put_away()
    window.types("D4", "typed")
    (window.folder / "go").touch()
    window.shows("B1", "done")
    assert window.pressed() == [BUTTONS[0].id]
    window.settled()


@pytest.mark.parametrize(
    "death",
    [
        HALF + "sheet.getCellRangeByName('A1').String = 'half'; document.lockControllers()\n" + DIE,
        HALF + DIE,
        DIE,
        "raise ValueError('a mistake of the programmer')",
    ],
    ids=["halfway", "before the first edit", "at once", "by an error"],
)
def test_a_macro_that_dies_leaves_the_workbook_as_it_was(window: Click, death: str) -> None:
    sheet, undo = window.document.Sheets.getByIndex(0), window.document.getUndoManager()
    sheet.getCellRangeByName("C1").String = "of the person"
    before = undo.getAllUndoActionTitles()
    selected = window.document.CurrentController.getSelection().AbsoluteName
    window.task(death)
    window.press(BUTTONS[0])
    window.wait(window.told)
    window.put_away()
    window.settled()
    assert window.pressed() == [BUTTONS[0].id]
    assert (window.text("A1"), window.text("C1")) == ("here before", "of the person")
    assert undo.getAllUndoActionTitles() == before
    assert undo.getAllRedoActionTitles() == ()
    assert not window.document.hasControllersLocked()
    assert window.document.CurrentController.getSelection().AbsoluteName == selected
    # the buttons work on
    window.task("sheet.getCellRangeByName('B1').String = 'after'")
    window.press(BUTTONS[0])
    window.shows("B1", "after")
    window.settled()
    sheet.getCellRangeByName("B1").String = ""


def test_without_its_python_a_message_says_what_to_do(window: Click) -> None:
    setting = window.desktop.profile / "user" / "config" / SETTING
    kept = setting.read_text()
    for broken in (None, "{}", json.dumps({"python": str(window.folder / "gone")})):
        if broken is None:
            setting.unlink()
        else:
            setting.write_text(broken)
        window.press(BUTTONS[0])
        window.wait(window.told)
        window.put_away()
    setting.write_text(kept)


def test_a_workbook_closed_in_the_middle_harms_nothing(window: Click) -> None:
    window.task(HALF + "time.sleep(1.5)\n" + DIE)
    window.press(BUTTONS[0])
    window.wait(lambda: len(window.calls()) == 1)
    time.sleep(0.5)
    window.document.setModified(False)
    window.document.close(True)
    window.settled()
    time.sleep(1)
    assert not window.told()  # of a workbook that is closed there is nothing to tell
    window.open()
    window.task("sheet.getCellRangeByName('B1').String = 'new'")
    window.press(BUTTONS[0])
    window.shows("B1", "new")
