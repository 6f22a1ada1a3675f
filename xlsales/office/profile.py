"""What a person has chosen for themself on this computer: a small JSON file of theirs.

It is theirs alone: nothing that an office agrees on stands here, and whoever loses it loses
nothing but a choice. So a file that is damaged reads as empty, and one that cannot be written
stays as it is.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Any

TODAY_ON_OPENING = "today_on_opening"
"""Whether *Today* shows when a standard workbook is opened: true or false."""


def place() -> Path:
    """Return the file's path, which need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA", "") or Path.home() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_CONFIG_HOME", "") or Path.home() / ".config"
    return Path(base, "xlsales", "profile.json")


def read() -> dict[str, Any]:
    """Return what was chosen, by name; nothing where the file is missing or damaged."""
    try:
        chosen = json.loads(place().read_text("utf-8"))
    except (OSError, RuntimeError, ValueError, RecursionError):  # RuntimeError: no home
        return {}
    return chosen if isinstance(chosen, dict) else {}


def wants_today() -> bool:
    """Return whether the person wants *Today* when a workbook is opened."""
    return read().get(TODAY_ON_OPENING) is True


def want_today(wanted: bool) -> bool:
    """Keep whether the person wants *Today* then; say whether that could be kept."""
    return write(**{TODAY_ON_OPENING: wanted})


def write(**values: object) -> bool:
    """Keep choices beside those already there; say whether it could be done.

    The file is replaced as a whole, so that nobody ever reads half of one.
    """
    try:
        file = place()
        text = json.dumps({**read(), **values}, ensure_ascii=False, indent=1)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, made = mkstemp(dir=file.parent, prefix=file.name)
    except (OSError, RuntimeError, ValueError):
        return False
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text + "\n")
        Path(made).replace(file)
    except OSError:
        with suppress(OSError):
            Path(made).unlink()
        return False
    return True
