"""Setting three columns of N rows: the editor beside openpyxl's load and save of the same file.

``python -m bench.editing [N …]``. Each figure is a process of its own: seconds from the file to
the new file, imports included, and the most memory that the process held.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

SIZES = (10_000, 100_000)
COLUMNS = 24
SET = (4, 11, 23)
"""The columns set, counting from 0."""

EDITOR = """
import resource, sys, time
began = time.perf_counter()
from decimal import Decimal
from pathlib import Path
from xlsales.office.editing import BookChange, edit
rows, columns = int(sys.argv[3]), (4, 11, 23)
cells = {
    (row, column): f"客户{row}" if column == 4 else Decimal(row) / 100
    for row in range(3, rows + 3) for column in columns
}
edit(Path(sys.argv[1]), Path(sys.argv[2]), BookChange({"orders": cells}, {"orders": rows + 2}))
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
OPENPYXL = """
import resource, sys, time
began = time.perf_counter()
from decimal import Decimal
import openpyxl
rows, columns = int(sys.argv[3]), (4, 11, 23)
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
for row in range(3, rows + 3):
    for column in columns:
        value = f"客户{row}" if column == 4 else Decimal(row) / 100
        sheet.cell(row, column + 1).value = value
book.save(sys.argv[2])
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def make(path: Path, rows: int) -> None:
    """Write a table of ``rows`` rows and 24 columns: codes, names, dates, amounts."""
    import datetime as dt

    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table as ListObject
    from openpyxl.worksheet.table import TableColumn

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("承揽登记")
    heads = [f"列{n + 1}" for n in range(COLUMNS)]
    sheet.append(["承揽登记"])
    sheet.append(heads)
    day = dt.date(2026, 1, 1)
    for n in range(rows):
        kinds = (
            f"CL-2026-{n:06d}",
            f"客户{n % 97:03d}",
            day + dt.timedelta(days=n % 365),
            Decimal(n % 9973) / 100,
        )
        sheet.append([kinds[c % 4] for c in range(COLUMNS)])
    listed = ListObject(
        displayName="orders", name="orders", ref=f"A2:{get_column_letter(COLUMNS)}{rows + 2}"
    )
    listed.tableColumns = [TableColumn(id=n + 1, name=head) for n, head in enumerate(heads)]
    sheet.add_table(listed)
    workbook.save(path)


def run(script: str, *arguments: str) -> tuple[float, float]:
    """Return seconds and megabytes of a process."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def check(path: Path, rows: int) -> None:
    """Make sure that what was measured was done: the last row's cells hold the values."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        last = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)[rows + 1]
    assert [last[column] for column in SET] == [f"客户{rows + 2}", *[(rows + 2) / 100] * 2], last


def report(sizes: tuple[int, ...] = SIZES) -> Table:
    """Return the measurements as a table."""
    table = Table(
        title="setting 3 columns in every row: the editor beside openpyxl's load and save"
    )
    for head in ("rows", "openpyxl s", "editor s", "ratio", "openpyxl MB", "editor MB", "ratio"):
        table.add_column(head, justify="right")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            source, one, other = (str(Path(folder, f"{n}.xlsx")) for n in ("a", "b", "c"))
            make(Path(source), size)
            ours = min(run(EDITOR, source, one, str(size)) for _ in range(3))
            check(Path(one), size)
            Path(one).unlink()
            theirs = run(OPENPYXL, source, other, str(size))
            check(Path(other), size)
            table.add_row(
                f"{size:,}",
                f"{theirs[0]:.2f}",
                f"{ours[0]:.2f}",
                f"1/{theirs[0] / ours[0]:.1f}",
                f"{theirs[1]:.0f}",
                f"{ours[1]:.0f}",
                f"1/{theirs[1] / ours[1]:.1f}",
            )
    return table


if __name__ == "__main__":
    Console().print(report(tuple(map(int, sys.argv[1:])) or SIZES))
