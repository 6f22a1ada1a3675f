"""The pictures of the tab.

An add-in's pictures (Addons.xcu) show in menus and toolbars, but not in the tabbed interface:
that one asks LibreOffice's list of the person's own pictures, files in the profile. An entry in a
list stands for a place in a strip of pictures. Where the person has such pictures already, they
are left alone, and the tab shows words.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import quoteattr

from xlsales.addin.oxt.names import PROTOCOL
from xlsales.addin.oxt.registry import address
from xlsales.addin.oxt.xcu import HEAD
from xlsales.buttons import BUTTONS
from xlsales.derive.icons import STRIPS, strip_of
from xlsales.resources import shipped_icons

SIZES = dict(zip(("sc", "lc", "xc"), STRIPS, strict=True))
"""LibreOffice's names of its sizes (small, large, extra large), in pixels."""

FILES = tuple(f"{size}_{name}" for size in SIZES for name in ("imagelist.xml", "userimages.png"))


def put(profile: Path) -> None:
    """Write the pictures into ``profile``, unless the person has some of their own there."""
    if any(_list(profile, size).exists() and not _ours(profile, size) for size in SIZES):
        return
    entries = "".join(f"<image:entry image:command={quoteattr(address(b))}/>\n" for b in BUTTONS)
    for size, pixels in SIZES.items():
        bitmap = _bitmap(profile, size)
        bitmap.parent.mkdir(parents=True, exist_ok=True)
        bitmap.write_bytes((shipped_icons() / strip_of(pixels)).read_bytes())
        _list(profile, size).write_text(
            f'{HEAD}<image:imagescontainer xmlns:image="http://openoffice.org/2001/image"'
            ' xmlns:xlink="http://www.w3.org/1999/xlink">\n'
            f'<image:images xlink:type="simple">\n{entries}</image:images>\n'
            "</image:imagescontainer>\n",
            "utf-8",
        )


def take(profile: Path) -> None:
    """Remove our pictures from ``profile``; a list that holds others too stays."""
    for size in SIZES:
        if _ours(profile, size):
            _list(profile, size).unlink()
            _bitmap(profile, size).unlink(missing_ok=True)
    with suppress(OSError):  # not empty, or never there
        (_folder(profile) / "Bitmaps").rmdir()
        _folder(profile).rmdir()


def _folder(profile: Path) -> Path:
    return profile / "user" / "config" / "soffice.cfg" / "modules" / "scalc" / "images"


def _list(profile: Path, size: str) -> Path:
    return _folder(profile) / f"{size}_imagelist.xml"


def _bitmap(profile: Path, size: str) -> Path:
    return _folder(profile) / "Bitmaps" / f"{size}_userimages.png"


def _ours(profile: Path, size: str) -> bool:
    """Say whether a list names our buttons and nobody else's."""
    if not _list(profile, size).is_file():
        return False
    text = _list(profile, size).read_text("utf-8", "replace")
    named = re.findall(r'image:command="([^"]*)"', text)
    return named != [] and all(name.startswith(PROTOCOL) for name in named)
