"""Run xlwings' own tests against the engine, on a real LibreOffice.

    git clone https://github.com/xlwings/xlwings
    python -m tests.libreoffice.upstream xlwings

Prints what passed, failed and was skipped, file by file, and the reasons. Each file runs in a
process of its own, so that one that hangs costs only itself. Their files stay where they are.
"""

from __future__ import annotations

import collections
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET  # of a report that pytest has just written
from pathlib import Path

import pytest

# the areas that an engine has to do with; the others test Excel's add-ins, or xlwings' server
FILES = (
    "active",
    "app",
    "book",
    "characters",
    "conversion",
    "fileformats",
    "font",
    "markdown",
    "names",
    "ndim",
    "polars",
    "range",
    "shape",
    "sheet",
    "table",
)
_MINUTES = 2


def main(checkout: Path, names: tuple[str, ...] = FILES) -> None:
    """Run them and print the result."""
    from tests.desktop import Desktop  # not in the process inside, whose `tests` are xlwings'

    with tempfile.TemporaryDirectory() as folder, Desktop(start=False) as desktop:
        # beside the checkout's own xlwings they would test that one
        shutil.copytree(checkout / "tests", Path(folder) / "tests")
        total: collections.Counter[str] = collections.Counter()
        for name in names:
            report = Path(folder) / f"{name}.xml"
            command = [sys.executable, __file__, "--inside"]
            command += [folder, f"tests/test_{name}.py", str(report)]
            try:
                subprocess.run(
                    command,
                    env=desktop.environment,
                    stdout=subprocess.DEVNULL,
                    timeout=60 * _MINUTES,
                    check=False,
                )
                total += _print(name, report)
            except subprocess.TimeoutExpired:
                sys.stdout.write(f"{name}: did not end\n")
        sys.stdout.write(f"all: {dict(total)}\n")


def _print(name: str, report: Path) -> collections.Counter[str]:
    counts: collections.Counter[str] = collections.Counter()
    lines = []
    for case in ET.parse(report).iter("testcase"):  # noqa: S314  # pytest has just written it
        kind, why = "passed", ""
        for child in case:
            if child.tag in ("failure", "error", "skipped"):
                kind = "skipped" if child.tag == "skipped" else "failed"
                why = " ".join((child.get("message") or "").split())[:160]
        counts[kind] += 1
        if why:
            lines.append(f"    {kind} {case.get('name')}: {why}\n")
    sys.stdout.write(f"{name}: {dict(counts)}\n{''.join(lines)}")
    sys.stdout.flush()
    return counts


def _inside(folder: str, file: str, report: str) -> None:
    from xlsales.libreoffice import register

    os.chdir(folder)
    sys.path[0] = folder
    register()
    pytest.main([file, "-q", "-p", "no:cacheprovider", f"--junitxml={report}"])
    sys.stdout.flush()
    # what LibreOffice left in this process may not survive its end
    for app in list(register().apps):
        app.kill()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        _inside(*sys.argv[2:])
    else:
        main(Path(sys.argv[1]), tuple(sys.argv[2:]) or FILES)
