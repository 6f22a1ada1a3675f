"""The entry of a click in LibreOffice.

The extension opens a private pipe and starts
``python -m xlsales.ribbon.libreoffice --pipe NAME --document RUNTIMEUID --button ID``, or it has
had ``python -m xlsales.ribbon.libreoffice --spare`` stand by and tells it the same in a line.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

_WHERE_USED = (
    "chinese_calendar",
    "xlsales.hosts.live.host",
    "xlsales.hosts.live.libreoffice",
    "xlsales.ribbon.run",
    "xlsales.ribbon.uno_form",
)
"""What a click imports by and by."""
OPENED = "opened:"
"""In the place of a button: the workbook was opened. What was selected then follows."""


def main(argv: Sequence[str]) -> int:
    """Do what a button does in a workbook of the LibreOffice at the pipe; return the exit code.

    0: done, or told why not. 1: LibreOffice does not answer, or the workbook is open no more.
    A spare has some more: see :mod:`xlsales.ribbon.spare`.
    """
    options = _options(argv)
    if not options.spare:
        return answer(options.pipe, options.document, options.button)
    from xlsales.ribbon.spare import stand_by

    click = stand_by(load)
    return click if isinstance(click, int) else answer(click.pipe, click.document, click.button)


def answer(pipe: str, document: str, button: str) -> int:
    """Do what a button does; return the exit code."""
    import_xlwings()
    from xlsales.libreoffice import book_of, connect
    from xlsales.libreoffice.bridge import remote_context
    from xlsales.ribbon import run
    from xlsales.ribbon.uno_form import UnoDesk

    app = connect(pipe)
    try:
        book = book_of(app, document)
    except KeyError:
        sys.stderr.write("the workbook is open no more\n")
        return 1
    desk = UnoDesk(remote_context(pipe), book.api)
    if button.startswith(OPENED):
        from xlsales.ribbon.opening import opened

        opened(app, book, desk, going=button == OPENED + _selection(book.api))
    else:
        run.click(app, book, button, desk)
    return 0


def _selection(document: Any) -> str:
    """Return the name of what is selected, as the add-in asks for it when a workbook is opened."""
    return str(getattr(document.getCurrentController().getSelection(), "AbsoluteName", ""))


def load() -> None:
    """Import all that a click needs, before there is one; documents' openpyxl stays outside.

    Raises:
        NoLibreOffice: its ``uno`` module cannot be loaded.
    """
    import_xlwings()
    for name in _WHERE_USED:
        importlib.import_module(name)
    from xlsales.buttons import BUTTONS, macro_of
    from xlsales.libreoffice import load_uno

    load_uno()
    for button in BUTTONS:
        if not button.answers:  # a click does not use its macro; *Help*'s would bring openpyxl
            macro_of(button)


def import_xlwings() -> None:
    """Import xlwings without pandas and numpy, which it takes along where they are installed.

    Nothing here hands it a data frame, and they are 0.28 of the 0.34 seconds that it takes.
    """
    kept = {"pandas", "numpy", "matplotlib", "polars"} - sys.modules.keys()
    hidden: dict[str, Any] = dict.fromkeys(kept)  # None: no such module
    sys.modules.update(hidden)
    try:
        importlib.import_module("xlwings")
    finally:
        for name in kept:
            del sys.modules[name]


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("xlsales.ribbon.libreoffice", allow_abbrev=False)
    parser.add_argument("--spare", action="store_true", help="wait for a click on standard input")
    if "--spare" not in argv:
        for name in ("--pipe", "--document", "--button"):
            parser.add_argument(name, required=True)
    return parser.parse_args(argv)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except (Exception, KeyboardInterrupt) as trouble:  # noqa: BLE001  # LibreOffice is gone: there is no one to tell
        sys.stderr.write(f"{type(trouble).__name__}: {trouble}\n")
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # the bridge's own threads may crash a program that ends in the ordinary way
    os._exit(code)
