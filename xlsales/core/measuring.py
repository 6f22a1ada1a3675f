"""How much room a text takes in a cell, so that rows and columns can be made to fit it.

In columns of the sheet, unless whoever asks measures in something else (``documents/fonts.py``: in
points of a font).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from math import ceil

Measure = Callable[[str], float]
"""Tells how wide a text on one line is."""

_BOUND = "\xa0"
"""A space at which no line ends."""


def is_wide(char: str) -> bool:
    """Return whether a character is as wide as it is high: a Chinese character or sign."""
    return unicodedata.east_asian_width(char) in "WFA"


def width_of(text: str) -> int:
    """Return the columns that a text takes: a Chinese character or sign counts double."""
    return sum(2 if is_wide(char) else 1 for char in text)


def lines_of(text: str, room: float, measure: Measure = width_of) -> int:
    """Return how many lines a text takes where each has so much room, a character's at least.

    It is broken between Chinese characters and at spaces; a word that is longer than a line begins
    one and is broken anywhere.
    """
    room = max(room, measure("字"))
    return sum(_wrapped(line, room, measure) for line in text.split("\n"))


def _wrapped(line: str, room: float, measure: Measure) -> int:
    lines, used = 1, 0.0
    for word in words_of(line):
        wide = measure(word)
        if used + wide <= room:
            used += wide
        elif wide <= room:
            lines, used = lines + 1, 0.0 if word.isspace() else wide
        else:  # it begins a line of its own, as programs have it
            lines += ceil(wide / room) - (not used)
            used = wide % room
    return lines


def words_of(line: str) -> Iterator[str]:
    """Yield what a line is not broken within: words, spaces, Chinese characters."""
    word = ""
    for char in line:
        if (char.isspace() and char != _BOUND) or is_wide(char):
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
    if word:
        yield word
