"""The command line (cli.md): every command is made from its button."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 with findings, 2 usage, 3 file)."""
    from xlsales.cli.commands import run

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    return run(list(sys.argv[1:] if argv is None else argv))


def command() -> NoReturn:
    """Run one command as a process of its own, and end that.

    What was read is not taken apart first, which takes a twentieth of the time of a large office:
    the system takes back all memory at once.
    """
    from xlsales.cli import commands

    commands.outlived = []
    code = main()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        code = _NOT_SAID
    os._exit(code)


_NOT_SAID = 120
"""What Python ends with where its output could not be written to the end."""
