"""From a click on *Validate* to the marks in the cells, in a real LibreOffice window.

Beside it stand, in the same run, what ``import xlwings`` takes, and what reading and writing the
register's cells costs through UNO alone. The first click puts all the marks there; later ones
find most of them in place, also where one wrong cell was "mended"; "cold" is one for which no
Python stood ready.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.office import DAY, make
from tests.desktop import Desktop
from xlsales.core.column import By
from xlsales.core.outcome import Append
from xlsales.core.row import Book
from xlsales.forms.register import Order
from xlsales.hosts.files.host import of_folder

SIZES = (500, 10_000)
REGISTER = Book("register", "张三", 2026)
DAYS = (0, 14, 28, 42, 56, 84)
"""Required dates, working days all, so far apart that no order looks typed twice."""


def register(root: Path, rows: int) -> Path:
    """Make an office whose register has so many rows, one in a hundred with a product nobody knows."""
    make(root, 0)
    host = of_folder(root)
    orders = tuple(
        Order.model_construct(
            order_no=f"CL-202611-ZS-{n + 1:03d}", order_date=DAY, salesperson="张三",
            customer=f"客户{n % 50:03d}", kind="new", quantity=n % 90 + 1, unit_price=n % 977 + 100,
            product="P999" if n % 100 == 0 else f"P{n % 40:03d}", plan_type="monthly",
            required_date=dt.date(2026, 12, 1) + dt.timedelta(days=DAYS[n // 1800]), contract_no=f"HT{n:06d}",
        )
        for n in range(rows)
    )  # fmt: skip
    host.cells.apply([Append(REGISTER, orders)])
    host.saver.commit({}, 1)
    return host.path(REGISTER)


def mend(book: Any, row: int) -> None:
    """Put a known product where there was none; the check column tells, when it is checked."""
    sheet = book.api.Sheets.getByIndex(0)
    column = next(i for i in range(60) if sheet.getCellByPosition(i, 1).String == "产品编码")
    sheet.getCellByPosition(column, row).String = "P001"


def click(desktop: Desktop, book: Any, rows: int, *, ready: bool = True) -> tuple[float, float]:
    """Click as the add-in does; return the seconds until the marks are shown, and until the message.

    Shown: the last row is marked, and the window is no longer kept from painting. ``ready``: with
    a Python that stood ready, as the add-in keeps one.
    """
    sheet = book.api.Sheets.getByIndex(0)
    check = next(i for i in range(60) if sheet.getCellByPosition(i, 1).String == "校验结果")
    cell = sheet.getCellByPosition(check, 2 + (rows - 1) // 100 * 100)
    cell.String = ""
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice"]
    asked = {"pipe": desktop.pipe, "document": book.api.RuntimeUID, "button": "validate"}
    options = [text for name in asked for text in (f"--{name}", asked[name])]
    environment = os.environ | {"XLSALES_TODAY": "2026-11-24"}

    def start(*options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*command, *options], env=environment, stdin=subprocess.PIPE)

    spare = start("--spare") if ready else None
    time.sleep(2 if spare else 0)
    began = time.perf_counter()
    running = spare or start(*options)
    assert running.stdin is not None
    running.stdin.write(json.dumps(asked).encode() + b"\n")
    running.stdin.close()
    while not cell.String or book.api.hasControllersLocked():
        assert time.perf_counter() - began < 300
        time.sleep(0.02)
    marked = time.perf_counter() - began
    desktop.wait(lambda: "校验" in desktop.windows(), 300)
    told = time.perf_counter() - began
    desktop.focus("^校验$")
    desktop.key("Return")
    running.wait(60)
    return marked, told


def blocks(book: Any, rows: int, *, first: bool) -> float:
    """Return the seconds that the click's blocks take through UNO alone.

    Read: the register's cells. Written: the check column; at the ``first`` click every grey
    column, those side by side as one block.
    """
    sheet = book.api.Sheets.getByIndex(0)
    columns = Order.table.columns
    grey = [i for i, column in enumerate(columns) if column.by is not By.PERSON]
    written = [grey[-1:]]
    if first:
        cuts = [0, *(n for n in range(1, len(grey)) if grey[n] > grey[n - 1] + 1), len(grey)]
        written = [grey[start:end] for start, end in pairwise(cuts)]
    areas = [sheet.getCellRangeByPosition(w[0], 2, w[-1], rows + 1) for w in written]
    values = [area.getDataArray() for area in areas]
    for area in areas if first else ():
        area.clearContents(1 | 2 | 4 | 16)  # as empty as they were before the first click
    began = time.perf_counter()
    sheet.getCellRangeByPosition(0, 2, len(columns) - 1, rows + 1).getDataArray()
    for area, block in zip(areas, values, strict=True):
        area.setDataArray(block)
    return time.perf_counter() - began


def report(sizes: tuple[int, ...] = SIZES) -> Table:
    """Return the measurements as a table."""
    table = Table(title="seconds from a click on Validate to the marks, in LibreOffice's window")
    heads = ("rows", "click", "import xlwings", "→ marks", "→ message", "UNO blocks", "aim")
    for head in heads:
        table.add_column(head, justify="right")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder, Desktop("zh-CN") as desktop:
            path = register(Path(folder, "office"), rows)
            command = [sys.executable, "-c", "import xlwings"]
            starts = []
            for _ in range(5):
                began = time.perf_counter()
                subprocess.run(command, check=True)
                starts.append(time.perf_counter() - began)
            start = min(starts)
            book = desktop.open(path)
            first = click(desktop, book, rows)
            again = min(click(desktop, book, rows) for _ in range(3))
            mended = []
            for n in range(3):
                mend(book, 2 + 100 * n)
                mended.append(click(desktop, book, rows))
            cold = min(click(desktop, book, rows, ready=False) for _ in range(3))
            for name, (marked, told) in (
                ("first", first), ("again", again), ("one mended", min(mended)), ("cold", cold)
            ):  # fmt: skip
                plain = min(blocks(book, rows, first=name == "first") for _ in range(3))
                aim = 3 * start + 1 if rows <= 500 else 2 * plain
                table.add_row(
                    f"{rows:,}", name, f"{start:.2f}", f"{marked:.2f}", f"{told:.2f}",
                    f"{plain:.2f}", f"{aim:.2f}",
                )  # fmt: skip
    return table


if __name__ == "__main__":
    Console().print(report(tuple(map(int, sys.argv[1:])) or SIZES))
