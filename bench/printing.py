"""A hundred delivery notes with their PDFs: one LibreOffice for all, beside one for each."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from rich.table import Table

from tests.documents.papers import delivery_note, line
from xlsales.core.words import Lang
from xlsales.documents import render
from xlsales.documents.printing import printed

SIZE, EACH = 100, 5
"""Notes that are made, and of how many the time of one LibreOffice each is taken."""


def report() -> Table:
    """Measure and return a table."""
    table = Table(title=f"seconds for {SIZE} delivery notes")
    for head in ("what", "seconds", "ratio"):
        table.add_column(head, justify="left" if head == "what" else "right")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"note {number}.xlsx") for number in range(SIZE)]
        began = time.perf_counter()
        for number, path in enumerate(paths):
            note = delivery_note(*(line(n) for n in range(1, 4)), note_no=f"SH-{number}")
            path.write_bytes(render(note, Lang.ZH))
        table.add_row("the workbooks", f"{time.perf_counter() - began:.1f}", "")
        began = time.perf_counter()
        printed(paths, pdf=True, png=False)
        batch = time.perf_counter() - began
        began = time.perf_counter()
        for path in paths[:EACH]:
            printed([path], pdf=True, png=False)
        each = (time.perf_counter() - began) * SIZE / EACH
        table.add_row("PDFs, one LibreOffice", f"{batch:.1f}", "")
        table.add_row(f"PDFs, one each (of {EACH})", f"{each:.1f}", f"{each / batch:.1f}")
    return table


if __name__ == "__main__":
    from rich.console import Console

    Console().print(report())
