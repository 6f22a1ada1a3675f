"""What is chosen for the lines of a table in a dialog, and how each line looks then.

One for both programs: a window shows the texts of :meth:`Ticking.texts` and tells which line was
pressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.core.words import Lang, Words
from xlsales.ribbon.fields import Field, Line

_ON, _OFF, _SOME = "☑", "☐", "◪"
_LEFT_ALONE = Words("不改", "leave")
HOW = Words(
    "空格键或点击方框：选或不选，有几种选择的依次换下一种。",
    "Space, or a click on the box: take or leave it, or the next of several choices.",
)
ALL = Words("全选 / 全不选", "All or none")


class Ticking:
    """The lines of a field of kind TICKS. Line numbers count from 0."""

    def __init__(self, field: Field, lang: Lang) -> None:
        """Begin with what the field proposes."""
        self.lines = field.lines
        self.heads = ("", *field.heads) if self.chooses(field) else field.heads
        self._boxes = self.chooses(field)
        self._left = _LEFT_ALONE.said(lang)
        proposed = set(field.value) if isinstance(field.value, tuple) else set()
        self._taken = [
            next((n for n, o in enumerate(line.choices, 1) if o.value in proposed), 0)
            for line in self.lines
        ]
        self._proposed = tuple(self._taken)

    @staticmethod
    def chooses(field: Field) -> bool:
        """Return whether there is anything to choose."""
        return any(line.choices for line in field.lines)

    @property
    def given(self) -> tuple[str, ...]:
        """What was chosen."""
        return tuple(
            line.choices[n - 1].value for line, n in zip(self.lines, self._taken, strict=True) if n
        )

    @property
    def first(self) -> int:
        """The first line that can be chosen, or that is there at all."""
        return next((at for at, line in enumerate(self.lines) if line.choices), 0)

    def press(self, at: int) -> tuple[int, ...]:
        """Choose what comes next for a line, or for all below a heading; return what changes."""
        line = self.lines[at]
        if line.leads:
            return self._switch(self._below(at), at)
        if not line.choices:
            return ()
        self._taken[at] = (self._taken[at] + 1) % (len(line.choices) + 1)
        heading = next((n for n in range(at, -1, -1) if self.lines[n].leads), None)
        return (at,) if heading is None else (heading, at)

    def press_all(self) -> tuple[int, ...]:
        """Take all that was proposed, or nothing where that is taken; return what changes."""
        before = tuple(self.all_texts())
        on = all(now for now, then in zip(self._taken, self._proposed, strict=True) if then)
        self._taken = [0 if on else now or then
                       for now, then in zip(self._taken, self._proposed, strict=True)]  # fmt: skip
        after = self.all_texts()
        return tuple(
            n for n, pair in enumerate(zip(before, after, strict=True)) if len({*pair}) > 1
        )

    def _switch(self, lines: range, heading: int) -> tuple[int, ...]:
        mine = [n for n in lines if self.lines[n].choices]
        on = all(self._taken[n] for n in mine)
        for n in mine:
            self._taken[n] = 0 if on else self._taken[n] or 1
        return (heading, *mine)

    def _below(self, at: int) -> range:
        end = next((n for n in range(at + 1, len(self.lines)) if self.lines[n].leads), None)
        return range(at + 1, len(self.lines) if end is None else end)

    def texts(self, at: int) -> tuple[str, ...]:
        """Return how a line looks now."""
        line = self.lines[at]
        cells = tuple(self._chosen(line, at) if cell is None else cell for cell in line.cells)
        return (self._mark(line, at), *cells) if self._boxes else cells

    def all_texts(self) -> Iterator[tuple[str, ...]]:
        """Yield all lines."""
        return (self.texts(at) for at in range(len(self.lines)))

    def _chosen(self, line: Line, at: int) -> str:
        taken = self._taken[at]
        return line.choices[taken - 1].text if taken else self._left

    def _mark(self, line: Line, at: int) -> str:
        if not line.leads:
            return (_ON if self._taken[at] else _OFF) if line.choices else ""
        taken = [bool(self._taken[n]) for n in self._below(at) if self.lines[n].choices]
        if not taken:
            return ""
        return _ON if all(taken) else _SOME if any(taken) else _OFF
