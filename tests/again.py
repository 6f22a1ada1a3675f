"""Tests of a real window that failed, once more by themselves: ``python -m tests.again``.

``make test`` asks for it after a red run. Keys and clicks go astray where three other processes
keep two cores busy, and there is no telling that from a fault at once. So the files that failed run
again alone, whole, since their tests build on one another; what fails then has failed, and so has
whatever failed that needs no window. Both runs stay in the log.
"""

import json
import subprocess
import sys
from pathlib import Path

LAST_FAILED = Path(".pytest_cache/v/cache/lastfailed")


def files(failed: list[str]) -> list[str]:
    """The files to run again; [] where something failed that no window can have kept waiting.

    Args:
        failed: node ids of tests or files.
    """
    found = sorted({node.partition("::")[0] for node in failed})
    return found if all(_has_a_window(Path(file)) for file in found) else []


def _has_a_window(file: Path) -> bool:
    return "desktop" in file.read_text(encoding="utf-8")


def main() -> int:
    """Run the files again that may run again; 0 when all of them pass."""
    failed = list(json.loads(LAST_FAILED.read_text(encoding="utf-8")))
    if not (again := files(failed)):
        return 1
    told = ("Failed in a window while others were at work; now alone:", *failed)
    sys.stdout.write("\n  ".join(told) + "\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *again], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
