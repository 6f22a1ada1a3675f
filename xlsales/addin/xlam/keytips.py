"""The letters that a person types after Alt to press a button."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlsales.core.words import Lang, Words


def keytips(labels: Sequence[Words], lang: Lang) -> list[str]:
    """Return two letters for each label, no two alike; in Chinese the initials as typed in pinyin.

    A label that comes first takes the initials of its first two words or characters; where they
    are taken, its first letter goes with the next letter of the label that makes them new.

    Raises:
        ValueError: A label's letters are all taken; it needs another name.
    """
    given: dict[str, None] = {}  # a set that keeps the order
    for label in labels:
        free = (tip for tip in _candidates(_spelled(label, lang)) if tip not in given)
        tip = next(free, None)
        if tip is None:
            raise ValueError(f"no keytip is left for {label.zh} / {label.en}")
        given[tip] = None
    return list(given)


def _spelled(label: Words, lang: Lang) -> list[str]:
    if lang is Lang.EN:
        return re.findall("[a-z]+", label.en.lower())
    from pypinyin import lazy_pinyin

    return lazy_pinyin(label.zh, errors="ignore")


def _candidates(words: list[str]) -> Iterator[str]:
    first = words[0][0]
    later = [word[0] for word in words[1:]]
    for letter in (*later, *"".join(words)[1:]):
        yield (first + letter).upper()
