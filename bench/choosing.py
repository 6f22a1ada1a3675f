"""The picker over 5,000 products: what opening it takes, and each key; then in LibreOffice's window.

In the window a key is timed from the search to the list filled anew, over the bridge.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from rich.table import Table

from tests.desktop import Desktop, missing
from xlsales.core.office import Office
from xlsales.core.words import Lang
from xlsales.flow.choosing.finding import Finder
from xlsales.forms.choices import Findable, Supply
from xlsales.forms.masters import Product
from xlsales.forms.tables import MODELS
from xlsales.press import no_sweeping
from xlsales.ribbon.picker import Picker

SIZE = 5_000
NAMES = ("齿轮坯", "连杆毛坯", "曲轴", "转向节", "重载法兰", "行星轮", "传动轴", "吊耳")
KEYS = ("c", "cl", "clp", "clp4", "zz", "04999", "轴", "齿轮坯 45", "zzzz", "")
MOST = 0.1
"""Seconds that a key may take."""


def office() -> Office:
    """Return an office with nothing but products."""
    rows: dict[Any, list[Any]] = {model: [] for model in MODELS}
    rows[Product] = [
        Product(
            code=f"{n:05}", name=f"{NAMES[n % len(NAMES)]}{n}型", spec=f"φ{n}×45", unit="件",
            material="20CrMnTi", supply=Supply.MAKE, post_days=0, active=True,
        )
        for n in range(SIZE)
    ]  # fmt: skip
    return Office(rows)


def opened(rows: Office) -> Picker:
    """Return a picker as it is when its window appears."""
    picker = Picker(Finder(rows, Findable.PRODUCTS, "东风"), Lang.ZH)
    assert picker.widths
    assert picker.numeric
    return picker


def slowest(picker: Picker) -> float:
    """Return the seconds of the slowest key."""
    took = []
    for text in KEYS:
        began = time.perf_counter()
        picker.shown(text)
        took.append(time.perf_counter() - began)
    return max(took)


def in_window(picker: Picker) -> float:
    """Return the seconds of the slowest key in a real window, its list filled anew."""
    from xlsales.derive.new import blank_path
    from xlsales.libreoffice.bridge import remote_context
    from xlsales.ribbon import uno_pick
    from xlsales.ribbon.uno_form import UnoDesk

    took: list[float] = []
    live: Any = uno_pick._Live  # nowhere else is a key seen from start to end
    fill = live.fill

    def timed(self: Any, text: str) -> None:
        began = time.perf_counter()
        fill(self, text)
        took.append(time.perf_counter() - began)

    live.fill = timed
    try:
        with no_sweeping(), tempfile.TemporaryDirectory() as folder, Desktop("zh-CN") as desktop:
            blank = blank_path("register", Lang.ZH)
            book = desktop.open(Path(shutil.copy(blank, folder)))
            desk = UnoDesk(remote_context(desktop.pipe), book.api)
            waiting = threading.Thread(target=lambda: desk.pick(picker), daemon=True)
            before = len(desktop.windows())
            waiting.start()
            desktop.wait(lambda: len(desktop.windows()) > before)
            for _ in range(3):
                desktop.type("clp4")
                desktop.key("BackSpace", "BackSpace", "BackSpace", "BackSpace")
            desktop.key("Escape")
            waiting.join(10)
    finally:
        live.fill = fill
    return max(took[1:])


def report() -> Table:
    """Measure and return a table."""
    table = Table(title=f"the picker over {SIZE:,} products: seconds")
    for head in ("", "seconds", "at most"):
        table.add_column(head, justify="right" if head else "left")
    rows = office()
    began = time.perf_counter()
    picker = opened(rows)
    table.add_row("opening: initials of all", f"{time.perf_counter() - began:.3f}", "")
    table.add_row("slowest key", f"{slowest(picker):.3f}", f"{MOST}")
    if not missing():
        table.add_row("slowest key in the window", f"{in_window(picker):.3f}", f"{MOST}")
    return table
