"""Names that a reader would take for the same: they differ in spaces, width, case, zeros only."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher


def folded(text: str | None) -> str:
    """Return a name without what is easily typed otherwise.

    >>> folded("东风（武汉） Gear") == folded("东风(武汉)GEAR")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def same(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return which of the known names are the same but for spaces, width and case.

    Of codes that are digits alone also those that differ in leading zeros: a cell that is not
    formatted as text loses them (forms.md, *Types*).

    >>> same("101", ["0101", "1010"])
    ('0101',)
    """
    return tuple(name for name in by_look(known).get(look(text), ()) if name != text)


def look(text: str) -> str:
    """Return what texts that are the same but for spaces, width, case and zeros have in common."""
    found = folded(text)
    return found.lstrip("0") if found.isdecimal() else found


def by_look(known: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the known names by their :func:`look`."""
    found: dict[str, tuple[str, ...]] = {}
    for name in known:
        found[look(name)] = (*found.get(look(name), ()), name)
    return found


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
