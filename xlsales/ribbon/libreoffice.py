"""The entry of a click in LibreOffice.

The extension opens a private pipe and starts
``python -m xlsales.ribbon.libreoffice --pipe NAME --document RUNTIMEUID --button ID``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any


def main(argv: Sequence[str]) -> int:
    """Do what a button does in a workbook of the LibreOffice at the pipe; return the exit code.

    0: done, or told why not. 1: LibreOffice does not answer, or the workbook is open no more.
    """
    options = _options(argv)
    import_xlwings()
    from xlsales.hosts.libreoffice import book_of, connect
    from xlsales.hosts.libreoffice.bridge import remote_context
    from xlsales.ribbon import run
    from xlsales.ribbon.uno_form import UnoDesk

    app = connect(options.pipe)
    try:
        book = book_of(app, options.document)
    except KeyError:
        sys.stderr.write("the workbook is open no more\n")
        return 1
    run.click(app, book, options.button, UnoDesk(remote_context(options.pipe), book.api))
    return 0


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
    parser = argparse.ArgumentParser("xlsales.ribbon.libreoffice")
    for name in ("--pipe", "--document", "--button"):
        parser.add_argument(name, required=True)
    return parser.parse_args(argv)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except Exception as trouble:  # noqa: BLE001  # LibreOffice is gone: there is no one to tell
        sys.stderr.write(f"{type(trouble).__name__}: {trouble}\n")
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # the bridge's own threads may crash a program that ends in the ordinary way
    os._exit(code)
