"""``python -m bench [N …]``: validate, schedule and score beside calamine reading the same files.

Every figure is a whole process, the least of three runs. Times depend on the machine; the ratios
to the plain reading of the same files, and how they grow with N, are what to look at. The editor
stands beside openpyxl in a second table (:mod:`bench.editing`), a click in LibreOffice's window
beside UNO alone in a third (:mod:`bench.window`), the picker in a fourth (:mod:`bench.choosing`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import choosing, editing, window
from bench.office import make
from tests.desktop import missing

SIZES = (1_000, 10_000, 50_000)
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
"""
TODAY = ["--today", "2026-11-24", "--json"]


def seconds(command: list[str], runs: int = 3) -> float:
    """Return the least wall-clock time of a command over some runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        best = min(best, time.perf_counter() - began)
        assert done.returncode in {0, 1}, command
    return best


def main() -> None:
    """Measure and print a table."""
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    python = sys.executable
    xlsales = [python, "-m", "xlsales"]
    table = Table(title="seconds a command (whole process), and its ratio to calamine's reading")
    for head in ("orders", "command", "seconds", "calamine, same files", "ratio"):
        table.add_column(head, justify="left" if head == "command" else "right")
    start = seconds([python, "-c", "pass"], 5)
    table.add_row("", "python -c pass", f"{start:.3f}", "", "")
    table.add_row("", "xlsales --help", f"{seconds([*xlsales, '--help'], 5):.3f}", "", "")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "office")
            make(root, size)
            every = sorted(map(str, root.rglob("*.xlsx")))
            register = str(next(root.glob("承揽登记/*.xlsx")))
            commands = {
                "validate (one register)": [*xlsales, "validate", register, *TODAY],
                "validate (office)": [*xlsales, "validate", str(root), *TODAY],
                "score": [*xlsales, "score", str(root), "--period", "2026-11", *TODAY],
                "schedule": [*xlsales, "schedule", str(root), *TODAY],
            }
            plain = seconds([python, "-c", CALAMINE, *every])
            for name, command in commands.items():
                runs = 1 if size > 10_000 else 3
                took = seconds(command, runs)
                table.add_row(
                    f"{size:,}", name, f"{took:.2f}", f"{plain:.2f}", f"{took / plain:.1f}"
                )
                shutil.rmtree(root / "考核", ignore_errors=True)
    Console().print(table)
    Console().print(editing.report())
    Console().print(choosing.report())
    if not missing():
        Console().print(window.report())


if __name__ == "__main__":
    main()
