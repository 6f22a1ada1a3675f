"""``python -m bench [N …]``: what the product takes, beside what others take of the same files.

What commands take, and what they are to take, is a table a size (:mod:`bench.speed`). The editor
stands beside openpyxl in another (:mod:`bench.editing`), the picker in a third
(:mod:`bench.choosing`), a score workbook in a fourth (:mod:`bench.managers`), a batch of PDFs in a
fifth (:mod:`bench.printing`), a click in LibreOffice's window beside UNO alone in a sixth
(:mod:`bench.window`).
"""

from __future__ import annotations

from rich.console import Console

from bench import choosing, editing, managers, printing, speed, window
from tests.desktop import missing
from tests.office.soffice import SOFFICE


def main() -> None:
    """Measure and print the tables."""
    speed.main()
    console = Console()
    console.print(editing.report())
    console.print(choosing.report())
    console.print(managers.report())
    if SOFFICE:
        console.print(printing.report())
    if not missing():
        console.print(window.report())


if __name__ == "__main__":
    main()
