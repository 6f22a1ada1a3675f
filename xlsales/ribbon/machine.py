"""*Check machine*: what the command ``doctor`` finds, shown in a window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from xlsales.buttons import BY_ID
from xlsales.core.finding import Severity
from xlsales.core.words import Words
from xlsales.documents.replies import listings
from xlsales.ribbon.desk import Desk, View

_SECONDS = 60


def check_machine(desk: Desk, root: Path | None) -> None:
    """Run ``doctor`` as a program of its own: it looks at this one from outside.

    ``root`` is the office that the open workbook lies in, if it lies in one.
    """
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
