"""Who acts: the name that a person gave for an office, kept in their own profile.

``who.json`` in the user's settings folder holds ``{office folder: name}``, since one computer
may see several offices and people are named otherwise in each. It is a statement for forms and
journal, not a security measure.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from contextlib import suppress
from pathlib import Path


def login() -> str:
    """Return the name at the login."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "-"


def stated() -> str:
    """Return who acts by ``XLSALES_USER``: for programs that run unattended."""
    return os.environ.get("XLSALES_USER", "").strip()


def profile() -> Path:
    """Return the file of this computer's user in which the names are kept."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home(), "xlsales", "who.json")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "xlsales" / "who.json"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "xlsales", "who.json")


def remembered(root: Path) -> str:
    """Return the name given for an office; nothing where none was, or it cannot be read."""
    return _names().get(str(root.resolve()), "")


def remember(root: Path, name: str) -> bool:
    """Keep the name for an office; return whether it could be kept."""
    try:
        path = profile()
        path.parent.mkdir(parents=True, exist_ok=True)
        names = {**_names(), str(root.resolve()): name}
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            fresh.write_text(json.dumps(names, ensure_ascii=False, indent=1), "utf-8")
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, RuntimeError):  # no right to write, no home
        return False
    return True


def acting(root: Path) -> str:
    """Return who acts in an office where nobody says so: as kept, else the name at the login."""
    return stated() or remembered(root) or login()


def _names() -> dict[str, str]:
    with suppress(OSError, ValueError, RuntimeError):
        names = json.loads(profile().read_text("utf-8"))
        if isinstance(names, dict):
            return {key: name for key, name in names.items() if isinstance(name, str)}
    return {}
