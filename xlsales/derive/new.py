"""A personal workbook from a shipped blank one: a copy that names its owner and its year."""

from __future__ import annotations

import os
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.documents.packing import CUSTOM, custom_xml, parts_of, properties_of, zipped
from xlsales.forms.choices import Kind
from xlsales.resources import shipped_workbooks


def blank_path(kind: str, lang: Lang) -> Path:
    """Return where the shipped blank workbook of a kind lies."""
    return shipped_workbooks() / str(lang) / f"{Kind(kind).said(lang)}.xlsx"


def workbook_of(book: Book, lang: Lang) -> bytes:
    """Return a blank workbook with the properties of ``book``; nothing else of it changes."""
    parts = parts_of(blank_path(book.kind, lang).read_bytes())
    parts[CUSTOM] = custom_xml(properties_of(book, lang))
    return zipped(parts)


def new_workbook(path: Path, book: Book, lang: Lang) -> None:
    """Write a blank workbook for ``book`` to ``path``, whole or not at all.

    Missing folders are made.

    Raises:
        FileExistsError: there is a file already; nothing is overwritten.
    """
    content = workbook_of(book, lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
