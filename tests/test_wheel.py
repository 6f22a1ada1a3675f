"""An installed xlsales works away from its repository: what it ships travels with it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from xlsales.resources import shipped_icons

ROOT = Path(__file__).parents[1]


def test_the_wheel_carries_workbooks_templates_and_icons(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    for folder in ("workbooks", "templates"):
        shipped = {p.relative_to(ROOT / folder) for p in (ROOT / folder).rglob("*.xlsx")}
        assert shipped
        inside = site / "xlsales" / folder
        assert {p.relative_to(inside) for p in inside.rglob("*.xlsx")} == shipped
    icons = shipped_icons().relative_to(ROOT)
    assert {p.name for p in (site / icons).iterdir()} == {p.name for p in (ROOT / icons).iterdir()}

    office = tmp_path / "别处"
    command = [sys.executable, "-P", "-m", "xlsales", "init", str(office), "--year", "2026"]
    done = subprocess.run(
        command, check=False, capture_output=True, cwd=tmp_path, env={"PYTHONPATH": str(site)}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (office / "基础资料.xlsx").is_file()
