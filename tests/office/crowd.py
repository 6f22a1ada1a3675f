"""Many processes press buttons at random on one office (``python -m tests.office.crowd``).

Each process is a salesperson with a register of their own, in which they type orders while nobody
writes, and presses the office's buttons all the time. Afterwards no number was given twice, the
journal is whole, every order typed is there, and for every cell the changes told in the journals
lead from what it was to what it is: no edit was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.cli.people import type_rows
from tests.office.branch import ORDER, founded, must, run
from xlsales.buttons import FORMS
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files.host import of_folder
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import journal
from xlsales.office.saving.locks import Lock

PEOPLE = ("张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十")
INITIALS = ("ZS", "LS", "WW", "ZL", "SQ", "ZB", "WJ", "ZJ")
MEANT = ("正在写", "is writing", "期间被改动", "之后又有改动", "没有", "之后别处已据此办理")
"""What a refused press may say: somebody is busy, changed it, built on it, there is nothing to do."""


def found(root: Path) -> None:
    """Make the office of the eight."""
    founded(root)
    type_rows(
        root / "基础资料.xlsx",
        "people",
        *(
            {"name": name, "initials": initials, "roles": "销售员", "active": "是"}
            for name, initials in list(zip(PEOPLE, INITIALS, strict=True))[1:]
        ),
    )
    for name in PEOPLE[1:]:
        for kind in ("register", "delivery"):
            must(root, "new", kind, "{}", "--owner", name, "--year", "2026")


def register(name: str) -> str:
    return f"承揽登记/承揽登记-{name}-2026.xlsx"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _type(path: Path, row: dict[str, Any]) -> None:
    """Type a row and save as Excel does: into another file, which then takes the name."""
    copy = path.with_name(f".{path.stem}.typing.xlsx")
    shutil.copyfile(path, copy)
    type_rows(copy, "orders", row)
    copy.replace(path)


def work(root: Path, me: int, seconds: float) -> None:
    """Type and press until the time is over; print what was done and typed as JSON."""
    chance = random.Random(me)
    name = PEOPLE[me]
    mine = "{}/" + register(name)
    typed: list[str] = []
    done: Counter[str] = Counter()
    wrong: list[str] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not typed or chance.random() < 0.15:
            mark = f"{name}-{len(typed)}"
            with Lock(root / HIDDEN, name, wait=60):
                row = {**ORDER, "salesperson": name, "quantity": 1 + len(typed), "remark": mark}
                _type(root / register(name), row)
            typed.append(mark)
        argv = chance.choice(
            [
                ["validate", mine, "--annotate"],
                ["submit", mine],
                ["submit", mine],
                ["refresh", mine],
                ["undo", mine],
                ["validate", "{}"],
                ["validate", "{}", "--annotate"],
                ["refresh", "{}/经营考核.xlsx"],
                ["consolidate", "{}", "--month", "2026-11"],
                ["schedule", "{}"],
                ["issue", "{}", "--month", "2026-11"],
                ["score", "{}", "--period", "2026-11"],
            ]
        )
        code, _, err = run(root, *argv, "--user", name, "--json")
        done[f"{argv[0]} {'done' if code in {0, 1} else 'refused'}"] += 1
        if code not in {0, 1} and not any(text in err for text in MEANT):
            wrong.append(f"{argv}: {code} {err}")
    say(json.dumps({"typed": typed, "done": done, "wrong": wrong}))


def judged(root: Path, typed: list[str]) -> Iterator[str]:
    """Yield what is wrong with the office afterwards."""
    code, out, err = run(root, "journal", "{}", "--verify", "--json")
    if code or not json.loads(out)["whole"]:
        yield f"the journal is not whole: {err}"
    left = [str(p) for p in root.rglob("*.part")]
    left += [str(p) for n in ("pending", "locks") for p in (root / HIDDEN / n).iterdir()]
    if left:
        yield f"left behind: {left}"
    office = of_folder(root).cells.office(FORMS)
    remarks = Counter(row.remark for row in office.rows(_model("orders")))
    for mark in typed:
        if remarks[mark] != 1:
            yield f"the order {mark} is there {remarks[mark]} times"
    yield from _numbers(root, office)
    yield from _cells(root)


def _model(name: str) -> Any:
    return BY_NAME[name].model


def _numbers(root: Path, office: Any) -> Iterator[str]:
    numbers = Counter(o.order_no for o in office.rows(_model("orders")) if o.order_no)
    yield from (f"{number} stands on {n} rows" for number, n in numbers.items() if n > 1)
    given: dict[str, set[str]] = {}
    last: Counter[tuple[str, int]] = Counter()
    for lines in journal.read(root / HIDDEN):
        for line in lines.lines:
            changes: Any = line["changes"]
            numbers_given: Any = line.get("numbers", {})
            last.update(numbers_given.items())
            for change in changes if line["button"] not in {"undo", "typed"} else ():
                if (
                    change["table"] == "orders"
                    and change.get("column") == "order_no"
                    and change["to"]
                ):
                    given.setdefault(change["to"], set()).add(f"{lines.name} {line['n']}")
    # orders and plans alike: no two presses ended a series at the same count
    yield from (f"{stem} {count} was given {n} times" for (stem, count), n in last.items() if n > 1)
    yield from (f"{number} was given by {by}" for number, by in given.items() if len(by) > 1)


def _cells(root: Path) -> Iterator[str]:
    """Follow every cell: values left and reached must balance but for the first and the last."""
    balance: dict[tuple[str, str, int, str], Counter[str]] = {}
    typed = set(ORDER) | {"remark", "salesperson"}
    for lines in journal.read(root / HIDDEN):
        for line in lines.lines:
            changes: Any = line["changes"]
            for change in changes if line["button"] != "typed" else ():
                if change["table"] == "orders" and change["column"] in typed:
                    continue
                key = change["workbook"], change["table"], change["row"], change["column"]
                count = balance.setdefault(key, Counter())
                count[repr(change["from"])] += 1
                count[repr(change["to"])] -= 1
    host = of_folder(root)
    host.cells.office(FORMS)
    by_path = {info.path: book for book, info in host.cells.infos.items()}
    for (path, table, row, column), count in balance.items():
        grid = host.cells.sheets[by_path[path], table].grid
        index = row - grid.first_row
        cell = grid.cell(index, column) if index < len(grid.cells) else None
        count[repr(journal.as_json(cell if cell != "" else None))] += 1
        count[repr(None)] -= 1
        if any(count.values()):
            yield f"{path} {table} row {row} {column}: {dict(+count)} {dict(-count)}"


def crowd(seconds: float, processes: int) -> int:
    """Let them work; return 1 if anything is wrong."""
    with tempfile.TemporaryDirectory(prefix="xlsales-") as at:
        root = Path(at, "办公 室")
        found(root)
        command = [sys.executable, "-m", "tests.office.crowd", "--at", str(root)]
        command += ["--seconds", str(seconds)]
        running = [
            subprocess.Popen([*command, "--me", str(n)], stdout=subprocess.PIPE, text=True)
            for n in range(processes)
        ]
        told = [json.loads(one.communicate()[0] or "{}") for one in running]
        done = sum((Counter(one.get("done", {"died": 1})) for one in told), Counter())
        typed = [mark for one in told for mark in one.get("typed", ())]
        wrong = [text for one in told for text in one.get("wrong", ["a process died"])]
        wrong += judged(root, typed)
    say(f"{processes} processes, {len(typed)} orders typed, {sum(done.values())} presses:")
    say(", ".join(f"{what} {n}" for what, n in sorted(done.items())))
    say("\n".join(wrong) or "numbers unique, journal whole, no edit lost")
    return bool(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--at", type=Path)
    parser.add_argument("--me", type=int, default=0)
    given = parser.parse_args()
    if given.at:
        work(given.at, given.me, given.seconds)
    else:
        sys.exit(crowd(given.seconds, given.processes))
