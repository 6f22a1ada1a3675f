"""The machine, as the checks see it: each question to it in one method.

Checks ask nothing else of the world, so that a Windows machine's answers can be recorded and a
check of them run anywhere.
"""

from __future__ import annotations

import datetime as dt
import errno
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, TypeAlias

from xlsales.addin.doctor.registry import keys_of, values_of

if TYPE_CHECKING:
    from xlsales.addin.status import Status

System: TypeAlias = Literal["windows", "macos", "linux"]
Host: TypeAlias = Literal["excel", "libreoffice"]
Refused: TypeAlias = Literal["", "create", "rename", "delete", "space"]

PATIENCE = 2.0
"""Seconds that a check may take."""


class Machine:
    """This machine. Questions that it cannot answer are answered with nothing, never an error."""

    @property
    def system(self) -> System:
        """The operating system; whatever is neither Windows nor macOS is looked at as Linux is."""
        known: Mapping[str, System] = {"win32": "windows", "darwin": "macos"}
        return known.get(sys.platform, "linux")

    # --- Python ---------------------------------------------------------------------------

    @property
    def python(self) -> str:
        """The path of the running Python."""
        return sys.executable

    @property
    def python_version(self) -> tuple[int, int, int]:
        """The running Python's version."""
        return sys.version_info[:3]

    @property
    def python_home(self) -> str:
        """The folder of the Python that a virtual environment was made from."""
        return sys.base_prefix

    @property
    def in_venv(self) -> bool:
        """Whether the running Python is a virtual environment's."""
        return sys.prefix != sys.base_prefix

    def importable(self, module: str) -> bool:
        """Say whether a module could be imported."""
        return importlib.util.find_spec(module) is not None

    def package(self, name: str) -> str:
        """Return an installed package's version; "" if it is not installed."""
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return ""

    # --- the system -----------------------------------------------------------------------

    def variable(self, name: str) -> str:
        """Return an environment variable; "" if it is not set."""
        return os.environ.get(name, "")

    def values(self, key: str) -> Mapping[str, str | int]:
        """Return the values of a registry key, their names in lower case, the default's "".

        Keys begin with HKLM, HKCU or HKCR. Empty where there is no such key, and on systems without a registry.
        """
        return values_of(key)

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the keys under a registry key."""
        return keys_of(key)

    def found(self, program: str) -> str:
        """Return the path of a program on the search path; "" if there is none."""
        return shutil.which(program) or ""

    def run(self, *command: str) -> str | None:
        """Return what a command prints; None if it cannot be run or fails.

        Raises:
            TimeoutError: it takes too long.
        """
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW  # a program without a window flashes none
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE * 0.9,  # so that the check can still say so
                check=False,
                creationflags=flags,
            )
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        except OSError:
            return None
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None

    def now(self) -> dt.datetime:
        """Return the clock's time, with its time zone."""
        return dt.datetime.now().astimezone()

    # --- files ----------------------------------------------------------------------------

    def path(self, *parts: str | PurePath) -> PurePath:
        """Return a path as this system writes it."""
        return Path(*parts)

    def exists(self, path: str | PurePath) -> bool:
        """Say whether there is a file or folder."""
        try:
            return Path(path).exists()
        except OSError:
            return False

    def names(self, folder: str | PurePath) -> Sequence[str]:
        """Return what lies in a folder."""
        try:
            return sorted(file.name for file in Path(folder).iterdir())
        except OSError:
            return ()

    def text(self, path: str | PurePath) -> str:
        """Return a text file's content; "" if it cannot be read."""
        try:
            return Path(path).read_text("utf-8", "replace")
        except OSError:
            return ""

    def resolved(self, path: str | PurePath) -> PurePath:
        """Return the whole path, without links; a mapped drive becomes its share."""
        return Path(path).resolve()

    def modified(self, path: str | PurePath) -> dt.datetime | None:
        """Return when a file was last written."""
        try:
            return dt.datetime.fromtimestamp(Path(path).stat().st_mtime).astimezone()
        except (OSError, OverflowError, ValueError):
            return None

    def free(self, folder: str | PurePath) -> int | None:
        """Return the bytes free for this person's files."""
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return None

    def tried(self, folder: str | PurePath) -> Refused:
        """Create, rename and delete a small file; return which of them could not be done."""
        made = Path(folder) / f".xlsales-{secrets.token_hex(6)}.tmp"
        named = made.with_suffix(".tmp2")
        try:
            made.write_bytes(b"xlsales doctor")
        except OSError as trouble:
            made.unlink(missing_ok=True)
            return "space" if trouble.errno == errno.ENOSPC else "create"
        try:
            made.rename(named)
        except OSError:
            return "rename" if _gone(made) else "delete"
        return "" if _gone(named) else "delete"

    def missed(self, office: str | PurePath) -> Sequence[str]:
        """Return which workbooks of an office are gone or were put back to an older content."""
        from xlsales.office.folder import scan
        from xlsales.office.unusable import Unusable

        try:
            folder = scan(Path(office))
        except (OSError, Unusable):
            return ()
        found = {**folder.gone, **folder.older}
        return [str(finding.facts["file"]) for _, finding in sorted(found.items())]

    # --- xlsales and its hosts ------------------------------------------------------------

    def shipped(self) -> Sequence[PurePath]:
        """Return the folders that xlsales brings along."""
        from xlsales.resources import shipped_templates, shipped_workbooks

        return shipped_workbooks(), shipped_templates()

    def libreoffice(self) -> PurePath | None:
        """Return the folder of LibreOffice's programs."""
        from xlsales.addin.oxt.places import program_folder

        return program_folder()

    def status(self, host: Host) -> Status:
        """Return what is known of a host's add-in."""
        from xlsales.addin import oxt, xlam

        return xlam.status() if host == "excel" else oxt.status()

    def click_python(self, host: Host) -> str:
        """Return the Python that a click starts, as it was set at installation; "" if not set."""
        return _of_excel() if host == "excel" else _of_libreoffice()


def _gone(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True


def _of_excel() -> str:
    from xlsales.addin.xlam.places import places
    from xlsales.addin.xlam.setting import Settings

    here = places()
    if here is None:
        return ""
    settings = Settings(here.settings, here.encoding)
    return settings.get(here.key) or settings.get("INTERPRETER")


def _of_libreoffice() -> str:
    import json

    from xlsales.addin.oxt.names import SETTING
    from xlsales.addin.oxt.places import default_profile

    try:
        noted = json.loads((default_profile() / "user" / "config" / SETTING).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(noted.get("python", "")) if isinstance(noted, dict) else ""
