"""The command line (cli.md): every command is made from its button."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 with findings, 2 usage, 3 file)."""
    from xlsales.cli.commands import run

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    return run(list(sys.argv[1:] if argv is None else argv))
