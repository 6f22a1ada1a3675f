"""What is said when a file cannot be used (exit code 3)."""

from __future__ import annotations

from xlsales.core.words import Words


class Unusable(Exception):
    """A file is missing, locked, damaged, of another kind or too new; it says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in both languages."""
        super().__init__(zh)
        self.words = Words(zh, en)
