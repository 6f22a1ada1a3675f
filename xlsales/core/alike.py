"""Names that a reader would take for the same: they differ in spaces, width or case only."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

_CLOSE = 0.5
"""How much of two names must be the same for one to be a likely slip of the other."""


def folded(text: str | None) -> str:
    """Return a name without what is easily typed otherwise.

    >>> folded("东风（武汉） Gear") == folded("东风(武汉)GEAR")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def same(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return which of the known names are the same but for spaces, width and case."""
    wanted = folded(text)
    return tuple(name for name in known if name != text and folded(name) == wanted)


def close(text: str, known: Collection[str], most: int = 3) -> tuple[str, ...]:
    """Return the known names that are most like one, the likeliest first."""
    return tuple(name for _, name in sorted(_scored(text, known))[:most])


def _scored(text: str, known: Iterable[str]) -> Iterator[tuple[float, str]]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded(text))
    for name in known:
        matcher.set_seq1(folded(name))
        if matcher.quick_ratio() >= _CLOSE and (score := matcher.ratio()) >= _CLOSE:
            yield -score, name
