"""The pictures of windows in README and the guides, from the demonstration in a real LibreOffice.

``python -m tests.gallery_windows zh demo-office`` and ``python -m tests.gallery_windows en demo-en``
make them anew (``xlsales demo demo-en --lang en``). It takes what the window tests take
(``tests/install-desktop``), and a minute.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.cli.people import cells
from tests.desktop import Desktop
from tests.gallery import PICTURES, small
from tests.office.test_copies import typed as retyped
from xlsales.addin.oxt import install
from xlsales.buttons import BY_ID
from xlsales.cli import main as main_of_program
from xlsales.core.words import Lang, Words
from xlsales.documents.score_evidence import SHEET
from xlsales.forms.register import Order

TODAY = "2026-12-31"
REGISTER = Words("承揽登记/承揽登记-孙伟-2026.xlsx", "Register/Register-Sun Wei-2026.xlsx")
COPIED = Words("承揽登记/承揽登记-刘芳-2026.xlsx", "Register/Register-Liu Fang-2026.xlsx")
SEARCHED = Words("clp", "gear")
PICK = Words("选择产品", "Choose product")
SCORED = Words("考核/考核表-2026-11.xlsx", "Appraisal/Score sheet-2026-11.xlsx")
TYPED_OVER = Words("送货/送货台账-赵永刚-2026.xlsx", "Delivery/Delivery-Zhao Yonggang-2026.xlsx")
EVIDENCE_FROM = 15
"""The first column of the evidence that is shown beside those in view always."""
BOTH, TYPED = "CL-202604-LF-002", Words("整批自提", "collected in one lot")
"""A cell that the copy on the stick has otherwise."""
LOCALE = {Lang.ZH: "zh-CN", Lang.EN: "en-US"}
COLUMNS = [column.key for column in Order.table.columns]


class Window:
    """A person in front of the demonstration, and a camera."""

    def __init__(self, desktop: Desktop, root: Path, lang: Lang) -> None:
        self.desktop, self.root, self.lang = desktop, root, lang
        self.book: Any = None

    def open(self, name: Words) -> int:
        """Open a workbook; return the row that the add-in goes to, where one types on."""
        self.book = self.desktop.open(self.root / name.said(self.lang))
        self.desktop.wait(lambda: self.row() > 3)
        return self.row()

    def row(self) -> int:
        return int(self.book.api.CurrentController.getSelection().RangeAddress.StartRow) + 1

    def click(self, button: str) -> str:
        """Start what a click on a button starts; return what its boxes are called."""
        command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", self.desktop.pipe]
        command += ["--document", self.book.api.RuntimeUID, "--button", button]
        subprocess.Popen(command)
        return BY_ID[button].words.said(self.lang)

    def box(self, title: str) -> None:
        self.desktop.wait(lambda: self.desktop.parts(title))

    def picture(self, name: str) -> None:
        """Take a picture of the window once nothing in it changes any more."""
        seen = b""
        while seen != (seen := self._seen()):
            pass
        path = PICTURES / str(self.lang) / f"{name}.png"
        path.write_bytes(small(seen))
        sys.stdout.write(f"{path} {path.stat().st_size}\n")

    def _seen(self) -> bytes:
        command = [shutil.which("import") or "import", "-window", "root", "-depth", "8", "ppm:-"]
        environment = self.desktop.environment
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def main(lang: Lang, office: Path) -> None:
    """Make the pictures of a language."""
    with tempfile.TemporaryDirectory() as held:
        os.environ |= {"XLSALES_TODAY": TODAY, "XDG_CONFIG_HOME": held}  # who I am is kept there
        root = Path(held) / "office"
        shutil.copytree(office, root)
        with Desktop(LOCALE[lang], start=False) as desktop:
            assert install(desktop.profile).problems == ()
            desktop.start()
            photograph(Window(desktop, root, lang))


def photograph(window: Window) -> None:
    """Go through what the pages show."""
    desktop, lang = window.desktop, window.lang
    row = window.open(REGISTER)
    window.picture("register-window")
    window.book.sheets.active.range((row, COLUMNS.index("product") + 1)).select()
    window.click("pick")
    desktop.answer(BY_ID["who_am_i"].words.said(lang))  # once in an office
    title = PICK.said(lang)
    window.box(title)
    desktop.focus(f"^{title}$")
    desktop.type(SEARCHED.said(lang))
    window.picture("picker")
    desktop.answer(title, "Escape")
    window.book.close()

    copied = window.root / COPIED.said(lang)
    orders = [order["order_no"] for order in cells(copied, "orders")]
    retyped(copied, "orders", orders.index(BOTH), "remark", TYPED.said(lang))
    window.open(COPIED)
    title = window.click("merge_copy")
    window.box(title)
    desktop.focus(f"^{title}$")
    desktop.key("space")
    window.picture("merge-copy")
    desktop.answer(title)
    window.box(title)
    window.picture("merge-copy-done")
    desktop.answer(title)
    window.book.close()

    changed_after(window)

    row = window.open(REGISTER)
    title = window.click("submit")
    window.box(title)
    window.picture("submit-preview")
    desktop.answer(title)
    window.box(title)
    window.picture("buttons")
    desktop.answer(title, "Escape")


def changed_after(window: Window) -> None:
    """Show the row that was typed over after it counted: in the evidence, and its history."""
    desktop, lang = window.desktop, window.lang
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main_of_program(["score", "--period", "2026-11", str(window.root), "--json"])
    (changed,) = {(e["table"], e["key"]) for e in json.loads(said.getvalue())["changed_after"]}
    window.book = desktop.open(window.root / SCORED.said(lang))
    sheet = window.book.sheets[SHEET.said(lang)]
    sheet.activate()
    texts = [str(line[-1] or "") for line in sheet.used_range.value]
    at = next(row for row, text in enumerate(texts, start=1) if "2026-11-24" in text)
    controller = window.book.api.CurrentController
    controller.setFirstVisibleRow(at - 8)
    sheet.range((at, len(sheet.used_range.value[0]))).select()
    controller.setFirstVisibleColumn(EVIDENCE_FROM)
    window.picture("changed-after-evidence")
    window.book.close()

    notes = [row["note_no"] for row in cells(window.root / TYPED_OVER.said(lang), changed[0])]
    window.open(TYPED_OVER)
    note = changed[1].split()[0]
    window.book.sheets.active.range((notes.index(note) + 3, 1)).select()
    title = window.click("history")
    window.box(title)
    desktop.focus(f"^{title}$")
    desktop.key(*["Down"] * 20)
    window.picture("changed-after-history")
    desktop.answer(title, "Escape")
    window.book.close()


if __name__ == "__main__":
    main(Lang(sys.argv[1]), Path(sys.argv[2]))
