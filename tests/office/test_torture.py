"""Faults and crowds, in the short form; ``make torture`` runs the long one."""

from __future__ import annotations

import subprocess
import sys

import pytest


def said(*argv: str) -> str:
    """Run a script of its own, since it forks; its output is shown when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *argv], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a fault needs a fork to die in")
def test_a_fault_at_any_call_damages_nothing() -> None:
    out = said("tests.office.torture", "--quick", "--parts", "1")
    assert out.splitlines()[-1].endswith("points tried, nothing damaged")


def test_eight_processes_at_once_lose_nothing() -> None:
    out = said("tests.office.crowd", "--seconds", "10")
    assert "numbers unique, journal whole, no edit lost" in out
