"""Who saved a workbook last, as the file itself says it, which is no proof (memory.md)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlsales.core.text import clean
from xlsales.office.packages.package import contents, local, members_of, opened, xml
from xlsales.office.unusable import Unusable

_CORE, _APP = "docprops/core.xml", "docprops/app.xml"
_LONGEST = 120


@dataclass(frozen=True)
class Authorship:
    """What a file says: who saved it last, when (as it stands there), by which program; "" if not."""

    by: str = ""
    at: str = ""
    program: str = ""


def authorship(path: Path) -> Authorship:
    """Return what a workbook says of its last saving; nothing where that cannot be read."""
    try:
        with opened(path) as package:
            members = members_of(package)
            said: dict[str, str] = {}
            for name in (_CORE, _APP):
                if name in members:
                    for element in xml(path, contents(path, package, members[name])).iter():
                        said.setdefault(local(str(element.tag)), _text(element.text))
    except (Unusable, OSError):
        return Authorship()
    return Authorship(
        said.get("lastModifiedBy", ""), said.get("modified", ""), said.get("Application", "")
    )


def _text(text: str | None) -> str:
    return " ".join(clean(text or "").split())[:_LONGEST]
