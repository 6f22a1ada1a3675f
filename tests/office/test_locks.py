"""One writer at a time: who waits, who is told, and what is left behind by the dead."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.office.branch import REGISTER, must, run
from xlsales.core.words import Words
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import locks
from xlsales.office.saving.locks import STALE, Lock
from xlsales.office.unusable import Unusable


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    (tmp_path / HIDDEN).mkdir()
    return tmp_path / HIDDEN


def held_by(hidden: Path, **facts: object) -> Path:
    """A lock as another process has written it."""
    held = {"user": "李四", "host": socket.gethostname(), "pid": os.getpid(), "started": "",
            "time": "2026-11-24T09:05:00+08:00", "token": "abc", **facts}  # fmt: skip
    (hidden / "locks").mkdir()
    path = hidden / "locks" / "writer"
    path.write_text(json.dumps(held), "utf-8")
    return path


def dead() -> int:
    """The pid of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_the_second_is_told_who_is_busy(hidden: Path) -> None:
    held_by(hidden, pid=os.getpid())
    said: list[Words] = []
    with (
        pytest.raises(Unusable, match=r"李四 .*09:05.* 正在写"),
        Lock(hidden, "张三", 0.8, said.append),
    ):
        pass
    assert ["正在等待 李四" in words.zh for words in said] == [True]


def test_the_second_goes_on_when_the_first_is_done(hidden: Path) -> None:
    first = Lock(hidden, "李四")
    first.__enter__()
    threading.Timer(0.4, lambda: first.__exit__(None, None, None)).start()
    began = time.monotonic()
    with Lock(hidden, "张三") as second:
        second.check()
        assert 0.3 < time.monotonic() - began < 3
    assert list((hidden / "locks").iterdir()) == []


def test_it_may_be_taken_again_by_its_holder(hidden: Path) -> None:
    with Lock(hidden, "张三") as lock:
        with lock:
            lock.check()
        lock.check()
    assert list((hidden / "locks").iterdir()) == []


@pytest.mark.parametrize("facts", [{"started": "1"}, {"pid": "dead"}])
def test_the_lock_of_a_dead_process_is_taken_over(hidden: Path, facts: dict[str, object]) -> None:
    if facts.get("pid"):
        facts = {"pid": dead()}
    elif not sys.platform.startswith("linux"):
        pytest.skip("when a process began is known on Linux")
    held_by(hidden, **facts)
    with Lock(hidden, "张三", 0.5) as lock:
        lock.check()


def test_another_machines_lock_counts_until_it_is_old(hidden: Path) -> None:
    path = held_by(hidden, host="PC-7")
    with pytest.raises(Unusable, match="PC-7"), Lock(hidden, "张三", 0.2):
        pass
    old = time.time() - STALE - 5
    os.utime(path, (old, old))
    with Lock(hidden, "张三", 0.2):
        pass


def test_a_lock_that_names_nobody_is_waited_for_and_then_removed(hidden: Path) -> None:
    (hidden / "locks").mkdir()
    (hidden / "locks" / "writer").touch()
    began = time.monotonic()
    with Lock(hidden, "张三", 0.2):
        assert time.monotonic() - began >= locks._UNNAMED


def test_a_lock_that_was_taken_away_saves_nothing(office: Path) -> None:
    from xlsales.core.outcome import SetProperty
    from xlsales.core.row import Book
    from xlsales.hosts.files.host import of_folder

    book = Book("register", "张三", 2026)
    lock = Lock(office / HIDDEN, "张三")
    before = (office / REGISTER).read_bytes()
    with lock:
        host = of_folder(office, lock=lock)
        host.cells.apply([SetProperty(book, "xlsales.last.CL-202611-ZS", "9")])
        (office / HIDDEN / "locks" / "writer").unlink()
        with pytest.raises(Unusable, match="再试一次"):
            host.saver.commit({}, 20)
    assert (office / REGISTER).read_bytes() == before


def test_a_command_says_who_is_busy_and_reading_needs_no_lock(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.2)
    with Lock(office / HIDDEN, "李四"):
        code, out, err = run(office, "submit", "{}/" + REGISTER)
        assert (code, out) == (3, "")
        assert "李四" in err.splitlines()[-1]
        must(office, "validate", "{}")
    must(office, "submit", "{}/" + REGISTER)


def test_two_commands_at_once_both_get_done(office: Path) -> None:
    command = [sys.executable, "-m", "xlsales", "validate", str(office / REGISTER), "--annotate"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert [one.wait() for one in running] == [0, 0]
    for one in running:
        assert one.stdout is not None
        one.stdout.close()
    entries = json.loads(must(office, "journal", "{}", "--verify", "--json"))
    pressed = [e["button"] for e in entries["entries"] if e["button"] != "typed"]
    assert (pressed, entries["whole"]) == (["validate"] * 2, True)
    assert len(entries["entries"]) == 3  # what was typed before them is told once
