"""What the how-tos in docs/dev say is done as written, in a copy of the repository.

Each change there names its file, where the code goes, and gives the code; what is written by hand
is counted, tests aside. Then the files are derived, and the tests that the page names are green.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HOW_TOS = ROOT / "docs" / "dev"
_CHANGE = re.compile(
    r"`(?P<path>[\w./-]+)`, (?P<where>a new file|(?:before|after|in place of) `(?P<anchor>[^`]+)`)"
    r"[^\n]*:\n\n```\w+\n(?P<text>.*?)```",
    re.DOTALL,
)
SHEETS = [
    f"tests/derive/test_blank.py::{name}"
    for name in (
        "test_each_sheet_has_its_table_under_its_title",
        "test_sheets_stand_in_the_order_of_the_specification",
    )
]
_OPTION = r"python -m xlsales\.derive (--[\w-]+)`"
_COPIED = ("xlsales", "tests", "docs", "workbooks", "templates")


class Change(NamedTuple):
    """Code for a file: new, or beside or in place of the one line that has ``anchor`` in it."""

    path: str
    where: str
    anchor: str
    text: str

    def make(self, copy: Path) -> None:
        file = copy / self.path
        if not self.anchor:
            assert not file.exists()
            file.write_text(self.text, "utf-8")
            return
        lines = file.read_text("utf-8").splitlines(keepends=True)
        (at,) = [n for n, line in enumerate(lines) if self.anchor in line]
        place = {"before": (at, at), "after": (at + 1, at + 1)}.get(self.where, (at, at + 1))
        lines[slice(*place)] = [self.text]
        file.write_text("".join(lines), "utf-8")


def changes(page: str) -> Iterator[Change]:
    text = (HOW_TOS / page).read_text("utf-8")
    for found in _CHANGE.finditer(text):
        anchor = found["anchor"] or ""
        where = found["where"].partition(" `")[0]
        yield Change(found["path"], where, anchor, found["text"])


def copied(place: Path) -> None:
    """Copy what is derived and tested to another place."""
    junk = shutil.ignore_patterns("__pycache__", "pictures")
    for folder in _COPIED:
        shutil.copytree(ROOT / folder, place / folder, ignore=junk)
    shutil.copy(ROOT / "pyproject.toml", place)


def run(copy: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        cwd=copy,
        env={"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


PAGES = {
    "add-a-column.md": 2,
    "add-a-rule.md": 2,
    "add-a-print-form.md": 4,
    "add-a-workbook-kind.md": 3,
    "add-a-button.md": 4,
}
"""How many files each changes by hand, tests aside; of a button's two are the contract."""

TESTS = (
    "tests/forms/test_tables.py",
    *SHEETS,
    "tests/forms/test_rules.py",
    "tests/flow/test_tracking.py",
    "tests/documents/test_forms.py",
    "tests/test_buttons.py",
    "tests/cli/test_contract.py",
    "tests/ribbon/test_likely.py",
    "tests/addin/test_oxt_extension.py",
    "tests/office/test_released.py",  # workbooks in use get the column by an upgrade
)


def test_the_how_tos_work_as_written(tmp_path: Path) -> None:
    """All in one copy, as in the life of a house; so they may not stand in each other's way."""
    copied(tmp_path)
    options: set[str] = set()
    for page, count in PAGES.items():
        wanted = list(changes(page))
        for change in wanted:
            change.make(tmp_path)
        written = {change.path for change in wanted if not change.path.startswith("tests/")}
        assert len(written) == count, page
        options.update(re.findall(_OPTION, (HOW_TOS / page).read_text("utf-8")))
    run(tmp_path, "-m", "xlsales.derive", *options)
    style = ["-m", "ruff", "check", "--quiet", "--isolated", "--select", "F", "xlsales"]
    run(tmp_path, *style)
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", *TESTS)
