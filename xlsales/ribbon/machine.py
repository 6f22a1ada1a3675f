"""*Check machine*: what the command ``doctor`` finds, shown in a window."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlsales.buttons import BY_ID
from xlsales.core.finding import Severity
from xlsales.core.words import Words
from xlsales.documents.replies import listings
from xlsales.office.folder import office_of
from xlsales.office.unusable import Unusable
from xlsales.ribbon import sheets
from xlsales.ribbon.desk import Desk, View

if TYPE_CHECKING:
    import xlwings as xw

_SECONDS = 60


def check_machine(book: xw.Book, desk: Desk) -> None:
    """Run ``doctor`` as a program of its own: it looks at this one from outside.

    It looks at the office too that the open workbook lies in, if it lies in one.
    """
    root: Path | None = None
    with suppress(Unusable):
        root = office_of(sheets.path_of(book))
    desk.title = BY_ID["doctor"].words
    command = [sys.executable, "-m", "xlsales", "doctor", "--json", "--lang", desk.lang.value]
    command += [str(root)] if root else []
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        checks = json.loads(done.stdout)["checks"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
        desk.say(
            Words(
                "环境检查未完成。请在命令行运行：xlsales doctor",
                "The check did not run. Try on the command line: xlsales doctor",
            ),
            Severity.WARNING,
        )
        return
    title = desk.title.said(desk.lang)
    desk.show(View(title, (), tuple(listings("", checks, desk.lang))))
