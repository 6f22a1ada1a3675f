"""How much room a text takes in a cell, so that rows and columns can be made to fit it."""

from __future__ import annotations

import unicodedata
from math import ceil


def width_of(text: str) -> int:
    """Return the columns that a text takes: a Chinese character or sign counts double."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a cell of that width."""
    return sum(max(1, _wrapped(line, max(width, 2))) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """Break between Chinese characters and at spaces; a longer word is broken anywhere."""
    lines, used = 1, 0.0
    for word in _words(line):
        wide = width_of(word)
        if used + wide <= room:
            used += wide
        elif wide <= room:
            lines, used = lines + 1, wide if word != " " else 0
        else:
            lines += ceil((used + wide) / room) - 1
            used = (used + wide) % room
    return lines


def _words(line: str) -> list[str]:
    words: list[str] = [""]
    for char in line:
        if char == " " or width_of(char) == 2:
            words += [char, ""]
        else:
            words[-1] += char
    return [word for word in words if word]
