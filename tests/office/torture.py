"""A fault at every call that writes, for every button that writes (see :mod:`.faults`).

``python -m tests.office.torture`` tries all of them, ``--quick`` a selection. After each fault the
next command is run; then every workbook must be as before the press or as after it, all of them
together, documents whole or absent, no part left, the journal whole; and what was said must be
what happened. Prints the number of points tried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.office.branch import Month, Press, run
from tests.office.faults import Fault, Faults
from xlsales.buttons import FORMS
from xlsales.forms.tables import MODELS
from xlsales.hosts.files.host import of_folder

MISSED = 98
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
QUICK = (0.02, 0.5, 0.8, 0.88, 0.95, 1)
"""Where in a press the quick run lets calls fail, as shares of its calls."""


class Damage(AssertionError):
    """What a fault damaged."""


@dataclass(frozen=True)
class State:
    """What an office holds: rows and numbers of its workbooks, documents, journal lines.

    ``missed``: what is wrong with workbooks as a whole, put back to an older content say.
    """

    rows: str
    papers: frozenset[str]
    lines: int
    missed: tuple[str, ...]


def fingerprints(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*.xlsx")
        if ".xlsales" not in path.parts
    }


def state(root: Path) -> State:
    """Read everything; times of day are left out, since a press knows the clock."""
    host = of_folder(root)
    office = host.cells.office(FORMS)
    rows = {
        model.table.name: [
            [_shown(value) for value in row.model_dump(warnings=False).values()]
            for row in office.rows(model)
        ]
        for model in MODELS
    }
    last = {
        f"{info.path} {name}": value
        for info in host.cells.infos.values()
        for name, value in info.properties.items()
        if name.startswith("xlsales.last.")
    }
    books = {host.path(book) for book in host.cells.infos}
    papers = []
    for path in root.rglob("*.xlsx"):
        if ".xlsales" in path.relative_to(root).parts or path in books:
            continue
        with zipfile.ZipFile(path) as package:
            if package.testzip() is not None:
                raise Damage(f"{path} is not whole")
        papers.append(path.relative_to(root).as_posix())
    text = json.dumps([rows, last], sort_keys=True, default=str, ensure_ascii=False)
    return State(text, frozenset(papers), lines_in(root), missed_in(root))


def lines_in(root: Path) -> int:
    """Return how many lines the journals have."""
    journals = root.glob(".xlsales/journal/*.jsonl")
    return sum(len(path.read_bytes().splitlines()) for path in journals)


def missed_in(root: Path) -> tuple[str, ...]:
    """Return which workbooks the office misses, and why."""
    folder = of_folder(root).source.folder
    found = [*folder.gone.values(), *folder.older.values()]
    return tuple(sorted(f"{one.rule.code} {one.facts['file']}" for one in found))


def _shown(value: object) -> str:
    return str(value.date()) if isinstance(value, datetime) else str(value)


class Bench:
    """One press, tried with faults."""

    def __init__(self, press: Press, root: Path) -> None:
        self.press = press
        self.root = root
        self.old_bytes = fingerprints(press.before)
        self.old_missed = missed_in(press.before)
        self.old_lines, self.new = lines_in(press.before), state(press.after)
        changed = fingerprints(press.after)
        self.changed = [
            name for name, text in changed.items() if self.old_bytes.get(name, text) != text
        ]
        self.stderr = root.with_name(root.name + ".stderr")

    def calls(self) -> int:
        """Return how many calls that write the press makes."""
        self._fresh()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            faults = Faults(self.root, 0, Fault.NONE, lambda: None)
            faults.install()
            run(self.root, *self.press.argv)
            os.dup2(write, 1)
            os.write(1, str(faults.count).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as file:
            count = int(file.read())
        os.waitpid(pid, 0)
        return count

    def _fresh(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.press.before, self.root)

    def attempt(self, at: int, fault: Fault) -> int:
        """Press with a fault; return the exit code of the press."""
        self._fresh()
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                faults = Faults(self.root, at, fault, self._open_all)
                faults.install()
                code, _, err = run(self.root, *self.press.argv)
                faults.fault = Fault.NONE
                self.stderr.write_text(err, "utf-8")
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _open_all(self) -> None:
        for name in self.changed:
            path = self.root / name
            owner = path.with_name(f"~${path.name}")
            handle = os.open(str(owner), os.O_CREAT | os.O_RDONLY)
            os.close(handle)

    def judge(self, code: int, fault: Fault) -> str:
        """Look at what is left; return "old" or "new"."""
        if fault not in {Fault.KILL, Fault.POWER}:
            self._judge_words(code)
        for owner in self.root.rglob("~$*"):
            owner.unlink()
        checked, _, err = run(self.root, "journal", "{}", "--verify", "--json")
        if checked != 0:
            raise Damage(f"the journal is not whole, or the next command fails:\n{err}")
        left = [
            str(path)
            for path in self.root.rglob("*")
            # the store lets a part go an hour after its writer died
            if (path.name.endswith(".part") and path.parent.parent.name != "store")
            or path.parent.name == "pending"
            # a lock stays where its owner died, or could remove it no more
            or (path.parent.name == "locks" and fault in {Fault.ONCE, Fault.OPENED} and code == 3)
        ]
        if left:
            raise Damage(f"left behind: {left}")
        if (fingerprints(self.root), lines_in(self.root)) == (self.old_bytes, self.old_lines):
            now = "old"
            if missed_in(self.root) != self.old_missed:
                raise Damage(f"as before, but now it misses {missed_in(self.root)}")
        else:
            found = state(self.root)
            now = "new"
            if found != self.new:
                raise Damage(
                    f"neither old nor new: {found.papers}, {found.lines} lines, {found.missed}"
                )
        if fault in {Fault.ONCE, Fault.OPENED} and (code == 3) != (now == "old"):
            said = self.stderr.read_text("utf-8")
            # one that somebody opened after it was replaced: it said that the next one settles it
            if not (fault is Fault.OPENED and "将在下一次操作时继续处理" in said):
                raise Damage(f"it said {code}, but the office is {now}: {said}")
        return now

    def _judge_words(self, code: int) -> None:
        err = self.stderr.read_text("utf-8")
        if code not in {0, 1, 3} or "Traceback" in err or "意外" in err or err.count("\n") > 2:
            raise Damage(f"code {code}, said:\n{err}")
        if code == 3 and not err.strip():
            raise Damage("it failed without a word")

    def press_again(self) -> None:
        """The same command must go on from whatever is left."""
        code, _, err = run(self.root, *self.press.argv)
        if code not in {0, 1, 2}:
            raise Damage(f"pressing again: {code}\n{err}")
        if run(self.root, "journal", "{}", "--verify", "--json")[0] != 0:
            raise Damage("pressing again leaves the journal broken")


def points(calls: int, quick: bool, press: int) -> list[tuple[int, Fault]]:
    """Return which calls to let fail and how: all of them, or some of the decisive ones.

    The later calls are those that give files their names; the earlier ones write parts.
    """
    if not quick:
        return [(at, fault) for fault in FAULTS for at in range(1, calls + 1)]
    calls_tried = [1 + round(share * (calls - 1)) for share in QUICK]
    return [
        (max(1, at - press % 3), FAULTS[(n + press) % len(FAULTS)])
        for n, at in enumerate(calls_tried)
    ]


def tried(press: Press, place: Path, quick: bool, number: int, part: range) -> Iterator[str]:
    """Try one press; yield a line for each damage. Every ``part.step``-th point is ours."""
    root = place / "office"
    bench = Bench(press, root)
    calls = bench.calls()
    counts = {"old": 0, "new": 0}
    began = time.monotonic()
    for n, (at, fault) in enumerate(points(calls, quick, number)):
        if n not in part:
            continue
        code = bench.attempt(at, fault)
        try:
            counts[bench.judge(code, fault)] += 1
            if n % 11 == 0:
                bench.press_again()
        except Exception as trouble:  # noqa: BLE001  # whatever it is, it is damage
            yield f"{press.name}: call {at} of {calls}, {fault.value}: {trouble!r}"
    done = sum(counts.values())
    say(
        f"{press.name}: {done} points of {calls} calls, {counts['old']} left the office as before, "
        f"{counts['new']} as after, {time.monotonic() - began:.0f} s"
    )
    with (place / "points").open("a") as file:
        file.write(f"{done}\n")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def worker(place: Path, quick: bool, only: str, part: int, parts: int) -> int:
    """Try this part of all points; return how many did damage."""
    damages = 0
    mine = range(part, sys.maxsize, parts)
    for number, press in enumerate(Month(place).presses()):
        if not only or press.name in only.split(","):
            for line in tried(press, place, quick, number, mine):
                damages += 1
                say(line)
    return damages


def torture(quick: bool, only: str = "", parts: int = 2) -> int:
    """Run the workers; return how many of them met damage."""
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # only a place
    bad = 0
    with tempfile.TemporaryDirectory(prefix="xlsales-", dir=base, ignore_cleanup_errors=True) as at:
        pids = []
        for part in range(parts):
            place = Path(at, str(part))
            place.mkdir()
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    code = min(1, worker(place, quick, only, part, parts))
                except BaseException:  # noqa: BLE001  # this process ends here, so say it
                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    os._exit(code)
            pids.append(pid)
        for pid in pids:
            bad += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0
        points_tried = sum(int(n) for p in Path(at).glob("*/points") for n in p.read_text().split())
        say(f"{points_tried} points tried, {'damage!' if bad else 'nothing damaged'}")
    return bad


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--parts", type=int, default=2)
    given = parser.parse_args()
    sys.exit(torture(given.quick, given.only, given.parts))
