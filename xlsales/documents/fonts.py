"""How much room a text takes on paper, from the advance widths of the font that is named.

The widths are those of Noto Sans CJK SC, which LibreOffice uses; 微软雅黑, which Excel puts in its
place, is narrower but for a few capitals. What is measured is a little on the safe side.
"""

from __future__ import annotations

from functools import cache, partial

from xlsales.core.measuring import is_wide, lines_of, words_of

POINTS_A_COLUMN = 5.25
"""Points of a column for each character of its width: 7 pixels at 96 dots an inch."""

LEADING = 1.5
"""Points of a line for each point of its font's size."""

_PADDING = 3.75
_INDENT = 7.0
"""Points that a cell keeps free at its sides, and that a step of indent takes."""

_SLACK = 1.04
_BOLD = 1.07
_OTHER = 760
_LATIN = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392,
    555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474,
    946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
    633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559,
    606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606,
    620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
)  # fmt: skip
"""Advance widths from the space to the tilde, in thousandths of the size."""


@cache
def _advance(char: str) -> int:
    place = ord(char) - ord(" ")
    if 0 <= place < len(_LATIN):
        return _LATIN[place]
    return 1000 if is_wide(char) else _OTHER


def points(text: str, size: float, *, bold: bool = False) -> float:
    """Return the points that a line of text takes in a font of that size."""
    return sum(map(_advance, text)) * size / 1000 * _SLACK * (_BOLD if bold else 1)


def room(columns: float, indent: float = 0) -> float:
    """Return the points that a cell of that width in characters has for text."""
    return max(columns * POINTS_A_COLUMN - _PADDING - indent * _INDENT, 1.0)


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the points of the longest word: what a line is not broken within."""
    return max((points(word, size, bold=bold) for word in words_of(text)), default=0.0)


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes where each has so many points."""
    return lines_of(text, width, partial(points, size=size, bold=bold))
