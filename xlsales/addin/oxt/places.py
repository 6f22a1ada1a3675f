"""Where LibreOffice is on this machine: its programs, its shared files, the person's profile."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_INSTALLED = r"SOFTWARE\LibreOffice\UNO\InstallPath"


def program_folder() -> Path | None:
    """Return the folder that holds ``soffice`` and ``unopkg``, None if LibreOffice is not found."""
    for folder in _candidates():
        if _executable(folder, "soffice") and _executable(folder, "unopkg"):
            return folder
    return None


def program(name: str) -> Path | None:
    """Return the path of ``soffice`` or ``unopkg``, None if LibreOffice is not found."""
    folder = program_folder()
    return _executable(folder, name) if folder else None


def default_profile() -> Path:
    """Return the profile that LibreOffice uses when nobody names one; it may not exist yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config) / "libreoffice" / "4"


def calc_ui() -> Path | None:
    """Return the folder of the files that draw Calc's tabbed interface, None if there is none."""
    folder = program_folder()
    if folder is None:
        return None
    for base in (folder.parent, folder.parent / "Resources"):
        found = base / "share" / "config" / "soffice.cfg" / "modules" / "scalc" / "ui"
        found = found if found.is_dir() else base / "config/soffice.cfg/modules/scalc/ui"
        if found.is_dir():
            return found
    return None


def _executable(folder: Path, name: str) -> Path | None:
    # unopkg.com waits and prints where unopkg.exe does neither
    for ending in ("com", "exe") if sys.platform == "win32" else ("",):
        file = folder / (f"{name}.{ending}" if ending else name)
        if file.is_file():
            return file
    return None


def _candidates() -> Iterator[Path]:
    """Yield folders that may hold LibreOffice's programs, the likeliest first."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            yield Path(found).resolve().parent
    if sys.platform == "win32":
        yield from _registered()
        for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
            if base := os.environ.get(variable):
                yield Path(base) / "LibreOffice" / "program"
    elif sys.platform == "darwin":
        for base in (Path("/Applications"), Path.home() / "Applications"):
            yield base / "LibreOffice.app" / "Contents" / "MacOS"
    else:
        for lib in ("lib", "lib64", "local/lib"):
            yield Path("/usr") / lib / "libreoffice" / "program"
        yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)


def _registered() -> Iterator[Path]:
    """Yield the folders that LibreOffice's installer noted in the Windows registry."""
    yield from ()  # elsewhere there is none
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                try:
                    with winreg.OpenKey(root, _INSTALLED, 0, winreg.KEY_READ | view) as opened:
                        yield Path(winreg.QueryValue(opened, None))
                except OSError:  # not installed this way
                    continue
