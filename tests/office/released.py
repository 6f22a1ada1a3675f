"""Make the office that a release leaves to the tests: ``python -m tests.office.released``.

It goes into ``tests/data/office-N``, N the form version of the program, once, when that version is
released (docs/dev/release.md); what is there is never made anew.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.cli.people import type_rows
from tests.office.branch import REGISTER, Month, must
from xlsales.forms.files import FORM_VERSION
from xlsales.office.folder import HIDDEN
from xlsales.office.packages.package import identify

DATA = Path(__file__).parents[1] / "data"
_TODAY = date(2026, 11, 24)
_NOTE, _ORDER = "SH-202611-ZS-001", "CL-202611-ZS-001"
TYPED = {
    "生产/生产进度-2026.xlsx": {
        "progress": {"date": _TODAY, "order_no": _ORDER, "stage": "锻造", "qty_done": 20},
    },
    "回款/回款台账-2026.xlsx": {
        "invoices": {"invoice_no": "F001", "date": _TODAY, "customer": "东风机械厂", "amount": 1130},
        "invoice_lines": {
            "invoice_no": "F001", "note_no": _NOTE, "order_no": _ORDER, "amount": 1130,
        },
    },
    REGISTER: {
        "market_notes": {"date": _TODAY, "source": "展会", "topic": "价格", "note": "询价"},
    },
}  # fmt: skip
"""What is typed when all is pressed, by workbook and table."""
_KEPT = ("given", "journal", "last.json")
"""What stays of ``.xlsales``: backups and kept contents are of no other version's concern."""


def workbooks(root: Path) -> list[Path]:
    """Return the workbooks of an office, without its documents."""
    return [p for p in sorted(root.rglob("*.xlsx")) if HIDDEN not in p.parts and identify(p)]


def made(place: Path) -> Path:
    """Press a month in a new office, and refresh its workbooks; the office without what is not kept."""
    month = Month(place)
    for _ in month.presses():
        pass
    for name, tables in TYPED.items():
        for table, row in tables.items():
            type_rows(month.root / name, table, row)
    for path in workbooks(month.root):
        if path.stem != "基础资料":
            must(month.root, "refresh", "{}/" + path.relative_to(month.root).as_posix())
    return month.root


def main() -> None:
    """Make the office of this form version; FileExistsError where there is one."""
    target = DATA / f"office-{FORM_VERSION}"
    target.mkdir()
    os.environ["XLSALES_USER"] = "赵计划"
    socket.gethostname = lambda: "PC-7"
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder))
        for kept in (*workbooks(root), *(root / HIDDEN / name for name in _KEPT)):
            there = target / kept.relative_to(root)
            there.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if kept.is_dir() else shutil.copy)(kept, there)
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
