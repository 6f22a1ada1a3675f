"""What a text means among names: the name itself, a part of it, or its pinyin initials.

The one way for whatever a person gives in part: the picker's line, *New order*, the names on the
command line. Each word must stand in a name's texts or begin somewhere in its initials: ``clp 45``
finds 齿轮坯 φ120×45. A character of several readings (重: chong, zhong) is found by each of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from xlsales.core.outcome import Refusal
from xlsales.core.text import clean
from xlsales.core.words import Words

_TOLD = 10
"""So many are told where a text may mean several."""


@dataclass(frozen=True)
class Named:
    """One thing to be found: its value in a cell, the texts that it is found by, its initials."""

    value: str
    texts: tuple[str, ...]
    initials: tuple[str, ...]
    whole: tuple[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Join what it is found by, so that a key looks once where nothing fits."""
        object.__setattr__(self, "whole", ("\n".join(self.texts), "".join(self.initials)))

    @property
    def exactly(self) -> tuple[str, ...]:
        """What means it and nothing else, whatever else that is a part of."""
        return (self.value,)

    def rank(self, words: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
        """Return how well it fits, 0 the best; None where a word is nowhere in it."""
        texts, initials = self.whole
        for word, pattern in zip(words, patterns, strict=True):
            if word not in texts and not pattern.search(initials):
                return None  # most of them, at one look
        return max(map(self._rank, words, patterns), default=0, key=_worst)

    def _rank(self, word: str, pattern: re.Pattern[str]) -> int | None:
        if word == self.texts[0]:
            return 0
        if any(text.startswith(word) for text in self.texts):
            return 1
        if any(pattern.match(initials) for initials in self.initials):
            return 2
        if any(word in text for text in self.texts):
            return 3
        return 4 if any(pattern.search(initials) for initials in self.initials) else None


N = TypeVar("N", bound=Named)


def _worst(rank: int | None) -> int:
    return 9 if rank is None else rank


def by_name(name: str) -> Named:
    """Return what is found by its name alone."""
    return Named(name, spellings(name), (initials_of(name),))


def found(among: Iterable[N], text: str, most: int) -> tuple[N, ...]:
    """Return what fits, the best first; all of it, in its order, while nothing is typed."""
    words = plain(text).split()
    patterns = [_pattern(word) for word in words]
    ranked = [(each.rank(words, patterns), each) for each in among]
    fits = [(rank, each) for rank, each in ranked if rank is not None]
    return tuple(each for _, each in sorted(fits, key=lambda each: each[0])[:most])


def meant(
    among: Sequence[N], text: str, called: Words, shown: Callable[[N], str] = lambda one: one.value
) -> N | None:
    """Return what a text means: exactly that, else the only one it finds; None where it is none.

    Raises:
        Refusal: it may be any of several; they are told as ``shown``, and what they are ``called``.
    """
    text = clean(text)
    if not text:
        return None
    fits = tuple(each for each in among if text in each.exactly) or found(among, text, _TOLD + 1)
    if len(fits) > 1:
        told, more = list(map(shown, fits[:_TOLD])), "……" if len(fits) > _TOLD else ""
        raise Refusal(
            f"“{text}”对应多个{called.zh}：{'、'.join(told)}{more}。请写全。",
            f"“{text}” may be any {called.en} of {', '.join(told)}{more}: write it in full.",
        )
    return fits[0] if fits else None


def plain(text: str) -> str:
    """Return a text in small letters, full-width ones as they are typed without Chinese input."""
    return unicodedata.normalize("NFKC", clean(text)).lower()


def spellings(text: str) -> tuple[str, ...]:
    """Return a text as it is found: plain, and where it has blanks without them, too."""
    said = plain(text)
    return (said, "".join(said.split())) if " " in said else (said,)


def _pattern(word: str) -> re.Pattern[str]:
    """Return what a word looks like in initials as :func:`initials_of` writes them."""
    return re.compile("".join(f",[^,]*{re.escape(letter)}[^,]*" for letter in word))


def initials_of(text: str) -> str:
    """Return the possible initials of each character, each after a comma: ``,cz,q`` of 重庆.

    Letters and digits stand for themselves; other signs have none.
    """
    return "".join(f",{letters}" for letters in map(_letters, plain(text)) if letters)


@cache
def _letters(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return "".join(sorted(set(readings[0]))) if readings else ""
