"""The Excel add-in: a ribbon tab whose buttons start Python through xlwings.

Everything in it comes from the list of buttons. Nobody has tried it in Excel yet: it was read by
the tools of virus scanners, held to the ribbon's schema, and its VBA runs in LibreOffice
(docs/en/excel-checklist.md).
"""

from __future__ import annotations

from pathlib import Path

from xlsales.addin.xlam.installing import install, remove, status
from xlsales.addin.xlam.macro_workbook import NAME, packed
from xlsales.core.words import Lang

__all__ = ["build", "install", "remove", "status"]


def build(target: Path, lang: Lang = Lang.ZH) -> Path:
    """Write the add-in with labels in ``lang``; return its path.

    ``target``: the file, or the folder in which it gets its usual name. The same version of
    xlsales writes the same bytes everywhere.
    """
    file = target / NAME if target.is_dir() or not target.suffix else target
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f"{file.name}.new")
    written.write_bytes(packed(lang))
    return written.replace(file)
