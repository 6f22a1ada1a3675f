"""The Python that stands ready for a click: when it ends, when it is of no use, what it has loaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import xlsales
from tests.desktop import Desktop, require_desktop
from tests.office.branch import REGISTER, TODAY
from xlsales.buttons import BY_ID
from xlsales.ribbon.spare import NONSENSE, STALE, UNUSED, code_on_disk

SPARE = (sys.executable, "-m", "xlsales.ribbon.libreoffice", "--spare")
CLICK = json.dumps({"pipe": "nobody", "document": "1", "button": "validate"}).encode() + b"\n"
LOADED = """
import os, sys
from xlsales.ribbon.libreoffice import answer, load
load()
before = set(sys.modules)
code = answer(*sys.argv[1:])
print(code, *sorted(sys.modules.keys() - before), flush=True)
os._exit(code)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, whose code may be changed."""
    made = tmp_path / "code" / "xlsales"
    ours = Path(xlsales.__file__).parent
    shutil.copytree(ours, made, ignore=shutil.ignore_patterns("__pycache__"))
    return made


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    made = tmp_path / "site-packages"
    made.mkdir()
    return made


@pytest.fixture
def spare(package: Path, libraries: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A spare of that copy that has done its imports: then it leaves the folder it began in."""
    path = {"PYTHONPATH": os.pathsep.join([str(package.parent), str(libraries)])}
    with subprocess.Popen(
        SPARE,
        cwd=package.parent,
        env=os.environ | path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as made:
        until(lambda: Path(f"/proc/{made.pid}/cwd").readlink() == Path("/"), made)
        yield made
        made.kill()


def until(true: Callable[[], bool], child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while not true():
        assert child.poll() is None, child.communicate()[0].decode()
        assert time.monotonic() < end
        time.sleep(0.02)


def ended(child: subprocess.Popen[bytes], line: bytes) -> tuple[int, str]:
    """The exit code after a line, and what was printed."""
    out, _ = child.communicate(line, 90)
    return child.returncode, out.decode()


pytestmark = pytest.mark.usefixtures("_libreoffice")


@pytest.fixture(scope="module")
def _libreoffice() -> None:
    require_desktop()


def test_it_ends_when_libreoffice_does(spare: subprocess.Popen[bytes]) -> None:
    assert ended(spare, b"") == (UNUSED, "")


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"validate\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        CLICK.replace(b'"1"', b"1"),
        CLICK.replace(b'"button"', b'"key"'),
        CLICK[:-9],
    ],
    ids=["empty", "word", "bytes", "list", "lacking", "deep", "number", "unknown", "cut off"],
)
def test_a_line_without_sense_is_told_in_one_sentence(line: bytes) -> None:
    done = subprocess.run(SPARE, input=line, capture_output=True, timeout=90, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (NONSENSE, b"", 1)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        lambda package, _: os.utime(package / "ribbon" / "run.py", (1, 1)),
        lambda package, _: (package / "flow" / "more.py").touch(),
        lambda package, _: (package / "appraisal" / "score.py").unlink(),
        lambda package, _: shutil.rmtree(package),
        lambda _, libraries: (libraries / "pydantic-9.dist-info").mkdir(),
    ],
    ids=["changed", "added", "removed", "uninstalled", "library"],
)
def test_it_serves_no_older_version_of_the_code(
    spare: subprocess.Popen[bytes],
    package: Path,
    libraries: Path,
    change: Callable[[Path, Path], object],
) -> None:
    change(package, libraries)
    assert ended(spare, CLICK) == (STALE, "")


def test_what_python_makes_of_the_code_is_no_change(package: Path, libraries: Path) -> None:
    before = code_on_disk(package, (libraries,))
    (package / "ribbon" / "__pycache__").mkdir(exist_ok=True)
    (package / "ribbon" / "__pycache__" / "run.py").touch()
    assert code_on_disk(package, (libraries,)) == before
    assert len(before) > len(list(package.glob("*/*.py")))


def test_it_waits_at_rest_and_holds_no_folder(
    spare: subprocess.Popen[bytes], package: Path
) -> None:
    state = Path(f"/proc/{spare.pid}")
    assert (state / "cwd").readlink() == Path("/")
    held = [str(file.readlink()) for file in (state / "fd").iterdir()]
    assert not [file for file in held if file.startswith(str(package.parent))]
    time.sleep(0.5)

    def used() -> list[str]:
        return (state / "stat").read_text().rpartition(")")[2].split()[11:13]

    before = used()
    time.sleep(2)
    assert used() == before


def waiting(seconds: float, after: str) -> subprocess.Popen[bytes]:
    code = (
        "import sys, time; from xlsales.ribbon.spare import stand_by;"
        f"found = stand_by(lambda: None, {seconds}); {after}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_nobody_is_waited_for_forever() -> None:
    with waiting(0.3, "print('served')") as child:
        assert child.wait(90) == STALE  # its input is still open
        assert child.stdout is not None
        assert child.stdout.read() == b""


def test_the_end_of_the_wait_does_not_end_a_click() -> None:
    with waiting(1, "time.sleep(2); print(found.button)") as child:
        assert ended(child, CLICK) == (0, "validate\n")


@pytest.mark.parametrize(
    "options", [(), ("--spar",), ("--spare", "--button", "validate"), ("--pipe", "x")]
)
def test_the_command_line_is_checked(options: tuple[str, ...]) -> None:
    done = subprocess.run([*SPARE[:-1], *options], capture_output=True, timeout=90, check=False)
    assert done.returncode == 2
    assert b"usage:" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("button", ["validate", "submit"])
def test_a_click_imports_nothing_more(office: Path, button: str) -> None:
    """Of xlsales; Python's own codecs and the like come as the workbooks need them."""
    with Desktop("zh-CN") as desktop:
        book = desktop.open(office / REGISTER)
        command = [sys.executable, "-c", LOADED, desktop.pipe, book.api.RuntimeUID, button]
        done: list[subprocess.CompletedProcess[str]] = []

        def click() -> None:
            day = {"XLSALES_TODAY": TODAY}
            done.append(
                subprocess.run(
                    command, env=os.environ | day, capture_output=True, text=True, check=False
                )
            )

        clicking = threading.Thread(target=click, daemon=True)
        clicking.start()
        title = BY_ID[button].words.zh
        for _ in range(2):  # Submit first shows what it will do, then what it did
            desktop.wait(lambda: title in desktop.windows() or done)
            if not done:
                desktop.answer(title)
                time.sleep(1)
        clicking.join(20)
        code, *more = done[0].stdout.split()
        assert (code, done[0].stderr) == ("0", "")
        assert [name for name in more if not name.startswith(("encodings.", "pwd"))] == []
