"""A click waits for start-up: nothing is imported that it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "numpy", "openpyxl", "rich", "click", "tkinter", "holidays", "pypinyin")


def loaded(code: str) -> str:
    tail = f"; import sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_click_in_libreoffice_loads_nothing_heavy() -> None:
    code = (
        "from xlsales.ribbon.libreoffice import import_xlwings; import_xlwings();"
        "import xlsales.ribbon.run, xlsales.ribbon.uno_form, xlsales.hosts.live.host"
    )
    assert loaded(code) == "[]"


def test_what_stands_ready_for_a_click_loads_nothing_heavy() -> None:
    assert loaded("from xlsales.ribbon.libreoffice import load; load()") == "[]"


def test_pandas_can_still_be_had() -> None:
    code = "from xlsales.ribbon.libreoffice import import_xlwings; import_xlwings(); import numpy"
    assert "numpy" in loaded(code)
