"""What a release must be, tried as a stranger would: ``make release`` and ``make notes``.

``python -m tests.release DIST BARE``: DIST holds one wheel and one sdist of this version. The wheel
is installed into BARE, an environment that has nothing else, and does what it is for, away from
the repository; the sdist makes the same wheel. ``--notes`` prints what CHANGELOG.md says of this
version.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from xlsales import __version__
from xlsales.forms.files import FORM_VERSION, RELEASED

ROOT = Path(__file__).parents[1]
_KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TEMP", "PIP_INDEX_URL", "PIP_CONFIG_FILE")


def notes() -> str:
    """Return what the changelog says of this version; SystemExit where it says nothing."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    head = rf"^## {re.escape(__version__)} – \d{{4}}-\d\d-\d\d\n"
    found = re.search(rf"{head}(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(
            f"CHANGELOG.md has no “## {__version__} – YYYY-MM-DD”: docs/dev/release.md"
        )
    return found[1].strip()


def run(*command: str | Path, cwd: Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command with hardly an environment; return what it said."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    done = subprocess.run(
        [str(each) for each in command], check=False, capture_output=True, cwd=cwd, env=env
    )
    if done.returncode not in codes:
        said = (done.stdout + done.stderr).decode(errors="replace")
        raise SystemExit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{said}")
    return done.stdout.decode()


def is_remade(sdist: Path, wheel: Path, work: Path) -> bool:
    """Return whether the sdist makes the same wheel."""
    with tarfile.open(sdist) as archive:
        archive.extractall(work, filter="data")
    (source,) = work.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=source)
    (made,) = (source / "dist").glob("*.whl")
    with zipfile.ZipFile(made) as ours, zipfile.ZipFile(wheel) as theirs:
        return {i.filename: i.CRC for i in ours.infolist()} == {
            i.filename: i.CRC for i in theirs.infolist()
        }


def work_in(bare: Path, work: Path) -> None:
    """Do a day's work with what is installed: an office, a workbook, the example, its check."""
    program = bare / ("Scripts" if os.name == "nt" else "bin") / "xlsales"
    run(program, "--help", cwd=work)
    run(program, "init", "office", "--year", "2026", cwd=work)
    run(program, "new", "register", "office", "--owner", "张三", cwd=work)
    run(program, "addin", "build", "addin", cwd=work)
    run(program, "demo", cwd=work)
    said = run(program, "validate", "demo-office", "--json", cwd=work, codes=(1,))
    found = json.loads(said)
    if not (found["rows"] and found["findings"]):
        raise SystemExit("validate found nothing in the example, which has mistakes in it")


def main() -> None:
    """Try a release, or print its notes."""
    parser = argparse.ArgumentParser(prog="python -m tests.release", description=__doc__)
    parser.add_argument("--notes", action="store_true")
    parser.add_argument("dist", type=Path, nargs="?", default=ROOT / "dist")
    parser.add_argument("bare", type=Path, nargs="?", default=ROOT / "build" / "bare")
    asked = parser.parse_args()
    if asked.notes:
        sys.stdout.write(notes() + "\n")
        return
    if RELEASED != FORM_VERSION:
        raise SystemExit(f"RELEASED is {RELEASED}, not {FORM_VERSION}: docs/dev/release.md")
    dist, bare = asked.dist.resolve(), asked.bare.resolve()
    wheel = dist / f"xlsales-{__version__}-py3-none-any.whl"
    sdist = dist / f"xlsales-{__version__}.tar.gz"
    if {wheel, sdist} != set(dist.iterdir()):
        raise SystemExit(f"{dist} should hold {wheel.name} and {sdist.name}, nothing else")
    python = bare / ("Scripts" if os.name == "nt" else "bin") / "python"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "source").mkdir()
        if not is_remade(sdist, wheel, work / "source"):
            raise SystemExit("the sdist does not make the same wheel")
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, cwd=work)
        run(python, "-m", "pip", "check", cwd=work)
        (work / "away").mkdir()
        work_in(bare, work / "away")
    sys.stdout.write(f"{wheel.name}, {sdist.name}: installed and tried.\n")


if __name__ == "__main__":
    main()
