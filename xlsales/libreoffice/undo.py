"""Undo: one step for a whole macro."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw


@contextmanager
def undo_step(book: xw.Book, title: str) -> Iterator[None]:
    """Have all that is done inside show as one step in Edit > Undo, under this title.

    Steps may be nested: the outermost counts.
    """
    with document_step(book.impl.api, title):
        yield


@contextmanager
def document_step(document: Any, title: str) -> Iterator[None]:
    """The same for a UNO document."""
    manager = document.getUndoManager()
    manager.enterUndoContext(title)
    try:
        yield
    finally:
        manager.leaveUndoContext()
