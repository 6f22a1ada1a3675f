"""Workbooks opened and saved by LibreOffice, without a window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SOFFICE = shutil.which("soffice") or ""
XLSX = "xlsx:Calc MS Excel 2007 XML"


def converted(paths: list[Path], folder: Path, kind: str = XLSX) -> list[Path]:
    """Return the files as LibreOffice saves them, in ``folder``; it takes seconds."""
    target = folder / "saved by LibreOffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", kind, "--outdir", str(target)]
    subprocess.run(
        [SOFFICE, profile, *options, *map(str, paths)], check=True, capture_output=True, timeout=180
    )
    suffix = kind.partition(":")[0]
    return [target / f"{path.stem}.{suffix}" for path in paths]


def by_libreoffice(path: Path, folder: Path) -> Path:
    """Return a workbook as LibreOffice saves it."""
    return converted([path], folder)[0]
