"""Where Excel and xlwings keep one person's own files. Nothing here needs an administrator."""

from __future__ import annotations

import importlib.util
import locale
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The places on one machine.

    ``excel``: is there once the person has opened Excel. ``start``: Excel opens what lies in it,
    and trusts it. ``settings``: xlwings' settings. ``scripts``: where macOS wants the script that
    starts Python. ``key``: the name of the setting that says which Python runs. ``encoding``: as
    VBA reads the settings.
    """

    excel: Path
    start: Path
    settings: Path
    scripts: Path | None
    key: str
    encoding: str


def places() -> Places | None:
    """Return the places of this machine; None where there is no Excel for it."""
    if sys.platform == "win32":
        return windows(Path(os.environ["APPDATA"]), Path(os.environ["USERPROFILE"]))
    if sys.platform == "darwin":
        return macos(Path.home())
    return None


def windows(roaming: Path, home: Path) -> Places:
    """Return the places on Windows, from %APPDATA% and %USERPROFILE%."""
    excel = roaming / "Microsoft" / "Excel"
    return Places(
        excel=excel,
        start=excel / "XLSTART",
        settings=home / ".xlwings" / "xlwings.conf",
        scripts=None,
        key="INTERPRETER_WIN",
        encoding=locale.getencoding(),  # the code page of the system
    )


def macos(home: Path) -> Places:
    """Return the places on macOS, in the boxes that Office may read."""
    container = home / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
    group = home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    return Places(
        excel=container,
        start=group / "User Content.localized" / "Startup.localized" / "Excel",
        settings=container / "xlwings.conf",
        scripts=home / "Library" / "Application Scripts" / "com.microsoft.Excel",
        key="INTERPRETER_MAC",
        encoding="utf-8",
    )


def of_xlwings(places: Places) -> dict[Path, Path]:
    """Return the files of the xlwings package that its buttons need, and where they go."""
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None, "xlwings is a dependency"
    assert spec.origin is not None
    package = Path(spec.origin).parent
    files = {package / "addin" / "xlwings.xlam": places.start / "xlwings.xlam"}
    if places.scripts is not None:
        for script in package.glob("xlwings-*.applescript"):
            files[script] = places.scripts / script.name
    return files


def interpreter() -> str:
    """Return the Python that has xlsales: the one that runs now, the kind with a console."""
    running = Path(sys.executable)
    if running.name.lower() == "pythonw.exe":
        return str(running.with_name("python.exe"))
    return str(running)


def conda() -> dict[str, str]:
    """Return xlwings' settings of the conda environment that this Python is; {} in any other."""
    program, name = os.environ.get("CONDA_EXE"), os.environ.get("CONDA_DEFAULT_ENV")
    here = os.environ.get("CONDA_PREFIX")
    if os.name != "nt" or not (program and name and here):
        return {}
    if os.path.normcase(here) != os.path.normcase(sys.prefix):
        return {}  # a venv made inside of it
    return {"CONDA PATH": str(Path(program).parent.parent), "CONDA ENV": name}
