"""What a process took: cpu seconds and memory, the least of some runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import NamedTuple


class Spent(NamedTuple):
    """What a process took: cpu seconds, and the megabytes that it held at most."""

    seconds: float
    megabytes: float


def spent(command: list[str], runs: int = 3, before: Callable[[], object] = lambda: None) -> Spent:
    """Return the least cpu time and memory of a command over some runs.

    A command of the product may end with findings, exit code 1. ``before`` is called before each
    run: to remove the store, so that all is read from the files; to type into a workbook.
    """
    fine = {0, 1} if "xlsales" in command else {0}
    found = []
    given = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):
        before()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=given
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in fine, command
        found.append(Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return Spent(min(each.seconds for each in found), min(each.megabytes for each in found))
