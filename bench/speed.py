"""``python -m bench.speed [N …]``: what memory.md, *Speed*, aims at, beside what is measured.

Each figure is the cpu time (user and system) of a whole process, the least of some runs. C is
python-calamine reading the same files to lists; it is measured before and after, and the mean
counts, since a busy machine changes its mind. The limits are those of the largest office that is
measured but 100,000 orders, by which growth is told.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.office import QUANTITY, make, workbooks
from bench.spending import Spent, spent
from xlsales.office.folder import HIDDEN
from xlsales.office.store.store import FOLDER

SIZES = (500, 10_000, 50_000, 100_000)
GROWN = (10_000, 100_000)
JUDGED = 50_000
TODAY = ["--today", "2026-11-24", "--json"]
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
"""
UNZIP = """
import sys, zipfile
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            package.read(name)
"""
EXPAT = """
import sys, zipfile
from xml.parsers import expat
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(package.read(name), True)
"""
_NUMBERS = count(2)


@dataclass(frozen=True)
class Work:
    """Something that people do: aim and limit in C, or in seconds (``whole``); 0: there is none."""

    name: str
    command: list[str]
    aim: float = 0
    limit: float = 0
    before: Callable[[], object] = lambda: None
    whole: bool = False
    is_cold: bool = False


def works(root: Path) -> Iterator[Work]:
    """Yield what is measured in a large office, in an order in which each finds what it should."""
    xlsales = [sys.executable, "-m", "xlsales"]
    register = min(root.glob("承揽登记/*.xlsx"))
    validate = [*xlsales, "validate", str(root), *TODAY]
    score = [*xlsales, "score", str(root), "--period", "2026-11", *TODAY]
    status = [*xlsales, "status", "CL-202611-ZS-001", str(root), *TODAY]

    def forget() -> None:
        shutil.rmtree(root / HIDDEN / FOLDER, ignore_errors=True)

    def scored() -> None:
        shutil.rmtree(root / "考核", ignore_errors=True)

    def forgotten() -> None:
        forget()
        scored()

    def typed() -> None:
        type_in(register)

    yield Work("validate, nothing in the store", validate, 2, 3, forget, is_cold=True)
    yield Work("validate, nothing changed", validate)
    yield Work("validate, one register changed in one row", validate, 0.35, 0.6, typed)
    yield Work("score, nothing in the store", score, 2, 3, forgotten, is_cold=True)
    told = "score, nothing in the store, what was typed told before"
    yield Work(told, score, before=forgotten, is_cold=True)
    yield Work("score, nothing changed", score, 0.35, 0.6)
    yield Work("score, its sheet made anew", score, before=scored)
    yield Work("score, one register changed in one row", score, before=typed)
    yield Work("status, warm", status, 0.6, 1, whole=True)
    today = [*xlsales, "today", str(register), *TODAY]
    yield Work("today, warm", today, 0.6, 1, whole=True)
    yield Work("ageing, warm", [*xlsales, "ageing", str(root), *TODAY], 0.6, 1, whole=True)
    report = [*xlsales, "report", str(root), "--month", "2026-11", *TODAY]
    yield Work("report, warm", report, 3, 5, scored, whole=True)
    yield Work("schedule, warm", [*xlsales, "schedule", str(root), *TODAY])


def type_in(path: Path, rows: int = 1) -> None:
    """Type another quantity into some rows of a register, and save it as a program does."""
    with zipfile.ZipFile(path) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    name = "xl/worksheets/sheet1.xml"
    text = members[name].decode()
    for row in range(20, 20 + rows):
        cell = re.compile(rf'(<c r="{QUANTITY}{row}"[^>]*><v>)[^<]*(?=</v></c>)')
        text, found = cell.subn(rf"\g<1>{next(_NUMBERS)}", text)
        assert found == 1, row
    members[name] = text.encode()
    beside = path.with_suffix(".saved")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for member, data in members.items():
            package.writestr(member, data)
    beside.replace(path)


def measured(root: Path, runs: int = 2) -> tuple[float, dict[str, tuple[Work, Spent]]]:
    """Return C and what each work took."""
    files = list(map(str, workbooks(root)))
    calamine = [sys.executable, "-c", CALAMINE, *files]
    first = spent(calamine).seconds
    found = {}
    for work in works(root):
        if not work.is_cold:
            spent(work.command, 1, work.before)  # what it is to find is there afterwards
        found[work.name] = work, spent(work.command, runs, work.before)
    return (first + spent(calamine).seconds) / 2, found


def main() -> None:
    """Measure and print a table, and what stands beside it."""
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    console = Console()
    taken: dict[int, dict[str, tuple[Work, Spent]]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "office")
            _make_apart(root, size)
            if size < min(GROWN):
                console.print(_small(root, size))
                continue
            plain, taken[size] = measured(root, 2 if size <= min(GROWN) else 1)
            console.print(_table(size, plain, taken[size]))
            console.print(_beside(root, plain))
            console.print(_stored(root))
    if set(GROWN) <= taken.keys():
        console.print(_growth(*(taken[size] for size in GROWN)))


def _make_apart(root: Path, size: int) -> None:
    """Make the office in a process of its own: what this one holds would count for its children."""
    made = multiprocessing.get_context("spawn").Process(target=make, args=(root, size))
    made.start()
    made.join()
    assert made.exitcode == 0


def _table(size: int, plain: float, found: dict[str, tuple[Work, Spent]]) -> Table:
    load = "".join(f", load {each:.0f}" for each in os.getloadavg()[1:2])
    title = f"{size:,} orders; C is {plain:.2f} cpu seconds ({os.cpu_count()} cores{load})"
    table = Table(title=title)
    for head in ("work", "seconds", "C", "aim", "limit", "", "MB"):
        table.add_column(head, justify="left" if head == "work" else "right")
    for name, (work, took) in found.items():
        ratio = took.seconds / plain
        unit = " s" if work.whole else " C"
        aims = (f"{each:g}{unit}" if each else "" for each in (work.aim, work.limit))
        held = (took.seconds if work.whole else ratio) <= work.limit
        said = ("held" if held else "missed") if work.limit and size == JUDGED else ""
        figures = f"{took.seconds:.2f}", f"{ratio:.2f}"
        table.add_row(name, *figures, *aims, said, f"{took.megabytes:.0f}")
    return table


def _beside(root: Path, plain: float) -> Table:
    """Measure what reads the same files, and an office's own script."""
    table = Table(title="beside it")
    for head in ("", "seconds", "C", "MB"):
        table.add_column(head, justify="right" if head else "left")
    files = list(map(str, workbooks(root)))
    for name, command in {
        "unzip": [sys.executable, "-c", UNZIP, *files],
        "unzip and expat": [sys.executable, "-c", EXPAT, *files],
        "a script, openpyxl and pandas": [sys.executable, "-m", "bench.script", str(root)],
    }.items():
        took = spent(command, 1)
        figures = took.seconds, took.seconds / plain
        table.add_row(name, *(f"{each:.2f}" for each in figures), f"{took.megabytes:.0f}")
    return table


def _small(root: Path, size: int) -> Table:
    """Measure a register of all of an office's orders but few; and what starts before it."""
    register = str(min(root.glob("承揽登记/*.xlsx")))
    xlsales = [sys.executable, "-m", "xlsales"]
    table = Table(title=f"{size:,} orders, warm, whole processes (limit 0.5 s, aim 0.35 s)")
    for head in ("", "seconds", "MB"):
        table.add_column(head, justify="right" if head else "left")
    for name, command in {
        "python -c pass": [sys.executable, "-c", "pass"],
        "xlsales --help": [*xlsales, "--help"],
        "validate, one register": [*xlsales, "validate", register, *TODAY],
    }.items():
        spent(command, 1)
        took = spent(command, 5)
        table.add_row(name, f"{took.seconds:.2f}", f"{took.megabytes:.0f}")
    return table


def _stored(root: Path) -> str:
    """Say what a further content of a register with 20 changed cells takes of the disk."""
    register = min(root.glob("承揽登记/*.xlsx"))
    command = [sys.executable, "-m", "xlsales", "validate", str(register), *TODAY]
    spent(command, 1)
    before = _sizes(root)
    spent(command, 1, lambda: type_in(register, 20))
    there = _sizes(root)
    more = sum(size for path, size in there.items() if path not in before)
    part = more / register.stat().st_size
    return f"20 cells of a register changed: the store takes {part:.1%} of its size (limit 15%)"


def _sizes(root: Path) -> dict[Path, int]:
    found = {}
    for path in (root / HIDDEN / FOLDER).rglob("*"):
        with suppress(OSError):
            if path.is_file() and path.suffix != ".result":
                found[path] = path.stat().st_size
    return found


def _growth(small: dict[str, tuple[Work, Spent]], large: dict[str, tuple[Work, Spent]]) -> Table:
    table = Table(title=f"from {GROWN[0]:,} to {GROWN[1]:,} orders (limit 12 ×, aim 10.5 ×)")
    for head in ("work", "grows"):
        table.add_column(head, justify="left" if head == "work" else "right")
    for name, (_, took) in large.items():
        table.add_row(name, f"{took.seconds / small[name][1].seconds:.1f} ×")
    return table


if __name__ == "__main__":
    main()
