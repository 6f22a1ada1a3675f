"""What managers look at: a score workbook over 100,000 rows of evidence, beside who writes fast.

The same cells are written by openpyxl's write-only mode and, where it is installed, by XlsxWriter,
which is the quickest of those that write in Python. Cpu seconds.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from rich.table import Table

from tests.appraisal.branch import REGULATION, delivery, scored
from tests.build import cost, order
from xlsales.core.outcome import Document
from xlsales.core.words import Lang, Words
from xlsales.documents import render

ROWS, EACH = 100_000, 4
"""Rows of evidence; how many a delivery makes: revenue, goods sold abroad, what profit has of it."""
PEOPLE = ("张三", "李四", "王五")
Cells = dict[str, list[tuple[Any, ...]]]


def report() -> Table:
    """Measure and return a table."""
    count = ROWS // EACH
    made = scored(
        REGULATION,
        cost(5),
        (order(f"CL-{n}", salesperson=PEOPLE[n % 3], row=3 + n) for n in range(count // 10)),
        (
            delivery(
                f"SH-{n}", 10, dt.date(2026, 11, 1 + n % 28), signed=10, row=3 + n,
                order_no=f"CL-{n % (count // 10)}",
            )
            for n in range(count)
        ),
    )  # fmt: skip
    document = Document("score", Words("a", "a"), made)
    data, ours = _timed(lambda: render(document, Lang.ZH))
    book = load_workbook(BytesIO(data), read_only=True)
    cells = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    written = sum(len(rows) for rows in cells.values())
    assert written > ROWS
    table = Table(title=f"cpu seconds to write a score workbook of {written:,} rows")
    for head in ("by", "seconds", "ours, as a ratio"):
        table.add_column(head, justify="left" if head == "by" else "right")
    table.add_row("xlsales", f"{ours:.2f}", "")
    writers = {"openpyxl, write-only": _by_openpyxl}
    if importlib.util.find_spec("xlsxwriter"):
        writers["XlsxWriter, constant memory"] = _by_xlsxwriter
    for name, write in writers.items():
        _, took = _timed(partial(write, cells))
        table.add_row(name, f"{took:.2f}", f"{ours / took:.2f}")
    return table


def _timed(work: Callable[[], bytes]) -> tuple[bytes, float]:
    began = time.process_time()
    made = work()
    return made, time.process_time() - began


def _by_openpyxl(cells: Cells) -> bytes:
    workbook = Workbook(write_only=True)
    for title, rows in cells.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _by_xlsxwriter(cells: Cells) -> bytes:
    file = BytesIO()
    library: Any = importlib.import_module("xlsxwriter")
    workbook = library.Workbook(file, {"constant_memory": True})
    border = workbook.add_format({"border": 1})
    day = workbook.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    for title, rows in cells.items():
        sheet = workbook.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                is_day = isinstance(value, dt.date | dt.datetime)
                sheet.write(at, column, value, day if is_day else border)
    workbook.close()
    return file.getvalue()


if __name__ == "__main__":
    from rich.console import Console

    Console().print(report())
