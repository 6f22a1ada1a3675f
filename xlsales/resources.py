"""Where the shipped workbooks, print forms and icons lie.

In a checkout workbooks and forms are the top-level folders ``workbooks`` and ``templates``; a wheel
carries them inside the package (pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_workbooks() -> Path:
    """Return the folder of the blank workbooks: one folder a language in it."""
    return _folder("workbooks")


def shipped_templates() -> Path:
    """Return the folder of the print forms: one folder a language in it."""
    return _folder("templates")


def shipped_icons() -> Path:
    """Return the folder of the buttons' pictures."""
    return _PACKAGE / "addin" / "oxt" / "icons"


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
