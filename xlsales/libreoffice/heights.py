"""Row heights: measured once after many writes, instead of at each of them.

LibreOffice measures the rows again in every call that writes into them, all their columns: a fifth
of a second for 10,000 rows. While a document's ``IsAdjustHeightEnabled`` is off it does not, and
``clearContents(0)`` then clears nothing but measures the rows (found by trying, 7.4). *Undo* of the
writes measures by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlsales.libreoffice.boxes import Box

_waiting: dict[str, list[tuple[Any, Box]]] = {}
"""What is to be measured at the end, by the document's RuntimeUID: UNO sheets and cells."""


@contextmanager
def measured_once(document: Any) -> Iterator[None]:
    """Have the rows of all that is written inside measured at the end, once.

    May be nested: the outermost measures. What is left by an error is not measured: whoever
    catches it takes the writes back.
    """
    name = document.RuntimeUID
    if name in _waiting:
        yield
        return
    waiting = _waiting[name] = []
    document.IsAdjustHeightEnabled = False
    try:
        yield
    finally:
        del _waiting[name]
        document.IsAdjustHeightEnabled = True
    for sheet, box in _joined(waiting):
        box.of(sheet).clearContents(0)


def written(document: Any, sheet: Any, box: Box) -> None:
    """Note that cells were written; without :func:`measured_once` LibreOffice has measured them."""
    if _waiting and (waiting := _waiting.get(document.RuntimeUID)) is not None:
        waiting.append((sheet, box))


def _joined(waiting: list[tuple[Any, Box]]) -> Iterator[tuple[Any, Box]]:
    """Yield runs of rows, each by one of the boxes' columns: a row is measured as a whole."""
    by_sheet: dict[str, tuple[Any, list[Box]]] = {}
    for sheet, box in waiting:
        by_sheet.setdefault(sheet.Name, (sheet, []))[1].append(box)
    for sheet, boxes in by_sheet.values():
        run: Box | None = None
        for box in sorted(boxes):
            if run is not None and box.top <= run.bottom + 1:
                run = run._replace(bottom=max(run.bottom, box.bottom))
                continue
            if run is not None:
                yield sheet, run
            run = box._replace(right=box.left)
        if run is not None:
            yield sheet, run
