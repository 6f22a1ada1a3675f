"""Names that a reader would take for the same: they differ in spaces, width or case only."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher


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


def close(text: str, known: Collection[str], least: float = 0.5) -> tuple[str, ...]:
    """Return the three known names that are most like one, the likeliest first.

    ``least`` of them must be the same, from 0 to 1.
    """
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded(text))
    scored: list[tuple[float, str]] = []
    for name in known:
        matcher.set_seq1(folded(name))
        if matcher.quick_ratio() >= least and (score := matcher.ratio()) >= least:
            scored.append((-score, name))
    return tuple(name for _, name in sorted(scored)[:3])
