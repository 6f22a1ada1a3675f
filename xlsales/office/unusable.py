"""What is said when a file cannot be used (exit code 3)."""

from __future__ import annotations

import re
from pathlib import Path

from xlsales.core.words import Words

UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a name may not hold if it is to be shown: it would steer the terminal, or break it."""


class Unusable(Exception):
    """A file is missing, locked, damaged, of another kind or too new; it says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in both languages."""
        super().__init__(zh)
        self.words = Words(zh, en)


def shown(path: Path, *, whole: bool = False) -> str:
    """Return a file's name (or whole path) as it can be shown to people."""
    return UNSHOWN.sub("\ufffd", str(path) if whole else path.name)
