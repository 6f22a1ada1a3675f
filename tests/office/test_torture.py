"""Faults and crowds, in the short form; ``make torture`` runs the long one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

Record = Callable[[str, object], None]


def said(*argv: str) -> str:
    """Run a script of its own, since it forks; its output is shown when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *argv], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a fault needs a fork to die in")
def test_a_fault_at_any_call_damages_nothing(record_property: Record) -> None:
    out = said("tests.office.torture", "--quick", "--parts", "1")
    last = out.splitlines()[-1]
    record_property("faults while buttons write", last)
    assert last.endswith("points tried, nothing damaged")


def test_eight_processes_at_once_lose_nothing(record_property: Record) -> None:
    out = said("tests.office.crowd", "--seconds", "10")
    record_property("buttons pressed all at once", out.splitlines()[0].rstrip(":"))
    assert "numbers unique, journal whole, no edit lost" in out
