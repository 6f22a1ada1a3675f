"""xlwings' settings file: lines of ``"KEY","value"`` that belong to the person, not to us.

What is added is noted in lines of its own (``"XLSALES KEY","value"``; xlwings passes over keys
that it does not know), so that it can be taken out again, and nothing else.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_LINE = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"')
_NOTE = "XLSALES "


class Settings:
    """The file's lines in memory; ``save`` writes them if they changed."""

    def __init__(self, path: Path, encoding: str) -> None:
        """Read the file; one that is not there has no lines."""
        self._path = path
        self._encoding = encoding
        self._lines: list[str] = []
        if path.is_file():
            text = path.read_bytes().decode(encoding, "surrogateescape")
            self._lines = [line for line in text.splitlines() if line.strip()]
        self._was = list(self._lines)

    def get(self, key: str) -> str:
        """Return a setting; "" where it is not set."""
        found = (_LINE.match(line) for line in self._lines if self._is(line, key))
        return next((match[2] for match in found if match), "")

    def put(self, key: str, value: str) -> None:
        """Set a setting, and note that it is ours."""
        self._put(key, value)
        self.note(key, value)

    def note(self, name: str, value: str) -> None:
        """Note that something is ours."""
        self._put(_NOTE + name, value)

    def noted(self, name: str) -> str:
        """Return what was noted; "" where nothing was."""
        return self.get(_NOTE + name)

    def forget(self, name: str) -> None:
        """Take a note out."""
        self._lines = [line for line in self._lines if not self._is(line, _NOTE + name)]

    def ours(self, key: str) -> bool:
        """Whether a setting is as we set it, or not set."""
        value = self.get(key)
        return not value or value == self.noted(key)

    def can_hold(self, value: str) -> bool:
        """Whether VBA could read a value back."""
        try:
            value.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return '"' not in value

    def restore(self) -> None:
        """Take out every setting that is still as we set it, and all notes."""
        for line in list(self._lines):
            match = _LINE.match(line)
            if match and match[1].startswith(_NOTE):
                key = match[1].removeprefix(_NOTE)
                if self.get(key) == match[2]:
                    self._lines = [line for line in self._lines if not self._is(line, key)]
                self.forget(key)

    def save(self) -> None:
        """Write the file; one left without lines goes, and its folder if that is empty."""
        if self._lines == self._was:
            return
        self._was = list(self._lines)
        if not self._lines:
            self._path.unlink(missing_ok=True)
            if self._path.parent.name == ".xlwings" and not any(self._path.parent.iterdir()):
                self._path.parent.rmdir()
            return
        text = "".join(line + os.linesep for line in self._lines)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        written = self._path.with_name(f"{self._path.name}.new")
        written.write_bytes(text.encode(self._encoding, "surrogateescape"))
        written.replace(self._path)

    def _put(self, key: str, value: str) -> None:
        self._lines = [line for line in self._lines if not self._is(line, key)]
        self._lines.append(f'"{key}","{value}"')

    @staticmethod
    def _is(line: str, key: str) -> bool:
        match = _LINE.match(line)
        return match is not None and match[1].lower() == key.lower()
