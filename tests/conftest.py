"""What every test runs under."""

import gc
import getpass
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # has no types

STORY = {f"tests/demo/test_{name}.py" for name in ("story", "needs", "renaming", "files")}
"""What listens to the story of nine months: told once, it is heard in one process."""
LONG = (
    "tests/demo/test_files.py",
    "tests/hosts/test_contract.py",
    "tests/addin/test_first_day_window.py",
    "tests/hosts/live/test_computed_live.py",
    "tests/gate/test_gate.py",
    "tests/office/test_given.py",
    "tests/hosts/test_computed.py",
    "tests/hosts/live/test_live.py",
    "tests/demo/test_english.py",
    "tests/office/test_torture.py",
    "tests/hosts/live/test_troubles.py",
    "tests/hosts/live/test_excel.py",
    "tests/office/test_missing.py",
    "tests/addin/test_click_through.py",
    "tests/hosts/test_stored.py",
    "tests/ribbon/test_spare.py",
    "tests/test_how_tos.py",
)
"""What takes a minute and more begins first, so that no process works alone in the end."""

_BESIDE = "test_what_stands_beside_a_row_stays_beside_it"
SHARES = {
    f"tests/hosts/test_computed.py::{_BESIDE}": 3,
    f"tests/hosts/live/test_computed_live.py::{_BESIDE}": 2,
    "tests/hosts/live/test_computed_live.py::test_undo_brings_everything_back": 2,
    "tests/hosts/test_contract.py::test_every_host_makes_the_same_of_a_change": 2,
}
"""Tables of cases so large that about a half or a third of them is tried, always the same ones; other
tests meet the kinds of workbooks that are left out. All of them: ``make every``."""
AT_LENGTH = ("tests/demo/test_english.py",)
"""What tells all nine months once more, in English: by ``make every``, too."""
EVERY_CASE = bool(os.environ.get("XLSALES_EVERY"))

# No deadline: a slow machine is no failure. In CI the same examples run every time, so that a
# red run can be repeated.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
gc.set_threshold(50_000, 20, 20)  # a tenth of the time went into looking for what nobody holds
settings.load_profile("ci" if os.environ.get("CI") else "local")
# Nobody is asked who they are, nor is a name from this person's own profile taken.
os.environ.setdefault("XLSALES_USER", getpass.getuser())


class TogetherByFile(LoadFileScheduling):  # type: ignore[misc]  # has no types
    """Keeps the tests of a file in one process, and those that share what takes long to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "story" if file in STORY else file


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the share of large tables that is tried, and put the long files first."""
    if not EVERY_CASE:
        left = [item for item in items if not _has_its_turn(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    place = {file: n for n, file in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONG)))


def _has_its_turn(item: pytest.Item) -> bool:
    if item.nodeid.startswith(AT_LENGTH):
        return False
    share = SHARES.get(item.nodeid.partition("[")[0], 1)
    return zlib.crc32(f"5{item.nodeid}".encode()) % share == 0


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherByFile:
    """Share the tests out among the processes of ``-n``."""
    return TogetherByFile(config, log)


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes of this run."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session")
def _demonstration(_shared: Path) -> Path:
    """The demonstration as the command makes it, once in a run; beside it what the command said."""
    place, said = _shared / "demonstration", _shared / "demonstration.json"
    while not said.exists():
        try:
            place.mkdir()
        except FileExistsError:  # another process is at it
            time.sleep(0.2)
            continue
        try:
            done = subprocess.run(
                [sys.executable, "-m", "xlsales", "demo", str(place / "示例 分公司"), "--json"],
                capture_output=True,
                check=False,
                env={**os.environ, "PYTHONHASHSEED": "4711"},
                encoding="utf-8",
            )
            assert (done.returncode, done.stderr) == (0, "")
            assert [path.name for path in place.iterdir()] == ["示例 分公司"]
        except BaseException:
            shutil.rmtree(place)
            raise
        (part := said.with_suffix(".part")).write_text(done.stdout, encoding="utf-8")
        part.replace(said)
    return place


@pytest.fixture(scope="session")
def told(_demonstration: Path) -> Any:
    """The reply of ``xlsales demo --json``."""
    return json.loads((_demonstration.parent / "demonstration.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration's folder for the tests of a file."""
    root = tmp_path_factory.mktemp("demo") / "示例 分公司"
    shutil.copytree(_demonstration / root.name, root)
    return root


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded of their size (``record_property``), from every process."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
