"""What is printed: the forms filled from templates, the score sheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsales.core.outcome import Document
from xlsales.core.words import Lang, Words


def render(document: Document, lang: Lang, folder: Path | None = None) -> bytes:
    """Return the finished workbook of a document (``forms.py``, ``score_sheet.py``).

    ``folder`` is the office's own ``templates`` folder, looked into before the shipped forms.
    Unusable if a form is missing or lacks what it needs. openpyxl is only waited for here.
    """
    with _numpy_left_out():
        from xlsales.documents.forms import render as made

    return made(document, lang, folder)


def changed_since(document: Document, path: Path) -> Words | None:
    """Say what a document says otherwise than its former self, the file at ``path``."""
    with _numpy_left_out():
        from xlsales.documents.score_before import changed_since as compared

    return compared(document.filled(), path)


@contextmanager
def _numpy_left_out() -> Iterator[None]:
    """Let openpyxl come without numpy, which takes as long again, for cells of numpy's numbers.

    None are written here, but pandas has it installed.
    """
    if "numpy" in sys.modules:
        yield
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]  # what Python takes for not installed
    try:
        yield
    finally:
        del sys.modules["numpy"]
