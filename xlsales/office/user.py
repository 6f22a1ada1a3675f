"""Who acts: the name that a person gave for an office, kept in their own profile.

Under ``who`` it holds ``{office folder: name}``, since one computer may see several offices and
people are named otherwise in each. It is a statement for forms and journal, not a security measure.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from xlsales.office import profile

_WHO = "who"


def login() -> str:
    """Return the name at the login."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "-"


def stated() -> str:
    """Return who acts by ``XLSALES_USER``: for programs that run unattended."""
    return os.environ.get("XLSALES_USER", "").strip()


def remembered(root: Path) -> str:
    """Return the name given for an office; nothing where none was, or it cannot be read."""
    return _names().get(str(root.resolve()), "")


def remember(root: Path, name: str) -> bool:
    """Keep the name for an office; return whether it could be kept."""
    return profile.write(**{_WHO: {**_names(), str(root.resolve()): name}})


def acting(root: Path) -> str:
    """Return who acts in an office where nobody says so: as kept, else the name at the login."""
    return stated() or remembered(root) or login()


def _names() -> dict[str, str]:
    names = profile.read().get(_WHO)
    if not isinstance(names, dict):
        return {}
    return {key: name for key, name in names.items() if isinstance(name, str)}
